"""Known messages in any text: wrapped, in boxes, coloured, inside logs and JSON. Pure.

Text and patterns are compared without blanks, line ends and boxes, so that it does not matter where a terminal broke a line.
A pattern is literal pieces, found one after the other, never a regular expression: the time is linear in the text.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property, partial
from itertools import accumulate
from typing import Final, NamedTuple

from kubeconv.explain.messages.message import Message

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
#: Removed from text and patterns: blanks, control characters, boxes, what looks like nothing. U+0130 has two lower letters.
_NOTHING: Final = dict.fromkeys(
    (
        *range(33), *range(127, 161), 0xAD, 0x130, *range(0x2000, 0x2010), *range(0x2028, 0x2030), 0x202F, 0x205F,
        *range(0x2500, 0x2580), 0x3000, 0xFEFF, ord("|"),
    )
)  # fmt: skip
_QUOTES: Final = dict.fromkeys((171, 187, 8220, 8221, 8222), '"') | dict.fromkeys((8216, 8217, 8218), "'")
_SQUASH: Final = {**_NOTHING, **_QUOTES}
#: In comparisons all quotes are one: YAML and Slack change them.
_ONE_QUOTE: Final = dict.fromkeys(map(ord, "'`"), '"')
#: What stands between the key installHint of a kubeconfig and its text.
_BEFORE_HINT: Final = "\"'>+-0123456789\\n:"

#: In this order: a backslash that is meant must not begin another escape.
_ESCAPES: Final = (
    ("\\\\", "\0"), ('\\"', '"'), ("\\n", "\n"), ("\\r", "\n"), ("\\t", "\t"), ("\0", "\\")
)  # fmt: skip


class Match(NamedTuple):
    """A message that was found, and the names in it as the text has them; those that a terminal broke have no blanks. `rest`
    is the squashed text from a name at the end of the message on: a known name can be told from what stands after it."""

    message: Message
    names: Mapping[str, str]
    rest: str = ""


def find_messages(text: str, rows: Sequence[Message]) -> list[Match]:
    """The messages in a text, each once, in the order of the rows. A place in the text belongs to the first row that knows
    it. What only wraps other messages is left out if a better one is found."""
    written = plain_lines(text)
    lines = [squash(line) for line in written]
    squashed = "".join(lines)
    folded = _folded(squashed)
    as_written = partial(_as_written, written, squashed, list(accumulate(map(len, lines))))
    words = _Words(written)
    taken: list[tuple[int, int]] = []
    found = []
    for row in rows:
        match, spans = None, []
        for pattern in row.patterns:
            for start, gaps, end in _occurrences(pattern, folded, words):
                if _overlaps(taken, start, end):
                    continue
                spans.append((start, end))
                match = match or _match(row, pattern, squashed, gaps, end, as_written)
        if match is not None:
            found.append(match)
            taken = _merged(sorted([*taken, *spans]))
    best = min((match.message.wraps for match in found), default=0)
    return [match for match in found if match.message.wraps == best]


def plain_lines(text: str) -> list[str]:
    """The lines of a text without colours, escapes and the signs of a quotation in front of them."""
    return [line.lstrip(" \t>") for line in _plain(text).split("\n")]


def squash(text: str) -> str:
    """The text without what does not count in a comparison: blanks, line ends, boxes."""
    return text.translate(_SQUASH)


def _folded(squashed: str) -> str:
    return squashed.lower().translate(_ONE_QUOTE)


@cache
def pieces(pattern: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A pattern taken apart: its literal pieces, squashed, and the names between and after them."""
    parts = pattern.replace("{", "}").split("}")
    literals = tuple(_folded(squash(part)) for part in parts[::2])
    return (literals if literals[-1] else literals[:-1]), tuple(parts[1::2])


def _plain(text: str) -> str:
    """Without colours, and without the escapes of HTML, of JSON and of Go."""
    if "&quot;" in text or "&#" in text:
        import html

        text = html.unescape(text)
    for _ in range(4):  # JSON in JSON in JSON
        if '\\"' not in text:
            break
        for escaped, plain in _ESCAPES:
            text = text.replace(escaped, plain)
    if "\\u" in text:
        text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda number: chr(int(number[1], 16)), text)
    if "\x1b" in text or "\x9b" in text:
        text = re.sub(
            r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-Z\\^-~]", "", text
        )
    if "AADSTS" in text or "aadsts" in text:
        text = re.sub(r"((?:AADSTS|aadsts)[0-9]{4,8})(?=[ \t]+[0-9])", r"\1:", text)  # the code ends there
    return text.replace("\r", "\n")


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


def _occurrences(pattern: str, folded: str, words: _Words) -> Iterator[tuple[int, list[tuple[int, int]], int]]:
    """Where a pattern is: its start, where each name between its pieces is, its end."""
    literals, names = pieces(pattern)
    first, *others = literals
    blank_behind = pattern.partition("{")[0].endswith(" ")
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
    row: Message, pattern: str, text: str, gaps: list[tuple[int, int]], end: int, as_written: Callable[[int, int], str]
) -> Match:
    _, names = pieces(pattern)
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
    kept = [at for at, sign in enumerate(line) if ord(sign) not in _NOTHING]
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
    return list(dict.fromkeys(re.findall(r"(?:error|warning|info)\[(KC[0-9]{3})\]", text)))
