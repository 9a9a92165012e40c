"""What stops kubelogin at its command line: the subcommand and the flags, as spf13/cobra and spf13/pflag read them.

Sources: https://github.com/spf13/cobra (`Find`, `stripFlags`, `legacyArgs`), https://github.com/spf13/pflag (`parseArgs`).
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Literal

from kubeconv.auth.go_values import BOOLEANS, TRUE, parse_duration, quote
from kubeconv.auth.kubelogin import FLAGS, GLOBAL_FLAGS, OLD_NAMES, with_any_ids
from kubeconv.gate.value import NamedTuple
from kubeconv.releases.version import Version, parse_version

_TOKEN_COMMAND: Final = "get-token"  # noqa: S105 - no secret
#: Kubelogin's other subcommands. They end well and print no credential.
OTHER_COMMANDS: Final = frozenset(
    ("convert-kubeconfig", "remove-tokens", "remove-cache-dir", "completion", "help", "__complete", "__completeNoDesc")
)

ObjectionKind = Literal[
    "no-token-command", "unknown-command", "help", "unknown-flag", "flag-without-value", "bad-value",
    "unknown-mode", "missing", "authority-host", "pop-flags-apart", "pop-claims", "timeout", "environment",
    "secret-and-certificate", "bad-letters",
]  # fmt: skip


#: Kinds of calls that ask for no token at all.
NOT_GET_TOKEN: Final = ("no-token-command", "unknown-command", "help")


class Objection(NamedTuple):
    """What stops kubelogin: its kind, the flag that it is about ('' for none), how its own message begins ('' if it
    prints none, and if it ends well without a credential)."""

    kind: ObjectionKind
    flag: str = ""
    message: str = ""


class _Option(NamedTuple):
    """A flag as the parser knows it."""

    name: str
    short: str
    takes: Literal["text", "bool", "duration", "number"]


@lru_cache(maxsize=8)
def _options(release: Version) -> dict[str, _Option]:
    known = {name: flag for name, flag in FLAGS.items() if parse_version(flag.since) <= release}
    old = {name: name for name in OLD_NAMES}  # as old as kubelogin itself, and takes a text
    return {
        **{
            name: _Option(name, flag.short, "bool" if flag.switch else "duration" if name == "timeout" else "text")
            for name, flag in known.items()
        },
        **{name: _Option(name, "", "text") for name in old},
        **_GLOBALS,
    }


_GLOBALS: Final = {
    name: _Option(name, name[0] if name != "logtostderr" else "", "number" if name == "v" else "bool")
    for name in sorted(GLOBAL_FLAGS)
}
_ROOT: Final = {**_GLOBALS, "version": _Option("version", "", "bool")}


class _Stopped(Exception):
    """Carries what the parser refuses."""

    def __init__(self, kind: ObjectionKind, flag: str, message: str) -> None:
        super().__init__(message)
        self.objection = Objection(kind, flag, message)


def refused_arguments(arguments: Sequence[str], release: Version) -> Objection | None:
    """What stops this release of kubelogin at these arguments before it looks at their meaning; None if it asks for a token."""
    words = tuple(arguments)
    alike, _ = with_any_ids(words)
    # What it refuses may be an id.
    return None if _refused(alike, release) is None else _refused(words, release)


@lru_cache(4096)
def _refused(arguments: tuple[str, ...], release: Version) -> Objection | None:
    """The same, found out once for all who ask about the same call."""
    name, rest = _subcommand(arguments)
    options = _options(release) if name == _TOKEN_COMMAND else _ROOT
    if name in OTHER_COMMANDS:
        return Objection("no-token-command")
    if name not in ("", _TOKEN_COMMAND):
        return Objection("unknown-command", message=f"unknown command {quote(name)} for {quote('kubelogin')}")
    try:
        given = _parse(rest, options)
    except _Stopped as stopped:
        return stopped.objection
    if given.get("help") in TRUE:
        return Objection("help", "help")
    return None if name else Objection("no-token-command")


def _subcommand(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """The first word that is neither a flag nor taken for the value of one, '' for none, and the other words. A flag of the
    subcommand in front of it is not known yet: it takes a word."""
    index = 0
    while index < len(arguments):
        word = arguments[index]
        if word == "--":
            break
        if _takes_next(word):
            index += 1
        elif word and not word.startswith("-"):
            return word, [*arguments[:index], *arguments[index + 1 :]]
        index += 1
    return "", list(arguments)


def _takes_next(word: str) -> bool:
    if word.startswith("--"):
        return "=" not in word and (word[2:] not in _ROOT or _ROOT[word[2:]].takes != "bool")
    return word.startswith("-") and "=" not in word and len(word) == 2 and word[1] != "h"


def _parse(words: Sequence[str], options: dict[str, _Option]) -> dict[str, str]:
    """The values of the flags. Raises _Stopped."""
    shorts = {option.short: option for option in options.values() if option.short}
    values: dict[str, str] = {}
    index = 0
    while index < len(words):
        word = words[index]
        index += 1
        if word == "--":
            break
        if word.startswith("--"):
            index = _long(words, index, options, values)
        elif word.startswith("-") and len(word) > 1:
            index = _shorts(words, index, shorts, values)
    return values


def _long(words: Sequence[str], index: int, options: dict[str, _Option], values: dict[str, str]) -> int:
    word = words[index - 1]
    name, sign, value = word[2:].partition("=")
    if not name or name.startswith("-"):
        raise _Stopped("unknown-flag", "", f"bad flag syntax: {word}")
    if (option := options.get(name)) is None:
        raise _Stopped("unknown-flag", name, f"unknown flag: --{name}")
    if not sign:
        if option.takes == "bool":
            value = "true"
        elif index < len(words):
            value, index = words[index], index + 1
        else:
            raise _Stopped("flag-without-value", _today(name), f"flag needs an argument: {word}")
    _set(option, value, values)
    return index


def _shorts(words: Sequence[str], index: int, options: dict[str, _Option], values: dict[str, str]) -> int:
    letters = words[index - 1][1:]
    rest = letters
    while rest:
        letter, rest = rest[0], rest[1:]
        if (option := options.get(letter)) is None:
            raise _Stopped("unknown-flag", letter, f"unknown shorthand flag: '{letter}' in -{letter}{rest}")
        if len(rest) > 1 and rest[0] == "=":
            value, rest = rest[1:], ""
        elif option.takes == "bool":
            value = "true"
        elif rest:
            value, rest = rest, ""
        elif index < len(words):
            value, index = words[index], index + 1
        else:
            raise _Stopped("flag-without-value", option.name, f"flag needs an argument: '{letter}' in -{letter}")
        _set(option, value, values)
    return index


def _set(option: _Option, value: str, values: dict[str, str]) -> None:
    values[option.name] = value
    reason = ""
    if option.takes == "bool" and value not in BOOLEANS:
        reason = f"strconv.ParseBool: parsing {quote(value)}: invalid syntax"
    elif option.takes == "number" and not re.fullmatch(r"[-+]?[0-9]{1,10}", value):
        reason = f"strconv.ParseInt: parsing {quote(value)}: "
    elif option.takes == "duration":
        try:
            parse_duration(value)
        except ValueError:
            reason = "time: "
    if reason:
        spelt = (f"-{option.short}, " if option.short else "") + f"--{option.name}"
        raise _Stopped(
            "bad-value", _today(option.name), f"invalid argument {quote(value)} for {quote(spelt)} flag: {reason}"
        )


def _today(name: str) -> str:
    return OLD_NAMES.get(name, name)
