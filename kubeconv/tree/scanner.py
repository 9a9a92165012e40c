"""Text to tokens as go-yaml cuts it: indentation and brackets, and which words are keys.

Source: https://github.com/yaml/go-yaml/blob/v2/scannerc.go
"""

from collections import deque
from typing import Final

from kubeconv.gate.regex import regex
from kubeconv.gate.value import NamedTuple
from kubeconv.tree import cursor
from kubeconv.tree.cursor import BLANK_OR_END, BREAKS, BREAKS_PATTERN, END, NotYaml, Token
from kubeconv.tree.reader import PieceReader
from kubeconv.tree.words import Words
from kubeconv.tree.written import Scalars

_NEXT_TOKEN: Final = regex(rf"[ ]*(?:#[^{BREAKS_PATTERN}\0]*)?")
_NEXT_TOKEN_BEHIND_TABS: Final = regex(rf"[ \t]*(?:#[^{BREAKS_PATTERN}\0]*)?")

#: What no scalar without quotes begins with.
_INDICATORS: Final = frozenset("-?:,[]{}#&*!|>'\"%@`") | BLANK_OR_END

#: How far after its start a key may end.
_LONGEST_KEY: Final = 1024


class _Key(NamedTuple):
    """A token that may turn out to be a key, when a colon comes: its number and where it is. A required one stands where
    nothing but a key can be."""

    number: int
    at: int
    is_required: bool


class Scanner(Scalars, Words):
    """The tokens of a text. `peek` looks at the next one, `skip` passes over it."""

    def __init__(self, text: str, reader: PieceReader | None = None) -> None:
        super().__init__(text, reader)
        self._indents: list[int] = []
        self._tokens: deque[Token] = deque()
        self._taken = 0
        #: The possible key of each open bracket, the outermost for the block around them.
        self._keys: list[_Key | None] = [None]
        #: The number that the token of each of these brackets has, and from the number of a possible key to its bracket.
        self._numbers = [-1]
        self._level_of: dict[int, int] = {}
        self._is_ready = False

    def peek(self) -> Token:
        """The next token. Raises NotYaml, or Refused, if there is none."""
        if not self._is_ready:
            while not self._tokens or self._may_be_key(self._level_of.get(self._taken)):
                self._fetch()
            self._is_ready = True
        return self._tokens[0]

    def skip(self) -> Token:
        """Pass over the token that `peek` has seen, and give it."""
        self._is_ready = False
        self._taken += 1
        return self._tokens.popleft()

    def _may_be_key(self, level: int | None) -> bool:
        """True if the possible key of an open bracket can still become one."""
        if level is None or (key := self._keys[level]) is None:
            return False
        if key.at >= self.line_start and key.at + _LONGEST_KEY >= self.at:
            return True
        self._refuse_required(key)
        self._keys[level] = None
        return False

    def _save_key(self) -> None:
        if self.may_be_key:
            is_required = not self.flow_level and self.indent == self.at - self.line_start
            key = _Key(self._taken + len(self._tokens), self.at, is_required)
            self._forget_key()
            self._keys[-1] = key
            self._numbers[-1] = key.number
            self._level_of[key.number] = len(self._keys) - 1

    def _forget_key(self) -> None:
        key = self._keys[-1]
        if key is not None:
            self._refuse_required(key)
            self._keys[-1] = None
            self._level_of.pop(key.number, None)

    def _refuse_required(self, key: _Key) -> None:
        if key.is_required:
            raise NotYaml("could not find expected ':'", "while scanning a simple key", self.at)

    def _add(self, kind: int, length: int = 0) -> None:
        self._tokens.append((kind, self.at, self.at + length, None, ""))
        self.at += length

    def _insert(self, number: int, token: Token) -> None:
        """Put a token before the one with a number, or last if that one is taken already."""
        if number < self._taken:
            self._tokens.append(token)
        else:
            self._tokens.insert(number - self._taken, token)

    def _roll(self, column: int, kind: int, at: int, number: int | None = None) -> None:
        if self.flow_level or self.indent >= column:
            return
        self._indents.append(self.indent)
        self.indent = column
        token = (kind, at, at, None, "")
        if number is None:
            self._tokens.append(token)
        else:
            self._insert(number, token)

    def _unroll(self, column: int) -> None:
        while self.indent > column and not self.flow_level:
            self._add(cursor.BLOCK_END)
            self.indent = self._indents.pop()

    def _fetch(self) -> None:
        self._next_token()
        text, at = self.text, self.at
        column = at - self.line_start
        self._unroll(column)
        if self.reader:
            self.reader.need(at, 4)
        character = text[at]
        if character == END:
            self._stream_end(column)
        elif column == 0 and character == "%":
            self._unroll(-1)
            self._forget_key()
            self.may_be_key = False
            self._tokens.append(self.directive())
        elif column == 0 and character in "-." and self._is_document_marker(at):
            self._unroll(-1)
            self._forget_key()
            self.may_be_key = False
            self._add(cursor.DOCUMENT_START if character == "-" else cursor.DOCUMENT_END, 3)
        elif character in "[{":
            self._open(character)
        elif character in "]}":
            self._forget_key()
            self._close()
            self.may_be_key = False
            self._add(cursor.FLOW_SEQUENCE_END if character == "]" else cursor.FLOW_MAPPING_END, 1)
        elif character == ",":
            self._forget_key()
            self.may_be_key = True
            self._add(cursor.FLOW_ENTRY, 1)
        elif character == "-" and text[at + 1] in BLANK_OR_END:
            self._block_entry()
        elif character == "?" and (self.flow_level or text[at + 1] in BLANK_OR_END):
            self._key()
        elif character == ":" and (self.flow_level or text[at + 1] in BLANK_OR_END):
            self._value()
        else:
            self._word(character)

    def _word(self, character: str) -> None:
        if character in "|>" and not self.flow_level:
            self._forget_key()
            self.may_be_key = True
            self._tokens.append(self.block())
            return
        if character in _INDICATORS and character not in "*&!'\"":
            begins_plain = character == "-" or (character in "?:" and not self.flow_level)
            if not begins_plain:
                problem = "found character that cannot start any token"
                raise NotYaml(problem, "while scanning for the next token", self.at)
        self._save_key()
        self.may_be_key = False
        if character in "*&":
            self._tokens.append(self.anchor(cursor.ALIAS if character == "*" else cursor.ANCHOR))
        elif character == "!":
            self._tokens.append(self.tag())
        elif character in "'\"":
            self._tokens.append(self.quoted(character))
        else:
            self._tokens.append(self.plain())

    def _next_token(self) -> None:
        """Pass over blanks, comments and line breaks."""
        text, reader = self.text, self.reader
        while True:
            begin = self.at
            if reader:
                reader.need(begin, 1)
                if begin == self.line_start and reader.begins_with_mark:
                    self.at += 1  # go-yaml passes over whatever stands here
                    reader.need(self.at, 1)
                begin = self.at
            gap = _NEXT_TOKEN_BEHIND_TABS if self.flow_level or not self.may_be_key else _NEXT_TOKEN
            found = gap.match(text, begin)
            self.at = found.end() if found else begin
            if reader:
                reader.need_each(begin + 1, self.at, 1)
            if text[self.at] not in BREAKS:
                return
            if reader:
                reader.need(self.at, 2)
            self.skip_break()
            if not self.flow_level:
                self.may_be_key = True

    def _stream_end(self, column: int) -> None:
        if column:
            self.line_start = self.at
        self._unroll(-1)
        self._forget_key()
        self.may_be_key = False
        self._add(cursor.STREAM_END)

    def _open(self, character: str) -> None:
        self._save_key()
        self._keys.append(None)
        self._numbers.append(self._taken + len(self._tokens))
        self.flow_level += 1
        self.may_be_key = True
        self._add(cursor.FLOW_SEQUENCE if character == "[" else cursor.FLOW_MAPPING, 1)

    def _close(self) -> None:
        if self.flow_level:
            self.flow_level -= 1
            self._keys.pop()
            # go-yaml forgets the possible key that has this number, be it one of the brackets around.
            self._level_of.pop(self._numbers.pop(), None)

    def _block_entry(self) -> None:
        if not self.flow_level:
            if not self.may_be_key:
                raise NotYaml("block sequence entries are not allowed in this context", "", self.at)
            self._roll(self.at - self.line_start, cursor.BLOCK_SEQUENCE, self.at)
        self._forget_key()
        self.may_be_key = True
        self._add(cursor.BLOCK_ENTRY, 1)

    def _key(self) -> None:
        if not self.flow_level:
            if not self.may_be_key:
                raise NotYaml("mapping keys are not allowed in this context", "", self.at)
            self._roll(self.at - self.line_start, cursor.BLOCK_MAPPING, self.at)
        self._forget_key()
        self.may_be_key = not self.flow_level
        self._add(cursor.KEY, 1)

    def _value(self) -> None:
        key = self._keys[-1]
        if key is not None and self._may_be_key(len(self._keys) - 1):
            self._insert(key.number, (cursor.KEY, key.at, key.at, None, ""))
            self._roll(key.at - self.line_start, cursor.BLOCK_MAPPING, key.at, key.number)
            self._keys[-1] = None
            self._level_of.pop(key.number, None)
            self.may_be_key = False
        else:
            if not self.flow_level:
                if not self.may_be_key:
                    raise NotYaml("mapping values are not allowed in this context", "", self.at)
                self._roll(self.at - self.line_start, cursor.BLOCK_MAPPING, self.at)
            self.may_be_key = not self.flow_level
        self._add(cursor.VALUE, 1)
