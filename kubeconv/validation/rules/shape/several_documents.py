"""The file goes on after its first document.

kubectl reads only the first YAML document and silently ignores everything after it, whether another kubeconfig or
garbage. To use several kubeconfigs, put each into its own file and name them all in KUBECONFIG, or merge them:
`KUBECONFIG=one:two kubectl config view --raw --flatten`.

Bad:

    users:
    - name: u
      user:
        tokenFile: /var/run/secrets/token
    ---
    kind: Config

Good:

    users:
    - name: u
      user:
        tokenFile: /var/run/secrets/token

Since: every kubectl (https://github.com/yaml/go-yaml/blob/v2/yaml.go, Unmarshal)
"""

import re
from collections.abc import Iterator
from typing import Final

from kubeconv.tree.finding import Effect, Severity
from kubeconv.tree.source import Span
from kubeconv.validation.rule import Case, Hit

CODE: Final = "KC007"
NAME: Final = "several-documents"
SEVERITY: Final[Severity] = "warning"
EFFECT: Final[Effect] = "risk"


def check(case: Case) -> Iterator[Hit]:
    """Text after the end of the first document."""
    text, end = case.kubeconfig.source.text, case.kubeconfig.document.end
    if end is None or end >= len(text):
        return
    # Comments, blank lines and a marker that nothing follows are no document.
    found = re.compile(r"(?:\s|#[^\n\r]*|(?:---|\.\.\.)(?=\s|$))*").match(text, end)
    if found is None or found.end() == len(text):
        return
    line = re.compile(r"[^\r\n]*").match(text, end)
    yield Hit(
        Span(end, line.end() if line else end),
        "kubectl reads only the first document of a file: everything from here on is ignored",
        "put it into its own file and name both files in KUBECONFIG",
    )
