"""What is on this machine besides the files: the programs on PATH, the kuberc file, locks that were left behind."""

import os
from collections.abc import Mapping, Sequence

from kubeconv.gate.value import NamedTuple
from kubeconv.machine.files import STANDARD_INPUT, Paths
from kubeconv.machine.home import home
from kubeconv.machine.lock import locks_of
from kubeconv.machine.programs import EXAMINED, Program, find_programs
from kubeconv.machine.this import ThisMachine
from kubeconv.releases.table import NEWEST_KUBECTL
from kubeconv.releases.version import Version
from kubeconv.requirements.clients import Client, clients_of
from kubeconv.validation.run import Asked


class Installed(NamedTuple):
    """The programs on PATH, by name, the first found first; the clients among them; and what rules ask."""

    programs: Mapping[str, Sequence[Program]]
    clients: Sequence[Client]
    answers: ThisMachine

    @property
    def releases(self) -> Sequence[Version]:
        """The kubectl that each client reads files like, each once; the newest known if no client reports its version."""
        known = dict.fromkeys(client.release for client in self.clients if client.release is not None)
        return [*known] or [NEWEST_KUBECTL]

    @property
    def asked(self) -> Asked:
        """What to find out about every file."""
        return Asked(self.releases, machine=self.answers, kuberc=_kuberc(self.answers), if_read=True)

    def with_new_answers(self) -> "Installed":
        """The same programs; what rules ask about files is found out again."""
        answers = ThisMachine(self.answers.environment, kubelogins=self.programs["kubelogin"])
        return self._replace(answers=answers)


def look_at_machine(environment: Mapping[str, str]) -> Installed:
    """Ask the programs on PATH what they are, side by side."""
    return installed(find_programs(EXAMINED, environment.get("PATH", "")), environment)


def installed(programs: Mapping[str, Sequence[Program]], environment: Mapping[str, str]) -> Installed:
    """This machine with these programs."""
    return Installed(programs, clients_of(programs), ThisMachine(environment, kubelogins=programs["kubelogin"]))


def stale_locks(paths: Paths) -> dict[str, str]:
    """The locks that were left behind, and what to say about each."""
    return {
        lock.path: f"{path} {lock.held}"
        for path in paths.files
        if path != STANDARD_INPUT
        for lock in locks_of(path)
        if lock.is_stale
    }


def _kuberc(machine: ThisMachine) -> bytes | None:
    """The kuberc file that kubectl reads: it may forbid plugins. No other client looks at it, nor knows as new a release.
    https://github.com/kubernetes/kubectl/blob/master/pkg/kuberc/kuberc.go (LoadKuberc)"""
    chosen = machine.environment.get("KUBERC")
    if chosen == "off" or machine.environment.get("KUBECTL_KUBERC") == "false":
        return None
    return machine.read(chosen or os.path.join(home(machine.environment), ".kube", "kuberc"))
