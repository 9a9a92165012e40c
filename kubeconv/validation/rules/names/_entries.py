"""What the rules about names share: which server a user is sent to, what to say of a wrong name."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from kubeconv.gate.near import nearest
from kubeconv.gate.shown import quoted_name
from kubeconv.kubeconfig.view import Context, Kubeconfig
from kubeconv.validation.go.host import reached_by_https

#: A list longer than this helps nobody who looks for the right name.
_FEW = 6
#: So many letters of names are compared with names that are not there: less than a hundredth of a second.
_MAX_LETTERS = 50_000


def is_https(kubeconfig: Kubeconfig, cluster: str) -> bool | None:
    """True if client-go reaches a cluster over TLS; None if the file does not define it."""
    found = kubeconfig.clusters_by_name.get(cluster)
    return None if found is None else reached_by_https(found.string("server"))


def pairings(kubeconfig: Kubeconfig) -> Iterator[tuple[str, str]]:
    """Which cluster is reached as which user: of every context, and what client-go takes if no context is chosen."""
    for context in kubeconfig.contexts:
        yield context.cluster, context.user
    if not kubeconfig.current_context and "" not in kubeconfig.contexts_by_name:
        yield "", ""


def users_over_https(kubeconfig: Kubeconfig) -> Mapping[str, bool]:
    """User name to whether it may be sent over TLS: to a server with https, or to a cluster that another file defines.
    Users that no context names are left out."""
    found: dict[str, bool] = {}
    for cluster, user in pairings(kubeconfig):
        found[user] = found.get(user, False) or is_https(kubeconfig, cluster) is not False
    return found


class Suggestions:
    """What missing names may have been meant to be. The existing names are read once."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = [each for each in names if each]
        self._letters, self._left = sum(map(len, self._names)), _MAX_LETTERS

    @cached_property
    def _folded(self) -> Mapping[str, str]:
        return {each.strip().casefold(): each for each in reversed(self._names)}

    @cached_property
    def _listed(self) -> str:
        number = len(self._names)
        if not number:
            return ""
        named = ", ".join(quoted_name(each) for each in self._names[: 3 if number > _FEW else number])
        return f"the file has {number}, among them {named}" if number > _FEW else f"the file has {named}"

    def for_name(self, name: str) -> str:
        """The same name in other letters, or one of a few."""
        if not self._names:
            return ""
        if alike := self._folded.get(name.strip().casefold()):
            return f"did you mean {quoted_name(alike)}? Names are compared letter by letter"
        if len(self._names) > _FEW and (near := self._near(name)):
            return f"did you mean {quoted_name(near)}?"
        return self._listed

    def _near(self, name: str) -> str:
        """The name that is nearest, if one is near; '' also once enough was compared."""
        if self._left < 0:
            return ""
        self._left -= self._letters + len(name)
        return next(iter(nearest(name, self._names, 0.7)), "") if name and self._left >= 0 else ""


def words(context: Context) -> str:
    """How a message calls a context."""
    return f"context {quoted_name(context.name)}" if context.name else "the context without a name"
