"""The nodes of a YAML document, each knowing where it is in the text.

A node is what was written, not what it means: an alias is a node of its own (`kind` ALIAS, `target` its anchor's node),
a mapping keeps duplicate and merge keys. `get` and `plain` give the meaning, as kubectl's YAML library sees it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, cast

from kubeconv.gate.value import NamedTuple, quick
from kubeconv.tree.scalar import TAG, key_of, may_be_no_text, resolve, resolve_plain
from kubeconv.tree.source import Span

SCALAR: Final = 0
SEQUENCE: Final = 1
MAPPING: Final = 2
ALIAS: Final = 3

#: How deep and how large plain data may become: far beyond any kubeconfig, far below what hurts.
MAX_DEPTH, MAX_NODES = 100, 100_000


#: A span is made without a call of Python: each finding has one.
_as_span: Final = quick(Span)

#: Of how many children one is found at once, and how many make a mapping large.
_FEW: Final = 40
_MANY: Final = 1_000


class TooLarge(ValueError):
    """Aliases or nesting make the value larger than any kubeconfig needs."""


class Node:
    """One node. `start` and `end` are offsets of its text (anchor and tag included), tight: no blanks or comments after it.

    `children` are the items of a sequence, or keys and values of a mapping in turn. `text` is the value of a scalar, the
    name of an alias. `flow` is true for `[…]` and `{…}`, `style` is the quote or block sign of a scalar ('' when plain).
    `merged` is what a mapping with merge keys, or a large one, holds, once somebody has asked for its `fields`.

    Made by itself it is a scalar without anchor and tag: most nodes are, so it has room for nothing else.
    """

    __slots__ = ("end", "start", "style", "text")

    kind: int = SCALAR
    tag: str | None = None
    anchor: str | None = None
    children: "Sequence[Node]" = ()
    flow: bool = False
    target: "Node | None" = None
    merged: "Mapping[str, Pair] | None" = None

    def __init__(self, start: int, end: int, text: str, style: str = "") -> None:
        self.start = start
        self.end = end
        self.text = text
        self.style = style

    @property
    def span(self) -> Span:
        """Where the node is."""
        return _as_span((self.start, self.end))

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


class FullNode(Node):
    """A node that may have everything: a collection, an alias, a scalar with an anchor or a tag."""

    __slots__ = ("anchor", "children", "flow", "kind", "merged", "tag", "target")

    def __init__(
        self,
        kind: int,
        start: int,
        end: int,
        text: str = "",
        style: str = "",
        tag: str | None = None,
        anchor: str | None = None,
        children: Sequence[Node] = (),
        flow: bool = False,
        target: Node | None = None,
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
        self.merged = None


def scalar(start: int, end: int, text: str, style: str, tag: str | None, anchor: str | None) -> Node:
    """A scalar, with its anchor and tag if it has any."""
    if tag is None and anchor is None:
        return Node(start, end, text, style)
    return FullNode(SCALAR, start, end, text, style, tag, anchor)


class Pair(NamedTuple):
    """One key and its value, as written."""

    key: Node
    value: Node


#: A pair is made without a call of Python: there are as many as values.
_as_pair: Final = quick(Pair)


def in_pairs(mapping: Node) -> Iterator[tuple[Node, Node]]:
    """The keys and values of a mapping as written, faster than `pairs`."""
    children = iter(mapping.children)
    return zip(children, children, strict=True)


def pairs(mapping: Node) -> Iterator[Pair]:
    """The pairs of a mapping as written, duplicates and merge keys included."""
    return map(_as_pair, in_pairs(mapping))


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
    mapping = node if node.target is None else node.target
    if mapping.kind != MAPPING:
        return {}
    if mapping.merged is not None:
        return mapping.merged
    found = _known_fields(mapping)
    if "<<" in found and _merges(mapping):
        _merge(mapping)
        return _known_fields(mapping)
    if len(mapping.children) > _MANY:
        cast("FullNode", mapping).merged = found
    return found


def _known_fields(mapping: Node) -> Mapping[str, Pair]:
    if mapping.merged is not None:
        return mapping.merged
    # As `_names` does, without a call for each key: everything that is read of a file is asked for here.
    return {
        (key.text if key.style else _plain_key(key.text)) if type(key) is Node else key.key: _as_pair((key, value))
        for key, value in in_pairs(mapping)
    }


def _names(keys: Iterable[Node]) -> list[str]:
    """What keys are called, as `Node.key` tells."""
    return [(key.text if key.style else _plain_key(key.text)) if type(key) is Node else key.key for key in keys]


#: What a text without quotes means: the same few are in each entry.
plain_value: Final = lru_cache(1024)(resolve_plain)


@lru_cache(1024)
def _plain_key(text: str) -> str:
    """What a key without quotes is called: the same few in each entry."""
    try:
        return key_of(resolve_plain(text)) if may_be_no_text(text) else text
    except ValueError:
        return text


def _merges(mapping: Node) -> bool:
    return any(key.text == "<<" for key in mapping.children[::2])


def _merge(mapping: Node) -> None:
    """Find out what a mapping with merge keys holds, after those that it merges: each of them once."""
    waiting = [mapping]
    while waiting:
        node = waiting[-1]
        unknown = [each for pair in pairs(node) for each in _brought(pair) if each.merged is None and _merges(each)]
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
        cast("FullNode", node).merged = found
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
    value = pair[1]
    if value.target is not None:
        value = value.target
    return None if value.kind == SCALAR and value.text in NULLS and value.is_null else value


def get(node: Node | None, key: str) -> Node | None:
    """The value of `key` in a mapping as kubectl sees it, aliases followed; None if it is missing or null. The key is a word
    that no scalar but itself means: no number, no `true`."""
    if node is None:
        return None
    mapping = node if node.target is None else node.target
    children = mapping.children
    if mapping.kind != MAPPING:
        return None
    if mapping.merged is not None or len(children) > _FEW:
        return value_of(fields(mapping), key)
    found = None
    following = iter(children)
    for each in following:
        if type(each) is not Node or each.text == "<<":
            return value_of(fields(mapping), key)
        value = next(following)
        if each.text == key:
            found = value
    if found is None:
        return None
    found = found if found.target is None else found.target
    return None if found.kind == SCALAR and found.text in NULLS and found.is_null else found


def string(node: Node | None) -> str:
    """The text of a scalar, '' for anything else. Tolerant: a number written without quotes gives its text."""
    if node is None or node.kind != SCALAR:
        return ""
    text = node.text
    return "" if text in NULLS and node.is_null else text


def texts(mapping: Node) -> dict[str, str]:
    """The text of each value of a mapping by key, as `fields` and `string` give it: without a pair for each."""
    found = {}
    for key, value in in_pairs(mapping) if mapping.kind == MAPPING else ():
        if type(key) is not Node or type(value) is not Node or key.text == "<<":
            return {name: string(pair.value.real) for name, pair in fields(mapping).items()}
        text = value.text
        found[key.text if key.style else _plain_key(key.text)] = "" if text in NULLS and value.is_null else text
    return found


def items(node: Node | None) -> list[Node]:
    """The items of a sequence, aliases followed; none for anything else."""
    if node is None or node.kind != SEQUENCE:
        return []
    return [item if item.target is None else item.target for item in node.children]


def plain(node: Node) -> Any:
    """The node as plain data (dict, list, str, int, float, bool, None), as kubectl sees it.

    Raises TooLarge if aliases or nesting go beyond `MAX_DEPTH` or `MAX_NODES`.
    """
    budget = MAX_NODES

    def build(node: Node, depth: int) -> Any:
        nonlocal budget
        if type(node) is Node:
            return node.text if node.style else plain_value(node.text)
        if node.target is not None:
            return build(node.target, depth)
        if node.kind == SCALAR:
            try:
                return node.value
            except ValueError:
                return node.text
        names, children = [], node.children
        if node.kind == MAPPING:
            names, children = _names(children[::2]), children[1::2]
            if "<<" in names or len({*names}) < len(names):
                found = fields(node)
                names, children = [*found], [pair.value for pair in found.values()]
        budget -= len(children)  # each node is counted once, where it is held
        if depth > MAX_DEPTH or budget < 0:
            raise TooLarge("nested or aliased too often")
        values = [
            (each.text if each.style else plain_value(each.text)) if type(each) is Node else build(each, depth + 1)
            for each in children
        ]
        return dict(zip(names, values, strict=True)) if node.kind == MAPPING else values

    return build(node, 0)
