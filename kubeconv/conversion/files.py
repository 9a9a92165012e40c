"""Convert over files: read, plan, and under the lock write. One file's problem never stops the others."""

from collections.abc import Sequence
from contextlib import ExitStack
from typing import Final

from kubeconv.conversion.options import Options, selected_users
from kubeconv.conversion.users import Conversion, Outcome, Tell, convert_users, lossy
from kubeconv.gate.shown import path_of, plain
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.view import Kubeconfig
from kubeconv.machine import files
from kubeconv.machine.files import STANDARD_INPUT, FileProblem, Paths
from kubeconv.machine.journal import counted
from kubeconv.machine.load import Loaded, load_files, problem_at
from kubeconv.machine.lock import LOCK_TIMEOUT, locked
from kubeconv.machine.replace import OldBytes, pour, replace, write
from kubeconv.tree.finding import Refused
from kubeconv.tree.node import Node, fields

#: What to do if there is no kubeconfig.
_OTHER: Final = "name a kubeconfig, or leave such files out with --skip-others"
_EMPTY: Final = "look at what the command before the pipe says"
#: Where a user is refused for want of one of these, a login that it had before may help.
_HELPED_BY_ANOTHER_LOGIN: Final = ("client-id", "tenant-id", "login")


class Target(NamedTuple):
    """Where results go: back to each file (`write`), to `output` instead, or nowhere. `backup` keeps the old bytes,
    `lock_timeout` is how many seconds to wait for another writer."""

    write: bool = True
    output: str | None = None
    backup: bool = True
    lock_timeout: float = LOCK_TIMEOUT


class ConvertedFile(NamedTuple):
    """What became of one file: its conversion or the problem, where it was written to, where the old bytes are, and what else
    to say about what was written."""

    path: str
    conversion: Conversion | None
    problem: FileProblem | None = None
    written: str | None = None
    old_bytes: OldBytes = OldBytes()
    notes: Sequence[str] = ()


def convert_files(
    paths: Paths,
    options: Options,
    target: Target,
    *,
    skip_others: bool = False,
    tell: Tell = lambda _path, _outcomes: None,
    left_out: list[str] | None = None,
) -> list[ConvertedFile]:
    """Convert the users that `options` choose in all files, with `skip_others` only in those that are kubeconfigs. `tell` is
    called before a file is written, with the users that lose what nobody can guess. `left_out` gets the files of folders
    that are no kubeconfigs.

    Raises UnknownName for a choice that no file can meet; then nothing was written.
    """
    if target.output is not None and [*map(files.real_path, paths.files)] == [files.real_path(target.output)]:
        target = target._replace(output=None)  # it is the file itself, which is held from before it is read
    in_place = target.write and target.output is None
    with ExitStack() as held:
        loaded = load_files(
            paths,
            "skip with templates" if skip_others else "found",
            held=held if in_place else None,
            lock_timeout=target.lock_timeout,
            walk=paths.are_named,
            keep_skipped=True,
            refuse_empty=not skip_others,
        )
        if left_out is not None:
            left_out += [each.path for each in loaded if each.skipped and each.path not in paths.files]
        loaded = [_refuse_other(each) for each in loaded]
        readable = [(each.kubeconfig, each.used_by) for each in loaded if each.kubeconfig]
        chosen = iter(selected_users(readable, options) if readable else [])
        return [
            ConvertedFile(each.path, None, each.problem)
            if each.kubeconfig is None
            else _convert(each, each.kubeconfig, next(chosen), options, target, tell)
            for each in counted(loaded, "converting", "files")
            if not each.skipped
        ]


def _refuse_other(loaded: Loaded) -> Loaded:
    """The same, with a problem if the file is another program's, or nothing came through a pipe."""
    if loaded.kubeconfig is None:
        return loaded
    root = loaded.kubeconfig.document.root
    if root is not None and _is_other(root):
        problem = FileProblem(loaded.path, "this is not a kubeconfig: it has no clusters, users or contexts", _OTHER)
    elif loaded.path == STANDARD_INPUT and not loaded.kubeconfig.source.text.strip():
        problem = FileProblem(loaded.path, "nothing came on standard input", _EMPTY)
    else:
        return loaded
    return loaded._replace(kubeconfig=None, problem=problem)


def _is_other(root: Node) -> bool:
    if not fields(root).keys().isdisjoint(("clusters", "users", "contexts")):
        return False
    from kubeconv.kubeconfig.recognition import is_other  # most files have these

    return is_other(root)


def _convert(
    loaded: Loaded,
    kubeconfig: Kubeconfig,
    chosen: set[str],
    options: Options,
    target: Target,
    tell: Tell,
) -> ConvertedFile:
    path = loaded.path
    try:
        conversion = convert_users(kubeconfig, loaded.used_by, chosen, options, keep_tree=not target.write)
        if losing := lossy(conversion.outcomes):
            tell(path, losing)
        if target.output is not None and target.output != STANDARD_INPUT:
            return _write_elsewhere(path, conversion, target.output, target)
        if loaded.seen is None or not conversion.edits:
            return ConvertedFile(path, conversion)
        old_bytes = replace(loaded.seen, conversion.parts, backup=target.backup)
        return ConvertedFile(path, conversion, written=path, old_bytes=old_bytes, notes=loaded.seen.held.notes)
    except FileProblem as problem:
        return ConvertedFile(path, None, problem)
    except Refused as refused:
        return ConvertedFile(path, None, problem_at(kubeconfig.source, refused))


def _write_elsewhere(path: str, conversion: Conversion, output: str, target: Target) -> ConvertedFile:
    written = ConvertedFile(path, conversion, written=output)
    if files.is_special(output):
        pour(output, conversion.parts)
        return written
    with locked(output, target.lock_timeout) as held:
        old_bytes = write(output, held, conversion.parts, backup=target.backup)
    return written._replace(old_bytes=old_bytes, notes=held.notes)


def offer_tenant(result: ConvertedFile, tenant: str, profile: str) -> ConvertedFile:
    """The result with the tenant of the az profile offered to the users that lack one. It is never used by itself."""
    if result.conversion is None:
        return result
    offer = f"; the az profile on this machine ({path_of(profile)}) names --tenant-id {plain(tenant)}"
    outcomes = [
        each._replace(help=each.help + offer) if _lacks_tenant(each) else each for each in result.conversion.outcomes
    ]
    return result._replace(conversion=result.conversion._replace(outcomes=outcomes))


def offer_kept(result: ConvertedFile) -> ConvertedFile:
    """The result with what the kept bytes of the file say of the users that lack a value: a conversion may have dropped it.
    It is never used by itself."""
    missing = {each.user: each.missing for each in result.conversion.outcomes} if result.conversion else {}
    lacking = {user: what for user, what in missing.items() if what in _HELPED_BY_ANOTHER_LOGIN}
    if result.conversion is None or not lacking:
        return result
    from kubeconv.machine.dropped import ids_before

    found: dict[str, str] = {}
    for path, before in ids_before(result.path):
        where = f"a conversion ({path_of(path)})" if path else "an earlier conversion"
        for user in before.keys() & lacking.keys() - found.keys():
            if lacking[user] in (*before[user], "login"):
                values = " ".join(f"--{name} {plain(value)}" for name, value in before[user].items())
                found[user] = f"; before {where} it had {values}"
    outcomes = [each._replace(help=each.help + found.get(each.user, "")) for each in result.conversion.outcomes]
    return result._replace(conversion=result.conversion._replace(outcomes=outcomes))


def outcomes_of(results: Sequence[ConvertedFile]) -> list[Outcome]:
    """What became of each user of all files."""
    return [outcome for result in results if result.conversion for outcome in result.conversion.outcomes]


def lacks_tenant(results: Sequence[ConvertedFile]) -> bool:
    """True if a user was refused for want of a tenant."""
    return any(map(_lacks_tenant, outcomes_of(results)))


def _lacks_tenant(outcome: Outcome) -> bool:
    return outcome.missing == "tenant-id"
