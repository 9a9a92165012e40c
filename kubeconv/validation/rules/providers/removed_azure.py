"""Login with the azure auth-provider, which kubectl no longer has.

kubectl 1.26 and helm 3.11 fail with "The azure auth plugin has been removed." as soon as the user is needed over https,
also where a token stands beside it. The same login goes on with Azure's kubelogin, to which `kubeconv convert` turns it.
A client before 1.26 still works, and warns from 1.22 on.

Bad:

    users:
    - name: u
      user:
        auth-provider:
          name: azure
          config:
            apiserver-id: 6dae42f8-4368-4678-94ff-3960e28e3630
            client-id: 80faf920-1908-4b52-b5ef-a8e7bedfc67a
            config-mode: "1"
            environment: AzurePublicCloud
            tenant-id: 00000000-0000-0000-0000-000000000001

Good:

    users:
    - name: u
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1beta1
          command: kubelogin
          args: [get-token, --login, azurecli, --server-id, 6dae42f8-4368-4678-94ff-3960e28e3630]
          interactiveMode: IfAvailable

Since: kubectl 1.26, helm 3.11
(https://github.com/kubernetes/kubernetes/blob/master/CHANGELOG/CHANGELOG-1.26.md)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.command import conversion, spelt
from kubeconv.validation.rules.providers._removed import removed

CODE: Final = "KC201"
NAME: Final = "removed-azure"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"


def check(case: Case) -> Iterator[Hit]:
    """Users with the azure auth-provider."""
    return removed(
        case,
        "azure",
        f"{spelt(case, conversion())}, which makes it a login with kubelogin",
        conversion(),
    )
