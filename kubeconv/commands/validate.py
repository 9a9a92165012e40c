"""`kubeconv validate`: what is wrong with a kubeconfig, and would kubectl take it?"""

from kubeconv.commands import asked
from kubeconv.commands.configuring import ConfigFile, NoConfig
from kubeconv.commands.findings import (
    All,
    AllContexts,
    Baseline,
    Files,
    FixedLogin,
    FixInPlace,
    Format,
    Given,
    Ignore,
    KubeconfigFile,
    Kubectl,
    Kuberc,
    LowestSeverity,
    MaxFindings,
    OnThisMachine,
    Quiet,
    Select,
    SkipOthers,
    Statistics,
    Strict,
    Tracked,
    WriteBaseline,
    report_findings,
)
from kubeconv.commands.selecting import Clusters, Contexts, Excluded, Users, selection
from kubeconv.commands.writing import Backup, LockTimeout, check_lock_timeout
from kubeconv.machine.lock import LOCK_TIMEOUT


def command(
    files: Files = None,
    kubeconfig: KubeconfigFile = None,
    kubectl: Kubectl = None,
    this_machine: OnThisMachine = False,
    context: Contexts = None,
    user: Users = None,
    cluster: Clusters = None,
    exclude: Excluded = None,
    all_contexts: AllContexts = False,
    select: Select = None,
    ignore: Ignore = None,
    severity: LowestSeverity = "info",
    strict: Strict = False,
    max_findings: MaxFindings = None,
    statistics: Statistics = False,
    baseline: Baseline = None,
    write_baseline: WriteBaseline = False,
    config: ConfigFile = None,
    no_config: NoConfig = False,
    skip_others: SkipOthers = False,
    all_files: All = False,
    tracked: Tracked = False,
    kuberc: Kuberc = None,
    format: Format = "text",
    quiet: Quiet = False,
    fix: FixInPlace = False,
    login: FixedLogin = None,
    backup: Backup = True,
    lock_timeout: LockTimeout = LOCK_TIMEOUT,
) -> None:
    """Say what is wrong with kubeconfig files, and whether kubectl reads and accepts them.

    FILES are kubeconfigs, or folders to search for them; - is standard input. If you name none: --kubeconfig,
    else every file of $KUBECONFIG (also judged together), else ~/.kube/config. A comment # kubeconv: ignore[KC301] on
    a line, or above it, hides a finding. The answer is the same on every machine, unless you ask for --this-machine. It
    executes nothing that a kubeconfig names, and contacts no server. Exit code 0: no errors; 1: errors (with --strict
    also warnings); 2: wrong usage, or a file cannot be read or fixed.

    Example: kubeconv validate --kubectl 1.26 --context aks-prod
    """
    check_lock_timeout(lock_timeout)
    asked.check_fixed_login(login, fix=fix)
    given = Given(
        files or [], kubeconfig, kubectl or [], selection(context, user, cluster, exclude), all_contexts,
        select or [], ignore or [], severity, strict, max_findings, skip_others, all_files, tracked, kuberc, format, quiet, fix, backup, lock_timeout, this_machine,
        statistics, baseline, write_baseline, login, config, no_config,
    )  # fmt: skip
    report_findings(given)
