"""Findings as `validate` and `audit` print them, in each of the formats."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from kubeconv.commands import output
from kubeconv.gate.value import NamedTuple
from kubeconv.tree.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kubeconv.doctor.prospects import Ahead
    from kubeconv.report.baseline import KnownFinding
    from kubeconv.report.line import Line
    from kubeconv.validation.audit import Audit
    from kubeconv.validation.files import Validation

    #: What a baseline has that was not found, each with its number.
    Stale = Mapping[KnownFinding, int]

#: `text` is for people, the others are for programs.
FORMATS: Final = ("text", "short", "json", "sarif", "github", "junit", "gitlab", "azure")
#: Here what could not be read is among the findings.
_TELL_PROBLEMS: Final = ("github", "azure")


class Shape(NamedTuple):
    """How it is printed: in which of the `FORMATS`, whether only the findings are, or how many there are of each rule, and
    whether somebody `asked_more` than what is wrong. `stale` is what the baseline has too much, None without one."""

    format: str
    quiet: bool = False
    statistics: bool = False
    asked_more: bool = False
    stale: "Stale | None" = None


def print_findings(
    validation: "Validation", failing: Severity, shape: Shape, ahead: "Ahead | None", audits: "Sequence[Audit] | None"
) -> None:
    """Print what was found, and what else is known of it: `ahead` of the logins, `audits` of untrusted files."""
    if shape.format in ("text", "short"):
        from kubeconv.report import findings_text

        if shape.format == "short":
            for text in findings_text.short_lines(validation):
                output.line(text)
        elif validation.files or audits is not None:
            output.report(_text(validation, shape, ahead, audits))
        elif not shape.quiet:
            output.line("no kubeconfig found", to_stderr=True)
    elif shape.format == "github":
        from kubeconv.report.github import annotations

        for text in annotations(validation, ahead):
            output.command(text)
    else:
        output.data(_document(validation, failing, shape, ahead, audits))
    if audits is not None and shape.format not in ("text", "json") and not shape.quiet:
        from kubeconv.report.audit_text import left_out_lines

        for text in left_out_lines(validation):
            output.line(text, to_stderr=True)
    if shape.format not in _TELL_PROBLEMS:
        from kubeconv.report.problem import problem_line

        for problem in (result.problem for result in validation.files if result.problem):
            output.line(problem_line(problem), to_stderr=True)


def _text(
    validation: "Validation", shape: Shape, ahead: "Ahead | None", audits: "Sequence[Audit] | None"
) -> "Iterator[Line]":
    """Findings, and what an untrusted file would do, with the verdict on trust as the last line."""
    from kubeconv.report import findings_text

    width = output.screen().width
    if audits is None:
        if shape.statistics:
            from kubeconv.report import statistics

            yield from statistics.lines(validation)
            if not shape.quiet:
                yield [(findings_text.summary(validation), "")]
            return
        yield from findings_text.lines(validation, ahead, quiet=shape.quiet, asked_more=shape.asked_more, width=width)
        return
    from kubeconv.report import audit_text

    if not shape.quiet:
        yield from audit_text.lines(audits)
    # What was left out is told with its reasons.
    yield from findings_text.lines(validation._replace(skipped=()), ahead, quiet=shape.quiet, width=width)
    for text in () if shape.quiet else audit_text.left_out_lines(validation):
        yield [(text, "")]
    yield [(audit_text.trust_words(audits), "")]


def _document(
    validation: "Validation", failing: Severity, shape: Shape, ahead: "Ahead | None", audits: "Sequence[Audit] | None"
) -> str:
    format = shape.format
    if format == "json" and audits is not None:
        from kubeconv.report.audit_json import audited

        return audited(validation, audits, ahead)
    if format == "json":
        from kubeconv.report.findings_json import validated

        return validated(validation, ahead, with_statistics=shape.statistics, stale=shape.stale)
    if format == "junit":
        from kubeconv.report.junit import junit

        return junit(validation, failing, ahead)
    if format == "gitlab":
        from kubeconv.report.gitlab import code_quality

        return code_quality(validation, os.getcwd())
    if format == "azure":
        from kubeconv.report.azure import azure_pipelines

        return azure_pipelines(validation, failing, os.getcwd())
    from kubeconv import __version__
    from kubeconv.report.sarif import sarif

    return sarif(validation, __version__, os.getcwd(), ahead)
