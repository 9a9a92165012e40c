"""A sign of life on standard error, if that is a terminal and a run takes longer than a second: what it is at, and how much of
that is done. Until then it costs a thread that sleeps; rich is imported only then."""

import _thread
import contextlib
import os
import sys
import time
from typing import Any, Final

from kubeconv.commands import terminal
from kubeconv.machine.journal import DONE, TASK

#: Seconds until the first sign, and from one to the next.
PATIENCE: Final = 1.0
_BEAT: Final = 0.1


class _Sign:
    """The sign of one run. Who holds `lock` may show it or take it away."""

    def __init__(self) -> None:
        self.lock, self.awake = _thread.allocate_lock(), _thread.allocate_lock()
        self.since, self.is_over = time.monotonic(), False
        self.shown: Any = None
        self.awake.acquire()

    def watch(self) -> None:
        """Show the sign whenever nothing was printed for a while, until it is over. Runs in a thread of its own."""
        make, rest = None, PATIENCE
        while not self.awake.acquire(timeout=max(rest, _BEAT)):
            make = make or _import_rich()
            if make is None:
                return
            with self.lock:
                rest = PATIENCE - (time.monotonic() - self.since)
                if rest <= 0 and not self.is_over:
                    self.shown = self.shown or make()
                    _update(self.shown)

    def take_away(self) -> None:
        """Make room for what is printed now."""
        self.since = time.monotonic()
        with self.lock:
            if self.shown is not None:
                self.shown.stop()
                self.shown = None


def _import_rich() -> Any:
    """What makes a sign that is shown; None if rich is not there."""
    try:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn
    except ImportError:
        return None

    def make() -> Progress:
        columns = (
            SpinnerColumn("line"), TextColumn("{task.description}", markup=False), BarColumn(20),
            TextColumn("{task.fields[counted]}", markup=False),
        )  # fmt: skip
        console = Console(stderr=True, no_color=not terminal.paints(sys.stderr))
        sign = Progress(
            *columns, console=console, auto_refresh=False, transient=True, redirect_stdout=False, redirect_stderr=False
        )
        sign.start()
        return sign

    return make


def _update(sign: Any) -> None:
    """Show what the run is at now."""
    task, done = TASK[0], DONE[0]
    # Of one large file there is nothing to count: the bar moves all the time.
    total = task.number if task.number > 1 else None
    counted = f"{done:,} of {task.number:,} {task.what}" if total else ""
    if [each.fields["task"] for each in sign.tasks] != [task]:
        for each in sign.task_ids:
            sign.remove_task(each)
        sign.add_task(task.doing, total=total, counted="", task=task)
    sign.update(sign.task_ids[0], completed=done, counted=counted, refresh=True)


_SIGNS: Final[list[_Sign]] = []


def begin() -> None:
    """A command begins, or goes on after a question."""
    end()
    if terminal.is_terminal(sys.stderr) and os.environ.get("TERM") != "dumb":
        sign = _Sign()
        with contextlib.suppress(RuntimeError):  # no more threads: then without a sign
            _thread.start_new_thread(sign.watch, ())
            _SIGNS.append(sign)


def pause() -> None:
    """Something is printed now."""
    for sign in _SIGNS:
        sign.take_away()


def end() -> None:
    """Nobody waits any more: the command ends, or asks."""
    while _SIGNS:
        sign = _SIGNS.pop()
        sign.is_over = True
        sign.take_away()
        sign.awake.release()
