"""The arguments of an exec plugin hold a secret.

Every user of the machine sees the arguments in the list of processes each time the plugin runs, and `kubectl config
view` shows them in clear, unlike a token. Most plugins take the secret from a variable or a file: kubelogin reads
AAD_SERVICE_PRINCIPAL_CLIENT_SECRET, or a certificate, which is better.

Bad:

    users:
    - name: u
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1beta1
          command: login
          args: [get-token, --client-secret, 1aCIwTdFhUL5]

Good:

    users:
    - name: u
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1beta1
          command: login
          args: [get-token]

Since: always (https://github.com/kubernetes/kubernetes/issues/91514)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.auth.kubelogin import FLAGS, is_kubelogin
from kubeconv.gate import shown
from kubeconv.gate.shown import quoted_name
from kubeconv.kubeconfig.credentials import secrets_in
from kubeconv.kubeconfig.view import Exec
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.tree.node import get
from kubeconv.validation.rule import Case, Hit

CODE: Final = "KC506"
NAME: Final = "secret-in-arguments"
SEVERITY: Final[Severity] = "warning"
EFFECT: Final[Effect] = "risk"


def check(case: Case) -> Iterator[Hit]:
    """Each credential among the arguments of an exec plugin."""
    for user in case.kubeconfig.users_with("exec"):
        if (exec_ := user.exec) is None or not exec_.arguments:
            continue
        helps: dict[str, str] = {}  # one may have thousands of arguments
        for secret in secrets_in(get(exec_.node, "args")):
            if secret.is_credential:
                if secret.name not in helps:
                    helps[secret.name] = _help(secret.name, exec_)
                yield Hit(
                    secret.span,
                    f"user {quoted_name(user.name)}: a secret ({shown.line(secret.name)}) among the arguments of the "
                    "exec plugin is "
                    "readable in "
                    "the list of processes",
                    helps[secret.name],
                    Subject("user", user.name),
                )


def _help(name: str, exec_: Exec) -> str:
    flag = FLAGS.get(name.removeprefix("--"))
    if flag and flag.variables and is_kubelogin(exec_.command, exec_.arguments):
        return f"delete it here and set {shown.variable(flag.variables[0].name)} where kubectl runs"
    return "give it in a variable or a file, if the plugin can read one"
