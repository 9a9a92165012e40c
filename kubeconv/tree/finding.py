"""What can be said about a file: findings, and the one exception.

Findings *tell*, edits *change*; no value does both.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, Literal

from kubeconv.gate.value import NamedTuple
from kubeconv.tree.source import Span

#: How bad it is for the person who has the file.
Severity = Literal["error", "warning", "info"]
RANK: Final[Mapping[Severity, int]] = {"info": 0, "warning": 1, "error": 2}


def among_the_worst(severities: Sequence[Severity], limit: int) -> list[bool]:
    """For each whether it is one of the `limit` worst; of one severity the first are."""
    counts = Counter(severities)
    left: dict[Severity, int] = {}
    for severity in sorted(counts, key=RANK.__getitem__, reverse=True):
        left[severity] = min(counts[severity], limit - sum(left.values()))
    found = []
    for severity in severities:
        found.append(left[severity] > 0)
        left[severity] -= 1
    return found


#: What client-go makes of it: it does not read the file, it does not use the context, it does but should not, it does not
#: care, or we do not know.
Effect = Literal["load", "use", "risk", "style", "unjudged"]
#: Of these what keeps client-go, or us, from reading a file.
UNREAD: Final[tuple[Effect, ...]] = ("load", "unjudged")

#: What part of a kubeconfig a finding is about.
Kind = Literal["cluster", "user", "context"]


class Subject(NamedTuple):
    """The named entry that a finding is about."""

    kind: Kind
    name: str


class Finding(NamedTuple):
    """One thing to say about one place of a file. `span` is None if the whole file is meant.

    `message` stands alone on one line and never holds a secret value; `help` says the way out. `name` is the readable name
    of the rule `code`. `subject` is the entry it is about; `https_only` is true for what client-go looks at only if the
    server is reached over https. `variable` is the environment variable it is about. `command` are the words of the command
    that mends it, which the file is to follow, `missing` the flag of kubelogin that is not there. So nobody has to read a
    meaning out of the sentences. `meant` is the right name of what is misspelt. `folded` are the findings that follow from
    this one: who mends it mends them too, so they are not shown. In the library `line` and `column`, counted from 1, say where
    `span` begins; 0 for the whole file.
    """

    code: str
    severity: Severity
    span: Span | None
    message: str
    help: str = ""
    name: str = ""
    effect: Effect = "load"
    subject: Subject | None = None
    https_only: bool = False
    variable: str = ""
    command: tuple[str, ...] = ()
    missing: str = ""
    meant: str = ""
    folded: "tuple[Finding, ...]" = ()
    line: int = 0
    column: int = 0

    @property
    def all(self) -> "tuple[Finding, ...]":
        """It and what follows from it."""
        return (self, *self.folded)


class Refused(Exception):
    """Nothing can be done with this file; `finding` says why and what would help."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def refuse(code: str, message: str, span: Span | None = None, help: str = "", *, effect: Effect = "load") -> Refused:
    """A `Refused` with an error finding made of the arguments."""
    return Refused(Finding(code, "error", span, message, help, effect=effect))
