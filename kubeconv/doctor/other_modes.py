"""Contexts that wait for the program that gives kubelogin a token: those for which another login mode works here. Nothing is
written."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from kubeconv.auth.login import Unconvertible
from kubeconv.auth.login_modes import DEFAULT_MODE
from kubeconv.conversion.options import AUTO, Options
from kubeconv.conversion.plan import plan
from kubeconv.conversion.planned import Planned
from kubeconv.conversion.users import convert_users
from kubeconv.doctor.diagnosis import Row
from kubeconv.doctor.remedies import Remedy, file_word
from kubeconv.gate import called
from kubeconv.kubeconfig.acceptance import call_of
from kubeconv.kubeconfig.login import azure_login_of, login_of
from kubeconv.kubeconfig.view import Kubeconfig, User, parse_tolerantly
from kubeconv.machine.files import STANDARD_INPUT
from kubeconv.requirements.cause import BROUGHT_ALONG, NO_TOKEN_PROGRAM
from kubeconv.requirements.plugin_chain import plugin_links
from kubeconv.requirements.surroundings import Surroundings
from kubeconv.tree.finding import Refused
from kubeconv.tree.source import Source

#: Of so many kinds of users it is worked out.
_MOST_KINDS: Final = 250
#: So many users are named in a command.
_NAMED: Final = 20


def other_modes(
    rows: Sequence[Row],
    kubeconfigs: Mapping[str, Kubeconfig],
    options: Options,
    around: Surroundings,
    changed: Collection[int] = (),
) -> tuple[list[Remedy], list[Remedy]]:
    """The conversions to the login mode that fits, each with how many contexts wait for a token program now and work then; and
    those to the default one, for which only speaks that there is no other. `changed` are the numbers of the rows that need the
    fixes of `--fix` too."""
    waiting: dict[tuple[str, str], list[int]] = {}
    for number, row in enumerate(rows):
        if row.user_file != STANDARD_INPUT and NO_TOKEN_PROGRAM in _names(row):
            waiting.setdefault((row.user_file, row.user), []).append(number)
    known: dict[tuple[object, ...], Planned | None] = {}
    alike: dict[tuple[str, str, str], list[str]] = {}
    asked = options._replace(login=AUTO, only=(), modes=(), flags={})
    for (file, name), numbers in waiting.items():
        kubeconfig = kubeconfigs.get(file)
        user = kubeconfig.users_by_name.get(name) if kubeconfig else None
        if kubeconfig is None or user is None or user.exec is None:
            continue
        its = asked.for_user(name, [rows[number].context for number in numbers], kubeconfig)
        kind = (file, its.login, its.why, *user.fields, call_of(user.exec))
        if kind not in known:
            if len(known) == _MOST_KINDS:
                break
            fit = _fit(kubeconfig, user, its)
            known[kind] = fit if fit and _works(file, user, fit, around) else None
        if fit := known[kind]:
            alike.setdefault((file, fit.login.mode or "", fit.reason), []).append(name)
    found: tuple[list[Remedy], list[Remedy]] = [], []
    for (file, mode, reason), users in alike.items():
        if (chosen := _chosen(kubeconfigs[file], users)) is None:
            continue
        waits = [number for user in users for number in waiting[file, user]]
        cures = sum(number not in changed and _is_all(rows[number]) for number in waits)
        words = called.words("convert", "-l", AUTO, *chosen, file_word(file))
        why = f"the login mode {mode} fits here: {reason}"
        found[mode == DEFAULT_MODE].append(Remedy(words, why, "", len(waits), cures, converts=file))
    return found


def _chosen(kubeconfig: Kubeconfig, users: Sequence[str]) -> list[str] | None:
    """The options for these users: none if there is no other Azure login in the file; None if there are too many to name."""
    if {*users} == {user.name for user in kubeconfig.users if azure_login_of(user)}:
        return []
    return [word for user in users for word in ("--user", user)] if len(users) <= _NAMED else None


def _is_all(row: Row) -> bool:
    """True if a row waits for nothing else."""
    return _names(row) == {NO_TOKEN_PROGRAM} and row.works_if_read


def _names(row: Row) -> set[str]:
    return {reason.name for answer in row.answers for reason in answer.reasons}


def _fit(kubeconfig: Kubeconfig, user: User, asked: Options) -> Planned | None:
    """The user in the login mode that fits; None if that is the one it has, or nobody is there to log in."""
    before, _ = login_of(user)
    try:
        planned = plan(user, before, asked)
        if kubeconfig.document.aliases and not convert_users(kubeconfig, {}, {user.name}, asked).edits:
            return None
    except (Unconvertible, Refused):
        return None
    if not isinstance(planned, Planned) or planned.login.mode == before.mode:
        return None
    is_unattended = asked.evidence is not None and bool(asked.evidence().ci)
    return None if is_unattended and planned.login.mode == DEFAULT_MODE else planned


def _works(file: str, user: User, fit: Planned, around: Surroundings) -> bool:
    """True if the new login needs nothing here but, perhaps, a person."""
    import json

    text = json.dumps({"users": [{"name": user.name, "user": fit.new}]})
    kubeconfig = parse_tolerantly(Source(text.encode(errors="surrogateescape"), file)).kubeconfig
    found = kubeconfig.users_by_name.get(user.name)
    links = plugin_links(kubeconfig, found, around) if found is not None else ()
    return found is not None and all(cause.name in BROUGHT_ALONG for link in links for cause in link.causes)
