"""Cluster without a server.

client-go then uses its built-in default, http://localhost:8080, where nobody listens: "The connection to the server
localhost:8080 was refused". A misspelt or misplaced key has the same effect, because unknown keys are ignored.

Bad:

    clusters:
    - name: c
      cluster:
        certificate-authority: ca.crt

Good:

    clusters:
    - name: c
      cluster:
        server: https://c.example
        certificate-authority: ca.crt

Since: all versions (https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/validation.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.place import place
from kubeconv.validation.rules.server._fields import words

CODE: Final = "KC401"
NAME: Final = "missing-server"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"


def check(case: Case) -> Iterator[Hit]:
    """Clusters that lack a server."""
    for cluster in case.kubeconfig.clusters:
        if not cluster.string("server"):
            subject = Subject("cluster", cluster.name)
            has_key = "server" in cluster.fields
            yield Hit(
                place(cluster.body, "server", cluster.entry)
                if has_key
                else place(cluster.entry, "name", cluster.entry),
                f"{words(subject)} has no server: kubectl takes http://localhost:8080",
                "add server: https://HOST:PORT",
                subject,
            )
