"""Two extensions in one list have the same name.

kubectl refuses the whole file, even if both are the same or neither is used, and prints the list with all its secrets
in the error message. It happens if you paste entries from another file. An extension without a body does not
count.

Bad:

    extensions:
    - name: e
      extension: {colour: blue}
    - name: e
      extension: {colour: blue}

Good:

    extensions:
    - name: e
      extension: {colour: blue}

Since: every kubectl (https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/api/v1/conversion.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate.shown import quoted_name
from kubeconv.tree.finding import Effect, Severity
from kubeconv.tree.node import get
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.names._duplicates import duplicate_extensions

CODE: Final = "KC104"
NAME: Final = "duplicate-extension"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "load"


def check(case: Case) -> Iterator[Hit]:
    """Extensions whose name was there before, in any of the lists of a file."""
    kubeconfig, root = case.kubeconfig, case.root
    if "extensions" not in kubeconfig.source.text:
        return
    yield from duplicate_extensions(kubeconfig, root, "the file")
    yield from duplicate_extensions(kubeconfig, get(root, "preferences"), "preferences")
    for noun, entries in (
        ("cluster", kubeconfig.clusters),
        ("user", kubeconfig.users),
        ("context", kubeconfig.contexts),
    ):
        for each in entries:
            if each.body is not None:
                yield from duplicate_extensions(kubeconfig, each.body, f"{noun} {quoted_name(each.name)}")
