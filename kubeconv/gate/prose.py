"""Words that somebody wrote for people: comments, and what plugins say about themselves."""

import re
from functools import lru_cache
from typing import Final

from kubeconv.gate.shown import Shown, url

_ABOUT_SECRETS: Final = r"(?i)pass|pwd|secret|token|\bkey|cred|bearer|basic|\bpat\b|\bpin\b|-p\b|[=:@]"
_PROSE: Final = (
    r"[(\"'`]?[^\W\d_]?[^\W\d_A-Z]{0,14}'?[a-z]{0,3}(?:-[a-z]{1,14}){0,5}[.,;!?)\"'`]*|-+|[A-Z]{2,4}[.,]?"
    r"|\d{1,2}(?:\.\d{1,3}){0,2}[.,]?|\d{4}-\d\d-\d\d[.,]?"
)


def hint(text: str) -> Shown:
    """What a plugin says about itself: its first line, '' if that is not made of words for people."""
    first = text.strip().split("\n", 1)[0].strip()
    return Shown(first if first.isprintable() and is_prose(first) else "")


@lru_cache(1024)
def is_prose(text: str) -> bool:
    """True for words that somebody wrote for people, none of them about a secret."""
    words = [word for word in text.split() if not ("://" in word and url(word) == word)]
    if len(text) > 400 or any(re.search(_ABOUT_SECRETS, word) for word in words):
        return False
    return all(re.fullmatch(_PROSE, word) for word in words)
