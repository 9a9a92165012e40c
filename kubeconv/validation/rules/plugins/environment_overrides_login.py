"""A variable of this shell overrides a login of the file.

kubelogin lets environment variables, even empty ones, silently override its arguments. So a variable that was set for
Terraform or for a script changes who logs in to the cluster, or makes the login fail. Unset it, set it in the `env` of
the entry, or add `--disable-environment-override` to the arguments (kubelogin 0.1.7 or newer).
Only `kubeconv validate --this-machine` and `kubeconv doctor` look at the environment.

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
              - --disable-environment-override

Since: kubelogin 0.0.1, more variables in 0.0.12 and 0.0.26 (https://github.com/Azure/kubelogin/issues/427)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.auth.azure import CLIENT_OF_SERVER
from kubeconv.auth.kubelogin_run import effective
from kubeconv.auth.login_modes import LOGIN_MODES, flags_read
from kubeconv.gate import shown
from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.plugins._kubelogin import Entry, kubelogin_entries, release_of

CODE: Final = "KC329"
NAME: Final = "environment-overrides-login"
SEVERITY: Final[Severity] = "warning"
EFFECT: Final[Effect] = "risk"

#: Login modes that are somebody already: a variable that says who changes that, even where the file is silent.
_AMBIENT: Final = frozenset(mode for mode, row in LOGIN_MODES.items() if row.identity == "machine")


def check(case: Case) -> Iterator[Hit]:
    """Each variable of the machine that changes what a login does."""
    if case.machine is None:
        return
    outside = {**case.machine.environment}  # os.environ decodes at each look
    for entry in kubelogin_entries(case):
        release = release_of(case, entry)
        now = effective(*entry.written, {**outside, **entry.environment}, release)
        alone = effective(*entry.written, entry.environment, release)
        if now.mode != alone.mode:
            then = shown.known(now.mode, LOGIN_MODES) if now.mode else "nothing"
            change = f" from {shown.known(alone.mode, LOGIN_MODES)} to {then}"
            yield _overridden(entry, "login", now.given_by["login"], change)
            continue
        for flag in flags_read(now.mode) & now.given_by.keys():
            if now.given_by[flag] in entry.environment:
                continue
            before, after = alone.values.get(flag, ""), now.values[flag]
            if before == after or _is_meant(flag, now.mode, before):
                continue
            if before:
                yield _overridden(entry, flag, now.given_by[flag], "" if after else " to nothing")
            elif now.mode in _AMBIENT and after:
                yield entry.hit(
                    "login",
                    f"the variable {shown.variable(now.given_by[flag])} of this shell sets {shown.dashed(flag)} "
                    f"for the login mode {shown.known(now.mode, LOGIN_MODES)}",
                    _way_out(now.given_by[flag]),
                    "info",
                    variable=now.given_by[flag],
                )


def _overridden(entry: Entry, flag: str, variable: str, change: str) -> Hit:
    return entry.hit(
        flag,
        f"the variable {shown.variable(variable)} of this shell overrides {shown.dashed(flag)}{change}",
        _way_out(variable),
        variable=variable,
    )


def _way_out(variable: str) -> str:
    return f"unset {shown.variable(variable)}, or add --disable-environment-override to the arguments"


def _is_meant(flag: str, mode: str, before: str) -> bool:
    # The converter writes the shared client application for spn too, which has no secret: the variable is the way to give
    # the real one.
    return flag == "client-id" and mode == "spn" and before.lower() in CLIENT_OF_SERVER.values()
