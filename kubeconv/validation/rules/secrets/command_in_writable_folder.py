"""An exec plugin comes from a folder to which everyone may write.

Anyone who puts a program of that name there has it run as you, with your credentials, the next time that you call
kubectl. This holds for `/tmp` too: only the owner can replace a file there, but anyone can be the first to create it. Only
`kubeconv validate --this-machine` and `kubeconv doctor` look for programs.

Bad:

    users:
    - name: u
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1beta1
          command: /tmp/login

Good:

    users:
    - name: u
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1beta1
          command: /usr/local/bin/login

Since: always (https://cwe.mitre.org/data/definitions/426.html)
"""

import posixpath
import stat
from collections.abc import Iterator
from typing import Final

from kubeconv.gate.shown import path_of, quoted_command, quoted_name
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.tree.node import value_of
from kubeconv.validation.rule import Case, Hit, Machine

CODE: Final = "KC503"
NAME: Final = "command-in-writable-folder"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "risk"

#: No path is longer (Linux, limits.h: PATH_MAX).
_LONGEST: Final = 4096


def check(case: Case) -> Iterator[Hit]:
    """Each exec command that somebody else may replace."""
    machine = case.machine
    if machine is None:
        return
    known: dict[str, str] = {}
    for user in case.kubeconfig.users_with("exec"):
        exec_ = user.exec
        if exec_ is None or not exec_.command:
            continue
        if exec_.command not in known:
            known[exec_.command] = _weak_place(machine, exec_.command, case.folder)
        if place := known[exec_.command]:
            node = value_of(exec_.fields, "command") or exec_.node
            yield Hit(
                node.span,
                f"user {quoted_name(user.name)}: everyone may write to {path_of(place)}, from which "
                f"{quoted_command(exec_.command)} is run",
                "install the program where only root or you may write, and name that path",
                Subject("user", user.name),
            )


def _weak_place(machine: Machine, command: str, folder: str) -> str:
    """The file or folder through which others can replace a program; '' if there is none."""
    if "/" in command:
        path: str | None = posixpath.normpath(posixpath.join(folder, command))
    else:
        path = machine.which(command)
    if not path or len(path) > _LONGEST or path[1:2] == ":" or "\\" in path:
        return ""
    mode = machine.mode(path)
    if mode is not None and mode & stat.S_IWOTH:
        return path
    above = posixpath.dirname(path)
    is_first = True
    while above not in ("", "."):
        mode = machine.mode(above)
        # With the sticky bit what is there is safe, and in the folder itself the program may not be there yet.
        if mode is not None and mode & stat.S_IWOTH and (is_first or not mode & stat.S_ISVTX):
            return above
        if above == posixpath.dirname(above):
            break
        above, is_first = posixpath.dirname(above), False
    return ""
