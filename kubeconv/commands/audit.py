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
    OneContext,
    Quiet,
    Select,
    SkipOthers,
    Strict,
    Tracked,
    report_findings,
)


def command(
    files: Files = None,
    kubeconfig: KubeconfigFile = None,
    kubectl: Kubectl = None,
    context: OneContext = None,
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
    """Say what a kubeconfig from somebody else would do on this machine: `validate` for files that are not trusted.

    Everything that would run a program or read a file for the author of the file is an error: exec plugins, cmd-path,
    tokenFile, paths of certificates and keys, proxies. Nothing that the file names is run, opened or looked for. Files,
    options and exit codes are those of kubeconv validate.

    Example: curl -s https://example.com/kubeconfig | kubeconv audit -
    """
    given = Given(
        files or [], kubeconfig, kubectl or [], context, all_contexts, select or [], ignore or [], severity, strict,
        max_findings, skip_others, all_files, tracked, kuberc, format, quiet,
    )  # fmt: skip
    report_findings(given, untrusted=True)
