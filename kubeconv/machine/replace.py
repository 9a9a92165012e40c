"""Replacing a file so that nobody ever sees half of one, and no finished write of another program is lost.

The file is the one that was read, not the one its path leads to later: a link or a folder that is changed meanwhile is
noticed, and so is another text. What cannot be promised: a program that takes no lock and goes on writing into the file that
it opened before writes into the old one, which nobody sees any more; and if two names cannot be swapped (not Linux, NFS),
a file that another program renames into place in the moment between our last look and our rename is lost.
"""

import contextlib
import errno
import os
import stat
import sys
import time
from collections.abc import Iterator
from typing import Final

from kubeconv.gate import called, pasting
from kubeconv.gate.value import NamedTuple
from kubeconv.machine import backups, entries
from kubeconv.machine.attributes import give_attributes
from kubeconv.machine.backups import Copy
from kubeconv.machine.entries import Folder, Parts
from kubeconv.machine.files import FileProblem, descriptor_of, is_held, is_missing, reason, words
from kubeconv.machine.git_index import repository_of, restore_command
from kubeconv.machine.journal import KEPT, WRITTEN, begun
from kubeconv.machine.seen import Held, Seen, changed, see

_CLOSE_IT: Final = "close it in other programs (editors, Lens, a virus scanner) and run this again"
_OUTSIDE: Final = "a file that is mounted by itself cannot be replaced: if this is a container, convert it outside"
_LOOK: Final = "look at both"


class OldBytes(NamedTuple):
    """Where the bytes are that a write replaced: in `copy`, the path of a file beside it, or else in git, if `undo` is there,
    which are the words of the command that brings them back."""

    copy: str = ""
    undo: tuple[str, ...] = ()


class _Changed(Exception):
    """Another program changed the file meanwhile."""


def replace(seen: Seen, new: Parts, *, backup: bool, private: bool = False, signed: bool = True) -> OldBytes:
    """Put `new` bytes into a file at once. It keeps mode, owner, access control list and extended attributes, and a link to it
    stays one; what could not be kept is added to its notes. With `private` it is closed to all but its owner, in the same step.

    With `backup` the old bytes are first put beside it, unless git has them; of our copies only the newest stays. What is not
    `signed` is nothing that `undo` could take back. Nothing is written if the bytes are the same. Raises FileProblem, also if
    the file is not as it was read; then nothing is written.
    """
    path, name = os.path.split(seen.held.target)
    with _told(seen.path), entries.open_folder(path) as folder, _opened(folder, name) as old:
        _refuse(seen)
        if not private and entries.are_same(new(), seen.old()):
            return OldBytes()  # a copy of these bytes would only take the place of the one before
        in_git = _blob_in_git(seen) if backup else b""
        copy, older = _keep(folder, name, seen) if backup and not in_git else (None, [])
        ids = _dropped_ids(folder, name, seen, new) if in_git else b""
        try:
            written = backups.time_of_file(seen.old, new, time.time_ns()) if signed else None
            made, notes = _put_in_place(folder, name, old, seen, new, written, ids, private=private)
        except BaseException:
            if copy:
                with contextlib.suppress(OSError):
                    entries.remove(folder, copy)
            raise
        WRITTEN.append(seen.path)
        KEPT.extend([seen.path] if backup else [])
        backups.rely_on_git(seen.held.target, in_git, begun())
        if copy:
            newest = backups.leave_newest(folder, name, copy, seen.old, seen.status, older)
            kept = _kept_as(folder, newest, seen)
        else:
            kept = OldBytes(undo=restore_command(seen.held.target) if in_git else ())
        entries.sync(folder)
        seen.held.notes.extend([*notes, *_look_after(folder, name, old, seen, made)])
    return kept


def write(path: str, held: Held, new: Parts, *, backup: bool) -> OldBytes:
    """Put `new` bytes in a file that was not read before: an existing one is replaced as `replace` does, a new one is readable
    by the owner only. Raises FileProblem."""
    with _told(path):
        if is_missing(held.target):
            _create(held.target, new)
            WRITTEN.append(path)
            return OldBytes()
    return replace(see(path, held), new, backup=backup)


def pour(path: str, new: Parts) -> None:
    """Write `new` bytes into a pipe, a device or an open file. Raises FileProblem."""
    with _told(path):
        if (number := descriptor_of(path)) is not None:
            with os.fdopen(number, "wb", closefd=False) as file:
                file.writelines(new())
            return
        if stat.S_ISDIR(os.stat(path).st_mode):
            raise FileProblem(path, "is a folder", "name a file")
        # Without a reader a pipe would be waited for without end; this way it is an error.
        descriptor = os.open(path, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))
        if sys.platform != "win32":
            os.set_blocking(descriptor, True)
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(new())


def make_private(seen: Seen) -> None:
    """Take a file from everybody but its owner. Raises FileProblem."""
    if sys.platform == "win32":
        return
    path, name = os.path.split(seen.held.target)
    with _told(seen.path), entries.open_folder(path) as folder, _opened(folder, name) as descriptor:
        if descriptor is not None:
            if not os.path.samestat(os.fstat(descriptor), seen.status):
                raise _Changed
            os.fchmod(descriptor, stat.S_IMODE(seen.status.st_mode) & 0o700)


def _blob_in_git(seen: Seen) -> bytes:
    if repository_of(seen.held.target) is None:
        return b""
    from kubeconv.machine.git_objects import blob_kept  # most kubeconfigs lie in no repository

    return blob_kept(seen.held.target, b"".join(seen.old()), os.environ)


def _keep(folder: Folder, name: str, seen: Seen) -> tuple[str, list[Copy]]:
    """A new copy of the bytes that were read, and our older ones."""
    older = [copy for copy in backups.copies(folder, name, with_bytes=False) if copy.second]
    remembers = b""
    if older:
        from kubeconv.machine.dropped import to_remember  # most files have no copy yet

        remembers = to_remember(folder, older, seen.old)
    return backups.keep(folder, name, seen.old, seen.status, begun(), remembers), older


def _dropped_ids(folder: Folder, name: str, seen: Seen, new: Parts) -> bytes:
    from kubeconv.machine.dropped import to_remember_of  # most files lie in no repository

    return to_remember_of(folder, name, seen.old, new)


def _kept_as(folder: Folder, copy: str, seen: Seen) -> OldBytes:
    path, is_known = os.path.join(folder.path, copy), False
    with contextlib.suppress(OSError):
        is_known = backups.is_ours(folder, copy, seen.old())
    return OldBytes(path, words(*called.words("undo"), path=seen.path) if is_known else ("mv", path, seen.held.target))


def _refuse(seen: Seen) -> None:
    try:
        is_same = os.path.samestat(os.stat(seen.path), seen.status)
    except FileNotFoundError:
        is_same = False
    if not is_same:
        raise _Changed
    if not seen.status.st_mode & 0o222:
        help = f"{pasting.command(('chmod', 'u+w', seen.path))}, or write elsewhere: {called.program()} convert -o FILE"
        raise FileProblem(seen.path, "is read-only", help)


def _put_in_place(
    folder: Folder,
    name: str,
    old: int | None,
    seen: Seen,
    new: Parts,
    written: int | None,
    ids: bytes,
    *,
    private: bool,
) -> tuple[os.stat_result, list[str]]:
    """Put the bytes in the place of the old file; the new file, and what it did not keep."""
    notes = ["it had more names (hard links), which keep the old text"] if seen.status.st_nlink > 1 else []

    def fill(descriptor: int) -> None:
        entries.write_parts(descriptor, new())
        if old is not None:
            notes.extend(give_attributes(old, descriptor, private=private))
        backups.remember(descriptor, ids)

    with entries.temporary(folder, name, fill, written) as temporary:
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
    """Raise _Changed if the file that has this name now is not as it was read."""
    try:
        now = entries.status_of(folder, name)
    except FileNotFoundError:
        raise _Changed from None
    if not os.path.samestat(now, seen.status):
        if not _is_copied_up(now, seen.status):
            raise _Changed
        old = None  # it is open under the number that it had before
    if not _holds(folder, name, old, seen.old):
        raise _Changed


def _is_copied_up(now: os.stat_result, then: os.stat_result) -> bool:
    """True if a file may have got another number because it was renamed: overlayfs, on which containers are, copies one that
    has more names out of its lower layer. https://docs.kernel.org/filesystems/overlayfs.html#non-standard-behavior"""
    same = ("st_mode", "st_uid", "st_gid", "st_size", "st_mtime_ns")
    return then.st_nlink > now.st_nlink and all(getattr(now, each) == getattr(then, each) for each in same)


def _swap_back(folder: Folder, name: str, temporary: str, seen: Seen, made: os.stat_result) -> None:
    """What was swapped out of the way is another program's: it gets its name back."""
    with contextlib.suppress(OSError):
        if not os.path.samestat(entries.status_of(folder, name), made):
            return  # a third one's stands there by now
    try:
        entries.move(folder, temporary, name)
    except OSError:
        copy = os.path.join(folder.path, backups.give_name(folder, name, temporary))
        raise FileProblem(seen.path, f"was changed by another program meanwhile: its text is {copy}", _LOOK) from None


def _look_after(folder: Folder, name: str, old: int | None, seen: Seen, made: os.stat_result) -> list[str]:
    """Look at the file after it was written: is it still ours, and has nobody written into the old one in that moment? Raises
    FileProblem if not. What could not be looked at comes back in words."""
    left = entries.temporary_name(name)
    try:
        if old is not None and not entries.holds(old, seen.old):
            copy = os.path.join(folder.path, backups.keep(folder, name, lambda: entries.parts(old), seen.status, None))
            raise FileProblem(
                seen.path, f"was changed by another program when it was written: its text is {copy}", _LOOK
            )
        if not os.path.samestat(entries.status_of(folder, name), made):
            raise FileProblem(seen.path, "was changed by another program right after it was written", _LOOK)
        with contextlib.suppress(FileNotFoundError):
            entries.status_of(folder, left)
            return [f"the old text is left in {os.path.join(folder.path, left)}; delete it"]
    except OSError as error:
        return [f"it was not looked at again ({reason(error)})"]
    return []


@contextlib.contextmanager
def _opened(folder: Folder, name: str) -> Iterator[int | None]:
    """The file itself, open while it is replaced; None if a file that is open cannot be renamed."""
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
        entries.shut(descriptor)


def _holds(folder: Folder, name: str, old: int | None, of: Parts) -> bool:
    if old is not None:
        return entries.holds(old, of)
    descriptor = entries.open_entry(folder, name)
    try:
        return entries.holds(descriptor, of)
    finally:
        entries.shut(descriptor)


def _create(target: str, new: Parts) -> None:
    path, name = os.path.split(target)
    with entries.open_folder(path) as folder:
        with entries.temporary(folder, name, lambda made: entries.write_parts(made, new())) as temporary:
            entries.link(folder, temporary, name)
        entries.sync(folder)


@contextlib.contextmanager
def _told(path: str) -> Iterator[None]:
    """Turns every error into a FileProblem of this path."""
    try:
        yield
    except _Changed:
        raise changed(path) from None
    except entries.InTheWay as error:
        help = f"if no program is writing it, delete {error.path}"
        raise FileProblem(path, f"cannot be written: {reason(error)}", help) from None
    except (OSError, ValueError) as error:
        elsewhere = f"write elsewhere: {called.program()} convert -o FILE, or -o -"
        is_mount = getattr(error, "errno", None) == errno.EBUSY
        first = _CLOSE_IT if is_held(error) else _OUTSIDE if is_mount else ""
        help = f"{first}, or {elsewhere}" if first else elsewhere
        raise FileProblem(path, f"cannot be written: {reason(error)}", help) from None
