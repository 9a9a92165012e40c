"""`kubeconv detect`: which login does every user have?"""

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Final

from kubeconv.commands import output
from kubeconv.commands.declared import Exit, Operands, Option
from kubeconv.commands.selecting import Clusters, Contexts, Excluded, Users, selection
from kubeconv.commands.showing import DATA, Form, NoHeaders, form_of
from kubeconv.gate.choices import one_of
from kubeconv.gate.shown import path_of
from kubeconv.kubeconfig.login import Detected, detect_users
from kubeconv.kubeconfig.selection import Selection, UnknownName, select_users
from kubeconv.machine.files import FileProblem, find
from kubeconv.machine.load import Loaded, load_files
from kubeconv.report import logins
from kubeconv.report.problem import problem_line

if TYPE_CHECKING:
    from kubeconv.commands.many_files import Load, OfMany

_FORMATS: Final = ("table", "json", "csv", "markdown")


def command(
    files: Annotated[list[str] | None, Operands("[FILE]...")] = None,
    kubeconfig: Annotated[str | None, Option(help="The kubeconfig file.", metavar="FILE")] = None,
    context: Contexts = None,
    user: Users = None,
    cluster: Clusters = None,
    exclude: Excluded = None,
    format: Annotated[str, Option("--format", help=f"{one_of(_FORMATS)}.", metavar="FORMAT", completes=_FORMATS)] = "table",
    form: Form = None,
    no_headers: NoHeaders = False,
) -> None:  # fmt: skip
    """Show the login of every user: format, login mode, contexts, and the clients that it works with.

    FILES are kubeconfigs, or folders to search for them; - is standard input. If you name none:
    --kubeconfig, else every file of $KUBECONFIG, else ~/.kube/config. Exit code 0: every file was read; 1: some could
    not be read; 2: none could.

    Example: kubeconv detect --format json ~/.kube/config
    """
    form = form_of(form, format, _FORMATS)
    try:
        paths = find(files or [], kubeconfig, os.environ)
    except FileProblem as problem:
        output.problem(problem)
        raise Exit(2) from None
    wanted = selection(context, user, cluster, exclude)
    known: OfMany = {}

    def detect(paths: Sequence[str], load: "Load") -> Iterator[Loaded]:
        from kubeconv.commands.many_files import detected

        return detected(paths, load, known)

    many = None if paths.merged or wanted != Selection() else detect
    loaded = load_files(paths, walk=paths.are_named, refuse_empty=True, many=many)
    readable = [(one.kubeconfig, one.used_by) for one in loaded if one.kubeconfig]
    try:
        chosen = select_users(readable, wanted)
    except UnknownName as error:
        output.error(str(error))
        raise Exit(2) from None
    found: list[Detected] = [each for look in known.values() for each in look.users or ()] or [
        each for (kubeconfig_, used_by), users in zip(readable, chosen, strict=True)
        for each in detect_users(kubeconfig_, used_by) if each.user in users
    ]  # fmt: skip
    problems = [one for one in loaded if one.problem]
    if form in (*DATA, "csv"):
        from kubeconv.report.conversion_json import detected

        document = detected(loaded, found)
        if form == "csv":
            output.data(logins.as_csv(document, has_head=not no_headers))
        else:
            output.document(document, form)
    elif form == "markdown":
        output.data(logins.as_markdown(found))
    elif form == "name":
        output.lines(logins.names(found))
    elif len(problems) < len(loaded):
        output.report(logins.lines(found, output.screen(has_head=not no_headers, wide=form == "wide")), form)
    for path in paths.missing:
        output.line(f"{path_of(path)}: no such file, skipped", to_stderr=True)
    for one in problems:
        if one.problem:
            output.line(problem_line(one.problem), to_stderr=True)
    raise Exit(0 if not problems else 1 if len(problems) < len(loaded) else 2)
