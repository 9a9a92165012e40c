"""Where a kubeconfig holds credentials: under keys, in arguments and variables of plugins, in URLs, in base64."""

import re
from base64 import b64decode
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from kubeconv.auth.kubelogin import FLAGS
from kubeconv.gate import shown
from kubeconv.gate.value import NamedTuple
from kubeconv.tree.node import MAPPING, SCALAR, SEQUENCE, Node, get, in_pairs, pairs, string
from kubeconv.tree.source import Span

#: Keys of users, auth-provider configs and kept origins that hold a secret, without dashes.
_KEYS: Final = frozenset(
    (
        "token",
        "password",
        "clientkeydata",
        "accesstoken",
        "refreshtoken",
        "idtoken",
        "clientsecret",
        "clientcertificatepassword",
    )
)
_SECRET_FLAGS: Final = frozenset(name for name, flag in FLAGS.items() if flag.secret)
_SECRET_ENDS: Final = ("secret", "password", "passwd", "passphrase", "token", "api-key", "apikey", "secret-key")
_SECRET_WORDS: Final = ("secret", "token", "passw", "passphrase", "key", "credential")
#: Ends of the names of variables and flags that hold something about a secret, not the secret.
_ABOUT: Final = (
    "_file", "_path", "_dir", "_id", "_url", "_uri", "_endpoint", "_cache", "_name", "_type", "_host", "_mode", "_audience",
    "_credentials", "_ttl", "_duration", "_profile", "_storage",
)  # fmt: skip
_BOOLEANS: Final = frozenset(("true", "false", "yes", "no", "on", "off", "0", "1"))
_REDACTED: Final = frozenset(("redacted", "data+omitted", "data omitted", "omitted"))
#: What a template or a person is to fill in.
_TO_FILL_IN: Final = (
    r"^<[^<>]*>$|\$\{[^{}]{1,200}\}|\$\([^()]{1,200}\)|\{\{(?:(?!\{\{).){1,200}?\}\}|<%(?:(?!<%).){1,200}?%>|^%.*%$"
    r"|^ENC\[.*\]$"
)
#: Words that tests and documents write for a credential.
_EXAMPLES: Final = frozenset(
    (
        "an", "changeme", "change", "client", "dummy", "example", "fake", "foo", "bar", "baz", "for", "here", "insert", "key",
        "me", "mock", "my", "none", "null", "password", "placeholder", "redacted", "sample", "secret", "some", "test", "tests",
        "the", "this", "todo", "token", "user", "yep", "your", "value", "data", "omitted", "removed", "hidden", "masked",
    )
)  # fmt: skip
#: What is as short holds neither a token nor the password of a URL.
_SHORTEST: Final = len("://:@")
_USERINFO: Final = r"://[^/\s:@]*:([^/\s@]+)@"
#: A token as its only group, looked for from the first `eyJ` of a word on: in a long one there may be thousands.
_JWT: Final = r"(?<![\w-])(?>[\w-]*?(?=eyJ))([\w-]{11,}+\.[\w-]{8,}+\.[\w-]*+)"


class Secret(NamedTuple):
    """A secret and where it is. `name` is what the file calls it, never the secret. `is_credential` is false for what
    should not be shown but is most likely none: a path, a placeholder, an encrypted value."""

    span: Span
    name: str
    is_credential: bool


def secrets_in(top: Node | None, seen: set[int] | None = None) -> Iterator[Secret]:
    """The secrets in a part of a kubeconfig. `seen` are the nodes already walked, as aliases lead to a node again."""
    seen = set() if seen is None else seen
    stack = [] if top is None else [top]
    while stack:
        node = stack.pop().real
        if id(node) in seen:
            continue
        seen.add(id(node))
        if node.kind == MAPPING:
            for key, value in in_pairs(node):
                real, field = value.real, key.real.text
                known = _is_known(field)
                if real.kind != SCALAR:
                    if known and real.kind == SEQUENCE and real.children:
                        yield Secret(real.span, field, not _is_key(field) or _is_private_key(_of_bytes(real)))
                    stack.append(value)
                elif id(real) not in seen and real.text:
                    name = field if known else _variable(node) if field == "value" else ""
                    found = _secret(real, name, field)
                    if found is not None:
                        seen.add(id(real))
                        yield found
        elif node.kind == SEQUENCE:
            yield from _in_list(node, stack, seen)


@lru_cache(1024)
def _is_known(field: str) -> bool:
    """True for the name of a field that holds a secret."""
    return field.replace("-", "").replace("_", "").lower() in _KEYS


def _in_list(node: Node, stack: list[Node], seen: set[int]) -> Iterator[Secret]:
    """The secrets in a list of words: `--flag`, `value` and `--flag=value`."""
    flag = ""
    for item in node.children:
        real = item if item.target is None else item.target
        if real.kind != SCALAR:
            stack.append(item)  # it has no text of its own
        text = real.text
        head, sign, value = text.partition("=") if text.startswith("-") else ("", "", "")
        if flag and (not text.startswith("--") or flag in _SECRET_FLAGS):
            found: Secret | None = _secret(real, shown.dashed(flag), None)
            flag = ""
        elif head and _is_secret_flag(name := head.lstrip("-")):
            flag = "" if sign else name
            span = _part(real, len(head) + 1, len(text))
            found = Secret(span, shown.flag(head), _is_credential(head, value, real)) if value else None
        else:
            flag = ""
            found = _secret(real, "", None) if len(text) > _SHORTEST else None
        if found is not None and id(real) not in seen:
            seen.add(id(real))
            yield found


def _secret(node: Node, name: str, field: str | None) -> Secret | None:
    """The secret that a scalar is or holds; without `field` it is an argument. `name` is '' if nothing but its content can
    tell."""
    text = node.text
    if name:
        return Secret(node.span, name, _is_credential(name, text, node)) if text and not node.is_null else None
    if "PRIVATE KEY-----" in text or text.startswith("LS0t"):
        is_key = "PRIVATE KEY-----" in text or b"PRIVATE KEY-----" in _decoded(text)
        return Secret(node.span, f"private key in {_place(field)}", True) if is_key else None
    if "://" in text and (found := re.search(_USERINFO, text)):
        return Secret(_part(node, *found.span(1)), f"password in {_place(field)}", not _is_placeholder(found[1]))
    if "eyJ" in text and (found := re.search(_JWT, text)):
        return Secret(_part(node, *found.span(1)), f"token in {_place(field)}", True)
    return None


def _decoded(text: str) -> bytes:
    try:
        return b64decode(text)
    except ValueError:
        return b""


def _place(field: str | None) -> str:
    return "an argument" if field is None else shown.key(field)


def _part(node: Node, start: int, end: int) -> Span:
    """Where a part of a scalar is; the whole if its text is not written letter for letter."""
    quotes = 1 if node.style in ("'", '"') else 0
    if (
        node.style not in ("", "'", '"')
        or node.end - node.start != len(node.text) + 2 * quotes
        or node.anchor
        or node.tag
    ):
        return node.span
    return Span(node.start + quotes + start, node.start + quotes + end)


def _variable(node: Node) -> str:
    """The name of a variable of an exec plugin whose value is a secret; '' for any other. One without a name may be any."""
    name = string(get(node, "name"))
    if not name and {pair.key.text for pair in pairs(node)} <= {"name", "value"}:
        return "a variable without a name"
    lower = name.lower()
    return shown.variable(name) if any(word in lower for word in _SECRET_WORDS) else ""


@lru_cache(1024)
def _is_secret_flag(name: str) -> bool:
    return name in _SECRET_FLAGS or name.lower().endswith(_SECRET_ENDS)


def _is_credential(name: str, text: str, node: Node) -> bool:
    lower = name.lower().replace("-", "_")
    if lower.endswith(_ABOUT) or text.lower() in _BOOLEANS or (node.tag or "").endswith("vault"):
        return False
    if _is_key(name):
        return _is_private_key(text)
    return not _is_placeholder(text) and not text.startswith(("/", "./", "../", "~/", "file:"))


def _is_key(name: str) -> bool:
    return name.replace("-", "").replace("_", "").lower() == "clientkeydata"


def _is_private_key(text: str) -> bool:
    """True for a private key in PEM, or in base64 of it: nothing else logs anybody in."""
    try:
        text = text if "-----" in text else b64decode(text).decode("ascii", "replace")
    except ValueError:
        return False
    return re.search(r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----\s+[A-Za-z0-9+/=]{4}", text) is not None


def _of_bytes(numbers: Node) -> str:
    """The text of a list of bytes, as which Go takes data too."""
    try:
        return bytes(int(string(each.real)) for each in numbers.children).decode("ascii", "replace")
    except ValueError:
        return ""


def _is_placeholder(text: str) -> bool:
    text = text.strip()
    if not text.strip("*xX.-") or text.lower() in _REDACTED or re.search(_TO_FILL_IN, text):
        return True
    words = [word for word in re.split(r"[\s._-]+", text.lower()) if not word.isdigit()]
    if words and all(word in _EXAMPLES for word in words):
        return True
    return text.startswith("$") and text[1:].replace("_", "a").isalnum() and not text[1:2].isdigit()
