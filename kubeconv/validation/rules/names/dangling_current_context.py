"""The current context is not in the file.

`current-context` names a context that `contexts` does not have. Every kubectl command without `--context` fails:
"context was not found for specified context". Names are compared letter by letter.

Bad:

    current-context: z

Good:

    current-context: x

Since: all versions (https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/client_config.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate.shown import quoted_name
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.names._entries import Suggestions
from kubeconv.validation.rules.place import place

CODE: Final = "KC106"
NAME: Final = "dangling-current-context"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"


def check(case: Case) -> Iterator[Hit]:
    """A current context that no entry of `contexts` has."""
    kubeconfig, root = case.kubeconfig, case.root
    name = kubeconfig.current_context
    if root is None or not name or name in kubeconfig.contexts_by_name:
        return
    if case.neighbours.defined.has_entry("context", name):
        return
    known = list(kubeconfig.contexts_by_name)
    yield Hit(
        place(root, "current-context", root),
        f"the current context {quoted_name(name)} is not among the contexts of this file",
        Suggestions(known).for_name(name) or "kubectl config use-context NAME",
        Subject("context", name),
    )
