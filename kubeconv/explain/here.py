"""What known messages mean on this machine: its files, users and contexts filled in. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from typing import Final

from kubeconv.auth.kubelogin import program_of
from kubeconv.auth.plugins import PLUGINS
from kubeconv.explain.messages.message import Message
from kubeconv.explain.plain import plain_lines, squash
from kubeconv.explain.search import Match
from kubeconv.explain.shell import POSIX, Shell
from kubeconv.gate import called, shown
from kubeconv.gate.brief import brief
from kubeconv.gate.regex import regex
from kubeconv.gate.secret import MASK
from kubeconv.gate.shown import Shown
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.login import Detected, azure_login_of, detect_users
from kubeconv.kubeconfig.view import Cluster, Context, Kubeconfig, User, current_context_of
from kubeconv.machine.load import Loaded
from kubeconv.releases.table import NEWEST_KUBECTL
from kubeconv.requirements.next_steps import is_asked_to_log_in
from kubeconv.requirements.plugin_chain import plugin_links
from kubeconv.requirements.surroundings import POLICY, Surroundings
from kubeconv.validation.go.host import contacted
from kubeconv.validation.index import code_of

#: Commands are written for so many logins at most.
_MOST: Final = 5
_WHOLE_FILE: Final = "kubeconv convert {file}[ --context {context}]"
#: What a service of the cloud runs has this at the end of its name.
_CLOUDS: Final = {"aks": ".azmk8s.io", "eks": ".eks.amazonaws.com"}
#: How gcloud, aws and eksctl name clusters; their commands take the parts.
_CLUSTER_NAMES: Final = (
    r"gke_(?P<project>[^_]+)_(?P<location>[^_]+)_(?P<cluster>.+)",
    r"arn:[^:]+:eks:(?P<region>[^:]+):\d+:cluster/(?P<cluster>.+)",
    r"(?P<cluster>[^.]+)\.(?P<region>[^.]+)\.eksctl\.io",
)
#: Addresses that many clusters have: the port tells them apart.
_LOCAL: Final = regex(r"localhost|[\d.]+|\[.*")
#: Program to the logins for which it is of use; in a message about any login it is left out for the others.
_FOR_LOGINS: Final = {"kubelogin": {"kubelogin", "azure"}, "az": {"kubelogin", "azure", "aks"}, "aws": {"aws", "eks"}}
#: Names that stand in quotes in a sentence.
_QUOTED: Final = frozenset({"user", "context", "cluster", "entry", "provider", "name", "command", "mode"})
#: Names of files.
_PATHS: Final = frozenset({"file", "lock", "lock_file", "command"})
#: How a name of a message that nobody here has is shown; others are words.
_GATES: Final[Mapping[str, Callable[[str], Shown]]] = {
    **dict.fromkeys(("user", "context", "cluster", "entry", "name", "names"), shown.name),
    **dict.fromkeys(("file", "lock", "path", "certificate", "place"), shown.path_of),
    **dict.fromkeys(("host", "server"), shown.host),
    "command": lambda text: shown.command(text) if " " in text.strip() else shown.path_of(text),
    "url": shown.url,
    "field": shown.key,
}


#: The code of a rule to the users at whom it stops a client, each with its file.
Stops = Callable[[str], Set[tuple[str, str]]]


class UserHere(NamedTuple):
    """A user of a kubeconfig on this machine. `words` say what its login is: format, login mode, version of the exec API,
    plugin, cloud. `values` are the ids and names of it that commands take, `is_current` is true for the current context,
    `address` is what a message says of the server of its cluster, `causes` are the names of what its plugin lacks or is stopped
    by on this machine. Where no server is reached by https, nobody `logs_in`."""

    file: str
    line: int
    user: str
    login: str
    contexts: tuple[str, ...]
    words: frozenset[str]
    values: Mapping[str, str]
    is_current: bool = False
    address: str = ""
    causes: frozenset[str] = frozenset()
    logs_in: bool = True

    def __repr__(self) -> str:
        return brief(self, "file", "line", "user", "login", "contexts", "is_current", "causes", "logs_in")


class Explanation(NamedTuple):
    """What one message means: its texts with the names filled in, whose logins it is about, the commands to copy. Commands
    that do the same for several logins are one group; groups are steps or alternatives, as the message says."""

    message: Message
    title: str
    cause: str
    remedy: str
    names: Mapping[str, str]
    users: tuple[UserHere, ...]
    groups: tuple[tuple[str, ...], ...]


def users_here(loaded: Sequence[Loaded], around: Surroundings = POLICY) -> list[UserHere]:
    """The users of the files that could be read, that of the current context first. `around` is what is known around them."""
    kubeconfigs = [each.kubeconfig for each in loaded if each.kubeconfig]
    current = current_context_of(kubeconfigs)
    contexts = {context.name: context for each in reversed(kubeconfigs) for context in each.contexts_by_name.values()}
    clusters = {cluster.name: cluster for each in reversed(kubeconfigs) for cluster in each.clusters_by_name.values()}
    found = []
    for kubeconfig, used_by in ((each.kubeconfig, each.used_by) for each in loaded if each.kubeconfig):
        for user, detected in zip(kubeconfig.users, detect_users(kubeconfig, used_by), strict=True):
            logs_in = is_asked_to_log_in(kubeconfig, detected.contexts)
            causes = _causes(kubeconfig, user, around) if logs_in else frozenset[str]()
            here = _user(user, detected, current, contexts, clusters)
            found.append(here._replace(causes=causes, logs_in=logs_in))
    return sorted(found, key=lambda each: not each.is_current)


def _causes(kubeconfig: Kubeconfig, user: User, around: Surroundings) -> frozenset[str]:
    links = plugin_links(kubeconfig, user, around) if around.machine is not None else ()
    return frozenset(cause.name for link in links if link.state in ("fails", "needs") for cause in link.causes)


def explain(
    matches: Sequence[Match],
    users: Sequence[UserHere],
    files: Sequence[str],
    text: str = "",
    shell: Shell = POSIX,
    stops: Stops = lambda _: frozenset(),
) -> list[Explanation]:
    """What the messages mean. `files` are the kubeconfig files that there are, readable or not. A server that the text names
    tells whose logins it is about. The commands are for `shell`. `stops` tells at whom a rule stops a client."""
    squashed = "".join(map(squash, plain_lines(text))) if users else ""
    named = {each.address for each in users if each.address and each.address in squashed}
    named -= {part for part in named for whole in named if part != whole and part in whole}
    about = [each._replace(is_current=True) for each in users if each.address in named] if named else users
    return [_explain(match, about, users, files, shell, stops) for match in matches]


def _user(
    user: User, detected: Detected, current: str, contexts: Mapping[str, Context], clusters: Mapping[str, Cluster]
) -> UserHere:
    words = {detected.login.format, str(detected.login)}
    if user.exec:
        words |= {user.exec.api_version.rpartition("/")[2], program_of(user.exec.command), detected.login.plugin}
    names = sorted(detected.contexts, key=lambda name: name != current)
    context = contexts.get(names[0]) if names else None
    cluster = clusters.get(context.cluster) if context else None
    address = ""
    values = {"file": detected.file, "user": user.name}
    if context:
        values |= {"context": context.name, "cluster": context.cluster, "cluster_entry": context.cluster}
        # az names users so: clusterUser_GROUP_CLUSTER
        group = re.fullmatch(f"cluster(?:User|Admin)_(.+)_{re.escape(context.cluster)}", user.name)
        values |= {"group": group[1]} if group else {}
        named = (re.fullmatch(pattern, context.cluster) for pattern in _CLUSTER_NAMES)
        values |= next((match.groupdict() for match in named if match), {})
    if cluster:
        url = contacted(cluster.string("server"), NEWEST_KUBECTL, is_server=True)
        name, port = (url.hostname, url.port) if url else ("", "")
        host = f"[{name}]" if ":" in name else name
        address = f"{host}:{port}" if port and _LOCAL.fullmatch(host) else host
        values |= {"server_host": host} if host else {}
        words |= {cloud for cloud, end in _CLOUDS.items() if host.endswith(end)}
    if user.exec and detected.login.plugin not in PLUGINS:
        values["any_plugin"] = "--any-plugin"
    if detected.login.mode:
        values["login_mode"] = detected.login.mode
    if login := azure_login_of(user):
        ids = {"tenant": login.values.get("tenant-id"), "client_id": login.values.get("client-id")}
        values |= {name: value for name, value in ids.items() if value}
    return UserHere(
        detected.file, detected.line, user.name, str(detected.login), tuple(names), frozenset(words), values,
        bool(current) and current in names, address,
    )  # fmt: skip


def _explain(
    match: Match, about: Sequence[UserHere], users: Sequence[UserHere], files: Sequence[str], shell: Shell, stops: Stops
) -> Explanation:
    """`about` are the users that the text can be about."""
    row = match.message
    names = {kind: _name(kind, value, match.rest, users, files) for kind, value in match.names.items()}
    chosen = _affected(row, names, about, users, stops)
    in_prose = {kind: f"'{value}'" if kind in _QUOTED else value for kind, value in names.items()}
    title, cause, remedy = (_filled(text, in_prose) for text in map(called.ours, (row.title, row.cause, row.remedy)))
    groups: dict[tuple[str, ...], None] = {}
    for group in _groups(row, names, chosen, users, files, shell):
        new = dict.fromkeys(command for command in group if not any(command in other for other in groups))
        groups |= {tuple(new): None} if new else {}
    return Explanation(row, title, cause, remedy, names, chosen, tuple(groups))


def _name(kind: str, value: str, rest: str, users: Sequence[UserHere], files: Sequence[str]) -> str:
    """A name in a message as this machine writes it. One that nobody here has is shown if it cannot be a secret."""
    known = {
        "user": {each.user for each in users},
        "context": {context for each in users for context in each.contexts},
        "file": set(files),
    }.get(kind, set())
    value = value.strip()
    behind = (name for name in sorted(known, key=len, reverse=True) if name and rest.startswith(squash(name)))
    same = (name for name in known if squash(name) == squash(value))
    if (found := next(behind if rest else same, None)) is not None:
        return found
    told = _GATES.get(kind, shown.plain)(value)
    return MASK if told.startswith(MASK) else told


def _affected(
    row: Message, names: Mapping[str, str], about: Sequence[UserHere], users: Sequence[UserHere], stops: Stops
) -> tuple[UserHere, ...]:
    """The logins that a message is about, as far as can be determined."""
    used = [each for each in about if each.contexts] or about
    for kind in {"user", "context", "entry"} & names.keys():
        named = [each for each in users if names[kind] in _names_of(each, kind)]
        if named or kind == "entry":
            return tuple(named[:_MOST])
    asked = [each for each in used if each.logs_in] or used
    if "command" in names and (plugins := [each for each in asked if program_of(names["command"]) in each.words]):
        return tuple(plugins)
    version = names.get("version", "").rpartition("/")[2]
    if version and (speaking := [each for each in asked if version in each.words]):
        return tuple(speaking)
    if row.affects:
        stopped = _stopped_so(row, [each for each in used if each.words & {*row.affects}], stops)
        return stopped or tuple(each for each in asked if each.words & {*row.affects})
    if names.get("file"):
        return ()
    return _stopped_so(row, used, stops) or tuple(each for each in asked if each.is_current)


def _stopped_so(row: Message, users: Sequence[UserHere], stops: Stops) -> tuple[UserHere, ...]:
    """Those of the users whose login is stopped by what the message is about."""
    if not row.rule or len(users) < 2:  # one needs no choice
        return ()
    plugins = tuple(each for each in users if row.rule in map(code_of, each.causes))
    found = stops(row.rule) if not plugins else frozenset()
    return plugins or tuple(each for each in users if (each.file, each.user) in found)


def _names_of(user: UserHere, kind: str) -> tuple[str, ...]:
    """The names of the entry of a kind that belong to a user; `entry` is any kind."""
    names = {"user": (user.user,), "context": user.contexts}
    return names.get(kind) or (user.user, *user.contexts, user.values.get("cluster_entry", ""))


def _groups(
    row: Message,
    names: Mapping[str, str],
    chosen: Sequence[UserHere],
    users: Sequence[UserHere],
    files: Sequence[str],
    shell: Shell,
) -> Iterator[list[str]]:
    captured = {kind: value for kind, value in names.items() if value and value != MASK}
    captured |= {"lock_file": f"{captured['lock']}.lock"} if "lock" in captured else {}
    existing = next((context for each in users for context in each.contexts), "")
    # A file without any such login is not the one that the message is about.
    file = "FILE" if row.affects and users and not chosen else files[0] if files else ""
    defaults = {"file": file, "existing_context": existing}
    for written in row.commands:
        template = shell.template(called.ours(written))
        if not template or (not row.affects and not _is_of_use(template.partition(" ")[0], chosen)):
            continue
        group = [
            _command(template, {**defaults, **(each.values if each else {}), **captured}, shell)
            for each in chosen[:_MOST] or (None,)
        ]
        if len(chosen) > _MOST and written == _WHOLE_FILE:
            group += [_command(template, {"file": file}, shell) for file in dict.fromkeys(each.file for each in chosen)]
        yield group


def _is_of_use(program: str, chosen: Sequence[UserHere]) -> bool:
    logins = _FOR_LOGINS.get(program)
    return logins is None or not chosen or any(each.words & logins for each in chosen)


def _command(template: str, values: Mapping[str, str], shell: Shell) -> str:
    """A command to copy. What is not known stands in capitals, or its option is left out."""
    known = {kind: shell.quoted(_not_an_option(kind, value), template) for kind, value in values.items() if value}
    known.setdefault("file", f'"{shell.default_file}"' if template.startswith("$env:") else shell.default_file)
    template = re.sub(r"(--[\w-]+) (?={(\w+)})", lambda option: _option(option, values), template)
    text = re.sub(
        r"\[( [^\[\]]*)\]",
        lambda group: group[1] if {*re.findall(r"{(\w+)}", group[1])} <= known.keys() else "",
        template,
    )
    return re.sub(r"{(\w+)}", lambda name: known.get(name[1]) or shell.quoted(name[1].upper(), template), text)


def _option(option: re.Match[str], values: Mapping[str, str]) -> str:
    """With `=` if the value looks like an option itself."""
    return f"{option[1]}=" if values.get(option[2], "").startswith("-") else option[0]


def _not_an_option(kind: str, value: str) -> str:
    return f"./{value}" if kind in _PATHS and value.startswith("-") else value


def _filled(text: str, names: Mapping[str, str]) -> str:
    return re.sub(r"{(\w+)}", lambda name: names.get(name[1], name[1].upper()), text)
