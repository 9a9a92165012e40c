"""Check a kubeconfig against the rules, select what to show, and ask what follows for kubectl. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import Final, cast

from kubeconv.gate.value import NamedTuple, quick
from kubeconv.kubeconfig.selection import Chosen
from kubeconv.kubeconfig.view import Kubeconfig, Parsed, parse_tolerantly
from kubeconv.releases.table import NEWEST_KUBECTL
from kubeconv.releases.version import Version
from kubeconv.tree.finding import RANK, UNREAD, Effect, Finding, Severity, Subject
from kubeconv.tree.source import Source
from kubeconv.validation.folding import fold, fold_each, unfolded
from kubeconv.validation.index import NAMES, code_of
from kubeconv.validation.load_order import LoadStop, load_stop
from kubeconv.validation.rule import Case, Disk, Hit, Machine, Neighbours, Rule, TeamPolicy
from kubeconv.validation.rules import rule_of, rules_about
from kubeconv.validation.verdict import Judge, Verdict, all_of

#: How many findings of one rule are shown of a file (text shows 500 in all), and how many more are counted.
MAX_FINDINGS: Final = 600
#: Where there are so many findings already, of each further rule so many are shown: nobody reads thousands.
MANY: Final = 2_000
MAX_OF_MANY: Final = 200
MAX_COUNTED: Final = 400

#: The rules that look at the other files of a KUBECONFIG list: of a file alone they may say something else.
OF_LISTS: Final = (
    "dangling-current-context",
    "dangling-cluster",
    "dangling-user",
    "unused-cluster",
    "unused-user",
    "shadowed-entry",
    "no-current-context",
    "no-credentials",
)


class Choice(NamedTuple):
    """Which findings to show. `select` and `ignore` are codes, prefixes of codes or names; `severity` is the lowest shown.
    `severities` say how bad findings are, by such a pattern: the longest that means a rule counts, its name before all."""

    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    severity: Severity = "info"
    severities: Mapping[str, Severity] = MappingProxyType({})


class Asked(NamedTuple):
    """What to find out about every file: for which kubectls, about which context (None: the current one), and whether about
    each. `chosen` is what is selected, if not all of it: those contexts are judged, and what is found about nothing but
    others is counted. `machine` (with its disk), `kuberc`, `untrusted`, `tracked` and `disk` are as in `Case`; `runs` says
    which rules to run, None for all. `policy` is as in `Case`; `of_file` says what is asked of the file with a path, None if
    of all the same. `may_be_tracked` says whether the file with a path may be in git, None if that is not known. `if_read` is
    true for who also asks what would be found if a file were read that is not."""

    kubectls: Sequence[Version] = (NEWEST_KUBECTL,)
    context: str | None = None
    all_contexts: bool = False
    choice: Choice = Choice()
    machine: Machine | None = None
    kuberc: bytes | None = None
    untrusted: bool = False
    tracked: bool = False
    disk: Disk | None = None
    runs: Callable[[Rule], bool] | None = None
    chosen: Chosen | None = None
    policy: TeamPolicy | None = None
    of_file: "Callable[[str], Asked] | None" = None
    may_be_tracked: Callable[[str], bool] | None = None
    if_read: bool = False


class Report(NamedTuple):
    """The verdicts on one file, one a kubectl, and the findings, in the order of the text. `contexts` are the verdicts on
    each context, if they were requested. `suppressed` counts the findings that a comment in the file hides; `found`
    holds all of them, shown or not, by kubectl. What follows from another finding is folded into it. `stopped` is
    what each kubectl stops at that does not read the file. `alone`
    is what is found in a file of a KUBECONFIG list as it stands alone, if that is something else. `chosen` is what was
    selected, None for all; `left_out` counts the findings about nothing but what was not."""

    source: Source
    verdicts: Sequence[Verdict]
    findings: Sequence[Finding]
    suppressed: int = 0
    contexts: Sequence[Verdict] = ()
    found: Mapping[Version, Sequence[Finding]] = {}
    kubeconfig: Kubeconfig | None = None
    stopped: Mapping[Version, LoadStop] = {}
    alone: Mapping[Version, Sequence[Finding]] = {}
    chosen: Chosen | None = None
    left_out: int = 0

    @property
    def unselected(self) -> int:
        """How many contexts were not selected."""
        if self.chosen is None or self.kubeconfig is None:
            return 0
        return len(self.kubeconfig.contexts_by_name.keys() - self.chosen.contexts)

    @property
    def loads(self) -> bool | None:
        """True if every requested kubectl reads the file; None if we do not judge it."""
        return all_of(verdict.loads for verdict in self.verdicts)

    @property
    def usable(self) -> bool | None:
        """True if every requested kubectl accepts the context; None if there is none to judge."""
        return usable_by_all(self.verdicts)


def usable_by_all(verdicts: Iterable[Verdict]) -> bool | None:
    """True if every kubectl accepts the context; None if there is none to judge."""
    usable = [verdict.usable for verdict in verdicts]
    return None if all(each is None for each in usable) else all(each is not False for each in usable)


def validate_source(
    source: Source,
    kubectls: Sequence[Version] = (NEWEST_KUBECTL,),
    *,
    context: str | None = None,
    choice: Choice = Choice(),  # noqa: B008 - an immutable value
    path: str | None = None,
    folder: str = ".",
    machine: Machine | None = None,
    kuberc: bytes | None = None,
    untrusted: bool = False,
) -> Report:
    """Check one file for each of `kubectls`. The verdict is about `context`, or else the current context."""
    asked = Asked(kubectls, context, False, choice, machine, kuberc, untrusted)
    return validate_parsed(parse_tolerantly(source), asked, path, folder)


def validate_parsed(
    parsed: Parsed, asked: Asked, path: str | None = None, folder: str = ".", neighbours: Neighbours | None = None
) -> Report:
    """Check one file. Findings and verdicts are those of the file in a KUBECONFIG list with `neighbours`, if given."""
    kubeconfig, source = parsed.kubeconfig, parsed.kubeconfig.source
    found: dict[Version, Sequence[Finding]] = {}
    has_contexts = bool(kubeconfig.contexts) or (neighbours is not None and bool(neighbours.used.counts))
    for kubectl in asked.kubectls:
        if parsed.refused:
            found[kubectl] = [_named(parsed.refused)]
        else:
            case = _case(kubeconfig, kubectl, asked, path, folder, neighbours)
            rules = rules_about(case)
            run = rules if asked.runs is None else filter(asked.runs, rules)
            found[kubectl] = run_rules(case, run, if_read=asked.if_read and has_contexts)
    chosen, left, meant = _left(kubeconfig, _merged(found.values()), asked)
    # A finding that is not shown takes none with it.
    folded = fold_each(kubeconfig, (meant, *found.values()))
    shown = _severe(_few_of_each(next(folded)), asked)
    found = dict(zip(found, folded, strict=True))
    verdicts, contexts = _verdicts(kubeconfig, found, asked)
    suppressed = len(_severe(chosen, asked)) - len(_severe(left, asked))
    stops = {kubectl: load_stop(kubeconfig, findings) for kubectl, findings in found.items()}
    stopped = {kubectl: stop for kubectl, stop in stops.items() if stop}
    left_out = len(_severe(left, asked)) - len(_severe(meant, asked))
    return Report(
        source,
        verdicts,
        shown,
        suppressed,
        contexts,
        found,
        kubeconfig,
        stopped,
        chosen=asked.chosen,
        left_out=left_out,
    )


def _left(kubeconfig: Kubeconfig, findings: list[Finding], asked: Asked) -> tuple[list[Finding], ...]:
    """The findings that a choice of rules leaves, those of them that no comment in the file hides, and those of these that are
    about what is selected."""
    select, ignore, _, severities = asked.choice
    # Whoever wrote an untrusted file may not hide anything in it.
    has_comments = not asked.untrusted and "kubeconv:" in kubeconfig.source.text
    selected = None if asked.untrusted else asked.chosen
    if not (select or ignore or severities or has_comments or selected is not None):
        return findings, findings, findings
    from kubeconv.validation import left_out  # most runs ask for nothing of it

    if select or ignore:
        findings = left_out.of_rules(findings, select, ignore, lambda each: asked.untrusted and stops_audit(each))
    if severities:
        findings = left_out.graded(findings, severities)
    left = left_out.unsuppressed(kubeconfig.source, findings) if has_comments else findings
    return findings, left, left if selected is None else left_out.of_selected(kubeconfig, left, selected)


def stops_audit(finding: Finding) -> bool:
    """True for what keeps us from seeing what a client may see: no option hides it in an untrusted file."""
    return finding.effect in UNREAD


def with_verdicts_alone(
    report: Report, parsed: Parsed, asked: Asked, path: str | None = None, folder: str = "."
) -> Report:
    """The report on a file of a KUBECONFIG list, with the verdicts on the file as it stands alone. Only the rules that look at
    the other files can say something else then: no other is run again."""
    if parsed.refused:
        return report
    of_lists = [rule_of(code_of(name)) for name in OF_LISTS]
    found = {
        kubectl: fold(
            parsed.kubeconfig,
            [finding for finding in unfolded(findings) if finding.name not in OF_LISTS]
            + run_rules(_case(parsed.kubeconfig, kubectl, asked, path, folder), of_lists),
        )
        for kubectl, findings in report.found.items()
    }
    verdicts, contexts = _verdicts(parsed.kubeconfig, found, asked)
    return report._replace(verdicts=verdicts, contexts=contexts, alone=found)


def _case(
    kubeconfig: Kubeconfig,
    kubectl: Version,
    asked: Asked,
    path: str | None,
    folder: str,
    neighbours: Neighbours | None = None,
) -> Case:
    return Case(
        kubeconfig, kubectl, path, folder, asked.machine, asked.kuberc, asked.untrusted,
        neighbours=neighbours or Neighbours(), tracked=asked.tracked, disk=asked.disk or asked.machine, policy=asked.policy,
        may_be_tracked=path is None or asked.may_be_tracked is None or asked.may_be_tracked(path),
    )  # fmt: skip


def _verdicts(
    kubeconfig: Kubeconfig, found: Mapping[Version, Sequence[Finding]], asked: Asked
) -> tuple[list[Verdict], list[Verdict]]:
    """The verdicts on what is asked about, and on each context if that is asked too."""
    judges = [Judge(kubectl, [(kubeconfig, findings)]) for kubectl, findings in found.items()]
    names: Iterable[str] = dict.fromkeys(each.name for each in kubeconfig.contexts)
    if asked.chosen is not None:
        names = [name for name in names if name in asked.chosen.contexts]
    return (
        [verdict_of(judge, asked) for judge in judges],
        [judge.verdict(name) for name in names for judge in judges] if asked.all_contexts else [],
    )


def verdict_of(judge: Judge, asked: Asked) -> Verdict:
    """The verdict on the context that is asked about: of those that are selected the current one, else the first."""
    chosen = None if asked.chosen is None or asked.context is not None else asked.chosen.contexts
    if chosen is None or judge.current_context in chosen:
        return judge.verdict(asked.context)
    first = next((name for name in judge.contexts if name in chosen), None)
    return judge.verdict("")._replace(usable=None) if first is None else judge.verdict(first)


def _named(refused: Finding) -> Finding:
    """Why a file is no YAML, with the name of the rule about it."""
    return refused._replace(name=refused.name or NAMES.get(refused.code, ""))


def run_rules(case: Case, rules: Iterable[Rule], *, if_read: bool = False) -> list[Finding]:
    """What the rules find in one file for one kubectl: of each rule so much as somebody may read, and all that the verdict
    hangs on; with `if_read` also what it would hang on if the file were read."""
    found: list[Finding] = []
    is_read = True
    for rule in rules:
        hits = iter(rule.check(case))
        for first in hits:  # most rules find nothing
            most = _most_beside(len(found))
            of_rule = [*_bounded(chain((first,), hits), rule, by_entry=is_read or if_read, most=most)]
            is_read = is_read and not any(map(stops_audit, of_rule))
            found += of_rule
            break
    return found


#: A finding is made without a call of Python: there may be thousands.
_as_finding: Final = quick(Finding)


def _finding(found: Finding | Hit, rule: Rule | None) -> Finding:
    """A hit of a rule as a finding; what is one already stays."""
    if rule is None or not isinstance(found, Hit):
        return cast("Finding", found)
    span, message, help, subject, severity, effect, *more = found
    return _as_finding((
        rule.CODE, severity or rule.SEVERITY, span, message, help, rule.NAME, effect or rule.EFFECT, subject, *more, (), 0, 0
    ))  # fmt: skip


def _most_beside(number: int) -> int:
    """How many findings of a rule are shown where there are so many."""
    return MAX_FINDINGS if number < MANY else MAX_OF_MANY


def _bounded(
    findings: Iterable[Finding | Hit], rule: Rule | None = None, *, by_entry: bool = False, most: int = MAX_FINDINGS
) -> Iterator[Finding]:
    """The first findings of one rule (`most`) and each that is worse than all before, then how many more there are. With
    `rule` also all that say what was meant, `by_entry` all that stop client-go at an entry, and the rest is counted no further
    than it can say something new. Only what is kept of the hits of a rule becomes findings."""
    usual: tuple[Severity, Effect] = (rule.SEVERITY, rule.EFFECT) if rule else ("info", "load")
    shown, rest, more, left, highest = 0, 0, "", None, -1
    worst, effects, about = -1, set[Effect](), set[tuple[Subject | None, bool]]()
    for each in findings:
        rank, effect = RANK[each.severity or usual[0]], each.effect or usual[1]
        # Others follow from what is misspelt.
        is_new = by_entry and effect == "use" and (each.subject, each.https_only) not in about
        if is_new:  # one is enough for the verdict on an entry
            about.add((each.subject, each.https_only))
        is_kept = rule and (is_new or each.meant)
        if shown < most or rank > worst or effect not in effects or is_kept:
            shown, worst = shown + 1, max(worst, rank)
            effects.add(effect)
            yield _finding(each, rule)
            continue
        rest += 1
        if rank > highest:
            left, highest = each, rank
        if rest >= MAX_COUNTED and rule is not None and _says_all(rule, worst, effects):
            more = " or more"
            break
    if left is not None:
        first = _finding(left, rule)
        message = f"{rest:,}{more} findings like the first {most:,} are not shown"
        yield Finding(first.code, first.severity, None, message, "", first.name, first.effect)


def _says_all(rule: Rule, worst: int, effects: set[Effect]) -> bool:
    """True if no finding of a rule can be worse than those that are there, for any context."""
    if rule.EFFECT == "use" or "use" in effects:
        return False
    return rule.EFFECT in effects and worst >= RANK[rule.SEVERITY]


def _merged(found: Iterable[Sequence[Finding]]) -> list[Finding]:
    """The findings for all clients, each place and message once with its highest severity, in the order of the text."""
    by_place: dict[tuple[object, ...], Finding] = {}
    for findings in found:
        for finding in findings:
            key = (finding.code, finding.span, finding.message)
            before = by_place.get(key)
            if before is None or RANK[finding.severity] > RANK[before.severity]:
                by_place[key] = finding
    return sorted(by_place.values(), key=_place_in_text)


def _few_of_each(findings: list[Finding]) -> list[Finding]:
    """So much of each rule as somebody may read."""
    if len(findings) <= MAX_FINDINGS:
        return findings
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.code, []).append(finding)
    all_shown = sum(min(len(each), MAX_FINDINGS) for each in by_rule.values())
    most = _most_beside(all_shown)
    # One more is how many more there are.
    few = (each if len(each) <= MAX_FINDINGS + 1 else _bounded(each, most=most) for each in by_rule.values())
    return sorted(chain.from_iterable(few), key=_place_in_text)


def _place_in_text(finding: Finding) -> tuple[tuple[int, int], str, str]:
    return finding.span or (-1, -1), finding.code, finding.message


def _severe(findings: Sequence[Finding], asked: Asked) -> Sequence[Finding]:
    """Those that are bad enough to show."""
    lowest = RANK[asked.choice.severity]
    if not lowest:
        return findings
    return [each for each in findings if RANK[each.severity] >= lowest or (asked.untrusted and stops_audit(each))]
