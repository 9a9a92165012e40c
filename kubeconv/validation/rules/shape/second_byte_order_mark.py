"""The file begins with two byte order marks.

Some editors and scripts put a byte order mark in front of a file that has one. kubectl loses the first letter of each line
then, knows none of the fields, and goes on as if the file were empty.

Bad:

    \\ufeff\\ufeffkind: Config

Good:

    kind: Config

Since: every kubectl (https://github.com/yaml/go-yaml/blob/v2/scannerc.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.tree.source import Span
from kubeconv.validation.rule import Case, Hit

CODE: Final = "KC019"
NAME: Final = "second-byte-order-mark"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"


def check(case: Case) -> Iterator[Hit]:
    """A mark behind the one that the reader took away: nothing of the file can be used."""
    kubeconfig = case.kubeconfig
    if kubeconfig.source.byte_order_mark and kubeconfig.source.text.startswith("\ufeff"):
        for name in kubeconfig.contexts_by_name or [""]:
            yield Hit(
                Span(0, 1),
                "the file begins with two byte order marks: kubectl sees none of its fields",
                "save the file as UTF-8 without byte order mark",
                Subject("context", name),
            )
