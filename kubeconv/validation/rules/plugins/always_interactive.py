"""Exec plugin that always needs a terminal.

With `interactiveMode: Always` kubectl fails if standard input is not a terminal, as in a CI job, or has another use, as
in `kubectl apply -f -`: "exec plugin cannot support interactive mode". Most plugins work with `IfAvailable`.

Bad:

    users:
    - name: u
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1beta1
          command: tsh
          interactiveMode: Always

Good:

    users:
    - name: u
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1beta1
          command: tsh
          interactiveMode: IfAvailable

Since: kubectl 1.22 (https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/#ExecInteractiveMode)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate.shown import quoted_name
from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.plugins._exec import plugins

CODE: Final = "KC310"
NAME: Final = "always-interactive"
SEVERITY: Final[Severity] = "info"
EFFECT: Final[Effect] = "risk"


def check(case: Case) -> Iterator[Hit]:
    """Exec sections that cannot be used without a terminal."""
    for plugin in plugins(case):
        if plugin.mode == "Always":
            yield Hit(
                plugin.place("interactiveMode"),
                f"the exec plugin of user {quoted_name(plugin.user.name)} needs a terminal: it fails in CI and in "
                "kubectl apply -f -",
                "use IfAvailable if the plugin works without questions",
                plugin.subject,
            )
