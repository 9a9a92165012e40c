"""Fields that client-go does not know, and what was meant."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from kubeconv.gate.shown import key
from kubeconv.kubeconfig.structure import structure
from kubeconv.kubeconfig.view import Kubeconfig
from kubeconv.tree.node import Node


class Unknown(NamedTuple):
    """A field that client-go passes over: its key, the mapping it is in, and the name of the field that was meant."""

    key: Node
    inside: str
    meant: str
    why: Literal["case", "spelling", ""]


def unknown_fields(kubeconfig: Kubeconfig) -> Iterator[Unknown]:
    """The unknown fields of a file."""
    for problem in structure(kubeconfig).problems:
        if problem.key is None:
            continue
        *around, name = problem.path
        # client-go reads these two in any case of letters.
        if not around and str(name).casefold() in ("apiversion", "kind"):
            continue
        meant, why = _meant(str(name), [*problem.schema["properties"]])
        yield Unknown(problem.key, _place(around), meant, why)


def _place(around: list[str | int]) -> str:
    if not around:
        return "the top level"
    return f"an entry of {key(str(around[-2]))}" if isinstance(around[-1], int) else key(str(around[-1]))


def _meant(name: str, known: list[str]) -> tuple[str, Literal["case", "spelling", ""]]:
    for each in known:
        if each.casefold() == name.strip().casefold():
            return each, "case" if each.lower() == name.lower() else "spelling"
    for each in known:
        if _letters(each) == _letters(name):
            return each, "spelling"
    import difflib  # most files have nothing to guess

    found = difflib.get_close_matches(name.lower(), known, 1, 0.8)
    return (found[0], "spelling") if found else ("", "")


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name)).casefold()
