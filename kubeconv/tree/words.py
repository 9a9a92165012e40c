"""The words of a YAML text as go-yaml reads them: scalars, anchors, tags and directives. Tokens are made of them.

A token is a tuple: kind, start, end, value, style. Offsets count characters. The value of a tag is its handle and suffix, that
of a version its two numbers.

Source: https://github.com/yaml/go-yaml/blob/v2/scannerc.go
"""

import re
from typing import Any, Final

from kubeconv.tree.finding import refuse
from kubeconv.tree.reader import PieceReader
from kubeconv.tree.source import Span

Token = tuple[int, int, int, Any, str]

# What a token is.
(
    SCALAR, ALIAS, ANCHOR, TAG, VALUE, KEY, BLOCK_ENTRY, BLOCK_SEQUENCE, BLOCK_MAPPING, BLOCK_END, FLOW_SEQUENCE,
    FLOW_SEQUENCE_END, FLOW_MAPPING, FLOW_MAPPING_END, FLOW_ENTRY, DOCUMENT_START, DOCUMENT_END, STREAM_END,
    VERSION, TAG_DIRECTIVE,
) = range(20)  # fmt: skip

#: Stands behind the text, so that a look ahead never leaves it. No text that can be read holds one.
END: Final = "\0"
BREAKS: Final = frozenset("\r\n\x85\u2028\u2029")
_BREAKS: Final = "\r\n\x85\u2028\u2029"
BLANK_OR_BREAK: Final = frozenset(" \t") | BREAKS
BLANK_OR_END: Final = BLANK_OR_BREAK | {END}

_NO_WORD: Final = rf" \t{_BREAKS}\0"
_BREAK: Final = re.compile(f"\r\n|[{_BREAKS}]")
_BLANKS: Final = re.compile("[ \t]*")
_GAP: Final = re.compile(rf"[ \t{_BREAKS}]*")
_LINE: Final = re.compile(rf"[^{_BREAKS}\0]*")
_REST: Final = re.compile(rf"[ \t]*(?:#[^{_BREAKS}\0]*)?")
_PLAIN: Final = re.compile(rf"[^:{_NO_WORD}]*+(?::(?![{_NO_WORD}])[^:{_NO_WORD}]*+)*+")
_PLAIN_IN_FLOW: Final = re.compile(rf"[^:,?\[\]{{}}{_NO_WORD}]*+(?::(?![{_NO_WORD}])[^:,?\[\]{{}}{_NO_WORD}]*+)*+")
_ONE_LINE: Final = {
    "'": re.compile(rf"'([^'{_BREAKS}\0]*+(?:''[^'{_BREAKS}\0]*+)*+)'"),
    '"': re.compile(rf'"([^"\\{_BREAKS}\0]*+)"'),
}
_QUOTED: Final = {
    "'": re.compile(rf"[^'{_NO_WORD}]*+(?:''[^'{_NO_WORD}]*+)*+"),
    '"': re.compile(rf'[^"\\{_NO_WORD}]*+'),
}
_ESCAPES: Final = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
    " ": " ", '"': '"', "'": "'", "\\": "\\", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_DIGITS: Final = {"x": 2, "u": 4, "U": 8}
_HEX: Final = re.compile("[0-9a-fA-F]*")
_HEADER: Final = re.compile("(?:([+-])([0-9]?)|([0-9])([+-]?))?")
_NAME: Final = re.compile("[0-9A-Za-z_-]*")
_URI: Final = re.compile(r"[0-9A-Za-z_\-;/?:@&=+$,.!~*'()\[\]]*")
_ESCAPED_OCTET: Final = re.compile("%([0-9a-fA-F]{2})")
_VERSION: Final = re.compile(r"[ \t]*([0-9]{0,3})(\.?)([0-9]{0,3})")


class NotYaml(Exception):
    """go-yaml reads no further than `at`: what it found there, and in the course of what."""

    def __init__(self, problem: str, context: str, at: int) -> None:
        super().__init__(problem)
        self.problem, self.context, self.at = problem, context, at


class Words:
    """A place in a text, and what can be read from there. `reader` is None where all of the text can be read."""

    def __init__(self, text: str, reader: PieceReader | None = None) -> None:
        self.text = text + END * 16
        self.reader = reader
        self.at = self.line_start = self.flow_level = 0
        self.indent = -1
        self.may_be_key = True

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
            if (stop := _end(word, text, at)) > at:
                parts += (joint, text[at:stop])
                is_broken = False
                if reader:
                    reader.need_each(at + 1, stop, 2)
                at = end = stop
            if text[at] not in BLANK_OR_BREAK:
                break
            gap = text[at : _end(_GAP, text, at)]
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
            tab = gap.find("\t", found.end(), _end(_BLANKS, gap, found.end()))
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
            gap = text[begin : _end(_GAP, text, begin)]
            if self.reader:
                self._need_gap(begin, begin + len(gap))
            self.at += len(gap)
            if breaks := _BREAK.findall(gap):
                self.line_start = begin + len(gap.rstrip(" \t"))
            if is_escaped_break:
                parts += map(_line_end, breaks)
            else:
                parts.append(_folded(breaks) if breaks else gap)
        self.at += 1
        return SCALAR, start, self.at, "".join(parts), quote

    def _quoted_word(self, quote: str, parts: list[str]) -> bool:
        """Read up to the next blank or the closing quote; true where that blank is behind an escaped line break."""
        text, word, reader = self.text, _QUOTED[quote], self.reader
        while True:
            stop = _end(word, text, self.at)
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
        """A literal or folded scalar. Its end is that of its text, without the blank lines behind it."""
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
            stop = _end(_LINE, text, self.at)
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
        """Pass over the blank lines, and the indentation behind them, which is found out where it is 0."""
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

    def anchor(self, kind: int) -> Token:
        """An anchor or an alias."""
        start = self.at
        name = self._name(start + 1)
        if not name or (self.text[self.at] not in BLANK_OR_END and self.text[self.at] not in "?:,]}%@`"):
            what = "an anchor" if kind == ANCHOR else "an alias"
            raise NotYaml("did not find expected alphabetic or numeric character", f"while scanning {what}", self.at)
        return kind, start, self.at, name, ""

    def tag(self) -> Token:
        """A tag."""
        start, context = self.at, "while parsing a tag"
        if self.text[start + 1] == "<":
            self.at += 2
            handle, suffix = "", self._uri("", context)
            if self.text[self.at] != ">":
                raise NotYaml("did not find the expected '>'", "while scanning a tag", self.at)
            self.at += 1
        else:
            handle = self._handle(context)
            if len(handle) > 1 and handle.endswith("!"):
                suffix = self._uri("", context)
            else:
                suffix = self._uri(handle, context)
                handle, suffix = ("!", suffix) if suffix else ("", "!")
        if self.reader:
            self.reader.need(self.at, 1)
        if self.text[self.at] not in BLANK_OR_END:
            raise NotYaml("did not find expected whitespace or line break", "while scanning a tag", self.at)
        return TAG, start, self.at, (handle, suffix), ""

    def directive(self) -> Token:
        """A line that begins with a percent sign."""
        start, context = self.at, "while scanning a directive"
        name = self._name(start + 1)
        if not name:
            raise NotYaml("could not find expected directive name", context, self.at)
        if self.text[self.at] not in BLANK_OR_END:
            raise NotYaml("found unexpected non-alphabetical character", context, self.at)
        if name == "YAML":
            token = self._version(start)
        elif name == "TAG":
            token = self._tag_directive(start)
        else:
            raise NotYaml("found unknown directive name", context, start)
        self._rest_of_line(self.at, context)
        return token

    def _version(self, start: int) -> Token:
        found = _VERSION.match(self.text, self.at)
        context = "while scanning a %YAML directive"
        begin = self.at
        major, point, minor = found.groups() if found else ("", "", "")
        self.at = found.end() if found else self.at
        if self.reader:
            self.reader.need_each(begin, self.at, 1)
        if not major or (point and not minor):
            raise NotYaml("did not find expected version number", context, self.at)
        if len(major) > 2 or len(minor) > 2:
            raise NotYaml("found extremely long version number", context, self.at)
        if not point:
            raise NotYaml("did not find expected digit or '.' character", context, self.at)
        return VERSION, start, self.at, (int(major), int(minor)), ""

    def _tag_directive(self, start: int) -> Token:
        context = "while scanning a %TAG directive"
        self._skip_blanks()
        handle = self._handle(context)
        if handle != "!" and not handle.endswith("!"):
            raise NotYaml("did not find expected '!'", context, self.at)
        if self.text[self.at] not in " \t":
            raise NotYaml("did not find expected whitespace", context, self.at)
        self._skip_blanks()
        prefix = self._uri("", context)
        if self.text[self.at] not in BLANK_OR_END:
            raise NotYaml("did not find expected whitespace or line break", context, self.at)
        return TAG_DIRECTIVE, start, self.at, (handle, prefix), ""

    def _handle(self, context: str) -> str:
        start = self.at
        if self.text[start] != "!":
            raise NotYaml("did not find expected '!'", context, start)
        self._name(start + 1)
        if self.text[self.at] == "!":
            self.at += 1
        return self.text[start : self.at]

    def _uri(self, head: str, context: str) -> str:
        """What stands in a tag behind its handle, or behind `head`, which is part of it."""
        text = self.text
        octets = bytearray(head[1:].encode())
        begin = self.at
        while True:
            stop = _end(_URI, text, self.at)
            octets += text[self.at : stop].encode()
            if self.reader:
                self.reader.need_each(self.at, stop, 1)
            self.at = stop
            if text[stop] != "%":
                break
            octets += self._escaped_octets(context)
        if not head and self.at == begin:
            raise NotYaml("did not find expected tag URI", context, self.at)
        return octets.decode(errors="replace")

    def _escaped_octets(self, context: str) -> bytes:
        """One character, each of its octets written as %XX."""
        octets, width = bytearray(), 1
        while len(octets) < width:
            if self.reader:
                self.reader.need(self.at, 3)
            found = _ESCAPED_OCTET.match(self.text, self.at)
            if not found:
                raise NotYaml("did not find URI escaped octet", context, self.at)
            octet = int(found[1], 16)
            if not octets:
                width = 1 if octet < 0x80 else 2 if octet >> 5 == 6 else 3 if octet >> 4 == 14 else 4
                if 0x80 <= octet < 0xC0 or octet >= 0xF8:
                    raise NotYaml("found an incorrect leading UTF-8 octet", context, self.at)
            elif octet & 0xC0 != 0x80:
                raise NotYaml("found an incorrect trailing UTF-8 octet", context, self.at)
            octets.append(octet)
            self.at += 3
        return bytes(octets)

    def _name(self, at: int) -> str:
        self.at = _end(_NAME, self.text, at)
        if self.reader:
            self.reader.need_each(at, self.at, 1)
        return self.text[at : self.at]

    def _skip_blanks(self) -> None:
        begin = self.at
        self.at = _end(_BLANKS, self.text, begin)
        if self.reader:
            self.reader.need_each(begin, self.at, 1)

    def _rest_of_line(self, begin: int, context: str) -> None:
        """Pass over blanks, a comment and the line break, from which on nothing else may stand."""
        self.at = _end(_REST, self.text, self.at)
        if self.reader:
            self.reader.need_each(begin, self.at, 1)
        if self.text[self.at] not in BREAKS and self.text[self.at] != END:
            raise NotYaml("did not find expected comment or line break", context, self.at)
        if self.reader and self.text[self.at] != END:
            self.reader.need(self.at, 2)
        self.skip_break()

    def skip_break(self) -> str:
        """Pass over a line break, if there is one, and give it as it counts in a scalar."""
        character = self.text[self.at]
        if character not in BREAKS:
            return ""
        self.at += 2 if character == "\r" and self.text[self.at + 1] == "\n" else 1
        self.line_start = self.at
        return _line_end(character)

    def _is_document_marker(self, at: int) -> bool:
        return self.text.startswith(("---", "..."), at) and self.text[at + 3] in BLANK_OR_END

    def _need_gap(self, at: int, stop: int) -> None:
        reader = self.reader
        if reader:
            reader.need(at, 1)
            while at < stop:
                if self.text[at] in BREAKS:
                    reader.need(at, 2)
                    at += self.text[at] == "\r" and self.text[at + 1] == "\n"
                at += 1
                reader.need(at, 1)


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Where the text that the pattern takes ends."""
    found = pattern.match(text, at)
    return found.end() if found else at


def _line_end(written: str) -> str:
    return written if written in ("\u2028", "\u2029") else "\n"


def _folded(breaks: list[str]) -> str:
    """What line breaks between two words count for."""
    first, *others = map(_line_end, breaks)
    return "".join(others) or " " if first == "\n" else first + "".join(others)
