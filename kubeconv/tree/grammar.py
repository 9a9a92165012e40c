"""Tokens to nodes, as go-yaml puts them together.

Source: https://github.com/yaml/go-yaml/blob/v2/parserc.go
"""

from collections.abc import Callable
from typing import Final

from kubeconv.tree import cursor
from kubeconv.tree.cursor import NotYaml, Token
from kubeconv.tree.finding import refuse
from kubeconv.tree.limits import MAX_NESTING, target_of, too_deep, too_large
from kubeconv.tree.node import ALIAS, MAPPING, SEQUENCE, FullNode, Node, scalar
from kubeconv.tree.scalar import TAG, decode_binary
from kubeconv.tree.scanner import Scanner
from kubeconv.tree.source import Span

_NO_CONTENT: Final = (
    cursor.VERSION, cursor.TAG_DIRECTIVE, cursor.DOCUMENT_START, cursor.DOCUMENT_END, cursor.STREAM_END,
)  # fmt: skip


_BINARY: Final = f"{TAG}binary"


def _binary(text: str, span: Span) -> str:
    try:
        return decode_binary(text)
    except ValueError:
        raise refuse("KC017", "the value does not fit its tag !!binary", span, "delete !!binary") from None


class Grammar:
    """The nodes of the first document: `read` gives its root, and then `aliases` are all alias nodes in it, and `end` is where
    it ends. `most` is how many nodes there may be."""

    def __init__(self, scanner: Scanner, most: int) -> None:
        self._scanner, self._most = scanner, most
        self._peek, self._skip = scanner.peek, scanner.skip
        self.root: Node | None = None
        self.aliases: list[Node] = []
        self.end = 0
        self._anchors: dict[str, Node] = {}
        self._siblings: list[Node] = []
        self._open: list[list[Node]] = []
        self._states: list[Callable[[], None]] = []
        self._state: Callable[[], None] | None = None
        self._tags = {"!": "!", "!!": "tag:yaml.org,2002:"}

    def read(self) -> Node | None:
        """The root; None if there is no document. Raises NotYaml, or Refused."""
        token = self._peek()
        if token[0] == cursor.STREAM_END:
            self.end = token[1]
            return None
        self._states.append(self._document_end)
        if token[0] in (cursor.VERSION, cursor.TAG_DIRECTIVE, cursor.DOCUMENT_START):
            self._directives()
            if self._peek()[0] != cursor.DOCUMENT_START:
                raise NotYaml("did not find expected <document start>", "", self._peek()[1])
            self._skip()
            if self._peek()[0] in _NO_CONTENT:
                self._empty(self._peek()[1])
                self._state = self._states.pop()
            else:
                self._node()
        else:
            self._node()
        while self._state:
            self._state()
        return self._siblings[0]

    def _directives(self) -> None:
        seen: set[str] = set()
        while (token := self._peek())[0] != cursor.DOCUMENT_START:
            kind, start, end, value, _ = token
            if kind == cursor.VERSION:
                if "" in seen:
                    raise NotYaml("found duplicate %YAML directive", "", start)
                if value != (1, 1):
                    message = "kubectl reads only YAML 1.1"
                    raise refuse("KC006", message, Span(start, end), "delete the line, and the --- after it")
                seen.add("")
            elif kind == cursor.TAG_DIRECTIVE:
                if value[0] in seen:
                    raise NotYaml("found duplicate %TAG directive", "", start)
                seen.add(value[0])
                self._tags[value[0]] = value[1]
            else:
                return
            self._skip()

    def _document_end(self) -> None:
        self.end = self._peek()[1]
        self._state = None

    def _node(self, is_block: bool = True, may_be_indentless: bool = False) -> None:
        """A node begins at the next token; the state after it is on the stack."""
        kind, start, end, value, style = token = self._peek()
        if kind == cursor.ALIAS:
            self._skip()
            span = Span(start, end)
            node = FullNode(ALIAS, start, end, value, target=target_of(self._anchors, value, span))
            self.aliases.append(node)
            self._add(node)
            self._state = self._states.pop()
            return
        anchor = tag = None
        for _ in range(2):
            if kind == cursor.ANCHOR and anchor is None:
                anchor = value
            elif kind == cursor.TAG and tag is None:
                tag = self._tag(token)
            else:
                break
            end = token[2]
            self._skip()
            kind, _, _, value, style = token = self._peek()
        if kind == cursor.SCALAR:
            self._skip()
            value = _binary(value, Span(start, token[2])) if tag == _BINARY else value
            self._add(scalar(start, token[2], value, style, tag, anchor))
            self._state = self._states.pop()
        elif kind == cursor.BLOCK_ENTRY and may_be_indentless:
            self._start(FullNode(SEQUENCE, start, -1, "", "", tag, anchor, [], False), self._indentless_entry)
        elif kind == cursor.FLOW_SEQUENCE:
            self._skip()
            self._start(FullNode(SEQUENCE, start, -1, "", "", tag, anchor, [], True), self._first_flow_entry)
        elif kind == cursor.FLOW_MAPPING:
            self._skip()
            self._start(FullNode(MAPPING, start, -1, "", "", tag, anchor, [], True), self._first_flow_key)
        elif kind == cursor.BLOCK_SEQUENCE and is_block:
            self._skip()
            self._start(FullNode(SEQUENCE, start, -1, "", "", tag, anchor, [], False), self._block_entry)
        elif kind == cursor.BLOCK_MAPPING and is_block:
            self._skip()
            self._start(FullNode(MAPPING, start, -1, "", "", tag, anchor, [], False), self._block_key)
        elif anchor is not None or tag is not None:
            self._add(scalar(start, end, "", "", tag, anchor))
            self._state = self._states.pop()
        else:
            context = f"while parsing a {'block' if is_block else 'flow'} node"
            raise NotYaml("did not find expected node content", context, token[1])

    def _tag(self, token: Token) -> str:
        handle, suffix = token[3]
        if not handle:
            return str(suffix)
        if handle not in self._tags:
            raise NotYaml("found undefined tag handle", "while parsing a node", token[1])
        return f"{self._tags[handle]}{suffix}"

    def _add(self, node: Node) -> None:
        self._most -= 1
        if self._most < 0:
            raise too_large()
        if node.anchor:
            self._anchors[node.anchor] = node
        self._siblings.append(node)

    def _start(self, node: Node, state: Callable[[], None]) -> None:
        self._add(node)
        self._open.append(self._siblings)
        self._siblings = node.children  # type: ignore[assignment]
        if len(self._open) >= MAX_NESTING:
            raise too_deep(Span(node.start, node.start + 1))
        self._state = state

    def _end(self, end: int = -1) -> None:
        """The innermost collection ends: at `end`, or with its last child."""
        self._siblings = self._open.pop()
        node = self._siblings[-1]
        node.end = end if end >= 0 else max(node.start, node.children[-1].end)
        self._state = self._states.pop()

    def _empty(self, at: int) -> None:
        """A node of which nothing is written."""
        if self._siblings and self._open and self._open[-1][-1].kind == MAPPING:
            # A key without a colon: `at` is the start of the next token.
            before = self._siblings[-1].end
            at = before if ":" not in self._scanner.text[before:at] else at
        self._add(Node(at, at, ""))

    def _child(
        self,
        ends: tuple[int, ...],
        at: int,
        then: Callable[[], None],
        is_block: bool = True,
        *,
        indentless: bool = False,
    ) -> None:
        """The next node, or an empty one at `at` if the next token is one of `ends`. `then` is the state after it."""
        if self._peek()[0] in ends:
            self._state = then
            self._empty(at)
        else:
            self._states.append(then)
            self._node(is_block, indentless)

    def _block_entry(self) -> None:
        kind, start, end, _, _ = self._peek()
        if kind == cursor.BLOCK_ENTRY:
            self._skip()
            self._child((cursor.BLOCK_ENTRY, cursor.BLOCK_END), end, self._block_entry)
        elif kind == cursor.BLOCK_END:
            self._skip()
            self._end()
        else:
            raise NotYaml("did not find expected '-' indicator", "while parsing a block collection", start)

    def _indentless_entry(self) -> None:
        kind, _, end, _, _ = self._peek()
        if kind == cursor.BLOCK_ENTRY:
            self._skip()
            ends = (cursor.BLOCK_ENTRY, cursor.KEY, cursor.VALUE, cursor.BLOCK_END)
            self._child(ends, end, self._indentless_entry)
        else:
            self._end()

    def _block_key(self) -> None:
        kind, start, end, _, _ = self._peek()
        if kind == cursor.KEY:
            self._skip()
            self._child((cursor.KEY, cursor.VALUE, cursor.BLOCK_END), end, self._block_value, indentless=True)
        elif kind == cursor.BLOCK_END:
            self._skip()
            self._end()
        else:
            raise NotYaml("did not find expected key", "while parsing a block mapping", start)

    def _block_value(self) -> None:
        kind, start, end, _, _ = self._peek()
        if kind == cursor.VALUE:
            self._skip()
            self._child((cursor.KEY, cursor.VALUE, cursor.BLOCK_END), end, self._block_key, indentless=True)
        else:
            self._state = self._block_key
            self._empty(start)

    def _first_flow_entry(self) -> None:
        self._flow_entry(is_first=True)

    def _flow_entry(self, is_first: bool = False) -> None:
        token = self._peek()
        if token[0] != cursor.FLOW_SEQUENCE_END and not is_first:
            token = self._comma("while parsing a flow sequence", "]")
        if token[0] == cursor.FLOW_SEQUENCE_END:
            self._skip()
            self._end(token[2])
        elif token[0] == cursor.KEY:
            self._skip()
            self._states.append(self._flow_entry)
            self._start(FullNode(MAPPING, token[1], -1, "", "", None, None, [], True), self._pair_key)
        else:
            self._states.append(self._flow_entry)
            self._node(False)

    def _comma(self, context: str, bracket: str) -> Token:
        """Pass over the comma before the next entry, and look at what follows."""
        token = self._peek()
        if token[0] == cursor.FLOW_ENTRY:
            self._skip()
            return self._peek()
        at, text = token[1], self._scanner.text
        if token[0] == cursor.KEY and text[at] == "?" and text[at - 1] not in cursor.BLANK_OR_BREAK:
            message = "kubectl ends an unquoted value between brackets at the question mark"
            raise refuse("KC006", message, Span(at, at + 1), "put the value in quotes")
        raise NotYaml(f"did not find expected ',' or '{bracket}'", context, at)

    def _pair_key(self) -> None:
        token = self._peek()
        if token[0] in (cursor.VALUE, cursor.FLOW_ENTRY, cursor.FLOW_SEQUENCE_END):
            self._skip()  # go-yaml loses it
            self._state = self._pair_value
            self._empty(token[2])
        else:
            self._states.append(self._pair_value)
            self._node(False)

    def _pair_value(self) -> None:
        token = self._peek()
        ends: tuple[int, ...] = (token[0],)
        if token[0] == cursor.VALUE:
            self._skip()
            ends = (cursor.FLOW_ENTRY, cursor.FLOW_SEQUENCE_END)
        self._child(ends, token[1], self._pair_end, False)

    def _pair_end(self) -> None:
        self._end(self._peek()[1])

    def _first_flow_key(self) -> None:
        self._flow_key(is_first=True)

    def _flow_key(self, is_first: bool = False) -> None:
        token = self._peek()
        if token[0] != cursor.FLOW_MAPPING_END and not is_first:
            token = self._comma("while parsing a flow mapping", "}")
        if token[0] == cursor.FLOW_MAPPING_END:
            self._skip()
            self._end(token[2])
        elif token[0] == cursor.KEY:
            self._skip()
            ends = (cursor.VALUE, cursor.FLOW_ENTRY, cursor.FLOW_MAPPING_END)
            self._child(ends, self._peek()[1], self._flow_value, False)
        else:
            self._states.append(self._no_flow_value)
            self._node(False)

    def _no_flow_value(self) -> None:
        self._state = self._flow_key
        self._empty(self._peek()[1])

    def _flow_value(self) -> None:
        token = self._peek()
        ends: tuple[int, ...] = (token[0],)
        if token[0] == cursor.VALUE:
            self._skip()
            ends = (cursor.FLOW_ENTRY, cursor.FLOW_MAPPING_END)
        self._child(ends, self._peek()[1], self._flow_key, False)
