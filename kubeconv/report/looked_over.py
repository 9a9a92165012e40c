"""JSON, and the last look at what becomes JSON: no text in it has a secret's shape."""

import json
from typing import Any

from kubeconv.gate.secret import hidden


def looked_over(data: Any) -> Any:
    """The data with everything that has the shape of a secret replaced by `***`, in keys too."""
    known: dict[str, str] = {}  # most texts are there many times

    def look_over(value: Any) -> Any:
        if isinstance(value, str):
            found = known.get(value)
            if found is None:
                found = known[value] = hidden(value)
            return found
        if isinstance(value, dict):
            return {look_over(key): look_over(each) for key, each in value.items()}
        return [look_over(each) for each in value] if isinstance(value, list | tuple) else value

    return look_over(data)


def dumped(data: Any) -> str:
    """The data as JSON, after the last look."""
    return as_json(looked_over(data))


def as_json(data: Any) -> str:
    """The data as JSON with an indentation of two: as `json.dumps` writes it, in a fifth of the time."""
    known: dict[str, str] = {}

    def quoted(text: str) -> str:
        found = known.get(text)
        if found is None:
            found = known[text] = json.dumps(text)
        return found

    def written(value: Any, line: str) -> str:
        """`line` is the line end and the indentation in front of the value."""
        if isinstance(value, str):
            return quoted(value)
        inside = f"{line}  "
        if isinstance(value, dict):
            items, ends = [f"{quoted(key)}: {written(each, inside)}" for key, each in value.items()], "{}"
        elif isinstance(value, list | tuple):
            items, ends = [written(each, inside) for each in value], "[]"
        else:
            return json.dumps(value)
        return f"{ends[0]}{inside}{f',{inside}'.join(items)}{line}{ends[1]}" if items else ends

    return f"{written(data, chr(10))}\n"
