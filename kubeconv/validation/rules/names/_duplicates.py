"""Names that occur twice in a list, as client-go finds them when it turns lists into maps.

https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/api/v1/conversion.go
"""

from collections.abc import Iterator, Mapping, Sequence

from kubeconv.gate.shown import quoted_name
from kubeconv.kubeconfig.view import Kubeconfig
from kubeconv.tree.finding import Kind, Subject
from kubeconv.tree.node import MAPPING, SEQUENCE, Node, Pair, fields, get, string, value_of
from kubeconv.validation.rule import Hit


def duplicate_entries(kubeconfig: Kubeconfig, key: str, kind: Kind, names: Sequence[str]) -> Iterator[Hit]:
    """A hit for each entry of the list `key` whose name was there before. `names` are those of its mappings."""
    entries = value_of(kubeconfig.top, key)
    if entries is None or entries.kind != SEQUENCE:
        return
    if len(set(names)) == len(names) == len(entries.children):
        return
    first: dict[str, Node] = {}
    for item in entries.children:
        entry = item.real
        # An entry that is null has no name either.
        if entry.kind == MAPPING or entry.is_null:
            found = fields(entry)
            name = string(value_of(found, "name"))
            before = first.setdefault(name, item)
            if before is not item:
                hit = _hit(kubeconfig, kind, name, before, _place(item, found))
                yield hit._replace(subject=Subject(kind, name)) if name else hit


def duplicate_extensions(kubeconfig: Kubeconfig, owner: Node | None, where: str) -> Iterator[Hit]:
    """A hit for each extension of `owner` whose name was there before, unless the one before has no body."""
    extensions = get(owner, "extensions")
    if extensions is None or extensions.kind != SEQUENCE:
        return
    first: dict[str, Node] = {}
    for item in extensions.children:
        entry = item.real
        if entry.kind == MAPPING or entry.is_null:
            found = fields(entry)
            name = string(value_of(found, "name"))
            if name in first:
                yield _hit(kubeconfig, f"extension of {where}", name, first[name], _place(item, found))
            elif value_of(found, "extension") is not None:
                first[name] = item


def _place(item: Node, found: Mapping[str, Pair]) -> Node:
    pair = found.get("name")
    # What an alias stands for is elsewhere in the file.
    inside = pair is not None and item.start <= pair.value.start < item.end
    return pair.value if pair is not None and inside else item


def _hit(kubeconfig: Kubeconfig, noun: str, name: str, before: Node, place: Node) -> Hit:
    line = kubeconfig.source.position(before.start).line
    what = f"{noun} {quoted_name(name)}" if name else f"{noun} without a name"
    return Hit(
        place.span,
        f"{what} is defined twice, first in line {line}",
        "rename or delete one of them" if name else "give each of them a name",
    )
