"""Findings as a Code Quality report of GitLab: a JSON list.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

import os
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, Final

from kubeconv.gate.shown import line as line_of
from kubeconv.gate.shown import path_of
from kubeconv.machine.files import STANDARD_INPUT
from kubeconv.report.fingerprint import fingerprints
from kubeconv.report.folded import folded_words
from kubeconv.report.looked_over import as_json
from kubeconv.report.place import place_of
from kubeconv.tree.finding import Severity
from kubeconv.validation.files import Validation

_SEVERITIES: Final[dict[Severity, str]] = {"error": "critical", "warning": "major", "info": "info"}
#: The check and the severity of a file that cannot be read.
_UNREADABLE: Final = ("unreadable", "blocker")


def code_quality(validation: Validation, folder: str) -> str:
    """The whole report. Paths are relative to `folder`, the top of the repository, if they lie under it."""
    return as_json([*_violations(validation, folder)])


def _violations(validation: Validation, folder: str) -> Iterator[dict[str, Any]]:
    for path, report, problem in validation.files:
        place = _relative(path, folder)
        if problem is not None:
            code, severity = _UNREADABLE
            yield _violation(problem.message, code, _unique(f"{place}\0{code}"), severity, place, problem.line or 1)
        if report is None:
            continue
        for finding, mark in fingerprints(report, salt=place):
            follows = folded_words(report, finding) if finding.folded else ""
            text = "; ".join(filter(None, (finding.message, finding.help, follows)))
            line = place_of(report.source, finding).line
            yield _violation(text, finding.code, _unique(mark), _SEVERITIES[finding.severity], place, line)


def _violation(
    description: str, check_name: str, fingerprint: str, severity: str, path: str, line: int
) -> dict[str, Any]:
    return {
        "description": line_of(description),
        "check_name": check_name,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {"path": path, "lines": {"begin": line}},
    }


def _unique(text: str) -> str:
    """GitLab shows one of those with the same fingerprint."""
    return sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:32]


def _relative(path: str, folder: str) -> str:
    if path == STANDARD_INPUT:
        return "<standard input>"
    absolute = os.path.normpath(os.path.join(folder, path))
    inside = absolute.startswith(folder.rstrip(os.sep) + os.sep)
    return path_of((os.path.relpath(absolute, folder) if inside else absolute).replace(os.sep, "/"))
