"""Undo: the bytes that the last run replaced come back, from the copy that it made."""

import contextlib
import os
from collections.abc import Iterator, Sequence

from kubeconv.gate import pasting
from kubeconv.gate.value import NamedTuple
from kubeconv.machine import backups, entries
from kubeconv.machine.backups import Copy
from kubeconv.machine.files import FileProblem, is_missing, real_path, reason
from kubeconv.machine.git_index import blob_id, blobs_of, log_command, restore_command
from kubeconv.machine.git_objects import bytes_named, bytes_of, in_git
from kubeconv.machine.lock import locked
from kubeconv.machine.replace import replace
from kubeconv.machine.seen import Seen, see


class Undone(NamedTuple):
    """What became of one file: the copy whose bytes it has now, or why they were not brought back, and what else to say
    about it."""

    path: str
    copy: str = ""
    problem: FileProblem | None = None
    notes: Sequence[str] = ()


def of_last_run(paths: Sequence[str]) -> tuple[str, ...]:
    """Those of the files that the last run replaced which kept old bytes of any of them; all of them if none did."""
    seconds = {path: _last_second(real_path(path)) for path in paths}
    last = max(seconds.values(), default=0)
    return tuple(path for path in paths if seconds[path] == last)


def _last_second(target: str) -> int:
    last = max((copy.second for copy in _copies(target)), default=0)
    return max(last, backups.before_in_git(target)[1])


def undo(path: str, lock_timeout: float) -> Undone:
    """Bring the bytes of a file back that the last run replaced. Its mode stays as it is, and the copy goes. Nothing is written
    if the file is not as that run left it. Waits up to `lock_timeout` seconds for another program that writes it."""
    try:
        _refuse_missing(path)
        with locked(path, lock_timeout) as held:
            seen = see(path, held)
            copy = _last(seen)
            replace(seen, entries.in_one(copy.data), backup=False, signed=False)
            if not copy.name:
                return Undone(path, in_git(held.target), notes=held.notes)
            kept = os.path.join(os.path.dirname(held.target), copy.name)
            held.notes.extend(
                _remove(held.target, copy.name) if copy.second else [f"{kept} is not kubeconv's any more, and stays"]
            )
        return Undone(path, kept, notes=held.notes)
    except FileProblem as problem:
        return Undone(path, problem=problem)


def _refuse_missing(path: str) -> None:
    if is_missing(path) and (copies := [copy for copy in _copies(real_path(path)) if copy.second]):
        kept = os.path.join(os.path.dirname(path), copies[0].name)
        raise FileProblem(path, f"no such file; the bytes from before its last write are in {kept}", "move them back")


def _remove(target: str, copy: str) -> list[str]:
    from kubeconv.machine.dropped import hand_over  # most runs have nothing to undo

    path, name = os.path.split(target)
    try:
        with entries.open_folder(path) as folder:
            hand_over(folder, copy, name)
            entries.remove(folder, copy)
    except OSError as error:
        return [f"its copy cannot be removed: {reason(error)}; delete {os.path.join(path, copy)}"]
    return []


def _last(seen: Seen) -> Copy:
    """The copy of the bytes that the last write replaced; without a name if git has them. Raises FileProblem, which says why
    there is none."""
    copies = _copies(seen.held.target)
    for copy in copies:
        if backups.is_as_written(seen, blob_id(copy.data)):
            return copy
    for data in _in_git(seen.held.target):
        if backups.is_as_written(seen, blob_id(data)):
            return Copy("", data, 0)
    blobs = blobs_of(seen.held.target, os.environ)
    if any(backups.is_as_written(seen, blob) for blob in blobs):
        command = pasting.command(restore_command(seen.held.target))
        raise FileProblem(seen.path, "has no copy of its old bytes, as git has them", f"undo: {command}")
    newest = next((copy for copy in copies if copy.second), None)
    if newest is None:
        others = f"; {seen.held.target}.bak is not kubeconv's, or was changed" if copies else ""
        look = f"look for them in git: {pasting.command(log_command(seen.held.target))}" if blobs else ""
        raise FileProblem(seen.path, f"nothing to undo: kubeconv has no copy of its old bytes{others}", look)
    kept = os.path.join(os.path.dirname(seen.held.target), newest.name)
    if entries.are_same((newest.data,), seen.old()):
        raise FileProblem(seen.path, f"nothing to undo: it has the bytes of {kept}")
    compare = f"compare: {pasting.command(['diff', kept, seen.path])}"
    raise FileProblem(seen.path, f"was changed since kubeconv wrote it; the bytes from before are in {kept}", compare)


def _in_git(target: str) -> Iterator[bytes]:
    """The bytes that git has of a file, and those that it had when kubeconv wrote it: others may have been added since."""
    yield from bytes_of(target, os.environ)
    data = bytes_named(target, backups.before_in_git(target)[0])
    if data is not None:
        yield data


def _copies(target: str) -> list[Copy]:
    """The copies of a file whose path has no link in it."""
    with contextlib.suppress(OSError, FileProblem):
        folder, name = os.path.split(target)
        with entries.open_folder(folder) as opened:
            return backups.copies(opened, name, with_bytes=True)
    return []
