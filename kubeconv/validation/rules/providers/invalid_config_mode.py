"""config-mode of the azure auth-provider is neither "0" nor "1".

"1" asks for tokens for the server id as it is, which AKS-managed clusters want; "0" puts `spn:` before it, for clusters
with an app registration of their own. The old provider refuses anything else, and kubelogin treats it as "1".

Bad:

    users:
    - name: u
      user:
        auth-provider:
          name: azure
          config:
            apiserver-id: 6dae42f8-4368-4678-94ff-3960e28e3630
            client-id: 80faf920-1908-4b52-b5ef-a8e7bedfc67a
            config-mode: "2"
            tenant-id: 00000000-0000-0000-0000-000000000001

Good:

    users:
    - name: u
      user:
        auth-provider:
          name: azure
          config:
            apiserver-id: 6dae42f8-4368-4678-94ff-3960e28e3630
            client-id: 80faf920-1908-4b52-b5ef-a8e7bedfc67a
            config-mode: "1"
            tenant-id: 00000000-0000-0000-0000-000000000001

Since: kubectl 1.18 (https://github.com/kubernetes/client-go/blob/v0.25.0/plugin/pkg/client/auth/azure/azure.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.auth.azure_provider import is_config_mode
from kubeconv.gate.shown import quoted, quoted_name, settled
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.tree.node import get
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.place import place
from kubeconv.validation.rules.providers._azure import azure_users, is_read

CODE: Final = "KC207"
NAME: Final = "invalid-config-mode"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"


def check(case: Case) -> Iterator[Hit]:
    """azure auth-providers with a mode that there is not."""
    for user, provider, _ in azure_users(case):
        mode = provider.config.get("config-mode", "")
        if not is_config_mode(mode):
            yield Hit(
                place(get(provider.node, "config"), "config-mode", provider.node),
                f"the azure auth-provider of user {quoted_name(user.name)} has config-mode {quoted(settled(mode))}; "
                'use "0" or "1"',
                'write "1" for an AKS-managed cluster, "0" for one with its own app registration',
                Subject("user", user.name),
                effect="use" if is_read(case) else "risk",
                https_only=True,
            )
