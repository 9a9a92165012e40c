"""Where a command line has the flags of a shell or an interpreter: `-p`, `-w` and `-u` of these ask for no secret, and what
follows them is the code that would run, which nothing may hide."""

import re
from functools import lru_cache
from typing import Final

from kubeconv.gate.regex import regex
from kubeconv.gate.value import NamedTuple
from kubeconv.gate.words import SHELL_NAMES

#: Programs that take no secret before the code that they run.
_CODE: Final = (
    rf"(?i:(?:{SHELL_NAMES}|python|pypy|perl|ruby|node|nodejs|deno|bun|php|lua|luajit"
    r"|java|osascript|[gmn]?awk|sed|make|wscript|cscript)[\d.]*(?:\.exe)?)"
)
_RUNS_CODE: Final = regex(rf"(?:.*[/\\])?{_CODE}")
#: Programs that run the one behind their own flags.
_ANOTHER: Final = (
    r"(?:env|sudo|doas|su|run0|runuser|runas|nohup|setsid|nice|ionice|chrt|taskset|prlimit|numactl|cpulimit|time|timeout"
    r"|stdbuf|unbuffer|rlwrap|xargs|exec|command|builtin|eval|trap|alias|busybox|toybox|unshare|nsenter|chroot|fakeroot|proot|bwrap"
    r"|firejail|flock|setlock|script|setpriv|gosu|su-exec|chpst|softlimit|setarch|linux(?:32|64)|strace|ltrace|valgrind|watch|entr"
    r"|parallel|sem|torsocks|torify|proxychains4?|xvfb-run|dbus-run-session|systemd-run|tini|dumb-init|catchsegv|faketime|ssh|npx|uvx"
    r"|pipx|man|ld(?:-[\w-]{1,40})?\.so(?:\.\d)?)"
)
_RUNS_ANOTHER: Final = regex(rf"(?:.*/)?{_ANOTHER}")
#: Of them those that have a word of their own before it.
_WITH_OPERAND: Final = regex(
    r"(?:.*/)?(?:su|chrt|taskset|timeout|busybox|toybox|chroot|flock|setlock|gosu|su-exec|setarch|faketime|ssh)"
)
#: Programs that run another one behind so many words, and have other work too.
_SOME: Final = r"(?:docker|podman|nerdctl|kubectl|oc|tmux|screen|aws-vault|sops|direnv|coproc)(?:\.exe)?"
_RUNS_SOME: Final = regex(rf"(?:.*/)?{_SOME}")
_OPERANDS: Final = 4
#: Words of shells before the first one of a command.
_KEYWORDS: Final = frozenset(("then", "do", "else", "if", "elif", "while", "until", "!", "{"))
#: Flags of either that have a word behind them, and such words.
_WITH_WORD: Final = frozenset((
    "-o", "-O", "+o", "+O", "-W", "-X", "-I", "-r", "-l", "-cp", "-classpath", "-ep", "-exec", "--rcfile", "--init-file"
))  # fmt: skip
_OF_ANOTHER: Final = frozenset((
    "-u", "-g", "-n", "-s", "-t", "-C", "-S", "-P", "-L", "-I", "-a", "-o", "-f", "-e", "-E", "-k", "-w", "-p", "-b", "--unset",
    "--chdir", "--user", "--group", "--prompt", "--userspec", "--reuid", "--regid", "--map-user", "--unit", "--output",
    "--format", "--signal", "--kill-after", "--library-path", "--preload", "--argv0",
))  # fmt: skip
_MODES: Final = frozenset(("hidden", "normal", "minimized", "maximized", "bypass", "unrestricted"))
#: A variable that is set for a program: `A=b sh`.
_SETS: Final = regex(r"[A-Za-z_]\w{0,60}[^\w\s]{0,2}=.*", re.DOTALL)
#: In a script: the words behind it, which it may run.
_ALL_WORDS: Final = regex(r"\$\{?[@*\d]")
#: What parts the commands of a script, and ends with one.
_PARTS: Final = regex(r".*[;|&({]", re.DOTALL)
_LONGEST: Final = 200
#: A text without this has no such program among its words.
HINT: Final = regex(rf"(?<![\w.-])(?:{_CODE}|{_ANOTHER}|{_SOME})\s")


class Before(NamedTuple):
    """What stands before a word. `is_own`: nothing but flags since a program that runs code or another one. `is_program`: the
    word may be a program, and if it `is_start`, the first word without a dash is. `operands`: so many words may stand before
    the program."""

    is_own: bool = False
    is_program: bool = False
    is_start: bool = False
    operands: int = 0


#: Before the first word of a command in a script.
SCRIPT: Final = Before(is_program=True, is_start=True)
#: Before the first word of what nobody may run: it is a program only if it runs another one.
WORDS: Final = Before(is_program=True)
NOTHING: Final = Before()


def behind_program(command: str) -> Before:
    """What stands before the first argument of a program."""
    if len(command) > _LONGEST:
        return NOTHING
    if _RUNS_CODE.fullmatch(command):
        return Before(is_own=True)
    if _RUNS_ANOTHER.fullmatch(command):
        return Before(is_own=True, is_program=True, operands=int(_WITH_OPERAND.fullmatch(command) is not None))
    return Before(is_program=True, operands=_OPERANDS) if _RUNS_SOME.fullmatch(command) else NOTHING


def behind(before: Before, word: str, previous: str = "") -> Before:
    """What stands before the word after this one. `previous` is the word before it."""
    if word in _KEYWORDS and (before.is_start or (before.is_own and before.is_program)):
        return before
    if before.is_program and is_runner(word) and not (before.operands and word == "exec"):
        return behind_program(word)
    if before.is_own:
        with_word = _OF_ANOTHER if before.is_program else _WITH_WORD
        is_flag = word.startswith(("-", "+")) or previous in with_word or word.lower() in _MODES
        is_open = is_flag or (before.is_program and _SETS.fullmatch(word))
        if is_open or before.operands:
            return before if is_open else before._replace(operands=0)
        is_forwarding = not before.is_program and _ALL_WORDS.search(word) is not None
        return Before(is_program=True, operands=_LONGEST) if is_forwarding else Before(is_program=before.is_program)
    if before.operands and not word.startswith("-"):
        return before._replace(operands=before.operands - 1)
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
    return behind_program(word) is not NOTHING


def is_called(before: Before) -> bool:
    """True where a word without a dash may be the program that is run."""
    return before.is_start or (before.is_own and before.is_program) or before.operands > 0


def leads_to_nothing(before: Before, word: str) -> bool:
    """True for a word behind which no secret is awaited, whatever it is called: `TOKEN= evil` and `env -u TOKEN evil` run a
    program."""
    if word.startswith("-"):
        return False
    is_set = before.is_start and _SETS.fullmatch(word) is not None
    return is_set or before.is_own or before.operands > 0


def is_code(before: Before, word: str) -> bool:
    """True for a word that no flag of one letter before it makes a secret."""
    return before.is_own or (before.is_program and is_runner(word))
