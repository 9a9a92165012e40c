"""Signs of our own on consoles whose code page lacks them."""

import codecs
from typing import Final

NAME: Final = "kubeconv"

_SPELT: Final = {"\u2026": "...", "\u2013": "-"}


def _spell(error: UnicodeError) -> tuple[str | bytes, int]:
    """One sign that cannot be encoded, spelt with others; those of files are escaped."""
    if isinstance(error, UnicodeEncodeError) and (spelt := _SPELT.get(error.object[error.start])):
        return spelt, error.start + 1
    return codecs.backslashreplace_errors(error)


codecs.register_error(NAME, _spell)
