"""interactiveMode that kubectl does not know.

Use `Never`, `IfAvailable` or `Always`, spelt exactly so. Anything else fails with "invalid interactiveMode for u".

Bad:

    users:
    - name: u
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1beta1
          command: kubelogin
          args: [get-token, --login, azurecli, --server-id, 6dae42f8-4368-4678-94ff-3960e28e3630]
          interactiveMode: never

Good:

    users:
    - name: u
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1beta1
          command: kubelogin
          args: [get-token, --login, azurecli, --server-id, 6dae42f8-4368-4678-94ff-3960e28e3630]
          interactiveMode: Never

Since: kubectl 1.22 (https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/#ExecInteractiveMode)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate.choices import one_of
from kubeconv.gate.shown import quoted_known, quoted_name
from kubeconv.kubeconfig.acceptance import INTERACTIVE_MODES, accepts
from kubeconv.releases.table import UNKNOWN_MODE
from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.plugins._exec import plugins

CODE: Final = "KC309"
NAME: Final = "invalid-interactive-mode"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"


def check(case: Case) -> Iterator[Hit]:
    """Exec sections with an unknown mode."""
    refused = not accepts(case.kubectl, UNKNOWN_MODE)
    for plugin in plugins(case):
        mode = plugin.mode
        if not mode or plugin.mode_fact is None:
            continue
        meant = next((each for each in INTERACTIVE_MODES if each.lower() == mode.strip().replace("-", "").lower()), "")
        yield Hit(
            plugin.place("interactiveMode"),
            f"the exec plugin of user {quoted_name(plugin.user.name)} has the interactiveMode "
            f"{quoted_known(mode, INTERACTIVE_MODES)}, which kubectl does not know",
            f"write {meant}" if meant else f"use {one_of(INTERACTIVE_MODES)}",
            plugin.subject,
            None if refused else "warning",
            None if refused else "risk",
        )
