"""Other processors of this machine help with work on many files. This process begins with the first, its helpers with the
last; nobody waits for anybody. What a helper has made comes back through a pipe; what does not come, because a helper is
slow, was killed or never started, is made here. So whatever happens to them costs time only.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, Final, TypeVar

from kubeconv.gate.value import NamedTuple

Item = TypeVar("Item")
Made = TypeVar("Made")

#: So many items are made and sent at once.
_CHUNK: Final = 32
#: More do not help: one process reads what all of them make.
_MOST: Final = 7
#: How long a message is stands before it, in so many bytes.
_HEAD: Final = 4
_READ: Final = 2**16


class _Helper(NamedTuple):
    """A process, and where what it made comes from: `received` is what came and was not read yet."""

    process: int
    pipe: int
    received: bytearray


def make_all(
    items: Sequence[Item], make: Callable[[Item], Made], helped: Callable[[Item], Made | None]
) -> Iterator[Made]:
    """Make something of each item, in their order. `helped` makes the same in another process, and None of what can be made
    in this one only, or costs more to send than to make. It changes nothing: it may run for nothing."""
    chunks = [items[at : at + _CHUNK] for at in range(0, len(items), _CHUNK)]
    made: dict[int, list[Made | None]] = {}
    helpers: list[_Helper] = []
    try:
        _start(helpers, _number_of_helpers(len(chunks)), chunks, helped)
        for number, chunk in enumerate(chunks):
            for helper in helpers:
                _receive(helper, made, number)
            if len(made) == len(chunks) - number:  # the rest is there
                _stop(helpers)
            for item, found in zip(chunk, made.pop(number, [None] * len(chunk)), strict=True):
                yield make(item) if found is None else found
    finally:
        _stop(helpers)


def _number_of_helpers(chunks: int) -> int:
    """One for each other processor that this process may use. Only Linux forks a process safely that has threads; where the
    end of a child is ignored, we would not know whose process we stop."""
    if sys.platform != "linux" or signal.getsignal(signal.SIGCHLD) == signal.SIG_IGN:
        return 0
    return min(len(os.sched_getaffinity(0)) - 1, _MOST, chunks - 1)


def _start(helpers: list[_Helper], number: int, chunks: Sequence[Any], helped: Any) -> None:
    if sys.platform == "win32":
        return
    for which in range(number):
        ours, theirs = -1, -1
        # A signal that comes now would end the helper as if it were this process.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM, signal.SIGHUP))
        try:
            ours, theirs = os.pipe()
            process = os.fork()
            if process == 0:
                for each in (ours, *(helper.pipe for helper in helpers)):
                    os.close(each)  # else it could not tell that this process has ended
                _help(range(len(chunks) - 1 - which, 0, -number), chunks, theirs, helped)
            os.set_blocking(ours, False)
            helpers.append(_Helper(process, ours, bytearray()))
            ours = -1
        except OSError:  # no more processes or files: it is not needed
            return
        finally:
            for each in (ours, theirs):
                if each >= 0:
                    os.close(each)
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _help(numbers: range, chunks: Sequence[Any], pipe: int, helped: Any) -> None:
    """Make chunks and send them until this process is stopped, or is of no use. It never comes back from here."""
    if sys.platform == "win32":
        raise NotImplementedError
    try:
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGINT, signal.SIGTERM, signal.SIGHUP))
        import pickle

        came = 0
        for at, number in enumerate(numbers, 1):
            values = [_made(item, helped) for item in chunks[number]]
            came += len(values) - values.count(None)
            if 2 * came < at * _CHUNK:  # most of it would be made twice
                break
            data = pickle.dumps((number, values), 5)
            data = len(data).to_bytes(_HEAD, "big") + data
            while data:
                data = data[os.write(pipe, data) :]
    finally:  # whatever happened: the process that it is a copy of goes on
        os._exit(0)


def _made(item: Any, helped: Any) -> Any:
    try:
        return helped(item)
    except Exception:  # it is made again where somebody is told
        return None


def _receive(helper: _Helper, made: dict[int, Any], at: int) -> None:
    """Take what came, if nobody has made it here before the chunk `at`."""
    import pickle

    received = helper.received
    with suppress(BlockingIOError):
        while data := os.read(helper.pipe, _READ):
            received += data
    while len(received) >= _HEAD and len(received) >= (end := _HEAD + int.from_bytes(received[:_HEAD], "big")):
        number, values = pickle.loads(received[_HEAD:end])  # noqa: S301 - we have sent it
        if number >= at:
            made[number] = values
        del received[:end]


def _stop(helpers: list[_Helper]) -> None:
    if sys.platform == "win32":
        return
    while helpers:
        helper = helpers.pop()
        os.close(helper.pipe)
        with suppress(OSError):
            os.kill(helper.process, signal.SIGKILL)
            os.waitpid(helper.process, 0)
