"""`versions` and the doctor are views of one model: on the same facts neither says another thing than the other."""

import itertools
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from e2e.login_cells import ALL, Cell
from hypothesis import example, given
from hypothesis import strategies as st
from odd_logins import FACTS, Facts
from test_chain import KUBECTL, config
from test_cli_doctor import kubectl
from test_cli_usage import AKS_SERVER, AZURE, KUBELOGIN, TOKEN, Machine, kubeconfig
from test_cli_versions import document

from kubeconv.kubeconfig.login import detect_users
from kubeconv.kubeconfig.view import contexts_by_user, parse_tolerantly
from kubeconv.machine.programs import Program
from kubeconv.releases.version import NEVER
from kubeconv.requirements import Requirement, Situation, check_requirements, kubelogin_uses
from kubeconv.requirements.access import without_login
from kubeconv.requirements.cause import BROUGHT_ALONG, NO_FILE, NO_PROGRAM, NO_TOKEN_PROGRAM, Diagnosis
from kubeconv.requirements.chain import Chains
from kubeconv.requirements.clients import clients_of
from kubeconv.requirements.surroundings import described
from kubeconv.tree.source import Source
from kubeconv.validation.run import Asked, validate_parsed

NOT_ASKED = {*BROUGHT_ALONG, NO_FILE, NO_PROGRAM, NO_TOKEN_PROGRAM}


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


#: What stops a login with every release of a client: that is no matter of versions.
OF_THE_FILE = {
    "unknown-exec-api-version", "missing-command", "missing-interactive-mode", "invalid-interactive-mode",
    "unknown-auth-provider", "incomplete-azure", "invalid-config-mode", "incomplete-oidc", "conflicting-credentials",
    "certificate-without-key", "no-credentials", "impersonation-without-user",
}  # fmt: skip
#: None for a program that is known to be absent, '?' for one of which nothing is known.
RELEASES: Mapping[str, list[str | None]] = {
    "kubectl": ["1.17.0", "1.21.3", "1.25.4", "1.37.1"], "helm": ["3.2.4", "3.8.1", "3.16.1", None, "?"],
    "kubelogin": ["0.0.20", "0.0.30", "0.1.4", "0.2.3", "0.2.19", "9.9.9", None, "?"], "az": ["2.90.0", None, "?"],
}  # fmt: skip
MACHINES = st.fixed_dictionaries({name: st.sampled_from(releases) for name, releases in RELEASES.items()})
#: Requirements for what the chain calls needed, too: a program of which nothing is known.
ON_PATH = {"kubelogin", "az-minimum", "kubectl-minimum"}


NO_KUBELOGIN = {"kubectl": "1.37.1", "helm": None, "kubelogin": None, "az": "2.90.0"}
GET_TOKEN = ["get-token", "--server-id", AKS_SERVER]


def running(command: str) -> dict[str, object]:
    return {"exec": {"apiVersion": "client.authentication.k8s.io/v1beta1", "command": command, "args": GET_TOKEN}}


@example(Facts(running("kubelogin"), "https://c.example", {"AAD_LOGIN_METHOD": ""}), NO_KUBELOGIN)
@example(Facts(running("kubelogin.exe"), "https://c.example", {}), NO_KUBELOGIN)
@given(FACTS, MACHINES)
def test_versions_and_the_chain_agree_on_any_login(facts: Facts, machine: dict[str, str | None]) -> None:
    """On a described machine a login fails if and only if a requirement does, and needs something if one does."""
    programs = {
        name: (Program("", version, True if name == "kubelogin" else None),) if version else ()
        for name, version in machine.items()
        if version != "?"
    }
    parsed = parse_tolerantly(Source(json.dumps(facts.kubeconfig()).encode(), "config"))
    view, variables, clients = parsed.kubeconfig, frozenset(facts.environment), clients_of(programs)
    around = described(programs, {}, variables)
    kubectls = dict.fromkeys(each.release for each in clients if each.release)
    found = validate_parsed(parsed, Asked([*kubectls]), "config").found
    chains = [Chains([(view, found[each.release])], each, around).diagnose("at") for each in clients if each.release]
    idle = without_login([view], merged=False)["config"]
    used_by = {user: [each for each in its if each not in idle] for user, its in contexts_by_user([view]).items()}
    situation = Situation(
        programs, users=detect_users(view, used_by), variables=variables,
        uses=[use for use in kubelogin_uses(view, around) if used_by[use.user]],
        plugins=[(view, user) for user in view.users if used_by[user.name]],
    )  # fmt: skip
    if situation.users[0].works_with.kubectl == NEVER:
        return
    rows = {
        row.name: row for row in check_requirements(situation) if row.name not in ("kubelogin-keyring", "kubectl-skew")
    }
    stops = {cause.name for each in chains for link in each.links if link.state == "fails" for cause in link.causes}
    if stops & OF_THE_FILE:
        return
    assert {"fails"} & {row.verdict for row in rows.values()} == {"fails"} & {each.verdict for each in chains}
    if not stops:
        needs = {cause.name for each in chains for link in each.links if link.state == "needs" for cause in link.causes}
        needed = {name for name, row in rows.items() if row.verdict == "needs"}
        assert bool(needed - ON_PATH) == bool(needs - NOT_ASKED - {NO_PROGRAM})
        assert needed - ON_PATH or not needed or needs


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
