"""Which rule may follow from which other, and what its findings rest on: the table of `folding.py`. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, cast

from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.view import Kubeconfig
from kubeconv.tree.finding import Finding, Kind, Subject
from kubeconv.validation.explained import CONFIG, Fact, Path, name_in

#: A kind of fact and the path that it is about.
What = tuple[str, Path]


class Basis(NamedTuple):
    """Facts about one entry (None: the file) on which a finding rests; one of `ways` is enough. Each is a fact, and the way
    from its field to the one that is missed."""

    subject: Subject | None
    ways: tuple[tuple[What, Path], ...]


#: What a finding rests on: of each series one fact is enough, and each series has to have one.
Bases = Iterable[Iterable[Basis]]


class Follower(NamedTuple):
    """The rules from whose findings one of this rule may follow, and what it rests on."""

    leaders: Sequence[str]
    bases: Callable[[Kubeconfig, Finding], Bases]


def _of(fact: Fact) -> Basis:
    return Basis(fact.subject, (((fact.kind, fact.path), ()),))


def _ways(*paths: Path) -> Iterator[tuple[What, Path]]:
    """A missing field is explained by itself, by what it is in, and by one that would be in it."""
    for path in paths:
        for length in range(1, len(path) + 1):
            yield ("field", path[:length]), path[length:]
        yield ("above", path), ()


#: So is all that is missing in what holds nothing.
_EMPTY: Final[tuple[What, Path]] = (("empty", ()), ())


def _misses(*paths: Path) -> Callable[[Kubeconfig, Finding], Bases]:
    """One of these fields of the entry, or of the file."""
    ways, is_of_file = (*_ways(*paths), _EMPTY), len(paths[0]) == 1

    def bases(_: Kubeconfig, finding: Finding) -> Bases:
        return [[Basis(None if is_of_file else finding.subject, ways)]]

    return bases


def _settings(*names: str) -> Callable[[Kubeconfig, Finding], Bases]:
    """Each of these settings of the auth-provider that is not there."""
    ways = {name: (*_ways((*CONFIG, name)), _EMPTY) for name in names}

    def bases(kubeconfig: Kubeconfig, finding: Finding) -> Bases:
        user = kubeconfig.users_by_name.get(finding.subject.name) if finding.subject else None
        config = user.auth_provider.config if user and user.auth_provider else {}
        return [[Basis(finding.subject, ways[name])] for name in names if not config.get(name)] or [[]]

    return bases


def _dangling(kubeconfig: Kubeconfig, finding: Finding) -> Bases:
    """The entry that is named, or a name."""
    kind = cast("Kind", finding.name.removeprefix("dangling-"))
    name = name_in(kubeconfig, finding, kind)
    if name:
        return [[_of(Fact("entry", Subject(kind, name)))]]
    return [[Basis(finding.subject, (*_ways(("context", kind)), _EMPTY))]]


def _simply(*facts: Callable[[Finding], Fact]) -> Callable[[Kubeconfig, Finding], Bases]:
    def bases(_: Kubeconfig, finding: Finding) -> Bases:
        return [[_of(fact(finding)) for fact in facts]]

    return bases


def _of_ignored(kubeconfig: Kubeconfig, finding: Finding) -> Bases:
    """What a password, or a key, is of no use without."""
    user = kubeconfig.users_by_name.get(finding.subject.name) if finding.subject else None
    key = next((name for name, pair in user.fields.items() if pair.key.span == finding.span), "") if user else ""
    without = {"password": ["username"], **dict.fromkeys(("client-key", "client-key-data"), _CERTIFICATE)}.get(key, ())
    return [[Basis(finding.subject, (*_ways(*(("user", each) for each in without)),))]]


def _empty(kubeconfig: Kubeconfig, finding: Finding) -> Bases:
    """What is not a kubeconfig at all stands on its own."""
    if finding.severity == "error":
        return [[]]
    (part,) = _misses(("clusters",), ("contexts",), ("users",))(kubeconfig, finding)
    return [[*part, _of(Fact("document"))]]


def _place(finding: Finding) -> Fact:
    return Fact("place", None, (finding.span.start if finding.span else -1,))


def _idle(finding: Finding) -> Fact:
    return Fact("idle", finding.subject)


_UNREAD: Final = ("misspelt-field", "wrong-case-field", "unknown-field", "wrong-type")
_LOST: Final = (*_UNREAD, "duplicate-key")
_EXEC: Final = ("user", "exec")
_CERTIFICATE: Final = ("client-certificate", "client-certificate-data")
_LOGINS: Final = ("token", "tokenFile", "username", *_CERTIFICATE, "exec", "auth-provider")
#: Rules about a plugin: none of them matters if it is not run.
_OF_PLUGINS: Final = (
    "command-not-on-path", "always-interactive", "devicecode-under-conditional-access", "environment-overrides-login",
    "kubelogin-ignores-argument", "legacy-without-effect", "legacy-against-managed-server", "stray-kubelogin-argument",
    "duplicate-variable",
)  # fmt: skip

#: Rule to what its findings may follow from, and how.
FOLLOWS: Final[Mapping[str, Follower]] = {
    "wrong-type": Follower(("unsupported-value", "invalid-key"), _simply(_place)),
    "unknown-field": Follower(("nameless-variable",), _simply(_place)),
    "empty-kubeconfig": Follower((*_UNREAD, "several-documents", "second-byte-order-mark"), _empty),
    "empty-name": Follower(_UNREAD, _simply(_place)),
    "dangling-current-context": Follower(_LOST, _simply(lambda finding: Fact("entry", finding.subject))),
    "dangling-cluster": Follower((*_LOST, "dangling-cluster"), _dangling),
    "dangling-user": Follower((*_LOST, "dangling-user", "dangling-cluster"), _dangling),
    "unused-cluster": Follower(
        (*_UNREAD, "dangling-cluster"), _simply(lambda finding: Fact("unused", finding.subject))
    ),
    "unused-user": Follower((*_UNREAD, "dangling-user"), _simply(lambda finding: Fact("unused", finding.subject))),
    "no-current-context": Follower(_UNREAD, _misses(("current-context",))),
    "impersonation-without-user": Follower(_UNREAD, _misses(("user", "as"))),
    "no-credentials": Follower(_UNREAD, _misses(*(("user", each) for each in _LOGINS))),
    "ignored-credentials": Follower(_UNREAD, _of_ignored),
    "unknown-auth-provider": Follower(_UNREAD, _misses(("user", "auth-provider", "name"))),
    "incomplete-oidc": Follower((*_UNREAD, "incomplete-oidc"), _settings("idp-issuer-url", "client-id")),
    "oidc-without-token": Follower((*_UNREAD, "incomplete-oidc"), _settings("id-token")),
    "incomplete-azure": Follower(
        (*_UNREAD, "unknown-azure-config-key"), _settings("apiserver-id", "client-id", "tenant-id")
    ),
    "aks-without-config-mode": Follower((*_UNREAD, "unknown-azure-config-key"), _settings("config-mode")),
    "unknown-exec-api-version": Follower(_UNREAD, _misses((*_EXEC, "apiVersion"))),
    "missing-interactive-mode": Follower(_UNREAD, _misses((*_EXEC, "interactiveMode"))),
    "missing-command": Follower((*_UNREAD, "unknown-exec-api-version"), _misses((*_EXEC, "command"))),
    "nameless-variable": Follower(_UNREAD, _simply(_place)),
    "relative-command": Follower(
        ("command-not-on-path", "ignored-credentials"), _simply(lambda finding: Fact("program", finding.subject), _idle)
    ),
    "kubelogin-misses-argument": Follower(
        ("unknown-kubelogin-flag",), _simply(lambda finding: Fact("flag", finding.subject, (finding.missing,)))
    ),
    "plugin-misses-argument": Follower(
        ("other-kubelogin-arguments",), _simply(lambda finding: Fact("program", finding.subject))
    ),
    **{rule: Follower(("ignored-credentials",), _simply(_idle)) for rule in _OF_PLUGINS},
    "missing-server": Follower(_UNREAD, _misses(("cluster", "server"))),
    "certificate-without-key": Follower(_UNREAD, _misses(("user", "client-key"), ("user", "client-key-data"))),
}
