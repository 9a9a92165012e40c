"""Azure logins: the legacy `auth-provider: azure` and Azure's kubelogin, and the way between them.

`AzureLogin` is the pivot: each format has one reader (`from_provider`, `from_arguments`) and one writer (`to_provider`,
`to_arguments`, `update_arguments`). Values are named as kubelogin names its flags.

The same flags give the same arguments in the same order as https://github.com/Azure/kubelogin v0.2.19 writes them
(pkg/internal/converter/convert.go), but for the improvements that README.md lists.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from kubeconv.auth.kubelogin import (
    DEFAULT_MODE,
    FLAG_ONLY,
    FLAGS,
    HEAD,
    IDENTITY,
    MODES,
    REQUIRED,
    is_true,
    parse_arguments,
    put,
)

#: Application ids that are the same in every tenant: https://azure.github.io/kubelogin/concepts/aks.html and
#: https://learn.microsoft.com/azure/azure-arc/kubernetes/cluster-connect
AKS_SERVER: Final = "6dae42f8-4368-4678-94ff-3960e28e3630"
AKS_CLIENT: Final = "80faf920-1908-4b52-b5ef-a8e7bedfc67a"
ARC_SERVER: Final = "6256c85f-0aad-4d50-b960-e6e9b21efe35"
ARC_CLIENT: Final = "3f4439ff-e698-4d6d-84fe-09c9d574f06b"
CLIENT_OF_SERVER: Final = {AKS_SERVER: AKS_CLIENT, ARC_SERVER: ARC_CLIENT}

API_VERSION: Final = "client.authentication.k8s.io/v1beta1"
OLD_API_VERSION: Final = "client.authentication.k8s.io/v1alpha1"
INSTALL_HINT: Final = (
    "\nkubelogin is not installed which is required to connect to AAD enabled cluster.\n"
    "\nTo learn more, please go to https://azure.github.io/kubelogin/\n"
)
PUBLIC_CLOUD: Final = "AzurePublicCloud"


#: What `--azure-config-dir` becomes, for azurecli.
CONFIG_DIR_VARIABLE: Final = "AZURE_CONFIG_DIR"

#: Config key of the legacy provider to the flag that says the same
#: (client-go v0.25, plugin/pkg/client/auth/azure/azure.go).
_PROVIDER_KEYS: Final = {
    "apiserver-id": "server-id",
    "client-id": "client-id",
    "tenant-id": "tenant-id",
    "environment": "environment",
}
_TOKEN_KEYS: Final = ("access-token", "refresh-token", "expires-in", "expires-on")
LEGACY_MODES: Final = ("", "0")

#: How a kept origin calls the legacy provider.
LEGACY: Final = "azure"


class Unconvertible(ValueError):
    """This login cannot become what was asked. `help` is the way out."""

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.help = help


class AzureLogin(NamedTuple):
    """A login: its mode ('' for the legacy provider) and its values by flag name; switches are "true" or "false"."""

    mode: str
    values: Mapping[str, str]


class Written(NamedTuple):
    """New arguments (or a new provider config) and what is to be said about them.

    `filled` names a value taken from the well-known ids, `restored` values taken from the kept origin, `lost` what the
    new form cannot hold, `overwritten` the flags that replaced another value, `ignored` the flags that the mode does not
    take.
    """

    arguments: list[str]
    login: AzureLogin
    filled: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()
    lost: Mapping[str, Any] = MappingProxyType({})
    overwritten: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


def from_arguments(arguments: Sequence[str]) -> AzureLogin:
    """Read the arguments of an exec section that runs Azure's kubelogin. The last of a repeated flag counts."""
    values = {argument.name: argument.value for argument in parse_arguments(arguments) if argument.name}
    for name, value in values.items():
        if name in FLAGS and FLAGS[name].switch:
            values[name] = "true" if is_true(value) else "false"
    return AzureLogin(values.pop("login", "") or DEFAULT_MODE, values)


def from_provider(config: Mapping[str, str]) -> AzureLogin:
    """Read the config of a legacy azure auth-provider."""
    values = {flag: config[key] for key, flag in _PROVIDER_KEYS.items() if config.get(key)}
    values["legacy"] = "true" if config.get("config-mode", "") in LEGACY_MODES else "false"
    others = {
        key: value for key, value in config.items() if key not in _PROVIDER_KEYS and key != "config-mode" and value
    }
    return AzureLogin("", {**values, **others})


def to_arguments(old: AzureLogin, mode: str, flags: Mapping[str, str], origin: Mapping[str, str]) -> Written:
    """The arguments for `mode`, as kubelogin writes them: flags of this run first, then the old values, then the origin.

    Raises Unconvertible where a required value is missing.
    """
    table = {**HEAD, **MODES[mode]}
    if mode == "msi" and "client-id" in flags:
        del table["identity-resource-id"]
    values: dict[str, str] = {}
    restored = []
    for name, rule in table.items():
        if name in flags:
            values[name] = flags[name]
        elif rule != FLAG_ONLY and old.values.get(name):
            values[name] = old.values[name]
        elif origin.get(name) and _restorable(rule, mode, origin):
            values[name] = origin[name]
            restored.append(name)
    filled = _complete(values, table)
    _check_pop(values, mode)
    words = ["get-token", "--login", mode]
    for name, rule in table.items():
        if FLAGS[name].switch:
            words += [f"--{name}"] if values.get(name) == "true" else []
        elif values.get(name) or (name in flags and rule == FLAG_ONLY):
            words += [f"--{name}", values[name]]
    login = AzureLogin(mode, {name: value for name, value in values.items() if value and value != "false"})
    return Written(
        words,
        login,
        filled,
        tuple(restored),
        _lost(old, login),
        _overwritten(old, flags, table),
        tuple(name for name in flags if name not in table),
    )


def update_arguments(arguments: Sequence[str], flags: Mapping[str, str], origin: Mapping[str, str]) -> Written:
    """The arguments with the flags of this run put in, every other one kept as it is.

    Raises Unconvertible where a required value is missing.
    """
    old = from_arguments(arguments)
    table = {**HEAD, **MODES.get(old.mode, {})}
    parsed = parse_arguments(arguments)
    values = dict(old.values)
    wanted = {name: value for name, value in flags.items() if name in table}
    restored = [
        name for name, rule in table.items()
        if name not in values and name not in wanted and origin.get(name) and _restorable(rule, old.mode, origin)
    ]  # fmt: skip
    values |= {name: origin[name] for name in restored} | wanted
    filled = _complete(values, table)
    _check_pop(values, old.mode)
    for name in (*wanted, *restored, *filled):
        parsed = put(parsed, name, values[name])
    words = [word for argument in parsed for word in argument.words]
    ignored = tuple(name for name in flags if name not in table)
    login = from_arguments(words)
    return Written(words, login, filled, tuple(restored), {}, _overwritten(old, wanted, table), ignored)


def to_provider(old: AzureLogin, flags: Mapping[str, str], origin: Mapping[str, str]) -> tuple[dict[str, str], Written]:
    """The config of a legacy azure auth-provider with the same login, keys in the order that az writes.

    Raises Unconvertible where the old plugin, which can do the device code flow only, cannot stand in for the login mode.
    """
    kept_legacy = origin.get("login") == LEGACY
    if old.mode not in ("devicecode", "interactive") and not kept_legacy:
        raise Unconvertible(
            f"the azure auth-provider only knows the device code flow, it cannot replace the login mode {old.mode}",
            "first convert to -l devicecode, or keep kubelogin",
        )
    if old.values.get("pop-enabled") == "true":
        raise Unconvertible("the azure auth-provider cannot make PoP tokens", "keep kubelogin")
    values: dict[str, str] = {}
    restored = []
    for name in ("server-id", "client-id", "tenant-id", "environment", "legacy", *_TOKEN_KEYS):
        if name in flags:
            values[name] = flags[name]
        elif name in old.values:
            values[name] = old.values[name]
        elif name in origin:
            values[name] = origin[name]
            restored.append(name)
    filled = _complete(values, {**HEAD, **IDENTITY})
    keys = {key: values.get(flag, "") for key, flag in _PROVIDER_KEYS.items()}
    config: dict[str, str] = {
        **keys,
        "config-mode": "0" if values.get("legacy") == "true" else "1",
        "environment": values.get("environment") or PUBLIC_CLOUD,
        **{key: values[key] for key in _TOKEN_KEYS if key in values},
    }
    login = AzureLogin("", {**values, "legacy": values.get("legacy", "false")})
    lost = _lost(old, login)
    if old.mode != DEFAULT_MODE and not kept_legacy:
        lost["login"] = old.mode
    ignored = tuple(name for name in flags if name not in _PROVIDER_KEYS.values() and name != "legacy")
    written = Written([], login, filled, tuple(restored), lost, _overwritten(old, flags, {**HEAD, **IDENTITY}), ignored)
    return dict(sorted(config.items())), written


def _restorable(rule: str, mode: str, origin: Mapping[str, str]) -> bool:
    # A tenant that az or azd was not asked for breaks their managed identity logins, a client id is another
    # application's: such values come back only to the login mode that they were taken from.
    return rule != FLAG_ONLY or origin.get("login") == mode


def _complete(values: dict[str, str], table: Mapping[str, str]) -> tuple[str, ...]:
    """Fill a missing client id from the well-known ones; raise where another required value is missing."""
    filled: tuple[str, ...] = ()
    if table.get("client-id") == REQUIRED and not values.get("client-id"):
        client = CLIENT_OF_SERVER.get(values.get("server-id", "").lower())
        if client:
            values["client-id"] = client
            filled = ("client-id",)
    for name, rule in table.items():
        if rule == REQUIRED and not values.get(name):
            raise Unconvertible(f"the {name.replace('-', ' ')} is missing", _WAYS_OUT[name])
    return filled


_WAYS_OUT: Final = {
    "server-id": f"give --server-id ID (an AKS-managed cluster: {AKS_SERVER})",
    "client-id": "give --client-id ID, the client application of this cluster",
    "tenant-id": "give --tenant-id ID (az account show --query tenantId)",
}


def _check_pop(values: dict[str, str], mode: str) -> None:
    if "pop-enabled" not in MODES.get(mode, {}):
        return
    if values.get("pop-enabled") == "false":
        values.pop("pop-claims", None)
    enabled, claims = values.get("pop-enabled") == "true", bool(values.get("pop-claims"))
    if enabled and not claims:
        raise Unconvertible("--pop-enabled needs --pop-claims", "give --pop-claims u=ARM_ID_OF_THE_CLUSTER")
    if claims and not enabled:
        raise Unconvertible("--pop-claims needs --pop-enabled", "give --pop-enabled, or --pop-enabled=false to end PoP")


def _lost(old: AzureLogin, new: AzureLogin) -> dict[str, Any]:
    return {
        name: value
        for name, value in old.values.items()
        if value not in ("", "false") and new.values.get(name) != value and name not in new.values
    }


def _overwritten(old: AzureLogin, flags: Mapping[str, str], table: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(
        name for name, value in flags.items()
        if name in table and old.values.get(name, value) != value and not FLAGS[name].switch
    )  # fmt: skip
