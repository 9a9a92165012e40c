"""What this run has written so far: a run that is ended by a signal says it as its last word."""

from typing import Final

#: The paths, as they were named. A run begins with none.
WRITTEN: Final[list[str]] = []
