"""Who holds a lock: one line that names a process, and whether that process is gone.

A live owner holds flock on its lock, which the kernel gives back however the process ends, and which counts in every PID
namespace of one machine. The numbers in the line are for what flock cannot tell: other machines, and file systems without it.
"""

import contextlib
import os
import sys
import time
from typing import Final

from kubeconv.gate.value import NamedTuple

_NAME: Final = "kubeconv"


class Owner(NamedTuple):
    """A process: its number and host, the id of the boot of that host, when it started (clock ticks since the boot), and its
    PID namespace. '' if a system does not tell."""

    pid: int
    host: str
    boot: str = ""
    start: str = ""
    space: str = ""


def this_process() -> Owner:
    """This process. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html"""
    return Owner(os.getpid(), _host(), _text("/proc/sys/kernel/random/boot_id"), _start("self"), _space())


def signature(owner: Owner) -> bytes:
    """The line that names an owner."""
    words = (_NAME, f"{owner.pid:<12}", *(word or "-" for word in owner[1:]))
    return (" ".join(words) + "\n").encode(errors="replace")


def read_signature(content: bytes) -> Owner | None:
    """The owner that the first line of a lock names; None for the lock of another program."""
    line, end, _ = content.partition(b"\n")
    words = line.decode(errors="replace").split()
    if end and words[:1] == [_NAME] and len(words) in (3, 6) and words[1].isdecimal():
        return Owner(int(words[1]), *("" if word == "-" else word for word in words[2:]))
    return None


def grasp(descriptor: int) -> bool | None:
    """Take flock on an open file, without waiting: False if another process has it, None if there is no flock."""
    if sys.platform == "win32":
        return _lock_byte(descriptor)
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def is_held(descriptor: int) -> bool | None:
    """True if another process has flock on the file that is open here; None if there is no flock."""
    if sys.platform == "win32":
        was_free = _lock_byte(descriptor)
        if was_free:
            _unlock_byte(descriptor)
        return None if was_free is None else not was_free
    import fcntl

    try:
        # Shared, for a moment: a file that was opened for reading is enough for that on every file system.
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        fcntl.flock(descriptor, fcntl.LOCK_UN)
    except BlockingIOError:
        return True
    except OSError:
        return None
    return False


#: The byte that is locked on Windows, where a locked byte can be read by nobody else: far behind all text.
_BYTE: Final = 2**30


def _lock_byte(descriptor: int) -> bool | None:
    """As `grasp` on Windows, which gives the lock back when the process ends, as flock is given back."""
    if sys.platform != "win32":
        return None
    import msvcrt

    place = os.lseek(descriptor, 0, os.SEEK_CUR)
    try:
        os.lseek(descriptor, _BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    except PermissionError:
        return False
    except OSError:
        return None
    finally:
        os.lseek(descriptor, place, os.SEEK_SET)
    return True


def _unlock_byte(descriptor: int) -> None:
    if sys.platform != "win32":
        return
    import msvcrt

    place = os.lseek(descriptor, 0, os.SEEK_CUR)
    with contextlib.suppress(OSError):
        os.lseek(descriptor, _BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
    os.lseek(descriptor, place, os.SEEK_SET)


def is_gone(owner: Owner, made: float, held: bool | None) -> bool:
    """True if the owner of a lock has certainly ended. `made` is when it made the lock, `held` whether a process has flock on
    it, None if there is no flock."""
    here = this_process()
    if held:
        return False
    if owner.boot and owner.boot == here.boot:
        # The same kernel: flock is the whole truth. Without it only a process that we would see can be missed.
        return held is False or (owner.space == here.space and not _runs(owner))
    if owner.host != here.host:
        return False
    if owner.boot and here.boot:
        # A lock of an earlier boot of this host is older than the boot; else another machine has the same name.
        return made < _booted()
    return (held is False and not here.boot) or not _runs(owner)


def _runs(owner: Owner) -> bool:
    if sys.platform == "win32":
        return True  # unknown: what asks elsewhere would be Ctrl+C there
    try:
        os.kill(owner.pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        pass
    return not owner.start or _start(str(owner.pid)) in ("", owner.start)


def _host() -> str:
    if sys.platform == "win32":
        return os.environ.get("COMPUTERNAME", "")
    return os.uname().nodename


def _start(pid: str) -> str:
    # The name of the program, in parentheses, may hold anything; after it stand numbers.
    fields = _text(f"/proc/{pid}/stat").rpartition(")")[2].split()
    return fields[19] if len(fields) > 19 else ""


def _space() -> str:
    try:
        return str(os.stat("/proc/self/ns/pid").st_ino)
    except OSError:
        return ""


def _booted() -> float:
    if sys.platform != "linux":
        return 0
    return time.time() - time.clock_gettime(time.CLOCK_BOOTTIME)


def _text(path: str) -> str:
    with contextlib.suppress(OSError), open(path, encoding="utf-8", errors="replace") as file:
        return file.read().strip()
    return ""
