"""tls-server-name that no certificate can have.

Use the host name or address in the certificate of the server, without scheme, port and path. Anything else never
matches: "certificate is valid for ..., not ...".

Bad:

    clusters:
    - name: c
      cluster:
        server: https://c.example
        tls-server-name: https://c.example:6443

Good:

    clusters:
    - name: c
      cluster:
        server: https://c.example
        tls-server-name: c.example

Since: 1.19 (https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/#Cluster)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.validation.go.host import is_address, is_domain_name, reached_by_https
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.server._fields import words

CODE: Final = "KC419"
NAME: Final = "bad-tls-server-name"
SEVERITY: Final[Severity] = "warning"
EFFECT: Final[Effect] = "risk"


def check(case: Case) -> Iterator[Hit]:
    """Clusters with such a name, if that has an effect."""
    for cluster in case.kubeconfig.clusters:
        name = cluster.string("tls-server-name")
        if name and name.isascii() and reached_by_https(cluster.string("server")):
            # Go takes an address in brackets too.
            if is_address(name) or is_domain_name(name) or (name[0] == "[" and is_address(name[1:-1])):
                continue
            subject = Subject("cluster", cluster.name)
            yield Hit(
                cluster.fields["tls-server-name"].value.span,
                f"tls-server-name of {words(subject)} is not a host name: no certificate can match it",
                "write the host name alone, without scheme and port",
                subject,
            )
