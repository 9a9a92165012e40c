"""Exec plugin and auth-provider on one user.

client-go refuses them together: "authProvider cannot be provided in combination with an exec plugin for u". It happens when
a file was converted by hand, or two files were merged.

Bad:

    users:
    - name: u
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1beta1
          command: kubectl-oidc_login
          args: [get-token, --oidc-issuer-url=https://issuer.example, --oidc-client-id=kubernetes]
        auth-provider:
          name: oidc
          config:
            client-id: kubernetes
            idp-issuer-url: https://issuer.example
            refresh-token: sample

Good:

    users:
    - name: u
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1beta1
          command: kubectl-oidc_login
          args: [get-token, --oidc-issuer-url=https://issuer.example, --oidc-client-id=kubernetes]

Since: all versions (https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/validation.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate.shown import quoted_name
from kubeconv.kubeconfig.acceptance import credentials_of, refused_together
from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.plugins._exec import plugins

CODE: Final = "KC308"
NAME: Final = "exec-with-auth-provider"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"


def check(case: Case) -> Iterator[Hit]:
    """Users with both."""
    for plugin in plugins(case):
        if ("exec", "auth-provider") in refused_together(credentials_of(plugin.user)):
            yield Hit(
                plugin.user.fields["auth-provider"].key.span,
                f"user {quoted_name(plugin.user.name)} has exec and auth-provider, which client-go refuses together",
                "delete auth-provider",
                plugin.subject,
            )
