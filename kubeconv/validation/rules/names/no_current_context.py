"""No current context.

Without `current-context` kubectl needs `--context NAME` in every command; otherwise it falls back to
http://localhost:8080, or, if the file has a cluster without a name, to that one.

Bad:

    current-context: ""

Good:

    current-context: x

Since: all versions (https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/client_config.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.names._entries import is_https
from kubeconv.validation.rules.place import place

CODE: Final = "KC113"
NAME: Final = "no-current-context"
SEVERITY: Final[Severity] = "info"
EFFECT: Final[Effect] = "style"


def check(case: Case) -> Iterator[Hit]:
    """A file with contexts or clusters, and none of them current."""
    kubeconfig, root = case.kubeconfig, case.root
    if root is None or kubeconfig.current_context or "" in kubeconfig.contexts_by_name:
        return
    if case.neighbours.has_current:
        return
    # What client-go does then is the verdict on the file: a cluster without a name, over https and with no user.
    prompts = bool(is_https(kubeconfig, "")) and "" not in kubeconfig.users_by_name
    if prompts:
        message = "no current context: kubectl takes the cluster without a name, and asks for a user name"
    elif kubeconfig.contexts:
        message = "no current context: every kubectl command needs --context"
    else:
        return
    yield Hit(
        place(root, "current-context", root),
        message,
        "kubectl config use-context NAME" if kubeconfig.contexts else "",
        Subject("context", ""),
        effect="use" if prompts else None,
    )
