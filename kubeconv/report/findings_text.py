"""Findings as text for people: each with its line and a mark, then what kubectl makes of the file, then the counts."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from kubeconv.doctor.prospects import Ahead, Prospects
from kubeconv.gate.shown import name
from kubeconv.report.folded import folded_words
from kubeconv.report.line import Line
from kubeconv.report.place import place_of, shown
from kubeconv.report.verdict_words import context_words, verdict_lines
from kubeconv.tree.finding import Finding, Severity
from kubeconv.validation.files import Validation
from kubeconv.validation.groups import groups
from kubeconv.validation.run import Report

if TYPE_CHECKING:
    from kubeconv.report.snippet import Snippets

#: With more files, those that are fine go without a word.
FEW_FILES: Final = 10
#: So many columns a line of a file gets anyhow.
_NARROWEST: Final = 20
#: How many of the lines are named whose findings follow from another.
_FEW_LINES: Final = 3

#: How many findings somebody may want to read, unless `--max-findings` says so.
MAX_SHOWN: Final = 500


def lines(
    validation: Validation,
    ahead: Ahead | None = None,
    *,
    quiet: bool = False,
    asked_more: bool = False,
    width: int | None = None,
) -> Iterator[Line]:
    """Everything about all files, with what becomes of each login; with `quiet` only the findings. Where all is well one line
    says so, unless somebody `asked_more`: the verdict on a context, or on this machine. Lines of files have at most `width`
    columns."""
    for result in validation.files:
        if result.report is not None and result.report.findings:
            from kubeconv.report.snippet import Snippets  # where nothing is found no line is shown

            snippets = Snippets(result.report)
            for group in groups(result.report.findings):
                yield from _group_lines(result.path, result.report, group, snippets, width)
    if quiet:
        if validation.hidden:
            yield [(_hidden(validation), "")]
        return
    if not asked_more and _is_well(validation, ahead):
        yield [(summary(validation), "")]
        return
    few = len(validation.files) <= FEW_FILES
    for result in validation.files:
        if result.report and (few or result.report.findings or result.report.usable is False):
            yield from _verdict_lines(result.path, result.report, ahead.files.get(result.path, {}) if ahead else {})
    for text in verdict_lines(
        validation.merged or (), "all these files together", validation.stopped, ahead.merged if ahead else {}
    ):
        yield [(text, "")]
    if any(result.report for result in validation.files):
        yield [(summary(validation), "")]


def short_line(path: str, report: Report, finding: Finding) -> str:
    """A finding as one line: path:line:column: severity[code] message, and what follows from it."""
    place = place_of(report.source, finding)
    follows = f" ({folded_words(report, finding)})" if finding.folded else ""
    return f"{shown(path)}:{place.line}:{place.column}: {finding.severity}[{finding.code}] {finding.message}{follows}"


def short_lines(validation: Validation) -> Iterator[str]:
    """All findings, a line each."""
    for path, report, _ in validation.files:
        if report is not None:
            for finding in report.findings:
                yield short_line(path, report, finding)


def summary(validation: Validation) -> str:
    """How much was found, as one line."""
    reports = [result.report for result in validation.files if result.report]
    counts: dict[Severity, int] = {"error": 0, "warning": 0, "info": 0}
    for report in reports:
        for finding in report.findings:
            counts[finding.severity] += 1
    names: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
    parts = [_count(number, names[severity]) for severity, number in counts.items() if number]
    files = _count(len(reports), "file")
    text = f"{', '.join(parts)} in {files}" if parts else f"{files}, no findings"
    if validation.hidden:
        text += f"; {_hidden(validation)}"
    if suppressed := sum(report.suppressed for report in reports):
        text += f"; {_count(suppressed, 'finding')} ignored by comments"
    if unselected := sum(report.unselected for report in reports):
        left_out = sum(report.left_out for report in reports)
        text += f"; {_count(unselected, 'context')} not looked at"
        them = "it" if unselected == 1 else "them"
        text += f", {_count(left_out, 'finding')} about {them} not shown" if left_out else ""
    if validation.known:
        text += f"; {_count(validation.known, 'finding')} already in the baseline"
    if validation.skipped:
        text += f"; {_count(len(validation.skipped), 'file')} skipped: not a kubeconfig"
    return text


def _is_well(validation: Validation, ahead: Ahead | None) -> bool:
    """True if nothing was found, and every kubectl accepts what it is to accept. What the login of the only kubeconfig needs is
    worth a line too."""
    reports = [result.report for result in validation.files]
    if not reports or validation.hidden or not all(each and not each.findings for each in reports):
        return False
    verdicts = [*(validation.merged or ()), *(each for report in reports if report for each in report.verdicts)]
    if any(not each.loads or each.usable is False for each in verdicts):
        return False
    prospects = [
        prospect for found in ([*ahead.files.values(), ahead.merged] if ahead else ()) for prospect in found.values()
    ]
    well = ("works",) if len(reports) == 1 or validation.merged is not None else ("works", "needs")
    return all(each.verdict in well for each in prospects)


def _group_lines(
    path: str, report: Report, group: Sequence[Finding], snippets: "Snippets", width: int | None
) -> Iterator[Line]:
    """The first finding of a group, and where the others are."""
    finding, *others = group
    place = place_of(report.source, finding)
    yield [
        (f"{shown(path)}:{place.line}:{place.column}: ", "place"),
        (f"{finding.severity}[{finding.code}]", finding.severity),
        (f" {finding.message}", ""),
    ]
    margin = " " * len(str(place.line))
    if finding.span is not None:
        marked = snippets.marked(finding.span)
        if width is not None:
            marked = marked.within(max(_NARROWEST, width - len(margin) - 4))
        yield [(f" {marked.number} | ", "faint"), (marked.text, "")]
        yield [(f" {margin} | ", "faint"), (" " * marked.indent + "^" * marked.width, finding.severity)]
    notes = [folded_words(report, finding)] if finding.folded else []
    notes += [_alike_words(report, others)] if others else []
    for label, text in (*(("help", each) for each in [finding.help] if each), *(("note", each) for each in notes)):
        yield [(f" {margin} = ", "faint"), (f"{label}: {text}", "whole" if label == "help" else "")]
    yield [("", "")]


def _alike_words(report: Report, others: Sequence[Finding]) -> str:
    """Where the others of a group are: the first of them, each with its entry."""
    places = [
        f"{place_of(report.source, each).line}{f' ({name(each.subject.name)})' if each.subject else ''}"
        for each in others[:_FEW_LINES]
    ]
    more = len(others) - len(places)
    return f"{len(others)} more like it, in lines {', '.join(places)}{f' and {more} more' if more else ''}"


def _verdict_lines(path: str, report: Report, prospects: Prospects) -> Iterator[Line]:
    for text in verdict_lines(report.verdicts, stopped=report.stopped, prospects=prospects):
        yield [(f"{shown(path)}: ", "place"), (text, "")]
    for verdict in report.contexts if report.loads else ():
        yield [(f"{shown(path)}: ", "place"), (context_words(verdict, prospects), "")]


def _hidden(validation: Validation) -> str:
    return f"{_count(validation.hidden, 'finding')} more, not shown (see --max-findings)"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
