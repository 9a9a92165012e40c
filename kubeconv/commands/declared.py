"""How commands declare what they take: each parameter of a `command` function is `Annotated[type, Option(…)]` with a default.

That signature is the only declaration. `usual` reads plain command lines by it, `by_typer` all others; neither is needed here.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Literal

from kubeconv.gate.value import NamedTuple

#: The names that ask any command for its help.
HELP: Final = ("-h", "--help")

_SWITCHES: Final = (bool, bool | None)

#: What a shell completes a value to: one of these words, or what has this name (`completing` finds it).
Completes = Sequence[str] | Literal["files", "contexts", "users", "clusters", "entries", "rules", "modes", "commands"]


class Option:
    """An option: its names, `--yes/--no` for a switch with two sides, and what its help says. Without names it has that of its
    parameter. `min` is the least number that it takes, `completes` what a shell completes its value to."""

    __slots__ = ("completes", "heading", "help", "hidden", "metavar", "min", "names")

    def __init__(
        self,
        *names: str,
        help: str = "",
        metavar: str | None = None,
        heading: str | None = None,
        hidden: bool = False,
        min: float | None = None,
        completes: Completes = (),
    ) -> None:
        self.names, self.help, self.metavar, self.heading = names, help, metavar, heading
        self.hidden, self.min = hidden, min
        self.completes: Completes = completes or ("files" if metavar in ("FILE", "FOLDER") else ())


class Operands(NamedTuple):
    """All the arguments that are no options, what the usage line calls them, and what a shell completes them to."""

    metavar: str
    completes: Completes = "files"


class Parameter(NamedTuple):
    """A parameter of a command. `kind` is its type: `bool`, `str`, `list[str]`, a number, or one of them or None."""

    name: str
    kind: Any
    declared: Option | Operands
    default: Any

    @property
    def names(self) -> tuple[str, ...]:
        """The names of an option as declared; none for operands."""
        if not isinstance(self.declared, Option):
            return ()
        name = self.name.replace("_", "-")
        return self.declared.names or (f"--{name}/--no-{name}" if self.is_switch else f"--{name}",)

    @property
    def is_switch(self) -> bool:
        """True if it takes no value."""
        return self.kind in _SWITCHES


class Call(NamedTuple):
    """What a command line asks for: the command of this name, with these values. '' is kubeconv itself."""

    name: str
    command: Callable[..., None]
    values: Mapping[str, object]


class Exit(Exception):
    """The run is over, with this exit code."""

    def __init__(self, code: int = 0) -> None:
        super().__init__(code)
        self.code = code


class WrongUsage(Exception):
    """The command line makes no sense: what is wrong, and `at` which option, if it is one. `command` is whose help to read; ''
    for the one that is called."""

    def __init__(self, text: str, *, at: str = "", command: str = "") -> None:
        super().__init__(f"Invalid value for {at}: {text}" if at else text)
        self.command = command


#: When colours are wanted.
WHEN: Final = ("auto", "always", "never")
#: What every command takes besides; `run` sees to it, and the commands do not know of it.
EVERYWHERE: Final = (
    Parameter(
        "color",
        str,
        Option("--color", help="Colours: auto (on a terminal), always or never.", metavar="WHEN", completes=WHEN),
        "auto",
    ),
    Parameter("no_pager", bool, Option("--no-pager", help="Print without a pager."), False),
)


def parameters(command: Any) -> list[Parameter]:
    """What a command line takes: what its command does, and what all do."""
    return [*declared_by(command), *EVERYWHERE]


def declared_by(command: Any) -> list[Parameter]:
    """What a command takes: what it `declares`, or else what its function is annotated with."""
    declares: list[Parameter] | None = getattr(command, "declares", None)
    if declares is not None:
        return declares
    declared = {name: each for name, each in command.__annotations__.items() if hasattr(each, "__metadata__")}
    defaults = command.__kwdefaults__ or dict(zip(declared, command.__defaults__ or (), strict=True))
    return [Parameter(name, each.__origin__, each.__metadata__[0], defaults[name]) for name, each in declared.items()]
