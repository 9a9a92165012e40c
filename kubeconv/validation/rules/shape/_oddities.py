"""What kubectl's YAML library stumbles over although it is good YAML: found node by node, in the parts of a file that the
shortcut does not call clean.

https://github.com/yaml/go-yaml/blob/v2/decode.go, https://github.com/kubernetes-sigs/yaml/blob/master/yaml.go
"""

import math
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple
from weakref import WeakKeyDictionary

from kubeconv.kubeconfig.structure import structure
from kubeconv.kubeconfig.view import Kubeconfig
from kubeconv.tree.node import MAPPING, SCALAR, SEQUENCE, Node, is_merge, pairs

OddityKind = Literal["repeated key", "key", "tag", "merge", "number"]


class Oddity(NamedTuple):
    """One odd thing. `first` is the first of a repeated key."""

    kind: OddityKind
    node: Node
    first: Node | None = None


_known: WeakKeyDictionary[Kubeconfig, Sequence[Oddity]] = WeakKeyDictionary()


def oddities(kubeconfig: Kubeconfig, kind: OddityKind) -> Iterator[Oddity]:
    """The odd things of a kind, found once for all rules."""
    found = _known.get(kubeconfig)
    if found is None:
        # A node may be met twice, at its anchor and by an alias.
        by_node = {(id(odd.node), odd.kind): odd for part in structure(kubeconfig).parts for odd in _walk(part)}
        found = _known[kubeconfig] = tuple(by_node.values())
    return (odd for odd in found if odd.kind == kind)


def _walk(root: Node) -> Iterator[Oddity]:
    """`alive` is what becomes JSON: not the values of keys that come again."""
    order = [(root, True)]
    targets: set[tuple[int, bool]] = set()
    for node, alive in order:
        if node.kind == SCALAR:
            yield from _odd_scalar(node, alive)
        elif node.kind == SEQUENCE:
            order += [(item, alive) for item in node.children]
        elif node.kind == MAPPING:
            yield from _odd_keys(node, alive)
            dead = _overwritten(node)
            for key, value in pairs(node):
                if is_merge(key):
                    mergeable = value.children if value.kind == SEQUENCE else [value]
                    if any(each.real.kind != MAPPING for each in mergeable):
                        yield Oddity("merge", value)
                    order += [(each, alive) for each in mergeable]
                else:
                    # An infinity is fine as key.
                    order += [(key, False), (value, alive and id(key) not in dead)]
        elif node.target is not None and (id(node.target), alive) not in targets:
            targets.add((id(node.target), alive))
            order.append((node.target, alive))


def _odd_scalar(node: Node, alive: bool) -> Iterator[Oddity]:
    if node.tag is None and (node.style or node.text[:1] not in (".", "+", "-")):
        return
    try:
        value = node.value
    except ValueError:
        yield Oddity("tag", node)
    else:
        if alive and isinstance(value, float) and not math.isfinite(value):
            yield Oddity("number", node)


def _odd_keys(mapping: Node, alive: bool) -> Iterator[Oddity]:
    first: dict[object, Node] = {}
    for key in mapping.children[::2]:
        if is_merge(key):
            continue
        if key.real.kind != SCALAR:
            yield Oddity("key", key)
            continue
        value = _identity(key)
        if alive and (value == (type(None), None) or (isinstance(value[1], int) and value[1] >= 2**63)):
            yield Oddity("key", key)
        before = first.setdefault(value, key)
        if before is not key:
            yield Oddity("repeated key", key, before)


def _overwritten(mapping: Node) -> set[int]:
    """The keys that come again, all but the last of each."""
    last: dict[object, Node] = {}
    dead: set[int] = set()
    for key in mapping.children[::2]:
        if key.real.kind == SCALAR and not is_merge(key):
            identity = _identity(key)
            if identity in last:
                dead.add(id(last[identity]))
            last[identity] = key
    return dead


def _identity(key: Node) -> tuple[type, object]:
    """What makes two keys the same to go-yaml: type and value."""
    real = key.real
    try:
        value: object = real.value
    except ValueError:
        value = real.text
    return type(value), value
