"""Exec plugin that speaks v1alpha1.

kubectl 1.24 and helm 3.9 dropped the first version of the exec credential API: "exec plugin: invalid apiVersion". Nearly
every plugin speaks v1beta1, which needs no other change; the program must be new enough to answer in it (aws since 1.23.9,
aws-iam-authenticator since 0.5.4). `kubeconv convert` asks for v1beta1 only the plugins that are known to support
it; with `--any-plugin` also the others.

Bad:

    users:
    - name: u
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1alpha1
          command: aws
          args: [eks, get-token, --cluster-name, demo]

Good:

    users:
    - name: u
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1beta1
          command: aws
          args: [eks, get-token, --cluster-name, demo]

Since: kubectl 1.24, helm 3.9
(https://github.com/kubernetes/kubernetes/blob/master/CHANGELOG/CHANGELOG-1.24.md)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.auth.azure import OLD_API_VERSION
from kubeconv.gate.shown import quoted_name
from kubeconv.kubeconfig.acceptance import accepts, api_version_fact
from kubeconv.releases.table import EXEC_API_VERSIONS
from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.plugins._exec import ask_for_v1beta1, asking_for_v1beta1, plugins

CODE: Final = "KC301"
NAME: Final = "exec-v1alpha1"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"


def check(case: Case) -> Iterator[Hit]:
    """Exec sections with v1alpha1."""
    gone = EXEC_API_VERSIONS[OLD_API_VERSION].kubectl.removed
    works = accepts(case.kubectl, api_version_fact(OLD_API_VERSION))
    for plugin in plugins(case):
        if plugin.exec.api_version == OLD_API_VERSION:
            command = ask_for_v1beta1(plugin)
            yield Hit(
                plugin.place("apiVersion"),
                f"the exec plugin of user {quoted_name(plugin.user.name)} speaks v1alpha1, which kubectl {gone} dropped",
                asking_for_v1beta1(case, command),
                plugin.subject,
                "warning" if works else None,
                "risk" if works else None,
                https_only=True,
                command=command,
            )
