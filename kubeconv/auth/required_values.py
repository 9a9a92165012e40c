"""The values without which kubelogin stops, and what it says then, for the table of login modes.

Source: https://github.com/Azure/kubelogin, read at every tag to v0.2.19; the texts are its own, so that a message of kubelogin
can be told and compared.
"""

from typing import Final

from kubeconv.gate.value import NamedTuple
from kubeconv.releases.version import Releases


class RequiredValue(NamedTuple):
    """A value without which kubelogin stops and says `message`: one of `flags` is enough, and so are all of the variables
    `instead` together. `only_one`: what it says if two of the flags are given and it does not choose; '' if it does.
    `is_early`: true if it is looked at before anything that is made of the values."""

    flags: tuple[str, ...]
    instead: tuple[str, ...] = ()
    message: str = ""
    only_one: str = ""
    is_early: bool = False


#: The first release that logs in by azidentity, and how it begins what the making of a credential says.
AZIDENTITY_SINCE: Final = "0.2.0"
NO_CREDENTIAL: Final = "failed to create azidentity credential: "
_NO_PIPELINE: Final = NO_CREDENTIAL + "failed to create azure pipelines credential: "
_INVALID_TENANT: Final = (
    "invalid tenantID. You can locate your tenantID by following the instructions listed here: "
    "https://learn.microsoft.com/partner-center/find-ids-and-domain-names"
)

#: With these variables of GitHub Actions, workload identity needs no token file.
GITHUB: Final = ("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_URL")

#: The releases that look at a value at all, besides those that all do.
CHECKS: Final = {
    "server-id-first": Releases(AZIDENTITY_SINCE, "0.2.5"),
    "authority-host": Releases(AZIDENTITY_SINCE),
    "pop-flags": Releases("0.0.32"),
    "timeout": Releases("0.0.34"),
}


def _flag(name: str, message: str) -> RequiredValue:
    return RequiredValue((name,), message=message)


def _variable(name: str, message: str) -> RequiredValue:
    return RequiredValue((), (name,), message)


Needs = tuple[RequiredValue, ...]
#: The releases that need these values, the first that holds counts.
Earlier = tuple[tuple[Releases, Needs], ...]

SERVER: Final = _flag("server-id", "server-id is required")
_CLIENT: Final = _flag("client-id", NO_CREDENTIAL + "client ID cannot be empty")
_TENANT: Final = _flag("tenant-id", NO_CREDENTIAL + "tenant ID cannot be empty")
IDENTITY_NEEDS: Final = (_CLIENT, _TENANT)

# What releases before azidentity say.
_ADAL: Final = Releases(None, AZIDENTITY_SINCE)
_ADAL_CLIENT: Final = _flag("client-id", "clientID cannot be empty")
_ADAL_TENANT: Final = _flag("tenant-id", "tenantID cannot be empty")
_ADAL_SERVER: Final = _flag("server-id", "resourceID cannot be empty")
IDENTITY_EARLIER: Final[Earlier] = ((_ADAL, (_ADAL_CLIENT, _ADAL_SERVER, _ADAL_TENANT)),)
SERVER_EARLIER: Final[Earlier] = ((_ADAL, (_ADAL_SERVER,)),)
PROGRAM_EARLIER: Final[Earlier] = (*SERVER_EARLIER, (Releases(AZIDENTITY_SINCE, "0.2.6"), (SERVER, _TENANT)))

_SECRET: Final = ("client-secret", "client-certificate")
_BOTH: Final = "cannot be set at the same time. Only one "
SPN: Final = (*IDENTITY_NEEDS, RequiredValue(_SECRET, message=NO_CREDENTIAL + "client secret cannot be empty"))
SPN_EARLIER: Final[Earlier] = tuple(
    (Releases(None, removed), (_ADAL_CLIENT, secret, _ADAL_SERVER, _ADAL_TENANT))
    for removed, secret in (
        ("0.0.6", _flag("client-secret", "clientSecret cannot be empty")),
        (
            "0.0.25",
            RequiredValue(
                _SECRET,
                message="Both clientSecret and clientcert cannot be empty",
                only_one=f"Client secret and client certificate {_BOTH}",
            ),
        ),
        (
            AZIDENTITY_SINCE,
            RequiredValue(
                _SECRET,
                message="both clientSecret and clientcert cannot be empty",
                only_one=f"client secret and client certificate {_BOTH}",
            ),
        ),
    )
)

_PERSON: Final = ("username", "password")
ROPC: Final = (*IDENTITY_NEEDS, *(_flag(name, f"{NO_CREDENTIAL}{name} cannot be empty") for name in _PERSON))
_ADAL_PERSON: Final = tuple(_flag(name, f"{name} cannot be empty") for name in _PERSON)
ROPC_EARLIER: Final[Earlier] = ((_ADAL, (_ADAL_CLIENT, *_ADAL_PERSON, _ADAL_SERVER, _ADAL_TENANT)),)

_FILE: Final = "federated-token-file"
WORKLOAD: Final = (
    *IDENTITY_NEEDS,
    RequiredValue((_FILE,), GITHUB, NO_CREDENTIAL + "federated token file cannot be empty"),
)
_EITHER: Final = (
    f"either {GITHUB[0]} and {GITHUB[1]} environment variables have to be set "
    "or federated token file has to be provided"
)
WORKLOAD_EARLIER: Final[Earlier] = tuple(
    (
        Releases(None, removed),
        (
            _ADAL_CLIENT,
            _ADAL_TENANT,
            file,
            _flag("authority-host", "authorityHost cannot be empty"),
            _flag("server-id", "serverID cannot be empty"),
        ),
    )
    for removed, file in (
        ("0.0.34", _flag(_FILE, "federatedTokenFile cannot be empty")),
        (AZIDENTITY_SINCE, RequiredValue((_FILE,), GITHUB, _EITHER)),
    )
)

_CONNECTION: Final = "azure-pipelines-service-connection-id"
_NO_CLIENT: Final = _flag("client-id", _NO_PIPELINE + "no client ID specified")
PIPELINES: Final = (
    _variable("SYSTEM_ACCESSTOKEN", NO_CREDENTIAL + "SYSTEM_ACCESSTOKEN environment variable not set"),
    _flag("tenant-id", _NO_PIPELINE + _INVALID_TENANT),
    _NO_CLIENT,
    _flag(_CONNECTION, _NO_PIPELINE + "no service connection ID specified"),
    _variable(
        "SYSTEM_OIDCREQUESTURI",
        f"{_NO_PIPELINE}no value for environment variable SYSTEM_OIDCREQUESTURI. This should be set by Azure Pipelines",
    ),
)
_PIPELINES_FIRST: Final = (
    _flag("tenant-id", "tenant ID is required for azurepipelines login method"),
    _flag(_CONNECTION, f"--{_CONNECTION} is required for --login azurepipelines"),
    _variable(
        "SYSTEM_ACCESSTOKEN",
        "environment variable SYSTEM_ACCESSTOKEN not set; "
        'enable "Allow scripts to access the OAuth token" in the pipeline',
    ),
    _variable(
        "SYSTEM_OIDCREQUESTURI",
        "environment variable SYSTEM_OIDCREQUESTURI not set; this should be automatically set by Azure Pipelines",
    ),
)
PIPELINES_EARLIER: Final[Earlier] = (
    (
        Releases("0.2.11", "0.2.12"),
        (*(need._replace(is_early=True) for need in _PIPELINES_FIRST), SERVER, _NO_CLIENT),
    ),
)
