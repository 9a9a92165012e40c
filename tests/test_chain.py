"""The one model of a login: the verdict of the whole chain is what happens."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from e2e.az_contract import Account, answer
from e2e.kubelogin_contract import RELEASES, kubelogin
from e2e.login_cells import ALL, Cell, is_known_to_be_broken
from hypothesis import given
from hypothesis import strategies as st
from odd_logins import VARIABLES, calls
from test_diagnosis import FakeMachine

from kubeconv.kubeconfig.view import parse_tolerantly
from kubeconv.machine.programs import Program
from kubeconv.releases.version import Version
from kubeconv.requirements.cause import Diagnosis
from kubeconv.requirements.chain import Chains
from kubeconv.requirements.clients import Client
from kubeconv.requirements.surroundings import POLICY, Surroundings, described, this_machine
from kubeconv.tree.source import Source

KUBECTL = Client("kubectl", "1.37.1", "/k", Version(1, 37, 1))


class CellMachine(FakeMachine):
    """A machine with all programs, and the files that are there."""

    def mode(self, path: str) -> int | None:
        return Path(path).stat().st_mode if Path(path).exists() else None


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that the cells name."""
    folder = tmp_path_factory.mktemp("files")
    (folder / "application.pem").write_text("-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n")
    (folder / "token.jwt").write_text("a.b.c")
    return folder


def config(arguments: Sequence[str], entry: Mapping[str, str], **settings: object) -> bytes:
    """A kubeconfig whose user runs kubelogin with these arguments and variables."""
    env = [{"name": name, "value": value} for name, value in entry.items()]
    plugin = {
        "apiVersion": "client.authentication.k8s.io/v1beta1",
        "command": "kubelogin",
        "args": [*arguments],
        "env": env,
        **settings,
    }
    return json.dumps({
        "apiVersion": "v1", "kind": "Config", "current-context": "me",
        "clusters": [{"name": "c", "cluster": {"server": "https://c.example"}}],
        "contexts": [{"name": "me", "context": {"cluster": "c", "user": "me"}}],
        "users": [{"name": "me", "user": {"exec": plugin}}],
    }).encode()  # fmt: skip


def diagnosis(cell: Cell) -> Diagnosis:
    machine = CellMachine("kubelogin", "az", "azd", environment=cell.around)
    programs = {"kubelogin": (Program("/usr/bin/kubelogin", cell.release, True),)}
    kubeconfig = parse_tolerantly(Source(config(cell.arguments, cell.entry), "config")).kubeconfig
    return Chains([(kubeconfig, [])], KUBECTL, this_machine(machine, programs)).diagnose("me")


def is_logged_in(program: str, arguments: Sequence[str]) -> str:
    return answer(program, arguments, Account(subscriptions=("one", "y")))


def differences(cell: Cell) -> Iterator[str]:
    """Where our verdict on a call is not its outcome."""
    ended = kubelogin(cell.arguments, {**cell.around, **cell.entry}, cell.release, is_logged_in)
    found = diagnosis(cell)
    expected = bool(ended.goal) and not is_known_to_be_broken(cell, ended.goal)
    if found.works is not expected:
        yield f"{cell}: kubelogin {ended.stderr or ended.goal!r}, we {found.verdict} {found.cause}"
    if not expected and found.cause is None:
        yield f"{cell}: no cause"


def test_the_verdict_is_the_outcome(files: Path) -> None:
    """In every fifth of the 25,280 calls: `test_contract` has all of them, and `make e2e` 2,080 with a real kubectl."""
    found = [each for cell in ALL[::5] for each in differences(cell.placed(files))]
    assert found[:20] == []


@given(calls(), VARIABLES, VARIABLES, st.sampled_from(RELEASES))
def test_the_verdict_is_the_outcome_of_any_call(
    arguments: tuple[str, ...], around: dict[str, str], entry: dict[str, str], release: str
) -> None:
    assert [*differences(Cell("any", release, arguments, around, entry))] == []


IDS = ("--server-id", "s", "--client-id", "c", "--tenant-id", "t")
AZURECLI = ("get-token", "--login", "azurecli", *IDS[:2])
SPN = ("get-token", "--login", "spn", *IDS)
DEVICECODE = ("get-token", "--login", "devicecode", *IDS)


def of(
    around: Surroundings, arguments: Sequence[str], entry: Mapping[str, str] | None = None, **settings: object
) -> Diagnosis:
    kubeconfig = parse_tolerantly(Source(config(arguments, entry or {}, **settings), "config")).kubeconfig
    return Chains([(kubeconfig, [])], KUBECTL, around).diagnose("me")


def names(found: Diagnosis) -> list[tuple[str, ...]]:
    return [(each.name, *each.variables, each.command) for each in found.needs]


def release(version: str, *, is_right: bool = True) -> dict[str, tuple[Program]]:
    """A kubelogin of this release."""
    return {"kubelogin": (Program("", version, is_right),)}


NEWEST = release("0.2.19")


def test_of_a_policy_nothing_is_known_so_all_is_needed() -> None:
    found = of(POLICY, SPN)
    assert (found.verdict, found.works) == ("needs", False)
    assert names(found) == [
        ("command-not-on-path", "kubelogin"),
        ("kubelogin-misses-argument", "AZURE_CLIENT_SECRET", "AAD_SERVICE_PRINCIPAL_CLIENT_SECRET",
         "AZURE_CLIENT_CERTIFICATE_PATH", "AAD_SERVICE_PRINCIPAL_CLIENT_CERTIFICATE", ""),
    ]  # fmt: skip
    assert of(POLICY, ("get-token", "--login", "spn")).verdict == "fails"
    assert of(POLICY, ("convert-kubeconfig", "-l", "spn")).verdict == "fails"


@pytest.mark.parametrize(
    ("around", "arguments", "verdict"),
    [
        (described(NEWEST, {}, frozenset()), SPN, "needs"),
        (described(NEWEST, {}, frozenset(("AZURE_CLIENT_SECRET",))), SPN, "works"),
        (described(NEWEST, {}, frozenset(("AZURE_CLIENT_CERTIFICATE_PATH",))), SPN, "needs"),
        (described(NEWEST, {"AZURE_CLIENT_SECRET": ""}, frozenset()), SPN, "needs"),
        (described(NEWEST, {}, frozenset(("AAD_LOGIN_METHOD",))), DEVICECODE, "unknown"),
        (described(NEWEST, {}, frozenset()), AZURECLI, "needs"),
        (described({**NEWEST, "az": ()}, {}, frozenset()), AZURECLI, "fails"),
        (described({**NEWEST, "az": (Program("", "2.80.0"),)}, {}, frozenset()), AZURECLI, "works"),
        (described({"kubelogin": ()}, {}, frozenset()), DEVICECODE, "fails"),
        (described({}, {}, frozenset()), DEVICECODE, "needs"),
        (described(release("0.0.20"), {}, frozenset()), ("get-token", "--login", "azd", *IDS), "fails"),
        (described(release("1.27.0", is_right=False), {}, frozenset()), DEVICECODE, "fails"),
    ],
)  # fmt: skip
def test_known_to_be_absent_is_not_the_same_as_not_known(
    around: Surroundings, arguments: Sequence[str], verdict: str
) -> None:
    assert of(around, arguments).verdict == verdict


def test_what_the_entry_itself_sets_the_process_cannot_give() -> None:
    machine = FakeMachine("kubelogin").around
    assert names(of(machine, SPN, {"AZURE_CLIENT_CERTIFICATE_PATH": ""})) == [
        ("kubelogin-misses-argument", "AZURE_CLIENT_SECRET", "AAD_SERVICE_PRINCIPAL_CLIENT_SECRET", "")
    ]
    nothing = {"AZURE_CLIENT_SECRET": "", "AZURE_CLIENT_CERTIFICATE_PATH": ""}
    assert of(machine, SPN, nothing).verdict == "fails"


def test_a_person_and_a_terminal_are_brought_along() -> None:
    machine = FakeMachine("kubelogin").around
    found = of(machine, DEVICECODE, interactiveMode="Always")
    assert (found.verdict, found.works, {each.name for each in found.needs}) == (
        "needs", True, {"person-logs-in", "always-interactive"}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("version", "mode", "expected"),
    [
        ("0.0.20", "Never", ("needs", True)),
        ("0.0.21", "Never", ("fails", False)),
        ("0.0.23", "Never", ("fails", False)),
        ("0.0.23", "IfAvailable", ("needs", True)),
        ("0.0.24", "Never", ("needs", True)),
    ],
)
def test_some_releases_show_no_code_without_a_terminal(version: str, mode: str, expected: tuple[str, bool]) -> None:
    found = of(described(release(version), {}, frozenset()), DEVICECODE, interactiveMode=mode)
    assert (found.verdict, found.works) == expected


def test_over_http_nobody_logs_in() -> None:
    data = config(("nonsense",), {}).replace(b"https:", b"http:")
    kubeconfig = parse_tolerantly(Source(data, "config")).kubeconfig
    assert Chains([(kubeconfig, [])], KUBECTL, FakeMachine().around).diagnose("me").verdict == "works"


def test_a_cause_names_its_place() -> None:
    text = config(("get-token", "--login", "azd", *IDS, "--timeout", "never"), {}).decode()
    lines = text.replace('"azd"', '\n"azd"').replace('"never"', '\n"never"')
    kubeconfig = parse_tolerantly(Source(lines.encode(), "config")).kubeconfig
    around = described(release("0.0.40"), {}, frozenset())
    found = Chains([(kubeconfig, [])], KUBECTL, around).diagnose("me")
    assert [(each.name, each.line, each.versions) for link in found.links if link.state == "fails" for each in link.causes] == [
        ("bad-kubelogin-value", 2, ("", "")), ("kubelogin-too-old", 1, ("0.0.40", "0.1.1"))
    ]  # fmt: skip
