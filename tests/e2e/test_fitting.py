"""Where the login mode is chosen that fits, it logs in: kubectl, the stand-ins for kubelogin, az and azd, a server."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from test_fitting import SITUATIONS

from kubeconv.auth.azure import to_arguments
from kubeconv.auth.fitting import fitting

from .api_server import ApiServer
from .azure_stand_ins import AzureStandIns
from .conftest import KUBECTLS
from .kubeconfigs import kubeconfig
from .login_cells import Cell
from .machine import Machine
from .test_login_contract import user

#: The variables that name a file which kubelogin reads.
FILES = ("AZURE_FEDERATED_TOKEN_FILE", "AZURE_CLIENT_CERTIFICATE_PATH")
FITTING = [
    name
    for name, (evidence, old, mode) in SITUATIONS.items()
    if fitting(old, {}, evidence)[0].fits and mode != old.mode
]


def placed(variables: Mapping[str, str], folder: Path) -> dict[str, str]:
    """The variables, with files that are there."""
    (folder / "credential").write_text("-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n")
    return {name: str(folder / "credential") if name in FILES else value for name, value in variables.items()}


@pytest.mark.parametrize("name", FITTING)
def test_the_chosen_login_mode_logs_in(
    name: str, machine: Machine, server: ApiServer, kubelogin: AzureStandIns, tmp_path: Path
) -> None:
    evidence, old, mode = SITUATIONS[name]
    fit = fitting(old, {}, evidence)[0]
    kubelogin.be(str(evidence.kubelogin))
    cell = Cell(name, str(evidence.kubelogin), tuple(to_arguments(old, mode, fit.flags, {}).arguments), {}, {})
    file = machine.home / "config"
    file.write_text(kubeconfig(server, me=user(cell)), encoding="utf-8")
    run = machine.request(KUBECTLS[-1], file, placed(evidence.variables, tmp_path))
    assert run.returncode == 0, run.stderr


def test_most_situations_are_tried() -> None:
    assert len(FITTING) >= 40
