"""The fixtures of the end-to-end room: the programs, a server, a clean machine, and the plugin that is called there."""

import os
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from .api_server import ApiServer
from .az_contract import Account
from .azure_stand_ins import AzureStandIns
from .machine import Machine
from .programs import RELEASES, Program, cache_folder, fetch, programs_of

# uv and npm bring certificates of their own; here they trust whom this machine trusts, as pip does.
os.environ.setdefault("UV_SYSTEM_CERTS", "1")
if trusted := ssl.get_default_verify_paths().cafile:
    os.environ.setdefault("NODE_EXTRA_CA_CERTS", trusted)

TOKEN = "token-from-the-plugin"
CLIENTS = [program for release in RELEASES for program in programs_of(release, cache_folder())]
KUBECTLS = [program for program in CLIENTS if program.name == "kubectl"]


@pytest.fixture(scope="session", autouse=True)
def fetched_programs() -> None:
    """Every program of the set is there. One that cannot be had fails each test; nothing is skipped."""
    for release in RELEASES:
        fetch(release, cache_folder())


@pytest.fixture(params=CLIENTS, ids=str)
def client(request: pytest.FixtureRequest) -> Program:
    """Each kubectl and each helm of the set."""
    program: Program = request.param
    return program


@pytest.fixture(params=KUBECTLS, ids=str)
def kubectl(request: pytest.FixtureRequest) -> Program:
    """Each kubectl of the set."""
    program: Program = request.param
    return program


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    """The certificate authority of all servers of the run."""
    return trustme.CA()


@pytest.fixture
def server(authority: trustme.CA) -> Iterator[ApiServer]:
    """A server that lets in `TOKEN` only."""
    with ApiServer(authority, TOKEN) as running:
        yield running


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """An empty home, and an empty folder on PATH."""
    home, programs = tmp_path / "home", tmp_path / "programs"
    home.mkdir()
    programs.mkdir()
    return Machine(home, programs)


@pytest.fixture
def kubelogin(machine: Machine, tmp_path: Path) -> AzureStandIns:
    """A `kubelogin` on the machine's PATH that hands out `TOKEN` to calls that the real one would not refuse, and az and azd
    with somebody logged in."""
    return AzureStandIns(machine.programs, tmp_path / "kubelogin-calls.jsonl", TOKEN, account=Account())
