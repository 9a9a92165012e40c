"""A flag of kubelogin has no value, or one that kubelogin refuses.

kubelogin stops before it asks for anything: a flag without its value, a switch that is neither true nor false, an
authority host that is no URL or has no slash at its end, a timeout that is no duration such as `60s`.

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

import re
from collections.abc import Iterator
from typing import Final

from kubeconv.auth.kubelogin import FLAGS
from kubeconv.gate.shown import dashed, quoted, settled
from kubeconv.releases.table import NEWEST_KUBECTL
from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.go.host import contacted
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.plugins._kubelogin import Placed, kubelogin_entries

CODE: Final = "KC332"
NAME: Final = "bad-kubelogin-value"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "risk"

#: What Go's strconv.ParseBool takes.
_BOOLEANS: Final = frozenset(("1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"))
_DURATION: Final = r"\+?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+"


def check(case: Case) -> Iterator[Hit]:
    """Each value that kubelogin's flag parser or its checks refuse."""
    for entry in kubelogin_entries(case):
        for argument in entry.arguments:
            if argument.name in FLAGS and (problem := _problem(argument)):
                yield entry.hit(argument.given.span, f"{dashed(argument.name)} {problem[0]}", problem[1])


def _problem(argument: Placed) -> tuple[str, str] | None:
    name, value = argument.name, argument.value
    if FLAGS[name].switch:
        if value in _BOOLEANS:
            return None
        return "is a switch: it takes true or false", f"write {dashed(name)} or {dashed(name)}=false"
    if not value and len(argument.words) == 1 and "=" not in argument.words[0]:
        return "has no value", "give one, or delete the flag"
    if name == "timeout" and (not re.fullmatch(_DURATION, value) or not re.search("[1-9]", value)):
        return f"is no duration above zero: {quoted(settled(value))}", "write --timeout 60s"
    if name == "authority-host" and value:
        url = contacted(value, NEWEST_KUBECTL)
        if url is None or not (url.scheme and url.host):
            return "is not a URL", "write --authority-host https://login.microsoftonline.com/"
        if not value.endswith("/"):
            return "has no slash at its end", "write --authority-host https://HOST/"
    return None
