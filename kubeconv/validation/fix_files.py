"""Fix over files: each under its lock, replaced at once. One file's problem never stops the others."""

from collections.abc import Iterable
from typing import NamedTuple

from kubeconv.machine import files
from kubeconv.machine.files import FileProblem
from kubeconv.machine.lock import locked
from kubeconv.tree.finding import Refused
from kubeconv.tree.source import Source
from kubeconv.validation.fixes import Fix, fix


class FixedFile(NamedTuple):
    """What was fixed in one file, or why it could not be written. A file that is no YAML is left to the findings."""

    path: str
    fixes: list[Fix]
    problem: FileProblem | None = None


def fix_files(paths: Iterable[str], lock_timeout: float) -> list[FixedFile]:
    """Fix what can be fixed safely in each file, waiting up to `lock_timeout` seconds for another writer."""
    return [_fix(path, lock_timeout) for path in paths if files.is_file(path)]


def _fix(path: str, lock_timeout: float) -> FixedFile:
    try:
        with locked(path, lock_timeout):
            source = Source(files.read(path), path)
            try:
                text, fixes = fix(source)
            except Refused:
                return FixedFile(path, [])
            if fixes:
                files.write(path, source.encode(text))
            return FixedFile(path, fixes)
    except FileProblem as problem:
        return FixedFile(path, [], problem)
