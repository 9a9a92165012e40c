"""`kubeconv doctor`: which contexts work with the programs on this machine, why not, and what to do."""

import os
from typing import Annotated

from kubeconv.commands import asked, fixing, output, progress
from kubeconv.commands.configuring import ConfigFile, NoConfig, checked, cluster_modes, in_force
from kubeconv.commands.declared import Exit, Operands, Option, WrongUsage
from kubeconv.commands.selecting import Clusters, Contexts, Excluded, Users
from kubeconv.commands.showing import DATA, TABLES, Form, NoHeaders, form_of
from kubeconv.commands.writing import Backup, LockTimeout, check_lock_timeout
from kubeconv.conversion.options import AUTO, Options
from kubeconv.doctor.examine import Examination, examine
from kubeconv.doctor.look import ask_clusters, foreseen, look, look_again
from kubeconv.doctor.surroundings import look_at_machine
from kubeconv.kubeconfig.selection import UnknownName
from kubeconv.machine.files import STANDARD_INPUT, FileProblem, Paths, find
from kubeconv.machine.lock import LOCK_TIMEOUT
from kubeconv.machine.programs import CONNECT_TIMEOUT


def command(
    files: Annotated[list[str] | None, Operands("[FILE]...")] = None,
    kubeconfig: Annotated[str | None, Option(help="The kubeconfig file.", metavar="FILE")] = None,
    context: Contexts = None,
    user: Users = None,
    cluster: Clusters = None,
    exclude: Excluded = None,
    fix: Annotated[bool, Option("--fix", help="Make the safe changes: show them, ask, then write.")] = False,
    login: Annotated[str | None, Option("-l", "--login", help="With --fix: the login mode for Azure users whose login clients no longer know. Default: auto, the one that fits here.", metavar="MODE", completes="modes")] = None,
    yes: Annotated[bool, Option("-y", "--yes", help="With --fix: do not ask.")] = False,
    backup: Backup = True,
    lock_timeout: LockTimeout = LOCK_TIMEOUT,
    config: ConfigFile = None,
    no_config: NoConfig = False,
    connect: Annotated[bool, Option("--connect", help="Also ask each cluster through the kubectl on PATH. This runs the exec plugins.")] = False,
    redact: Annotated[bool, Option("--redact", help="Leave out names, paths, hosts and ids, for a bug report.")] = False,
    format: Annotated[str, Option("--format", help="text or json.", metavar="FORMAT", completes=("text", "json"))] = "text",
    form: Form = None,
    no_headers: NoHeaders = False,
) -> None:  # fmt: skip
    """Say which contexts work with the programs on this machine, why not, and which commands help.

    FILES are kubeconfigs, or folders to search for them. If you name none: --kubeconfig, else every file of
    $KUBECONFIG, read as one, else ~/.kube/config. It runs kubectl, helm, k9s, kubelogin and az on PATH for their versions; nothing else runs without
    --connect. Exit code 0: every context works; 1: something is broken; 2: wrong usage, or nothing could be read.

    Example: kubeconv doctor --fix
    """
    form = form_of(form, format, ("text", "json"), DATA if fix else TABLES)
    if yes and not fix:
        raise WrongUsage("use it with --fix only", at="--yes")
    asked.check_fixed_login(login, fix=fix)
    check_lock_timeout(lock_timeout)
    if redact and fix:
        raise WrongUsage("cannot be used with --fix, which shows the change", at="--redact")
    try:
        paths = find(files or [], kubeconfig, os.environ)
    except FileProblem as problem:
        _say_without_file(problem, redact, form)
        raise Exit(2) from None
    if STANDARD_INPUT in paths.files and (fix or connect):
        raise WrongUsage("use files, not standard input", at="--fix" if fix else "--connect")
    if connect:
        output.error(
            f"asking the clusters through kubectl, {CONNECT_TIMEOUT} s each: this runs the exec plugins of the contexts"
        )
    try:
        options = Options(
            users=user or (), contexts=context or (), clusters=cluster or (), excluded=exclude or (), legacy_login=login or AUTO
        )  # fmt: skip
        if login in (None, AUTO):
            force = checked(in_force(config, no_config), paths.files)
            options = options._replace(cluster_modes=cluster_modes(force))
        seen = look(paths, os.environ, options=options, fixing=fix, is_sure=yes and form not in DATA)
    except FileProblem as problem:
        output.problem(problem)
        raise Exit(2) from None
    except UnknownName as error:
        output.error("no file defines this context" if redact else str(error))
        raise Exit(2) from None
    seen = foreseen(seen, is_sure=yes) if fix and seen.plans and form not in DATA else seen
    plans = seen.plans
    diffs = {plan.path: fixing.diff(plan) for plan in plans} if fix else {}
    how = fixing.How(yes, form, lock_timeout, backup)
    written = fixing.write(seen, how, diffs) if fix else None
    if written is not None:
        seen = look_again(seen, written)
    if connect:
        progress.end()  # the plugins may have something to say
        seen = ask_clusters(seen, output.asked if redact else output.told)
        progress.begin()
    found = examine(seen)
    if connect and not found.machine.programs["kubectl"]:
        output.error("--connect needs kubectl on PATH; no cluster was contacted")
    if redact:
        from kubeconv.doctor.redaction import redact as redacted

        found = redacted(found, os.path.expanduser("~"))
    if form in DATA:
        from kubeconv.report.doctor_json import examined

        output.document(examined(found._replace(plans=plans) if fix else found, written, diffs), form)
    else:
        fixing.report(found, form, has_head=not no_headers)
    raise Exit(fixing.exit_code(found, plans if fix else (), written))


def _say_without_file(problem: FileProblem, redact: bool, form: str) -> None:
    found = Examination(Paths(()), {}, look_at_machine(os.environ), [], [], [], [])
    if redact:
        from kubeconv.doctor.redaction import redact as redacted

        found = redacted(found, os.path.expanduser("~"))
        output.error("no kubeconfig: no file of $KUBECONFIG exists, nor ~/.kube/config")
    else:
        output.problem(problem)
    if form in DATA:
        from kubeconv.report.doctor_json import examined

        output.document(examined(found), form)
    else:
        fixing.report(found, form)
