"""Findings as JSON: `--format json`. Its schema is `schemas/validate-output.schema.json`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kubeconv.doctor.prospects import Ahead, Prospect, Prospects, look_ahead, worst
from kubeconv.releases.version import Version
from kubeconv.report.cause_json import cause_data
from kubeconv.report.looked_over import dumped
from kubeconv.report.place import place_of
from kubeconv.requirements.surroundings import POLICY
from kubeconv.tree.finding import Finding
from kubeconv.validation.files import ValidatedFile, Validation
from kubeconv.validation.load_order import LoadStop
from kubeconv.validation.run import Report, usable_by_all
from kubeconv.validation.verdict import Verdict, all_of

if TYPE_CHECKING:
    from kubeconv.report.baseline import KnownFinding


def validated(
    validation: Validation,
    ahead: Ahead | None = None,
    *,
    with_statistics: bool = False,
    stale: "Mapping[KnownFinding, int] | None" = None,
) -> str:
    """The results of `validate`, and what becomes of each login: on any machine, if not `ahead` for one. `stale` is what a
    baseline has too much, None without one."""
    more: dict[str, Any] = {}
    if stale is not None:
        from kubeconv.report.baseline import stale_data

        more["baseline"] = {"known": validation.known, "stale": stale_data(stale)}
    if with_statistics:
        from kubeconv.report import statistics

        more["statistics"] = statistics.as_data(validation)
    return dumped(as_data(validation, ahead) | more)


def as_data(validation: Validation, ahead: Ahead | None = None) -> dict[str, Any]:
    """The same, before it is text."""
    ahead = ahead or look_ahead(validation, lambda _: POLICY)
    merged = validation.merged
    return {
        "files": [_file(result, ahead.files.get(result.path, {})) for result in validation.files],
        "merged": _verdict(merged, validation.stopped, ahead.merged) if merged is not None else None,
        "skipped": [{"path": each.path, "reason": each.skipped} for each in validation.skipped],
        "hidden": validation.hidden,
    }


def _file(result: ValidatedFile, prospects: Prospects) -> dict[str, Any]:
    report, problem = result.report, result.problem
    if report is None:
        verdict: dict[str, Any] = {
            "verdict": None, "cause": None, "needs": [], "loads": None, "usable": None, "context": None, "stopped_by": None,
            "verdicts": [],
        }  # fmt: skip
    else:
        verdict = _verdict(report.verdicts, report.stopped, prospects)
    return {
        "path": result.path,
        **verdict,
        "contexts": _contexts(report.contexts, prospects) if report else [],
        "findings": [_finding(result.path, report, finding) for finding in report.findings] if report else [],
        "suppressed": report.suppressed if report else 0,
        **(
            {"unselected": {"contexts": report.unselected, "findings": report.left_out}}
            if report and report.chosen
            else {}
        ),
        "problem": {"message": problem.message, "help": problem.help or None} if problem else None,
    }


def _verdict(verdicts: Sequence[Verdict], stopped: Mapping[Version, LoadStop], prospects: Prospects) -> dict[str, Any]:
    found = {each.kubectl: prospects[each.kubectl, each.context] for each in verdicts}
    stops = {each.kubectl: _stop(stopped.get(each.kubectl)) for each in verdicts}
    return {
        **_prospect(worst(found.values())),
        "loads": all_of(verdict.loads for verdict in verdicts),
        "usable": usable_by_all(verdicts),
        "context": verdicts[0].context or None,
        "stopped_by": next((stop for stop in stops.values() if stop), None),
        "verdicts": [
            {
                "kubectl": str(each.kubectl),
                **_prospect(found[each.kubectl]),
                "loads": each.loads,
                "usable": each.usable,
                "stopped_by": stops[each.kubectl],
            }
            for each in verdicts
        ],
    }


def _prospect(prospect: Prospect) -> dict[str, Any]:
    """What becomes of a login."""
    return {
        "verdict": prospect.verdict,
        "cause": cause_data(prospect.cause) if prospect.cause else None,
        "needs": [cause_data(each) for each in prospect.needs],
    }


def _stop(stop: LoadStop | None) -> dict[str, Any] | None:
    """What a kubectl stops at that does not read a file."""
    if stop is None:
        return None
    return {
        "file": stop.file,
        "line": stop.line or None,
        "code": stop.code or None,
        "name": stop.name or None,
        "message": stop.message,
    }


def _contexts(verdicts: Iterable[Verdict], prospects: Prospects) -> list[dict[str, Any]]:
    by_name: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        by_name.setdefault(verdict.context, []).append(verdict)
    return [
        {
            "name": name,
            **_prospect(worst(prospects[each.kubectl, name] for each in found)),
            "usable": usable_by_all(found),
            "verdicts": [
                {"kubectl": str(each.kubectl), **_prospect(prospects[each.kubectl, name]), "usable": each.usable}
                for each in found
            ],
        }
        for name, found in by_name.items()
    ]


def _finding(path: str, report: Report, finding: Finding) -> dict[str, Any]:
    place = place_of(report.source, finding)
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "effect": finding.effect,
        "file": path,
        "line": place.line,
        "column": place.column,
        "end": {"line": place.end_line, "column": place.end_column},
        "message": finding.message,
        "help": finding.help or None,
        "subject": finding.subject._asdict() if finding.subject else None,
        "kubectl": [str(kubectl) for kubectl in kubectls_with(report, finding)],
        "folded": [_folded(report, each) for each in finding.folded],
    }


def _folded(report: Report, finding: Finding) -> dict[str, Any]:
    """What goes away with another finding."""
    place = place_of(report.source, finding)
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "effect": finding.effect,
        "line": place.line,
        "column": place.column,
        "message": finding.message,
        "subject": finding.subject._asdict() if finding.subject else None,
    }


def kubectls_with(report: Report, finding: Finding) -> list[Any]:
    """The kubectl versions, of those that were requested, for which it was found."""
    key = (finding.code, finding.span, finding.message)
    return [
        kubectl
        for kubectl, findings in report.found.items()
        if len(report.found) == 1
        or any((each.code, each.span, each.message) == key for found in findings for each in found.all)
    ]
