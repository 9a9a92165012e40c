"""Fields that client-go does not know, and what was meant."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, Literal
from weakref import WeakKeyDictionary

from kubeconv.gate.near import nearest
from kubeconv.gate.shown import key
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.structure import structure
from kubeconv.kubeconfig.view import Kubeconfig
from kubeconv.tree.node import Node


class Unknown(NamedTuple):
    """A field that client-go passes over: its key and value, the keys from the top to it, the mapping it is in as words, and
    the name of the field that was meant."""

    key: Node
    value: Node
    path: tuple[str | int, ...]
    inside: str
    meant: str
    why: Literal["case", "spelling", ""]


#: For how many names of a file it is guessed what was meant.
_MAX_GUESSES: Final = 1_000

_known: WeakKeyDictionary[Kubeconfig, Sequence[Unknown]] = WeakKeyDictionary()


def unknown_fields(kubeconfig: Kubeconfig) -> Sequence[Unknown]:
    """The unknown fields of a file, found once for all rules."""
    found = _known.get(kubeconfig)
    if found is None:
        found = _known[kubeconfig] = tuple(_find(kubeconfig))
    return found


def _find(kubeconfig: Kubeconfig) -> Iterator[Unknown]:
    guessed: dict[tuple[str, int], tuple[str, Literal["case", "spelling", ""]]] = {}
    for problem in structure(kubeconfig).problems:
        if problem.key is None:
            continue
        *around, name = problem.path
        # client-go reads these two in any case of letters.
        if not around and str(name).casefold() in ("apiversion", "kind"):
            continue
        guess = (str(name), id(problem.schema))
        if guess not in guessed:
            is_few = len(guessed) < _MAX_GUESSES
            guessed[guess] = _meant(str(name), [*problem.schema["properties"]]) if is_few else ("", "")
        yield Unknown(problem.key, problem.node, problem.path, _place(around), *guessed[guess])


def _place(around: list[str | int]) -> str:
    if not around:
        return "the top level"
    return f"an entry of {key(str(around[-2]))}" if isinstance(around[-1], int) else key(str(around[-1]))


def _meant(name: str, known: list[str]) -> tuple[str, Literal["case", "spelling", ""]]:
    for each in known:
        if each.casefold() == name.strip().casefold():
            return each, "case" if each.lower() == name.lower() else "spelling"
    letters, in_order = _letters(name), _in_order(name)
    for each in known:
        if _letters(each) == letters or _in_order(each) == in_order:
            return each, "spelling"
    found = nearest(name.lower(), known, 0.8)
    return (found[0], "spelling") if found else ("", "")


#: The same names are known for each field of a kind.
@lru_cache(256)
def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name)).casefold()


@lru_cache(256)
def _in_order(name: str) -> str:
    """The letters of a name in the order of the alphabet: so are those that changed places."""
    return "".join(sorted(name))
