"""The doctor's verdict on a login is its outcome: thousands of logins by kubelogin, each tried by a real kubectl.

Login modes, where each value comes from, what is left out or odd, releases of kubelogin: `login_cells`. The stand-in refuses
what the real kubelogin of the release refuses before it calls the network.
"""

import json
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from kubeconv.doctor.diagnosis import Answer, diagnose
from kubeconv.kubeconfig.view import parse_tolerantly
from kubeconv.machine.programs import Program as Found
from kubeconv.machine.this import ThisMachine
from kubeconv.releases.version import parse_version
from kubeconv.requirements.clients import Client
from kubeconv.requirements.surroundings import this_machine
from kubeconv.tree.source import Source
from kubeconv.validation.run import Asked, validate_parsed

from .api_server import ApiServer
from .az_contract import Account, answer
from .azure_stand_ins import AzureStandIns
from .conftest import KUBECTLS
from .kubeconfigs import kubeconfig
from .kubelogin_contract import kubelogin as contract
from .login_cells import ALL, Cell, is_known_to_be_broken
from .machine import Machine
from .programs import Program

#: How many cells are tried, in how many tests: half of the cells are calls that give a token, as most calls give none.
CELLS, PARTS = 2080, 8


def goal(cell: Cell) -> str:
    """What the call goes on to, '' if it is refused."""
    placed = cell.placed(Path("/nowhere"))

    def ask(program: str, arguments: Sequence[str]) -> str:
        return answer(program, arguments, Account())

    return contract(placed.arguments, {**placed.around, **placed.entry}, cell.release, ask).goal


def sample() -> list[Cell]:
    """The same cells in every run."""
    chosen: dict[bool, list[Cell]] = {True: [], False: []}
    for cell in random.Random(2080).sample(ALL, len(ALL)):
        leads_to = goal(cell)
        if not is_known_to_be_broken(cell, leads_to):
            chosen[bool(leads_to)].append(cell)
        if all(len(cells) >= CELLS // 2 for cells in chosen.values()):
            break
    mixed = zip(chosen[True], chosen[False], strict=False)
    return [cell for pair in mixed for cell in pair][:CELLS]


@pytest.fixture(scope="session")
def cells() -> list[Cell]:
    """The sample, drawn once."""
    found = sample()
    assert len(found) == CELLS
    return found


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """The files that the cells name."""
    (tmp_path / "application.pem").write_text("-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n")
    (tmp_path / "token.jwt").write_text("a.b.c")
    return tmp_path


def text_of(cell: Cell, server: ApiServer) -> str:
    """A kubeconfig whose user is this cell."""
    entry = {
        "apiVersion": "client.authentication.k8s.io/v1beta1", "command": "kubelogin", "args": [*cell.arguments],
        "env": [{"name": name, "value": value} for name, value in cell.entry.items()], "interactiveMode": "IfAvailable",
    }  # fmt: skip
    return kubeconfig(server, me=f"exec: {json.dumps(entry)}\n")


def doctor(text: str, cell: Cell, kubectl: Program, machine: Machine, release: Found) -> Answer:
    """What the doctor says of the one context."""
    client = Client("kubectl", kubectl.version, str(kubectl.path), parse_version(kubectl.version))
    here = ThisMachine({"PATH": str(machine.programs), **cell.around}, kubelogins=[release])
    asked = Asked([parse_version(kubectl.version)], machine=here)
    report = validate_parsed(parse_tolerantly(Source(text.encode(), "config")), asked)
    (row,) = diagnose([report], {}, [client], this_machine(here, {"kubelogin": (release,)}))
    return row.answers[0]


@pytest.mark.parametrize("part", range(PARTS))
def test_the_verdict_is_the_outcome(
    part: int, cells: list[Cell], machine: Machine, server: ApiServer, kubelogin: AzureStandIns, files: Path
) -> None:
    kubectl = (KUBECTLS[0], KUBECTLS[-1])[part % 2]
    file, wrong, worked = machine.home / "config", [], 0
    mine = [
        cell.placed(files)
        for cell in sorted(cells[part * CELLS // PARTS : (part + 1) * CELLS // PARTS], key=lambda cell: cell.release)
    ]
    for cell in mine:
        kubelogin.be(cell.release)
        file.write_text(text := text_of(cell, server), encoding="utf-8")
        said = doctor(text, cell, kubectl, machine, Found(str(kubelogin.path), cell.release, True))
        run = machine.request(kubectl, file, cell.around)
        worked += run.returncode == 0
        expected = ("works", "needs") if run.returncode == 0 else ("fails", "needs")
        if (run.returncode == 0) is not said.works or said.verdict not in expected:
            wrong.append((cell, said.verdict, said.cause, run.stderr))
    assert wrong == []
    assert len(mine) // 4 < worked < len(mine)
