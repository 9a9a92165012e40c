"""What a JSON Schema has against data, for the usual mistakes: the wrong type, an unknown field, a value that is none of a few,
what is no base64. To import jsonschema takes as long as all the rest of a short run; it is asked about what is not said here,
such as numbers.

That both say the same is proven by a property test (tests/rules/test_kubeconfig_schema.py).
"""

import re
from collections.abc import Iterator, Mapping
from types import NoneType
from typing import Any, Final

Way = tuple[str | int, ...]
#: A keyword, the keys and numbers from the top of the data to what it refuses, and the part of the schema that has it.
Mistake = tuple[str, Way, Mapping[str, Any]]

_TYPES: Final = {"object": dict, "array": list, "string": str, "boolean": bool, "null": NoneType}
#: Keywords that refuse nothing, and those that say something with the one before only.
_DESCRIBING: Final = frozenset((
    "title", "description", "examples", "default", "deprecated", "deprecationMessage", "contentEncoding", "$schema", "$id",
    "$defs", "then", "else",
))  # fmt: skip


class _Unusual(Exception):
    """It takes the whole of JSON Schema to say."""


def usual_mistakes(schema: Mapping[str, Any], data: Any) -> list[Mistake] | None:
    """What a schema without references refuses, in the order in which jsonschema tells of it; None if that has to be asked."""
    try:
        return [*_mistakes(schema, data, ())]
    except _Unusual:
        return None


def _mistakes(schema: Mapping[str, Any], data: Any, path: Way) -> Iterator[Mistake]:
    for keyword, value in schema.items():
        if keyword == "properties" or keyword == "additionalProperties":
            yield from _in_mapping(keyword, schema, data, path) if isinstance(data, dict) else ()
        elif keyword == "items":
            for number, item in enumerate(data if isinstance(data, list) else ()):
                yield from _mistakes(value, item, (*path, number))
        elif not _is_met(keyword, schema, data):
            yield keyword, path, schema


def _in_mapping(keyword: str, schema: Mapping[str, Any], data: Mapping[str, Any], path: Way) -> Iterator[Mistake]:
    known, more = schema.get("properties", {}), schema.get("additionalProperties")
    if keyword == "properties":
        for key, part in known.items():
            if key in data:
                yield from _mistakes(part, data[key], (*path, key))
    elif isinstance(more, dict):
        for key, value in data.items():
            if key not in known:
                yield from _mistakes(more, value, (*path, key))
    elif not more and not data.keys() <= known.keys():
        yield keyword, path, schema


def _is_met(keyword: str, schema: Mapping[str, Any], data: Any) -> bool:
    """True if a keyword has nothing against the data itself."""
    value = schema[keyword]
    if keyword == "type" and _TYPES.keys() >= {*value}:
        return any(isinstance(data, _TYPES[each]) for each in value)
    if keyword == "enum" and all(isinstance(each, str | None) for each in value):
        return data in value
    if keyword == "pattern":
        return not isinstance(data, str) or re.search(value, data) is not None
    if not _cannot_fail(keyword, schema):
        raise _Unusual
    return True


def _cannot_fail(keyword: str, schema: Mapping[str, Any]) -> bool:
    """True for a keyword by which nothing can be wrong: it describes, or has a way for everything."""
    value = schema[keyword]
    if keyword == "if":
        return all(_is_open(schema.get(each, {})) for each in ("then", "else"))
    if keyword in ("anyOf", "allOf"):
        return (any if keyword == "anyOf" else all)(map(_is_open, value))
    return keyword in _DESCRIBING or keyword.startswith("x-")


def _is_open(schema: Mapping[str, Any]) -> bool:
    return all(_cannot_fail(keyword, schema) for keyword in schema)
