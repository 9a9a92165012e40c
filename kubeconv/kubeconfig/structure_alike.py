"""What a JSON Schema has against data, found out once for all data that is alike: it takes long, and the entries of a
kubeconfig are alike. The only importer of jsonschema, which is asked only for what is no usual mistake.

Data is alike if nothing differs that the schema can tell apart: of a text it knows only whether it is one of its constants and
which patterns it matches, of a key whether it has that property (tests/rules/test_kubeconfig_schema.py).
"""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.structure_usual import usual_mistakes

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator


class SchemaError(NamedTuple):
    """One thing that the schema refuses: the keyword, where in the data, as the numbers of the items and of the keys from the
    top on, and the part of the schema that refuses it."""

    keyword: str
    places: tuple[int, ...]
    schema: Mapping[str, Any]


class SchemaJudge:
    """Judges data by a schema without references, or by one of its definitions."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self._schema = schema
        self._known: dict[tuple[str | None, Any], list[SchemaError]] = {}
        self._validators: dict[str | None, Draft202012Validator] = {}

    def errors(self, definition: str | None, data: Any) -> list[SchemaError]:
        """What is wrong with the data by a definition, None for the whole schema."""
        asked = definition, self._shape(data)
        if asked not in self._known:
            refused = usual_mistakes(self._part(definition), data)
            if refused is None:
                errors = self._validator(definition).iter_errors(data)
                refused = [(str(error.validator), tuple(error.absolute_path), error.schema) for error in errors]
            self._known[asked] = [
                SchemaError(keyword, tuple(_places(data, path)), part) for keyword, path, part in refused
            ]
        return self._known[asked]

    def _part(self, definition: str | None) -> Mapping[str, Any]:
        return self._schema if definition is None else self._schema["$defs"][definition]

    def _validator(self, definition: str | None) -> "Draft202012Validator":
        import jsonschema

        if definition not in self._validators:
            self._validators[definition] = jsonschema.Draft202012Validator(self._part(definition))
        return self._validators[definition]

    def _shape(self, data: Any, field: str = "") -> Any:
        """What the schema can know of the data, the value of this field."""
        kind = type(data)
        if kind is str:
            patterns = self._patterns.get(field, ())
            return kind, data if data in self._constants else tuple(each.search(data) is not None for each in patterns)
        if kind is dict:
            names = (key if key in self._names else "" for key in data)
            return kind, *names, *(self._shape(each, key) for key, each in data.items())
        if kind is list:
            return kind, *(self._shape(each, field) for each in data)
        return kind, data

    @cached_property
    def _names(self) -> frozenset[str]:
        """The keys that the schema knows anywhere."""
        return frozenset(key for part in _parts(self._schema) for key in part.get("properties", ()))

    @cached_property
    def _constants(self) -> frozenset[object]:
        """The values that it knows."""
        parts = [*_parts(self._schema)]
        return frozenset(
            (
                *(part["const"] for part in parts if "const" in part),
                *(each for part in parts for each in part.get("enum", ())),
            )
        )

    @cached_property
    def _patterns(self) -> Mapping[str, list[re.Pattern[str]]]:
        """Field to the patterns that its value may have to match."""
        fields = [field for part in _parts(self._schema) for field in part.get("properties", {}).items()]
        found: dict[str, dict[str, None]] = {}
        for key, schema in fields:
            found.setdefault(key, {}).update({part["pattern"]: None for part in _parts(schema) if "pattern" in part})
        return {key: [*map(re.compile, patterns)] for key, patterns in found.items()}


def _places(data: Any, path: Any) -> Iterator[int]:
    """The way to a part of the data, each key as its number."""
    for step in path:
        yield [*data].index(step) if isinstance(data, dict) else step
        data = data[step]


def _parts(schema: Any) -> Iterator[Mapping[str, Any]]:
    """All parts of a schema that are schemas."""
    if isinstance(schema, list):
        for each in schema:
            yield from _parts(each)
    elif isinstance(schema, dict):
        yield schema
        for name, value in schema.items():
            if name in ("properties", "$defs"):
                for each in value.values():
                    yield from _parts(each)
            elif name in ("items", "additionalProperties", "anyOf", "allOf", "oneOf", "not", "if", "then", "else"):
                yield from _parts(value)
