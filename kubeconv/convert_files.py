"""Convert over files: read, plan, and under the lock write. One file's problem never stops the others."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from kubeconv import files
from kubeconv.conversion import Conversion, convert_users
from kubeconv.files import STANDARD_INPUT, FileProblem, Paths
from kubeconv.finding import Refused
from kubeconv.kubeconfig import Kubeconfig, contexts_by_user, read
from kubeconv.lock import locked
from kubeconv.selection import Options, UsedBy, select_users
from kubeconv.source import Source


class Target(NamedTuple):
    """Where results go: back to each file (`write`), to `output` instead, or nowhere. `backup` keeps the old file,
    `lock_timeout` is how many seconds to wait for another writer."""

    write: bool = True
    output: str | None = None
    backup: bool = False
    lock_timeout: float = 10.0


class Problem(NamedTuple):
    """Why a file was left alone, in one line; `line` and `column` are 0 where it is not about a place."""

    message: str
    help: str = ""
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


def load_files(paths: Paths) -> list[Loaded]:
    """Read all files. In a KUBECONFIG list the contexts of all of them count, and only the first user of a name has any."""
    loaded = [_load(path) for path in paths.files]
    kubeconfigs = [each.kubeconfig for each in loaded if each.kubeconfig]
    merged = contexts_by_user(kubeconfigs) if paths.merged else {}
    seen: set[str] = set()
    result = []
    for each in loaded:
        if each.kubeconfig is None:
            result.append(each)
            continue
        used_by: Mapping[str, Sequence[str]] = contexts_by_user([each.kubeconfig])
        if paths.merged:
            used_by = {user: contexts for user, contexts in merged.items() if user not in seen}
            seen |= {user.name for user in each.kubeconfig.users}
        result.append(each._replace(used_by=used_by))
    return result


def convert_files(paths: Paths, options: Options, target: Target) -> list[FileResult]:
    """Convert the users that `options` choose in all files.

    Raises UnknownName for a choice that no file can meet; then nothing was written.
    """
    loaded = load_files(paths)
    readable = [(each.kubeconfig, each.used_by) for each in loaded if each.kubeconfig]
    chosen = iter(select_users(readable, options) if readable else [])
    return [
        FileResult(each.path, None, each.problem)
        if each.kubeconfig is None
        else _convert(each.path, each.kubeconfig, each.used_by, next(chosen), options, target)
        for each in loaded
    ]


def _load(path: str) -> Loaded:
    try:
        source = Source(files.read(path), path)
    except FileProblem as problem:
        return Loaded(path, None, Problem(problem.message, problem.help))
    try:
        return Loaded(path, read(source))
    except Refused as refused:
        return Loaded(path, None, _problem(source, refused))


def _convert(
    path: str, kubeconfig: Kubeconfig, used_by: UsedBy, chosen: set[str], options: Options, target: Target
) -> FileResult:
    try:
        conversion = convert_users(kubeconfig, used_by, chosen, options)
        if target.output is not None and target.output != STANDARD_INPUT:
            files.write(target.output, conversion.data)
            return FileResult(path, conversion, written=target.output)
        if not target.write or not conversion.edits or path == STANDARD_INPUT or target.output == STANDARD_INPUT:
            return FileResult(path, conversion)
        with locked(path, target.lock_timeout):
            old = files.read(path)
            if old != kubeconfig.source.encode(kubeconfig.source.text):  # somebody wrote it while we were planning
                kubeconfig = read(Source(old, path))
                conversion = convert_users(kubeconfig, used_by, chosen, options)
            backup = files.replace(path, conversion.data, backup=old if target.backup else None)
        return FileResult(path, conversion, written=path, backup=backup)
    except FileProblem as problem:
        return FileResult(path, None, Problem(problem.message, problem.help))
    except Refused as refused:
        return FileResult(path, None, _problem(kubeconfig.source, refused))


def _problem(source: Source, refused: Refused) -> Problem:
    finding = refused.finding
    line, column = source.position(finding.span.start) if finding.span else (0, 0)
    return Problem(finding.message, finding.help, line, column)
