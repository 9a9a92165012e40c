"""kubelogin logs in by device code, which Conditional Access often blocks.

If a tenant requires a managed or compliant device, a login by device code fails: Entra ID cannot check the device
that shows the code. Microsoft advises tenants to block the device code flow altogether. The login mode azurecli
takes the login of `az login`, interactive opens a browser; both satisfy such policies.

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
              - devicecode
              - --server-id
              - 6dae42f8-4368-4678-94ff-3960e28e3630
              - --client-id
              - 80faf920-1908-4b52-b5ef-a8e7bedfc67a
              - --tenant-id
              - 72f988bf-86f1-41af-91ab-2d7cd011db47

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
              - azurecli
              - --server-id
              - 6dae42f8-4368-4678-94ff-3960e28e3630

Since: kubelogin 0.0.1 (https://azure.github.io/kubelogin/concepts/login-modes/devicecode.html)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.command import conversion, spelt
from kubeconv.validation.rules.plugins._kubelogin import kubelogin_entries

CODE: Final = "KC324"
NAME: Final = "devicecode-under-conditional-access"
SEVERITY: Final[Severity] = "info"
EFFECT: Final[Effect] = "risk"


def check(case: Case) -> Iterator[Hit]:
    """Each login by device code, chosen or by default."""
    for entry in kubelogin_entries(case):
        if entry.login.mode == "devicecode":
            chosen = "login" in entry.places or "login" in entry.login.given_by
            command = conversion("-l", "azurecli", "--user", entry.user.name)
            yield entry.hit(
                "login",
                f"kubelogin logs in by device code{'' if chosen else ', its default'}: Conditional Access may block it",
                f"{spelt(case, command)}, or -l interactive",
                command=command,
            )
