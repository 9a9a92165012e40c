"""Key that the azure auth-provider does not know.

The old provider reads `apiserver-id`, `client-id`, `tenant-id`, `environment`, `config-mode` and the tokens that it keeps
there; anything else is silently ignored, also by `kubelogin convert-kubeconfig` too.

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
            tenant-id: 00000000-0000-0000-0000-000000000001
            server-id: 6dae42f8-4368-4678-94ff-3960e28e3630

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

Since: all versions that have it (https://github.com/kubernetes/client-go/blob/v0.25.0/plugin/pkg/client/auth/azure/azure.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate.shown import quoted_key, quoted_name
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.providers._azure import azure_users

CODE: Final = "KC206"
NAME: Final = "unknown-azure-config-key"
SEVERITY: Final[Severity] = "warning"
EFFECT: Final[Effect] = "risk"

_KEYS: Final = (
    "apiserver-id", "client-id", "tenant-id", "environment", "config-mode", "access-token", "refresh-token", "expires-in",
    "expires-on",
)  # fmt: skip

#: What people write instead, from the flags of kubelogin and older documents.
_MEANT: Final = {
    "server-id": "apiserver-id",
    "apiserverid": "apiserver-id",
    "clientid": "client-id",
    "tenantid": "tenant-id",
    "configmode": "config-mode",
}


def check(case: Case) -> Iterator[Hit]:
    """Keys in the config of an azure auth-provider that nothing reads."""
    for user, _, config in azure_users(case):
        for key, pair in config.items():
            if key in _KEYS:
                continue
            meant = _MEANT.get(key.lower()) or _MEANT.get(key.lower().replace("_", "").replace("-", ""))
            yield Hit(
                pair.key.span,
                f"the azure auth-provider of user {quoted_name(user.name)} has no setting {quoted_key(key)}: it is ignored",
                f"write {meant}" if meant else f"it knows {', '.join(_KEYS)}",
                Subject("user", user.name),
                meant=meant or "",
            )
