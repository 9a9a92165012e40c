"""What the rules about the legacy azure auth-provider share."""

from collections.abc import Mapping, Sequence
from weakref import WeakKeyDictionary

from kubeconv.auth.azure import LEGACY
from kubeconv.kubeconfig.acceptance import accepts
from kubeconv.kubeconfig.view import AuthProvider, Kubeconfig, User
from kubeconv.tree.node import Pair, fields, get
from kubeconv.validation.rule import Case


def is_read(case: Case) -> bool:
    """True if the kubectl has the azure auth-provider; else `kubeconv convert` alone reads what its config says."""
    return accepts(case.kubectl, LEGACY)


#: Five rules ask for them: they are found once a kubeconfig.
_found: WeakKeyDictionary[Kubeconfig, list[tuple[User, AuthProvider, Mapping[str, Pair]]]] = WeakKeyDictionary()


def azure_users(case: Case) -> Sequence[tuple[User, AuthProvider, Mapping[str, Pair]]]:
    """Every user with the azure auth-provider, and the pairs of its config."""
    found = _found.get(case.kubeconfig)
    if found is None:
        providers = ((user, user.auth_provider) for user in case.kubeconfig.users_with("auth-provider"))
        found = _found[case.kubeconfig] = [
            (user, provider, fields(config) if (config := get(provider.node, "config")) is not None else {})
            for user, provider in providers
            if provider is not None and provider.name == LEGACY
        ]
    return found
