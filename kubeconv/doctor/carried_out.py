"""What is there once commands of the doctor are carried out, worked out in memory: a cure promises only what comes true then.
Nothing is written."""

import contextlib
import os
from collections.abc import Iterator, Mapping, Sequence

from kubeconv.auth.kubelogin import FLAGS
from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.conversion.options import Options
from kubeconv.conversion.users import convert_users, converted
from kubeconv.doctor.remedies import Remedy
from kubeconv.doctor.surroundings import Installed
from kubeconv.kubeconfig.view import Kubeconfig, Parsed
from kubeconv.machine.load import Loaded, loaded_from
from kubeconv.machine.this import ThisMachine
from kubeconv.releases.table import NEWEST_KUBECTL
from kubeconv.releases.version import parse_version
from kubeconv.requirements.surroundings import LOGIN_MODE_VARIABLE
from kubeconv.tree.finding import Refused

#: Stands for an id that a person will give.
SOME_ID = "00000000-0000-0000-0000-000000000000"


def machine_after(machine: Installed, helps: Sequence[Remedy]) -> Installed:
    """The machine with the variables of the shell as they are then; the same one if they stay."""
    environment, programs = dict(machine.answers.environment), machine.programs
    for help in helps:
        if help.command[:1] == ("unset",):
            environment.pop(help.command[1], None)
        elif help.folder:
            environment["PATH"] = os.pathsep.join((help.folder, environment.get("PATH", "")))
            programs = {**programs, "kubelogin": sorted(programs["kubelogin"], key=lambda each: not each.is_right)}
    if environment == machine.answers.environment:
        return machine
    return machine._replace(programs=programs, answers=ThisMachine(environment, kubelogins=programs["kubelogin"]))


def files_after(
    files: Mapping[str, Kubeconfig], helps: Sequence[Remedy], options: Options, environment: Mapping[str, str]
) -> dict[str, Loaded]:
    """The files that `kubeconv convert` changes, as they are then. `options` is what is known of the machine."""
    found: dict[str, Kubeconfig] = {}
    for help in helps:
        kubeconfig = found.get(help.converts) or files.get(help.converts)
        if kubeconfig is None:
            continue
        # A file that is refused whole stays as it is.
        with contextlib.suppress(Refused):
            asked = _asked([*_options_of(help)], options, environment)
            users = {*(asked.users or kubeconfig.users_by_name)}
            conversion = convert_users(kubeconfig, {}, users, asked, keep_tree=True)
            if conversion.edits:
                found[help.converts] = converted(conversion)
    return {path: loaded_from(Parsed(kubeconfig)) for path, kubeconfig in found.items()}


def _options_of(help: Remedy) -> Iterator[tuple[str, str]]:
    """The options of a command, each with its value, '' for a switch."""
    words = iter(help.command[help.command.index("convert") + 1 : -1])
    for word in words:
        yield word, "" if word in ("--any-plugin", "--skip-others") else next(words, "")


def _asked(given: Sequence[tuple[str, str]], options: Options, environment: Mapping[str, str]) -> Options:
    """What `convert` makes of the options of a command here."""
    values = dict(given)
    mode = None if "--skip-others" in values else environment.get(LOGIN_MODE_VARIABLE) or None
    return options._replace(
        flags={name: SOME_ID for name in FLAGS if f"--{name}" in values},
        users=[value for name, value in given if name == "--user"],
        contexts=(), clusters=(), excluded=(), legacy_login=None, default_login=mode if mode in LOGIN_MODES else None,
        oidc_to_exec="--oidc-to" in values, any_plugin="--any-plugin" in values,
        kubectl=parse_version(values["--kubectl"]) if "--kubectl" in values else NEWEST_KUBECTL,
    )  # fmt: skip
