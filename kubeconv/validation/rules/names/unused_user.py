"""User that no context uses.

It is harmless and may be meant for `kubectl --user`, but most often it was left behind when a context was deleted, and
with it a credential that nobody needs.

Bad:

    users:
    - name: u
      user:
        tokenFile: /var/run/secrets/token
    - name: v
      user:
        tokenFile: /var/run/secrets/token

Good:

    users:
    - name: u
      user:
        tokenFile: /var/run/secrets/token

Since: all versions (https://kubernetes.io/docs/tasks/access-application-cluster/configure-access-multiple-clusters/)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate.shown import quoted_name
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.command import spelt
from kubeconv.validation.rules.place import place

CODE: Final = "KC110"
NAME: Final = "unused-user"
SEVERITY: Final[Severity] = "info"
EFFECT: Final[Effect] = "style"


def check(case: Case) -> Iterator[Hit]:
    """Users that are not named by any context. Where there are no contexts, those of another file may name them."""
    kubeconfig = case.kubeconfig
    if not kubeconfig.contexts:
        return
    elsewhere = case.neighbours.used
    used = {context.user for context in kubeconfig.contexts}
    for user in kubeconfig.users:
        if user.name and user.name not in used and not elsewhere.has(Subject("user", user.name)):
            delete = "kubectl", "config", "delete-user", user.name, "--kubeconfig"
            yield Hit(
                place(user.entry, "name", user.entry),
                f"no context of this file uses the user {quoted_name(user.name)}",
                f"delete it if nothing else needs it: {spelt(case, delete)}",
                Subject("user", user.name),
            )
