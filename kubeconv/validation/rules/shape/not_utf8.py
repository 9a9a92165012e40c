"""The file is not encoded in UTF-8.

kubectl reads UTF-8, with or without a byte order mark, and UTF-16 with one (what `>` of the Windows PowerShell writes).
Any other byte, as in Latin-1, makes the whole file unreadable, even in a comment. Save the file as
UTF-8; with iconv: `iconv -f latin1 -t utf-8 config`.

Bad:

    # café, where é is the single byte 0xE9 of Latin-1

Good:

    # café, saved as UTF-8

Since: every kubectl (https://github.com/yaml/go-yaml/blob/v2/readerc.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit

CODE: Final = "KC002"
NAME: Final = "not-utf8"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "load"


def check(_case: Case) -> Iterator[Hit]:
    """Nothing: a file that cannot be decoded is refused when it is read, before rules run."""
    return iter(())
