"""What a command line, its variables and what they name may do to whoever runs it: how far a stranger may be trusted with it.

Known plugins that are asked for a credential are as good as their makers; nobody can say so of any other program. What runs
code or fetches it, and what makes another program do so, is an error, whoever uses it. The names are in `risks`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache
from typing import Final, Literal

from kubeconv.auth import risks
from kubeconv.auth.kubelogin import is_looked_up, program_of
from kubeconv.auth.plugins import PLUGINS, plugin_of
from kubeconv.auth.token_commands import asks_for_credential
from kubeconv.gate.regex import regex
from kubeconv.gate.value import NamedTuple

Grade = Literal["info", "warning", "error"]
RANK: Final[Mapping[str, int]] = {"info": 0, "warning": 1, "error": 2}


class Doubt(NamedTuple):
    """Something to know of it, and how bad it is. `about` says what of it is meant: "program" or the name of a variable."""

    grade: Grade
    why: str
    about: str = "program"


class Named(NamedTuple):
    """A file or a host that an argument or a variable names. `by` is the flag, the variable, or "an argument"."""

    text: str
    by: str
    grade: Grade


class _Flags(NamedTuple):
    """What arguments hold: each value with its flag ('' for none), and by table the flags that it means."""

    values: list[tuple[str, str]]
    by_table: Mapping[re.Pattern[str], set[str]]

    def that_are(self, what: re.Pattern[str]) -> Set[str]:
        """Those that a table means."""
        return self.by_table.get(what, frozenset())


#: Folders in which nobody but the owner of the machine puts programs.
_SYSTEM: Final = (
    r"(?:/usr(?:/local)?|/opt/homebrew|/opt/local|/snap|/run/current-system/sw|/nix/store/[\w.+-]+)?/s?bin/[\w.+-]+"
    r"|/usr/(?:lib|libexec|share)/[\w.+/-]+|/opt/[\w.+/-]+"
    r"|(?i:C):[\\/](?i:(?:program files|program files \(x86\))[\\/].+|windows[\\/](?:system32[\\/])?[\w.+-]+)"
)
_FILE: Final = regex(r"(?:fileb?:/*|[@:])?(?:/|~|\.{1,2}[/\\]|\$\{?\w+\}?[/\\]|%\w+%|[A-Za-z]:[/\\]|\\\\).*", re.DOTALL)
_URL: Final = regex(r"(?!fileb?:|api:)[a-z][a-z0-9+.-]{1,30}://.+", re.IGNORECASE | re.DOTALL)
#: How many arguments and how many variables of one program are judged one by one: far more than people write.
MAX_WORDS: Final = 2_000
#: Of how many command lines is remembered what they hold: a rule and the audit ask for it, and many users have the same.
_KNOWN: Final = 16384
#: No host is longer, with a user, a port and a path.
_LONGEST_HOST: Final = 1_000
#: Where Microsoft logs people in.
_ENTRA: Final = regex(
    r"(?:https://)?(?:login\.microsoftonline\.(?:com|us|de)|login\.(?:partner\.microsoftonline|chinacloudapi)\.cn|login\.windows\.net"
    r"|sts\.windows\.net)(?:/[\w.-]*)*"
)


def worst(grades: Iterable[Grade]) -> Grade:
    """The worst of some grades; "info" if there is none."""
    return max(grades, key=RANK.__getitem__, default="info")


def doubts_of_program(command: str, arguments: Sequence[str]) -> tuple[Doubt, ...]:
    """What to say about a program that is run with these arguments; at least one thing."""
    return _doubts_of_program(command, tuple(arguments))


@lru_cache(_KNOWN)
def _doubts_of_program(command: str, arguments: tuple[str, ...]) -> tuple[Doubt, ...]:
    return tuple(_program_doubts(command, arguments))


def _program_doubts(command: str, arguments: Sequence[str]) -> Iterator[Doubt]:
    if not command:
        yield Doubt("error", "names no program")
        return
    place, kind = _place(command), _kind(command, arguments)
    if place is not None:
        yield place
    if place is None or kind.grade != "info":
        yield kind
    flags = _flags(command, arguments)
    if flags.that_are(risks.RUNS):
        yield Doubt("error", "has a flag by which a plugin runs a program of the file's choice")
    if kind.grade == "warning":
        yield from _argument_doubts(flags)
    if flags.that_are(risks.SENT_VARIABLES):
        yield Doubt("error", "has a flag by which a plugin sends a variable of the file's choice")
    of_others, listens = (flags.that_are(each) for each in (risks.AUDIENCE_FLAGS, risks.LISTEN_FLAGS))
    if of_others and any(flag in of_others and _is(risks.OTHER_SERVICES, value) for flag, value in flags.values):
        yield Doubt("error", "asks for a token for another service than a cluster, which the server gets")
    if listens and any(flag in listens and not _is(risks.OWN_ADDRESS, value) for flag, value in flags.values):
        yield Doubt("warning", "has a flag by which other machines reach the page that waits for the login")
    program = plugin_of(command, arguments)
    if any(_is(risks.UNCHECKED_FLAGS, _long(program, word)) for word in arguments if word[:1] == "-"):
        yield Doubt("warning", "has a flag by which it does not check whom it talks to")


def _argument_doubts(flags: _Flags) -> Iterator[Doubt]:
    """What a program that nobody knows may be told to run."""
    values = [value for _, value in flags.values]
    for value in values:
        word = program_of(value.split(None, 1)[0]) if value[:1].strip() and not _is_url(value) else ""
        if not risks.RUNNERS.isdisjoint((word, re.sub(r"[-\d.]+$", "", word))):
            yield Doubt("error", f"has an argument that names {kind_of(word)}")
            break
    if any(map(risks.SCRIPT.search, values)):
        yield Doubt("error", "has an argument that is a script")
    settings = (found[1] for value in values if (found := risks.SETS.fullmatch(value)))
    if any(name.endswith("Command") or _is(risks.LOADERS, name) for name in settings):
        yield Doubt("error", "has an argument that can make a program load code or settings of somebody else")


def doubts_of_variables(variables: Mapping[str, str]) -> tuple[Doubt, ...]:
    """What to say about the variables that a program is given."""
    return _doubts_of_variables(tuple(variables))


@lru_cache(_KNOWN)
def _doubts_of_variables(names: tuple[str, ...]) -> tuple[Doubt, ...]:
    return tuple(_variable_doubts(names))


def _variable_doubts(names: Sequence[str]) -> Iterator[Doubt]:
    for written in names:
        name = written.partition("=")[0]  # a system takes the first sign for the end of the name
        if _is(risks.HARMLESS, name):
            continue
        if _is(risks.LOADERS, name):
            yield Doubt("error", "can make the program load code or settings of somebody else", written)
        elif _is(risks.HOSTS, name):
            yield Doubt("error", "makes the program talk to another host", written)
        elif _is(risks.UNCHECKED, name):
            yield Doubt("error", "can make the program not check whom it talks to", written)
        elif _is(risks.FILES, name):
            yield Doubt("error", "makes the program use a file of the file's choice", written)
        elif name == "KUBERNETES_EXEC_INFO":
            yield Doubt(
                "warning", "tells the program what the file has for it among the extensions of the cluster", written
            )
        else:
            yield Doubt("warning", "is a variable that kubeconv does not know", written)


def grade_of(command: str, arguments: Sequence[str], variables: Mapping[str, str]) -> Grade:
    """How bad it is to run this, with the files and hosts that it names; of more than anybody could judge, "error"."""
    if max(len(arguments), len(variables)) > MAX_WORDS:
        return "error"
    doubts = (*doubts_of_program(command, arguments), *doubts_of_variables(variables))
    named = (*files_named(command, arguments, variables), *hosts_named(command, arguments, variables))
    return worst((*(each.grade for each in doubts), *(each.grade for each in named)))


def files_named(command: str, arguments: Sequence[str], variables: Mapping[str, str]) -> tuple[Named, ...]:
    """The files that arguments and variables name."""
    return _named(command, tuple(arguments), tuple(variables.items()))[0]


def hosts_named(command: str, arguments: Sequence[str], variables: Mapping[str, str]) -> tuple[Named, ...]:
    """The hosts that arguments and variables name."""
    return _named(command, tuple(arguments), tuple(variables.items()))[1]


@lru_cache(_KNOWN)  # a rule and the audit ask about the same
def _named(
    command: str, arguments: tuple[str, ...], variables: tuple[tuple[str, str], ...]
) -> tuple[tuple[Named, ...], tuple[Named, ...]]:
    flags, settings = _flags(command, arguments), [*_settings(dict(variables))]
    hosts = [*_hosts_named(flags, settings)]
    if _kind(command, arguments).grade == "warning":  # what nobody knows may take any word for a host
        told = {each.text for each in hosts}
        words = ((flag, value) for flag, value in flags.values if value not in told and len(value) < _LONGEST_HOST)
        hosts += [
            Named(value, flag or "an argument", "warning") for flag, value in words if risks.HOST.fullmatch(value)
        ]
    return tuple(_files_named(flags, settings)), tuple(hosts)


def _files_named(flags: _Flags, settings: Iterable[tuple[str, str]]) -> Iterator[Named]:
    of_files = flags.that_are(risks.FILE_FLAGS)
    for flag, value in flags.values:
        if (flag in of_files and not _is_url(value)) or _is_file(value):
            yield Named(value, flag or "an argument", "warning" if _is(risks.CACHE_FLAGS, flag) else "error")
    for name, value in settings:
        if _is_file(value) or (value and _is(risks.FILES, name) and not _is(risks.HARMLESS, name)):
            yield Named(value, name, "error")


def _hosts_named(flags: _Flags, settings: Iterable[tuple[str, str]]) -> Iterator[Named]:
    of_hosts, of_places, of_others, of_redirects = (
        flags.that_are(each)
        for each in (risks.HOST_FLAGS, risks.PLACE_FLAGS, risks.AUDIENCE_FLAGS, risks.REDIRECT_FLAGS)
    )
    for flag, value in flags.values:
        if flag in of_others and _is(risks.OTHER_SERVICES, value):
            continue  # nobody talks to it
        if flag in of_redirects:
            if not _is(risks.OWN_ADDRESS, value):
                yield Named(value, flag, "error")
            continue
        is_host, is_place = flag in of_hosts, flag in of_places
        if is_host or _is_url(value) or (is_place and risks.ADDRESS.search(value)):
            is_ours = "authority" not in flag or _ENTRA.fullmatch(value)
            diverts = not is_ours or is_place or _is(risks.DIVERTING, flag)
            yield Named(value, flag or "an argument", "error" if diverts else "info" if is_host else "warning")
    for name, value in settings:
        is_address = _is(risks.PLACES, name) and risks.ADDRESS.search(value)
        if is_address or _is_url(value) or (value and _is(risks.HOSTS, name) and not _is(risks.HARMLESS, name)):
            yield Named(value, name, "error")


def kind_of(command: str) -> str:
    """What a program is that no plugin should be: "a shell"; '' for others. The numbers of versions do not matter."""
    name = re.sub(r"\.(?:exe|cmd|bat|com|pif|scr|ps1)$", "", program_of(command).partition("::")[0].strip(". \t\r\n"))
    name = risks.BUILDS.sub("", name)
    return risks.KIND_OF.get(name) or risks.KIND_OF.get(re.sub(r"[-\d.]+[td]?$", "", name), "")


def _kind(command: str, arguments: Sequence[str]) -> Doubt:
    """What the program is by its name."""
    plugin = plugin_of(command, arguments)
    if plugin in PLUGINS:
        if not asks_for_credential(command, arguments):
            return Doubt("error", "is a known plugin, but may be called for something other than a credential")
        return Doubt("info", "is a known plugin that provides a credential")
    name = program_of(command)
    if name.removesuffix(".cmd") == "gcloud" and [*arguments[:2]] == ["config", "config-helper"]:
        return Doubt("info", "is known, and provides a credential")
    if kind := kind_of(command):
        return Doubt("error", f"is {kind}, not a plugin")
    # "sh -c ...": a program with such a name is hardly meant.
    if " " in command.strip() and (kind := kind_of(command.split()[0])):
        return Doubt("error", f"is the command line of {kind}")
    if not (written := re.split(r"[/\\]", command)[-1]).isascii() or not written.isprintable():
        return Doubt("error", "has a name that is not all ASCII, and may only look like another one")
    return Doubt("warning", "is a program that kubeconv does not know")


def _place(command: str) -> Doubt | None:
    """What is wrong with its place; None if it is looked up on PATH, or lies where only the owner of the machine writes."""
    if (is_looked_up(command) and command[1:2] != ":") or (re.fullmatch(_SYSTEM, command) and ".." not in command):
        return None
    if re.match(r"[/\\]|[A-Za-z]:[/\\]", command):
        return Doubt("error", "lies in a folder that the file chose")
    return Doubt("error", "lies beside the file, whose author can put it there")


def _is(what: re.Pattern[str], name: str) -> bool:
    """True for a name that is meant by a table. Nothing that a program knows is so long as to take time; most words have no
    name, and no flag before them."""
    return 0 < len(name) < 200 and what.fullmatch(name) is not None


def _is_file(value: str) -> bool:
    return _FILE.fullmatch(value) is not None and not _is_url(value) and not value.startswith("/subscriptions/")


def _is_url(value: str) -> bool:
    return "://" in value and _URL.fullmatch(value) is not None


def _settings(variables: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The variables as the system takes them: `name: A=b` with the value c sets A to b=c."""
    for name, value in variables.items():
        head, sign, rest = name.partition("=")
        yield head, f"{rest}={value}" if sign else value


def _flags(command: str, arguments: Sequence[str]) -> _Flags:
    """The flags and values of some arguments."""
    return _flags_of(plugin_of(command, arguments), tuple(arguments))


@lru_cache(_KNOWN)
def _flags_of(program: str, arguments: tuple[str, ...]) -> _Flags:
    """Worked out once for what runs, what is read and what is contacted."""
    found = [*_each_flag(program, arguments)]
    by_table: dict[re.Pattern[str], set[str]] = {}
    for flag in {flag for flag, _ in found}:
        for table in _tables_of(flag):
            by_table.setdefault(table, set()).add(flag)
    return _Flags([each for each in found if each[1]], by_table)


@lru_cache(4096)
def _tables_of(flag: str) -> tuple[re.Pattern[str], ...]:
    """The tables that mean a flag: most flags are there for many users."""
    return tuple([table for table in risks.FLAGS if _is(table, flag)])


def _each_flag(program: str, arguments: Sequence[str]) -> Iterator[tuple[str, str]]:
    before = ""
    for word in arguments:
        head, sign, value = word.partition("=")
        if word.startswith("-"):
            if program in risks.SHORT_FLAGS and len(head) > 2 and head[:2] in risks.SHORT_FLAGS[program]:
                head, sign, value = word[:2], "=", word[2:]
            head = _long(program, head)
            before = "" if sign else head
            yield head, value
        else:
            yield before, word
            before = ""


def _long(program: str, flag: str) -> str:
    """The whole flag for a short or shortened one."""
    if program in risks.SHORT_FLAGS:
        flag = risks.SHORT_FLAGS[program].get(flag, flag)
    if program not in risks.SHORTENED_FLAGS or len(flag) < 3:
        return flag
    return next((each for each in risks.SHORTENED_FLAGS[program] if each.startswith(flag)), flag)
