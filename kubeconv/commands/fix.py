"""`kubeconv fix`: look, propose, ask, write, and look again."""

import os
from typing import Annotated

from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.commands import asked, fixing, output
from kubeconv.commands.configuring import ConfigFile, NoConfig, checked, cluster_modes, in_force
from kubeconv.commands.declared import Exit, Operands, Option, WrongUsage
from kubeconv.commands.selecting import WHICH_USERS, Clusters, Contexts, Excluded, Users
from kubeconv.commands.showing import DATA, TABLES, Form, NoHeaders, form_of
from kubeconv.commands.writing import Backup, LockTimeout, check_lock_timeout
from kubeconv.conversion.options import AUTO, KINDS, Options
from kubeconv.doctor.examine import examine
from kubeconv.doctor.look import foreseen, look, look_again, unreadable_of
from kubeconv.gate.choices import one_of
from kubeconv.kubeconfig.selection import UnknownName
from kubeconv.machine.files import STANDARD_INPUT, FileProblem, find
from kubeconv.machine.lock import LOCK_TIMEOUT


def command(
    files: Annotated[list[str] | None, Operands("[FILE]...")] = None,
    kubeconfig: Annotated[str | None, Option(help="The kubeconfig file.", metavar="FILE")] = None,
    login: Annotated[list[str] | None, Option("-l", "--login", help=f"Login mode of all Azure users: {', '.join(LOGIN_MODES)} or auto. MODE=NAME only for this context or user (name or glob); repeatable. Without it, those that clients no longer know get the mode that fits here, and the others keep theirs.", metavar="MODE[=NAME]", completes="modes")] = None,
    context: Contexts = None,
    user: Users = None,
    cluster: Clusters = None,
    exclude: Excluded = None,
    only: Annotated[list[str] | None, Option(help=f"Only these kinds of login: {one_of(KINDS)}. Separate several with commas, or repeat the option.", metavar="KIND", completes=KINDS, heading=WHICH_USERS)] = None,
    plan: Annotated[bool, Option("--plan", help="Print the plan and write nothing.")] = False,
    yes: Annotated[bool, Option("-y", "--yes", help="Do not ask.")] = False,
    backup: Backup = True,
    lock_timeout: LockTimeout = LOCK_TIMEOUT,
    config: ConfigFile = None,
    no_config: NoConfig = False,
    format: Annotated[str, Option("--format", help="text or json.", metavar="FORMAT", completes=("text", "json"))] = "text",
    form: Form = None,
    no_headers: NoHeaders = False,
) -> None:  # fmt: skip
    """Fix what can be fixed safely: show the plan, ask, write it, and say what works then.

    FILES are kubeconfigs, or folders to search for them. If you name none: --kubeconfig, else every file of
    $KUBECONFIG, read as one, else ~/.kube/config. Exit code 0: every context works, and nothing is left to do; 1: something is broken or left to do; 2: wrong usage, or
    nothing could be read.

    Example: kubeconv fix --exclude aks-prod --plan
    """
    form = form_of(form, format, ("text", "json"), TABLES if plan else DATA)
    if plan and yes:
        raise WrongUsage("cannot be used with --plan, which writes nothing", at="--yes")
    check_lock_timeout(lock_timeout)
    for_all, modes = asked.login_modes(login or ())
    for mode in (for_all, *(mode for mode, _ in modes)):
        asked.check_login(mode)
    options = Options(
        login=for_all, users=user or (), contexts=context or (), clusters=cluster or (), excluded=exclude or (), modes=modes,
        only=asked.kinds(only) or KINDS, legacy_login=AUTO,
    )  # fmt: skip
    asked.check_kinds(options, None)
    try:
        paths = find(files or [], kubeconfig, os.environ)
        if STANDARD_INPUT in paths.files:
            raise WrongUsage("use files, not standard input", at="-")
        force = checked(in_force(config, no_config), paths.files)
        options = options._replace(cluster_modes=cluster_modes(force))
        seen = look(paths, os.environ, options=options, is_sure=yes and form not in DATA)
    except FileProblem as problem:
        output.problem(problem)
        raise Exit(2) from None
    except UnknownName as error:
        output.error(str(error))
        raise Exit(2) from None
    seen = foreseen(seen, is_sure=yes) if seen.plans and form not in DATA else seen
    plans, written = seen.plans, None
    if plan and plans and form not in DATA:
        fixing.show(seen, form, has_head=not no_headers)
        fixing.tell_unreadable(unreadable_of(seen.judged))
        raise Exit(1)
    if not plan:
        written = fixing.write(seen, fixing.How(yes, form, lock_timeout, backup))
    found = examine(look_again(seen, written) if written is not None else seen)
    if form in DATA:
        from kubeconv.report.doctor_json import examined

        diffs = {each.path: fixing.diff(each) for each in plans}
        output.document(examined(found._replace(plans=plans), written, diffs), form)
    elif form == "name":
        fixing.tell_unreadable(found.unreadable)
    else:
        fixing.report(found, form, has_head=not no_headers)
    raise Exit(fixing.exit_code(found, plans, written))
