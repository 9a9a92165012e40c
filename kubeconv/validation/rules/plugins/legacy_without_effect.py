"""kubelogin gets --legacy with a login mode that does not support it.

`--legacy` asks for a token whose audience has the prefix `spn:`, as clusters with their own app registration require.
Only the login modes devicecode and spn can do that; the others silently ignore it, and such a cluster refuses their
token.

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
              - azurecli
              - --server-id
              - 2a3c8e0a-5d8c-4d0f-9a0c-0123456789ab
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
              - azurecli
              - --server-id
              - 2a3c8e0a-5d8c-4d0f-9a0c-0123456789ab

Since: kubelogin 0.2.0 for ropc, 0.0.1 for the others (https://github.com/Azure/kubelogin/blob/main/CHANGELOG.md)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.gate.shown import known
from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.plugins._kubelogin import kubelogin_entries

CODE: Final = "KC325"
NAME: Final = "legacy-without-effect"
SEVERITY: Final[Severity] = "warning"
EFFECT: Final[Effect] = "risk"


def check(case: Case) -> Iterator[Hit]:
    """Each --legacy of a login mode that has no such thing."""
    for entry in kubelogin_entries(case):
        row = LOGIN_MODES.get(entry.login.mode)
        if row and entry.written.values.get("legacy") == "true" and "legacy" not in row.reads:
            yield entry.hit(
                entry.places["legacy"].flag.span,
                f"--legacy has no effect with kubelogin's login mode {known(entry.login.mode, LOGIN_MODES)}",
                "delete it; a cluster that requires it needs the login mode devicecode or spn",
            )
