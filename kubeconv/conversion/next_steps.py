"""What a converted login needs next: programs, variables, care for secrets. Pure."""

from collections.abc import Iterable, Sequence
from typing import Final

from kubeconv.auth.kubelogin import FLAGS, is_looked_up, program_of
from kubeconv.auth.kubelogin_run import variables_of
from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.auth.plugins import INSTALL, PLUGINS
from kubeconv.conversion.planned import spoken
from kubeconv.conversion.users import Outcome
from kubeconv.gate.shown import name as name_of
from kubeconv.machine.programs import Program
from kubeconv.releases.table import AUTH_PROVIDERS

#: Flag with a secret value to what makes its secret needless: https://github.com/int128/kubelogin/blob/master/docs/usage.md#pkce
_WITHOUT_SECRET: Final = {
    "oidc-client-secret": "a public client, with which kubelogin uses PKCE, has none",
}


def programs_needed(outcomes: Iterable[Outcome]) -> list[str]:
    """The programs on PATH that the converted logins call, kubelogin first. One named by its path need not be there."""
    converted = [outcome for outcome in outcomes if outcome.status == "converted"]
    modes = {outcome.after.mode for outcome in converted}
    called = [outcome for outcome in converted if is_looked_up(outcome.command)]
    plugins = {outcome.after.program for outcome in called if _runs(outcome)} & PLUGINS.keys()
    return [
        *(["kubelogin"] if any(outcome.after.mode for outcome in called) else []),
        *(row.asks for mode, row in LOGIN_MODES.items() if row.asks and mode in modes),
        *sorted(plugins),
    ]


def _runs(outcome: Outcome) -> bool:
    """True if the program of the new login is found by that name: int128's kubelogin may have another one."""
    return program_of(outcome.command) in (outcome.after.program, "kubectl")


def next_steps(
    outcomes: Sequence[Outcome], programs: dict[str, Program | None], readable_by_others: Sequence[str]
) -> list[str]:
    """What is needed for the converted users to log in, one line each. `programs` are those of `programs_needed`,
    `readable_by_others` the written files that more than their owner may read."""
    converted = [outcome for outcome in outcomes if outcome.status == "converted"]
    steps = [_about(name, program) for name, program in programs.items()]
    modes = {outcome.after.mode for outcome in converted}
    steps += [_at_run_time(mode) for mode, row in LOGIN_MODES.items() if row.is_fed_from_outside and mode in modes]
    formats = {outcome.after.format for outcome in converted}
    for name, (kubectl, helm) in AUTH_PROVIDERS.items():
        if name in formats and kubectl.removed:
            steps.append(
                f"the {name} auth-provider works with kubectl before {kubectl.removed} and helm before {helm.removed} only"
            )
    for name in dict.fromkeys(secret for outcome in converted for secret in outcome.secrets):
        steps.append(
            f"the {name.replace('-', ' ')} is now readable in the file and in the list of processes: "
            f"{_WITHOUT_SECRET.get(name) or f'rather set {FLAGS[name].variables[0].name}'}"
        )
        steps += [f"{path} is readable by others: chmod 600 {path}" for path in readable_by_others]
    lossy = [each for each in converted if each.lost]
    steps += [f"{name_of(each.user)} loses {spoken(each.lost)}: --keep-origin keeps them" for each in lossy]
    return list(dict.fromkeys(steps))


def _at_run_time(mode: str) -> str:
    """What a login mode takes from the environment: of several variables the last one wins."""
    row = LOGIN_MODES[mode]
    names = [variables_of(need.flags[0], mode, {})[-1] for need in row.needs if need.flags]
    names += [name for need in row.needs if not need.flags for name in need.instead]
    return f"{mode} takes what its arguments lack from {', '.join(names[:-1])} and {names[-1]} when it runs"


def _about(name: str, program: Program | None) -> str:
    if program is None:
        return f"{name} is not on PATH: install it from {INSTALL[name]}"
    version = f" {program.version}" if program.version else ""
    if program.is_right is False:
        return (
            f"{program.path} is another kubelogin{version} (int128's OIDC helper): "
            f"put Azure's first on PATH, from {INSTALL[name]}"
        )
    return f"{name}{version} is on PATH: {program.path}"
