"""Text to nodes, first document only, as kubectl reads it: with go-yaml.

libyaml is go-yaml's closest relative and reads most files the same, twenty times as fast as our own grammar. So it goes first;
where it stops, or has read something that go-yaml reads otherwise, our grammar reads the text again and decides.
"""

import gc
from collections.abc import Callable
from functools import lru_cache
from sys import intern
from typing import TYPE_CHECKING, Any, Final

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from kubeconv.gate.regex import regex
from kubeconv.gate.value import NamedTuple
from kubeconv.tree.finding import Refused, refuse
from kubeconv.tree.limits import MAX_NESTING, refuse_alias_bomb, target_of, too_deep, too_large
from kubeconv.tree.node import ALIAS, MAPPING, SCALAR, SEQUENCE, FullNode, Node
from kubeconv.tree.source import BYTE_ORDER_MARK, Source, Span

if TYPE_CHECKING:
    from kubeconv.tree.cursor import NotYaml

#: libyaml, which PyYAML may have been built without; the tests run everything with and without it.
LOADER = getattr(yaml, "CSafeLoader", None)

#: How much a text may cost libyaml, in proportion to its size: each event 150, and its depth, to which it takes time in
#: proportion. What is nested deeper than any kubeconfig costs no more than this however large the text is: without a limit
#: it could take minutes.
MAX_WORK: Final = 120_000_000
_AN_EVENT: Final = 150
#: How long a word may be that is there many times.
_WORD: Final = 20
#: The deepest that a field of a kubeconfig stands, and some more.
_ORDINARY: Final = 20

#: How many values a small text may have, and for how many characters one more: a context of 50 characters has eleven.
_MAX_VALUES: Final = 60_000
_CHARACTERS_A_VALUE: Final = 5

#: How many nodes our own grammar builds at most: it must not take longer than a second for a megabyte.
_MAX_NODES: Final = 50_000
_CHARACTERS_A_NODE: Final = 50

#: What libyaml reads otherwise than go-yaml, or may: tags (but simple ones before a scalar), directives, escapes in double
#: quotes, brackets as keys.
_FOREIGN: Final = {
    "]": regex(r"\][ \t]*:"),
    "}": regex(r"\}[ \t]*:"),
    "!": regex(r"""(?:^|[\s\[\]{},:?'"])!(?!!?(?!binary\b)[0-9A-Za-z]+[ ]+[0-9A-Za-z'"])"""),
    "%": regex(r"(?:^|[\n\r\x85\u2028\u2029])%"),
    "\\": regex(r"\\(?:/|U|u[dD][89a-fA-F])"),
}


class Document(NamedTuple):
    """The first document of a text. `root` is None if there is none; `aliases` are all alias nodes in it. `end` is where
    it ends: kubectl reads nothing of what comes after. None if nothing was parsed."""

    root: Node | None
    aliases: list[Node]
    end: int | None = None


def parse(text: str, source: Source | None = None) -> Document:
    """The first YAML document of `text` (without byte order mark), which is that of `source` if it is given.

    Raises Refused with the place of a syntax error, an unknown anchor, an anchor that contains itself, aliases that expand
    without measure, or nesting too deep.
    """
    collecting = gc.isenabled()
    gc.disable()  # a million small objects and no cycle among them: the collector would only walk them again and again
    try:
        document = None if source and source.odd_byte else _read_by_libyaml(text)
        document = document or _read_by_grammar(text, source)
        if document.aliases and document.root is not None:
            refuse_alias_bomb(document.root, document.aliases)
    finally:
        if collecting:
            gc.enable()
    return document


def _read_by_libyaml(text: str) -> Document | None:
    """What libyaml reads; None if go-yaml may read something else."""
    if not _is_for_libyaml(text):
        return None
    try:
        document = _build(text)
    except (yaml.YAMLError, UnicodeEncodeError):
        return None
    if document.end is None or text[document.end : document.end + 3] not in ("", "---", "..."):
        return None  # to find out that what follows is no part of it, go-yaml reads some of that in its own way
    return None if "?" in text and _has_question_mark_in_flow(text, document.root) else document


def _is_for_libyaml(text: str) -> bool:
    """False if libyaml reads the text otherwise than go-yaml, or may."""
    if LOADER is None or BYTE_ORDER_MARK in text:
        return False
    return not any(sign in text and pattern.search(text) for sign, pattern in _FOREIGN.items())


def events(text: str) -> Callable[[], Any] | None:
    """What gives the next event of `text`, its nodes as libyaml reads them; None if go-yaml may read something else. It raises
    yaml.YAMLError for a syntax error."""
    if "?" in text or not _is_for_libyaml(text):
        return None
    return LOADER(_Stream(text)).get_event  # type: ignore[misc, no-any-return]


class _Stream:
    """A text to read from: libyaml would make a copy of it for itself."""

    name = "<unicode string>"

    def __init__(self, text: str) -> None:
        self._text, self._at = text, 0

    def read(self, characters: int) -> str:
        start, self._at = self._at, self._at + characters
        return self._text[start : self._at]


def _has_question_mark_in_flow(text: str, root: Node | None) -> bool:
    """True if a question mark stands between brackets, but not in quotes."""
    order = [root] if root is not None else []
    for node in order:
        if not node.flow:
            order.extend(node.children)
        elif text.find("?", node.start, node.end) >= 0:
            inside, quoted = [node], 0
            for each in inside:
                inside.extend(each.children)
                quoted += text.count("?", each.start, each.end) if each.style else 0
            if quoted < text.count("?", node.start, node.end):
                return True
    return False


def _read_by_grammar(text: str, source: Source | None) -> Document:
    from kubeconv.tree.cursor import NotYaml  # few files need our grammar
    from kubeconv.tree.grammar import Grammar
    from kubeconv.tree.reader import UNPRINTABLE, PieceReader
    from kubeconv.tree.scanner import Scanner

    reader = None
    if BYTE_ORDER_MARK in text or UNPRINTABLE.search(text) or (source and source.odd_byte):
        reader = PieceReader(text, source.encode(text) if source else text.encode(errors="surrogatepass"))
    scanner = Scanner(reader.readable if reader else text, reader)
    grammar = Grammar(scanner, _MAX_NODES + len(text) // _CHARACTERS_A_NODE)
    try:
        return Document(grammar.read(), grammar.aliases, grammar.end)
    except NotYaml as error:
        raise _syntax_error(text, error) from None


def _syntax_error(text: str, error: "NotYaml") -> Refused:
    at = min(error.at, len(text))
    message = ", ".join(part for part in (error.problem, error.context) if part)
    way_out = "indent with spaces" if "\t" in text[text.rfind("\n", 0, at) + 1 : at + 1] else ""
    return refuse("KC001", f"not valid YAML: {message}", Span(at, at), way_out)


@lru_cache(8)
def _costs(weight: int) -> list[int]:
    """What an event costs at each depth; so many times as much where no kubeconfig is as deep."""
    return [(_AN_EVENT + depth) * (weight if depth > _ORDINARY else 1) for depth in range(MAX_NESTING + 1)]


def _build(text: str) -> Document:
    next_event: Callable[[], Any] = LOADER(_Stream(text)).get_event  # type: ignore[misc]
    siblings: list[Node] = []
    open_siblings: list[list[Node]] = []
    anchors: dict[str, Node] = {}
    aliases: list[Node] = []
    children: list[Node]
    work, most = 0, _AN_EVENT * (_MAX_VALUES + len(text) // _CHARACTERS_A_VALUE)
    costs = _costs(-(-most // MAX_WORK))  # rounded up
    cost = costs[0]
    while True:
        event = next_event()
        kind = type(event)
        work += cost
        if work > most:
            raise too_large()
        if kind is ScalarEvent:
            start, end, value = event.start_mark.index, event.end_mark.index, event.value
            style, tag, anchor = event.style or "", event.tag, event.anchor
            value = intern(value) if len(value) < _WORD else value  # the same keys are in each entry: held once
            if style == "|" or style == ">":
                end = start + len(text[start:end].rstrip())
            elif start == end and siblings and not anchor and open_siblings[-1][-1].kind == MAPPING:
                # A key without a colon: the mark of its missing value is the start of the next token.
                before = siblings[-1].end
                start = end = before if ":" not in text[before:start] else start
            if tag is None and anchor is None:
                siblings.append(Node(start, end, value, style))
                continue
            node = FullNode(SCALAR, start, end, value, style, tag, anchor)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            start, children = event.start_mark.index, []
            shape = MAPPING if kind is MappingStartEvent else SEQUENCE
            node = FullNode(shape, start, -1, "", "", event.tag, event.anchor, children, bool(event.flow_style))
            siblings.append(node)
            open_siblings.append(siblings)
            siblings, cost = children, costs[len(open_siblings)]
            if len(open_siblings) >= MAX_NESTING:
                raise too_deep(Span(start, start + 1))
            if node.anchor:
                anchors[node.anchor] = node
            continue
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            siblings, cost = open_siblings.pop(), costs[len(open_siblings)]
            closed = siblings[-1]
            # The end mark of a block collection is the start of the next token, far beyond its text.
            end = event.end_mark.index if closed.flow else closed.children[-1].end
            closed.end = end if end > closed.start else closed.start
            continue
        elif kind is AliasEvent:
            span = Span(event.start_mark.index, event.end_mark.index)
            node = FullNode(ALIAS, *span, event.anchor, target=target_of(anchors, event.anchor, span))
            aliases.append(node)
        elif kind is DocumentEndEvent or kind is StreamEndEvent:
            return Document(siblings[0] if siblings else None, aliases, event.start_mark.index)
        else:
            continue
        if node.anchor:
            anchors[node.anchor] = node
        siblings.append(node)
