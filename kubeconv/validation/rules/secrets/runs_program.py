"""An untrusted kubeconfig runs a program.

Only in the audit profile (`kubeconv audit FILE`). An exec plugin, and `cmd-path` of an auth provider, run any program
with any arguments, as the user who uses the file: the author of the file can do everything that this user may.
Services that accepted kubeconfigs from others have been taken over this way. A known plugin that is asked for a
credential is a note, an unknown program a warning; a shell, an interpreter, what fetches from elsewhere, a program in a
folder that the file chose, variables that make a program load code, and files and hosts of the file's choice are errors.

Bad:

    users:
    - name: u
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1beta1
          command: login

Good:

    users:
    - name: u
      user:
        token: 1aCIwTdFhUL5

Since: always (https://nvd.nist.gov/vuln/detail/CVE-2022-24817, https://nvd.nist.gov/vuln/detail/CVE-2022-35976)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.auth import gcp, trust
from kubeconv.gate.shown import quoted_command, quoted_name
from kubeconv.kubeconfig.acceptance import variables_of
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.tree.node import get, value_of
from kubeconv.validation.rule import Case, Hit

CODE: Final = "KC510"
NAME: Final = "runs-program"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "risk"

_HELP: Final = "use a token or certificate data, or run it where it is harmless"


def check(case: Case) -> Iterator[Hit]:
    """Each exec plugin and each cmd-path, used or not."""
    for user in case.kubeconfig.users if case.untrusted else ():
        subject = Subject("user", user.name)
        if (exec_ := user.exec) is not None:
            node = value_of(exec_.fields, "command") or exec_.node
            yield Hit(
                node.span,
                f"user {quoted_name(user.name)}: the exec plugin runs {quoted_command(exec_.command)}",
                _HELP,
                subject,
                trust.grade_of(exec_.command, exec_.arguments, variables_of(exec_)),
            )
        if (provider := user.auth_provider) is not None and (path := provider.config.get("cmd-path")):
            node = get(get(provider.node, "config"), "cmd-path") or provider.node
            yield Hit(
                node.span,
                f"user {quoted_name(user.name)}: cmd-path runs {quoted_command(path)}",
                _HELP,
                subject,
                trust.grade_of(*gcp.command_of(provider.config), {}),
            )
