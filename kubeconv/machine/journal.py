"""What this run has written so far, the last word of a run that a signal ends; and when it began, the time of its copies."""

import time
from typing import Final

#: The paths that were written, as they were named.
WRITTEN: Final[list[str]] = []

_BEGUN: Final = [int(time.time())]


def begin() -> None:
    """A run begins: nothing is written yet."""
    WRITTEN.clear()
    _BEGUN[0] = int(time.time())


def begun() -> int:
    """The second in which this run began."""
    return _BEGUN[0]
