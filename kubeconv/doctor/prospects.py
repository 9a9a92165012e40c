"""What becomes of each context that `validate` judges: its verdicts are a view of the chain, as the doctor's are. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from kubeconv.doctor.reason import Reason
from kubeconv.doctor.words import CauseWords
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.view import Kubeconfig
from kubeconv.machine.journal import counted
from kubeconv.releases.version import Version
from kubeconv.requirements.cause import Link, State, decides
from kubeconv.requirements.chain import Chains
from kubeconv.requirements.clients import Client
from kubeconv.requirements.surroundings import Surroundings
from kubeconv.tree.finding import Finding
from kubeconv.validation.files import Validation
from kubeconv.validation.run import Report
from kubeconv.validation.verdict import Verdict


class Prospect(NamedTuple):
    """What becomes of a context with one kubectl: the verdict, the cause that decides, and what it needs at run time."""

    verdict: State
    cause: Reason | None = None
    needs: tuple[Reason, ...] = ()


#: By kubectl and context.
Prospects = Mapping[tuple[Version, str], Prospect]


class Ahead(NamedTuple):
    """The prospects of each file by its path, and those of the files of a KUBECONFIG list together."""

    files: Mapping[str, Prospects]
    merged: Prospects


def worst(prospects: Iterable[Prospect]) -> Prospect:
    """Of the prospects with several kubectls the one that counts for all."""
    found = [*prospects]
    state = decides(each.verdict for each in found)
    return next((each for each in found if each.verdict == state), Prospect(state))


def look_ahead(
    validation: Validation,
    around: Callable[[str], Surroundings],
    known: Mapping[str, Prospects] = MappingProxyType({}),
) -> Ahead:
    """The prospects of what was validated. `around` is what is known around the file with a path; what is known around the
    first one holds for all of a list. `known` are those by path that are there already."""
    reports = {each.path: each.report for each in validation.files if each.report}
    unreadable = {each.path: each.problem.message for each in validation.files if each.problem}
    files = {
        path: known[path] if path in known else prospects_of(report, around(path))
        for path, report in counted(reports.items(), "looking ahead", "files")
    }
    first = validation.files[0].path if validation.files else ""
    together = validation.merged
    return Ahead(files, _prospects([*reports.values()], unreadable, together, around(first)) if together else {})


def prospects_of(report: Report, around: Surroundings) -> Prospects:
    """The prospects of one file as it stands alone."""
    return _prospects([report], {}, [*report.verdicts, *report.contexts], around, alone=True)


def _prospects(
    reports: Sequence[Report],
    unreadable: Mapping[str, str],
    verdicts: Iterable[Verdict],
    around: Surroundings,
    *,
    alone: bool = False,
) -> Prospects:
    words = CauseWords(reports, unreadable)
    links: dict[str, tuple[Link, ...]] = {}
    chains: dict[Version, Chains] = {}
    found = {}
    for kubectl, _, _, context in verdicts:
        if kubectl not in chains:
            client = Client("kubectl", str(kubectl), "", kubectl)
            chains[kubectl] = Chains(_files(reports, kubectl, alone=alone), client, around, [*unreadable], links)
        diagnosis = chains[kubectl].diagnose(context)
        cause = words.reason(diagnosis.cause) if diagnosis.cause else None
        found[kubectl, context] = Prospect(diagnosis.verdict, cause, tuple(map(words.reason, diagnosis.needs)))
    return found


def _files(reports: Iterable[Report], kubectl: Version, *, alone: bool) -> list[tuple[Kubeconfig, Sequence[Finding]]]:
    return [
        (report.kubeconfig, (report.alone if alone and report.alone else report.found)[kubectl])
        for report in reports
        if report.kubeconfig
    ]
