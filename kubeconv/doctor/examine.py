"""The doctor over files: what is on this machine, and what the doctor makes of it. Nothing that a kubeconfig names is run, and
nothing is written."""

import contextlib
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, NamedTuple

from kubeconv.auth.login_modes import TOKEN_PROGRAMS
from kubeconv.conversion.options import Options
from kubeconv.conversion.users import convert_users
from kubeconv.doctor.clients import clients_of, surroundings
from kubeconv.doctor.diagnosis import LOGIN_RULES, Client, Row, diagnose, others
from kubeconv.doctor.machine_problems import Around, machine_problems
from kubeconv.doctor.plans import Plan, plans_for, promise
from kubeconv.doctor.reason import Reason
from kubeconv.doctor.remedies import Known, Refusals, Remedy, ours, remedies
from kubeconv.kubeconfig.view import refuse_malformed
from kubeconv.machine import files
from kubeconv.machine.files import STANDARD_INPUT, FileProblem, Paths
from kubeconv.machine.lock import locks_of
from kubeconv.machine.programs import Program, Running, find_programs, start_asking_cluster, told_by_cluster
from kubeconv.machine.this import ThisMachine
from kubeconv.releases.version import NEWEST_KUBECTL, Version
from kubeconv.requirements import Requirement, Situation, check_requirements, kubelogin_uses
from kubeconv.tree.finding import Refused
from kubeconv.tree.source import Source
from kubeconv.validation.files import Loaded, UnknownContext, Validation, load_files, validate_files
from kubeconv.validation.run import Asked, Report, parse_tolerantly

#: The programs that are asked for their version.
PROGRAMS: Final = ("kubectl", "helm", "k9s", "kubelogin", "az")

#: Clusters that are asked side by side.
AT_ONCE: Final = 8


class Machine(NamedTuple):
    """The programs on PATH, by name, the first found first; the clients among them; and what rules ask."""

    programs: Mapping[str, Sequence[Program]]
    clients: Sequence[Client]
    answers: ThisMachine

    @property
    def releases(self) -> Sequence[Version]:
        """The kubectl as which each client reads files, each once; the newest known where no client tells its version."""
        known = dict.fromkeys(client.release for client in self.clients if client.release is not None)
        return [*known] or [NEWEST_KUBECTL]


class Examination(NamedTuple):
    """What was looked at and what was found: the files, and why some cannot be read; a row a context; what else is wrong;
    what helps; what `--fix` would do, and for how many contexts that changes something."""

    paths: Paths
    unreadable: Mapping[str, str]
    machine: Machine
    rows: Sequence[Row]
    problems: Sequence[Reason]
    remedies: Sequence[Remedy]
    plans: Sequence[Plan]
    mended: int = 0

    @property
    def works(self) -> bool:
        """True where every context works with every client, as far as can be told without a cluster."""
        return bool(self.rows) and all(row.works for row in self.rows)


def look_at_machine(environment: Mapping[str, str]) -> Machine:
    """Ask the programs on PATH what they are, side by side."""
    programs = find_programs(PROGRAMS, environment.get("PATH", ""))
    return Machine(programs, clients_of(programs), ThisMachine(environment, kubelogins=programs["kubelogin"]))


def look(
    paths: Paths,
    environment: Mapping[str, str],
    context: str | None = None,
    *,
    connect: bool = False,
    named: Sequence[str] = (),
) -> Examination:
    """Look at everything; with `connect` also ask the clusters by the kubectl on PATH, which runs exec plugins. `named` are
    the files as the person named them. Raises UnknownContext where no file has the context that is asked about."""
    # The programs take as long to answer as the files to be parsed.
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(look_at_machine, environment)
        loaded = [_load(path) for path in paths.files]
        found = _examine(paths, loaded, asked.result(), context, connect=connect, is_default=not named)
    if not found.plans:
        return found
    best = ours(named, promise(found.plans), found.mended)
    return found._replace(remedies=sorted([best, *found.remedies], key=lambda remedy: not remedy.first))


def _load(path: str) -> Loaded:
    """A file, or why not: client-go takes no folder."""
    if path != STANDARD_INPUT and files.is_folder(path):
        return Loaded(path, problem=FileProblem(path, "a folder, no kubeconfig"))
    return load_files(Paths((path,)))[0]


def _examine(
    paths: Paths, loaded: Sequence[Loaded], machine: Machine, context: str | None, *, connect: bool, is_default: bool
) -> Examination:
    validation = _validate(loaded, machine, paths.merged)
    rows = _rows(validation, machine, paths.merged, context)
    if context is not None and not rows:
        raise UnknownContext(f"no context is named {context!r}")
    if connect:
        rows = _connected(rows, machine.clients, paths.merged)
    reports = [result.report for result in validation.files if result.report]
    plans = list(plans_for(reports, max(machine.releases)))
    left = rows
    if any(plan.fixes for plan in plans):
        texts = {plan.path: plan.source.encode(plan.text) for plan in plans}
        fixed = [
            each._replace(parsed=parse_tolerantly(Source(texts[each.path], each.path))) if each.path in texts else each
            for each in loaded
        ]
        left = _rows(_validate(fixed, machine, paths.merged), machine, paths.merged, context)
    around = Around(
        machine.programs, _requirements(rows, reports, machine), _stale_locks(paths), paths.missing, paths.merged
    )
    problems, more = machine_problems(rows, others(rows, reports, only=context is not None), around)
    unreadable = {result.path: result.problem.message for result in validation.files if result.problem}
    found = remedies(left, _refused(left, reports), _known(machine, left, is_default=is_default))
    after = {(row.file, row.context): row.answers for row in left}
    mended = sum(after.get((row.file, row.context)) != row.answers for row in rows)
    return Examination(paths, unreadable, machine, rows, problems, [*found, *more], plans, mended)


def _validate(loaded: Sequence[Loaded], machine: Machine, merged: bool) -> Validation:
    asked = Asked(machine.releases, machine=machine.answers, kuberc=_kuberc(machine.answers))
    return validate_files(loaded, asked, merged=merged)


def _kuberc(machine: ThisMachine) -> bytes | None:
    """The kuberc file that kubectl reads: it may forbid plugins. No other client looks at it, nor knows as new a release.
    https://github.com/kubernetes/kubectl/blob/master/pkg/kuberc/kuberc.go (LoadKuberc)"""
    chosen = machine.environment.get("KUBERC")
    if chosen == "off" or machine.environment.get("KUBECTL_KUBERC") == "false":
        return None
    return machine.read(chosen or os.path.join(os.path.expanduser("~"), ".kube", "kuberc"))


def _rows(validation: Validation, machine: Machine, merged: bool, context: str | None) -> list[Row]:
    """The files of a KUBECONFIG list are read as one, others each for itself."""
    groups = [validation.files] if merged else [[each] for each in validation.files]
    on_path = frozenset(name for name in TOKEN_PROGRAMS if machine.answers.which(name))
    around = surroundings(machine.programs, on_path)
    return [
        row
        for group in groups
        for row in diagnose(
            [each.report for each in group if each.report],
            {each.path: each.problem.message for each in group if each.problem},
            machine.clients,
            around,
            context,
        )
    ]


def _refused(rows: Sequence[Row], reports: Sequence[Report]) -> Refusals:
    """Why users whose login a client does not know are not converted."""
    waiting = {
        reason.file for row in rows for answer in row.answers for reason in answer.reasons if reason.name in LOGIN_RULES
    }
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for report in reports:
        kubeconfig = report.kubeconfig
        if kubeconfig is None or report.source.name not in waiting - {STANDARD_INPUT}:
            continue
        # A file that is refused whole converts nobody; its findings say why.
        with contextlib.suppress(Refused):
            conversion = convert_users(refuse_malformed(kubeconfig), {}, {*kubeconfig.users_by_name}, Options())
            found |= {
                (report.source.name, outcome.user): (outcome.reason, outcome.help)
                for outcome in conversion.outcomes
                if outcome.status == "refused"
            }
    return found


def _known(machine: Machine, rows: Sequence[Row], *, is_default: bool) -> Known:
    installers = frozenset(name for name in ("az", "gcloud") if machine.answers.which(name))
    kubelogins = machine.programs.get("kubelogin", ())
    right = next((each.path for each in kubelogins if each.is_right), "")
    good = [row.context for row in rows if row.works and row.context]
    return Known(installers, right, good[0] if len(good) == 1 else "", is_default)


def _requirements(rows: Sequence[Row], reports: Sequence[Report], machine: Machine) -> list[Requirement]:
    """The requirements on the programs and, where these were asked, the clusters. Those of the AKS documentation count
    where there is an Azure login."""
    uses = [use for report in reports if report.kubeconfig for use in kubelogin_uses(report.kubeconfig)]
    is_azure = bool(uses) or any(row.login and row.login.format == "azure" for row in rows)
    clusters = dict.fromkeys(row.connected for row in rows if row.reached) or {"": None}
    situation = Situation(machine.programs, policy="aks" if is_azure else "kubernetes", uses=uses)
    found = [each for cluster in clusters for each in check_requirements(situation._replace(cluster=cluster))]
    return list(dict.fromkeys(found))


def _connected(rows: Sequence[Row], clients: Sequence[Client], merged: bool) -> list[Row]:
    """The rows with the answers of the clusters, where kubectl accepts the context. Several are asked side by side."""
    index = next((number for number, each in enumerate(clients) if each.name == "kubectl" and each.path), None)
    if index is None:
        return [*rows]
    kubectl = clients[index].path
    asked = [
        row for row in rows if row.context and row.file != STANDARD_INPUT and row.answers[index].works is not False
    ]
    told: dict[Row, Program] = {}
    for together in _turns(asked):
        running: list[Running] = []
        try:
            running += (start_asking_cluster(kubectl, row.context, () if merged else (row.file,)) for row in together)
            told.update((row, told_by_cluster(kubectl, each)) for row, each in zip(together, running, strict=True))
        finally:
            for each in running:
                each.stop()
    answers = [(row, told.get(row)) for row in rows]
    return [
        row._replace(connected=answer.version or answer.problem, reached=bool(answer.version)) if answer else row
        for row, answer in answers
    ]


def _turns(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """The contexts that are asked at a time. The first of those whose plugin is run alike is asked alone: it may wait for a
    person, and the others then find its token."""
    first = {str(row.login): row for row in reversed(rows) if row.plugin}
    yield from ([row] for row in reversed(first.values()))
    left = [row for row in rows if row not in first.values()]
    for start in range(0, len(left), AT_ONCE):
        yield left[start : start + AT_ONCE]


def _stale_locks(paths: Paths) -> dict[str, str]:
    """The locks that were left behind, and what is to be said of each."""
    return {
        lock.path: f"{path} {lock.held}"
        for path in paths.files
        if path != STANDARD_INPUT
        for lock in locks_of(path)
        if lock.is_stale
    }
