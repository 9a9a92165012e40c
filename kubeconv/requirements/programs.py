"""Requirements between the versions of programs, and that of the cluster."""

from collections.abc import Iterator
from typing import Final

from kubeconv.auth.plugins import INSTALL
from kubeconv.releases.table import HELM_BUILT_FOR, HELM_SKEW, HELM_SKEW_SOURCE, KUBECTL_SKEW, MINIMUMS, SKEW_SOURCES
from kubeconv.releases.version import Version, is_at_least, parse_version
from kubeconv.requirements.situation import (
    Requirement,
    RequirementVerdict,
    Situation,
    cluster_text,
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
    if situation.policy != "aks" or not (is_there or users or name == "kubectl"):
        return
    release, why, source = MINIMUMS[name]
    found, version = found_first(situation, name)
    verdict: RequirementVerdict = "unknown" if not version else "ok" if is_at_least(version, release) else "fails"
    if users and not is_there:
        verdict, why, source = "fails", f"the login mode azurecli gets its token from az ({listed(users)})", _AZURECLI
    help = help_for(situation, name, f"install {name} {release} or newer: {INSTALL[name]}")
    yield Requirement(f"{name}-minimum", name, f"{name} {release} or newer", found, verdict, why, source, help)


def kubectl_fits_cluster(situation: Situation) -> Iterator[Requirement]:
    """kubectl and the cluster have the same major version, and minor versions at most one apart. The numbers alone count, as
    for kubectl itself (https://github.com/kubernetes/kubectl/blob/master/pkg/cmd/version/skew_warning.go)."""
    found, version = found_first(situation, "kubectl")
    cluster = parsed(situation.cluster)
    verdict: RequirementVerdict = "unknown"
    if version and cluster is not None:
        kubectl = parse_version(version)
        is_near = kubectl.major == cluster.major and abs(kubectl.minor - cluster.minor) <= KUBECTL_SKEW
        verdict = "ok" if is_near else "fails"
    help = f"install kubectl {cluster.major}.{cluster.minor}: {INSTALL['kubectl']}" if cluster else _GIVE_CLUSTER
    yield Requirement(
        "kubectl-skew", "kubectl", "kubectl and cluster are at most one minor version apart",
        f"{found}, {cluster_text(situation)}",
        verdict, "if they are further apart, commands and logins may fail in surprising ways", SKEW_SOURCES[situation.policy],
        help_for(situation, "kubectl", help) if cluster else help,
    )  # fmt: skip


def helm_fits_cluster(situation: Situation) -> Iterator[Requirement]:
    """The cluster has the Kubernetes that helm is built for, or one of the three minor versions before."""
    if not situation.programs.get("helm"):
        return
    found, version = found_first(situation, "helm")
    cluster, helm = parsed(situation.cluster), parsed(version)
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
    if cluster is not None and newest is not None:
        verdict = "ok" if cluster.major == 1 and newest - HELM_SKEW <= cluster.minor <= newest else "fails"
    help = help_for(situation, "helm", f"install {_helm_for(cluster)}: {INSTALL['helm']}") if cluster else _GIVE_CLUSTER
    yield Requirement(
        "helm-skew", "helm", needed, f"{found}, {cluster_text(situation)}", verdict, why, HELM_SKEW_SOURCE, help
    )


def _helm_for(cluster: Version) -> str:
    fitting = [helm for helm, built in HELM_BUILT_FOR.items() if built - HELM_SKEW <= cluster.minor <= built]
    if cluster.major != 1 or not fitting:
        return f"a helm for Kubernetes {cluster.major}.{cluster.minor}"
    major, minor = max(fitting)
    return f"helm {major}.{minor}"
