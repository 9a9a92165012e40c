"""`kubeconv doctor` on a broken machine, judged by the real kubectl and helm on its PATH: what it says works,
works, what it says fails, fails, and after `doctor --fix` the login succeeds."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import trustme

from .api_server import ApiServer
from .azure_stand_ins import AzureStandIns
from .conftest import CLIENTS, TOKEN
from .kubeconfigs import AKS_CLIENT_ID, AKS_SERVER_ID, LEGACY_MANAGED_USER, LEGACY_OWN_APP_USER, TENANT_ID, kubeconfig
from .machine import Machine
from .plugin_stand_in import PluginStandIn
from .programs import Program

V = "client.authentication.k8s.io"
TOKEN_USER = f"token: {TOKEN}\n"
BASIC = "username: me\npassword: 0x\n"
PAIRS = list(zip(CLIENTS[::2], CLIENTS[1::2], strict=True))


def plugin(version: str, command: str = "aws", more: str = "") -> str:
    return f"exec: {{apiVersion: {V}/{version}, command: {command}, args: [eks, get-token, --cluster-name, c]{more}}}\n"


def kubelogin_user(mode: str = "devicecode") -> str:
    args = f"get-token, --login, {mode}, --server-id, {AKS_SERVER_ID}, --client-id, {AKS_CLIENT_ID}, --tenant-id, {TENANT_ID}"
    return f"exec: {{apiVersion: {V}/v1beta1, command: kubelogin, args: [{args}]}}\n"


def provider(name: str) -> str:
    return f"auth-provider: {{name: {name}, config: {{}}}}\n"


#: Bodies of users, all in one file: the login is the only thing in which their contexts differ.
USERS = {
    "azure": LEGACY_MANAGED_USER,
    "azure-own-app": LEGACY_OWN_APP_USER,
    "gcp": provider("gcp"),
    "openstack": provider("openstack"),
    "unknown": provider("nobody"),
    "oidc-with-nothing": provider("oidc"),
    "oidc": "auth-provider: {name: oidc, config: {client-id: c, idp-issuer-url: 'https://127.0.0.1:1', id-token: x}}\n",
    "v1alpha1": plugin("v1alpha1"),
    "v1beta1": plugin("v1beta1"),
    "v1": plugin("v1"),
    "v1-with-mode": plugin("v1", more=", interactiveMode: Never"),
    "v1beta1-with-odd-mode": plugin("v1beta1", more=", interactiveMode: Sometimes"),
    "v9": plugin("v9"),
    "missing-plugin": plugin("v1beta1", "acme-login"),
    "without-command": plugin("v1beta1", "''"),
    "kubelogin": kubelogin_user(),
    "azurecli": kubelogin_user("azurecli"),
    "token": TOKEN_USER,
    "token-beside-a-missing-plugin": TOKEN_USER + plugin("v1beta1", "acme-login"),
    "token-and-basic": TOKEN_USER + BASIC,
    "two-kinds": LEGACY_MANAGED_USER + plugin("v1beta1"),
    "certificate-without-key": "client-certificate-data: LS0t\n",
}


@dataclass(frozen=True)
class Broken:
    """A machine on which a kubectl and a helm are on PATH, with the plugins that users call."""

    machine: Machine
    clients: tuple[Program, ...]
    plugins: dict[str, PluginStandIn | AzureStandIns]

    def doctor(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """`kubeconv doctor …` with the same PATH as the clients."""
        return self.machine._run(
            [sys.executable, "-m", "kubeconv", "doctor", *map(str, arguments)], self.machine.programs
        )


def on_path(machine: Machine, clients: tuple[Program, ...], log: Path) -> Broken:
    plugins: dict[str, PluginStandIn | AzureStandIns] = {
        "kubelogin": AzureStandIns(machine.programs, log / "kubelogin.jsonl", TOKEN),
        "aws": PluginStandIn(machine.programs, log / "aws.jsonl", TOKEN, "aws"),
    }
    for client in clients:
        (machine.programs / client.name).symlink_to(client.path)
    return Broken(machine, clients, plugins)


@pytest.fixture(params=PAIRS, ids=lambda pair: f"{pair[0]}-{pair[1]}")
def broken(request: pytest.FixtureRequest, machine: Machine, tmp_path: Path) -> Broken:
    """Each kubectl of the set with the helm of its release."""
    return on_path(machine, request.param, tmp_path)


def written(machine: Machine, text: str) -> Path:
    file = machine.home / "config"
    file.write_text(text, encoding="utf-8")
    file.chmod(0o600)
    return file


def answers(run: subprocess.CompletedProcess[str]) -> dict[tuple[str, str], tuple[bool | None, list[str]]]:
    """Context and client to whether it works, and the names of the reasons."""
    assert run.stdout, run.stderr
    found: dict[str, Any] = json.loads(run.stdout)
    return {
        (row["context"], each["client"]): (each["works"], [reason["name"] for reason in each["reasons"]])
        for row in found["contexts"]
        for each in row["clients"]
    }


def test_the_first_hour_of_a_person_with_the_error(broken: Broken, server: ApiServer) -> None:
    file = written(broken.machine, kubeconfig(server, legacy=LEGACY_MANAGED_USER, robot=TOKEN_USER))
    for client in broken.clients:
        refused = broken.machine.request(client, file)
        assert (refused.returncode, "The azure auth plugin has been removed." in refused.stderr) == (1, True)
    said = broken.doctor(file)
    kubectl, helm = broken.clients
    assert said.returncode == 1
    assert len(said.stdout.splitlines()) <= 15
    assert said.stdout.startswith(
        f"broken: 1 of 2 contexts does not work with kubectl {kubectl.version} and helm {helm.version}\n"
    )
    assert "logs in with the azure auth-provider, which kubectl 1.26 removed" in said.stdout
    assert f"  kubeconv doctor --fix {file}  # " in said.stdout
    fixed = broken.doctor("--fix", "--yes", file)
    assert fixed.returncode == 0, fixed.stdout + fixed.stderr
    assert f"works: all 2 contexts with kubectl {kubectl.version} and helm {helm.version}" in fixed.stdout
    for client in broken.clients:
        before = len(server.requests)
        run = broken.machine.request(client, file)
        assert run.returncode == 0, run.stderr
        assert {request.authorization for request in server.requests[before:]} == {f"Bearer {TOKEN}"}
    assert broken.plugins["kubelogin"].calls[0].arguments[:3] == ["get-token", "--login", "devicecode"]
    connected = broken.doctor("--connect", file)
    assert connected.returncode == 0, connected.stdout + connected.stderr
    rows = [line for line in connected.stdout.splitlines() if line.endswith("  1.31.0")]
    # A person logs in with devicecode.
    assert sorted("needs login" in row for row in rows) == [False, True], connected.stdout


def test_the_matrix_is_that_of_the_real_programs(broken: Broken, server: ApiServer) -> None:
    file = written(broken.machine, kubeconfig(server, **USERS))
    said = answers(broken.doctor("--format", "json", file))
    wrong = {}
    for name in USERS:
        if name == "azurecli":  # kubelogin asks az, which does not exist
            assert said[f"at-{name}", "kubectl"] == (False, ["token-program-not-on-path"])
        one = broken.machine.home / f"{name}.yaml"
        one.write_text(
            file.read_text(encoding="utf-8").replace("current-context: at-azure\n", f"current-context: at-{name}\n")
        )
        for client in broken.clients:
            run = broken.machine.request(client, one)
            if (run.returncode == 0 or reached(run)) is not said[f"at-{name}", client.name][0]:
                wrong[name, str(client)] = (said[f"at-{name}", client.name], run.stderr[-300:])
    assert wrong == {}
    works = {name for name in USERS if said[f"at-{name}", "kubectl"][0]}
    assert works == {
        "v1beta1", "v1-with-mode", "kubelogin", "token", "token-beside-a-missing-plugin",
    }  # fmt: skip


def reached(run: subprocess.CompletedProcess[str]) -> bool:
    """True if the client got as far as the network: the rest is not the doctor's to know."""
    return "127.0.0.1:1" in run.stderr or "Unauthorized" in run.stderr


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("current-context: at-me", "current-context: gone", "dangling-current-context"),
        ("user: me}", "user: nobody}", "dangling-user"),
        ("cluster: aks,", "cluster: gone,", "dangling-cluster"),
        ("name: me", "name: me\n  user: {}\n- name: me", "duplicate-user"),
        ("kind: Config", "kind: Config: x", "syntax-error"),
        ("certificate-authority-data: ", "certificate-authority-data: '!'  # ", "invalid-base64"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_file_stops_both(
    broken: Broken, server: ApiServer, old: str, new: str, reason: str
) -> None:
    text = kubeconfig(server, me=TOKEN_USER)
    assert old in text
    file = written(broken.machine, text.replace(old, new))
    said = answers(broken.doctor("--format", "json", file))
    for client in broken.clients:
        run = broken.machine._run(
            [str(client.path), "--kubeconfig", str(file), *ASKS[client.name]], broken.machine.programs
        )
        assert run.returncode != 0
        assert any(
            works is False and reason in names for (_, who), (works, names) in said.items() if who == client.name
        )


ASKS = {"kubectl": ("get", "--raw", "/version"), "helm": ("list",)}


def test_a_client_certificate_works(broken: Broken, server: ApiServer, authority: trustme.CA) -> None:
    certificate = authority.issue_cert("me@example.com")
    home = broken.machine.home
    (home / "me.crt").write_bytes(b"".join(blob.bytes() for blob in certificate.cert_chain_pems))
    (home / "me.key").write_bytes(certificate.private_key_pem.bytes())
    (home / "me.key").chmod(0o600)
    file = written(broken.machine, kubeconfig(server, me="client-certificate: me.crt\nclient-key: me.key\n"))
    said = answers(broken.doctor("--format", "json", file))
    assert {works for works, _ in said.values()} == {True}
    for client in broken.clients:
        assert "Unauthorized" in broken.machine.request(client, file).stderr or client.name == "helm"
