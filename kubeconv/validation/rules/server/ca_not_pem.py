"""Certificate authority that holds no certificate.

The data is base64 of PEM: text with lines `-----BEGIN CERTIFICATE-----`. client-go takes it if it can read one
certificate in it; text around it, keys and damaged certificates beside it do not matter.

Bad:

    clusters:
    - name: c
      cluster:
        server: https://c.example
        certificate-authority-data: bm90IHBlbQ==

Good:

    clusters:
    - name: c
      cluster:
        server: https://c.example
        certificate-authority: ca.crt

Since: all versions; certificates with a negative serial number since 1.32
(https://github.com/kubernetes/client-go/blob/master/transport/transport.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.validation.go.certificates import authorities
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.server._fields import is_redacted, material, words

CODE: Final = "KC406"
NAME: Final = "ca-not-pem"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"


def check(case: Case) -> Iterator[Hit]:
    """Clusters with such a certificate authority."""
    for cluster in case.kubeconfig.clusters:
        found = material(case, cluster.fields, "certificate-authority")
        # An empty file means the authorities of the system; `is_redacted` is another rule.
        if found is None or not found.content or is_redacted(cluster.fields, found.field):
            continue
        if problem := authorities(found.content, case.kubectl).problem:
            subject = Subject("cluster", cluster.name)
            yield Hit(
                found.span,
                f"{found.field} of {words(subject)} is unusable: {problem}",
                "fetch the kubeconfig again, or: base64 -w0 ca.crt",
                subject,
                https_only=True,
            )
