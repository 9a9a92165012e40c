"""All requirements, checked. Pure."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final

from kubeconv.requirements import entra, kubelogin, logins, programs, runs
from kubeconv.requirements.situation import Requirement, Situation

#: What is required of which program, in the order of the report.
_REQUIREMENTS: Final[Sequence[tuple[str, Callable[[Situation], Iterator[Requirement]]]]] = (
    ("kubectl", partial(programs.is_new_enough, name="kubectl")),
    ("kubectl", programs.kubectl_fits_cluster),
    ("kubectl", partial(logins.are_known, client="kubectl")),
    ("helm", partial(programs.is_new_enough, name="helm")),
    ("helm", programs.helm_fits_cluster),
    ("helm", partial(logins.are_known, client="helm")),
    ("az", partial(programs.is_new_enough, name="az")),
    ("kubelogin", kubelogin.is_on_path),
    ("kubelogin", kubelogin.will_do),
    ("kubelogin", runs.plugins_run),
    ("AKS", entra.fit_integration),
    ("AKS", entra.asks_right_tenant),
    ("AKS", entra.may_use_local_accounts),
)


def check_requirements(situation: Situation, program: str = "") -> list[Requirement]:
    """All requirements that apply, or those on one program. A program that is not there and that nobody needs has none, but for
    kubectl."""
    return [requirement for of, each in _REQUIREMENTS if program in ("", of) for requirement in each(situation)]
