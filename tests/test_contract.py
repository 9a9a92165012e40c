"""The contract of kubelogin get-token: its messages in its own order, for a release."""

from collections.abc import Mapping, Sequence

import pytest

from kubeconv.auth.contract import get_token
from kubeconv.releases.version import parse_version

ID = ("--server-id", "s", "--client-id", "c", "--tenant-id", "t")
SPN = ("get-token", "--login", "spn", *ID)
WRAP = "failed to create azidentity credential: "

CASES: list[tuple[str, Sequence[str], Mapping[str, str], list[str]]] = [
    ("0.2.19", SPN, {}, [f"{WRAP}client secret cannot be empty"]),
    ("0.2.19", SPN, {"AZURE_CLIENT_SECRET": "x"}, []),
    ("0.0.25", SPN, {"AZURE_CLIENT_SECRET": "x"}, ["both clientSecret and clientcert cannot be empty"]),
    ("0.0.24", SPN, {}, ["Both clientSecret and clientcert cannot be empty"]),
    ("0.0.5", SPN, {}, ["clientSecret cannot be empty"]),
    ("0.2.19", SPN, {"AZURE_CLIENT_SECRET": "x", "AZURE_TENANT_ID": ""}, [f"{WRAP}tenant ID cannot be empty"]),
    ("0.0.17", SPN, {"AAD_SERVICE_PRINCIPAL_CLIENT_SECRET": "x", "AZURE_TENANT_ID": ""}, []),
    (
        "0.1.9",
        (*SPN, "--client-secret", "x", "--client-certificate", "y"),
        {},
        ["client secret and client certificate cannot be set at the same time. Only one "],
    ),
    ("0.2.0", (*SPN, "--client-secret", "x", "--client-certificate", "y"), {}, []),
    (
        "0.2.19",
        ("get-token", "--login", "spn"),
        {},
        ["server-id is required", *(f"{WRAP}{what} cannot be empty" for what in ("client ID", "tenant ID", "client secret"))],
    ),
    ("0.2.0", ("get-token", "--login", "azurecli", "--server-id", "s"), {}, [f"{WRAP}tenant ID cannot be empty"]),
    ("0.2.6", ("get-token", "--login", "azurecli", "--server-id", "s"), {}, []),
    ("0.2.11", ("get-token", "--login", "azurepipelines", *ID), {}, [
        "--azure-pipelines-service-connection-id is required for --login azurepipelines",
        'environment variable SYSTEM_ACCESSTOKEN not set; enable "Allow scripts to access the OAuth token" in the pipeline',
        "environment variable SYSTEM_OIDCREQUESTURI not set; this should be automatically set by Azure Pipelines",
    ]),
    ("0.1.9", ("get-token", "--login", "workloadidentity", *ID, "--federated-token-file", "/f"), {}, [
        "authorityHost cannot be empty"
    ]),
    ("0.1.9", (*SPN, "--client-secret", "x", "--environment", "Moon"), {}, ["failed to get oAuthConfig. isLegacy: "]),
    ("0.2.0", (*SPN, "--client-secret", "x", "--environment", "Moon"), {}, []),
    ("0.2.19", ("convert-kubeconfig", "-l", "spn"), {}, [""]),
    ("0.2.19", (), {}, [""]),
    ("0.2.19", ("--login", "spn", "get-token", *ID, "--client-secret", "x"), {}, []),
    ("0.2.19", ("token",), {}, ['unknown command "token" for "kubelogin"']),
    ("0.2.18", (*SPN, "--client-secret", "x", "-s", "y"), {}, ["unknown shorthand flag: 's' in -s"]),
    ("0.2.19", (*SPN, "--client-secret"), {},
     ["flag needs an argument: --client-secret", f"{WRAP}client secret cannot be empty"]),
    ("0.2.19", (*SPN, "--client-secret", "x", "--legacy=no"), {}, [
        'invalid argument "no" for "--legacy" flag: strconv.ParseBool: parsing "no": invalid syntax'
    ]),
    ("0.2.19", (*SPN, "--client-secret", "x"), {"AZURE_CLI_TIMEOUT": "0"}, ["timeout must be greater than 0"]),
    ("0.2.19", (*SPN, "--client-secret", "x"), {"AZURE_CLI_TIMEOUT": "never"}, []),
]  # fmt: skip


@pytest.mark.parametrize(("release", "arguments", "variables", "expected"), CASES)
def test_what_stops_kubelogin(
    release: str, arguments: Sequence[str], variables: Mapping[str, str], expected: list[str]
) -> None:
    call = get_token(arguments, variables, parse_version(release))
    assert [each.message for each in call.objections] == expected
