"""Azure logins: from the legacy auth-provider to kubelogin and back, and from one login mode to another."""

from collections.abc import Mapping
from typing import Any, Final

from kubeconv.auth import azure, azure_provider
from kubeconv.auth.azure import AzureLogin, Written
from kubeconv.auth.kubelogin import COMMAND, FLAGS, is_kubelogin
from kubeconv.auth.login import Unconvertible, strings, texts
from kubeconv.auth.login_modes import DEFAULT_MODE, LOGIN_MODES, flags_read, program_asked
from kubeconv.conversion.application_notes import application_notes
from kubeconv.conversion.exec_api import known_to, spelt_mode
from kubeconv.conversion.options import AUTO, Options
from kubeconv.conversion.planned import Planned, Unchanged, body_of, both, lasting, renamed, spoken
from kubeconv.gate.brief import brief
from kubeconv.gate.value import NamedTuple
from kubeconv.gate.words import shown_value
from kubeconv.kubeconfig.kept import Kept, keep_logins, kept_logins
from kubeconv.kubeconfig.login import Login, azure_login_of
from kubeconv.kubeconfig.view import User
from kubeconv.releases.table import AUTH_PROVIDERS, EXEC_API_VERSIONS

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
_PERSONAL: Final = frozenset((azure.LEGACY, *(mode for mode, row in LOGIN_MODES.items() if row.identity == "person")))


class NewBody(NamedTuple):
    """The new body of a user, its login, and what `written` says of the change. `kept` is true if the old login was
    put into the extensions."""

    body: Mapping[str, Any]
    login: Login
    written: Written
    kept: bool = False

    def __repr__(self) -> str:
        return brief(self, "login", "kept")


def plan(user: User, before: Login, options: Options) -> Planned | Unchanged | None:
    """The user in the requested Azure login; None if it has another one. Raises Unconvertible if that cannot
    be."""
    old = azure_login_of(user)
    if old is None or "azure" not in options.kinds:
        return None
    if user.auth_provider and user.exec:
        if user.auth_provider.name != azure.LEGACY and body_of(user)["auth-provider"]:
            raise both(user.auth_provider.name)
        if not is_kubelogin(user.exec.command, user.exec.arguments):
            raise Unconvertible(
                "it has an azure auth-provider and another exec plugin, which client-go refuses together",
                "delete the one that you do not use",
            )
        if options.to == "azure":
            raise Unconvertible("it has an azure auth-provider and kubelogin", "delete the exec section")
        # The provider counts, the plugin gives what a provider cannot say.
        old = old._replace(values={**azure.from_arguments(user.exec.arguments).values, **old.values})
    # Who names a login mode gets what kubelogin writes.
    if options.to == "exec" and options.mode in (None, AUTO) and _lacks_config_mode(user, old.values):
        old = old._replace(values={**old.values, "legacy": "false"})
    if options.to == "exec" and old.mode and options.mode is None:
        return Unchanged("unchanged", _already(user, before, options), notes=_unapplied(options))
    works = AUTH_PROVIDERS[azure.LEGACY]
    if not old.mode and not (options.is_about_azure or options.mode) and works.kubectl.contains(options.kubectl):
        return Unchanged(
            "unchanged", f"kubectl {options.kubectl} still knows the auth-provider azure; use -l to convert it anyway"
        )
    options, why, risks = _with_mode(old, options)
    body = body_of(user)
    new = (_to_provider if options.to == "azure" else _to_exec)(user, old, body, options)
    if new.body == body:
        return Planned(body, body, new.login, (*risks, *_ignored(new)), reason=why, risks=risks)
    secrets = tuple(name for name in new.written.login.values if name in FLAGS and FLAGS[name].secret)
    lost = () if new.kept else tuple(name for name in lasting(new.written.lost) if not _is_well_known(name, old))
    notes = (*risks, *_notes(user, new, options, is_fitting=bool(why)))
    return Planned(body, new.body, new.login, notes, secrets, why, lost, risks)


def _is_well_known(name: str, old: AzureLogin) -> bool:
    """True for the client id that belongs to the server id, and the cloud that is meant if none is named: they come back
    with the next conversion."""
    if name == "environment":
        return old.values.get(name, "").lower() == azure_provider.PUBLIC_CLOUD.lower()
    client = azure.CLIENT_OF_SERVER.get(old.values.get("server-id", "").lower())
    return name == "client-id" and client is not None and old.values.get(name, "").lower() == client


def _with_mode(old: AzureLogin, options: Options) -> tuple[Options, str, tuple[str, ...]]:
    """The options with the login mode that is to be, why it is this one, and its risks."""
    mode = options.mode or (None if old.mode else options.legacy_login)
    if mode != AUTO:
        return options if mode == options.login else options._replace(login=mode), options.why if mode else "", ()
    from kubeconv.auth.fitting import Evidence, best_fit  # most conversions need none of it

    evidence = options.evidence() if options.evidence else Evidence()
    fit = best_fit(old, options.flags, evidence)
    return options._replace(login=fit.mode, flags={**fit.flags, **options.flags}), fit.reason, fit.risks


def _to_exec(user: User, old: AzureLogin, body: Mapping[str, Any], options: Options) -> NewBody:
    """The user with kubelogin, in the requested login mode. Raises Unconvertible if that is impossible."""
    kept = dict(kept_logins(body))
    mode = options.mode or next((mode for mode in reversed([*kept]) if mode in LOGIN_MODES), DEFAULT_MODE)
    section, written = _exec_section(user, old, body, kept, mode, options)
    if options.azure_config_dir and program_asked(mode) == "az":
        section["env"] = _with_variable(section.get("env"), azure.CONFIG_DIR_VARIABLE, options.azure_config_dir)
    elif options.azure_config_dir:
        written = written._replace(ignored=(*written.ignored, "azure-config-dir"))
    if user.auth_provider:
        unknown = body["auth-provider"].keys() - {"name", "config"}
        written = written._replace(lost=(*written.lost, *sorted(unknown)))
    new = renamed(body, "auth-provider", "exec", known_to(section, options.kubectl))
    is_anew = old.mode != mode or user.exec is None or not azure.names_mode(user.exec.arguments)
    keeps = options.keep_origin and (is_anew or bool(written.lost))
    keep_logins(new, {**kept, **_own_sections(user, old, body)} if keeps else kept)
    return NewBody(new, Login("kubelogin", mode), written, keeps)


def _exec_section(
    user: User,
    old: AzureLogin,
    body: Mapping[str, Any],
    kept: dict[str, Mapping[str, Any]],
    mode: str,
    options: Options,
) -> tuple[dict[str, Any], Written]:
    """The exec section for a login mode: the current one, or else a kept one, which is kept no longer, or else a new one."""
    section = body.get("exec") or {}
    others = _kept_values(kept, mode)
    if user.exec and old.mode == mode and azure.names_mode(user.exec.arguments):
        written = azure.update_arguments(user.exec.arguments, options.flags, others)
        new = {**section, "args": written.arguments}
    elif mode in kept and azure.from_arguments(before := strings(kept[mode].get("args"))).mode == mode:
        new = dict(kept.pop(mode))
        before += [] if azure.names_mode(before) else ["--login", mode]
        written = azure.update_arguments(before, options.flags, others, azure.cluster_facts(old))
        written = _about_return(written, old, options.flags)
        new["args"] = written.arguments
    else:
        written = azure.to_arguments(old, mode, options.flags, others)
        new = {**(section or _NEW_EXEC), "args": written.arguments}
        new["installHint"] = new.get("installHint") or azure.INSTALL_HINT
        new = new if section else dict(sorted(new.items()))
    version = new.get("apiVersion")
    if not isinstance(version, str) or version not in EXEC_API_VERSIONS or version == azure.OLD_API_VERSION:
        new["apiVersion"] = azure.API_VERSION
    if new["apiVersion"] == azure.V1_API_VERSION and not new.get("interactiveMode"):
        new["interactiveMode"] = "IfAvailable"
    return spelt_mode(new), written


def _to_provider(user: User, old: AzureLogin, body: Mapping[str, Any], options: Options) -> NewBody:
    """The user with the legacy azure auth-provider. Raises Unconvertible if that is impossible."""
    kept = dict(kept_logins(body))
    login = Login(azure.LEGACY)
    if user.auth_provider:
        written = azure_provider.update_provider(user.auth_provider.config, options.flags)
        before = body["auth-provider"].get("config")
        config = {**(before if isinstance(before, dict) else {}), **written.config}
        changed = {**body, "auth-provider": {**body["auth-provider"], "config": config}}
        return NewBody(changed if written.config else dict(body), login, written)
    section = kept.pop(azure.LEGACY, None)
    old_config = texts(section.get("config")) if section is not None else None
    written = azure_provider.to_provider(old, options.flags, old_config)
    if any(key != "args" and value not in (None, _DEFAULTS.get(key)) for key, value in body["exec"].items()):
        written = written._replace(lost=(*written.lost, "exec"))
    provider = {**(section or {}), "config": dict(written.config), "name": azure.LEGACY}
    new = renamed(body, "exec", "auth-provider", provider)
    keep_logins(new, {**kept, **_own_sections(user, old, body)} if options.keep_origin else kept)
    return NewBody(new, login, written, options.keep_origin)


def _own_sections(user: User, old: AzureLogin, body: Mapping[str, Any]) -> Kept:
    """The current login, as a kept one is called; or both."""
    if old.mode:
        return {old.mode: body["exec"]}
    mode = azure.from_arguments(user.exec.arguments).mode if user.exec else None
    return {**({mode: body["exec"]} if mode else {}), azure.LEGACY: body["auth-provider"]}


def _about_return(written: Written, old: AzureLogin, flags: Mapping[str, str]) -> Written:
    """What to report if a kept login comes back whole: it may have another client id than the current one."""
    replaced = {name: old.values.get(name) or value for name, value in written.overwritten.items()}
    return written._replace(
        restored=tuple(
            name for name, value in written.login.values.items() if name not in flags and value != old.values.get(name)
        ),
        lost=azure.lost(old, written.login, flags),
        overwritten={name: value for name, value in replaced.items() if value != flags[name]},
    )


def _kept_values(kept: Kept, mode: str) -> dict[str, str]:
    """The values of all kept logins; those of a like mode count most, then those of the newest."""
    values: dict[str, str] = {}
    for each in sorted(kept, key=lambda kept_mode: (kept_mode in _PERSONAL) == (mode in _PERSONAL)):
        section = kept[each]
        if each == azure.LEGACY:
            login = azure_provider.from_provider(texts(section.get("config")))
        elif each in LOGIN_MODES:
            login = azure.from_arguments(strings(section.get("args")))
        else:
            continue
        values.update({name: value for name, value in login.values.items() if value})
    return values


def _with_variable(env: Any, name: str, value: str) -> list[Any]:
    """The variables of an exec section with one set, in its place if it is there."""
    variables = [*env] if isinstance(env, list) else []
    for index, each in enumerate(variables):
        if isinstance(each, dict) and each.get("name") == name:
            variables[index] = {**each, "value": value}
            return variables
    return [*variables, {"name": name, "value": value}]


def _already(user: User, before: Login, options: Options) -> str:
    is_old = user.exec is not None and user.exec.api_version == azure.OLD_API_VERSION
    works = EXEC_API_VERSIONS[azure.OLD_API_VERSION].kubectl
    if is_old and not works.contains(options.kubectl):
        return f"already {before}, but kubectl {works.removed} dropped v1alpha1: use -l {before.mode}"
    return f"already {before}; -l changes the login mode"


def _unapplied(options: Options) -> tuple[str, ...]:
    given = [*options.flags, *(["azure-config-dir"] if options.azure_config_dir else [])]
    return (f"--{', --'.join(given)} not applied: use -l",) if given else ()


def _notes(user: User, new: NewBody, options: Options, *, is_fitting: bool) -> tuple[str, ...]:
    """What else to know. `is_fitting` if the login mode was chosen by what is there for it."""
    written, values = new.written, new.written.login.values
    notes = [
        f"{spoken([name])} set from the well-known ids: {shown_value(name, values[name])}" for name in written.filled
    ]
    mode = new.login.mode or ""
    notes += () if is_fitting else application_notes(mode, values)
    if written.restored:
        notes.append(f"restored from the kept login: {spoken(written.restored)}")
    for name, before in written.overwritten.items():
        change = "" if FLAGS[name].secret else _change(name, before, values.get(name, ""))
        notes.append(f"--{name} replaced{change}")
    if "identity-resource-id" in options.flags and values.get("client-id") and "client-id" not in written.ignored:
        notes.append("kubelogin takes the client id before --identity-resource-id; use --client-id '' to remove it")
    if new.kept:
        notes.append(f"kept in extensions: {spoken(written.lost) or 'the old login'}")
    elif written.lost:
        notes.append(f"lost: {spoken(written.lost)} (--keep-origin keeps them)")
    if "legacy" in flags_read(mode) - options.flags.keys() and _lacks_config_mode(user, values):
        notes.append(
            "config-mode was missing, so --legacy is written, as kubelogin does; AKS-managed clusters refuse that: --no-legacy"
            if values.get("legacy") == "true"
            else "config-mode was missing, and the server id is that of AKS-managed clusters: no --legacy is written"
        )
    return (*notes, *_ignored(new))


def _change(flag: str, before: str, after: str) -> str:
    return f" {shown_value(flag, before)} by {shown_value(flag, after) if after else 'nothing'}"


def _lacks_config_mode(user: User, values: Mapping[str, str]) -> bool:
    """True for a managed cluster whose config-mode is not there: helm 2 dropped it when it rewrote a file
    (https://azure.github.io/kubelogin/known-issues.html)."""
    config = user.auth_provider.config if user.auth_provider else {"config-mode": "1"}
    return azure.is_managed(values.get("server-id", "")) and not config.get("config-mode")


def _ignored(new: NewBody) -> tuple[str, ...]:
    what = new.login.mode or new.login.format
    return tuple(f"--{name} has no meaning for {what} and was ignored" for name in new.written.ignored)
