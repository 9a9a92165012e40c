"""The programs of a machine that read kubeconfigs, and as which kubectl. Pure."""

from collections.abc import Mapping, Sequence
from typing import Final

from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.acceptance import accepts
from kubeconv.machine.programs import Program
from kubeconv.releases.table import AKS_MANAGED, CLIENTS, NEWEST_KUBECTL, OLDEST_KUBECTL, PASSED_OVER, support
from kubeconv.releases.version import Version, parse_version

#: The programs on PATH that read kubeconfigs by client-go.
READERS: Final = ("kubectl", "helm", "k9s")


class Client(NamedTuple):
    """A program that reads kubeconfigs. `release` is the kubectl whose client-go it is built with, None if that cannot be
    determined; `problem` is why its version is not known."""

    name: str
    version: str
    path: str
    release: Version | None
    problem: str = ""

    def __str__(self) -> str:
        return f"{self.name} {self.version}{'' if self.path else ' (not on PATH)'}".rstrip()


def clients_of(programs: Mapping[str, Sequence[Program]]) -> list[Client]:
    """The first kubectl, helm and k9s on PATH; if none of them is installed, the newest kubectl that is known."""
    found = [_client(name, programs[name][0]) for name in READERS if programs.get(name)]
    return found or [Client("kubectl", str(NEWEST_KUBECTL), "", NEWEST_KUBECTL)]


def release_of(client: str, version: str) -> Version:
    """The kubectl that knows the same logins as a release of another client: the newest that each change in the tables, up to
    that release, leads to. Raises ValueError for what is no version."""
    own = parse_version(version)
    if client == "kubectl":
        return own
    changes = [
        (ours, theirs)
        for row in (*CLIENTS, *PASSED_OVER)
        if row.client == client and (kubectl := support("kubectl", row.login)) is not None
        for ours, theirs in zip(row.releases, kubectl.releases, strict=True)
        if ours and theirs
    ]
    return max(
        (parse_version(theirs) for ours, theirs in changes if own >= parse_version(ours)), default=OLDEST_KUBECTL
    )


def stops_at(client: str, version: str, fact: str) -> bool:
    """True if a release of a client does not accept a login with this fact: its client-go, as the rules judge it; that a
    cluster asks for a newer client is no matter of client-go."""
    if fact == AKS_MANAGED:
        return (row := support(client, fact)) is not None and not row.releases.contains(version)
    return not accepts(release_of(client, version), fact)


def _client(name: str, program: Program) -> Client:
    version = program.version.removeprefix("v")
    if name == "helm":
        version = version.partition("+")[0]  # the commit that it was built from
    try:
        return Client(name, version, program.path, release_of(name, version), program.problem)
    except ValueError:
        return Client(name, "", program.path, None, program.problem or "does not report its version")
