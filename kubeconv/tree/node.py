"""The nodes of a YAML document, each knowing where it stands in the text.

A node is what was written, not what it means: an alias is a node of its own (`kind` ALIAS, `target` its anchor's node),
a mapping keeps duplicate and merge keys. `get` and `plain` give the meaning, as kubectl's YAML library sees it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from kubeconv.tree.scalar import resolve, resolve_plain
from kubeconv.tree.source import Span

SCALAR: Final = 0
SEQUENCE: Final = 1
MAPPING: Final = 2
ALIAS: Final = 3

#: How deep and how large plain data may become: far beyond any kubeconfig, far below what hurts.
MAX_DEPTH, MAX_NODES = 100, 100_000


class TooLarge(ValueError):
    """Aliases or nesting make the value larger than any kubeconfig needs."""


class Node:
    """One node. `start` and `end` are offsets of its text (anchor and tag included), tight: no blanks or comments after it.

    `children` are the items of a sequence, or keys and values of a mapping in turn. `text` is the value of a scalar, the
    name of an alias. `flow` is true for `[…]` and `{…}`, `style` is the quote or block sign of a scalar ('' when plain).
    """

    __slots__ = ("anchor", "children", "end", "flow", "kind", "start", "style", "tag", "target", "text")

    def __init__(
        self,
        kind: int,
        start: int,
        end: int,
        text: str,
        style: str = "",
        tag: str | None = None,
        anchor: str | None = None,
        children: "Sequence[Node]" = (),
        flow: bool = False,
        target: "Node | None" = None,
    ) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.text = text
        self.style = style
        self.tag = tag
        self.anchor = anchor
        self.children = children
        self.flow = flow
        self.target = target

    @property
    def span(self) -> Span:
        """Where the node stands."""
        return Span(self.start, self.end)

    @property
    def real(self) -> "Node":
        """The node itself, or for an alias the node that it stands for."""
        return self.target if self.target is not None else self

    @property
    def value(self) -> str | int | float | bool | None:
        """What a scalar means to kubectl. Raises ValueError where the text does not fit its tag."""
        if self.tag is None:
            return self.text if self.style else resolve_plain(self.text)
        return resolve(self.text, self.style, self.tag)

    @property
    def is_null(self) -> bool:
        """True for a missing value: `key:`, `~`, `null`."""
        return self.kind == SCALAR and not self.style and self.tag is None and self.text in NULLS


NULLS: Final = frozenset(("", "~", "null", "Null", "NULL"))


class Pair(NamedTuple):
    """One key and its value, as written."""

    key: Node
    value: Node


def pairs(mapping: Node) -> Iterator[Pair]:
    """The pairs of a mapping as written, duplicates and merge keys included."""
    return map(Pair, mapping.children[::2], mapping.children[1::2])


def is_merge(key: Node) -> bool:
    """True for a merge key `<<`."""
    return (
        key.text == "<<"
        and key.kind == SCALAR
        and (not key.style if key.tag is None else key.tag in ("!", "tag:yaml.org,2002:merge"))
    )


def fields(node: Node, _depth: int = 0) -> dict[str, Pair]:
    """The pairs of a mapping (or of an alias to one) by key, as kubectl sees them: of duplicate keys the last counts, and
    a merge key sets what it brings where it stands. Anything but a mapping has none."""
    mapping = node.real
    if mapping.kind != MAPPING:
        return {}
    found: dict[str, Pair] = {}
    for key, value in pairs(mapping):
        if key.text == "<<" and is_merge(key):
            if _depth < MAX_DEPTH:
                # Of several mappings the first counts most, so it comes last.
                for each in reversed(value.real.children) if value.real.kind == SEQUENCE else [value]:
                    found.update(fields(each, _depth + 1))
        else:
            found[key.real.text] = Pair(key, value)
    return found


def value_of(pairs_by_key: Mapping[str, Pair], key: str) -> Node | None:
    """The value of `key` among `fields`, aliases followed; None where it is missing or null."""
    pair = pairs_by_key.get(key)
    if pair is None:
        return None
    value = pair.value.real
    return None if value.is_null else value


def get(node: Node | None, key: str) -> Node | None:
    """The value of `key` in a mapping as kubectl sees it, aliases followed; None where it is missing or null."""
    return None if node is None else value_of(fields(node), key)


def string(node: Node | None) -> str:
    """The text of a scalar, '' for anything else. Tolerant: a number written without quotes gives its text."""
    return node.text if node is not None and node.kind == SCALAR and not node.is_null else ""


def items(node: Node | None) -> list[Node]:
    """The items of a sequence, aliases followed; none for anything else."""
    return [item.real for item in node.children] if node is not None and node.kind == SEQUENCE else []


def plain(node: Node) -> Any:
    """The node as plain data (dict, list, str, int, float, bool, None), as kubectl sees it.

    Raises TooLarge where aliases or nesting go beyond `MAX_DEPTH` or `MAX_NODES`.
    """
    budget = MAX_NODES

    def build(node: Node, depth: int) -> Any:
        nonlocal budget
        budget -= 1
        if depth > MAX_DEPTH or budget < 0:
            raise TooLarge("nested or aliased too often")
        if node.target is not None:
            return build(node.target, depth)
        if node.kind == SCALAR:
            try:
                return node.value
            except ValueError:
                return node.text
        children = node.children
        if node.kind == SEQUENCE:
            return [build(item, depth + 1) for item in children]
        if any(key.text == "<<" for key in children[::2]):
            return {name: build(pair.value, depth + 1) for name, pair in fields(node).items()}
        keys = [key.text if key.target is None else key.target.text for key in children[::2]]
        return dict(zip(keys, [build(value, depth + 1) for value in children[1::2]], strict=True))

    return build(node, 0)
