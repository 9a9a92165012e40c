"""Folder instead of a file.

client-go notices it only when it reads the file, over https: "read PATH: is a directory".

Bad:

    clusters:
    - name: c
      cluster:
        server: https://c.example
        certificate-authority: pki

Good:

    clusters:
    - name: c
      cluster:
        server: https://c.example
        certificate-authority: /home/me/ca.crt

Since: all versions (https://github.com/kubernetes/client-go/blob/master/transport/transport.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate.shown import quoted_path
from kubeconv.tree.finding import Effect, Severity
from kubeconv.tree.node import string
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.server._fields import files, is_folder, words

CODE: Final = "KC417"
NAME: Final = "directory-as-file"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"


def check(case: Case) -> Iterator[Hit]:
    """Folders that clusters and users name as files."""
    for subject, key, pair in files(case):
        name = string(pair.value.real)
        if is_folder(case, name):
            yield Hit(
                pair.value.span,
                f"{key} {quoted_path(name)} of {words(subject)} is a folder",
                "name a file in it",
                subject,
                https_only=True,
            )
