"""The nodes of a YAML document, each knowing where it is in the text.

A node is what was written, not what it means: an alias is a node of its own (`kind` ALIAS, `target` its anchor's node),
a mapping keeps duplicate and merge keys. `get` and `plain` give the meaning, as kubectl's YAML library sees it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from kubeconv.tree.scalar import TAG, key_of, may_be_no_text, resolve, resolve_plain
from kubeconv.tree.source import Span

SCALAR: Final = 0
SEQUENCE: Final = 1
MAPPING: Final = 2
ALIAS: Final = 3

#: How deep and how large plain data may become: far beyond any kubeconfig, far below what hurts.
MAX_DEPTH, MAX_NODES = 100, 100_000


#: How many children make a mapping large.
_MANY: Final = 1_000


class TooLarge(ValueError):
    """Aliases or nesting make the value larger than any kubeconfig needs."""


class Node:
    """One node. `start` and `end` are offsets of its text (anchor and tag included), tight: no blanks or comments after it.

    `children` are the items of a sequence, or keys and values of a mapping in turn. `text` is the value of a scalar, the
    name of an alias. `flow` is true for `[…]` and `{…}`, `style` is the quote or block sign of a scalar ('' when plain).
    `merged` is what a mapping with merge keys, or a large one, holds, once somebody has asked for its `fields`.
    """

    __slots__ = ("anchor", "children", "end", "flow", "kind", "merged", "start", "style", "tag", "target", "text")

    merged: "Mapping[str, Pair]"

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
        """Where the node is."""
        return Span(self.start, self.end)

    @property
    def real(self) -> "Node":
        """The node itself, or for an alias the node that it stands for."""
        return self.target if self.target is not None else self

    @property
    def value(self) -> str | int | float | bool | None:
        """What a scalar means to kubectl. Raises ValueError if the text does not fit its tag."""
        if self.tag is None:
            return self.text if self.style else resolve_plain(self.text)
        return resolve(self.text, self.style, self.tag)

    @property
    def is_null(self) -> bool:
        """True for a missing value: `key:`, `~`, `null`, `!!null ""`."""
        if self.kind != SCALAR or self.text not in NULLS:
            return False
        return not self.style if self.tag is None else self.tag == f"{TAG}null"

    @property
    def key(self) -> str:
        """The text that a key has in JSON: `1e3` is `1000`, `yes` is `true`."""
        node = self if self.target is None else self.target
        text = node.text
        if node.tag is None and (node.style or not may_be_no_text(text)):
            return text
        try:
            return key_of(node.value) if node.kind == SCALAR else text
        except ValueError:
            return text


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
        and (not key.style if key.tag is None else key.tag in ("!", f"{TAG}merge"))
    )


def fields(node: Node) -> Mapping[str, Pair]:
    """The pairs of a mapping (or of an alias to one) by key, as kubectl sees them: of duplicate keys the last counts, and
    a merge key sets what it brings where it is. Anything but a mapping has none."""
    mapping = node.real
    if mapping.kind != MAPPING:
        return {}
    found = _known_fields(mapping)
    if hasattr(mapping, "merged"):
        return found
    if "<<" in found and _merges(mapping):
        _merge(mapping)
        return mapping.merged
    if len(mapping.children) > _MANY:
        mapping.merged = found
    return found


def _known_fields(mapping: Node) -> Mapping[str, Pair]:
    if hasattr(mapping, "merged"):
        return mapping.merged
    children = mapping.children
    return {key.key: Pair(key, value) for key, value in zip(children[::2], children[1::2], strict=True)}


def _merges(mapping: Node) -> bool:
    return any(key.text == "<<" for key in mapping.children[::2])


def _merge(mapping: Node) -> None:
    """Find out what a mapping with merge keys holds, after those that it merges: each of them once."""
    waiting = [mapping]
    while waiting:
        node = waiting[-1]
        unknown = [
            each for pair in pairs(node) for each in _brought(pair) if not hasattr(each, "merged") and _merges(each)
        ]
        if unknown:
            waiting += unknown
            continue
        found: dict[str, Pair] = {}
        for pair in pairs(node):
            if is_merge(pair.key):
                # Of several mappings the first counts most, so it comes last.
                for each in reversed(_brought(pair)):
                    found.update(_known_fields(each))
            else:
                found[pair.key.key] = pair
        node.merged = found
        waiting.pop()


def _brought(pair: Pair) -> list[Node]:
    """The mappings whose pairs a merge key brings; none for any other key."""
    if not is_merge(pair.key):
        return []
    merged = pair.value.children if pair.value.kind == SEQUENCE else [pair.value]
    return [each.real for each in merged if each.real.kind == MAPPING]


def value_of(pairs_by_key: Mapping[str, Pair], key: str) -> Node | None:
    """The value of `key` among `fields`, aliases followed; None if it is missing or null."""
    pair = pairs_by_key.get(key)
    if pair is None:
        return None
    value = pair.value.real
    return None if value.is_null else value


def get(node: Node | None, key: str) -> Node | None:
    """The value of `key` in a mapping as kubectl sees it, aliases followed; None if it is missing or null."""
    return None if node is None else value_of(fields(node), key)


def string(node: Node | None) -> str:
    """The text of a scalar, '' for anything else. Tolerant: a number written without quotes gives its text."""
    return node.text if node is not None and node.kind == SCALAR and not node.is_null else ""


def items(node: Node | None) -> list[Node]:
    """The items of a sequence, aliases followed; none for anything else."""
    return [item.real for item in node.children] if node is not None and node.kind == SEQUENCE else []


def plain(node: Node) -> Any:
    """The node as plain data (dict, list, str, int, float, bool, None), as kubectl sees it.

    Raises TooLarge if aliases or nesting go beyond `MAX_DEPTH` or `MAX_NODES`.
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
        return {name: build(pair.value, depth + 1) for name, pair in fields(node).items()}

    return build(node, 0)
