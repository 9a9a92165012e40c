"""File that does not exist or cannot be read.

Relative paths start from the folder of the kubeconfig, and every path is taken as written: `~`, `$HOME`, `file://` and
blanks at the end are part of the name. The client key is looked at only with a client certificate, the token file only
without a token and over https. The rule looks on this machine: check a kubeconfig for another machine there.

Bad:

    clusters:
    - name: c
      cluster:
        server: https://c.example
        certificate-authority: ~/ca.crt

Good:

    clusters:
    - name: c
      cluster:
        server: https://c.example
        certificate-authority: /home/me/ca.crt

Since: all versions (https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/validation.go)
"""

import stat
from collections.abc import Iterator
from typing import Final

from kubeconv.gate.shown import is_path, path_of, quoted, quoted_path
from kubeconv.tree.finding import Effect, Severity
from kubeconv.tree.node import string
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.server._fields import files, location, misplaced, words

CODE: Final = "KC416"
NAME: Final = "missing-file"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"


def check(case: Case) -> Iterator[Hit]:
    """Files that clusters and users name, where they are not there."""
    if case.disk is None:
        return
    folder = quoted(path_of(case.folder))
    for subject, key, pair in files(case):
        name = string(pair.value.real)
        path = location(case, name)
        mode = case.disk.mode(path)
        if mode is not None and not (stat.S_ISREG(mode) and case.disk.read(path) is None):
            continue
        yield Hit(
            pair.value.span,
            f"{key} {quoted_path(name)} of {words(subject)} {'does not exist' if mode is None else 'cannot be read'}",
            misplaced(key, name) or f"kubectl looks for {quoted_path(path) if is_path(name) else f'it in {folder}'}",
            subject,
            https_only=key == "tokenFile",
        )
