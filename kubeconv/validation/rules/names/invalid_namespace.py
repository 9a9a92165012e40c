"""Namespace that no cluster can have.

The namespace of a context is put into every URL. kubectl does not check it, so a misspelt one shows as "not found" for
every object. A namespace has at most 63 lower case letters, digits and `-`, and begins and ends with a letter or digit.

Bad:

    contexts:
    - name: x
      context:
        cluster: c
        user: u
        namespace: My_Team

Good:

    contexts:
    - name: x
      context:
        cluster: c
        user: u
        namespace: my-team

Since: all versions (https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate.shown import plain, quoted
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.tree.node import get, string
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.names._entries import words
from kubeconv.validation.rules.place import place

CODE: Final = "KC111"
NAME: Final = "invalid-namespace"
SEVERITY: Final[Severity] = "warning"
EFFECT: Final[Effect] = "risk"

_MOST: Final = 63
_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


def check(case: Case) -> Iterator[Hit]:
    """Namespaces that are not DNS labels."""
    for context in case.kubeconfig.contexts:
        name = string(get(context.body, "namespace"))
        if name and not _is_label(name):
            yield Hit(
                place(context.body, "namespace", context.entry),
                f"{words(context)} has the namespace {quoted(plain(name))}, which no cluster can have",
                "a namespace has at most 63 lower case letters, digits and -, and neither begins nor ends with -",
                Subject("context", context.name),
            )


def _is_label(name: str) -> bool:
    return len(name) <= _MOST and _LETTERS.issuperset(name) and not name.startswith("-") and not name.endswith("-")
