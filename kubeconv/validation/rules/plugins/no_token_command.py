"""The arguments of a known plugin do not ask it for a credential.

Such a program prints a credential if it is called with one subcommand: `kubelogin get-token`, `aws eks get-token`,
`aws-iam-authenticator token`. Called in any other way it does something else, prints no credential, and nobody is logged
in. Often the command that writes a kubeconfig (`kubelogin convert-kubeconfig`, `aws eks update-kubeconfig`) was put in.

Bad:

    users:
    - name: u
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1beta1
          command: aws
          args: [eks, update-kubeconfig, --name, demo]

Good:

    users:
    - name: u
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1beta1
          command: aws
          args: [eks, get-token, --cluster-name, demo]

Since: always (https://docs.aws.amazon.com/cli/latest/reference/eks/get-token.html)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.plugins._token_command import silent_plugins

CODE: Final = "KC336"
NAME: Final = "no-token-command"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "risk"


def check(case: Case) -> Iterator[Hit]:
    """Plugins that are called for something else."""
    for silent in silent_plugins(case, "command"):
        yield Hit(
            silent.span,
            f"{silent.who()}: the arguments do not ask for a credential, as {silent.asked()} does",
            f"write the arguments of {silent.asked()}",
            silent.plugin.subject,
        )
