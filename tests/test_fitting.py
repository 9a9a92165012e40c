"""Which login mode fits where: real situations with what their systems really set, and the mode that should come first.

The variables are those of each system's documentation:
https://docs.github.com/actions/reference/workflows-and-actions/variables,
https://learn.microsoft.com/azure/devops/pipelines/build/variables, https://docs.gitlab.com/ci/variables/predefined_variables/,
https://www.jenkins.io/doc/book/pipeline/jenkinsfile/, https://circleci.com/docs/variables/,
https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/,
https://learn.microsoft.com/azure/app-service/overview-managed-identity,
https://azure.github.io/azure-workload-identity/docs/installation/mutating-admission-webhook.html.
"""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from test_cli_usage import AZURE, Machine, kubeconfig, login

from kubeconv.auth.azure import AKS_CLIENT, AKS_SERVER, AzureLogin, to_arguments
from kubeconv.auth.contract import get_token
from kubeconv.auth.fitting import CI_VARIABLES, Account, Evidence, Fit, best_fit, fitting
from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.machine.sessions import az_accounts, evidence_here
from kubeconv.releases.version import parse_version

TENANT, OTHER = "11111111-2222-3333-4444-555555555555", "99999999-2222-3333-4444-555555555555"
OWN = "abcdefab-0000-0000-0000-000000000000"
MANAGED = {"server-id": AKS_SERVER, "client-id": AKS_CLIENT, "tenant-id": TENANT, "environment": "AzurePublicCloud"}
LEGACY = AzureLogin("", MANAGED)
OWN_APP = AzureLogin("", {**MANAGED, "server-id": "aaaaaaaa-1111-2222-3333-444444444444", "client-id": OWN})
AZ = frozenset(("az",))

DESKTOP = {"DISPLAY": ":0"}
SSH = {"SSH_CONNECTION": "10.0.0.1 51000 10.0.0.2 22", "SSH_CLIENT": "10.0.0.1 51000 22", "SSH_TTY": "/dev/pts/0"}
GITHUB = {
    "CI": "true", "GITHUB_ACTIONS": "true", "RUNNER_OS": "Linux", "RUNNER_NAME": "GitHub Actions 2",
    "RUNNER_ENVIRONMENT": "github-hosted",
}  # fmt: skip
GITHUB_OIDC = {
    **GITHUB,
    "ACTIONS_ID_TOKEN_REQUEST_URL": "https://pipelines.actions.githubusercontent.com/x?api-version=2.0",
    "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "request",
}
IDENTITY = {"AZURE_CLIENT_ID": OWN, "AZURE_TENANT_ID": TENANT}
SECRET = {**IDENTITY, "AZURE_CLIENT_SECRET": "secret"}
PIPELINES = {
    "TF_BUILD": "True", "BUILD_BUILDID": "17", "SYSTEM_TEAMPROJECT": "shop", "AGENT_NAME": "Azure Pipelines 3",
    "SYSTEM_OIDCREQUESTURI": "https://dev.azure.com/o/p/_apis/distributedtask/hubs/build/plans/x/jobs/y/oidctoken",
}  # fmt: skip
CONNECTION = {
    "SYSTEM_ACCESSTOKEN": "token",
    "AZURESUBSCRIPTION_CLIENT_ID": OWN,
    "AZURESUBSCRIPTION_TENANT_ID": TENANT,
    "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID": "22222222-2222-3333-4444-555555555555",
}
GITLAB = {"CI": "true", "GITLAB_CI": "true", "CI_SERVER_NAME": "GitLab", "CI_JOB_ID": "50"}
POD = {
    **IDENTITY,
    "AZURE_FEDERATED_TOKEN_FILE": "/var/run/secrets/azure/tokens/azure-identity-token",
    "AZURE_AUTHORITY_HOST": "https://login.microsoftonline.com/",
    "KUBERNETES_SERVICE_HOST": "10.0.0.1",
}
JENKINS = {"JENKINS_URL": "https://ci.example/", "BUILD_ID": "7", "JOB_NAME": "deploy"}


def here(
    variables: Mapping[str, str] | None = None, tenant: str = "", kubelogin: str = "0.2.19", **other: bool
) -> Evidence:
    """A machine with these variables; with a tenant somebody is logged in to az there."""
    accounts = [Account(tenant, is_default=True)] if tenant else []
    return Evidence(
        variables or {}, accounts, AZ | {"azd"}, kubelogin=parse_version(kubelogin), **other
    )  # fmt: skip


SITUATIONS: dict[str, tuple[Evidence, AzureLogin, str]] = {
    "a laptop with az": (here(DESKTOP, TENANT), LEGACY, "azurecli"),
    "a laptop with az in capitals": (here(DESKTOP, TENANT.upper()), LEGACY, "azurecli"),
    "a Mac with az": (here(tenant=TENANT, opens_windows=True), LEGACY, "azurecli"),
    "a laptop with az in another tenant": (here(DESKTOP, OTHER), LEGACY, "interactive"),
    "a laptop with az in another tenant, over SSH": (here(SSH, OTHER), LEGACY, "devicecode"),
    "an az profile, but no az": (here(DESKTOP, TENANT)._replace(programs=frozenset()), LEGACY, "interactive"),
    "az in another cloud": (here(DESKTOP)._replace(accounts=[Account(TENANT, "AzureChinaCloud")]), LEGACY, "interactive"),
    "az in the cloud of the login": (
        here(DESKTOP)._replace(accounts=[Account(TENANT, "AzureChinaCloud")]),
        AzureLogin("", {**MANAGED, "environment": "AzureChinaCloud"}), "azurecli",
    ),
    "az, and no tenant": (here(DESKTOP, TENANT), AzureLogin("azurecli", {"server-id": AKS_SERVER}), "azurecli"),
    "several tenants in az": (
        here(DESKTOP)._replace(accounts=[Account(OTHER, is_default=True), Account(TENANT)]), LEGACY, "azurecli"
    ),
    "az, an own app registration": (here(DESKTOP, TENANT), OWN_APP, "interactive"),
    "az, an own app registration, over SSH": (here({**DESKTOP, **SSH}, TENANT), OWN_APP, "devicecode"),
    "a service principal, an own app registration": (here({**GITLAB, **SECRET}), OWN_APP, "devicecode"),
    "GitHub OIDC, an own app registration": (here({**GITHUB_OIDC, **IDENTITY}), OWN_APP, "workloadidentity"),
    "a laptop with azd": (here(DESKTOP, azd_session=True), LEGACY, "azd"),
    "a laptop with az and azd": (here(DESKTOP, TENANT, azd_session=True), LEGACY, "azurecli"),
    "azd, a kubelogin too old for it": (here(DESKTOP, kubelogin="0.1.0", azd_session=True), LEGACY, "interactive"),
    "az, a kubelogin too old for it": (here(DESKTOP, TENANT, kubelogin="0.0.8"), LEGACY, "devicecode"),
    "a laptop without anything": (here(DESKTOP), LEGACY, "interactive"),
    "Wayland": (here({"WAYLAND_DISPLAY": "wayland-0"}), LEGACY, "interactive"),
    "a Windows machine": (here(opens_windows=True), LEGACY, "interactive"),
    "a Windows machine over SSH": (here(SSH, opens_windows=True), LEGACY, "devicecode"),
    "X forwarding over SSH": (here({"DISPLAY": "localhost:10.0", **SSH}), LEGACY, "devicecode"),
    "a server without a display": (here({"TERM": "xterm"}), LEGACY, "devicecode"),
    "a display, a kubelogin without interactive": (here(DESKTOP, kubelogin="0.0.20"), LEGACY, "devicecode"),
    "GitHub Actions with OIDC": (here({**GITHUB_OIDC, **IDENTITY}, is_azure_machine=True), LEGACY, "workloadidentity"),
    "GitHub Actions with OIDC, no client": (here(GITHUB_OIDC, is_azure_machine=True), LEGACY, "devicecode"),
    "GitHub Actions with OIDC, an old kubelogin": (here({**GITHUB_OIDC, **IDENTITY}, kubelogin="0.0.11"), LEGACY, "devicecode"),
    "GitHub Actions after azure/login": (here(GITHUB, TENANT, is_azure_machine=True), LEGACY, "azurecli"),
    "GitHub Actions with a secret": (here({**GITHUB, **SECRET}, is_azure_machine=True), LEGACY, "spn"),
    "GitHub Actions without anything": (here(GITHUB, is_azure_machine=True), LEGACY, "devicecode"),
    "GitHub Actions on a runner of one's own in Azure": (
        here({**GITHUB, "RUNNER_ENVIRONMENT": "self-hosted"}, is_azure_machine=True), LEGACY, "msi"
    ),
    "GitHub Codespaces": (here({"CODESPACES": "true", "TERM": "xterm"}, is_azure_machine=True), LEGACY, "devicecode"),
    "Azure Pipelines with a connection": (here({**PIPELINES, **CONNECTION}, is_azure_machine=True), LEGACY, "azurepipelines"),
    "Azure Pipelines with a connection, an old kubelogin": (
        here({**PIPELINES, **CONNECTION}, kubelogin="0.2.10", is_azure_machine=True), LEGACY, "devicecode"
    ),
    "Azure Pipelines without the token": (
        here({**PIPELINES, **CONNECTION, "SYSTEM_ACCESSTOKEN": ""}, is_azure_machine=True), LEGACY, "devicecode"
    ),
    "Azure Pipelines without a connection": (
        here({**PIPELINES, "SYSTEM_ACCESSTOKEN": "token"}, is_azure_machine=True), LEGACY, "devicecode"
    ),
    "Azure Pipelines, the task AzureCLI": (here({**PIPELINES, **CONNECTION}, TENANT), LEGACY, "azurecli"),
    "Azure Pipelines with a secret": (here({**PIPELINES, **SECRET}), LEGACY, "spn"),
    "Azure Pipelines on an agent of one's own in Azure": (
        here({"TF_BUILD": "True", "AGENT_NAME": "agent-1"}, is_azure_machine=True), LEGACY, "msi"
    ),
    "GitLab with a secret": (here({**GITLAB, **SECRET}), LEGACY, "spn"),
    "GitLab with a certificate": (
        here({**GITLAB, **IDENTITY, "AZURE_CLIENT_CERTIFICATE_PATH": "/builds/sp.pem"}), LEGACY, "spn"
    ),
    "GitLab with an id token in a file": (
        here({**GITLAB, **IDENTITY, "AZURE_FEDERATED_TOKEN_FILE": "/t"}), LEGACY, "workloadidentity"
    ),
    "GitLab, an id token without a client": (here({**GITLAB, "AZURE_FEDERATED_TOKEN_FILE": "/t"}), LEGACY, "devicecode"),
    "Jenkins with kubelogin's own variables": (
        here({**JENKINS, "AAD_SERVICE_PRINCIPAL_CLIENT_ID": OWN, "AAD_SERVICE_PRINCIPAL_CLIENT_SECRET": "s"}), LEGACY, "spn"
    ),
    "Jenkins with a secret, but no client": (here({**JENKINS, "AZURE_CLIENT_SECRET": "s"}), LEGACY, "devicecode"),
    "Jenkins with a display": (here({**JENKINS, **DESKTOP}), LEGACY, "devicecode"),
    "CircleCI with a secret": (here({"CI": "true", "CIRCLECI": "true", **SECRET}), LEGACY, "spn"),
    "Bitbucket without anything": (here({"CI": "true", "BITBUCKET_BUILD_NUMBER": "3"}), LEGACY, "devicecode"),
    "Terraform's variables only": (
        here({"ARM_CLIENT_ID": OWN, "ARM_CLIENT_SECRET": "s", "ARM_TENANT_ID": TENANT}), LEGACY, "devicecode"
    ),
    "a pod with workload identity": (here(POD), LEGACY, "workloadidentity"),
    "a pod without": (here({"KUBERNETES_SERVICE_HOST": "10.0.0.1"}), LEGACY, "devicecode"),
    "App Service": (
        here({"IDENTITY_ENDPOINT": "http://127.0.0.1:41000/msi/token", "IDENTITY_HEADER": "h"}), LEGACY, "msi"
    ),
    "Azure Arc": (
        here({"IDENTITY_ENDPOINT": "http://localhost:40342/metadata/identity/oauth2/token", "IMDS_ENDPOINT": "http://localhost:40342"}),
        LEGACY, "msi",
    ),
    "Azure Machine Learning": (here({"MSI_ENDPOINT": "http://127.0.0.1:46808/MSI/auth", "MSI_SECRET": "s"}), LEGACY, "msi"),
    "Cloud Shell with az": (
        here({"ACC_CLOUD": "PROD", "MSI_ENDPOINT": "http://localhost:50342/oauth2/token"}, TENANT),
        LEGACY, "azurecli",
    ),
    "a virtual machine of Azure": (here(SSH, is_azure_machine=True), LEGACY, "msi"),
    "a virtual machine of Azure, an own app registration": (here(SSH, is_azure_machine=True), OWN_APP, "devicecode"),
    "a service principal in the arguments": (
        here(DESKTOP, TENANT), AzureLogin("spn", {**MANAGED, "client-id": OWN, "client-secret": "s"}), "spn"
    ),
    "a service principal that has lost its secret": (
        here(DESKTOP, TENANT), AzureLogin("spn", {**MANAGED, "client-id": OWN}), "azurecli"
    ),
    "X forwarding over SSH, after sudo": (here({"DISPLAY": "localhost:10.0", "SUDO_USER": "ana"}), LEGACY, "devicecode"),
    "WSL with windows": (
        here({"WSL_DISTRO_NAME": "Ubuntu", "DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}), LEGACY, "interactive"
    ),
    "WSL with an X server on Windows": (here({"WSL_DISTRO_NAME": "Ubuntu", "DISPLAY": "172.20.0.1:0"}), LEGACY, "interactive"),
    "WSL without windows": (here({"WSL_DISTRO_NAME": "Ubuntu", "WSL_INTEROP": "/run/WSL/9_interop"}), LEGACY, "devicecode"),
    "WSL with az": (here({"WSL_DISTRO_NAME": "Ubuntu"}, TENANT), LEGACY, "azurecli"),
    "a development container on a laptop": (here({"REMOTE_CONTAINERS": "true"}), LEGACY, "devicecode"),
    "Codespaces with az": (here({"CODESPACES": "true"}, TENANT, is_azure_machine=True), LEGACY, "azurecli"),
    "Cloud Shell before az is asked": (
        here({"ACC_CLOUD": "PROD", "MSI_ENDPOINT": "http://localhost:50342/oauth2/token"}), LEGACY, "msi"
    ),
    "Container Apps": (
        here({"CONTAINER_APP_NAME": "a", "IDENTITY_ENDPOINT": "http://localhost:42356/msi/token", "IDENTITY_HEADER": "h"}),
        LEGACY, "msi",
    ),
    "CircleCI with its OIDC token": (here({"CI": "true", "CIRCLECI": "true", "CIRCLE_OIDC_TOKEN": "t"}), LEGACY, "devicecode"),
    "Bitbucket with its OIDC token in a file": (
        here({"CI": "true", "BITBUCKET_BUILD_NUMBER": "3", **IDENTITY, "AZURE_FEDERATED_TOKEN_FILE": "/t"}),
        LEGACY, "workloadidentity",
    ),
    "a runner of GitHub in a pod with workload identity": (
        here({**GITHUB, "RUNNER_ENVIRONMENT": "self-hosted", **POD}, is_azure_machine=True), LEGACY, "workloadidentity"
    ),
    "Jenkins on a virtual machine of Azure": (here(JENKINS, is_azure_machine=True), LEGACY, "msi"),
    "a Mac over SSH": (here(SSH, opens_windows=True), LEGACY, "devicecode"),
    "a runner of macOS": (here(GITHUB, opens_windows=True), LEGACY, "devicecode"),
    "az has another cloud active": (
        here(DESKTOP)._replace(accounts=[Account(TENANT, is_default=True), Account(TENANT, "AzureUSGovernment")]),
        AzureLogin("", {**MANAGED, "environment": "AzureUSGovernmentCloud"}), "interactive",
    ),
    "az has the cloud active": (
        here(DESKTOP)._replace(accounts=[Account(TENANT, "AzureUSGovernment", is_default=True), Account(TENANT)]),
        AzureLogin("", {**MANAGED, "environment": "AzureUSGovernmentCloud"}), "azurecli",
    ),
    "the cloud for Germany, az in the public one": (
        here(DESKTOP, TENANT), AzureLogin("", {**MANAGED, "environment": "AzureGermanCloud"}), "interactive"
    ),
    "AAD_LOGIN_METHOD": (here({**DESKTOP, "AAD_LOGIN_METHOD": "msi"}, TENANT), LEGACY, "msi"),
    "AAD_LOGIN_METHOD, no mode": (here({**DESKTOP, "AAD_LOGIN_METHOD": "browser"}, TENANT), LEGACY, "devicecode"),
}  # fmt: skip


@pytest.mark.parametrize("name", SITUATIONS)
def test_the_login_mode_that_fits(name: str) -> None:
    evidence, old, mode = SITUATIONS[name]
    first, *others = fitting(old, {}, evidence)
    assert best_fit(old, {}, evidence) == first
    assert first.mode == mode
    assert first.reason
    assert sorted(fit.mode for fit in (first, *others)) == sorted(LOGIN_MODES.keys() - {"ropc"})
    assert all(fit.fits or fit.objections for fit in others)
    if first.fits and mode != old.mode:  # then kubelogin goes on to the network with what is written
        written = to_arguments(old, mode, first.flags, {})
        assert get_token(written.arguments, evidence.variables, evidence.kubelogin).objection is None


def test_there_are_situations_for_every_login_mode() -> None:
    assert len(SITUATIONS) >= 40
    assert {mode for _, _, mode in SITUATIONS.values()} == LOGIN_MODES.keys() - {"ropc"}


@pytest.mark.parametrize("variable", CI_VARIABLES)
def test_in_a_ci_system_nobody_is_there(variable: str) -> None:
    first, *_ = fitting(LEGACY, {}, here({**DESKTOP, variable: "1"}))
    assert first.mode == "devicecode"
    assert f"{variable} is set: nobody can type a code" in first.risks


@pytest.mark.parametrize("value", ["", "0", "false", "False"])
def test_a_variable_that_says_no_is_no_ci_system(value: str) -> None:
    assert fitting(LEGACY, {}, here({**DESKTOP, "CI": value}))[0].mode == "interactive"


def objections(evidence: Evidence, mode: str, old: AzureLogin = LEGACY) -> str:
    return "; ".join(next(fit for fit in fitting(old, {}, evidence) if fit.mode == mode).objections)


def test_what_speaks_against_a_login_mode_is_told() -> None:
    assert objections(here(DESKTOP, OTHER), "azurecli") == (
        f"az has no account of the tenant of this cluster: az login --tenant {TENANT}"
    )
    assert "another one" in objections(here(DESKTOP, TENANT), "azurecli", OWN_APP)
    assert objections(here({**JENKINS, "AZURE_CLIENT_SECRET": "s"}), "spn") == (
        "the client id is that of the AKS client, not of an application of yours"
    )
    assert objections(here(GITHUB_OIDC), "workloadidentity") == "AZURE_CLIENT_ID, AZURE_TENANT_ID are not set"
    assert objections(here({**PIPELINES, **CONNECTION, "SYSTEM_ACCESSTOKEN": ""}), "azurepipelines") == (
        "SYSTEM_ACCESSTOKEN is not set"
    )
    assert objections(here({**PIPELINES, **CONNECTION}, kubelogin="0.2.10"), "azurepipelines") == (
        "it came with kubelogin 0.2.11, and 0.2.10 is on PATH"
    )
    assert objections(here(DESKTOP, TENANT)._replace(programs=frozenset()), "azurecli") == "az is not on PATH"


def test_what_the_mode_lacks_that_is_likely_meant_is_told() -> None:
    told = {
        "GitHub Actions with OIDC, no client": "workloadidentity would fit, but AZURE_CLIENT_ID, AZURE_TENANT_ID are not set",
        "Azure Pipelines without the token": "azurepipelines would fit, but SYSTEM_ACCESSTOKEN is not set",
        "GitLab, an id token without a client": "workloadidentity would fit, but AZURE_CLIENT_ID, AZURE_TENANT_ID are not set",
        "a virtual machine of Azure, an own app registration": "msi would fit, but it works with the AKS-managed",
    }
    for name, said in told.items():
        evidence, old, _ = SITUATIONS[name]
        assert any(risk.startswith(said) for risk in best_fit(old, {}, evidence).risks), name
    evidence, old, _ = SITUATIONS["a laptop without anything"]
    assert not any("would fit" in risk for risk in best_fit(old, {}, evidence).risks)


def test_no_value_of_a_variable_is_told() -> None:
    evidence = here({**GITHUB_OIDC, **SECRET, **CONNECTION, **DESKTOP})
    told = "".join(f"{fit.reason}{fit.risks}{fit.objections}" for fit in fitting(LEGACY, {}, evidence))
    assert not any(value in told for value in ("secret'", OWN, "request'"))


def test_a_flag_of_this_run_replaces_a_value_of_the_login() -> None:
    fit: Fit = fitting(LEGACY, {"tenant-id": OTHER}, here(DESKTOP, OTHER))[0]
    assert (fit.mode, fit.flags) == ("azurecli", {"tenant-id": OTHER})


# --- on a machine

PROFILE = (
    '{"subscriptions": [{"tenantId": "a"}, {"isDefault": true, "tenantId": "%s", "environmentName": "AzureCloud"}]}'
)


def test_what_is_found_on_a_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(tmp_path)
    monkeypatch.setenv("HOME", str(machine.home))
    found = evidence_here(machine.environment({}))
    assert (found.accounts, found.azd_session, found.programs) == ([], False, frozenset())
    machine.file(".azure/azureProfile.json", (PROFILE % TENANT).encode("utf-8-sig"))
    machine.file(".azd/auth.json", '{"auth": {"account": {"currentUser": {"homeAccountID": "x.y"}}}}')
    machine.program("az", "exit 1")
    machine.program("kubelogin", "echo 'git hash: v0.1.4/abc'")
    found = evidence_here(machine.environment({}))
    assert found.accounts == [Account(TENANT, is_default=True), Account("a")]
    assert (found.azd_session, found.programs, str(found.kubelogin)) == (True, frozenset(("az",)), "0.1.4")
    other = machine.file("other/azureProfile.json", PROFILE % OTHER).parent
    assert evidence_here(machine.environment({}), str(other)).accounts[0].tenant == OTHER


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"subscriptions": null}', '{"subscriptions": [{"tenantId": 1}, null, "x"]}']
)
def test_a_broken_profile_is_no_account(text: str, tmp_path: Path) -> None:
    path = tmp_path / "azureProfile.json"
    path.write_text(text)
    assert az_accounts(str(path)) == []


def test_convert_chooses_for_each_user_and_says_why(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.program("az", "exit 1")
    machine.file(".azure/azureProfile.json", PROFILE % "tenant-1")
    config = machine.file("config", kubeconfig(me=AZURE))
    ended = machine.call("convert", "-l", "auto", config)
    assert (ended.code, login(config, "me")) == (0, "azurecli"), ended.out + ended.err
    assert "az is logged in to the tenant" in ended.out
    again = machine.call("convert", "-l", "auto", "--format", "json", config)
    assert json.loads(again.out)["files"][0]["users"][0]["after"]["login"] == "azurecli"
    assert "az is logged in to the tenant" in json.loads(again.out)["files"][0]["users"][0]["reason"]


@pytest.mark.parametrize(("options", "is_told"), [((), True), (("-l", "devicecode"), False), (("-l", "auto"), False)])
def test_convert_says_which_login_mode_fits_better(options: tuple[str, ...], is_told: bool, tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.program("az", "exit 1")
    machine.file(".azure/azureProfile.json", PROFILE % "tenant-1")
    config = machine.file("my config", kubeconfig(me=AZURE, you=AZURE))
    ended = machine.call("convert", *options, "--user", "m*", config)
    why = "az is logged in to the tenant tenant-1"
    better = (
        f"next: the login mode azurecli fits better here ({why}): kubeconv convert -l auto --user 'm*' '{config}'\n"
    )
    assert (ended.code, ended.out.count(better)) == (0, int(is_told)), ended.out


def test_auto_is_no_login_mode_for_the_way_back(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(me=AZURE))
    assert machine.call("convert", "-l", "auto", "--to", "azure", config).code == 2
    assert machine.call("convert", config, AAD_LOGIN_METHOD="auto").code == 2
