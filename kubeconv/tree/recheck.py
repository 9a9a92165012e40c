"""Is a changed text what was planned? It is read again before it may be written, and compared with the old tree, all of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from yaml import YAMLError
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

from kubeconv.gate.value import NamedTuple
from kubeconv.tree.finding import Refused, refuse
from kubeconv.tree.node import ALIAS, MAPPING, SCALAR, SEQUENCE, Node, TooLarge, plain, plain_value
from kubeconv.tree.parse import Document, events, parse

#: What changes: a name and the data planned for each node, by its identity.
Changes = Mapping[int, tuple[str, Any]]

#: How deep a text is that can be compared while it is read; more than any kubeconfig is.
_DEEPEST: Final = 50


class Reparsed(NamedTuple):
    """The tree of a changed text, and the names of the planned changes that did not come out."""

    document: Document
    spoiled: Sequence[str]


def reparse_check(document: Document, text: str, expected: Changes) -> Reparsed:
    """Parse a changed text again, and tell which of the planned changes did not come out. `expected` are a name and the
    data planned for each node that changes, by its identity.

    Raises Refused if anything else is not as it was.
    """
    try:
        changed = parse(text)
        spoiled, elsewhere = _differences(document, changed, expected)
    except Refused:
        changed, spoiled, elsewhere = document, [], document.root
    if elsewhere is not None:
        raise refuse(
            "KC099",
            "this file is written in a way that kubeconv cannot change safely; nothing was written",
            elsewhere.span,
            "rewrite this part in plain YAML",
        )
    return Reparsed(changed, spoiled)


class _Unclear(Exception):
    """This cannot be told while a text is read: the trees tell."""


def is_as_planned(old: Document, text: str, planned: Changes) -> bool:
    """True if a changed text is as planned, and as it was elsewhere. It is compared while it is read, which takes half of the
    time and no room; False if it differs, or has what only trees can tell: `reparse_check` says which."""
    if old.root is None or old.aliases:
        return False
    try:
        next_event = events(text)
        return next_event is not None and _is_as_planned(next_event, old.root, planned)
    except (YAMLError, UnicodeEncodeError, _Unclear):
        return False


def _is_as_planned(next_event: Callable[[], Any], root: Node, planned: Changes) -> bool:
    siblings: Iterator[Node] = iter((root,))
    open_siblings: list[Iterator[Node]] = []
    compared = 0
    while True:
        event = next_event()
        kind = type(event)
        if kind is ScalarEvent:
            was = next(siblings, None)
            if (
                type(was) is not Node
                or event.value != was.text
                or event.tag is not None
                or event.anchor is not None
                or bool(event.style) != bool(was.style)
            ):
                return False
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            was = next(siblings, None)
            if id(was) in planned:
                if _data(next_event, event) != planned[id(was)][1]:
                    return False
                compared += 1
                continue
            shape = MAPPING if kind is MappingStartEvent else SEQUENCE
            if was is None or was.kind != shape or was.tag or was.anchor or event.tag or event.anchor:
                return False
            if len(open_siblings) == _DEEPEST:
                return False
            open_siblings.append(siblings)
            siblings = iter(was.children)
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            if next(siblings, None) is not None:
                return False
            siblings = open_siblings.pop()
        elif kind is DocumentEndEvent or kind is StreamEndEvent:
            return compared == len(planned) and next(siblings, None) is None
        elif kind is AliasEvent:
            return False


def _data(next_event: Callable[[], Any], event: Any) -> Any:
    """The plain data of the collection that begins with `event`, as `plain` gives it."""
    parts: list[Any] = []
    open_parts: list[list[Any]] = []
    while True:
        kind = type(event)
        if kind is MappingEndEvent or kind is SequenceEndEvent:
            made = parts if kind is SequenceEndEvent else _mapping(parts)
            parts = open_parts.pop()
            if not open_parts:
                return made
            parts.append(made)
        elif kind is ScalarEvent or kind is MappingStartEvent or kind is SequenceStartEvent:
            if event.tag is not None or event.anchor is not None or len(open_parts) == _DEEPEST:
                raise _Unclear
            if kind is ScalarEvent:
                parts.append(event.value if event.style else plain_value(event.value))
            else:
                open_parts.append(parts)
                parts = []
        else:
            raise _Unclear
        event = next_event()


def _mapping(parts: list[Any]) -> dict[str, Any]:
    keys = parts[::2]
    if "<<" in keys or not all(type(key) is str for key in keys) or len({*keys}) < len(keys):
        raise _Unclear
    return dict(zip(keys, parts[1::2], strict=True))


def _differences(old: Document, new: Document, planned: Changes) -> tuple[list[str], Node | None]:
    """The planned users that did not become as planned, and the first old node elsewhere that did not stay as it was."""
    spoiled: list[str] = []
    if old.root is None or new.root is None:
        return spoiled, old.root
    counterpart: dict[int, Node] = {}
    stack = [(old.root, new.root)]
    while stack:
        was, now = stack.pop()
        if id(was) in planned:
            name, wanted = planned[id(was)]
            if not _is(now, wanted):
                spoiled.append(name)
            continue
        if was.kind != now.kind or was.tag != now.tag or was.anchor != now.anchor:
            return spoiled, was
        if was.anchor:
            counterpart[id(was)] = now
        if was.kind == SCALAR:
            if was.text != now.text or bool(was.style) != bool(now.style):
                return spoiled, was
        elif was.kind == ALIAS:
            if counterpart.get(id(was.target)) is not now.target and not _same(was, now):
                return spoiled, was
        elif len(was.children) != len(now.children):
            return spoiled, was
        else:
            stack += [
                (each, counter)
                for each, counter in zip(reversed(was.children), reversed(now.children), strict=True)
                if type(each) is not Node
                or type(counter) is not Node
                or each.text != counter.text
                or each.style != counter.style
                or id(each) in planned
            ]
    return spoiled, None


def _is(node: Node, data: Any) -> bool:
    try:
        return bool(plain(node) == data)
    except TooLarge:
        return False


def _same(was: Node, now: Node) -> bool:
    try:
        return bool(plain(was) == plain(now))
    except TooLarge:
        return False
