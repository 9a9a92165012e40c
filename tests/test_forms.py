"""`-o` of the commands that print tables: kubectl's forms, the same for each."""

import csv
import io
import json
from pathlib import Path

import pytest
import yaml
from test_cli_usage import AZURE, KUBELOGIN, TOKEN, Ended, Machine, kubeconfig
from test_terminal import on_terminal

#: The commands with the option.
COMMANDS = [
    ("detect",),
    ("doctor",),
    ("fix", "--plan"),
    ("versions", "--kubectl", "1.30.0"),
    ("versions", "--table"),
    ("rules",),
    ("config",),
]
IDS = [" ".join(command) for command in COMMANDS]
EKS = "arn:aws:eks:eu-west-1:123456789012:cluster/prod"


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path)
    text = kubeconfig(me=AZURE, you=KUBELOGIN, **{"本番環境": TOKEN}).replace("at-me", EKS).replace("at-you", "\u202eb")
    made.file(".kube/config", text)
    made.program("kubectl", 'echo \'{"clientVersion": {"gitVersion": "v1.30.0"}}\'')
    return made


@pytest.mark.parametrize("command", COMMANDS, ids=IDS)
def test_yaml_is_the_json(machine: Machine, command: tuple[str, ...]) -> None:
    as_json, as_yaml = (machine.call(*command, "-o", form) for form in ("json", "yaml"))
    assert yaml.safe_load(as_yaml.out) == json.loads(as_json.out)
    assert (as_yaml.code, as_yaml.err) == (as_json.code, as_json.err)
    assert as_yaml.out.replace("\n", "").isprintable()
    assert not as_yaml.out.lstrip().startswith(("{", "["))


@pytest.mark.parametrize("command", COMMANDS, ids=IDS)
def test_what_format_takes_o_takes_too(machine: Machine, command: tuple[str, ...]) -> None:
    for form in ("json", "csv", "markdown"):
        said = machine.call(*command, "--format", form)
        for option in (
            ("-o", form),
            (f"-o{form}",),
            ("--output", form),
            (f"--output={form}",),
            ("-o", form, "--format", form),
        ):
            found = machine.call(*command, *option)
            assert (found.code, found.out) == (said.code, said.out)
    said = machine.call(*command, "--format", "json", "-o", "yaml")
    assert said.code == 2
    assert "Invalid value for --output: cannot be used with --format json" in json.loads(said.out)["problem"]


@pytest.mark.parametrize("command", COMMANDS, ids=IDS)
def test_another_form_is_refused_with_those_that_there_are(machine: Machine, command: tuple[str, ...]) -> None:
    for form in ("xml", "", "text", "table", "YAML"):
        said = machine.call(*command, "-o", form)
        assert (said.code, said.out) == (2, "")
        assert said.err.startswith("kubeconv: error: Invalid value for --output: use wide, name, json")
    assert "-o, --output FORM" in machine.call(command[0], "--help").out


NAMES = {
    "detect": ["me", "you", "本番環境"],
    "fix --plan": ["me"],
    "versions --table": ["kubectl", "helm"],
}


@pytest.mark.parametrize("command", COMMANDS, ids=IDS)
def test_names_stand_alone_on_their_lines(machine: Machine, command: tuple[str, ...]) -> None:
    said = machine.call(*command, "-o", "name").out.splitlines()
    wanted = NAMES.get(" ".join(command))
    if wanted:
        assert said[: len(wanted)] == wanted
    assert said
    assert len({*said}) == len(said)


def test_names_go_into_the_options_that_take_them(machine: Machine) -> None:
    rules = machine.call("rules", "-o", "name").out.splitlines()
    assert machine.call("validate", "--select", ",".join(rules)).code == machine.call("validate").code
    contexts = machine.call("doctor", "-o", "name").out.splitlines()
    assert {*contexts} == {EKS, "\\u202eb", "at-本番環境"}
    assert machine.call("convert", "--check", "--context", contexts[0]).code in (0, 1)
    for user in machine.call("detect", "-o", "name").out.splitlines():
        found = json.loads(machine.call("detect", "--user", user, "-o", "json").out)["users"]
        assert [each["user"] for each in found] == [user]
    assert machine.call("fix", "--plan", "--user", "you", "-o", "name").out == ""


@pytest.mark.parametrize("command", COMMANDS, ids=IDS)
def test_wide_is_what_a_pipe_gets_and_nothing_is_cut(machine: Machine, command: tuple[str, ...]) -> None:
    wide = machine.call(*command, "-o", "wide")
    seen = on_terminal(machine, *command, "-o", "wide", "--color", "never", size=(40, 500))
    assert seen.lines == wide.out.splitlines()
    assert "…" not in wide.out
    if command == ("doctor",):
        assert any(line.split()[:3] == [EKS, "me", "azure"] for line in seen.lines)
    elif command == ("rules",):
        plain = machine.call(*command).out.splitlines()
        assert [line.split() for line in plain] == [line.split() for line in seen.lines[1:]]
    elif command != ("fix", "--plan"):  # a block for each where there is no room
        assert machine.call(*command) == wide


@pytest.mark.parametrize("command", COMMANDS, ids=IDS)
def test_without_headers_the_columns_are_not_named(machine: Machine, command: tuple[str, ...]) -> None:
    if command[0] == "versions" and "--table" not in command:
        return
    heads = {"CONTEXT", "USER", "FILE", "CLIENT", "CODE", "CONTEXTS", "KEY"}
    for form in ("text", "wide"):
        more = () if form == "text" else ("-o", "wide")
        first = [
            {*(line.split()[0] for line in on_terminal(machine, *command, *each, *more, size=(200, 500)).lines if line)}
            for each in ((), ("--no-headers",))
        ]
        assert len(first[0] & heads) == 1
        assert not first[1] & heads


def users(said: Ended) -> list[list[str]]:
    assert (said.code, said.err) == (0, "")
    return [*csv.reader(io.StringIO(said.out))]


def test_detect_as_csv(machine: Machine) -> None:
    head, *rows = users(machine.call("detect", "-o", "csv"))
    assert head == [
        "file",
        "line",
        "user",
        "format",
        "login",
        "plugin",
        "contexts",
        "kubectl",
        "helm",
        "integration",
        "notes",
    ]
    data = json.loads(machine.call("detect", "-o", "json").out)["users"]
    assert [row[2] for row in rows] == [each["user"] for each in data]
    assert [row[:7] for row in rows if row[2] == "me"] == [
        [str(machine.home / ".kube/config"), str(data[0]["line"]), "me", "azure", "", "", EKS]
    ]
    assert users(machine.call("detect", "-o", "csv", "--no-headers")) == rows
    odd = machine.file("odd", json.dumps({"users": [{"name": 'a,"b"\n\x1b[31m', "user": {}}]}))
    assert users(machine.call("detect", "-o", "csv", odd))[1][2] == 'a,"b"\\n\\x1b[31m'


@pytest.mark.parametrize("name", ["=1+1", "+1", "-x", "@SUM(1)"])
def test_a_spreadsheet_runs_no_name(machine: Machine, name: str) -> None:
    odd = machine.file("odd", json.dumps({"users": [{"name": name, "user": {}}]}))
    assert users(machine.call("detect", "-o", "csv", odd))[1][2] == f"'{name}"


@pytest.mark.parametrize("name", ["##vso[task.x]y", "x##[group]", "a: ##vso[x]", "it's\n##vso[x]", "\ufdd0##vso[x]"])
def test_an_agent_obeys_no_name_in_yaml(machine: Machine, name: str) -> None:
    odd = machine.file("odd", json.dumps({"users": [{"name": name, "user": {}}]}))
    told = machine.call("detect", "-o", "yaml", odd).out
    assert "##" not in told
    assert yaml.safe_load(told)["users"][0]["user"] == name


def test_detect_as_markdown(machine: Machine) -> None:
    config = machine.file("odd", json.dumps({"users": [{"name": "a|b*c`<i>\n", "user": {}}]}))
    path = str(config).replace("_", "\\_")
    assert machine.call("detect", "-o", "markdown", config).out == (
        "| File | User | Login | Contexts | Kubectl | Helm | Cluster |\n"
        "| --- | --- | --- | --- | --- | --- | --- |\n"
        f"| {path}:1 | a&#124;b\\*c\\`\\<i\\>\\\\n | none | (unused) | all | all |  |\n"
    )


@pytest.mark.parametrize("form", ["wide", "name", "json", "yaml", "csv", "markdown"])
def test_what_has_a_secrets_shape_is_in_no_form(machine: Machine, form: str) -> None:
    secret = "ghp_" + "a1B2c3D4e5F6g7H8i9J0" + "k1L2m3N4o5P6q7R8"
    config = machine.file("odd", json.dumps({"users": [{"name": secret, "user": {}}]}))
    said = machine.call("detect", "-o", form, config)
    assert secret not in said.out + said.err
    assert "***" in said.out or "\\*\\*\\*" in said.out


def test_what_only_looks_has_the_forms_that_only_look(machine: Machine) -> None:
    for command in (("fix",), ("fix", "--yes"), ("doctor", "--fix")):
        for form in ("name", "wide"):
            assert machine.call(*command, "-o", form).code == 2
    said = machine.run("fix", "-o", "yaml")
    assert "kubeconv does not ask if it prints YAML; use --yes" in said.err
    assert yaml.safe_load(said.out)["fix"]
    assert yaml.safe_load(machine.call("fix", "--yes", "-o", "yaml").out)["written"]
    assert machine.call("convert", "-o", "json", "--kubectl", "1.30").code == 0  # the file json
    assert (machine.home / "json").exists()


@pytest.mark.parametrize("command", COMMANDS[:3], ids=IDS[:3])
def test_where_only_names_are_printed_a_file_that_cannot_be_read_is_told(
    machine: Machine, command: tuple[str, ...]
) -> None:
    ended = machine.call(*command, "-o", "name", "nope", ".kube/config")
    assert "nope: " in ended.err
    assert "no such file" in ended.err


def test_a_plan_says_which_files_it_does_not_cover(machine: Machine) -> None:
    ended = machine.call("fix", "--plan", "nope", ".kube/config")
    assert "nope: no such file" in ended.err
    assert "kubelogin" in ended.out


@pytest.mark.parametrize("text", ["", "a: [", "a: b"])
def test_where_there_is_no_name_it_is_told_why(machine: Machine, text: str) -> None:
    machine.file("empty", text)
    ended = machine.call("doctor", "-o", "name", "empty")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == "kubeconv: broken: no context in empty\n"
