"""Findings as logging commands of Azure Pipelines, which become issues of a run.

https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
"""

import os
from collections.abc import Iterator, Mapping
from typing import Final

from kubeconv.gate.shown import line, path_of
from kubeconv.machine.files import STANDARD_INPUT
from kubeconv.report.folded import folded_words
from kubeconv.report.place import place_of
from kubeconv.tree.finding import RANK, Severity
from kubeconv.validation.files import Validation

#: There are no other types.
_TYPES: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "info": "warning"}
#: What would end a property or a command, and how it is written instead: `%` first.
#: https://github.com/microsoft/azure-pipelines-agent/blob/master/docs/design/percentEncoding.md
_ESCAPES: Final = (("%", "%AZP25"), ("\r", "%0D"), ("\n", "%0A"), (";", "%3B"), ("]", "%5D"))


def azure_pipelines(validation: Validation, failing: Severity, folder: str) -> str:
    """All commands, a line each."""
    return "".join(f"{each}\n" for each in logging_commands(validation, failing, folder))


def logging_commands(validation: Validation, failing: Severity, folder: str) -> Iterator[str]:
    """A command for each finding and each file that could not be read, then how the task ends if not well. Paths are written
    as absolute ones, from `folder` on."""
    worst = -1
    for path, report, problem in validation.files:
        place = {} if path == STANDARD_INPUT else {"sourcepath": path_of(os.path.normpath(os.path.join(folder, path)))}
        if problem is not None:
            worst = max(worst, RANK["error"])
            yield _command("task.logissue", {"type": "error", **place}, problem.message)
        if report is None:
            continue
        for finding in report.findings:
            worst = max(worst, RANK[finding.severity])
            at = place_of(report.source, finding)
            kind = {"type": _TYPES[finding.severity]}
            where = {"linenumber": str(at.line), "columnnumber": str(at.column), "code": finding.code}
            follows = f"note: {folded_words(report, finding)}" if finding.folded else ""
            text = "\n".join(filter(None, (finding.message, finding.help, follows)))
            yield _command("task.logissue", kind | place | where, text)
    if worst >= RANK["warning"]:
        fails = worst >= RANK[failing]
        yield _command("task.complete", {"result": "Failed" if fails else "SucceededWithIssues"}, "")


def _command(name: str, properties: Mapping[str, str], text: str) -> str:
    written = "".join(f"{key}={_escaped(value)};" for key, value in properties.items())
    lines = "\n".join(map(line, text.split("\n")))
    return f"##vso[{name} {written}]{_escaped(lines)}"


def _escaped(text: str) -> str:
    for sign, written in _ESCAPES:
        text = text.replace(sign, written)
    return text
