"""Auth-provider that client-go does not know.

client-go knows only the exact names: oidc, and in old releases azure and gcp. Anything else fails with
"no Auth Provider found for name" as soon as the user is needed over https.

Bad:

    users:
    - name: u
      user:
        auth-provider:
          name: OIDC

Good:

    users:
    - name: u
      user:
        auth-provider:
          name: oidc
          config:
            client-id: kubernetes
            idp-issuer-url: https://issuer.example
            refresh-token: sample

Since: all versions (https://github.com/kubernetes/client-go/blob/master/rest/plugin.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate.shown import known, quoted_known, quoted_name
from kubeconv.releases.table import AUTH_PROVIDERS
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.place import place

CODE: Final = "KC204"
NAME: Final = "unknown-auth-provider"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"


def check(case: Case) -> Iterator[Hit]:
    """Providers that no release of client-go has."""
    for user in case.kubeconfig.users_with("auth-provider"):
        provider = user.auth_provider
        if provider is None or provider.name in AUTH_PROVIDERS:
            continue
        alike = provider.name.strip().lower()
        if provider.name:
            message = (
                f"user {quoted_name(user.name)} logs in with the auth-provider "
                f"{quoted_known(provider.name, AUTH_PROVIDERS)}, which client-go does not know"
            )
        else:
            message = f"the auth-provider of user {quoted_name(user.name)} has no name"
        yield Hit(
            place(provider.node, "name", user.fields["auth-provider"].key),
            message,
            f"write {known(alike, AUTH_PROVIDERS)}"
            if alike in AUTH_PROVIDERS
            else "use an exec plugin; of the auth-providers only oidc is left",
            Subject("user", user.name),
            https_only=True,
        )
