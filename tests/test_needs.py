"""What is needed next, asked of the programs on PATH. The stand-ins print what the real ones were recorded to print."""

import json
import re
from pathlib import Path

import pytest
from test_cli_usage import AZURE, KUBELOGIN, TOKEN, Machine, kubeconfig

from kubeconv.auth.kubelogin import FLAGS
from kubeconv.conversion.users import Outcome
from kubeconv.kubeconfig.login import Login
from kubeconv.machine import programs as probe
from kubeconv.machine.programs import Program
from kubeconv.requirements.next_steps import next_steps, programs_needed

AZURES = """\
printf '%s\\n' 'kubelogin version ' 'git hash: v0.2.8/7c1a2b3' 'Go version: go1.24.1' \\
  'Build time: 2025-04-28T00:00:00Z' 'Platform: linux/amd64'"""
INT128S = "printf '%s\\n' 'kubelogin version v1.27.0 (go1.20.1 windows_amd64)'"


def outcome(mode: str | None, status: str = "converted", format: str = "kubelogin", *secrets: str) -> Outcome:
    after = Login(format, mode)
    return Outcome("me", status, Login("azure"), after, (), 1, secrets=secrets)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("outcomes", "programs"),
    [
        ([], []),
        ([outcome("devicecode")], ["kubelogin"]),
        ([outcome("azurecli")], ["kubelogin", "az"]),
        ([outcome("azd")], ["kubelogin", "azd"]),
        ([outcome("azd"), outcome("azurecli"), outcome("msi")], ["kubelogin", "az", "azd"]),
        ([outcome(None, format="azure")], []),
        ([outcome("azurecli", "unchanged"), outcome("azd", "refused"), outcome("azd", "skipped")], []),
    ],
)
def test_programs_that_the_converted_logins_call(outcomes: list[Outcome], programs: list[str]) -> None:
    assert programs_needed(outcomes) == programs


def steps_of(machine: Machine, *arguments: str, body: str = AZURE, mode: int = 0o600) -> list[str]:
    """The next steps that are said after a conversion."""
    config = machine.file("config", kubeconfig(me=body), mode)
    ended = machine.call("convert", config, *arguments)
    assert ended.code == 0
    return [line.removeprefix("next: ") for line in ended.lines if line.startswith("next: ")]


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (None, "kubelogin is not on PATH: install it from https://"),
        (AZURES, "kubelogin 0.2.8 is on PATH: {path}"),
        (
            INT128S,
            "{path} is another kubelogin 1.27.0 (int128's OIDC helper): put Azure's first on PATH, from https://",
        ),
        ("echo something else", "kubelogin is on PATH: {path}"),
        ("exit 3", "kubelogin is on PATH: {path}"),
        (f"({AZURES}) >&2; exit 1", "kubelogin 0.2.8 is on PATH: {path}"),
        ("printf '\\377\\0\\n'", "kubelogin is on PATH: {path}"),
        ("printf 'git hash: v\\033[31m/x\\n'", "kubelogin is on PATH: {path}"),
    ],
)
@pytest.mark.parametrize("option", [[], ["--diff"], ["--check"]], ids=str)
def test_which_kubelogin_is_on_the_path(tmp_path: Path, script: str | None, said: str, option: list[str]) -> None:
    machine = Machine(tmp_path)
    path = machine.program("kubelogin", script) if script else None
    config = machine.file("config", kubeconfig(me=AZURE))
    steps = [line for line in machine.call("convert", config, *option).lines if line.startswith("next: ")]
    assert len(steps) == 1
    assert steps[0].startswith("next: " + said.format(path=path))


def test_a_kubelogin_that_hangs_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "TIMEOUT", 0.2)
    machine = Machine(tmp_path)
    path = machine.program("kubelogin", "while :; do :; done")
    assert steps_of(machine) == [f"kubelogin is on PATH: {path}"]  # or it runs out of the patience of the tests


def test_a_kubelogin_that_cannot_be_run_is_no_crash(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    path = machine.program("kubelogin", "")
    path.write_bytes(b"\x7fELF\0\0\0")
    assert steps_of(machine) == [f"kubelogin is on PATH: {path}"]


@pytest.mark.parametrize("command", ["kubelogin", "{home}/kubelogin", "./kubelogin"])
def test_nothing_is_started_but_the_kubelogin_on_the_path_for_its_version(tmp_path: Path, command: str) -> None:
    machine = Machine(tmp_path)
    calls = machine.file("calls", "")
    for name in ("kubelogin", "az", "azd", "kubectl"):
        machine.program(name, f"echo {name} $@ >> {calls}")
    named = machine.home / "kubelogin"
    named.write_text(f"#!/bin/sh\necho from the file >> {calls}\n")
    named.chmod(0o755)
    body = KUBELOGIN.replace("command: kubelogin", f"command: {command.format(home=machine.home)}")
    for arguments in (["-l", "azurecli"], ["-l", "azd"], ["-l", "msi"], ["-l", "spn", "--diff"], ["--to", "azure"]):
        steps_of(machine, *arguments, body=body)
    assert set(calls.read_text().splitlines()) <= {"kubelogin --version"}
    assert bool(calls.read_text()) == (command == "kubelogin")


@pytest.mark.parametrize(
    ("body", "arguments"),
    [
        (KUBELOGIN, []),
        (TOKEN, ["-l", "msi"]),
        (AZURE, ["--to", "azure"]),
        (AZURE, ["-q"]),
        (KUBELOGIN, ["--to", "azure"]),
    ],
)
def test_kubelogin_is_not_asked_where_no_one_needs_it(tmp_path: Path, body: str, arguments: list[str]) -> None:
    machine = Machine(tmp_path)
    calls = machine.home / "calls"
    machine.program("kubelogin", f"echo >> {calls}")
    assert not any("kubelogin" in step for step in steps_of(machine, *arguments, body=body))
    assert not calls.exists()


def test_a_kubelogin_that_the_file_names_by_its_path_need_not_be_on_path(tmp_path: Path) -> None:
    body = KUBELOGIN.replace("command: kubelogin", "command: /opt/bin/kubelogin")
    assert not any("not on PATH" in step for step in steps_of(Machine(tmp_path), "-l", "msi", body=body))


@pytest.mark.parametrize(("mode", "program"), [("azurecli", "az"), ("azd", "azd")])
def test_the_program_that_kubelogin_asks_must_be_there(tmp_path: Path, mode: str, program: str) -> None:
    machine = Machine(tmp_path)
    machine.program("kubelogin", AZURES)
    missing = steps_of(machine, "-l", mode)
    assert [step for step in missing if step.startswith(f"{program} is not on PATH: install it from https://")]
    path = machine.program(program, "exit 1")
    assert f"{program} is on PATH: {path}" in steps_of(machine, "-l", mode)


@pytest.mark.parametrize("mode", ["devicecode", "spn", "msi", "ropc", "interactive", "workloadidentity"])
def test_az_is_not_needed_for_other_modes(tmp_path: Path, mode: str) -> None:
    assert not any(re.match(r"azd? ", step) for step in steps_of(Machine(tmp_path), "-l", mode))


@pytest.mark.parametrize(
    ("mode", "variable"),
    [("workloadidentity", "AZURE_FEDERATED_TOKEN_FILE"), ("azurepipelines", "SYSTEM_ACCESSTOKEN")],
)
def test_what_a_mode_takes_from_the_environment_is_said(tmp_path: Path, mode: str, variable: str) -> None:
    assert any(variable in step for step in steps_of(Machine(tmp_path), "-l", mode))


def test_which_clients_can_still_use_the_legacy_provider(tmp_path: Path) -> None:
    (step,) = steps_of(Machine(tmp_path), "--to", "azure", body=KUBELOGIN)
    assert "kubectl before 1.26" in step
    assert "helm before 3.11" in step


@pytest.mark.parametrize(
    ("mode", "flag", "variable"),
    [
        ("spn", "client-secret", "AZURE_CLIENT_SECRET"),
        ("spn", "client-certificate-password", "AZURE_CLIENT_CERTIFICATE_PASSWORD"),
        ("ropc", "password", "AZURE_PASSWORD"),
    ],
)
@pytest.mark.parametrize("file_mode", [0o600, 0o640, 0o604, 0o644])
def test_a_secret_in_the_file_is_warned_of(tmp_path: Path, mode: str, flag: str, variable: str, file_mode: int) -> None:
    machine = Machine(tmp_path)
    steps = steps_of(machine, "-l", mode, f"--{flag}", "hunter2", mode=file_mode)
    assert any(flag.replace("-", " ") in step and step.endswith(f"rather set {variable}") for step in steps)
    open_to_others = [step for step in steps if "readable by others: chmod 600 " in step]
    assert len(open_to_others) == (file_mode != 0o600)


def test_every_secret_flag_of_kubelogin_has_a_variable() -> None:
    for name, flag in FLAGS.items():
        if flag.secret:
            (step,) = next_steps([outcome("spn", "converted", "kubelogin", name)], {}, [])
            assert re.search(r"rather set [A-Z_]+$", step)


def test_a_file_without_secrets_may_be_open(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.program("kubelogin", AZURES)
    assert len(steps_of(machine, mode=0o644)) == 1


def test_a_step_is_said_once() -> None:
    outcomes = [outcome("azurecli"), outcome("azurecli"), outcome("spn", "converted", "kubelogin", "client-secret")] * 2
    steps = next_steps(outcomes, {"kubelogin": None, "az": Program("/bin/az")}, ["a", "b"])
    assert len(steps) == len(set(steps)) == 5


def test_a_dry_run_does_not_say_that_a_secret_is_in_the_file_now(tmp_path: Path) -> None:
    steps = steps_of(Machine(tmp_path), "-l", "spn", "--client-secret", "hunter2", "--diff")
    assert not any("is now readable in the file" in step for step in steps)


def test_json_has_the_same_steps(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.program("kubelogin", INT128S)
    steps = steps_of(machine, "-l", "azurecli")
    config = machine.file("config", kubeconfig(me=AZURE))
    assert len(steps) == 2
    assert json.loads(machine.call("convert", config, "-l", "azurecli", "--format", "json").out)["next"] == steps
