"""What `kubeconv versions` takes from the kubeconfigs: whose logins it checks, and which clusters these lead to."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kubeconv.commands import output
from kubeconv.commands.declared import Exit
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.selection import Selection, UnknownName, refuse_none, select_contexts
from kubeconv.kubeconfig.view import current_context_of
from kubeconv.machine.files import FileProblem, NoPath, Paths, find

if TYPE_CHECKING:
    from kubeconv.auth.kubelogin_releases import KubeloginUse
    from kubeconv.kubeconfig.login import Detected
    from kubeconv.kubeconfig.selection import Chosen
    from kubeconv.kubeconfig.view import Kubeconfig, User
    from kubeconv.report.requirements import FileRead
    from kubeconv.requirements.access import Access


class CheckedKubeconfigs(NamedTuple):
    """What is selected of the kubeconfigs, and how many contexts are not; `context` is the one to connect with, '' for the
    current one."""

    users: "Sequence[Detected]" = ()
    uses: "Sequence[KubeloginUse]" = ()
    files: "Sequence[FileRead]" = ()
    views: "Sequence[Kubeconfig]" = ()
    plugins: "Sequence[tuple[Kubeconfig, User]]" = ()
    merged: bool = False
    context: str = ""
    unselected: int = 0

    def accesses(self) -> "Sequence[Access]":
        """Where the users lead."""
        from kubeconv.requirements.access import accesses

        return accesses(self.views, self.users, merged=self.merged)


def checked_kubeconfigs(named: Sequence[str], variables: frozenset[str], wanted: Selection) -> CheckedKubeconfigs:
    """The logins that are wanted of the named kubeconfigs, or else of those that kubectl would read. A problem of one is
    said."""
    try:
        paths = find(named, None, os.environ)
    except FileProblem as problem:
        if isinstance(problem, NoPath) or wanted != Selection():
            output.problem(problem)
            raise Exit(2) from None
        return CheckedKubeconfigs()  # nothing was named, and nothing is there
    return _read(paths, variables, wanted)


def _read(paths: Paths, variables: frozenset[str], wanted: Selection) -> CheckedKubeconfigs:
    from kubeconv.kubeconfig.login import detect_users
    from kubeconv.machine.load import load_files
    from kubeconv.report.problem import problem_line
    from kubeconv.report.requirements import FileRead
    from kubeconv.requirements import kubelogin_uses
    from kubeconv.requirements.access import logging_in, without_login
    from kubeconv.requirements.surroundings import Surroundings

    around = Surroundings(named=variables)
    users: list[Detected] = []
    uses: list[KubeloginUse] = []
    files: list[FileRead] = []
    views: list[Kubeconfig] = []
    plugins: list[tuple[Kubeconfig, User]] = []
    loaded = [*load_files(paths, walk=paths.are_named)]
    readable = [each.kubeconfig for each in loaded if each.kubeconfig]
    idle = without_login(readable, merged=paths.merged)
    chosen = _chosen(readable, wanted, merged=paths.merged)
    for each in loaded:
        files.append(FileRead(each.path, each.problem.message if each.problem else ""))
        if each.problem is not None:
            output.line(problem_line(each.problem), to_stderr=True)
        if each.kubeconfig is not None:
            its = chosen[len(views)] if chosen else None
            views.append(each.kubeconfig)
            used_by = logging_in(each.used_by, idle[each.kubeconfig.source.name])
            if its is not None:
                used_by = {name: [one for one in used_by[name] if one in its.contexts] for name in used_by}
            users += [one for one in detect_users(each.kubeconfig, used_by) if its is None or one.user in its.users]
            uses += [use for use in kubelogin_uses(each.kubeconfig, around) if used_by.get(use.user)]
            used = [user for user in each.kubeconfig.users if user.exec and used_by.get(user.name)]
            plugins += [(each.kubeconfig, user) for user in used]
    unselected = sum(each.unselected for each in {id(each): each for each in chosen}.values())
    return CheckedKubeconfigs(users, uses, files, views, plugins, paths.merged, _context(views, chosen), unselected)


def _chosen(views: "Sequence[Kubeconfig]", wanted: Selection, *, merged: bool) -> "Sequence[Chosen]":
    """What is selected of each file, nothing if all is. Raises Exit."""
    if wanted == Selection():
        return ()
    try:
        chosen = select_contexts([views] if merged else [[each] for each in views], wanted)
        refuse_none(chosen)
    except UnknownName as error:
        output.error(str(error))
        raise Exit(2) from None
    return [*chosen] * len(views) if merged else chosen


def _context(views: "Sequence[Kubeconfig]", chosen: "Sequence[Chosen]") -> str:
    """The context to connect with: of those that are selected the current one, else the first; '' if all are selected."""
    current = current_context_of(views)
    names = [
        each.name for one, its in zip(views, chosen, strict=False) for each in one.contexts if each.name in its.contexts
    ]
    return current if current in names else next(iter(names), "")
