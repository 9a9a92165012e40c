"""A value does not fit its tag.

`!!int`, `!!float`, `!!bool`, `!!null`, `!!timestamp` and `!!binary` tell YAML the type of a value; if the value does
not fit, kubectl refuses the file. Kubeconfigs need no tags. A value that begins with an exclamation mark needs quotes.

Bad:

    extensions:
    - name: e
      extension: {limit: !!int many}

Good:

    extensions:
    - name: e
      extension: {limit: many}

Since: every kubectl (https://github.com/yaml/go-yaml/blob/v2/resolve.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate import shown
from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.shape._oddities import oddities

CODE: Final = "KC017"
NAME: Final = "invalid-tag"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "load"

_TAGS: Final = ("!!int", "!!float", "!!bool", "!!null", "!!timestamp", "!!binary", "!!str")


def check(case: Case) -> Iterator[Hit]:
    """Values that cannot be what their tag says."""
    for _, node, _ in oddities(case.kubeconfig, "tag"):
        tag = shown.known((node.tag or "").replace("tag:yaml.org,2002:", "!!"), _TAGS)
        yield Hit(node.span, f"the value does not fit its tag {tag}", f"delete {tag}")
