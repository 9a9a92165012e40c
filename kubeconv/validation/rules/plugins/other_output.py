"""A known plugin has a flag with which it prints no credential.

Asked for help, for its version or for another form of output, the program prints text for people, or a part of the
credential. client-go reads JSON of the kind ExecCredential, and nothing else. Some flags exclude each other: the program
stops then.

Bad:

    users:
    - name: u
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1beta1
          command: aws
          args: [eks, get-token, --cluster-name, demo, --output, text]

Good:

    users:
    - name: u
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1beta1
          command: aws
          args: [eks, get-token, --cluster-name, demo]

Since: always (https://github.com/aws/aws-cli/blob/v2/awscli/customizations/eks/get_token.py)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate import shown
from kubeconv.gate.choices import one_of
from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.plugins._token_command import silent_plugins

CODE: Final = "KC338"
NAME: Final = "other-output"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "risk"


def check(case: Case) -> Iterator[Hit]:
    """Flags that change what is printed, and flags that exclude each other."""
    for silent in silent_plugins(case, "other-output", "exclusive"):
        flags = [shown.flag(each) for each in silent.why.flags]
        yield Hit(
            silent.span,
            f"{silent.who()}: with {' and '.join(flags)} {silent.asked()} prints no credential",
            f"delete {one_of(flags)}",
            silent.plugin.subject,
        )
