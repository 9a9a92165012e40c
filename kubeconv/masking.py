"""Where a kubeconfig holds secrets, so that nothing we show ever shows one."""

import re
from typing import Final

from kubeconv.credentials import secrets_in
from kubeconv.source import Span
from kubeconv.tree.node import MAPPING, get, items, pairs
from kubeconv.tree.parse import Document

MASK: Final = "***"
#: Keys of users that hold nothing secret themselves.
_OPEN_KEYS: Final = frozenset(
    (
        "client-certificate", "client-certificate-data", "client-key", "tokenFile", "username", "as", "as-uid", "as-groups",
        "as-user-extra", "auth-provider", "exec", "extensions",
    )
)  # fmt: skip
# Patterns, compiled only where a line is shown: a key that sounds secret with its sign; other secrets, wherever they are.
_SENSITIVE_KEY: Final = (
    r"(?i)[\w-]*(?:token(?!-?file|-?cache)|pass?w|secret|key-data|(?:api|access)[-_]?key)[\w-]*[\"']?\s*[:=]\s*"
)
_VALUES: Final = {
    "block": r"[^\s#](?:[^#]*[^\s#])?",
    "flow": r"[^\s,{}\[\]]+",
    '"': r'"(?:[^"\\]|\\.)*"?',
    "'": r"'[^']*'?",
}
_CREDENTIALS: Final = "|".join(
    (
        r"(?i)://([^/\s@\"']+)@",
        r"\bbearer\s+([^\s\"']+)",
        r"--[\w-]*(?:token|passw\w*|secret|access-?key)(?![\w-])[ =]+([^\s\"']+)",
    )
)
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
    for key in re.finditer(_SENSITIVE_KEY, line):
        style = line[key.end() : key.end() + 1]
        if style not in ("'", '"'):
            style = "flow" if any(sign in line[: key.start()] for sign in "{[") else "block"
        if value := re.compile(_VALUES[style]).match(line, key.end()):
            found.append(Span(*value.span()))
    if not is_yaml:
        found += [Span(*match.span()) for match in re.finditer(_LONG_RUN, line)]
    return sorted(found)
