"""YAML that other programs read, but kubectl does not.

kubectl reads YAML 1.1 with its own library, even if the file is JSON. It stumbles over things that are valid elsewhere:
a `%YAML 1.2` line, `\\/` and surrogate pairs (`\\ud83d\\ude00`) in JSON strings, a `?` inside an unquoted value between
brackets.

Bad:

    current-context: "\\u0078"
    extensions: [{name: e, extension: {url: https://c.example?a=1}}]

Good:

    current-context: "\\u0078"
    extensions: [{name: e, extension: {url: "https://c.example?a=1"}}]

Since: every kubectl (https://github.com/yaml/go-yaml/tree/v2)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit

CODE: Final = "KC006"
NAME: Final = "foreign-yaml"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "load"


def check(_case: Case) -> Iterator[Hit]:
    """Nothing: such a file is refused when it is read, before rules run."""
    return iter(())
