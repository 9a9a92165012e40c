"""A reader of DER, as strict as Go's: every length and number in its shortest form, no tag of several bytes.

https://pkg.go.dev/golang.org/x/crypto/cryptobyte, https://www.itu.int/rec/T-REC-X.690
"""

from typing import Final

BOOLEAN: Final = 0x01
INTEGER: Final = 0x02
BIT_STRING: Final = 0x03
OCTET_STRING: Final = 0x04
OBJECT_IDENTIFIER: Final = 0x06
UTF8_STRING: Final = 0x0C
NUMERIC_STRING: Final = 0x12
PRINTABLE_STRING: Final = 0x13
T61_STRING: Final = 0x14
IA5_STRING: Final = 0x16
UTC_TIME: Final = 0x17
GENERALIZED_TIME: Final = 0x18
BMP_STRING: Final = 0x1E
SEQUENCE: Final = 0x30
SET: Final = 0x31
#: The tags [0], [1] … of a structure: plain, and with an element inside.
CONTEXT: Final = 0x80
EXPLICIT: Final = 0xA0


class Malformed(ValueError):
    """What is read is not what it should be; the text says which part."""


class Reader:
    """Reads the elements of `data` one after the other."""

    __slots__ = ("at", "data", "end")

    def __init__(self, data: bytes, at: int = 0, end: int | None = None) -> None:
        self.data, self.at, self.end = data, at, len(data) if end is None else end

    @property
    def is_empty(self) -> bool:
        """True if nothing is left."""
        return self.at >= self.end

    @property
    def tag(self) -> int | None:
        """The tag of the next element; None if nothing is left."""
        return self.data[self.at] if self.at < self.end else None

    @property
    def rest(self) -> bytes:
        """The bytes that are left."""
        return self.data[self.at : self.end]

    def header(self, part: str) -> tuple[int, int]:
        """The tag and length of the next element. What follows may be shorter than the length."""
        data, at, end = self.data, self.at, self.end
        if end - at < 2 or data[at] & 0x1F == 0x1F:
            raise Malformed(part)
        length = data[at + 1]
        start = at + 2
        if length >= 0x80:
            size = length & 0x7F
            length = int.from_bytes(data[start : start + size])
            start += size
            if not 0 < size <= 4 or start > end or length < 0x80 or length >> 8 * (size - 1) == 0:
                raise Malformed(part)
        self.at = start
        return data[at], length

    def any(self, part: str) -> tuple[int, "Reader"]:
        """The tag and content of the next element, whatever it is."""
        tag, length = self.header(part)
        start = self.at
        self.at += length
        if self.at > self.end:
            raise Malformed(part)
        return tag, Reader(self.data, start, self.at)

    def peek(self, part: str) -> int | None:
        """The tag of the next element, which must have a length too; None if nothing is left."""
        if self.is_empty:
            return None
        start = self.at
        tag, _ = self.header(part)
        self.at = start
        return tag

    def take(self, tag: int, part: str) -> "Reader":
        """The content of the next element, which has this tag."""
        if self.tag != tag:
            raise Malformed(part)
        return self.any(part)[1]

    def optional(self, tag: int, part: str) -> "Reader | None":
        """The content of the next element if it has this tag, else None."""
        return self.any(part)[1] if self.tag == tag else None

    def integer(self, part: str) -> int:
        """A whole number."""
        content = self.take(INTEGER, part).rest
        if not content or (len(content) > 1 and (content[0], content[1] >> 7) in ((0, 0), (0xFF, 1))):
            raise Malformed(part)
        return int.from_bytes(content, signed=True)

    def boolean(self, part: str) -> bool:
        """A truth value."""
        content = self.take(BOOLEAN, part).rest
        if content not in (b"\x00", b"\xff"):
            raise Malformed(part)
        return content == b"\xff"

    def bits(self, part: str) -> bytes:
        """A bit string, its bits moved to the right end of the bytes."""
        content = self.take(BIT_STRING, part).rest
        if not content or content[0] > 7 or (len(content) == 1 and content[0]):
            raise Malformed(part)
        unused, number = content[0], int.from_bytes(content[1:])
        if number & ((1 << unused) - 1):
            raise Malformed(part)
        return (number >> unused).to_bytes(len(content) - 1) if unused else content[1:]

    def identifier(self, part: str) -> str:
        """An object identifier, as `2.5.29.17`."""
        content = self.take(OBJECT_IDENTIFIER, part).rest
        if not content or content[-1] & 0x80:
            raise Malformed(part)
        numbers = []
        number, is_first = 0, True
        for byte in content:
            if (is_first and byte == 0x80) or number >= 1 << 24:
                raise Malformed(part)
            number, is_first = number << 7 | byte & 0x7F, not byte & 0x80
            if is_first:
                numbers.append(number)
                number = 0
        first = min(numbers[0] // 40, 2)
        return ".".join(map(str, [first, numbers[0] - 40 * first, *numbers[1:]]))
