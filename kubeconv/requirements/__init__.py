"""The requirements between kubectl, helm, az, kubelogin, a cluster and the logins of kubeconfigs, checked. Pure."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final

from kubeconv.requirements import entra, kubelogin, logins, programs
from kubeconv.requirements.entra import notes
from kubeconv.requirements.kubelogin import kubelogin_uses
from kubeconv.requirements.situation import Note, Policy, Requirement, RequirementVerdict, Situation

__all__ = [
    "Note",
    "Policy",
    "Requirement",
    "RequirementVerdict",
    "Situation",
    "check_requirements",
    "kubelogin_uses",
    "notes",
]

_REQUIREMENTS: Final[Sequence[Callable[[Situation], Iterator[Requirement]]]] = (
    partial(programs.is_new_enough, name="kubectl"),
    programs.kubectl_fits_cluster,
    partial(logins.are_known, client="kubectl"),
    partial(programs.is_new_enough, name="helm"),
    programs.helm_fits_cluster,
    partial(logins.are_known, client="helm"),
    partial(programs.is_new_enough, name="az"),
    kubelogin.is_on_path,
    kubelogin.will_do,
    entra.fit_integration,
    entra.asks_right_tenant,
    entra.may_use_local_accounts,
)


def check_requirements(situation: Situation) -> list[Requirement]:
    """All requirements that apply. A program that is not there and that nobody needs has none, but for kubectl."""
    return [requirement for each in _REQUIREMENTS for requirement in each(situation)]
