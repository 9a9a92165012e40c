"""kubelogin's flags as options of `kubeconv convert`, built from their table."""

from collections.abc import Callable, Iterator, Sequence, Set
from functools import wraps
from typing import Any, Final

from kubeconv.auth.kubelogin import CONVERT_FLAGS, FLAGS, OLD_NAMES, Flag
from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.commands.declared import Option, Parameter, WrongUsage, declared_by

#: How kubelogin's flag parser spells true and false (Go's strconv.ParseBool), to the sign of our switch.
_SPELLINGS: Final = {
    **dict.fromkeys(("1", "t", "T", "true", "TRUE", "True"), ""),
    **dict.fromkeys(("0", "f", "F", "false", "FALSE", "False"), "no-"),
}
#: The login mode has an option of its own, with another help.
_OPTIONS: Final = {name: flag for name, flag in {**FLAGS, **CONVERT_FLAGS}.items() if name != "login"}


def with_kubelogin_options(command: Callable[..., None]) -> Callable[..., None]:
    """The command with an option for each flag of kubelogin in place of its last parameter, `flags`. That gets the flags
    that were given: name to value, switches as "true" or "false"."""
    own = declared_by(command)

    @wraps(command)
    def with_flags(**given: Any) -> None:
        flags = {}
        for name in _OPTIONS:
            value = given.pop(_identifier(name))
            if value == "=":  # what follows is its value, perhaps a secret, and no file
                raise WrongUsage("no blanks belong around '='", at=f"--{name}")
            if value is not None:
                flags[name] = str(value).lower() if isinstance(value, bool) else value
        command(**given, flags=flags)

    vars(with_flags).update(declares=[*own, *_parameters()], respelt=respelt)
    return with_flags


def _parameters() -> Iterator[Parameter]:
    for name, flag in _OPTIONS.items():
        yield Parameter(_identifier(name), bool | None if flag.switch else str | None, _option(name, flag), None)


def _option(name: str, flag: Flag) -> Option:
    names = [f"-{flag.short}"] if flag.short else []
    names.append(f"--{name}/--no-{name}" if flag.switch else f"--{name}")
    names += [f"--{old}" for old, new in OLD_NAMES.items() if new == name]
    return Option(*names, help=_help(name, flag), metavar=flag.metavar or None, hidden=not flag.help)


def _help(name: str, flag: Flag) -> str:
    """What a flag says, the login mode first if it is of one alone, and what is safer than a secret on a command line."""
    of_modes = [mode for mode, row in LOGIN_MODES.items() if name in row.writes]
    mode = f"{of_modes[0]}: " if len(of_modes) == 1 else ""
    safer = f" (better in {min((each.name for each in flag.variables), key=len)})." if flag.secret else "."
    return f"{mode}{flag.help}{safer}"


def _identifier(name: str) -> str:
    return name.replace("-", "_")


def respelt(arguments: Sequence[str], alone: Set[str]) -> list[str]:
    """`--legacy=false` and `-l=spn`, as kubelogin's flag parser takes them, become `--no-legacy` and `-lspn`. What may be
    the value of the option before it stays; `alone` are those without."""
    switches = {f"--{name}" for name, flag in FLAGS.items() if flag.switch}
    shorts = tuple(f"-{flag.short}=" for flag in FLAGS.values() if flag.short)
    spelt: list[str] = []
    before = ""
    for number, argument in enumerate(arguments):
        if argument == "--":  # files follow it
            return [*spelt, *arguments[number:]]
        name, _, value = argument.partition("=")
        is_option = (before.startswith("--") and "=" not in before) or (len(before) == 2 and before[0] == "-")
        takes_value = is_option and before not in alone
        if not takes_value and name in switches and value in _SPELLINGS:
            argument = f"--{_SPELLINGS[value]}{name[2:]}"
        elif not takes_value and argument.startswith(shorts):
            argument = argument[:2] + argument[3:]
        spelt.append(argument)
        before = argument
    return spelt
