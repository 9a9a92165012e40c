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
    (of_any, most_of_any), each_known = _letters(known, cutoff, len(word))
    if len(word.translate(of_any)) > most_of_any:
        return ""
    near = [each for each, letters, most in each_known if len(word.translate(letters)) <= most]
    return next(iter(nearest(word, near, cutoff)), "") if near else ""


@lru_cache(1024)
def _letters(
    known: tuple[str, ...], cutoff: float, length: int
) -> tuple[tuple[dict[int, int | None], float], list[tuple[str, dict[int, int | None], float]]]:
    """What takes the letters of each known word out of one of this length, and how many may then be left; first for all of
    them. Words of another length cannot be like it."""
    found = [
        (each, str.maketrans("", "", each), length - cutoff * (length + len(each)) / 2)
        for each in known
        if 2 * min(length, len(each)) >= cutoff * (length + len(each))
    ]
    of_any = str.maketrans("", "", "".join(each for each, _, _ in found))
    return (of_any, max((most for _, _, most in found), default=-1)), found


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """` (did you mean CHOICE?)` for the choice that the word is likely a misspelling of, '' if it is like none."""
    folded = {choice.casefold(): choice for choice in choices}
    found = nearest(word.casefold(), folded, 0.6)
    return f" (did you mean {shown.name(folded[found[0]])}?)" if found else ""
