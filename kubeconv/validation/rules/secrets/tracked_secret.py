"""A file that git tracks holds a credential.

Whoever can read the repository, now or at any time later, can log in: git keeps it in its history even when the file is
deleted. Tokens, passwords and private keys count, also in base64, in the arguments and the environment of an exec
plugin, in the config of an auth provider and in a URL; placeholders and encrypted values do not. Take it out of git and
revoke it: it is known.

Bad:

    users:
    - name: u
      user:
        token: 1aCIwTdFhUL5

Good:

    users:
    - name: u
      user:
        tokenFile: /var/run/secrets/token

Since: always (https://docs.github.com/code-security/secret-scanning)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate import shown
from kubeconv.gate.shown import path_of
from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.secrets._owners import credentials, owner

CODE: Final = "KC501"
NAME: Final = "tracked-secret"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "risk"


def check(case: Case) -> Iterator[Hit]:
    """Each credential of a tracked file."""
    disk, path = case.disk, case.path
    tracked = case.tracked
    for subject, secret in credentials(case.kubeconfig):
        # The index is read only if there is something to hide.
        tracked = tracked or (disk is not None and path is not None and disk.tracked_by_git(path))
        if not tracked:
            return
        yield Hit(
            secret.span,
            f"{owner(subject)}a credential ({shown.line(secret.name)}) is in a file that git tracks",
            f"git rm --cached {path_of(path) if path else 'FILE'}, and revoke the credential: the history keeps it",
            subject,
        )
