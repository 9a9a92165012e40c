"""How a value of a file is shown: as it is if its shape is known to be harmless, else `***`.

Each function takes a value for what it should be, and gives text for people: without anything that a terminal would obey,
and never a secret that somebody wrote into the wrong place. `quoted_...` put the value into quotes, for a sentence.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NewType

from kubeconv.gate.content import content_in, kind_of
from kubeconv.gate.ids import KNOWN_ID
from kubeconv.gate.near import nearest
from kubeconv.gate.regex import regex
from kubeconv.gate.secret import MASK, hidden, hidden_in_script, is_secret, is_torn
from kubeconv.gate.so_called import holds_so_called, without_so_called

#: What has passed the gate. Rules put nothing else into their sentences, which a test proves.
Shown = NewType("Shown", str)

#: A name is cut at so many characters, a path and a URL at so many.
LONGEST_NAME: Final = 200
LONGEST_PATH: Final = 1000

#: A word that a person made up: letters, with numbers after a dash only. Passwords mix them.
_PLAIN_WORD: Final = r"(?:[A-Za-z]{1,20}|k[038][ds]?s?)(?:[-_. ](?:\d{1,4}|[A-Za-z]{1,20}|k[038][ds]?s?))*"
_UUID: Final = r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"
_FIELD: Final = r"[A-Za-z]{1,24}(?:[-_.][A-Za-z]{1,24}){0,7}"
_FLAG: Final = regex(r"-[A-Za-z]\d|-{1,2}[A-Za-z]{1,24}(?:[-_.][A-Za-z]{1,24}){0,7}")
_VARIABLE: Final = r"[A-Z_]{1,60}\d{0,2}|[A-Z][A-Z0-9]{0,30}_[A-Z0-9_]{1,60}|[a-z]{1,20}(?:_[a-z]{1,20}){0,4}"
_VERSION: Final = (
    r"(?:[a-z][a-z0-9.-]{0,80}/)?v\d{1,2}(?:(?:alpha|beta)\d{1,2})?"
    r"|v?\d{1,4}(?:\.\d{1,6}){1,3}(?:[-+][\w.+-]{1,20})?"
)
_HOST: Final = (
    r"localhost|\d{1,3}(?:\.\d{1,3}){3}|\[[0-9A-Fa-f:.]{2,45}\]"
    r"|[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,62})(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,62})){1,12}\.?"
)
#: What stands in lists of hosts besides: a network, an IPv6 address, what needs no proxy on Windows.
_NETWORK: Final = r"\d{1,3}(?:\.\d{1,3}){0,3}/\d\d?|[0-9A-Fa-f:]{0,45}::[0-9A-Fa-f:]{0,45}(?:/\d{1,3})?|<local>"
#: A host without a domain: node1, k8s-master-01. Any other word with a number may be a password.
_NODE_WORD: Final = (
    r"(?:k[038]s|(?:node|master|server|srv|host|cp|worker|cluster|kube|api|vm|lb|etcd|rke|pve|nuc|pi|prod|dev|test|dc|(?:web)?proxy"
    r"|squid|gateway|gw|bastion)\d{1,3}"
    r"|[a-z]{1,20})"
)
_NODE: Final = regex(rf"{_NODE_WORD}(?:-(?:{_NODE_WORD}|\d{{1,4}})){{0,6}}")
_URL: Final = regex(
    rf"(https?|socks5h?|wss?)://([^\s/@?#]*@)?({_HOST}|[A-Za-z](?:[A-Za-z0-9-]{{0,40}}))(:\d{{1,5}})?(/[^\s?#]*)?([?#]\S*)?"
)
#: An application of Entra as the audience of a token, and a client of Google.
_API: Final = rf"api://{_UUID}(?:/[A-Za-z._]{{1,40}})?"
_GOOGLE_ID: Final = r"\d{6,15}-[0-9a-z]{32}\.apps\.googleusercontent\.com"
_PATH_START: Final = (
    r"/|\.\.?[/\\]|~[\w-]*[/\\]|\$\{?[A-Za-z_]\w*\}?[/\\]|%[A-Za-z_]\w*%[/\\]|[A-Za-z]:[/\\]|\\\\|file:/"
)
_ENDINGS: Final = (
    ".pem", ".crt", ".cer", ".cert", ".key", ".pub", ".pfx", ".p12", ".der", ".ca", ".jwt", ".token", ".txt", ".yaml", ".yml",
    ".json", ".conf", ".config", ".cfg", ".ini", ".kubeconfig", ".bak", ".exe", ".cmd", ".bat", ".ps1", ".sh", ".py",
)  # fmt: skip
_SEGMENT: Final = regex(r"[\w.@+~$%{}()&,:-]*")
_FOLDER: Final = r"(?:[A-Z(][\w.()-]*)(?: [A-Z(][\w.()-]*){1,4}"
_PROGRAM: Final = r"[A-Za-z][\w.+-]{0,63}"
_MAIL: Final = rf"(?:{_PLAIN_WORD})@(?:[A-Za-z0-9-]{{1,40}}\.){{1,5}}[A-Za-z]{{2,20}}"
#: How JSON begins, and a line of a file that says a secret.
_BEGINS_CONTENT: Final = r"(?i)\s*(?:\{\s*\"|\[\s*[{\"])|\W*[\w-]{0,40}(?:token|secret|pass|key|data)[\w-]{0,40}\W*:"
#: What `is_plain` and `is_settled` know.
_PLAIN: Final = regex(
    rf"{_PLAIN_WORD}|{_UUID}|{_VERSION}|0x[0-9A-Fa-f]{{1,4}}|\d{{1,4}}e\d{{1,2}}|~|[+-]?\d{{1,4}}(?:\.\d{{1,3}})?[smhd]?"
    rf"|{_MAIL}|\{{\.[A-Za-z_.-]{{1,60}}\}}"
)
_SETTLED: Final = regex(rf"{_VERSION}|[+-]?\d{{1,3}}(?:\.\d{{1,3}})?[smhd]?|\{{\.[A-Za-z_.-]{{1,60}}\}}")
#: How what holds an id is called, and what the same may not be called: a `secret-id` logs in.
_CALLED_ID: Final = regex(
    r"(?i)(?:ids?|guid|tenant|subscription|resource|audience|scopes?|app|application|client|project|account|organi[sz]ation"
    r"|cluster|profile|workspace|group|directory|instance|folder|team|node|port)$"
)
_NO_ID: Final = r"(?i)secret|pass|pwd|token|key|cred|auth"
#: A flag for a secret with something behind it that is not parted from it.
_GLUED: Final = regex(
    r"(-{1,2}(?:[A-Za-z]+[-_.])*(?i:password|passwd|secret|token|api-?key))"
    r"(?!(?i:s|id|file|path|dir|cache|name|type|url|uri|stdin|env|ttl|command|cmd|helper|provider|less)\b)[A-Za-z\d].*"
)

#: `##vso[task.setvariable …]` and `##[group]`: https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
AGENT_COMMAND: Final = r"##(?=(?:vso)?\[)"


def visible(text: str) -> str:
    """The text with everything that a terminal would obey (escape sequences, line ends, marks that turn the direction of
    writing) shown instead, and what the agents of Azure Pipelines and GitHub would obey wherever it stands in a line."""
    if not text.isprintable():
        text = re.sub("[^ -~]", lambda found: found[0] if found[0].isprintable() else ascii(found[0])[1:-1], text)
    return re.sub(AGENT_COMMAND, r"#\\x23", text) if "##" in text else text


def unobeyed(line: str) -> str:
    """A whole line, with what GitHub's runner would obey at its start (`::add-mask::x`, behind blanks too) shown instead.
    https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
    """
    return re.sub(r"^(\s*):(?=:)", r"\1\\x3a", line) if "::" in line else line


def masked(text: str) -> Shown:
    """What stands for a value that is not shown: `***` and what it is."""
    return Shown(f"{MASK} ({kind_of(text)})")


@lru_cache(32768)  # a name is told of with each finding about it
def name(text: str) -> Shown:
    """The name of a context, user, cluster or file, which a person chose; only what has a secret's shape is not shown."""
    if len(text) > LONGEST_NAME:
        if is_secret(text[: 10 * LONGEST_NAME]):  # before half of it is cut off
            return Shown(MASK)
        text = f"{text[: LONGEST_NAME // 2]}…{text[-LONGEST_NAME // 2 :]}"
    is_secret_within = is_secret(text) or is_torn(text) or ((" " in text or ":" in text) and holds_so_called(text))
    return Shown(MASK if is_secret_within else visible(text))


def wanted(text: str) -> Shown:
    """The name that a person asked for, which may be the content of a file by mistake."""
    is_long = "\n" in text or len(text) > LONGEST_NAME // 4
    is_content = content_in(text) and (is_long or re.match(_BEGINS_CONTENT, text) is not None)
    return masked(text) if is_content else name(text)


def path(text: str) -> Shown:
    """The path of a file."""
    return Shown(visible(text)) if is_path(text) else masked(text)


def path_of(text: str) -> Shown:
    """The path of a file that a person named on the command line: any text but one with a secret's shape."""
    if len(text) > LONGEST_PATH or content_in(text):
        return masked(text)
    return Shown(visible(without_so_called(text)))


def path_to_paste(text: str) -> str:
    """The same as a word of a command to paste, whose quotes escape what a terminal would obey."""
    path = path_of(text)
    return text if path == visible(text) and "##" not in text else path


@lru_cache(32768)
def url(text: str) -> Shown:
    """A URL without user, password and query; also HOST:PORT."""
    found = _URL.fullmatch(text) if len(text) <= LONGEST_PATH else None
    if found is None:
        is_address = len(text) < 300 and re.fullmatch(rf"(?:{_HOST})(?::\d{{1,5}})?/?|{_API}", text)
        return Shown(visible(text)) if is_address and not is_secret(text) else masked(text)
    scheme, user, host, port, rest, query = found.groups(default="")
    is_name = "." not in host and host[0] != "[" and host != "localhost"
    if "@" in rest or is_secret(f"https://{host}") or (user and is_name):
        return masked(text)
    rest = f"/{MASK}" if is_secret(f"https://{host}{rest}") else rest
    host = host if not is_name or is_plain(host) or _NODE.fullmatch(host) else MASK
    is_open = all(map(_is_segment, rest.split("/"))) and not re.search(r"%(?![0-9A-Fa-f]{2})", rest)
    rest = rest if is_open else f"/{MASK}"
    return Shown(
        f"{scheme}://{f'{MASK}@' if user else ''}{host}{port}{rest}{f'{query[0]}{MASK}' if query[1:] else query}"
    )


def command(text: str) -> Shown:
    """The program that a file runs. Of a whole command line nothing but the program."""
    if is_program(text):
        return Shown(visible(text))
    first = text.split(None, 1)
    if len(first) == 2 and is_program(first[0]) and not (" " not in text and is_torn(text)):
        return Shown(f"{visible(first[0])} {MASK}")
    return masked(text)


def key(text: str) -> Shown:
    """A key of a mapping, where fields have names."""
    return Shown(text) if is_field(text) else Shown(MASK)


def flag(text: str) -> Shown:
    """A flag of a program, without its value: `--client-id=x` is `--client-id`."""
    head = text.partition("=")[0]
    if name := before_glued(head):
        return Shown(f"{name}{MASK}" if _FLAG.fullmatch(name) else f"--{MASK}")
    is_open = _FLAG.fullmatch(head) and not is_secret(head) and not is_secret(head[2:])
    return Shown(head if is_open else f"{'--' if text.startswith('--') else '-'}{MASK}")


def before_glued(flag: str) -> str:
    """The flag for a secret that a word begins with, if something stands behind it that is not parted from it; else ''."""
    found = _GLUED.fullmatch(flag)
    return found[1] if found else ""


def dashed(text: str) -> Shown:
    """The flag of a name: `client-id` is `--client-id`."""
    return flag(f"--{text}")


def variable(text: str) -> Shown:
    """The name of an environment variable."""
    return Shown(text) if is_variable(text) else Shown(MASK)


def plain(text: str) -> Shown:
    """An id, a user name, a word: what is no secret by its shape."""
    return Shown(text) if is_plain(text) else masked(text)


def rule(text: str) -> Shown:
    """The code or name of a rule, also of one that does not exist."""
    return Shown(text) if is_code(text) else plain(text)


def is_code(text: str) -> bool:
    """True for what looks like the code of a rule, or the beginning of one."""
    return re.fullmatch(r"[A-Za-z]{1,3}\d{1,3}|[Kk][Cc][-_ ]?[\doOiIlL]{1,4}", text) is not None


def settled(text: str) -> Shown:
    """A small number, true and false, a version: what is no secret wherever it stands."""
    return Shown(text) if is_settled(text) else masked(text)


def host(text: str) -> Shown:
    """A host, with or without a port."""
    return Shown(text) if is_host(text) else masked(text)


def known(text: str, among: Iterable[str]) -> Shown:
    """A value that should be one of a few: shown if it is one of them or close to one."""
    return Shown(text) if _is_near(text, tuple(among)) else masked(text)


@lru_cache(4096)
def _is_near(text: str, among: tuple[str, ...]) -> bool:
    if text in among:
        return True
    if len(text) > 60 or not text.isprintable():
        return False
    folded = {each.casefold() for each in among}
    if text.strip().casefold() in folded:
        return True
    return bool(nearest(text.casefold(), folded, 0.75))


def line(text: str) -> Shown:
    """Any line for people, at the very end: what a terminal would obey is made visible, what looks like a secret is hidden."""
    return Shown(visible(hidden(text)) if text.strip() else text if text.isprintable() else visible(text))


def script(text: str) -> Shown:
    """The same for a command line that a file runs: none of its commands is taken for a secret of the one before."""
    return Shown(visible(hidden_in_script(text)))


def quoted(shown: Shown) -> Shown:
    """What is shown in quotes, as in a sentence. A mask has none."""
    if shown.startswith(MASK):
        return shown
    sign = '"' if "'" in shown and '"' not in shown else "'"
    return Shown(f"{sign}{shown}{sign}")


def quoted_name(text: str) -> Shown:
    """A name in quotes."""
    return quoted(name(text))


def quoted_wanted(text: str) -> Shown:
    """The name that a person asked for in quotes."""
    return quoted(wanted(text))


def quoted_path(text: str) -> Shown:
    """A path in quotes."""
    return quoted(path(text))


def quoted_url(text: str) -> Shown:
    """A URL in quotes."""
    return quoted(url(text))


def quoted_command(text: str) -> Shown:
    """The program of a command in quotes."""
    return quoted(command(text))


def quoted_key(text: str) -> Shown:
    """A key in quotes."""
    return quoted(key(text))


def quoted_known(text: str, among: Iterable[str]) -> Shown:
    """A value that should be one of a few, in quotes."""
    return quoted(known(text, among))


def host_of(host_in: str, url: str) -> Shown:
    """The host of a URL; nothing of one before a slash and an `@`, which may be half of a password."""
    whose, _, rest = url.partition("://")[2].partition("/")
    is_half = "@" not in re.split("[?#]", whose)[0] and "@" in (
        re.split("[?#]", rest)[0] if "." in host_in else f"{whose}{rest}"
    )
    return masked(host_in) if is_half else host(host_in)


def is_path(text: str) -> bool:
    """True for what looks like the path of a file: from a folder on, or with an ending that such files have."""
    # Most values have no folder and no ending.
    return ("/" in text or "." in text or "\\" in text) and _is_path(text)


@lru_cache(4096)
def _is_path(text: str) -> bool:
    if len(text) > LONGEST_PATH or not text.isprintable():
        return False
    if is_secret(text):
        return False
    *folders, last = re.split(r"[/\\]", text)
    is_placed = re.match(_PATH_START, text) is not None
    is_ended = last.lower().endswith(_ENDINGS)
    if not is_ended and (not is_placed or (len(folders) == 1 and not is_plain(last))):
        return False  # a word after a slash may be anything
    return all(_is_segment(each) or re.fullmatch(_FOLDER, each) for each in folders) and _is_segment(last)


@lru_cache(4096)
def is_program(text: str) -> bool:
    """True for the name or the path of a program."""
    if is_path(text):
        return True
    return re.fullmatch(_PROGRAM, text) is not None and not is_secret(text)


@lru_cache(4096)
def is_field(text: str) -> bool:
    """True for what looks like the name of a field."""
    return len(text) <= 60 and re.fullmatch(_FIELD, text) is not None and not is_secret(text)


@lru_cache(4096)
def is_variable(text: str) -> bool:
    """True for what looks like the name of an environment variable."""
    return re.fullmatch(_VARIABLE, text) is not None and not is_secret(text)


def is_hosts(text: str) -> bool:
    """True for a list of hosts, domains and networks, as NO_PROXY has one."""
    parts = [part.removeprefix("*").removeprefix(".") for part in re.split(r"[,;\s]+", text)]
    return len(text) < 2000 and all(not each or re.fullmatch(_NETWORK, each) or is_host(each) for each in parts)


def is_version(text: str) -> bool:
    """True for the number of a version, and for the version of an API."""
    return text in ("/v1", "/") or re.fullmatch(_VERSION, text) is not None


def is_host(text: str) -> bool:
    """True for a host, with or without a port."""
    is_shaped = re.fullmatch(rf"(?:{_HOST}|[A-Za-z][A-Za-z-]{{0,40}})(?::\d{{1,5}})?", text) is not None
    return len(text) < 300 and is_shaped and not is_secret(text)


@lru_cache(4096)
def is_plain(text: str) -> bool:
    """True for what is no secret whatever it means: an id, a word or several, a version, a small number, true and false, the
    address of a mailbox."""
    return len(text) <= 80 and _PLAIN.fullmatch(text) is not None and not is_secret(text)


@lru_cache(1024)
def is_called_id(name: str) -> bool:
    """True for the name of a field, flag or variable that holds an id."""
    return _CALLED_ID.search(name) is not None and re.search(_NO_ID, name) is None


def is_id(text: str) -> bool:
    """True for an id or the number of one. Where nothing is called one, it may be a password or a token."""
    return re.fullmatch(rf"{_UUID}|\d{{4,12}}|{KNOWN_ID}|{_GOOGLE_ID}", text) is not None


@lru_cache(4096)
def is_settled(text: str) -> bool:
    """Like `is_plain`, but without words and ids, which may be passwords."""
    is_word = text.lower() in ("true", "false", "yes", "no", "null", "")
    return is_word or (len(text) < 80 and _SETTLED.fullmatch(text) is not None)


def _is_segment(text: str) -> bool:
    return _SEGMENT.fullmatch(text) is not None and len(text) <= 255
