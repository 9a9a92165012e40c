"""The users that log in by Azure's kubelogin, with the place of each argument, for the rules about them."""

from collections.abc import Mapping, Sequence
from typing import Final
from weakref import WeakKeyDictionary

from kubeconv.auth.azure import AzureLogin
from kubeconv.auth.contract import TokenCall, get_token, written
from kubeconv.auth.kubelogin import (
    COMMAND,
    is_for_kubelogin,
    is_looked_up,
    parse_arguments,
    program_of,
)
from kubeconv.auth.kubelogin_releases import KubeloginUse, kubelogin_use
from kubeconv.auth.kubelogin_run import NEWEST, Effective, effective
from kubeconv.gate.brief import brief
from kubeconv.gate.shown import quoted_name
from kubeconv.gate.value import NamedTuple, quick
from kubeconv.kubeconfig.acceptance import runs_plugin
from kubeconv.kubeconfig.view import Exec, Kubeconfig, User
from kubeconv.releases.version import Version, parse_version
from kubeconv.tree.finding import Severity, Subject
from kubeconv.tree.node import Node, fields, items, string, value_of
from kubeconv.tree.source import Span
from kubeconv.validation.rule import Case, Hit, Machine


class Placed(NamedTuple):
    """An argument: the flag's name ('' for anything else), its value, its words, and the nodes of flag and value, which
    are one for `--flag=value`."""

    name: str
    value: str
    words: tuple[str, ...]
    flag: Node
    given: Node

    def __repr__(self) -> str:
        return brief(self)


_as_placed: Final = quick(Placed)


class Entry(NamedTuple):
    """A user whose exec section runs Azure's kubelogin. `written` is what the arguments say, `login` what holds once the
    variables that the entry itself sets have overruled them. `places` are the last ones of each flag."""

    user: User
    exec: Exec
    arguments: Sequence[Placed]
    places: Mapping[str, Placed]
    environment: Mapping[str, str]
    variables: Mapping[str, Node]
    written: AzureLogin
    login: Effective

    def __repr__(self) -> str:
        return brief(self)

    @property
    def subject(self) -> Subject:
        """Whom findings are about."""
        return Subject("user", self.user.name)

    @property
    def command(self) -> Node:
        """The command, or the exec section if it cannot be determined."""
        return value_of(self.exec.fields, "command") or self.exec.node

    def place(self, flag: str) -> Span:
        """Where the value of a flag is: in a variable of the entry, in the arguments, else the command."""
        variable = self.login.given_by.get(flag)
        if variable is not None:
            return self.variables[variable].span
        return self.places[flag].given.span if flag in self.places else self.command.span

    def hit(
        self,
        where: str | Span,
        message: str,
        help: str = "",
        severity: Severity | None = None,
        *,
        variable: str = "",
        command: tuple[str, ...] = (),
        missing: str = "",
    ) -> Hit:
        """A finding about a flag, or about a place, that names the user."""
        span = where if isinstance(where, Span) else self.place(where)
        message = f"user {quoted_name(self.user.name)}: {message}"
        return Hit(span, message, help, self.subject, severity, variable=variable, command=command, missing=missing)

    def use(self) -> KubeloginUse:
        """What this entry asks of kubelogin."""
        exec_ = self.exec
        return kubelogin_use(self.user.name, exec_.command, exec_.arguments, exec_.api_version, self.environment)

    def is_on_path(self) -> bool:
        """True if it is the kubelogin on PATH that is run: by that name, and by no path."""
        return is_looked_up(self.exec.command) and program_of(self.exec.command) == COMMAND


_MEMORY: WeakKeyDictionary[Kubeconfig, list[Entry]] = WeakKeyDictionary()


def kubelogin_entries(case: Case) -> list[Entry]:
    """The users of a file for whom client-go runs Azure's kubelogin; read once for all rules."""
    found = _MEMORY.get(case.kubeconfig)
    if found is None:
        found = [
            entry
            for user in case.kubeconfig.users_with("exec")
            if (exec_ := user.exec) is not None
            and program_of(exec_.command).endswith(COMMAND)
            and "get-token" in exec_.arguments
            and runs_plugin(user)
            and (entry := _entry(user, exec_)) is not None
        ]
        _MEMORY[case.kubeconfig] = found
    return found


def release_of(case: Case, entry: Entry) -> Version:
    """The release that judges an entry: that of the kubelogin on PATH where it runs that, else the newest known."""
    found = case.machine.kubelogin_version() if case.machine is not None and entry.is_on_path() else None
    try:
        return parse_version(found) if found else NEWEST
    except ValueError:
        return NEWEST


#: What kubelogin does for each entry: asked by several rules, found once a kubeconfig and machine.
_CALLS: WeakKeyDictionary[Kubeconfig, tuple[Machine | None, list[TokenCall]]] = WeakKeyDictionary()


def token_calls(case: Case) -> list[tuple[Entry, TokenCall]]:
    """Each entry with what kubelogin does when kubectl runs it. A login mode set by the shell is another rule's matter."""
    entries = kubelogin_entries(case)
    machine, calls = _CALLS.get(case.kubeconfig, (None, None))
    if calls is None or machine is not case.machine:
        outside = dict(case.machine.environment) if case.machine and entries else {}
        outside.pop("AAD_LOGIN_METHOD", None)
        known: dict[tuple[object, ...], TokenCall] = {}
        calls = []
        for entry in entries:
            release = release_of(case, entry)
            key = entry.exec.arguments, tuple(entry.environment.items()), release
            if key not in known:
                known[key] = get_token(entry.exec.arguments, {**outside, **entry.environment}, release)
            calls.append(known[key])
        _CALLS[case.kubeconfig] = (case.machine, calls)
    return list(zip(entries, calls, strict=True))


def place_arguments(exec_: Exec) -> list[Placed]:
    """The arguments of an exec section, split as kubelogin does, each with its nodes."""
    node = value_of(exec_.fields, "args")
    nodes = [] if node is None else node.children
    placed, at = [], 0
    for name, value, words in parse_arguments(exec_.arguments):
        placed.append(_as_placed((name, value, words, nodes[at], nodes[at + len(words) - 1])))
        at += len(words)
    return placed


def _entry(user: User, exec_: Exec) -> Entry | None:
    arguments = place_arguments(exec_)
    places = {argument.name: argument for argument in arguments if argument.name}
    if not is_for_kubelogin(exec_.command, places.keys()):
        return None
    login_as_written = AzureLogin(*written(exec_.arguments))
    environment, variables = {}, {}
    for item in items(value_of(exec_.fields, "env")):
        pairs = fields(item)
        name = string(value_of(pairs, "name"))
        environment[name] = string(value_of(pairs, "value"))
        variables[name] = value_of(pairs, "value") or item
    login = effective(*login_as_written, environment)
    return Entry(user, exec_, arguments, places, environment, variables, login_as_written, login)
