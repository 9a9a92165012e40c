"""What the doctor makes of what it looked at: what is wrong, and what helps."""

import contextlib
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.conversion.options import Options
from kubeconv.conversion.users import Outcome, convert_users
from kubeconv.doctor.carried_out import SOME_ID, files_after, machine_after
from kubeconv.doctor.diagnosis import LOGIN_RULES, Answer, Row, others
from kubeconv.doctor.look import Look, after_plans, judged_with, reports_of, rows_of, unreadable_of
from kubeconv.doctor.machine_problems import Around, machine_problems
from kubeconv.doctor.plans import Plan, promise
from kubeconv.doctor.reason import Reason
from kubeconv.doctor.remedies import Known, Refusal, Refusals, Remedy, Rounds, can_be_tried, ours, ranked, remedies
from kubeconv.doctor.surroundings import Installed, stale_locks
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.login import detect_users, is_aks_managed
from kubeconv.kubeconfig.selection import Selection
from kubeconv.kubeconfig.view import Kubeconfig
from kubeconv.machine.files import STANDARD_INPUT, Paths
from kubeconv.requirements import Note, Requirement, Situation, check_requirements, kubelogin_uses
from kubeconv.requirements.cause import NO_TOKEN_PROGRAM
from kubeconv.requirements.chain import decides
from kubeconv.requirements.entra import legacy_notes
from kubeconv.requirements.surroundings import LOGIN_MODE_VARIABLE, this_machine
from kubeconv.tree.finding import Refused
from kubeconv.validation.files import Judged
from kubeconv.validation.run import Report

#: So often it is worked out what else is needed once what helps was done.
_ROUNDS: Final = 3
#: For so many contexts it is: for a thousand it takes longer than all else.
_TRIED: Final = 250


class Examination(NamedTuple):
    """What was examined and what was found: the files, and why some cannot be read; a row a context; what else is wrong;
    what helps; what `--fix` would do; how many contexts were not looked at, and whether that was what the person wanted."""

    paths: Paths
    unreadable: Mapping[str, str]
    machine: Installed
    rows: Sequence[Row]
    problems: Sequence[Reason]
    remedies: Sequence[Remedy]
    plans: Sequence[Plan]
    unselected: int = 0
    is_whole: bool = True

    @property
    def works(self) -> bool:
        """True if every context that was to be looked at works with every client, as far as can be determined without a
        cluster."""
        return self.is_whole and self.all_rows_work

    @property
    def all_rows_work(self) -> bool:
        """True if every context that was looked at does."""
        return bool(self.rows) and all(row.works for row in self.rows)


def examine(found: Look) -> Examination:
    """What is wrong, and what to do."""
    paths, _, chosen, machine, judged, rows, options, plans, _, is_planned, *_ = found
    left, after = after_plans(found)
    convertible = [] if is_planned else [row for row in rows if _waits_for_conversion(row)]
    left = left if is_planned else [*map(_without_conversions, left)]
    reports = reports_of(judged)
    around = Around(
        machine.programs, _requirements(rows, reports, machine), stale_locks(paths), _notes(rows, reports), paths.missing,
        paths.merged,
    )  # fmt: skip
    problems, more = machine_problems(rows, others(rows, reports, only=chosen is not None), around)
    known = _known(machine, left, is_default=not found.named)
    then = {(row.file, row.context): row for row in left} if plans else {}
    changed = {
        (row.file, row.context)
        for row in rows
        if (new := then.get((row.file, row.context))) and [*map(_gist, new.answers)] != [*map(_gist, row.answers)]
    }
    numbers = {number for number, row in enumerate(left) if (row.file, row.context) in changed}
    refused = _refused(left, after, options)
    fitting, default = _other_modes(left, after, found, numbers)
    named = remedies(left, refused, known, numbers, _later(found, left, refused, after, known))
    helps = [*fitting, *named, *default, *more]
    if plans:
        helps.insert(
            0,
            ours(
                found.named,
                options.selection,
                promise(plans),
                len(changed),
                sum(bool(then[key].works) for key in changed),
            ),
        )
    elif convertible or (not is_planned and any(each.name in LOGIN_RULES for each in problems)):
        helps.insert(0, ours(found.named, options.selection, "shows first what it can fix", len(convertible), 0))
    unselected = sum(each.unselected for each in chosen or ())
    is_whole = not unselected or options.selection != Selection()
    return Examination(
        paths, unreadable_of(judged), machine, rows, problems, ranked(helps), plans, unselected, is_whole
    )


def _other_modes(
    rows: Sequence[Row], judged: Sequence[Judged], found: Look, changed: Collection[int]
) -> tuple[list[Remedy], list[Remedy]]:
    """The conversions to the login mode that fits, for who waits for a token program; and those to the default one."""
    if not any(reason.name == NO_TOKEN_PROGRAM for row in rows for answer in row.answers for reason in answer.reasons):
        return [], []
    from kubeconv.doctor.other_modes import other_modes

    around = this_machine(found.machine.answers, found.machine.programs)
    return other_modes(rows, _kubeconfigs(judged), found.options, around, changed)


def _kubeconfigs(judged: Sequence[Judged]) -> dict[str, Kubeconfig]:
    return {each.loaded.path: each.loaded.kubeconfig for each in judged if each.loaded.kubeconfig}


def _later(found: Look, rows: Sequence[Row], refused: Refusals, judged: Sequence[Judged], known: Known) -> Rounds:
    """The rows as they are each time once what helps then is done, as far as that can be worked out."""
    rounds: list[tuple[Sequence[Row], Refusals]] = []
    tried: set[tuple[str, ...]] = set()
    machine, asked = found.machine, found.machine.asked._replace(runs=decides)
    while len(rounds) < (_ROUNDS if len(rows) <= _TRIED else 0):
        helps = [each for each in remedies(rows, refused, known) if can_be_tried(each) and each.command not in tried]
        if not helps:
            break
        tried.update(each.command for each in helps)
        fixed = files_after(_kubeconfigs(judged), helps, found.options, machine.answers.environment)
        machine = machine_after(machine, helps)
        judged = judged_with(found._replace(judged=judged), fixed, asked) if fixed else judged
        rows = rows_of(judged, machine, found.paths, found.chosen)
        refused = _refused(rows, judged, found.options)
        rounds.append((rows, refused))
    return rounds


def _waits_for_conversion(row: Row) -> bool:
    return any(reason.name in LOGIN_RULES for answer in row.answers for reason in answer.reasons)


def _without_conversions(row: Row) -> Row:
    """The row without the reasons that a conversion removes."""
    if not _waits_for_conversion(row):
        return row
    answers = (
        answer._replace(reasons=tuple(reason for reason in answer.reasons if reason.name not in LOGIN_RULES))
        for answer in row.answers
    )
    return row._replace(answers=tuple(answers))


def _gist(answer: Answer) -> tuple[object, ...]:
    """What a fix can change of an answer: not where it stands, nor in which words."""
    return answer.verdict, tuple(reason.name for reason in answer.reasons)


def _refused(rows: Sequence[Row], judged: Sequence[Judged], options: Options) -> Refusals:
    """Why users whose login a client does not know are not converted."""
    waiting = {
        reason.file for row in rows for answer in row.answers for reason in answer.reasons if reason.name in LOGIN_RULES
    }
    found: dict[tuple[str, str], Refusal] = {}
    for loaded, _, _ in judged:
        kubeconfig = loaded.kubeconfig
        if kubeconfig is None or loaded.path not in waiting - {STANDARD_INPUT}:
            continue
        # A file that is refused whole converts nobody; its findings say why.
        with contextlib.suppress(Refused):
            conversion = convert_users(kubeconfig, {}, {*kubeconfig.users_by_name}, options)
            refused = [outcome for outcome in conversion.outcomes if outcome.status == "refused"]
            also = _also_missing(kubeconfig, refused, options)
            found |= {
                (loaded.path, each.user): Refusal(each.reason, each.help, each.missing, *also.get(each.user, ()))
                for each in refused
            }
    return found


def _also_missing(
    kubeconfig: Kubeconfig, refused: Sequence[Outcome], options: Options
) -> dict[str, tuple[tuple[str, ...], bool]]:
    """The users that lack a value, with the flags of what else they lack, and whether these are converted with all of them."""
    found: dict[str, tuple[tuple[str, ...], bool]] = {}
    lacking: dict[tuple[str, ...], set[str]] = {}
    for outcome in refused:
        if outcome.missing:
            lacking.setdefault((outcome.missing,), set()).add(outcome.user)
    while lacking:
        flags, users = lacking.popitem()
        given = options._replace(flags={**options.flags, **dict.fromkeys(flags, SOME_ID)})
        for outcome in convert_users(kubeconfig, {}, users, given).outcomes:
            if outcome.status == "refused" and outcome.missing and outcome.missing not in flags:
                lacking.setdefault((*flags, outcome.missing), set()).add(outcome.user)
            else:
                found[outcome.user] = flags[1:], outcome.status == "converted"
    return found


def _known(machine: Installed, rows: Sequence[Row], *, is_default: bool) -> Known:
    installers = frozenset(name for name in ("az", "gcloud") if machine.answers.which(name))
    kubelogins = machine.programs.get("kubelogin", ())
    right = next((each.path for each in kubelogins if each.is_right), "")
    good = [row.context for row in rows if row.works and row.context]
    is_first = bool(kubelogins) and kubelogins[0].is_right is True
    mode = machine.answers.environment.get(LOGIN_MODE_VARIABLE)
    no_mode = ("--skip-others",) if mode and mode not in LOGIN_MODES else ()
    return Known(installers, right, good[0] if len(good) == 1 else "", is_default, is_first, no_mode)


def _notes(rows: Sequence[Row], reports: Sequence[Report]) -> list[Note]:
    """What to know of the users of the contexts that are looked at."""
    if not any(row.login and row.login.format in ("azure", "kubelogin") for row in rows):
        return []
    used_by: dict[str, list[str]] = {}
    for row in rows:
        used_by.setdefault(row.user, []).append(row.context)
    return legacy_notes(
        [user for each in reports if each.kubeconfig for user in detect_users(each.kubeconfig, used_by)]
    )


def _requirements(rows: Sequence[Row], reports: Sequence[Report], machine: Installed) -> list[Requirement]:
    """The requirements on the programs and, if these were asked, the clusters. Those of the AKS documentation count
    if there is a user of an AKS-managed cluster."""
    kubeconfigs = [report.kubeconfig for report in reports if report.kubeconfig]
    uses = [use for kubeconfig in kubeconfigs for use in kubelogin_uses(kubeconfig)]
    is_aks = any(is_aks_managed(user) for kubeconfig in kubeconfigs for user in kubeconfig.users)
    clusters = dict.fromkeys(row.connected for row in rows if row.reached) or {"": None}
    situation = Situation(machine.programs, policy="aks" if is_aks else "kubernetes", uses=uses)
    found = [each for cluster in clusters for each in check_requirements(situation._replace(cluster=cluster))]
    return list(dict.fromkeys(found))
