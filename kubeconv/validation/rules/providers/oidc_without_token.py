"""The oidc auth-provider has no token, and no way to get one.

It cannot log in: it sends the `id-token` that it finds in the file, and when that has expired, it gets a new one with
the `refresh-token`. With neither, or with an `id-token` that is not a JWT, every command over https fails: "No valid
id-token, and cannot refresh without refresh-token", "ID Token is not a valid JWT".

Bad:

    users:
    - name: u
      user:
        auth-provider:
          name: oidc
          config:
            client-id: kubernetes
            idp-issuer-url: https://issuer.example

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

Since: all versions (https://github.com/kubernetes/client-go/blob/master/plugin/pkg/client/auth/oidc/oidc.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate.shown import quoted_name
from kubeconv.kubeconfig.view import AuthProvider
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.tree.node import get
from kubeconv.validation.rule import Case, Disk, Hit
from kubeconv.validation.rules.command import conversion, for_client, spelt
from kubeconv.validation.rules.place import place
from kubeconv.validation.rules.providers._oidc import expiry_of, oidc_users, sends_something_else

CODE: Final = "KC211"
NAME: Final = "oidc-without-token"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"

#: Seconds before its end from which on client-go takes a token for expired.
_EARLY: Final = 10


def check(case: Case) -> Iterator[Hit]:
    """oidc users whose provider can send nothing."""
    command = conversion(*for_client(case.kubectl), "--oidc-to", "exec")
    for user, provider in oidc_users(case):
        why = _why(provider, case.disk)
        if not why or sends_something_else(user):
            continue
        yield Hit(
            place(get(provider.node, "config"), "id-token", user.fields["auth-provider"].key),
            f"the oidc auth-provider of user {quoted_name(user.name)} {why}",
            f"log in again, or {spelt(case, command)}, for the exec plugin kubectl-oidc_login",
            Subject("user", user.name),
            https_only=True,
            command=command,
        )


def _why(provider: AuthProvider, disk: Disk | None) -> str:
    token, refresh = provider.config.get("id-token", ""), provider.config.get("refresh-token", "")
    if not token:
        return "" if refresh else "has no id-token, and no refresh-token to get one"
    expiry = expiry_of(token)
    if expiry is None:
        return "has an id-token that is not a JWT"
    if refresh or disk is None or disk.now + _EARLY < expiry:
        return ""
    return "has an id-token that has expired, and no refresh-token to get another"
