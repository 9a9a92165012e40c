"""How much a word is like the names that people make: by which letters follow each other in it."""

import re
from functools import lru_cache
from operator import add
from typing import Final

#: Of ASCII. `string` has them too, and takes longer to import than three modules of ours.
DIGITS: Final = "0123456789"
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
#: Letters that follow each other in the names that people make: the first one of each word, and what follows it. Counted in
#: half a million names of packages, of which these make four fifths; of random letters they make three tenths.
_FOLLOWING: Final = (
    "abcdgiklmnprstuy baeiloru caehiklorstu dabeiors eabcdeglmnoprstvx faeilo gaeior haeio iabcdefglmnoprstv kaei "
    "ladeilostuy maeilop nacdegiost obcdglmnoprstuw paehiloprsty qu racdeikmostuy sacehimopstuy tacehiloprstuy "
    "ubdilmnprst vaei waei xt yacnpst"
)
#: Those, a letter twice, and any two digits.
_PAIRS: Final = frozenset((
    *(f"{word[0]}{each}" for word in _FOLLOWING.split() for each in word[1:]), *(each * 2 for each in _LETTERS),
    *(f"{one}{two}" for one in DIGITS for two in DIGITS),
))  # fmt: skip


def is_unsaid(text: str) -> bool:
    """True for letters and digits of which too few follow each other as in names. Short ones must be more than letters."""
    if len(text) < 20:
        return not text.isalpha() and likeness(text) < 0.3
    return likeness(text) < (0.4 if len(text) < 24 else 0.45)


def likeness(text: str) -> float:
    """How many of the letters and digits of ASCII follow the one before as in the names that people make, from 0 to 1."""
    letters = text.rstrip(DIGITS)  # names of many differ in their number
    return (_likely(letters) + max(0, len(text) - len(letters) - 1)) / (len(text) - 1)


@lru_cache(1024)
def _likely(text: str) -> int:
    folded = text.lower()
    named = sum(map(_PAIRS.__contains__, map(add, folded, folded[1:])))
    return named - len(re.findall("[a-z][A-Z]", text))
