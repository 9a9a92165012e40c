"""From planned user bodies to edits of the file, and the re-parse check: is the result what was planned?"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any, Final

from kubeconv.conversion.alike import BodyForm, Models, told_text
from kubeconv.gate import shown
from kubeconv.gate.brief import brief
from kubeconv.gate.regex import regex
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.view import Kubeconfig, User
from kubeconv.tree.edit import Editor, Unwritable
from kubeconv.tree.node import ALIAS, MAPPING, SEQUENCE, Node, Pair, fields, is_merge, pairs
from kubeconv.tree.parse import Document
from kubeconv.tree.recheck import is_as_planned, reparse_check
from kubeconv.tree.source import Edit, Span

#: A line that begins something else, right below the last one of a body.
_FOLLOWED: Final = regex(r"\r?\n *[^\s#]")


class BodyChange(NamedTuple):
    """The body of a user as plain data, and as it is to be. `like` is the same for all that are written alike and are to be the
    same."""

    old: Mapping[str, Any]
    new: Mapping[str, Any]
    like: BodyForm

    def __repr__(self) -> str:
        return brief(self)


class Rewritten(NamedTuple):
    """Edits, the text with them made and its tree, if that is known; and the users that are written in a way that cannot be
    changed, with the reason."""

    edits: Sequence[Edit]
    text: str
    document: Document | None
    unwritable: Mapping[str, str]

    def __repr__(self) -> str:
        return brief(self)


def rewrite(kubeconfig: Kubeconfig, planned: Mapping[str, BodyChange], *, keep_tree: bool) -> Rewritten:
    """The edits that give each named user its planned body; with `keep_tree` the tree of the new text is known.

    Raises Refused if the text, parsed again, differs from the old one in anything but the planned users.
    """
    source, document = kubeconfig.source, kubeconfig.document
    plan = EditPlan(kubeconfig, planned)
    while plan.edits:
        made = [edit for each in plan.edits.values() for edit in each]
        text = source.apply(made)
        expected = {id(plan.places[name].value): (name, planned[name].new) for name in plan.edits}
        if not keep_tree and is_as_planned(document, text, expected):
            return Rewritten(made, text, None, plan.unwritable)
        reparsed = reparse_check(document, text, expected)
        if not reparsed.spoiled:
            return Rewritten(made, text, reparsed.document, plan.unwritable)
        for name in reparsed.spoiled:
            plan.give_up(name, "it is written in a way that kubeconv cannot change safely")
    return Rewritten([], source.text, document, plan.unwritable)


class EditPlan:
    """The edits of each user while it is being found out which of them can be made."""

    def __init__(self, kubeconfig: Kubeconfig, planned: Mapping[str, BodyChange]) -> None:
        self._kubeconfig, self._planned = kubeconfig, planned
        self._editor = Editor(kubeconfig.source, kubeconfig.document.root)
        self.edits: dict[str, list[Edit]] = {}
        self.places: dict[str, Pair] = {}
        self.unwritable: dict[str, str] = {}
        #: The edits of bodies that are changed in the same way wherever they stand, as if the file began with them.
        self._models = Models(_told)
        #: Users that are an alias of another one, which becomes just what they are to be.
        self._followers: dict[str, list[str]] = {}
        self._entries = {user.name: user.entry for user in kubeconfig.users if user.name in planned}
        owners: dict[int, str] = {}
        for user in kubeconfig.users:
            if user.name not in planned:
                continue
            try:
                self.places[user.name] = place = _body_pair(user)
            except Unwritable as error:
                self.unwritable[user.name] = str(error)
                continue
            owner = owners.get(id(place.value.target)) if place.value.target is not None else None
            if owner is not None and planned[owner].new == planned[user.name].new:
                self.edits[user.name] = []
                self._followers.setdefault(owner, []).append(user.name)
            elif self._write(user.name):
                owners[id(place.value)] = user.name
        if kubeconfig.document.aliases:
            self._give_up_shared()

    def give_up(self, name: str, reason: str) -> None:
        """Leave a user as it is; those that would have followed it are written out."""
        del self.edits[name]
        self.unwritable[name] = reason
        for follower in self._followers.pop(name, ()):
            if follower in self.edits:
                self._write(follower)

    def _write(self, name: str) -> bool:
        change, body = self._planned[name], self.places[name].value
        try:
            if len(self._planned) > 1 and self._is_anywhere_alike(body):
                edits, _ = self._models.find(change.like, lambda: self._update(name, change, -body.start))
                self.edits[name] = [edit.moved(body.start) for edit in edits]
            else:
                self.edits[name] = self._update(name, change)
        except Unwritable as error:
            self.edits.pop(name, None)
            self.unwritable[name] = str(error)
            return False
        return True

    def _update(self, name: str, change: BodyChange, by: int = 0) -> list[Edit]:
        edits = update(self._editor, self._entries[name], self.places[name], change.old, change.new)
        return [edit.moved(by) for edit in edits] if by else edits

    def _is_anywhere_alike(self, body: Node) -> bool:
        """True for a body that is changed in the same way wherever it stands: on a line, or on lines of its own."""
        source = self._kubeconfig.source
        if body.kind != MAPPING or not body.children or self._kubeconfig.document.aliases:
            return False
        text = source.text[body.start : body.end]
        if "#" in text or "\t" in text:
            return False
        if body.flow:
            return text.isprintable()
        before = source.text[source.start_of_line(body.start) : body.start]
        return not before.strip(" ") and _FOLLOWED.match(source.text, body.end) is not None

    def _give_up_shared(self) -> None:
        """Give up the users whose change would reach, through an anchor, something that is not to change.

        From the last alias to the first: whether an alias stays depends on users after it only.
        """
        source = self._kubeconfig.source
        owners = sorted((edit.span, name) for name, each in self.edits.items() for edit in each)
        follows = {id(self.places[name].value): name for names in self._followers.values() for name in names}
        for alias in reversed(self._kubeconfig.document.aliases):
            if id(alias) in follows and self.edits.get(follows[id(alias)]) == []:
                continue
            if _touching(owners, alias.span) in self.edits:
                continue
            target = alias.real
            # What is added to a block collection stands at the end of its last line.
            end = source.end_of_line(target.end) + 1 if target.children and not target.flow else target.end
            owner = _touching(owners, Span(target.start, end))
            if owner is not None and owner in self.edits:
                line = source.position(alias.start).line
                self.give_up(owner, f"its anchor &{shown.key(alias.text)} is used elsewhere, in line {line}")


def _told(edits: list[Edit], own: Mapping[str, str]) -> list[Edit]:
    """The edits of a body like this one, with values of its own."""
    return [Edit(edit.span, told_text(edit.text, own)) for edit in edits]


def update(editor: Editor, parent: Node, pair: Pair, old: Any, new: Any) -> list[Edit]:
    """The edits that make the value of `pair`, a pair of the mapping `parent`, hold `new` instead of `old`."""
    if old == new:
        return []
    node = pair.value
    if node.kind == MAPPING and node.children and isinstance(new, Mapping) and new:
        return _update_mapping(editor, node, old, new)
    if node.kind == SEQUENCE and node.children and isinstance(new, list) and new:
        return [editor.replace_items(node, old, new)]
    return [editor.replace_pair(parent, pair, pair.key.key, new)]


def _update_mapping(editor: Editor, node: Node, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Edit]:
    edits = []
    written = {pair.key.key for pair in pairs(node)}
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
    *_, last = (pair for pair in pairs(node) if pair.key.key not in removed[len(replaced) :])
    edits += [editor.insert_pair(node, last, key, new[key]) for key in added[len(replaced) :]]
    return edits + editor.remove_pairs(node, [_own(node, key) for key in removed[len(replaced) :]])


def _own(mapping: Node, key: str) -> Pair:
    """The one pair of `key` that is written in the mapping itself."""
    written = [pair for pair in pairs(mapping) if pair.key.key == key]
    if not written:
        raise Unwritable(f"its {shown.key(key)} comes from a merge key ('<<')")
    if len(written) > 1:
        raise Unwritable(f"it has the key {shown.key(key)} twice")
    if any(is_merge(pair.key) for pair in pairs(mapping)) and fields(mapping)[key].value is not written[0].value:
        raise Unwritable(f"a merge key ('<<') below its {shown.key(key)} overrules it")
    return written[0]


def _body_pair(user: User) -> Pair:
    if user.entry.kind == ALIAS:
        raise Unwritable(f"the whole entry is the alias *{shown.key(user.entry.text)}")
    return _own(user.entry, "user")


def _touching(owners: list[tuple[Span, str]], span: Span) -> str | None:
    """Whose edit touches `span`; None if none does. Edits do not overlap, so the last one before its end tells."""
    at = bisect_left(owners, ((span.end, -1), ""))
    for (start, end), name in reversed(owners[max(0, at - 2) : at]):
        if start < span.end and span.start < end:
            return name
    return None
