"""What a shell offers in the place of a word that is being typed: `kubeconv __complete WORD... LAST`, by what the commands declare.

It prints a line for each candidate, with what it is after a tab, and last a colon and a number: 4 if nothing else is to be
offered, 0 if files are. That is what the library cobra has its programs print, so that kubectl takes it from a plugin:
https://github.com/spf13/cobra/blob/main/site/content/completions/_index.md
"""

import contextlib
import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from kubeconv.commands.declared import HELP, Completes, Operands, Option, Parameter, parameters
from kubeconv.commands.known import ALIASES, BEFORE, COMMANDS, function_of
from kubeconv.commands.usual import names_in, options_of
from kubeconv.gate import called
from kubeconv.gate.value import NamedTuple

#: The last line: the shell offers files too, or nothing else.
FILES: Final = 0
NOTHING_ELSE: Final = 4
#: A description is cut at so many characters.
_WIDEST: Final = 80


class Candidate(NamedTuple):
    """What the word may become, and a few words on it, '' for none."""

    text: str
    about: str = ""


class Typed(NamedTuple):
    """A command line as far as it is typed: its `command`, the files that it names, what the word is to be completed to, and
    how the word begins before that. `is_value` is true for the value of an option, `is_several` if it may be several with
    commas, `takes_pattern` if a name may follow it after an =."""

    command: str
    files: Sequence[str]
    kubeconfig: str | None
    wanted: "Completes | Sequence[Candidate]"
    kept: str = ""
    is_value: bool = False
    is_several: bool = False
    takes_pattern: bool = False


def complete(words: Sequence[str]) -> str:
    """What to print for these words; the last one, perhaps empty, is being typed. Never raises an exception: whoever presses
    a key wants no error."""
    try:
        found, directive = candidates(words or [""])
    except Exception:
        found, directive = [], NOTHING_ELSE
    lines = (f"{each.text}\t{each.about}" if each.about else each.text for each in found)
    return "".join(f"{line}\n" for line in (*lines, f":{directive}"))


def candidates(words: Sequence[str]) -> tuple[list[Candidate], int]:
    """What the last word may become, and whether files are offered too. In `--name=part` only the part is completed."""
    last = words[-1]
    typed = _read(words[:-1], last)
    part = last[len(typed.kept) :]
    before = ""
    if typed.is_several and "," in part:
        before = part[: part.rindex(",") + 1]
    elif typed.takes_pattern and "=" in part:
        before = part[: part.index("=") + 1]
        typed = typed._replace(wanted="entries")
    kept = "" if typed.kept.endswith("=") else typed.kept
    start = part[len(before) :]
    found = (each for each in _found(typed) if each.text.startswith(start))
    shown = [Candidate(f"{kept}{before}{each.text}", _cut(each.about)) for each in found]
    return shown, FILES if typed.wanted == "files" else NOTHING_ELSE


def _read(words: Sequence[str], last: str) -> Typed:
    """Go through the words before the last one."""
    rest = iter(words)
    before: list[str] = []
    for word in rest:
        name, sign, _ = word.partition("=")
        option = next((each for each in BEFORE if name in each.names), None)
        if word == "help":
            return Typed("", (), None, "commands")
        if option is None and word[:1] != "-":
            command = ALIASES.get(word, word)
            takes = parameters(function_of(command)) if command in COMMANDS else []
            return _read_options(command, takes, [*before, *rest], last)
        before += [word] if option is None or option.is_switch or sign else [word, *islice(rest, 1)]
    return _without_command(before, last)


def _without_command(before: Sequence[str], last: str) -> Typed:
    typed = _read_options("", BEFORE, before, last)
    if typed.wanted == ():  # no operands
        return typed if typed.is_value else typed._replace(wanted="commands")
    version = [Candidate(name, "Print the version and exit.") for name in ("-V", "--version")]
    return typed._replace(wanted=[*typed.wanted, *version]) if isinstance(typed.wanted, list) else typed


def _read_options(command: str, takes: Sequence[Parameter], words: Sequence[str], last: str) -> Typed:
    options = {name: option for each in takes for name, option in options_of(each)}
    operands: list[str] = []
    given: set[str] = set()
    kubeconfig: str | None = None
    open_option: Parameter | None = None
    only_operands = False
    for word in words:
        if open_option is not None:
            kubeconfig = word if open_option.name == "kubeconfig" else kubeconfig
            open_option = None
        elif only_operands or len(word) < 2 or word[0] != "-":
            operands.append(word)
        elif word == "--":
            only_operands = True
        else:
            for name, attached in names_in(word, options):
                option, side = options.get(name, (None, None))
                if option is None:
                    continue
                given.add(option.name)
                if side is None and attached is None:
                    open_option = option
                elif option.name == "kubeconfig":
                    kubeconfig = attached
    named = operands if _operands(takes) == "files" else []
    here = Typed(command, named, kubeconfig, ())
    if open_option is not None:
        return _of_option(here, open_option)
    if only_operands or not last.startswith("-"):
        return here._replace(wanted=_operands(takes))
    *_, (name, attached) = names_in(last, options) if len(last) > 1 else [(last, None)]
    option, side = options.get(name, (None, None))
    if option is not None and side is None and (attached or (attached == "" and last.startswith("--"))):
        return _of_option(here, option)._replace(kept=last[: len(last) - len(attached)])
    return here._replace(wanted=[*_names(takes, given)])


def _of_option(typed: Typed, option: Parameter) -> Typed:
    """The value of an option."""
    declared = option.declared
    wanted: Completes = declared.completes
    is_list = option.kind in (list[str], list[str] | None)
    is_modes = wanted == "modes"
    return typed._replace(
        wanted=wanted,
        is_value=True,
        is_several=is_list and wanted != "files" and not is_modes,
        takes_pattern=is_list and is_modes,
    )


def _operands(takes: Iterable[Parameter]) -> Completes:
    return next((each.declared.completes for each in takes if isinstance(each.declared, Operands)), ())


def _names(takes: Sequence[Parameter], given: set[str]) -> Iterator[Candidate]:
    """The names of the options that can still be given."""
    for each in takes:
        is_over = each.name in given and each.kind not in (list[str], list[str] | None)
        if isinstance(each.declared, Option) and not each.declared.hidden and not is_over:
            for name, _ in options_of(each):
                yield Candidate(name, called.ours(each.declared.help))
    for name in HELP:
        yield Candidate(name, "Show this message and exit.")


def _cut(about: str) -> str:
    """What fits into a line beside the name."""
    return about if len(about) <= _WIDEST else f"{about[: _WIDEST - 1]}…"


def _found(typed: Typed) -> Iterable[Candidate]:
    wanted = typed.wanted
    if not isinstance(wanted, str):
        return [each if isinstance(each, Candidate) else Candidate(each) for each in wanted]
    if wanted == "files":
        return ()
    if wanted == "commands":
        return [Candidate(name, about) for name, about in COMMANDS.items()]
    if wanted == "modes":
        return _modes()
    if wanted == "rules":
        return _rules()
    from kubeconv.commands.names_here import names_here

    found = names_here(typed.files, typed.kubeconfig)
    kinds = ("contexts", "users", "clusters") if wanted == "entries" else (wanted,)
    once = {text: about for kind in reversed(kinds) for text, about in found[kind].items()}
    return [Candidate(text, about) for text, about in sorted(once.items())]


def _modes() -> list[Candidate]:
    from kubeconv.auth.login_modes import LOGIN_MODES
    from kubeconv.conversion.options import AUTO

    return [Candidate(name) for name in (*LOGIN_MODES, AUTO)]


def _rules() -> list[Candidate]:
    from kubeconv.validation.manual import manuals

    known = manuals()
    return [
        *(Candidate(each.code, each.summary) for each in known),
        *(Candidate(each.name, each.summary) for each in known),
    ]


def print_candidates(arguments: Sequence[str]) -> None:
    """Print them for a shell: `--bash LINE BREAKS`, or the words. Nothing is said of a shell that is gone."""
    if arguments[:1] == ["--bash"]:
        from kubeconv.commands.bash_words import complete_line

        text = complete_line(arguments[1:], candidates)
    elif arguments[:1] == ["--powershell"]:
        # Before 7.3 PowerShell loses empty words and quotes in the arguments of a program.
        text = complete(os.environ.get("KUBECONV_WORDS", "").split("\n"))
    else:
        text = complete(arguments)
    with contextlib.suppress(OSError):
        os.write(1, text.encode("utf-8", "surrogateescape"))
