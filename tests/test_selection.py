"""Which users a conversion means: by name, by context, by pattern; and `--pop-claims`, which belong to one cluster."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from builders import file_of, legacy, users_of
from test_cli_usage import AZURE, Machine, login

import kubeconv
from kubeconv.doctor import look
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
    for command in (["doctor"], ["fix", "--plan"]):
        examined = json.loads(machine.call(*command, "--format", "json", *asked.split(), config).out)
        assert [each["user"] for each in examined["contexts"]] == meant.split()
        assert examined["unselected"] == 4 - len(meant.split())
    assert [each["user"] for each in examined["fix"][0]["users"]] == meant.split()
    contexts = {"ana": "stage", "ben": "prod-1", "cyd": "prod-2", "dan": "odd,name"}
    (audited,) = json.loads(machine.call("audit", "--format", "json", *asked.split(), config).out)["files"]
    assert [each["user"] for each in audited["audit"]["pages"]] == meant.split()
    (validated,) = json.loads(machine.call("validate", "--format", "json", *asked.split(), config).out)["files"]
    judged = [each["name"] for each in validated["contexts"]] or [validated["context"]]
    assert judged == [contexts[name] for name in meant.split()]
    about = {each["message"].split("'")[1] for each in validated["findings"] if each["code"] == "KC201"}
    assert about == {*meant.split()}


@pytest.mark.parametrize("command", ["detect", "convert", "doctor", "fix", "validate", "audit"])
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


MIXED = f"""\
clusters:
- {{name: one, cluster: {{server: "https://127.0.0.1:1"}}}}
- {{name: two, cluster: {{server: "127.0.0.1:2", proxy-url: "ssh://x"}}}}
- {{name: spare, cluster: {{server: "https://127.0.0.1:3", proxy-url: "ssh://y"}}}}
contexts:
- {{name: good, context: {{cluster: one, user: robot}}}}
- {{name: shared, context: {{cluster: two, user: robot}}}}
- {{name: old, context: {{cluster: one, user: ana}}}}
current-context: good
users:
- name: robot
  user:
    token: t
- name: ana
  user:
{AZURE}"""


@pytest.mark.parametrize(
    ("asked", "code", "findings", "left_out"),
    [
        ("", 1, "KC201 KC418 KC418", None),
        ("--context good", 0, "", 3),
        ("--exclude old", 1, "KC418 KC418", 1),
        ("--exclude old,shared", 1, "KC418", 2),
        ("--exclude old,shared,spare", 0, "", 3),
        ("--context good,old", 1, "KC201", 2),
        ("--cluster spare", 1, "KC418", 2),
        ("--user ana", 1, "KC201", 2),
    ],
)
def test_what_is_not_selected_is_not_judged_and_that_is_said(
    asked: str, code: int, findings: str, left_out: int | None, tmp_path: Path
) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", MIXED)
    ended = machine.call("validate", "--format", "json", "--severity", "error", *asked.split(), config)
    (file,) = json.loads(ended.out)["files"]
    assert (ended.code, sorted(each["code"] for each in file["findings"])) == (code, sorted(findings.split())), file
    assert (file.get("unselected") or {}).get("findings") == left_out
    said = machine.call("validate", "--severity", "error", *asked.split(), config).out.splitlines()[-1]
    assert ("not looked at" in said) == bool(asked)
    assert (f"{left_out} finding{'' if left_out == 1 else 's'} about" in said) == bool(asked)


def test_a_context_of_nothing_known_may_be_selected_by_the_name_of_its_user(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", MIXED.replace("user: ana}", "user: gone}"))
    ended = machine.call("validate", "--user", "gone", config)
    assert "does not accept context old" in ended.out
    assert "1 other" not in machine.call("doctor", config).out
    examined = machine.call("doctor", "--user", "gone", config)
    assert (examined.code, "2 other contexts not looked at" in examined.lines[0]) == (1, True)


@pytest.mark.parametrize("command", ["doctor", "validate", "versions --env X"])
def test_a_file_without_contexts_has_none_that_is_not_looked_at(tmp_path: Path, command: str) -> None:
    machine = Machine(tmp_path)
    files = machine.file("config", MIXED), machine.file("other", "apiVersion: v1\nkind: Config\n"), "gone"
    ended = machine.call(*command.split(), "--context", "*", *files)
    assert "not looked at" not in ended.out + ended.err


def test_the_doctor_looks_at_the_first_of_very_many_contexts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is said to work that nobody looked at; the current context is looked at, and each that is asked about."""
    monkeypatch.setattr(look, "LOOKED_AT", 1)
    machine = Machine(tmp_path)
    config = machine.file("config", MIXED)
    first = machine.call("doctor", config)
    assert (first.code, first.lines[0].split(" with ")[0]) == (1, "not all looked at: works: context good")
    assert first.lines[0].endswith("; 2 other contexts not looked at: use --context for them")
    current = machine.call(
        "doctor",
        "--format",
        "json",
        machine.file("other", MIXED.replace("current-context: good", "current-context: old")),
    )
    found = json.loads(current.out)
    assert [each["context"] for each in found["contexts"]] == ["good", "old"]
    assert (current.code, found["works"], found["unselected"]) == (1, False, 1)
    asked = machine.call("doctor", "--context", "good", config)
    assert (asked.code, asked.lines[0].split(":")[0]) == (0, "works")
    fixed = machine.call("fix", "--yes", config)
    assert (login(config, "ana"), fixed.code) == ("devicecode", 1)


def test_a_user_of_no_context_is_fixed_and_no_context_is_called_fine(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", MIXED.replace("user: ana}", "user: robot}"))
    assert machine.call("doctor", "--user", "ana", config).code == 2
    ended = machine.call("fix", "--yes", "--user", "ana", config)
    assert (login(config, "ana"), ended.code) == ("devicecode", 1)
    assert "no context is selected; 3 other contexts not looked at" in ended.out


def test_what_the_audit_leaves_out_is_counted_beside_the_verdict(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    said = machine.call("audit", "--context", "good", machine.file("config", MIXED)).out.splitlines()[-1]
    assert said.endswith("; 3 more pages not looked at")


def test_the_advice_of_doctor_keeps_the_selection(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = several(machine)
    ended = machine.call("doctor", "--context", "prod-*", "--exclude", "dan", config)
    assert f"kubeconv doctor --fix --context 'prod-*' --exclude dan {config}" in ended.out


def test_a_login_mode_for_some(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = several(machine)
    modes = ["-l", "azurecli", "-l", "interactive=prod-*", "-l", "msi=cyd"]
    assert machine.call("convert", *modes, "--exclude", "dan", config).code == 0
    assert [login(config, name) for name in ("ana", "ben", "cyd", "dan")] == ["azurecli", "interactive", "msi", "azure"]


@pytest.mark.parametrize("command", [["convert"], ["fix", "--yes"]], ids=" ".join)
def test_a_login_mode_for_nobody_is_told(command: list[str], tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = several(machine)
    before = config.read_text()
    ended = machine.call(*command, "-l", "azurecli", "-l", "msi=stag", config)
    assert (ended.code, config.read_text()) == (2, before)
    assert "no context or user is named 'stag' (did you mean stage?)" in ended.err


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
