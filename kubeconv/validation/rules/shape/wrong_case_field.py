"""The name of a field has the wrong case.

kubectl does not know `Server` or `tokenfile`, and ignores them silently. (Only `apiVersion`
and `kind` of the file itself may be written in any case.)

Bad:

    clusters:
    - name: c
      cluster:
        server: https://c.example
        TLS-server-name: other.example

Good:

    clusters:
    - name: c
      cluster:
        server: https://c.example
        tls-server-name: other.example

Since: every kubectl (https://pkg.go.dev/sigs.k8s.io/json#UnmarshalCaseSensitivePreserveInts)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate.shown import key, quoted_key
from kubeconv.kubeconfig.unknown_fields import unknown_fields
from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit

CODE: Final = "KC011"
NAME: Final = "wrong-case-field"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "risk"


def check(case: Case) -> Iterator[Hit]:
    """Unknown fields that are a known one in another case."""
    for unknown in unknown_fields(case.kubeconfig):
        if unknown.why == "case":
            name = unknown.key.real.text
            message = (
                f"kubectl ignores {quoted_key(name)} in {unknown.inside}: its upper and lower case letters are wrong"
            )
            yield Hit(unknown.key.span, message, f"write {key(unknown.meant)}", meant=unknown.meant)
