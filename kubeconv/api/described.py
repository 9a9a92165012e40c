"""A machine that is described by the versions on it, and what that means for a kubeconfig."""

from collections.abc import Mapping, Sequence
from typing import Final

from kubeconv.kubeconfig.login import Detected, detect_users
from kubeconv.kubeconfig.view import Kubeconfig, contexts_by_user
from kubeconv.machine.programs import Program
from kubeconv.releases.version import parse_version
from kubeconv.requirements.surroundings import POLICY, Surroundings, described

#: The version of a program that is not there.
NOT_THERE: Final = "none"


def programs_of(versions: Mapping[str, str | None]) -> dict[str, Sequence[Program]]:
    """The programs of these versions; None for one of which nothing is known. Raises ValueError for what is no version."""
    found: dict[str, Sequence[Program]] = {}
    for name, version in versions.items():
        if version is None:
            continue
        if not isinstance(version, str):
            raise TypeError(f"{name} is a version such as '1.30', or '{NOT_THERE}', not {type(version).__name__}")
        if version == NOT_THERE:
            found[name] = ()
            continue
        parsed = parse_version(version)
        # A kubelogin is Azure's, unless its number is one as int128's has.
        is_right = (parsed.major == 0 or None) if name == "kubelogin" else None
        found[name] = (Program("", version.strip().removeprefix("v"), is_right),)
    return found


def around(programs: Mapping[str, Sequence[Program]], environment: Mapping[str, str] | None) -> Surroundings:
    """What is known around a kubeconfig; without an environment its variables are not."""
    if environment is None:
        return POLICY._replace(programs=programs)
    each: object
    for each in (part for item in environment.items() for part in item):
        if not isinstance(each, str):
            raise TypeError(f"environment has variables and their values as strings, not {type(each).__name__}")
    return described(programs, environment, frozenset())


def users_that_log_in(kubeconfig: Kubeconfig) -> tuple[list[Detected], dict[str, list[str]]]:
    """All users, and the contexts in which each logs in: none over plain http."""
    from kubeconv.requirements.access import without_login

    idle = without_login([kubeconfig], merged=False)[kubeconfig.source.name]
    used_by = {
        user: [each for each in contexts if each not in idle]
        for user, contexts in contexts_by_user([kubeconfig]).items()
    }
    return detect_users(kubeconfig, used_by), used_by
