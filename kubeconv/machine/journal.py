"""What this run has written so far, the last word of a run that a signal ends, and whether one has to wait; when it began, the
time of its copies; and what it is at, for those who wait."""

import time
from collections.abc import Collection, Iterator
from typing import Final, TypeVar

from kubeconv.gate.value import NamedTuple

T = TypeVar("T")

#: The paths that were written, as they were named.
WRITTEN: Final[list[str]] = []
#: Those of them whose old bytes `undo` can bring back.
KEPT: Final[list[str]] = []

#: True while a signal is not to end the run; and the numbers of those that came then.
HELD_BACK: Final = [False]
PENDING: Final[list[int]] = []


class Task(NamedTuple):
    """What a run is at: `reading`, of so many `files`; 0 if nothing is counted."""

    doing: str
    what: str = ""
    number: int = 0


#: What this run is at, and how much of that is done. A counter, as nobody looks at it in most runs.
TASK: Final = [Task("")]
DONE: Final = [0]

_BEGUN: Final = [int(time.time())]


def begin() -> None:
    """A run begins: nothing is written yet."""
    WRITTEN.clear()
    KEPT.clear()
    PENDING.clear()
    HELD_BACK[0] = False
    start("working")
    _BEGUN[0] = int(time.time())


def start(doing: str, what: str = "", number: int = 0) -> None:
    """The run goes on to something else."""
    TASK[0], DONE[0] = Task(doing, what, number), 0


def counted(items: Collection[T], doing: str, what: str) -> Iterator[T]:
    """The items one by one, as a task of the run: when the next one is wanted, one is done."""
    start(doing, what, len(items))
    for each in items:
        yield each
        DONE[0] += 1


def begun() -> int:
    """The second in which this run began."""
    return _BEGUN[0]
