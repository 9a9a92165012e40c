"""Fixing files: each is written under its lock, at once. One file's problem never stops the others."""

from collections.abc import Mapping, Sequence, Set
from types import MappingProxyType

from kubeconv.conversion.options import Options
from kubeconv.conversion.users import Tell, lossy
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.recognition import is_kubeconfig
from kubeconv.kubeconfig.view import Kubeconfig, Parsed
from kubeconv.machine import files
from kubeconv.machine.files import FileProblem
from kubeconv.machine.load import Loaded, hold, loaded_from
from kubeconv.machine.lock import sweep_behind
from kubeconv.machine.replace import OldBytes, replace
from kubeconv.machine.seen import Seen
from kubeconv.validation.fixes import Fix, Fixed, fix


class Applied(NamedTuple):
    """A file as it is after its fixes; why they could not be written, if so; where the old bytes are, and what else is to be
    said of it. `is_written` is true if more than its mode was changed."""

    loaded: Loaded
    fixes: Sequence[Fix] = ()
    problem: FileProblem | None = None
    old_bytes: OldBytes = OldBytes()
    notes: Sequence[str] = ()
    is_written: bool = False

    @property
    def path(self) -> str:
        """The file."""
        return self.loaded.path


def may_fix(loaded: Loaded) -> bool:
    """True for a kubeconfig that is YAML. What is none is left to the findings."""
    parsed = loaded.parsed
    return parsed is not None and not parsed.refused and is_kubeconfig(parsed.kubeconfig.document.root)


def fix_files(
    loaded: Sequence[Loaded],
    lock_timeout: float,
    *,
    backup: bool = True,
    options: Options | None = None,
    selected: Mapping[str, Set[str]] | None = None,
    tell: Tell = lambda _path, _outcomes: None,
) -> list[Applied]:
    """Fix what can be fixed safely in each file, waiting up to `lock_timeout` seconds for another writer. `backup` keeps the
    old bytes. `options` say how logins are converted; of these only those of the users that are `selected`, by path, if some
    are. `tell` is called before a file is written, with the users that lose something."""
    some = MappingProxyType({}) if selected is None else selected
    return [
        _fix(each, lock_timeout, backup, options, None if selected is None else some.get(each.path, frozenset()), tell)
        for each in loaded
    ]


def write(seen: Seen, kubeconfig: Kubeconfig, fixes: Sequence[Fix], *, backup: bool, private: bool = False) -> Applied:
    """Put a file with its fixes in the place of the one whose lock is held."""
    old_bytes = replace(seen, kubeconfig.source.parts, backup=backup, private=private)
    return Applied(loaded_from(Parsed(kubeconfig)), fixes, None, old_bytes, seen.held.notes, is_written=True)


def _fix(
    loaded: Loaded, lock_timeout: float, backup: bool, options: Options | None, selected: Set[str] | None, tell: Tell
) -> Applied:
    fixed = _fixed(loaded, options, selected)
    if fixed is None or not fixed.fixes or not files.is_file(loaded.path):
        sweep_behind(loaded.path)
        return Applied(loaded)
    try:
        with hold(loaded.path, lock_timeout, loaded) as now:
            if now.parsed is not loaded.parsed:  # somebody wrote it meanwhile
                fixed = _fixed(now, options, selected)
            if fixed is None or not fixed.fixes or now.seen is None:
                return Applied(now)
            if losing := lossy(fixed.converted):
                tell(loaded.path, losing)
            return write(now.seen, fixed.kubeconfig, fixed.fixes, backup=backup)
    except FileProblem as problem:
        return Applied(loaded, problem=problem)


def _fixed(loaded: Loaded, options: Options | None, selected: Set[str] | None) -> Fixed | None:
    return fix(loaded.parsed.kubeconfig, options, selected) if may_fix(loaded) and loaded.parsed else None
