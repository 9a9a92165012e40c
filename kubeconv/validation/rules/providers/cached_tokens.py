"""Tokens that the azure or gcp auth-provider left in the file.

The old providers kept their tokens in the kubeconfig, where everyone who gets a copy finds them: `kubectl config view`
does not hide them, and a refresh token lives for months. kubelogin and gke-gcloud-auth-plugin keep theirs elsewhere.

Bad:

    users:
    - name: u
      user:
        auth-provider:
          name: azure
          config:
            access-token: sample
            apiserver-id: 6dae42f8-4368-4678-94ff-3960e28e3630
            client-id: 80faf920-1908-4b52-b5ef-a8e7bedfc67a
            config-mode: "1"
            refresh-token: sample
            tenant-id: 00000000-0000-0000-0000-000000000001

Good:

    users:
    - name: u
      user:
        auth-provider:
          name: azure
          config:
            apiserver-id: 6dae42f8-4368-4678-94ff-3960e28e3630
            client-id: 80faf920-1908-4b52-b5ef-a8e7bedfc67a
            config-mode: "1"
            tenant-id: 00000000-0000-0000-0000-000000000001

Since: all versions (https://github.com/kubernetes/client-go/blob/v0.25.0/plugin/pkg/client/auth/azure/azure.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate.shown import known, quoted_name
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.tree.node import fields, get
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.command import conversion, spelt

CODE: Final = "KC209"
NAME: Final = "cached-tokens"
SEVERITY: Final[Severity] = "warning"
EFFECT: Final[Effect] = "risk"

_OLD: Final = ("azure", "gcp")


def check(case: Case) -> Iterator[Hit]:
    """Users of the old providers with a token in the config. oidc works by such tokens, it is not meant."""
    for user in case.kubeconfig.users_with("auth-provider"):
        provider = user.auth_provider
        if provider is None or provider.name not in _OLD:
            continue
        config = get(provider.node, "config")
        found = [key for key in ("access-token", "refresh-token") if provider.config.get(key)]
        if config is not None and found:
            yield Hit(
                fields(config)[found[0]].key.span,
                f"the {known(provider.name, _OLD)} auth-provider of user {quoted_name(user.name)} left its "
                f"{' and '.join(found)} in "
                "the file",
                f"{spelt(case, conversion())} drops them",
                Subject("user", user.name),
                command=conversion(),
            )
