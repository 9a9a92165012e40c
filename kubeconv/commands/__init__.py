"""The command line: one module a command, each imported only when it is called."""

import os
import signal
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from io import TextIOWrapper
from typing import Annotated, Any, Final

import typer

from kubeconv.commands.plain import PlainCommand, PlainGroup
from kubeconv.machine.journal import WRITTEN, begin

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
    "rules": "List the rules of validate.",
    "schema": "Print the JSON Schema of kubeconfigs, for editors.",
}
#: Other names of commands: who knows kubelogin types this one.
_ALIASES: Final = {"convert-kubeconfig": "convert"}
#: The widest line of a help, in characters; a terminal may be narrower.
_WIDEST: Final = 130
_SETTINGS: Final = {"help_option_names": ["-h", "--help"], "max_content_width": _WIDEST}

#: The signals that end a run.
_ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class _Commands(PlainGroup):
    """Finds commands by name, so that a run pays only for its own."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        return [*COMMANDS]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name = _ALIASES.get(args[0], args[0])
        if name not in COMMANDS:
            from kubeconv.gate import shown
            from kubeconv.gate.choices import did_you_mean

            ctx.fail(f"No such command {shown.quoted(shown.plain(name))}{did_you_mean(name, COMMANDS)}")
        return super().resolve_command(ctx, [name, *args[1:]])

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([*COMMANDS.items()])

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
        module = import_module(f"kubeconv.commands.{cmd_name}")
        kind = getattr(module.command, "command_class", PlainCommand)
        app.command(cmd_name, cls=kind, context_settings=dict(_SETTINGS))(module.command)
        return typer.main.get_command(app)


app = typer.Typer(
    cls=_Commands,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=dict(_SETTINGS),
)


def _print_version(asked: bool) -> None:
    if asked:
        from kubeconv import __version__

        typer.echo(f"kubeconv {__version__}")
        raise typer.Exit


@app.callback(epilog="Example: kubeconv convert -l azurecli ~/.kube/config")
def kubeconv(
    version: Annotated[
        bool,
        typer.Option("-V", "--version", callback=_print_version, is_eager=True, help="Print the version and exit."),
    ] = False,
) -> None:
    """Detect, convert and validate the logins of kubeconfig files."""


def run(arguments: Sequence[str]) -> int:
    """Run the command line with these arguments; the exit code comes back."""
    begin()
    for ending in _ENDING:
        if signal.getsignal(ending) is not signal.SIG_IGN:  # as nohup has it
            signal.signal(ending, _end)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # not if it is closed
            stream.reconfigure(errors="backslashreplace")
    code = 0
    try:
        try:
            ended = app(_with_help(arguments), prog_name="kubeconv", standalone_mode=False)
            code = ended if isinstance(ended, int) else 0
        except _Signalled as ended:
            code = _say_what_was_written(ended.number)
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 0
        except typer.Abort:
            code = 130
        except Exception as error:
            code = _say_usage(error)
        code = code if arguments else 2  # nothing was asked
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:  # nobody reads on: nothing to complain about
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    except OSError as error:  # what is printed goes to a full disk, or nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        if sys.stderr is not None:
            print(f"kubeconv: cannot print: {(error.strerror or str(error)).lower()}", file=sys.stderr)
        return 1
    return code


def _with_help(arguments: Sequence[str]) -> list[str]:
    """The arguments, with `--help` if it is meant: `help convert` is `convert --help`."""
    if arguments[:1] == ["help"]:
        return [*arguments[1:2], "--help"]
    return [*arguments] or ["--help"]


def _say_usage(error: Exception) -> int:
    """One line about a wrong command line. Any other exception is a bug of ours and is raised again."""
    message, code = getattr(error, "format_message", None), getattr(error, "exit_code", None)
    if message is None or not isinstance(code, int):
        raise error
    from kubeconv.commands import output

    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "kubeconv"
    output.error(f"error: {_usage(error, message())}; see {command} --help")
    return code


def _usage(error: Any, text: str) -> str:
    """What is wrong with a command line, without what was typed: it may be a secret in the wrong place. `text` is what typer
    says."""
    from kubeconv.gate import shown
    from kubeconv.gate.choices import did_you_mean

    kind, parameter = type(error).__name__, getattr(error, "param", None)
    if kind == "NoSuchOption":
        known = [name for param in error.ctx.command.get_params(error.ctx) for name in param.opts] if error.ctx else []
        return f"No such option: {shown.flag(error.option_name)}{did_you_mean(error.option_name, known)}"
    if kind == "UsageError" and not isinstance(getattr(error.ctx, "command", None), _Commands):
        return "Unexpected extra arguments"
    if kind == "BadParameter" and parameter is not None and not error.param_hint:
        from kubeconv.commands.plain import number_wanted

        return f"Invalid value for '{parameter.opts[0]}': use {number_wanted(parameter)}"
    return " ".join(text.split()).rstrip(".")


class _Signalled(SystemExit):
    """A signal ends this run. Ending by exception gives back locks and removes temporary files."""

    def __init__(self, number: int) -> None:
        super().__init__(128 + number)
        self.number = number


def _end(number: int, _frame: Any) -> None:
    raise _Signalled(number)


def _say_what_was_written(number: int) -> int:
    """The last word of a run that a signal ends, if there is something to say. Returns its exit code."""
    if WRITTEN:
        from kubeconv.commands import output

        output.error(
            f"stopped by {signal.Signals(number).name}, after writing {', '.join(WRITTEN)}; kubeconv undo FILE brings the old bytes back"
        )
    return 128 + number
