"""Which users a conversion means: by name, by context, by pattern; and `--pop-claims`, which belong to one cluster."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from builders import file_of, legacy, users_of
from test_cli_usage import AZURE, Machine, login

import kubeconv
from kubeconv.kubeconfig.selection import UnknownName


@pytest.mark.parametrize(
    ("asked", "converted"),
    [
        ({}, "ana ben cyd"),
        ({"users": ["ana"]}, "ana"),
        ({"users": ["ana", "cyd"]}, "ana cyd"),
        ({"users": ["*n*"]}, "ana ben"),
        ({"users": ["[ab]*"]}, "ana ben"),
        ({"contexts": ["stage"]}, "ana"),
        ({"contexts": ["prod-*"]}, "ben cyd"),
        ({"contexts": ["prod-?", "stage"]}, "ana ben cyd"),
        ({"users": ["cyd"], "contexts": ["stage"]}, "ana cyd"),
    ],
)
def test_users_are_chosen_by_name_context_or_pattern(asked: dict[str, Any], converted: str) -> None:
    contexts = {"stage": "ana", "prod-1": "ben", "prod-2": "cyd"}
    conversion = kubeconv.convert(file_of(contexts, ana=legacy(), ben=legacy(), cyd=legacy()), **asked)
    assert [each.user for each in conversion.outcomes] == converted.split()
    assert {name for name, body in users_of(conversion).items() if "exec" in body} == set(converted.split())
    assert conversion.unselected == 3 - len(converted.split())


@pytest.mark.parametrize(
    "asked",
    [
        {"users": ["nobody"]},
        {"users": ["ana", "nobody"]},
        {"users": ["x*"]},
        {"users": ["ANA"]},
        {"contexts": ["nowhere"]},
        {"contexts": ["x*"]},
        {"contexts": ["dangling"]},
        {"contexts": ["of-no-user"]},
        {"users": ["ana"], "contexts": ["nowhere"]},
    ],
    ids=str,
)
def test_an_unknown_name_is_an_error(asked: dict[str, Any]) -> None:
    data = file_of({"stage": "ana", "dangling": "gone", "of-no-user": ""}, ana=legacy())
    name = [*asked.get("users", []), *asked.get("contexts", [])][-1]
    with pytest.raises(UnknownName, match=re.escape(name)):
        kubeconv.convert(data, **asked)


def test_a_name_that_looks_like_a_pattern_is_a_name_first() -> None:
    users = {"a[1]": legacy(), "a1": legacy()}
    conversion = kubeconv.convert(file_of(**users), users=["a[1]"])
    assert [each.user for each in conversion.outcomes] == ["a[1]"]


# --- on the command line


SEVERAL = """\
clusters:
- {name: one, cluster: {server: "https://127.0.0.1:1"}}
- {name: two, cluster: {server: "https://127.0.0.1:2"}}
contexts:
- {name: stage, context: {cluster: one, user: ana}}
- {name: prod-1, context: {cluster: one, user: ben}}
- {name: prod-2, context: {cluster: two, user: cyd}}
- {name: "odd,name", context: {cluster: two, user: dan}}
users:
"""


def several(machine: Machine) -> Path:
    return machine.file(
        "config", SEVERAL + "".join(f"- name: {name}\n  user:\n{AZURE}" for name in ("ana", "ben", "cyd", "dan"))
    )


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("--context stage,prod-1", "ana ben"),
        ("--context stage --context prod-*", "ana ben cyd"),
        ("--context prod-*,stage", "ana ben cyd"),
        ("--context odd,name", "dan"),
        ("--user ana,dan", "ana dan"),
        ("--user ana --context prod-2", "ana cyd"),
        ("--cluster one", "ana ben"),
        ("--cluster one --user cyd", "ana ben cyd"),
        ("--exclude prod-1", "ana cyd dan"),
        ("--exclude ben", "ana cyd dan"),
        ("--exclude two", "ana ben"),
        ("--exclude prod-*,dan", "ana"),
        ("--context prod-* --exclude prod-2", "ben"),
        ("--cluster one --exclude ana", "ben"),
    ],
)
def test_every_command_selects_alike(asked: str, meant: str, tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = several(machine)
    detected = json.loads(machine.call("detect", "--format", "json", *asked.split(), config).out)
    assert [each["user"] for each in detected["users"]] == meant.split()
    converted = json.loads(machine.call("convert", "--check", "--format", "json", *asked.split(), config).out)
    assert [each["user"] for each in converted["files"][0]["users"]] == meant.split()


@pytest.mark.parametrize("command", ["detect", "convert"])
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("--cluster tow", "no cluster is named 'tow' (did you mean two?)"),
        ("--exclude prod-x", "no context, user or cluster is named 'prod-x' (did you mean prod-"),
        ("--context stage,prod-9", "no context is named 'prod-9' (did you mean prod-"),
    ],
)
def test_an_unknown_name_is_told(command: str, asked: str, said: str, tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    before = several(machine).read_text()
    ended = machine.call(command, *asked.split(), "config")
    assert (ended.code, said in ended.err, (machine.home / "config").read_text()) == (2, True, before), ended.err


def test_a_login_mode_for_some(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = several(machine)
    modes = ["-l", "azurecli", "-l", "interactive=prod-*", "-l", "msi=cyd"]
    assert machine.call("convert", *modes, "--exclude", "dan", config).code == 0
    assert [login(config, name) for name in ("ana", "ben", "cyd", "dan")] == ["azurecli", "interactive", "msi", "azure"]


@pytest.mark.parametrize("mode", ["nothing=prod-*", "msi=", "=prod-*"])
def test_a_login_mode_for_some_is_checked(mode: str, tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    ended = machine.call("convert", "-l", mode, several(machine))
    assert (ended.code, "--login" in ended.err) == (2, True)


# --- proof of possession


POP: dict[str, Any] = {"login": "interactive", "flags": {"pop-enabled": "true", "pop-claims": "u=x"}}


@pytest.mark.parametrize("asked", [{}, {"users": ["*"]}, {"contexts": ["at-*"]}, {"users": ["ana", "b*"]}], ids=str)
def test_pop_claims_for_several_users_are_refused(asked: dict[str, Any]) -> None:
    data = file_of({"at-ana": "ana", "at-ben": "ben"}, ana=legacy(), ben=legacy())
    with pytest.raises(UnknownName, match="--pop-claims belongs to one cluster"):
        kubeconv.convert(data, **POP, **asked)


@pytest.mark.parametrize("asked", [{"users": ["ana", "ben"]}, {"contexts": ["at-ana", "at-ben"]}], ids=str)
def test_pop_claims_for_users_chosen_by_name_are_taken(asked: dict[str, Any]) -> None:
    data = file_of({"at-ana": "ana", "at-ben": "ben"}, ana=legacy(), ben=legacy(), cyd=legacy())
    assert [each.status for each in kubeconv.convert(data, **POP, **asked).outcomes] == ["converted", "converted"]


def test_pop_claims_for_the_one_azure_user_of_a_file_are_taken() -> None:
    conversion = kubeconv.convert(file_of(ana=legacy(), robot={"token": "t"}), **POP)
    assert [each.status for each in conversion.outcomes] == ["converted", "skipped"]
