"""What requirements are checked on, what comes out, and how both are put into words."""

import shlex
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from kubeconv.auth.kubelogin_releases import KubeloginUse
from kubeconv.kubeconfig.login import Detected
from kubeconv.machine.programs import Program
from kubeconv.releases.printed import QUESTIONS
from kubeconv.releases.version import Version, parse_version
from kubeconv.requirements.aks import AksIntegration

RequirementVerdict = Literal["ok", "fails", "unknown"]
Policy = Literal["aks", "kubernetes"]


class Situation(NamedTuple):
    """What is known: the programs by name, in the order of PATH (one with an empty path was given, not found); the version of
    the cluster, '' where it is not known; the integration of an AKS cluster, None where that is not known; the users of the
    kubeconfigs, and what those of kubelogin ask of it (`kubelogin_uses`). `policy` aks adds what only AKS asks for."""

    programs: Mapping[str, Sequence[Program]]
    cluster: str = ""
    integration: AksIntegration | None = None
    users: Sequence[Detected] = ()
    policy: Policy = "aks"
    uses: Sequence[KubeloginUse] = ()


class Requirement(NamedTuple):
    """One requirement on `program`: what was found, whether that will do, why it matters, where that can be read, and what to
    do (one line, '' where nothing is to be done)."""

    name: str
    program: str
    needed: str
    found: str
    verdict: RequirementVerdict
    why: str
    source: str
    help: str = ""


def found_first(situation: Situation, name: str) -> tuple[str, str]:
    """The first program of a name as words, and its version; '' where that is not known."""
    programs = situation.programs.get(name, ())
    if not programs:
        return f"no {name} on PATH", ""
    first = programs[0]
    whose = " of int128, an OIDC helper," if first.is_right is False else ""
    if name == "kubelogin" and first.is_right is None:
        whose = ", of Azure or of int128,"
    place = f" at {first.path}" if first.path else ""
    if parsed(first.version) is None:
        problem = first.problem or (f"calls its version {first.version}" if first.version else "reports no version")
        return f"{name}{place} {problem}", ""
    return f"{name} {first.version}{whose}{place}".rstrip(","), first.version


def help_for(situation: Situation, name: str, otherwise: str) -> str:
    """What to do about a program: to look at what it says where it is there and reports no version."""
    programs = situation.programs.get(name, ())
    if not programs or not programs[0].path or parsed(programs[0].version) is not None:
        return otherwise
    return f"see what it prints: {shlex.join([programs[0].path, *QUESTIONS[name][0]])}; or give its version: --{name} VERSION"


def cluster_text(situation: Situation) -> str:
    """The cluster and its version as words."""
    return f"cluster {situation.cluster}" if situation.cluster else "cluster of unknown version"


def parsed(text: str) -> Version | None:
    """A version, None for what is none."""
    try:
        return parse_version(text)
    except ValueError:
        return None


def listed(names: Sequence[str]) -> str:
    """Names as words, the first three of them."""
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"{'user' if len(names) == 1 else 'users'} {', '.join(names[:3])}{more}"
