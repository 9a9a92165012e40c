"""Words that somebody wrote for people: comments, and what plugins say about themselves."""

import re
from functools import lru_cache
from typing import Final

from kubeconv.gate.shown import Shown, url
from kubeconv.gate.so_called import DICED

_ABOUT_SECRETS: Final = r"(?i)pass|pwd|secret|token|\bkey|cred|bearer|basic|\bpat\b|\bpin\b|-p\b|[=:@]"
_NO_PROSE: Final = rf"{_ABOUT_SECRETS}|\b{DICED}"
#: Words; numbers of releases, dates, regions (eu-west-1), flags.
_PROSE: Final = (
    r"[(\"'`]?[^\W\d_]?[^\W\d_A-Z]{0,14}'?[a-z]{0,3}(?:-[a-z]{1,14}){0,5}[.,;!?)\"'`]*|-+|[A-Z]{2,4}[.,]?"
    r"|\(?(?:v?\d{1,2}(?:\.\d{1,5}){0,3}\+?|\d{4}-\d\d(?:-\d\d)?|[a-z]{2,9}(?:-[a-z]{2,9}){1,2}-\d)\)?[.,]?"
    r"|--[a-z]{2,14}(?:-[a-z]{2,14}){0,3}"
)
#: What a comment begins with: a colon behind it is not that of a setting.
_TAG: Final = r"(?:TODO|FIXME|XXX|NB|NOTE|Note|WARNING|Warning|\d{4}-\d\d-\d\d):"


def hint(text: str) -> Shown:
    """What a plugin says about itself: its first line, '' if that is not made of words for people."""
    first = text.strip().split("\n", 1)[0].strip()
    return Shown(first if first.isprintable() and is_prose(first) else "")


@lru_cache(1024)
def is_prose(text: str) -> bool:
    """True for words that somebody wrote for people, none of them about a secret."""
    if len(text) > 400:
        return False
    first, *others = text.split() or [""]
    words = [*([] if re.fullmatch(_TAG, first) else [first]), *others]
    urls = [*("://" in word and url(bare := word.strip("(),.")) == bare for word in words), True]
    said = [word.removesuffix(":") if urls[at + 1] else word for at, word in enumerate(words) if not urls[at]]
    return all(re.fullmatch(_PROSE, word) and not re.search(_NO_PROSE, word) for word in said)
