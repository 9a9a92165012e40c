"""Entry without a name.

A cluster, user or context with an empty name, or with none, cannot be chosen by `--context`, `--cluster` or `--user`.
client-go still reads it: a context that names no cluster or user silently gets the one without a name.

Bad:

    clusters:
    - name: c
      cluster:
        server: https://c.example
    - cluster:
        server: https://d.example

Good:

    clusters:
    - name: c
      cluster:
        server: https://c.example

Since: all versions (https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/validation.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.tree.finding import Effect, Severity
from kubeconv.tree.node import items, value_of
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.place import place

CODE: Final = "KC105"
NAME: Final = "empty-name"
SEVERITY: Final[Severity] = "warning"
EFFECT: Final[Effect] = "risk"

#: When client-go takes it.
_TAKEN: Final = {
    "cluster": "each context that names no cluster gets it",
    "user": "each context that names no user gets it",
    "context": "kubectl takes it if there is no current context",
}


def check(case: Case) -> Iterator[Hit]:
    """Entries whose name is missing or empty."""
    # The file by which kubeadm publishes a cluster has one cluster without a name, and no contexts.
    alone = not case.kubeconfig.contexts and not case.kubeconfig.users
    kubeconfig = case.kubeconfig
    for kind, named in (("cluster", kubeconfig.clusters), ("user", kubeconfig.users), ("context", kubeconfig.contexts)):
        # What the view leaves out are empty entries, `-`, which client-go counts as nameless.
        empty = [entry for entry in items(value_of(kubeconfig.top, f"{kind}s")) if entry.is_null]
        for entry in [*empty, *(each.entry for each in named if not each.name)]:
            yield Hit(
                place(entry, "name", entry),
                f"a {kind} without a name: {_TAKEN[kind]}",
                "give it a name, or delete it",
                severity="info" if alone and kind == "cluster" else None,
            )
