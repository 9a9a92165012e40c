"""The version of the exec credential API that a plugin is asked for: one that the client knows and the plugin answers in."""

from collections.abc import Mapping
from typing import Any, Final

from kubeconv.auth.azure import API_VERSION
from kubeconv.auth.plugins import PLUGINS
from kubeconv.conversion.options import Options
from kubeconv.conversion.planned import Planned, Unchanged, body_of
from kubeconv.kubeconfig.acceptance import INTERACTIVE_MODES
from kubeconv.kubeconfig.login import Login
from kubeconv.kubeconfig.view import User
from kubeconv.releases.table import EXEC_API_VERSIONS, TELLS_PLUGINS
from kubeconv.releases.version import Version

#: The versions that `--only` names: those that some client does not know.
_KINDS: Final = frozenset(("v1alpha1", "v1"))


def plan(user: User, before: Login, options: Options) -> Planned | Unchanged | None:
    """The user with its plugin asked for v1beta1, if the client does not know the present version. None if nothing of
    the kind is asked, or the user has no plugin."""
    version = user.exec.api_version if user.exec and before.format != "conflict" else ""
    if version not in EXEC_API_VERSIONS or _KINDS.isdisjoint(options.kinds):
        return None
    kind = version.rpartition("/")[2]
    if EXEC_API_VERSIONS[version].kubectl.contains(options.kubectl):
        return Unchanged("unchanged", f"kubectl {options.kubectl} knows {before} in {kind}")
    if _usable(version, options.kubectl) == version:
        return Unchanged("unchanged", f"kubectl {options.kubectl} knows neither {kind} nor v1beta1")
    if kind not in options.kinds:
        return Unchanged("skipped", f"--only {','.join(options.kinds)} skips it: {before} in {kind}")
    program = before.plugin or "the plugin"
    if program not in PLUGINS and not options.any_plugin:
        reason = f"kubectl {options.kubectl} does not know {kind}, and {program} may not support v1beta1"
        return Unchanged("skipped", reason, "use --any-plugin to convert it anyway")
    body = body_of(user)
    new = {**body, "exec": spelt_mode({**body["exec"], "apiVersion": API_VERSION})}
    notes = answers(program, API_VERSION, options.kubectl)
    return Planned(body, new, before, notes, reason=f"{kind} -> v1beta1")


def known_to(section: Mapping[str, Any], kubectl: Version) -> dict[str, Any]:
    """An exec section in a version of the API that a kubectl knows. What else it does not know it does not look at."""
    version = section.get("apiVersion")
    return {**section, "apiVersion": _usable(version, kubectl) if isinstance(version, str) else version}


def spelt_mode(section: Mapping[str, Any]) -> dict[str, Any]:
    """An exec section with its interactiveMode in the letters in which client-go knows it."""
    mode = section.get("interactiveMode")
    known = next((each for each in INTERACTIVE_MODES if isinstance(mode, str) and each.lower() == mode.lower()), mode)
    return {**section, "interactiveMode": known} if known != mode else {**section}


def _usable(version: str, kubectl: Version) -> str:
    """The version itself, or v1beta1 if a kubectl knows that and not the other one."""
    works_with = EXEC_API_VERSIONS.get(version)
    if (
        works_with is None
        or works_with.kubectl.contains(kubectl)
        or not EXEC_API_VERSIONS[API_VERSION].kubectl.contains(kubectl)
    ):
        return version
    return API_VERSION


def answers(program: str, api_version: str, kubectl: Version) -> tuple[str, ...]:
    """What to say about the releases of a plugin that answer in this version of the API, asked by this kubectl."""
    plugin, kind = PLUGINS.get(program), api_version.rpartition("/")[2]
    untold = (
        f"kubectl before {TELLS_PLUGINS.release} does not tell a plugin which version it wants, it must answer in {kind} "
        "unasked"
    )
    notes = (untold,) if kubectl < TELLS_PLUGINS.since else ()
    if plugin is None:
        return (f"{program} must also support {kind}: try it", *notes)
    since = plugin.since if api_version == API_VERSION else plugin.v1_since
    return (f"{program} answers in {kind} from {since} on", *notes) if since else notes
