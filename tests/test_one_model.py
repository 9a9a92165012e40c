"""`versions` and the doctor are views of one model: on the same facts neither says another thing than the other."""

import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from e2e.login_cells import ALL, Cell
from test_chain import KUBECTL, config
from test_cli_doctor import kubectl
from test_cli_usage import AKS_SERVER, AZURE, KUBELOGIN, TOKEN, Machine, kubeconfig
from test_cli_versions import document

from kubeconv.kubeconfig.login import detect_users
from kubeconv.kubeconfig.view import contexts_by_user, parse_tolerantly
from kubeconv.machine.programs import Program
from kubeconv.requirements import Requirement, Situation, check_requirements, kubelogin_uses
from kubeconv.requirements.cause import BROUGHT_ALONG, NO_FILE, NO_TOKEN_PROGRAM, Diagnosis
from kubeconv.requirements.chain import Chains
from kubeconv.requirements.surroundings import described
from kubeconv.tree.source import Source

NOT_ASKED = {*BROUGHT_ALONG, NO_FILE, NO_TOKEN_PROGRAM}


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def both(cell: Cell) -> tuple[Diagnosis, list[Requirement]]:
    """What the chain says of a call of kubelogin in a described situation, and what `versions` requires."""
    programs = {
        "kubectl": (Program("", "1.37.1"),),
        "az": (Program("", "2.90.0"),),
        "kubelogin": (Program("", cell.release, True),),
    }
    variables = frozenset(cell.around)
    view = parse_tolerantly(Source(config(cell.arguments, cell.entry), "config")).kubeconfig
    around = described(programs, {}, variables)
    found = Chains([(view, [])], KUBECTL, around).diagnose("me")
    used_by = contexts_by_user([view])
    situation = Situation(
        programs, users=detect_users(view, used_by), uses=kubelogin_uses(view, around), policy="kubernetes",
        plugins=[(view, user) for user in view.users], variables=variables,
    )  # fmt: skip
    return found, check_requirements(situation)


def differences(cell: Cell) -> Iterator[str]:
    found, rows = both(cell)
    verdicts = {row.verdict for row in rows if row.name not in ("kubelogin-keyring", "kubectl-skew")}
    if ("fails" in verdicts) is not (found.verdict == "fails"):
        yield f"{cell}: chain {found.verdict} {found.cause}, versions {[row for row in rows if row.verdict == 'fails']}"
    needs = [
        cause for link in found.links if link.state == "needs" for cause in link.causes if cause.name not in NOT_ASKED
    ]
    if ("needs" in verdicts) is not bool(needs):
        yield f"{cell}: chain needs {needs}, versions {verdicts}"
    if found.verdict == "unknown" and "unknown" not in verdicts:
        yield f"{cell}: chain unknown {found.cause}, versions {verdicts}"


def test_versions_and_the_chain_agree_on_every_call() -> None:
    cells = ALL[::11]  # each in a different place of its series
    assert len(cells) > 2000
    assert [each for cell in cells for each in differences(cell)][:10] == []


def script(output: str) -> str:
    return f"printf '{output}\\n'"


OWN = "22222222-2222-4222-8222-222222222222"
BODIES = {
    "no mode": AZURE.replace('        config-mode: "1"\n', ""),
    "own spn": KUBELOGIN.replace("devicecode", "spn").replace(AKS_SERVER, OWN),
    "azure": AZURE, "devicecode": KUBELOGIN, "spn": KUBELOGIN.replace("devicecode", "spn"), "token": TOKEN,
    "v1alpha1": KUBELOGIN.replace("v1beta1", "v1alpha1"), "azd": KUBELOGIN.replace("devicecode", "azd"),
    "v1": KUBELOGIN.replace("v1beta1", "v1\n      interactiveMode: Never"),
    "no token": KUBELOGIN.replace("get-token", "convert-kubeconfig"), "gcp": "    auth-provider: {name: gcp}\n",
    "own": AZURE.replace(AKS_SERVER, OWN), "aws": '    exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: aws, args: [eks]}\n',  # noqa: E501
}  # fmt: skip
CLIENTS = ("1.17.0", "1.21.3", "1.25.4", "1.30.1")
HELMS = ("3.2.4", "3.8.1", "3.16.1")
KUBELOGINS = ("", "0.0.20", "0.2.3", "0.2.19")


def test_versions_and_the_doctor_agree_on_this_machine(machine: Machine) -> None:
    """A context fails for the doctor if and only if a requirement on a client or a plugin fails."""
    for name in ("aws", "azd", "az"):
        machine.program(name, script(""))
    said = []
    machines = [*itertools.product(CLIENTS, HELMS, KUBELOGINS, BODIES.items())][::11]
    for version, helm, release, (name, body) in machines:
        machine.program("kubectl", kubectl(version))
        machine.program("helm", f"echo v{helm}+gabc")
        if release:
            machine.program("kubelogin", script(f"kubelogin version\\ngit hash: v{release}/abc\\nGo version: go1.23"))
        else:
            (machine.programs / "kubelogin").unlink(missing_ok=True)
        file = machine.file("config", kubeconfig(me=body))
        (row,) = json.loads(machine.call("doctor", "--format", "json", file).out)["contexts"]
        doctor = {each["verdict"] for each in row["clients"]}
        checks = document(machine.call("versions", "--az", "2.90.0", "--format", "json", file))["checks"]
        rows = {each["verdict"]: each for each in checks if not each["name"].endswith("-skew")}
        if ("fails" in doctor) is not ("fails" in rows):
            said.append((name, release, version, helm, row["clients"], rows.get("fails")))
        if "needs" in rows and doctor.isdisjoint(("needs", "fails")):
            said.append((name, release, version, helm, doctor, rows["needs"]))
    assert said == []
