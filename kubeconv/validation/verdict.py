"""What kubectl makes of a kubeconfig, or of a KUBECONFIG list: it follows from the findings. Pure.

https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/validation.go (ConfirmUsable)
"""

from collections.abc import Iterable, Sequence

from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.view import Cluster, Context, Kubeconfig, User, current_context_of
from kubeconv.releases.version import Version
from kubeconv.tree.finding import UNREAD, Finding, Subject
from kubeconv.validation.go.host import reached_by_https
from kubeconv.validation.load_order import first_to_stop


class Verdict(NamedTuple):
    """What one kubectl makes of a file: does it read it, and does it accept the context. `loads` is None for a file that
    we do not judge, `usable` also if there is no context to judge."""

    kubectl: Version
    loads: bool | None
    usable: bool | None
    context: str = ""


def all_of(answers: Iterable[bool | None]) -> bool | None:
    """False if one answer is False, else None if one is None, else True."""
    found = {*answers}
    return False if False in found else None if None in found else True


#: A finding that stops client-go, or us, and the file that it is about.
Stop = tuple[Kubeconfig, Finding]


class Judge:
    """Judges contexts for one kubectl. `files` are one kubeconfig, or the files of a KUBECONFIG list in their order, each
    with all of its findings: client-go takes every entry from the first file that has it, whole. It loads if no finding
    has the effect `load`; a context is usable if none with the effect `use` is about it, its cluster or its user."""

    def __init__(self, kubectl: Version, files: Sequence[tuple[Kubeconfig, Sequence[Finding]]]) -> None:
        self.kubectl = kubectl
        self.current_context = current_context_of(each for each, _ in files)
        self._contexts: dict[str, Context] = {}
        self._clusters: dict[str, Cluster] = {}
        self._users: dict[str, User] = {}
        self._unread = [
            (each, finding)
            for each, findings in files
            for finding in findings
            if finding.effect in UNREAD or (finding.folded and any(each.effect in UNREAD for each in finding.folded))
        ]
        first = next((stop for kubeconfig, found in files if (stop := first_to_stop(kubeconfig, found))), None)
        self._unread.sort(key=lambda stop: stop[1] is not first)
        self._stopped: dict[Subject, list[Stop]] = {}
        self._stopped_over_https: dict[Subject, list[Stop]] = {}
        earlier: set[Subject] = set()
        for kubeconfig, findings in files:
            for finding in findings:
                if finding.effect != "use" and not finding.folded:
                    continue
                for each in finding.all:  # what is folded into a finding stops client-go because of that
                    if each.effect == "use" and each.subject is not None and each.subject not in earlier:
                        stopped = self._stopped_over_https if each.https_only else self._stopped
                        stopped.setdefault(each.subject, []).append((kubeconfig, finding))
            if len(files) > 1:
                earlier |= defined_in(kubeconfig)
            for name, context in kubeconfig.contexts_by_name.items():
                self._contexts.setdefault(name, context)
            for name, cluster in kubeconfig.clusters_by_name.items():
                self._clusters.setdefault(name, cluster)
            for name, user in kubeconfig.users_by_name.items():
                self._users.setdefault(name, user)
        self.loads = all_of(None if finding.effect == "unjudged" else False for _, finding in self._unread)

    @property
    def contexts(self) -> Iterable[str]:
        """The names of the contexts, in the order of the files."""
        return self._contexts

    def verdict(self, context: str | None = None) -> Verdict:
        """The verdict for a context, or else for the current context."""
        name = self.current_context if context is None else context
        return Verdict(self.kubectl, self.loads, self._accepts(name) if self.loads else self.loads, name)

    def stops(self, name: str) -> Sequence[Stop]:
        """Why it does not read the files, what it meets first at the head, or else does not accept a context; nothing if it
        does both."""
        if self._unread:
            return self._unread
        if not self._stopped and not self._stopped_over_https:
            return ()
        cluster, user, server = self.parts(name)
        tables = [self._stopped, *([self._stopped_over_https] if reached_by_https(server) else [])]
        subjects = (Subject("context", name), Subject("cluster", cluster), Subject("user", user))
        return [stop for table in tables for subject in subjects for stop in table.get(subject, ())]

    def about(self, name: str) -> tuple[str, ...]:
        """What the verdict on a context hangs on: its cluster and user alone, unless something was found about itself."""
        chosen = self._contexts.get(name)
        subject = Subject("context", name)
        if chosen is None or subject in self._stopped or subject in self._stopped_over_https:
            return (name,)
        return chosen.cluster, chosen.user

    def _accepts(self, name: str) -> bool | None:
        chosen = name in self._contexts
        if (not chosen and name) or self.stops(name):
            return False
        return True if chosen or self.parts(name)[2] else None

    def parts(self, name: str) -> tuple[str, str, str]:
        """The cluster and the user of a context, and the server. Without a context client-go takes the cluster and the user
        that have no name, if the file has such."""
        chosen = self._contexts.get(name)
        cluster, user = (chosen.cluster, chosen.user) if chosen else ("", "")
        return cluster, user, self._clusters[cluster].string("server") if cluster in self._clusters else ""


def defined_in(kubeconfig: Kubeconfig) -> set[Subject]:
    """The entries that a kubeconfig defines."""
    return {
        *(Subject("context", name) for name in kubeconfig.contexts_by_name),
        *(Subject("cluster", name) for name in kubeconfig.clusters_by_name),
        *(Subject("user", name) for name in kubeconfig.users_by_name),
    }


def named_in(kubeconfig: Kubeconfig) -> set[Subject]:
    """The entries that a kubeconfig names: its current context, and the clusters and users of its contexts."""
    return {
        Subject("context", kubeconfig.current_context),
        *(Subject("cluster", context.cluster) for context in kubeconfig.contexts),
        *(Subject("user", context.user) for context in kubeconfig.contexts),
    }
