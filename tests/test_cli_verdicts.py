"""The end of the login: what the doctor says of logins that stop before the network, as people call it."""

import json
import re
from typing import Any

import pytest
from test_cli_doctor import AZURES, asked, current, kubectl
from test_cli_usage import AKS_CLIENT, AKS_SERVER, AZURE, KUBELOGIN, Machine, kubeconfig


@pytest.fixture
def machine(tmp_path: Any) -> Machine:
    """kubectl 1.37, and Azure's kubelogin."""
    found = Machine(tmp_path)
    found.program("kubectl", kubectl("1.37.1"))
    found.program("kubelogin", AZURES)
    return found


def answer(machine: Machine, text: str, **environment: str) -> dict[str, Any]:
    """The answer of the doctor about the one context of a file, for kubectl."""
    ended = machine.call("doctor", "--format", "json", machine.file("config", text), **environment)
    (row,) = asked(ended)["contexts"]
    found: dict[str, Any] = row["clients"][0]
    assert ended.code == (0 if found["works"] else 1)
    return found


def called(command: str, *arguments: str) -> str:
    """The body of a user whose exec section is this call."""
    entry = {"apiVersion": "client.authentication.k8s.io/v1beta1", "command": command, "args": arguments}
    return f"    exec: {json.dumps(entry)}\n"


WITH = {
    "spn": {"AZURE_CLIENT_ID": "c", "AZURE_CLIENT_SECRET": "x"},
    "ropc": {"AZURE_CLIENT_ID": "c", "AZURE_USERNAME": "u", "AZURE_PASSWORD": "p"},
    "workloadidentity": {
        "AZURE_CLIENT_ID": "c", "AZURE_TENANT_ID": "t",
        "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "t", "ACTIONS_ID_TOKEN_REQUEST_URL": "https://a.example/",
    },
    "azurepipelines": {
        "AZURESUBSCRIPTION_CLIENT_ID": "c", "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID": "s",
        "SYSTEM_ACCESSTOKEN": "t", "SYSTEM_OIDCREQUESTURI": "https://o.example/",
    },
}  # fmt: skip


@pytest.mark.parametrize("mode", WITH)
def test_a_login_mode_with_nothing_set_needs_its_variables(machine: Machine, mode: str) -> None:
    """Bullet 1: `doctor` said "works", and kubelogin answers "client secret cannot be empty" and the like."""
    config = machine.file("config", kubeconfig(me=AZURE))
    assert machine.call("convert", "-l", mode, config).code == 0
    found = answer(machine, config.read_text())
    assert (found["verdict"], found["works"]) == ("needs", False)
    assert all(need["variables"] for need in found["needs"])
    assert found["cause"] == found["needs"][0]
    said = machine.call("doctor", config)
    assert (said.code, said.lines[0]) == (1, "broken: context at-me does not work with kubectl 1.37.1")
    works = answer(machine, config.read_text(), **WITH[mode])
    assert (works["verdict"], works["works"], works["cause"]) == ("works", True, None)


def test_the_pipeline_has_to_hand_out_its_token(machine: Machine) -> None:
    """Bullet 1: a missing SYSTEM_ACCESSTOKEN was in no rule."""
    config = machine.file("config", kubeconfig(me=AZURE))
    machine.call("convert", "-l", "azurepipelines", config)
    less = {name: value for name, value in WITH["azurepipelines"].items() if name != "SYSTEM_ACCESSTOKEN"}
    found = answer(machine, config.read_text(), **less)
    assert (found["verdict"], found["cause"]["variables"]) == ("needs", ["SYSTEM_ACCESSTOKEN"])
    assert "needs SYSTEM_ACCESSTOKEN" in machine.call("doctor", config, **less).out


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("kubelogin", ("convert-kubeconfig", "-l", "spn")),
        ("kubelogin", ()),
        ("kubelogin", ("-l", "azurecli", "--server-id", AKS_SERVER)),
        ("kubelogin", ("token", "-l", "azurecli")),
        ("aws", ("eks", "update-kubeconfig", "--name", "c")),
        ("aws", ()),
        ("doctl", ("kubernetes", "cluster", "kubeconfig", "save", "c")),
    ],
)
def test_a_plugin_that_is_not_asked_for_a_credential_fails(
    machine: Machine, command: str, arguments: tuple[str, ...]
) -> None:
    """Bullet 2: a known plugin without its token subcommand gives no credential."""
    machine.program(command, AZURES)
    text = current(kubeconfig(me=called(command, *arguments)), "at-me")
    found = answer(machine, text)
    assert (found["verdict"], found["works"], found["cause"]["name"]) == ("fails", False, "no-token-command")
    said = machine.call("doctor", machine.file("config", text))
    assert "the arguments do not ask for a credential" in said.out


@pytest.mark.parametrize("body", [AZURE, KUBELOGIN], ids=["azure", "kubelogin"])
def test_the_doctor_and_versions_agree_on_clients_too_old_for_aks(machine: Machine, body: str) -> None:
    """Bullet 3: kubectl 1.17.0 and helm 3.2.4 with an AKS-managed user."""
    machine.program("kubectl", kubectl("1.17.0"))
    machine.program("helm", "echo v3.2.4+g0ad800e")
    config = machine.file("config", kubeconfig(me=body))
    (row,) = asked(machine.call("doctor", "--format", "json", config))["contexts"]
    verdicts = {each["client"]: each["verdict"] for each in row["clients"]}
    # AKS asks for kubectl 1.18.1 or kubelogin.
    assert verdicts == {"kubectl": "fails" if body == AZURE else "needs", "helm": "fails"}
    causes = [each["cause"] for each in row["clients"] if each["verdict"] == "fails"]
    assert {(each["name"], each["command"], each["found"], each["needed"]) for each in causes} <= {
        ("client-too-old-for-aks", "kubectl", "1.17.0", "1.18.1"), ("client-too-old-for-aks", "helm", "3.2.4", "3.3"),
    }  # fmt: skip
    rows = json.loads(machine.call("versions", "--format", "json", config).out)["checks"]
    failing = {each["name"].partition("-")[0] for each in rows if each["verdict"] == "fails"}
    assert {client for client, verdict in verdicts.items() if verdict == "fails"} <= failing


def test_a_person_who_logs_in_is_needed_and_enough(machine: Machine) -> None:
    found = answer(machine, kubeconfig(me=KUBELOGIN))
    assert (found["verdict"], found["works"], found["cause"]["name"]) == ("needs", True, "person-logs-in")


def test_a_variable_that_brings_the_trouble_is_named(machine: Machine) -> None:
    found = answer(machine, kubeconfig(me=KUBELOGIN), AAD_LOGIN_METHOD="nonsense")
    assert (found["verdict"], found["cause"]["variables"]) == ("fails", ["AAD_LOGIN_METHOD"])
    assert "nonsense" not in json.dumps(found)


def test_a_kubelogin_that_is_too_old_is_told_before_what_comes_next(machine: Machine) -> None:
    """Bullet 4: "next: kubelogin 0.1.4 is on PATH", and `validate` at once: error KC323."""
    machine.program("kubelogin", AZURES.replace("0.2.19", "0.1.4"))
    config = machine.file("config", kubeconfig(me=AZURE))
    said = machine.call("convert", "-l", "azurepipelines", config)
    (warning,) = (line for line in said.lines if line.startswith("warning: "))
    assert "azurepipelines needs kubelogin 0.2.11 or newer, and the one on PATH is 0.1.4" in warning
    steps = [line for line in said.lines if line.startswith("next: ")]
    assert not any("on PATH" in step for step in steps)
    assert all(said.lines.index(warning) < said.lines.index(step) for step in steps)
    found = answer(machine, config.read_text())
    assert (found["verdict"], found["cause"]["name"], found["cause"]["needed"]) == (
        "fails",
        "kubelogin-too-old",
        "0.2.11",
    )


@pytest.mark.parametrize("mode", WITH)
def test_convert_validate_and_the_doctor_name_the_same_variables(machine: Machine, mode: str) -> None:
    """Bullet 5: for the same gap each named other variables."""
    config = machine.file("config", kubeconfig(me=AZURE))
    converted = machine.call("convert", "-l", mode, config).out
    found = answer(machine, config.read_text())
    best = {name for need in found["needs"] for name in need["variables"][: None if not need["flags"] else 1]}
    (step,) = (line for line in converted.splitlines() if " where kubectl runs" in line and line.startswith("next: "))
    assert best == set(re.findall(r"[A-Z]+_[A-Z_]+", step))
    told = machine.call("validate", "--this-machine", "--select", "KC320", "--format", "json", config).out
    assert best == set(re.findall(r"[A-Z]+_[A-Z_]+", told))
    assert AKS_CLIENT not in told


def test_fixing_an_aks_user_without_config_mode_makes_it_work(machine: Machine) -> None:
    """Bullet 6: `doctor --fix` wrote --legacy, said "works", and printed KC334 below it."""
    config = machine.file("config", kubeconfig(me=AZURE.replace('        config-mode: "1"\n', "")))
    said = machine.call("doctor", "--fix", "--yes", config)
    assert (said.code, "--legacy" in config.read_text(), "KC334" in said.out) == (0, False, False)


@pytest.mark.parametrize("mode", ["devicecode", "azurecli"])
def test_the_retired_integration_is_told_with_the_way_out(machine: Machine, mode: str) -> None:
    machine.program("az", "exit 0")
    own = AZURE.replace(AKS_SERVER, "22222222-2222-4222-8222-222222222222")
    config = machine.file("config", kubeconfig(me=own))
    converted = machine.call("convert", "-l", mode, config)
    assert any("AKS retired on" in line and "--enable-aad" in line for line in converted.lines)
    assert ("managed Entra ID integration only" in converted.out) is (mode == "azurecli")
    assert (
        "note: user me is for the legacy Entra ID integration, which AKS retired on"
        in machine.call("doctor", config).out
    )


def test_explain_is_about_the_users_whose_login_stops_so(machine: Machine) -> None:
    """Two users of spn, one of whom has a secret."""
    ids = ("--server-id", AKS_SERVER, "--client-id", "c", "--tenant-id", "t")
    has = called("kubelogin", "get-token", "--login", "spn", *ids, "--client-secret", "x")
    lacks = called("kubelogin", "get-token", "--login", "spn", *ids)
    config = machine.file("config", kubeconfig(has=has, lacks=lacks))
    said = machine.call("explain", "--format", "json", "--kubeconfig", config, "client secret cannot be empty")
    (found,) = json.loads(said.out)["messages"]
    assert [each["user"] for each in found["users"]] == ["lacks"]
    assert any("AZURE_CLIENT_SECRET" in command for command in found["commands"])
