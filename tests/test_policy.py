"""`validate` and `audit` say the same on every machine; only `--this-machine` asks about one."""

import json
import os
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
from kubeconv.commands.findings import FORMATS

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
    """The environments of a bare machine, and of one where all is there, old and set."""
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
