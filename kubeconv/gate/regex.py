"""Regular expressions that are compiled when they are first used: a run needs few of them, and compiling takes its time."""

import re
from typing import Any, AnyStr, Final, cast

#: Letters that a pattern takes for one of ASCII where case does not matter; it takes no others for one.
TWINS: Final = frozenset("\u0130\u0131\u017f\u212a")


def regex(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` returns, but compiled later. The functions of `re` do not take it, only its own methods are there."""
    return cast("re.Pattern[AnyStr]", _Pattern(text, flags))


class _Pattern:
    def __init__(self, text: str | bytes, flags: int) -> None:
        self._of = text, flags

    def __getattr__(self, name: str) -> Any:
        text, flags = self._of
        found = getattr(re.compile(text, flags), name)
        setattr(self, name, found)  # the next time nobody asks here
        return found
