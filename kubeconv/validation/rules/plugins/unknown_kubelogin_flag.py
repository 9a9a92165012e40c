"""kubelogin gets a flag or a login mode that it does not know.

It stops with `unknown flag` or `is not a supported login method`, and kubectl says only that an executable failed.
 Flags of `kubelogin convert-kubeconfig`, such as `--context`, are not flags of `kubelogin get-token`.

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
              - --tenant
              - 72f988bf-86f1-41af-91ab-2d7cd011db47

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
              - --tenant-id
              - 72f988bf-86f1-41af-91ab-2d7cd011db47

Since: kubelogin 0.0.1 (https://azure.github.io/kubelogin/cli/get-token.html)
"""

from collections.abc import Iterable, Iterator
from typing import Final

from kubeconv.auth.kubelogin import FLAGS, GLOBAL_FLAGS
from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.gate.choices import closest
from kubeconv.gate.shown import flag, quoted_known
from kubeconv.releases.table import NEWEST_KUBELOGIN
from kubeconv.releases.version import parse_version
from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit, Machine
from kubeconv.validation.rules.plugins._kubelogin import Entry, kubelogin_entries

CODE: Final = "KC322"
NAME: Final = "unknown-kubelogin-flag"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "risk"


def check(case: Case) -> Iterator[Hit]:
    """Each unknown flag, and an unknown login mode."""
    for entry in kubelogin_entries(case):
        severity: Severity = "warning" if _is_newer(case.machine, entry) else "error"
        for argument in entry.arguments:
            word = argument.words[0]
            if word == "--":
                break
            if not argument.name and (word[:2] in ("-v", "-h") or not word.startswith("-") or word == "-"):
                continue
            if argument.name not in FLAGS and argument.name not in GLOBAL_FLAGS:
                unknown = flag(word if word.startswith("--") else word[:2])
                meant = _close(argument.name, FLAGS)
                yield entry.hit(
                    argument.flag.span,
                    f"kubelogin get-token does not know the flag {unknown}",
                    f"did you mean --{meant}?" if meant else "kubelogin get-token --help lists its flags",
                    severity,
                )._replace(meant=meant)
        if entry.login.mode not in LOGIN_MODES:
            modes = ", ".join(LOGIN_MODES)
            yield entry.hit(
                "login",
                f"kubelogin does not know the login mode {quoted_known(entry.login.mode, LOGIN_MODES)}",
                f"did you mean {meant}?" if (meant := _close(entry.login.mode, LOGIN_MODES)) else f"it knows {modes}",
                severity,
            )


def _is_newer(machine: Machine | None, entry: Entry) -> bool:
    """True if the kubelogin on PATH is newer than what we know."""
    version = machine.kubelogin_version() if machine is not None and entry.is_on_path() else None
    try:
        return version is not None and parse_version(version) > parse_version(NEWEST_KUBELOGIN)
    except ValueError:
        return False


def _close(name: str, known: Iterable[str]) -> str:
    return closest(name.lower(), tuple(known), 0.7)
