"""client-go's lock: an empty file `<kubeconfig>.lock`, made with O_EXCL, gone when done.

Source: https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/config.go (lockFile). client-go fails at once
where the file exists; we wait, and we write into it who we are, so that a lock of a kubeconv that died can be taken over.
"""

import contextlib
import os
import signal
import stat
import time
from collections.abc import Iterator
from typing import NamedTuple

from kubeconv.machine.files import FileProblem

#: How often a lock that is held is tried again, in seconds.
POLL = 0.05

#: Seconds to wait for another program that writes a file, where nobody says otherwise.
LOCK_TIMEOUT = 10.0

#: A lock as old as this, in seconds, was left behind: client-go holds it for one write of a file.
LEFT_BEHIND = 60

_ENDING = {signal.SIGTERM, signal.SIGINT}


class Lock(NamedTuple):
    """A lock that is there: its path, who holds it in plain words, and whether it is a stale one that nobody will remove."""

    path: str
    held: str
    is_stale: bool


def locks_of(path: str) -> list[Lock]:
    """The locks of a kubeconfig that are there, by either name of a symlink."""
    return [Lock(name, _held(name), _is_stale(name)) for name in _names(path) if os.path.lexists(name)]


@contextlib.contextmanager
def locked(path: str, timeout: float) -> Iterator[None]:
    """Hold the lock of a kubeconfig, waiting up to `timeout` seconds for it. A symlink is locked at both ends, as another
    program may come by either name. In a folder where nothing can be made there is nothing to lock: no file in it can
    be replaced. Raises FileProblem where the lock is not to be had."""
    with contextlib.ExitStack() as held:
        for name in _names(path):
            held.enter_context(_locked(name, path, timeout))
        yield


def _names(path: str) -> list[str]:
    folder, base = os.path.split(path)
    names = (os.path.join(os.path.realpath(folder), base), os.path.realpath(path))
    return [f"{name}.lock" for name in dict.fromkeys(names)]


@contextlib.contextmanager
def _locked(lock: str, path: str, timeout: float) -> Iterator[None]:
    deadline = time.monotonic() + timeout
    while True:
        with _ending_signals(held_back=True):
            made = _make(lock)
            if made is not False:
                try:
                    yield
                finally:
                    if made:
                        with contextlib.suppress(FileNotFoundError):
                            os.unlink(lock)
                return
        if time.monotonic() >= deadline:
            raise FileProblem(path, _held(lock), f"if no program is writing it, delete {lock}")
        with _ending_signals(held_back=False):  # another lock may be held: that is given back on the way out
            time.sleep(POLL)


@contextlib.contextmanager
def _ending_signals(*, held_back: bool) -> Iterator[None]:
    """Hold back the signals that end us, or let them through again: no lock and no half of a change is left behind."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK if held_back else signal.SIG_UNBLOCK, _ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _make(lock: str) -> bool | None:
    """Make the lock, or take over a dead one; False where it is held, None where nothing can be made in its folder."""
    try:
        return _create(lock) or _take_over(lock)
    except OSError:
        return None


def _create(lock: str) -> bool:
    # Linked into place, it is never without its content, whenever we are killed.
    new = f"{lock}.{os.urandom(6).hex()}"
    try:
        _write_identity(new)
        try:
            os.link(new, lock)
        except FileExistsError:
            return False
        except OSError:  # a file system without hard links: as client-go does it
            return _create_in_place(lock)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(new)
    return True


def _create_in_place(lock: str) -> bool:
    try:
        _write_identity(lock)
    except FileExistsError:
        return False
    return True


def _write_identity(path: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(_identity(os.getpid()))


def _take_over(lock: str) -> bool:
    """Make a lock ours whose kubeconv is gone. The file itself is locked meanwhile: only one can take it over."""
    if os.name != "posix" or not _is_file(lock):
        return False
    import fcntl

    try:
        descriptor = os.open(lock, os.O_RDWR | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        pid = _owner(os.read(descriptor, 1024).decode(errors="replace"))
        if pid is None or _alive(pid) or not os.path.samestat(os.fstat(descriptor), os.stat(lock)):
            return False
        os.pwrite(descriptor, _identity(os.getpid()).encode(), 0)  # as long as the old one: never half of it
        return True
    except OSError:
        return False
    finally:
        os.close(descriptor)


def _identity(pid: int) -> str:
    host = os.uname().nodename if os.name == "posix" else os.environ.get("COMPUTERNAME", "-")
    return f"kubeconv {pid:<12} {host}\n"


def _is_file(lock: str) -> bool:
    """True for a regular file: anything else is nobody's lock, and reading it may never end."""
    try:
        return stat.S_ISREG(os.lstat(lock).st_mode)
    except OSError:
        return False


def _owner(content: str) -> int | None:
    """The process number in a lock that a kubeconv on this machine made, None for any other."""
    words = content.split()
    if len(words) == 3 and words[1].isdecimal() and content == _identity(int(words[1])):
        return int(words[1])
    return None


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        pass
    return True


def _is_stale(lock: str) -> bool:
    try:
        if time.time() - os.lstat(lock).st_mtime > LEFT_BEHIND:
            return True
        if not _is_file(lock):
            return False
        with open(lock, encoding="utf-8", errors="replace") as file:
            pid = _owner(file.read(1024))
    except OSError:
        return False
    return pid is not None and not _alive(pid)


def _held(lock: str) -> str:
    try:
        age = f"{max(0, time.time() - os.stat(lock).st_mtime):.0f} s old"
    except OSError:
        age = "just now"
    who = "another program"
    if _is_file(lock):
        with contextlib.suppress(OSError), open(lock, encoding="utf-8", errors="replace") as file:
            words = file.read(1024).split()
            if len(words) == 3 and words[0] == "kubeconv":
                who = f"kubeconv (process {words[1]} on {words[2]})"
    return f"is locked by {who}: {lock}, {age}"
