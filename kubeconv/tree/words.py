"""The other words of a YAML text as go-yaml reads them: anchors, tags and directives.

Source: https://github.com/yaml/go-yaml/blob/v2/scannerc.go
"""

from typing import Final

from kubeconv.gate.regex import regex
from kubeconv.tree.cursor import ANCHOR, BLANK_OR_END, TAG, TAG_DIRECTIVE, VERSION, Cursor, NotYaml, Token, end_of

_NAME: Final = regex("[0-9A-Za-z_-]*")
_URI: Final = regex(r"[0-9A-Za-z_\-;/?:@&=+$,.!~*'()\[\]]*")
_ESCAPED_OCTET: Final = regex("%([0-9a-fA-F]{2})")
_VERSION: Final = regex(r"[ \t]*([0-9]{0,3})(\.?)([0-9]{0,3})")


class Words(Cursor):
    """Reads the word that begins at the cursor."""

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
        """What stands in a tag after its handle, or after `head`, which is part of it."""
        text = self.text
        octets = bytearray(head[1:].encode())
        begin = self.at
        while True:
            stop = end_of(_URI, text, self.at)
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
        self.at = end_of(_NAME, self.text, at)
        if self.reader:
            self.reader.need_each(at, self.at, 1)
        return self.text[at : self.at]
