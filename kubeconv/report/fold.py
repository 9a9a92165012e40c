"""Lines for a terminal, folded between words so that none is wider; what a person may copy stays in one piece."""

from collections.abc import Iterator
from typing import Final

from kubeconv.report.line import Line, Role
from kubeconv.report.table import width_of

#: What is never broken: a command, and a sentence that may hold one.
_IN_ONE_PIECE: Final = ("command", "whole")
#: How much deeper the next lines stand, and so wide a key at the start may be below which they stand.
_DEEPER: Final = 4
_WIDEST_KEY: Final = 12


def fitted(line: Line, width: int) -> Iterator[Line]:
    """The line as lines of at most so many columns, if its words allow that."""
    if sum(width_of(text) for text, _ in line) <= width:
        yield line
        return
    margin = _margin("".join(text for text, _ in line))
    made: list[tuple[str, Role]] = []
    taken, is_new = 0, True
    for word in _words(line):
        needed = sum(width_of(text) for text, _ in word)
        # What is too long for any line goes on where it stands, as the terminal breaks it anyhow.
        if taken + 1 + needed > width >= margin + needed and any(text.strip() for text, _ in made):
            yield _joined(made)
            made, taken, is_new = [(" " * margin, "")], margin, True
            if not word:
                continue
        if not is_new:
            made.append((" ", word[0][1] if word and made and made[-1][1] == word[0][1] else ""))
            taken += 1
        made += word
        taken += needed
        is_new = False
    yield _joined(made)


def _words(line: Line) -> Iterator[list[tuple[str, Role]]]:
    """What stands between two blanks, in its parts; blanks that follow each other have nothing between them."""
    word: list[tuple[str, Role]] = []
    for text, role in line:
        first, *more = [text] if role in _IN_ONE_PIECE else text.split(" ")
        word += [(first, role)] if first else []
        for each in more:
            yield word
            word = [(each, role)] if each else []
    yield word


def _margin(text: str) -> int:
    """Where the next lines begin: below what follows the key that a line starts with, else a little deeper than it."""
    start = len(text) - len(text.lstrip(" "))
    key, gap, rest = text[start:].partition("  ")
    if gap and " " not in key and start + len(key) < _WIDEST_KEY:
        return len(text) - len(rest.lstrip(" "))
    return start + _DEEPER


def _joined(parts: list[tuple[str, Role]]) -> Line:
    """The parts, those that follow each other and are alike as one."""
    made: list[tuple[str, Role]] = []
    for text, role in parts:
        if made and made[-1][1] == role:
            made[-1] = (made[-1][0] + text, role)
        elif text:
            made.append((text, role))
    return made
