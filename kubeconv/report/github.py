"""Findings as workflow commands of GitHub Actions, which become annotations.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from collections.abc import Iterator
from os.path import normpath
from typing import Final

from kubeconv.doctor.prospects import Ahead
from kubeconv.gate.shown import visible
from kubeconv.gate.so_called import without_so_called
from kubeconv.report.folded import folded_words
from kubeconv.report.place import place_of, shown
from kubeconv.report.verdict_words import verdict_lines
from kubeconv.tree.finding import Severity
from kubeconv.validation.files import ValidatedFile, Validation

_WORDS: Final = {True: "true", False: "false", None: "null"}
_COMMANDS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "info": "notice"}


def annotations(validation: Validation, ahead: Ahead | None = None) -> Iterator[str]:
    """A command for each finding and each file that could not be read, and the verdicts as debug messages, with what becomes
    of each login if that is known."""
    for result in validation.files:
        report = result.report
        if result.problem:
            yield f"::error file={_property(_path(result))},title=kubeconv::{_data(result.problem.message)}"
        if report is None:
            continue
        for finding in report.findings:
            place = place_of(report.source, finding)
            properties = {"file": _path(result), "line": str(place.line), "endLine": str(place.end_line)}
            if place.line == place.end_line:  # GitHub takes columns only within one line
                properties |= {"col": str(place.column), "endColumn": str(place.end_column)}
            properties["title"] = f"{finding.code} {finding.name}"
            written = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
            follows = f"note: {folded_words(report, finding)}" if finding.folded else ""
            text = "\n".join(filter(None, (finding.message, finding.help, follows)))
            yield f"::{_COMMANDS[finding.severity]} {written}::{_data(text)}"
        for verdict in report.verdicts:
            loads, usable = (_WORDS[each] for each in (verdict.loads, verdict.usable))
            text = f"{shown(result.path)}: kubectl {verdict.kubectl}: loads={loads} usable={usable}"
            yield f"::debug::{_data(text)}"
        prospects = ahead.files.get(result.path, {}) if ahead else {}
        if prospects:
            for text in verdict_lines(report.verdicts, stopped=report.stopped, prospects=prospects):
                yield f"::debug::{_data(f'{shown(result.path)}: {text}')}"


def _path(result: ValidatedFile) -> str:
    """The path, looked at before it is escaped."""
    return without_so_called(normpath(result.path))


def _data(text: str) -> str:
    lines = [visible(line) for line in text.split("\n")]
    return "\n".join(lines).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
