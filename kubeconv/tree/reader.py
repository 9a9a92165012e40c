"""How much of a file kubectl has read: go-yaml decodes it piece by piece, no further than the first document needs.

Source: https://github.com/yaml/go-yaml/blob/v2/readerc.go
"""

import codecs
from typing import Final

from kubeconv.gate.regex import regex
from kubeconv.tree.finding import Refused, refuse
from kubeconv.tree.source import BYTE_ORDER_MARK, BYTE_ORDER_MARKS, Span

#: What go-yaml calls printable, turned round.
UNPRINTABLE: Final = regex("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

#: How many bytes go-yaml reads at a time (yamlprivateh.go, input_raw_buffer_size).
_PIECE: Final = 512


class PieceReader:
    """What go-yaml has read of a text when its scanner asks for characters. `data` are the bytes of the text: the sizes of
    its pieces hang on them. `readable` is the text before the first character that cannot be read."""

    def __init__(self, text: str, data: bytes) -> None:
        self._text = text
        found = UNPRINTABLE.search(text)
        self.readable = text[: found.start()] if found else text
        self._codec = next((codec for mark, codec in BYTE_ORDER_MARKS if data.startswith(mark)), "utf-8")
        mark = next((mark for mark, _ in BYTE_ORDER_MARKS if data.startswith(mark)), b"")
        good = len(mark) + len(self.readable.encode(self._codec))
        self._is_broken = good < len(data)
        self._ends = self._pieces(data, len(mark), good)
        self._piece = self._zeros = self._start = 0

    def _pieces(self, data: bytes, skipped: int, good: int) -> list[int]:
        """How many characters are decoded after each piece, before the one with the unreadable character."""
        decoder = codecs.getincrementaldecoder(self._codec)()
        judged = good + _width(data[good : good + 2], self._codec) if self._is_broken else len(data) + 1
        ends, end, given, decoded = [0], 0, skipped, 0
        while end < len(data):
            end = min(len(data), end + _PIECE - (end - decoded))  # half a character stays in the buffer
            if end >= judged:
                break
            ends.append(ends[-1] + len(decoder.decode(data[given : min(end, good)])))
            given = min(end, good)
            decoded = given - len(decoder.getstate()[0])
        return ends

    def need(self, at: int, length: int) -> None:
        """The scanner asks for `length` characters from `at` on. Raises Refused if one of the pieces cannot be read."""
        unread = self._ends[self._piece] + self._zeros - at
        if unread >= length:
            return
        self._start = at
        while unread < length:
            if self._piece + 1 < len(self._ends):
                self._piece += 1
                unread = self._ends[self._piece] - at
            elif self._is_broken:
                raise self._unreadable()
            else:
                self._zeros += 1
                return

    def need_each(self, first: int, last: int, length: int) -> None:
        """The scanner asks for `length` characters at each place from `first` to `last`."""
        at = first
        while at <= last:
            self.need(at, length)
            at = max(at + 1, self._ends[self._piece] + self._zeros - length + 1)

    @property
    def begins_with_mark(self) -> bool:
        """True if a byte order mark stands at the start of what go-yaml has in its buffer: the place at which it looks for
        one whenever a line begins, wherever it is."""
        return self._text[self._start : self._start + 1] == BYTE_ORDER_MARK

    def _unreadable(self) -> Refused:
        at = len(self.readable)
        character = self._text[at : at + 1]
        span, way_out = Span(at, at + 1), "save the file as UTF-8"
        if not character:
            return refuse("KC002", "incomplete UTF-16: an odd number of bytes", None, way_out)
        if "\udc80" <= character <= "\udcff":
            return refuse("KC002", f"not valid UTF-8: byte 0x{ord(character) & 0xFF:02x}", span, way_out)
        if "\ud800" <= character <= "\udfff":
            return refuse("KC002", f"not valid UTF-8: half a character, U+{ord(character):04X}", span, way_out)
        return refuse("KC001", f"control character U+{ord(character):04X} is not allowed", span, "delete it")


def _width(data: bytes, codec: str) -> int:
    """How many bytes go-yaml wants to see before it judges a character that begins with these."""
    if codec == "utf-8":
        lead = data[0]
        return 4 if 0xF0 <= lead < 0xF8 else 3 if 0xE0 <= lead < 0xF0 else 2 if 0xC0 <= lead < 0xE0 else 1
    high = data[1 if codec == "utf-16-le" else 0 : 2 if codec == "utf-16-le" else 1]
    return 4 if high and 0xD8 <= high[0] < 0xDC else 2
