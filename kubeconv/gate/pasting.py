"""Commands that a person pastes, in the quotes of the shell at hand, and with the names that its system has for them.

On Windows this is PowerShell. cmd takes the same quotes, unless a word holds a sign that double quotes do not cover there.
https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules
https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments
"""

import os
from collections.abc import Iterable, Mapping
from typing import Final

from kubeconv.gate.so_called import without_so_called

#: What shlex leaves without quotes.
_SAFE: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@%+=:,./-")
#: What both shells of Windows take without quotes. PowerShell makes a list of words with a comma.
_BARE: Final = r"[A-Za-z0-9_./\\:~+=*?-]+"
#: What double quotes do not cover in PowerShell, or cannot hold.
_SINGLE: Final = '["$`\u201c\u201d\u201e]'
#: All of these end a string in single quotes.
_ENDS_SINGLE: Final = "(['\u2018\u2019\u201a\u201b])"

#: The first words of a command to what Windows has in their place, known to both of its shells.
_ON_WINDOWS: Final[Mapping[tuple[str, ...], tuple[str, ...]]] = {
    ("rm", "-f"): ("del",),
    ("mv",): ("copy",),
    ("diff",): ("fc.exe",),
    ("chmod", "u+w"): ("attrib", "-r"),
}

_BACKSLASH: Final = "\\"
#: What stands for itself in no dollar-single-quotes.
_ESCAPED: Final = "\\'"

#: Whether commands are printed for Windows. The shells of MSYS (Git Bash) are POSIX.
IS_WINDOWS = os.name == "nt" and "MSYSTEM" not in os.environ


def word(text: str) -> str:
    """A word of a command, quoted if it must be. What a terminal would obey is never printed."""
    text = without_so_called(text)  # in quotes it might not be known any more
    if not text.isprintable():
        # POSIX 2024, 2.2.4 Dollar-Single-Quotes
        return f"$'{''.join(each if each.isprintable() and each not in _ESCAPED else _octal(each) for each in text)}'"
    if not IS_WINDOWS:
        if text and _SAFE.issuperset(text):
            return text
        import shlex

        return shlex.quote(text)
    import re

    if re.fullmatch(_BARE, text):
        return text
    if re.search(_SINGLE, text):
        return in_single_quotes(text)
    # A backslash before the last quote would make it a part of the word.
    return f'"{text}{_BACKSLASH * (len(text) - len(text.rstrip(_BACKSLASH)))}"'


def in_single_quotes(text: str) -> str:
    """A text as PowerShell takes it as it is."""
    import re

    return "'" + re.sub(_ENDS_SINGLE, r"\1\1", text) + "'"


def command(words: Iterable[str]) -> str:
    """A command line. For Windows the programs of POSIX are replaced by its own."""
    taken = [*words]
    if not IS_WINDOWS:
        return " ".join(map(word, taken))
    if taken[:1] == ["unset"]:
        return f"Remove-Item Env:{taken[1]}"
    for start, instead in _ON_WINDOWS.items():
        if (*taken[: len(start)],) == start:
            taken[: len(start)] = instead
    first, *rest = map(word, taken)
    return " ".join([f"& {first}" if first[0] in "\"'" else first, *rest])


def first_on_path(folder: str) -> str:
    """The command that puts a folder before all others on PATH."""
    if not IS_WINDOWS:
        return f'export PATH={word(folder)}:"$PATH"'
    quoted = word(folder)
    return f'$env:PATH = {quoted} + ";$env:PATH"' if quoted[0] == "'" else f'$env:PATH = "{folder};$env:PATH"'


def _octal(character: str) -> str:
    # What stands for a byte of a name is that byte; names on Windows may have other halves of a character.
    errors = "surrogateescape" if "\udc80" <= character <= "\udcff" else "surrogatepass"
    return "".join(f"\\{byte:03o}" for byte in character.encode("utf-8", errors))
