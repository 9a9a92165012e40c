"""What is known around kubeconfigs: this machine, a described one, or nothing. Known to be absent is not: not known."""

import os
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kubeconv.auth.kubelogin import COMMAND, is_looked_up, program_of
from kubeconv.auth.kubelogin_run import NEWEST
from kubeconv.gate.value import NamedTuple
from kubeconv.machine.programs import Program
from kubeconv.releases.version import Version, parse_version

if TYPE_CHECKING:
    from kubeconv.validation.rule import Machine

#: What stands for the value of a variable of which only the name is known: kubelogin takes it.
_SOME: Final = "x"
_SOME_URL: Final = "https://login.microsoftonline.com/"
_URLS: Final = frozenset(("AZURE_AUTHORITY_HOST",))
#: Without its value nothing can be told.
LOGIN_MODE_VARIABLE: Final = "AAD_LOGIN_METHOD"
_DURATIONS: Final = frozenset(("AZURE_CLI_TIMEOUT",))
_EXECUTABLE: Final = 0o111


class Surroundings(NamedTuple):
    """What is known. `machine` answers for files and for what is on PATH, None if nothing may be asked. `programs` by name are
    those that were asked for their version, or given: none for one that is known to be absent, no entry for one of which
    nothing is known. `environment` are the variables; `named` those that are set to something that is not known."""

    machine: "Machine | None" = None
    programs: Mapping[str, Sequence[Program]] = MappingProxyType({})
    environment: Mapping[str, str] = MappingProxyType({})
    named: frozenset[str] = frozenset()

    def has(self, program: str) -> bool | None:
        """True if a program is on PATH; None if that is not known."""
        if self.machine is not None:
            return self.machine.which(program) is not None
        return bool(self.programs[program]) if program in self.programs else None

    def has_command(self, command: str, folder: str) -> bool | None:
        """True if client-go finds the command of an exec section in a kubeconfig of this folder, and may run it."""
        if self.machine is None:  # kubelogin.exe is what is called kubelogin there
            return self.has(program_of(command) if is_looked_up(command) else command)
        if is_looked_up(command):
            return self.has(command)
        mode = self.machine.mode(os.path.join(folder, command))
        return mode is not None and (bool(mode & _EXECUTABLE) or os.name == "nt")

    def has_file(self, path: str) -> bool | None:
        """True if a file exists; None if that is not known."""
        return None if self.machine is None else self.machine.mode(path) is not None

    def kubelogin(self, command: str) -> Program | None:
        """The kubelogin that a command runs, if it was asked for its version or given."""
        found = self.programs.get(COMMAND, ())
        if is_looked_up(command):
            return found[0] if found and program_of(command) == COMMAND else None
        return next((each for each in found if each.path == command), None)

    def variables(self, entry: Mapping[str, str]) -> dict[str, str]:
        """The environment of a plugin: that of the process, overruled by the `env` of the entry."""
        named = {
            name: _SOME_URL if name in _URLS else _SOME
            for name in self.named - {LOGIN_MODE_VARIABLE} - _DURATIONS
        }  # fmt: skip
        return {**named, **self.environment, **entry}

    def hides_mode(self, entry: Mapping[str, str]) -> bool:
        """True if a variable decides on the login mode whose value nobody knows."""
        known = LOGIN_MODE_VARIABLE in entry or LOGIN_MODE_VARIABLE in self.environment
        return LOGIN_MODE_VARIABLE in self.named and not known


def this_machine(machine: "Machine", programs: Mapping[str, Sequence[Program]]) -> Surroundings:
    """This machine: what is not found does not exist. `programs` are those that have told their version."""
    return Surroundings(machine, programs, dict(machine.environment))


def described(
    programs: Mapping[str, Sequence[Program]], environment: Mapping[str, str], named: frozenset[str]
) -> Surroundings:
    """A described machine: nothing on this one is checked. `environment` are variables with values, `named` those without."""
    return Surroundings(None, programs, environment, named)


#: Nothing is known: what depends on a machine is needed.
POLICY: Final = Surroundings()


def release_of_kubelogin(program: Program | None) -> Version:
    """The release that judges a login: that of the program, else the newest known."""
    try:
        return parse_version(program.version) if program is not None else NEWEST
    except ValueError:
        return NEWEST
