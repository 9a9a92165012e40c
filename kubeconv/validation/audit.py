"""What each context of a kubeconfig would run, read and contact on the machine of whoever uses it, and how bad that is. Pure:
nothing that the file names is run, opened or looked for."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from types import MappingProxyType
from typing import Final, Literal

from kubeconv.auth import gcp, trust
from kubeconv.auth.trust import Grade
from kubeconv.gate import command_line, shown
from kubeconv.gate.secret import MASK, hidden, is_secret
from kubeconv.gate.shown import Shown, quoted_name
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig import exec_info
from kubeconv.kubeconfig.acceptance import credentials_of, refused_together, variables_of
from kubeconv.kubeconfig.places import variable
from kubeconv.kubeconfig.selection import Chosen
from kubeconv.kubeconfig.view import Cluster, Kubeconfig, User, current_context_of
from kubeconv.machine.journal import counted
from kubeconv.releases.table import AUTH_PROVIDERS
from kubeconv.releases.version import Version
from kubeconv.tree.node import Node
from kubeconv.validation.contact import NO_SERVER, Contact, contact, contact_of
from kubeconv.validation.files import Validation
from kubeconv.validation.go.host import reached_by_https
from kubeconv.validation.run import Report, stops_audit

Does = Literal["run", "read", "contact"]

#: The path fields of a user, and what becomes of what is read.
_FILES_OF_USER: Final = {
    "tokenFile": "its content is sent to the server, which the author of the file chose",
    "client-certificate": "its content is sent to the server, which the author of the file chose",
    "client-key": "the client opens it, and its message reveals whether it exists",
}
_OPENED: Final = "the client opens it, and its message reveals whether it exists"

_LONGER: Final = "is longer than what is shown of it: look into the file"
#: How an empty text is told.
_NOTHING: Final = "''"
#: How many characters are shown of what comes again for another context of the same user, and how many more for each character
#: of the file: far more than in any kubeconfig, far less than thousands of contexts could make of a long command line.
MAX_AGAIN: Final = 4_000_000
_FOR_EACH_CHARACTER: Final = 4
#: What each thing adds, and each reason, argument and variable of it.
_A_DEED: Final = 100
_A_PART: Final = 40
#: What a cluster does comes again with each of its contexts; it counts from so many characters on.
_LONG: Final = 1_000
#: So many pages of a file are shown: more than anybody has contexts.
MAX_PAGES: Final = 6_000
_TOO_MANY: Final = f"it has more than {MAX_PAGES:,} pages; use --context to look at some of them"
#: So many different arguments and variables of the programs of a file are judged: those of thousands of logins are alike.
MAX_DIFFERENT: Final = 6_000
_TOO_DIFFERENT: Final = (
    f"its programs get more than {MAX_DIFFERENT:,} different arguments and variables; "
    "use --context to look at some of them"
)
_TOO_MUCH: Final = "its contexts do more than anybody could read; use --context to look at some of them"
#: From how many reasons on the worst come first: nobody reads all of them.
MANY_REASONS: Final = 50


class SetVariable(NamedTuple):
    """A variable that a program is given, as it may be shown."""

    name: str
    value: str


class Deed(NamedTuple):
    """One thing that a client would do for a context. `what` is the whole command line, a file or a host, as it may be shown,
    `by` the field, flag or variable that names it; `reasons` say why it has its grade, and `idle` why it would not happen
    now, '' if it would. `command`, `arguments` and `environment` are the parts of a command line."""

    does: Does
    grade: Grade
    what: str
    by: str
    reasons: tuple[str, ...] = ()
    idle: str = ""
    command: str = ""
    arguments: tuple[str, ...] = ()
    environment: tuple[SetVariable, ...] = ()


#: What a client contacts for a context whose cluster is not there, or says nothing.
_WITHOUT_CLUSTER: Final = Deed(
    "contact",
    "info",
    shown.url(NO_SERVER),
    "server",
    ("no cluster here names a server, and this is what the client takes then",),
)


class Page(NamedTuple):
    """What a context does. `context` is None for what no context uses, which a person may still choose by a flag, and, as the
    current one, for the cluster and the user without a name, which a client takes without a context."""

    context: str | None
    cluster: str
    user: str
    is_current: bool
    deeds: tuple[Deed, ...]
    missing: tuple[str, ...] = ()

    @property
    def grade(self) -> Grade:
        """The worst of what it does."""
        return trust.worst(each.grade for each in self.deeds)


class Audit(NamedTuple):
    """One file. `unseen` says why the pages may lack what a client sees (kubectl cannot read the file, or kubeconv does
    not judge it), '' if they show all. `unselected` counts the pages that nobody asked for."""

    path: str
    pages: tuple[Page, ...]
    unseen: str = ""
    unselected: int = 0

    @property
    def grade(self) -> Grade:
        """The worst of all pages; "error" for what cannot be shown."""
        return "error" if self.unseen else trust.worst(page.grade for page in self.pages)


class Entries(NamedTuple):
    """Where contexts find their cluster and user: the files of a KUBECONFIG list, or one file. `has_context` says whether there
    is a context that a client takes by itself."""

    clusters: Mapping[str, Cluster]
    users: Mapping[str, User]
    current: str
    has_context: bool


def entries_of(kubeconfigs: Sequence[Kubeconfig]) -> Entries:
    """The entries of some files; the first of a name counts."""
    clusters: dict[str, Cluster] = {}
    users: dict[str, User] = {}
    for each in reversed(kubeconfigs):
        clusters.update(each.clusters_by_name)
        users.update(each.users_by_name)
    current = current_context_of(kubeconfigs)
    return Entries(clusters, users, current, bool(current) or any("" in each.contexts_by_name for each in kubeconfigs))


def audit(
    path: str, kubeconfig: Kubeconfig, kubectl: Version, entries: Entries | None = None, chosen: Chosen | None = None
) -> Audit:
    """The pages of one file: its contexts in their order, then what no context uses. `entries` are those of the KUBECONFIG list
    that it belongs to; of pages that were not `chosen` there is only the number."""
    deeds_of_user, deeds_of_cluster = _DeedsOfUser(kubectl), _DeedsOfCluster(kubectl)
    left = MAX_AGAIN + _FOR_EACH_CHARACTER * len(kubeconfig.source.text)
    pages: list[Page] = []
    unselected = 0
    for page, user, cluster in _subjects(kubeconfig, entries_of([kubeconfig]) if entries is None else entries):
        is_meant = chosen is None or _is_meant(page, chosen)
        is_unused = page.context is None and not page.is_current  # it has a page if it does something
        if not is_meant and not is_unused:
            unselected += 1
            continue
        of_user, again = deeds_of_user(user, cluster)
        of_cluster, more = deeds_of_cluster(cluster)
        has_server = is_unused or (cluster is not None and bool(cluster.fields))
        deeds = (*of_user, *of_cluster) if has_server else (*of_user, *of_cluster, _WITHOUT_CLUSTER)
        if is_unused and not deeds:
            continue
        if not is_meant:
            unselected += 1
            continue
        left -= again + more
        if left < 0 or len(pages) == MAX_PAGES or len(deeds_of_user.words) > MAX_DIFFERENT:
            why = _TOO_MUCH if left < 0 else _TOO_MANY if len(pages) == MAX_PAGES else _TOO_DIFFERENT
            return Audit(path, tuple(pages), why, unselected)
        pages.append(page._replace(deeds=deeds))
    return Audit(path, tuple(pages), "", unselected)


def _subjects(kubeconfig: Kubeconfig, entries: Entries) -> Iterator[tuple[Page, User | None, Cluster | None]]:
    """What has a page: a page without its deeds, and the user and cluster that it is about."""
    clusters, users, current, has_context = entries
    used = set()
    for context in kubeconfig.contexts:
        cluster, user = clusters.get(context.cluster), users.get(context.user)
        used |= {id(each) for each in (cluster, user) if each is not None}
        missing = tuple(
            f"{kind} {quoted_name(name)} is not here"
            for kind, name, found in (("cluster", context.cluster, cluster), ("user", context.user, user))
            if name and found is None
        )
        yield Page(context.name, context.cluster, context.user, context.name == current, (), missing), user, cluster
    if not has_context:
        cluster, user = clusters.get(""), users.get("")
        nameless = [each for each in (user, cluster) if each is not None]
        used |= set(map(id, nameless))
        if any(each is nameless[0] for each in (*kubeconfig.users, *kubeconfig.clusters) if nameless):
            yield Page(None, "", "", is_current=True, deeds=()), user, cluster
    # Of two entries of a name each client takes another one.
    for each_user in kubeconfig.users:
        if id(each_user) not in used:
            yield Page(None, "", each_user.name, is_current=False, deeds=()), each_user, None
    for each_cluster in kubeconfig.clusters:
        if id(each_cluster) not in used:
            yield Page(None, each_cluster.name, "", is_current=False, deeds=()), None, each_cluster


def audit_files(
    validation: Validation, kubectl: Version, known: Mapping[str, Audit] = MappingProxyType({})
) -> list[Audit]:
    """The audit of each file that could be read. `known` are those by path that are there already."""
    read = [(each.path, each.report) for each in validation.files if each.report is not None]
    listed = [report.kubeconfig for _, report in read if report.kubeconfig]
    entries = entries_of(listed) if validation.merged is not None else None
    return [
        known[path] if path in known else audit_of(path, report, kubectl, entries)
        for path, report in counted(read, "auditing", "files")
    ]


def audit_of(path: str, report: Report, kubectl: Version, entries: Entries | None = None) -> Audit:
    """The audit of one file that was judged. `entries` are as in `audit`."""
    kubeconfig, found = report.kubeconfig, [each for findings in report.found.values() for each in findings]
    stops = [each for each in found if stops_audit(each)]
    seen = audit(path, kubeconfig, kubectl, entries, report.chosen) if kubeconfig is not None else Audit(path, ())
    return seen._replace(unseen=stops[0].message) if stops else seen


def _is_meant(page: Page, chosen: Chosen) -> bool:
    if page.context is not None or page.is_current:
        return (page.context or "") in chosen.contexts
    return page.user in chosen.users if page.user or not page.cluster else page.cluster in chosen.clusters


def command_doubts(command: str, arguments: Sequence[str], variables: Mapping[str, str]) -> list[trust.Doubt]:
    """All that is to be said of what is run."""
    return [*trust.doubts_of_program(command, arguments), *trust.doubts_of_variables(variables)]


class _DeedsOfUser:
    """What a client does for a user, worked out once for all contexts where it is the same; and its size if the user was asked
    for before, else 0. `words` are what the programs of all of them get."""

    def __init__(self, kubectl: Version) -> None:
        self._kubectl = kubectl
        self._known: dict[tuple[int, bool, int], tuple[tuple[Deed, ...], int]] = {}
        self._asked: set[int] = set()
        self.words: set[str] = set()

    def __call__(self, user: User | None, cluster: Cluster | None) -> tuple[tuple[Deed, ...], int]:
        if user is None or user.body is None:
            return (), 0
        over_http = cluster is not None and bool(cluster.fields) and not reached_by_https(cluster.string("server"))
        settings = exec_info.settings_for_plugin(user.exec, cluster) if user.exec is not None else None
        asked = id(user.body), over_http, id(settings)
        if asked not in self._known:
            deeds = tuple(_of_user(user, settings, self._kubectl, self.words, over_http=over_http))
            self._known[asked] = deeds, sum(map(_size, deeds))
        deeds, size = self._known[asked]
        size = size if asked[0] in self._asked else 0
        self._asked.add(asked[0])
        return deeds, size


class _DeedsOfCluster:
    """What a client does for a cluster, worked out once; and its size if that is long, but for the first time."""

    def __init__(self, kubectl: Version) -> None:
        self._kubectl = kubectl
        self._known: dict[int, tuple[tuple[Deed, ...], int]] = {}

    def __call__(self, cluster: Cluster | None) -> tuple[tuple[Deed, ...], int]:
        if id(cluster) in self._known:
            return self._known[id(cluster)]
        deeds = tuple(_of_cluster(cluster, self._kubectl))
        size = sum(map(_size, deeds))
        self._known[id(cluster)] = deeds, size if size > _LONG else 0
        return deeds, 0


def _size(deed: Deed) -> int:
    parts = len(deed.reasons) + len(deed.arguments) + len(deed.environment)
    return _A_DEED + _A_PART * parts + len(deed.what) + sum(map(len, deed.reasons))


def _of_user(
    user: User, settings: Node | None, kubectl: Version, words: set[str], *, over_http: bool
) -> Iterator[Deed]:
    plain = "the server is not reached by https, so that kubectl sends no login" if over_http else ""
    has = credentials_of(user)
    refused = next((f"{one} and {two} together are refused" for one, two in refused_together(has)), "")
    beside = has.bearer or has.username or has.certificate
    idle = plain or refused or ("a token, password or certificate beside it comes first" if beside else "")
    if user.exec is not None:
        exec_, variables = user.exec, variables_of(user.exec)
        if settings:
            variables[exec_info.VARIABLE] = _in_json(settings)
        words.update(exec_.arguments[: trust.MAX_WORDS], *islice(variables.items(), trust.MAX_WORDS))
        yield from _run("exec", exec_.command, exec_.arguments, variables, idle)
    for key, why in _FILES_OF_USER.items():
        if path := user.string(key):
            # A client looks for a certificate before anything else, also where it does not use it.
            unused = plain or refused
            is_checked = key == "client-certificate" or (key == "client-key" and has.certificate)
            reason, idle_now = (_OPENED, "") if is_checked and unused else (why, unused)
            yield Deed("read", "error", _file(path), key, (reason,), idle_now)
    provider = user.auth_provider
    if provider is None:
        return
    client = AUTH_PROVIDERS.get(provider.name)
    gone = client is not None and not client.kubectl.contains(kubectl)
    idle = plain or refused or (f"kubectl {kubectl} no longer has this auth-provider" if gone else "")
    config = provider.config
    if program := config.get("cmd-path"):
        command, arguments = gcp.command_of(config)
        words.update(arguments[: trust.MAX_WORDS])
        yield from _run("cmd-path", command or program, arguments, {}, idle)
    if issuer := config.get("idp-issuer-url"):
        found = contact(issuer, "error", "the client asks it for a new token", kubectl)
        yield Deed("contact", *_told(found, "idp-issuer-url"), idle)
    if authority := config.get("idp-certificate-authority"):
        yield Deed("read", "error", _file(authority), "idp-certificate-authority", (_OPENED,), idle)


_in_json: Final = lru_cache(1024)(exec_info.in_json)


def _run(by: str, command: str, arguments: Sequence[str], variables: Mapping[str, str], idle: str) -> tuple[Deed, ...]:
    kinds = (("arguments", len(arguments)), ("variables", len(variables)))
    more = tuple(
        f"gets {count:,} {kind}, of which the first {trust.MAX_WORDS:,} are shown: look into the file"
        for kind, count in kinds
        if count > trust.MAX_WORDS
    )
    some = tuple(islice(variables.items(), trust.MAX_WORDS))
    return _run_known(by, command, tuple(arguments[: trust.MAX_WORDS]), some, idle, more)


@lru_cache(1024)
def _run_known(
    by: str,
    command: str,
    arguments: tuple[str, ...],
    variables: tuple[tuple[str, str], ...],
    idle: str,
    more: tuple[str, ...],
) -> tuple[Deed, ...]:
    """Worked out once for all users that run the same. `more` says what else they run it with."""
    return tuple(_running(by, command, arguments, dict(variables), idle, more))


def _running(
    by: str, command: str, arguments: Sequence[str], variables: Mapping[str, str], idle: str, more: Sequence[str]
) -> Iterator[Deed]:
    doubts = [*command_doubts(command, arguments, variables), *(trust.Doubt("error", each) for each in more)]
    program, words = command_line.program(command), command_line.shown_arguments(arguments, command)
    names = {name: _name(name) for name in variables}
    environment = tuple(SetVariable(names[name], _value(name, value)) for name, value in variables.items())
    if any(map(command_line.is_cut, (command, *arguments), (program, *words))):
        doubts.append(trust.Doubt("error", f"has a part that {_LONGER}"))
    for (name, value), seen in zip(variables.items(), environment, strict=True):
        if command_line.is_cut(value, seen.value) or command_line.is_cut(name, seen.name):
            doubts.append(trust.Doubt("error", _LONGER, name))
    if len(doubts) > MANY_REASONS:
        doubts.sort(key=lambda each: -trust.RANK[each.grade])
    what = " ".join([
        *(f"{name}={command_line.quoted(value) if value else ''}" for name, value in environment),
        *(map(command_line.quoted, (program, *words)) if command else ("nothing",)),
        *(("…",) if more else ()),
    ])  # fmt: skip
    reasons = tuple(
        f"{(program if each.about == 'program' else names[each.about]) or _NOTHING} {each.why}" for each in doubts
    )
    grade = trust.worst(each.grade for each in doubts)
    yield Deed("run", grade, what, by, reasons, idle, program, tuple(words), environment)
    for file in trust.files_named(command, arguments, variables):
        yield Deed("read", file.grade, _file(file.text), _by(file.by), ("the file chose which one",), idle)
    for host in trust.hosts_named(command, arguments, variables):
        why = "" if host.grade == "info" else "the file chose which one"
        yield Deed("contact", *_told(contact(host.text, host.grade, why), _by(host.by)), idle)


def _of_cluster(cluster: Cluster | None, kubectl: Version) -> Iterator[Deed]:
    if cluster is None:
        return
    if path := cluster.string("certificate-authority"):
        yield Deed("read", "error", _file(path), "certificate-authority", (_OPENED,))
    if cluster.fields:
        yield Deed("contact", *_told(contact_of(cluster, kubectl), "server"))
    if proxy := cluster.string("proxy-url"):
        yield Deed("contact", *_told(contact(proxy, "error", "all traffic goes through it", kubectl), "proxy-url"))


def _told(found: Contact, by: str) -> tuple[Grade, str, str, tuple[str, ...]]:
    return found.grade, found.what, by, found.reasons


@lru_cache(32768)  # a variable is told of with its value, its doubts, its file and its host
def _name(text: str) -> Shown:
    return shown.variable(text) if shown.is_variable(text) else command_line.value(text)


def _value(name: str, text: str) -> Shown:
    found = variable(name)(text)
    return command_line.variable(name, text) if MASK in found else found


@lru_cache(1024)
def _file(text: str) -> Shown:
    found = shown.path(text)
    if MASK not in found:
        return found
    words = hidden(text).split()
    is_torn = len(words) > 1 and not any(each[0] in "/~." for each in words) and is_secret("".join(text.split()))
    return Shown(MASK) if is_torn else command_line.value(" ".join(words))


def _by(text: str) -> str:
    return text if text == "an argument" else shown.flag(text) if text.startswith("-") else _name(text)
