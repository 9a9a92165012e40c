"""User with nothing to log in with.

Over https kubectl asks "Please enter Username:" for such a user, and fails with "EOF" if nobody can answer. A
password without a user name, a key without a certificate, or an empty token file does not count. Over http it does not
matter.

Bad:

    users:
    - name: u
      user:
        password: correct horse

Good:

    users:
    - name: u
      user:
        tokenFile: /var/run/secrets/token

Since: all versions (https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/client_config.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate.shown import quoted_name
from kubeconv.kubeconfig.acceptance import Credentials
from kubeconv.kubeconfig.view import User
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.tree.source import Span
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.names._credentials import credentials, token_file_is_empty
from kubeconv.validation.rules.names._entries import users_over_https
from kubeconv.validation.rules.place import place

CODE: Final = "KC122"
NAME: Final = "no-credentials"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"


def check(case: Case) -> Iterator[Hit]:
    """Users for whom kubectl would ask for a user name."""
    over_https = users_over_https(case.kubeconfig)
    for user, has in credentials(case):
        if has.username or has.certificate or has.token or has.exec or has.provider:
            continue
        if has.token_file and not token_file_is_empty(case, user):
            continue
        elsewhere = case.neighbours.used.has(Subject("user", user.name))
        # Where every server is reached over http, as with `kubectl proxy`, a user needs nothing.
        if over_https.get(user.name) is False and not elsewhere:
            continue
        span, why = _why(user, has)
        yield Hit(
            span,
            f"user {quoted_name(user.name)} {why}: over https kubectl asks for a user name",
            "add a token, a client certificate or an exec plugin, or fetch the kubeconfig again",
            Subject("user", user.name),
            None if elsewhere or user.name in over_https else "info",
            https_only=True,
        )


def _why(user: User, has: Credentials) -> tuple[Span, str]:
    if has.token_file:
        return place(user.body, "tokenFile", user.entry), "has an empty token file and nothing else to log in with"
    if has.password:
        return place(user.body, "password", user.entry), "has a password, but no user name"
    if has.key:
        key = "client-key-data" if "client-key-data" in user.fields else "client-key"
        return user.fields[key].key.span, "has a client key, but no client certificate"
    for key in ("token", "tokenFile", "username", "client-certificate-data", "client-certificate"):
        if key in user.fields:
            return user.fields[key].key.span, f"has nothing to log in with, {key} is empty"
    return place(user.entry, "name", user.entry), "has nothing to log in with"
