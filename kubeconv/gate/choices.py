"""Choices, as a sentence names them."""

from collections.abc import Iterable


def one_of(words: Iterable[str]) -> str:
    """`a`, `a or b`, or `a, b or c`."""
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last
