"""The file has no clusters, users or contexts.

kubectl silently accepts such a file and then tries `http://localhost:8080`: "The connection to the server
localhost:8080 was refused". It is what an empty variable, a failed download or a command that wrote nothing leaves behind.

Bad:

    clusters: []
    users: []
    contexts: []
    current-context: ""

Good:

    current-context: x

Since: every kubectl (https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.kubeconfig.recognition import is_other
from kubeconv.tree.finding import Effect, Severity
from kubeconv.tree.node import MAPPING, value_of
from kubeconv.validation.rule import Case, Hit

CODE: Final = "KC013"
NAME: Final = "empty-kubeconfig"
SEVERITY: Final[Severity] = "warning"
EFFECT: Final[Effect] = "risk"


def check(case: Case) -> Iterator[Hit]:
    """Files with nothing in them that kubectl could use."""
    root = case.root
    if root is not None and root.kind != MAPPING and not root.is_null:
        return  # KC005 tells of it
    found = case.kubeconfig.top
    for name in ("clusters", "users", "contexts"):
        node = value_of(found, name)
        if node is not None and (node.children or node.kind == MAPPING or node.text):
            return
    if is_other(root):
        message = "this is not a kubeconfig: it has no clusters, users or contexts, and kubectl would take it for an empty one"
        yield Hit(None, message, "name the right file", severity="error")
        return
    yield Hit(
        None,
        "this file has no clusters, users or contexts: kubectl would try localhost:8080",
        "download the file again",
    )
