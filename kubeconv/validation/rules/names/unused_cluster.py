"""Cluster that no context uses.

It is harmless and may be meant for `kubectl --cluster`, but most often it was left behind when a context was deleted.

Bad:

    clusters:
    - name: c
      cluster:
        server: https://c.example
    - name: d
      cluster:
        server: https://d.example

Good:

    clusters:
    - name: c
      cluster:
        server: https://c.example

Since: all versions (https://kubernetes.io/docs/tasks/access-application-cluster/configure-access-multiple-clusters/)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate.shown import quoted_name
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.command import spelt
from kubeconv.validation.rules.place import place

CODE: Final = "KC109"
NAME: Final = "unused-cluster"
SEVERITY: Final[Severity] = "info"
EFFECT: Final[Effect] = "style"


def check(case: Case) -> Iterator[Hit]:
    """Clusters that are not named by any context. Where there are no contexts, those of another file may name them."""
    kubeconfig = case.kubeconfig
    if not kubeconfig.contexts:
        return
    elsewhere = case.neighbours.used
    used = {context.cluster for context in kubeconfig.contexts}
    for cluster in kubeconfig.clusters:
        if cluster.name and cluster.name not in used and not elsewhere.has(Subject("cluster", cluster.name)):
            delete = "kubectl", "config", "delete-cluster", cluster.name, "--kubeconfig"
            yield Hit(
                place(cluster.entry, "name", cluster.entry),
                f"no context of this file uses the cluster {quoted_name(cluster.name)}",
                f"delete it if nothing else needs it: {spelt(case, delete)}",
                Subject("cluster", cluster.name),
            )
