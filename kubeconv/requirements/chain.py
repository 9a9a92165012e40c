"""The one model of a login: the chain from the file over the client and the plugin to the token, and one verdict. Pure.

Everything that says whether a login works is a view of it: the doctor, the verdicts of validate, what convert says comes next.

The verdict: `works`; `needs`, if it works once what is named is given at run time (a person logs in, a variable is set, a
program of which nothing is known is there); `fails`; `unknown`. On this machine a variable that is not set is needed too if the
environment can give it: kubelogin stops here and now, so `works` is false. What no environment can give, fails.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from kubeconv.kubeconfig.acceptance import facts_of, runs_plugin
from kubeconv.kubeconfig.login import is_aks_managed
from kubeconv.kubeconfig.view import Kubeconfig, User
from kubeconv.releases.table import AKS_MANAGED, MINIMUMS, support
from kubeconv.releases.version import is_at_least
from kubeconv.requirements.cause import (
    NO_PROGRAM,
    NOTHING,
    PERSON,
    SILENT_CLIENT,
    TOO_OLD_FOR_AKS,
    UNREADABLE,
    Cause,
    Diagnosis,
    Link,
    LinkPart,
    diagnosed,
)
from kubeconv.requirements.clients import Client, stops_at
from kubeconv.requirements.plugin_chain import plugin_links
from kubeconv.requirements.plugin_run import plugin_run
from kubeconv.requirements.surroundings import Surroundings
from kubeconv.tree.finding import Finding, Subject
from kubeconv.validation.go.host import reached_by_https
from kubeconv.validation.rule import Rule
from kubeconv.validation.verdict import Judge, Stop, defined_in

#: Rules whose findings let a login fail although client-go accepts it, to the link that they are about.
_STOPS_LATER: Final[Mapping[str, LinkPart]] = {
    "expired-certificate": "certificate dates",
    "future-certificate": "certificate dates",
    "kuberc-forbids-command": "plugin",
}
#: Rules of which only some findings stop a client.
_MAY_STOP: Final = frozenset(("incomplete-azure", "no-current-context"))
#: A file with a hundred mistakes is not read because of the first.
_MOST: Final = 3


def decides(rule: Rule) -> bool:
    """True for a rule on which a verdict hangs; all others only tell."""
    return rule.EFFECT in ("load", "use", "unjudged") or rule.NAME in {*_STOPS_LATER, *_MAY_STOP, NO_PROGRAM}


class Chains:
    """The chains of the contexts of the files that client-go reads together, for one client. `files` are the kubeconfigs in
    their order, each with what the rules find for this client, `unreadable` those of the list that cannot be read: one is
    enough for client-go to read none. `links` are shared by all clients: a plugin does not care who runs it."""

    def __init__(
        self,
        files: Sequence[tuple[Kubeconfig, Sequence[Finding]]],
        client: Client,
        around: Surroundings,
        unreadable: Sequence[str] = (),
        links: dict[str, tuple[Link, ...]] | None = None,
    ) -> None:
        self._client, self._around, self._unreadable = client, around, unreadable
        self._first = files[0][0].source.name if files else ""
        self._judge = Judge(client.release, files) if client.release is not None else None
        self._links = {} if links is None else links
        self._users: dict[str, tuple[Kubeconfig, User]] = {}
        self._later: dict[Subject, list[Stop]] = {}
        #: What became of those that hang on the same.
        self._known: dict[tuple[str, ...], Diagnosis] = {}
        self._broken: tuple[Cause, ...] = ()
        earlier: set[Subject] = set()
        for kubeconfig, findings in files:
            for finding in findings:
                if finding.name in _STOPS_LATER and finding.subject is not None and finding.subject not in earlier:
                    self._later.setdefault(finding.subject, []).append((kubeconfig, finding))
            if len(files) > 1:
                earlier |= defined_in(kubeconfig)
            for user in kubeconfig.users_by_name.values():
                self._users.setdefault(user.name, (kubeconfig, user))

    @property
    def client(self) -> Client:
        """For whom these are."""
        return self._client

    @property
    def are_read(self) -> bool:
        """False if this client reads none of the files."""
        return not self._unreadable and (self._judge is None or self._judge.loads is True)

    def diagnose(self, context: str) -> Diagnosis:
        """The chain of one context."""
        about = self._judge.about(context) if self._judge is not None else ()
        if about not in self._known:
            self._known[about] = diagnosed(self._of(context))
        return self._known[about]

    def _of(self, context: str) -> Iterator[Link]:
        if self._unreadable:
            yield Link("file", "fails", tuple(Cause(UNREADABLE, file=path) for path in self._unreadable))
            return
        if self._judge is None:
            yield Link("client", "unknown", (Cause(SILENT_CLIENT, command=self._client.name),))
            return
        if stops := self._judge.stops(context):
            if self._judge.loads:
                yield Link("login", "fails", tuple(map(_cause, stops[:_MOST])))
            else:
                yield Link("file", "unknown" if self._judge.loads is None else "fails", self._unread_files(stops))
            return
        if self._judge.verdict(context).usable is not True:
            yield Link("file", "fails", (Cause(NOTHING, file=self._first),))
            return
        cluster, user_name, server = self._judge.parts(context)
        if not reached_by_https(server):
            return  # nobody logs in there: client-go sends no credentials
        yield from self._stops_later(cluster, user_name)
        if user_name in self._users:
            yield from self._of_user(*self._users[user_name])

    def _unread_files(self, stops: Sequence[Stop]) -> tuple[Cause, ...]:
        """The first mistake of each file that is not read: for that kubectl ends."""
        if not self._broken:
            first = {kubeconfig.source.name: (kubeconfig, finding) for kubeconfig, finding in reversed(stops)}
            self._broken = tuple(map(_cause, reversed(first.values())))
        return self._broken

    def _stops_later(self, cluster: str, user: str) -> Iterator[Link]:
        for subject in (Subject("user", user), Subject("cluster", cluster)):
            for stop in self._later.get(subject, ()):
                part = _STOPS_LATER[stop[1].name]
                if part != "plugin" or self._runs_plugin(user):
                    yield Link(part, "fails", (_cause(stop),))

    def _runs_plugin(self, user: str) -> bool:
        found = self._users.get(user)
        return found is not None and plugin_run(*found, self._around) is not None

    def _of_user(self, kubeconfig: Kubeconfig, user: User) -> Iterator[Link]:
        if user.exec is None or runs_plugin(user):
            yield from _fits_aks(kubeconfig, user, self._client)
        if user.name not in self._links:
            self._links[user.name] = (*plugin_links(kubeconfig, user, self._around), *_of_provider(kubeconfig, user))
        yield from self._links[user.name]


def _cause(stop: Stop) -> Cause:
    kubeconfig, finding = stop
    line = kubeconfig.source.position(finding.span.start).line if finding.span else 0
    return Cause(finding.name, finding.subject, kubeconfig.source.name, line)


def _of_user_entry(kubeconfig: Kubeconfig, user: User, name: str) -> Cause:
    line = kubeconfig.source.position(user.entry.start).line
    return Cause(name, Subject("user", user.name), kubeconfig.source.name, line)


def _fits_aks(kubeconfig: Kubeconfig, user: User, client: Client) -> Iterator[Link]:
    """A user of an AKS-managed cluster needs a client that knows such logins; kubectl may have kubelogin know them for it."""
    is_managed = user.auth_provider is not None and AKS_MANAGED in facts_of(user)
    is_stopped = is_managed and bool(client.version) and stops_at(client.name, client.version, AKS_MANAGED)
    row = support(client.name, AKS_MANAGED) if is_stopped else None
    minimum = (row.releases.since or "") if row else ""
    # kubelogin logs in for an old kubectl, not for an old helm.
    if (client.name == "helm" or (client.name == "kubectl" and user.exec is None)) and is_aks_managed(user):
        minimum = MINIMUMS[client.name].release
    if minimum and client.version and not is_at_least(client.version, minimum):
        cause = _of_user_entry(kubeconfig, user, TOO_OLD_FOR_AKS)
        cause = cause._replace(command=client.name, versions=(client.version, minimum))
        yield Link("versions", "fails", (cause,))


def _of_provider(kubeconfig: Kubeconfig, user: User) -> Iterator[Link]:
    """The azure auth-provider shows a code to a person, unless it has a token."""
    provider = user.auth_provider
    if provider is not None and provider.name == "azure" and not provider.config.get("access-token"):
        yield Link("login", "needs", (_of_user_entry(kubeconfig, user, PERSON)._replace(mode="devicecode"),))
