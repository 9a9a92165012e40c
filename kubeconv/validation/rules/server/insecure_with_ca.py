"""insecure-skip-tls-verify together with a certificate authority.

client-go does not guess which of the two is meant and refuses the cluster: "specifying a root certificates file with
the insecure flag is not allowed". Over http it looks at neither.

Bad:

    clusters:
    - name: c
      cluster:
        server: https://c.example
        insecure-skip-tls-verify: true
        certificate-authority: ca.crt

Good:

    clusters:
    - name: c
      cluster:
        server: https://c.example
        certificate-authority: ca.crt

Since: all versions (https://github.com/kubernetes/client-go/blob/master/transport/transport.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.server._fields import has, is_insecure, words

CODE: Final = "KC405"
NAME: Final = "insecure-with-ca"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"


def check(case: Case) -> Iterator[Hit]:
    """Clusters that have both."""
    for cluster in case.kubeconfig.clusters:
        for key in ("certificate-authority-data", "certificate-authority"):
            if has(cluster.fields, key) and is_insecure(cluster):
                subject = Subject("cluster", cluster.name)
                yield Hit(
                    cluster.fields["insecure-skip-tls-verify"].value.span,
                    f"{words(subject)} has insecure-skip-tls-verify and {key}: client-go refuses them together",
                    "remove insecure-skip-tls-verify",
                    subject,
                    https_only=True,
                )
                break
