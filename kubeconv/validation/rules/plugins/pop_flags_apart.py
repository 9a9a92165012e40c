"""Only one of --pop-enabled and --pop-claims is given.

kubelogin refuses to run with one of them alone, in every login mode.

Bad:

        users:
        - name: u
          user:
            exec:
              apiVersion: client.authentication.k8s.io/v1beta1
              command: kubelogin
              args:
              - get-token
              - --login
              - interactive
              - --server-id
              - 6256c85f-0aad-4d50-b960-e6e9b21efe35
              - --client-id
              - 3f4439ff-e698-4d6d-84fe-09c9d574f06b
              - --tenant-id
              - 72f988bf-86f1-41af-91ab-2d7cd011db47
              - --pop-enabled

Good:

        users:
        - name: u
          user:
            exec:
              apiVersion: client.authentication.k8s.io/v1beta1
              command: kubelogin
              args:
              - get-token
              - --login
              - interactive
              - --server-id
              - 6256c85f-0aad-4d50-b960-e6e9b21efe35
              - --client-id
              - 3f4439ff-e698-4d6d-84fe-09c9d574f06b
              - --tenant-id
              - 72f988bf-86f1-41af-91ab-2d7cd011db47
              - --pop-enabled
              - --pop-claims
              - u=/subscriptions/5b7a/resourceGroups/g/providers/Microsoft.Kubernetes/connectedClusters/c

Since: kubelogin 0.0.32 (https://azure.github.io/kubelogin/cli/get-token.html)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate.shown import dashed
from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.plugins._kubelogin import token_calls

CODE: Final = "KC335"
NAME: Final = "pop-flags-apart"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "risk"


#: The flag that stands alone to the other one, and the way out.
_OTHER: Final = {
    "pop-enabled": ("pop-claims", "add --pop-claims u=ARM_ID_OF_THE_CLUSTER"),
    "pop-claims": ("pop-enabled", "add --pop-enabled, or delete --pop-claims"),
}


def check(case: Case) -> Iterator[Hit]:
    """Each of the two flags that stands alone."""
    for entry, call in token_calls(case):
        for objection in call.objections:
            if objection.kind == "pop-flags-apart":
                other, help = _OTHER[objection.flag]
                yield entry.hit(objection.flag, f"{dashed(objection.flag)} needs {dashed(other)}", help)
