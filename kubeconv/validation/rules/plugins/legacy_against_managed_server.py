"""kubelogin asks for a legacy token for a cluster with the managed integration.

`--legacy` puts `spn:` before the audience of the token. Clusters with the AKS-managed integration, which all share one
server id, do not accept that: `You must be logged in to the server (Unauthorized)`. This happens if a kubeconfig
lost its `config-mode: "1"` before it was converted.

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
              - spn
              - --server-id
              - 6dae42f8-4368-4678-94ff-3960e28e3630
              - --client-id
              - 2a3c8e0a-5d8c-4d0f-9a0c-0123456789ab
              - --tenant-id
              - 72f988bf-86f1-41af-91ab-2d7cd011db47
              - --client-certificate
              - sp.pfx
              - --legacy

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
              - spn
              - --server-id
              - 6dae42f8-4368-4678-94ff-3960e28e3630
              - --client-id
              - 2a3c8e0a-5d8c-4d0f-9a0c-0123456789ab
              - --tenant-id
              - 72f988bf-86f1-41af-91ab-2d7cd011db47
              - --client-certificate
              - sp.pfx

Since: kubelogin 0.0.1 (https://learn.microsoft.com/azure/aks/kubelogin-authentication)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.auth.azure import CLIENT_OF_SERVER
from kubeconv.auth.login_modes import flags_read
from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.plugins._kubelogin import kubelogin_entries

CODE: Final = "KC334"
NAME: Final = "legacy-against-managed-server"
SEVERITY: Final[Severity] = "warning"
EFFECT: Final[Effect] = "risk"


def check(case: Case) -> Iterator[Hit]:
    """Each --legacy that has an effect, for one of the well-known server ids."""
    for entry in kubelogin_entries(case):
        values = entry.written.values
        known = values.get("server-id", "").lower() in CLIENT_OF_SERVER
        if known and values.get("legacy") == "true" and "legacy" in flags_read(entry.login.mode):
            yield entry.hit(
                entry.places["legacy"].flag.span,
                "--legacy asks for the audience spn:SERVER_ID, which a cluster with the managed integration refuses",
                "delete --legacy",
            )
