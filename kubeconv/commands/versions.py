"""`kubeconv versions`: do kubectl, helm, az, kubelogin, the cluster and the kubeconfigs go together?"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Final, get_args

from kubeconv.commands import output, progress
from kubeconv.commands.configuring import ConfigFile, NoConfig, in_force
from kubeconv.commands.declared import Exit, Operands, Option, WrongUsage
from kubeconv.commands.selecting import Contexts, Excluded, Users, selection
from kubeconv.commands.showing import DATA, Form, NoHeaders, form_of
from kubeconv.gate.shown import is_variable, quoted, variable
from kubeconv.machine.files import STANDARD_INPUT, FileProblem, read
from kubeconv.machine.programs import NOT_THERE, PROGRAMS, Program, ask_cluster, find_programs, given_program, paths_of
from kubeconv.releases.version import parse_version

if TYPE_CHECKING:
    from kubeconv.requirements.aks import AksCluster

_GIVEN: Final = "Versions to use instead of those found"


def command(
    files: Annotated[list[str] | None, Operands("[FILE]...")] = None,
    kubeconfig: Annotated[str | None, Option(help="The kubeconfig file.", metavar="FILE")] = None,
    kubectl: Annotated[
        str | None,
        Option(
            help="The version of kubectl, such as 1.27.3; none if it is not installed.",
            metavar="VERSION",
            heading=_GIVEN,
        ),
    ] = None,
    cluster: Annotated[
        str | None, Option(help="The version of the cluster.", metavar="VERSION", heading=_GIVEN)
    ] = None,
    helm: Annotated[
        str | None,
        Option(help="The version of helm; none if it is not installed.", metavar="VERSION", heading=_GIVEN),
    ] = None,
    az: Annotated[
        str | None,
        Option(help="The version of the Azure CLI; none if it is not installed.", metavar="VERSION", heading=_GIVEN),
    ] = None,
    kubelogin: Annotated[
        str | None,
        Option(
            help="The version of Azure's kubelogin; none if it is not installed.",
            metavar="VERSION",
            heading=_GIVEN,
        ),
    ] = None,
    aks_show: Annotated[
        list[str] | None,
        Option(
            help="Read what is known of AKS clusters from the output of az aks show or az aks list (JSON or YAML), "
            "Get-AzAksCluster | ConvertTo-Json, the REST API or an ARM export (- is standard input); repeatable. "
            "Each cluster counts for the users whose server is its fqdn.",
            metavar="FILE",
            heading=_GIVEN,
        ),
    ] = None,
    env: Annotated[
        list[str] | None,
        Option(
            help="Only these environment variables are set, and this machine is not checked: "
            "a program that you do not give is unknown. Separate several with commas, or repeat the option; none for no variable.",
            metavar="NAME",
            heading=_GIVEN,
        ),
    ] = None,
    connect: Annotated[
        bool,
        Option(
            "--connect",
            help="Ask the cluster of the context that is selected, or else the current one, for its version, through kubectl. "
            "This runs the exec plugin of that context.",
        ),
    ] = False,
    context: Contexts = None,
    user: Users = None,
    exclude: Excluded = None,
    policy: Annotated[
        str,
        Option(
            help="aks: also check what the AKS documentation requires; kubernetes: only what kubectl and helm require.",
            metavar="POLICY",
            completes=("aks", "kubernetes"),
        ),
    ] = "aks",
    strict: Annotated[
        bool, Option("--strict", help="Count what cannot be determined as a failure: exit code 1.")
    ] = False,
    config: ConfigFile = None,
    no_config: NoConfig = False,
    table: Annotated[
        bool,
        Option(
            "--table",
            help="Check nothing; print which client works with which login, since which release, and the source.",
        ),
    ] = False,
    format: Annotated[
        str,
        Option(
            "--format",
            help="text or json; with --table also markdown, which has all the tables.",
            metavar="FORMAT",
            completes=("text", "json", "markdown"),
        ),
    ] = "text",
    form: Form = None,
    no_headers: NoHeaders = False,
) -> None:
    """Check that kubectl, helm, az, kubelogin, the cluster and the logins of kubeconfigs work together.

    FILES are kubeconfigs, or folders to search for them; - is standard input. If you name none: --kubeconfig, else
    every file of $KUBECONFIG, else ~/.kube/config; if there is none, it checks only the programs. It runs the
    programs on PATH for their versions, except those that you give. At its end it recommends one set of versions
    that satisfies all requirements, or says which of them contradict each other. Exit code 0: no requirement fails;
    1: one fails; 2: wrong usage, or a file or cluster that you named gave no answer. An unknown answer fails only
    with --strict; a variable that a login needs fails with --strict, or if --env does not name it.

    Example: kubeconv versions --kubectl 1.25.3 --cluster 1.27 --helm 3.2.4 --az 2.28.0 --kubelogin 0.1.0
    """
    given = {
        name: text for name, text in zip(PROGRAMS, (kubectl, helm, az, kubelogin), strict=True) if text is not None
    }
    _check_usage({**given, **({"cluster": cluster} if cluster is not None else {})}, policy)
    form = form_of(form, format, ("text", "json", "markdown") if table else ("text", "json"))
    if table:
        _print_table(form, has_head=not no_headers)
        return
    from kubeconv.commands.checked_kubeconfigs import checked_kubeconfigs  # the table needs none

    named = [*(files or ()), *([kubeconfig] if kubeconfig else [])]
    given = {**_in_use(config, no_config, named, given), **given}
    if connect and cluster is not None:
        raise WrongUsage("cannot be used with --cluster", at="--connect")
    variables = _variables(env, connect=connect)
    shows = tuple(dict.fromkeys(aks_show or ()))
    if STANDARD_INPUT in shows and STANDARD_INPUT in (*(files or ()), kubeconfig):
        raise WrongUsage("standard input already holds a kubeconfig", at="--aks-show")

    shown = [_read_aks_show(path) for path in shows]
    clusters = tuple(dict.fromkeys(each for told in shown for each in told))
    _check_clusters(clusters, cluster, connect=connect)
    programs = _programs(given, asks=variables is None)
    wanted = selection(context, user, None, exclude)
    kubeconfigs = checked_kubeconfigs(named, variables or frozenset(), wanted)
    unreadable = bool(named) and any(each.problem for each in kubeconfigs.files)
    asks = connect and not unreadable
    version, source = _version_of_cluster(cluster or "", clusters, kubeconfigs.context, named, asks=asks)

    from kubeconv.report import requirements as report
    from kubeconv.requirements import Situation, check_requirements
    from kubeconv.requirements.runs import VARIABLES

    situation = Situation(
        programs, version, clusters, kubeconfigs.users,
        "kubernetes" if policy == "kubernetes" else "aks", kubeconfigs.uses,
        kubeconfigs.accesses() if clusters else (), kubeconfigs.plugins, variables,
        [word for option, name in wanted.words() for word in (option, name)], kubeconfigs.unselected,
    )  # fmt: skip
    requirements = check_requirements(situation)
    if form in DATA:
        output.document(report.as_json(requirements, situation, source, kubeconfigs.files), form)
    elif form == "name":
        output.lines(report.names(requirements))
    else:
        output.report(report.lines(requirements, situation, kubeconfigs.files), form)
    failed = unreadable or not all(shown) or (asks and not version)
    verdict = report.worst(requirements)
    # What is not known to be set may be; what is known not to be is not.
    lacks = variables is not None and any(each.name == VARIABLES for each in requirements)
    raise Exit(2 if failed else 1 if verdict == "fails" or lacks or (strict and verdict != "ok") else 0)


def _in_use(config: str | None, no_config: bool, named: Sequence[str], given: Mapping[str, str]) -> dict[str, str]:
    """The versions that the configuration of the first file says are in use, beside those that are given. Raises Exit."""
    try:
        settings = in_force(config, no_config).settings(next(iter(named), STANDARD_INPUT))
    except FileProblem as problem:
        output.problem(problem)
        raise Exit(2) from None
    if settings is None:
        return {}
    found = {name: settings.text(name) for name in ("helm", "kubelogin") if settings.text(name)}
    if settings.kubectls:
        found["kubectl"] = str(min(settings.kubectls))
    found = {name: version for name, version in found.items() if name not in given}
    for name, version in found.items():
        output.line(f"{name} {version} comes from {settings.origin(name)}", to_stderr=True)
    return found


def _check_usage(versions: Mapping[str, str], policy: str) -> None:
    from kubeconv.requirements.situation import Policy

    if policy not in get_args(Policy):
        raise WrongUsage("use aks or kubernetes", at="--policy")
    for name, text in versions.items():
        try:
            if text != NOT_THERE or name not in PROGRAMS:
                parse_version(text)
        except ValueError as error:
            more = "; --context and --user select by name" if name == "cluster" else ""
            raise WrongUsage(f"{error}{more}", at=f"--{name}") from None


def _check_clusters(clusters: "Sequence[AksCluster]", given: str | None, *, connect: bool) -> None:
    """One version is not that of several clusters."""
    option = "--connect" if connect else "--cluster"
    if len(clusters) > 1 and (connect or given is not None):
        raise WrongUsage(f"gives one version, but --aks-show describes {len(clusters)} clusters", at=option)


def _version_of_cluster(
    given: str, clusters: "Sequence[AksCluster]", context: str, named: Sequence[str], *, asks: bool
) -> tuple[str, str]:
    """The version that holds for the cluster, '' if none was given or asked for; and where its version comes from, '' if it
    is not known."""
    if asks:
        version = _ask(context, named)
        return version, "kubectl" if version else ""
    if given:
        return given, "given"
    return "", "az aks show" if any(each.version for each in clusters) else ""


def _variables(named: Sequence[str] | None, *, connect: bool) -> frozenset[str] | None:
    """The variables that are said to be set; None if nothing is said."""
    if named is None:
        return None
    if connect:
        raise WrongUsage("cannot be used with --env, which asks nothing of this machine", at="--connect")
    names = [name.strip() for text in named for name in text.split(",")]
    for name in names:
        if "=" in name:
            raise WrongUsage("give the names of variables only, without values", at="--env")
        if not is_variable(name):
            raise WrongUsage(f"{quoted(variable(name))} is not the name of a variable", at="--env")
    return frozenset(names) - {NOT_THERE}


def _programs(given: Mapping[str, str], *, asks: bool) -> dict[str, Sequence[Program]]:
    """The programs that are given, and if `asks` the others on PATH."""
    found = find_programs(name for name in PROGRAMS if name not in given) if asks else {}
    return {
        name: given_program(name, given[name]) if name in given else found[name]
        for name in PROGRAMS
        if name in given or name in found
    }


def _ask(context: str, named: Sequence[str]) -> str:
    """The version of the cluster, '' if it does not report one, which is printed."""
    kubectl = next(paths_of("kubectl"), "")
    if not kubectl or STANDARD_INPUT in named:
        output.error("--connect needs kubectl on PATH" if not kubectl else "--connect needs files, not standard input")
        return ""
    whose = f"context {context}" if context else "the current context"
    output.error(f"asking the cluster of {whose} through {kubectl}, which runs the exec plugin of that context")
    progress.end()  # the plugin may have something to say
    told = ask_cluster(kubectl, output.told, context, named)
    progress.begin()
    if told.problem:
        output.error(f"the cluster of {whose} did not report its version: {kubectl} {told.problem}")
    return told.version


def _read_aks_show(path: str) -> "Sequence[AksCluster]":
    """The clusters that a file describes, none if it cannot be read, which is printed."""
    from kubeconv.requirements.aks import read_aks_show

    try:
        return read_aks_show(read(path))
    except FileProblem as problem:
        output.error(f"{problem}; name a file with the output of az aks show -o json, or - for standard input")
    except ValueError as error:
        output.error(f"{'<standard input>' if path == STANDARD_INPUT else path}: {error}")
    return ()


def _print_table(form: str, *, has_head: bool) -> None:
    from kubeconv.report.releases import as_json, as_markdown, names, text_lines

    if form in DATA:
        output.document(as_json(), form)
    elif form == "markdown":
        output.data(as_markdown())
    elif form == "name":
        output.lines(names())
    else:
        output.lines(text_lines(output.screen(has_head=has_head, wide=form == "wide")))
