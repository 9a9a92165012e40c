"""What the rules about the legacy azure auth-provider share."""

from collections.abc import Iterator, Mapping

from kubeconv.auth.azure import LEGACY
from kubeconv.kubeconfig.acceptance import accepts
from kubeconv.kubeconfig.view import AuthProvider, User
from kubeconv.tree.node import Pair, fields, get
from kubeconv.validation.rule import Case


def is_read(case: Case) -> bool:
    """True if the kubectl has the azure auth-provider; else `kubeconv convert` alone reads what its config says."""
    return accepts(case.kubectl, LEGACY)


def azure_users(case: Case) -> Iterator[tuple[User, AuthProvider, Mapping[str, Pair]]]:
    """Every user with the azure auth-provider, and the pairs of its config."""
    for user in case.kubeconfig.users:
        provider = user.auth_provider
        if provider is not None and provider.name == LEGACY:
            config = get(provider.node, "config")
            yield user, provider, fields(config) if config is not None else {}
