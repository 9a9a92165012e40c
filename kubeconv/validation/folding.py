"""Folds a finding that follows from another one into that: one cause is told once. Pure.

`follows.py` says which rule may follow from which and what its findings rest on, `explained.py` what findings explain: both
meet in a `Fact`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from kubeconv.kubeconfig.view import Kubeconfig
from kubeconv.tree.finding import RANK, Finding, Subject
from kubeconv.tree.node import SCALAR, Node, get
from kubeconv.validation.explained import Explained, Path, explained
from kubeconv.validation.follows import FOLLOWS, Basis, What

#: Entry (None: the file) to facts about it, each with the rules that explain it and the findings that do.
_Facts = dict[Subject | None, dict[What, dict[str, list[tuple[int, Explained]]]]]
#: The first finding of a rule to explain something: many may ask for the same.
_Known = dict[tuple[str, Subject | None, What, Path], int | None]


def fold(kubeconfig: Kubeconfig, findings: Sequence[Finding]) -> list[Finding]:
    """The findings of one file without those that follow from others, which have them as `folded`. A finding is as severe
    as the worst that is folded into it."""
    return next(fold_each(kubeconfig, (findings,)))


def fold_each(kubeconfig: Kubeconfig, lists: Iterable[Sequence[Finding]]) -> Iterator[list[Finding]]:
    """The same for some lists of findings of one file, of which those that hold the same are looked at once."""
    known: dict[frozenset[int], tuple[Mapping[int, Finding], Set[int]]] = {}
    for findings in lists:
        them = frozenset(map(id, findings))
        if them not in known:
            known[them] = _folded(findings, _leaders(kubeconfig, findings))
        leading, gone = known[them]
        yield [leading.get(id(each), each) for each in findings if id(each) not in gone]


def _leaders(kubeconfig: Kubeconfig, findings: Sequence[Finding]) -> dict[int, int]:
    """Finding to the one that it follows from, each by its id."""
    facts: _Facts = {}
    leader: dict[int, int] = {}
    if not any(finding.name in FOLLOWS for finding in findings):
        return leader
    for finding, each in explained(kubeconfig, findings):
        index = id(finding)
        kind, subject, path = each.fact
        alike = facts.setdefault(subject, {}).setdefault((kind, path), {}).setdefault(finding.name, [])
        if kind == "level" and alike and alike[0][0] != index:
            leader.setdefault(index, alike[0][0])
        alike.append((index, each))
    known: _Known = {}
    for finding in findings if facts else ():
        index = id(finding)
        if finding.name in FOLLOWS and index not in leader:
            found = _leader(kubeconfig, finding, facts, known)
            if found is not None and found != index:
                leader[index] = found
    return leader


def unfolded(findings: Iterable[Finding]) -> list[Finding]:
    """All findings, each by itself."""
    return [each._replace(folded=()) for finding in findings for each in finding.all]


def _leader(kubeconfig: Kubeconfig, finding: Finding, facts: _Facts, known: _Known) -> int | None:
    """The finding that one follows from; None if it stands on its own."""
    rules, bases = FOLLOWS[finding.name]
    first = None
    for part in bases(kubeconfig, finding):
        index = next(filter(None, _leading(part, rules, facts, known)), None)
        if index is None:
            return None
        first = index if first is None else first
    return first


def _leading(part: Iterable[Basis], rules: Sequence[str], facts: _Facts, known: _Known) -> Iterator[int | None]:
    """What the rules give of a series, most facts nothing."""
    for subject, ways in part:
        found = facts.get(subject, {})
        for what, rest in ways if found else ():
            by_rule = found.get(what, {})
            for rule in rules if by_rule else ():
                if rule in by_rule:
                    asked = rule, subject, what, rest
                    if asked not in known:
                        known[asked] = next((index for index, each in by_rule[rule] if _gives(each.value, rest)), None)
                    yield known[asked]


def _gives(value: Node | None, rest: Path) -> bool:
    """True if what stands in the wrong place has what is missed, and if that cannot be determined."""
    node = value.real if value is not None else None
    for step in rest if node is not None else ():
        node = get(node, str(step))
        if node is None:
            return False
    return node is None or not (node.is_null or (node.kind == SCALAR and not node.text))


def _folded(findings: Sequence[Finding], leader: Mapping[int, int]) -> tuple[Mapping[int, Finding], Set[int]]:
    """Those that others follow from, with these, by the id of what they were; and the ids of the others."""
    by_id = {id(finding): finding for finding in findings} if leader else {}
    followers: dict[int, list[Finding]] = {}
    gone: set[int] = set()
    for index in leader:
        top, seen = index, {index}
        while top in leader and leader[top] not in seen:
            top = leader[top]
            seen.add(top)
        if top in leader:  # each follows from the other
            continue
        followers.setdefault(top, []).append(by_id[index])
        gone.add(index)
    return {top: _with(by_id[top], its) for top, its in followers.items()}, gone


def _with(finding: Finding, followers: Sequence[Finding]) -> Finding:
    worst = max((each.severity for each in (finding, *followers)), key=lambda severity: RANK[severity])
    return finding._replace(severity=worst, folded=tuple(followers))
