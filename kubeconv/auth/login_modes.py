"""The table of kubelogin's login modes: one row each, with all that is known of it.

Sources: https://github.com/Azure/kubelogin, read at every tag to v0.2.19: pkg/internal/converter/convert.go (`writes`),
pkg/internal/token: options.go (`variables`, `fallbacks`), provider.go and the `new…Credential` functions (`reads`, `needs`);
docs/book/src/known-issues.md and https://learn.microsoft.com/azure/aks/kubelogin-authentication (`managed_only`).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from kubeconv.auth.kubelogin import Variable
from kubeconv.auth.required_values import (
    AZIDENTITY_SINCE,
    IDENTITY_EARLIER,
    IDENTITY_NEEDS,
    PIPELINES,
    PIPELINES_EARLIER,
    PROGRAM_EARLIER,
    ROPC,
    ROPC_EARLIER,
    SERVER,
    SERVER_EARLIER,
    SPN,
    SPN_EARLIER,
    WORKLOAD,
    WORKLOAD_EARLIER,
    Earlier,
    Needs,
)
from kubeconv.gate.value import NamedTuple
from kubeconv.releases.version import Version

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
    `writes`: the flags that a conversion writes after `--login`, `--server-id` and `--cache-dir`, in this order, and how
    their values get there. `reads`: the flags that get-token reads besides `ALWAYS_READ`. `identity`: who logs in: a person,
    an application by its client id, or whoever this machine or the program `asks` is already. `unattended`: true if nobody
    has to be there when it runs. `managed_only`: true if it works with the AKS-managed integration only. `needs`: what the
    newest release stops without, besides the server id, in its order; `earlier`: what older releases stop without, the
    server id too, in theirs. `variables`: those that only this mode reads, and that overrule a flag; `fallbacks` count
    if the flag gives nothing.
    """

    since: str
    writes: Mapping[str, str]
    reads: frozenset[str]
    identity: Literal["person", "application", "machine"]
    unattended: bool
    managed_only: bool
    needs: Needs = ()
    earlier: Earlier = ()
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
        needs=IDENTITY_NEEDS,
        earlier=IDENTITY_EARLIER,
        identity="person",
        unattended=False,
        managed_only=False,
        tenant_since=AZIDENTITY_SINCE,
    ),
    "interactive": LoginMode(
        since="0.0.21",
        writes={**IDENTITY, **_PROOF_OF_POSSESSION, "redirect-url": OPTIONAL, "login-hint": OPTIONAL},
        reads=_READS_IDENTITY | _READS_POP | {"redirect-url", "login-hint"},
        needs=IDENTITY_NEEDS,
        earlier=IDENTITY_EARLIER,
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
        needs=SPN,
        earlier=SPN_EARLIER,
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
        needs=ROPC,
        earlier=ROPC_EARLIER,
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
        earlier=SERVER_EARLIER,
    ),
    "azurecli": LoginMode(
        since="0.0.9",
        writes={"tenant-id": FLAG_ONLY, "subscription": FLAG_ONLY},
        reads=frozenset(("tenant-id", "subscription")),
        identity="machine",
        unattended=True,
        managed_only=True,
        tenant_since="0.1.5",
        earlier=PROGRAM_EARLIER,
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
        earlier=PROGRAM_EARLIER,
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
        needs=WORKLOAD,
        earlier=WORKLOAD_EARLIER,
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
        needs=PIPELINES,
        earlier=PIPELINES_EARLIER,
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


def needed(mode: str, release: Version) -> Needs:
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
