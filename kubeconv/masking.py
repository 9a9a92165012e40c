"""Where a kubeconfig holds secrets, so that nothing we show ever shows one."""

import re
from collections.abc import Iterator
from typing import Final

from kubeconv.auth.kubelogin import FLAGS
from kubeconv.source import Span
from kubeconv.tree.node import MAPPING, SCALAR, SEQUENCE, Node, get, pairs
from kubeconv.tree.parse import Document

MASK: Final = "***"
#: Keys of users, auth-provider configs and kept origins that hold a secret.
_KEYS: Final = frozenset(
    [
        "token",
        "password",
        "client-key-data",
        "access-token",
        "refresh-token",
        "id-token",
        "client-secret",
        "client-certificate-password",
    ]
)
_SECRET_FLAGS: Final = frozenset(f"--{name}" for name, flag in FLAGS.items() if flag.secret) | {
    "--oidc-client-secret",
    "--token",
}
_SECRET_VARIABLE: Final = re.compile(r"secret|token|passw|key", re.IGNORECASE)
_SECRET_ARGUMENT: Final = re.compile(r"--[\w-]*(?:secret|password|token)=")


def secret_spans(document: Document) -> list[Span]:
    """The spans of all secret values in the users of a kubeconfig, in the order of the text."""
    users = get(document.root, "users")
    return sorted(_secrets(users)) if users is not None else []


def mask(text: str, spans: list[Span]) -> str:
    """The text with every secret replaced by `***`, line by line, so that it keeps its lines."""
    parts, at = [], 0
    for start, end in spans:
        if start >= at:
            parts += [text[at:start], re.sub(r"[^\s](?:[^\r\n]*[^\s])?", MASK, text[start:end])]
            at = end
    return "".join([*parts, text[at:]])


def _secrets(top: Node) -> Iterator[Span]:
    stack = [top]
    while stack:
        node = stack.pop()
        if node.kind == MAPPING:
            name = get(node, "name")
            is_secret_variable = name is not None and bool(_SECRET_VARIABLE.search(name.text))
            for key, value in pairs(node):
                if value.kind == SCALAR:
                    if key.text in _KEYS or (key.text == "value" and is_secret_variable):
                        yield value.span
                else:
                    stack.append(value)
        elif node.kind == SEQUENCE:
            follows_flag = False
            for item in node.children:
                if item.kind != SCALAR:
                    stack.append(item)
                elif follows_flag:
                    yield item.span
                follows_flag = item.kind == SCALAR and item.text in _SECRET_FLAGS and not follows_flag
