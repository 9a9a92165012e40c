"""The doctor over files: what is on this machine, and what the doctor makes of it. Nothing that a kubeconfig names is run, and
nothing is written."""

import contextlib
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.conversion.options import AUTO, Options, refuse_unknown_modes
from kubeconv.conversion.users import Outcome, convert_users
from kubeconv.doctor.carried_out import SOME_ID, files_after, machine_after
from kubeconv.doctor.clusters import connected
from kubeconv.doctor.diagnosis import LOGIN_RULES, Answer, Row, diagnose, others
from kubeconv.doctor.machine_problems import Around, machine_problems
from kubeconv.doctor.plans import Plan, Selected, is_planned_by, plans_for, promise
from kubeconv.doctor.reason import Reason
from kubeconv.doctor.remedies import Known, Refusal, Refusals, Remedy, Rounds, can_be_tried, ours, ranked, remedies
from kubeconv.doctor.surroundings import Installed, installed, stale_locks
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.login import detect_users, is_aks_managed
from kubeconv.kubeconfig.selection import (
    Chosen,
    Selection,
    UnknownName,
    first_contexts,
    refuse_none,
    select_contexts,
    select_users,
)
from kubeconv.kubeconfig.view import Kubeconfig, Parsed, UsedBy
from kubeconv.machine.files import STANDARD_INPUT, Paths
from kubeconv.machine.load import Loaded, load_files, loaded_from
from kubeconv.machine.programs import EXAMINED, PassOn, asking, told_by
from kubeconv.requirements import Note, Requirement, Situation, check_requirements, kubelogin_uses
from kubeconv.requirements.cause import NO_TOKEN_PROGRAM
from kubeconv.requirements.chain import decides
from kubeconv.requirements.entra import legacy_notes
from kubeconv.requirements.surroundings import LOGIN_MODE_VARIABLE, this_machine
from kubeconv.tree.finding import Refused
from kubeconv.validation.files import Judged, judge_files
from kubeconv.validation.fix_files import Applied
from kubeconv.validation.run import Asked, Report

if TYPE_CHECKING:
    from kubeconv.auth.fitting import Evidence


#: For so many contexts it is worked out what a fix would do, if nobody asks for it: that takes longer than to look.
PREVIEWED: Final = 1_000
#: So many contexts of one file or list are looked at, unless a person selects some: of more than anybody has it would take too
#: long to tell what each needs.
LOOKED_AT: Final = 10_000
#: So often it is worked out what else is needed once what helps was done.
_ROUNDS: Final = 3
#: For so many contexts it is: for a thousand it takes longer than all else.
_TRIED: Final = 250
#: Legacy users get the login mode that fits.
_DEFAULTS: Final = Options(legacy_login=AUTO)


class Look(NamedTuple):
    """What was examined: the files, each judged, and what else is on the machine. `named` are the files as the person named
    them, `chosen` is what is asked about in each group of files that a client reads together (None: all). A row for each
    context; how `--fix` converts, what it would do, for which users (None: all), and whether that was worked out; what is
    there `after` it, if that was `foreseen`, and whether by all rules. `is_judged` is false if nobody asks what was wrong
    before: then the files are judged no further than to plan, and there are no rows."""

    paths: Paths
    named: Sequence[str]
    chosen: Sequence[Chosen] | None
    machine: Installed
    judged: Sequence[Judged]
    rows: Sequence[Row]
    options: Options
    plans: Sequence[Plan]
    selected: Selected | None = None
    is_planned: bool = True
    after: "tuple[Sequence[Row], Sequence[Judged]] | None" = None
    is_all_foreseen: bool = False
    is_judged: bool = True


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


def look(
    paths: Paths,
    environment: Mapping[str, str],
    *,
    options: Options = _DEFAULTS,
    fixing: bool = True,
    is_sure: bool = False,
) -> Look:
    """Look at the files and at the machine. `options` say which contexts are looked at, and how `--fix` converts; unless it
    does (`fixing`), what it would do to more than `PREVIEWED` contexts is not worked out. If it `is_sure` that what can be
    fixed is fixed, only what is there then is judged by all rules. Raises UnknownName if `options` select what no file has."""
    # The programs take as long to answer as the files to be parsed.
    with asking(EXAMINED, environment.get("PATH", "")) as started:
        loaded = load_files(paths, walk=paths.are_named, refuse_empty=True)
        machine = installed(told_by(started), environment)
    named, paths = paths.files if paths.are_named else (), paths._replace(files=tuple(each.path for each in loaded))
    asked = machine.asked._replace(runs=is_planned_by) if is_sure else machine.asked
    judged = judge_files(loaded, asked, merged=paths.merged)
    chosen = _chosen(judged, paths, options.selection)
    selected, is_selected = None, options.selection != Selection()
    if chosen is not None and is_selected and not fixing:
        refuse_none(chosen)
    rows = [] if is_sure else _rows(judged, machine, paths, chosen)
    options = _for_machine(options, machine)
    if is_selected or (fixing and options.modes):
        readable = [each for each in loaded if each.kubeconfig]
        views = [(each.kubeconfig, each.used_by) for each in readable if each.kubeconfig]
        if fixing:
            refuse_unknown_modes(views, options)
        if is_selected:
            users = _selected_users(views, options.selection, fixing=fixing)
            selected = {each.path: names for each, names in zip(readable, users, strict=True)}
    is_planned = fixing or len(rows) <= PREVIEWED
    plans = [*plans_for(judged, options, selected)] if is_planned else []
    seen = Look(
        paths, named, chosen, machine, judged, rows, options, plans, selected, is_planned, is_judged=not is_sure
    )
    return seen if plans or not is_sure else _judged_anew(seen)


def _chosen(judged: Sequence[Judged], paths: Paths, selection: Selection) -> Sequence[Chosen] | None:
    """What is looked at in each group: what is selected, else the first of very many contexts; None for all. Raises
    UnknownName."""
    groups = [[each.kubeconfig for each in _reports(group) if each.kubeconfig] for group in _groups(judged, paths)]
    if selection != Selection():
        return select_contexts(groups, selection)
    if all(sum(len(each.contexts) for each in group) <= LOOKED_AT for group in groups):
        return None
    return [first_contexts(group, LOOKED_AT) for group in groups]


def _selected_users(
    views: Sequence[tuple[Kubeconfig, UsedBy]], selection: Selection, *, fixing: bool
) -> list[set[str]]:
    """The users that are selected, of each file. Who only looks may select a context by a user that no file has."""
    try:
        return select_users(views, selection)
    except UnknownName:
        if fixing:
            raise
        return [set() for _ in views]


def _for_machine(options: Options, machine: Installed) -> Options:
    """The same for the newest client that is there, with what tells which login mode fits."""

    @cache
    def evidence() -> "Evidence":
        from kubeconv.machine.sessions import evidence_here  # no legacy user, no need of it

        return evidence_here(machine.answers.environment, kubelogins=machine.programs.get("kubelogin", ()))

    return options._replace(kubectl=max(machine.releases), evidence=evidence)


def look_again(found: Look, applied: Sequence[Applied]) -> Look:
    """The same after plans were applied: only the files of these are judged again, unless that was foreseen."""
    machine = found.machine.with_new_answers()
    if found.after is not None and found.is_all_foreseen and _came_true(found.plans, applied):
        rows, judged = found.after
    else:
        found = _judged_anew(found._replace(machine=machine), {each.path: each.loaded for each in applied})
        rows, judged = found.rows, found.judged
    done = {each.path for each in applied if each.problem is None}  # what is fixed needs no more fixing
    plans = plans_for((each for each in judged if each.loaded.path not in done), found.options, found.selected)
    return found._replace(machine=machine, judged=judged, rows=rows, plans=[*plans], after=None, is_judged=True)


def _came_true(plans: Sequence[Plan], applied: Sequence[Applied]) -> bool:
    """True if each file is what its plan said, and nothing else about it has changed."""
    after = {plan.path: plan.after for plan in plans if not plan.private}
    return all(
        each.loaded.parsed is not None and each.loaded.parsed.kubeconfig is after.get(each.path) for each in applied
    )


def ask_clusters(found: Look, tell: PassOn) -> Look:
    """The same with the answers of the clusters. This runs exec plugins; `tell` takes what they say to the person."""
    return found._replace(rows=connected(found.rows, found.machine.clients, tell, merged=found.paths.merged))


def examine(found: Look) -> Examination:
    """What is wrong, and what to do."""
    paths, _, chosen, machine, judged, rows, options, plans, _, is_planned, *_ = found
    left, after = after_plans(found)
    convertible = [] if is_planned else [row for row in rows if _waits_for_conversion(row)]
    left = left if is_planned else [*map(_without_conversions, left)]
    reports = _reports(judged)
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
    elif convertible:
        helps.insert(0, ours(found.named, options.selection, "shows first what it can fix", len(convertible), 0))
    unselected = sum(each.unselected for each in chosen or ())
    is_whole = not unselected or options.selection != Selection()
    return Examination(paths, _unreadable(judged), machine, rows, problems, ranked(helps), plans, unselected, is_whole)


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
        judged = _judged_with(found._replace(judged=judged), fixed, asked) if fixed else judged
        rows = _rows(judged, machine, found.paths, found.chosen)
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


def foreseen(found: Look, *, is_sure: bool = False) -> Look:
    """The same with what is there after the plans, which takes as long as to look at the files again. If it `is_sure` that they
    are carried out, nobody has to look once more then."""
    return found._replace(after=after_plans(found, looks_at_all=is_sure), is_all_foreseen=is_sure)


def after_plans(found: Look, *, looks_at_all: bool = False) -> tuple[Sequence[Row], Sequence[Judged]]:
    """The rows and files as they are if the plans are carried out; without `looks_at_all` judged by those rules alone on which
    a verdict hangs."""
    if found.after is not None:
        return found.after
    fixed = {plan.path: loaded_from(Parsed(plan.after)) for plan in found.plans if plan.fixes}
    if not fixed and found.is_judged:
        return found.rows, found.judged
    asked = found.machine.asked
    after = _judged_with(found, fixed, asked if looks_at_all else asked._replace(runs=decides))
    return _rows(after, found.machine, found.paths, found.chosen), after


def _judged_anew(found: Look, changed: Mapping[str, Loaded] = MappingProxyType({})) -> Look:
    """The same with files and rows as they are now."""
    judged = _judged_with(found, changed, found.machine.asked)
    return found._replace(judged=judged, rows=_rows(judged, found.machine, found.paths, found.chosen), is_judged=True)


def _judged_with(found: Look, changed: Mapping[str, Loaded], asked: Asked) -> list[Judged]:
    """The files judged again if they have changed."""
    loaded = [changed.get(each.loaded.path, each.loaded) for each in found.judged]
    earlier = [each if found.is_judged and each.loaded.path not in changed else None for each in found.judged]
    return judge_files(loaded, asked, merged=found.paths.merged, earlier=earlier)


def _reports(judged: Sequence[Judged]) -> list[Report]:
    return [each.report for each in judged if each.report]


def _unreadable(judged: Sequence[Judged]) -> dict[str, str]:
    return {loaded.path: loaded.unreadable.message for loaded, _, _ in judged if loaded.unreadable}


def _groups(judged: Sequence[Judged], paths: Paths) -> list[Sequence[Judged]]:
    """The files of a KUBECONFIG list are read as one, others each for itself."""
    return [judged] if paths.merged else [[each] for each in judged]


def _rows(judged: Sequence[Judged], machine: Installed, paths: Paths, chosen: Sequence[Chosen] | None) -> list[Row]:
    groups = _groups(judged, paths)
    around = this_machine(machine.answers, machine.programs)
    return [
        row
        for group, its in zip(
            groups, [each.contexts for each in chosen] if chosen else [None] * len(groups), strict=True
        )
        for row in diagnose(_reports(group), _unreadable(group), machine.clients, around, its)
    ]


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
