"""The options of a conversion, and which users it is for."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.gate.brief import brief
from kubeconv.gate.choices import did_you_mean, one_of
from kubeconv.gate.shown import plain, quoted, quoted_wanted, rule
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.login import azure_login_of
from kubeconv.kubeconfig.selection import Selection, UnknownName, is_one_of, select_users
from kubeconv.kubeconfig.view import Kubeconfig, UsedBy
from kubeconv.releases.table import NEWEST_KUBECTL
from kubeconv.releases.version import Version

if TYPE_CHECKING:  # most conversions need none of it
    from collections.abc import Callable

    from kubeconv.auth.fitting import Evidence

#: In the place of a login mode: for each user the one that fits.
AUTO: Final = "auto"

#: What can be converted, by the name that `--only` takes: the logins, and the versions of the exec API.
KINDS: Final = ("azure", "gcp", "oidc", "openstack", "v1alpha1", "v1")
#: The rules that say that a client no longer knows a login, to its kind.
_OF_RULES: Final = {"kc201": "azure", "kc202": "gcp", "kc203": "openstack", "kc301": "v1alpha1"}

#: What a login can be converted to: an exec plugin, or the auth-provider of that name.
TARGETS: Final = ("exec", "azure", "gcp", "oidc")


class ClusterMode(NamedTuple):
    """The login mode for the clusters of a glob, and who says so."""

    clusters: str
    mode: str
    source: str


class Options(NamedTuple):
    """What is asked. `flags` are values by flag name of kubelogin, switches "true" or "false". `users`, `contexts`, `clusters`
    and `excluded` are names or glob patterns (see `Selection`). `modes` are login modes for some users, each with a name or
    pattern; the last that matches counts. `default_login` counts if `login` says nothing. `only` are the `KINDS` meant, none
    for what the rest says; `kubectl` is the client that the result is for. `evidence` gives what the login mode `AUTO` is
    chosen by. `legacy_login` is the login mode of legacy users if nothing else says one. `cluster_modes` gives the login modes
    that the configuration of a file has for clusters: they count where `AUTO` would, and for legacy users if nothing says one;
    `why` is who says it."""

    to: Literal["exec", "azure", "gcp", "oidc"] = "exec"
    login: str | None = None
    flags: Mapping[str, str] = MappingProxyType({})
    azure_config_dir: str = ""
    keep_origin: bool = False
    users: Sequence[str] = ()
    contexts: Sequence[str] = ()
    clusters: Sequence[str] = ()
    excluded: Sequence[str] = ()
    modes: Sequence[tuple[str, str]] = ()
    only: Sequence[str] = ()
    oidc_to_exec: bool = False
    any_plugin: bool = False
    kubectl: Version = NEWEST_KUBECTL
    default_login: str | None = None
    evidence: "Callable[[], Evidence] | None" = None
    legacy_login: str | None = None
    cluster_modes: "Callable[[str], Sequence[ClusterMode]] | None" = None
    why: str = ""

    def __repr__(self) -> str:
        return brief(self, "to", "login", "users", "contexts", "only", "kubectl")

    @property
    def mode(self) -> str | None:
        """The login mode of kubelogin that is requested."""
        return self.login or self.default_login

    @property
    def selection(self) -> Selection:
        """The users that are meant."""
        return Selection(self.users, self.contexts, self.clusters, self.excluded)

    def for_user(self, user: str, contexts: Sequence[str], kubeconfig: Kubeconfig | None = None) -> "Options":
        """What is asked of one user of a kubeconfig, with its own login mode if it has one."""
        mode = next((mode for mode, pattern in reversed(self.modes) if is_one_of(pattern, user, contexts)), None)
        asked = self._replace(login=mode) if mode else self
        if self.cluster_modes is None or kubeconfig is None or self.to != "exec" or asked.mode not in (None, AUTO):
            return asked
        found = self._of_cluster(kubeconfig, contexts)
        if found is None:
            return asked
        why = f"login-modes in {found.source}"
        asked = asked._replace(why=why)
        return asked._replace(login=found.mode) if asked.mode else asked._replace(legacy_login=found.mode)

    def _of_cluster(self, kubeconfig: Kubeconfig, contexts: Sequence[str]) -> ClusterMode | None:
        """What the configuration says of the clusters of these contexts: a name itself before the first glob."""
        modes = self.cluster_modes(kubeconfig.source.name) if self.cluster_modes is not None else ()
        if not modes:
            return None
        from fnmatch import fnmatchcase

        known = kubeconfig.contexts_by_name
        clusters = [known[name].cluster for name in contexts if name in known]
        for is_meant in (str.__eq__, fnmatchcase):
            for each in modes:
                if any(is_meant(cluster, each.clusters) for cluster in clusters):
                    return each
        return None

    @property
    def is_about_azure(self) -> bool:
        """True if an option is given that only azure logins have."""
        return bool(self.to == "azure" or self.login or self.modes or self.flags or self.azure_config_dir)

    @property
    def kinds(self) -> Sequence[str]:
        """The `KINDS` that are meant."""
        if self.only:
            return self.only
        if self.is_about_azure:
            return ("azure", "oidc") if self.oidc_to_exec else ("azure",)
        return KINDS if self.to == "exec" else (self.to,)


def disagreement(options: Options) -> str:
    """Why these options exclude each other, '' if they do not."""
    unknown = [kind for kind in options.only if kind not in KINDS]
    if unknown:
        return f"{quoted(rule(unknown[0]))} is none of {', '.join(KINDS)}{_near_kind(unknown[0])}"
    if options.to in ("gcp", "oidc") and options.is_about_azure:
        return f"kubelogin options cannot be combined with a conversion to {options.to}"
    if options.oidc_to_exec and options.to != "exec":
        return f"oidc to exec cannot be combined with a conversion to {options.to}"
    about = {"azure": options.is_about_azure, "oidc": options.oidc_to_exec, options.to: options.to != "exec"}
    left_out = [kind for kind, is_meant in about.items() if is_meant and options.only and kind not in options.only]
    return f"other options are about {left_out[0]}, which it leaves out" if left_out else ""


def _near_kind(text: str) -> str:
    """` (did you mean KIND?)`, also for the rule about that kind."""
    meant = _OF_RULES.get(text.lower())
    return f" (did you mean {meant}?)" if meant else did_you_mean(text, KINDS)


def refuse_unknown_modes(files: Sequence[tuple[Kubeconfig, UsedBy]], options: Options) -> None:
    """Raises UnknownName for a login mode that is for a context or user of no file: whoever misspells it waits in vain."""
    for _, pattern in options.modes:
        whose = [(user.name, used_by.get(user.name, ())) for kubeconfig, used_by in files for user in kubeconfig.users]
        if whose and not any(is_one_of(pattern, user, contexts) for user, contexts in whose):
            names = (name for user, contexts in whose for name in (user, *contexts))
            raise UnknownName(f"no context or user is named {quoted_wanted(pattern)}{did_you_mean(pattern, names)}")


def no_login_mode(mode: str, modes: Sequence[str] = tuple(LOGIN_MODES)) -> str:
    """Why this is none of the login modes, '' if it is one."""
    return (
        ""
        if mode in modes
        else f"{quoted(plain(mode))} is not a login mode{did_you_mean(mode, modes)}; use {one_of(modes)}"
    )


def _refuse_unknown_default(
    files: Sequence[tuple[Kubeconfig, UsedBy]], chosen: Sequence[set[str]], options: Options
) -> None:
    """Raises UnknownName for a variable that names no login mode, where an Azure login would be converted to it."""
    problem = no_login_mode(options.default_login) if options.default_login and "azure" in options.kinds else ""
    for (kubeconfig, used_by), each in zip(files, chosen, strict=True) if problem else ():
        for user in kubeconfig.users:
            its = used_by.get(user.name, ())
            if user.name in each and azure_login_of(user) and options.for_user(user.name, its).login is None:
                raise UnknownName(f"AAD_LOGIN_METHOD: {problem}")


def selected_users(files: Sequence[tuple[Kubeconfig, UsedBy]], options: Options) -> list[set[str]]:
    """The names of the users that `options` choose, for each file. With each file come the contexts of its user names.

    Raises UnknownName for a name or pattern that matches nothing in any file, for `--pop-claims`, which belong to one
    cluster, on several users that were not chosen by name, and for a default login mode that there is not.
    """
    refuse_unknown_modes(files, options)
    chosen = select_users(files, options.selection)
    if options.flags.get("pop-claims") and not options.selection.is_by_name:
        concerned = [
            user for (kubeconfig, _), each in zip(files, chosen, strict=True) for user in kubeconfig.users
            if user.name in each and azure_login_of(user)
        ]  # fmt: skip
        if len(concerned) > 1:
            raise UnknownName(
                f"--pop-claims belongs to one cluster, but {len(concerned)} users are selected: "
                "choose by name with --user or --context"
            )
    _refuse_unknown_default(files, chosen, options)
    return chosen
