"""The bytes that a write replaced, kept beside the file as FILE.bak, or FILE.bak1 if FILE.bak is somebody else's.

Which copies are ours, and whether a file is still what we wrote, is told by their times: below the second, the time of a copy
is a hash of its name and bytes, and the time of a file that we wrote is one of its old bytes and its new ones. So nothing else
has to lie beside a kubeconfig, and a copy that was changed or renamed, or a file that was written since, is known as such.
Where a file system keeps no such times no copy is ours: then none is ever removed, and `undo` says so.
"""

import contextlib
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from kubeconv.gate.brief import brief
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.view import MAX_BYTES
from kubeconv.machine import entries
from kubeconv.machine.attributes import NOT_GIVEN
from kubeconv.machine.entries import Folder, Parts
from kubeconv.machine.files import FileProblem, reason
from kubeconv.machine.git_index import Repository, blob_id, blob_of, name_in, repository_of
from kubeconv.machine.journal import begun
from kubeconv.machine.seen import Seen

#: The step of the times, in nanoseconds, that every file system keeps which keeps more than seconds (NTFS: 100).
_STEP: Final = 100
_SECOND: Final = 10**9

#: The extended attribute of a copy that holds what it remembers of the copies before it (`machine/dropped`).
_REMEMBERS: Final = "user.kubeconv.ids"
#: How those of the folder of a repository begin that hold, of a file without a copy, the id of its old bytes, and the second.
_IN_GIT: Final = "user.kubeconv."


class Copy(NamedTuple):
    """A copy of a file: its name, its bytes (none if they are not wanted), and the second that it was made in, one for all
    copies of a run; 0 for a copy that is not ours."""

    name: str
    data: bytes
    second: int

    def __repr__(self) -> str:
        return brief(self, "name", "second")


def time_of_file(old: Parts, new: Parts, now: int) -> int:
    """The time of a file whose old bytes were replaced by new ones, in nanoseconds: the latest that `now` allows."""
    time = now - now % _SECOND + _mark(blob_of(old(), sum(map(len, old()))), new())
    return time if time <= now else time - _SECOND


def is_as_written(seen: Seen, old: bytes) -> bool:
    """True if a file is still as we wrote it. `old` is the id of the blob of the bytes that it had before."""
    return seen.status.st_mtime_ns % _SECOND == _mark(old, seen.old())


def keep(
    folder: Folder, name: str, of: Parts, owner: os.stat_result, second: int | None, remembers: bytes = b""
) -> str:
    """Put these bytes beside the file, readable by its owner only; the name of that copy. Without `second` it is nobody's copy
    afterwards, and stays. It `remembers` those bytes where its file system can."""

    with entries.temporary(folder, name, _filling(of, owner, remembers)) as temporary:
        return give_name(folder, name, temporary, of if second is not None else None, second or 0)


def _filling(of: Parts, owner: os.stat_result, remembers: bytes) -> Callable[[int], None]:
    def fill(new: int) -> None:
        entries.write_parts(new, of())
        remember(new, remembers)
        if sys.platform != "win32" and os.fstat(new).st_uid != owner.st_uid:
            try:
                os.fchown(new, owner.st_uid, owner.st_gid)
            except OSError as error:
                why = f"its owner cannot be kept ({reason(error)})"
                raise OSError(error.errno, why if error.errno in NOT_GIVEN else error.strerror) from None

    return fill


def give_name(folder: Folder, name: str, temporary: str, of: Parts | None = None, second: int = 0) -> str:
    """Give a temporary file the first name of a copy that is free. With its bytes it is one of ours then."""
    for copy in _names(name):
        with contextlib.suppress(FileExistsError):
            if of is not None:
                _sign(folder, temporary, copy, of(), second)
            entries.link(folder, temporary, copy)
            return copy
    raise FileProblem(os.path.join(folder.path, name), "has a thousand backups already", "delete some of them")


def is_ours(folder: Folder, name: str, data: Iterable[bytes]) -> bool:
    """True if an entry with the bytes of these parts is a copy that we made under this name."""
    status = entries.status_of(folder, name)
    is_private = sys.platform == "win32" or stat.S_IMODE(status.st_mode) == 0o600
    return (
        stat.S_ISREG(status.st_mode) and is_private and status.st_mtime_ns % _SECOND == _mark(os.fsencode(name), data)
    )


def copies(folder: Folder, name: str, *, with_bytes: bool) -> list[Copy]:
    """The copies of a file, the newest of ours first; there are several of ours only if a run was killed. `with_bytes` if they
    are wanted, too."""
    found = []
    for each in _taken(folder, name):
        with contextlib.suppress(OSError):  # what cannot be read is not ours
            found += _read(folder, each, with_bytes=with_bytes)
    return sorted(found, key=lambda copy: copy.second, reverse=True)


def remembered(folder: Folder, name: str) -> bytes:
    """What a copy remembers; b'' for nothing."""
    return _attribute(folder, name, _REMEMBERS)


def before_in_git(target: str) -> tuple[bytes, int]:
    """The id in git of the bytes that a file had before, and the second in which they were replaced, one for all files of a
    run; b'' and 0 if the last run did not rely on git."""
    repository = repository_of(target)
    if repository is not None and sys.platform == "linux":
        with contextlib.suppress(OSError, ValueError):
            blob, second = os.getxattr(repository.folder, _in_git(repository, target)).decode().split()
            return bytes.fromhex(blob), int(second)
    return b"", 0


def rely_on_git(target: str, blob: bytes, second: int) -> None:
    """Let the folder of a repository remember that it has the bytes before of a file under this id, b'' if that does not
    matter: in an attribute, as the file has the ones that it had."""
    repository = repository_of(target)
    if repository is not None and sys.platform == "linux":
        with contextlib.suppress(OSError, ValueError):
            name = _in_git(repository, target)
            if blob:
                os.setxattr(repository.folder, name, b"%s %d" % (blob.hex().encode(), second - 1))
            else:
                os.removexattr(repository.folder, name)


def _in_git(repository: Repository, target: str) -> str:
    return f"{_IN_GIT}{blob_id(name_in(repository, target)).hex()[:16]}"


def _attribute(folder: Folder, entry: str, name: str) -> bytes:
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            descriptor = entries.open_entry(folder, entry)
            try:
                return os.getxattr(descriptor, name)
            finally:
                entries.shut(descriptor)
    return b""


def remember(descriptor: int, what: bytes) -> None:
    """Let an open file remember these bytes, if there are any and its file system can."""
    if what and sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setxattr(descriptor, _REMEMBERS, what)


def leave_newest(folder: Folder, name: str, newest: str, of: Parts, owner: os.stat_result, older: list[Copy]) -> str:
    """Remove our older copies but for the first of them, which becomes the newest that this run made of these bytes, made once
    more: whenever it is killed, each is ours. The name of the newest comes back."""
    try:  # if it fails there is one copy more
        for copy in older[1:]:
            entries.remove(folder, copy.name)
        if older:
            first = older[0].name
            filling = _filling(of, owner, remembered(folder, newest))
            with entries.temporary(folder, name, filling) as temporary:
                _sign(folder, temporary, first, of(), begun())
                entries.move(folder, temporary, first)
            entries.remove(folder, newest)
            return first
    except OSError:
        pass
    return newest


def _sign(folder: Folder, entry: str, name: str, data: Iterable[bytes], second: int) -> None:
    # A second earlier, as no time is in the future.
    entries.set_time(folder, entry, (second - 1) * _SECOND + _mark(os.fsencode(name), data))


def _mark(of: bytes, parts: Iterable[bytes]) -> int:
    from binascii import crc32  # only what is written has copies

    mark = crc32(of, crc32(b"kubeconv"))
    for part in parts:
        mark = crc32(part, mark)
    return mark % (_SECOND // _STEP) * _STEP


def _names(name: str) -> Iterator[str]:
    return (f"{name}.bak{number or ''}" for number in range(1000))


def _taken(folder: Folder, name: str) -> Iterator[str]:
    """The names of copies that are taken, up to the second one that is free: the first may have become free since."""
    free = 0
    for copy in _names(name):
        try:
            entries.status_of(folder, copy)
        except FileNotFoundError:
            free += 1
            if free == 2:
                return
        else:
            yield copy


def _read(folder: Folder, name: str, *, with_bytes: bool) -> list[Copy]:
    status = entries.status_of(folder, name)
    if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_BYTES:
        return []
    descriptor = entries.open_entry(folder, name)
    try:
        data = entries.whole(descriptor) if with_bytes else b""
        is_known = is_ours(folder, name, (data,) if with_bytes else entries.parts(descriptor))
    finally:
        entries.shut(descriptor)
    return [Copy(name, data, status.st_mtime_ns // _SECOND if is_known else 0)]
