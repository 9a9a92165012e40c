"""The command line: one module a command, each imported only when it is called."""

import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from kubeconv.auth.kubelogin import FLAGS

#: The commands, in the order of the help. Each is `kubeconv/commands/NAME.py` with a `command` function.
COMMANDS = ("detect", "convert")


class _Commands(TyperGroup):
    """Finds commands by name, so that a run pays only for its own."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        return [*COMMANDS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
        module = import_module(f"kubeconv.commands.{cmd_name}")
        app.command(cmd_name, context_settings={"help_option_names": ["-h", "--help"]})(module.command)
        return typer.main.get_command(app)


app = typer.Typer(
    cls=_Commands,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(asked: bool) -> None:
    if asked:
        from kubeconv import __version__

        typer.echo(f"kubeconv {__version__}")
        raise typer.Exit


@app.callback(epilog="Example: kubeconv convert -l azurecli ~/.kube/config")
def kubeconv(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Detect and convert the logins of kubeconfig files, touching nothing else in them."""


def run(arguments: Sequence[str]) -> int:
    """Run the command line with these arguments; the exit code comes back."""
    signal.signal(signal.SIGTERM, _end)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        app(_switches_spelt_out(arguments), prog_name="kubeconv", standalone_mode=True)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return 0


#: How kubelogin's flag parser spells true and false (Go's strconv.ParseBool).
_SPELLINGS = {"": ("1", "t", "T", "true", "TRUE", "True"), "no-": ("0", "f", "F", "false", "FALSE", "False")}


def _switches_spelt_out(arguments: Sequence[str]) -> list[str]:
    """`--legacy=false`, as kubelogin's flag parser takes it, becomes `--no-legacy`."""
    switches = [name for name, flag in FLAGS.items() if flag.switch]
    spelt = {
        f"--{name}={value}": f"--{sign}{name}"
        for name in switches
        for sign, values in _SPELLINGS.items()
        for value in values
    }
    return [spelt.get(argument, argument) for argument in arguments]


def _end(number: int, _frame: Any) -> None:
    # Ending by exception gives back locks and removes temporary files.
    sys.exit(128 + number)
