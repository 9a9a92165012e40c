"""An untrusted kubeconfig makes the client talk to another server.

Only in the audit profile (`kubeconv audit FILE`). The auth provider oidc asks the `idp-issuer-url` for a new token: the
author of the file chooses a URL that the client requests, from inside your network.

Bad:

    users:
    - name: u
      user:
        auth-provider:
          name: oidc
          config:
            client-id: kubernetes
            idp-issuer-url: https://issuer.example
            refresh-token: sample

Good:

    users:
    - name: u
      user:
        token: 1aCIwTdFhUL5

Since: kubectl 1.3 (https://kubernetes.io/docs/reference/access-authn-authz/authentication/#using-kubectl)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate import shown
from kubeconv.gate.shown import quoted_name
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.tree.node import get
from kubeconv.validation.go.host import contacted
from kubeconv.validation.rule import Case, Hit

CODE: Final = "KC514"
NAME: Final = "contacts-issuer"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "risk"


def check(case: Case) -> Iterator[Hit]:
    """Each idp-issuer-url, used or not."""
    for user in case.kubeconfig.users if case.untrusted else ():
        provider = user.auth_provider
        if provider is None or not (issuer := provider.config.get("idp-issuer-url")):
            continue
        node = get(get(provider.node, "config"), "idp-issuer-url") or provider.node
        url = contacted(issuer, case.kubectl)
        yield Hit(
            node.span,
            f"user {quoted_name(user.name)}: idp-issuer-url makes the client talk to "
            f"{shown.host_of(url.host, issuer) if url and url.host else 'another server'}",
            "use a token or certificate data",
            Subject("user", user.name),
        )
