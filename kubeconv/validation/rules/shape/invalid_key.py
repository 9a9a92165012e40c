"""A key that JSON cannot have.

kubectl turns the YAML into JSON, where keys are texts: an empty key, `null` or `~`, a list or a mapping as key make the
file unreadable. An unquoted placeholder of a template, `{{ token }}`, is a mapping with a mapping as key.

Bad:

    extensions:
    - name: e
      extension: {{ value }}

Good:

    extensions:
    - name: e
      extension: "{{ value }}"

Since: every kubectl (https://github.com/kubernetes-sigs/yaml/blob/master/yaml.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.tree.finding import Effect, Severity
from kubeconv.tree.node import MAPPING, SCALAR
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.shape._oddities import oddities

CODE: Final = "KC016"
NAME: Final = "invalid-key"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "load"


def check(case: Case) -> Iterator[Hit]:
    """Keys that are neither texts nor numbers nor truth values."""
    for _, key, _ in oddities(case.kubeconfig, "key"):
        node = key.real
        if node.kind == MAPPING and node.flow:
            yield Hit(
                key.span,
                "kubectl cannot read a mapping as key: is {{ … }} a placeholder that was not filled in?",
                "fill it in, or put it in quotes",
            )
        elif node.kind == SCALAR:
            what = "null" if node.is_null else "a number this large"
            yield Hit(key.span, f"kubectl cannot read {what} as key", "put it in quotes")
        else:
            yield Hit(key.span, "kubectl cannot read a list or mapping as key", "put it in quotes")
