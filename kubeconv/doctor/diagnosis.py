"""Which contexts work with which of the programs on a machine, and why not: offline, a view of the chain. Pure.

The chain goes from the file over the client and its plugin to the first call over the network (`requirements.chain`).
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Final

from kubeconv.doctor.reason import Reason, reason_of
from kubeconv.doctor.words import CauseWords
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.login import Login, login_of
from kubeconv.kubeconfig.view import Kubeconfig, User, current_context_of
from kubeconv.machine.journal import counted
from kubeconv.releases.version import Version
from kubeconv.requirements.cause import Diagnosis, Link, State
from kubeconv.requirements.chain import Chains
from kubeconv.requirements.clients import Client
from kubeconv.requirements.surroundings import Surroundings
from kubeconv.tree.finding import UNREAD, Finding, Subject
from kubeconv.validation.run import Report

#: Rules about logins that a client no longer knows: converting helps if one of them stops a context.
LOGIN_RULES: Final = frozenset(("removed-azure", "removed-gcp", "exec-v1alpha1"))


class Answer(NamedTuple):
    """How a context fares with one client: the verdict, and `works`, which is None if it cannot be determined. `reasons` are
    all for which it does not work here and now, `cause` is the one that decides, `needs` are what it is to be given at run
    time."""

    verdict: State
    works: bool | None
    reasons: tuple[Reason, ...] = ()
    cause: Reason | None = None
    needs: tuple[Reason, ...] = ()


class Row(NamedTuple):
    """A context, and the answer for each client in their order. `login` is None if there is no user to look at; `file` and
    `user_file` are the files that define context and user; `connected` is the version that the cluster itself told, or why it
    reported none, '' if it was not asked; then `reached` is None. `works_if_read` is false for one that does not work either
    once all files are read."""

    context: str
    user: str
    cluster: str
    login: Login | None
    file: str
    user_file: str
    is_current: bool
    answers: tuple[Answer, ...]
    connected: str = ""
    reached: bool | None = None
    works_if_read: bool = True

    @property
    def plugin(self) -> str:
        """The program that logs in, '' if none does."""
        return self.login.plugin if self.login else ""

    @property
    def works(self) -> bool | None:
        """True if it works with every client, and with its cluster if that was asked; None if that cannot be determined."""
        found = [*(answer.works for answer in self.answers), self.reached is not False]
        return False if False in found else None if None in found else True


def diagnose(
    reports: Sequence[Report],
    unreadable: Mapping[str, str],
    clients: Sequence[Client],
    around: Surroundings,
    contexts: Set[str] | None = None,
) -> list[Row]:
    """A row for each context of the files that client-go reads together: one file, or a KUBECONFIG list in its order.

    The reports are for the releases of all clients. `unreadable` are files of the list that cannot be read, and why: one is
    enough for client-go to read none. With `contexts` there are only their rows.
    """
    kubeconfigs = [report.kubeconfig for report in reports if report.kubeconfig]
    paths = [*(each.source.name for each in kubeconfigs), *unreadable]
    users: dict[str, tuple[Kubeconfig | None, User | None]] = {}
    places: dict[str, tuple[str, str, str]] = {}
    for kubeconfig in kubeconfigs:
        for each_user in kubeconfig.users_by_name.values():
            users.setdefault(each_user.name, (kubeconfig, each_user))
        for each in kubeconfig.contexts:
            places.setdefault(each.name, (each.user, each.cluster, kubeconfig.source.name))
    current = current_context_of(kubeconfigs)
    names = [*places, *([current] if current and current not in places else [])]
    if not names and (kubeconfigs or unreadable):
        names = [""]  # the file itself, where it has no context to show
    words = CauseWords(reports, unreadable)
    answering = _Answering(reports, [*unreadable], clients, around, words)
    rows = []
    for name in counted(names, "diagnosing", "contexts"):
        if contexts is not None and name not in contexts:
            continue
        user_name, cluster, file = places.get(name, ("", "", paths[0]))
        owner, user = users.get(user_name, (None, None))
        login = login_of(user)[0] if user else None
        user_file = owner.source.name if owner else ""
        is_current = bool(name) and name == current
        answers, works_if_read = answering.answers(name), answering.works_if_read(name)
        rows.append(
            Row(name, user_name, cluster, login, file, user_file, is_current, answers, works_if_read=works_if_read)
        )
    return rows


class _Answering:
    """The answers of all clients; those that read files as the same kubectl share what the rules find."""

    def __init__(
        self,
        reports: Sequence[Report],
        unreadable: Sequence[str],
        clients: Sequence[Client],
        around: Surroundings,
        words: CauseWords,
    ) -> None:
        links: dict[str, tuple[Link, ...]] = {}
        self._chains = [
            Chains(_files(reports, client.release), client, around, unreadable, links) for client in clients
        ]
        self._if_read = [
            Chains(_if_read(_files(reports, chains.client.release)), chains.client, around, (), links)
            for chains in self._chains
            if not chains.are_read
        ]
        self._words = words
        #: The answer to a diagnosis, which many contexts share.
        self._known: dict[int, tuple[Diagnosis, Answer]] = {}

    def answers(self, context: str) -> tuple[Answer, ...]:
        """What comes of a context with each client."""
        return tuple(self._answer(chains, context) for chains in self._chains)

    def works_if_read(self, context: str) -> bool:
        """True if a context works, or needs what is named, once all files are read; those that are none at all say nothing."""
        return all(chains.diagnose(context).verdict in ("works", "needs") for chains in self._if_read)

    def _answer(self, chains: Chains, context: str) -> Answer:
        found, words = chains.diagnose(context), self._words
        if id(found) not in self._known:
            works = found.works
            stops = () if works else found.stops
            # Each cause has its own reason.
            reasons = tuple(map(words.reason, stops if len(stops) < 2 else dict.fromkeys(stops)))
            is_first = bool(stops) and stops[0] is found.cause
            cause = reasons[0] if is_first else words.reason(found.cause) if found.cause else None
            answer = Answer(found.verdict, works, reasons, cause, tuple(map(words.reason, found.needs)))
            self._known[id(found)] = found, answer
        return self._known[id(found)][1]


def _files(reports: Sequence[Report], release: Version | None) -> list[tuple[Kubeconfig, Sequence[Finding]]]:
    return [
        (report.kubeconfig, report.found.get(release, ()) if release is not None else ())
        for report in reports
        if report.kubeconfig
    ]


def _if_read(files: Iterable[tuple[Kubeconfig, Sequence[Finding]]]) -> list[tuple[Kubeconfig, Sequence[Finding]]]:
    """The files without the findings for which they are not read."""
    return [(kubeconfig, [each for each in findings if each.effect not in UNREAD]) for kubeconfig, findings in files]


def others(rows: Sequence[Row], reports: Iterable[Report], *, only: bool = False) -> list[Reason]:
    """The errors and warnings that are no reason for which a context of `rows` does not work, in the order of the text; with
    `only` those about nothing but other contexts are left out."""
    said = {
        _key(reason)
        for row in rows
        for answer in row.answers
        for reason in (*answer.reasons, *answer.needs)
    }  # fmt: skip
    about = {
        subject
        for row in (rows if only else ())
        for subject in (Subject("context", row.context), Subject("user", row.user), Subject("cluster", row.cluster))
    }
    found = [
        reason_of(report.kubeconfig, finding)
        for report in reports
        for finding in report.findings
        if report.kubeconfig and (finding.severity != "info" or finding.name == "no-current-context")
        if not only or finding.subject is None or finding.subject in about
    ]
    return [reason for reason in dict.fromkeys(found) if _key(reason) not in said]


def _key(reason: Reason) -> tuple[str, str, int, Subject | None]:
    # Severity and message may be others for another client.
    return reason.code, reason.file, reason.line, reason.subject
