"""Which users are meant: by name, by context, by cluster, by pattern, and all but some."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache
from itertools import islice

from kubeconv.gate.choices import did_you_mean
from kubeconv.gate.shown import quoted_name, quoted_wanted
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.view import Kubeconfig, UsedBy, current_context_of
from kubeconv.tree.finding import Subject


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

    def words(self) -> Iterator[tuple[str, str]]:
        """The options of a command line that say the same, each with its value."""
        options = {
            "--context": self.contexts, "--user": self.users, "--cluster": self.clusters, "--exclude": self.excluded
        }  # fmt: skip
        return ((option, name) for option, names in options.items() for name in names)

    @property
    def only_context(self) -> str | None:
        """The one context that is selected by its name; None if more is said, or less."""
        (name, *more) = self.contexts or ("",)
        if more or not name or self.users or self.clusters or self.excluded or set(name) & set("*?[,"):
            return None
        return name

    @property
    def is_by_name(self) -> bool:
        """True if every user that is selected is named itself, without a pattern."""
        patterns = (*self.users, *self.contexts)
        return bool(patterns) and not self.clusters and not any(set(pattern) & set("*?[,") for pattern in patterns)


class Chosen(NamedTuple):
    """What is meant of the files that a client reads together, by name; and how many of their contexts are not."""

    contexts: Set[str]
    users: Set[str]
    clusters: Set[str]
    unselected: int

    def has(self, subject: Subject) -> bool:
        """True if an entry is meant, or one that a context that is meant uses."""
        return subject.name in {"context": self.contexts, "user": self.users, "cluster": self.clusters}[subject.kind]


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
            raise UnknownName(f"no context, user or cluster is named {quoted_wanted(pattern)}{_near(pattern, names)}")
        for users, less in zip(chosen, excluded, strict=True):
            users -= less
    return chosen


def refuse_none(chosen: Sequence["Chosen"]) -> None:
    """Raises UnknownName if no context is selected."""
    if not any(each.contexts for each in chosen):
        raise UnknownName("no context is selected: none matches all that you named")


def select_contexts(
    groups: Sequence[Sequence[Kubeconfig]], selection: Selection, *, tolerant: bool = False
) -> list[Chosen]:
    """What is selected, for each group of files that a client reads together: the contexts that are named, or whose user or
    cluster is, and what belongs to them. Users and clusters that no context has are selected by their own name, and where
    nothing is selected by name.

    Raises UnknownName for a name or pattern that matches nothing in any file, unless it is `tolerant`.
    """
    entries = [_entries(group) for group in groups]
    names = [_context_names(group, each) for group, each in zip(groups, entries, strict=True)]
    wanted = {"user": selection.users, "context": selection.contexts, "cluster": selection.clusters}
    found = {
        kind: _named([*_each(patterns, kind, names)], (kind,), names, tolerant=tolerant)
        for kind, patterns in wanted.items()
    }
    less = _named([*_each(selection.excluded, "", names)], ("context", "user", "cluster"), names, tolerant=tolerant)
    is_all = not any(wanted.values())
    return [
        _chosen(of_group, its, is_all, {kind: each[number] for kind, each in found.items()}, less[number])
        for number, (of_group, its) in enumerate(zip(names, entries, strict=True))
    ]


def first_contexts(group: Sequence[Kubeconfig], number: int) -> Chosen:
    """The first contexts of files that a client reads together, and the current one, as what is selected."""
    entries = _entries(group)
    current = current_context_of(group)
    names = dict.fromkeys([*islice(entries, number), *([current] if current else [])])
    users, clusters = ({entries[name][part] for name in names} for part in (0, 1))
    return Chosen(names.keys(), users, clusters, len(entries) - len(names))


#: Names by kind.
_ByKind = Mapping[str, Set[str]]


def _entries(group: Sequence[Kubeconfig]) -> dict[str, tuple[str, str]]:
    """The user and the cluster of each context, with the current one, which may be missing; '' if there is none."""
    found: dict[str, tuple[str, str]] = {}
    for kubeconfig in group:
        for each in kubeconfig.contexts:
            found.setdefault(each.name, (each.user, each.cluster))
    current = current_context_of(group)
    if current or not found:
        found.setdefault(current, ("", ""))
    return found


def _context_names(group: Sequence[Kubeconfig], entries: Mapping[str, tuple[str, str]]) -> _Names:
    users = {user for user, _ in entries.values()} | {each.name for one in group for each in one.users}
    clusters = {cluster for _, cluster in entries.values()} | {each.name for one in group for each in one.clusters}
    kinds = {"context": {*entries}, "user": users, "cluster": clusters}
    return _Names({kind: {name: _alone(name) for name in names if name} for kind, names in kinds.items()}, {*entries})


def _named(
    patterns: Sequence[str], kinds: Sequence[str], names: Sequence[_Names], *, tolerant: bool
) -> list[Mapping[str, Set[str]]]:
    """The names of these kinds that the patterns mean, for each group."""
    found: list[dict[str, set[str]]] = [{kind: set() for kind in ("context", "user", "cluster")} for _ in names]
    for pattern in patterns:
        more = [{kind: _matching(pattern, each.kinds[kind]) for kind in kinds} for each in names]
        if not tolerant and not any(some for each in more for some in each.values()):
            kind = kinds[0] if len(kinds) == 1 else ""
            what = kind or "context, user or cluster"
            raise UnknownName(f"no {what} is named {quoted_wanted(pattern)}{_near(pattern, names, kind)}")
        for each, its in zip(found, more, strict=True):
            for kind, some in its.items():
                each[kind] |= some
    return [*found]


def _chosen(
    names: _Names,
    entries: Mapping[str, tuple[str, str]],
    is_all: bool,
    found: Mapping[str, _ByKind],
    less: _ByKind,
) -> Chosen:
    def is_meant(by_kind: _ByKind, context: str) -> bool:
        user, cluster = entries[context]
        return context in by_kind["context"] or user in by_kind["user"] or cluster in by_kind["cluster"]

    by_name = {kind: found[kind][kind] for kind in found}
    contexts = {each for each in entries if (is_all or is_meant(by_name, each)) and not is_meant(less, each)}
    chosen = {}
    for number, kind in enumerate(("user", "cluster")):
        used = {parts[number] for parts in entries.values()}
        alone = {*names.kinds[kind]} - used if is_all else by_name[kind]
        chosen[kind] = ({entries[each][number] for each in contexts} | alone) - less[kind]
    return Chosen(contexts, chosen["user"], chosen["cluster"], len(entries.keys() - contexts - {""}))


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
    from fnmatch import fnmatchcase

    return set().union(*(users for name, users in names.items() if fnmatchcase(name, pattern)))


def _refuse_undefined(pattern: str, found: Sequence[Set[str]], names: Sequence[_Names]) -> None:
    defined = set().union(*(each.defined for each in names))
    if undefined := set().union(*found) - defined:
        raise UnknownName(
            f"context {quoted_name(pattern)} names the user {quoted_name(min(undefined))}, which its file does not define"
        )


def _unknown(kind: str, pattern: str, names: Sequence[_Names]) -> str:
    return f"no {kind} is named {quoted_wanted(pattern)}{_near(pattern, names, kind)}"


def _near(pattern: str, names: Sequence[_Names], kind: str = "") -> str:
    kinds = (of_kind for each in names for of_kind in ([each.kinds[kind]] if kind else each.kinds.values()))
    return did_you_mean(pattern, (name for of_kind in kinds for name in of_kind))
