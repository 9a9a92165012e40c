"""kubeconv: detect and convert the logins of kubeconfig files, without touching anything else in them.

>>> import kubeconv
>>> result = kubeconv.convert(b"users: [{name: me, user: {token: t}}]", login="azurecli")
>>> [(outcome.user, outcome.status, outcome.reason) for outcome in result.outcomes]
[('me', 'skipped', 'not an Azure login: token')]
"""

import sys
from types import ModuleType

TYPE_CHECKING = False  # typing is a third of the time that this import takes
if TYPE_CHECKING:
    from kubeconv.api import (
        audit,
        check_versions,
        convert,
        detect,
        diagnose,
        diff,
        explain,
        load,
        merge,
        plan,
        validate,
    )
    from kubeconv.api.names import LoginFormat, LoginMode, Only, Target
    from kubeconv.api.taken import Data
    from kubeconv.api.view import AuthProvider, Cluster, Context, Exec, Kubeconfig, Resolved, User
    from kubeconv.conversion.users import Conversion, Outcome
    from kubeconv.doctor.diagnosis import Answer, Row
    from kubeconv.doctor.reason import Reason
    from kubeconv.explain.here import Explanation
    from kubeconv.kubeconfig.login import Detected, Login
    from kubeconv.kubeconfig.selection import UnknownName
    from kubeconv.machine.files import FileProblem
    from kubeconv.releases.version import Releases, WorksWith
    from kubeconv.requirements.situation import Policy, Requirement
    from kubeconv.tree.finding import Finding, Refused
    from kubeconv.validation.audit import Audit, Deed, Page
    from kubeconv.validation.manual import Manual
    from kubeconv.validation.run import Report
    from kubeconv.validation.verdict import Verdict

__version__ = "0.1.0"

#: Module to the public names in it, imported when one is first asked for: the command line needs few of them.
_MODULES = {
    "api": (
        "audit",
        "check_versions",
        "convert",
        "detect",
        "diagnose",
        "diff",
        "explain",
        "load",
        "merge",
        "plan",
        "validate",
    ),
    "api.names": ("LoginFormat", "LoginMode", "Only", "Target"),
    "api.taken": ("Data",),
    "api.view": ("AuthProvider", "Cluster", "Context", "Exec", "Kubeconfig", "Resolved", "User"),
    "conversion.users": ("Conversion", "Outcome"),
    "doctor.diagnosis": ("Answer", "Row"),
    "doctor.reason": ("Reason",),
    "explain.here": ("Explanation",),
    "kubeconfig.login": ("Detected", "Login"),
    "kubeconfig.selection": ("UnknownName",),
    "machine.files": ("FileProblem",),
    "releases.version": ("Releases", "WorksWith"),
    "requirements.situation": ("Policy", "Requirement"),
    "tree.finding": ("Finding", "Refused"),
    "validation.audit": ("Audit", "Deed", "Page"),
    "validation.manual": ("Manual",),
    "validation.run": ("Report",),
    "validation.verdict": ("Verdict",),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [
    "Answer",
    "Audit",
    "AuthProvider",
    "Cluster",
    "Context",
    "Conversion",
    "Data",
    "Deed",
    "Detected",
    "Exec",
    "Explanation",
    "FileProblem",
    "Finding",
    "Kubeconfig",
    "Login",
    "LoginFormat",
    "LoginMode",
    "Manual",
    "Only",
    "Outcome",
    "Page",
    "Policy",
    "Reason",
    "Refused",
    "Releases",
    "Report",
    "Requirement",
    "Resolved",
    "Row",
    "Target",
    "UnknownName",
    "User",
    "Verdict",
    "WorksWith",
    "audit",
    "check_versions",
    "convert",
    "detect",
    "diagnose",
    "diff",
    "explain",
    "load",
    "merge",
    "plan",
    "validate",
]


def __dir__() -> list[str]:
    return [*__all__, "__version__", "__doc__", "__all__"]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"kubeconv.{_HOMES[name]}"), name)


class _Library(ModuleType):
    """This module, whose function `explain` is not replaced by the room of that name when that is imported."""

    @property
    def explain(self) -> object:
        """The function."""
        return __getattr__("explain")

    @explain.setter
    def explain(self, _: object) -> None:
        """The import of the room sets it."""


sys.modules[__name__].__class__ = _Library
