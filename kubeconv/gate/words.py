"""A command line, word by word: programs, subcommands and flags are shown, and values that are known to be harmless."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from kubeconv.gate import shown
from kubeconv.gate.regex import regex
from kubeconv.gate.secret import MASK, is_client_id, is_secret
from kubeconv.gate.shown import Shown
from kubeconv.gate.so_called import DICED

_FLAG: Final = regex(r"-{1,2}[A-Za-z]")
#: A flag that sounds like a secret; what is after it is never shown. What it may begin with is told first, as hardly any does.
_SENSITIVE: Final = regex(
    r"(?i)(?=[abchopst-])(?:"
    r"secret|passw|passphrase|passcode|\bpass\b|pwd|token(?!-(?:file|cache|url|endpoint|type|lifetime|key))|credential"
    r"|api-?key|access-?key|private-?key|-key-data|\bpat\b|\bpin\b|\botp\b|\bauth\b|bearer|basic|header|cookie|\bsig\b"
    r")"
)
#: About a secret, and none itself: --token-cache-dir, --client-secret-file.
_ABOUT: Final = (
    r"(?i)-(?:file|path|dir|id|url|uri|endpoint|cache|name|type|host|mode|audience|ttl|storage|version"
    r"|command|cmd|process|exec|plugin|helper|program|provider|script|prog|hook|bin|binary)$"
)
#: Flags whose value is an id or a word.
_PLAIN: Final = frozenset(
    (
        "login", "server-id", "client-id", "tenant-id", "environment", "subscription", "username", "user", "login-hint",
        "azure-pipelines-service-connection-id", "oidc-client-id", "app-id", "tenant", "audience", "grant-type", "output",
        "format", "log-level", "type", "kind", "authenticator", "credential-cache", "scope", "scopes", "oidc-extra-scope",
        "oidc-extra-scopes", "authority", "alias", "service-account", "domain", "domain-name", "project-name", "api-version",
        "concierge-authenticator-name",
    )
)  # fmt: skip
#: Flags whose value is a name that a person chose, also with something before it: --kube-cluster.
NAMES: Final = frozenset(
    (
        "cluster-name", "cluster", "cluster-id", "region", "zone", "location", "project", "profile", "role", "role-arn",
        "role-session-name", "session-name", "context", "namespace", "name", "resource-group", "organization",
    )
)  # fmt: skip
#: ARM ids, also as the claims of PoP tokens, and names of AWS.
_ARM: Final = (
    r"(?:u=)?/subscriptions/[\w./-]{1,300}"
    r"|arn:aws[a-z-]{0,10}:[a-z0-9-]{2,20}:[a-z0-9-]{0,20}:\d{12}:[\w./+=,@-]{1,200}"
)
#: Flags whose value is a host.
_HOSTS: Final = r"(?:^|[-_])(?:server|host|endpoint|proxy|address|registry|gateway)$"
#: What a program is told to do: no secret behind the name of one, as in `gcloud auth print-access-token`.
VERBS: Final = frozenset((
    "add", "config", "create", "delete", "describe", "disable", "enable", "exec", "generate", "generic", "get", "info", "init",
    "list", "login", "logout", "lookup", "ls", "print", "read", "refresh", "remove", "renew", "revoke", "rm", "set", "setup",
    "show", "status", "switch", "token", "update", "versions", "write",
))  # fmt: skip
#: Short flags of kubelogin whose value is a name; those of other programs may be passwords.
_SHORT: Final = {"-l": "login", "-t": "tenant-id", "-e": "environment", "-s": "subscription"}
_PIPED: Final = regex(
    r"(?<![\w-])((?:echo|printf)\s{1,4}(?:-\w\s{1,4})?)(?:'[^'\s|]*'|[^\s|;&()`$]+)(?=\s{0,4}\|[^|]{0,200}-stdin)"
)
#: What shells are called.
SHELL_NAMES: Final = r"(?:ba|da|z|k|a|tc|c|fi)?sh|cmd|powershell|pwsh"
_SHELLS: Final = rf"(?i)(?:.*[/\\])?(?:{SHELL_NAMES})(?:\.exe)?"


def shown_words(command: str, words: Sequence[str]) -> list[Shown]:
    """The arguments of a program as they may be shown, one for one."""
    found = []
    is_shell = re.fullmatch(_SHELLS, command) is not None
    for number, word in enumerate(words):
        before = word_before(words, number)
        if is_shell and not word.startswith("-") and " " in word:
            found.append(Shown(" ".join(shown_words("", without_piped(word).split()))))
        else:
            found.append(shown_word(word, before))
    return found


def word_before(words: Sequence[str], number: int) -> str:
    """The word before one, past what only joins them: `--password : S`."""
    at = number - 2 if number > 1 and words[number - 1] in ("<<<", ":", "=") else number - 1
    return words[at] if at >= 0 else ""


def without_piped(text: str) -> str:
    """A script without what it pipes to a program that reads a secret: `echo S | docker login --password-stdin`."""
    return _PIPED.sub(rf"\1{MASK}", text) if "-stdin" in text else text


@lru_cache(4096)
def shown_word(word: str, before: str = "") -> Shown:
    """An argument as it may be shown. `before` is the one before it, which may be a flag."""
    if word.startswith("-") and _FLAG.match(word):
        return _shown_flag(word)
    if before.startswith("-") and _FLAG.match(before) and "=" not in before:
        return _value(
            word, _SHORT.get(before, before.lstrip("-")), is_short=before[:2] != "--" and before not in _SHORT
        )
    if before.endswith("=") or (_SENSITIVE.search(before) and word not in VERBS):
        return _masked(word)
    return _alone(word)


def shown_value(flag: str, value: str) -> Shown:
    """The value of a flag, named without dashes, as it may be shown."""
    return _value(value, flag, is_short=False)


def is_secret_flag(flag: str) -> bool:
    """True for the name of a flag or setting whose value is a secret."""
    return _SENSITIVE.search(flag) is not None and re.search(_ABOUT, flag) is None


def _shown_flag(word: str) -> Shown:
    head, sign, value = word.partition("=")
    name = _SHORT.get(head, head.lstrip("-"))
    if sign:
        return Shown(f"{shown.flag(head)}={_value(value, name, is_short=False) if value else ''}")
    if word.startswith("--") or len(word) == 2:
        return shown.flag(word)
    if (long := _SHORT.get(word[:2])) and not is_secret(word):  # -lspn
        return Shown(f"{word[:2]}{_value(word[2:], long, is_short=False)}")
    return shown.flag(word) if word[1:].isalpha() and len(word) < 5 else Shown(f"{word[:2]}{MASK}")


def _value(value: str, flag: str, *, is_short: bool) -> Shown:
    if is_secret_flag(flag):
        return _masked(value)
    if shown.is_settled(value) or (shown.is_id(value) and shown.is_called_id(flag)):
        return Shown(value)
    if flag == "oidc-client-id" and is_client_id(value):
        return Shown(value)
    if re.fullmatch(_ARM, value) and not is_secret(value):
        return Shown(value)
    if is_short:
        return _masked(value)
    if "://" in value:
        return _url(value)
    if shown.is_path(value):
        return Shown(value)
    is_name = flag in NAMES or flag.replace("_", "-").rpartition("-")[2] in NAMES
    is_harmless = shown.is_plain(value) if flag in _PLAIN else is_name and _is_name(value)
    is_harmless = is_harmless or (re.search(_HOSTS, flag) is not None and shown.is_host(value))
    return Shown(value) if is_harmless else _masked(value)


def _alone(word: str) -> Shown:
    if "://" in word:
        return _url(word)
    is_word = shown.is_plain(word) and "@" not in word and " " not in word and not re.fullmatch(DICED, word)
    if is_word or shown.is_settled(word) or shown.is_path(word) or word == "--":
        return Shown(word)
    return _masked(word)


def _url(word: str) -> Shown:
    found = shown.url(word)
    return _masked(word) if found.startswith(MASK) else found


def _is_name(value: str) -> bool:
    """A name, an id, a place: `arn:aws:eks:eu-west-1:1234:cluster/prod`, `u=/subscriptions/...`, `system:admin`."""
    return len(value) < 300 and re.fullmatch(r"[\w.@:/,=+~-]+", value) is not None and not is_secret(value)


def _masked(_word: str) -> Shown:
    return Shown(MASK)
