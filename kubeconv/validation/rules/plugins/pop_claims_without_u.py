"""The claims of a PoP token do not say for which cluster it is.

A proof-of-possession token is valid for only one cluster, named by the claim `u=`: the ARM id of the cluster. Without
it, or with claims that are not `key=value,key=value`, kubelogin stops at every call.

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
              - --pop-claims
              - p=1

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

Since: kubelogin 0.0.32 (https://azure.github.io/kubelogin/concepts/aks.html)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.auth.kubelogin_run import parse_pop_claims
from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.plugins._kubelogin import token_calls

CODE: Final = "KC326"
NAME: Final = "pop-claims-without-u"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "risk"


def check(case: Case) -> Iterator[Hit]:
    """Each --pop-claims that kubelogin would refuse."""
    for entry, call in token_calls(case):
        if not any(objection.kind == "pop-claims" for objection in call.objections):
            continue
        try:
            parse_pop_claims(call.login.values["pop-claims"])
            problem = "have no u="
        except ValueError:
            problem = "are not of the form key=value,key=value"
        yield entry.hit(
            "pop-claims",
            f"the claims of --pop-claims {problem}: kubelogin wants the ARM id of the cluster there",
            "az aks show -g GROUP -n NAME --query id gives the id: --pop-claims u=ID",
        )
