"""The links of the chain after client-go: the plugin of a user, up to the first call over the network. Pure."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from kubeconv.auth.kubelogin import (
    AMBIGUOUS,
    COMMAND,
    FLAGS,
    OIDC_HELPER_FLAGS,
    is_kubelogin,
    parse_arguments,
    program_of,
)
from kubeconv.auth.plugins import OIDC_LOGIN, named_program, plugin_of
from kubeconv.kubeconfig.view import Exec, Kubeconfig, User
from kubeconv.machine.programs import Program
from kubeconv.requirements.cause import (
    NO_PROGRAM,
    NO_TOKEN_COMMAND,
    OTHER_OUTPUT,
    PLUGIN_LACKS,
    TERMINAL,
    WRONG_KUBELOGIN,
    Cause,
    Link,
    LinkPart,
    State,
)
from kubeconv.requirements.plugin_run import PluginRun, plugin_run
from kubeconv.requirements.surroundings import Surroundings
from kubeconv.tree.node import get, string

if TYPE_CHECKING:
    from kubeconv.auth.token_commands import NoCredential

#: The interactiveMode with which client-go asks for a terminal.
_ALWAYS: Final = "Always"


def plugin_links(kubeconfig: Kubeconfig, user: User, around: Surroundings) -> tuple[Link, ...]:
    """The links of a user's plugin that do not simply hold; none if none is run."""
    if (plugin := plugin_run(kubeconfig, user, around)) is None:
        return ()
    exec_ = plugin.exec
    links = [*_program(plugin)]
    if string(get(exec_.node, "interactiveMode")) == _ALWAYS:
        links.append(Link("plugin", "needs", (plugin.cause(TERMINAL, get(exec_.node, "interactiveMode")),)))
    if is_kubelogin(exec_.command, exec_.arguments):
        from kubeconv.requirements.kubelogin_chain import kubelogin_links

        return (*links, *kubelogin_links(plugin))
    return (*links, *_other_plugin(plugin))


def _program(plugin: PluginRun) -> Iterator[Link]:
    """The program is installed, and it is the one that the arguments are for."""
    exec_, around = plugin.exec, plugin.around
    folder = os.path.dirname(plugin.kubeconfig.source.name) or "."
    name = plugin_of(exec_.command, exec_.arguments)
    is_there = around.has_command(exec_.command, folder)
    if is_there and name == OIDC_LOGIN and program_of(exec_.command) == "kubectl":
        is_there = around.has(OIDC_LOGIN)
    if not is_there:
        state: State = "needs" if is_there is None else "fails"
        # Where nothing is known of the machine, the program is the one that the file names.
        is_known = is_there is not None or program_of(exec_.command) == "kubectl"
        program = named_program(exec_.command, exec_.arguments) if is_known else exec_.command
        yield Link("plugin", state, (plugin.cause(NO_PROGRAM, command=program),))
    found = around.kubelogin(exec_.command)
    if name not in (COMMAND, OIDC_LOGIN) or (program_of(exec_.command) != COMMAND and name == OIDC_LOGIN):
        return
    if _is_for_other(exec_, name, found):
        yield Link("plugin", "fails", (plugin.cause(WRONG_KUBELOGIN, command=found.path if found else ""),))


def _is_for_other(exec_: Exec, name: str, found: Program | None) -> bool:
    """True if the arguments are for the other program of that name, or for both."""
    flags = {argument.name for argument in parse_arguments(exec_.arguments)}
    foreign = any(flag.startswith("oidc-") or flag in OIDC_HELPER_FLAGS for flag in flags)
    if "get-token" in exec_.arguments and foreign and not flags.isdisjoint(FLAGS.keys() - AMBIGUOUS):
        return True
    return found is not None and found.is_right is (name == OIDC_LOGIN) and "get-token" in exec_.arguments


def _other_plugin(plugin: PluginRun) -> Iterator[Link]:
    """It is called for a credential, with all that it needs."""
    from kubeconv.auth.token_commands import no_credential  # kubelogin has its own contract

    why = no_credential(plugin.exec.command, plugin.exec.arguments, plugin.variables(), plugin.entry)
    if why is None:
        return
    part: LinkPart = "plugin" if why.kind == "command" else "variables" if why.variables else "arguments"
    name = NO_TOKEN_COMMAND if why.kind == "command" else PLUGIN_LACKS if why.kind == "missing" else OTHER_OUTPUT
    yield Link(part, "needs" if why.variables else "fails", (_no_credential(plugin, name, why),))


def _no_credential(plugin: PluginRun, name: str, why: "NoCredential") -> Cause:
    node = plugin.place(why.flags[0].lstrip("-")) if why.flags else get(plugin.exec.node, "args")
    return plugin.cause(
        name, node, command=why.program, words=why.words, flags=why.flags, variables=why.variables
    )  # fmt: skip
