"""`validate` and `audit` say the same on every machine; only `--this-machine` asks about one."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from builders import IDS, TENANT, legacy, plugin

from kubeconv.auth.azure import AKS_SERVER
from kubeconv.auth.kubelogin_run import VARIABLES
from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.auth.plugins import PLUGINS
from kubeconv.commands.findings_output import FORMATS

#: What a machine may have on PATH: each answers as an old one.
OLD_KUBECTL = """#!/bin/sh
echo '{"clientVersion": {"gitVersion": "v1.25.4"}}'
"""
OLD_KUBELOGIN = """#!/bin/sh
echo "kubelogin version"
echo "git hash: v0.0.20/0123456789"
echo "Go version: go1.20"
"""
OTHER = "#!/bin/sh\nexit 0\n"


def called(command: str, *arguments: str) -> dict[str, Any]:
    return {"exec": {"apiVersion": "client.authentication.k8s.io/v1beta1", "command": command, "args": [*arguments]}}


#: Every login whose outcome hangs on a machine, and some that are wrong on each.
USERS: Mapping[str, Any] = {
    **{mode: plugin(mode, *IDS) for mode in LOGIN_MODES},
    **{f"bare-{mode}": plugin(mode, "--server-id", AKS_SERVER) for mode in LOGIN_MODES},
    **{f"run-{name}": called(name) for name in PLUGINS},
    "absolute": called("/opt/nowhere/plugin"),
    "relative": called("./plugin"),
    "aws": called("aws", "eks", "get-token", "--cluster-name", "c"),
    "oidc": called("kubectl", "oidc-login", "get-token"),
    "int128": called("kubelogin", "get-token", "--oidc-issuer-url=https://issuer.example", "--oidc-client-id=c"),
    "newer": plugin("interactive", *IDS, "--redirect-url", "http://127.0.0.1"),
    "no-tenant": plugin("devicecode", *IDS[:4]),
    "unknown": called("./unknown-program"),
    "azure": legacy(),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "config"
    data = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "c", "cluster": {"server": "https://c.example"}}],
        "contexts": [{"name": f"at-{name}", "context": {"cluster": "c", "user": name}} for name in USERS],
        "current-context": "at-aws",
        "users": [{"name": name, "user": user} for name, user in USERS.items()],
    }
    path.write_text(yaml.safe_dump(data, sort_keys=False))
    path.chmod(0o600)
    return path


@pytest.fixture
def machines(tmp_path: Path) -> list[dict[str, str]]:
    """The environments of a bare machine, and of one on which everything is installed, old and set."""
    full = tmp_path / "full"
    full.mkdir()
    for name in (*PLUGINS, "kubectl", "kubelogin", "az", "azd", "helm"):
        path = full / name
        path.write_text({"kubectl": OLD_KUBECTL, "kubelogin": OLD_KUBELOGIN}.get(name, OTHER))
        path.chmod(0o755)
    variables = {name: TENANT for name in VARIABLES if name != "AAD_LOGIN_METHOD"}
    (tmp_path / "bare").mkdir()
    return [
        {"PATH": str(tmp_path / "bare"), "HOME": str(tmp_path)},
        {"PATH": f"{full}:/usr/bin:/bin", "HOME": str(tmp_path), "AAD_LOGIN_METHOD": "msi", **variables},
    ]


def run(environment: Mapping[str, str], *arguments: str) -> tuple[int, bytes, bytes]:
    ended = subprocess.run(
        [sys.executable, "-m", "kubeconv", *arguments], env=environment, capture_output=True, check=False
    )
    return ended.returncode, ended.stdout, ended.stderr


@pytest.mark.parametrize("command", ["validate", "audit"])
@pytest.mark.parametrize("format", FORMATS)
def test_two_machines_say_the_same(file: Path, machines: list[dict[str, str]], command: str, format: str) -> None:
    bare, full = (run(each, command, "--all-contexts", "--format", format, str(file)) for each in machines)
    assert bare == full
    assert bare[0] == 1, "the azure user is an error everywhere"
    assert bare[1]


def test_fixing_says_and_writes_the_same(file: Path, machines: list[dict[str, str]]) -> None:
    before, said, written = file.read_bytes(), [], []
    for each in machines:
        file.write_bytes(before)
        said.append(run(each, "validate", "--fix", "--no-backup", str(file)))
        written.append(file.read_bytes())
    assert said[0] == said[1]
    assert written[0] == written[1] != before


def test_no_plugin_on_path_is_no_finding(file: Path, machines: list[dict[str, str]]) -> None:
    found = json.loads(run(machines[0], "validate", "--format", "json", str(file))[1])["files"][0]
    by_machine = {"KC305", "KC323", "KC329", "KC503"}
    assert by_machine.isdisjoint(each["code"] for each in found["findings"])
    assert found["verdicts"][0]["kubectl"] == "1.37.1"


def test_this_machine_is_asked_only_when_told(file: Path, machines: list[dict[str, str]]) -> None:
    bare, full = (
        json.loads(run(each, "validate", "--this-machine", "--format", "json", str(file))[1])["files"][0]
        for each in machines
    )
    assert {each["kubectl"] for each in full["verdicts"]} == {"1.25.4"}
    assert {each["kubectl"] for each in bare["verdicts"]} == {"1.37.1"}
    codes = [{each["code"] for each in found["findings"]} for found in (bare, full)]
    assert "KC305" in codes[0]
    assert codes[1] >= {"KC323", "KC329"}
    missing = {each["subject"]["name"] for each in bare["findings"] if each["code"] == "KC320"}
    assert {"bare-spn", "bare-azurepipelines", "spn"} <= missing


def test_a_secret_that_the_environment_gives_is_a_need_and_no_finding(
    file: Path, machines: list[dict[str, str]]
) -> None:
    found = json.loads(run(machines[0], "validate", "--format", "json", str(file))[1])["files"][0]["findings"]
    missed = {(each["subject"]["name"], each["severity"]) for each in found if each["code"] == "KC320"}
    assert "info" not in {severity for _, severity in missed}
    assert ("no-tenant", "warning") in missed, "what belongs in the arguments is missed in the file"


def test_a_kubectl_is_named_beside_this_machine(file: Path, machines: list[dict[str, str]]) -> None:
    arguments = ("validate", "--this-machine", "--kubectl", "1.30", "--format", "json", str(file))
    found = json.loads(run(machines[0], *arguments)[1])["files"][0]
    assert {each["kubectl"] for each in found["verdicts"]} == {"1.30.0"}
    assert "KC305" in {each["code"] for each in found["findings"]}
    assert os.listdir(machines[0]["PATH"]) == []


# What becomes of a login.


def outcomes(environment: Mapping[str, str], *arguments: str) -> dict[str, Any]:
    found = json.loads(run(environment, "validate", "--all-contexts", "--format", "json", *arguments)[1])["files"][0]
    return {each["name"].removeprefix("at-"): each["verdicts"][0] for each in found["contexts"]}


def words(environment: Mapping[str, str], *arguments: str) -> dict[str, str]:
    said = run(environment, "validate", "--all-contexts", *arguments)[1].decode()
    return dict(re.findall(r" accepts context at-(\S+?); (?:it works if )?(.*)\n", said))


ON_PATH = "kubelogin is on PATH"
#: Login to what it needs.
NEEDED = {
    "devicecode": f"{ON_PATH} and a person logs in (devicecode)",
    "interactive": f"{ON_PATH} and a person logs in (interactive)",
    "spn": f"{ON_PATH} and AZURE_CLIENT_SECRET is set",
    "ropc": f"{ON_PATH} and AZURE_USERNAME and AZURE_PASSWORD are set",
    "msi": ON_PATH,
    "azurecli": "kubelogin and az are on PATH",
    "azd": "kubelogin and azd are on PATH",
    "workloadidentity": f"{ON_PATH} and AZURE_FEDERATED_TOKEN_FILE is set",
    "azurepipelines": f"{ON_PATH} and SYSTEM_ACCESSTOKEN, AZURESUBSCRIPTION_SERVICE_CONNECTION_ID and SYSTEM_OIDCREQUESTURI "
    "are set",
    "no-tenant": f"{ON_PATH} and AZURE_TENANT_ID is set",
    "aws": "aws is on PATH",
    "absolute": "/opt/nowhere/plugin is there",
    "relative": "./plugin is there",
    "int128": ON_PATH,
}


def test_what_depends_on_the_machine_is_needed(file: Path, machines: list[dict[str, str]]) -> None:
    found, said = outcomes(machines[1], str(file)), words(machines[1], str(file))
    assert {name: said[name] for name in NEEDED} == NEEDED
    assert {found[name]["verdict"] for name in NEEDED} == {"needs"}
    assert all(found[name]["cause"] and found[name]["needs"] for name in NEEDED)
    assert found["spn"]["needs"][-1]["variables"][0] == "AZURE_CLIENT_SECRET"
    assert found["spn"]["needs"][-1]["message"].endswith(
        "needs --client-secret or --client-certificate, which the file does not give"
    )
    assert {found[name]["verdict"] for name in ("run-aws", "run-kubelogin", "oidc", "azure")} == {"fails"}
    assert said["run-aws"].startswith("but the login fails: KC336 (no-token-command)")
    assert (found["azure"]["usable"], found["azure"]["cause"]["code"]) == (False, "KC201")


def test_the_current_context_is_told_of_first(file: Path, machines: list[dict[str, str]]) -> None:
    code, said, _ = run(machines[0], "validate", "--select", "KC001", str(file))
    assert code == 0
    assert b"reads this file and accepts context at-aws; it works if aws is on PATH\n" in said
    found = json.loads(
        run(machines[0], "validate", "--kubectl", "1.37", "--kubectl", "1.24", "--format", "json", str(file))[1]
    )
    first = found["files"][0]
    assert (first["verdict"], first["cause"]["name"]) == ("needs", "command-not-on-path")
    assert [each["verdict"] for each in first["verdicts"]] == ["needs", "needs"]


def test_of_a_list_together_and_of_its_files_alone(tmp_path: Path, machines: list[dict[str, str]]) -> None:
    token = (
        "{apiVersion: v1, kind: Config, users: [{name: u, user: {token: t}}], current-context: x, contexts: [{name: x, "
    )
    (tmp_path / "a").write_text(f"{token}context: {{cluster: c, user: u}}}}]}}")
    (tmp_path / "b").write_text(
        "{apiVersion: v1, kind: Config, clusters: [{name: c, cluster: {server: 'https://c.example'}}]}"
    )
    environment = {**machines[0], "KUBECONFIG": f"{tmp_path / 'a'}{os.pathsep}{tmp_path / 'b'}"}
    found = json.loads(run(environment, "validate", "--format", "json")[1])
    assert (found["merged"]["verdict"], found["merged"]["cause"]) == ("works", None)
    assert found["files"][0]["verdict"] == "fails"
    assert (found["files"][0]["cause"]["name"], found["files"][0]["usable"]) == ("dangling-cluster", False)


def test_a_verdict_agrees_with_what_client_go_makes_of_it(file: Path, machines: list[dict[str, str]]) -> None:
    for each in machines:
        for arguments in ((), ("--this-machine",), ("--kubectl", "1.20")):
            for outcome in outcomes(each, *arguments, str(file)).values():
                assert outcome["usable"] or outcome["verdict"] == "fails"
                assert (outcome["cause"] is None) is (outcome["verdict"] == "works")
                assert bool(outcome["needs"]) or outcome["verdict"] != "needs"


def test_on_this_machine_it_is_the_doctors(file: Path, machines: list[dict[str, str]]) -> None:
    for each in machines:
        rows = json.loads(run(each, "doctor", "--format", "json", str(file))[1])["contexts"]
        doctors = {row["context"].removeprefix("at-"): row["clients"][0] for row in rows}
        assert {name: doctors[name]["verdict"] for name in USERS} == {
            name: found["verdict"] for name, found in outcomes(each, "--this-machine", str(file)).items()
        }
