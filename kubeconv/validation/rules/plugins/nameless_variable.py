"""Environment variable of an exec plugin without a name.

`env` is a list of entries with `name` and `value`; `- AWS_PROFILE: dev`, as in other tools, has no name. kubectl says "env
variable name must be specified for u to use exec authentication plugin".

Bad:

    users:
    - name: u
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1beta1
          command: aws
          args: [eks, get-token, --cluster-name, demo]
          env:
          - value: dev

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
            value: dev

Since: all versions (https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/#ExecEnvVar)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate.shown import quoted_name
from kubeconv.kubeconfig.acceptance import nameless_variables
from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.place import place
from kubeconv.validation.rules.plugins._exec import plugins

CODE: Final = "KC307"
NAME: Final = "nameless-variable"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"


def check(case: Case) -> Iterator[Hit]:
    """Entries of `env` that name no variable."""
    for plugin in plugins(case):
        name, subject = quoted_name(plugin.user.name), plugin.subject
        for number, entry in nameless_variables(plugin.exec):
            yield Hit(
                place(entry, "name", entry),
                f"entry {number} of env in the exec plugin of user {name} has no name",
                "write - name: VARIABLE and, below it, value: TEXT",
                subject,
            )
