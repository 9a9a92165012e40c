"""Replacing a file so that nobody ever sees half of one, and no finished write of another program is lost.

The file is the one that was read, not the one its path leads to later: a link or a folder that is changed meanwhile is
noticed, and so is another text. What cannot be promised: a program that takes no lock and goes on writing into the file that
it opened before writes into the old one, which nobody sees any more; and where two names cannot be swapped (not Linux, NFS),
a file that another program renames into place in the moment between our last look and our rename is lost.
"""

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Iterator
from typing import Final, NamedTuple

from kubeconv.gate.brief import brief
from kubeconv.machine import entries
from kubeconv.machine.attributes import give_attributes
from kubeconv.machine.entries import Folder
from kubeconv.machine.files import FileProblem, is_missing, open_file, read_all, reason
from kubeconv.machine.journal import WRITTEN

_ELSEWHERE: Final = "write elsewhere: kubeconv convert -o FILE, or -o -"
_LOOK: Final = "look at both"
_LINKS: Final = 40


class Held(NamedTuple):
    """A file whose lock is held: where its path leads, and what is to be said of it in the end: what could not be kept when it
    was replaced, and a lock that could not be given back."""

    target: str
    notes: list[str]


class Seen(NamedTuple):
    """A file as it was read while its lock was held: the path it was named by, its bytes, and which file it was then."""

    path: str
    data: bytes
    status: os.stat_result
    held: Held

    def __repr__(self) -> str:
        return brief(self, "path")


class _Changed(Exception):
    """Another program changed the file meanwhile."""


def resolve(path: str) -> str:
    """The path without links; the last part need not be there. Raises FileProblem where a part cannot be looked at: that is
    not the same as not being there."""
    try:
        return _resolve(path, _LINKS)
    except (OSError, ValueError) as error:
        raise FileProblem(path, f"cannot be found: {reason(error)}") from None


def see(path: str, held: Held) -> Seen:
    """Read a regular file whose lock is held (symlinks are followed), so that it can be replaced. Raises FileProblem, also
    where its path leads elsewhere by now."""
    descriptor = open_file(path)
    try:
        seen = Seen(path, read_all(path, descriptor), os.fstat(descriptor), held)
        is_there = os.path.samestat(os.lstat(held.target), seen.status)
    except OSError as error:
        raise FileProblem(path, f"cannot be read: {reason(error)}") from None
    finally:
        os.close(descriptor)
    if not is_there:
        raise _changed(path)
    return seen


def replace(seen: Seen, data: bytes, *, backup: bool = False) -> str | None:
    """Put `data` into a file at once. It keeps its mode, owner, access control list and extended attributes, and a link to it
    stays one; what could not be kept is added to its notes.

    With `backup` the old bytes are first put beside it, readable by the owner only; that path comes back. Raises FileProblem,
    also where the file is not as it was read; then nothing is written.
    """
    folder_path, name = os.path.split(seen.held.target)
    with _told(seen.path), entries.open_folder(folder_path) as folder, _opened(folder, name) as old:
        _refuse(seen)
        copy = _back_up(folder, name, seen) if backup else None
        try:
            made, notes = _put_in_place(folder, name, old, seen, data)
        except BaseException:
            if copy:
                with contextlib.suppress(OSError):
                    entries.remove(folder, copy)
            raise
        WRITTEN.append(seen.path)
        entries.sync(folder)
        seen.held.notes.extend([*notes, *_look_after(folder, name, old, seen, made)])
    return os.path.join(folder_path, copy) if copy else None


def write(path: str, held: Held, data: bytes, *, backup: bool = False) -> str | None:
    """Put `data` where nobody has read before: a file that is there is replaced as `replace` does it, a new one is readable by
    the owner only. Raises FileProblem."""
    with _told(path):
        if is_missing(held.target):
            _create(held.target, data)
            WRITTEN.append(path)
            return None
    return replace(see(path, held), data, backup=backup)


def pour(path: str, data: bytes) -> None:
    """Write `data` into a pipe or device. Raises FileProblem."""
    with _told(path):
        if stat.S_ISDIR(os.stat(path).st_mode):
            raise FileProblem(path, "is a folder", "name a file")
        # Without a reader a pipe would be waited for without end; this way it is an error.
        descriptor = os.open(path, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))
        if sys.platform != "win32":
            os.set_blocking(descriptor, True)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)


def make_private(seen: Seen) -> None:
    """Take a file from everybody but its owner. Raises FileProblem."""
    if sys.platform == "win32":
        return
    folder_path, name = os.path.split(seen.held.target)
    with _told(seen.path), entries.open_folder(folder_path) as folder, _opened(folder, name) as descriptor:
        if descriptor is not None:
            if not os.path.samestat(os.fstat(descriptor), seen.status):
                raise _Changed
            os.fchmod(descriptor, stat.S_IMODE(seen.status.st_mode) & 0o700)


def sweep(target: str) -> None:
    """Remove what a killed run left beside a file, whose lock is held."""
    folder_path, name = os.path.split(target)
    with contextlib.suppress(OSError), entries.open_folder(folder_path) as folder:
        entries.sweep(folder, name)


def _refuse(seen: Seen) -> None:
    try:
        is_same = os.path.samestat(os.stat(seen.path), seen.status)
    except FileNotFoundError:
        is_same = False
    if not is_same:
        raise _Changed
    if not seen.status.st_mode & 0o222:
        help = f"chmod u+w {seen.path}, or write elsewhere: kubeconv convert -o FILE"
        raise FileProblem(seen.path, "is read-only", help)


def _put_in_place(
    folder: Folder, name: str, old: int | None, seen: Seen, data: bytes
) -> tuple[os.stat_result, list[str]]:
    """Put the bytes in the place of the old file; the new file, and what it did not keep."""
    notes = ["it had more names (hard links), which keep the old text"] if seen.status.st_nlink > 1 else []

    def fill(new: int) -> None:
        entries.write_all(new, data)
        if old is not None:
            notes.extend(give_attributes(old, new))

    with entries.temporary(folder, name, fill) as temporary:
        made = entries.status_of(folder, temporary)
        _look_again(folder, name, old, seen)
        if entries.swap(folder, temporary, name):
            try:
                _look_again(folder, temporary, old, seen)
            except BaseException:
                _swap_back(folder, name, temporary, seen, made)
                raise
        else:
            entries.move(folder, temporary, name)
    return made, notes


def _look_again(folder: Folder, name: str, old: int | None, seen: Seen) -> None:
    """Raise _Changed where the file, which has this name now, is not as it was read."""
    try:
        is_same = os.path.samestat(entries.status_of(folder, name), seen.status)
    except FileNotFoundError:
        is_same = False
    if not is_same or _text(folder, name, old) != seen.data:
        raise _Changed


def _swap_back(folder: Folder, name: str, temporary: str, seen: Seen, made: os.stat_result) -> None:
    """What was swapped out of the way is another program's: it gets its name back."""
    with contextlib.suppress(OSError):
        if not os.path.samestat(entries.status_of(folder, name), made):
            return  # a third one's stands there by now
    try:
        entries.move(folder, temporary, name)
    except OSError:
        copy = _keep(folder, name, temporary)
        raise FileProblem(seen.path, f"was changed by another program meanwhile: its text is {copy}", _LOOK) from None


def _look_after(folder: Folder, name: str, old: int | None, seen: Seen, made: os.stat_result) -> list[str]:
    """Look at the file after it was written: is it still ours, and has nobody written into the old one in that moment? Raises
    FileProblem if not. What could not be looked at comes back in words."""
    try:
        if old is not None and (text := entries.whole(old)) != seen.data:
            copy = _back_up(folder, name, seen._replace(data=text))
            raise FileProblem(
                seen.path, f"was changed by another program when it was written: its text is {copy}", _LOOK
            )
        if not os.path.samestat(entries.status_of(folder, name), made):
            raise FileProblem(seen.path, "was changed by another program right after it was written", _LOOK)
        with contextlib.suppress(FileNotFoundError):
            entries.status_of(folder, entries.temporary_name(name))
            return [f"the old text is left in {os.path.join(folder.path, entries.temporary_name(name))}; delete it"]
    except OSError as error:
        return [f"it was not looked at again ({reason(error)})"]
    return []


@contextlib.contextmanager
def _opened(folder: Folder, name: str) -> Iterator[int | None]:
    """The file itself, open while it is replaced; None where a file that is open cannot be renamed."""
    if sys.platform == "win32":
        yield None
        return
    try:
        descriptor = entries.open_entry(folder, name)
    except FileNotFoundError:
        raise _Changed from None
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _text(folder: Folder, name: str, old: int | None) -> bytes:
    if old is not None:
        return entries.whole(old)
    descriptor = entries.open_entry(folder, name)
    try:
        return entries.whole(descriptor)
    finally:
        os.close(descriptor)


def _back_up(folder: Folder, name: str, seen: Seen) -> str:
    """Put the bytes that were read beside the file, readable by its owner only; the name of that copy."""

    def fill(new: int) -> None:
        entries.write_all(new, seen.data)
        if sys.platform != "win32" and os.fstat(new).st_uid != seen.status.st_uid:
            os.fchown(new, seen.status.st_uid, seen.status.st_gid)

    with entries.temporary(folder, name, fill) as temporary:
        return _keep(folder, name, temporary)


def _keep(folder: Folder, name: str, temporary: str) -> str:
    for number in range(1000):
        copy = f"{name}.bak{number or ''}"
        with contextlib.suppress(FileExistsError):
            entries.link(folder, temporary, copy)
            return copy
    raise FileProblem(os.path.join(folder.path, name), "has a thousand backups already", "delete some of them")


def _create(target: str, data: bytes) -> None:
    folder_path, name = os.path.split(target)
    with entries.open_folder(folder_path) as folder:
        with entries.temporary(folder, name, lambda new: entries.write_all(new, data)) as temporary:
            entries.link(folder, temporary, name)
        entries.sync(folder)


@contextlib.contextmanager
def _told(path: str) -> Iterator[None]:
    """Every error as a FileProblem of this path."""
    try:
        yield
    except _Changed:
        raise _changed(path) from None
    except (OSError, ValueError) as error:
        raise FileProblem(path, f"cannot be written: {reason(error)}", _ELSEWHERE) from None


def _changed(path: str) -> FileProblem:
    return FileProblem(path, "was changed by another program meanwhile, nothing is written", "run it again")


def _resolve(path: str, links: int) -> str:
    try:
        return os.path.realpath(path, strict=True)
    except FileNotFoundError:
        folder, name = os.path.split(path)
    place = os.path.join(os.path.realpath(folder or os.curdir, strict=True), name)
    try:
        leads = os.readlink(place)
    except FileNotFoundError:
        return place
    except OSError as error:
        if error.errno == errno.EINVAL:  # no link; it came this moment
            return place
        raise
    if not links:
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return _resolve(os.path.join(os.path.dirname(place), leads), links - 1)
