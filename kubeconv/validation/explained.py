"""What a finding explains: the facts for which others need not be told. Pure."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, Literal, cast

from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.structure import positions, structure
from kubeconv.kubeconfig.unknown_fields import Unknown, unknown_fields
from kubeconv.kubeconfig.view import Kubeconfig, User
from kubeconv.tree.finding import Finding, Kind, Subject
from kubeconv.tree.node import MAPPING, SCALAR, SEQUENCE, Node, fields, get, items, pairs, string
from kubeconv.validation.near_misses import near_misses

Path = tuple[str | int, ...]

KINDS: Final[Mapping[str, Kind]] = {"clusters": "cluster", "contexts": "context", "users": "user"}


_REFERENCES: Final[Sequence[Kind]] = ("cluster", "user")


class Fact(NamedTuple):
    """Something that is so. "field": the field at `path` of the entry `subject` (None: of the file) is not read; "above": one
    in it is not. "entry": the entry is not there. "unused": nothing names the entry. "place": what begins at this offset is
    wrong. "level": fields of one level stand on another. "flag": kubelogin does not get it. "program": what the user runs is
    not there, or another than it should be, "idle": it is not run. "document": the file holds nothing,
    "empty": a section of the entry does, so that all is missed that has to be in it."""

    kind: Literal["field", "above", "entry", "unused", "place", "level", "flag", "program", "idle", "document", "empty"]
    subject: Subject | None = None
    path: Path = ()


class Explained(NamedTuple):
    """A fact that a finding explains; `value` is what stands in the wrong place, None if that cannot be determined."""

    fact: Fact
    value: Node | None = None


Explanations = Iterator[tuple[Finding, Explained]]


def explained(kubeconfig: Kubeconfig, findings: Sequence[Finding]) -> Explanations:
    """What the findings of a file explain, each with what it does."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.name, []).append(finding)
    for rule, explain in _EXPLAINING.items():
        if rule in by_rule:
            yield from explain(kubeconfig, by_rule[rule], by_rule)


ByRule = Mapping[str, Sequence[Finding]]
Explaining = Callable[[Kubeconfig, Sequence[Finding], ByRule], Explanations]


def _unknown(kubeconfig: Kubeconfig, findings: Sequence[Finding], _: ByRule) -> Explanations:
    """A field that kubectl does not know: what was meant has no value."""
    by_start = {each.key.start: each for each in unknown_fields(kubeconfig)}
    for finding in findings:
        unknown = by_start.get(_start(finding))
        for path in _meant(kubeconfig, unknown) if unknown else ():
            yield from ((finding, each) for each in _of_path(kubeconfig, path, unknown.value if unknown else None))
            if unknown and not unknown.meant:
                yield finding, Explained(Fact("level", None, (*unknown.path[:-1], "", *path[:-1])))


def _wrong_type(kubeconfig: Kubeconfig, findings: Sequence[Finding], _: ByRule) -> Explanations:
    """A list or a mapping for something else, or the other way round. A scalar still counts where a text is to stand."""
    by_start = {
        each.node.start: each.path
        for each in structure(kubeconfig).problems
        if each.key is None and (each.node.kind != SCALAR or "string" not in each.schema.get("type", ()))
    }
    for finding in findings:
        if path := by_start.get(_start(finding)):
            yield finding, Explained(Fact("place", None, (_start(finding),)))
            yield from ((finding, each) for each in _of_path(kubeconfig, path, None))


def _repeated(kubeconfig: Kubeconfig, findings: Sequence[Finding], _: ByRule) -> Explanations:
    """A list that is written twice: the entries of all but the last are lost."""
    root = kubeconfig.document.root
    if root is None or root.kind != MAPPING:
        return
    lists = {key.start: (key.key, value) for key, value in pairs(root) if key.key in KINDS}
    told: set[str] = set()
    for finding in findings:
        name, _value = lists.get(_start(finding), ("", root))
        if name in told:  # the first finding about a name explains all of it
            continue
        told.add(name)
        for key, value in lists.values():
            if key == name and value is not fields(root)[name].value:
                yield from ((finding, each) for entry in _names(value.real) for each in _lost(name, entry))


def _dangling(kubeconfig: Kubeconfig, findings: Sequence[Finding], others: ByRule) -> Explanations:
    """A name that is nearly that of an entry: so nothing uses that one, and it is not there for others that name it."""
    kind = cast("Kind", findings[0].name.removeprefix("dangling-"))
    for finding in findings if kind == "cluster" else ():
        context = kubeconfig.contexts_by_name.get(finding.subject.name) if finding.subject else None
        if context is not None and not (context.body and context.body.children):
            yield finding, Explained(Fact("empty", finding.subject))
    unused = [finding.subject.name for finding in others.get(f"unused-{kind}", ()) if finding.subject]
    if not unused:
        return
    named = [(finding, name_in(kubeconfig, finding, kind)) for finding in findings if finding.subject]
    near = near_misses((name for _, name in named), unused)
    for finding, name in named:
        if name in near:
            yield finding, Explained(Fact("unused", Subject(kind, near[name])))
            yield finding, Explained(Fact("entry", Subject(kind, name)))


def name_in(kubeconfig: Kubeconfig, finding: Finding, kind: Kind) -> str:
    """The cluster or user that the context names which a finding is about."""
    context = kubeconfig.contexts_by_name.get(finding.subject.name) if finding.subject else None
    return "" if context is None else context.cluster if kind == "cluster" else context.user


def _ignored(kubeconfig: Kubeconfig, findings: Sequence[Finding], _: ByRule) -> Explanations:
    """An exec plugin that is not run."""
    for finding in findings:
        user = kubeconfig.users_by_name.get(finding.subject.name) if finding.subject else None
        if user is not None and "exec" in user.fields and user.fields["exec"].key.span == finding.span:
            yield finding, Explained(Fact("idle", finding.subject))


def _section(section: Callable[[User], Node | None]) -> Explaining:
    """A section of a user in which nothing stands."""

    def explain(kubeconfig: Kubeconfig, findings: Sequence[Finding], _: ByRule) -> Explanations:
        for finding in findings:
            user = kubeconfig.users_by_name.get(finding.subject.name) if finding.subject else None
            node = section(user) if user is not None else None
            if user is not None and not (node and node.real.children):
                yield finding, Explained(Fact("empty", finding.subject))

    return explain


def _placeholder(kubeconfig: Kubeconfig, findings: Sequence[Finding], _: ByRule) -> Explanations:
    """`{{ name }}` is a mapping whose key is a mapping."""
    for finding in findings:
        outside = kubeconfig.source.text.rfind("{", 0, max(_start(finding), 0))
        yield finding, Explained(Fact("place", None, (outside,)))


def _simply(fact: Callable[[Finding], Fact]) -> Explaining:
    def explain(_: Kubeconfig, findings: Sequence[Finding], __: ByRule) -> Explanations:
        return ((finding, Explained(fact(finding))) for finding in findings)

    return explain


CONFIG: Final = ("user", "auth-provider", "config")

_EXPLAINING: Final[Mapping[str, Explaining]] = {
    "misspelt-field": _unknown,
    "wrong-case-field": _unknown,
    "unknown-field": _unknown,
    "wrong-type": _wrong_type,
    "duplicate-key": _repeated,
    "several-documents": _simply(lambda _: Fact("document")),
    "second-byte-order-mark": _simply(lambda _: Fact("document")),
    "invalid-key": _placeholder,
    "unsupported-value": _simply(lambda finding: Fact("place", None, (_start(finding),))),
    "nameless-variable": _simply(lambda finding: Fact("place", None, (_start(finding),))),
    "dangling-cluster": _dangling,
    "dangling-user": _dangling,
    "unknown-azure-config-key": _simply(lambda finding: Fact("field", finding.subject, (*CONFIG, finding.meant))),
    "unknown-kubelogin-flag": _simply(lambda finding: Fact("flag", finding.subject, (finding.meant,))),
    "command-not-on-path": _simply(lambda finding: Fact("program", finding.subject)),
    "other-kubelogin-arguments": _simply(lambda finding: Fact("program", finding.subject)),
    "ignored-credentials": _ignored,
    "unknown-exec-api-version": _section(lambda user: user.exec.node if user.exec else None),
    "incomplete-oidc": _section(lambda user: get(user.auth_provider.node, "config") if user.auth_provider else None),
}


def _start(finding: Finding) -> int:
    return finding.span.start if finding.span else -1


def _meant(kubeconfig: Kubeconfig, unknown: Unknown) -> Iterator[Path]:
    """Where a field was meant to be that kubectl does not know where it is."""
    *around, name = unknown.path
    if unknown.meant:
        yield (*around, unknown.meant)
        return
    known = positions(str(name))
    for position in known:
        if not position:
            yield (name,)
        elif around[:1] == [position[0]] and len(around) > 1:
            yield (position[0], around[1], *position[1:], name)
        elif not around:  # of the entry above it
            entries = get(kubeconfig.document.root, position[0])
            starts = entries.children if entries is not None and entries.kind == SEQUENCE else ()
            last = bisect_left(starts, unknown.key.start, key=lambda entry: entry.start) - 1
            if last >= 0:
                yield (position[0], last, *position[1:], name)
    if not known and around[2:] == ["user", "auth-provider"]:
        yield (*around, "config", name)


def _of_path(kubeconfig: Kubeconfig, path: Path, value: Node | None) -> Iterator[Explained]:
    """What is so where the field at `path` is not read."""
    is_in_entry = len(path) > 1 and path[0] in KINDS
    entry = _at(kubeconfig, path[:2]) if is_in_entry else None
    subject = Subject(KINDS[str(path[0])], string(get(entry, "name"))) if is_in_entry else None
    within = path[2:] if is_in_entry else path
    yield Explained(Fact("field", subject, within), value)
    for length in range(1, len(within)):
        yield Explained(Fact("above", subject, within[:length]), value)
    real = value.real if value else None
    if path[-1] == "name":
        holder = _at(kubeconfig, path[:-1])
        if holder is not None and holder.children:
            yield Explained(Fact("place", None, (holder.children[0].start,)))
        if len(path) == 3:
            yield from _lost(str(path[0]), real)
    elif len(path) == 1 and path[0] in KINDS:
        for entry_name in _names(real or get(kubeconfig.document.root, str(path[0]))):
            yield from _lost(str(path[0]), entry_name)
    elif subject is not None and subject.kind == "context":
        for kind in _REFERENCES:
            node = get(real, kind) if within == ("context",) else real if within == ("context", kind) else None
            if name := string(node):
                yield Explained(Fact("unused", Subject(kind, name)))


def _at(kubeconfig: Kubeconfig, path: Path) -> Node | None:
    node = kubeconfig.document.root
    for step in path:
        if isinstance(step, str):
            node = get(node, step)
        else:
            is_there = node is not None and node.kind == SEQUENCE and step < len(node.children)
            node = node.children[step].real if node is not None and is_there else None
    return node


def _names(entries: Node | None) -> Iterator[Node | None]:
    """The names of the entries of a list, also of one that is written as a mapping."""
    yield from (get(entry, "name") for entry in items(entries))
    for key, value in fields(entries).values() if entries is not None else ():
        yield value.real if key.key == "name" else key


def _lost(list_name: str, name: Node | None) -> Iterator[Explained]:
    kind = KINDS.get(list_name)  # extensions have names too, and nothing refers to them
    if kind and (text := string(name)):
        yield Explained(Fact("entry", Subject(kind, text)))
