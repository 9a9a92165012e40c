"""interactiveMode that kubectl does not know.

There are `Never`, `IfAvailable` and `Always`, letter by letter: "invalid interactiveMode for u".

Bad:

    users:
    - name: u
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1beta1
          command: kubelogin
          interactiveMode: never

Good:

    users:
    - name: u
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1beta1
          command: kubelogin
          interactiveMode: Never

Since: kubectl 1.22 (https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/#ExecInteractiveMode)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.plugins._exec import checks_mode, plugins

CODE: Final = "KC309"
NAME: Final = "invalid-interactive-mode"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"

_MODES: Final = ("Never", "IfAvailable", "Always")


def check(case: Case) -> Iterator[Hit]:
    """Exec sections with a mode that there is not."""
    known = checks_mode(case.kubectl)
    for plugin in plugins(case):
        mode = plugin.mode
        if not mode or mode in _MODES:
            continue
        meant = next((each for each in _MODES if each.lower() == mode.strip().replace("-", "").lower()), "")
        yield Hit(
            plugin.place("interactiveMode"),
            f"the exec plugin of user {plugin.user.name!r} has the interactiveMode {mode!r}, which kubectl does not know",
            f"write {meant}" if meant else f"there are {', '.join(_MODES)}",
            plugin.subject,
            None if known else "warning",
            None if known else "risk",
        )
