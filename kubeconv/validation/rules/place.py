"""Where a finding points: at the offending value, its key, or the entry that lacks it."""

from kubeconv.tree.node import Node, fields
from kubeconv.tree.source import Span


def place(node: Node | None, key: str, otherwise: Node) -> Span:
    """Where the value of a key is; the key if there is no value; else the first key of `otherwise`."""
    pair = fields(node).get(key) if node is not None else None
    if pair is not None:
        return pair.value.span if pair.value.end > pair.value.start else pair.key.span
    children = otherwise.real.children if otherwise.target is None else ()
    return children[0].span if children else otherwise.span
