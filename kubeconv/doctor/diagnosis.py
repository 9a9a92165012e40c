"""Which contexts work with which of the programs on a machine, and why not: offline, from the findings. Pure.

A context works with a program where its client-go accepts the context, and where the plugin that logs in can be run: it is
there, the right one, and new enough for its arguments.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final, NamedTuple

from kubeconv.auth.login_modes import program_asked
from kubeconv.doctor.reason import Reason, reason_of
from kubeconv.gate.shown import quoted_name
from kubeconv.kubeconfig.login import Login, login_of
from kubeconv.kubeconfig.view import Kubeconfig, User
from kubeconv.releases.version import Version
from kubeconv.tree.finding import Finding, Subject
from kubeconv.validation.run import Report
from kubeconv.validation.verdict import Judge, Stop, defined_in

#: The rules about a program that is not there, and about another kubelogin.
NO_PROGRAM: Final = "command-not-on-path"
WRONG_KUBELOGIN: Final = "other-kubelogin-arguments"

#: Rules whose findings let a login fail although client-go accepts it: the plugin cannot do its work, a certificate is of no
#: use any more. A finding of the severity `info` is doubtful and does not count, except for `NO_PROGRAM`, which is milder
#: about contexts that are not the current one.
STOPS_LATER: Final = (
    NO_PROGRAM, WRONG_KUBELOGIN, "kubelogin-too-old", "unknown-kubelogin-flag", "bad-kubelogin-value",
    "kubelogin-misses-argument", "pop-claims-without-u", "pop-flags-apart", "expired-certificate",
    "kuberc-forbids-command",
)  # fmt: skip

#: Rules about logins that a client no longer knows: converting helps where one of them stops a context.
LOGIN_RULES: Final = frozenset(("removed-azure", "removed-gcp", "exec-v1alpha1"))

#: What no rule says, as a rule alone cannot know the programs on PATH. Name to what is wrong.
NO_TOKEN_PROGRAM: Final = "token-program-not-on-path"  # noqa: S105 - the name of a problem
UNREADABLE: Final = "unreadable-file"
TITLES: Final = {
    NO_TOKEN_PROGRAM: "The program that kubelogin asks for a token in this login mode is not on PATH.",
    UNREADABLE: "A file cannot be read.",
}


class Client(NamedTuple):
    """A program that reads kubeconfigs. `release` is the kubectl whose client-go it is built with, None where that cannot be
    told; `problem` is why its version is not known."""

    name: str
    version: str
    path: str
    release: Version | None
    problem: str = ""

    def __str__(self) -> str:
        return f"{self.name} {self.version}{'' if self.path else ' (not on PATH)'}".rstrip()


class Answer(NamedTuple):
    """Whether a context works with one client, None where it cannot be told, and why not."""

    works: bool | None
    reasons: tuple[Reason, ...] = ()


class Row(NamedTuple):
    """A context, and the answer for each client in their order. `login` is None where there is no user to look at; `file` and
    `user_file` are the files that define context and user; `connected` is the version that the cluster itself told, or why it
    told none, '' where it was not asked; then `reached` is None."""

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

    @property
    def plugin(self) -> str:
        """The program that logs in, '' where none does."""
        return self.login.plugin if self.login else ""

    @property
    def works(self) -> bool | None:
        """True where it works with every client, and with its cluster if that was asked; None where that cannot be told."""
        found = [*(answer.works for answer in self.answers), self.reached is not False]
        return False if False in found else None if None in found else True


class Surroundings(NamedTuple):
    """What of the machine decides whether a plugin can do its work: is the first kubelogin on PATH another program (one
    that does not answer is not known to be), and the programs on PATH that kubelogin asks for tokens."""

    kubelogin_is_wrong: bool = False
    token_programs: frozenset[str] = frozenset()


def diagnose(
    reports: Sequence[Report],
    unreadable: Mapping[str, str],
    clients: Sequence[Client],
    around: Surroundings,
    context: str | None = None,
) -> list[Row]:
    """A row for each context of the files that client-go reads together: one file, or a KUBECONFIG list in its order.

    The reports are for the releases of all clients. `unreadable` are files of the list that cannot be read, and why: one is
    enough for client-go to read none. With `context` there is only that row, if there is such a context.
    """
    kubeconfigs = [report.kubeconfig for report in reports if report.kubeconfig]
    unread = [
        Reason(UNREADABLE, "", "error", TITLES[UNREADABLE], f"{path}: {why}", file=path)
        for path, why in unreadable.items()
    ]
    paths = [*(each.source.name for each in kubeconfigs), *unreadable, ""]
    releases = dict.fromkeys(client.release for client in clients if client.release is not None)
    views = {release: _View(reports, release, around) for release in releases}
    users: dict[str, tuple[Kubeconfig | None, User | None]] = {}
    places: dict[str, tuple[str, str, str]] = {}
    for kubeconfig in kubeconfigs:
        for each_user in kubeconfig.users_by_name.values():
            users.setdefault(each_user.name, (kubeconfig, each_user))
        for each in kubeconfig.contexts:
            places.setdefault(each.name, (each.user, each.cluster, kubeconfig.source.name))
    current = next((each.current_context for each in kubeconfigs if each.current_context), "")
    names = [*places, *([current] if current and current not in places else [])]
    if not names and (kubeconfigs or unread):
        names = [""]  # the file itself, where it has no context to show
    rows = []
    for name in names:
        if context is not None and name != context:
            continue
        user_name, cluster, file = places.get(name, ("", "", paths[0]))
        owner, user = users.get(user_name, (None, None))
        answers = tuple(
            Answer(False, tuple(unread)) if unread
            else Answer(None) if client.release is None
            else views[client.release].answer(name, owner, user)
            for client in clients
        )  # fmt: skip
        login = login_of(user)[0] if user else None
        user_file = owner.source.name if owner else ""
        rows.append(Row(name, user_name, cluster, login, file, user_file, bool(name) and name == current, answers))
    return rows


def others(rows: Sequence[Row], reports: Iterable[Report], *, only: bool = False) -> list[Reason]:
    """The errors and warnings that are no reason for which a context of `rows` does not work, in the order of the text; with
    `only` those about nothing but other contexts are left out."""
    said = {_key(reason) for row in rows for answer in row.answers for reason in answer.reasons}
    about = {
        subject
        for row in rows
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


class _View:
    """The files as the client-go of one release sees them."""

    def __init__(self, reports: Sequence[Report], release: Version, around: Surroundings) -> None:
        files = [(report.kubeconfig, report.found[release]) for report in reports if report.kubeconfig]
        self._judge = Judge(release, files)
        self._around = around
        self._later: dict[Subject, list[Stop]] = {}
        self._idle: set[str] = set()
        self._reasons: dict[int, Reason] = {}
        earlier: set[Subject] = set()
        for kubeconfig, findings in files:
            for finding in findings:
                if finding.subject is None or finding.subject in earlier:
                    continue
                if _stops_later(finding, around):
                    self._later.setdefault(finding.subject, []).append((kubeconfig, finding))
                elif finding.name == "ignored-credentials" and _is_about_exec(kubeconfig, finding):
                    self._idle.add(finding.subject.name)
            if len(files) > 1:
                earlier |= defined_in(kubeconfig)

    def answer(self, context: str, owner: Kubeconfig | None, user: User | None) -> Answer:
        """Whether a context works, whose user is defined in the file `owner`."""
        stops = self._judge.stops(context)
        if stops:
            # A file with a hundred mistakes is not read because of the first.
            return Answer(False, tuple(self._reason(stop) for stop in stops[:3]))
        if self._judge.verdict(context).usable is not True:
            return Answer(False)
        found = self._later_for(context, owner, user)
        return Answer(not found, tuple(found))

    def _later_for(self, context: str, owner: Kubeconfig | None, user: User | None) -> list[Reason]:
        cluster, user_name, _ = self._judge.parts(context)
        stops = chain(self._later.get(Subject("user", user_name), ()), self._later.get(Subject("cluster", cluster), ()))
        is_idle = user_name in self._idle
        found = [self._reason(stop) for stop in stops if not (is_idle and stop[1].code.startswith("KC3"))]
        if owner is None or user is None or user.exec is None or is_idle:
            return found
        return [*found, *_plugin_reasons(owner, user, self._around)]

    def _reason(self, stop: Stop) -> Reason:
        kubeconfig, finding = stop
        if id(finding) not in self._reasons:
            self._reasons[id(finding)] = reason_of(kubeconfig, finding)
        return self._reasons[id(finding)]


def _stops_later(finding: Finding, around: Surroundings) -> bool:
    if finding.name == WRONG_KUBELOGIN and finding.severity == "warning":  # it is about the kubelogin on PATH
        return around.kubelogin_is_wrong
    return finding.name in STOPS_LATER and (finding.severity != "info" or finding.name == NO_PROGRAM)


def _is_about_exec(kubeconfig: Kubeconfig, finding: Finding) -> bool:
    user = kubeconfig.users_by_name.get(finding.subject.name) if finding.subject else None
    return user is not None and "exec" in user.fields and user.fields["exec"].key.span == finding.span


def _plugin_reasons(owner: Kubeconfig, user: User, around: Surroundings) -> Iterator[Reason]:
    """What a user of Azure's kubelogin lacks on PATH besides that."""
    login, _ = login_of(user)
    exec_ = user.exec
    if exec_ is None or login.format != "kubelogin":
        return
    subject = Subject("user", user.name)
    line = owner.source.position(exec_.node.start).line
    program = program_asked(login.mode)
    if program and program not in around.token_programs:
        title = TITLES[NO_TOKEN_PROGRAM]
        message = (
            f"user {quoted_name(user.name)} logs in with the login mode {login.mode}, and {program} is not on PATH"
        )
        yield Reason(NO_TOKEN_PROGRAM, "", "error", title, message, "", owner.source.name, line, subject)
