"""The words that the functions of the library take and give, as types."""

from collections.abc import Mapping, Sequence
from typing import Literal, TypedDict

#: A login mode of kubelogin.
LoginMode = Literal[
    "devicecode", "interactive", "spn", "ropc", "msi", "azurecli", "azd", "workloadidentity", "azurepipelines"
]
#: How a user logs in; another word is the name of an unknown auth provider.
LoginFormat = Literal[
    "azure", "kubelogin", "exec", "gcp", "oidc", "openstack", "client-certificate", "token", "token-file", "basic", "none",
    "conflict",
]  # fmt: skip
#: What logins are converted to.
Target = Literal["exec", "azure", "gcp", "oidc"]
#: What may be converted.
Only = Literal["azure", "gcp", "oidc", "openstack", "v1alpha1", "v1"]


class Wishes(TypedDict, total=False):
    """The arguments of `convert`."""

    to: Target
    login: LoginMode | None
    flags: Mapping[str, str] | None
    keep_origin: bool
    users: Sequence[str]
    contexts: Sequence[str]
    clusters: Sequence[str]
    exclude: Sequence[str]
    only: Sequence[Only]
    oidc_to_exec: bool
    any_plugin: bool
    kubectl: str | None
    name: str
