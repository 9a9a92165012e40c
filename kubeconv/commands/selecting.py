"""The options that say which users are meant, the same for every command."""

from collections.abc import Sequence
from typing import Annotated, Final

from kubeconv.commands.declared import Option
from kubeconv.kubeconfig.selection import Selection

#: The heading of these options in a help.
WHICH_USERS: Final = "Which users"

Contexts = Annotated[list[str] | None, Option("--context", help="Only this context and its user (name or glob). Separate several with commas, or repeat the option.", metavar="NAME", completes="contexts", heading=WHICH_USERS)]  # fmt: skip
Users = Annotated[list[str] | None, Option("--user", help="Only this user; names as above.", metavar="NAME", completes="users", heading=WHICH_USERS)]  # fmt: skip
Clusters = Annotated[list[str] | None, Option("--cluster", help="Only the contexts of this cluster, and their users.", metavar="NAME", completes="clusters", heading=WHICH_USERS)]  # fmt: skip
Excluded = Annotated[list[str] | None, Option("--exclude", help="Leave out this context, user or cluster.", metavar="NAME", completes="entries", heading=WHICH_USERS)]  # fmt: skip


def selection(
    contexts: Sequence[str] | None,
    users: Sequence[str] | None,
    clusters: Sequence[str] | None,
    excluded: Sequence[str] | None,
) -> Selection:
    """What these options select."""
    return Selection(users or (), contexts or (), clusters or (), excluded or ())
