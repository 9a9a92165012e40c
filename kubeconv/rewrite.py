"""From planned user bodies to edits of the file, and the look back at the door: is the result what was planned?"""

from bisect import bisect_left
from collections.abc import Mapping
from typing import Any, NamedTuple

from kubeconv.finding import refuse
from kubeconv.kubeconfig import Kubeconfig, User
from kubeconv.source import Edit, Span
from kubeconv.tree.edit import Editor, Unwritable
from kubeconv.tree.node import ALIAS, MAPPING, SCALAR, SEQUENCE, Node, Pair, pairs, plain
from kubeconv.tree.parse import Document, parse


class Change(NamedTuple):
    """The body of a user as plain data, and as it is to be."""

    old: Mapping[str, Any]
    new: Mapping[str, Any]


def rewrite(kubeconfig: Kubeconfig, planned: Mapping[str, Change]) -> tuple[list[Edit], str, dict[str, str]]:
    """The edits that give each named user its planned body, the text with them made, and the users that are written in
    a way that cannot be changed, with the reason.

    Raises Refused where the text, parsed again, differs from the old one in anything but the planned users.
    """
    source, document = kubeconfig.source, kubeconfig.document
    if not planned:
        return [], source.text, {}
    editor = Editor(source, document.root)
    edits: dict[str, list[Edit]] = {}
    places: dict[str, Node] = {}
    unwritable: dict[str, str] = {}
    in_place: dict[int, Mapping[str, Any]] = {}
    for user in kubeconfig.users:
        if user.name not in planned:
            continue
        old, new = planned[user.name]
        try:
            place = _body_pair(user)
            node = place.value
            if node.target is not None and in_place.get(id(node.target)) == new:
                edits[user.name] = []  # an alias of a user that becomes just this
            else:
                edits[user.name] = update(editor, user.entry, place, old, new)
                in_place[id(node)] = new
            places[user.name] = node
        except Unwritable as error:
            unwritable[user.name] = str(error)
    if document.aliases:
        _give_up_shared(kubeconfig, edits, places, unwritable)
    made = [edit for each in edits.values() for edit in each]
    text = source.apply(made)
    expected = {id(places[name]): planned[name].new for name in edits}
    where = _difference(document, parse(text), expected)
    if where is not None:
        raise refuse(
            "KC099",
            "this file is written in a way that kubeconv cannot change safely; nothing was written",
            where.span,
            "write this place out in plain YAML",
        )
    return made, text, unwritable


def update(editor: Editor, parent: Node, pair: Pair, old: Any, new: Any) -> list[Edit]:
    """The edits that make the value of `pair`, a pair of the mapping `parent`, hold `new` instead of `old`."""
    if old == new:
        return []
    node = pair.value
    if node.kind == MAPPING and node.children and isinstance(new, Mapping) and new:
        return _update_mapping(editor, node, old, new)
    if node.kind == SEQUENCE and node.children and isinstance(new, list) and new:
        return [editor.replace_items(node, old, new)]
    return [editor.replace_pair(parent, pair, pair.key.text, new)]


def _update_mapping(editor: Editor, node: Node, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Edit]:
    edits = []
    written = {pair.key.real.text for pair in pairs(node)}
    removed = [key for key in old if key not in new]
    added = [key for key in new if key not in old]
    for key in old:
        if key in new and old[key] != new[key]:
            if key in written:
                edits += update(editor, node, _own(node, key), old[key], new[key])
            else:
                added.append(key)  # what a merge key gives is overruled by writing it out
    replaced = dict(zip(removed, added, strict=False))
    edits += [editor.replace_pair(node, _own(node, gone), key, new[key]) for gone, key in replaced.items()]
    *_, last = (pair for pair in pairs(node) if pair.key.real.text not in removed[len(replaced) :])
    edits += [editor.insert_pair(node, last, key, new[key]) for key in added[len(replaced) :]]
    return edits + [editor.remove_pair(node, _own(node, key)) for key in removed[len(replaced) :]]


def _own(mapping: Node, key: str) -> Pair:
    """The one pair of `key` that is written in the mapping itself."""
    written = [pair for pair in pairs(mapping) if pair.key.real.text == key]
    if not written:
        raise Unwritable(f"its {key} comes from a merge key ('<<')")
    if len(written) > 1:
        raise Unwritable(f"it has the key {key} twice")
    return written[0]


def _body_pair(user: User) -> Pair:
    if user.entry.kind == ALIAS:
        raise Unwritable(f"the whole entry is the alias *{user.entry.text}")
    return _own(user.entry, "user")


def _give_up_shared(
    kubeconfig: Kubeconfig, edits: dict[str, list[Edit]], places: Mapping[str, Node], unwritable: dict[str, str]
) -> None:
    """Give up the users whose change would reach, through an anchor, something that is not to change."""
    source = kubeconfig.source
    while True:
        owners = sorted((edit.span, name) for name, each in edits.items() for edit in each)
        planned_aliases = {id(places[name]) for name in edits}
        for alias in kubeconfig.document.aliases:
            if id(alias) in planned_aliases or _covering(owners, alias.span, inside=True):
                continue
            target = alias.real
            # What is added to a collection stands at the end of its last line.
            reach = Span(target.start, source.end_of_line(target.end) + 1) if target.children else target.span
            owner = _covering(owners, reach, inside=False)
            if owner:
                line = source.position(alias.start).line
                unwritable[owner] = f"its anchor &{alias.text} is used elsewhere, in line {line}"
                del edits[owner]
                break
        else:
            return


def _covering(owners: list[tuple[Span, str]], span: Span, inside: bool) -> str:
    """Whose edit covers `span` wholly (`inside`) or touches it at all; '' where none does."""
    at = bisect_left(owners, ((span.end, -1), ""))
    for (start, end), name in reversed(owners[max(0, at - 2) : at + 1]):
        if inside and start <= span.start and span.end <= end:
            return name
        if not inside and start < span.end and span.start < end:
            return name
    return ""


def _difference(old: Document, new: Document, planned: Mapping[int, Mapping[str, Any]]) -> Node | None:
    """The first old node whose counterpart in `new` is not the same, or for the planned ones not as planned."""
    if old.root is None or new.root is None:
        return old.root
    counterpart: dict[int, Node] = {}
    stack = [(old.root, new.root)]
    while stack:
        was, now = stack.pop()
        if id(was) in planned:
            if plain(now) != planned[id(was)]:
                return was
            continue
        if was.kind != now.kind or was.tag != now.tag or was.anchor != now.anchor:
            return was
        if was.anchor:
            counterpart[id(was)] = now
        if was.kind == SCALAR:
            if was.text != now.text or bool(was.style) != bool(now.style):
                return was
        elif was.kind == ALIAS:
            if counterpart.get(id(was.target)) is not now.target and plain(was) != plain(now):
                return was
        elif len(was.children) != len(now.children):
            return was
        else:
            stack.extend(zip(reversed(was.children), reversed(now.children), strict=True))
    return None
