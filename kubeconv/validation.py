"""Check a kubeconfig against the rules, and derive the verdict of kubectl from what they found. Pure."""

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from kubeconv.finding import Finding, Refused, Severity
from kubeconv.kubeconfig import Context, Kubeconfig, parse_source, view
from kubeconv.rule import Checked, Machine, Rule
from kubeconv.rules import RULES
from kubeconv.source import Source
from kubeconv.tree.parse import Document
from kubeconv.versions import NEWEST_KUBECTL, Version

RANK: Final[dict[Severity, int]] = {"info": 0, "warning": 1, "error": 2}

#: `# kubeconv: ignore[KC301]`, or without brackets everything, on the line of the finding or on the line above.
_IGNORE: Final = re.compile(r"#\s*kubeconv:\s*ignore(?:\[([\w\s,-]*)\])?")


class Verdict(NamedTuple):
    """What one kubectl makes of a file: does it read it, and does it accept the context; None where there is none to judge.

    https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/validation.go (ConfirmUsable)
    """

    kubectl: Version
    loads: bool
    usable: bool | None


class Choice(NamedTuple):
    """Which findings to show. `select` and `ignore` are codes, prefixes of codes or names; `severity` is the lowest shown."""

    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    severity: Severity = "info"


class Report(NamedTuple):
    """The verdicts on one file, one a kubectl, and the findings, in the order of the text. `suppressed` counts those that
    a comment in the file hides."""

    source: Source
    verdicts: Sequence[Verdict]
    findings: Sequence[Finding]
    suppressed: int = 0

    @property
    def loads(self) -> bool:
        """True where every kubectl asked about reads the file."""
        return all(verdict.loads for verdict in self.verdicts)

    @property
    def usable(self) -> bool | None:
        """True where every kubectl asked about accepts the context; None where there is none to judge."""
        usable = [verdict.usable for verdict in self.verdicts]
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
    try:
        kubeconfig = view(source, parse_source(source))
    except Refused as refused:
        kubeconfig = view(source, Document(None, []))
        found = {kubectl: [refused.finding] for kubectl in kubectls}
    else:
        found = {
            kubectl: run_rules(Checked(kubeconfig, kubectl, path, folder, machine, kuberc, untrusted), RULES)
            for kubectl in kubectls
        }
    verdicts = [judge(kubeconfig, findings, kubectl, context) for kubectl, findings in found.items()]
    findings = _merged(found.values())
    chosen = [finding for finding in findings if _is_chosen(finding, choice)]
    shown = _unsuppressed(source, chosen)
    return Report(source, verdicts, shown, len(chosen) - len(shown))


def run_rules(checked: Checked, rules: Iterable[Rule]) -> list[Finding]:
    """What the rules find in one file for one kubectl."""
    return [
        Finding(
            rule.CODE,
            hit.severity or rule.SEVERITY,
            hit.span,
            hit.message,
            hit.help,
            rule.NAME,
            hit.effect or rule.EFFECT,
            hit.subject,
            hit.https_only,
        )
        for rule in rules
        for hit in rule.check(checked)
    ]


def judge(kubeconfig: Kubeconfig, findings: Iterable[Finding], kubectl: Version, context: str | None = None) -> Verdict:
    """The verdict that follows from all findings of a file: it loads where none has the effect `load`, and is usable
    where none with the effect `use` is about the context, its cluster or its user."""
    name = kubeconfig.current_context if context is None else context
    findings = list(findings)
    if any(finding.effect == "load" for finding in findings):
        return Verdict(kubectl, False, False)
    if not name:
        return Verdict(kubectl, True, None)
    chosen = next((each for each in kubeconfig.contexts if each.name == name), None)
    if chosen is None:
        return Verdict(kubectl, True, False)
    return Verdict(kubectl, True, not any(_stops(finding, chosen, kubeconfig) for finding in findings))


def reached_by_https(server: str) -> bool:
    """True where client-go uses TLS for a server URL: only with the scheme https, in any case of letters."""
    return server[:8].lower() == "https://"


def _stops(finding: Finding, context: Context, kubeconfig: Kubeconfig) -> bool:
    if finding.effect != "use" or finding.subject is None:
        return False
    names = {"context": context.name, "cluster": context.cluster, "user": context.user}
    if names[finding.subject.kind] != finding.subject.name:
        return False
    if not finding.https_only:
        return True
    return any(
        reached_by_https(cluster.string("server")) for cluster in kubeconfig.clusters if cluster.name == context.cluster
    )


def _merged(found: Iterable[Sequence[Finding]]) -> list[Finding]:
    """The findings for all clients, each place and message once with its highest severity, in the order of the text."""
    by_place: dict[tuple[object, ...], Finding] = {}
    for findings in found:
        for finding in findings:
            key = (finding.code, finding.span, finding.message)
            before = by_place.get(key)
            if before is None or RANK[finding.severity] > RANK[before.severity]:
                by_place[key] = finding
    return sorted(by_place.values(), key=lambda finding: (finding.span or (-1, -1), finding.code, finding.message))


def _is_chosen(finding: Finding, choice: Choice) -> bool:
    def names(patterns: Sequence[str]) -> bool:
        return any(finding.code.startswith(pattern.upper()) or finding.name == pattern for pattern in patterns)

    wanted = not choice.select or names(choice.select)
    return wanted and not names(choice.ignore) and RANK[finding.severity] >= RANK[choice.severity]


def _unsuppressed(source: Source, findings: Sequence[Finding]) -> list[Finding]:
    if "kubeconv:" not in source.text:
        return [*findings]
    return [finding for finding in findings if not _is_suppressed(source, finding)]


def _is_suppressed(source: Source, finding: Finding) -> bool:
    if finding.span is None:
        return False
    line = source.position(finding.span.start).line
    comments = [source.line(line), source.line(line - 1) if line > 1 else ""]
    for number, text in enumerate(comments):
        # A comment above counts only where the line holds nothing else: it is about that line otherwise.
        if number and not text.lstrip().startswith("#"):
            continue
        if (found := _IGNORE.search(text)) is not None:
            codes = [code.strip() for code in found[1].split(",")] if found[1] is not None else [""]
            if any(finding.code.startswith(code) or finding.name == code for code in codes):
                return True
    return False
