"""Folds a finding that follows from another one into that: one cause is told once. Pure.

`follows.py` says which rule may follow from which and what its findings rest on, `explained.py` what findings explain: both
meet in a `Fact`.
"""

from collections.abc import Iterable, Mapping, Sequence

from kubeconv.kubeconfig.view import Kubeconfig
from kubeconv.tree.finding import RANK, Finding
from kubeconv.tree.node import SCALAR, Node, get
from kubeconv.validation.explained import Explained, Fact, Path, explained
from kubeconv.validation.follows import FOLLOWS, Basis


def fold(kubeconfig: Kubeconfig, findings: Sequence[Finding]) -> list[Finding]:
    """The findings of one file without those that follow from others, which have them as `folded`. A finding is as severe
    as the worst that is folded into it."""
    facts: dict[tuple[str, Fact], list[tuple[int, Explained]]] = {}
    leader: dict[int, int] = {}
    if not any(finding.name in FOLLOWS for finding in findings):
        return [*findings]
    at = {id(finding): index for index, finding in enumerate(findings)}
    for finding, each in explained(kubeconfig, findings):
        index = at[id(finding)]
        alike = facts.setdefault((finding.name, each.fact), [])
        if each.fact.kind == "level" and alike and alike[0][0] != index:
            leader.setdefault(index, alike[0][0])
        alike.append((index, each))
    if not facts:
        return [*findings]
    known: dict[tuple[str, Basis], int | None] = {}
    for index, finding in enumerate(findings):
        if finding.name in FOLLOWS and index not in leader:
            found = _leader(kubeconfig, finding, facts, known)
            if found is not None and found != index:
                leader[index] = found
    return _folded(findings, leader)


def unfolded(findings: Iterable[Finding]) -> list[Finding]:
    """All findings, each by itself."""
    return [each._replace(folded=()) for finding in findings for each in finding.all]


def _leader(
    kubeconfig: Kubeconfig,
    finding: Finding,
    facts: Mapping[tuple[str, Fact], Sequence[tuple[int, Explained]]],
    known: dict[tuple[str, Basis], int | None],
) -> int | None:
    """The finding that one follows from; None if it stands on its own. `known` are the findings of a rule that are the first to
    explain something: many may ask for the same."""
    rules, bases = FOLLOWS[finding.name]
    first = None
    for part in bases(kubeconfig, finding):
        index = None
        for asked in ((rule, basis) for basis in part for rule in rules):
            if asked not in known:
                rule, basis = asked
                alike = facts.get((rule, basis.fact), ())
                known[asked] = next((index for index, each in alike if _gives(each.value, basis.rest)), None)
            if (index := known[asked]) is not None:
                break
        if index is None:
            return None
        first = index if first is None else first
    return first


def _gives(value: Node | None, rest: Path) -> bool:
    """True if what stands in the wrong place has what is missed, and if that cannot be determined."""
    node = value.real if value is not None else None
    for step in rest if node is not None else ():
        node = get(node, str(step))
        if node is None:
            return False
    return node is None or not (node.is_null or (node.kind == SCALAR and not node.text))


def _folded(findings: Sequence[Finding], leader: Mapping[int, int]) -> list[Finding]:
    followers: dict[int, list[Finding]] = {}
    for index in leader:
        top, seen = index, {index}
        while top in leader and leader[top] not in seen:
            top = leader[top]
            seen.add(top)
        if top in leader:  # each follows from the other
            continue
        followers.setdefault(top, []).append(findings[index])
    gone = {id(each) for folded in followers.values() for each in folded}
    return [
        _with(finding, followers[index]) if index in followers else finding
        for index, finding in enumerate(findings)
        if id(finding) not in gone
    ]


def _with(finding: Finding, followers: Sequence[Finding]) -> Finding:
    worst = max((each.severity for each in (finding, *followers)), key=lambda severity: RANK[severity])
    return finding._replace(severity=worst, folded=tuple(followers))
