"""AKS-managed cluster without config-mode.

The server id is the one of AKS-managed clusters, whose tokens have no `spn:` before it: `config-mode: "1"`. Without it the
old provider and `kubelogin convert-kubeconfig` ask for a token with `spn:`, and the cluster answers "You must be logged in
to the server". helm 2 used to drop the setting.

Bad:

    users:
    - name: u
      user:
        auth-provider:
          name: azure
          config:
            apiserver-id: 6dae42f8-4368-4678-94ff-3960e28e3630
            client-id: 80faf920-1908-4b52-b5ef-a8e7bedfc67a
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

Since: kubectl 1.18 (https://azure.github.io/kubelogin/concepts/aks.html)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.auth.azure import AKS_SERVER
from kubeconv.auth.azure_provider import LEGACY_MODES
from kubeconv.gate.shown import quoted, quoted_name, settled
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.tree.node import get
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.command import conversion, spelt
from kubeconv.validation.rules.place import place
from kubeconv.validation.rules.providers._azure import azure_users

CODE: Final = "KC210"
NAME: Final = "aks-without-config-mode"
SEVERITY: Final[Severity] = "warning"
EFFECT: Final[Effect] = "risk"


def check(case: Case) -> Iterator[Hit]:
    """Users of AKS-managed clusters who would get a token with `spn:`."""
    for user, provider, config in azure_users(case):
        mode = provider.config.get("config-mode", "")
        if provider.config.get("apiserver-id", "").lower() == AKS_SERVER and mode in LEGACY_MODES:
            key = "config-mode" if "config-mode" in config else "apiserver-id"
            written = f"config-mode {quoted(settled(mode))}" if mode else "no config-mode"
            yield Hit(
                place(get(provider.node, "config"), key, provider.node),
                f"user {quoted_name(user.name)} has the server id of AKS-managed clusters and {written}: they want "
                "config-mode '1'",
                f'add config-mode: "1", or convert it with {spelt(case, conversion())} --no-legacy',
                Subject("user", user.name),
                command=conversion("--no-legacy"),
            )
