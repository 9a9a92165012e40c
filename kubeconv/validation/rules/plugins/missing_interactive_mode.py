"""Exec plugin with v1 but without interactiveMode.

With `client.authentication.k8s.io/v1` kubectl requires you to say whether the plugin may ask for input: `Never`,
`IfAvailable` or `Always`. Without it: "interactiveMode must be specified for u to use exec authentication plugin". v1beta1
uses `IfAvailable` if it is missing.

Bad:

    users:
    - name: u
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1
          command: kubectl
          args: [oidc-login, get-token, --oidc-issuer-url=https://issuer.example, --oidc-client-id=kubernetes]

Good:

    users:
    - name: u
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1
          command: kubectl
          args: [oidc-login, get-token, --oidc-issuer-url=https://issuer.example, --oidc-client-id=kubernetes]
          interactiveMode: IfAvailable

Since: kubectl 1.22 (https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/#ExecConfig)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate.shown import plain, quoted_name
from kubeconv.kubeconfig.acceptance import accepts
from kubeconv.releases.table import EXEC_API_VERSIONS
from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.plugins._exec import plugins

CODE: Final = "KC303"
NAME: Final = "missing-interactive-mode"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"


def check(case: Case) -> Iterator[Hit]:
    """Exec sections with v1 that do not say whether they ask."""
    for plugin in plugins(case):
        version = plugin.exec.api_version
        # Of an unknown version, which is refused for this too, another rule tells.
        if plugin.mode or version not in EXEC_API_VERSIONS:
            continue
        if plugin.mode_fact and not accepts(case.kubectl, plugin.mode_fact):
            yield Hit(
                plugin.place("interactiveMode"),
                f"the exec plugin of user {quoted_name(plugin.user.name)} has no interactiveMode, which {plain(version)} needs",
                "add interactiveMode: IfAvailable (or Never, if the plugin asks for nothing)",
                plugin.subject,
            )
