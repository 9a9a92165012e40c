"""A flag of kubelogin has no value, or one that kubelogin refuses.

kubelogin stops before it asks for anything: a flag without its value, a switch that is neither true nor false, an
authority host that is no https URL or does not end with a slash, a timeout that is no duration such as `60s`, a tenant
with other characters than letters, digits, `-` and `.`.

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
              - --tenant-id
              - 72f988bf-86f1-41af-91ab-2d7cd011db47
              - --authority-host
              - https://login.microsoftonline.us

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
              - --timeout
              - 60s

Since: kubelogin 0.0.12 for the authority host, 0.0.34 for the timeout
(https://azure.github.io/kubelogin/cli/get-token.html)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.auth.flag_parser import Objection
from kubeconv.auth.go_values import BOOLEANS, is_authority_url, parse_duration
from kubeconv.auth.kubelogin import FLAGS
from kubeconv.gate.shown import dashed, quoted, settled
from kubeconv.gate.shown import variable as shown_variable
from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.plugins._kubelogin import Placed, token_calls

CODE: Final = "KC332"
NAME: Final = "bad-kubelogin-value"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "risk"


def check(case: Case) -> Iterator[Hit]:
    """Each value that kubelogin's flag parser or its checks refuse."""
    for entry, call in token_calls(case):
        for argument in entry.arguments:
            if argument.name in FLAGS and (problem := _unread(argument)):
                yield entry.hit(argument.given.span, f"{dashed(argument.name)} {problem[0]}", problem[1])
        for objection in call.objections:
            value = call.login.values.get(objection.flag, "")
            if problem := _refused(objection, value):
                variable = call.login.given_by.get(objection.flag, "")
                outside = variable if variable not in entry.environment else ""
                whose = f", given by the variable {shown_variable(outside)} of this shell," if outside else ""
                message = f"{dashed(objection.flag)}{whose} {problem[0]}"
                yield entry.hit(objection.flag, message, problem[1], variable=outside)


def _unread(argument: Placed) -> tuple[str, str] | None:
    """What the flag parser refuses of an argument, and the way out."""
    name, value = argument.name, argument.value
    if FLAGS[name].switch:
        if value in BOOLEANS:
            return None
        return "is a switch: it takes true or false", f"write {dashed(name)} or {dashed(name)}=false"
    if not value and len(argument.words) == 1 and "=" not in argument.words[0]:
        return "has no value", "give one, or delete the flag"
    if name == "timeout":
        try:
            parse_duration(value)
        except ValueError:
            return _no_duration(value)
    return None


def _no_duration(value: str) -> tuple[str, str]:
    return f"is not a duration above zero: {quoted(settled(value))}", "write --timeout 60s"


def _refused(objection: Objection, value: str) -> tuple[str, str] | None:
    """What the checks after the flag parser refuse about a value, and what to do."""
    if objection.kind == "timeout":
        return _no_duration(value)
    if objection.kind == "bad-letters":
        letters = _LETTERS[objection.flag]
        return f"has a character that is none of {letters}", "give the id"
    if objection.kind != "authority-host":
        return None
    if not is_authority_url(value):
        return "is not a URL", "write --authority-host https://login.microsoftonline.com/"
    problem = "does not end with a slash" if not value.endswith("/") else "does not begin with https:"
    return problem, "write --authority-host https://HOST/"


#: What kubelogin and the programs that it asks take in a value.
_LETTERS: Final = {
    "tenant-id": "letters, digits, - and .",
    "subscription": "letters, digits, -, _, . and blanks",
    "server-id": "letters, digits, -, ., :, / and _",
}
