"""Convert the Azure users of a kubeconfig between login formats. Pure: a kubeconfig in, edits and outcomes out."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple

from kubeconv.auth import azure
from kubeconv.auth.azure import AzureLogin, Unconvertible, Written
from kubeconv.auth.kubelogin import COMMAND, DEFAULT_MODE, FLAGS, MODES, is_kubelogin
from kubeconv.detection import Login, azure_login_of, login_of
from kubeconv.kubeconfig import Kubeconfig, User
from kubeconv.origin import Origin, kept_origin, put_origin
from kubeconv.rewrite import Change, rewrite
from kubeconv.selection import Options, UsedBy
from kubeconv.source import Edit, Source
from kubeconv.tree.node import TooLarge, plain

Status = Literal["converted", "unchanged", "skipped", "refused"]

#: What the summary of a conversion calls values that have no good name as a flag.
_SPOKEN: Final = {
    **dict.fromkeys(("access-token", "refresh-token", "expires-in", "expires-on"), "cached tokens"),
    "legacy": "legacy audience",
    "login": "login mode",
    "exec": "exec settings",
}


class Outcome(NamedTuple):
    """What became of one user. `reason` says why, `help` the way out where it was refused, `notes` what else to
    know, `secrets` the flags whose secret value now stands in the file."""

    user: str
    status: Status
    before: Login
    after: Login
    contexts: tuple[str, ...]
    line: int
    reason: str = ""
    help: str = ""
    notes: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()


class Conversion(NamedTuple):
    """The edits of one file and the outcome for each selected user; `unselected` counts the others."""

    source: Source
    edits: Sequence[Edit]
    text: str
    outcomes: Sequence[Outcome]
    unselected: int

    @property
    def data(self) -> bytes:
        """The converted file; the very bytes of the old one where nothing changed."""
        return self.source.encode(self.text)


def convert_users(kubeconfig: Kubeconfig, used_by: UsedBy, selected: set[str], options: Options) -> Conversion:
    """Convert the selected users of one file. `used_by` are the contexts of each user name.

    Raises Refused where the result, read again, is not what was planned; nothing but this file is lost by that.
    """
    outcomes: dict[str, Outcome] = {}
    planned: dict[str, Change] = {}
    for user in kubeconfig.users:
        if user.name not in selected:
            continue
        before, _ = login_of(user)
        line = kubeconfig.source.position(user.entry.start).line
        unchanged = Outcome(user.name, "unchanged", before, before, tuple(used_by.get(user.name, ())), line)
        try:
            outcome, change = _plan(user, unchanged, options)
        except Unconvertible as error:
            help = error.help
            if "--tenant-id" in help and options.default_tenant:
                help += f"; the az profile on this machine names --tenant-id {options.default_tenant}"
            outcome, change = unchanged._replace(status="refused", reason=str(error), help=help), None
        outcomes[user.name] = outcome
        if change is not None:
            planned[user.name] = change
    edits, text, unwritable = rewrite(kubeconfig, planned)
    for name, reason in unwritable.items():
        outcome = outcomes[name]
        outcomes[name] = outcome._replace(
            status="refused", after=outcome.before, reason=reason, help="write this user out in plain YAML", notes=()
        )
    return Conversion(kubeconfig.source, edits, text, [*outcomes.values()], len(kubeconfig.users) - len(outcomes))


def _plan(user: User, unchanged: Outcome, options: Options) -> tuple[Outcome, Change | None]:
    """What becomes of a user, and the change of its body; None where it stays. Raises Unconvertible."""
    old = azure_login_of(user)
    if old is None or user.body is None:
        what = "it has no login" if unchanged.before.format == "none" else f"{unchanged.before} is not an Azure login"
        return unchanged._replace(status="skipped", reason=what), None
    if user.auth_provider and user.exec and not is_kubelogin(user.exec.command, user.exec.arguments):
        raise Unconvertible(
            "it has an azure auth-provider and another exec plugin, which client-go refuses together",
            "delete the one that is not wanted",
        )
    flags_given = bool(options.flags or options.azure_config_dir)
    if options.to == "azure" and not old.mode:
        if user.exec:
            raise Unconvertible("it has an azure auth-provider and kubelogin", "delete the exec section")
        return unchanged._replace(reason="already azure", notes=_UNAPPLIED if flags_given else ()), None
    if options.to == "exec" and old.mode and options.login is None:
        reason = f"already {unchanged.before}; -l changes the login mode"
        return unchanged._replace(reason=reason, notes=_UNAPPLIED if flags_given else ()), None
    try:
        body = plain(user.body)
        origin = kept_origin(body)
    except TooLarge as error:
        raise Unconvertible(f"it is {error}", "write it out without aliases") from None
    planned, after, written = (_to_azure if options.to == "azure" else _to_exec)(user, old, body, origin, options)
    _keep_origin(planned, origin, old, written, options)
    if planned == body:
        reason = f"already {after}" if not written.ignored else f"already {after}; nothing to change"
        return unchanged._replace(reason=reason, notes=_ignored(written, after)), None
    secrets = tuple(name for name in written.login.values if name in FLAGS and FLAGS[name].secret)
    notes = _notes(old, written, after, options)
    if _misses_config_mode(user, written) and "legacy" not in options.flags:
        notes += ("config-mode was missing, so --legacy is written; if the cluster answers Unauthorized: --no-legacy",)
    return unchanged._replace(status="converted", after=after, notes=notes, secrets=secrets), Change(body, planned)


def _misses_config_mode(user: User, written: Written) -> bool:
    """True for an AKS-managed cluster that gets `--legacy` only because its config-mode is not there: helm 2 dropped it
    when it rewrote a file (https://azure.github.io/kubelogin/known-issues.html)."""
    config = user.auth_provider.config if user.auth_provider else {"config-mode": "1"}
    is_managed = written.login.values.get("server-id", "").lower() == azure.AKS_SERVER
    return is_managed and not config.get("config-mode") and written.login.values.get("legacy") == "true"


def _to_exec(
    user: User, old: AzureLogin, body: dict[str, Any], origin: Origin, options: Options
) -> tuple[dict[str, Any], Login, Written]:
    came_from = origin.values.get("login")
    mode = options.login or (came_from if came_from and came_from in MODES else DEFAULT_MODE)
    exec_ = body.get("exec") or {}
    if user.exec and user.auth_provider:  # both: the provider counts, the plugin gives what a provider cannot say
        extra = azure.from_arguments(user.exec.arguments).values
        old = old._replace(values={**extra, **old.values})
    if old.mode == mode and user.exec:
        written = azure.update_arguments(user.exec.arguments, options.flags, origin.values)
        new = {**exec_, "args": written.arguments}
    else:
        written = azure.to_arguments(old, mode, options.flags, origin.values)
        kept = exec_ or origin.exec
        new = {**_NEW_EXEC, **kept, "args": written.arguments} if not exec_ else {**exec_, "args": written.arguments}
        if not new.get("installHint"):
            new["installHint"] = azure.INSTALL_HINT
    if new.get("apiVersion") in (None, "", azure.OLD_API_VERSION):
        new["apiVersion"] = azure.API_VERSION
    ignored = written.ignored
    if options.azure_config_dir and mode == "azurecli":
        new["env"] = _with_variable(new.get("env"), azure.CONFIG_DIR_VARIABLE, options.azure_config_dir)
    elif options.azure_config_dir:
        ignored += ("azure-config-dir",)
    planned = _renamed(body, "auth-provider", "exec", dict(sorted(new.items())) if not exec_ else new)
    return planned, Login("kubelogin", mode), written._replace(ignored=ignored)


def _to_azure(
    _user: User, old: AzureLogin, body: dict[str, Any], origin: Origin, options: Options
) -> tuple[dict[str, Any], Login, Written]:
    config, written = azure.to_provider(old, options.flags, origin.values)
    exec_ = body["exec"]
    settings = {key: value for key, value in exec_.items() if key != "args" and value not in (None, _DEFAULTS.get(key))}
    if settings:
        written = written._replace(lost={**written.lost, "exec": settings})
    planned = _renamed(body, "exec", "auth-provider", {"config": config, "name": azure.LEGACY})
    return planned, Login(azure.LEGACY), written


_UNAPPLIED: Final = ("the flags were not applied: they need -l",)

#: What a new exec section holds besides its args.
_NEW_EXEC: Final[Mapping[str, Any]] = {
    "apiVersion": azure.API_VERSION,
    "command": COMMAND,
    "installHint": azure.INSTALL_HINT,
    "provideClusterInfo": False,
}
#: Settings that are not worth keeping: what a new section has, and what client-go fills in when it rewrites a file.
_DEFAULTS: Final[Mapping[str, Any]] = {**_NEW_EXEC, "interactiveMode": "IfAvailable"}


def _renamed(body: Mapping[str, Any], old: str, new: str, value: Any) -> dict[str, Any]:
    """The body with `new: value`, standing where `new` or else `old` stood; `old` is gone."""
    place = new if new in body else old
    return {new if key == place else key: value if key == place else each
            for key, each in body.items() if key == place or key != old}  # fmt: skip


def _with_variable(env: Any, name: str, value: str) -> list[Any]:
    others = [each for each in env or [] if not (isinstance(each, dict) and each.get("name") == name)]
    return [*others, {"name": name, "value": value}]


def _keep_origin(planned: dict[str, Any], origin: Origin, old: AzureLogin, written: Written, options: Options) -> None:
    """Put into `planned` what the new form cannot hold, if that was asked; take out what it holds again."""
    values = {name: value for name, value in origin.values.items() if name not in written.login.values}
    settings = {} if options.to == "exec" else dict(origin.exec)
    if options.keep_origin and written.lost:
        lost = {name: value for name, value in written.lost.items() if isinstance(value, str)}
        settings = written.lost.get("exec", settings)
        values = {"login": old.mode or azure.LEGACY, **lost, **values}
    if not (values.keys() - {"login"}) and values.get("login", azure.LEGACY) == azure.LEGACY and not settings:
        values = {}
    if values.get("login") == (written.login.mode or azure.LEGACY):
        values = {} if not settings else values
    put_origin(planned, Origin(values, settings))


def _notes(old: AzureLogin, written: Written, after: Login, options: Options) -> tuple[str, ...]:
    notes = [
        f"{_spoken([name])} filled in from the well-known ids: {written.login.values[name]}" for name in written.filled
    ]
    if written.restored:
        notes.append(f"restored from the kept origin: {_spoken(written.restored)}")
    for name in written.overwritten:
        values = "" if FLAGS[name].secret else f" {old.values[name]} by {written.login.values.get(name, '')}"
        notes.append(f"--{name} replaced{values}")
    if written.lost:
        notes.append(f"kept in extensions: {_spoken(written.lost)}" if options.keep_origin
                     else f"lost: {_spoken(written.lost)} (--keep-origin keeps them)")  # fmt: skip
    return (*notes, *_ignored(written, after))


def _ignored(written: Written, after: Login) -> tuple[str, ...]:
    return tuple(
        f"--{name} has no meaning for {after.mode or after.format} and was ignored" for name in written.ignored
    )


def _spoken(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(_SPOKEN.get(name, name.replace("-", " ")) for name in names))
