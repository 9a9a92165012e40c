"""Calls of kubelogin to compare: login modes, where each value comes from, what is left out or odd, releases.

`ALL` are all of them, each a `Cell` with a name of its own. Nothing of kubeconv is used here.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from .kubelogin_contract import MODES, RELEASES, at_least

SERVER = "6dae42f8-4368-4678-94ff-3960e28e3630"
CERTIFICATE, TOKEN_FILE, NO_FILE = "{files}/application.pem", "{files}/token.jwt", "{files}/missing.pem"

VALUES: Mapping[str, str] = {
    "client-id": "5f3e2a10-2b6e-4b39-9df2-0d6f6f1a7c11",
    "tenant-id": "72f988bf-86f1-41af-91ab-2d7cd011db47",
    "client-secret": "hunter2",
    "client-certificate": CERTIFICATE,
    "username": "someone@example.com",
    "password": "swordfish",
    "federated-token-file": TOKEN_FILE,
    "authority-host": "https://login.microsoftonline.com/",
    "azure-pipelines-service-connection-id": "b7c2",
}
#: Where variables that give these flags are called so.
NAMES: Mapping[str, Mapping[str, str]] = {
    "AAD": {
        "client-id": "AAD_SERVICE_PRINCIPAL_CLIENT_ID",
        "client-secret": "AAD_SERVICE_PRINCIPAL_CLIENT_SECRET",
        "client-certificate": "AAD_SERVICE_PRINCIPAL_CLIENT_CERTIFICATE",
        "username": "AAD_USER_PRINCIPAL_NAME",
        "password": "AAD_USER_PRINCIPAL_PASSWORD",
    },
    "AZURE": {
        "client-id": "AZURE_CLIENT_ID",
        "tenant-id": "AZURE_TENANT_ID",
        "client-secret": "AZURE_CLIENT_SECRET",
        "client-certificate": "AZURE_CLIENT_CERTIFICATE_PATH",
        "username": "AZURE_USERNAME",
        "password": "AZURE_PASSWORD",
        "federated-token-file": "AZURE_FEDERATED_TOKEN_FILE",
        "authority-host": "AZURE_AUTHORITY_HOST",
    },
    "ARM": {
        "client-id": "ARM_CLIENT_ID",
        "tenant-id": "ARM_TENANT_ID",
        "client-secret": "ARM_CLIENT_SECRET",
        "client-certificate": "ARM_CLIENT_CERTIFICATE_PATH",
    },
    "AZURESUBSCRIPTION": {
        "client-id": "AZURESUBSCRIPTION_CLIENT_ID",
        "tenant-id": "AZURESUBSCRIPTION_TENANT_ID",
        "azure-pipelines-service-connection-id": "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID",
    },
}
WHO = ("client-id", "tenant-id")
FEDERATED = (*WHO, "federated-token-file", "authority-host")
#: Login mode to the flags that could matter in it, in one or two ways.
WAYS: Mapping[str, Sequence[tuple[str, ...]]] = {
    "devicecode": (WHO,),
    "interactive": (WHO,),
    "spn": ((*WHO, "client-secret"), (*WHO, "client-certificate"), (*WHO, "client-secret", "client-certificate")),
    "ropc": ((*WHO, "username", "password"),),
    "msi": ((), ("client-id",)),
    "azurecli": ((), ("tenant-id",)),
    "azd": ((), ("tenant-id",)),
    "workloadidentity": (FEDERATED, WHO),
    "azurepipelines": ((*WHO, "azure-pipelines-service-connection-id"),),
}
PIPELINE = {"SYSTEM_ACCESSTOKEN": "t", "SYSTEM_OIDCREQUESTURI": "https://dev.azure.example/oidc"}
GITHUB = {"ACTIONS_ID_TOKEN_REQUEST_TOKEN": "t", "ACTIONS_ID_TOKEN_REQUEST_URL": "https://actions.example/token"}
#: What a platform sets besides, by login mode.
PLATFORM: Mapping[str, Sequence[Mapping[str, str]]] = {
    "azurepipelines": (PIPELINE, {}, {**PIPELINE, "SYSTEM_ACCESSTOKEN": ""}, {"SYSTEM_ACCESSTOKEN": "t"}),
    "workloadidentity": ({}, GITHUB),
}


class Cell(NamedTuple):
    """One call: the release, the arguments, the variables around kubectl, and those of the entry."""

    name: str
    release: str
    arguments: tuple[str, ...]
    around: Mapping[str, str]
    entry: Mapping[str, str]

    def placed(self, files: Path) -> "Cell":
        """The same with the folder in which its files are."""
        texts = tuple(each.format(files=files) if "{files}" in each else each for each in self.arguments)
        around, entry = (
            {name: value.format(files=files) if "{files}" in value else value for name, value in each.items()}
            for each in (self.around, self.entry)
        )
        return Cell(self.name, self.release, texts, around, entry)


def flags(values: Mapping[str, str]) -> tuple[str, ...]:
    """Values as arguments."""
    return tuple(word for name, value in values.items() for word in (f"--{name}", value))


def call(mode: str, *more: str) -> tuple[str, ...]:
    """The arguments of a login mode."""
    return ("get-token", "--login", mode, "--server-id", SERVER, *more)


def sources(
    mode: str, values: Mapping[str, str]
) -> Iterator[tuple[str, tuple[str, ...], dict[str, str], dict[str, str]]]:
    """The same values from elsewhere: a name, arguments, variables around, variables of the entry."""
    written = call(mode, *flags(values))
    yield "arguments", written, {}, {}
    yield "arguments-fixed", (*written, "--disable-environment-override"), {"AZURE_CLIENT_ID": ""}, {}
    for kind, names in NAMES.items():
        variables = {names[flag]: value for flag, value in values.items() if flag in names}
        if not variables:
            continue
        rest = flags({flag: value for flag, value in values.items() if flag not in names})
        terraform = ("--use-azurerm-env-vars",) if kind == "ARM" else ()
        yield f"{kind}-around", call(mode, *rest, *terraform), variables, {}
        yield f"{kind}-entry", call(mode, *rest, *terraform), dict.fromkeys(variables, ""), variables
        yield f"{kind}-empty", (*written, *terraform), {}, dict.fromkeys(variables, "")
        yield f"{kind}-fixed", (*call(mode, *rest), "--disable-environment-override=true"), variables, {}
    yield "wrong-terraform", (*call(mode), "--use-azurerm-env-vars"), variables_of("AZURE", values), {}
    yield "login-variable", ("get-token", "--server-id", SERVER, *flags(values)), {"AAD_LOGIN_METHOD": mode}, {}


def variables_of(kind: str, values: Mapping[str, str]) -> dict[str, str]:
    """The values that these variables can give."""
    return {NAMES[kind][flag]: value for flag, value in values.items() if flag in NAMES[kind]}


def of_values() -> Iterator[Cell]:
    """Login modes, times what gives a value, times what is left out, times releases."""
    for release in RELEASES:
        for mode, _ in MODES:
            for way in WAYS[mode]:
                for left_out in (*way, "", "server-id"):
                    values = {flag: VALUES[flag] for flag in way if flag != left_out}
                    for source, arguments, around, entry in sources(mode, values):
                        words = without(arguments, "--server-id") if left_out == "server-id" else arguments
                        for index, platform in enumerate(PLATFORM.get(mode, ({},))):
                            name = f"{release}-{mode}-{'+'.join(way)}-no:{left_out}-{source}-{index}"
                            yield Cell(name, release, words, {**around, **platform}, entry)


def without(arguments: tuple[str, ...], flag: str) -> tuple[str, ...]:
    """The arguments without a flag and its value."""
    at = arguments.index(flag)
    return arguments[:at] + arguments[at + 2 :]


CLAIMS = "u=/subscriptions/1/resourceGroups/g/providers/Microsoft.Kubernetes/connectedClusters/c"
#: What else may be wrong or odd: more arguments, variables around.
ODDITIES: Sequence[tuple[tuple[str, ...], Mapping[str, str]]] = (
    (("--unknown",), {}), (("-x",), {}), (("--tenant-id",), {}), (("-t",), {}), (("--legacy",), {}),
    (("--legacy=false",), {}), (("--legacy=no",), {}), (("--legacy", "false"), {}), (("extra", "--", "--unknown"), {}),
    (("--help",), {}), (("-h=false",), {}), (("-v", "5"), {}), (("-v=x",), {}), (("--=x",), {}),
    (("--token-cache-dir", "/c"), {}), (("--cache-dir", "/c"), {}), (("--login", ""), {}), (("-lnonsense",), {}),
    (("--login-hint", "me"), {}), (("--redirect-url", "http://127.0.0.1:1"), {}), (("--disable-instance-discovery",), {}),
    (("-s", "one"), {}), (("--subscription", "one;two"), {}), (("--tenant-id", "a b"), {}), (("-t=",), {}),
    (("--identity-resource-id", "/i"), {}), (("--client-certificate-password", "p"), {}),
    (("--client-certificate", NO_FILE), {}), (("--federated-token-file", NO_FILE), {}),
    (("--client-secret", "x", "--client-certificate", CERTIFICATE), {}),
    (("--server-id", ""), {}), (("--server-id", "a b"), {}),
    (("--environment", "AzureUSGovernmentCloud"), {}), (("-e", "Moon"), {}), (("-e", ""), {}),
    (("-e", "AzureStackCloud"), {}), (("-e", "azurestackcloud"), {"AZURE_ENVIRONMENT_FILEPATH": "/stack.json"}),
    (("--authority-host", "https://login.microsoftonline.us/"), {}), (("--authority-host", "https://h"), {}),
    (("--authority-host", "http://h/"), {}), (("--authority-host", "login.microsoftonline.us/"), {}),
    (("--authority-host", "/path/"), {}), (("--authority-host", "https:///"), {}), (("--authority-host", "a:b"), {}),
    (("--authority-host", "https://h:x/"), {}), (("--authority-host", "https://a b/"), {}), (("--authority-host", ""), {}),
    ((), {"AZURE_AUTHORITY_HOST": "https://login.microsoftonline.us/"}), ((), {"AZURE_AUTHORITY_HOST": "h"}),
    (("--timeout", "60s"), {}), (("--timeout", "60"), {}), (("--timeout", "0s"), {}), (("--timeout", "-1m"), {}),
    (("--timeout", "1h2m3.5s"), {}), (("--timeout", "0"), {"AZURE_CLI_TIMEOUT": "9s"}), ((), {"AZURE_CLI_TIMEOUT": "0s"}),
    ((), {"AZURE_CLI_TIMEOUT": "soon"}), ((), {"AZURE_CLI_TIMEOUT": ""}),
    (("--pop-enabled",), {}), (("--pop-claims", CLAIMS), {}), (("--pop-enabled", "--pop-claims", CLAIMS), {}),
    (("--pop-enabled", "--pop-claims", "a=b"), {}), (("--pop-enabled", "--pop-claims", "u"), {}),
    (("--pop-enabled", "--pop-claims", "u="), {}), (("--pop-enabled", "--pop-claims", " "), {}),
    (("--pop-enabled", "--pop-claims", "u=,u=c"), {}), (("--pop-enabled=false", "--pop-claims", CLAIMS), {}),
    (("--pop-enabled", "--pop-claims", "u=c=d, v = w"), {}), (("--pop-enabled", "--pop-claims", CLAIMS, "--legacy"), {}),
    (("--pop-enabled", "--pop-claims", CLAIMS, "-t", "a b"), {}), (("--legacy", "-t", "a b"), {}),
    ((), {"AAD_LOGIN_METHOD": "azurecli"}), ((), {"AAD_LOGIN_METHOD": ""}), ((), {"AAD_LOGIN_METHOD": "msi"}),
    (("--disable-environment-override",), {"AAD_LOGIN_METHOD": "msi"}), ((), {"AZURE_TENANT_ID": "a;b"}),
    ((), {"AZURE_CLIENT_CERTIFICATE_PATH": CERTIFICATE}), ((), {"AZURE_CLIENT_SECRET": "x"}), ((), GITHUB),
    ((), {**GITHUB, "ACTIONS_ID_TOKEN_REQUEST_URL": ""}),
)  # fmt: skip


def of_oddities() -> Iterator[Cell]:
    """Complete logins, each with one thing that is odd or wrong."""
    for release in RELEASES:
        for mode, since in MODES:
            values = {flag: VALUES[flag] for flag in WAYS[mode][0]}
            platform = PIPELINE if mode == "azurepipelines" else {}
            if at_least(release, since):
                for index, (more, around) in enumerate(ODDITIES):
                    arguments = call(mode, *flags(values), *more)
                    yield Cell(f"{release}-{mode}-odd-{index}", release, arguments, {**platform, **around}, {})


def of_commands() -> Iterator[Cell]:
    """Calls that ask for no token, or ask in an odd way."""
    rest = call("msi")[1:]
    lines: Sequence[tuple[str, ...]] = (
        (), ("convert-kubeconfig", "-l", "spn"), ("--version",), ("--help",), ("help",), ("token", *rest),
        ("remove-tokens",), rest, (*rest, "get-token"), ("-l", "msi", "get-token", "--server-id", SERVER),
        ("-v", "5", "get-token", *rest), ("--logtostderr", "get-token", *rest), ("--legacy", "get-token", *rest),
        ("--", "get-token", *rest), ("get-token", "--version", *rest), ("get-token", "get-token", *rest),
        ("get-token", "--", *rest), ("get-token",), ("Get-Token", *rest), ("", "get-token", *rest),
    )  # fmt: skip
    for release in RELEASES:
        for index, line in enumerate(lines):
            yield Cell(f"{release}-command-{index}", release, line, {}, {})


def is_known_to_be_broken(cell: Cell, goal: str) -> bool:
    """What goes on to the network and does not work all the same: no code is shown; no PoP token is asked for."""
    return (cell.release, goal) == ("0.2.0", "devicecode") or (
        (cell.release, goal) == ("0.0.34", "ropc") and "--pop-enabled" in cell.arguments
    )


ALL: Sequence[Cell] = (*of_values(), *of_oddities(), *of_commands())
