"""What helps most comes first: each cause once, with how many contexts its cure makes work."""

import os
import re
from pathlib import Path
from typing import Any

import pytest
from test_cli_doctor import AZURES, asked, current, kubectl
from test_cli_usage import AZURE, KUBELOGIN, TOKEN, Machine, kubeconfig

BROKEN = "apiVersion: v1\nkind: Config\nclusters:\n- name: x\n  cluster:\n    server: [\n"


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """kubectl 1.37, and Azure's kubelogin."""
    found = Machine(tmp_path)
    found.program("kubectl", kubectl("1.37.1"))
    found.program("kubelogin", AZURES)
    return found


def helps(text: str) -> list[str]:
    """The suggested fixes, in their order."""
    return [line.strip() for line in text.partition("suggested fixes, best first:\n")[2].splitlines()]


def remedies(machine: Machine, *arguments: Any, **environment: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = asked(machine.call("doctor", "--format", "json", *arguments, **environment))[
        "remedies"
    ]
    return found


def test_one_broken_file_of_a_list_is_one_line_and_its_cure_comes_first(machine: Machine) -> None:
    names = {f"u{number}": TOKEN for number in range(19)}
    good = machine.file("good", current(kubeconfig(**names, old=AZURE), "at-u0"))
    mistakes = "- {name: 1, cluster: 2}\n- {name: 3, cluster: 4}\n- {name: 5, cluster: 6}\n"
    bad = machine.file("bad", f"apiVersion: v1\nkind: Config\nclusters:\n{mistakes}")
    said = machine.call("doctor", KUBECONFIG=os.pathsep.join(map(str, (good, bad))))
    assert "broken: 20 of 20 contexts do not work" in said.lines[0]
    assert [line for line in said.lines if line.startswith("20 contexts: at-u0 (current), at-u1, ...: ")] != []
    assert sum("at-u0" in line for line in said.lines) == 2  # in the table, and why
    bad.write_text(BROKEN)
    said = machine.call("doctor", KUBECONFIG=os.pathsep.join(map(str, (good, bad))))
    first, *more = helps(said.out)
    assert re.search(rf"\({re.escape(str(bad))}:\d+\); 20 contexts work then$", first), first
    assert [line.split("  #")[0] for line in more] == ["kubeconv doctor --fix"]  # it cannot help before


def test_what_stops_logins_of_several_kinds_is_one_line(machine: Machine) -> None:
    machine.program("aws", "exit 1")
    aws = "    exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: aws, args: [eks]}\n"
    text = kubeconfig(me=TOKEN, you=KUBELOGIN, they=aws).replace("server: 'https://127.0.0.1:1'", "server: 1")
    said = machine.call("doctor", machine.file("config", text))
    assert [line.partition(":")[0] for line in said.lines if "KC005" in line] == ["at-me, at-you, at-they"]


def test_a_command_is_told_once(machine: Machine) -> None:
    config = machine.file("config", current(kubeconfig(me=KUBELOGIN), "at-me"))
    found = remedies(machine, config, AAD_LOGIN_METHOD="nonsense")
    assert [each["command"] for each in found] == ["unset AAD_LOGIN_METHOD"]


def test_what_helps_no_context_comes_last(machine: Machine) -> None:
    config = machine.file("config", current(kubeconfig(me=TOKEN), "gone"), 0o644)
    first, *_, last = helps(machine.call("doctor", config).out)
    assert first.startswith("kubectl --kubeconfig")
    assert last == f"kubeconv doctor --fix {config}  # closes the file to other users"


def test_the_cure_that_makes_the_most_contexts_work_is_the_first(machine: Machine) -> None:
    (machine.programs / "kubelogin").unlink()
    spn = KUBELOGIN.replace("devicecode", "spn")
    users = {"a": KUBELOGIN, "b": KUBELOGIN, "c": spn, "d": "    auth-provider: {name: nobody}\n"}
    found = remedies(machine, machine.file("config", current(kubeconfig(**users), "at-d")))
    assert [(each["contexts"], each["works"]) for each in found] == [(3, 2), (1, 1), (1, 0)]
    assert found[0]["why"].startswith("install kubelogin")


def test_a_step_by_hand_names_file_and_line(machine: Machine) -> None:
    text = kubeconfig(me=TOKEN, you=TOKEN).replace("user: you", "user: nobody").replace("user: me", "user: no-one")
    config = machine.file("config", text)
    (found,) = remedies(machine, config)
    assert found["command"] is None
    assert [config.read_text().splitlines()[place["line"] - 1] for place in found["places"]] == [
        "  context: {cluster: c, user: no-one}", "  context: {cluster: c, user: nobody}",
    ]  # fmt: skip
    (step,) = helps(machine.call("doctor", config).out)
    assert f"({config}:{found['places'][0]['line']} and 1 more); 2 contexts work then" in step


AZURECLI, AZD = KUBELOGIN.replace("devicecode", "azurecli"), KUBELOGIN.replace("devicecode", "azd")


@pytest.mark.parametrize(
    ("environment", "mode"),
    [
        ({"DISPLAY": ":0"}, "interactive"),
        ({}, "devicecode"),
        ({"CI": "true"}, ""),
        ({"AAD_LOGIN_METHOD": "azurecli"}, ""),
    ],
)
def test_a_login_mode_that_fits_comes_before_a_program_to_install(
    machine: Machine, environment: dict[str, str], mode: str
) -> None:
    """Where nobody can log in, or a variable decides, no other one helps."""
    config = machine.file("config", current(kubeconfig(me=AZURECLI, you=AZURECLI, they=AZD, other=TOKEN), "at-me"))
    found = remedies(machine, config, **environment)
    of_modes = [each for each in found if each["why"].startswith("the login mode ")]
    assert any(each["why"].startswith("install az") for each in found)
    assert len(of_modes) == (1 if mode else 0)
    if not mode:
        return
    (help,) = of_modes
    assert (help["command"], help["contexts"], help["works"]) == (f"kubeconv convert -l auto {config}", 3, 3)
    assert found[0] is help  # it makes the most contexts work
    assert f"the login mode {mode} fits here" in help["why"]
    assert machine.call(*help["command"].split()[1:], **environment).code == 0
    after = asked(machine.call("doctor", "--format", "json", config, **environment))
    assert [each["clients"][0]["works"] for each in after["contexts"]] == [True] * 4


@pytest.mark.parametrize(("environment", "is_first"), [({"DISPLAY": ":0"}, True), ({}, False)])
def test_the_default_login_mode_comes_after_what_makes_as_many_work(
    machine: Machine, environment: dict[str, str], is_first: bool
) -> None:
    found = remedies(machine, machine.file("config", kubeconfig(me=AZURECLI)), **environment)
    assert [each["why"].startswith("the login mode ") for each in found] == [is_first, not is_first]


def test_only_those_are_converted_that_wait_for_a_program(machine: Machine) -> None:
    """Named, if other Azure logins work; without any limit if none does."""
    users = {f"u{number}": AZURECLI for number in range(300)}
    found = remedies(machine, machine.file("config", kubeconfig(**users)), DISPLAY=":0")
    assert (found[0]["command"][:25], found[0]["works"]) == ("kubeconv convert -l auto ", 300)
    assert "--user" not in found[0]["command"]
    found = remedies(machine, machine.file("config", kubeconfig(me=KUBELOGIN, you=AZURECLI)), DISPLAY=":0")
    assert "-l auto --user you " in found[0]["command"]
    found = remedies(machine, machine.file("config", kubeconfig(me=KUBELOGIN, **users)), DISPLAY=":0")
    assert [each["why"] for each in found if each["why"].startswith("the login mode")] == []


def test_no_login_mode_is_proposed_that_the_entry_overrides(machine: Machine) -> None:
    fixed = AZURECLI + "      env: [{name: AAD_LOGIN_METHOD, value: azurecli}]\n"
    found = remedies(machine, machine.file("config", kubeconfig(me=fixed, you=AZURECLI)), DISPLAY=":0")
    (first,) = (each for each in found if each["why"].startswith("the login mode "))
    assert "--user you" in first["command"]
    assert "--user me" not in first["command"]
