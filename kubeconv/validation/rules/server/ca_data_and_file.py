"""Certificate authority as data and as a file.

client-go says that the data "will override" and refuses the cluster all the same.

Bad:

    clusters:
    - name: c
      cluster:
        server: https://c.example
        certificate-authority: ca.crt
        certificate-authority-data: |
          LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSEZNSG1nQXdJQkFnSUJCekFGQmdNclpYQXdEREVLTUFnR0ExVUVB
          d3dCZFRBZ0Z3MHlNREF4TURFd01EQXcKTURCYUdBOHlNRFl3TURFd01UQXdNREF3TUZvd0RERUtNQWdHQTFVRUF3d0Jk
          VEFxTUFVR0F5dGxjQU1oQUVnSApXbGwrY2hvVmJpNEhtZDVjd01VeVRjYm42dkhOMUdKUWhvN0ZNaFhkTUFVR0F5dGxj
          QU5CQUprQmMzbUlSeE5SCkFJc0dLemo3MFR5c2EyNGZXOTFQVDBFYVJ5QzBaV1BJVDVIY0M1eFlIQVhuOGMrdXRGL0dL
          WnFqSytPelUxZnUKU29HTnhzQTE3Z1U9Ci0tLS0tRU5EIENFUlRJRklDQVRFLS0tLS0K

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
from kubeconv.validation.rules.server._fields import has, words

CODE: Final = "KC412"
NAME: Final = "ca-data-and-file"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"


def check(case: Case) -> Iterator[Hit]:
    """Clusters that have both."""
    for cluster in case.kubeconfig.clusters:
        if has(cluster.fields, "certificate-authority-data") and has(cluster.fields, "certificate-authority"):
            subject = Subject("cluster", cluster.name)
            yield Hit(
                cluster.fields["certificate-authority"].key.span,
                f"{words(subject)} has certificate-authority and certificate-authority-data: client-go refuses them together",
                "remove one of them",
                subject,
            )
