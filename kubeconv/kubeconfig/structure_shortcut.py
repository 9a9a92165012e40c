"""A cheap check of the structure: it says for sure that a part of a kubeconfig is clean, and leaves the rest to the schema.

Importing jsonschema and validating with it costs more than everything else together; most files need neither. What is
written here a second time is proven equal to the schema by a property test (tests/rules/test_kubeconfig_schema.py).
"""

from collections.abc import Callable, Mapping
from typing import Final

from kubeconv.tree.node import MAPPING, NULLS, SCALAR, SEQUENCE, Node
from kubeconv.tree.scalar import decode_base64, resolve_plain

#: True for a node that is certainly what it should be.
Predicate = Callable[[Node], bool]

#: What a plain scalar begins with that may be no string.
_NO_STRING: Final = frozenset("+-.0123456789yYnNtTfFoO~")


def _is_null(node: Node) -> bool:
    return node.kind == SCALAR and not node.style and node.tag is None and node.text in NULLS


def _string(node: Node) -> bool:
    if node.kind != SCALAR or node.tag is not None:
        return False
    text = node.text
    if node.style or not text or text[0] not in _NO_STRING:
        return True
    value = resolve_plain(text)
    return value is None or type(value) is str


def _boolean(node: Node) -> bool:
    if node.kind != SCALAR or node.tag is not None or node.style:
        return False
    value = resolve_plain(node.text)
    return value is None or type(value) is bool


def _base64(node: Node) -> bool:
    if not _string(node):
        return False
    try:
        return _is_null(node) or decode_base64(node.text) is not None
    except ValueError:
        return False


def _one_of(*texts: str) -> Predicate:
    return lambda node: _string(node) and (node.text in texts or _is_null(node))


def _list(item: Predicate) -> Predicate:
    def is_clean(node: Node) -> bool:
        if node.kind != SEQUENCE:
            return _is_null(node)
        return node.tag is None and all(map(item, node.children))

    return is_clean


def _texts(value: Predicate) -> Predicate:
    """A mapping with any keys."""

    def is_clean(node: Node) -> bool:
        if node.kind != MAPPING:
            return _is_null(node)
        return node.tag is None and has_ordinary_keys(node) and all(map(value, node.children[1::2]))

    return is_clean


def _mapping(fields: Mapping[str, Predicate]) -> Predicate:
    field_of = fields.get

    def is_clean(node: Node) -> bool:
        children = node.children
        if node.kind != MAPPING:
            return _is_null(node)
        if node.tag is not None:
            return False
        keys = set()
        for at in range(0, len(children), 2):
            key = children[at]
            value = field_of(key.text)
            if value is None or key.kind != SCALAR or key.tag is not None or not value(children[at + 1]):
                return False
            keys.add(key.text)
        return len(keys) * 2 == len(children)

    return is_clean


def has_ordinary_keys(mapping: Node) -> bool:
    """True for a mapping whose keys are different strings, without a merge key."""
    keys = mapping.children[::2]
    return all(map(is_ordinary_key, keys)) and len({key.text for key in keys}) == len(keys)


def is_ordinary_key(key: Node) -> bool:
    """True for a key that is a string, and no merge key."""
    if key.kind != SCALAR or key.tag is not None:
        return False
    text = key.text
    return bool(key.style) or (
        bool(text) and text != "<<" and (text[0] not in _NO_STRING or resolve_plain(text) == text)
    )


def is_harmless(node: Node) -> bool:
    """True for any data in which nothing can be that kubectl's YAML library has something against."""
    order = [node]
    for each in order:
        kind = each.kind
        if each.tag is not None:
            return False
        if kind == SCALAR:
            # Infinity and not-a-number begin with these.
            if not each.style and each.text[:1] in (".", "+", "-") and not _is_harmless_number(each.text):
                return False
        elif kind == MAPPING:
            if not has_ordinary_keys(each):
                return False
            order.extend(each.children[1::2])
        elif kind == SEQUENCE:
            order.extend(each.children)
        else:
            return False
    return True


def _is_harmless_number(text: str) -> bool:
    return text.lstrip("+-").lower() not in (".inf", ".nan")


_extensions: Final = _list(_mapping({"name": _string, "extension": is_harmless}))
_exec: Final = _mapping(
    {
        "command": _string,
        "args": _list(_string),
        "env": _list(_mapping({"name": _string, "value": _string})),
        "apiVersion": _string,
        "installHint": _string,
        "provideClusterInfo": _boolean,
        "interactiveMode": _string,
    }
)
_cluster: Final = _mapping(
    {
        "server": _string,
        "tls-server-name": _string,
        "insecure-skip-tls-verify": _boolean,
        "certificate-authority": _string,
        "certificate-authority-data": _base64,
        "proxy-url": _string,
        "disable-compression": _boolean,
        "extensions": _extensions,
    }
)
_user: Final = _mapping(
    {
        "client-certificate": _string,
        "client-certificate-data": _base64,
        "client-key": _string,
        "client-key-data": _base64,
        "token": _string,
        "tokenFile": _string,
        "as": _string,
        "as-uid": _string,
        "as-groups": _list(_string),
        "as-user-extra": _texts(_list(_string)),
        "username": _string,
        "password": _string,
        "auth-provider": _mapping({"name": _string, "config": _texts(_string)}),
        "exec": _exec,
        "extensions": _extensions,
    }
)
_context: Final = _mapping({"cluster": _string, "user": _string, "namespace": _string, "extensions": _extensions})

#: Field of the top level to the check of its value.
TOP: Final[Mapping[str, Predicate]] = {
    "apiVersion": _one_of("v1", "/v1", "/", ""),
    "kind": _one_of("Config", ""),
    "preferences": _mapping({"colors": _boolean, "extensions": _extensions}),
    "current-context": _string,
    "extensions": _extensions,
}

#: List of the top level to the name of the definition of its items in the schema, and their check.
LISTS: Final[Mapping[str, tuple[str, Predicate]]] = {
    "clusters": ("NamedCluster", _mapping({"name": _string, "cluster": _cluster})),
    "users": ("NamedAuthInfo", _mapping({"name": _string, "user": _user})),
    "contexts": ("NamedContext", _mapping({"name": _string, "context": _context})),
}
