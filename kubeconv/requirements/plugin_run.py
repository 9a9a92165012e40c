"""A user whose exec plugin is run, and where its parts are. Pure."""

from collections.abc import Mapping
from typing import Any

from kubeconv.auth.kubelogin import parse_arguments
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.acceptance import runs_plugin, variables_of
from kubeconv.kubeconfig.view import Exec, Kubeconfig, User
from kubeconv.requirements.cause import Cause
from kubeconv.requirements.surroundings import Surroundings
from kubeconv.tree.finding import Subject
from kubeconv.tree.node import Node, get, items


class PluginRun(NamedTuple):
    """A user whose plugin is run, where its parts are, and what is known around it."""

    user: User
    exec: Exec
    kubeconfig: Kubeconfig
    around: Surroundings
    entry: Mapping[str, str]

    def cause(self, name: str, node: Node | None = None, **more: Any) -> Cause:
        """A cause at a node, or at the command."""
        place = node or get(self.exec.node, "command") or self.exec.node
        line = self.kubeconfig.source.position(place.start).line
        return Cause(name, Subject("user", self.user.name), self.kubeconfig.source.name, line, **more)

    def variables(self) -> dict[str, str]:
        """What the plugin finds in its environment."""
        return self.around.variables(self.entry)

    def place(self, flag: str) -> Node | None:
        """The argument that gives a flag; None if none does."""
        nodes = items(get(self.exec.node, "args"))
        found, at = None, 0
        for argument in parse_arguments(self.exec.arguments):
            found = nodes[at] if argument.name == flag and flag and at < len(nodes) else found
            at += len(argument.words)
        return found


def plugin_run(kubeconfig: Kubeconfig, user: User, around: Surroundings) -> PluginRun | None:
    """The plugin that client-go runs for a user; None if none is run."""
    exec_ = user.exec
    if exec_ is None or not runs_plugin(user):
        return None
    return PluginRun(user, exec_, kubeconfig, around, variables_of(exec_))
