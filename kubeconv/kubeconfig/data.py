"""What kubectl makes of a kubeconfig, as data: what `kubectl config view --raw -o json` prints of a file that it reads.

Sources: https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/api/v1/types.go and conversion.go beside it
"""

from base64 import b64encode
from collections.abc import Callable, Mapping
from typing import Any, Final

from kubeconv.gate.value import NamedTuple
from kubeconv.tree.node import MAPPING, SEQUENCE, Node, fields, get, items, string, value_of
from kubeconv.tree.scalar import decode_base64

#: From a node, or None if there is none or null, to its value.
_Reader = Callable[[Node | None], Any]


class _Field(NamedTuple):
    read: _Reader
    #: kubectl prints it even if it is empty.
    is_always_printed: bool = False


def data(root: Node | None, *, is_sorted: bool = True) -> dict[str, Any]:
    """The data of a file that kubectl reads, its entries in the order of their names or in that of the file. What it would say
    of a file that it refuses is not defined."""
    return {
        "kind": "Config",
        "apiVersion": "v1",
        **_read(root, {"preferences": _Field(_struct(_PREFERENCES))}),
        **{name: _entries(get(root, name), body, table, is_sorted=is_sorted) for name, body, table in _LISTS},
        "current-context": string(get(root, "current-context")),
        **_read(root, _EXTENSIONS),
    }


def json_value(node: Node) -> Any:
    """Any node as JSON data."""
    holder: list[Any] = [None]
    # Without recursion: the node may be nested deeper than Python's stack.
    waiting: list[tuple[Any, Any, Node]] = [(holder, 0, node.real)]
    for container, place, each in waiting:
        if each.kind == MAPPING:
            value: Any = dict.fromkeys(found := fields(each))
            waiting += [(value, key, pair.value.real) for key, pair in found.items()]
        elif each.kind == SEQUENCE:
            value = [None] * len(each.children)
            waiting += [(value, at, item.real) for at, item in enumerate(each.children)]
        else:
            value = each.value
            value = _number(value) if isinstance(value, float) else value
        container[place] = value
    return holder[0]


def _number(value: float) -> int | float:
    """A float as Go writes it into JSON: up to 21 digits without a point, where it is whole, those that it does not need 0.
    https://pkg.go.dev/encoding/json#Marshal"""
    if not value.is_integer() or abs(value) >= 1e21:
        return value
    digits, _, exponent = repr(value).partition("e")
    whole, _, rest = digits.partition(".")
    return int(value) if not exponent else int(whole + rest) * 10 ** (int(exponent) - len(rest))


def _read(node: Node | None, table: Mapping[str, _Field]) -> dict[str, Any]:
    found = fields(node) if node is not None else {}
    values = {name: field.read(value_of(found, name)) for name, field in table.items()}
    return {name: value for name, value in values.items() if value or table[name].is_always_printed}


def _struct(table: Mapping[str, _Field]) -> _Reader:
    return lambda node: _read(node, table)


def _pointer(table: Mapping[str, _Field]) -> _Reader:
    return lambda node: None if node is None else _read(node, table) or {}


def _list(read: _Reader) -> _Reader:
    return lambda node: None if node is None else [read(None if item.is_null else item) for item in items(node)]


def _texts(read: _Reader) -> _Reader:
    def texts(node: Node | None) -> dict[str, Any] | None:
        if node is None:
            return None
        return {key: read(value_of(found, key)) for found in [fields(node)] for key in found}

    return texts


def _boolean(node: Node | None) -> bool:
    return node is not None and node.value is True


def _base64(node: Node | None) -> str:
    if node is None:
        return ""
    try:
        if node.kind == SEQUENCE:
            return b64encode(bytes(0 if item.is_null else int(item.value or 0) for item in items(node))).decode()
        return b64encode(decode_base64(node.text)).decode()
    except (ValueError, TypeError):
        return string(node)


def _entries(
    node: Node | None, body: str, table: Mapping[str, _Field], *, is_sorted: bool
) -> list[dict[str, Any]] | None:
    """A list of named entries."""
    entry = {"name": _ALWAYS_TEXT, body: _Field(_struct(table), True)}
    entries = _list(_struct(entry))(node)
    return sorted(entries, key=_name) if entries and is_sorted else entries or None


def _extensions(node: Node | None) -> list[dict[str, Any]] | None:
    found = {}
    for item in items(node):
        name, extension = (get(item, key) for key in ("name", "extension"))
        found[string(name)] = None if extension is None else json_value(extension)
    return [{"name": name, "extension": found[name]} for name in sorted(found, key=str.encode)]


def _exec(node: Node | None) -> dict[str, Any] | None:
    if node is None:
        return None
    found = _read(node, _EXEC)
    if found.get("apiVersion") in _WITH_DEFAULT_MODE:
        found.setdefault("interactiveMode", "IfAvailable")
    return found


def _name(entry: Mapping[str, Any]) -> bytes:
    return str(entry["name"]).encode()


_TEXT: Final = _Field(string)
_ALWAYS_TEXT: Final = _Field(string, True)
_BOOLEAN: Final = _Field(_boolean)
_BASE64: Final = _Field(_base64)
_EXTENSIONS: Final = {"extensions": _Field(_extensions)}
_PREFERENCES: Final = {"colors": _BOOLEAN, **_EXTENSIONS}
#: client-go gives these a mode if there is none (defaults.go).
_WITH_DEFAULT_MODE: Final = ("client.authentication.k8s.io/v1beta1", "client.authentication.k8s.io/v1alpha1")
_EXEC: Final = {
    "command": _ALWAYS_TEXT,
    "args": _Field(_list(string), True),
    "env": _Field(_list(_struct({"name": _ALWAYS_TEXT, "value": _ALWAYS_TEXT})), True),
    "apiVersion": _TEXT,
    "installHint": _TEXT,
    "provideClusterInfo": _Field(_boolean, True),
    "interactiveMode": _TEXT,
}
_CLUSTER: Final = {
    "server": _ALWAYS_TEXT,
    "tls-server-name": _TEXT,
    "insecure-skip-tls-verify": _BOOLEAN,
    "certificate-authority": _TEXT,
    "certificate-authority-data": _BASE64,
    "proxy-url": _TEXT,
    "disable-compression": _BOOLEAN,
    **_EXTENSIONS,
}
_USER: Final = {
    "client-certificate": _TEXT,
    "client-certificate-data": _BASE64,
    "client-key": _TEXT,
    "client-key-data": _BASE64,
    "token": _TEXT,
    "tokenFile": _TEXT,
    "as": _TEXT,
    "as-uid": _TEXT,
    "as-groups": _Field(_list(string)),
    "as-user-extra": _Field(_texts(_list(string))),
    "username": _TEXT,
    "password": _TEXT,
    "auth-provider": _Field(_pointer({"name": _ALWAYS_TEXT, "config": _Field(_texts(string), True)})),
    "exec": _Field(_exec),
    **_EXTENSIONS,
}
_CONTEXT: Final = {"cluster": _ALWAYS_TEXT, "user": _ALWAYS_TEXT, "namespace": _TEXT, **_EXTENSIONS}
_LISTS: Final = (("clusters", "cluster", _CLUSTER), ("users", "user", _USER), ("contexts", "context", _CONTEXT))
