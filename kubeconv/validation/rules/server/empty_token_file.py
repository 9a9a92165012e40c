"""Token file that holds nothing.

Over https kubectl reads the token file before it asks a plugin or shows a certificate, and stops at an empty one: "read empty
token from file". A `token` beside it is used instead, and over http nobody looks. The rule looks on this machine: check
a kubeconfig for another machine there.

Bad:

    users:
    - name: u
      user:
        tokenFile: /dev/null
        exec: {apiVersion: client.authentication.k8s.io/v1, command: login, interactiveMode: Never}

Good:

    users:
    - name: u
      user:
        exec: {apiVersion: client.authentication.k8s.io/v1, command: login, interactiveMode: Never}

Since: all versions (https://github.com/kubernetes/client-go/blob/master/transport/token_source.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.tree.node import string
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.server._fields import content_of, has, words

CODE: Final = "KC425"
NAME: Final = "empty-token-file"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"

#: With none of these kubectl asks for a user name before it reads the file, and KC122 tells of that.
_OTHERS: Final = ("exec", "auth-provider", "client-certificate", "client-certificate-data", "username")


def check(case: Case) -> Iterator[Hit]:
    """Users with an empty token file beside something else to log in with."""
    for user in case.kubeconfig.users_with("tokenFile"):
        if not has(user.fields, "tokenFile") or has(user.fields, "token"):
            continue
        pair = user.fields["tokenFile"]
        if any(has(user.fields, key) for key in _OTHERS) and content_of(case, string(pair.value.real)) == b"":
            subject = Subject("user", user.name)
            yield Hit(
                pair.value.span,
                f"the tokenFile of {words(subject)} is empty: over https kubectl stops at it",
                "put the token into the file, or delete the field if the user logs in in another way",
                subject,
                https_only=True,
            )
