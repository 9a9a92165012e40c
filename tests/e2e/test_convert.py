"""The main job, shown with real programs: they refuse the legacy file, and log in with what `kubeconv` makes of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from . import kubeconfigs
from .api_server import ApiServer, Request
from .azure_stand_ins import AzureStandIns
from .kubeconfigs import AKS_CLIENT_ID, AKS_SERVER_ID, OWN_CLIENT_ID, OWN_SERVER_ID, TENANT_ID, kubeconfig
from .machine import REQUEST_PATH, Machine
from .plugin_stand_in import PluginCall
from .programs import Program

REFUSAL = "The azure auth plugin has been removed."
MANAGED, OWN_APP = kubeconfigs.LEGACY_MANAGED_USER, kubeconfigs.LEGACY_OWN_APP_USER
SERVER = ["--server-id", AKS_SERVER_ID]
TENANT = ["--tenant-id", TENANT_ID]
PUBLIC_CLOUD = ["--environment", "AzurePublicCloud"]
SIGN_IN = [*SERVER, "--client-id", AKS_CLIENT_ID, *TENANT, *PUBLIC_CLOUD]
OWN_APP_SIGN_IN = ["--server-id", OWN_SERVER_ID, "--client-id", OWN_CLIENT_ID, *TENANT]
APP = ["--client-id", "44444444-4444-4444-8444-444444444444"]
SECRET = ["--client-secret", "s3cret: 'quoted' #not-a-comment"]
PERSON = ["--username", "ana@example.com", "--password", "0123"]
HINTS = ["--redirect-url", "http://localhost:8400", "--login-hint", "ana@example.com"]
TOKEN_FILE = ["--authority-host", "https://login.example.com/", "--federated-token-file", __file__]
CONNECTION = ["--azure-pipelines-service-connection-id", "55555555-5555-4555-8555-555555555555"]


@dataclass(frozen=True)
class Login:
    """A legacy user, the flags that a person gives, and what the plugin must then be called with."""

    name: str
    flags: list[str]
    plugin_arguments: list[str]
    azure_config_dir: str | None = None
    variables: Mapping[str, str] = field(default_factory=dict)
    legacy_user: str = MANAGED

    def __str__(self) -> str:
        return self.name


LOGINS = [
    Login("no-mode-given", [], ["get-token", "--login", "devicecode", *SIGN_IN]),
    Login("devicecode", ["-l", "devicecode"], ["get-token", "--login", "devicecode", *SIGN_IN]),
    Login(
        "devicecode-of-an-own-app",
        ["-l", "devicecode"],
        ["get-token", "--login", "devicecode", *OWN_APP_SIGN_IN, "--legacy"],
        legacy_user=OWN_APP,
    ),
    Login("interactive", ["-l", "interactive"], ["get-token", "--login", "interactive", *SIGN_IN]),
    Login(
        "interactive-with-hints",
        ["-l", "interactive", *HINTS],
        ["get-token", "--login", "interactive", *SIGN_IN, *HINTS],
    ),
    Login(
        "spn",
        ["-l", "spn", *APP, *SECRET],
        ["get-token", "--login", "spn", *SERVER, *APP, *TENANT, *PUBLIC_CLOUD, *SECRET],
    ),
    Login("ropc", ["-l", "ropc", *PERSON], ["get-token", "--login", "ropc", *SIGN_IN, *PERSON]),
    Login("msi", ["-l", "msi"], ["get-token", "--login", "msi", *SERVER]),
    Login("msi-of-a-client", ["-l", "msi", *APP], ["get-token", "--login", "msi", *SERVER, *APP]),
    Login("azurecli", ["-l", "azurecli"], ["get-token", "--login", "azurecli", *SERVER]),
    Login(
        "azurecli-with-config-dir",
        ["-l", "azurecli", "--azure-config-dir", "/srv/azure profile"],
        ["get-token", "--login", "azurecli", *SERVER],
        azure_config_dir="/srv/azure profile",
    ),
    Login("azd", ["-l", "azd"], ["get-token", "--login", "azd", *SERVER]),
    Login(
        "workloadidentity",
        ["-l", "workloadidentity"],
        ["get-token", "--login", "workloadidentity", *SERVER],
        variables={"AZURE_CLIENT_ID": APP[1], "AZURE_TENANT_ID": TENANT_ID, "AZURE_FEDERATED_TOKEN_FILE": __file__},
    ),
    Login(
        "workloadidentity-with-token-file",
        ["-l", "workloadidentity", *APP, *TENANT, *TOKEN_FILE],
        ["get-token", "--login", "workloadidentity", *SERVER, *APP, *TENANT, *TOKEN_FILE],
    ),
    Login(
        "azurepipelines",
        ["-l", "azurepipelines", *CONNECTION],
        ["get-token", "--login", "azurepipelines", *SERVER, *TENANT, *CONNECTION],
        variables={
            "AZURESUBSCRIPTION_CLIENT_ID": APP[1],
            "SYSTEM_ACCESSTOKEN": "t",
            "SYSTEM_OIDCREQUESTURI": "https://127.0.0.1",
        },
    ),
]


@pytest.fixture
def legacy_file(machine: Machine, server: ApiServer) -> Path:
    """A file with the one user that `az aks get-credentials` gave for an AKS cluster before 1.24."""
    return written(machine, kubeconfig(server, legacy=MANAGED))


def written(machine: Machine, text: str) -> Path:
    """A kubeconfig with this text, as private as kubectl makes it."""
    file = machine.home / "config"
    file.write_text(text, encoding="utf-8")
    file.chmod(0o600)
    return file


def convert(machine: Machine, file: Path, *flags: str) -> None:
    """Convert `file` in place; anything but success ends the test with what kubeconv said."""
    run = machine.kubeconv("convert", file, *flags)
    assert run.returncode == 0, run.stderr


def assert_refused(machine: Machine, client: Program, file: Path, server: ApiServer, kubelogin: AzureStandIns) -> None:
    """The client says why it does not know the login, and neither the server nor the plugin hears of it."""
    heard_before = len(server.requests), len(kubelogin.calls)
    run = machine.request(client, file)
    assert run.returncode == 1
    assert REFUSAL in run.stderr
    assert (len(server.requests), len(kubelogin.calls)) == heard_before


def assert_logs_in(
    machine: Machine,
    client: Program,
    file: Path,
    server: ApiServer,
    kubelogin: AzureStandIns,
    variables: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """What the client asks for arrives, and every one of its requests carries the token of the plugin."""
    before = len(server.requests)
    run = machine.request(client, file, variables)
    assert run.returncode == 0, run.stderr
    arrived = server.requests[before:]
    assert REQUEST_PATH[client.name] in {path_of(request) for request in arrived}
    assert {request.authorization for request in arrived} == {f"Bearer {kubelogin.token}"}


def path_of(request: Request) -> str:
    """The path of a request without its query."""
    return request.path.partition("?")[0]


def call_in_short(call: PluginCall) -> tuple[list[str], str | None, str | None]:
    """What counts of a call: the arguments, `AZURE_CONFIG_DIR`, and the version of the credential asked for."""
    return call.arguments, call.environment.get("AZURE_CONFIG_DIR"), call.asked_api_version


def test_a_legacy_file_is_refused(
    client: Program, machine: Machine, legacy_file: Path, server: ApiServer, kubelogin: AzureStandIns
) -> None:
    assert_refused(machine, client, legacy_file, server, kubelogin)


@pytest.mark.parametrize("login", LOGINS, ids=str)
def test_a_converted_file_logs_in(
    login: Login, client: Program, machine: Machine, server: ApiServer, kubelogin: AzureStandIns
) -> None:
    file = written(machine, kubeconfig(server, legacy=login.legacy_user))
    convert(machine, file, *login.flags)
    assert_logs_in(machine, client, file, server, kubelogin, login.variables)
    assert [call_in_short(call) for call in kubelogin.calls] == [
        (login.plugin_arguments, login.azure_config_dir, "client.authentication.k8s.io/v1beta1")
    ]


def test_the_way_to_azure_and_back(
    client: Program, machine: Machine, legacy_file: Path, server: ApiServer, kubelogin: AzureStandIns
) -> None:
    convert(machine, legacy_file)
    assert_logs_in(machine, client, legacy_file, server, kubelogin)
    convert(machine, legacy_file, "--to", "azure")
    assert_refused(machine, client, legacy_file, server, kubelogin)
    convert(machine, legacy_file)
    assert_logs_in(machine, client, legacy_file, server, kubelogin)
    planned = ["get-token", "--login", "devicecode", *SIGN_IN]
    assert [call.arguments for call in kubelogin.calls] == [planned, planned]


def test_kubectl_sees_a_change_in_the_converted_users_only(
    kubectl: Program, machine: Machine, server: ApiServer
) -> None:
    file = written(
        machine,
        kubeconfig(
            server,
            zoe=MANAGED,
            pear=kubeconfigs.EXEC_AWS_USER,
            robot=kubeconfigs.TOKEN_USER,
            ana=OWN_APP,
            admin=kubeconfigs.CLIENT_CERTIFICATE_USER,
        ),
    )
    before = config_view(machine, kubectl, file)
    convert(machine, file, "-l", "interactive")
    after = config_view(machine, kubectl, file)

    users_before, users_after = users_of(before), users_of(after)
    changed = {name for name in users_before | users_after if users_before.get(name) != users_after.get(name)}
    assert changed == {"zoe", "ana"}
    assert [list(users_after[name]) for name in ("zoe", "ana")] == [["exec"], ["exec"]]
    assert users_after["zoe"]["exec"]["args"] == ["get-token", "--login", "interactive", *SIGN_IN]
    assert before | {"users": None} == after | {"users": None}


def config_view(machine: Machine, kubectl: Program, file: Path) -> dict[str, Any]:
    """The whole file as kubectl reads it, secrets included."""
    run = machine.run(kubectl, "config", "view", "--raw", "-o", "json", kubeconfig=file)
    assert run.returncode == 0, run.stderr
    view: dict[str, Any] = json.loads(run.stdout)
    return view


def users_of(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Name → body of each user."""
    return {entry["name"]: entry["user"] for entry in view["users"]}
