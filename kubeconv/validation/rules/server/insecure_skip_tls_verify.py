"""Server whose certificate is not checked.

Anyone between kubectl and the server can read the credentials and change everything.

Bad:

    clusters:
    - name: c
      cluster:
        server: https://c.example
        insecure-skip-tls-verify: true

Good:

    clusters:
    - name: c
      cluster:
        server: https://c.example
        certificate-authority: ca.crt

Since: all versions (https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/#Cluster)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.validation.go.host import reached_by_https
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.server._fields import has, is_insecure, words

CODE: Final = "KC404"
NAME: Final = "insecure-skip-tls-verify"
SEVERITY: Final[Severity] = "warning"
EFFECT: Final[Effect] = "risk"


def check(case: Case) -> Iterator[Hit]:
    """Clusters with insecure-skip-tls-verify, if that has an effect."""
    for cluster in case.kubeconfig.clusters:
        # Together with a certificate authority it is an error, with a rule of its own.
        has_authority = has(cluster.fields, "certificate-authority-data") or has(
            cluster.fields, "certificate-authority"
        )
        if is_insecure(cluster) and not has_authority and reached_by_https(cluster.string("server")):
            subject = Subject("cluster", cluster.name)
            yield Hit(
                cluster.fields["insecure-skip-tls-verify"].value.span,
                f"the certificate of {words(subject)} is not checked",
                "remove it and set certificate-authority-data; set tls-server-name if only the name differs",
                subject,
            )
