"""Text to nodes, by the event stream of a YAML parser, first document only, as kubectl reads it.

libyaml (the C parser) is the closest relative of kubectl's go-yaml, and ten times as fast as the pure parser, which
stands in where PyYAML was built without it.
"""

import gc
import re
from typing import Final, NamedTuple

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

from kubeconv.finding import refuse
from kubeconv.source import Span
from kubeconv.tree.node import ALIAS, MAPPING, SCALAR, SEQUENCE, Node

#: The parser in use; the tests run everything with both.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: go-yaml, yamlprivateh.go: max_depth (https://github.com/yaml/go-yaml/blob/v2/parserc.go).
MAX_NESTING: Final = 10_000

# What go-yaml and libyaml call printable, turned round.
_UNPRINTABLE: Final = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"


class Document(NamedTuple):
    """The first document of a text. `root` is None where there is none; `aliases` are all alias nodes in it."""

    root: Node | None
    aliases: list[Node]


def parse(text: str) -> Document:
    """The first YAML document of `text` (without byte order mark). Raises Refused with the place of a syntax error,
    an unknown anchor, an anchor that contains itself, aliases that expand without measure, or nesting too deep."""
    collecting = gc.isenabled()
    gc.disable()  # a million small objects and no cycle among them: the collector would only walk them again and again
    try:
        document = _build(text)
    except UnicodeEncodeError as error:
        raise refuse(
            "KC002",
            f"not valid UTF-8: byte 0x{ord(text[error.start]) & 0xFF:02x}",
            Span(error.start, error.start + 1),
            "save the file as UTF-8",
        ) from None
    except yaml.reader.ReaderError:
        found = re.search(_UNPRINTABLE, text)
        at = found.start() if found else 0
        raise refuse(
            "KC001", f"control character U+{ord(text[at]):04X} is not allowed", Span(at, at + 1), "delete it"
        ) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = min(mark.index, len(text)) if mark else 0
        message = ", ".join(part for part in (error.problem, error.context) if part)
        way_out = "indent with spaces" if "\t" in text[text.rfind("\n", 0, at) + 1 : at + 1] else ""
        raise refuse("KC001", f"not valid YAML: {message}", Span(at, at), way_out) from None
    finally:
        if collecting:
            gc.enable()
    if document.aliases:
        _refuse_alias_bomb(document)
    return document


def _build(text: str) -> Document:
    loader = LOADER(text)
    next_event = loader.get_event
    siblings: list[Node] = []
    open_siblings: list[list[Node]] = []
    anchors: dict[str, Node] = {}
    aliases: list[Node] = []
    children: list[Node]
    while True:
        event = next_event()
        kind = type(event)
        if kind is ScalarEvent:
            start, end, style = event.start_mark.index, event.end_mark.index, event.style or ""
            if style == "|" or style == ">":
                end = start + len(text[start:end].rstrip())
            node = Node(SCALAR, start, end, event.value, style, event.tag, event.anchor)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            start, children = event.start_mark.index, []
            shape = MAPPING if kind is MappingStartEvent else SEQUENCE
            node = Node(shape, start, -1, "", "", event.tag, event.anchor, children, bool(event.flow_style))
            siblings.append(node)
            open_siblings.append(siblings)
            siblings = children
            if len(open_siblings) > MAX_NESTING:
                raise refuse("KC003", f"nested deeper than {MAX_NESTING} levels", Span(start, start + 1))
            if node.anchor:
                anchors[node.anchor] = node
            continue
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            siblings = open_siblings.pop()
            node = siblings[-1]
            # The end mark of a block collection is the start of the next token, far beyond its text.
            node.end = event.end_mark.index if node.flow else max(node.start, node.children[-1].end)
            continue
        elif kind is AliasEvent:
            span = Span(event.start_mark.index, event.end_mark.index)
            target = anchors.get(event.anchor)
            if target is None:
                raise refuse("KC004", f"unknown anchor *{event.anchor}", span, "define it before its use")
            if target.end < 0:
                raise refuse("KC004", f"anchor &{event.anchor} contains itself", span)
            node = Node(ALIAS, *span, event.anchor, target=target)
            aliases.append(node)
        elif kind is DocumentEndEvent or kind is StreamEndEvent:
            return Document(siblings[0] if siblings else None, aliases)
        else:
            continue
        if node.anchor:
            anchors[node.anchor] = node
        siblings.append(node)


def _refuse_alias_bomb(document: Document) -> None:
    """Refuse what go-yaml refuses: a document most of which would come out of aliases (decode.go, allowedAliasRatio)."""
    if document.root is None:
        return
    sizes: dict[int, int] = {}
    order = [document.root]
    for node in order:
        order.extend(node.children)
    # Children and targets are sized before what holds them: a target always ends before its alias starts.
    order.reverse()
    for node in sorted(order, key=lambda node: (node.end, -node.start)):
        sizes[id(node)] = 1 + (
            sizes[id(node.target)] if node.target is not None else sum(sizes[id(child)] for child in node.children)
        )
    decoded, through_aliases = 1, 0
    for node in sorted(order, key=lambda node: (node.start, -node.end)):
        decoded += 1
        if node.target is not None:
            decoded += sizes[id(node.target)]
            through_aliases += sizes[id(node.target)]
            allowed = 0.99 if decoded <= 400_000 else max(0.10, 0.99 - 0.89 * (decoded - 400_000) / 3_600_000)
            if through_aliases > 100 and decoded > 1000 and through_aliases / decoded > allowed:
                raise refuse("KC004", f"alias *{node.text} makes the document grow without measure", node.span)
