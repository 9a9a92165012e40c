"""Requirements of the plugins that users run: their arguments, and the variables that have to be set. A view of the chain, as
far as no other requirement says the same."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from kubeconv.auth.kubelogin import COMMAND
from kubeconv.auth.kubelogin_releases import Need, broken_for, unmet_needs
from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.auth.plugins import INSTALL, PLUGINS
from kubeconv.gate import called, pasting, shown
from kubeconv.gate.choices import one_of
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.view import Kubeconfig, User
from kubeconv.requirements import cause as causes
from kubeconv.requirements.cause import Cause, State
from kubeconv.requirements.plugin_chain import plugin_links
from kubeconv.requirements.situation import Requirement, RequirementVerdict, Situation, found_first, listed, parsed
from kubeconv.requirements.surroundings import described

_ARGUMENTS: Final = "login-arguments"
#: That of values which variables would give.
VARIABLES: Final = "login-variables"
_MODE: Final = "login-mode"
_PROGRAM: Final = "login-program"
#: The names of these requirements.
OF_PLUGINS: Final = frozenset((_ARGUMENTS, VARIABLES, _MODE, _PROGRAM))
_KUBELOGIN: Final = "https://azure.github.io/kubelogin/cli/get-token.html"
#: What depends on files, a person or a program that nobody was asked about is no matter of versions.
_ELSEWHERE: Final = frozenset((causes.NO_FILE, causes.NO_PROGRAM, causes.NO_TOKEN_PROGRAM, *causes.BROUGHT_ALONG))
_LACKING: Final = frozenset((causes.LACKS, causes.PLUGIN_LACKS))


#: A user that runs a plugin, and its file.
RunBy = tuple[Kubeconfig, User]


class _Trouble(NamedTuple):
    """What the plugins of several users have in common."""

    state: State
    cause: Cause
    plugin: str


def plugins_run(situation: Situation) -> Iterator[Requirement]:
    """Each plugin is asked for a credential, with all the values that it needs."""
    around = described(situation.programs, {}, situation.variables or frozenset())
    told = _told_elsewhere(situation)
    alike: dict[_Trouble, list[tuple[str, str]]] = {}
    for those in alike_plugins(situation.plugins):
        kubeconfig, first = those[0]
        for link in plugin_links(kubeconfig, first, around):
            for cause in link.causes:
                if not _is_elsewhere(link.state, cause) and _key(cause) not in told:
                    kind = cause._replace(subject=None, file="", line=0)
                    users = alike.setdefault(_Trouble(link.state, kind, cause.command or COMMAND), [])
                    users += ((each.source.name, user.name) for each, user in those)
    for trouble, users in alike.items():
        yield _requirement(situation, trouble, users)


def _is_elsewhere(state: State, cause: Cause) -> bool:
    """True for what another requirement says, or none: of programs only kubelogin and az have theirs."""
    is_absent = state == "fails" and cause.name == causes.NO_PROGRAM and cause.command != COMMAND
    return cause.name in _ELSEWHERE and not is_absent


def alike_plugins(plugins: Iterable[RunBy]) -> Iterable[Sequence[RunBy]]:
    """The users that run plugins, those together that are written the same in one file."""
    found: dict[tuple[str, str], list[RunBy]] = {}
    for kubeconfig, user in plugins:
        source, body = kubeconfig.source, user.body
        text = source.text[body.start : body.end] if body is not None else ""
        found.setdefault((source.name, text), []).append((kubeconfig, user))
    return found.values()


def _told_elsewhere(situation: Situation) -> set[tuple[str, str]]:
    """What the requirements on kubelogin and its release say: the cause, and the flag that no release knows or the release that
    would do."""
    programs = situation.programs.get(COMMAND, ())
    if programs and programs[0].is_right is False:
        return {(causes.WRONG_KUBELOGIN, "")}
    release = parsed(found_first(situation, COMMAND)[1])
    told: set[tuple[str, str]] = set()
    for use in situation.uses if release is not None and programs[0].is_right else ():
        if release is not None and use.is_on_path:
            told |= {_unmet(need) for need in unmet_needs(use, release)}
            told |= {(causes.TOO_OLD, each.releases.removed or "") for each in broken_for(use, release)}
    return told


def _unmet(need: Need) -> tuple[str, str]:
    return (causes.TOO_OLD, need.since) if need.since else (causes.UNKNOWN_FLAG, need.place)


def _key(cause: Cause) -> tuple[str, str]:
    return cause.name, cause.flags[0] if cause.name == causes.UNKNOWN_FLAG and cause.flags else cause.versions[1]


def _requirement(situation: Situation, trouble: _Trouble, those: Sequence[tuple[str, str]]) -> Requirement:
    cause, users = trouble.cause, listed(list(dict.fromkeys(user for _, user in those)))
    source = (
        _KUBELOGIN if trouble.plugin == COMMAND or trouble.plugin not in PLUGINS else PLUGINS[trouble.plugin].source
    )
    program, name = shown.command(trouble.plugin), _ARGUMENTS
    help = pasting.command(called.words("validate", *dict.fromkeys(file for file, _ in those)))
    verdict: RequirementVerdict = "ok" if trouble.state == "works" else trouble.state
    needed, why = f"{users}: arguments with which {program} gives a credential", _why(cause, program)
    found = f"{program} that stops before it asks for one"
    if cause.name in _LACKING:
        what = _lacking(cause)
        needed, why = f"{users}: a value for {what}", f"{_who(cause, program)} stops without it"
        found = "none in the arguments"
        if cause.variables:
            name, found = VARIABLES, f"{found}; {_set(situation, cause)}"
            best = cause.variables[:1] if cause.flags else cause.variables
            help = f"set {' and '.join(best)} where kubectl runs (--env {','.join(best)} says that it is set)"
    elif cause.name == causes.NO_PROGRAM:
        name, needed, found = _PROGRAM, f"{users}: {program} on PATH", f"no {program} on PATH"
        why, help = "clients run it to log in", f"install it: {INSTALL[trouble.plugin]}"
    elif cause.name == causes.MODE_NOT_KNOWN:
        name, needed, found = _MODE, f"{users}: a login mode that is known", f"{cause.variables[0]} is set"
        why, help = "its value decides on the login mode", "do not set it, or set it in the entry of the user"
    mode = shown.known(cause.mode, LOGIN_MODES) if cause.mode else ""
    about = " ".join((mode, *cause.flags, *cause.variables, *cause.words))
    return Requirement(name, program, needed, found, verdict, why, source, help, about)


def _who(cause: Cause, program: str) -> str:
    return f"kubelogin's login mode {shown.known(cause.mode, LOGIN_MODES)}" if cause.mode else program


def _lacking(cause: Cause) -> str:
    """The flags or the variables that give a value."""
    if cause.flags:
        return one_of(shown.dashed(flag.lstrip("-")) for flag in cause.flags)
    return " and ".join(cause.variables) or "one more argument"


def _set(situation: Situation, cause: Cause) -> str:
    """What is known of the variables that would give a value."""
    names = one_of(cause.variables) if cause.flags else " and ".join(cause.variables)
    return f"{names} {'not known to be set' if situation.variables is None else 'not set'}"


def _why(cause: Cause, program: str) -> str:
    if cause.name == causes.NO_TOKEN_COMMAND:
        return f"the arguments do not ask for one, as {' '.join((program, *cause.words))} does"
    flags = one_of(shown.dashed(flag.lstrip("-")) for flag in cause.flags) if cause.flags else "an argument"
    if cause.name == causes.OTHER_OUTPUT:
        return f"with {flags} it prints something else"
    if cause.versions[1]:
        return f"{flags} needs {program} {cause.versions[1]}, this is {cause.versions[0]}"
    return f"it refuses {flags} or its value" + (f", from the variable {cause.variables[0]}" if cause.variables else "")
