"""Where a kubeconfig holds secrets, so that nothing we show ever shows one."""

import re
from collections.abc import Iterator
from typing import Final

from kubeconv.kubeconfig.credentials import secrets_in
from kubeconv.tree.node import MAPPING, get, items, pairs
from kubeconv.tree.parse import Document
from kubeconv.tree.source import Span

MASK: Final = "***"
#: Keys of users that hold nothing secret themselves.
_OPEN_KEYS: Final = frozenset(
    (
        "client-certificate", "client-certificate-data", "client-key", "tokenFile", "username", "as", "as-uid", "as-groups",
        "as-user-extra", "auth-provider", "exec", "extensions",
    )
)  # fmt: skip
# Patterns, compiled only where a line is shown. None goes back in a word: a name may have a million letters.
_KEY: Final = r"(?<![\w-])[\w-]++[\"']?\s*+[:=]\s*+"
_SENSITIVE: Final = r"(?i)token(?!-?file|-?cache)|pass?w|secret|key-data|(?:api|access)[-_]?key"
_VALUES: Final = {
    "block": r"[^\s#](?:[^#]*[^\s#])?",
    "flow": r"[^\s,{}\[\]]+",
    '"': r'"(?:[^"\\]|\\.)*"?',
    "'": r"'[^']*'?",
}
_CREDENTIALS: Final = r"(?i)://([^/\s@\"']+)@|\bbearer\s+([^\s\"']+)"
_FLAG: Final = r"(?<![\w-])([\w-]++)[ =]++"
_WORD: Final = r"[^\s\"']+"
_SECRET_FLAGS: Final = ("token", "secret", "accesskey", "access-key")
_LONG_RUN: Final = r"(?<![\w./:-])[\w+/=-]{32,}"


def secret_spans(document: Document) -> list[Span]:
    """The spans of all secret values in a kubeconfig, in the order of the text."""
    return sorted(secret.span for secret in secrets_in(document.root))


def doubtful_spans(document: Document) -> list[Span]:
    """The spans of the values in users whose key kubectl does not know: it may be a misspelt `token`."""
    bodies = (get(entry, "user") for entry in items(get(document.root, "users")))
    return [
        pair.value.span
        for body in bodies
        if body is not None and body.kind == MAPPING
        for pair in pairs(body)
        if pair.key.text not in _OPEN_KEYS
    ]


def mask(text: str, spans: list[Span]) -> str:
    """The text with every secret replaced by `***`, line by line, so that it keeps its lines."""
    parts, at = [], 0
    for start, end in spans:
        if start >= at:
            parts += [text[at:start], re.sub(r"[^\s](?:[^\r\n]*[^\s])?", MASK, text[start:end])]
            at = end
    return "".join([*parts, text[at:]])


def secrets_in_line(line: str, *, is_yaml: bool = True) -> list[Span]:
    """What looks like a secret in one line, whatever stands around it: misspelt keys, comments, text that is no YAML.
    Without `is_yaml` any long run of letters and digits is one."""
    found = [Span(*match.span(match.lastindex or 0)) for match in re.finditer(_CREDENTIALS, line)]
    if re.search(_SENSITIVE, line):
        found += [*_values_of_keys(line), *_values_of_flags(line)]
    if not is_yaml:
        found += [Span(*match.span()) for match in re.finditer(_LONG_RUN, line)]
    return sorted(found)


def _values_of_keys(line: str) -> Iterator[Span]:
    """What stands behind a key that sounds secret and its sign."""
    flow = min((at for sign in "{[" if (at := line.find(sign)) >= 0), default=len(line))
    shown: dict[str, int] = {}
    for key in re.finditer(_KEY, line):
        if not re.search(_SENSITIVE, key[0]):
            continue
        style = line[key.end() : key.end() + 1]
        if style not in ("'", '"'):
            style = "flow" if flow < key.start() else "block"
            if key.end() < shown.get(style, 0):  # in the value of another one, and it ends with that
                continue
        if value := re.compile(_VALUES[style]).match(line, key.end()):
            shown[style] = value.end()
            yield Span(*value.span())


def _values_of_flags(line: str) -> Iterator[Span]:
    """What stands behind a flag that sounds secret, with a sign or a blank between."""
    end = 0
    for flag in re.finditer(_FLAG, line):
        word = flag[1].lower()
        is_secret = word.endswith(_SECRET_FLAGS) or "passw" in word.rpartition("-")[2]
        if "--" in word and is_secret and flag.end() >= end and (value := re.compile(_WORD).match(line, flag.end())):
            end = value.end()
            yield Span(*value.span())
