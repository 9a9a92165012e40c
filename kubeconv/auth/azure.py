"""Azure logins: the legacy `auth-provider: azure` and Azure's kubelogin, and the way between them.

`AzureLogin` is the pivot: each format has one reader and one writer. Here are those of kubelogin (`from_arguments`,
`to_arguments`, `update_arguments`); those of the legacy provider are in `azure_provider`. Values are named as kubelogin
names its flags.

The same flags give the same arguments in the same order as https://github.com/Azure/kubelogin v0.2.19 writes them
(pkg/internal/converter/convert.go), but for the improvements that docs/convert.md lists.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from kubeconv.auth.kubelogin import FLAGS, is_true, parse_arguments, put
from kubeconv.auth.login import Unconvertible
from kubeconv.auth.login_modes import DEFAULT_MODE, FLAG_ONLY, HEAD, IDENTITY, LOGIN_MODES, REQUIRED
from kubeconv.gate.brief import brief
from kubeconv.gate.value import NamedTuple

#: Application ids that are the same in every tenant: https://azure.github.io/kubelogin/concepts/aks.html and
#: https://learn.microsoft.com/azure/azure-arc/kubernetes/cluster-connect
AKS_SERVER: Final = "6dae42f8-4368-4678-94ff-3960e28e3630"
AKS_CLIENT: Final = "80faf920-1908-4b52-b5ef-a8e7bedfc67a"
ARC_SERVER: Final = "6256c85f-0aad-4d50-b960-e6e9b21efe35"
ARC_CLIENT: Final = "3f4439ff-e698-4d6d-84fe-09c9d574f06b"
CLIENT_OF_SERVER: Final = {AKS_SERVER: AKS_CLIENT, ARC_SERVER: ARC_CLIENT}

API_VERSION: Final = "client.authentication.k8s.io/v1beta1"
OLD_API_VERSION: Final = "client.authentication.k8s.io/v1alpha1"
V1_API_VERSION: Final = "client.authentication.k8s.io/v1"
INSTALL_HINT: Final = (
    "\nkubelogin is not installed which is required to connect to AAD enabled cluster.\n"
    "\nTo learn more, please go to https://azure.github.io/kubelogin/\n"
)


#: What `--azure-config-dir` becomes, for azurecli.
CONFIG_DIR_VARIABLE: Final = "AZURE_CONFIG_DIR"

#: How a kept origin calls the legacy provider.
LEGACY: Final = "azure"


def is_managed(server: str) -> bool:
    """True for a server id that all clusters of a kind share: it means the managed integration, whatever else is written."""
    return server.lower() in CLIENT_OF_SERVER


def is_for_people(client: str) -> bool:
    """True for a client id by which the people of every tenant log in: no application has it."""
    return client.lower() in CLIENT_OF_SERVER.values()


class AzureLogin(NamedTuple):
    """A login: its mode ('' for the legacy provider) and its values by flag name; switches are "true" or "false"."""

    mode: str
    values: Mapping[str, str]

    def __repr__(self) -> str:
        return brief(self)


class Written(NamedTuple):
    """A login in its new form, and what to say about it.

    `arguments` are for kubelogin, `config` for the legacy provider. `filled` names values taken from the well-known ids,
    `restored` values taken from a kept login, `lost` what the new form cannot hold, `overwritten` the values that flags
    replaced, `ignored` the flags that the mode does not take.
    """

    login: AzureLogin
    arguments: list[str]
    config: Mapping[str, str]
    filled: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    overwritten: Mapping[str, str] = MappingProxyType({})
    ignored: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return brief(self, "filled", "restored")


def from_arguments(arguments: Sequence[str]) -> AzureLogin:
    """Read the arguments of an exec section that runs Azure's kubelogin. The last of a repeated flag counts."""
    values = {argument.name: argument.value for argument in parse_arguments(arguments) if argument.name}
    for name, value in values.items():
        if name in FLAGS and FLAGS[name].switch:
            values[name] = "true" if is_true(value) else "false"
    return AzureLogin(values.pop("login", "") or DEFAULT_MODE, values)


def to_arguments(old: AzureLogin, mode: str, flags: Mapping[str, str], kept: Mapping[str, str]) -> Written:
    """The arguments for `mode`, as kubelogin writes them: flags of this run first, then the old values, then what kept
    logins have. Raises Unconvertible if a required value is missing."""
    table = _table(mode, flags)
    values: dict[str, str] = {}
    restored = []
    for name, rule in table.items():
        if name in flags:
            values[name] = flags[name]
        elif rule != FLAG_ONLY and old.values.get(name):
            values[name] = old.values[name]
        elif rule != FLAG_ONLY and kept.get(name):
            values[name] = kept[name]
            restored.append(name)
    filled = complete(values, table)
    _check_pop(values, mode)
    written = [
        name
        for name, rule in table.items()
        if (
            values.get(name) == "true"
            if FLAGS[name].switch
            else values.get(name) or (name in flags and rule == FLAG_ONLY)
        )
    ]
    words = ["get-token", "--login", mode]
    for name in written:
        words += [f"--{name}"] if FLAGS[name].switch else [f"--{name}", values[name]]
    login = AzureLogin(mode, {name: values[name] for name in written})
    said = (lost(old, login, flags), overwritten(old, flags, table), ignored(flags, table))
    return Written(login, words, {}, filled, tuple(restored), *said)


def update_arguments(
    arguments: Sequence[str], flags: Mapping[str, str], kept: Mapping[str, str], facts: Mapping[str, str] | None = None
) -> Written:
    """The arguments with the flags of this run put in, every other one kept as it is. `facts` are values that are newer
    than those of the arguments. Raises Unconvertible if a required value is missing."""
    old = from_arguments(arguments)
    table = _table(old.mode, flags)
    wanted = {**(facts or {}), **{name: value for name, value in flags.items() if name in table}}
    missing = [name for name, rule in table.items() if rule == REQUIRED and not {**old.values, **wanted}.get(name)]
    restored = [name for name in missing if name not in flags and kept.get(name)]
    values = {**old.values, **{name: kept[name] for name in restored}, **wanted}
    filled = complete(values, table)
    _check_pop(values, old.mode)
    ended = {"pop-claims"} if values.get("pop-enabled") == "false" else set()
    parsed = [argument for argument in parse_arguments(arguments) if argument.name not in ended]
    for name in (*wanted, *restored, *filled):
        if name not in ended:
            parsed = put(parsed, name, values[name], keep_empty=table.get(name) == FLAG_ONLY)
    words = [word for argument in parsed for word in argument.words]
    dropped = tuple(name for name in ended if old.values.get(name) and "pop-enabled" not in flags)
    said = (dropped, overwritten(old, flags, table), ignored(flags, {**table, **_writes(old.mode)}))
    return Written(from_arguments(words), words, {}, filled, tuple(restored), *said)


def cluster_facts(login: AzureLogin) -> dict[str, str]:
    """The values of a login that belong to the cluster, not to the way of logging in."""
    table = {**HEAD, **(_writes(login.mode) or IDENTITY)}
    names = ("server-id", "tenant-id", "environment")
    facts = {name: login.values[name] for name in names if name in table and login.values.get(name)}
    if "legacy" in table or not login.mode:
        facts["legacy"] = login.values.get("legacy", "false")
    return facts


def names_mode(arguments: Sequence[str]) -> bool:
    """True if arguments name a login mode; without, kubelogin takes devicecode or what AAD_LOGIN_METHOD says."""
    return any(argument.name == "login" for argument in parse_arguments(arguments))


def _table(mode: str, flags: Mapping[str, str]) -> dict[str, str]:
    table = {**HEAD, **_writes(mode)}
    if mode == "msi" and "client-id" in flags:  # kubelogin takes one of them, and the client id first
        del table["identity-resource-id"]
    return table


def _writes(mode: str) -> Mapping[str, str]:
    row = LOGIN_MODES.get(mode)
    return row.writes if row else {}


def ignored(flags: Mapping[str, str], table: Mapping[str, str]) -> tuple[str, ...]:
    """The flags that a login does not take."""
    return tuple(name for name in flags if name not in table)


def complete(values: dict[str, str], table: Mapping[str, str]) -> tuple[str, ...]:
    """Fill a missing client id from the well-known ones; raise if another required value is missing."""
    filled: tuple[str, ...] = ()
    if table.get("client-id") == REQUIRED and not values.get("client-id"):
        client = CLIENT_OF_SERVER.get(values.get("server-id", "").lower())
        if client:
            values["client-id"] = client
            filled = ("client-id",)
    for name, rule in table.items():
        if rule == REQUIRED and not values.get(name):
            raise Unconvertible(f"the {name.replace('-', ' ')} is missing", _WAYS_OUT[name], name)
    return filled


_WAYS_OUT: Final = {
    "server-id": f"give --server-id ID (an AKS-managed cluster: {AKS_SERVER})",
    "client-id": "give --client-id ID, the client application of this cluster",
    "tenant-id": "give --tenant-id ID (az account show --query tenantId)",
}


def _check_pop(values: dict[str, str], mode: str) -> None:
    if "pop-enabled" not in _writes(mode):
        return
    if values.get("pop-enabled") == "false":
        values.pop("pop-claims", None)
    enabled, claims = values.get("pop-enabled") == "true", bool(values.get("pop-claims"))
    if enabled and not claims:
        raise Unconvertible("--pop-enabled needs --pop-claims", "give --pop-claims u=ARM_ID_OF_THE_CLUSTER")
    if claims and not enabled:
        raise Unconvertible("--pop-claims needs --pop-enabled", "give --pop-enabled, or --pop-enabled=false to end PoP")


def lost(old: AzureLogin, new: AzureLogin, flags: Mapping[str, str]) -> tuple[str, ...]:
    """The values of the old login that the new one does not have, or has others for (a kept one's) that no flag gave."""
    return tuple(
        name
        for name, value in old.values.items()
        if value not in ("", "false") and (name not in new.values or (new.values[name] != value and name not in flags))
    )


def overwritten(old: AzureLogin, flags: Mapping[str, str], table: Mapping[str, str]) -> dict[str, str]:
    """The values of the old login that flags replace by another, by flag."""

    def differs(name: str, value: str) -> bool:
        return bool(old.values.get(name)) and old.values[name] != value and not FLAGS[name].switch

    return {name: old.values[name] for name, value in flags.items() if name in table and differs(name, value)}
