"""Credential that client-go never uses.

client-go does not run an exec plugin if the user also has a token, a user name or a client certificate; it does not
use an auth-provider if the user also has a token or a user name. A password counts only with a user name, a client key
only with a certificate. Ignored credentials mislead: a plugin seems to log in, but in fact an old token does.

Bad:

    users:
    - name: u
      user:
        tokenFile: /var/run/secrets/token
        password: correct horse

Good:

    users:
    - name: u
      user:
        tokenFile: /var/run/secrets/token

Since: all versions (https://github.com/kubernetes/client-go/blob/master/plugin/pkg/client/auth/exec/exec.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate.shown import quoted_name
from kubeconv.kubeconfig.acceptance import Credentials
from kubeconv.kubeconfig.view import User
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.names._credentials import FIELDS, credentials

CODE: Final = "KC123"
NAME: Final = "ignored-credentials"
SEVERITY: Final[Severity] = "warning"
EFFECT: Final[Effect] = "risk"


def check(case: Case) -> Iterator[Hit]:
    """Credentials that lose to another one."""
    for user, has in credentials(case):
        for key, why in _ignored(user, has):
            if key in user.fields:
                yield Hit(
                    user.fields[key].key.span,
                    f"{key} of user {quoted_name(user.name)} is not used: {why}",
                    "keep the one that you mean to use, and delete the other",
                    Subject("user", user.name),
                )


def _ignored(user: User, has: Credentials) -> Iterator[tuple[str, str]]:
    """Each field that is ignored, and why. What client-go refuses altogether is another rule's."""
    if has.token and (has.username or has.password):
        return
    header = has.bearer or has.username
    sent = next((key for key in FIELDS if user.fields.get(key) is not None and user.string(key)), "")
    if has.exec and not has.provider and (header or (has.certificate and has.key)):
        yield "exec", f"{sent if header else 'the client certificate'} wins, so client-go never runs the plugin"
    if has.provider and not has.exec and header:
        yield "auth-provider", f"{sent} wins, though the provider must exist"
    if has.password and not has.username and (has.bearer or has.certificate or has.exec or has.provider):
        yield "password", "it has no username"
    if has.key and not has.certificate and (header or has.exec or has.provider):
        for key in ("client-key", "client-key-data"):
            if user.string(key):
                yield key, "it has no client certificate"
