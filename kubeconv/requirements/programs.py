"""Requirements between the versions of programs, and that of the cluster."""

from collections.abc import Iterator
from typing import Final

from kubeconv.auth.plugins import INSTALL
from kubeconv.releases.table import HELM_BUILT_FOR, HELM_SKEW, HELM_SKEW_SOURCE, KUBECTL_SKEW, MINIMUMS, SKEW_SOURCES
from kubeconv.releases.version import Version, is_at_least, parse_version
from kubeconv.requirements.situation import (
    ClusterVersion,
    Requirement,
    RequirementVerdict,
    Situation,
    asks_of_aks,
    cluster_versions,
    found_first,
    help_for,
    listed,
    parsed,
)

_AZURECLI: Final = "https://azure.github.io/kubelogin/concepts/login-modes/azurecli.html"
_GIVE_CLUSTER: Final = "give the version of the cluster with --cluster VERSION, --aks-show FILE or --connect"


def is_new_enough(situation: Situation, name: str) -> Iterator[Requirement]:
    """A program is as new as the AKS documentation asks for. Only kubectl, and an az that a login needs, have to be there."""
    users = [use.user for use in situation.uses if use.mode == "azurecli"] if name == "az" else []
    is_there = bool(situation.programs.get(name))
    lacks = bool(users) and not is_there
    if not lacks and not (asks_of_aks(situation) and (is_there or name == "kubectl")):
        return
    release, why, source = MINIMUMS[name]
    found, version = found_first(situation, name)
    verdict: RequirementVerdict = "unknown" if not version else "ok" if is_at_least(version, release) else "fails"
    if lacks:
        verdict = "fails" if name in situation.programs else "needs"
        why, source = f"the login mode azurecli gets its token from az ({listed(users)})", _AZURECLI
    needed, help = f"{name} {release} or newer", f"install {name} {release} or newer: {INSTALL[name]}"
    if name == "kubectl" and verdict != "ok" and _may_be_older(situation):
        help = f"{help}; or install kubelogin: {INSTALL['kubelogin']}"
        has = _has_kubelogin(situation)
        if is_there and (has or _may_have_kubelogin(situation)):
            verdict = "ok" if has else "needs" if version else verdict
            needed, found = f"{needed}, or kubelogin", f"{found}, {found_first(situation, 'kubelogin')[0]}"
    yield Requirement(f"{name}-minimum", name, needed, found, verdict, why, source, help_for(situation, name, help))


def _may_be_older(situation: Situation) -> bool:
    """True if an older kubectl will do with kubelogin: it does not help a login that kubectl has built in."""
    return not any(user.contexts and user.login.format == "azure" for user in situation.users)


def _has_kubelogin(situation: Situation) -> bool:
    programs = situation.programs.get("kubelogin", ())
    return bool(programs) and programs[0].is_right is True


def _may_have_kubelogin(situation: Situation) -> bool:
    """True if nothing is known of the kubelogin that the users run."""
    is_known = "kubelogin" in situation.programs and any(use.is_on_path for use in situation.uses)
    return bool(situation.uses or situation.plugins) and not is_known


def kubectl_fits_cluster(situation: Situation) -> Iterator[Requirement]:
    """kubectl and the cluster have the same major version, and minor versions at most one apart. The numbers alone count, as
    for kubectl itself (https://github.com/kubernetes/kubectl/blob/master/pkg/cmd/version/skew_warning.go)."""
    for cluster in cluster_versions(situation):
        yield _kubectl_fits(situation, cluster)


def _kubectl_fits(situation: Situation, cluster: ClusterVersion) -> Requirement:
    found, version = found_first(situation, "kubectl")
    asked = parsed(cluster.version)
    verdict: RequirementVerdict = "unknown"
    if version and asked is not None:
        kubectl = parse_version(version)
        is_near = kubectl.major == asked.major and abs(kubectl.minor - asked.minor) <= KUBECTL_SKEW
        verdict = "ok" if is_near else "fails"
    help = f"install kubectl {asked.major}.{asked.minor}: {INSTALL['kubectl']}" if asked else _GIVE_CLUSTER
    return Requirement(
        "kubectl-skew", "kubectl", "kubectl and cluster are at most one minor version apart",
        f"{found}, {cluster}",
        verdict, "if they are further apart, commands and logins may fail in surprising ways", SKEW_SOURCES[situation.policy],
        help_for(situation, "kubectl", help) if asked else help, str(cluster),
    )  # fmt: skip


def helm_fits_cluster(situation: Situation) -> Iterator[Requirement]:
    """The cluster has the Kubernetes that helm is built for, or one of the three minor versions before."""
    if not situation.programs.get("helm"):
        return
    for cluster in cluster_versions(situation):
        yield _helm_fits(situation, cluster)


def _helm_fits(situation: Situation, cluster: ClusterVersion) -> Requirement:
    found, version = found_first(situation, "helm")
    asked, helm = parsed(cluster.version), parsed(version)
    newest = HELM_BUILT_FOR.get((helm.major, helm.minor)) if helm else None
    needed, why = (
        "helm is built for the cluster's version",
        "helm promises nothing for other versions of Kubernetes",
    )
    verdict: RequirementVerdict = "unknown"
    if newest is not None and helm is not None:
        needed = f"a cluster with Kubernetes 1.{newest - HELM_SKEW} to 1.{newest} for helm {helm.major}.{helm.minor}"
    elif helm is not None:
        why = f"for which Kubernetes helm {helm.major}.{helm.minor} is built is not known to kubeconv"
    if asked is not None and newest is not None:
        verdict = "ok" if asked.major == 1 and newest - HELM_SKEW <= asked.minor <= newest else "fails"
    help = help_for(situation, "helm", f"install {_helm_for(asked)}: {INSTALL['helm']}") if asked else _GIVE_CLUSTER
    return Requirement(
        "helm-skew", "helm", needed, f"{found}, {cluster}", verdict, why, HELM_SKEW_SOURCE, help, str(cluster)
    )


def _helm_for(cluster: Version) -> str:
    fitting = [helm for helm, built in HELM_BUILT_FOR.items() if built - HELM_SKEW <= cluster.minor <= built]
    if cluster.major != 1 or not fitting:
        return f"a helm for Kubernetes {cluster.major}.{cluster.minor}"
    major, minor = max(fitting)
    return f"helm {major}.{minor}"
