"""Entry that an earlier file of the KUBECONFIG list defines too.

client-go reads the files of `$KUBECONFIG` as one. If two entries have the same kind and name, it uses the one of the
first file, and nothing of the later one. Contexts of the later file then reach a cluster, or log in as a user, of the
earlier one. Rename one of them, or change the order of the list.

Bad:

    # the second file of a list whose first file has a cluster c too
    clusters:
    - name: c
      cluster:
        server: https://c.other.example

Good:

    clusters:
    - name: c
      cluster:
        server: https://c.example

Since: all versions (https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/)
"""

from collections.abc import Iterator, Mapping
from typing import Final

from kubeconv.gate.shown import path_of, quoted_name
from kubeconv.kubeconfig.view import Cluster, Context, User
from kubeconv.tree.finding import Effect, Kind, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.place import place

CODE: Final = "KC112"
NAME: Final = "shadowed-entry"
SEVERITY: Final[Severity] = "warning"
EFFECT: Final[Effect] = "risk"


def check(case: Case) -> Iterator[Hit]:
    """Entries that an earlier file has."""
    earlier, kubeconfig = case.neighbours.earlier, case.kubeconfig
    known: Mapping[Kind, Mapping[str, Cluster | User | Context]] = {
        "cluster": kubeconfig.clusters_by_name,
        "user": kubeconfig.users_by_name,
        "context": kubeconfig.contexts_by_name,
    }
    for subject, file in earlier.items():
        entry = known[subject.kind][subject.name].entry
        yield Hit(
            place(entry, "name", entry),
            f"{subject.kind} {quoted_name(subject.name)} of this file is not used: {path_of(file)} comes first in "
            "KUBECONFIG and has one too",
            "rename one of them, or change the order of the list",
            subject,
        )
