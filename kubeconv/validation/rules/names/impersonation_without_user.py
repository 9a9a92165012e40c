"""Impersonation of a group, uid or extra without a user.

`as-uid`, `as-groups` and `as-user-extra` say more about the user that `as` names. client-go refuses them without it.

Bad:

    users:
    - name: u
      user:
        tokenFile: /var/run/secrets/token
        as-groups: [system:masters]

Good:

    users:
    - name: u
      user:
        tokenFile: /var/run/secrets/token
        as: jane
        as-groups: [system:masters]

Since: all versions; as-uid is known from kubectl 1.23 on
(https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate.shown import quoted_name
from kubeconv.kubeconfig.acceptance import accepts, impersonating_nobody
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.place import place

CODE: Final = "KC121"
NAME: Final = "impersonation-without-user"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"


def check(case: Case) -> Iterator[Hit]:
    """Users that impersonate something, but no user."""
    for user in case.kubeconfig.users_with("as-uid", "as-groups", "as-user-extra"):
        for key, fact in impersonating_nobody(user):
            if not accepts(case.kubectl, fact):
                yield Hit(
                    place(user.body, key, user.entry),
                    f"user {quoted_name(user.name)} has {key} without as: client-go refuses to impersonate nobody",
                    f"add as with the name of the user to impersonate, or delete {key}",
                    Subject("user", user.name),
                )
