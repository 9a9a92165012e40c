"""The commands: their names, and the functions behind them, each imported only when it is called."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Final

from kubeconv.commands.declared import EVERYWHERE, Option, Parameter

#: The commands, in the order of need, and what each is for. Each is `kubeconv/commands/NAME.py` with a `command` function.
COMMANDS: Final[Mapping[str, str]] = {
    "doctor": "Say which contexts work here, and how to fix the others.",
    "fix": "Fix what can be fixed: plan, ask, write, look again.",
    "convert": "Convert logins that clients no longer know, and back.",
    "validate": "Say what is wrong with kubeconfigs, as kubectl judges them.",
    "audit": "Say what a kubeconfig from somebody else would do.",
    "detect": "Show the login of every user, and where it works.",
    "versions": "Check that programs, cluster and logins work together.",
    "explain": "Say what a message means, and what to do.",
    "undo": "Bring back the bytes that the last run replaced.",
    "config": "Show which configuration is in force, and why.",
    "rules": "List the rules of validate.",
    "schema": "Print the JSON Schema of kubeconfigs, for editors.",
    "completion": "Print the script that makes a shell complete kubeconv.",
}
#: What may stand before a command too: what every command takes, and as kubectl has it the file and the context.
BEFORE: Final = (
    *EVERYWHERE,
    Parameter("kubeconfig", str, Option("--kubeconfig", help="The kubeconfig file.", metavar="FILE"), ""),
    Parameter("context", str, Option("--context", help="The context.", metavar="NAME", completes="contexts"), ""),
)
#: Other names of commands: who knows kubelogin types this one.
ALIASES: Final = {"convert-kubeconfig": "convert"}


def function_of(name: str) -> Callable[..., None]:
    """The function of a command, by its name."""
    command: Callable[..., None] = import_module(f"kubeconv.commands.{name}").command
    return command


def print_version() -> None:
    """Print which kubeconv this is."""
    from kubeconv import __version__

    print(f"kubeconv {__version__}")
