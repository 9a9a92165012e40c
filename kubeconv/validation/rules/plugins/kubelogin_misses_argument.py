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

from collections.abc import Iterator, Sequence
from typing import Final

from kubeconv.auth.azure import CLIENT_OF_SERVER
from kubeconv.auth.contract import Missing, TokenCall, settable
from kubeconv.auth.kubelogin import FLAGS
from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.gate import shown
from kubeconv.gate.choices import all_of
from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.plugins._kubelogin import Entry, release_of, token_calls

CODE: Final = "KC320"
NAME: Final = "kubelogin-misses-argument"
SEVERITY: Final[Severity] = "warning"
EFFECT: Final[Effect] = "risk"


def check(case: Case) -> Iterator[Hit]:
    """Each needed value that neither the arguments nor a variable gives."""
    outside = case.machine.environment if case.machine is not None else {}
    for entry, call in token_calls(case):
        for missing in call.missing:
            around = {**outside, **entry.environment}
            open_ = settable(missing, entry.exec.arguments, around, entry.environment, release_of(case, entry))
            found = _hit(entry, call, missing, open_, _state(entry, call, missing, is_asked=case.machine is not None))
            # What comes from outside is known of one machine only; for all of them it is a need.
            if case.machine is not None or found.severity != "info":
                yield found


def _hit(entry: Entry, call: TokenCall, missing: Missing, open_: Sequence[str], state: str) -> Hit:
    if missing.flags == ("server-id",):
        return _server(entry, state)
    return _missing(entry, call, missing, open_, state) if missing.flags else _variable(entry, call, missing, open_)


def _server(entry: Entry, state: str) -> Hit:
    return entry.hit(
        "server-id",
        f"kubelogin needs --server-id, {state}",
        "add --server-id ID, the server application of the cluster (AKS-managed: 6dae42f8-4368-4678-94ff-3960e28e3630)",
        "error",
        missing="server-id",
    )


def _variable(entry: Entry, call: TokenCall, missing: Missing, open_: Sequence[str]) -> Hit:
    name = missing.together[0]
    mode = shown.known(call.login.mode, LOGIN_MODES)
    why = "which is not set" if open_ else "which the entry sets to nothing"
    return entry.hit(
        "login",
        f"kubelogin's login mode {mode} needs the variable {shown.variable(name)}, {why}",
        f"set {shown.variable(name)} where kubectl runs" if open_ else f"delete {shown.variable(name)} from env",
        "info" if open_ else "error",
        variable=name if open_ else "",
    )


def _missing(entry: Entry, call: TokenCall, missing: Missing, open_: Sequence[str], state: str) -> Hit:
    flag, mode = missing.flags[0], call.login.mode
    options = " or ".join(shown.dashed(each) for each in missing.flags)
    severity: Severity = "warning"
    if not open_:
        severity = "error"
    elif LOGIN_MODES[mode].is_fed_from_outside or FLAGS[flag].secret or flag == "username":
        severity = "info"
    emptied = _emptied(entry, call, missing)
    ways = [] if FLAGS[flag].secret else [f"add {options}{_known_client(entry, mode, flag)}"]
    if emptied:
        ways = [f"delete {shown.variable(emptied)} from env or give it a value"]
    if open_:
        needed = open_ if [*open_] == [*missing.together] else open_[:1]
        ways.append(f"set {all_of(map(shown.variable, needed))} where kubectl runs")
    return entry.hit(
        flag if flag in entry.places and not emptied else "login",
        f"kubelogin's login mode {shown.known(mode, LOGIN_MODES)} needs {options}, {state}",
        ", or ".join(ways) or f"add {options}",
        severity,
        variable=open_[0] if open_ else "",
        missing=flag,
    )


def _emptied(entry: Entry, call: TokenCall, missing: Missing) -> str:
    """The variable of the entry that overrules the arguments with nothing; '' if none does."""
    given = (call.login.given_by.get(flag, "") for flag in missing.flags)
    return next((name for name in given if name in entry.environment), "")


def _state(entry: Entry, call: TokenCall, missing: Missing, *, is_asked: bool) -> str:
    """How a value is missed; `is_asked`: by the environment of a machine too."""
    if emptied := _emptied(entry, call, missing):
        return f"which the variable {shown.variable(emptied)} of the entry sets to nothing"
    if missing.flags and missing.flags[0] in entry.places:
        return "which is empty"
    return "which neither the file nor a variable sets" if is_asked else "which the file does not give"


def _known_client(entry: Entry, mode: str, flag: str) -> str:
    """The public client for people who log in when it runs; what runs by itself has an id of its own."""
    if flag != "client-id" or LOGIN_MODES[mode].unattended:
        return ""
    client = CLIENT_OF_SERVER.get(entry.written.values.get("server-id", "").lower())
    return f" {client}" if client else ""
