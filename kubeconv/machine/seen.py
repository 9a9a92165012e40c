"""A file as it was read while its lock was held, and where its path led: what is replaced later is this file."""

import errno
import os
from typing import Final

from kubeconv.gate.brief import brief
from kubeconv.gate.value import NamedTuple
from kubeconv.machine.entries import Parts, in_one, shut
from kubeconv.machine.files import FileProblem, open_file, read_all, reason

_LINKS: Final = 40


class Held(NamedTuple):
    """A file whose lock is held: where its path leads, and what to say about it in the end: what could not be kept when it
    was replaced, and a lock that could not be given back."""

    target: str
    notes: list[str]


class Seen(NamedTuple):
    """A file as it was read while its lock was held: the path it was named by, its bytes (in parts, as somebody may hold them
    as text), and which file it was then."""

    path: str
    old: Parts
    status: os.stat_result
    held: Held

    def __repr__(self) -> str:
        return brief(self, "path")


def see(path: str, held: Held) -> Seen:
    """Read a regular file whose lock is held (symlinks are followed), so that it can be replaced. Raises FileProblem, also
    if its path now leads elsewhere."""
    descriptor = open_file(path)
    try:
        seen = Seen(path, in_one(read_all(path, descriptor)), os.fstat(descriptor), held)
        is_there = os.path.samestat(os.lstat(held.target), seen.status)
    except OSError as error:
        raise FileProblem(path, f"cannot be read: {reason(error)}") from None
    finally:
        shut(descriptor)
    if not is_there:
        raise changed(path)
    return seen


def changed(path: str) -> FileProblem:
    """The problem of a file that is not as it was read."""
    return FileProblem(path, "was changed by another program meanwhile; nothing was written", "run it again")


def resolve(path: str) -> str:
    """The path without links; the last part need not be there. Raises FileProblem if a part cannot be looked at: that is
    not the same as not being there."""
    try:
        return _resolve(path, _LINKS)
    except (OSError, ValueError) as error:
        help = "make its folder first" if isinstance(error, FileNotFoundError) else ""
        raise FileProblem(path, f"cannot be found: {reason(error)}", help) from None


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
