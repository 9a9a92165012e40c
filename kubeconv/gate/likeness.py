"""How much a word is like the names that people make: by which letters follow each other in it."""

from itertools import pairwise
from typing import Final

#: Letters that follow each other in the names that people make: the first one of each word, and what follows it. Counted in
#: half a million names of packages, of which these make four fifths; of random letters they make three tenths.
_FOLLOWING: Final = (
    "abcdgiklmnprstuy baeiloru caehiklorstu dabeiors eabcdeglmnoprstvx faeilo gaeior haeio iabcdefglmnoprstv kaei "
    "ladeilostuy maeilop nacdegiost obcdglmnoprstuw paehiloprsty qu racdeikmostuy sacehimopstuy tacehiloprstuy "
    "ubdilmnprst vaei waei xt yacnpst"
)
_PAIRS: Final = frozenset(f"{word[0]}{each}" for word in _FOLLOWING.split() for each in word[1:])


def is_unsaid(text: str) -> bool:
    """True for letters and digits of which too few follow each other as in names. Short ones must be more than letters."""
    if len(text) < 20:
        return not text.isalpha() and likeness(text) < 0.3
    return likeness(text) < (0.4 if len(text) < 24 else 0.45)


def likeness(text: str) -> float:
    """How many of the characters follow the one before as in the names that people make, from 0 to 1."""
    folded = text.lower()
    named = sum(one + two in _PAIRS or one == two or (one.isdigit() and two.isdigit()) for one, two in pairwise(folded))
    humps = sum(one.islower() and two.isupper() for one, two in pairwise(text))
    return (named - humps) / (len(text) - 1)
