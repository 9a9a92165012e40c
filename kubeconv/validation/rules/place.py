"""Where a finding points: at the offending value, its key, or the entry that lacks it."""

from collections.abc import Mapping

from kubeconv.tree.node import Node, Pair, fields, get
from kubeconv.tree.source import Span


def place(node: Node | None, key: str, otherwise: Node) -> Span:
    """Where the value of a key is; the key if there is no value; else the first key of `otherwise`."""
    value = get(node, key)
    if value is not None and value.anchor is None and value.end > value.start:  # what an alias stands for has an anchor
        return value.span
    return place_in(fields(node) if node is not None else {}, key, otherwise)


def place_in(pairs: Mapping[str, Pair], key: str, otherwise: Node) -> Span:
    """The same in a mapping whose pairs are known."""
    pair = pairs.get(key)
    if pair is not None:
        return pair.value.span if pair.value.end > pair.value.start else pair.key.span
    children = otherwise.real.children if otherwise.target is None else ()
    return children[0].span if children else otherwise.span
