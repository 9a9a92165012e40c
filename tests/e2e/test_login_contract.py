"""The whole way of a login: kubectl, the stand-ins for kubelogin, az and azd, a server. Our verdict is the outcome."""

import json
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from kubeconv.auth.contract import get_token
from kubeconv.releases.version import parse_version

from .api_server import ApiServer
from .az_contract import Account, answer
from .azure_stand_ins import AzureStandIns
from .conftest import KUBECTLS
from .kubeconfigs import kubeconfig
from .kubelogin_contract import Ended, kubelogin
from .login_cells import ALL, Cell, call
from .machine import Machine
from .programs import Program

OLDEST_AND_NEWEST = (KUBECTLS[0], KUBECTLS[-1])
SAMPLE = 160


def sample() -> list[Cell]:
    """The same cells in every run: half of them of calls that give a token, as most calls give none."""
    order = random.Random(11).sample(ALL, len(ALL))
    chosen: dict[bool, list[Cell]] = {True: [], False: []}
    for cell in order:
        chosen[bool(outcome(cell, Account(), Path("/nowhere")).goal)].append(cell)
    return chosen[True][: SAMPLE // 2] + chosen[False][: SAMPLE // 2]


def outcome(cell: Cell, account: Account, files: Path) -> Ended:
    """What the stand-in for kubelogin does in a cell."""
    placed = cell.placed(files)

    def ask(program: str, arguments: Sequence[str]) -> str:
        return answer(program, arguments, account)

    return kubelogin(placed.arguments, {**placed.around, **placed.entry}, cell.release, ask)


def is_expected_to_work(cell: Cell, account: Account) -> bool:
    """Our verdict: kubelogin objects to nothing, its files are there, and whom it asks is logged in."""
    found = get_token(cell.arguments, {**cell.around, **cell.entry}, parse_version(cell.release))
    files_are_there = all(Path(path).exists() for path in found.reads)
    return found.objection is None and files_are_there and (account.is_logged_in or not found.asks)


def user(cell: Cell) -> str:
    """The body of a user whose entry is this cell."""
    entry = {
        "apiVersion": "client.authentication.k8s.io/v1beta1",
        "command": "kubelogin",
        "args": list(cell.arguments),
        "env": [{"name": name, "value": value} for name, value in cell.entry.items()],
        "interactiveMode": "IfAvailable",
    }
    return f"exec: {json.dumps(entry)}\n"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """The files that the cells name."""
    (tmp_path / "application.pem").write_text("-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n")
    (tmp_path / "token.jwt").write_text("a.b.c")
    return tmp_path


@pytest.mark.parametrize("kubectl", OLDEST_AND_NEWEST, ids=str)
def test_our_verdict_is_the_outcome(
    kubectl: Program, machine: Machine, server: ApiServer, kubelogin: AzureStandIns, files: Path
) -> None:
    file, worked = machine.home / "config", 0
    wrong: list[tuple[Cell, str]] = []
    for cell in (each.placed(files) for each in sample()):
        kubelogin.be(cell.release)
        file.write_text(kubeconfig(server, me=user(cell)), encoding="utf-8")
        run = machine.request(kubectl, file, cell.around)
        worked += run.returncode == 0
        if (run.returncode == 0) is not is_expected_to_work(cell, Account()):
            wrong.append((cell, run.stderr))
        elif (said := outcome(cell, Account(), files).stderr) not in run.stderr:
            wrong.append((cell, f"not {said!r} but {run.stderr}"))
    assert wrong == []
    assert SAMPLE // 3 < worked < SAMPLE


NOT_LOGGED_IN = "Please run 'az login' to setup account."
ASKS = [
    (("azurecli",), Account(), ""),
    (("azurecli", "--tenant-id", "t"), Account(), ""),
    (("azurecli",), Account(is_logged_in=False), NOT_LOGGED_IN),
    (("azurecli", "--subscription", "one"), Account(), ""),
    (("azurecli", "--subscription", "two"), Account(), "Subscription 'two' not found."),
    (("azurecli", "--subscription", "one", "-t", "t"), Account(), "specify only one of subscription and tenant"),
    (("azd",), Account(), ""),
    (("azd",), Account(is_logged_in=False), "not logged in, run `azd auth login` to login"),
]


@pytest.mark.parametrize(("words", "account", "said"), ASKS)
def test_the_programs_that_kubelogin_asks_refuse_too(
    words: tuple[str, ...], account: Account, said: str, machine: Machine, server: ApiServer, kubelogin: AzureStandIns
) -> None:
    kubelogin.log_in(account)
    cell = Cell("asks", "0.2.19", call(*words), {}, {})
    file = machine.home / "config"
    file.write_text(kubeconfig(server, me=user(cell)), encoding="utf-8")
    run = machine.request(KUBECTLS[-1], file)
    assert (run.returncode == 0, said in run.stderr) == (not said, True), run.stderr
    # Which subscriptions there are, and that it takes a tenant or one of them, is for az alone to know.
    assert is_expected_to_work(cell, account) is (not said or "--subscription" in words)
