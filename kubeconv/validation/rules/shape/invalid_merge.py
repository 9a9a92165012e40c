"""A merge key without a mapping.

`<<` takes over the fields of another mapping. Its value must be a mapping, an alias of one, or a list of these;
otherwise kubectl refuses the file.

Bad:

    extensions:
    - name: e
      extension: {<<: defaults}

Good:

    extensions:
    - name: e
      extension: {"<<": defaults}

Since: every kubectl (https://github.com/yaml/go-yaml/blob/v2/decode.go, merge)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.shape._oddities import oddities

CODE: Final = "KC018"
NAME: Final = "invalid-merge"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "load"


def check(case: Case) -> Iterator[Hit]:
    """Merge keys with anything but mappings."""
    for _, node, _ in oddities(case.kubeconfig, "merge"):
        yield Hit(node.span, "the merge key << needs a mapping", 'name a mapping, or quote the key: "<<"')
