"""The logins that broke besides azure, shown with real programs: refused before with their own words, let in after, and the
stand-in of each plugin was asked in the version of the API that the new file names."""

import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from .api_server import ApiServer
from .azure_stand_ins import AzureStandIns
from .conftest import TOKEN
from .kubeconfigs import LEGACY_MANAGED_USER, kubeconfig
from .machine import REQUEST_PATH, Machine
from .plugin_stand_in import EXEC_INFO, PluginStandIn
from .programs import Program
from .test_convert import written

BETA, V1 = "client.authentication.k8s.io/v1beta1", "client.authentication.k8s.io/v1"
NO_ALPHA = 'exec plugin: invalid apiVersion "client.authentication.k8s.io/v1alpha1"'
NO_GCP = "The gcp auth plugin has been removed."

#: What gcloud wrote before kubectl 1.26.
GCP_USER = """\
auth-provider:
  config:
    access-token: ya29.cached
    cmd-args: config config-helper --format=json
    cmd-path: /usr/lib/google-cloud-sdk/bin/gcloud
    expiry: "2022-03-01T10:00:00Z"
    expiry-key: '{.credential.token_expiry}'
    token-key: '{.credential.access_token}'
  name: gcp
"""
#: What `aws eks update-kubeconfig` of aws-cli 1.23.8 wrote; one of today writes `--output json` and v1beta1 besides.
AWS_USER = """\
exec:
  apiVersion: client.authentication.k8s.io/v1alpha1
  args:
  - --region
  - eu-west-1
  - eks
  - get-token
  - --cluster-name
  - demo
  command: aws
  env:
  - name: AWS_PROFILE
    value: orchard
"""
OIDC_USER = """\
auth-provider:
  config:
    client-id: kubernetes
    client-secret: s3cret
    extra-scopes: groups,email
    idp-issuer-url: https://127.0.0.1:9/garden
  name: oidc
"""
OIDC_LOGIN = ["get-token", "--oidc-issuer-url=https://127.0.0.1:9/garden", "--oidc-client-id=kubernetes"]


def alpha(command: str, *args: str) -> str:
    """A user whose plugin is asked for v1alpha1."""
    version = "client.authentication.k8s.io/v1alpha1"
    return f"exec:\n  apiVersion: {version}  # of 2020\n  command: {command}\n  args: {json.dumps(args)}\n"


@dataclass(frozen=True)
class Broken:
    """A user, the plugin that is called for it in the end, and what with; `refusal` is what clients say before."""

    plugin: str
    user: str
    arguments: list[str]
    refusal: str = NO_ALPHA
    flags: list[str] = field(default_factory=list)
    version: str = BETA
    gets_cluster: bool = False

    def __str__(self) -> str:
        return self.plugin


DOCTL = ["kubernetes", "cluster", "kubeconfig", "exec-credential", "--version=v1beta1", "--context=default", "c0ffee"]
KUBELOGIN = ["get-token", "--server-id", "s", "--client-id", "c", "--tenant-id", "t"]
LOGINS = [
    Broken("gke-gcloud-auth-plugin", GCP_USER, [], NO_GCP, gets_cluster=True),
    Broken("aws", AWS_USER, ["--region", "eu-west-1", "eks", "get-token", "--cluster-name", "demo"]),
    Broken("aws-iam-authenticator", alpha("aws-iam-authenticator", "token", "-i", "demo"), ["token", "-i", "demo"]),
    Broken("doctl", alpha("doctl", *DOCTL), DOCTL),
    Broken("kubelogin", alpha("kubelogin", *KUBELOGIN), KUBELOGIN),
    Broken("oci", alpha("oci", "ce", "cluster", "generate-token"), ["ce", "cluster", "generate-token"]),
    Broken("rancher", alpha("rancher", "token", "--user", "ana"), ["token", "--user", "ana"]),
    Broken("client-keystone-auth", alpha("client-keystone-auth"), []),
    Broken("pinniped", alpha("pinniped", "login", "oidc"), ["login", "oidc"]),
    Broken("our-plugin", alpha("our-plugin"), [], flags=["--any-plugin"]),
]
#: `kubectl oidc-login` runs the plugin by way of the kubectl on PATH.
OIDC = Broken(
    "kubectl-oidc_login",
    OIDC_USER,
    [
        *OIDC_LOGIN,
        "--oidc-client-secret=s3cret",
        "--oidc-extra-scope=groups",
        "--oidc-extra-scope=email",
    ],
    "No valid id-token, and cannot refresh without refresh-token",
    ["--oidc-to", "exec"],
    V1,
)


def stand_in(machine: Machine, tmp_path: Path, name: str) -> PluginStandIn | AzureStandIns:
    if name == "kubelogin":
        return AzureStandIns(machine.programs, tmp_path / f"{name}-calls.jsonl", TOKEN)
    return PluginStandIn(machine.programs, tmp_path / f"{name}-calls.jsonl", TOKEN, name, ("AWS_PROFILE",))


def assert_mended(
    login: Broken, client: Program, machine: Machine, server: ApiServer, tmp_path: Path
) -> PluginStandIn | AzureStandIns:
    """Refused before with the words of the client, let in after, and the plugin was asked once as planned."""
    plugin = stand_in(machine, tmp_path, login.plugin)
    file = written(machine, kubeconfig(server, me=login.user))
    refused = machine.request(client, file)
    assert refused.returncode == 1
    assert login.refusal in refused.stderr
    assert (server.requests, plugin.calls) == ([], [])

    converted = machine.kubeconv("convert", file, *login.flags)
    assert converted.returncode == 0, converted.stderr
    run = machine.request(client, file)
    assert run.returncode == 0, run.stderr
    assert REQUEST_PATH[client.name] in {request.path.partition("?")[0] for request in server.requests}
    assert {request.authorization for request in server.requests} == {f"Bearer {TOKEN}"}
    (call,) = plugin.calls
    assert (call.arguments, call.asked_api_version) == (login.arguments, login.version)
    asked = json.loads(call.environment[EXEC_INFO])
    assert asked["spec"].get("cluster", {}).get("server") == (server.url if login.gets_cluster else None)
    return plugin


@pytest.mark.parametrize("login", LOGINS, ids=str)
def test_a_login_that_broke_is_mended(
    login: Broken, client: Program, machine: Machine, server: ApiServer, tmp_path: Path
) -> None:
    plugin = assert_mended(login, client, machine, server, tmp_path)
    if login.plugin == "aws":
        assert plugin.calls[0].environment["AWS_PROFILE"] == "orchard"


def test_oidc_logs_in_with_the_plugin_of_kubectl(
    kubectl: Program, machine: Machine, server: ApiServer, tmp_path: Path
) -> None:
    (machine.programs / "kubectl").symlink_to(kubectl.path)
    assert_mended(OIDC, kubectl, machine, server, tmp_path)


def test_one_command_mends_four_clouds(client: Program, machine: Machine, server: ApiServer, tmp_path: Path) -> None:
    names = {"aks": "kubelogin", "gke": "gke-gcloud-auth-plugin", "eks": "aws", "do": "doctl"}
    plugins = {user: stand_in(machine, tmp_path, name) for user, name in names.items()}
    users = {"aks": LEGACY_MANAGED_USER, "gke": GCP_USER, "eks": AWS_USER, "do": alpha("doctl", *DOCTL)}
    file = written(machine, kubeconfig(server, **users))
    converted = machine.kubeconv("convert", file)
    assert converted.returncode == 0, converted.stderr
    assert "# of 2020" in file.read_text(encoding="utf-8")
    for user, plugin in plugins.items():
        option = "--context" if client.name == "kubectl" else "--kube-context"
        arguments = ("get", "--raw", "/version") if client.name == "kubectl" else ("list",)
        run = machine.run(client, option, f"at-{user}", *arguments, kubeconfig=file)
        assert run.returncode == 0, run.stderr
        assert [call.asked_api_version for call in plugin.calls] == [BETA]


def test_the_way_to_gcp_and_back(kubectl: Program, machine: Machine, server: ApiServer, tmp_path: Path) -> None:
    plugin = stand_in(machine, tmp_path, "gke-gcloud-auth-plugin")
    file = written(machine, kubeconfig(server, me=GCP_USER))
    assert machine.kubeconv("convert", "--keep-origin", file).returncode == 0
    assert machine.kubeconv("convert", "--to", "gcp", file).returncode == 0
    refused = machine.request(kubectl, file)
    assert NO_GCP in refused.stderr
    assert machine.kubeconv("convert", file).returncode == 0
    assert machine.request(kubectl, file).returncode == 0
    assert len(plugin.calls) == 1


def test_taken_down_for_an_old_client_it_still_logs_in(
    client: Program, machine: Machine, server: ApiServer, tmp_path: Path
) -> None:
    plugin = stand_in(machine, tmp_path, "aws")
    user = AWS_USER.replace("v1alpha1", "v1") + "  interactiveMode: Never\n"
    file = written(machine, kubeconfig(server, me=user))
    assert machine.kubeconv("convert", "--kubectl", "1.21", file).returncode == 0
    run = machine.request(client, file)
    assert run.returncode == 0, run.stderr
    assert [call.asked_api_version for call in plugin.calls] == [BETA]
