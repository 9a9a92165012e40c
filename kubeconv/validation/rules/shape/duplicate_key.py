"""A key is written twice in one mapping.

kubectl silently takes the last one, even for whole lists: a second `users:` replaces the first with all its users, as
happens if two kubeconfigs are pasted into one file. Other programs take the first, or refuse the file. Two
spellings that mean the same in JSON, `1` and `"1"`, are worse: kubectl takes now the one, now the other.

Bad:

    current-context: y
    current-context: x

Good:

    current-context: x

Since: every kubectl (https://github.com/yaml/go-yaml/blob/v2/decode.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate import shown
from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.shape._oddities import oddities

CODE: Final = "KC008"
NAME: Final = "duplicate-key"
SEVERITY: Final[Severity] = "warning"
EFFECT: Final[Effect] = "risk"


def check(case: Case) -> Iterator[Hit]:
    """Keys that were there before."""
    for _, key, first in oddities(case.kubeconfig, "twin key"):
        line = case.kubeconfig.source.position((first or key).start).line
        name = shown.key(key.key)
        message = f"{name} occurs in two spellings, first in line {line}: kubectl takes now the one, now the other"
        yield Hit(key.span, message, "delete one of them", severity="error")
    for _, key, first in oddities(case.kubeconfig, "repeated key"):
        line = case.kubeconfig.source.position((first or key).start).line
        message = f"{shown.key(key.real.text)} appears twice, first in line {line}: kubectl takes the last one"
        yield Hit(key.span, message, "delete one of them, or merge the two")
