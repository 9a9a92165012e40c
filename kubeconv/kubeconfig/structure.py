"""The structure of a kubeconfig, judged by its JSON Schema, if it is needed."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any, Final, cast
from weakref import WeakKeyDictionary

import kubeconv.schemas
from kubeconv.gate.brief import brief
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.structure_alike import SchemaError, SchemaJudge
from kubeconv.kubeconfig.structure_shortcut import LISTS, TOP, is_ordinary_key
from kubeconv.kubeconfig.view import Kubeconfig
from kubeconv.tree.node import MAPPING, SCALAR, SEQUENCE, Node, Pair, TooLarge, fields

#: Deeper than any field that the schema knows; what is below stays unread.
_DEEPEST: Final = 12

#: How many values that the shortcut does not call clean are judged, and for how many characters of the file one more.
MAX_JUDGED: Final = 10_000
_CHARACTERS_A_VALUE: Final = 50


class Mismatch(NamedTuple):
    """One thing that the schema refuses. `keyword` is the keyword of the schema, `path` the keys from the top to `node`,
    `schema` what was expected there. For an unknown field (`additionalProperties`) `key` is it and `node` its value."""

    keyword: str
    path: tuple[str | int, ...]
    node: Node
    schema: Mapping[str, Any]
    key: Node | None = None

    def __repr__(self) -> str:
        return brief(self, "keyword")


class Structure(NamedTuple):
    """What there is to say about the structure of one file, in the order of the text. `parts` are those that are not certainly
    clean, as roots to look into: for repeated keys and other things that only the text shows. `is_cut` is true if that was too
    much: what comes then is not judged."""

    problems: Sequence[Mismatch]
    parts: Sequence[Node]
    is_cut: bool = False


_known: WeakKeyDictionary[Kubeconfig, Structure] = WeakKeyDictionary()


def structure(kubeconfig: Kubeconfig) -> Structure:
    """The structure of a file, found out once for all rules."""
    found = _known.get(kubeconfig)
    if found is None:
        found = _known[kubeconfig] = _judge(kubeconfig.document.root)
    return found


def suspects(root: Node) -> tuple[bool, list[tuple[str, int, str, Node]]]:
    """What the shortcut cannot call clean: the top level without its lists, and items of the lists (list, index, definition
    in the schema, item)."""
    items: list[tuple[str, int, str, Node]] = []
    if root.is_null:
        return True, items
    top_is_clean = root.kind == MAPPING and root.tag is None and all(map(is_ordinary_key, root.children[::2]))
    found = fields(root)
    top_is_clean = top_is_clean and len(found) * 2 == len(root.children)
    for name, pair in found.items():
        if name in LISTS and pair.value.real.kind == SEQUENCE:
            definition, is_clean = LISTS[name]
            value = pair.value.real
            top_is_clean = top_is_clean and pair.value is value and value.tag is None
            items += [(name, at, definition, item) for at, item in enumerate(value.children) if not is_clean(item)]
        elif name in LISTS:
            top_is_clean = top_is_clean and pair.value.is_null
        else:
            top_is_clean = top_is_clean and name in TOP and TOP[name](pair.value)
    return top_is_clean, items


def _judge(root: Node | None) -> Structure:
    if root is None:
        return Structure((), ())
    top_is_clean, items = suspects(root)
    if top_is_clean and not items:
        return Structure((), ())
    judge = _judge_by_schema()
    data = _Data(MAX_JUDGED + root.end // _CHARACTERS_A_VALUE)
    problems: list[Mismatch] = []
    parts: list[Node] = []
    is_cut = False
    try:
        if not top_is_clean:
            # The items of the lists are judged one by one: most of them are clean.
            problems += _problems(judge.errors(None, data.of(root, LISTS)), root, ())
        for name, at, definition, item in items:
            problems += _problems(judge.errors(definition, data.of(item)), item, (name, at))
            parts.append(item)
    except TooLarge:
        is_cut = True
    problems.sort(key=lambda each: each.node.start)  # jsonschema tells of some in another order each time
    return Structure(problems, parts if top_is_clean else [root], is_cut)


def _problems(errors: Sequence[SchemaError], root: Node, prefix: tuple[str | int, ...]) -> Iterator[Mismatch]:
    known: dict[int, Mapping[str, Pair]] = {}  # several errors are about one mapping
    for keyword, places, expected in errors:
        node, path = root.real, prefix
        for place in places:
            if node.kind == MAPPING:
                if id(node) not in known:
                    known[id(node)] = fields(node)
                key, pair = next(islice(known[id(node)].items(), place, None))
                node, path = pair.value.real, (*path, key)
            else:
                node, path = node.children[place].real, (*path, place)
        if keyword == "additionalProperties":
            for name, pair in fields(node).items():
                if name not in expected["properties"]:
                    yield Mismatch(keyword, (*path, name), pair.value, expected, pair.key)
        else:
            yield Mismatch(keyword, path, node, expected)


class _Data:
    """Nodes as JSON data, so many of them as the schema can judge in time."""

    def __init__(self, left: int) -> None:
        self._left = left

    def of(self, node: Node, without: Mapping[str, object] = {}, depth: int = 0) -> Any:
        """The data of a node. Lists named in `without` are left empty, and what is deeper than the schema null. Raises TooLarge
        if it is too much."""
        real = node.real
        self._left -= 1
        if self._left < 0:
            raise TooLarge("more than the schema can judge in time")
        if depth > _DEEPEST:
            return None
        if real.kind == MAPPING:
            return {
                name: [] if name in without and pair.value.real.kind == SEQUENCE else self.of(pair.value, {}, depth + 1)
                for name, pair in fields(real).items()
            }
        if real.kind == SEQUENCE:
            return [self.of(item, {}, depth + 1) for item in real.children]
        return _scalar(real)


def _scalar(node: Node) -> Any:
    if node.kind != SCALAR:
        return node.text
    try:
        value = node.value
    except ValueError:
        return node.text  # invalid_tag says what is wrong with it
    return value


@cache
def _schema() -> dict[str, Any]:
    """The schema, read once for all files of a run."""
    import json

    schema: dict[str, Any] = json.loads(kubeconv.schemas.text("kubeconfig-v1"))
    return schema


@cache
def _judge_by_schema() -> SchemaJudge:
    return SchemaJudge(_written_out(_schema()))


def _written_out(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with each definition in the place of its references: to follow these takes as long as all the rest. What
    stands beside a reference only describes it."""

    def written_out(part: Any) -> Any:
        if not isinstance(part, dict):
            return part
        if "$ref" in part:
            part = schema["$defs"][part["$ref"].removeprefix("#/$defs/")]
        return {key: written_out(value) for key, value in part.items()}

    return cast("dict[str, Any]", written_out(schema))


@cache
def homes() -> Mapping[str, str]:
    """Field to the places where the schema knows it. Only for files that have an unknown one."""
    schema = _schema()
    places: dict[str, list[str]] = {}
    for name, definition in (("the top level", schema), *schema["$defs"].items()):
        for field in definition.get("properties", ()):
            places.setdefault(field, []).append(_PLACES.get(name, name))
    return {field: " or ".join(found) for field, found in places.items()}


def positions(field: str) -> list[tuple[str, ...]]:
    """Where the schema knows a field: () is the top level, ("users", "user", "exec") the exec section of an entry of users."""
    schema = _schema()
    known = [((), schema), *((position, schema["$defs"][name]) for name, position in _POSITIONS.items())]
    return [position for position, definition in known if field in definition["properties"]]


_POSITIONS: Final = {
    "NamedCluster": ("clusters",),
    "Cluster": ("clusters", "cluster"),
    "NamedContext": ("contexts",),
    "Context": ("contexts", "context"),
    "NamedAuthInfo": ("users",),
    "AuthInfo": ("users", "user"),
    "ExecConfig": ("users", "user", "exec"),
    "AuthProviderConfig": ("users", "user", "auth-provider"),
}

_PLACES: Final = {
    "Preferences": "preferences",
    "NamedCluster": "an entry of clusters",
    "NamedAuthInfo": "an entry of users",
    "NamedContext": "an entry of contexts",
    "NamedExtension": "an entry of extensions",
    "Cluster": "cluster",
    "AuthInfo": "user",
    "Context": "context",
    "AuthProviderConfig": "auth-provider",
    "ExecConfig": "exec",
    "ExecEnvVar": "an entry of env",
}
