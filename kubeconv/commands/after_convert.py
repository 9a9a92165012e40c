"""What `kubeconv convert` says of the logins that it has converted: why some cannot log in here, and what all need next."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from kubeconv.auth.kubelogin import COMMAND, is_kubelogin, is_looked_up
from kubeconv.auth.login_modes import DEFAULT_MODE
from kubeconv.conversion.files import ConvertedFile, outcomes_of
from kubeconv.conversion.users import Conversion, Outcome
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.view import Kubeconfig, User, view
from kubeconv.machine.files import readable_by_others
from kubeconv.machine.programs import Program, find_kubelogin, find_program, start_kubectl, version_of_kubectl
from kubeconv.tree.fragment import node_of
from kubeconv.tree.parse import Document

if TYPE_CHECKING:
    from kubeconv.releases.version import Version
    from kubeconv.requirements.cause import Link
    from kubeconv.requirements.situation import Note

#: Of so many different logins it is worked out what they need next.
_MOST_KINDS: Final = 250


def steps(
    results: Sequence[ConvertedFile], again: str, kubectl: "Version", *, looked_only: bool
) -> tuple[list[str], list[str]]:
    """Why converted users cannot log in here with this kubectl, and what they need next. `again` converts them to the login
    mode that fits, '' if a person chose one."""
    from kubeconv.requirements.next_steps import next_steps, objections, programs_needed, runs_kubelogin

    outcomes = outcomes_of(results)
    if looked_only:  # then no secret is in a file yet
        outcomes = [outcome._replace(secrets=()) for outcome in outcomes]
    alike, running = _converted(results)
    programs: dict[str, Program | None] = {
        name: find_kubelogin() if name == COMMAND else find_program(name) for name in programs_needed(running)
    }
    more = {COMMAND: find_kubelogin()} if COMMAND not in programs and runs_kubelogin(running) else {}
    links, notes = _links(alike, {**programs, **more}, kubectl)
    better = _better(alike, programs.get(COMMAND), again) if again else []
    open_files = [result.written for result in results if result.written and readable_by_others(result.written)]
    return objections(links, programs), [*next_steps(outcomes, programs, open_files, links, notes), *better]


class _Alike(NamedTuple):
    """Converted users that run the same: the first of them, where it is, and what became of all."""

    kubeconfig: Kubeconfig
    user: User
    outcomes: list[Outcome]


def _converted(results: Sequence[ConvertedFile]) -> tuple[list[_Alike], list[Outcome]]:
    """The converted users that log in, as they are now, and what became of those that run what they were converted to: of
    thousands the first kinds show what comes next."""
    from kubeconv.kubeconfig.acceptance import call_of, runs_plugin
    from kubeconv.requirements.next_steps import beside, is_asked_to_log_in

    found: dict[tuple[object, ...], _Alike] = {}
    running: list[Outcome] = []
    for path, conversion in ((result.path, result.conversion) for result in results if result.conversion):
        equal: dict[str, list[Outcome]] = {}
        changed = [outcome for outcome in conversion.outcomes if outcome.status == "converted"]
        for at, outcome in enumerate(changed):
            if len(found) + len(equal) >= _MOST_KINDS:
                running += changed[at:]
                break
            if is_asked_to_log_in(conversion.kubeconfig, outcome.contexts):
                body = conversion.bodies[outcome.user]
                equal.setdefault(f"{outcome.before} {outcome.after} {body}", []).append(outcome)
        kubeconfig = _alone(conversion, [first for first, *_ in equal.values()])
        for outcomes in equal.values():
            user = kubeconfig.users_by_name[outcomes[0].user]
            running += outcomes if user.exec is None or runs_plugin(user) else []
            call = call_of(user.exec) if user.exec else ()
            key = (path, outcomes[0].before, outcomes[0].after, call, beside(user))
            found.setdefault(key, _Alike(kubeconfig, user, [])).outcomes.extend(outcomes)
    return [*found.values()], running


def _alone(conversion: Conversion, outcomes: Sequence[Outcome]) -> Kubeconfig:
    """Nothing but these converted users, as they are now, and for each a context in which it logs in."""
    from kubeconv.requirements.next_steps import is_asked_to_log_in

    before = conversion.kubeconfig
    names = (
        next(name for name in each.contexts if is_asked_to_log_in(before, [name])) for each in outcomes if each.contexts
    )
    contexts = [before.contexts_by_name[name] for name in names if name in before.contexts_by_name]
    clusters = {each.cluster: before.clusters_by_name.get(each.cluster) for each in contexts}
    data = {
        "clusters": [
            {"name": name, "cluster": {"server": each.string("server")}} for name, each in clusters.items() if each
        ],
        "contexts": [{"name": each.name, "context": {"cluster": each.cluster, "user": each.user}} for each in contexts],
        "users": [{"name": each.user, "user": conversion.bodies[each.user]} for each in outcomes],
    }
    return view(before.source.changed(""), Document(node_of(data), []))


def _better(alike: Sequence[_Alike], kubelogin: Program | None, again: str) -> list[str]:
    """The login modes that fit better here than the one that kubelogin takes if nobody chooses one, with the reason."""
    legacy = [
        each.user for each in alike
        if (each.outcomes[0].before.format, each.outcomes[0].after.mode) == ("azure", DEFAULT_MODE)
    ]  # fmt: skip
    if not legacy:
        return []
    from kubeconv.auth.fitting import best_fit
    from kubeconv.kubeconfig.login import azure_login_of
    from kubeconv.machine.sessions import evidence_here

    evidence = evidence_here(os.environ, kubelogins=(kubelogin,) if kubelogin else ())
    fits = (best_fit(login._replace(mode=""), {}, evidence) for login in map(azure_login_of, legacy) if login)
    return [
        f"the login mode {mode} fits better here ({reason}): {again}"
        for mode, reason in dict.fromkeys((fit.mode, fit.reason) for fit in fits) if mode != DEFAULT_MODE
    ]  # fmt: skip


def _links(
    alike: Sequence[_Alike], programs: dict[str, Program | None], kubectl: "Version"
) -> "tuple[list[Link], list[Note]]":
    """How far the converted logins go on this machine with this kubectl, and what to know of them."""
    from kubeconv.kubeconfig.login import detect_user
    from kubeconv.requirements.next_steps import beside, is_new

    links = _plugin_links([each for each in alike if not _lacks_only_kubelogin(each.user, programs)], programs)
    judged = [(each.kubeconfig, each.user) for each in alike if beside(each.user)]
    if judged:
        from kubeconv.machine.this import ThisMachine
        from kubeconv.requirements.beside import stops_beside  # most users have a plugin and nothing else

        kubectls = [*dict.fromkeys((kubectl, *(_kubectl_here() if any(is_new(user) for _, user in judged) else ())))]
        links += stops_beside(judged, ThisMachine(os.environ), kubectls)
    users = []
    for each in alike:
        detected = detect_user(each.kubeconfig, each.user, ())
        users += [detected._replace(user=outcome.user, contexts=outcome.contexts) for outcome in each.outcomes]
    if not any(user.integration == "legacy" for user in users):
        return links, []
    from kubeconv.requirements.entra import legacy_notes

    return links, legacy_notes(users)


def _lacks_only_kubelogin(user: User, programs: dict[str, Program | None]) -> bool:
    """True if nothing can be said of a user's plugin but that this kubelogin is not there: it would take its arguments."""
    exec_ = user.exec
    if exec_ is None or programs.get(COMMAND, COMMAND) is not None or "env" in exec_.fields:
        return False
    if not is_looked_up(exec_.command) or not is_kubelogin(exec_.command, exec_.arguments):
        return False
    from kubeconv.auth.contract import get_token

    call = get_token(exec_.arguments, {**os.environ})
    return not (call.objections or call.asks or call.reads)


def _plugin_links(alike: Sequence[_Alike], programs: dict[str, Program | None]) -> "list[Link]":
    if not alike:
        return []
    from kubeconv.machine.this import ThisMachine
    from kubeconv.requirements.plugin_chain import plugin_links
    from kubeconv.requirements.surroundings import this_machine

    found = {name: (program,) if program else () for name, program in programs.items() if name == COMMAND}
    around = this_machine(ThisMachine(os.environ), found)
    return [link for each in alike for link in plugin_links(each.kubeconfig, each.user, around)]


def _kubectl_here() -> "list[Version]":
    """The kubectl on PATH, if it tells its version."""
    from kubeconv.releases.version import parse_version

    running = start_kubectl()
    try:
        return [parse_version(version_of_kubectl(running))] if running is not None else []
    except ValueError:
        return []
