"""Lists and mappings are nested too deep for kubeconv.

kubeconv does not judge a file with 1,000 levels or more, nor one with more values than any kubeconfig: some YAML parsers
stop there. kubectl itself gives up beyond 10,000 levels. No kubeconfig needs more than ten: a file like this was damaged, or
made to harm the program that reads it.

Bad:

    extensions: [[[[ ... 1,000 times ... ]]]]

Good:

    extensions: []

Since: every kubectl (https://github.com/yaml/go-yaml/blob/v2/scannerc.go, max_flow_level)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit

CODE: Final = "KC003"
NAME: Final = "nested-too-deep"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "unjudged"


def check(_case: Case) -> Iterator[Hit]:
    """Nothing: such a file is refused when it is read, before rules run."""
    return iter(())
