"""The azure auth-provider lacks an id that every login needs.

The old provider needs `client-id`, `tenant-id` and `apiserver-id`, and so does every login that a conversion could make of
it.

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

from kubeconv.gate.shown import quoted_name
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.tree.node import get
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.command import conversion, spelt
from kubeconv.validation.rules.place import place
from kubeconv.validation.rules.providers._azure import azure_users, is_read

CODE: Final = "KC212"
NAME: Final = "incomplete-azure"
SEVERITY: Final[Severity] = "warning"
EFFECT: Final[Effect] = "risk"

#: Key of the provider to the flag that gives it to a conversion.
_FLAGS: Final = {"apiserver-id": "--server-id", "client-id": "--client-id", "tenant-id": "--tenant-id"}


def check(case: Case) -> Iterator[Hit]:
    """azure auth-providers without one of the ids."""
    for user, provider, _ in azure_users(case):
        config = get(provider.node, "config")
        missing = [key for key in _FLAGS if not provider.config.get(key)]
        if not missing:
            continue
        yield Hit(
            place(config, missing[0], user.fields["auth-provider"].key),
            f"the azure auth-provider of user {quoted_name(user.name)} has no {', no '.join(missing)}",
            " ".join((spelt(case, conversion()), *(f"{_FLAGS[key]} ID" for key in missing))),
            Subject("user", user.name),
            "error" if is_read(case) else None,
            "use" if is_read(case) else None,
            https_only=True,
        )
