"""Fix over files: each is written under its lock, at once. One file's problem never stops the others."""

from collections.abc import Sequence
from typing import NamedTuple

from kubeconv.kubeconfig.recognition import is_kubeconfig
from kubeconv.kubeconfig.view import Parsed
from kubeconv.machine import files
from kubeconv.machine.files import FileProblem
from kubeconv.machine.load import Loaded, hold, loaded_from
from kubeconv.machine.lock import sweep_behind
from kubeconv.machine.replace import OldBytes, replace
from kubeconv.validation.fixes import Fix, Fixed, fix


class FixedFile(NamedTuple):
    """A file as it is after its fixes; why they could not be written, if so; where the old bytes are, and what else is to be
    said of it."""

    loaded: Loaded
    fixes: Sequence[Fix] = ()
    problem: FileProblem | None = None
    old_bytes: OldBytes = OldBytes()
    notes: Sequence[str] = ()


def may_fix(loaded: Loaded) -> bool:
    """True for a kubeconfig that is YAML. What is none is left to the findings."""
    parsed = loaded.parsed
    return parsed is not None and not parsed.refused and is_kubeconfig(parsed.kubeconfig.document.root)


def fix_files(loaded: Sequence[Loaded], lock_timeout: float, *, backup: bool = True) -> list[FixedFile]:
    """Fix what can be fixed safely in each file, waiting up to `lock_timeout` seconds for another writer. `backup` keeps the
    old bytes."""
    return [_fix(each, lock_timeout, backup) for each in loaded]


def _fix(loaded: Loaded, lock_timeout: float, backup: bool) -> FixedFile:
    fixed = _fixed(loaded)
    if fixed is None or not fixed.fixes or not files.is_file(loaded.path):
        sweep_behind(loaded.path)
        return FixedFile(loaded)
    try:
        with hold(loaded.path, lock_timeout, loaded) as now:
            if now.parsed is not loaded.parsed:  # somebody wrote it meanwhile
                fixed = _fixed(now)
            if fixed is None or not fixed.fixes or now.seen is None:
                return FixedFile(now)
            source = fixed.kubeconfig.source
            old_bytes = replace(now.seen, source.encode(source.text), backup=backup)
            return FixedFile(loaded_from(Parsed(fixed.kubeconfig)), fixed.fixes, None, old_bytes, now.seen.held.notes)
    except FileProblem as problem:
        return FixedFile(loaded, problem=problem)


def _fixed(loaded: Loaded) -> Fixed | None:
    return fix(loaded.parsed.kubeconfig) if may_fix(loaded) and loaded.parsed else None
