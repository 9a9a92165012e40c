"""`kubeconv undo`: the bytes come back that the last run replaced."""

import os
from collections.abc import Sequence
from typing import Annotated

from kubeconv.commands import output
from kubeconv.commands.declared import Exit, Operands, Option, WrongUsage
from kubeconv.commands.writing import LockTimeout, check_lock_timeout
from kubeconv.machine.files import STANDARD_INPUT, FileProblem, find
from kubeconv.machine.lock import LOCK_TIMEOUT
from kubeconv.machine.undo import Undone, of_last_run, undo
from kubeconv.report.place import shown


def command(
    files: Annotated[list[str] | None, Operands("[FILE]...")] = None,
    kubeconfig: Annotated[str | None, Option(help="The kubeconfig file.", metavar="FILE")] = None,
    lock_timeout: LockTimeout = LOCK_TIMEOUT,
    format: Annotated[
        str, Option("--format", help="text or json.", metavar="FORMAT", completes=("text", "json"))
    ] = "text",
    quiet: Annotated[bool, Option("-q", "--quiet", help="Print errors only.")] = False,
) -> None:
    """Bring back the bytes that the last run of convert, fix, validate --fix or doctor --fix replaced, from FILE.bak.

    FILES are kubeconfigs. If you name none: --kubeconfig, else the files of $KUBECONFIG that the last run replaced,
    else ~/.kube/config. A file that changed since then is left alone; the copy is deleted once its bytes are back. Exit
    code 0: every file is as it was before that run; 1: some are not; 2: wrong usage, or nothing was done.

    Example: kubeconv undo ~/.kube/config
    """
    if format not in ("text", "json"):
        raise WrongUsage("use text or json", at="--format")
    check_lock_timeout(lock_timeout)
    try:
        paths = find(files or [], kubeconfig, os.environ)
    except FileProblem as problem:
        output.problem(problem)
        raise Exit(2) from None
    if STANDARD_INPUT in paths.files:
        raise WrongUsage("use files, not standard input", at="FILE")
    results = [undo(path, lock_timeout) for path in (of_last_run(paths.files) if paths.merged else paths.files)]
    _print(results, format, quiet)
    failed = sum(each.problem is not None for each in results)
    raise Exit(0 if not failed else 1 if failed < len(results) else 2)


def _print(results: Sequence[Undone], format: str, quiet: bool) -> None:
    if format == "json":
        from kubeconv.report.undo_json import undone

        output.data(undone(results))
    for each in results:
        if each.problem is not None:
            output.problem(each.problem)
        elif not quiet and format == "text":
            output.line(f"{shown(each.path)}: has the bytes of {shown(each.copy)} again")
            for note in each.notes:
                output.line(f"{shown(each.path)}: {note}")
