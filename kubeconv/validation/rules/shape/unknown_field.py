"""A field that kubectl does not know.

kubectl ignores unknown fields silently. Often such a field is in the wrong place, one level too high or too low,
or in a cluster where it belongs to a user; sometimes it is a leftover of another program. Programs that want to keep data
in a kubeconfig should use `extensions`.

Bad:

    users:
    - name: u
      user:
        tokenFile: /var/run/secrets/token
      colour: blue

Good:

    users:
    - name: u
      user:
        tokenFile: /var/run/secrets/token
        extensions:
        - name: colours.example
          extension: {colour: blue}

Since: every kubectl (https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate.shown import quoted_key
from kubeconv.kubeconfig.structure import homes
from kubeconv.kubeconfig.unknown_fields import unknown_fields
from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit

CODE: Final = "KC009"
NAME: Final = "unknown-field"
SEVERITY: Final[Severity] = "warning"
EFFECT: Final[Effect] = "style"


def check(case: Case) -> Iterator[Hit]:
    """Fields that resemble none that client-go knows there."""
    for unknown in unknown_fields(case.kubeconfig):
        if unknown.meant:
            continue
        name = unknown.key.real.text
        # Written by kubectl before 1.0, and still in files that were copied on since.
        leftover = (unknown.inside, name) in (("cluster", "api-version"), ("user", "auth-path"))
        places = homes().get(name)
        yield Hit(
            unknown.key.span,
            f"kubectl does not know the field {quoted_key(name)} in {unknown.inside} and ignores it",
            f"it belongs in {places}" if places else "delete it, or keep such data in extensions",
            severity="info" if leftover else None,
        )
