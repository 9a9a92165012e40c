"""The file begins with two byte order marks.

Some editors and scripts put a byte order mark before a file that already has one. kubectl then loses the first letter
of each line that is not indented, up to half a kilobyte into the file, knows none of these fields, and goes on as if
the file were empty. In JSON, or between brackets, it mostly loses nothing.

Bad:

    \\ufeff\\ufeffkind: Config

Good:

    kind: Config

Since: every kubectl (https://github.com/yaml/go-yaml/blob/v2/scannerc.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.tree.finding import Effect, Severity
from kubeconv.tree.source import Span
from kubeconv.validation.rule import Case, Hit

CODE: Final = "KC019"
NAME: Final = "second-byte-order-mark"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "risk"


def check(case: Case) -> Iterator[Hit]:
    """A mark behind the one that the reader took away."""
    source = case.kubeconfig.source
    if source.byte_order_mark and source.text.startswith("\ufeff"):
        yield Hit(
            Span(0, 1),
            "the file begins with two byte order marks: kubectl loses the first letter of lines without indentation",
            "save the file as UTF-8 without byte order mark",
        )
