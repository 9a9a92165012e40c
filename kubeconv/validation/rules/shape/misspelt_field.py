"""The name of a field is misspelt.

kubectl silently ignores a field that it does not know: the file looks right but works differently, with no certificate
authority or without credentials. Only the exact name counts, with its hyphens: `clientCertificateData` and
`client-cert-data` are not read.

Bad:

    clusters:
    - name: c
      cluster:
        server: https://c.example
        tls-server-nmae: other.example

Good:

    clusters:
    - name: c
      cluster:
        server: https://c.example
        tls-server-name: other.example

Since: every kubectl (https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate.shown import key, quoted_key
from kubeconv.kubeconfig.unknown_fields import unknown_fields
from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit

CODE: Final = "KC010"
NAME: Final = "misspelt-field"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "risk"


def check(case: Case) -> Iterator[Hit]:
    """Unknown fields that are nearly a known one."""
    for unknown in unknown_fields(case.kubeconfig):
        if unknown.why == "spelling":
            name = unknown.key.real.text
            message = f"kubectl does not know the field {quoted_key(name)} in {unknown.inside} and ignores it"
            yield Hit(unknown.key.span, message, f"did you mean {key(unknown.meant)}?", meant=unknown.meant)
