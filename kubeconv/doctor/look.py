"""What the doctor looks at: the files, each judged, and what else is on this machine; now, and after its plans. Nothing that a
kubeconfig names is run, and nothing is written."""

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kubeconv.conversion.options import AUTO, Options, refuse_unknown_modes
from kubeconv.doctor.clusters import connected
from kubeconv.doctor.diagnosis import Row, diagnose
from kubeconv.doctor.plans import Plan, Selected, is_planned_by, plans_for
from kubeconv.doctor.surroundings import Installed, installed
from kubeconv.gate.value import NamedTuple
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
from kubeconv.machine.files import Paths
from kubeconv.machine.load import Loaded, load_files, loaded_from
from kubeconv.machine.programs import EXAMINED, PassOn, asking, told_by
from kubeconv.requirements.chain import decides
from kubeconv.requirements.surroundings import this_machine
from kubeconv.validation.files import Judged, judge_files
from kubeconv.validation.fix_files import Applied
from kubeconv.validation.run import Asked, Report

if TYPE_CHECKING:
    from kubeconv.auth.fitting import Evidence


#: For so many contexts, users and clusters it is worked out what a fix would do, if nobody asks for it: that takes longer than
#: to look.
PREVIEWED: Final = 1_000
#: So many contexts of one file or list are looked at, unless a person selects some: of more than anybody has it would take too
#: long to tell what each needs.
LOOKED_AT: Final = 6_000
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


def look(
    paths: Paths,
    environment: Mapping[str, str],
    *,
    options: Options = _DEFAULTS,
    fixing: bool = True,
    is_sure: bool = False,
) -> Look:
    """Look at the files and at the machine. `options` say which contexts are looked at, and how `--fix` converts; unless it
    does (`fixing`), what it would do to more than `PREVIEWED` entries of a kind is not worked out. If it `is_sure` that what
    can be fixed is fixed, only what is there then is judged by all rules. Raises UnknownName if `options` select what no file
    has."""
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
    rows = [] if is_sure else rows_of(judged, machine, paths, chosen)
    options = _for_machine(options, machine)
    if is_selected or (fixing and options.modes):
        readable = [each for each in loaded if each.kubeconfig]
        views = [(each.kubeconfig, each.used_by) for each in readable if each.kubeconfig]
        if fixing:
            refuse_unknown_modes(views, options)
        if is_selected:
            users = _selected_users(views, options.selection, fixing=fixing)
            selected = {each.path: names for each, names in zip(readable, users, strict=True)}
    files = [each.parsed.kubeconfig for each in loaded if each.parsed is not None]
    most = max(len(rows), sum(len(each.users) for each in files), sum(len(each.clusters) for each in files))
    is_planned = fixing or most <= PREVIEWED
    plans = [*plans_for(judged, options, selected)] if is_planned else []
    seen = Look(
        paths, named, chosen, machine, judged, rows, options, plans, selected, is_planned, is_judged=not is_sure
    )
    return seen if plans or not is_sure else _judged_anew(seen)


def _chosen(judged: Sequence[Judged], paths: Paths, selection: Selection) -> Sequence[Chosen] | None:
    """What is looked at in each group: what is selected, else the first of very many contexts; None for all. Raises
    UnknownName."""
    groups = [[each.kubeconfig for each in reports_of(group) if each.kubeconfig] for group in _groups(judged, paths)]
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
    after = judged_with(found, fixed, asked if looks_at_all else asked._replace(runs=decides))
    return rows_of(after, found.machine, found.paths, found.chosen), after


def _judged_anew(found: Look, changed: Mapping[str, Loaded] = MappingProxyType({})) -> Look:
    """The same with files and rows as they are now."""
    judged = judged_with(found, changed, found.machine.asked)
    return found._replace(judged=judged, rows=rows_of(judged, found.machine, found.paths, found.chosen), is_judged=True)


def judged_with(found: Look, changed: Mapping[str, Loaded], asked: Asked) -> list[Judged]:
    """The files judged again if they have changed."""
    loaded = [changed.get(each.loaded.path, each.loaded) for each in found.judged]
    earlier = [each if found.is_judged and each.loaded.path not in changed else None for each in found.judged]
    return judge_files(loaded, asked, merged=found.paths.merged, earlier=earlier)


def rows_of(judged: Sequence[Judged], machine: Installed, paths: Paths, chosen: Sequence[Chosen] | None) -> list[Row]:
    """A row for each context that is looked at (`chosen`, None: all), with an answer for each client."""
    groups = _groups(judged, paths)
    around = this_machine(machine.answers, machine.programs)
    return [
        row
        for group, its in zip(
            groups, [each.contexts for each in chosen] if chosen else [None] * len(groups), strict=True
        )
        for row in diagnose(reports_of(group), unreadable_of(group), machine.clients, around, its)
    ]


def _groups(judged: Sequence[Judged], paths: Paths) -> list[Sequence[Judged]]:
    """The files of a KUBECONFIG list are read as one, others each for itself."""
    return [judged] if paths.merged else [[each] for each in judged]


def reports_of(judged: Sequence[Judged]) -> list[Report]:
    """What the rules say of the files that can be read."""
    return [each.report for each in judged if each.report]


def unreadable_of(judged: Sequence[Judged]) -> dict[str, str]:
    """The files that cannot be read, and why."""
    return {loaded.path: loaded.unreadable.message for loaded, _, _ in judged if loaded.unreadable}
