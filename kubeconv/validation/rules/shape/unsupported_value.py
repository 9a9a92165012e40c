"""A number that JSON does not have.

kubectl turns the YAML into JSON before it looks at it, and JSON has no infinity and no not-a-number. `.inf` and `.nan`
without quotes make the file unreadable, even in fields that kubectl does not know and in extensions.

Bad:

    extensions:
    - name: e
      extension: {limit: .inf}

Good:

    extensions:
    - name: e
      extension: {limit: ".inf"}

Since: every kubectl (https://pkg.go.dev/encoding/json#UnsupportedValueError)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate import shown
from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.shape._oddities import oddities

CODE: Final = "KC014"
NAME: Final = "unsupported-value"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "load"

_NUMBERS: Final = (".inf", "+.inf", "-.inf", ".nan")


def check(case: Case) -> Iterator[Hit]:
    """Infinities and not-a-numbers that end up in the JSON."""
    for _, node, _ in oddities(case.kubeconfig, "number"):
        number = shown.known(node.text, _NUMBERS)
        yield Hit(node.span, f"kubectl cannot read the number {number}", f'put it in quotes: "{number}"')
