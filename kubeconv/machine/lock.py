"""client-go's lock: a file `<kubeconfig>.lock`, made with O_EXCL, gone when done.

Source: https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/config.go (lockFile). client-go fails at once
if the file exists; we wait, and we write into it who we are, so that a lock of a kubeconv that died can be taken over.
"""

import _signal as signal  # type: ignore[import-not-found] # as in commands
import contextlib
import errno
import os
import stat
import sys
import time
from collections.abc import Iterator
from typing import Final

from kubeconv.gate.value import NamedTuple
from kubeconv.machine.entries import Folder, open_folder, remove, shut, status_of, sweep_beside, temporary_name
from kubeconv.machine.files import FileProblem, reason
from kubeconv.machine.journal import HELD_BACK, PENDING
from kubeconv.machine.owner import grasp, is_gone, is_held, read_signature, signature, this_process
from kubeconv.machine.seen import Held, resolve

#: How often a lock that is held is tried again, in seconds.
POLL = 0.05

#: Seconds to wait for another program that writes a file, unless the caller says otherwise. Of many that do, each may take as
#: long, up to so many of them.
LOCK_TIMEOUT = 10.0
_TURNS: Final = 30

#: A lock as old as this, in seconds, was left behind: client-go holds it for one write of a file.
LEFT_BEHIND = 60

#: What says that nothing can be made in a folder, so that no file in it can be replaced and there is nothing to lock.
_NOTHING_CAN_BE_MADE: Final = (errno.EACCES, errno.EPERM, errno.EROFS)

#: How many files a run opens besides its locks, at most.
_SPARE: Final = 16

#: Up to so many open files the folder of each lock is held open too.
_FEW: Final = 32

_ENDING: Final = {getattr(signal, name) for name in ("SIGTERM", "SIGINT", "SIGHUP") if hasattr(signal, name)}


class Lock(NamedTuple):
    """An existing lock: its path, who holds it in plain words, and whether it is a stale one that nobody will remove."""

    path: str
    held: str
    is_stale: bool


def locks_of(path: str) -> list[Lock]:
    """The existing locks of a kubeconfig, by either name of a symlink."""
    try:
        names = _names(path, resolve(path))
    except FileProblem:
        return []  # whoever reads the file says why
    return [Lock(name, _held(name), _is_stale(name)) for name in names if os.path.lexists(name)]


@contextlib.contextmanager
def locked(path: str, timeout: float) -> Iterator[Held]:
    """Hold the lock of a kubeconfig, waiting up to `timeout` seconds for each program that has it before. A symlink is locked
    at both ends, as another program may use either name. What a killed run left behind is swept. In a folder where
    nothing can be made there is nothing to lock: no file in it can be replaced. Raises FileProblem if the lock cannot
    be had."""
    target = resolve(path)
    now = Held(target, [])
    with contextlib.ExitStack() as stack:
        for name in _names(path, target):
            stack.enter_context(_locked(name, path, timeout, now.notes))
        sweep_beside(target)
        yield now


def sweep_behind(path: str) -> None:
    """Remove what a killed run left beside a file that needs no writing, unless somebody holds its lock."""
    with contextlib.suppress(FileProblem):
        target = resolve(path)
        folder, name = os.path.split(target)
        left = (*_names(path, target), os.path.join(folder, temporary_name(name)))
        if any(map(os.path.lexists, left)):
            with locked(path, 0):
                pass


def _names(path: str, target: str) -> list[str]:
    folder, base = os.path.split(path)
    return [f"{name}.lock" for name in dict.fromkeys((os.path.join(resolve(folder or "."), base), target))]


@contextlib.contextmanager
def _locked(lock: str, path: str, timeout: float, notes: list[str]) -> Iterator[None]:
    last, holder = time.monotonic() + timeout * _TURNS, None
    deadline = time.monotonic() + timeout
    while True:
        with _ending_signals(held_back=True), _folder_of(lock) as folder:
            descriptor = _make(lock, path)
            if descriptor is not None:
                yield from _holding(descriptor, lock, folder, notes)
                return
        if holder != (holder := _holder(lock)):
            deadline = min(time.monotonic() + timeout, last)  # it is another's turn: not the one we waited for
        if time.monotonic() >= deadline:
            raise FileProblem(path, _held(lock), f"if no program is writing it, delete {lock}")
        with _ending_signals(held_back=False):  # another lock may be held: that is given back on the way out
            import random  # hardly ever does anybody wait

            time.sleep(POLL * random.uniform(0.5, 1.5))  # noqa: S311 - so that many do not come at the same moment


def _holder(lock: str) -> tuple[int, int] | None:
    """What distinguishes one lock of that path from the next."""
    with contextlib.suppress(OSError):
        found = os.lstat(lock)
        return found.st_ino, found.st_mtime_ns
    return None


@contextlib.contextmanager
def _folder_of(lock: str) -> Iterator[Folder]:
    """The folder of a lock, open if there are few open files, so that the lock is found in it if it is renamed meanwhile."""
    folder = Folder(os.path.dirname(lock), None)
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):  # whoever makes the lock says why
            opened = stack.enter_context(open_folder(folder.path))
            folder = opened if (opened.descriptor or 0) < _FEW else folder
        if folder.descriptor is None:
            stack.close()
        yield folder


def _holding(descriptor: int, lock: str, folder: Folder, notes: list[str]) -> Iterator[None]:
    try:
        yield
    except FileProblem as problem:
        if left := _release(descriptor, lock, folder):
            raise FileProblem(problem.path, f"{problem.message}; {left}", problem.help) from None
        raise
    except BaseException:
        _release(descriptor, lock, folder)
        raise
    notes.extend(filter(None, [_release(descriptor, lock, folder)]))


def _release(descriptor: int, lock: str, folder: Folder | None = None) -> str:
    """Give back a lock; what went wrong, '' if nothing did."""
    if descriptor == _NOTHING:
        return ""
    path, name = os.path.split(lock)
    try:
        # Its path may have become another folder's before it was made, or since.
        for place in (folder, Folder(path, None)):
            # Somebody may have deleted it, though we hold it: then another's is not deleted.
            if place and _has(place, name, descriptor):
                if sys.platform == "win32":  # where a file that is open cannot be deleted
                    shut(descriptor)
                    descriptor = _NOTHING
                remove(place, name)
                break
    except FileNotFoundError:
        pass
    except OSError as error:
        return f"its lock cannot be removed: {reason(error)}; delete {lock}"
    finally:
        if descriptor != _NOTHING:
            shut(descriptor)
    return ""


def _has(folder: Folder, name: str, descriptor: int) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), status_of(folder, name))
    except FileNotFoundError:
        return False


@contextlib.contextmanager
def _ending_signals(*, held_back: bool) -> Iterator[None]:
    """Hold back the signals that end us, or let them through again: no lock and no half of a change is left behind. The mask
    is that of one thread: what another one takes (the sign of life has its own) waits in the journal, on Windows all do."""
    was_held, before = HELD_BACK[0], None
    HELD_BACK[0] = held_back
    try:
        if sys.platform != "win32":
            before = signal.pthread_sigmask(signal.SIG_BLOCK if held_back else signal.SIG_UNBLOCK, _ENDING)
        _let_through()
        yield
    finally:
        HELD_BACK[0] = was_held
        if sys.platform != "win32" and before is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        _let_through()


def _let_through() -> None:
    """Send the signals that waited, if they need not any more."""
    while PENDING and not HELD_BACK[0]:
        signal.raise_signal(PENDING.pop())


#: Stands for the open lock in a folder where nothing can be made.
_NOTHING: Final = -1


def _make(lock: str, path: str) -> int | None:
    """Make the lock, or take over a dead one: it comes back open. None if it is held."""
    try:
        made = _create(lock)
        made = _take_over(lock) if made is None else made
        if made is not None and not _leaves_room(made):
            _release(made, lock)
            raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
        return made
    except OSError as error:
        if error.errno in _NOTHING_CAN_BE_MADE:
            try:
                os.lstat(lock)
            except FileNotFoundError:
                return _NOTHING
            except OSError:
                pass
            else:
                return None
        raise FileProblem(path, f"cannot be locked: {reason(error)}", f"its lock would be {lock}") from None


def _create(lock: str) -> int | None:
    """Make the lock with its content: it is never there without, whenever we are killed, nor without its flock."""
    if sys.platform == "win32":
        return _create_in_place(lock)
    try:
        if (descriptor := _nameless(os.path.dirname(lock))) is not None:
            return _linked(descriptor, lock)
        made = _draft(lock)
        return _draft(lock) if made is None else made  # once more: the first may have found what a killed run left
    except FileExistsError:
        return None
    except OSError:  # a file system without hard links or flock, or no /proc: as client-go does it
        return _create_in_place(lock)


def _nameless(folder: str) -> int | None:
    """A new file without a name; None where there are no such files."""
    if sys.platform != "linux":
        return None
    with contextlib.suppress(OSError):
        return os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o600)
    return None


def _linked(nameless: int, lock: str) -> int:
    try:
        grasp(nameless)
        os.write(nameless, signature(this_process()))
        # A folder descriptor, though the path is absolute: else Python does not follow this link.
        os.link(f"/proc/self/fd/{nameless}", lock, src_dir_fd=nameless)
    except BaseException:
        shut(nameless)
        raise
    return nameless


def _draft(lock: str) -> int | None:
    """Make the lock under another name first. None if another process is just doing that, or was killed there. Raises OSError,
    FileExistsError if there is a lock."""
    draft = os.path.join(os.path.dirname(lock), temporary_name(os.path.basename(lock)))
    try:
        descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        sweep_beside(lock)
        return None
    is_ours, made = False, None
    try:
        # Until we have its flock another process may take it for one that was left; from then on it stays.
        has_flock = grasp(descriptor)
        is_ours = has_flock is None or (has_flock and os.path.samestat(os.fstat(descriptor), os.lstat(draft)))
        if has_flock is None:
            raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))
        if is_ours:
            os.write(descriptor, signature(this_process()))
            os.link(draft, lock)
            made = descriptor
    except FileNotFoundError:  # it was taken for one
        pass
    finally:
        if made is None:
            shut(descriptor)
        if is_ours:
            with contextlib.suppress(OSError):
                os.unlink(draft)
    return made


def _create_in_place(lock: str) -> int | None:
    signed = signature(this_process())  # at once, as a run that is killed before it signs leaves a lock for good
    try:
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    except FileExistsError:
        return None
    try:
        grasp(descriptor)  # before it is signed: what is not signed is nobody's to take over
        os.write(descriptor, signed)
    except OSError:
        _release(descriptor, lock)
        raise
    return descriptor


def _take_over(lock: str) -> int | None:
    """Make a lock ours whose kubeconv is gone. The file itself is locked meanwhile: only one can take it over."""
    if not _is_file(lock):
        return None
    try:
        descriptor = os.open(lock, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    except OSError:
        return None
    try:
        if grasp(descriptor):
            owner, made = read_signature(os.read(descriptor, 1024)), os.fstat(descriptor)
            if owner and is_gone(owner, made.st_mtime, held=False) and os.path.samestat(made, os.lstat(lock)):
                _sign_anew(descriptor)
                return descriptor
    except OSError:
        pass
    shut(descriptor)
    return None


def _sign_anew(descriptor: int) -> None:
    """Write who we are over the name of another, at once; only the first line counts."""
    if sys.platform == "win32":
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, signature(this_process()))
    else:
        os.pwrite(descriptor, signature(this_process()), 0)


def _leaves_room(descriptor: int) -> bool:
    """True if enough files can still be opened to write this one. Each lock that is held is an open file, so the limit is
    raised as far as it may be."""
    if sys.platform == "win32":
        return True
    if 0 <= descriptor + _SPARE <= os.sysconf("SC_OPEN_MAX"):
        return True
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if descriptor + _SPARE > soft and soft != hard:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
            soft = hard
    return soft == resource.RLIM_INFINITY or descriptor + _SPARE <= soft


def _is_file(lock: str) -> bool:
    """True for a regular file: anything else is nobody's lock, and reading it may never end."""
    try:
        return stat.S_ISREG(os.lstat(lock).st_mode)
    except OSError:
        return False


def _is_stale(lock: str) -> bool:
    try:
        made = os.lstat(lock).st_mtime
    except OSError:
        return False
    is_old = time.time() - made > LEFT_BEHIND
    if not _is_file(lock):
        return is_old
    try:
        with open(lock, "rb") as file:
            held = is_held(file.fileno())
            owner = read_signature(file.read(1024))
    except OSError:  # client-go's may be read by nobody
        return is_old
    return not held and (is_old or (owner is not None and is_gone(owner, made, held)))


def _held(lock: str) -> str:
    try:
        age = f"{max(0, time.time() - os.stat(lock).st_mtime):.0f} s old"
    except OSError:
        age = "just now"
    owner = None
    if _is_file(lock):
        with contextlib.suppress(OSError), open(lock, "rb") as file:
            owner = read_signature(file.read(1024))
    who = f"kubeconv (process {owner.pid} on {owner.host})" if owner else "another program"
    return f"is locked by {who}: {lock}, {age}"
