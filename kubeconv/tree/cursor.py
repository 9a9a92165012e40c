"""A place in a YAML text, and how go-yaml passes over what has no meaning. Tokens are made from there.

A token is a tuple: kind, start, end, value, style. Offsets count characters. The value of a tag is its handle and suffix, that
of a version its two numbers.

Source: https://github.com/yaml/go-yaml/blob/v2/scannerc.go
"""

import re
from typing import Any, Final

from kubeconv.gate.regex import regex
from kubeconv.tree.reader import PieceReader

Token = tuple[int, int, int, Any, str]

# What a token is.
(
    SCALAR, ALIAS, ANCHOR, TAG, VALUE, KEY, BLOCK_ENTRY, BLOCK_SEQUENCE, BLOCK_MAPPING, BLOCK_END, FLOW_SEQUENCE,
    FLOW_SEQUENCE_END, FLOW_MAPPING, FLOW_MAPPING_END, FLOW_ENTRY, DOCUMENT_START, DOCUMENT_END, STREAM_END,
    VERSION, TAG_DIRECTIVE,
) = range(20)  # fmt: skip

#: Stands after the text, so that a look ahead never leaves it. No text that can be read holds one.
END: Final = "\0"
BREAKS: Final = frozenset("\r\n\x85\u2028\u2029")
#: The same within brackets of a pattern, and with what else ends a word.
BREAKS_PATTERN: Final = r"\r\n\x85\u2028\u2029"
NO_WORD: Final = rf" \t{BREAKS_PATTERN}\0"
BLANK_OR_BREAK: Final = frozenset(" \t") | BREAKS
BLANK_OR_END: Final = BLANK_OR_BREAK | {END}


_BLANKS: Final = regex("[ \t]*")
_REST: Final = regex(rf"[ \t]*(?:#[^{BREAKS_PATTERN}\0]*)?")


class NotYaml(Exception):
    """go-yaml reads no further than `at`: what it found there, and in the course of what."""

    def __init__(self, problem: str, context: str, at: int) -> None:
        super().__init__(problem)
        self.problem, self.context, self.at = problem, context, at


class Cursor:
    """A place in a text: `at`, in the line that begins at `line_start`, within so many open brackets (`flow_level`), in a block
    with an `indent`. `may_be_key` is true if a key may begin. `reader` is None if all of the text can be read."""

    def __init__(self, text: str, reader: PieceReader | None = None) -> None:
        self.text = text + END * 16
        self.reader = reader
        self.at = self.line_start = self.flow_level = 0
        self.indent = -1
        self.may_be_key = True

    def skip_break(self) -> str:
        """Pass over a line break, if there is one, and give it as it counts in a scalar."""
        character = self.text[self.at]
        if character not in BREAKS:
            return ""
        self.at += 2 if character == "\r" and self.text[self.at + 1] == "\n" else 1
        self.line_start = self.at
        return line_end(character)

    def _rest_of_line(self, begin: int, context: str) -> None:
        """Pass over blanks, a comment and the line break, from which on nothing else may stand."""
        self.at = end_of(_REST, self.text, self.at)
        if self.reader:
            self.reader.need_each(begin, self.at, 1)
        if self.text[self.at] not in BREAKS and self.text[self.at] != END:
            raise NotYaml("did not find expected comment or line break", context, self.at)
        if self.reader and self.text[self.at] != END:
            self.reader.need(self.at, 2)
        self.skip_break()

    def _skip_blanks(self) -> None:
        begin = self.at
        self.at = end_of(_BLANKS, self.text, begin)
        if self.reader:
            self.reader.need_each(begin, self.at, 1)

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


def end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Where the text that the pattern takes ends."""
    found = pattern.match(text, at)
    return found.end() if found else at


def line_end(written: str) -> str:
    """What a line break counts for in a scalar."""
    return written if written in ("\u2028", "\u2029") else "\n"
