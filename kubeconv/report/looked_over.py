"""The last look at what becomes JSON: no text in it has a secret's shape."""

import json
from typing import Any

from kubeconv.gate.secret import hidden


def looked_over(data: Any) -> Any:
    """The data with everything that has the shape of a secret replaced by `***`, in keys too."""
    if isinstance(data, str):
        return hidden(data)
    if isinstance(data, dict):
        return {looked_over(key): looked_over(value) for key, value in data.items()}
    return [looked_over(each) for each in data] if isinstance(data, list | tuple) else data


def dumped(data: Any) -> str:
    """The data as JSON, after the last look."""
    return json.dumps(looked_over(data), indent=2) + "\n"
