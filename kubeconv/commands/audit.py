"""`kubeconv audit`: what would a kubeconfig from somebody else do here?"""

from kubeconv.commands.findings import (
    All,
    AllContexts,
    Files,
    Format,
    Given,
    Ignore,
    KubeconfigFile,
    Kubectl,
    Kuberc,
    LowestSeverity,
    MaxFindings,
    Quiet,
    Select,
    SkipOthers,
    Strict,
    Tracked,
    report_findings,
)
from kubeconv.commands.selecting import Clusters, Contexts, Excluded, Users, selection


def command(
    files: Files = None,
    kubeconfig: KubeconfigFile = None,
    kubectl: Kubectl = None,
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
    skip_others: SkipOthers = False,
    all_files: All = False,
    tracked: Tracked = False,
    kuberc: Kuberc = None,
    format: Format = "text",
    quiet: Quiet = False,
) -> None:
    """Say what a kubeconfig from somebody else would run, read and contact on this machine.

    FILES are kubeconfigs, or folders in which to look into every file; - is standard input. Each context has a
    page; each thing on it has a grade: info (a known plugin that provides a credential), warning (a program that
    kubeconv does not know), error (shells, interpreters, variables that load code, paths that the file chose). It
    runs, opens and looks for nothing that the file names. The last line says whether to trust the file. Exit code
    0: nothing is worse than info; 1: something is; 2: wrong usage, or a file cannot be read.

    Example: curl -s https://example.com/kubeconfig | kubeconv audit -
    """
    given = Given(
        files or [], kubeconfig, kubectl or [], selection(context, user, cluster, exclude), all_contexts,
        select or [], ignore or [], severity, strict, max_findings, skip_others, all_files, tracked, kuberc, format, quiet,
    )  # fmt: skip
    report_findings(given, untrusted=True)
