"""What a converted login needs next: programs, variables, care for secrets; and what it cannot work with. A view of the chain.
Pure."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kubeconv.auth.azure import V1_API_VERSION
from kubeconv.auth.kubelogin import COMMAND, FLAGS, is_looked_up, program_of
from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.auth.plugins import INSTALL, PLUGINS
from kubeconv.gate import called, shown
from kubeconv.gate.choices import all_of, one_of
from kubeconv.gate.shown import quoted_name
from kubeconv.kubeconfig.view import Kubeconfig, User
from kubeconv.machine.programs import Program
from kubeconv.releases.table import AUTH_PROVIDERS
from kubeconv.requirements.cause import LACKS, NO_PROGRAM, NO_TOKEN_PROGRAM, TOO_OLD, WRONG_KUBELOGIN, Cause, Link

if TYPE_CHECKING:  # who asks has what is needed of these
    from kubeconv.conversion.users import Outcome
    from kubeconv.requirements.situation import Note

#: What stops a login and is told in words of its own.
_TOLD: Final = frozenset((TOO_OLD, LACKS))
#: The fields of a user that has a plugin and nothing else.
_OF_PLUGINS: Final = frozenset(("exec", "extensions"))
_ABSENT: Final = frozenset((NO_PROGRAM, NO_TOKEN_PROGRAM))
#: Flag with a secret value to what makes its secret needless: https://github.com/int128/kubelogin/blob/master/docs/usage.md#pkce
_WITHOUT_SECRET: Final = {
    "oidc-client-secret": "a public client, with which kubelogin uses PKCE, has none",
}


def programs_needed(outcomes: "Iterable[Outcome]") -> list[str]:
    """The programs on PATH that the converted logins call, kubelogin first. One named by its path need not be there."""
    converted = [outcome for outcome in outcomes if outcome.status == "converted"]
    modes = {outcome.after.mode for outcome in converted}
    called = [outcome for outcome in converted if is_looked_up(outcome.command)]
    plugins = {outcome.after.program for outcome in called if _runs(outcome)} & PLUGINS.keys()
    return [
        *([COMMAND] if any(outcome.after.mode and _runs(outcome) for outcome in called) else []),
        *(row.asks for mode, row in LOGIN_MODES.items() if row.asks and mode in modes),
        *sorted(plugins),
    ]


def _runs(outcome: "Outcome") -> bool:
    """True if the program of the new login is found by that name: each kubelogin may have another one."""
    return program_of(outcome.command or outcome.after.plugin) in (outcome.after.plugin, "kubectl")


def runs_kubelogin(outcomes: "Iterable[Outcome]") -> bool:
    """True if a converted login runs a program on PATH that is called kubelogin, whosever it is."""
    return any(is_looked_up(outcome.command) and program_of(outcome.command) == COMMAND for outcome in outcomes)


def is_new(user: User) -> bool:
    """True for the exec API that not every kubectl in use knows."""
    return user.exec is not None and user.exec.api_version == V1_API_VERSION


def beside(user: User) -> tuple[str, ...]:
    """What of a user with a plugin a client may stop at before it runs that: its other fields, and a new exec API."""
    if user.exec is None:
        return ()
    return (*(key for key in user.fields if key not in _OF_PLUGINS), *([V1_API_VERSION] if is_new(user) else []))


def is_asked_to_log_in(kubeconfig: Kubeconfig, contexts: Iterable[str]) -> bool:
    """False if no server of the contexts of a user is reached by https: client-go logs nobody in there. True for what another
    file defines."""
    named = [kubeconfig.contexts_by_name[each].cluster for each in contexts if each in kubeconfig.contexts_by_name]
    clusters = [kubeconfig.clusters_by_name.get(each) for each in named]
    servers = [each.string("server") if each else "" for each in clusters]
    if not servers or any(not each or each.startswith("https://") for each in servers):
        return True
    from kubeconv.validation.go.host import reached_by_https  # other servers are rare

    return any(map(reached_by_https, servers))


def objections(links: Iterable[Link], programs: Mapping[str, Program | None] = MappingProxyType({})) -> list[str]:
    """Why converted users cannot log in here, one line each. `links` are those of the users, `programs` what
    `next_steps` tells of."""
    causes = [cause for link in links if link.state == "fails" for cause in link.causes]
    kubelogin = programs.get(COMMAND)
    told = {*_TOLD, *([WRONG_KUBELOGIN] if kubelogin and kubelogin.is_right is False else [])}
    absent = {name for name, program in programs.items() if program is None}
    said = [
        f"the login mode {_mode(cause)} {_with_flags(cause)}needs kubelogin {cause.versions[1]} or newer, and the one on PATH "
        f"is {cause.versions[0]}: install a newer one from {INSTALL['kubelogin']}"
        for cause in causes if cause.name == TOO_OLD
    ]  # fmt: skip
    said += [
        f"kubelogin's login mode {_mode(cause)} needs {_dashed(cause)}, which no variable can give: convert with it"
        for cause in causes if cause.name == LACKS and cause.flags
    ]  # fmt: skip
    said += [
        f"user {quoted_name(cause.subject.name)} still cannot log in ({cause.name}): see {_validate(cause.file)}"
        for cause in causes
        if cause.subject and (cause.name not in told or (cause.name == LACKS and not cause.flags))
        and (cause.name not in _ABSENT or cause.command not in absent)
    ]  # fmt: skip
    return list(dict.fromkeys(said))


def _validate(file: str) -> str:
    return f"{called.program()} validate --this-machine {shown.path_of(file)}"


def next_steps(
    outcomes: "Sequence[Outcome]",
    programs: dict[str, Program | None],
    readable_by_others: Sequence[str],
    links: Sequence[Link] = (),
    notes: "Sequence[Note]" = (),
) -> list[str]:
    """What is needed for the converted users to log in, one line each. `programs` are those of `programs_needed`,
    `readable_by_others` the written files that more than their owner may read, `links` those of the chains of the users,
    `notes` what to know of them."""
    converted = [outcome for outcome in outcomes if outcome.status == "converted"]
    is_too_old = any(cause.name == TOO_OLD for link in links for cause in link.causes)
    steps = [_about(name, program) for name, program in programs.items() if not (is_too_old and name == COMMAND)]
    steps += _at_run_time(links)
    steps += [f"{note.text}: {note.help}" for note in notes]
    formats = {outcome.after.format for outcome in converted}
    for name, (kubectl, helm) in AUTH_PROVIDERS.items():
        if name in formats and kubectl.removed:
            steps.append(
                f"the {name} auth-provider works with kubectl before {kubectl.removed} and helm before {helm.removed} only"
            )
    for name in dict.fromkeys(secret for outcome in converted for secret in outcome.secrets):
        steps.append(
            f"the {name.replace('-', ' ')} is now readable in the file and in the list of processes: "
            f"{_WITHOUT_SECRET.get(name) or f'rather set {FLAGS[name].variables[-1].name}'}"
        )
        steps += [f"{path} is readable by others: chmod 600 {path}" for path in readable_by_others]
    return list(dict.fromkeys(steps))


def _at_run_time(links: Iterable[Link]) -> list[str]:
    """What login modes take from the environment, and it does not give here: of several variables the last one wins."""
    needed: dict[str, dict[str, None]] = {}
    for cause in (cause for link in links if link.state == "needs" for cause in link.causes):
        if cause.name == LACKS:
            best = cause.variables[:1] if cause.flags else cause.variables
            needed.setdefault(cause.mode, {}).update(dict.fromkeys(best))
    return [f"{mode} needs {all_of([*names])} where kubectl runs" for mode, names in needed.items()]


def _mode(cause: Cause) -> str:
    return shown.known(cause.mode, LOGIN_MODES)


def _dashed(cause: Cause) -> str:
    return one_of(shown.dashed(flag) for flag in cause.flags)


def _with_flags(cause: Cause) -> str:
    flags = [flag for flag in cause.flags if flag not in ("", "login")]
    return f"with {one_of(map(shown.dashed, flags))} " if flags else ""


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
