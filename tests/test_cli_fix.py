"""`kubeconv fix`: the plan first, then the question, then what was shown is written, and what works then."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from unittest import mock

import jsonschema
import pytest
from test_cli_doctor import AZURES, kubectl
from test_cli_usage import AZURE, KUBELOGIN, NO_TENANT, TOKEN, Machine, kubeconfig, login

from kubeconv import schemas
from kubeconv.doctor import examine, look

PROFILE = '{"subscriptions": [{"isDefault": true, "tenantId": "tenant-1", "environmentName": "AzureCloud"}]}'


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A laptop with the newest kubectl and kubelogin, and az logged in to tenant-1."""
    machine = Machine(tmp_path)
    machine.program("kubectl", kubectl("1.37.1"))
    machine.program("kubelogin", AZURES)
    machine.program("az", "exit 1")
    machine.file(".azure/azureProfile.json", PROFILE)
    return machine


def test_the_plan_is_a_table_if_there_is_room(machine: Machine) -> None:
    config = machine.file("config", kubeconfig(me=AZURE, you=TOKEN), 0o600)
    before = config.read_bytes()
    ended = machine.call("fix", "--plan", config, COLUMNS="200")
    head, row = ended.out.splitlines()
    assert (ended.code, config.read_bytes()) == (1, before)
    assert head.split() == ["CONTEXTS", "USER", "NOW", "AFTER", "WHY", "LOSES", "NEEDS"]
    assert row.split("  ")[:2] == ["at-me", ""]
    assert "kubelogin azurecli  az is logged in to the tenant tenant-1" in row
    many = machine.file("many", kubeconfig(**{f"user-{n}": AZURE for n in range(60)}), 0o600)
    assert "user-59  " in machine.call("fix", "--plan", "-o", "wide", many).out
    narrow = machine.call("fix", "--plan", config).out
    assert max(map(len, narrow.splitlines())) <= 80
    assert "at-me: user me\n  now    azure\n  after  kubelogin azurecli\n  why    az is logged in" in narrow


def test_a_name_with_a_comma_is_one_user(machine: Machine) -> None:
    config = machine.file("config", kubeconfig(**{"Doe, Jane": AZURE}), 0o600)
    narrow = machine.call("fix", "--plan", config).out
    assert narrow.startswith("(no context): user Doe, Jane\n  now    azure\n")


def test_it_writes_what_it_shows_and_says_what_works_then(machine: Machine) -> None:
    config = machine.file("config", kubeconfig(me=AZURE, you=TOKEN), 0o600)
    before = config.read_bytes()
    ended = machine.call("fix", "--yes", config)
    assert (ended.code, login(config, "me")) == (0, "azurecli"), ended.out
    assert f"wrote {config}, kept the old file as {config}.bak; undo: kubeconv undo {config}" in ended.out
    assert "works: all 2 contexts" in ended.out
    assert machine.call("fix", "--yes", config).code == 0
    assert (machine.call("undo", config).code, config.read_bytes()) == (0, before)


def test_without_a_terminal_nothing_is_written(machine: Machine) -> None:
    config = machine.file("config", kubeconfig(me=AZURE), 0o600)
    before = config.read_bytes()
    ended = machine.run("fix", config)
    assert (ended.code, config.read_bytes()) == (1, before)
    assert "nothing was written: there is no terminal to ask; use --yes" in ended.err


@pytest.mark.parametrize(
    ("answers", "is_written"), [("y\n", True), ("n\n", False), ("\n", False), ("what\nd\ny\n", True), ("d\nn\n", False)]
)
def test_on_a_terminal_it_asks_once(machine: Machine, answers: str, is_written: bool) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has nothing like it")
    config = machine.file("config", kubeconfig(me=AZURE), 0o600)
    ours, theirs = pty.openpty()
    os.write(ours, answers.encode())
    command = [sys.executable, "-m", "kubeconv", "fix", str(config)]
    run = subprocess.run(
        command, stdin=theirs, capture_output=True, text=True, env=machine.environment({}), check=False
    )
    os.close(ours)
    os.close(theirs)
    assert (login(config, "me") == "azurecli", run.returncode) == (is_written, int(not is_written)), run.stderr
    assert ("+    exec:" in run.stdout) == ("d\n" in answers)


def test_some_get_another_login_mode_and_some_are_left_out(machine: Machine) -> None:
    config = machine.file("config", kubeconfig(ana=AZURE, ben=AZURE, cyd=AZURE, dan=KUBELOGIN), 0o600)
    machine.call("fix", "--yes", "-l", "interactive=at-b*", "--exclude", "cyd", config)
    assert [login(config, name) for name in ("ana", "ben", "cyd", "dan")] == [
        "azurecli",
        "interactive",
        "azure",
        "devicecode",
    ]
    machine.call("fix", "--yes", "-l", "azurecli", "--user", "dan,ben", config)
    assert [login(config, name) for name in ("ana", "ben", "cyd", "dan")] == [
        "azurecli",
        "azurecli",
        "azure",
        "azurecli",
    ]


def test_only_some_kinds_of_login(machine: Machine) -> None:
    old = KUBELOGIN.replace("v1beta1", "v1alpha1")
    config = machine.file("config", kubeconfig(me=AZURE, you=old), 0o600)
    machine.call("fix", "--yes", "--only", "v1alpha1", config)
    assert (login(config, "me"), "v1alpha1" in config.read_text()) == ("azure", False)


def test_what_cannot_be_fixed_is_told_with_the_way_out(machine: Machine) -> None:
    config = machine.file("config", kubeconfig(me=NO_TENANT), 0o600)
    ended = machine.call("fix", "--yes", "-l", "devicecode", config)
    assert (ended.code, login(config, "me")) == (1, "azure")
    assert f"kubeconv convert --user me --tenant-id ID {config}" in ended.out


def test_its_json_is_that_of_the_doctor(machine: Machine) -> None:
    config = machine.file("config", kubeconfig(me=AZURE), 0o600)
    schema = jsonschema.Draft202012Validator(json.loads(schemas.text("doctor-output")))
    for options in (["--plan"], ["--yes"]):
        ended = machine.call("fix", *options, "--format", "json", config)
        data = json.loads(ended.out)
        schema.validate(data)
        (user,) = data["fix"][0]["users"]
        assert (user["user"], user["after"]["login"], user["loses"]) == ("me", "azurecli", [])
        assert user["reason"] == "az is logged in to the tenant tenant-1"
    assert data["works"] is True


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--plan", "--yes"], "--yes"),
        (["--format", "yaml"], "use text or json"),
        (["-l", "azurcli"], "(did you mean azurecli?)"),
        (["-l", "msi="], "name a context or user after"),
        (["-l", "=aks-*"], "name a login mode before =, or use auto"),
        (["--exclude", "at-mee"], "(did you mean at-me?)"),
        (["--only", "azur"], "--only"),
        (["-"], "use files"),
    ],
)
def test_nonsense_is_exit_code_2(machine: Machine, arguments: list[str], said: str) -> None:
    config = machine.file("config", kubeconfig(me=AZURE), 0o600)
    before = config.read_bytes()
    ended = machine.call("fix", *arguments, *([] if "-" in arguments else [config]))
    assert (ended.code, said in ended.err, config.read_bytes()) == (2, True, before), ended.err


def test_of_a_list_with_a_broken_file_the_others_are_fixed(machine: Machine) -> None:
    good, bad = machine.file("good", kubeconfig(me=AZURE), 0o600), machine.file("bad", "users: [\n", 0o600)
    ended = machine.call("fix", "--yes", good, bad)
    assert (ended.code, login(good, "me"), bad.read_text()) == (1, "azurecli", "users: [\n")


def test_many_that_change_alike_are_told_together_at_any_width(machine: Machine) -> None:
    users = {f"clusterUser-of-the-shop-{number}": AZURE for number in range(12)}
    config = machine.file("config", kubeconfig(**users), 0o600)
    told = {}
    for columns in (80, 160):
        told[columns] = machine.call("fix", "--plan", config, COLUMNS=str(columns)).out
        assert max(map(len, told[columns].splitlines())) <= columns
        assert all(f"at-{user}" in told[columns] for user in users)
        assert told[columns].count("kubelogin azurecli") == 1
        assert "9 more" in told[columns]
    assert told[80].count("\n") < 14
    assert told[160].startswith("CONTEXTS")


def test_the_risk_of_a_login_mode_is_told_before(machine: Machine) -> None:
    config = machine.file("config", kubeconfig(me=AZURE), 0o600)
    said = machine.call("fix", "--plan", "-l", "auto", config, HOME=str(machine.programs)).out
    assert "but Microsoft-managed Conditional Access policies block it" in " ".join(said.split())


def test_of_several_files_each_is_named(machine: Machine) -> None:
    files = [machine.file(name, kubeconfig(me=AZURE), 0o600) for name in ("one", "two")]
    said = machine.call("fix", "--plan", *files).out
    assert all(f"{each}: 1 login changes\n" in said for each in files)


@pytest.mark.parametrize("command", [["fix"], ["doctor", "--fix"]], ids=" ".join)
def test_what_is_there_afterwards_is_worked_out_once_if_nothing_is_written(
    machine: Machine, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    config = machine.file("config", kubeconfig(me=AZURE), 0o600)
    judged = mock.Mock(wraps=look.judged_with)
    for module in (look, examine):
        monkeypatch.setattr(module, "judged_with", judged)
    assert "nothing was written" in machine.call(*command, config).err
    assert judged.call_count == 1


@pytest.mark.parametrize("columns", ["", "0", "-1", "x", "1.5", "\u0663", "10000", "9" * 5000], ids=repr)
def test_what_is_no_width_is_none(tmp_path: Path, columns: str) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(me=AZURE))
    assert machine.call("fix", "--plan", config, COLUMNS=columns) == machine.call("fix", "--plan", config)
