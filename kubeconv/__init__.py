"""kubeconv: detect and convert the logins of kubeconfig files, without touching anything else in them.

>>> import kubeconv
>>> result = kubeconv.convert(b"users: [{name: me, user: {token: t}}]", login="azurecli")
>>> [(outcome.user, outcome.status, outcome.reason) for outcome in result.outcomes]
[('me', 'skipped', 'not an Azure login: token')]
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kubeconv.api import convert, detect, load, validate
    from kubeconv.conversion import Conversion, Outcome
    from kubeconv.detection import Detected, Login
    from kubeconv.finding import Finding, Refused
    from kubeconv.kubeconfig import AuthProvider, Cluster, Context, Exec, Kubeconfig, User
    from kubeconv.selection import UnknownName
    from kubeconv.validation import Report
    from kubeconv.verdict import Verdict
    from kubeconv.versions import Releases, WorksWith

__version__ = "0.1.0"

#: Public name to the module it comes from, imported when it is first asked for: the command line needs few of them.
_HOMES = {
    "convert": "api",
    "detect": "api",
    "load": "api",
    "validate": "api",
    "Conversion": "conversion",
    "Outcome": "conversion",
    "UnknownName": "selection",
    "Detected": "detection",
    "Login": "detection",
    "Finding": "finding",
    "Report": "validation",
    "Verdict": "verdict",
    "Refused": "finding",
    "AuthProvider": "kubeconfig",
    "Cluster": "kubeconfig",
    "Context": "kubeconfig",
    "Exec": "kubeconfig",
    "Kubeconfig": "kubeconfig",
    "User": "kubeconfig",
    "Releases": "versions",
    "WorksWith": "versions",
}

__all__ = [
    "AuthProvider", "Cluster", "Context", "Conversion", "Detected", "Exec", "Finding", "Kubeconfig", "Login", "Outcome",
    "Refused", "Releases", "Report", "UnknownName", "User", "Verdict", "WorksWith", "convert", "detect", "load", "validate",
]  # fmt: skip


def __dir__() -> list[str]:
    return [*__all__, "__version__", "__doc__", "__all__"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"kubeconv.{_HOMES[name]}"), name)
