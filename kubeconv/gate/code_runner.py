"""Where a command line has the flags of a shell or an interpreter: `-p`, `-w` and `-u` of these ask for no secret, and what
follows them is the code that would run, which nothing may hide."""

import re
from functools import lru_cache
from typing import Final

from kubeconv.gate.regex import regex
from kubeconv.gate.value import NamedTuple
from kubeconv.gate.words import SHELL_NAMES

#: Programs that take no secret before the code that they run.
_RUNS_CODE: Final = regex(
    rf"(?i)(?:.*[/\\])?(?:{SHELL_NAMES}|python|pypy|perl|ruby|node|nodejs|deno|bun|php|lua|luajit"
    r"|java|osascript|[gmn]?awk|sed|make|wscript|cscript)[\d.]*(?:\.exe)?"
)
#: Programs that run the one behind their own flags.
_RUNS_ANOTHER: Final = regex(
    r"(?:.*/)?(?:env|sudo|doas|su|nohup|setsid|nice|ionice|time|timeout|stdbuf|xargs|exec|command|eval|busybox|unshare|nsenter"
    r"|chroot|flock|script|setpriv|gosu|strace|then|do)"
)
#: Flags of either that have a word behind them, and such words.
_WITH_WORD: Final = frozenset(
    ("-o", "-O", "+o", "+O", "-W", "-X", "-I", "-r", "-ep", "-exec", "--rcfile", "--init-file")
)
_OF_ANOTHER: Final = frozenset(("-u", "-g", "-n", "-s", "-t", "-C", "-S", "-P", "-L", "-I"))
_MODES: Final = frozenset(("hidden", "normal", "minimized", "maximized", "bypass", "unrestricted"))
#: A variable that is set for a program: `A=b sh`.
_SETS: Final = regex(r"[A-Za-z_]\w{0,60}=.*")
#: What parts the commands of a script, and ends with one.
_PARTS: Final = regex(r".*[;|&({]", re.DOTALL)
_LONGEST: Final = 200


class Before(NamedTuple):
    """What stands before a word. `is_own`: nothing but flags since a program that runs code or another one. `is_program`: the
    word may be a program, and if it `is_start`, the first word without a dash is."""

    is_own: bool = False
    is_program: bool = False
    is_start: bool = False


#: Before the first word of a command in a script.
SCRIPT: Final = Before(is_program=True, is_start=True)
NOTHING: Final = Before()


def behind_program(command: str) -> Before:
    """What stands before the first argument of a program."""
    if len(command) > _LONGEST:
        return NOTHING
    if _RUNS_CODE.fullmatch(command):
        return Before(is_own=True)
    return Before(is_own=True, is_program=True) if _RUNS_ANOTHER.fullmatch(command) else NOTHING


def behind(before: Before, word: str, previous: str = "") -> Before:
    """What stands before the word after this one. `previous` is the word before it."""
    if before.is_program and is_runner(word):
        return behind_program(word)
    if before.is_own:
        with_word = _OF_ANOTHER if before.is_program else _WITH_WORD
        is_flag = word.startswith(("-", "+")) or previous in with_word or word.lower() in _MODES
        is_open = is_flag or (before.is_program and _SETS.fullmatch(word))
        return before if is_open else Before(is_program=before.is_program)
    is_open = not before.is_start or word.startswith("-") or _SETS.fullmatch(word)
    return before if before.is_program and is_open else NOTHING


def behind_word(before: Before, word: str, previous: str) -> Before:
    """The same in a script."""
    if parted := _PARTS.match(word):
        before, word = SCRIPT, word[parted.end() :]
    return behind(before, word, previous) if word else before


@lru_cache(4096)
def is_runner(word: str) -> bool:
    """True for a program that runs code or another program."""
    return len(word) <= _LONGEST and (_RUNS_CODE.fullmatch(word) or _RUNS_ANOTHER.fullmatch(word)) is not None


def is_code(before: Before, word: str) -> bool:
    """True for a word that no flag of one letter before it makes a secret."""
    return before.is_own or (before.is_program and is_runner(word))
