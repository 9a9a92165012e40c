"""kubelogin gets the name of an Azure cloud that it does not know.

It then silently uses the public cloud, and the login goes to the wrong authority. It knows AzurePublicCloud,
AzureUSGovernmentCloud and AzureChinaCloud, in upper or lower case, and some short forms. Any other name, such as
`AzureUSGov`, is unknown.

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
              - 6dae42f8-4368-4678-94ff-3960e28e3630
              - --client-id
              - 80faf920-1908-4b52-b5ef-a8e7bedfc67a
              - --tenant-id
              - 72f988bf-86f1-41af-91ab-2d7cd011db47
              - --environment
              - AzureUSGov

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
              - 6dae42f8-4368-4678-94ff-3960e28e3630
              - --client-id
              - 80faf920-1908-4b52-b5ef-a8e7bedfc67a
              - --tenant-id
              - 72f988bf-86f1-41af-91ab-2d7cd011db47
              - --environment
              - AzureUSGovernmentCloud

Since: kubelogin 0.2.0, which knows no AzureGermanCloud and no AzureStackCloud any more
(https://github.com/Azure/kubelogin/blob/main/CHANGELOG.md)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.auth.kubelogin_run import CLOUDS
from kubeconv.gate.shown import quoted_known
from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.plugins._kubelogin import release_of, token_calls

CODE: Final = "KC331"
NAME: Final = "unknown-azure-cloud"
SEVERITY: Final[Severity] = "warning"
EFFECT: Final[Effect] = "risk"


def check(case: Case) -> Iterator[Hit]:
    """Each --environment that would silently mean the public cloud, or that an older kubelogin on PATH refuses."""
    for entry, call in token_calls(case):
        cloud = call.login.values.get("environment", "")
        if any(objection.kind == "environment" for objection in call.objections):
            release = release_of(case, entry)
            yield entry.hit(
                "environment",
                f"kubelogin {release} does not know the Azure cloud {quoted_known(cloud, CLOUDS)} and stops",
                "use AzurePublicCloud, AzureUSGovernmentCloud or AzureChinaCloud",
                "error",
            )
        elif call.takes_public_cloud:
            yield entry.hit(
                "environment",
                f"kubelogin does not know the Azure cloud {quoted_known(cloud, CLOUDS)} and uses the public one",
                "use AzurePublicCloud, AzureUSGovernmentCloud or AzureChinaCloud, or give --authority-host URL",
            )
