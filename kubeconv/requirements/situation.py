"""What requirements are checked on, what comes out, and how both are put into words."""

from collections.abc import Mapping, Sequence
from typing import Literal

from kubeconv.auth.kubelogin_releases import KubeloginUse
from kubeconv.gate import pasting
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.login import Detected
from kubeconv.kubeconfig.view import Kubeconfig, User
from kubeconv.machine.programs import Program
from kubeconv.releases.printed import QUESTIONS
from kubeconv.releases.version import Releases, Version, parse_version
from kubeconv.requirements.access import Access, matched
from kubeconv.requirements.aks import AksCluster

#: `needs`: fails if what is named is not given at run time.
RequirementVerdict = Literal["ok", "fails", "needs", "unknown"]
#: Whose requirements count: also those of the AKS documentation, or only those of kubectl and helm.
Policy = Literal["aks", "kubernetes"]


class Situation(NamedTuple):
    """What is known.

    `programs` by name, in the order of PATH (one with an empty path was given, not found); none for one that is known to be
    absent, no entry for one of which nothing is known. `cluster` is a version that holds for every cluster, '' if there is
    none; `aks` is what was said of AKS clusters. `users` are those of the kubeconfigs, `uses` what those of kubelogin ask of it
    (`kubelogin_uses`), `accesses` where they lead (only if there is an AKS cluster), `plugins` the users that run one.
    `variables` are those that are set, None if that is not known. `policy` aks adds what only AKS asks for. `selected` are
    the options of a command line that select the users; so many contexts are `unselected`, and not looked at.
    """

    programs: Mapping[str, Sequence[Program]]
    cluster: str = ""
    aks: Sequence[AksCluster] = ()
    users: Sequence[Detected] = ()
    policy: Policy = "aks"
    uses: Sequence[KubeloginUse] = ()
    accesses: Sequence[Access] = ()
    plugins: Sequence[tuple[Kubeconfig, User]] = ()
    variables: frozenset[str] | None = None
    selected: Sequence[str] = ()
    unselected: int = 0


class Requirement(NamedTuple):
    """One requirement on `program`: what was found, whether that will do, why it matters, the source, and what to
    do (one line, '' if nothing is to be done). `about` tells requirements of one name apart, by the cluster or the login."""

    name: str
    program: str
    needed: str
    found: str
    verdict: RequirementVerdict
    why: str
    source: str
    help: str = ""
    about: str = ""


class Note(NamedTuple):
    """What a person should know about a cluster or a user, although nothing fails because of it."""

    name: str
    text: str
    source: str
    help: str = ""


class ClusterVersion(NamedTuple):
    """A version that clusters have, '' if it is not known, and what they are called: nothing if there is only one."""

    version: str
    names: tuple[str, ...] = ()

    def __str__(self) -> str:
        called = listed(self.names, "cluster") if self.names else "cluster"
        return f"{called} {self.version}" if self.version else f"{called} of unknown version"


def cluster_versions(situation: Situation) -> list[ClusterVersion]:
    """The versions of the clusters, each once; one that is not known if there is no cluster."""
    clusters = clusters_at_hand(situation)
    if situation.cluster or len(clusters) < 2:
        return [ClusterVersion(situation.cluster or (clusters[0].version if clusters else ""))]
    names: dict[str, list[str]] = {}
    for each in clusters:
        names.setdefault(each.version, []).append(each.name or "without a name")
    return [ClusterVersion(version, tuple(its)) for version, its in names.items()]


def clusters_at_hand(situation: Situation) -> Sequence[AksCluster]:
    """The AKS clusters that users reach; all of them if it is not known of any who reaches it."""
    reached = [match.cluster for match in matched(situation.aks, situation.accesses) if match.by]
    return reached or situation.aks


def asks_of_aks(situation: Situation) -> bool:
    """True if the AKS documentation has a say: unless there are users, and none that a
    context uses is one of an AKS-managed cluster."""
    managed = (_logs_in(user) and user.integration == "managed" for user in situation.users)
    return situation.policy == "aks" and (not situation.users or any(managed))


def _logs_in(user: Detected) -> bool:
    """True for a user whose login a context uses, and nothing beside it wins over it."""
    return bool(user.contexts) and not user.notes


def accepted_by(user: Detected, client: str) -> Releases:
    """The releases of kubectl or helm that know the login of a user."""
    releases: Releases = getattr(user.works_with, client)
    return releases


def found_first(situation: Situation, name: str) -> tuple[str, str]:
    """The first program of a name as words, and its version; '' if that is not known."""
    programs = situation.programs.get(name)
    if not programs:
        return f"no {name} on PATH" if programs is not None else f"nothing is said of {name}", ""
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
    """What to do about a program: look at its output if it is installed but reports no version."""
    if name not in situation.programs:
        return f"give its version: --{name} VERSION, or none"
    programs = situation.programs[name]
    if not programs or not programs[0].path or parsed(programs[0].version) is not None:
        return otherwise
    asked = pasting.command([programs[0].path, *QUESTIONS[name][0]])
    return f"see what it prints: {asked}; or give its version: --{name} VERSION"


def parsed(text: str) -> Version | None:
    """A version, None for what is none."""
    try:
        return parse_version(text)
    except ValueError:
        return None


def listed(names: Sequence[str], what: str = "user") -> str:
    """Names as words after what they are names of, the first three of them."""
    return f"{what}{'' if len(names) == 1 else 's'} {first_of(names)}"


def first_of(names: Sequence[str]) -> str:
    """The first three names."""
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"{', '.join(names[:3])}{more}"
