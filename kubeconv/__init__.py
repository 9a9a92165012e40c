"""kubeconv: detect and convert the logins of kubeconfig files, without touching anything else in them.

>>> import kubeconv
>>> result = kubeconv.convert(b"users: [{name: me, user: {token: t}}]", login="azurecli")
>>> [(outcome.user, outcome.status, outcome.reason) for outcome in result.outcomes]
[('me', 'skipped', 'not an Azure login: token')]
"""

from importlib import import_module

TYPE_CHECKING = False  # typing is a third of the time that this import takes
if TYPE_CHECKING:
    from kubeconv.api import convert, detect, load, validate
    from kubeconv.conversion.users import Conversion, Outcome
    from kubeconv.kubeconfig.login import Detected, Login
    from kubeconv.kubeconfig.selection import UnknownName
    from kubeconv.kubeconfig.view import AuthProvider, Cluster, Context, Exec, Kubeconfig, User
    from kubeconv.releases.version import Releases, WorksWith
    from kubeconv.tree.finding import Finding, Refused
    from kubeconv.validation.run import Report
    from kubeconv.validation.verdict import Verdict

__version__ = "0.1.0"

#: Public name to the module it comes from, imported when it is first asked for: the command line needs few of them.
_HOMES = {
    "convert": "api",
    "detect": "api",
    "load": "api",
    "validate": "api",
    "Conversion": "conversion.users",
    "Outcome": "conversion.users",
    "UnknownName": "kubeconfig.selection",
    "Detected": "kubeconfig.login",
    "Login": "kubeconfig.login",
    "Finding": "tree.finding",
    "Report": "validation.run",
    "Verdict": "validation.verdict",
    "Refused": "tree.finding",
    "AuthProvider": "kubeconfig.view",
    "Cluster": "kubeconfig.view",
    "Context": "kubeconfig.view",
    "Exec": "kubeconfig.view",
    "Kubeconfig": "kubeconfig.view",
    "User": "kubeconfig.view",
    "Releases": "releases.version",
    "WorksWith": "releases.version",
}

__all__ = [
    "AuthProvider", "Cluster", "Context", "Conversion", "Detected", "Exec", "Finding", "Kubeconfig", "Login", "Outcome",
    "Refused", "Releases", "Report", "UnknownName", "User", "Verdict", "WorksWith", "convert", "detect", "load", "validate",
]  # fmt: skip


def __dir__() -> list[str]:
    return [*__all__, "__version__", "__doc__", "__all__"]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"kubeconv.{_HOMES[name]}"), name)
