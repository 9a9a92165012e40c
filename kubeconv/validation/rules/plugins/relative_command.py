"""Exec plugin from a relative path.

A command with a slash that is not an absolute path starts from the folder of the kubeconfig, not from the folder in
which kubectl runs: anyone who may write there decides what runs with your credentials, and a copy of the file elsewhere
no longer works. `~` and `$HOME` are not expanded.

Bad:

    users:
    - name: u
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1beta1
          command: ./bin/kubelogin
          args: [get-token, --login, azurecli, --server-id, 6dae42f8-4368-4678-94ff-3960e28e3630]

Good:

    users:
    - name: u
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1beta1
          command: kubelogin
          args: [get-token, --login, azurecli, --server-id, 6dae42f8-4368-4678-94ff-3960e28e3630]

Since: all versions (https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate.shown import quoted_command, quoted_name
from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.plugins._exec import plugins

CODE: Final = "KC306"
NAME: Final = "relative-command"
SEVERITY: Final[Severity] = "warning"
EFFECT: Final[Effect] = "risk"


def check(case: Case) -> Iterator[Hit]:
    """Exec sections whose program lies beside the kubeconfig."""
    for plugin in plugins(case):
        command = plugin.exec.command
        # `C:/…` is an absolute path if it is meant to be one.
        if "/" not in command or command.startswith("/") or command[1:3] in (":/", ":\\"):
            continue
        literal = command.startswith(("~", "$"))
        what = "in which nothing is expanded" if literal else "which is relative to the folder of this file"
        yield Hit(
            plugin.place("command"),
            f"the exec plugin of user {quoted_name(plugin.user.name)} runs {quoted_command(command)}, {what}",
            "use an absolute path, or just the name of a program on PATH",
            plugin.subject,
        )
