"""Bytes to text and back: the one place that knows encodings, line ends and positions.

A `Source` is read once and written once. Everything between works on its text with `Span` and `Edit` values;
`apply` splices the edits in, so every character outside them keeps its byte.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from operator import itemgetter
from typing import Final

from kubeconv.gate.brief import brief
from kubeconv.gate.value import NamedTuple, quick

#: A byte order mark as a character.
BYTE_ORDER_MARK: Final = "\ufeff"
#: Byte order marks that kubectl accepts (go.yaml.in/yaml, readerc.go) and the codec of what follows.
BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


#: How many characters become bytes at once.
_PART: Final = 2**20


class Span(NamedTuple):
    """A half-open range of characters in a text."""

    start: int
    end: int


class Edit(NamedTuple):
    """Replace the characters of `span` by `text`."""

    span: Span
    text: str

    def __repr__(self) -> str:
        return brief(self, "span")

    def moved(self, by: int) -> "Edit":
        """The same change, so many characters further on."""
        (start, end), text = self
        return Edit(Span(start + by, end + by), text)


class Position(NamedTuple):
    """A place as editors count it: line and column from 1, in characters."""

    line: int
    column: int


_as_position: Final = quick(Position)


class Source:
    """The text of one file, able to become bytes again.

    `data` is what the file holds, `name` how messages call it. Bytes that do not decode are kept as lone surrogates
    (PEP 383), so that any input can be read, pointed into and written back unchanged.
    """

    def __init__(self, data: bytes, name: str = "-") -> None:
        self.name = name
        self._counted = 0, 1
        self.byte_order_mark, self.codec = b"", "utf-8"
        for mark, codec in BYTE_ORDER_MARKS:
            if data.startswith(mark):
                self.byte_order_mark, self.codec = mark, codec
        # UTF-16 cannot carry PEP 383 surrogates; an odd byte at the end is kept aside.
        wide = self.codec != "utf-8"
        self._errors = "surrogatepass" if wide else "surrogateescape"
        body = data[len(self.byte_order_mark) :]
        self.odd_byte = body[-1:] if wide and len(body) % 2 else b""
        self.text = body[: len(body) - len(self.odd_byte)].decode(self.codec, self._errors)

    def changed(self, text: str) -> "Source":
        """The same file with another text."""
        other = Source(b"", self.name)
        other.byte_order_mark, other.codec, other.odd_byte = self.byte_order_mark, self.codec, self.odd_byte
        other._errors, other.text = self._errors, text
        return other

    def encode(self, text: str) -> bytes:
        """Turn `text` into bytes in the encoding of this file."""
        return b"".join(self.parts(text))

    def parts(self, text: str | None = None) -> Iterator[bytes]:
        """The same bytes in parts, of which only one is held at a time; without `text` those of the file itself."""
        text = self.text if text is None else text
        yield self.byte_order_mark
        for start in range(0, len(text), _PART):
            yield text[start : start + _PART].encode(self.codec, self._errors)
        yield self.odd_byte

    def apply(self, edits: Iterable[Edit]) -> str:
        """Return the text with the edits made. They may come in any order but must not overlap; of several insertions at
        one place the first comes first."""
        parts: list[str] = []
        at = 0
        for (start, end), text in sorted(edits, key=itemgetter(0)):
            if start < at:
                raise ValueError(f"edits overlap at offset {start}")
            parts += (self.text[at:start], text)
            at = end
        parts.append(self.text[at:])
        return "".join(parts)

    @cached_property
    def line_end(self) -> str:
        """The line end that the file uses, judged by its first one; `\\n` if there is none."""
        text = self.text
        feed = text.find("\n")
        if feed < 0:
            return "\r" if "\r" in text else "\n"
        return "\r\n" if text[feed - 1 : feed] == "\r" else "\n"

    @cached_property
    def _has_returns(self) -> bool:
        return "\r" in self.text

    @cached_property
    def _line_starts(self) -> list[int]:
        line_end = "\r\n?|\n" if self._has_returns else "\n"
        return [0, *map(re.Match.end, re.finditer(line_end, self.text))]

    def start_of_line(self, offset: int) -> int:
        """The offset at which the line of `offset` begins."""
        return self._line_starts[bisect_right(self._line_starts, offset) - 1]

    def end_of_line(self, offset: int) -> int:
        """The offset at which the line of `offset` ends, before its line end."""
        following = bisect_right(self._line_starts, offset)
        end = self._line_starts[following] if following < len(self._line_starts) else len(self.text)
        while end > offset and self.text[end - 1] in "\r\n":
            end -= 1
        return end

    def position(self, offset: int) -> Position:
        """Line and column of a character offset."""
        line = bisect_right(self._line_starts, offset)
        return _as_position((line, offset - self._line_starts[line - 1] + 1))

    def line_of(self, offset: int) -> int:
        """The line of a character offset. Who asks from the start to the end of a file needs no table of all its lines."""
        before, line = self._counted
        if offset < before or self._has_returns or "_line_starts" in self.__dict__:
            return self.position(offset).line
        line += self.text.count("\n", before, offset)
        self._counted = offset, line
        return line

    def start_of(self, number: int) -> int:
        """The offset at which a line (counted from 1) begins."""
        return self._line_starts[number - 1]

    def span_of_line(self, number: int) -> Span:
        """Where a line (counted from 1) stands, without its line end."""
        starts = self._line_starts
        start, end = starts[number - 1], starts[number] if number < len(starts) else len(self.text)
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return Span(start, end)

    def line(self, number: int) -> str:
        """The text of a line (counted from 1), without its line end."""
        start, end = self.span_of_line(number)
        return self.text[start:end]
