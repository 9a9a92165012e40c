"""What the rules about the legacy azure auth-provider share."""

from collections.abc import Iterator, Mapping

from kubeconv.auth.azure import LEGACY
from kubeconv.kubeconfig.view import AuthProvider, User
from kubeconv.releases.table import AUTH_PROVIDERS
from kubeconv.tree.node import Pair, fields, get
from kubeconv.validation.rule import Case


def is_read(case: Case) -> bool:
    """True if kubectl reads the config of the azure auth-provider; from the release on that removed it only `kubeconv
    convert` does."""
    return AUTH_PROVIDERS[LEGACY].kubectl.contains(case.kubectl)


def azure_users(case: Case) -> Iterator[tuple[User, AuthProvider, Mapping[str, Pair]]]:
    """Every user with the azure auth-provider, and the pairs of its config."""
    for user in case.kubeconfig.users:
        provider = user.auth_provider
        if provider is not None and provider.name == LEGACY:
            config = get(provider.node, "config")
            yield user, provider, fields(config) if config is not None else {}
