"""What kubectl's YAML library stumbles over although it is good YAML: found node by node, in the parts of a file that the
shortcut does not call clean.

https://github.com/yaml/go-yaml/blob/v2/decode.go, https://github.com/kubernetes-sigs/yaml/blob/master/yaml.go
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, Literal
from weakref import WeakKeyDictionary

from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.structure import structure
from kubeconv.kubeconfig.structure_shortcut import has_ordinary_keys, is_harmless, is_ordinary_key
from kubeconv.kubeconfig.view import Kubeconfig
from kubeconv.tree.node import MAPPING, SCALAR, SEQUENCE, Node, fields, is_merge, pairs
from kubeconv.tree.scalar import TAG

OddityKind = Literal["repeated key", "twin key", "key", "tag", "merge", "number"]


#: How many characters an entry of a list has at most.
_ENTRY: Final = 2_000

#: Infinity and not-a-number begin with these.
_SIGNS: Final = (".", "+", "-")
_BINARY: Final = f"{TAG}binary"


class Oddity(NamedTuple):
    """One odd thing. `first` is the first of a repeated key. Twins are two keys in YAML and one in JSON, or one in YAML and
    two in JSON: `1` and `"1"`, `0.0` and `-0.0`. They may be merged from elsewhere."""

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
    if not is_harmless(root):
        yield from _in_yaml(root)
        yield from _in_json(root)


def _in_yaml(root: Node) -> Iterator[Oddity]:
    """What go-yaml has something against: it reads everything, also what comes again."""
    for node in _each(root, lambda node: node.children):
        if node.kind == SCALAR and node.tag is not None:
            try:
                _ = node.value
            except ValueError:
                yield Oddity("tag", node)
        elif node.kind == MAPPING and not has_ordinary_keys(node):
            yield from _odd_pairs(node)


def _odd_pairs(mapping: Node) -> Iterator[Oddity]:
    first: dict[object, Node] = {}
    in_json: dict[str, Node] = {}
    brought: list[tuple[str, Node]] = []
    for key, value in pairs(mapping):
        if is_merge(key):
            merged = value.children if value.kind == SEQUENCE else [value]
            if any(each.real.kind != MAPPING for each in merged):
                yield Oddity("merge", value)
            brought += [(name, pair.key) for each in merged for name, pair in fields(each).items()]
        elif key.real.kind != SCALAR:
            yield Oddity("key", key)
        elif (before := first.setdefault(_identity(key), key)) is not key:
            # 0.0 and -0.0 are one key in YAML, and two in JSON.
            yield Oddity("repeated key" if before.key == key.key else "twin key", key, before)
        elif (before := in_json.setdefault(key.key, key)) is not key:
            yield Oddity("twin key", key, before)
    for name, key in brought:  # what is merged stays beside its twin
        if key.real.kind == SCALAR:
            known = _identity(key)
            same, alike = first.setdefault(known, key), in_json.setdefault(name, key)
            if (same is not key and same.key != name) or (alike is not key and _identity(alike) != known):
                yield Oddity("twin key", key, alike if same is key else same)


def _in_json(root: Node) -> Iterator[Oddity]:
    """What JSON cannot have, in what is left if keys are repeated."""

    def inside(node: Node) -> Iterable[Node]:
        if node.kind != MAPPING:
            return node.children
        return node.children[1::2] if has_ordinary_keys(node) else [pair.value for pair in fields(node).values()]

    for node in _each(root, inside):
        if node.kind == SCALAR and (node.tag is not None or (not node.style and node.text[:1] in _SIGNS)):
            value = _value(node)
            if isinstance(value, float) and not math.isfinite(value):
                yield Oddity("number", node)
        elif node.kind == MAPPING and not has_ordinary_keys(node):
            for key, _ in fields(node).values():
                value = "" if is_ordinary_key(key) else _value(key)
                if value is None or (isinstance(value, int) and value >= 2**63):
                    yield Oddity("key", key)


def _each(root: Node, inside: Callable[[Node], Iterable[Node]]) -> Iterator[Node]:
    """Each node from `root` on once, aliases followed; of a large collection those parts are left out in which nothing odd can
    be."""
    order, seen = [root.real], {id(root.real)}
    for node in order:
        yield node
        is_large = node.end - node.start > _ENTRY
        for each in inside(node):
            if type(each) is Node and (each.style or each.text[:1] not in _SIGNS):
                continue  # as most are
            real = each if each.target is None else each.target
            if id(real) not in seen:
                seen.add(id(real))
                if not (is_large and real.end - real.start <= _ENTRY and is_harmless(real)):
                    order.append(real)


def _identity(key: Node) -> tuple[type, object]:
    """What makes two keys the same to go-yaml: type and value. No NaN is the same as another, and what JSON writes as unknown
    characters may be other bytes."""
    if is_ordinary_key(key):
        return str, key.text
    value = _value(key)
    is_alone = math.isnan(value) if isinstance(value, float) else key.real.tag == _BINARY and "\ufffd" in str(value)
    return type(value), key.real.start if is_alone else value


def _value(node: Node) -> object:
    real = node.real
    try:
        return real.value
    except ValueError:
        return real.text
