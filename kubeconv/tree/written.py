"""Scalars as go-yaml reads them from what is written: without quotes, in quotes, and as blocks.

Source: https://github.com/yaml/go-yaml/blob/v2/scannerc.go
"""

from typing import Final

from kubeconv.gate.regex import regex
from kubeconv.tree.cursor import (
    BLANK_OR_BREAK,
    BREAKS,
    BREAKS_PATTERN,
    END,
    NO_WORD,
    SCALAR,
    Cursor,
    NotYaml,
    Token,
    end_of,
    line_end,
)
from kubeconv.tree.finding import refuse
from kubeconv.tree.source import Span

_BREAK: Final = regex(f"\r\n|[{BREAKS_PATTERN}]")
_GAP: Final = regex(rf"[ \t{BREAKS_PATTERN}]*")
_LINE: Final = regex(rf"[^{BREAKS_PATTERN}\0]*")
_BLANKS: Final = regex("[ \t]*")
_PLAIN: Final = regex(rf"[^:{NO_WORD}]*+(?::(?![{NO_WORD}])[^:{NO_WORD}]*+)*+")
_PLAIN_IN_FLOW: Final = regex(rf"[^:,?\[\]{{}}{NO_WORD}]*+(?::(?![{NO_WORD}])[^:,?\[\]{{}}{NO_WORD}]*+)*+")
_ONE_LINE: Final = {
    "'": regex(rf"'([^'{BREAKS_PATTERN}\0]*+(?:''[^'{BREAKS_PATTERN}\0]*+)*+)'"),
    '"': regex(rf'"([^"\\{BREAKS_PATTERN}\0]*+)"'),
}
_QUOTED: Final = {
    "'": regex(rf"[^'{NO_WORD}]*+(?:''[^'{NO_WORD}]*+)*+"),
    '"': regex(rf'[^"\\{NO_WORD}]*+'),
}
_ESCAPES: Final = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
    " ": " ", '"': '"', "'": "'", "\\": "\\", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_DIGITS: Final = {"x": 2, "u": 4, "U": 8}
_HEX: Final = regex("[0-9a-fA-F]*")
_HEADER: Final = regex("(?:([+-])([0-9]?)|([0-9])([+-]?))?")


class Scalars(Cursor):
    """Reads the scalar that begins at the cursor."""

    def plain(self) -> Token:
        """A scalar without quotes."""
        text, reader, line_start = self.text, self.reader, self.line_start
        word = _PLAIN_IN_FLOW if self.flow_level else _PLAIN
        at = start = end = self.at
        parts: list[str] = []
        joint, is_broken = "", False
        while True:
            if reader:
                reader.need(at, 4)
            if text[at] == "#" or (at == line_start and self._is_document_marker(at)):
                break
            if (stop := end_of(word, text, at)) > at:
                parts += (joint, text[at:stop])
                is_broken = False
                if reader:
                    reader.need_each(at + 1, stop, 2)
                at = end = stop
            if text[at] not in BLANK_OR_BREAK:
                break
            gap = text[at : end_of(_GAP, text, at)]
            if reader:
                self._need_gap(at, at + len(gap))
            if breaks := _BREAK.findall(gap):
                line_start = at + len(gap.rstrip(" \t"))
                if "\t" in gap:
                    self._refuse_tabs(gap, at)
                joint, is_broken = _folded(breaks), True
            else:
                joint = gap
            at += len(gap)
            if not self.flow_level and at - line_start <= self.indent:
                break
        self.at, self.line_start = at, line_start
        if is_broken:
            self.may_be_key = True
        return SCALAR, start, end, "".join(parts), ""

    def _refuse_tabs(self, gap: str, at: int) -> None:
        for found in _BREAK.finditer(gap):
            tab = gap.find("\t", found.end(), end_of(_BLANKS, gap, found.end()))
            if 0 <= tab - found.end() <= self.indent:
                problem = "found a tab character that violates indentation"
                raise NotYaml(problem, "while scanning a plain scalar", at + tab)

    def quoted(self, quote: str) -> Token:
        """A scalar in single or double quotes."""
        text, start = self.text, self.at
        if not self.reader and (found := _ONE_LINE[quote].match(text, start)):
            self.at = found.end()
            return SCALAR, start, found.end(), found[1].replace("''", "'") if quote == "'" else found[1], quote
        parts: list[str] = []
        self.at += 1
        while True:
            if self.reader:
                self.reader.need(self.at, 4)
            if self.at == self.line_start and self._is_document_marker(self.at):
                raise NotYaml("found unexpected document indicator", "while scanning a quoted scalar", self.at)
            if text[self.at] == END:
                raise NotYaml("found unexpected end of stream", "while scanning a quoted scalar", self.at)
            is_escaped_break = self._quoted_word(quote, parts)
            if text[self.at] == quote:
                break
            begin = self.at
            gap = text[begin : end_of(_GAP, text, begin)]
            if self.reader:
                self._need_gap(begin, begin + len(gap))
            self.at += len(gap)
            if breaks := _BREAK.findall(gap):
                self.line_start = begin + len(gap.rstrip(" \t"))
            if is_escaped_break:
                parts += map(line_end, breaks)
            else:
                parts.append(_folded(breaks) if breaks else gap)
        self.at += 1
        return SCALAR, start, self.at, "".join(parts), quote

    def _quoted_word(self, quote: str, parts: list[str]) -> bool:
        """Read up to the next blank or the closing quote; true if that blank is after an escaped line break."""
        text, word, reader = self.text, _QUOTED[quote], self.reader
        while True:
            stop = end_of(word, text, self.at)
            parts.append(text[self.at : stop].replace("''", "'") if quote == "'" else text[self.at : stop])
            if reader:
                reader.need_each(self.at + 1, stop, 2)
            self.at = stop
            if quote == "'" or text[stop] != "\\":
                return False
            if text[stop + 1] in BREAKS:
                if reader:
                    reader.need(stop, 3)
                self.at = stop + 1
                self.skip_break()
                return True
            parts.append(self._escape())
            if reader:
                reader.need(self.at, 2)

    def _escape(self) -> str:
        text, at = self.text, self.at
        sign, context = text[at + 1], "while parsing a quoted scalar"
        if sign in _ESCAPES:
            self.at += 2
            return _ESCAPES[sign]
        if sign == "/":
            message = "kubectl does not know the escaped slash \\/"
            raise refuse("KC006", message, Span(at, at + 2), "write / without the backslash")
        length = _DIGITS.get(sign)
        if length is None:
            raise NotYaml("found unknown escape character", context, at)
        if self.reader:
            self.reader.need(at + 2, length)
        digits = text[at + 2 : at + 2 + length]
        if not _HEX.fullmatch(digits):
            raise NotYaml("did not find expected hexdecimal number", context, at + 2)
        number = int(digits, 16)
        if 0xD800 <= number <= 0xDFFF:
            message = "kubectl does not read half a character"
            raise refuse("KC006", message, Span(at, at + 2 + length), "write the character itself")
        if number > 0x10FFFF:
            raise NotYaml("found invalid Unicode character escape code", context, at + 2)
        self.at += 2 + length
        return chr(number)

    def block(self) -> Token:
        """A literal or folded scalar. Its end is that of its text, without the blank lines after it."""
        text, start = self.text, self.at
        style, context = text[start], "while scanning a block scalar"
        found = _HEADER.match(text, start + 1)
        chomping, digit = ((found[1] or found[4]), (found[2] or found[3])) if found else ("", "")
        self.at = found.end() if found else start + 1
        if digit == "0":
            raise NotYaml("found an indentation indicator equal to 0", context, self.at - 1)
        self._rest_of_line(start + 1, context)
        indent = int(digit) + max(self.indent, 0) if digit else 0
        indent, breaks = self._block_breaks(indent)
        parts: list[str] = []
        joint, was_blank, end = "", False, self.at
        while self.at - self.line_start == indent and text[self.at] != END:
            is_blank = text[self.at] in " \t"
            if style == ">" and not was_blank and not is_blank and joint == "\n":
                parts.append("" if breaks else " ")
            else:
                parts.append(joint)
            was_blank = is_blank
            stop = end_of(_LINE, text, self.at)
            parts += (breaks, text[self.at : stop])
            if self.reader:
                self.reader.need_each(self.at, stop, 1)
                self.reader.need(stop, 2)
            self.at = end = stop
            joint = self.skip_break()
            indent, breaks = self._block_breaks(indent)
        if chomping != "-":
            parts.append(joint)
        if chomping == "+":
            parts.append(breaks)
        value = "".join(parts)
        return SCALAR, start, start + len(text[start:end].rstrip()), value, style

    def _block_breaks(self, indent: int) -> tuple[int, str]:
        """Pass over the blank lines, and the indentation after them, which is detected if it is 0."""
        text, deepest, breaks = self.text, 0, ""
        while True:
            begin = self.at
            limit = self.line_start + indent
            while text[self.at] == " " and (indent == 0 or self.at < limit):
                self.at += 1
            if self.reader:
                self.reader.need_each(begin, self.at, 1)
            column = self.at - self.line_start
            deepest = max(deepest, column)
            if text[self.at] == "\t" and (indent == 0 or column < indent):
                problem = "found a tab character where an indentation space is expected"
                raise NotYaml(problem, "while scanning a block scalar", self.at)
            if text[self.at] not in BREAKS:
                break
            if self.reader:
                self.reader.need(self.at, 2)
            breaks += self.skip_break()
        return indent or max(deepest, self.indent + 1, 1), breaks


def _folded(breaks: list[str]) -> str:
    """What line breaks between two words count for."""
    first, *others = map(line_end, breaks)
    return "".join(others) or " " if first == "\n" else first + "".join(others)
