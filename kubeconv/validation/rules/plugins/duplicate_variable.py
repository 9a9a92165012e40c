"""Environment variable that an exec plugin gets twice.

If two entries of `env` have the same name, the last one silently wins.

Bad:

    users:
    - name: u
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1beta1
          command: aws
          args: [eks, get-token, --cluster-name, demo]
          env:
          - name: AWS_PROFILE
            value: dev
          - name: AWS_PROFILE
            value: prod

Good:

    users:
    - name: u
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1beta1
          command: aws
          args: [eks, get-token, --cluster-name, demo]
          env:
          - name: AWS_PROFILE
            value: prod

Since: all versions (https://pkg.go.dev/os/exec#Cmd)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate.shown import quoted, quoted_name, variable
from kubeconv.tree.finding import Effect, Severity
from kubeconv.tree.node import Node, get, string
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.place import place
from kubeconv.validation.rules.plugins._exec import plugins

CODE: Final = "KC311"
NAME: Final = "duplicate-variable"
SEVERITY: Final[Severity] = "warning"
EFFECT: Final[Effect] = "risk"


def check(case: Case) -> Iterator[Hit]:
    """Entries of `env` that a later one overrules."""
    for plugin in plugins(case):
        last: dict[str, Node] = {}
        for entry in plugin.variables:
            name = string(get(entry, "name"))
            if name and name in last:
                yield Hit(
                    place(last[name], "name", last[name]),
                    f"the exec plugin of user {quoted_name(plugin.user.name)} gets the variable "
                    f"{quoted(variable(name))} again below: this value is ignored",
                    "delete one of the two",
                    plugin.subject,
                )
            last[name] = entry
