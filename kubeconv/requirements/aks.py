"""What is known about an AKS cluster: its version, how it is tied to Entra ID, and its addresses. Pure.

https://learn.microsoft.com/rest/api/aks/managed-clusters/get (aadProfile)
"""

import re
from collections.abc import Mapping
from typing import Any, Final, Literal

from kubeconv.gate.regex import regex
from kubeconv.gate.shown import is_host, is_id
from kubeconv.gate.value import NamedTuple
from kubeconv.releases.version import parse_version
from kubeconv.requirements.aks_shapes import Said, clusters_in, is_whole, profile_of
from kubeconv.validation.go.host import looked_up

#: `managed` for the AKS-managed integration, `legacy` for app registrations of one's own, `none` without Entra ID.
AksIntegration = Literal["managed", "legacy", "none"]

_NAME: Final = regex(r"[\w.()-]{1,90}")
_ID: Final = regex(r"/subscriptions/[^/]+/resourcegroups/([^/]+)/providers/[^/]+/managedclusters/([^/]+)", re.I)
_HOST_KEYS: Final = ("fqdn", "privatefqdn", "azureportalfqdn")


class AksCluster(NamedTuple):
    """An AKS cluster. What is not said is '' or empty, for the integration and what is on or off None.

    `version` is the Kubernetes that runs; `hosts` are the names under which it is reached, as they are looked up; `tenant` is
    that of its users. `has_admins` is false if no group is made admin and Azure RBAC makes nobody one either.
    """

    version: str = ""
    integration: AksIntegration | None = None
    name: str = ""
    group: str = ""
    hosts: tuple[str, ...] = ()
    tenant: str = ""
    has_rbac: bool | None = None
    has_admins: bool | None = None
    has_local_accounts: bool | None = None


def read_aks_show(data: bytes) -> tuple[AksCluster, ...]:
    """The clusters in what az, Get-AzAksCluster, the REST API or an ARM export says of them, as JSON or YAML. Raises ValueError
    for anything else."""
    return tuple(_cluster(fields) for fields in clusters_in(data))


def _cluster(fields: Said) -> AksCluster:
    """The cluster of these fields, their names in small letters."""
    group, name = _names(fields)
    profile = profile_of(fields)
    version = _text(fields.get("currentkubernetesversion")) or _text(fields.get("kubernetesversion"))
    tenant = _text(profile.get("tenantid"))
    no_local_accounts, rbac = (_switch(fields.get(key)) for key in ("disablelocalaccounts", "enablerbac"))
    named = (_text(fields.get(key)) for key in _HOST_KEYS)
    hosts = (looked_up(each) for each in named if is_host(each))
    return AksCluster(
        version if _is_version(version) else "",
        _integration(fields),
        name,
        group,
        tuple(dict.fromkeys(host for host in hosts if host)),
        tenant.lower() if is_id(tenant) or is_host(tenant) else "",
        rbac,
        _has_admins(profile),
        None if no_local_accounts is None else not no_local_accounts,
    )


def _names(fields: Said) -> tuple[str, str]:
    """Resource group and name, '' for what is not said."""
    found = _ID.match(_text(fields.get("id")))
    group = _text(fields.get("resourcegroup")) or _text(fields.get("resourcegroupname"))
    name = _text(fields.get("name"))
    ids = found.groups() if found else ("", "")
    return tuple(each if _NAME.fullmatch(each) else "" for each in (group or ids[0], name or ids[1]))  # type: ignore[return-value]


def _integration(fields: Said) -> AksIntegration | None:
    """Legacy clusters have a server and a client application of their own; managed ones say so and have none."""
    if "aadprofile" not in fields:
        return "none" if is_whole(fields) else None
    if fields["aadprofile"] is None:
        return "none"
    profile = profile_of(fields)
    managed = _switch(profile.get("managed"))
    if managed:
        return "managed"
    if profile.get("serverappid") or profile.get("clientappid"):
        return "legacy"
    return "managed" if profile and managed is None else None


def _has_admins(profile: Mapping[str, Any]) -> bool | None:
    """Whether the cluster itself makes anybody an admin; None if its groups are not said."""
    if "admingroupobjectids" not in profile:
        return None
    groups = profile["admingroupobjectids"]
    if isinstance(groups, str):
        return None  # ConvertTo-Json writes a list that lies too deep as some text
    return bool(groups) or _switch(profile.get("enableazurerbac")) is True


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _switch(value: Any) -> bool | None:
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().lower())
    return value if isinstance(value, bool) else None


def _is_version(text: str) -> bool:
    try:
        parse_version(text)
    except ValueError:
        return False
    return True
