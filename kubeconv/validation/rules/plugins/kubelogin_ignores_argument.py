"""kubelogin gets an argument that its login mode does not use.

The login works, but not as the file says: with another identity, in another cloud, or without proof of possession.
That misleads anyone who looks for the reason of a refused login. Delete the argument, or change the login mode.

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
              - --client-id
              - 80faf920-1908-4b52-b5ef-a8e7bedfc67a

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

Since: kubelogin 0.0.1 (https://azure.github.io/kubelogin/concepts/login-modes.html)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.auth.contract import TokenCall
from kubeconv.auth.kubelogin import FLAGS
from kubeconv.auth.login_modes import ALWAYS_READ, LOGIN_MODES
from kubeconv.gate import shown
from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.plugins._kubelogin import Entry, Placed, token_calls

CODE: Final = "KC321"
NAME: Final = "kubelogin-ignores-argument"
SEVERITY: Final[Severity] = "warning"
EFFECT: Final[Effect] = "risk"

#: What changes nothing but how the login is made; `legacy` has a rule of its own.
_HARMLESS: Final = frozenset(("environment", "disable-instance-discovery", "redirect-url", "login-hint"))


def check(case: Case) -> Iterator[Hit]:
    """Each argument that the login mode never reads, and each that another one or a variable overrules."""
    for entry, call in token_calls(case):
        row = LOGIN_MODES.get(entry.login.mode)
        if row is None:
            continue
        for flag, argument in entry.places.items():
            value = "" if flag == "login" else entry.written.values[flag]
            if flag not in FLAGS or flag == "legacy" or value in ("", "false"):
                continue
            if flag not in row.reads and flag not in ALWAYS_READ:
                yield entry.hit(
                    argument.flag.span,
                    f"kubelogin's login mode {shown.known(entry.login.mode, LOGIN_MODES)} ignores {shown.dashed(flag)}",
                    "delete it, or choose the login mode that it belongs to",
                    "info" if flag in _HARMLESS else "warning",
                )
            elif variable := entry.login.given_by.get(flag):
                if entry.login.values[flag] != value:
                    winner = f"the variable {shown.variable(variable)} of the entry"
                    yield _ignored(entry, argument, winner, "info", variable=variable)
            elif winner := _winner(entry, flag, call):
                yield _ignored(entry, argument, winner, "warning")
        yield from _repeated(entry)


def _ignored(entry: Entry, argument: Placed, winner: str, severity: Severity, *, variable: str = "") -> Hit:
    message = f"kubelogin ignores {shown.dashed(argument.name)}: {winner} wins"
    return entry.hit(argument.flag.span, message, "delete one of the two", severity, variable=variable)


def _winner(entry: Entry, flag: str, call: TokenCall) -> str:
    """The other argument that overrules a flag which the login mode reads; '' for none."""
    values, mode = entry.login.values, entry.login.mode
    if flag == "client-secret" and values.get("client-certificate"):
        refuses_both = any(objection.kind == "secret-and-certificate" for objection in call.objections)
        return "" if refuses_both else "--client-certificate"
    if flag == "client-certificate-password" and not values.get("client-certificate", ".pfx").endswith(".pfx"):
        return "a certificate that is not a .pfx file"
    if flag == "identity-resource-id" and values.get("client-id"):
        return "--client-id"
    if flag == "environment" and values.get("authority-host"):
        return "--authority-host"
    if flag in ("pop-enabled", "pop-claims") and mode == "spn" and values.get("legacy") == "true":
        return "--legacy"
    return ""


def _repeated(entry: Entry) -> Iterator[Hit]:
    last = {argument.name: index for index, argument in enumerate(entry.arguments) if argument.name in FLAGS}
    for index, argument in enumerate(entry.arguments):
        if argument.name in last and index != last[argument.name]:
            winner = entry.arguments[last[argument.name]]
            if winner.value != argument.value:
                yield entry.hit(
                    argument.flag.span,
                    f"kubelogin ignores this {shown.dashed(argument.name)}: the last one wins",
                    "delete one of the two",
                )
