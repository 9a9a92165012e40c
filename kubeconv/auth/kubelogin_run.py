"""What Azure's kubelogin does with its arguments when kubectl runs it: what a login mode needs and reads, and which
environment variables come in between.

Source: https://github.com/Azure/kubelogin v0.2.19, pkg/internal/token: provider.go (login mode to credential), the
`new…Credential` functions (what each reads and demands), options.go (`UpdateFromEnv`, `Validate`, `parsePoPClaims`).
It reads more than the converter writes: `auth/kubelogin.py` has the converter's table.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

#: Flags that mean something in every login mode.
ALWAYS_READ: Final = frozenset(
    ("login", "server-id", "cache-dir", "timeout", "disable-environment-override", "use-azurerm-env-vars")
)
_CLOUD: Final = frozenset(("environment", "authority-host", "disable-instance-discovery"))
_IDENTITY: Final = frozenset(("client-id", "tenant-id"))
_POP: Final = frozenset(("pop-enabled", "pop-claims"))

#: Login mode to the flags that it reads, besides `ALWAYS_READ`.
READS: Final[Mapping[str, frozenset[str]]] = {
    "devicecode": _IDENTITY | _CLOUD | {"legacy"},
    "interactive": _IDENTITY | _CLOUD | _POP | {"redirect-url", "login-hint"},
    "spn": _IDENTITY | _CLOUD | _POP | {"client-secret", "client-certificate", "client-certificate-password", "legacy"},
    "ropc": _IDENTITY | _CLOUD | _POP | {"username", "password"},
    "msi": frozenset(("client-id", "identity-resource-id")),
    "azurecli": frozenset(("tenant-id", "subscription")),
    "azd": frozenset(("tenant-id",)),
    "workloadidentity": _IDENTITY | _CLOUD | {"federated-token-file"},
    "azurepipelines": _IDENTITY | _CLOUD | {"azure-pipelines-service-connection-id"},
}
#: Login mode to what it refuses to run without, besides the server id; of a group in brackets one is enough.
NEEDS: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "devicecode": (("client-id",), ("tenant-id",)),
    "interactive": (("client-id",), ("tenant-id",)),
    "spn": (("client-id",), ("tenant-id",), ("client-secret", "client-certificate")),
    "ropc": (("client-id",), ("tenant-id",), ("username",), ("password",)),
    "workloadidentity": (("client-id",), ("tenant-id",), ("federated-token-file",)),
    "azurepipelines": (("client-id",), ("tenant-id",), ("azure-pipelines-service-connection-id",)),
}
#: Login modes that can make PoP tokens.
POP_MODES: Final = frozenset(("interactive", "spn", "ropc"))

#: Flag to the variables that overrule it, the last one wins.
VARIABLES: Final[Mapping[str, tuple[str, ...]]] = {
    "client-id": ("AAD_SERVICE_PRINCIPAL_CLIENT_ID", "AZURE_CLIENT_ID"),
    "client-secret": ("AAD_SERVICE_PRINCIPAL_CLIENT_SECRET", "AZURE_CLIENT_SECRET"),
    "client-certificate": ("AAD_SERVICE_PRINCIPAL_CLIENT_CERTIFICATE", "AZURE_CLIENT_CERTIFICATE_PATH"),
    "client-certificate-password": (
        "AAD_SERVICE_PRINCIPAL_CLIENT_CERTIFICATE_PASSWORD",
        "AZURE_CLIENT_CERTIFICATE_PASSWORD",
    ),
    "tenant-id": ("AZURE_TENANT_ID",),
    "username": ("AAD_USER_PRINCIPAL_NAME", "AZURE_USERNAME"),
    "password": ("AAD_USER_PRINCIPAL_PASSWORD", "AZURE_PASSWORD"),
    "login": ("AAD_LOGIN_METHOD",),
}
#: Those that `--use-azurerm-env-vars` reads in place of the first five.
TERRAFORM_VARIABLES: Final[Mapping[str, tuple[str, ...]]] = {
    "client-id": ("ARM_CLIENT_ID",),
    "client-secret": ("ARM_CLIENT_SECRET",),
    "client-certificate": ("ARM_CLIENT_CERTIFICATE_PATH",),
    "client-certificate-password": ("ARM_CLIENT_CERTIFICATE_PASSWORD",),
    "tenant-id": ("ARM_TENANT_ID",),
}
#: Those that only one login mode reads.
MODE_VARIABLES: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "workloadidentity": {
        "client-id": ("AZURE_CLIENT_ID",),
        "federated-token-file": ("AZURE_FEDERATED_TOKEN_FILE",),
        "authority-host": ("AZURE_AUTHORITY_HOST",),
    },
}
#: Those that one login mode reads where the flag gives nothing.
FALLBACK_VARIABLES: Final[Mapping[str, Mapping[str, str]]] = {
    "azurepipelines": {
        "client-id": "AZURESUBSCRIPTION_CLIENT_ID",
        "tenant-id": "AZURESUBSCRIPTION_TENANT_ID",
        "azure-pipelines-service-connection-id": "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID",
    },
}
#: With both of these (GitHub Actions) workloadidentity needs no token file.
GITHUB_VARIABLES: Final = ("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_URL")

#: Names of Azure clouds that `--environment` knows, in any case of letters; any other silently means the public cloud.
CLOUDS: Final = frozenset(
    (
        "AZURECLOUD",
        "AZUREPUBLIC",
        "AZUREPUBLICCLOUD",
        "AZUREUSGOVERNMENT",
        "AZUREUSGOVERNMENTCLOUD",
        "AZURECHINACLOUD",
    )
)


class Effective(NamedTuple):
    """What kubelogin works with: arguments overruled by variables. `given_by` is the variable of each value that came
    from one."""

    mode: str
    values: Mapping[str, str]
    given_by: Mapping[str, str]


def effective(mode: str, values: Mapping[str, str], environment: Mapping[str, str]) -> Effective:
    """What kubelogin works with in an environment: a variable that is set wins over the argument, even an empty one."""
    if values.get("disable-environment-override") == "true":
        return Effective(mode, values, {})
    found = dict(values)
    given_by: dict[str, str] = {}

    def overrule(table: Mapping[str, tuple[str, ...]]) -> None:
        for flag, names in table.items():
            for name in names:
                if name in environment:
                    found[flag], given_by[flag] = environment[name], name

    terraform = values.get("use-azurerm-env-vars") == "true"
    overrule({**VARIABLES, **TERRAFORM_VARIABLES} if terraform else VARIABLES)
    mode = found.pop("login", mode)
    overrule(MODE_VARIABLES.get(mode, {}))
    for flag, name in FALLBACK_VARIABLES.get(mode, {}).items():
        if not found.get(flag) and name in environment:
            found[flag], given_by[flag] = environment[name], name
    return Effective(mode, found, given_by)


def variables_of(flag: str, mode: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """The variables from which a login mode would take the value of a flag."""
    if values.get("disable-environment-override") == "true":
        return ()
    table = VARIABLES
    if values.get("use-azurerm-env-vars") == "true":
        table = {**VARIABLES, **TERRAFORM_VARIABLES}
    fallback = FALLBACK_VARIABLES.get(mode, {}).get(flag)
    own = MODE_VARIABLES.get(mode, {}).get(flag, ())
    return tuple(dict.fromkeys((*table.get(flag, ()), *own, *((fallback,) if fallback else ()))))


def parse_pop_claims(text: str) -> dict[str, str]:
    """The claims of `--pop-claims`, `key=value,key=value`. Raises ValueError where kubelogin refuses them."""
    claims = {}
    for part in text.split(","):
        pieces = part.split("=")
        if len(pieces) < 2 or not pieces[0].strip() or not pieces[1].strip():
            raise ValueError("not of the form key=value,key=value")
        # kubelogin drops what follows a second sign.
        claims[pieces[0].strip()] = pieces[1].strip()
    return claims
