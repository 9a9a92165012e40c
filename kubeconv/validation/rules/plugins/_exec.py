"""What the rules about exec plugins share: the users that have one, and where its parts stand."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from weakref import WeakKeyDictionary

from kubeconv.auth.plugins import PLUGINS, plugin_of
from kubeconv.kubeconfig.view import Exec, Kubeconfig, User
from kubeconv.releases.table import EXEC_API_VERSIONS, INTERACTIVE_MODE
from kubeconv.releases.version import Version
from kubeconv.tree.finding import Subject
from kubeconv.tree.node import Node, Pair, fields, items, string, value_of
from kubeconv.tree.source import Span
from kubeconv.validation.rule import Case
from kubeconv.validation.rules.command import conversion, spelt
from kubeconv.validation.rules.place import place

#: The API versions for which client-go takes `IfAvailable` where `interactiveMode` is missing.
MODE_OPTIONAL = ("client.authentication.k8s.io/v1alpha1", "client.authentication.k8s.io/v1beta1")


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

    def place(self, key: str) -> Span:
        """Where a value of the exec section stands; the key `exec` where it is missing."""
        return place(self.exec.node, key, self.user.fields["exec"].key)


#: Every rule about plugins asks for them: they are found once a kubeconfig.
_found: WeakKeyDictionary[Kubeconfig, list[ExecPlugin]] = WeakKeyDictionary()


def plugins(case: Case) -> Sequence[ExecPlugin]:
    """Every user with an exec section."""
    if (found := _found.get(case.kubeconfig)) is None:
        found = [ExecPlugin(user, user.exec, fields(user.exec.node)) for user in case.kubeconfig.users if user.exec]
        _found[case.kubeconfig] = found
    return found


def needs_mode(api_version: str, kubectl: Version) -> bool:
    """True where client-go refuses an exec section without `interactiveMode`."""
    return kubectl >= INTERACTIVE_MODE.since and api_version not in MODE_OPTIONAL


def checks_mode(kubectl: Version) -> bool:
    """True where client-go refuses an `interactiveMode` that it does not know."""
    return kubectl >= INTERACTIVE_MODE.since


def speaks(api_version: str, kubectl: Version) -> bool:
    """True where a kubectl knows this version of the exec credential API."""
    works = EXEC_API_VERSIONS.get(api_version)
    return works is not None and works.kubectl.contains(kubectl)


def ask_for_v1beta1(plugin: ExecPlugin, *options: str) -> tuple[str, ...]:
    """The command that asks a plugin for v1beta1: it speaks a version of the API that the kubectl does not know."""
    is_known = plugin_of(plugin.exec.command, plugin.exec.arguments) in PLUGINS
    return conversion(*options, *(() if is_known else ("--any-plugin",)))


def asking_for_v1beta1(case: Case, command: Sequence[str]) -> str:
    """That command as words."""
    return f"{spelt(case, command)}, which asks it for v1beta1"
