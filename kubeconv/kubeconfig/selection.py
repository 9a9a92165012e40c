"""Which users are meant: by name, by context, by cluster, by pattern, and all but some."""

from collections.abc import Iterable, Mapping, Sequence, Set
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import NamedTuple

from kubeconv.gate.choices import did_you_mean
from kubeconv.gate.shown import quoted_name
from kubeconv.kubeconfig.view import Kubeconfig, UsedBy


class UnknownName(ValueError):
    """No file has a context, user or cluster of this name."""


class Selection(NamedTuple):
    """Names or glob patterns, several in one text separated by commas. A user is selected if it, one of its contexts or one of
    their clusters is named; none of these selects every user. `excluded` are contexts, users and clusters that are not meant
    in any case."""

    users: Sequence[str] = ()
    contexts: Sequence[str] = ()
    clusters: Sequence[str] = ()
    excluded: Sequence[str] = ()

    @property
    def is_by_name(self) -> bool:
        """True if every user that is selected is named itself, without a pattern."""
        patterns = (*self.users, *self.contexts)
        return bool(patterns) and not self.clusters and not any(set(pattern) & set("*?[,") for pattern in patterns)


class _Names(NamedTuple):
    """The users of one file by what selects them: each name of a kind, and the users that it stands for."""

    kinds: Mapping[str, Mapping[str, Set[str]]]
    defined: set[str]


def select_users(files: Sequence[tuple[Kubeconfig, UsedBy]], selection: Selection) -> list[set[str]]:
    """The names of the users that are selected, for each file. With each file come the contexts of its user names.

    Raises UnknownName for a name or pattern that matches nothing in any file.
    """
    if selection == Selection():
        return [{user.name for user in kubeconfig.users} for kubeconfig, _ in files]
    # In a KUBECONFIG list all files have the same contexts, and any of them defines a user or a context.
    others = {each.name: each.cluster for other, _ in files for each in other.contexts} if len(files) > 1 else {}
    names = [_names(kubeconfig, used_by, others) for kubeconfig, used_by in files]
    wanted = {"user": selection.users, "context": selection.contexts, "cluster": selection.clusters}
    chosen = [set() if any(wanted.values()) else set(each.defined) for each in names]
    for kind, patterns in wanted.items():
        for pattern in _each(patterns, kind, names):
            found = [_matching(pattern, each.kinds[kind]) for each in names]
            _refuse_undefined(pattern, found, names)
            if not any(users & each.defined for users, each in zip(found, names, strict=True)):
                raise UnknownName(_unknown(kind, pattern, names))
            for users, more, each in zip(chosen, found, names, strict=True):
                users |= more & each.defined
    for pattern in _each(selection.excluded, "", names):
        excluded = [set().union(*(_matching(pattern, of_kind) for of_kind in each.kinds.values())) for each in names]
        if not any(excluded):
            raise UnknownName(f"no context, user or cluster is named {quoted_name(pattern)}{_near(pattern, names)}")
        for users, less in zip(chosen, excluded, strict=True):
            users -= less
    return chosen


def is_one_of(pattern: str, user: str, contexts: Iterable[str]) -> bool:
    """True if a name or pattern means the user or one of its contexts."""
    return bool(_matching(pattern, {name: {user} for name in (user, *contexts)}))


def _names(kubeconfig: Kubeconfig, used_by: UsedBy, others: Mapping[str, str]) -> _Names:
    own = {each.name: each.cluster for each in kubeconfig.contexts}
    contexts: dict[str, Set[str]] = {}
    clusters: dict[str, Set[str]] = {}
    for user, its in used_by.items():
        for context in its:
            _put(contexts, context, user)
            if cluster := own.get(context) or others.get(context):
                _put(clusters, cluster, user)
    defined = {each.name for each in kubeconfig.users}
    return _Names({"user": {name: _alone(name) for name in defined}, "context": contexts, "cluster": clusters}, defined)


def _put(found: dict[str, Set[str]], name: str, user: str) -> None:
    users = found.setdefault(name, _alone(user))
    if isinstance(users, set):
        users.add(user)
    elif user not in users:
        found[name] = {*users, user}


@lru_cache(16384)
def _alone(user: str) -> Set[str]:
    """A user alone: in a list of many files the same one is meant again and again."""
    return frozenset((user,))


def _each(patterns: Iterable[str], kind: str, names: Sequence[_Names]) -> Iterable[str]:
    """The patterns, those apart that are lists with commas. A name may hold a comma itself."""
    for pattern in patterns:
        is_name = any(pattern in each.kinds[one] for each in names for one in ([kind] if kind else each.kinds))
        yield from [pattern] if is_name or "," not in pattern else filter(None, map(str.strip, pattern.split(",")))


def _matching(pattern: str, names: Mapping[str, Set[str]]) -> Set[str]:
    if pattern in names:
        return names[pattern]
    if set(pattern).isdisjoint("*?["):
        return set()
    return set().union(*(users for name, users in names.items() if fnmatchcase(name, pattern)))


def _refuse_undefined(pattern: str, found: Sequence[Set[str]], names: Sequence[_Names]) -> None:
    defined = set().union(*(each.defined for each in names))
    if undefined := set().union(*found) - defined:
        raise UnknownName(
            f"context {quoted_name(pattern)} names the user {quoted_name(min(undefined))}, which its file does not define"
        )


def _unknown(kind: str, pattern: str, names: Sequence[_Names]) -> str:
    return f"no {kind} is named {quoted_name(pattern)}{_near(pattern, names, kind)}"


def _near(pattern: str, names: Sequence[_Names], kind: str = "") -> str:
    kinds = (of_kind for each in names for of_kind in ([each.kinds[kind]] if kind else each.kinds.values()))
    return did_you_mean(pattern, (name for of_kind in kinds for name in of_kind))
