"""client-go's lock: an empty file `<kubeconfig>.lock`, made with O_EXCL, gone when done.

Source: https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/config.go (lockFile). client-go fails at once
where the file exists; we wait, and we write into it who we are, so that a lock of a kubeconv that died can be taken over.
"""

import contextlib
import os
import time
from collections.abc import Iterator

from kubeconv.files import FileProblem

#: How often a lock that is held is tried again, in seconds.
POLL = 0.05


@contextlib.contextmanager
def locked(path: str, timeout: float) -> Iterator[None]:
    """Hold the lock of a kubeconfig, waiting up to `timeout` seconds for it. A symlink is locked at both ends, as another
    program may come by either name. Raises FileProblem where the lock is not to be had."""
    folder, base = os.path.split(path)
    with contextlib.ExitStack() as held:
        for name in dict.fromkeys((os.path.join(os.path.realpath(folder), base), os.path.realpath(path))):
            held.enter_context(_locked(f"{name}.lock", path, timeout))
        yield


@contextlib.contextmanager
def _locked(lock: str, path: str, timeout: float) -> Iterator[None]:
    deadline = time.monotonic() + timeout
    while not (_create(lock, path) or _take_over(lock)):
        if time.monotonic() >= deadline:
            raise FileProblem(path, _held(lock), f"if no program is writing it, delete {lock}")
        time.sleep(POLL)
    try:
        yield
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(lock)


def _create(lock: str, path: str) -> bool:
    try:
        descriptor = os.open(lock, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise FileProblem(path, f"cannot make {lock}: {reason}", "write elsewhere with -o FILE or -o -") from None
    with os.fdopen(descriptor, "w") as file:
        file.write(_identity(os.getpid()))
    return True


def _take_over(lock: str) -> bool:
    """Make a lock ours whose kubeconv is gone. The file itself is locked meanwhile: only one can take it over."""
    if os.name != "posix":
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
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, _identity(os.getpid()).encode(), 0)
        return True
    except OSError:
        return False
    finally:
        os.close(descriptor)


def _identity(pid: int) -> str:
    host = os.uname().nodename if os.name == "posix" else os.environ.get("COMPUTERNAME", "-")
    return f"kubeconv {pid} {host}\n"


def _owner(content: str) -> int | None:
    """The process number in a lock that a kubeconv on this machine made, None for any other."""
    words = content.split()
    if len(words) == 3 and words[1].isdecimal() and content == _identity(int(words[1])):
        return int(words[1])
    return None


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass
    return True


def _held(lock: str) -> str:
    try:
        age = f"{max(0, time.time() - os.stat(lock).st_mtime):.0f} s old"
    except OSError:
        age = "just now"
    who = "another program"
    with contextlib.suppress(OSError), open(lock, encoding="utf-8", errors="replace") as file:
        words = file.read(1024).split()
        if len(words) == 3 and words[0] == "kubeconv":
            who = f"kubeconv (process {words[1]} on {words[2]})"
    return f"is locked by {who}: {lock}, {age}"
