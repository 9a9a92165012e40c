"""Two programs have the name kubelogin, and these are the arguments of the other one.

Azure's kubelogin logs in to Microsoft Entra ID; int128's logs in to any OpenID Connect provider. Each stops at a flag
of the other: `unknown flag: --oidc-issuer-url`, `unknown flag: --server-id`. Install the right one, or give it another
name: int128's also goes by `kubectl-oidc_login` and `kubectl oidc-login`. Only
`kubeconv validate --this-machine` and `kubeconv doctor` look which of them is on PATH.

Bad:

        users:
        - name: u
          user:
            exec:
              apiVersion: client.authentication.k8s.io/v1beta1
              command: kubelogin
              args:
              - get-token
              - --login
              - azurecli
              - --server-id
              - 6dae42f8-4368-4678-94ff-3960e28e3630
              - --oidc-issuer-url=https://issuer.example
              - --oidc-client-id=kubernetes

Good:

        users:
        - name: u
          user:
            exec:
              apiVersion: client.authentication.k8s.io/v1beta1
              command: kubelogin
              args:
              - get-token
              - --login
              - azurecli
              - --server-id
              - 6dae42f8-4368-4678-94ff-3960e28e3630

Since: always (https://github.com/Azure/kubelogin/issues/544)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.auth.kubelogin import AMBIGUOUS, COMMAND, FLAGS, OIDC_HELPER_FLAGS, parse_arguments, program_of
from kubeconv.gate.shown import dashed, path_of, plain, quoted_name
from kubeconv.kubeconfig.acceptance import runs_plugin
from kubeconv.kubeconfig.view import Exec, User
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.validation.rule import Case, Hit, Machine
from kubeconv.validation.rules.plugins._kubelogin import Placed, kubelogin_entries, place_arguments

CODE: Final = "KC328"
NAME: Final = "other-kubelogin-arguments"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "risk"

_INSTALL: Final = "put Azure's kubelogin first on PATH: https://azure.github.io/kubelogin/install.html"


def check(case: Case) -> Iterator[Hit]:
    """Each flag of one kubelogin among those of the other, or for the other one on PATH."""
    machine = case.machine
    for user in filter(runs_plugin, case.kubeconfig.users_with("exec")):
        if (exec_ := user.exec) is not None and program_of(exec_.command) == COMMAND and "get-token" in exec_.arguments:
            yield from _check_foreign(user, exec_, machine)
    if machine is None:
        return
    for entry in kubelogin_entries(case):
        if entry.is_on_path() and program_of(entry.exec.command) == COMMAND and machine.kubelogin_version() is None:
            if (path := machine.which(COMMAND)) is None:
                continue
            yield entry.hit(
                entry.command.span,
                f"the arguments are for Azure's kubelogin, {path_of(path)} does not look like it",
                _INSTALL,
                "warning",
            )


def _check_foreign(user: User, exec_: Exec, machine: Machine | None) -> Iterator[Hit]:
    if not any(_is_foreign(each.name) for each in parse_arguments(exec_.arguments)):
        return
    arguments = place_arguments(exec_)
    foreign = next(each for each in arguments if _is_foreign(each.name))
    about = f"user {quoted_name(user.name)}: {dashed(foreign.name)} is a flag of int128's kubelogin"
    subject = Subject("user", user.name)
    own = next((each for each in arguments if _is_own(each)), None)
    if own is not None:
        yield Hit(
            foreign.flag.span,
            f"{about}, {dashed(own.name)} one of Azure's",
            "keep the flags of one of them",
            subject,
        )
    elif machine is not None and "/" not in exec_.command and (version := machine.kubelogin_version()):
        yield Hit(
            foreign.flag.span,
            f"{about}, but the kubelogin on PATH is Azure's {plain(version)}",
            "install int128's under the name kubectl-oidc_login and write that as the command",
            subject,
        )


def _is_foreign(flag: str) -> bool:
    return flag.startswith("oidc-") or flag in OIDC_HELPER_FLAGS


def _is_own(argument: Placed) -> bool:
    return argument.name in FLAGS and argument.name not in AMBIGUOUS
