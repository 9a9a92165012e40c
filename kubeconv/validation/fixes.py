"""The fixes that are safe, for `validate --fix`: one small change after the other, each looked back at. Pure.

What is wrong in a way that only one right form is left is fixed: a number where a string is wanted gets quotes, an entry
that is there twice and the same is taken out, and logins that current clients no longer know are converted, as `kubeconv
convert` does it.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from functools import partial
from itertools import count
from typing import Any, Final

from kubeconv.conversion.options import Options
from kubeconv.conversion.users import Outcome, convert_users
from kubeconv.gate import shown
from kubeconv.gate.brief import brief
from kubeconv.gate.shown import quoted_name
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.structure import structure
from kubeconv.kubeconfig.view import Kubeconfig, contexts_by_user, parse_source, refuse_malformed, view
from kubeconv.tree.edit import Editor
from kubeconv.tree.finding import Refused
from kubeconv.tree.fragment import quote
from kubeconv.tree.node import SCALAR, SEQUENCE, Node, TooLarge, get, plain, string
from kubeconv.tree.parse import Document
from kubeconv.tree.recheck import reparse_check
from kubeconv.tree.source import Edit, Source

_LISTS: Final = ("clusters", "contexts", "users")


class Fix(NamedTuple):
    """One thing that was fixed: the line of the file where it stood before, counted from 1, and what was done."""

    line: int
    message: str


class Fixed(NamedTuple):
    """The kubeconfig with all fixes made, and the fixes; without any it is the very one that was given. `converted` are the
    users whose login is another one, `edits` all changes of the text, if there is nothing but these users."""

    kubeconfig: Kubeconfig
    fixes: list[Fix]
    converted: Sequence[Outcome] = ()
    edits: Sequence[Edit] = ()

    def __repr__(self) -> str:
        return brief(self)


class _Done(NamedTuple):
    """What one step has fixed: the text then, and its tree."""

    text: str
    document: Document
    fixes: list[Fix]
    converted: Sequence[Outcome] = ()
    edits: Sequence[Edit] = ()

    def __repr__(self) -> str:
        return brief(self)


_Step = Callable[[Kubeconfig], _Done | None]


def fix(kubeconfig: Kubeconfig, options: Options | None = None, selected: Set[str] | None = None) -> Fixed:
    """Everything in a kubeconfig that can be fixed safely, with the logins that the kubectl of `options` (none: the newest
    known one) does not know; of these only those of the selected users, if some are. Nothing in a file that is not judged."""
    fixed = Fixed(kubeconfig, [])
    if structure(kubeconfig).is_cut:
        return fixed
    steps: list[_Step] = [partial(_convert, options or Options(), selected), _drop_repeated, _quote]
    while steps:
        step = steps.pop()
        try:
            done = step(fixed.kubeconfig)
        except (Refused, TooLarge):  # what is wrong with it is left to the findings
            continue
        if done:
            changed = _changed(fixed.kubeconfig.source, done)
            edits = () if fixed.fixes else done.edits
            fixed = Fixed(changed, [*fixed.fixes, *done.fixes], [*fixed.converted, *done.converted], edits)
            if step is _drop_repeated and kubeconfig.document.aliases:
                steps.append(step)  # what an entry was kept for may be gone with another
    return fixed


def _changed(source: Source, done: _Done) -> Kubeconfig:
    now = Source(source.encode(done.text), source.name)
    return view(now, done.document if now.text == done.text else parse_source(now))


def _quote(kubeconfig: Kubeconfig) -> _Done | None:
    """Put quotes round scalars that are meant as strings."""
    source = kubeconfig.source
    edits, expected, done = [], {}, []
    for problem in structure(kubeconfig).problems:
        node, wanted = problem.node, problem.schema.get("type", ())
        wants_string = wanted == "string" or (isinstance(wanted, list) and "string" in wanted)
        is_new = id(node) not in expected  # what aliases lead to is told once for each of them
        if (
            problem.keyword == "type"
            and wants_string
            and node.kind == SCALAR
            and is_new
            and not (node.tag or node.anchor)
        ):
            edits.append(Edit(node.span, quote(node.text)))
            expected[id(node)] = (str(node.start), node.text)
            field = next((step for step in reversed(problem.path) if isinstance(step, str)), "value")
            done.append(Fix(source.position(node.start).line, f"{shown.key(field)}: quotes make it a string"))
    return _done(kubeconfig, edits, expected, done) if edits else None


#: A list of the top level, its key, and the entries in it that say what an earlier one says: their numbers and names.
_Repeated = tuple[str, Node, Mapping[int, str]]


def _drop_repeated(kubeconfig: Kubeconfig) -> _Done | None:
    """Take out each entry that says just what an earlier one of its name says; if that reaches further, only those that hold
    nothing that is used elsewhere."""
    found = [*_lists_with_repeated(kubeconfig)]
    try:
        done = _without(kubeconfig, found)
    except Refused:
        done = None
    if done is not None or not found or not kubeconfig.document.aliases:
        return done
    used = {id(alias.target) for alias in kubeconfig.document.aliases}
    unused = (
        (key, entries, {number: name for number, name in numbers.items() if not _holds(entries.children[number], used)})
        for key, entries, numbers in found
    )
    return _without(kubeconfig, [each for each in unused if each[2]])


def _lists_with_repeated(kubeconfig: Kubeconfig) -> Iterator[_Repeated]:
    seen = set()
    for key in _LISTS:
        entries = get(kubeconfig.document.root, key)
        # Two keys may be aliases of one list.
        if entries is None or entries.kind != SEQUENCE or id(entries) in seen:
            continue
        if repeated := dict(_repeated(entries)):
            seen.add(id(entries))
            yield key, entries, repeated


def _without(kubeconfig: Kubeconfig, found: Sequence[_Repeated]) -> _Done | None:
    """The text without these entries; None without any, or if something else comes out."""
    source = kubeconfig.source
    editor = Editor(source, kubeconfig.document.root)
    edits, expected, fixes = [], {}, []
    for key, entries, repeated in found:
        # Neighbours go together: what stands between two entries belongs to one edit.
        for number in repeated:
            if number - 1 not in repeated:
                end = next(each for each in count(number + 1) if each not in repeated)
                edits.append(editor.splice(entries, number, end, []))
        expected[id(entries)] = (key, [item for number, item in enumerate(plain(entries)) if number not in repeated])
        for number, name in repeated.items():
            line = source.position(entries.children[number].start).line
            fixes.append(Fix(line, f"{key}: removed the second {quoted_name(name)}, the same as the first"))
    return _done(kubeconfig, edits, expected, fixes) if edits else None


def _holds(top: Node, nodes: Set[int]) -> bool:
    """True for a part of the tree with one of these nodes in it."""
    order = [top]
    for node in order:
        order.extend(node.children)
    return any(id(node) in nodes for node in order)


def _done(
    kubeconfig: Kubeconfig, edits: Sequence[Edit], expected: Mapping[int, tuple[str, Any]], fixes: list[Fix]
) -> _Done | None:
    """The edits made, if what was expected comes out."""
    text = kubeconfig.source.apply(edits)
    reparsed = reparse_check(kubeconfig.document, text, expected)
    return None if reparsed.spoiled else _Done(text, reparsed.document, fixes)


def _repeated(entries: Node) -> Iterator[tuple[int, str]]:
    """The existing entries, each with its number and name."""
    first: dict[str, Any] = {}
    names = [string(get(item, "name")) for item in entries.children]
    counts = Counter(names)
    for number, (name, item) in enumerate(zip(names, entries.children, strict=True)):
        if counts[name] == 1:
            continue
        try:
            data = plain(item)
        except TooLarge:
            continue
        if name in first and first[name] == data and not item.anchor:
            yield number, name
        first.setdefault(name, data)


def _convert(options: Options, selected: Set[str] | None, kubeconfig: Kubeconfig) -> _Done | None:
    """Convert the users whose login a kubectl does not know, and that have all that the new one needs."""
    logins = kubeconfig.users_with("auth-provider", "exec")  # nothing else is ever another login
    names = {user.name for user in logins if selected is None or user.name in selected}
    if not names:
        return None
    asked = refuse_malformed(kubeconfig), contexts_by_user([kubeconfig]), names, options
    conversion = convert_users(*asked, keep_tree=True)
    converted = [outcome for outcome in conversion.outcomes if outcome.status == "converted"]
    done = [Fix(outcome.line, f"user {quoted_name(outcome.user)}: {outcome.change}") for outcome in converted]
    return _Done(conversion.text, conversion.trees[1], done, converted, conversion.edits) if done else None
