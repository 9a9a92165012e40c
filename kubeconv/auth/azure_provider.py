"""The legacy `auth-provider: azure`: its config to an `AzureLogin`, and back.

Source: client-go v0.25, plugin/pkg/client/auth/azure/azure.go.
"""

from collections.abc import Mapping
from typing import Final

from kubeconv.auth.azure import AzureLogin, Written, complete, ignored, lost, overwritten
from kubeconv.auth.kubelogin import FLAGS
from kubeconv.auth.login import Unconvertible
from kubeconv.auth.login_modes import DEFAULT_MODE, HEAD, IDENTITY, LOGIN_MODES, OPTIONAL, REQUIRED
from kubeconv.gate import shown

PUBLIC_CLOUD: Final = "AzurePublicCloud"

#: Config key of the legacy provider to the flag that says the same.
_PROVIDER_KEYS: Final = {
    "apiserver-id": "server-id",
    "client-id": "client-id",
    "tenant-id": "tenant-id",
    "environment": "environment",
}
LEGACY_MODES: Final = ("", "0")
#: Before the name of a key of the config that is called like a flag and means nothing: `server-id`.
_OF_CONFIG: Final = "config."
_NO_KEYS: Final = ("login", "legacy", "cache-dir")


def from_provider(config: Mapping[str, str]) -> AzureLogin:
    """Read the config of a legacy azure auth-provider."""
    values = {flag: config[key] for key, flag in _PROVIDER_KEYS.items() if config.get(key)}
    values["legacy"] = "true" if config.get("config-mode", "") in LEGACY_MODES else "false"
    others = {
        f"{_OF_CONFIG}{key}" if key in FLAGS or key in _NO_KEYS else key: value
        for key, value in config.items()
        if key not in _PROVIDER_KEYS and key != "config-mode" and value
    }
    return AzureLogin("", {**values, **others})


def is_config_mode(text: str) -> bool:
    """True for what the old plugin takes as `config-mode`: nothing, or what Go reads as the number 0 or 1, such as 01."""
    digits = text[1:] if text[:1] in ("+", "-") else text
    return not text or (digits.isascii() and digits.isdigit() and int(text[:20]) in (0, 1) and len(text) <= 20)


def to_provider(old: AzureLogin, flags: Mapping[str, str], kept: Mapping[str, str] | None) -> Written:
    """The config of a legacy azure auth-provider with the same login, keys in the order that az writes. `kept` is the
    config that the user had before, None if it had none: that alone makes up for a login mode that the old plugin,
    which can do the device code flow only, cannot do.

    Raises Unconvertible if it cannot stand in for the login mode, or if a required value is missing.
    """
    mode = LOGIN_MODES.get(old.mode)
    stands_in = not old.mode or (mode is not None and not mode.unattended)
    if not stands_in and kept is None:
        raise Unconvertible(
            "the azure auth-provider only knows the device code flow, it cannot replace the login mode "
            f"{shown.known(old.mode, LOGIN_MODES)}",
            "first convert with -l devicecode, or keep kubelogin",
            "login",
        )
    if old.values.get("pop-enabled") == "true":
        raise Unconvertible("the azure auth-provider cannot make PoP tokens", "keep kubelogin")
    table = {**HEAD, **IDENTITY, "legacy": OPTIONAL}
    before = from_provider(kept).values if kept is not None else {}
    own = before.get("client-id") if not stands_in else None
    values = {**before, **{name: value for name, value in old.values.items() if name in table or not old.mode}}
    values |= ({"client-id": own} if own else {}) | {name: value for name, value in flags.items() if name in table}
    del table["cache-dir"]
    values.pop("cache-dir", None)
    filled = complete(values, table)
    known = {key: values[flag] for key, flag in _PROVIDER_KEYS.items() if values.get(flag)}
    config = {
        "environment": PUBLIC_CLOUD,
        **known,
        "config-mode": "0" if values.get("legacy") == "true" else "1",
        **{name.removeprefix(_OF_CONFIG): value for name, value in values.items() if name not in table},
    }
    login = from_provider(config)
    dropped = lost(old, login, flags) + (("login",) if old.mode not in ("", DEFAULT_MODE) and kept is None else ())
    restored = tuple(
        name
        for name in before
        if name not in flags
        and before[name] not in (old.values.get(name), "false")
        and before[name] == login.values.get(name)
    )
    said = (dropped, overwritten(old, flags, table), ignored(flags, table))
    return Written(login, [], dict(sorted(config.items())), filled, restored, *said)


def update_provider(config: Mapping[str, str], flags: Mapping[str, str]) -> Written:
    """The keys of a legacy config that the flags of this run change; `config` of the result holds only these.

    Raises Unconvertible if a flag takes a required value away.
    """
    old = from_provider(config)
    table = {**IDENTITY, "server-id": REQUIRED, "legacy": OPTIONAL}
    values = {**old.values, **{name: value for name, value in flags.items() if name in table}}
    filled = complete(values, {name: rule for name, rule in table.items() if name in flags})
    values["environment"] = values.get("environment") or PUBLIC_CLOUD
    changed = {key: values[flag] for key, flag in _PROVIDER_KEYS.items() if flag in flags}
    if "legacy" in flags:
        changed["config-mode"] = "0" if flags["legacy"] == "true" else "1"
    said = (overwritten(old, flags, table), ignored(flags, table))
    return Written(from_provider({**config, **changed}), [], changed, filled, (), (), *said)
