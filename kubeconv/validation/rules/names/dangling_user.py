"""Context names a user that is not in the file.

Over https kubectl does not say so: it asks "Please enter Username:", and fails with "EOF" if nobody can answer.
Over http it ignores credentials. The same happens if a context names no user at all.

Bad:

    contexts:
    - name: x
      context:
        cluster: c
        user: v
    users: []

Good:

    contexts:
    - name: x
      context:
        cluster: c
        user: u

Since: all versions (https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/client_config.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate.shown import quoted_name
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.names._entries import Suggestions, is_https, words
from kubeconv.validation.rules.place import place

CODE: Final = "KC108"
NAME: Final = "dangling-user"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"


def check(case: Case) -> Iterator[Hit]:
    """Contexts whose user is not defined."""
    users = case.kubeconfig.users_by_name
    near, elsewhere = Suggestions(users), case.neighbours.defined
    for context in case.kubeconfig.contexts:
        # A context that names no user gets the one without a name, if there is one.
        if context.user in users or elsewhere.has_entry("user", context.user):
            continue
        asked = is_https(case.kubeconfig, context.cluster) is not False
        if not context.user and not asked:
            continue
        missing = (
            f"names the user {quoted_name(context.user)}, which is not in this file"
            if context.user
            else "names no user"
        )
        yield Hit(
            place(context.body, "user", context.entry),
            f"{words(context)} {missing}{': kubectl asks for a user name' if asked else ''}",
            near.for_name(context.user),
            Subject("context", context.name),
            None if asked else "warning",
            None if asked else "risk",
            https_only=asked,
        )
