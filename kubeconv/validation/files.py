"""Validate over files: judge each, and a KUBECONFIG list as a whole."""

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import Final

from kubeconv.gate.choices import did_you_mean
from kubeconv.gate.shown import quoted_name
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.selection import Chosen, Selection, select_contexts
from kubeconv.kubeconfig.view import Parsed
from kubeconv.machine.files import STANDARD_INPUT, FileProblem
from kubeconv.machine.journal import counted
from kubeconv.machine.load import Loaded
from kubeconv.releases.version import Version
from kubeconv.tree.finding import RANK, Severity, Subject, among_the_worst
from kubeconv.validation.groups import groups
from kubeconv.validation.load_order import LoadStop
from kubeconv.validation.rule import Neighbours, OfOthers
from kubeconv.validation.run import Asked, Report, stops_audit, validate_parsed, verdict_of, with_verdicts_alone
from kubeconv.validation.verdict import Judge, Verdict, defined_in, named_in

#: Everything is selected.
_ALL: Final = Selection()


class ValidatedFile(NamedTuple):
    """What was found about one file; without `report` the `problem` says why it could not be read."""

    path: str
    report: Report | None
    problem: FileProblem | None = None


class Validation(NamedTuple):
    """The results for all files, and the files that were left out. `merged` are the verdicts on a KUBECONFIG list as
    client-go reads it, one a kubectl; None if the files are no such list. `hidden` counts findings cut off, `known` those left
    out because a baseline has them; `stopped` is what each kubectl stops at that does not read the list."""

    files: Sequence[ValidatedFile]
    skipped: Sequence[Loaded] = ()
    merged: Sequence[Verdict] | None = None
    hidden: int = 0
    stopped: Mapping[Version, LoadStop] = {}
    known: int = 0


class UnknownContext(ValueError):
    """No file has the context that was requested."""


class Judged(NamedTuple):
    """One file, and what the rules say of it; None if it cannot be read. `neighbours` are the others of its list, if any."""

    loaded: Loaded
    report: Report | None
    neighbours: Neighbours | None = None


def validate_files(
    loaded: Sequence[Loaded],
    asked: Asked,
    *,
    merged: bool = False,
    selection: Selection = _ALL,
    known: Mapping[str, Report] = MappingProxyType({}),
) -> Validation:
    """Check what was loaded. `merged` is true for the files of one KUBECONFIG list. With a `selection` only what is selected is
    judged. `known` are the reports by path that are there already.

    Raises UnknownContext if no file has the context that is asked about, UnknownName for one of the selection that is in no
    file, though all can be read.
    """
    kept = [each for each in loaded if not each.skipped]
    _refuse_unknown_context([each for each in kept if not each.is_doubtful], asked)
    chosen = _chosen(kept, selection, merged=merged)
    earlier = [Judged(each, known[each.path]) if each.path in known else None for each in kept]
    judged = judge_files(kept, asked, merged=merged, earlier=earlier, chosen=chosen)
    judged, skipped = _without_others(judged)
    skipped += [each for each in loaded if each.skipped]
    together = asked._replace(chosen=next(iter(chosen.values()), None))
    verdicts = _judge_merged([each.report for each in judged], together) if merged else None
    stopped = _stopped(judged, asked) if merged else {}
    results = [
        ValidatedFile(
            each.loaded.path, _alone(each, _asked_of(asked, each.loaded.path, chosen)), each.loaded.unreadable
        )
        for each in judged
    ]
    return Validation(results, skipped, verdicts, stopped=stopped)


def _chosen(loaded: Sequence[Loaded], selection: Selection, *, merged: bool) -> dict[str, Chosen]:
    """What is selected in each file, by its path; nothing if that is all."""
    readable = [each for each in loaded if each.parsed and not each.parsed.refused]
    if selection == _ALL or not readable:
        return {}
    views = [each.parsed.kubeconfig for each in readable if each.parsed]
    groups = [views] if merged else [[each] for each in views]
    found = select_contexts(groups, selection, tolerant=len(readable) < len(loaded))
    return dict(zip((each.path for each in readable), found * len(readable) if merged else found, strict=True))


def _without_others(judged: Sequence[Judged]) -> tuple[list[Judged], list[Loaded]]:
    """Those that stay, and the doubtful ones in which kubectl finds nothing, each with the reason."""
    reasons = [_why_left_out(each) for each in judged]
    stay = [each for each, reason in zip(judged, reasons, strict=True) if not reason]
    left_out = [each.loaded._replace(skipped=reason) for each, reason in zip(judged, reasons, strict=True) if reason]
    return stay, left_out


def _why_left_out(judged: Judged) -> str:
    loaded, report, _ = judged
    if not loaded.is_doubtful or report is None or loaded.parsed is None:
        return ""
    if all(verdict.loads is False for verdict in report.verdicts):
        return "kubectl does not read it"
    kubeconfig = loaded.parsed.kubeconfig
    holds_any = (
        any(each.fields for each in kubeconfig.users)
        or any(each.fields for each in kubeconfig.clusters)
        or any(each.cluster or each.user for each in kubeconfig.contexts)
    )
    is_judged = all(verdict.loads is not None for verdict in report.verdicts)
    return "kubectl finds no user, cluster or context in it" if is_judged and not holds_any else ""


def judge_files(
    loaded: Sequence[Loaded],
    asked: Asked,
    *,
    merged: bool,
    earlier: Sequence[Judged | None] = (),
    chosen: Mapping[str, Chosen] = MappingProxyType({}),
) -> list[Judged]:
    """Judge each file, those of a KUBECONFIG list (`merged`) as parts of it. `earlier` has what was judged before, in the same
    order and None for a file that has changed: what it holds is not judged again. `chosen` is what is selected in each file,
    by path."""
    neighbours = _neighbours(loaded) if merged and len(loaded) > 1 else [None] * len(loaded)
    return [
        before
        if before is not None and before.neighbours == others
        else Judged(
            each,
            report_on(each.path, each.parsed, _asked_of(asked, each.path, chosen), others) if each.parsed else None,
            others,
        )
        for each, others, before in zip(
            counted(loaded, "judging", "files"), neighbours, earlier or [None] * len(loaded), strict=True
        )
    ]


def report_on(path: str, parsed: Parsed, asked: Asked, neighbours: Neighbours | None = None) -> Report:
    """What the rules say of one file; of a part of a KUBECONFIG list with `neighbours`."""
    own = asked.of_file(path) if asked.of_file is not None else asked
    return validate_parsed(parsed, own, *_place(path), neighbours)


def exit_code(validation: Validation, failing: Severity = "error") -> int:
    """0 clean, 1 findings at least as bad as `failing`, 2 some file could not be read."""
    if any(result.problem for result in validation.files):
        return 2
    findings = (finding for result in validation.files if result.report for finding in result.report.findings)
    return int(any(RANK[finding.severity] >= RANK[failing] for finding in findings))


def limited(validation: Validation, limit: int, *, untrusted: bool = False, grouped: bool = False) -> Validation:
    """The `limit` worst findings only, of one severity the first, in their order; `hidden` counts the others. With `grouped`
    those of a group count as one. Of an `untrusted` file one that stops its audit stays too."""
    by_file = [
        (groups(file.report.findings) if grouped else [[each] for each in file.report.findings]) if file.report else []
        for file in validation.files
    ]
    severities = [group[0].severity for of_file in by_file for group in of_file]
    if len(severities) <= limit:
        return validation
    is_shown = iter(among_the_worst(severities, limit))
    hidden = 0
    results = []
    for result, of_file in zip(validation.files, by_file, strict=True):
        if result.report is not None:
            kept = {id(each) for group in of_file if next(is_shown) for each in group}
            findings = [each for each in result.report.findings if id(each) in kept]
            if untrusted and not any(map(stops_audit, findings)):
                findings += [each for each in result.report.findings if stops_audit(each)][:1]
            hidden += len(result.report.findings) - len(findings)
            result = result._replace(report=result.report._replace(findings=findings))
        results.append(result)
    return validation._replace(files=results, hidden=hidden)


def _asked_of(asked: Asked, path: str, chosen: Mapping[str, Chosen]) -> Asked:
    """What is asked of one file."""
    own = asked.of_file(path) if asked.of_file is not None else asked
    return own._replace(chosen=chosen.get(path))


def _place(path: str) -> tuple[str | None, str]:
    """The path, and the folder that relative paths in the file start from."""
    return (None, ".") if path == STANDARD_INPUT else (path, os.path.dirname(path) or ".")


def _alone(judged: Judged, asked: Asked) -> Report | None:
    """The report with the verdicts on the file as it stands alone: they differ if it needs another file's entries."""
    loaded, report, neighbours = judged
    if report is None or loaded.parsed is None or neighbours is None:
        return report
    kubeconfig = loaded.parsed.kubeconfig
    if not any(map(neighbours.defined.has, named_in(kubeconfig) - defined_in(kubeconfig))):
        return report
    return with_verdicts_alone(report, loaded.parsed, asked, *_place(loaded.path))


def _judge_merged(reports: Sequence[Report | None], asked: Asked) -> list[Verdict]:
    read = [report for report in reports if report is not None and report.kubeconfig is not None]
    verdicts = []
    for kubectl in asked.kubectls:
        judge = Judge(kubectl, [(each.kubeconfig, each.found[kubectl]) for each in read if each.kubeconfig])
        verdict = verdict_of(judge, asked)
        # One file that cannot be read is enough for client-go to read none.
        verdicts.append(verdict if len(read) == len(reports) else verdict._replace(loads=False, usable=False))
    return verdicts


def _stopped(judged: Sequence[Judged], asked: Asked) -> dict[Version, LoadStop]:
    """What each kubectl stops at: it tells of each file that it cannot read, in the order of the list."""
    found = {}
    for kubectl in asked.kubectls:
        for loaded, report, _ in judged:
            problem = loaded.unreadable
            stop = LoadStop(loaded.path, message=problem.message) if problem else report and report.stopped.get(kubectl)
            if stop:
                found[kubectl] = stop
                break
    return found


def _neighbours(loaded: Sequence[Loaded]) -> list[Neighbours | None]:
    kubeconfigs = [each.parsed.kubeconfig if each.parsed else None for each in loaded]
    defined = [defined_in(each) if each else set() for each in kubeconfigs]
    used = [named_in(each) if each else set() for each in kubeconfigs]
    all_defined, all_used = (Counter(chain.from_iterable(sets)) for sets in (defined, used))
    current = sum(bool(each and each.current_context) for each in kubeconfigs)
    first: dict[Subject, str] = {}
    found: list[Neighbours | None] = []
    for each, kubeconfig, own_defined, own_used in zip(loaded, kubeconfigs, defined, used, strict=True):
        found.append(
            Neighbours(
                {subject: first[subject] for subject in own_defined if subject in first},
                OfOthers(all_defined, own_defined),
                OfOthers(all_used, own_used),
                current > bool(kubeconfig and kubeconfig.current_context),
            )
        )
        for subject in own_defined:
            first.setdefault(subject, each.path)
    return found


def _refuse_unknown_context(loaded: Sequence[Loaded], asked: Asked) -> None:
    read = [each.parsed for each in loaded if each.parsed and not each.parsed.refused]
    if asked.context is None or len(read) < len(loaded) or not read:
        return
    if not any(asked.context in each.kubeconfig.contexts_by_name for each in read):
        known = (name for each in read for name in each.kubeconfig.contexts_by_name)
        raise UnknownContext(f"no context is named {quoted_name(asked.context)}{did_you_mean(asked.context, known)}")
