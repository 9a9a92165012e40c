"""typer reads a command line: for help, for errors, and for all that `usual` leaves to it."""

import inspect
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Final

import typer

from kubeconv.commands.declared import HELP, Call, Option, Parameter, WrongUsage, parameters
from kubeconv.commands.known import ALIASES, COMMANDS, function_of, print_version
from kubeconv.commands.plain import PlainCommand, PlainGroup, number_wanted
from kubeconv.gate import called, shown
from kubeconv.gate.choices import did_you_mean

#: The widest line of a help, in characters; a terminal may be narrower.
_WIDEST: Final = 130
_SETTINGS: Final = {"help_option_names": [*HELP], "max_content_width": _WIDEST}
_TYPER: Final[dict[str, Any]] = {
    "add_completion": False,
    "rich_markup_mode": None,
    "pretty_exceptions_enable": False,
}


def read(arguments: Sequence[str]) -> Call | int:
    """What the command line asks for; an exit code if that has been done. Raises `WrongUsage`."""
    try:
        ended = app(_with_help(arguments), prog_name=called.program(), standalone_mode=False)
    except Exception as error:
        raise _wrong_usage(error) from None
    return ended if isinstance(ended, Call | int) else 0


class _Commands(PlainGroup):
    """Finds commands by name, so that a run pays only for its own."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        return [*COMMANDS]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name = ALIASES.get(args[0], args[0])
        if name not in COMMANDS:
            ctx.fail(f"No such command {shown.quoted(shown.plain(name))}{did_you_mean(name, COMMANDS)}")
        return super().resolve_command(ctx, [name, *args[1:]])

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([*COMMANDS.items()])

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        own, self.epilog = self.epilog, called.ours(self.epilog or "")
        super().format_epilog(ctx, formatter)
        self.epilog = own

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        one = typer.Typer(**_TYPER)
        function = function_of(cmd_name)
        one.command(cmd_name, cls=PlainCommand, context_settings=dict(_SETTINGS))(_caller(cmd_name, function))
        made: Any = typer.main.get_command(one)
        made.respelt = getattr(function, "respelt", None)
        return made


app = typer.Typer(cls=_Commands, context_settings=dict(_SETTINGS), **_TYPER)


def _print_version(asked: bool) -> None:
    if asked:
        print_version()
        raise typer.Exit


@app.callback(epilog="Example: kubeconv convert -l azurecli ~/.kube/config")
def kubeconv(
    version: Annotated[
        bool,
        typer.Option("-V", "--version", callback=_print_version, is_eager=True, help="Print the version and exit."),
    ] = False,
) -> None:
    """Detect, convert and validate the logins of kubeconfig files."""


def _caller(name: str, command: Callable[..., None]) -> Callable[..., Call]:
    """What typer takes for the command: a function with its options, which says what to call."""

    def caller(**values: object) -> Call:
        return Call(name, command, values)

    takes = [_for_typer(each) for each in parameters(command)]
    caller.__doc__ = called.ours(command.__doc__ or "")
    caller.__annotations__ = {each.name: each.annotation for each in takes}
    vars(caller)["__signature__"] = inspect.Signature(takes)
    return caller


def _for_typer(parameter: Parameter) -> inspect.Parameter:
    declared = parameter.declared
    if isinstance(declared, Option):
        made = typer.Option(
            *parameter.names, help=called.ours(declared.help), metavar=declared.metavar, rich_help_panel=declared.heading,
            hidden=declared.hidden, min=declared.min,
        )  # fmt: skip
    else:
        made = typer.Argument(metavar=declared.metavar, hidden=True)
    annotation = Annotated[parameter.kind, made]  # type: ignore[name-defined] # it is a type at run time
    return inspect.Parameter(
        parameter.name, inspect.Parameter.KEYWORD_ONLY, default=parameter.default, annotation=annotation
    )


def _with_help(arguments: Sequence[str]) -> list[str]:
    """The arguments, with `--help` if it is meant: `help convert` is `convert --help`."""
    if arguments[:1] == ["help"]:
        return [*arguments[1:2], "--help"]
    return [*arguments] or ["--help"]


def _wrong_usage(error: Exception) -> Exception:
    """What is to be said of an error of typer. Any other exception is a bug of ours and stays what it is."""
    message, code = getattr(error, "format_message", None), getattr(error, "exit_code", None)
    if message is None or not isinstance(code, int):
        return error
    context = getattr(error, "ctx", None)
    return WrongUsage(
        _usage(error, message()), command=context.command_path if context is not None else called.program()
    )


def _usage(error: Any, text: str) -> str:
    """What is wrong with a command line, without what was typed: it may be a secret in the wrong place. `text` is what typer
    says."""
    kind, parameter = type(error).__name__, getattr(error, "param", None)
    if kind == "NoSuchOption":
        known = [name for param in error.ctx.command.get_params(error.ctx) for name in param.opts] if error.ctx else []
        return f"No such option: {shown.flag(error.option_name)}{did_you_mean(error.option_name, known)}"
    if kind == "UsageError" and not isinstance(getattr(error.ctx, "command", None), _Commands):
        return "Unexpected extra arguments"
    if kind == "BadParameter" and parameter is not None and not error.param_hint:
        return f"Invalid value for {parameter.opts[0]}: use {number_wanted(parameter)}"
    return text
