"""Two contexts have the same name.

kubectl refuses the whole file, even if both are the same or neither is used, and prints the list with all its secrets
in the error message. It happens if you paste entries from another file. In separate files named together in KUBECONFIG,
the first one wins.

Bad:

    contexts:
    - name: x
      context:
        cluster: c
        user: u
    - name: x
      context:
        cluster: c
        user: u

Good:

    contexts:
    - name: x
      context:
        cluster: c
        user: u

Since: every kubectl (https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/api/v1/conversion.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.names._duplicates import duplicate_entries

CODE: Final = "KC103"
NAME: Final = "duplicate-context"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "load"


def check(case: Case) -> Iterator[Hit]:
    """Contexts whose name was there before."""
    kubeconfig = case.kubeconfig
    return duplicate_entries(kubeconfig, "contexts", "context", [each.name for each in kubeconfig.contexts])
