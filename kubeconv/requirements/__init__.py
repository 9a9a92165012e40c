"""The requirements between kubectl, helm, az, kubelogin, a cluster and the logins of kubeconfigs, checked. Pure."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kubeconv.requirements.check import check_requirements
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

#: Name to the module it comes from, imported when it is first asked for: the chain of a login needs none of them.
_HOMES = {
    "check_requirements": "check",
    "notes": "entra",
    "kubelogin_uses": "kubelogin",
    **dict.fromkeys(("Note", "Policy", "Requirement", "RequirementVerdict", "Situation"), "situation"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"kubeconv.requirements.{_HOMES[name]}"), name)
