"""The file is not valid YAML.

kubectl reads nothing of such a file. The usual reasons are a tab in the indentation, a missing blank after a colon, a value
with `: ` or ` #` in it that needs quotes, a quote or bracket that is never closed, and control characters, which kubectl
refuses even in comments. Only the first document of the file counts: behind `---` anything may stand.

Bad:

    users:
    - name: u
      user: {tokenFile: /var/run/secrets/token

Good:

    users:
    - name: u
      user: {tokenFile: /var/run/secrets/token}

Since: every kubectl (https://github.com/yaml/go-yaml/tree/v2)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit

CODE: Final = "KC001"
NAME: Final = "syntax-error"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "load"


def check(_case: Case) -> Iterator[Hit]:
    """Nothing: a file with a syntax error is refused when it is read, before rules run."""
    return iter(())
