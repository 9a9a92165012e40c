"""The names in one open folder: a file made under a temporary name, two names swapped, one removed. What is done here is done
to that folder, whatever its path leads to meanwhile. Every function raises OSError."""

import contextlib
import errno
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Final, cast

from kubeconv.gate.value import NamedTuple
from kubeconv.machine.owner import grasp

#: Opening what is there for reading, without waiting for the writer of a pipe.
READING: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_MAKING: Final = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)

#: Seconds between the attempts to rename over a file that another program has open.
_WAITS: Final = (0.01, 0.03, 0.06, 0.1, 0.2, 0.6)

_RENAME_NOREPLACE: Final = 1
_RENAME_EXCHANGE: Final = 2

#: How a system says that it cannot rename like this; a sandbox that forbids it says EPERM.
_CANNOT_SWAP: Final = (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EPERM)


#: Gives the bytes to write in parts, each time from the start, so that nobody has to hold all of them.
Parts = Callable[[], Iterable[bytes]]


class Folder(NamedTuple):
    """An open folder. Where a system cannot look names up in one, `descriptor` is None, and its path stands before each."""

    path: str
    descriptor: int | None

    def at(self, name: str) -> str:
        """How to name an entry together with `descriptor`."""
        return name if self.descriptor is not None else os.path.join(self.path, name)


class InTheWay(FileExistsError):
    """Something has the temporary name of a file and cannot be removed; `path` is where."""

    def __init__(self, path: str) -> None:
        super().__init__(errno.EEXIST, os.strerror(errno.EEXIST))
        self.path = path


@contextlib.contextmanager
def open_folder(path: str) -> Iterator[Folder]:
    """Open a folder, also one that may not be listed."""
    descriptor = _open_folder(path)
    try:
        yield Folder(path, descriptor)
    finally:
        if descriptor is not None:
            shut(descriptor)


def _open_folder(path: str) -> int | None:
    if sys.platform == "win32":
        return None
    if sys.platform == "linux":
        return os.open(path, os.O_DIRECTORY | os.O_PATH)
    try:
        return os.open(path, os.O_DIRECTORY)
    except PermissionError:  # it may not be listed
        return None


def status_of(folder: Folder, name: str) -> os.stat_result:
    """The status of an entry; a link is not followed."""
    return os.stat(folder.at(name), dir_fd=folder.descriptor, follow_symlinks=False)


def open_entry(folder: Folder, name: str) -> int:
    """An entry, open for reading. A link is not followed."""
    return os.open(folder.at(name), READING | getattr(os, "O_NOFOLLOW", 0), dir_fd=folder.descriptor)


def shut(descriptor: int) -> None:
    """Close an open file. What was written is on the disk by then, so an error of that says nothing about it."""
    with contextlib.suppress(OSError):
        os.close(descriptor)


def whole(descriptor: int) -> bytes:
    """All bytes of an open file."""
    return b"".join(parts(descriptor))


def parts(descriptor: int) -> Iterator[bytes]:
    """All bytes of an open file, in parts of at most a megabyte."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    while part := os.read(descriptor, 2**20):
        yield part


def holds(descriptor: int, of: Parts) -> bool:
    """True if these are the bytes of an open file."""
    return are_same(parts(descriptor), of())


def are_same(parts: Iterable[bytes], others: Iterable[bytes]) -> bool:
    """True if both are the same bytes, wherever they are parted."""
    ours, theirs = filter(None, parts), filter(None, others)
    one, other = next(ours, b""), next(theirs, b"")
    while one and other:
        length = min(len(one), len(other))
        if one[:length] != other[:length]:  # a view of memory would be compared byte by byte
            return False
        one, other = one[length:] or next(ours, b""), other[length:] or next(theirs, b"")
    return not one and not other


def write_all(descriptor: int, data: bytes) -> None:
    """Write all bytes into an open file."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def write_parts(descriptor: int, parts: Iterable[bytes]) -> None:
    """Write the bytes of all parts into an open file."""
    for part in parts:
        write_all(descriptor, part)


def in_one(data: bytes) -> Parts:
    """Bytes that are there already."""
    return lambda: (data,)


@contextlib.contextmanager
def temporary(folder: Folder, name: str, fill: Callable[[int], None], time: int | None = None) -> Iterator[str]:
    """A new file, for the owner only, that is to become the file `name`; `fill` writes it, `time` is its time in nanoseconds.
    Gives its name, which is removed at the end. One file always has the same, so that the next run finds what a killed one
    left behind: its lock is to be held."""
    own = temporary_name(name)
    try:
        descriptor = os.open(folder.at(own), _MAKING, 0o600, dir_fd=folder.descriptor)
    except FileExistsError:
        sweep(folder, name)
        try:
            descriptor = os.open(folder.at(own), _MAKING, 0o600, dir_fd=folder.descriptor)
        except FileExistsError:
            raise InTheWay(os.path.join(folder.path, own)) from None
    with contextlib.ExitStack() as stack:
        stack.callback(_remove_at_last, folder, own)
        closing = stack.enter_context(contextlib.ExitStack())
        closing.callback(shut, descriptor)
        if sys.platform != "win32":
            os.fchmod(descriptor, 0o600)  # also if the umask takes that from its owner
        grasp(descriptor)
        fill(descriptor)
        if time is not None:
            set_time(folder, own, time)
        os.fsync(descriptor)
        if sys.platform == "win32":  # where a file that is open cannot be renamed
            closing.close()
        elif not os.path.samestat(os.fstat(descriptor), status_of(folder, own)):
            raise InTheWay(
                os.path.join(folder.path, own)
            )  # somebody deleted our lock: this is another run's, perhaps half of it
        yield own


def _remove_at_last(folder: Folder, name: str) -> None:
    with contextlib.suppress(OSError):  # renamed by now; else the next run sweeps it
        remove(folder, name)


def temporary_name(name: str) -> str:
    """The temporary name of a file: of one length, as `name` may be as long as a name can be."""
    from binascii import crc32

    encoded = os.fsencode(name)
    return f".kubeconv-{crc32(encoded):08x}{crc32(encoded[::-1]):08x}.tmp"


def sweep(folder: Folder, name: str) -> None:
    """Remove the temporary file that a killed run left behind; a live process holds flock on its own."""
    own = temporary_name(name)
    with contextlib.suppress(OSError):
        status_of(folder, own)
        held = False
        with contextlib.suppress(OSError):  # the mode of the file may forbid it
            descriptor = open_entry(folder, own)
            held = grasp(descriptor) is False
            shut(descriptor)
        if not held:
            remove(folder, own)


def sweep_beside(target: str) -> None:
    """Remove what a killed run left beside a file, whose lock is held."""
    path, name = os.path.split(target)
    with contextlib.suppress(OSError), open_folder(path) as folder:
        sweep(folder, name)


def remove(folder: Folder, name: str) -> None:
    """Remove an entry."""
    os.unlink(folder.at(name), dir_fd=folder.descriptor)


def move(folder: Folder, name: str, to: str) -> None:
    """Give an entry another name, over the file that has it. On Windows that is tried for a second, as indexers and virus
    scanners open each new file for a moment."""
    for wait in _WAITS if sys.platform == "win32" else ():
        try:
            os.replace(folder.at(name), folder.at(to))
        except PermissionError:
            time.sleep(wait)
        else:
            return
    os.replace(folder.at(name), folder.at(to), src_dir_fd=folder.descriptor, dst_dir_fd=folder.descriptor)


def set_time(folder: Folder, name: str, time: int) -> None:
    """Set the time of an entry, in nanoseconds."""
    os.utime(folder.at(name), ns=(time, time), dir_fd=folder.descriptor)


def link(folder: Folder, name: str, to: str) -> None:
    """Give a file one more name; the one it has may be lost. Raises FileExistsError if something has the new one."""
    try:
        os.link(folder.at(name), folder.at(to), src_dir_fd=folder.descriptor, dst_dir_fd=folder.descriptor)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if folder.descriptor is not None:
            number = rename(folder.descriptor, os.fsencode(name), os.fsencode(to), _RENAME_NOREPLACE)
            if number not in _CANNOT_SWAP:
                if number:
                    raise OSError(number, os.strerror(number)) from None
                return
        shut(os.open(folder.at(to), _MAKING, 0o600, dir_fd=folder.descriptor))
        try:
            move(folder, name, to)
        except OSError:
            remove(folder, to)
            raise


def swap(folder: Folder, one: str, other: str) -> bool:
    """Swap two names in one step; False if this system or file system cannot."""
    if folder.descriptor is None:
        return False
    number = rename(folder.descriptor, os.fsencode(one), os.fsencode(other), _RENAME_EXCHANGE)
    if number in _CANNOT_SWAP:
        return False
    if number:
        raise OSError(number, os.strerror(number))
    return True


def rename(folder: int, one: bytes, other: bytes, how: int) -> int:
    """Ask Linux to swap two names in an open folder, or to rename to a name that is free: 0, or the number of an error.
    https://man7.org/linux/man-pages/man2/rename.2.html"""
    if sys.platform != "linux":
        return errno.ENOSYS
    try:
        import _ctypes  # what ctypes is made of, and all that this needs: ctypes itself takes three times as long to import

        class Function(_ctypes.CFuncPtr):
            _flags_ = _ctypes.FUNCFLAG_CDECL | _ctypes.FUNCFLAG_USE_ERRNO

        loaded = _ctypes.dlopen(cast("str", None), os.RTLD_NOW)  # None is this process
        renameat2 = Function(_ctypes.dlsym(loaded, "renameat2"))
    except (ImportError, OSError, AttributeError):
        return errno.ENOSYS
    return _ctypes.get_errno() if renameat2(folder, one, folder, other, how) else 0


def sync(folder: Folder) -> None:
    """Flush the names of a folder to the disk, if it can be read and synced."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):  # the entries are there all the same
        descriptor = os.open(folder.at(os.curdir), os.O_RDONLY, dir_fd=folder.descriptor)
        try:
            os.fsync(descriptor)
        finally:
            shut(descriptor)
