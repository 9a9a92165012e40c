"""The plugins that print no credential as they are called: one finding each, told by three rules."""

from collections.abc import Iterator
from weakref import WeakKeyDictionary

from kubeconv.auth.token_commands import NoCredential, no_credential
from kubeconv.gate import shown
from kubeconv.gate.shown import quoted_name
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.acceptance import runs_plugin
from kubeconv.kubeconfig.view import Kubeconfig
from kubeconv.tree.node import Node, get, items, string
from kubeconv.tree.source import Span
from kubeconv.validation.rule import Case, Machine
from kubeconv.validation.rules.plugins._exec import ExecPlugin, plugins


class Silent(NamedTuple):
    """A plugin that prints no credential, and why."""

    plugin: ExecPlugin
    why: NoCredential

    def who(self) -> str:
        """The user, as a sentence begins."""
        return f"user {quoted_name(self.plugin.user.name)}"

    def asked(self) -> str:
        """The program with the subcommand that asks it for a credential."""
        return " ".join((shown.command(self.why.program), *map(shown.plain, self.why.words)))

    @property
    def span(self) -> Span:
        """The first flag that it is about, else the arguments."""
        for flag in self.why.flags:
            if (node := self._flag(flag)) is not None:
                return node.span
        return self.plugin.place("args")

    def _flag(self, flag: str) -> Node | None:
        """The last argument that is the flag."""
        nodes = items(get(self.plugin.exec.node, "args"))
        return next((node for node in reversed(nodes) if string(node).partition("=")[0] == flag), None)


#: Three rules ask: found once a kubeconfig and machine.
_FOUND: WeakKeyDictionary[Kubeconfig, tuple[Machine | None, list[Silent]]] = WeakKeyDictionary()


def silent_plugins(case: Case, *kinds: str) -> Iterator[Silent]:
    """The known plugins that client-go runs and that print no credential, for one of these kinds of reasons."""
    machine, found = _FOUND.get(case.kubeconfig, (None, None))
    if found is None or machine is not case.machine:
        found = [*_silent(case)]
        _FOUND[case.kubeconfig] = (case.machine, found)
    return (each for each in found if each.why.kind in kinds)


def _silent(case: Case) -> Iterator[Silent]:
    around = {**case.machine.environment} if case.machine is not None else {}
    for plugin in plugins(case):
        command, arguments = plugin.exec.command, plugin.exec.arguments
        if runs_plugin(plugin.user):
            entry = {string(get(each, "name")): string(get(each, "value")) for each in plugin.variables}
            if why := no_credential(command, arguments, {**around, **entry}, entry):
                yield Silent(plugin, why)
