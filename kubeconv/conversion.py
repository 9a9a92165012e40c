"""Convert the Azure users of a kubeconfig between login formats. Pure: a kubeconfig in, edits and outcomes out."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from kubeconv.auth import azure
from kubeconv.auth.azure import AzureLogin, Unconvertible
from kubeconv.auth.kubelogin import FLAGS, is_kubelogin
from kubeconv.detection import Login, azure_login_of, login_of
from kubeconv.kubeconfig import Kubeconfig, User
from kubeconv.planning import Planned, plan_exec, plan_provider, spoken
from kubeconv.rewrite import Change, rewrite
from kubeconv.selection import Options, UsedBy
from kubeconv.source import Edit, Source
from kubeconv.tree.node import TooLarge, plain

Status = Literal["converted", "unchanged", "skipped", "refused"]


class Outcome(NamedTuple):
    """What became of one user. `reason` says why, `help` the way out where it was refused, `notes` what else to
    know, `secrets` the flags whose secret value now stands in the file, `command` the program that the new login runs."""

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
    command: str = ""


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
            outcome, change = unchanged._replace(status="refused", reason=str(error), help=error.help), None
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
        what = unchanged.before.format
        return unchanged._replace(status="skipped", reason=_NOT_AZURE.get(what, f"not an Azure login: {what}")), None
    if user.auth_provider and user.exec:
        if not is_kubelogin(user.exec.command, user.exec.arguments):
            raise Unconvertible(
                "it has an azure auth-provider and another exec plugin, which client-go refuses together",
                "delete the one that is not wanted",
            )
        if options.to == "azure":
            raise Unconvertible("it has an azure auth-provider and kubelogin", "delete the exec section")
    if options.to == "exec" and old.mode and options.login is None:
        return unchanged._replace(reason=_already(user, unchanged), notes=_unapplied(options)), None
    try:
        body = plain(user.body)
    except TooLarge as error:
        raise Unconvertible(f"it is {error}", "write it out without aliases") from None
    planned = (plan_provider if options.to == "azure" else plan_exec)(user, old, body, options)
    if planned.body == body:
        return unchanged._replace(reason=f"already {planned.login}", notes=_ignored(planned)), None
    secrets = tuple(name for name in planned.written.login.values if name in FLAGS and FLAGS[name].secret)
    notes = _notes(user, old, planned, options)
    command = str((planned.body.get("exec") or {}).get("command") or "")
    outcome = unchanged._replace(status="converted", after=planned.login, notes=notes, secrets=secrets, command=command)
    return outcome, Change(body, planned.body)


_NOT_AZURE = {"none": "it has no login", "conflict": "not an Azure login, and client-go refuses it"}


def _already(user: User, unchanged: Outcome) -> str:
    if user.exec and user.exec.api_version == azure.OLD_API_VERSION:
        return (
            f"already {unchanged.before}, but v1alpha1 is gone since kubectl 1.24: -l {unchanged.before.mode} mends it"
        )
    return f"already {unchanged.before}; -l changes the login mode"


def _unapplied(options: Options) -> tuple[str, ...]:
    given = [*options.flags, *(["azure-config-dir"] if options.azure_config_dir else [])]
    return (f"--{', --'.join(given)} not applied: that needs -l",) if given else ()


def _notes(user: User, old: AzureLogin, planned: Planned, options: Options) -> tuple[str, ...]:
    written, values = planned.written, planned.written.login.values
    notes = [f"{spoken([name])} filled in from the well-known ids: {values[name]}" for name in written.filled]
    if written.filled and planned.login.mode in ("spn", "ropc"):
        notes.append(f"that is the cluster's own client application: for {planned.login.mode} give --client-id")
    if written.restored:
        notes.append(f"restored from the kept login: {spoken(written.restored)}")
    for name in written.overwritten:
        change = "" if FLAGS[name].secret else f" {old.values[name]} by {values.get(name) or 'nothing'}"
        notes.append(f"--{name} replaced{change}")
    if "identity-resource-id" in options.flags and values.get("client-id") and "client-id" not in written.ignored:
        notes.append("kubelogin takes the client id before --identity-resource-id: --client-id '' takes it out")
    if planned.kept:
        notes.append(f"kept in extensions: {spoken(written.lost) or 'the old login'}")
    elif written.lost:
        notes.append(f"lost: {spoken(written.lost)} (--keep-origin keeps them)")
    if _misses_config_mode(user, planned) and "legacy" not in options.flags:
        notes.append(
            "config-mode was missing, so --legacy is written; if the cluster answers Unauthorized: --no-legacy"
        )
    return (*notes, *_ignored(planned))


def _misses_config_mode(user: User, planned: Planned) -> bool:
    """True for an AKS-managed cluster that gets `--legacy` only because its config-mode is not there: helm 2 dropped it
    when it rewrote a file (https://azure.github.io/kubelogin/known-issues.html)."""
    values = planned.written.login.values
    config = user.auth_provider.config if user.auth_provider else {"config-mode": "1"}
    is_managed = values.get("server-id", "").lower() == azure.AKS_SERVER
    return is_managed and not config.get("config-mode") and values.get("legacy") == "true"


def _ignored(planned: Planned) -> tuple[str, ...]:
    what = planned.login.mode or planned.login.format
    return tuple(f"--{name} has no meaning for {what} and was ignored" for name in planned.written.ignored)
