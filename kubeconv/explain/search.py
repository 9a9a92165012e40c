"""Known messages in any text: wrapped, in boxes, coloured, inside logs and JSON. Pure.

Text and patterns are compared without blanks, line ends and boxes, so that it does not matter where a terminal broke a line.
A pattern is literal pieces, found one after the other, never a regular expression: the time is linear in the text.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property, partial
from itertools import accumulate
from operator import itemgetter
from typing import Final

from kubeconv.explain.messages.message import Message
from kubeconv.explain.plain import KEPT_OUT, plain_lines, squash
from kubeconv.gate.value import NamedTuple

#: What varies in a message is at most so long, in characters without blanks.
LONGEST_NAME: Final = 300
#: Of some kinds names are shorter.
_LONGEST: Final = {"provider": 60, "version": 100, "mode": 60, "line": 9, "kind": 60, "type": 100}
#: In longer lines the blanks in a name are not looked for.
_LONGEST_LINE: Final = 100_000
#: Where a name at the end of a message ends, if not with its line.
_ENDS: Final = "\"'`,;)]}\\"
#: What no name of a kind holds: there the pieces of two messages were taken for one.
_NEVER: Final = {"command": ("failedwithexitcode", "executable", "error:"), "user": ("foruser",)}
#: In comparisons all quotes are one: YAML and Slack change them.
_ONE_QUOTE: Final = dict.fromkeys(map(ord, "'`"), '"')
#: Stands between patterns that are squashed at once.
_BETWEEN: Final = "^"
#: A shorter piece is only looked for with its quotes.
_SHORT: Final = 10
#: What stands between the key installHint of a kubeconfig and its text.
_BEFORE_HINT: Final = "\"'>+-0123456789\\n:"


class Match(NamedTuple):
    """A message that was found, and the names in it as the text has them; those that a terminal broke have no blanks. `rest`
    is the squashed text from a name at the end of the message on: a known name can be told from what stands after it."""

    message: Message
    names: Mapping[str, str]
    rest: str = ""


def find_messages(text: str, rows: Sequence[Message]) -> list[Match]:
    """The messages in a text, each once, the first in the text first. A place in the text belongs to the first row that
    knows it. What only wraps other messages is left out if a better one is found, and so are parts of another."""
    written = plain_lines(text)
    lines = [squash(line) for line in written]
    squashed = "".join(lines)
    folded = _folded(squashed)
    as_written = partial(_as_written, written, squashed, list(accumulate(map(len, lines))))
    words = _Words(written)
    # A shell takes quotes out: kubeconv explain no Auth Provider found for name "azure"
    taken_apart = pieces if '"' in folded else _unquoted
    _take_apart([pattern for row in rows for pattern in row.patterns if pattern not in _taken_apart])
    taken: list[tuple[int, int]] = []
    found: list[tuple[int, Match]] = []
    for row in rows:
        match, first, spans = None, 0, []
        for pattern in row.patterns:
            literals, names = taken_apart(pattern)
            if not literals:
                continue
            blank_behind = pattern.partition("{")[0].endswith(" ")
            for start, gaps, end in _occurrences(literals, names, folded, words, blank_behind=blank_behind):
                if _overlaps(taken, start, end):
                    continue
                spans.append((start, end))
                if match is None or start < first:
                    match, first = _match(row, names, squashed, gaps, end, as_written), start
        if match is not None:
            found.append((first, match))
            taken = _merged(sorted([*taken, *spans]))
    best = min((match.message.wraps for _, match in found), default=0)
    parts = {part for _, match in found for part in match.message.covers}
    return [
        match
        for _, match in sorted(found, key=itemgetter(0))
        if match.message.wraps == best and match.message.id not in parts
    ]


def _folded(squashed: str) -> str:
    return squashed.lower().translate(_ONE_QUOTE)


def pieces(pattern: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A pattern taken apart: its literal pieces, squashed, and the names between and after them."""
    if pattern not in _taken_apart:
        _take_apart((pattern,))
    return _taken_apart[pattern]


_taken_apart: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}


def _take_apart(patterns: Sequence[str]) -> None:
    """Take patterns apart. Python squashes one long text of ASCII in a tenth of the time that it takes for many."""
    plain = [pattern for pattern in patterns if pattern.isascii() and _BETWEEN not in pattern]
    others = [pattern for pattern in patterns if not pattern.isascii() or _BETWEEN in pattern]
    squashed = _folded(squash(_BETWEEN.join(plain))).split(_BETWEEN) if plain else []
    squashed += [_folded(squash(pattern)) for pattern in others]
    for pattern, text in zip((*plain, *others), squashed, strict=True):
        literals = tuple(text.replace("{", "}").split("}")[::2])
        names = tuple(pattern.replace("{", "}").split("}")[1::2])
        _taken_apart[pattern] = (literals if literals[-1] else literals[:-1]), names


@cache
def _unquoted(pattern: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The pieces without quotes. A short one that begins with a quote says too little without it."""
    literals, names = pieces(pattern)
    unquoted = tuple(literal.replace('"', "") for literal in literals)
    if literals[0][0] == '"' and len(unquoted[0]) < _SHORT:
        return (), ()
    return (unquoted if unquoted[-1] else unquoted[:-1]), names


class _Words:
    """Where words begin and end in the squashed text. It is found out only if somebody asks."""

    def __init__(self, written: Sequence[str]) -> None:
        self._written = written

    @cached_property
    def _starts(self) -> frozenset[int]:
        return self._parted(r"(?<![^\W_])(?=[^\W_])")

    @cached_property
    def _blanks(self) -> frozenset[int]:
        return self._parted(r"\s")

    def _parted(self, pattern: str) -> frozenset[int]:
        parts = (part for line in self._written for part in re.split(pattern, line))
        return frozenset((0, *accumulate(len(squash(part)) for part in parts)))

    def last(self, first: str, folded: str, start: int, stop: int, *, blank_behind: bool) -> int:
        """The start of the last `first` in this part of the folded text that begins a word, and has a blank after it if it
        is to have one; -1 if there is none: it is a part of a name."""
        at = folded.rfind(first, start, stop)
        while at >= 0:
            is_start = not first[0].isalnum() or at in self._starts
            if is_start and (not blank_behind or at + len(first) in self._blanks):
                break
            at = folded.rfind(first, start, at + len(first) - 1)
        return at


def _occurrences(
    literals: Sequence[str], names: tuple[str, ...], folded: str, words: _Words, *, blank_behind: bool
) -> Iterator[tuple[int, list[tuple[int, int]], int]]:
    """Where a pattern is: its start, where each name between its pieces is, its end."""
    first, *others = literals
    start = folded.find(first)
    while start >= 0:
        end = start + len(first)
        gaps: list[tuple[int, int]] = []
        for literal, name in zip(others, names, strict=False):
            at = folded.find(literal, end, end + LONGEST_NAME + len(literal))
            # The name is the shortest one.
            if not gaps and at >= 0 and (later := words.last(first, folded, end, at, blank_behind=blank_behind)) >= 0:
                start, end = later, later + len(first)
            if at < 0 or not _can_be(name, folded[end:at], literal):
                break
            gaps.append((end, at))
            end = at + len(literal)
        else:
            digits = _digits(folded, end) if first.startswith("aadsts") else 0
            if names == ("code",):
                gaps.append((end, end + digits))
            # A code is not the beginning of a longer one, and has digits.
            if bool(digits) == (names == ("code",)) and not _is_install_hint(folded, start):
                yield start, gaps, end
                start = end - 1
        start = folded.find(first, start + 1)


def _can_be(kind: str, name: str, behind: str) -> bool:
    if len(name) > _LONGEST.get(kind, LONGEST_NAME) or ('"' in name and behind.startswith('"')):
        return False
    return not any(part in name for part in _NEVER.get(kind, ()))


def _digits(text: str, start: int) -> int:
    """How many digits stand there, of a code at most."""
    part = text[start : start + 10]
    return len(part) - len(part.lstrip("0123456789"))


def _is_install_hint(folded: str, start: int) -> bool:
    """True for the text of a kubeconfig itself, which nobody has said yet."""
    return folded[max(0, start - 24) : start].rstrip(_BEFORE_HINT).endswith("installhint")


def _match(
    row: Message,
    names: tuple[str, ...],
    text: str,
    gaps: list[tuple[int, int]],
    end: int,
    as_written: Callable[[int, int], str],
) -> Match:
    values = [as_written(start, stop) for start, stop in gaps]
    if len(names) == len(gaps):
        return Match(row, dict(zip(names, values, strict=True)))
    last = as_written(end, -1).lstrip("\"'`")
    last = last[: min((at for sign in _ENDS if (at := last.find(sign)) >= 0), default=len(last))]
    return Match(row, dict(zip(names, [*values, last.strip()], strict=True)), text[end : end + LONGEST_NAME])


def _as_written(written: Sequence[str], squashed: str, ends: Sequence[int], start: int, stop: int) -> str:
    """A part of the squashed text with its blanks, if it stands on one line. Without `stop` the part to the end of the line."""
    number = bisect_right(ends, start)
    if number == len(ends):
        return ""
    to_end = stop < 0
    stop = min(ends[number], start + LONGEST_NAME) if to_end else stop
    line = written[number]
    if stop > ends[number] or len(line) > _LONGEST_LINE:
        return squashed[start:stop]
    first = ends[number - 1] if number else 0
    kept = [at for at, sign in enumerate(line) if ord(sign) not in KEPT_OUT]
    return line[kept[start - first] : kept[stop - first - 1] + 1] if start < stop else ""


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _overlaps(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """`taken` is sorted, and nothing in it overlaps."""
    at = bisect_left(taken, (start, start))
    return (at < len(taken) and taken[at][0] < end) or (at > 0 and taken[at - 1][1] > start)


def find_rules(text: str) -> list[str]:
    """The codes of our own rules in our own output, `error[KC201]`, each once."""
    if "[KC" not in text:
        return []
    return list(dict.fromkeys(re.findall(r"(?:error|warning|info)\[(KC[0-9]{3})\]", text)))
