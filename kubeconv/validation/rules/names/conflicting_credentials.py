"""Two ways to log in that client-go refuses together.

Both a token and a user name with password go into the header `Authorization`, which can appear only once. client-go
refuses `token` with `username` or `password` at once, `tokenFile` with `username` when it builds a connection over
https. A client certificate may stand beside either.

Bad:

    users:
    - name: u
      user:
        tokenFile: /var/run/secrets/token
        username: admin

Good:

    users:
    - name: u
      user:
        tokenFile: /var/run/secrets/token

Since: all versions (https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/validation.go,
https://github.com/kubernetes/client-go/blob/master/transport/round_trippers.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate.shown import quoted_name
from kubeconv.kubeconfig.acceptance import refused_together
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.names._credentials import credentials
from kubeconv.validation.rules.place import place

CODE: Final = "KC120"
NAME: Final = "conflicting-credentials"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"


def check(case: Case) -> Iterator[Hit]:
    """Users with a token and a user name or password."""
    for user, has in credentials(case):
        for first, second in refused_together(has):
            if first in ("token", "tokenFile"):
                yield Hit(
                    place(user.body, second, user.entry),
                    f"user {quoted_name(user.name)} has {first} and {second}, which client-go refuses together",
                    f"delete {first}, or delete username and password",
                    Subject("user", user.name),
                    https_only=first == "tokenFile",
                )
