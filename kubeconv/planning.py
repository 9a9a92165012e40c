"""What a user is to become: its planned body as plain data, and what is to be said about it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from kubeconv.auth import azure, azure_provider
from kubeconv.auth.azure import AzureLogin, Written
from kubeconv.auth.kubelogin import COMMAND, DEFAULT_MODE, MODES
from kubeconv.detection import Login
from kubeconv.kubeconfig import User
from kubeconv.origin import Kept, keep_logins, kept_logins
from kubeconv.selection import Options

#: What a new exec section holds besides its args.
_NEW_EXEC: Final[Mapping[str, Any]] = {
    "apiVersion": azure.API_VERSION,
    "command": COMMAND,
    "installHint": azure.INSTALL_HINT,
    "provideClusterInfo": False,
}
#: Settings that are nothing to lose: what a new section has, and what client-go fills in when it rewrites a file.
_DEFAULTS: Final[Mapping[str, Any]] = {**_NEW_EXEC, "interactiveMode": "IfAvailable"}

#: Logins of a person: their client id is another application's than that of a service.
_PERSONAL: Final = frozenset((azure.LEGACY, "devicecode", "interactive", "ropc"))


class Planned(NamedTuple):
    """The new body of a user, its login, and what `written` says of the change. `kept` is true where the old login was
    put into the extensions."""

    body: Mapping[str, Any]
    login: Login
    written: Written
    kept: bool = False


def plan_exec(user: User, old: AzureLogin, body: Mapping[str, Any], options: Options) -> Planned:
    """The user with kubelogin, in the login mode asked for. Raises Unconvertible where that cannot be."""
    kept = dict(kept_logins(body))
    mode = options.login or next((mode for mode in reversed([*kept]) if mode in MODES), DEFAULT_MODE)
    section = body.get("exec") or {}
    if user.exec and user.auth_provider:  # both: the provider counts, the plugin gives what a provider cannot say
        old = old._replace(values={**azure.from_arguments(user.exec.arguments).values, **old.values})
    others = _kept_values(kept, mode)
    if user.exec and old.mode == mode and azure.names_mode(user.exec.arguments):
        written = azure.update_arguments(user.exec.arguments, options.flags, others)
        new = {**section, "args": written.arguments}
    elif mode in kept:
        new = dict(kept.pop(mode))
        before = _strings(new.get("args"))
        written = azure.update_arguments(before, options.flags, others, azure.cluster_facts(old))
        written = _about_return(written, old)
        new["args"] = written.arguments
    else:
        written = azure.to_arguments(old, mode, options.flags, others)
        new = {**(section or _NEW_EXEC), "args": written.arguments}
        if not new.get("installHint"):
            new["installHint"] = azure.INSTALL_HINT
        new = new if section else dict(sorted(new.items()))
    if new.get("apiVersion") in (None, "", azure.OLD_API_VERSION):
        new["apiVersion"] = azure.API_VERSION
    if new["apiVersion"] == azure.V1_API_VERSION and not new.get("interactiveMode"):
        new["interactiveMode"] = "IfAvailable"
    if options.azure_config_dir and mode == "azurecli":
        new["env"] = _with_variable(new.get("env"), azure.CONFIG_DIR_VARIABLE, options.azure_config_dir)
    elif options.azure_config_dir:
        written = written._replace(ignored=(*written.ignored, "azure-config-dir"))
    if user.auth_provider:
        unknown = body["auth-provider"].keys() - {"name", "config"}
        written = written._replace(lost=(*written.lost, *sorted(unknown)))
    changes_mode = old.mode != mode or not user.exec
    planned = _renamed(body, "auth-provider", "exec", new)
    return _with_kept(planned, kept, old, body, changes_mode, Planned({}, Login("kubelogin", mode), written), options)


def plan_provider(user: User, old: AzureLogin, body: Mapping[str, Any], options: Options) -> Planned:
    """The user with the legacy azure auth-provider. Raises Unconvertible where that cannot be."""
    kept = dict(kept_logins(body))
    login = Login(azure.LEGACY)
    if user.auth_provider:
        written = azure_provider.update_provider(user.auth_provider.config, options.flags)
        before = body["auth-provider"].get("config")
        config = {**(before if isinstance(before, dict) else {}), **written.config}
        planned = (
            {**body, "auth-provider": {**body["auth-provider"], "config": config}} if written.config else dict(body)
        )
        return Planned(planned, login, written)
    section = kept.pop(azure.LEGACY, None)
    old_config = _texts(section.get("config")) if section is not None else None
    written = azure_provider.to_provider(old, options.flags, old_config)
    exec_ = body["exec"]
    if any(key != "args" and value not in (None, _DEFAULTS.get(key)) for key, value in exec_.items()):
        written = written._replace(lost=(*written.lost, "exec"))
    planned = _renamed(
        body, "exec", "auth-provider", {**(section or {}), "config": dict(written.config), "name": azure.LEGACY}
    )
    return _with_kept(planned, kept, old, body, True, Planned({}, login, written), options)


def _with_kept(
    body: dict[str, Any], kept: Kept, old: AzureLogin, before: Mapping[str, Any], changes: bool, planned: Planned,
    options: Options,
) -> Planned:  # fmt: skip
    """Complete `planned`: the new body, with the old section among its kept logins where that was asked."""
    keeps = options.keep_origin and changes
    if keeps:
        kept = {**kept, old.mode or azure.LEGACY: before["exec" if old.mode else "auth-provider"]}
    keep_logins(body, kept)
    return planned._replace(body=body, kept=keeps)


def _about_return(written: Written, old: AzureLogin) -> Written:
    """What is said where a kept login comes back whole."""
    restored = tuple(name for name in written.login.values if name not in old.values)
    return written._replace(restored=restored, lost=azure.lost(old, written.login))


def _kept_values(kept: Kept, mode: str) -> dict[str, str]:
    """The values of all kept logins; those of a like mode count most, then those of the newest."""
    values: dict[str, str] = {}
    for each in sorted(kept, key=lambda kept_mode: (kept_mode in _PERSONAL) == (mode in _PERSONAL)):
        section = kept[each]
        if each == azure.LEGACY:
            login = azure_provider.from_provider(_texts(section.get("config")))
        else:
            login = azure.from_arguments(_strings(section.get("args")))
        values.update({name: value for name, value in login.values.items() if value})
    return values


def _strings(items: Any) -> Sequence[str]:
    return [str(item) for item in items] if isinstance(items, list) else []


def _texts(mapping: Any) -> dict[str, str]:
    return {key: str(value) for key, value in mapping.items() if value} if isinstance(mapping, dict) else {}


def _renamed(body: Mapping[str, Any], old: str, new: str, value: Any) -> dict[str, Any]:
    """The body with `new: value`, standing where `new` or else `old` stood; `old` is gone."""
    place = new if new in body else old
    renamed = {}
    for key, each in body.items():
        if key == place:
            renamed[new] = value
        elif key != old:
            renamed[key] = each
    return renamed


def _with_variable(env: Any, name: str, value: str) -> list[Any]:
    """The variables of an exec section with one set, in its place if it is there."""
    variables = [*env] if isinstance(env, list) else []
    for index, each in enumerate(variables):
        if isinstance(each, dict) and each.get("name") == name:
            variables[index] = {**each, "value": value}
            return variables
    return [*variables, {"name": name, "value": value}]


def spoken(names: Iterable[str]) -> str:
    """Names of values as people call them, each once."""
    return ", ".join(dict.fromkeys(_SPOKEN.get(name, name.replace("-", " ")) for name in names))


_SPOKEN: Final = {
    **dict.fromkeys(("access-token", "refresh-token", "expires-in", "expires-on"), "cached tokens"),
    "legacy": "legacy audience",
    "login": "login mode",
    "exec": "exec settings",
}
