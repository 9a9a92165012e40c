"""kubelogin gets a word that is neither a flag nor the value of one.

It silently ignores such a word. Most often it was meant as the value of a switch: `--legacy false` switches legacy
*on*, because a switch takes its value only after `=`: `--legacy=false`.

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
              - --disable-environment-override
              - "false"

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
              - --disable-environment-override=false

Since: kubelogin 0.0.1 (https://pkg.go.dev/github.com/spf13/pflag)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.auth.kubelogin import FLAGS
from kubeconv.gate.shown import dashed, known
from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.plugins._kubelogin import Placed, kubelogin_entries

CODE: Final = "KC333"
NAME: Final = "stray-kubelogin-argument"
SEVERITY: Final[Severity] = "warning"
EFFECT: Final[Effect] = "risk"

_BOOLEANS: Final = ("true", "false")


def check(case: Case) -> Iterator[Hit]:
    """Each word that kubelogin does not read."""
    for entry in kubelogin_entries(case):
        before: Placed | None = None
        seen_command = False
        for argument in entry.arguments:
            word = argument.words[0]
            if word == "get-token" and not seen_command:
                seen_command = True
            elif word == "--":
                words = " ".join(argument.words[1:3])
                if words:
                    yield entry.hit(argument.flag.span, "kubelogin reads no flag after --", "delete the --")
            elif not argument.name and not word.startswith("-") and not _is_level(before):
                switch = before.name if before is not None and before.name in FLAGS else ""
                if switch and FLAGS[switch].switch:
                    # The word may be a secret in the wrong place: it is not repeated.
                    message = f"{dashed(switch)} is a switch and takes no value after it: kubelogin reads it as true"
                    help = (
                        f"write {dashed(switch)}={known(word, _BOOLEANS)}"
                        if word.lower() in _BOOLEANS
                        else "delete the word"
                    )
                else:
                    message, help = "kubelogin ignores a word that belongs to no flag", "delete it, or add its flag"
                yield entry.hit(argument.flag.span, message, help)
            before = argument


def _is_level(before: Placed | None) -> bool:
    # -v 5 and --v 5 set how much kubelogin logs.
    return before is not None and before.words == ("-v",)
