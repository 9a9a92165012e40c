"""Which entry a name was meant for that no entry has. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kubeconv.gate.near import nearest

#: So many pairs of names are compared letter by letter; of more only those that are the same but for case and signs.
_MAX_COMPARED: Final = 2_500
_ALIKE: Final = 0.7
#: So many letters of one side times letters of the other: what difflib does in a twentieth of a second.
_MAX_LETTERS: Final = 2_000_000


def near_misses(wanted: Iterable[str], unused: Sequence[str]) -> Mapping[str, str]:
    """Name that is not there to the one of `unused` that was meant; without those of which none is near."""
    missing = [*dict.fromkeys(wanted)]
    if len(missing) == len(unused) == 1:
        return {missing[0]: unused[0]}
    by_letters = {_letters(each): each for each in reversed(unused)}
    letters = sum(map(len, missing)) * sum(map(len, unused))
    few = len(missing) * len(unused) <= _MAX_COMPARED and letters <= _MAX_LETTERS
    found = {}
    for name in missing:
        close = by_letters.get(_letters(name)) or next(iter(nearest(name, unused, _ALIKE) if few else ()), "")
        if close:
            found[name] = close
    return found


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name)).casefold()
