"""A machine that is described by the versions on it, and what that means for a kubeconfig."""

from collections.abc import Mapping, Sequence

from kubeconv.kubeconfig.login import Detected, detect_users
from kubeconv.kubeconfig.view import Kubeconfig, UsedBy, contexts_by_user
from kubeconv.machine.programs import NOT_THERE, Program, given_program
from kubeconv.requirements.surroundings import POLICY, Surroundings, described


def programs_of(versions: Mapping[str, str | None]) -> dict[str, Sequence[Program]]:
    """The programs of these versions; None for one of which nothing is known. Raises ValueError for what is no version."""
    found: dict[str, Sequence[Program]] = {}
    for name, version in versions.items():
        if version is None:
            continue
        if not isinstance(version, str):
            raise TypeError(f"{name} is a version such as '1.30', or '{NOT_THERE}', not {type(version).__name__}")
        found[name] = given_program(name, version)
    return found


def around(programs: Mapping[str, Sequence[Program]], environment: Mapping[str, str] | None) -> Surroundings:
    """What is known around a kubeconfig; without an environment its variables are not."""
    if environment is None:
        return POLICY._replace(programs=programs)
    if not isinstance(environment, Mapping):
        raise TypeError(f"environment is a mapping of variables to values, not {type(environment).__name__}")
    each: object
    for each in (part for item in environment.items() for part in item):
        if not isinstance(each, str):
            raise TypeError(f"environment has variables and their values as strings, not {type(each).__name__}")
    return described(programs, environment, frozenset())


def users_that_log_in(kubeconfig: Kubeconfig) -> tuple[list[Detected], UsedBy]:
    """All users, and the contexts in which each logs in: none over plain http."""
    from kubeconv.requirements.access import logging_in, without_login

    idle = without_login([kubeconfig], merged=False)[kubeconfig.source.name]
    used_by = logging_in(contexts_by_user([kubeconfig]), idle)
    return detect_users(kubeconfig, used_by), used_by
