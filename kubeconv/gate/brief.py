"""How values that hold parts of a file look in a debugger or a log: without these parts."""

from typing import Any

from kubeconv.gate.secret import hidden


def brief(value: Any, *fields: str) -> str:
    """The text for `__repr__`: the name of the type, and these fields."""
    told = ", ".join(f"{name}={getattr(value, name)!r}" for name in fields)
    return hidden(f"{type(value).__name__}({told})")
