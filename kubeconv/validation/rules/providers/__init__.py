"""KC2: auth providers."""

from collections.abc import Sequence

from kubeconv.validation.rule import Rule
from kubeconv.validation.rules.providers import (
    aks_without_config_mode,
    cached_tokens,
    incomplete_azure,
    incomplete_oidc,
    invalid_config_mode,
    oidc_without_token,
    removed_azure,
    removed_gcp,
    removed_openstack,
    unknown_auth_provider,
    unknown_azure_config_key,
    unknown_azure_environment,
)

#: The rules of this room, in the order of their codes.
RULES: Sequence[Rule] = (
    removed_azure,
    removed_gcp,
    removed_openstack,
    unknown_auth_provider,
    incomplete_oidc,
    unknown_azure_config_key,
    invalid_config_mode,
    unknown_azure_environment,
    cached_tokens,
    aks_without_config_mode,
    oidc_without_token,
    incomplete_azure,
)
