"""Choices, as a sentence names them."""

from collections.abc import Iterable

from kubeconv.gate import shown


def one_of(words: Iterable[str]) -> str:
    """`a`, `a or b`, or `a, b or c`."""
    return _joined(words, "or")


def all_of(words: Iterable[str]) -> str:
    """`a`, `a and b`, or `a, b and c`."""
    return _joined(words, "and")


def _joined(words: Iterable[str], joint: str) -> str:
    *first, last = words
    return f"{', '.join(first)} {joint} {last}" if first else last


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """` (did you mean CHOICE?)` for the choice that the word is likely a misspelling of, '' if it is like none."""
    import difflib  # most words are spelt right

    folded = {choice.casefold(): choice for choice in choices}
    found = difflib.get_close_matches(word.casefold(), folded, 1, 0.6)
    return f" (did you mean {shown.name(folded[found[0]])}?)" if found else ""
