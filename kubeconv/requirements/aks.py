"""What `az aks show` says of a cluster: its version, and how it is tied to Entra ID. Pure.

https://learn.microsoft.com/rest/api/aks/managed-clusters/get (aadProfile)
"""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

#: `managed` for the AKS-managed integration, `legacy` for app registrations of one's own, `none` without Entra ID.
AksIntegration = Literal["managed", "legacy", "none"]


class AksCluster(NamedTuple):
    """An AKS cluster: the Kubernetes version that runs, '' where it is not said, and its integration."""

    version: str
    integration: AksIntegration


def read_aks_show(data: bytes) -> AksCluster:
    """The cluster in the JSON that `az aks show` prints. Raises ValueError where it is something else."""
    import json

    try:
        shown = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise ValueError("is not JSON: use the output of az aks show -o json") from None
    if isinstance(shown, list) and len(shown) == 1:
        shown = shown[0]
    if isinstance(shown, list):
        raise ValueError(f"holds {len(shown)} clusters: az aks show prints one")
    if not isinstance(shown, Mapping) or not ({"kubernetesVersion", "currentKubernetesVersion"} & shown.keys()):
        raise ValueError("is not what az aks show prints: it names no kubernetesVersion")
    version = shown.get("currentKubernetesVersion") or shown.get("kubernetesVersion")
    return AksCluster(version if isinstance(version, str) else "", _integration(shown.get("aadProfile")))


def _integration(profile: Any) -> AksIntegration:
    """Legacy clusters have a server and a client application of their own; managed ones say so and have none."""
    if not isinstance(profile, Mapping) or not profile:
        return "none"
    # az writes clientAppId, the REST API clientAppID.
    keys = {str(key).lower(): value for key, value in profile.items()}
    if keys.get("managed") is True:
        return "managed"
    return "legacy" if keys.get("serverappid") or keys.get("clientappid") else "managed"
