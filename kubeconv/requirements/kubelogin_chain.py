"""What Azure's kubelogin does for a user in the installed release, up to its first call over the network: as links of the
chain. Pure."""

from collections.abc import Iterator, Mapping
from typing import Final

from kubeconv.auth.contract import TokenCall, get_token, settable
from kubeconv.auth.flag_parser import NOT_GET_TOKEN, Objection, ObjectionKind
from kubeconv.auth.kubelogin import COMMAND, FLAGS, parse_arguments
from kubeconv.auth.kubelogin_releases import KubeloginUse, broken_for, unmet_needs
from kubeconv.auth.kubelogin_run import NEWEST
from kubeconv.auth.login_modes import DEFAULT_MODE
from kubeconv.auth.required_values import AZIDENTITY_SINCE
from kubeconv.releases.table import DEVICECODE_WANTS_TERMINAL
from kubeconv.releases.version import Version
from kubeconv.requirements.cause import (
    LACKS,
    MODE_NOT_KNOWN,
    NO_FILE,
    NO_TOKEN_COMMAND,
    NO_TOKEN_PROGRAM,
    PERSON,
    TERMINAL,
    TOO_OLD,
    UNKNOWN_FLAG,
    Link,
    LinkPart,
)
from kubeconv.requirements.plugin_run import PluginRun
from kubeconv.requirements.surroundings import LOGIN_MODE_VARIABLE, release_of_kubelogin
from kubeconv.tree.node import get, string

#: What kubelogin objects to, to the rule that says it.
_SAID_BY: Final[Mapping[ObjectionKind, str]] = {
    **dict.fromkeys(NOT_GET_TOKEN, NO_TOKEN_COMMAND),
    **dict.fromkeys(("unknown-flag", "unknown-mode"), UNKNOWN_FLAG),
    **dict.fromkeys(
        ("flag-without-value", "bad-value", "authority-host", "timeout", "bad-letters"), "bad-kubelogin-value"
    ),
    "pop-flags-apart": "pop-flags-apart",
    "pop-claims": "pop-claims-without-u",
    "environment": "unknown-azure-cloud",
    "secret-and-certificate": TOO_OLD,
}  # fmt: skip
#: What only some releases object to.
_OF_RELEASES: Final[Mapping[ObjectionKind, str]] = {
    "environment": AZIDENTITY_SINCE,
    "secret-and-certificate": AZIDENTITY_SINCE,
}
#: The interactiveMode in which client-go never lends its terminal.
_NEVER: Final = "Never"
_NOT_KNOWN: Final = ("unknown-flag", "unknown-mode")


def kubelogin_links(plugin: PluginRun) -> Iterator[Link]:
    """What Azure's kubelogin does, in the installed release."""
    around, exec_ = plugin.around, plugin.exec
    if around.hides_mode(plugin.entry):
        yield Link("variables", "unknown", (plugin.cause(MODE_NOT_KNOWN, variables=(LOGIN_MODE_VARIABLE,)),))
        return
    program = around.kubelogin(exec_.command)
    release = release_of_kubelogin(program)
    call = get_token(exec_.arguments, plugin.variables(), release)
    use = _use(plugin, call)
    broken = [*_broken(plugin, use, release)]
    newer = [*_of_newer_releases(plugin, use, release)]
    yield from (*broken, *newer)
    told = {flag for link in newer for cause in link.causes for flag in cause.flags}
    yield from _objections(plugin, call, release, told)
    yield from _missing(plugin, call, release, is_told=bool(broken) or "login" in told)
    if call.objections:
        return
    for path in call.reads:
        if not (is_there := around.has_file(path)):
            flag = next(name for name, value in call.login.values.items() if value == path and name in FLAGS)
            cause = plugin.cause(NO_FILE, plugin.place(flag), flags=(flag,), variables=_given_by(plugin, call, flag))
            yield Link("arguments", "needs" if is_there is None else "fails", (cause,))
    if call.asks and not plugin.entry.get("PATH") and not (has := around.has(call.asks)):
        cause = plugin.cause(NO_TOKEN_PROGRAM, command=call.asks, mode=call.login.mode)
        yield Link("token program", "needs" if has is None else "fails", (cause,))
    if call.needs_person:
        yield Link("plugin", "needs", (plugin.cause(PERSON, mode=call.login.mode),))
    if call.login.mode == DEFAULT_MODE and DEVICECODE_WANTS_TERMINAL.contains(release):
        yield _without_terminal(plugin, release)


def _without_terminal(plugin: PluginRun, release: Version) -> Link:
    """A release that does not show the code without a terminal."""
    mode = get(plugin.exec.node, "interactiveMode")
    if string(mode) != _NEVER:
        return Link("plugin", "needs", (plugin.cause(TERMINAL, mode, mode=DEFAULT_MODE),))
    versions = (str(release), DEVICECODE_WANTS_TERMINAL.removed or "")
    return Link("versions", "fails", (plugin.cause(TOO_OLD, mode, mode=DEFAULT_MODE, versions=versions),))


def _use(plugin: PluginRun, call: TokenCall) -> KubeloginUse:
    """What the call asks of a release, in the environment as it is."""
    exec_ = plugin.exec
    parsed = [argument for argument in parse_arguments(exec_.arguments) if argument.name]
    flags = dict.fromkeys(each.name for each in parsed if not each.words[0].startswith("--token-cache-dir"))
    mode, values, _ = call.login
    return KubeloginUse(plugin.user.name, mode, tuple(flags), values, exec_.api_version, exec_.command)


def _broken(plugin: PluginRun, use: KubeloginUse, release: Version) -> Iterator[Link]:
    """What this release does wrong. Whether the keyring can be used is not known from here."""
    for broken in broken_for(use, release):
        if not broken.without_keyring:
            versions = (str(release), broken.releases.removed or "")
            cause = plugin.cause(TOO_OLD, plugin.place("login"), mode=use.mode or "", versions=versions)
            yield Link("versions", "fails", (cause,))


def _of_newer_releases(plugin: PluginRun, use: KubeloginUse, release: Version) -> Iterator[Link]:
    """What this release does not have yet."""
    api_version = get(plugin.exec.node, "apiVersion")
    for need in unmet_needs(use, release):
        if need.since is not None:
            node, flags = (plugin.place(need.place), (need.place,)) if need.place else (api_version, ())
            versions = (str(release), need.since)
            cause = plugin.cause(TOO_OLD, node, flags=flags, mode=use.mode or "", versions=versions)
            yield Link("versions", "fails", (cause,))


def _objections(plugin: PluginRun, call: TokenCall, release: Version, told: set[str]) -> Iterator[Link]:
    """What it refuses, apart from what is missing, and what an older release does not know."""
    for each in call.objections:
        if each.kind == "missing" or (each.kind in _NOT_KNOWN and _spelt_out(each.flag) in told):
            continue
        since = _OF_RELEASES.get(each.kind, "")
        versions = (str(release), since) if since else ("", "")
        cause = plugin.cause(
            _SAID_BY[each.kind], plugin.place(each.flag), flags=(each.flag,) if each.flag else (),
            variables=_given_by(plugin, call, each.flag), mode=call.login.mode, versions=versions, command=COMMAND,
        )  # fmt: skip
        part: LinkPart = "plugin" if each.kind in NOT_GET_TOKEN else "versions" if since else "arguments"
        yield Link(part, "unknown" if _may_be_newer(each, release) else "fails", (cause,))


def _spelt_out(flag: str) -> str:
    """A flag by its long name: the parser calls one that it does not know as it is written."""
    return next((name for name, row in FLAGS.items() if row.short == flag), flag)


def _may_be_newer(objection: Objection, release: Version) -> bool:
    """True for what a release that is newer than these tables may know."""
    return release > NEWEST and objection.kind in _NOT_KNOWN


def _missing(plugin: PluginRun, call: TokenCall, release: Version, *, is_told: bool) -> Iterator[Link]:
    """The values that it lacks; those that the environment of the process can give are needed."""
    for each in () if is_told else call.missing:
        variables = settable(each, plugin.exec.arguments, plugin.variables(), plugin.entry, release)
        cause = plugin.cause(
            LACKS, next((place for flag in each.flags if (place := plugin.place(flag))), None), flags=each.flags,
            variables=variables, mode=call.login.mode,
        )  # fmt: skip
        if variables:
            yield Link("variables", "needs", (cause,))
        else:
            yield Link("arguments", "fails", (cause,))


def _given_by(plugin: PluginRun, call: TokenCall, flag: str) -> tuple[str, ...]:
    """The variable of the process that gives a flag its value."""
    name = call.login.given_by.get(flag)
    return () if name is None or name in plugin.entry else (name,)
