"""The options that say which configuration counts, and what the commands take from it where the command line says nothing."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Final

from kubeconv.commands.declared import Option, WrongUsage
from kubeconv.settings.in_force import InForce

__all__ = [
    "ConfigFile",
    "InForce",
    "NoConfig",
    "asked_of_each",
    "assumed",
    "checked",
    "cluster_modes",
    "in_force",
    "oldest_kubectl",
]

if TYPE_CHECKING:
    from kubeconv.conversion.options import ClusterMode
    from kubeconv.machine.programs import Program
    from kubeconv.releases.version import Version
    from kubeconv.settings.settings import Settings
    from kubeconv.validation.run import Asked, Choice

_WHERE: Final = "Configuration"

ConfigFile = Annotated[str | None, Option("--config", help="Use this configuration. Default: the nearest .kubeconv.toml or pyproject.toml with [tool.kubeconv], from the file or here upwards.", metavar="FILE", heading=_WHERE)]  # fmt: skip
NoConfig = Annotated[bool, Option("--no-config", help="Use no configuration.", heading=_WHERE)]


def in_force(config: str | None, no_config: bool) -> InForce:
    """The configurations that count. Raises FileProblem."""
    if config is not None and no_config:
        raise WrongUsage("cannot be used with --config", at="--no-config")
    return InForce(config, off=no_config)


def cluster_modes(found: InForce) -> "Callable[[str], Sequence[ClusterMode]]":
    """The login modes for clusters that are in force for the path of a file."""

    def modes(path: str) -> "Sequence[ClusterMode]":
        settings = found.settings(path)
        return settings.cluster_modes if settings is not None else ()

    return modes


def checked(found: InForce, paths: Iterable[str]) -> InForce:
    """The same, if what is in force for these files is right. Raises FileProblem."""
    for path in paths:
        found.settings(path)
    return found


def oldest_kubectl(found: InForce, paths: Iterable[str]) -> "tuple[Version, Settings] | None":
    """The oldest kubectl that these files are for, and who says so; None if nobody does."""
    said = [
        (kubectl, settings)
        for settings in map(found.settings, paths)
        if settings is not None
        for kubectl in settings.kubectls
    ]
    return min(said, key=lambda each: each[0], default=None)


def asked_of_each(
    asked: "Asked", own: "Callable[[str], Settings | None]", kubectls: "Sequence[Version] | None"
) -> "Callable[[str], Asked]":
    """What is asked of each file by its path: what the command line says, `asked`, and what the configuration of the file says
    else. `kubectls` are those of the command line or of a whole list, None for the file's own."""

    def of_file(path: str) -> "Asked":
        settings = own(path)
        if settings is None:
            return asked
        return asked._replace(
            kubectls=kubectls or settings.kubectls or asked.kubectls,
            choice=_choice(asked.choice, settings, path),
            policy=settings.policy,
        )

    return of_file


def assumed(settings: "Settings | None") -> "dict[str, Sequence[Program]]":
    """The programs that count as present."""
    from kubeconv.auth.kubelogin import COMMAND
    from kubeconv.machine.programs import Program

    if settings is None:
        return {}
    found: dict[str, Sequence[Program]] = {name: (Program(name),) for name in settings.listed("plugins")}
    if version := settings.text("kubelogin"):
        found[COMMAND] = (Program(COMMAND, version, True),)
    return found


def _choice(given: "Choice", settings: "Settings", path: str) -> "Choice":
    # Who selects on the command line means it, whatever the file ignores.
    ignore = given.ignore or ([] if given.select else settings.listed("ignore"))
    ignore = [*ignore, *settings.ignored_in(path)]
    return given._replace(
        select=given.select or settings.listed("select"), ignore=ignore, severities=settings.severities
    )
