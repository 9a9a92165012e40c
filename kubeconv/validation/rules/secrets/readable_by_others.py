"""A file with credentials can be read, or a kubeconfig be changed, by other users of this machine.

Anyone who reads the file has your credentials; anyone who may write it can have kubectl run any program as you.
ssh refuses such keys, kubectl does not check. `chmod 600` fixes it.

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

Since: always; helm 3.3 and newer warn too (https://github.com/helm/helm/pull/8779)
"""

import posixpath
from collections.abc import Iterator
from typing import Final

from kubeconv.gate import shown
from kubeconv.gate.shown import path_of, quoted_name
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.tree.node import value_of
from kubeconv.validation.rule import Case, Disk, Hit
from kubeconv.validation.rules.secrets._owners import credentials

CODE: Final = "KC502"
NAME: Final = "readable-by-others"
SEVERITY: Final[Severity] = "warning"
EFFECT: Final[Effect] = "risk"

_GROUP_READ, _OTHERS_READ, _OTHERS_WRITE = 0o040, 0o004, 0o002


def check(case: Case) -> Iterator[Hit]:
    """The file itself, and the files with keys that it names."""
    disk, path = case.disk, case.path
    # Everybody has what is in git, and git keeps no modes.
    if disk is None or case.tracked:
        return
    if path is not None and (mode := _mode(disk, path)) is not None:
        if mode & _OTHERS_WRITE:
            message = f"any user of this machine may change {path_of(path)} (mode {mode & 0o777:o})"
            yield Hit(None, message, f"chmod 600 {path_of(path)}", severity="error")
        elif (who := _readers(mode)) and any(credentials(case.kubeconfig)) and not disk.tracked_by_git(path):
            message = f"{path_of(path)} holds credentials and may be read by {who} (mode {mode & 0o777:o})"
            yield Hit(None, message, f"chmod 600 {path_of(path)}")
    for user in case.kubeconfig.users_with("client-key"):
        key = user.string("client-key")
        if not key:
            continue
        where = posixpath.join(case.folder, key)
        mode = _mode(disk, where)
        node = value_of(user.fields, "client-key")
        if mode is not None and node is not None and (who := _readers(mode)):
            message = (
                f"user {quoted_name(user.name)}: client-key {shown.path(key)} may be read by {who} (mode "
                f"{mode & 0o777:o})"
            )
            yield Hit(node.span, message, f"chmod 600 {shown.path(key)}", Subject("user", user.name))


def _mode(disk: Disk, path: str) -> int | None:
    # On Windows the mode says nothing about who may read.
    return None if path[1:2] == ":" or "\\" in path else disk.mode(path)


def _readers(mode: int) -> str:
    if mode & _OTHERS_READ:
        return "everybody"
    return "its group" if mode & _GROUP_READ else ""
