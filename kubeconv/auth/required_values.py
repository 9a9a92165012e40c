"""The values without which kubelogin stops, and what it says then, for the table of login modes.

Source: https://github.com/Azure/kubelogin, read at every tag to v0.2.19; the texts are its own, so that a message of kubelogin
can be told and compared.
"""

from typing import Final, NamedTuple

from kubeconv.releases.version import Releases


class RequiredValue(NamedTuple):
    """A value without which kubelogin stops and says `message`: one of `flags` is enough, and so are all of the variables
    `instead` together. `only_one`: what it says if two of the flags are given and it does not choose; '' if it does.
    `is_early`: true where it is looked at before anything that is made of the values."""

    flags: tuple[str, ...]
    instead: tuple[str, ...] = ()
    message: str = ""
    only_one: str = ""
    is_early: bool = False


#: The first release that logs in by azidentity, and how it begins what the making of a credential says.
AZIDENTITY_SINCE: Final = "0.2.0"
NO_CREDENTIAL: Final = "failed to create azidentity credential: "
NO_PIPELINE: Final = NO_CREDENTIAL + "failed to create azure pipelines credential: "
INVALID_TENANT: Final = (
    "invalid tenantID. You can locate your tenantID by following the instructions listed here: "
    "https://learn.microsoft.com/partner-center/find-ids-and-domain-names"
)

#: The releases that look at a value at all, besides those that all do.
CHECKS: Final = {
    "server-id-first": Releases(AZIDENTITY_SINCE, "0.2.5"),
    "authority-host": Releases(AZIDENTITY_SINCE),
    "pop-flags": Releases("0.0.32"),
    "timeout": Releases("0.0.34"),
}
SERVER: Final = RequiredValue(("server-id",), message="server-id is required")
CLIENT: Final = RequiredValue(("client-id",), message=NO_CREDENTIAL + "client ID cannot be empty")
TENANT: Final = RequiredValue(("tenant-id",), message=NO_CREDENTIAL + "tenant ID cannot be empty")
CONNECTION: Final = RequiredValue(
    ("azure-pipelines-service-connection-id",), message=NO_PIPELINE + "no service connection ID specified"
)

# What releases before AZIDENTITY_SINCE say.
ADAL: Final = Releases(None, AZIDENTITY_SINCE)
ADAL_CLIENT: Final = RequiredValue(("client-id",), message="clientID cannot be empty")
ADAL_TENANT: Final = RequiredValue(("tenant-id",), message="tenantID cannot be empty")
ADAL_SERVER: Final = RequiredValue(("server-id",), message="resourceID cannot be empty")
ADAL_PERSON: Final = (ADAL_CLIENT, ADAL_SERVER, ADAL_TENANT)
ADAL_SECRET: Final = RequiredValue(("client-secret",), message="clientSecret cannot be empty")
ADAL_PROOF: Final = RequiredValue(
    ("client-secret", "client-certificate"),
    message="both clientSecret and clientcert cannot be empty",
    only_one="client secret and client certificate cannot be set at the same time. Only one ",
)
ADAL_CAPITAL_PROOF: Final = RequiredValue(
    ("client-secret", "client-certificate"),
    message="Both clientSecret and clientcert cannot be empty",
    only_one="Client secret and client certificate cannot be set at the same time. Only one ",
)
ADAL_FEDERATED: Final = (
    RequiredValue(("authority-host",), message="authorityHost cannot be empty"),
    RequiredValue(("server-id",), message="serverID cannot be empty"),
)
PERSON: Final = ("username", "password")
#: With these variables of GitHub Actions, workload identity needs no token file.
GITHUB: Final = ("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_URL")
