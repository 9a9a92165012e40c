"""kubelogin lacks an argument that its login mode needs.

kubelogin stops with `server-id is required` or `client ID cannot be empty`, and kubectl says only that an
executable failed. Only the server id must be in the arguments; everything else may also come from environment variables
of the entry or of the shell. Put what is not secret in the arguments. A secret, and what a platform sets, is missed only
by `kubeconv validate --this-machine` and `kubeconv doctor`, which know the environment.

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
              - interactive
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
              - interactive
              - --server-id
              - 6dae42f8-4368-4678-94ff-3960e28e3630
              - --client-id
              - 80faf920-1908-4b52-b5ef-a8e7bedfc67a
              - --tenant-id
              - 72f988bf-86f1-41af-91ab-2d7cd011db47

Since: kubelogin 0.0.1 (https://azure.github.io/kubelogin/concepts/login-modes.html)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.auth.azure import CLIENT_OF_SERVER
from kubeconv.auth.contract import Missing
from kubeconv.auth.kubelogin import FLAGS
from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.gate import shown
from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.plugins._kubelogin import Entry, token_calls

CODE: Final = "KC320"
NAME: Final = "kubelogin-misses-argument"
SEVERITY: Final[Severity] = "warning"
EFFECT: Final[Effect] = "risk"


def check(case: Case) -> Iterator[Hit]:
    """Each needed value that neither the arguments nor a variable gives."""
    for entry, call in token_calls(case):
        for missing in call.missing:
            mode = call.login.mode
            state = _state(entry, missing, is_asked=case.machine is not None)
            if missing.flags == ("server-id",):
                found = _server(entry, state)
            else:
                found = _missing(entry, mode, missing, state) if missing.flags else _variable(entry, mode, missing)
            # What comes from outside is known of one machine only; for all of them it is a need.
            if case.machine is not None or found.severity != "info":
                yield found


def _server(entry: Entry, state: str) -> Hit:
    return entry.hit(
        "server-id",
        f"kubelogin needs --server-id, {state}",
        "add --server-id ID, the server application of the cluster (AKS-managed: 6dae42f8-4368-4678-94ff-3960e28e3630)",
        "error",
        missing="server-id",
    )


def _variable(entry: Entry, mode: str, missing: Missing) -> Hit:
    name = missing.together[0]
    return entry.hit(
        "login",
        f"kubelogin's login mode {shown.known(mode, LOGIN_MODES)} needs the variable {shown.variable(name)}, which is not set",
        f"set {shown.variable(name)} where kubectl runs",
        "info",
        variable=name,
    )


def _missing(entry: Entry, mode: str, missing: Missing, state: str) -> Hit:
    flag, variables = missing.flags[0], missing.variables
    options = " or ".join(shown.dashed(each) for each in missing.flags)
    severity: Severity = "warning"
    if not variables:
        severity = "error"
    elif LOGIN_MODES[mode].is_fed_from_outside or FLAGS[flag].secret or flag == "username":
        severity = "info"
    ways = [] if FLAGS[flag].secret else [f"add {options}{_known_client(entry, mode, flag)}"]
    if variables:
        ways.append(f"set {shown.variable(variables[0])} where kubectl runs")
    return entry.hit(
        flag if flag in entry.places else "login",
        f"kubelogin's login mode {shown.known(mode, LOGIN_MODES)} needs {options}, {state}",
        ", or ".join(ways) or f"add {options}",
        severity,
        variable=variables[0] if variables else "",
        missing=flag,
    )


def _state(entry: Entry, missing: Missing, *, is_asked: bool) -> str:
    """How a value is missed; `is_asked`: by the environment of a machine too."""
    if missing.flags and missing.flags[0] in entry.places:
        return "which is empty"
    return "which neither the file nor a variable sets" if is_asked else "which the file does not give"


def _known_client(entry: Entry, mode: str, flag: str) -> str:
    """The public client for people who log in when it runs; what runs by itself has an id of its own."""
    if flag != "client-id" or LOGIN_MODES[mode].unattended:
        return ""
    client = CLIENT_OF_SERVER.get(entry.written.values.get("server-id", "").lower())
    return f" {client}" if client else ""
