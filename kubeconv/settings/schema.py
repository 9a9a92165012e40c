"""The JSON Schema of a configuration, from the table of keys: `schemas/kubeconv-config.schema.json`."""

from typing import Any

from kubeconv.settings.keys import KEYS, Key, tables


def schema() -> dict[str, Any]:
    """The schema of `.kubeconv.toml`, and of `[tool.kubeconv]` in pyproject.toml."""
    top: dict[str, Any] = {name: _schema(key) for name, key in KEYS.items() if "." not in name}
    for table in tables():
        inside = {name.partition(".")[2]: _schema(key) for name, key in KEYS.items() if name.startswith(f"{table}.")}
        top[table] = {"type": "object", "additionalProperties": False, "properties": inside}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://kubeconv.invalid/schemas/kubeconv-config.schema.json",
        "title": ".kubeconv.toml, or [tool.kubeconv] of pyproject.toml",
        "description": "The configuration of kubeconv: docs/configuration.md.",
        "type": "object",
        "additionalProperties": False,
        "properties": top,
    }


def _schema(key: Key) -> dict[str, Any]:
    text = {**({} if "enum" in key.value.schema else {"type": "string"}), **key.value.schema}
    several = {"anyOf": [text, {"type": "array", "items": text}]}
    one = several if key.shape in ("list", "table of lists") else text
    if key.shape.startswith("table"):
        return {"description": key.what, "type": "object", "additionalProperties": one}
    return {"description": key.what, **one}
