"""What the rules about exec plugins share: the users that have one, and where its parts are."""

from collections.abc import Mapping, Sequence
from weakref import WeakKeyDictionary

from kubeconv.auth.plugins import PLUGINS, plugin_of
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.acceptance import mode_fact
from kubeconv.kubeconfig.view import Exec, Kubeconfig, User
from kubeconv.tree.finding import Subject
from kubeconv.tree.node import Node, Pair, items, string, value_of
from kubeconv.tree.source import Span
from kubeconv.validation.rule import Case
from kubeconv.validation.rules.command import conversion, spelt
from kubeconv.validation.rules.place import place_in


class ExecPlugin(NamedTuple):
    """A user and its exec section, with the pairs of that."""

    user: User
    exec: Exec
    fields: Mapping[str, Pair]

    @property
    def subject(self) -> Subject:
        """Whom findings are about."""
        return Subject("user", self.user.name)

    @property
    def mode(self) -> str:
        """The interactiveMode as written, '' without one."""
        return string(value_of(self.fields, "interactiveMode"))

    @property
    def variables(self) -> Sequence[Node]:
        """The entries of `env`."""
        return items(value_of(self.fields, "env"))

    @property
    def mode_fact(self) -> str | None:
        """The fact about its interactiveMode; None if every client-go accepts it."""
        return mode_fact(self.exec.api_version, self.mode)

    def place(self, key: str) -> Span:
        """Where a value of the exec section stands; the key `exec` if it is missing."""
        return place_in(self.fields, key, self.user.fields["exec"].key)


#: Every rule about plugins asks for them: they are found once a kubeconfig.
_found: WeakKeyDictionary[Kubeconfig, list[ExecPlugin]] = WeakKeyDictionary()


def plugins(case: Case) -> Sequence[ExecPlugin]:
    """Every user with an exec section."""
    if (found := _found.get(case.kubeconfig)) is None:
        found = [
            ExecPlugin(user, user.exec, user.exec.fields) for user in case.kubeconfig.users_with("exec") if user.exec
        ]
        _found[case.kubeconfig] = found
    return found


def ask_for_v1beta1(plugin: ExecPlugin, *options: str) -> tuple[str, ...]:
    """The command that asks a plugin for v1beta1: it speaks a version of the API that the kubectl does not know."""
    is_known = plugin_of(plugin.exec.command, plugin.exec.arguments) in PLUGINS
    return conversion(*options, *(() if is_known else ("--any-plugin",)))


def asking_for_v1beta1(case: Case, command: Sequence[str]) -> str:
    """That command as words."""
    return f"{spelt(case, command)}, which asks it for v1beta1"
