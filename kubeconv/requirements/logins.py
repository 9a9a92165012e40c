"""Requirements of the logins in kubeconfigs: on the clients, and on the cluster that they are for."""

from collections.abc import Iterator, Sequence
from typing import Final

from kubeconv.auth.azure import API_VERSION
from kubeconv.auth.plugins import INSTALL, PLUGINS
from kubeconv.gate import called, pasting
from kubeconv.kubeconfig.login import Detected
from kubeconv.releases.table import (
    AKS_MANAGED,
    AUTH_PROVIDERS,
    EXEC_API_VERSIONS,
    NULL_EXTRA_ALONE,
    UID_ALONE,
    UNKNOWN_MODE,
    Support,
    support,
)
from kubeconv.releases.version import NEVER, Releases, parse_version
from kubeconv.requirements.clients import stops_at
from kubeconv.requirements.situation import Requirement, Situation, accepted_by, found_first, help_for, listed

#: What to do about a login that newer clients do not accept, if a conversion does not help.
_INSTEAD: Final = {
    "openstack": f"use the exec plugin client-keystone-auth: {INSTALL['client-keystone-auth']}",
    UNKNOWN_MODE: "write interactiveMode as Never, IfAvailable or Always",
    UID_ALONE: "add as with the name of the user to impersonate, or delete as-uid",
    NULL_EXTRA_ALONE: "add as with the name of the user to impersonate, or delete as-user-extra",
}
_LOGINS: Final = "https://kubernetes.io/docs/reference/access-authn-authz/authentication/"


def are_known(situation: Situation, client: str) -> Iterator[Requirement]:
    """kubectl or helm knows the logins of the users that contexts use."""
    users = [user for user in situation.users if user.contexts and accepted_by(user, client) != NEVER]
    if not users or not situation.programs.get(client):
        return
    found, version = found_first(situation, client)
    name, needed = f"{client}-logins", f"{client} knows the logins of the kubeconfig"
    broken = [user for user in users if version and any(stops_at(client, version, fact) for fact in user.facts)]
    if not broken:
        why = "a client stops at a login that it does not know, or sends no credentials"
        help = help_for(situation, client, f"install {client}: {INSTALL[client]}")
        yield Requirement(name, client, needed, found, "ok" if version else "unknown", why, _LOGINS, help)
    alike: dict[tuple[Releases, Support, bool], list[Detected]] = {}
    for user in broken:
        is_mended = not user.login.plugin or user.login.plugin in PLUGINS
        alike.setdefault((accepted_by(user, client), _broken_row(user, client, version), is_mended), []).append(user)
    for (releases, row, is_mended), these in alike.items():
        login = "azure" if row.login == AKS_MANAGED else row.login
        whose = listed([user.user for user in these])
        yield Requirement(
            name, client, f"{_logs_in(whose, login, several=len(these) > 1)}, which needs {client} {releases.words}", found,
            "fails", f"{client} {version} {row.otherwise}", row.source,
            _instead(login, is_mended, these, situation.selected) if releases.removed
            else _newer(client, version, releases, is_mended, these, situation.selected),
            f"{login} {releases}",
        )  # fmt: skip


def _logs_in(whose: str, login: str, *, several: bool) -> str:
    """Who logs in how, as words. `login` is that of a row of releases."""
    if login in (UID_ALONE, NULL_EXTRA_ALONE):
        return f"{whose} {'have' if several else 'has'} {login}"
    how = f"auth-provider {login}" if login in AUTH_PROVIDERS else login
    return f"{whose} {'log' if several else 'logs'} in with {how}"


def _newer(
    client: str, version: str, releases: Releases, is_mended: bool, users: Sequence[Detected], selected: Sequence[str]
) -> str:
    """What to do about a login that older clients do not know."""
    help = f"install {client} {releases.words}: {INSTALL[client]}"
    kubectl = parse_version(version)
    if client != "kubectl" or not EXEC_API_VERSIONS[API_VERSION].kubectl.contains(kubectl):
        return help
    return f"{help}; or {_convert(users, is_mended, ('--kubectl', f'{kubectl.major}.{kubectl.minor}', *selected))}"


def _instead(login: str, is_mended: bool, users: Sequence[Detected], selected: Sequence[str]) -> str:
    """What to do about a login that newer clients do not accept; `is_mended` is true if `convert` does it without options."""
    return _INSTEAD.get(login) or _convert(users, is_mended, selected)


def _convert(users: Sequence[Detected], is_mended: bool, options: Sequence[str]) -> str:
    options = (*options, *(() if is_mended else ("--any-plugin",)))
    return pasting.command(called.words("convert", *options, *dict.fromkeys(user.file for user in users)))


def _broken_row(user: Detected, client: str, version: str) -> Support:
    """The row that says why a client of this version does not work with the login of a user."""
    rows = (support(client, fact) for fact in user.facts if stops_at(client, version, fact))
    return next(row for row in rows if row is not None)
