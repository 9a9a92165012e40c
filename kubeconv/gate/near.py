"""Which known words are like another one: the one place that looks for what somebody meant."""

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str], cutoff: float, most: int = 1) -> list[str]:
    """The known words that are at least so much like this one (`cutoff`, from 0 to 1), the most alike first, `most` at most."""
    import difflib  # most words are spelt right

    return difflib.get_close_matches(word, [*known], most, cutoff)
