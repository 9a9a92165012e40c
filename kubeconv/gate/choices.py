"""Choices, as a sentence names them."""

from collections.abc import Iterable
from functools import lru_cache

from kubeconv.gate import shown
from kubeconv.gate.near import nearest


def one_of(words: Iterable[str]) -> str:
    """`a`, `a or b`, or `a, b or c`."""
    return _joined(words, "or")


def all_of(words: Iterable[str]) -> str:
    """`a`, `a and b`, or `a, b and c`."""
    return _joined(words, "and")


def _joined(words: Iterable[str], joint: str) -> str:
    *first, last = words
    return f"{', '.join(first)} {joint} {last}" if first else last


@lru_cache(4096)
def closest(word: str, known: tuple[str, ...], cutoff: float) -> str:
    """The known word that is most like this one, '' if none is as like as `cutoff`, from 0 to 1."""
    # What a known word has no letter of cannot be in common: difflib takes ten times as long to find out.
    letters_of_any, shortest = _letters_of_any(known)
    if 2 * (len(word) - len(word.translate(letters_of_any))) < cutoff * (len(word) + shortest):
        return ""
    near = [
        each
        for each, letters in _letters(known)
        if 2 * (len(word) - len(word.translate(letters))) >= cutoff * (len(word) + len(each))
    ]
    return next(iter(nearest(word, near, cutoff)), "") if near else ""


@lru_cache(16)
def _letters(known: tuple[str, ...]) -> list[tuple[str, dict[int, int | None]]]:
    """Each word with what takes its letters out of another one."""
    return [(each, str.maketrans("", "", each)) for each in known]


@lru_cache(16)
def _letters_of_any(known: tuple[str, ...]) -> tuple[dict[int, int | None], int]:
    """What takes the letters of all the words out of another one, and the length of the shortest."""
    return str.maketrans("", "", "".join(known)), min(map(len, known), default=0)


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """` (did you mean CHOICE?)` for the choice that the word is likely a misspelling of, '' if it is like none."""
    folded = {choice.casefold(): choice for choice in choices}
    found = nearest(word.casefold(), folded, 0.6)
    return f" (did you mean {shown.name(folded[found[0]])}?)" if found else ""
