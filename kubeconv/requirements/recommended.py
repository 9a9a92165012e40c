"""One set of versions that satisfies all requirements at once, or which of them contradict each other. Pure.

Versions are tried: the requirements themselves say which will do, and there is no second table of them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

from kubeconv.auth.kubelogin_releases import KubeloginUse
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.login import Detected
from kubeconv.machine.programs import PROGRAMS, Program
from kubeconv.releases.table import (
    HELM_BUILT_FOR,
    MINIMUMS,
    NEWEST_KUBECTL,
    NEWEST_KUBELOGIN,
    OLDEST_KUBECTL,
)
from kubeconv.requirements.check import check_requirements
from kubeconv.requirements.runs import OF_PLUGINS, alike_plugins
from kubeconv.requirements.situation import Requirement, Situation, cluster_versions, clusters_at_hand, parsed

#: Requirements that ask for another thing with each version that is tried: what they ask for in general.
_IN_GENERAL: Final = {
    "kubectl-skew": "kubectl is at most one minor version apart from {}",
    "helm-skew": "helm is built for {}",
}

_ONE_EACH: Final = "use another version for each cluster"

#: Name and subject of a requirement.
_Key = tuple[str, str]
#: The requirements that a version does not satisfy.
_Unmet = Mapping[_Key, Requirement]


class Contradiction(NamedTuple):
    """Why no version of a program satisfies all: `needed` are the two requirements that exclude each other, or the one that no
    known version satisfies. `help` is what to do besides."""

    program: str
    needed: tuple[str, ...]
    help: str = ""


class Recommended(NamedTuple):
    """Program to the version that will do; a program that nobody needs and that is not there has none. No version of the
    programs of `contradictions` does."""

    versions: Mapping[str, str]
    contradictions: Sequence[Contradiction]


def recommended(situation: Situation) -> Recommended:
    """The versions that satisfy all requirements of the situation together; those that are there, as far as they do."""
    found: dict[str, str] = {}
    contradictions = []
    few = situation._replace(
        aks=clusters_at_hand(situation),
        users=_kinds_of_users(situation.users),
        uses=_kinds_of_uses(situation.uses),
        plugins=[those[0] for those in alike_plugins(situation.plugins)],
        accesses=(),
    )
    for program in PROGRAMS:  # kubelogin last: what it has to do depends on the clients
        if not check_requirements(few, program):
            continue
        tried = _tried(few, program)
        # What is known to do is better than what may do.
        version = min(
            (version for version, rows in tried.items() if _may_do(rows)), key=lambda each: len(tried[each]), default=""
        )
        if version:
            found[program] = version
            few = _with(few, program, version)
        else:
            contradictions.append(_contradiction(situation, program, tried))
    return Recommended(found, contradictions)


def _tried(situation: Situation, program: str) -> dict[str, _Unmet]:
    """Each version of a program with what it does not satisfy, or not for certain; up to the first that satisfies all."""
    tried = {}
    for version in _candidates(situation, program):
        tried[version] = _unmet(situation, program, version)
        if not tried[version]:
            break
    # What stops a plugin in every version is no matter of versions.
    always = [
        key
        for key in next(iter(tried.values()))
        if key[0] in OF_PLUGINS and all(key in each for each in tried.values())
    ]
    return {version: {key: row for key, row in rows.items() if key not in always} for version, rows in tried.items()}


def _may_do(rows: _Unmet) -> bool:
    return all(each.verdict != "fails" for each in rows.values())


def _with(situation: Situation, program: str, version: str) -> Situation:
    """The situation with this version of a program."""
    there = situation.programs.get(program, ())
    first = there[0] if there and there[0].version == version else Program("", version, program == "kubelogin" or None)
    return situation._replace(programs={**situation.programs, program: (first,)})


def _unmet(situation: Situation, program: str, version: str) -> _Unmet:
    """The requirements on a program that a version of it does not satisfy, or not for certain."""
    rows = check_requirements(_with(situation, program, version), program)
    return {(each.name, each.about): each for each in rows if each.verdict != "ok" and each.program == program}


def _candidates(situation: Situation, program: str) -> Iterable[str]:
    """The versions to try, the best first: the one that is there, those next to the clusters, the newest."""
    there = situation.programs.get(program, ())
    found = [each.version for each in there[:1] if parsed(each.version) and each.is_right is not False]
    return dict.fromkeys([*found, *_releases(situation, program)])


def _releases(situation: Situation, program: str) -> Iterator[str]:
    if program == "kubectl":
        minors = {version.minor for each in cluster_versions(situation) if (version := parsed(each.version))}
        for distance in (0, 1, -1):
            yield from (f"{NEWEST_KUBECTL.major}.{minor + distance}" for minor in sorted(minors, reverse=True))
        yield from (f"1.{minor}" for minor in range(NEWEST_KUBECTL.minor, OLDEST_KUBECTL.minor - 1, -1))
        yield MINIMUMS[program].release
    elif program == "helm":
        yield from (f"{major}.{minor}" for major, minor in sorted(HELM_BUILT_FOR, reverse=True))
    elif program == "kubelogin":
        yield NEWEST_KUBELOGIN
    else:
        yield MINIMUMS[program].release


def _contradiction(situation: Situation, program: str, tried: Mapping[str, _Unmet]) -> Contradiction:
    """The fewest requirements that leave no version: one by itself, or two of them."""
    failing = [{key for key, each in rows.items() if each.verdict == "fails"} for rows in tried.values()]
    keys = sorted({key for rows in failing for key in rows}, key=lambda key: (key[0] in _IN_GENERAL, key))
    ways = (way for number in (1, 2) for way in combinations(keys, number))
    stops = next((way for way in ways if not any(rows.isdisjoint(way) for rows in failing)), tuple(keys))
    # The words are those for all users, not only for one of each kind.
    where = [next(version for version, rows in zip(tried, failing, strict=True) if key in rows) for key in stops]
    rows = [_unmet(situation, program, version)[key] for key, version in zip(stops, where, strict=True)]
    needed = tuple(
        _IN_GENERAL[each.name].format(each.about) if each.name in _IN_GENERAL else each.needed for each in rows
    )
    return Contradiction(program, needed, next((each.help for each in rows if each.name not in _IN_GENERAL), _ONE_EACH))


def _kinds_of_users(users: Sequence[Detected]) -> list[Detected]:
    """One user of each kind."""
    kinds = {
        (each.login, each.works_with, each.integration, each.facts, bool(each.contexts)): each
        for each in reversed(users)
    }
    return [*kinds.values()]


def _kinds_of_uses(uses: Sequence[KubeloginUse]) -> list[KubeloginUse]:
    """One use of each kind. Which value a flag has matters only for switches."""
    kinds = {}
    for each in reversed(uses):
        values = frozenset(
            (flag, value if value in ("", "true", "false") else "x") for flag, value in each.values.items()
        )
        kinds[each.mode, tuple(each.flags), values, each.api_version, each.command] = each
    return [*kinds.values()]
