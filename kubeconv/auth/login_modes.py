"""The table of kubelogin's login modes: one row each, with all that is known of it.

Sources: https://github.com/Azure/kubelogin, read at every tag to v0.2.19: pkg/internal/converter/convert.go (`writes`),
pkg/internal/token: options.go (`variables`, `fallbacks`), provider.go and the `new…Credential` functions (`reads`, `needs`);
docs/book/src/known-issues.md and https://learn.microsoft.com/azure/aks/kubelogin-authentication (`managed_only`).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from kubeconv.auth.kubelogin import Variable
from kubeconv.auth.required_values import (
    ADAL,
    ADAL_CAPITAL_PROOF,
    ADAL_CLIENT,
    ADAL_FEDERATED,
    ADAL_PERSON,
    ADAL_PROOF,
    ADAL_SECRET,
    ADAL_SERVER,
    ADAL_TENANT,
    AZIDENTITY_SINCE,
    CLIENT,
    CONNECTION,
    GITHUB,
    INVALID_TENANT,
    NO_CREDENTIAL,
    NO_PIPELINE,
    PERSON,
    SERVER,
    TENANT,
    RequiredValue,
)
from kubeconv.releases.version import Releases, Version

#: How a value reaches the arguments: it must be there; it may; only a flag of this run brings it.
REQUIRED, OPTIONAL, FLAG_ONLY = "required", "optional", "flag only"

#: What every login mode takes first.
HEAD: Final = {"server-id": REQUIRED, "cache-dir": OPTIONAL}
#: Flags that mean something in every login mode.
ALWAYS_READ: Final = frozenset(
    ("login", "server-id", "cache-dir", "timeout", "disable-environment-override", "use-azurerm-env-vars")
)

IDENTITY: Final = {"client-id": REQUIRED, "tenant-id": REQUIRED, "environment": OPTIONAL}
_PROOF_OF_POSSESSION: Final = {"pop-enabled": OPTIONAL, "pop-claims": OPTIONAL}
_READS_IDENTITY: Final = frozenset(
    ("client-id", "tenant-id", "environment", "authority-host", "disable-instance-discovery")
)
_READS_POP: Final = frozenset(("pop-enabled", "pop-claims"))


class LoginMode(NamedTuple):
    """One login mode.

    `since`: the first release of kubelogin that has it, `pop_since` the first that makes PoP tokens in it ('' for none),
    `tenant_since` the first that is known to look at the letters of a tenant in it.
    `writes`: the flags that a conversion writes behind `--login`, `--server-id` and `--cache-dir`, in this order, and how
    their values get there. `reads`: the flags that get-token reads besides `ALWAYS_READ`. `identity`: who logs in: a person,
    an application by its client id, or whoever this machine or the program `asks` is already. `unattended`: true if nobody
    has to be there when it runs. `managed_only`: true if it works with the AKS-managed integration only. `needs`: what the
    newest release stops without, besides the server id, in its order; `earlier`: what older releases stop without, the
    server id too, in theirs. `variables`: those that only this mode reads, and that overrule a flag; `fallbacks` count
    where the flag gives nothing.
    """

    since: str
    writes: Mapping[str, str]
    reads: frozenset[str]
    identity: Literal["person", "application", "machine"]
    unattended: bool
    managed_only: bool
    needs: tuple[RequiredValue, ...] = ()
    earlier: tuple[tuple[Releases, tuple[RequiredValue, ...]], ...] = ()
    asks: str = ""
    pop_since: str = ""
    tenant_since: str = ""
    variables: Mapping[str, Variable] = MappingProxyType({})
    fallbacks: Mapping[str, Variable] = MappingProxyType({})

    @property
    def is_fed_from_outside(self) -> bool:
        """True if a platform sets variables for it: what its arguments lack is no mistake."""
        return bool(self.variables or self.fallbacks)


LOGIN_MODES: Final[Mapping[str, LoginMode]] = {
    "devicecode": LoginMode(
        since="0.0.1",
        writes={**IDENTITY, "legacy": OPTIONAL},
        reads=_READS_IDENTITY | {"legacy"},
        needs=(CLIENT, TENANT),
        earlier=((ADAL, ADAL_PERSON),),
        identity="person",
        unattended=False,
        managed_only=False,
        tenant_since=AZIDENTITY_SINCE,
    ),
    "interactive": LoginMode(
        since="0.0.21",
        writes={**IDENTITY, **_PROOF_OF_POSSESSION, "redirect-url": OPTIONAL, "login-hint": OPTIONAL},
        reads=_READS_IDENTITY | _READS_POP | {"redirect-url", "login-hint"},
        needs=(CLIENT, TENANT),
        earlier=((ADAL, ADAL_PERSON),),
        identity="person",
        unattended=False,
        managed_only=False,
        tenant_since="0.0.21",
        pop_since="0.0.32",
    ),
    "spn": LoginMode(
        since="0.0.1",
        writes={
            **IDENTITY,
            "client-secret": FLAG_ONLY,
            "client-certificate": FLAG_ONLY,
            "client-certificate-password": FLAG_ONLY,
            "legacy": OPTIONAL,
            **_PROOF_OF_POSSESSION,
            "disable-environment-override": FLAG_ONLY,
        },
        reads=_READS_IDENTITY
        | _READS_POP
        | {"client-secret", "client-certificate", "client-certificate-password", "legacy"},
        needs=(
            CLIENT,
            TENANT,
            RequiredValue(
                ("client-secret", "client-certificate"), message=NO_CREDENTIAL + "client secret cannot be empty"
            ),
        ),
        earlier=(
            (Releases(None, "0.0.6"), (ADAL_CLIENT, ADAL_SECRET, ADAL_SERVER, ADAL_TENANT)),
            (Releases(None, "0.0.25"), (ADAL_CLIENT, ADAL_CAPITAL_PROOF, ADAL_SERVER, ADAL_TENANT)),
            (ADAL, (ADAL_CLIENT, ADAL_PROOF, ADAL_SERVER, ADAL_TENANT)),
        ),
        identity="application",
        unattended=True,
        managed_only=True,
        tenant_since="0.0.30",
        pop_since="0.0.32",
    ),
    "ropc": LoginMode(
        since="0.0.1",
        writes={
            **IDENTITY,
            "username": FLAG_ONLY,
            "password": FLAG_ONLY,
            "legacy": OPTIONAL,
            **_PROOF_OF_POSSESSION,
        },
        reads=_READS_IDENTITY | _READS_POP | {"username", "password"},
        needs=(
            CLIENT,
            TENANT,
            *(RequiredValue((name,), message=f"{NO_CREDENTIAL}{name} cannot be empty") for name in PERSON),
        ),
        earlier=(
            (
                ADAL,
                (
                    ADAL_CLIENT,
                    *(RequiredValue((name,), message=f"{name} cannot be empty") for name in PERSON),
                    ADAL_SERVER,
                    ADAL_TENANT,
                ),
            ),
        ),
        identity="person",
        unattended=True,
        managed_only=False,
        tenant_since=AZIDENTITY_SINCE,
        pop_since="0.1.1",
    ),
    "msi": LoginMode(
        since="0.0.4",
        writes={"client-id": FLAG_ONLY, "identity-resource-id": FLAG_ONLY},
        reads=frozenset(("client-id", "identity-resource-id")),
        identity="machine",
        unattended=True,
        managed_only=True,
        earlier=((ADAL, (ADAL_SERVER,)),),
    ),
    "azurecli": LoginMode(
        since="0.0.9",
        writes={"tenant-id": FLAG_ONLY, "subscription": FLAG_ONLY},
        reads=frozenset(("tenant-id", "subscription")),
        identity="machine",
        unattended=True,
        managed_only=True,
        tenant_since="0.1.5",
        earlier=((ADAL, (ADAL_SERVER,)), (Releases(AZIDENTITY_SINCE, "0.2.6"), (SERVER, TENANT))),
        asks="az",
    ),
    "azd": LoginMode(
        since="0.1.1",
        writes={"tenant-id": FLAG_ONLY},
        reads=frozenset(("tenant-id",)),
        identity="machine",
        unattended=True,
        managed_only=True,
        tenant_since="0.1.5",
        earlier=((ADAL, (ADAL_SERVER,)), (Releases(AZIDENTITY_SINCE, "0.2.6"), (SERVER, TENANT))),
        asks="azd",
    ),
    "workloadidentity": LoginMode(
        since="0.0.12",
        writes={
            "client-id": FLAG_ONLY,
            "tenant-id": FLAG_ONLY,
            "authority-host": FLAG_ONLY,
            "federated-token-file": FLAG_ONLY,
        },
        reads=_READS_IDENTITY | {"federated-token-file"},
        needs=(
            CLIENT,
            TENANT,
            RequiredValue(("federated-token-file",), GITHUB, NO_CREDENTIAL + "federated token file cannot be empty"),
        ),
        earlier=(
            (
                Releases(None, "0.0.34"),
                (
                    ADAL_CLIENT,
                    ADAL_TENANT,
                    RequiredValue(("federated-token-file",), message="federatedTokenFile cannot be empty"),
                    *ADAL_FEDERATED,
                ),
            ),
            (
                ADAL,
                (
                    ADAL_CLIENT,
                    ADAL_TENANT,
                    RequiredValue(
                        ("federated-token-file",),
                        GITHUB,
                        f"either {GITHUB[0]} and {GITHUB[1]} environment variables have to be set or federated token "
                        "file has to be provided",
                    ),
                    *ADAL_FEDERATED,
                ),
            ),
        ),
        identity="application",
        unattended=True,
        managed_only=False,
        tenant_since=AZIDENTITY_SINCE,
        variables={
            "client-id": Variable("AZURE_CLIENT_ID", "0.0.12"),
            "tenant-id": Variable("AZURE_TENANT_ID", "0.0.12", removed="0.0.18"),
            "federated-token-file": Variable("AZURE_FEDERATED_TOKEN_FILE", "0.0.12"),
            "authority-host": Variable("AZURE_AUTHORITY_HOST", "0.0.12"),
        },
    ),
    "azurepipelines": LoginMode(
        since="0.2.11",
        writes={"tenant-id": REQUIRED, "azure-pipelines-service-connection-id": FLAG_ONLY},
        reads=_READS_IDENTITY | {"azure-pipelines-service-connection-id"},
        needs=(
            RequiredValue(
                (), ("SYSTEM_ACCESSTOKEN",), NO_CREDENTIAL + "SYSTEM_ACCESSTOKEN environment variable not set"
            ),
            RequiredValue(("tenant-id",), message=NO_PIPELINE + INVALID_TENANT),
            RequiredValue(("client-id",), message=NO_PIPELINE + "no client ID specified"),
            CONNECTION,
            RequiredValue(
                (),
                ("SYSTEM_OIDCREQUESTURI",),
                NO_PIPELINE
                + "no value for environment variable SYSTEM_OIDCREQUESTURI. This should be set by Azure Pipelines",
            ),
        ),
        earlier=(
            (
                Releases("0.2.11", "0.2.12"),
                (
                    RequiredValue(
                        ("tenant-id",), message="tenant ID is required for azurepipelines login method", is_early=True
                    ),
                    CONNECTION._replace(
                        message="--azure-pipelines-service-connection-id is required for --login azurepipelines",
                        is_early=True,
                    ),
                    RequiredValue(
                        (),
                        ("SYSTEM_ACCESSTOKEN",),
                        "environment variable SYSTEM_ACCESSTOKEN not set; "
                        'enable "Allow scripts to access the OAuth token" in the pipeline',
                        is_early=True,
                    ),
                    RequiredValue(
                        (),
                        ("SYSTEM_OIDCREQUESTURI",),
                        "environment variable SYSTEM_OIDCREQUESTURI not set; "
                        "this should be automatically set by Azure Pipelines",
                        is_early=True,
                    ),
                    SERVER,
                    RequiredValue(("client-id",), message=NO_PIPELINE + "no client ID specified"),
                ),
            ),
        ),
        identity="application",
        unattended=True,
        managed_only=False,
        tenant_since="0.2.11",
        fallbacks={
            "client-id": Variable("AZURESUBSCRIPTION_CLIENT_ID", "0.2.12"),
            "tenant-id": Variable("AZURESUBSCRIPTION_TENANT_ID", "0.2.12"),
            "azure-pipelines-service-connection-id": Variable("AZURESUBSCRIPTION_SERVICE_CONNECTION_ID", "0.2.12"),
        },
    ),
}
DEFAULT_MODE: Final = "devicecode"

#: The programs, besides kubelogin, that some login mode asks for a token.
TOKEN_PROGRAMS: Final = tuple(row.asks for row in LOGIN_MODES.values() if row.asks)


def needed(mode: str, release: Version) -> tuple[RequiredValue, ...]:
    """What a release stops without in a login mode, in the order in which it says so; nothing for an unknown mode."""
    row = LOGIN_MODES.get(mode)
    if row is None:
        return ()
    return next((needs for releases, needs in row.earlier if releases.contains(release)), (SERVER, *row.needs))


def flags_read(mode: str) -> frozenset[str]:
    """The flags that a login mode reads besides `ALWAYS_READ`; none for an unknown one."""
    row = LOGIN_MODES.get(mode)
    return row.reads if row else frozenset()


def program_asked(mode: str | None) -> str:
    """The program, besides kubelogin, that a login mode asks for a token; '' for none."""
    row = LOGIN_MODES.get(mode or "")
    return row.asks if row else ""
