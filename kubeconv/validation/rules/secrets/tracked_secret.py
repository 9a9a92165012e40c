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

#: To look through so many characters takes as long as to read the index of a large repository.
_LARGE: Final = 200_000


def check(case: Case) -> Iterator[Hit]:
    """Each credential of a tracked file."""
    path, tracked = case.path, case.tracked
    if not tracked and not case.may_be_tracked:
        return
    # The index is read only if there is something to hide, but before a large file is looked through.
    if not tracked and len(case.kubeconfig.source.text) > _LARGE and not _is_tracked(case):
        return
    for subject, secret in credentials(case.kubeconfig):
        tracked = tracked or _is_tracked(case)
        if not tracked:
            return
        yield Hit(
            secret.span,
            f"{owner(subject)}a credential ({shown.line(secret.name)}) is in a file that git tracks",
            f"git rm --cached {path_of(path) if path else 'FILE'}, and revoke the credential: the history keeps it",
            subject,
        )


def _is_tracked(case: Case) -> bool:
    return case.disk is not None and case.path is not None and case.disk.tracked_by_git(case.path)
