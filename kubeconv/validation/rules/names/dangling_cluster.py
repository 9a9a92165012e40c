"""Context names a cluster that is not in the file.

kubectl does not say so: it falls back to http://localhost:8080, and people read "The connection to the server
localhost:8080 was refused". The same happens if a context names no cluster at all.

Bad:

    contexts:
    - name: x
      context:
        cluster: c
        user: u
    - name: z
      context:
        cluster: d
        user: u

Good:

    contexts:
    - name: x
      context:
        cluster: c
        user: u

Since: all versions (https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/client_config.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate.shown import quoted_name
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.names._entries import Suggestions, words
from kubeconv.validation.rules.place import place

CODE: Final = "KC107"
NAME: Final = "dangling-cluster"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"


def check(case: Case) -> Iterator[Hit]:
    """Contexts whose cluster is not defined."""
    clusters = case.kubeconfig.clusters_by_name
    near, elsewhere = Suggestions(clusters), case.neighbours.defined
    for context in case.kubeconfig.contexts:
        # A context that names no cluster gets the one without a name, if there is one.
        if context.cluster in clusters or elsewhere.has_entry("cluster", context.cluster):
            continue
        fallback = "kubectl falls back to localhost:8080"
        if context.cluster:
            message = (
                f"{words(context)} names the cluster {quoted_name(context.cluster)}, which is not in this file: "
                f"{fallback}"
            )
        else:
            message = f"{words(context)} names no cluster: {fallback}"
        yield Hit(
            place(context.body, "cluster", context.entry),
            message,
            near.for_name(context.cluster),
            Subject("context", context.name),
        )
