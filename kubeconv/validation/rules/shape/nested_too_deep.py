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

from kubeconv.kubeconfig.structure import structure
from kubeconv.tree.finding import Effect, Severity
from kubeconv.tree.limits import NOT_JUDGED
from kubeconv.validation.rule import Case, Hit

CODE: Final = "KC003"
NAME: Final = "nested-too-deep"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "unjudged"


def check(case: Case) -> Iterator[Hit]:
    """More odd entries than can be judged in time. What is nested too deep is refused when it is read, before rules run."""
    if structure(case.kubeconfig).is_cut:
        yield Hit(None, f"more odd values than any kubeconfig: {NOT_JUDGED}")
