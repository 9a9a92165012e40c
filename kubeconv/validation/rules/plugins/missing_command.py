"""Exec plugin without a command.

`command` is the program that kubectl runs to get credentials. Without it: "command must be specified for u to use exec
authentication plugin".

Bad:

    users:
    - name: u
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1beta1
          args: [eks, get-token, --cluster-name, demo]

Good:

    users:
    - name: u
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1beta1
          command: aws
          args: [eks, get-token, --cluster-name, demo]

Since: all versions (https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/validation.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate.shown import quoted_name
from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.plugins._exec import plugins

CODE: Final = "KC304"
NAME: Final = "missing-command"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"


def check(case: Case) -> Iterator[Hit]:
    """Exec sections that name no program."""
    for plugin in plugins(case):
        if not plugin.exec.command:
            yield Hit(
                plugin.place("command"),
                f"the exec plugin of user {quoted_name(plugin.user.name)} has no command",
                "add command with the program to run, or delete exec",
                plugin.subject,
            )
