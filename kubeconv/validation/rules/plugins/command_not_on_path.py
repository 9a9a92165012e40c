"""The program of an exec plugin is not on this machine.

kubectl looks up a command without a slash in PATH; one with a slash is a path, relative to the folder of the
kubeconfig. If no such program exists: "getting credentials: exec: executable kubelogin not found". `kubectl oidc-login`
is the program kubectl-oidc_login, which kubectl looks up in PATH. Only `kubeconv validate --this-machine` and
`kubeconv doctor` look for programs.

Bad:

    users:
    - name: u
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1beta1
          command: no-such-program

Good:

    users:
    - name: u
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1beta1
          command: kubelogin
          args: [get-token, --login, azurecli, --server-id, 6dae42f8-4368-4678-94ff-3960e28e3630]

Since: all versions (https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/#ExecConfig)
"""

import os
from collections.abc import Iterator
from typing import Final

from kubeconv.auth.kubelogin import program_of
from kubeconv.auth.plugins import INSTALL, OIDC_LOGIN, plugin_of
from kubeconv.gate import prose
from kubeconv.gate.shown import Shown, quoted, quoted_command, quoted_name
from kubeconv.kubeconfig.view import Exec
from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit, Machine
from kubeconv.validation.rules.plugins._exec import plugins

CODE: Final = "KC305"
NAME: Final = "command-not-on-path"
SEVERITY: Final[Severity] = "warning"
EFFECT: Final[Effect] = "risk"

_EXECUTABLE: Final = 0o111


def check(case: Case) -> Iterator[Hit]:
    """Exec sections whose program is not there."""
    if case.machine is None:
        return
    current = case.kubeconfig.contexts_by_name.get(case.kubeconfig.current_context)
    for plugin in plugins(case):
        command = plugin.exec.command
        why = _missing(command, case.folder, case.machine) if command else ""
        program = quoted_command(command)
        hint = prose.hint(plugin.exec.install_hint) or "install it, or correct the command"
        if command and not why and _is_oidc_login(plugin.exec) and _missing(OIDC_LOGIN, "", case.machine):
            program, why = quoted(Shown("kubectl oidc-login")), f"which is {OIDC_LOGIN}, which is not on PATH"
            hint = f"install it from {INSTALL[OIDC_LOGIN]}"
        if why:
            # A person has the programs for the clusters that they use, not for every one in a file.
            matters = current is not None and current.user == plugin.user.name
            yield Hit(
                plugin.place("command"),
                f"the exec plugin of user {quoted_name(plugin.user.name)} runs {program}, {why}",
                hint,
                plugin.subject,
                None if matters else "info",
            )


def _is_oidc_login(exec_: Exec) -> bool:
    return program_of(exec_.command) == "kubectl" and plugin_of(exec_.command, exec_.arguments) == OIDC_LOGIN


def _missing(command: str, folder: str, machine: Machine) -> str:
    if "/" not in command and os.sep not in command:
        return "" if machine.which(command) else "which is not on PATH"
    mode = machine.mode(os.path.join(folder, command))
    if mode is None:
        return "which does not exist"
    return "" if mode & _EXECUTABLE or os.name == "nt" else "which is not executable"
