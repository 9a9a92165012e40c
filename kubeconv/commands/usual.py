"""Usual command lines, read by what the commands declare, without typer: that takes as long to import as a small file to convert.

Whatever this does not know for certain is left to typer: help, mistakes, numbers. tests/test_usual.py holds the two equal.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from typing import Any, Final

from kubeconv.commands.declared import HELP, Call, Operands, Parameter, parameters
from kubeconv.commands.known import ALIASES, COMMANDS, function_of, print_version

#: The types of what is taken as it is given, once and several times.
_TEXT: Final = (str, str | None)
_TEXTS: Final = (list[str], list[str] | None)
#: With this variable typer completes a command line for a shell, and what its value is made of.
_COMPLETES: Final = "_KUBECONV_COMPLETE"
_INSTRUCTIONS: Final = frozenset(("complete", "source", "bash", "zsh", "fish", "powershell", "pwsh"))


def read(arguments: Sequence[str]) -> Call | None:
    """What the command line asks for; None if typer is to read it."""
    asked = os.environ.get(_COMPLETES)
    if asked is not None:
        if _INSTRUCTIONS.issuperset(asked.split("_")):
            return None
        del os.environ[_COMPLETES]  # typer would print what it does not know
    first = arguments[0] if arguments else ""
    if first in ("-V", "--version") and len(arguments) == 1:
        return Call("", print_version, {})
    name = ALIASES.get(first, first)
    if name not in COMMANDS:
        return None
    command: Any = function_of(name)
    takes = parameters(command)
    values = _values(arguments[1:], takes, getattr(command, "respelt", None))
    return None if values is None else Call(name, command, {each.name: each.default for each in takes} | values)


def _values(
    words: Sequence[str],
    takes: Sequence[Parameter],
    respelt: Callable[[Sequence[str], Set[str]], list[str]] | None,
) -> dict[str, Any] | None:
    """The values that are given, by parameter; None if one of the words is not a usual one."""
    options = {name: option for each in takes for name, option in options_of(each)}
    if respelt:
        words = respelt(words, {*HELP, *(name for name, (_, side) in options.items() if side is not None)})
    values: dict[str, Any] = {}
    operands: list[str] = []
    rest = iter(words)
    for word in rest:
        if word == "--":
            operands += rest
        elif len(word) < 2 or word[0] != "-":
            operands.append(word)
        else:
            for name, attached in names_in(word, options):
                if name not in options or not _take(values, *options[name], attached, rest):
                    return None
    if operands:
        wanted = next((each.name for each in takes if isinstance(each.declared, Operands)), None)
        if wanted is None:
            return None
        values[wanted] = operands
    return values


def options_of(parameter: Parameter) -> Iterator[tuple[str, tuple[Parameter, bool | None]]]:
    """The names of an option, each with what it sets a switch to; None for what takes a value."""
    for name in parameter.names:
        on, _, off = name.partition("/")
        yield on, (parameter, True if parameter.is_switch else None)
        if off:
            yield off, (parameter, False)


def names_in(word: str, options: Mapping[str, tuple[Parameter, bool | None]]) -> Iterator[tuple[str, str | None]]:
    """The options in one word: `--name`, `--name=value`, `-n`, `-nvalue`, or several short switches as `-qy`. Each with the
    value that is attached to it, if one is."""
    if word[1] == "-":
        name, sign, value = word.partition("=")
        yield name, value if sign else None
        return
    for place, letter in enumerate(word[1:], 2):
        name = f"-{letter}"
        takes_value = name in options and options[name][1] is None
        yield name, (word[place:] or None) if takes_value else None
        if takes_value:
            return


def _take(
    values: dict[str, Any], parameter: Parameter, side: bool | None, attached: str | None, rest: Iterator[str]
) -> bool:
    """Take the value of an option, from the words after it if none is attached. False if it is not a usual one."""
    if side is not None:
        values[parameter.name] = side
        return attached is None
    value = next(rest, None) if attached is None else attached
    if value is None or parameter.kind not in (*_TEXT, *_TEXTS):
        return False
    if parameter.kind in _TEXTS:
        values.setdefault(parameter.name, []).append(value)
    else:
        values[parameter.name] = value
    return True
