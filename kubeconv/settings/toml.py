"""TOML, and in which line each key of it stands. tomllib tells no lines, and is imported only if there is something to read.

https://toml.io/en/v1.0.0
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from kubeconv.gate.value import NamedTuple

#: What a text is made of: comments, strings of all four kinds, signs, bare words.
_PARTS: Final = "|".join(
    (
        r"#[^\n]*",
        r"\"\"\"(?:\\.|[^\\])*?\"{3,5}",
        r"'''.*?'{3,5}",
        r"\"(?:\\.|[^\"\\\n])*\"",
        r"'[^'\n]*'",
        r"[\[\]{}=,.\n]",
        r"[^\s\[\]{}=,.#\"']+",
    )
)
_DEPTHS: Final = {"[": 1, "{": 1, "]": -1, "}": -1}


class NotToml(ValueError):
    """A text is no TOML; `line` is where, 0 if nobody knows. Of tomllib's reasons only those are told that quote nothing."""

    def __init__(self, line: int, why: str = "") -> None:
        super().__init__(f"is not TOML{f': {why}' if why else ''}")
        self.line = line


class Toml(NamedTuple):
    """The data of a text, and the lines of its tables and keys, each by the path of names to it. What stands in an inline table
    has no line of its own."""

    data: dict[str, Any]
    lines: dict[tuple[str, ...], int]

    def line(self, path: Sequence[str]) -> int:
        """The line of a key, or of the innermost table around it; 0 for none."""
        around = (self.lines.get(tuple(path[:number]), 0) for number in range(len(path), 0, -1))
        # [a.b] makes the table a too
        inside = (line for names, line in self.lines.items() if names[: len(path)] == tuple(path))
        return next(filter(None, (*around, *inside)), 0)


def read(text: str) -> Toml:
    """The data and lines of a text. Raises NotToml."""
    import tomllib

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+)", error.args[0])
        said = error.args[0].replace(r"Illegal character '\n'", "Unterminated string")
        why = re.fullmatch(r"([A-Z](?:[a-z/ -]|'[=\]\\]')+) \(at .*", said)
        # At the end of a text the line is the last one that has something.
        line = int(found[1]) if found else text.rstrip().count("\n") + 1
        raise NotToml(line, why[1][0].lower() + why[1][1:] if why else "") from None
    except (RecursionError, ValueError):  # a number of 4,301 digits is one too
        raise NotToml(0) from None
    return Toml(data, dict(_lines(text)))


def _lines(text: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """The path of each table and key with its line. The text is TOML."""
    table: tuple[str, ...] = ()
    names: list[str] = []
    line, depth, is_header, is_value = 1, 0, False, False
    for found in re.finditer(_PARTS, text, re.DOTALL):
        part, at = found[0], line
        line += part.count("\n")
        if part == "\n":
            if depth == 0:
                names, is_header, is_value = [], False, False
        elif is_value:
            depth += _DEPTHS.get(part, 0)
        elif part == "[":
            is_header = True
        elif part == "]" and is_header:
            table, is_header, is_value = tuple(names), False, True
            yield table, at
        elif part == "=":
            yield (*table, *names), at
            is_value = True
        elif part[0] not in "#.":
            names.append(_name(part))


def _name(part: str) -> str:
    if part[0] == "'":
        return part[1:-1]
    if part[0] != '"':
        return part
    import tomllib

    return str(tomllib.loads(f"a={part}")["a"])
