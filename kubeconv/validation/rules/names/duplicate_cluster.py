"""Two clusters have the same name.

kubectl refuses the whole file, even if both are the same or neither is used, and prints the list with all its secrets
in the error message. It happens if you paste entries from another file. In separate files named together in KUBECONFIG,
the first one wins.

Bad:

    clusters:
    - name: c
      cluster:
        server: https://c.example
    - name: c
      cluster:
        server: https://c.example

Good:

    clusters:
    - name: c
      cluster:
        server: https://c.example

Since: every kubectl (https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/api/v1/conversion.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.names._duplicates import duplicate_entries

CODE: Final = "KC102"
NAME: Final = "duplicate-cluster"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "load"


def check(case: Case) -> Iterator[Hit]:
    """Clusters whose name was there before."""
    kubeconfig = case.kubeconfig
    return duplicate_entries(kubeconfig, "clusters", "cluster", [each.name for each in kubeconfig.clusters])
