"""What kubectl makes of a kubeconfig, or of a KUBECONFIG list: it follows from the findings. Pure.

https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/validation.go (ConfirmUsable)
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kubeconv.finding import Finding, Subject
from kubeconv.kubeconfig import Cluster, Context, Kubeconfig, User, reached_by_https
from kubeconv.versions import Version


class Verdict(NamedTuple):
    """What one kubectl makes of a file: does it read it, and does it accept the context; None where there is none to judge."""

    kubectl: Version
    loads: bool
    usable: bool | None
    context: str = ""


class Judge:
    """Judges contexts for one kubectl. `files` are one kubeconfig, or the files of a KUBECONFIG list in their order, each
    with all of its findings: client-go takes every entry from the first file that has it, whole."""

    def __init__(self, kubectl: Version, files: Sequence[tuple[Kubeconfig, Sequence[Finding]]]) -> None:
        self.kubectl = kubectl
        self.loads = not any(finding.effect == "load" for _, findings in files for finding in findings)
        self.current_context = next((each.current_context for each, _ in files if each.current_context), "")
        self._contexts: dict[str, Context] = {}
        self._clusters: dict[str, Cluster] = {}
        self._users: dict[str, User] = {}
        self._stopped: set[Subject] = set()
        self._stopped_over_https: set[Subject] = set()
        earlier: set[Subject] = set()
        for kubeconfig, findings in files:
            for finding in findings:
                if finding.effect == "use" and finding.subject is not None and finding.subject not in earlier:
                    (self._stopped_over_https if finding.https_only else self._stopped).add(finding.subject)
            if len(files) > 1:
                earlier |= defined_in(kubeconfig)
            self._contexts = {**kubeconfig.contexts_by_name, **self._contexts}
            self._clusters = {**kubeconfig.clusters_by_name, **self._clusters}
            self._users = {**kubeconfig.users_by_name, **self._users}

    def verdict(self, context: str | None = None) -> Verdict:
        """The verdict for a context, or else for the current context."""
        name = self.current_context if context is None else context
        return Verdict(self.kubectl, self.loads, self._accepts(name) if self.loads else False, name)

    def _accepts(self, name: str) -> bool | None:
        chosen = self._contexts.get(name)
        if chosen is None and name:
            return False
        # Without a context client-go takes the cluster and the user that have no name, if the file has such.
        cluster, user = (chosen.cluster, chosen.user) if chosen else ("", "")
        server = self._clusters[cluster].string("server") if cluster in self._clusters else ""
        parts = {Subject("context", name), Subject("cluster", cluster), Subject("user", user)}
        if parts & self._stopped or (reached_by_https(server) and parts & self._stopped_over_https):
            return False
        return True if chosen or server else None


def judge(kubeconfig: Kubeconfig, findings: Iterable[Finding], kubectl: Version, context: str | None = None) -> Verdict:
    """The verdict that follows from all findings of a file: it loads where none has the effect `load`, and is usable
    where none with the effect `use` is about the context, its cluster or its user."""
    return Judge(kubectl, [(kubeconfig, [*findings])]).verdict(context)


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
