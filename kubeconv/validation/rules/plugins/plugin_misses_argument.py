"""A known plugin lacks an argument that it needs.

The program stops before it asks anybody for a token, and kubectl says only that an executable failed. What a variable of
the shell can give is missed only by `kubeconv validate --this-machine` and `kubeconv doctor`, which know the environment.
What Azure's kubelogin lacks is told by KC320.

Bad:

    users:
    - name: u
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1beta1
          command: aws
          args: [eks, get-token, --region, eu-west-1]

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

from kubeconv.gate import shown
from kubeconv.gate.choices import one_of
from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.plugins._token_command import silent_plugins

CODE: Final = "KC337"
NAME: Final = "plugin-misses-argument"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "risk"


def check(case: Case) -> Iterator[Hit]:
    """Plugins without a value that nothing gives."""
    for silent in silent_plugins(case, "missing"):
        settable = silent.why.variables[:1]
        if settable and case.machine is None:
            continue  # what comes from outside is known of one machine only
        what = (
            one_of(map(shown.flag, silent.why.flags)) if silent.why.flags else "the name of the cluster as its one word"
        )
        yield Hit(
            silent.span,
            f"{silent.who()}: {silent.asked()} needs {what}",
            one_of([f"add {what}", *(f"set {shown.variable(name)} where kubectl runs" for name in settable)]),
            silent.plugin.subject,
            "warning" if settable else "error",
        )
