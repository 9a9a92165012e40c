"""Logins of all kinds with all kinds of faults, for the laws that hold of every login: strategies of hypothesis."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from builders import TENANT
from hypothesis import strategies as st

from kubeconv.auth.azure import AKS_CLIENT, AKS_SERVER
from kubeconv.auth.login_modes import LOGIN_MODES

OWN = "22222222-2222-4222-8222-222222222222"
API = "client.authentication.k8s.io"
VERSIONS = st.sampled_from([f"{API}/v1beta1"] * 6 + [f"{API}/v1", f"{API}/v1alpha1", f"{API}/v2", ""])
#: Values that a person may have written for one.
TEXTS = st.sampled_from([OWN, TENANT, "", "x", "{{ tenant }}"])
ENVIRONMENT = st.dictionaries(
    st.sampled_from((
        "AZURE_CLIENT_ID", "AZURE_TENANT_ID", "AZURE_CLIENT_SECRET", "AAD_SERVICE_PRINCIPAL_CLIENT_SECRET", "AZURE_USERNAME",
        "AZURE_PASSWORD", "AZURE_FEDERATED_TOKEN_FILE", "AZURE_AUTHORITY_HOST", "AAD_LOGIN_METHOD", "SYSTEM_ACCESSTOKEN",
        "SYSTEM_OIDCREQUESTURI", "ARM_CLIENT_SECRET", "AZURE_CLI_TIMEOUT", "AZURESUBSCRIPTION_CLIENT_ID",
        "KUBERNETES_AWS_AUTHENTICATOR_CLUSTER_ID",
    )),
    st.sampled_from(["", "x", "spn", "azurecli", "nonsense", "https://login.microsoftonline.com/", "30s", "0s", __file__]),
    max_size=3,
)  # fmt: skip

_FLAGS = st.dictionaries(
    st.sampled_from((
        "--client-id", "--tenant-id", "--client-secret", "--client-certificate", "--username", "--password", "--environment",
        "--authority-host", "--federated-token-file", "--azure-pipelines-service-connection-id", "--pop-claims", "--timeout",
        "--identity-resource-id", "--login-hint", "--redirect-url", "--subscription", "--cache-dir", "--token-cache-dir",
        "--oidc-issuer-url", "--bogus", "-t", "--grant-type",
    )),
    st.sampled_from([OWN, TENANT, AKS_CLIENT, "", "x", "u=/ARM/ID", "AzureGermanCloud", "AzureUSGovernment", "10s", "0s",
        __file__, "https://login.microsoftonline.com/"]),
    max_size=4,
)  # fmt: skip
_SWITCHES = st.lists(
    st.sampled_from(("--legacy", "--legacy=false", "--pop-enabled", "--use-azurerm-env-vars", "--disable-environment-override",
        "--legacy=maybe", "-h", "--", "word", "--disable-instance-discovery")),
    max_size=2,
)  # fmt: skip
_COMMANDS = st.sampled_from(
    ("kubelogin",) * 8 + ("/usr/local/bin/kubelogin", "./kubelogin", "kubelogin.exe", "azure-kubelogin")
)


@st.composite
def _kubelogin(draw: st.DrawFn) -> dict[str, Any]:
    words = [draw(st.sampled_from(["get-token"] * 9 + ["convert-kubeconfig", "", "remove-tokens"]))]
    mode = draw(st.sampled_from([*LOGIN_MODES, None, "", "AzureCLI", "nonsense"]))
    words += [] if mode is None else ["--login", mode]
    server = draw(st.sampled_from([AKS_SERVER] * 4 + [OWN, OWN, "", None, AKS_SERVER.upper(), AKS_CLIENT]))
    words += [] if server is None else ["--server-id", server]
    if draw(st.booleans()):
        words += ["--client-id", draw(st.sampled_from([AKS_CLIENT, OWN])), "--tenant-id", TENANT]
    for name, value in draw(_FLAGS).items():
        words += [f"{name}={value}"] if draw(st.booleans()) else [name, value]
    words += draw(_SWITCHES)
    return {"command": draw(_COMMANDS), "args": [word for word in words if word or draw(st.booleans())]}


_OTHERS: Mapping[str, list[list[str]]] = {
    "aws": [["eks", "get-token", "--cluster-name", "c"], ["eks", "update-kubeconfig", "--name", "c"], ["eks", "get-token"], [],
            ["eks", "get-token", "--cluster-name", "c", "--output", "text"]],
    "aws-iam-authenticator": [["token", "-i", "c"], ["token"], ["verify"]],
    "gke-gcloud-auth-plugin": [[], ["--version"], ["--use_edge_cloud"]],
    "doctl": [["kubernetes", "cluster", "kubeconfig", "exec-credential", "--version=v1beta1", "id"], ["auth", "init"]],
    "kubectl": [["oidc-login", "get-token", "--oidc-issuer-url=https://i.example", "--oidc-client-id=k"],
                ["oidc-login", "setup"], ["oidc-login", "get-token"]],
    "kubectl-oidc_login": [["get-token", "--oidc-issuer-url=https://i.example", "--oidc-client-id=k"], []],
    "kubelogin": [["get-token", "--oidc-issuer-url=https://i.example", "--oidc-client-id=k"], ["get-token"]],
    "pinniped": [["login", "oidc"], ["whoami"]],
    "my-plugin": [[], ["help"]],
    "": [[]],
}  # fmt: skip


@st.composite
def _other(draw: st.DrawFn) -> dict[str, Any]:
    command = draw(st.sampled_from([*_OTHERS]))
    return {"command": command, "args": draw(st.sampled_from(_OTHERS[command]))}


@st.composite
def _exec(draw: st.DrawFn) -> dict[str, Any]:
    section: dict[str, Any] = {"apiVersion": draw(VERSIONS), **draw(st.one_of(_kubelogin(), _kubelogin(), _other()))}
    mode = draw(st.sampled_from([None, None, "IfAvailable", "Never", "Always", "never"]))
    section |= {} if mode is None else {"interactiveMode": mode}
    variables = draw(st.one_of(st.just({}), st.just({}), ENVIRONMENT))
    section |= {"env": [{"name": name, "value": value} for name, value in variables.items()]} if variables else {}
    beside = draw(
        st.sampled_from([{}] * 12 + [{"token": "t"}, {"username": "u", "password": "p"}, {"tokenFile": "/nowhere"}])
    )
    return {"exec": section, **beside}


@st.composite
def _azure(draw: st.DrawFn) -> dict[str, Any]:
    config = {
        "apiserver-id": draw(st.sampled_from([AKS_SERVER] * 3 + [OWN, "", AKS_SERVER.upper()])),
        "client-id": draw(st.sampled_from([AKS_CLIENT, OWN, ""])),
        "tenant-id": draw(st.sampled_from([TENANT, TENANT, ""])),
        "config-mode": draw(st.sampled_from(["1", "0", "", "2"])),
        "environment": draw(
            st.sampled_from(["", "AzurePublicCloud", "AzureUSGovernmentCloud", "AzureGermanCloud", "Mars"])
        ),
        "access-token": draw(st.sampled_from(["", "", "t"])),
        "expires-on": draw(st.sampled_from(["", "1"])),
    }
    left_out = draw(st.sets(st.sampled_from([*config]), max_size=4))
    return {
        "auth-provider": {"name": "azure", "config": {key: each for key, each in config.items() if key not in left_out}}
    }


_REST: st.SearchStrategy[dict[str, Any]] = st.sampled_from([
    {"token": "t"}, {}, {"username": "u", "password": "p"}, {"client-certificate-data": "eA=="},
    {"auth-provider": {"name": "gcp", "config": {"cmd-path": "gcloud"}}}, {"as-uid": "x", "token": "t"},
    {"auth-provider": {"name": "gcp"}}, {"auth-provider": {"name": "openstack"}}, {"auth-provider": {"name": "mine"}},
    {"auth-provider": {"name": "oidc", "config": {"idp-issuer-url": "https://i", "client-id": "k", "refresh-token": "r"}}},
    {"auth-provider": {"name": "oidc", "config": {}}}, {"auth-provider": {}}, {"exec": {}}, {"token": "t", "username": "u"},
    {"client-certificate": "/nowhere", "client-key": "/nowhere"},
])  # fmt: skip

#: The body of a user.
LOGINS: st.SearchStrategy[dict[str, Any]] = st.one_of(_exec(), _exec(), _exec(), _azure(), _REST)


class Facts(NamedTuple):
    """A login, the server that it is for, and the variables of the shell."""

    user: dict[str, Any]
    server: str
    environment: dict[str, str]

    def kubeconfig(self) -> dict[str, Any]:
        """The file, as data."""
        return {
            "apiVersion": "v1", "kind": "Config", "current-context": "at",
            "clusters": [{"name": "c", "cluster": {"server": self.server}}],
            "contexts": [{"name": "at", "context": {"cluster": "c", "user": "me"}}],
            "users": [{"name": "me", "user": self.user}],
        }  # fmt: skip


FACTS = st.builds(
    Facts, LOGINS, st.sampled_from(["https://c.example"] * 8 + ["http://c.example", "https://c.privatelink.westeurope.azmk8s.io"]),
    st.one_of(st.just({}), ENVIRONMENT),
)  # fmt: skip


# --- any call of kubelogin

_VARIABLES = (
    "AZURE_CLIENT_ID", "AZURE_TENANT_ID", "AZURE_CLIENT_SECRET", "AAD_SERVICE_PRINCIPAL_CLIENT_ID", "AAD_LOGIN_METHOD",
    "AAD_SERVICE_PRINCIPAL_CLIENT_SECRET", "AZURE_USERNAME", "AZURE_PASSWORD", "AAD_USER_PRINCIPAL_NAME",
    "SYSTEM_ACCESSTOKEN",
    "AAD_USER_PRINCIPAL_PASSWORD", "AZURE_FEDERATED_TOKEN_FILE", "AZURE_AUTHORITY_HOST",
    "SYSTEM_OIDCREQUESTURI", "ARM_TENANT_ID",
    "ARM_CLIENT_SECRET", "ARM_CLIENT_ID", "AZURE_CLI_TIMEOUT", "AZURESUBSCRIPTION_CLIENT_ID",
    "AZURESUBSCRIPTION_TENANT_ID",
    "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_URL",
    "AZURE_CLIENT_CERTIFICATE_PATH",
)  # fmt: skip
_VALUES = st.sampled_from([
    "", "x", "spn", "azurecli", "nonsense", "https://login.microsoftonline.com/", "http://h/", "/h", "30s",
    "0s", "-1s", "1h",
    __file__, OWN, TENANT, "a b", "u=/ARM/ID", "true", "0",
])  # fmt: skip
VARIABLES = st.dictionaries(st.sampled_from(_VARIABLES), _VALUES, max_size=4)
_WITH_VALUE = st.sampled_from((
    "--client-id", "--tenant-id", "--client-secret", "--client-certificate", "--username", "--password",
    "--environment", "-e",
    "-t", "-l", "-s", "-v", "--authority-host", "--federated-token-file",
    "--azure-pipelines-service-connection-id", "--pop-claims",
    "--timeout", "--identity-resource-id", "--login-hint", "--redirect-url", "--cache-dir",
    "--token-cache-dir", "--Client-id",
))  # fmt: skip
_ODD_WORDS = st.sampled_from((
    "--legacy", "--legacy=T", "--legacy=yes", "--pop-enabled", "--pop-enabled=0", "--use-azurerm-env-vars",
    "-h", "--help=false",
    "--disable-environment-override", "--", "word", "-", "--logtostderr", "-v5", "-v=x", "--=x", "---x",
    "-lspn", "-l=msi", "-tfoo",
))  # fmt: skip


@st.composite
def calls(draw: st.DrawFn) -> tuple[str, ...]:
    """The arguments of a call of kubelogin."""
    mode = draw(st.sampled_from([*LOGIN_MODES, *LOGIN_MODES, "", "AzureCLI", None]))
    words = ["get-token", *([] if mode is None else ["--login", mode])]
    server = draw(st.sampled_from([AKS_SERVER] * 6 + [OWN, "", None]))
    words += [] if server is None else ["--server-id", server]
    words += draw(
        st.sampled_from([[], ["--client-id", OWN, "--tenant-id", TENANT], ["--client-id", OWN, "--tenant-id", TENANT]])
    )
    for name in draw(st.lists(_WITH_VALUE, max_size=3)):
        value = draw(_VALUES)
        words += [f"{name}={value}"] if draw(st.booleans()) else [name, value]
    words += draw(st.lists(_ODD_WORDS, max_size=2))
    return (*words[1:], words[0]) if draw(st.integers(0, 6)) == 0 else tuple(words)
