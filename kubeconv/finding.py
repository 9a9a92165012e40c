"""What is told about a file: findings, and the one exception.

Findings *tell*, edits *change*; no value does both.
"""

from typing import Literal, NamedTuple

from kubeconv.source import Span

Severity = Literal["error", "warning", "info"]


class Finding(NamedTuple):
    """One thing to say about one place of a file. `span` is None where the whole file is meant.

    `message` stands alone on one line and never holds a secret value; `help` says the way out.
    """

    code: str
    severity: Severity
    span: Span | None
    message: str
    help: str = ""


class Refused(Exception):
    """Nothing can be done with this file; `finding` says why and what would help."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def refuse(code: str, message: str, span: Span | None = None, help: str = "") -> Refused:
    """A `Refused` with an error finding made of the arguments."""
    return Refused(Finding(code, "error", span, message, help))
