"""Folders on the command line: every command takes the kubeconfigs under them, and leaves the rest alone."""

import json
from pathlib import Path

import pytest
from test_cli_doctor import AZURES, kubectl
from test_cli_usage import AZURE, TOKEN, Machine, kubeconfig, login

OTHERS = {"sub/pod.yaml": "kind: Pod\napiVersion: v1\n", "sub/notes.txt": "hello\n", "node_modules/x.yaml": "a: 1\n"}


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A folder `clusters` with two kubeconfigs among other files."""
    machine = Machine(tmp_path)
    machine.program("kubectl", kubectl("1.37.1"))
    machine.program("kubelogin", AZURES)
    machine.file("clusters/one.yaml", kubeconfig(me=AZURE))
    machine.file("clusters/sub/two.kubeconfig", kubeconfig(you=AZURE, her=TOKEN))
    for name, text in OTHERS.items():
        machine.file(f"clusters/{name}", text)
    return machine


def test_convert_converts_the_kubeconfigs_and_counts_the_others(machine: Machine) -> None:
    ended = machine.call("convert", "-l", "azurecli", "clusters")
    assert ended.code == 0
    assert "2 other files left out: not kubeconfigs\n" in ended.out
    logins = login(machine.home / "clusters/one.yaml", "me"), login(machine.home / "clusters/sub/two.kubeconfig", "you")
    assert logins == ("azurecli", "azurecli")
    assert all((machine.home / "clusters" / name).read_text() == text for name, text in OTHERS.items())
    assert not [*machine.home.rglob("*.lock")]


def test_the_json_of_convert_says_it_too(machine: Machine) -> None:
    found = json.loads(machine.call("convert", "--check", "--format", "json", "clusters").out)
    assert [each["path"] for each in found["files"]] == ["clusters/one.yaml", "clusters/sub/two.kubeconfig"]
    assert found["notes"] == ["2 other files left out: not kubeconfigs"]


def test_detect_doctor_versions_and_validate_look_at_the_same(machine: Machine) -> None:
    both = ["clusters/one.yaml", "clusters/sub/two.kubeconfig"]
    for command in ("detect", "validate"):
        found = json.loads(machine.call(command, "--format", "json", "clusters").out)
        assert [each["path"] for each in found["files"]] == both
    found = json.loads(machine.call("doctor", "--format", "json", "clusters").out)
    assert {each["file"] for each in found["contexts"]} == {*both}
    assert machine.call("versions", "clusters").out.count("clusters/") == machine.call("versions", *both).out.count(
        "clusters/"
    )


def test_fix_fixes_each_and_its_advice_names_the_folder(machine: Machine) -> None:
    advice = machine.call("doctor", "clusters").out
    assert "kubeconv doctor --fix clusters" in advice
    assert machine.call("fix", "--yes", "clusters").code == 0
    assert login(machine.home / "clusters/sub/two.kubeconfig", "you") == "devicecode"


@pytest.mark.parametrize("command", [("fix", "--yes"), ("convert",), ("validate", "--fix")], ids=" ".join)
def test_the_old_files_that_were_kept_are_left_alone(machine: Machine, command: tuple[str, ...]) -> None:
    machine.file("clusters/alone.bak", kubeconfig(old=AZURE))
    assert machine.call(*command, "clusters").code == 0
    assert login(machine.home / "clusters/alone.bak", "old") == "devicecode"
    before = {path: path.read_bytes() for path in machine.home.rglob("*.*") if path.is_file()}
    assert "clusters/one.yaml.bak" in "".join(map(str, before))
    assert machine.call(*command, "clusters").code == 0
    assert {path: path.read_bytes() for path in machine.home.rglob("*.*") if path.is_file()} == before
    assert machine.call("doctor", "clusters").code == 0


@pytest.mark.parametrize("command", ["detect", "convert", "doctor", "fix"])
def test_a_folder_without_a_kubeconfig_is_a_problem(machine: Machine, command: str) -> None:
    (machine.home / "empty").mkdir()
    ended = machine.call(command, "empty")
    assert (ended.code, "empty: " in ended.out + ended.err, "a folder without a kubeconfig" in ended.out + ended.err) == (
        2, True, True,
    )  # fmt: skip
    assert machine.call("detect", "empty", "clusters").code == 1


@pytest.mark.parametrize("arguments", [["validate"], ["convert", "--skip-others"]], ids=" ".join)
def test_a_hook_may_be_given_an_empty_folder(machine: Machine, arguments: list[str]) -> None:
    (machine.home / "empty").mkdir()
    assert machine.call(*arguments, "empty").code == 0


def test_one_result_file_takes_one_kubeconfig(machine: Machine) -> None:
    ended = machine.call("convert", "-o", "out", "clusters")
    assert (ended.code, "use one kubeconfig, not a folder" in ended.err) == (2, True)


@pytest.mark.parametrize("command", ["detect", "convert", "validate", "doctor", "fix"])
def test_a_folder_that_nobody_named_is_a_problem_as_it_is_to_kubectl(machine: Machine, command: str) -> None:
    ended = machine.call(command, KUBECONFIG=str(machine.home / "clusters"))
    assert ended.code == 2
    assert "a folder, not a kubeconfig" in ended.out + ended.err
