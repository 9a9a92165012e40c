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
from kubeconv.kubeconfig.login import login_of
from kubeconv.kubeconfig.view import Kubeconfig, User, parse_tolerantly
from kubeconv.machine.files import STANDARD_INPUT
from kubeconv.requirements.cause import BROUGHT_ALONG, NO_TOKEN_PROGRAM
from kubeconv.requirements.plugin_chain import plugin_links
from kubeconv.requirements.surroundings import Surroundings
from kubeconv.tree.finding import Refused
from kubeconv.tree.source import Source

#: Of so many users it is worked out.
_MOST: Final = 250


def other_modes(
    rows: Sequence[Row],
    kubeconfigs: Mapping[str, Kubeconfig],
    options: Options,
    around: Surroundings,
    changed: Collection[int] = (),
) -> list[Remedy]:
    """The conversions to the login mode that fits, each with how many contexts wait for a token program now and work then.
    `changed` are the numbers of the rows that need the fixes of `--fix` too."""
    waiting: dict[tuple[str, str], list[int]] = {}
    for number, row in enumerate(rows):
        if row.user_file != STANDARD_INPUT and _names(row) & {NO_TOKEN_PROGRAM}:
            waiting.setdefault((row.user_file, row.user), []).append(number)
    alike: dict[tuple[str, str, str], list[str]] = {}
    for (file, name), numbers in [*waiting.items()][:_MOST]:
        kubeconfig = kubeconfigs.get(file)
        user = kubeconfig.users_by_name.get(name) if kubeconfig else None
        if kubeconfig is None or user is None:
            continue
        fit = _fit(kubeconfig, user, [rows[number].context for number in numbers], options)
        if fit and _works(file, user, fit, around):
            alike.setdefault((file, fit.login.mode or "", fit.reason), []).append(name)
    found = []
    for (file, mode, reason), users in alike.items():
        waits = [number for user in users for number in waiting[file, user]]
        cures = sum(number not in changed and _is_all(rows[number]) for number in waits)
        chosen = [word for user in users for word in ("--user", user)]
        words = called.words("convert", "-l", AUTO, *chosen, file_word(file))
        found.append(Remedy(words, f"the login mode {mode} fits here: {reason}", "", len(waits), cures, converts=file))
    return found


def _is_all(row: Row) -> bool:
    """True if a row waits for nothing else."""
    return _names(row) == {NO_TOKEN_PROGRAM} and row.works_if_read


def _names(row: Row) -> set[str]:
    return {reason.name for answer in row.answers for reason in answer.reasons}


def _fit(kubeconfig: Kubeconfig, user: User, contexts: Sequence[str], options: Options) -> Planned | None:
    """The user in the login mode that fits; None if that is the one it has, or nobody is there to log in."""
    before, _ = login_of(user)
    asked = options._replace(login=AUTO, only=(), modes=(), flags={}).for_user(user.name, contexts, kubeconfig)
    try:
        planned = plan(user, before, asked)
        if kubeconfig.document.aliases and not convert_users(kubeconfig, {}, {user.name}, asked).edits:
            return None
    except (Unconvertible, Refused):
        return None
    if not isinstance(planned, Planned) or planned.login.mode == before.mode:
        return None
    is_unattended = options.evidence is not None and bool(options.evidence().ci)
    return None if is_unattended and planned.login.mode == DEFAULT_MODE else planned


def _works(file: str, user: User, fit: Planned, around: Surroundings) -> bool:
    """True if the new login needs nothing here but, perhaps, a person."""
    import json

    text = json.dumps({"users": [{"name": user.name, "user": fit.new}]})
    kubeconfig = parse_tolerantly(Source(text.encode(errors="surrogateescape"), file)).kubeconfig
    found = kubeconfig.users_by_name.get(user.name)
    links = plugin_links(kubeconfig, found, around) if found is not None else ()
    return found is not None and all(cause.name in BROUGHT_ALONG for link in links for cause in link.causes)
