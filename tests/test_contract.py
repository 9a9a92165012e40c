"""The contract of kubelogin get-token: its messages in its own order, for a release; and in thousands of calls the same as
what a stand-in says that was written from the Go source."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from e2e.az_contract import Account, answer
from e2e.kubelogin_contract import kubelogin
from e2e.login_cells import ALL, Cell
from hypothesis import given
from hypothesis import strategies as st

from kubeconv.auth import contract, flag_parser
from kubeconv.auth import kubelogin as kubelogin_flags
from kubeconv.auth.azure import AKS_CLIENT
from kubeconv.auth.contract import TokenCall, get_token
from kubeconv.auth.flag_parser import refused_arguments
from kubeconv.auth.kubelogin import is_kubelogin
from kubeconv.auth.kubelogin_run import NEWEST
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


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that the cells name."""
    folder = tmp_path_factory.mktemp("files")
    (folder / "application.pem").write_text("-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n")
    (folder / "token.jwt").write_text("a.b.c")
    return folder


def is_logged_in(program: str, arguments: Sequence[str]) -> str:
    return answer(program, arguments, Account(subscriptions=("one", "y")))


def differences(cell: Cell) -> Iterator[str]:
    """Where our answer to a call is not the one of the stand-in."""
    variables = {**cell.around, **cell.entry}
    ended = kubelogin(cell.arguments, variables, cell.release, is_logged_in)
    found = get_token(cell.arguments, variables, parse_version(cell.release))
    missing_files = [path for path in found.reads if not Path(path).exists()]
    first = found.objection
    if bool(ended.goal) != (first is None and not missing_files):
        yield f"{cell}: kubelogin {ended.stderr or ended.goal or 'prints no token'!r}, we {first or missing_files}"
    # Of two things that are wrong the file may come first.
    is_told = first is None or (first.kind == "bad-letters" and missing_files != [])
    if not is_told and not ended.stderr.removeprefix("Error: ").startswith(first.message if first else ""):
        yield f"{cell}: kubelogin says {ended.stderr!r}, we {first}"
    if ended.goal and ended.goal not in (found.login.mode, "github"):
        yield f"{cell}: kubelogin goes on with {ended.goal}, we with {found.login.mode}"
    can_be_given = all(each.variables or each.together for each in found.missing)
    if found.missing and can_be_given and all(each.kind == "missing" for each in found.objections):
        yield from unhelpful_advice(cell, found)


def unhelpful_advice(cell: Cell, found: TokenCall) -> Iterator[str]:
    """Where setting the variables that are advised first does not let the login go on."""
    given = {missing.variables[0]: "x" for missing in found.missing if missing.variables}
    given |= {name: "x" for missing in found.missing if not missing.variables for name in missing.together}
    given |= {name: "https://h/" for name in given if "HOST" in name}
    variables = {**cell.around, **cell.entry, **given}
    ended = kubelogin(cell.arguments, variables, cell.release, is_logged_in)
    if not ended.goal and "no such file" not in ended.stderr:
        yield f"{cell}: with {given} kubelogin says {ended.stderr!r}"


def test_the_verdict_is_the_one_of_the_stand_in(files: Path) -> None:
    assert len(ALL) >= 2000
    assert len({cell.name for cell in ALL}) == len(ALL)
    found = [each for cell in ALL for each in differences(cell.placed(files))]
    assert found[:20] == []


WORDS = (
    "get-token", "--login", "msi", "spn", "azurecli", "--client-id", "--tenant-id", "--client-id=a", "--server-id", "a", "b-1",
    "x y", "-", "-x", "--foo", "--v", "convert", "--help", "--oidc-issuer-url", "--", "-t", "", "--client-secret",
    "--pop-enabled", "--federated-token-file", "--environment", AKS_CLIENT,
)  # fmt: skip


@given(
    st.lists(st.sampled_from(WORDS), max_size=9),
    st.sampled_from([{}, {"AZURE_CLIENT_ID": "e", "AZURE_TENANT_ID": "a"}]),
)
def test_ids_of_which_nothing_is_known_are_all_alike_to_it(arguments: list[str], variables: dict[str, str]) -> None:
    ours = get_token(arguments, variables)
    words = tuple(arguments)
    assert ours == contract._get_token(words, tuple(variables.items()), NEWEST)
    assert refused_arguments(words, NEWEST) == flag_parser._refused(words, NEWEST)
    assert is_kubelogin("kubelogin", words) == kubelogin_flags._is_kubelogin("kubelogin", words)
