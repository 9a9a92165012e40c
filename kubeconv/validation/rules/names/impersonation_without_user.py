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

from kubeconv.releases.table import AS_UID, NULL_EXTRA
from kubeconv.releases.version import Version
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.tree.node import MAPPING, SCALAR, Node, value_of
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.place import place

CODE: Final = "KC121"
NAME: Final = "impersonation-without-user"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"


def check(case: Case) -> Iterator[Hit]:
    """Users who impersonate something, but nobody."""
    keys = ("as-uid", "as-groups", "as-user-extra") if case.kubectl >= AS_UID.since else ("as-groups", "as-user-extra")
    for user in case.kubeconfig.users:
        if user.string("as"):
            continue
        for key in keys:
            if _counts(value_of(user.fields, key), case.kubectl):
                yield Hit(
                    place(user.body, key, user.entry),
                    f"user {user.name!r} has {key} without as: client-go refuses to impersonate nobody",
                    f"add as with the name of the user to impersonate, or delete {key}",
                    Subject("user", user.name),
                )


def _counts(value: Node | None, kubectl: Version) -> bool:
    if value is None:
        return False
    if value.kind == SCALAR:
        return bool(value.text)
    if value.kind == MAPPING and kubectl < NULL_EXTRA.since:
        return any(not item.real.is_null for item in value.children[1::2])
    return bool(value.children)
