"""kubelogin's flags as options of `kubeconv convert`, built from their table."""

import inspect
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Annotated, Any, Final

import typer

from kubeconv.auth.kubelogin import CONVERT_FLAGS, FLAGS, OLD_NAMES, Flag
from kubeconv.auth.login_modes import LOGIN_MODES

#: The login mode has an option of its own, with another help.
_OPTIONS: Final = {name: flag for name, flag in {**FLAGS, **CONVERT_FLAGS}.items() if name != "login"}


def with_kubelogin_options(command: Callable[..., None]) -> Callable[..., None]:
    """The command with an option for each flag of kubelogin in place of its last parameter, `flags`. That gets the flags
    that were given: name to value, switches as "true" or "false"."""
    own = [*inspect.signature(command).parameters.values()][:-1]

    @wraps(command)
    def with_flags(**given: Any) -> None:
        flags = {}
        for name in _OPTIONS:
            value = given.pop(_identifier(name))
            if value is not None:
                flags[name] = str(value).lower() if isinstance(value, bool) else value
        command(**given, flags=flags)

    vars(with_flags)["__signature__"] = inspect.Signature([*own, *_parameters()])
    return with_flags


def _parameters() -> Iterator[inspect.Parameter]:
    kind = inspect.Parameter.KEYWORD_ONLY
    for name, flag in _OPTIONS.items():
        value = bool | None if flag.switch else str | None
        annotation = Annotated[value, _option(name, flag)]  # type: ignore[valid-type] # it is one at run time
        yield inspect.Parameter(_identifier(name), kind, default=None, annotation=annotation)


def _option(name: str, flag: Flag) -> Any:
    names = [f"-{flag.short}"] if flag.short else []
    names.append(f"--{name}/--no-{name}" if flag.switch else f"--{name}")
    names += [f"--{old}" for old, new in OLD_NAMES.items() if new == name]
    return typer.Option(*names, help=_help(name, flag), metavar=flag.metavar or None, hidden=not flag.help)


def _help(name: str, flag: Flag) -> str:
    """What a flag says, the login mode first if it is of one alone, and what is safer than a secret on a command line."""
    of_modes = [mode for mode, row in LOGIN_MODES.items() if name in row.writes]
    mode = f"{of_modes[0]}: " if len(of_modes) == 1 else ""
    safer = f" (better in {min((each.name for each in flag.variables), key=len)})." if flag.secret else "."
    return f"{mode}{flag.help}{safer}"


def _identifier(name: str) -> str:
    return name.replace("-", "_")
