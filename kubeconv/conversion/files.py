"""Convert over files: read, plan, and under the lock write. One file's problem never stops the others."""

import os
from collections.abc import Sequence
from contextlib import ExitStack, nullcontext
from types import MappingProxyType
from typing import NamedTuple

from kubeconv.conversion.options import Options, select_users
from kubeconv.conversion.users import Conversion, Outcome, convert_users
from kubeconv.kubeconfig.view import Kubeconfig, UsedBy, contexts_by_user, read
from kubeconv.machine import files
from kubeconv.machine.files import STANDARD_INPUT, FileProblem, Paths
from kubeconv.machine.lock import LOCK_TIMEOUT, locked
from kubeconv.tree.finding import Refused
from kubeconv.tree.source import Source


class Target(NamedTuple):
    """Where results go: back to each file (`write`), to `output` instead, or nowhere. `backup` keeps the old file,
    `lock_timeout` is how many seconds to wait for another writer."""

    write: bool = True
    output: str | None = None
    backup: bool = False
    lock_timeout: float = LOCK_TIMEOUT


class Problem(NamedTuple):
    """Why a file was left alone, in one line. `path` is the file that it is about, `code` that of a rule, `line` and
    `column` are 0 where it is not about a place."""

    path: str
    message: str
    help: str = ""
    code: str = ""
    line: int = 0
    column: int = 0


class FileResult(NamedTuple):
    """What became of one file: its conversion or the problem, where it was written to, and the backup made."""

    path: str
    conversion: Conversion | None
    problem: Problem | None = None
    written: str | None = None
    backup: str | None = None


class Loaded(NamedTuple):
    """One file read: its kubeconfig or the problem, and the contexts of its user names."""

    path: str
    kubeconfig: Kubeconfig | None
    problem: Problem | None = None
    used_by: UsedBy = MappingProxyType({})


def load_files(
    paths: Paths, *, skip_others: bool = False, held: ExitStack | None = None, lock_timeout: float = 0
) -> list[Loaded]:
    """Read all files, with `skip_others` only those that are kubeconfigs. In a KUBECONFIG list the contexts of all of them
    count, and only the first user of a name has any. With `held` each file is locked before it is read, until that ends.
    """
    locked_out = _lock(paths.files, held, lock_timeout) if held is not None else {}
    loaded = [each for path in paths.files if (each := locked_out.get(path) or _load(path, skip_others)) is not None]
    kubeconfigs = [each.kubeconfig for each in loaded if each.kubeconfig]
    merged = contexts_by_user(kubeconfigs) if paths.merged else {}
    seen: set[str] = set()
    result = []
    for each in loaded:
        if each.kubeconfig is None:
            result.append(each)
            continue
        used_by: UsedBy = contexts_by_user([each.kubeconfig])
        if paths.merged:
            used_by = {user: contexts for user, contexts in merged.items() if user not in seen}
            seen |= {user.name for user in each.kubeconfig.users}
        result.append(each._replace(used_by=used_by))
    return result


def convert_files(paths: Paths, options: Options, target: Target, *, skip_others: bool = False) -> list[FileResult]:
    """Convert the users that `options` choose in all files, with `skip_others` only in those that are kubeconfigs.

    Raises UnknownName for a choice that no file can meet; then nothing was written.
    """
    in_place = target.write and target.output is None
    with ExitStack() as held:
        loaded = load_files(
            paths, skip_others=skip_others, held=held if in_place else None, lock_timeout=target.lock_timeout
        )
        readable = [(each.kubeconfig, each.used_by) for each in loaded if each.kubeconfig]
        chosen = iter(select_users(readable, options) if readable else [])
        return [
            FileResult(each.path, None, each.problem)
            if each.kubeconfig is None
            else _convert(each.path, each.kubeconfig, each.used_by, next(chosen), options, target)
            for each in loaded
        ]


def _lock(paths: Sequence[str], held: ExitStack, timeout: float) -> dict[str, Loaded]:
    """Lock the files that are there; those that somebody else holds come back. Always in the same order: two runs over the
    same files must not wait for each other."""
    locked_out = {}
    for path in sorted(filter(files.is_file, paths), key=os.path.realpath):
        try:
            held.enter_context(locked(path, timeout))
        except FileProblem as problem:
            locked_out[path] = Loaded(path, None, _of_file(problem))
    return locked_out


def _load(path: str, skip_others: bool) -> Loaded | None:
    try:
        source = Source(files.read(path), path)
    except FileProblem as problem:
        return Loaded(path, None, _of_file(problem))
    if skip_others:
        from kubeconv.kubeconfig.recognition import holds_kubeconfig

        if not holds_kubeconfig(source):
            return None
    try:
        return Loaded(path, read(source))
    except Refused as refused:
        return Loaded(path, None, _of_place(source, refused))


def _convert(
    path: str, kubeconfig: Kubeconfig, used_by: UsedBy, chosen: set[str], options: Options, target: Target
) -> FileResult:
    try:
        conversion = convert_users(kubeconfig, used_by, chosen, options)
        if target.output is not None and target.output != STANDARD_INPUT:
            with locked(target.output, target.lock_timeout) if files.is_file(target.output) else nullcontext():
                backup = files.write(target.output, conversion.data, backup=target.backup)
            return FileResult(path, conversion, written=target.output, backup=backup)
        if not target.write or not conversion.edits or STANDARD_INPUT in (path, target.output):
            return FileResult(path, conversion)
        backup = files.write(path, conversion.data, backup=target.backup)
        return FileResult(path, conversion, written=path, backup=backup)
    except FileProblem as problem:
        return FileResult(path, None, _of_file(problem))
    except Refused as refused:
        return FileResult(path, None, _of_place(kubeconfig.source, refused))


def offer_tenant(result: FileResult, tenant: str, profile: str) -> FileResult:
    """The result with the tenant of the az profile offered to the users that lack one. It is never used by itself."""
    if result.conversion is None:
        return result
    offer = f"; the az profile on this machine ({profile}) names --tenant-id {tenant}"
    outcomes = [
        each._replace(help=each.help + offer) if _lacks_tenant(each) else each for each in result.conversion.outcomes
    ]
    return result._replace(conversion=result.conversion._replace(outcomes=outcomes))


def lacks_tenant(results: Sequence[FileResult]) -> bool:
    """True where a user was refused for want of a tenant."""
    outcomes = (outcome for result in results if result.conversion for outcome in result.conversion.outcomes)
    return any(_lacks_tenant(outcome) for outcome in outcomes)


def _lacks_tenant(outcome: Outcome) -> bool:
    return outcome.status == "refused" and "--tenant-id" in outcome.help


def _of_file(problem: FileProblem) -> Problem:
    return Problem(problem.path, problem.message, problem.help)


def _of_place(source: Source, refused: Refused) -> Problem:
    finding = refused.finding
    line, column = source.position(finding.span.start) if finding.span else (0, 0)
    return Problem(source.name, finding.message, finding.help, finding.code, line, column)
