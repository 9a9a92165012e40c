"""Is this release of Azure's kubelogin good enough for a login? For the rule KC323 and for `kubeconv versions` alike."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from kubeconv.auth.azure import V1_API_VERSION
from kubeconv.auth.contract import written
from kubeconv.auth.kubelogin import COMMAND, FLAGS, GLOBAL_FLAGS, is_looked_up, parse_arguments, program_of
from kubeconv.auth.kubelogin_run import effective
from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.auth.plugins import PLUGINS
from kubeconv.gate import shown
from kubeconv.gate.brief import brief
from kubeconv.gate.value import NamedTuple
from kubeconv.releases.table import BROKEN_KUBELOGINS, Broken
from kubeconv.releases.version import Version, parse_version

#: Where each flag and login mode has its release.
SOURCE: Final = "https://github.com/Azure/kubelogin/blob/main/CHANGELOG.md"


class KubeloginUse(NamedTuple):
    """What one user asks of kubelogin: the flags in its arguments as they are spelt, the login mode and the values that hold
    once the variables of the entry have overruled the arguments, and the version of the exec credential API. A `mode` of None
    is not known: then all that is asked is kubelogin itself."""

    user: str
    mode: str | None
    flags: Collection[str]
    values: Mapping[str, str]
    api_version: str
    command: str = "kubelogin"

    def __repr__(self) -> str:
        return brief(self)

    @property
    def is_on_path(self) -> bool:
        """True if it is the kubelogin on PATH that is run: by that name, and by no path."""
        return is_looked_up(self.command) and program_of(self.command) == COMMAND


def kubelogin_use(
    user: str, command: str, arguments: Sequence[str], api_version: str, variables: Mapping[str, str]
) -> KubeloginUse:
    """What an exec section asks of kubelogin; `variables` are those that it sets itself."""
    parsed = [argument for argument in parse_arguments(arguments) if argument.name]
    mode, found, _ = effective(*written(arguments), variables)
    # The old spelling of --cache-dir is as old as kubelogin itself.
    flags = [argument.name for argument in parsed if not argument.words[0].startswith("--token-cache-dir")]
    return KubeloginUse(user, mode, tuple(dict.fromkeys(flags)), found, api_version, command)


class Need(NamedTuple):
    """Something that came with a release of kubelogin: `since`, or None if no known release has it. `place` is the flag at
    which it stands, '' for the apiVersion."""

    what: str
    since: str | None
    place: str


def _needs(flags: Sequence[str], mode: str, has_pop: bool, api_version: str) -> Iterator[Need]:
    """All that a login asks of a release of kubelogin."""
    for name in flags:
        flag = FLAGS.get(name)
        if flag is not None or name not in GLOBAL_FLAGS:
            yield Need(shown.dashed(name), flag.since if flag else None, name)
    row, known = LOGIN_MODES.get(mode), shown.known(mode, LOGIN_MODES)
    yield Need(f"the login mode {known}", row.since if row else None, "login")
    if row and row.pop_since and has_pop:
        yield Need(f"PoP with the login mode {known}", row.pop_since, "pop-enabled")
    if api_version == V1_API_VERSION:
        yield Need(f"apiVersion {api_version}", PLUGINS[COMMAND].v1_since, "")


def unmet_needs(use: KubeloginUse, version: Version) -> Sequence[Need]:
    """What a login needs and this release does not have yet, or no known release has."""
    if use.mode is None:
        return ()
    return _unmet(tuple(use.flags), use.mode, use.values.get("pop-enabled") == "true", use.api_version, version)


@lru_cache(1024)
def _unmet(flags: tuple[str, ...], mode: str, has_pop: bool, api_version: str, version: Version) -> Sequence[Need]:
    """The same, worked out once for all logins that ask alike."""
    needs = _needs(flags, mode, has_pop, api_version)
    return tuple(need for need in needs if need.since is None or parse_version(need.since) > version)


def broken_for(use: KubeloginUse, version: Version) -> list[Broken]:
    """What is known to be broken for a login in this release."""
    return [each for each in BROKEN_KUBELOGINS if each.releases.contains(version) and _concerns(each, use)]


def _concerns(broken: Broken, use: KubeloginUse) -> bool:
    wanted = not broken.flag.startswith("!")
    given = use.values.get(broken.flag.removeprefix("!"), "") not in ("", "false")
    return (not broken.modes or use.mode in broken.modes) and (not broken.flag or given is wanted)
