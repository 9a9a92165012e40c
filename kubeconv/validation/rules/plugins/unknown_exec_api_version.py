"""Exec plugin with an apiVersion that kubectl does not know.

Use `client.authentication.k8s.io/v1beta1` or, from kubectl 1.22 on, `client.authentication.k8s.io/v1`, spelt exactly
so. Anything else fails with "exec plugin: invalid apiVersion", a missing one with "apiVersion must be specified".

Bad:

    users:
    - name: u
      user:
        exec:
          apiVersion: v1
          command: aws
          args: [eks, get-token, --cluster-name, demo]
          interactiveMode: Never

Good:

    users:
    - name: u
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1
          command: aws
          args: [eks, get-token, --cluster-name, demo]
          interactiveMode: Never

Since: all versions (https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.auth.azure import API_VERSION, OLD_API_VERSION
from kubeconv.gate.shown import plain, quoted_known, quoted_name
from kubeconv.kubeconfig.acceptance import accepts, api_version_fact
from kubeconv.releases.table import EXEC_API_VERSIONS, UNKNOWN_MODE
from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.plugins._exec import ask_for_v1beta1, asking_for_v1beta1, plugins

CODE: Final = "KC302"
NAME: Final = "unknown-exec-api-version"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"


def check(case: Case) -> Iterator[Hit]:
    """Exec sections without an apiVersion, or with one that this kubectl does not know."""
    for plugin in plugins(case):
        version = plugin.exec.api_version
        if version == OLD_API_VERSION or accepts(case.kubectl, api_version_fact(version)):
            continue
        command: tuple[str, ...] = ()
        help = "write client.authentication.k8s.io/v1beta1, or v1 with an interactiveMode"
        whose = f"the exec plugin of user {quoted_name(plugin.user.name)}"
        if not version:
            message = f"{whose} has no apiVersion"
        elif version in EXEC_API_VERSIONS:
            message = f"{whose} speaks {plain(version)}, which kubectl knows from {EXEC_API_VERSIONS[version].kubectl.since} on"
            if accepts(case.kubectl, api_version_fact(API_VERSION)):
                command = ask_for_v1beta1(plugin, "--kubectl", f"{case.kubectl.major}.{case.kubectl.minor}")
                help = asking_for_v1beta1(case, command)
        else:
            message = (
                f"{whose} has the apiVersion {quoted_known(version, EXEC_API_VERSIONS)}, which kubectl does not know"
            )
        # Without an interactiveMode such a version is refused at once, with one only when the plugin is needed.
        yield Hit(
            plugin.place("apiVersion"),
            message,
            help,
            plugin.subject,
            https_only=bool(version) and (bool(plugin.mode) or accepts(case.kubectl, UNKNOWN_MODE)),
            command=command,
        )
