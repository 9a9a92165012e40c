"""Nodes of plain data that stands in no text yet."""

from collections.abc import Mapping
from typing import Any

from kubeconv.tree.fragment import Style, scalar
from kubeconv.tree.node import MAPPING, SEQUENCE, FullNode, Node

_STYLE = Style(flow=True, line_end="\n")


def node_of(data: Any) -> Node:
    """A node that means `data`: dicts, lists and scalars as in JSON, not nested deeper than `plain` goes. Its place is 0."""
    if isinstance(data, str):
        return Node(0, 0, data, '"')
    if isinstance(data, Mapping):
        children = [node_of(each) for pair in data.items() for each in pair]
        return FullNode(MAPPING, 0, 0, children=children, flow=True)
    if isinstance(data, list | tuple):
        return FullNode(SEQUENCE, 0, 0, children=[*map(node_of, data)], flow=True)
    return Node(0, 0, scalar(data, _STYLE))
