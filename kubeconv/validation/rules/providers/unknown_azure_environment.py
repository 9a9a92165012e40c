"""Name of an Azure cloud that does not exist.

The old provider silently treats an unknown `environment` as the public cloud: in a national cloud the login then goes
to the wrong place.

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
            environment: AzureUSGov
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
            environment: AzureUSGovernmentCloud
            tenant-id: 00000000-0000-0000-0000-000000000001

Since: all versions that have it (https://github.com/Azure/go-autorest/blob/main/autorest/azure/environments.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate.choices import one_of
from kubeconv.gate.shown import quoted_known, quoted_name
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.tree.node import get
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.place import place
from kubeconv.validation.rules.providers._azure import azure_users

CODE: Final = "KC208"
NAME: Final = "unknown-azure-environment"
SEVERITY: Final[Severity] = "warning"
EFFECT: Final[Effect] = "risk"

_CLOUDS: Final = ("AzurePublicCloud", "AzureUSGovernmentCloud", "AzureChinaCloud", "AzureGermanCloud")

#: Further names that are understood. Names are compared without regard to case.
_OTHERS: Final = ("azureusgovernment", "azurecloud", "azurestackcloud")


def check(case: Case) -> Iterator[Hit]:
    """azure auth-providers with a cloud that nothing knows."""
    known = {cloud.lower() for cloud in _CLOUDS} | {*_OTHERS}
    for user, provider, _ in azure_users(case):
        cloud = provider.config.get("environment", "")
        if cloud and cloud.lower() not in known:
            yield Hit(
                place(get(provider.node, "config"), "environment", provider.node),
                f"user {quoted_name(user.name)} is in the Azure cloud {quoted_known(cloud, _CLOUDS)}, which is taken "
                "for the public one",
                f"use {one_of(_CLOUDS)}",
                Subject("user", user.name),
            )
