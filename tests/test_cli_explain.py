"""`kubeconv explain` as people call it: any text in, what it means and the commands to copy out."""

import json
import os
import pty
import re
import shlex
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from message_examples import EXAMPLES, first_example
from test_cli_convert import schema
from test_cli_usage import AZURE, KUBELOGIN, NO_TENANT, TOKEN, Machine, kubeconfig

from kubeconv import commands
from kubeconv.commands import COMMANDS
from kubeconv.explain.messages import MESSAGES
from kubeconv.report.messages import listed

REMOVED = "error: The azure auth plugin has been removed.\nPlease use the https://github.com/Azure/kubelogin"
V1ALPHA1 = "    exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: aws, args: [eks, get-token]}\n"
GKE = "    auth-provider: {name: gcp, config: {cmd-path: gcloud}}\n"


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def explained(machine: Machine, text: str, *arguments: str | Path, **environment: str) -> list[dict[str, object]]:
    """The messages as data."""
    ended = machine.call("explain", "--format", "json", *arguments, "--", text, **environment)
    assert (ended.code, ended.err) == (0, "")
    data = json.loads(ended.out)
    jsonschema.validate(data, schema("explain"))
    found: list[dict[str, object]] = data["messages"]
    return found


def commands_for(machine: Machine, text: str, *arguments: str | Path, **environment: str) -> list[str]:
    found = explained(machine, text, *arguments, **environment)[0]["commands"]
    assert isinstance(found, list)
    return found


# --- where the text comes from


@pytest.mark.parametrize(
    "stdin", [REMOVED.encode(), b"\xff\xfe" + REMOVED.encode("utf-16-le"), b"\xff\x80 " + REMOVED.encode()]
)
@pytest.mark.parametrize("arguments", [[], ["-"]])
def test_a_message_on_standard_input(machine: Machine, stdin: bytes, arguments: list[str]) -> None:
    ended = machine.run("explain", *arguments, stdin=stdin)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines()[0] == (
        "azure-auth-removed: The login is an auth-provider azure, which this client no longer has."
    )
    assert "      kubeconv convert ~/.kube/config\n" in ended.out


def test_a_message_as_arguments(machine: Machine) -> None:
    one = machine.call("explain", REMOVED)
    assert (one.code, one.err) == (0, "")
    assert machine.call("explain", *REMOVED.split()) == one
    assert machine.call("explain", "azure-auth-removed") == one


@pytest.mark.parametrize("stdin", [b"", b" \n"])
def test_nothing_to_explain(machine: Machine, stdin: bytes) -> None:
    ended = machine.run("explain", stdin=stdin)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("kubeconv: error: Invalid value for TEXT: nothing to explain: give a message")
    assert len(ended.err.splitlines()) == 1


def test_a_terminal_is_not_waited_for(machine: Machine) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has nothing like it")
    terminal, ours = pty.openpty()
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "kubeconv", "explain"],
            env=machine.environment({}), stdin=ours, capture_output=True, timeout=20, check=False,
        )  # fmt: skip
    finally:
        os.close(terminal)
        os.close(ours)
    assert ended.returncode == 2
    assert b"nothing to explain" in ended.stderr


def test_unknown_text_is_said_to_be_and_not_repeated(machine: Machine) -> None:
    ended = machine.run("explain", stdin=b"Authorization: Bearer abc.def\nhello\n")
    assert (ended.code, ended.out) == (1, "")
    assert len(ended.err.splitlines()) == 1
    assert "abc.def" not in ended.err


@pytest.mark.parametrize(
    ("word", "near"),
    [("azure", "azure-auth-removed"), ("azure", "removed-azure"), ("azure-auth-remove", "azure-auth-removed")],
)
def test_a_part_of_a_name_is_no_message_but_brings_near(machine: Machine, word: str, near: str) -> None:
    ended = machine.call("explain", word)
    assert (ended.code, ended.out, len(ended.err.splitlines())) == (1, "", 1)
    assert near in ended.err


@pytest.mark.parametrize(
    ("words", "near"), [("azure plugin removed", "azure-auth-removed"), ("kubelogin keychain", "kubelogin-keychain")]
)
def test_a_few_words_bring_near_what_has_them_all(machine: Machine, words: str, near: str) -> None:
    ended = machine.call("explain", *words.split())
    assert (ended.code, ended.out, len(ended.err.splitlines())) == (1, "", 1)
    assert near in ended.err


@pytest.mark.parametrize("text", ["hunter2", "KC999", "eyJhbGciOiJSUzI1NiJ9.c2VjcmV0.c2ln"])
def test_an_unknown_word_is_not_repeated(machine: Machine, text: str) -> None:
    ended = machine.call("explain", text)
    assert (ended.code, ended.out) == (1, "")
    assert text not in ended.err
    assert "explain --list" in ended.err


@pytest.mark.parametrize("code", ["AADSTS53003", "aadsts53003", "AADSTS53003."])
def test_a_code_alone(machine: Machine, code: str) -> None:
    assert machine.call("explain", code).out.startswith("entra-conditional-access: ")


@pytest.mark.parametrize(("given", "code"), [("hello there", 1), ("hunter2", 1), ("azure", 1), (" ", 2)])
def test_json_is_json_also_if_nothing_is_found(machine: Machine, given: str, code: int) -> None:
    ended = machine.call("explain", "--format", "json", given)
    data = json.loads(ended.out)
    jsonschema.validate(data, schema("explain"))
    assert (ended.code, data["messages"], data["rules"]) == (code, [], [])
    assert data["problem"]
    assert data["problem"] in ended.err
    assert "hunter2" not in ended.out


def test_steps_are_numbered_and_alternatives_are_not(machine: Machine) -> None:
    machine.file(".kube/config", kubeconfig(me=AZURE, you=AZURE))
    out = machine.call("explain", "AADSTS53003").out
    assert re.findall(r"^      (one of:|or:)$", out, re.MULTILINE) == ["one of:", "or:"]
    assert len(re.findall(r"^        kubeconv convert ", out, re.MULTILINE)) == 4
    (found,) = explained(machine, "AADSTS53003")
    assert found["commands_are"] == "alternatives"
    assert [len(group) for group in found["groups"]] == [2, 2]  # type: ignore[attr-defined]
    out = machine.call("explain", first_example("no-configuration")).out
    assert re.findall(r"^      (\d)\. (\w+)", out, re.MULTILINE) == [
        ("1", "kubeconv"),
        ("2", "kubectl"),
        ("3", "kubectl"),
    ]
    (found,) = explained(machine, first_example("no-configuration"))
    assert found["commands_are"] == "steps"
    (found,) = explained(machine, REMOVED)
    assert found["commands_are"] is None


def test_commands_are_for_the_shell_at_hand(machine: Machine) -> None:
    file = machine.file("my files/it's a config", kubeconfig(me=AZURE))
    environment = {"KUBECONFIG": str(file), "PSModulePath": "/opt/microsoft/powershell/7/Modules"}
    quoted = "'" + str(file).replace("'", "''") + "'"
    assert commands_for(machine, REMOVED, **environment) == [f"kubeconv convert {quoted} --context at-me"]
    assert commands_for(machine, first_example("in-cluster-only"), **environment) == [f"$env:KUBECONFIG = {quoted}"]
    assert commands_for(machine, first_example("in-cluster-only")) == ["export KUBECONFIG=~/.kube/config"]
    ended = machine.call("explain", "--format", "json", "--", REMOVED, **environment)
    assert json.loads(ended.out)["shell"] == "powershell"


def test_wrong_usage(machine: Machine) -> None:
    assert machine.call("explain", "--format", "markdown", "x").code == 2
    assert machine.call("explain", "--format", "xml", "--list").code == 2


def test_a_long_input_is_read_so_far(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kubeconv.commands.explain.MAX_BYTES", 100)
    with open(machine.file("long", b"x" * 100 + REMOVED.encode())) as long:
        monkeypatch.setattr("sys.stdin", long)
        assert commands.run(["explain"]) == 1


# --- rules


def test_rules_are_explained_as_ever(machine: Machine) -> None:
    by_code = machine.call("explain", "KC201")
    assert by_code.out.startswith("KC201 removed-azure: ")
    assert machine.call("explain", "removed-azure") == machine.call("explain", " kc201 ") == by_code


def test_rules_in_our_own_output(machine: Machine) -> None:
    file = machine.file(".kube/config", kubeconfig(me=AZURE))
    said = machine.call("validate", "--kubectl", "1.37", file).out
    ended = machine.run("explain", stdin=said.encode())
    assert ended.code == 0
    assert "KC201 removed-azure: " in ended.out
    data = json.loads(machine.run("explain", "--format", "json", stdin=said.encode()).out)
    jsonschema.validate(data, schema("explain"))
    assert "KC201" in [rule["code"] for rule in data["rules"]]


# --- this machine


def test_commands_name_the_file_and_the_context(machine: Machine) -> None:
    file = machine.file(".kube/config", kubeconfig(me=AZURE, you=KUBELOGIN, them=TOKEN))
    assert commands_for(machine, REMOVED) == [f"kubeconv convert {file} --context at-me"]
    ended = machine.call("explain", REMOVED)
    assert f"  here: {file}:" in ended.out
    assert "user me (azure); contexts at-me" in ended.out


def test_the_command_to_copy_works(machine: Machine) -> None:
    file = machine.file("my files/it's a config", kubeconfig(me=AZURE, you=KUBELOGIN))
    (command,) = commands_for(machine, REMOVED, KUBECONFIG=str(file))
    program, *arguments = shlex.split(command)
    assert program == "kubeconv"
    assert machine.call(*arguments).code == 0
    assert "auth-provider" not in file.read_text()


def test_the_current_context_comes_first(machine: Machine) -> None:
    text = kubeconfig(a=AZURE, b=NO_TENANT, c=AZURE) + "current-context: at-c\n"
    file = machine.file(".kube/config", text)
    assert commands_for(machine, REMOVED) == [
        f"kubeconv convert {file} --context at-{name}" for name in ("c", "a", "b")
    ]


def test_many_logins_are_few_commands(machine: Machine) -> None:
    file = machine.file(".kube/config", kubeconfig(**{f"user{number}": AZURE for number in range(9)}))
    found = commands_for(machine, REMOVED)
    assert len(found) == 6
    assert found[-1] == f"kubeconv convert {file}"
    assert "  here: and 4 more logins\n" in machine.call("explain", REMOVED).out


@pytest.mark.parametrize(
    ("text", "context"),
    [
        (first_example("gcp-auth-removed"), "at-g"),
        (first_example("exec-removed-version"), "at-x"),
        (first_example("azure-auth-removed"), "at-a"),
    ],
)
def test_only_the_logins_that_a_message_can_be_about(machine: Machine, text: str, context: str) -> None:
    file = machine.file(".kube/config", kubeconfig(a=AZURE, g=GKE, x=V1ALPHA1, t=TOKEN))
    assert commands_for(machine, text)[0] == f"kubeconv convert {file} --context {context}"


def test_the_user_that_a_message_names(machine: Machine) -> None:
    body = KUBELOGIN.replace("v1beta1", "v1")
    file = machine.file(".kube/config", kubeconfig(**{"clusterUser_rg_aks-prod-of-the-orchard": body, "other": body}))
    text = (
        "error: interactiveMode must be specified for clusterUser_rg_aks-\nprod-of-the-orchard to use exec "
        "authentication plugin"
    )
    (found,) = explained(machine, text)
    assert found["names"] == {"user": "clusterUser_rg_aks-prod-of-the-orchard"}
    users = found["users"]
    assert isinstance(users, list)
    assert [(user["user"], user["file"]) for user in users] == [("clusterUser_rg_aks-prod-of-the-orchard", str(file))]


def test_a_context_with_a_blank_that_a_terminal_broke(machine: Machine) -> None:
    file = machine.file("a", kubeconfig(me=TOKEN).replace("at-me", "my context"))
    text = "Error in configuration: context was not found for specified context: my con\ntext"
    (found,) = explained(machine, text, "--kubeconfig", file)
    assert found["names"] == {"context": "my context"}


def test_ids_and_groups_of_the_login(machine: Machine) -> None:
    text = kubeconfig(clusterUser_rg_c=KUBELOGIN) + "current-context: at-clusterUser_rg_c\n"
    machine.file(".kube/config", text)
    found = commands_for(machine, "AADSTS50020: User account 'a'")
    assert "az login --tenant tenant-1" in found
    text = text.replace("https://127.0.0.1:1", "https://orchard.hcp.westeurope.azmk8s.io:443")
    machine.file(".kube/config", text)
    found = commands_for(machine, "x509: certificate signed by unknown authority")
    assert "az aks get-credentials --resource-group rg --name c --overwrite-existing" in found


def test_commands_for_other_clouds_are_left_out(machine: Machine) -> None:
    machine.file(".kube/config", kubeconfig(me=TOKEN) + "current-context: at-me\n")
    found = commands_for(machine, "error: You must be logged in to the server (Unauthorized)")
    assert not [command for command in found if command.startswith(("az ", "kubelogin "))]
    assert found


AKS = "https://NAME-x1y2.hcp.westeurope.azmk8s.io:443"
UNTRUSTED = (
    'Error: Get "https://prod-x1y2.hcp.westeurope.azmk8s.io:443/version": x509: certificate signed by unknown authority'
)


def of_aks(current: str, *names: str) -> str:
    """A file of az with these clusters."""
    entries = {
        "clusters": [f"{{name: {name}, cluster: {{server: '{AKS.replace('NAME', name)}'}}}}" for name in names],
        "contexts": [f"{{name: {name}, context: {{cluster: {name}, user: clusterUser_rg_{name}}}}}" for name in names],
        "users": [f"{{name: clusterUser_rg_{name}, user: {{token: t}}}}" for name in names],
    }
    lists = "".join(f"{kind}: [{', '.join(each)}]\n" for kind, each in entries.items())
    return f"apiVersion: v1\nkind: Config\ncurrent-context: {current}\n{lists}"


def test_the_server_in_the_text_tells_the_cluster(machine: Machine) -> None:
    machine.file(".kube/config", of_aks("dev", "dev", "prod"))
    (found,) = explained(machine, UNTRUSTED.replace("westeurope", "west\n> europe"))
    assert [user["user"] for user in found["users"]] == ["clusterUser_rg_prod"]  # type: ignore[attr-defined]
    assert "az aks get-credentials --resource-group rg --name prod --overwrite-existing" in found["commands"]  # type: ignore[operator]
    (found,) = explained(machine, UNTRUSTED.replace("prod-", "other-"))
    assert [user["user"] for user in found["users"]] == ["clusterUser_rg_dev"]  # type: ignore[attr-defined]


def test_the_entry_in_the_way_is_not_the_current_one(machine: Machine) -> None:
    machine.file(".kube/config", of_aks("dev", "dev", "prod"))
    text = "A different object named NAME already exists in clusters in your kubeconfig file."
    for name, command in {
        "prod": "az aks get-credentials --resource-group rg --name prod --overwrite-existing",
        "clusterUser_rg_prod": "az aks get-credentials --resource-group rg --name prod --overwrite-existing",
        "new": "az aks get-credentials --resource-group GROUP --name CLUSTER --overwrite-existing",
    }.items():
        assert commands_for(machine, text.replace("NAME", name))[0] == command


@pytest.mark.parametrize(
    ("cluster", "body", "text", "command"),
    [
        ("gke_my-project_europe-west1_prod", GKE, first_example("gcp-auth-removed"),
         "gcloud container clusters get-credentials prod --location europe-west1 --project my-project"),
        ("prod", GKE, first_example("gcp-auth-removed"), "gcloud container clusters get-credentials prod"),
        ("arn:aws:eks:eu-west-1:111122223333:cluster/prod", V1ALPHA1, first_example("exec-removed-version"),
         "aws eks update-kubeconfig --name prod --region eu-west-1"),
        ("prod.eu-west-1.eksctl.io", V1ALPHA1, first_example("exec-removed-version"),
         "aws eks update-kubeconfig --name prod --region eu-west-1"),
    ],
)  # fmt: skip
def test_clusters_as_their_cloud_calls_them(machine: Machine, cluster: str, body: str, text: str, command: str) -> None:
    file = kubeconfig(me=body)
    assert "cluster: c" in file
    machine.file(
        ".kube/config", file.replace("cluster: c,", f"cluster: '{cluster}',").replace("name: c,", f"name: '{cluster}',")
    )
    assert command in commands_for(machine, text)


@pytest.mark.parametrize("text", ["users: [", "users:\n- {name: a}\n- {name: a}\n", "\x00"])
def test_a_file_that_cannot_be_read(machine: Machine, text: str) -> None:
    file = machine.file(".kube/config", text)
    assert commands_for(machine, REMOVED) == [f"kubeconv convert {file}"]
    ended = machine.call("explain", "--kubeconfig", file, REMOVED)
    assert (ended.code, len(ended.err.splitlines())) == (0, 1)
    assert ended.err.endswith("; the advice is general\n")


def test_a_file_that_a_message_names(machine: Machine) -> None:
    assert commands_for(machine, 'error: error loading config file "/etc/my config": yaml: line 3: x')[0] == (
        "kubeconv validate '/etc/my config'"
    )
    machine.file(".kube/config", kubeconfig(me=TOKEN))
    assert commands_for(machine, first_example("config-locked")) == ["rm /home/me/.kube/config.lock"]


# --- safety


def test_no_secret_of_the_input_comes_back(machine: Machine) -> None:
    secret = "eyJhbGciOiJSUzI1NiJ9.c2VjcmV0.c2ln"
    text = "\n".join(
        (
            first_example("duplicate-name"), f"Authorization: Bearer {secret}",
            f'error: no Auth Provider found for name "{secret}"', f'error: context "{secret}" does not exist',
            f"error: interactiveMode must be specified for {secret} to use exec authentication plugin",
        )
    )  # fmt: skip
    for format in ("text", "json"):
        ended = machine.run("explain", "--format", format, stdin=text.encode())
        assert ended.code == 0
        assert secret not in ended.out + ended.err
        assert "secret-of-somebody" not in ended.out + ended.err
        assert "***" in ended.out


def test_names_are_quoted_for_the_shell(machine: Machine) -> None:
    (found,) = explained(machine, "exec: fork/exec /a;rm$(x)`y`: permission denied")
    assert found["commands"] == ["chmod +x '/a;rm$(x)`y`'"]
    out = machine.call("explain", 'error: context "\x9b1m\u202e\u0007x" does not exist').out
    assert out.replace("\n", "").isprintable()


def test_names_that_look_like_options(machine: Machine) -> None:
    (found,) = explained(machine, "exec: fork/exec -rf: permission denied")
    assert found["commands"] == ["chmod +x ./-rf"]
    assert commands_for(machine, "error: open -x.lock: file exists") == ["rm ./-x.lock"]
    file = machine.file(".kube/config", kubeconfig(me=AZURE, you=AZURE).replace("at-me", "'-x'"))
    command = commands_for(machine, REMOVED)[0]
    assert command == f"kubeconv convert {file} --context=-x"
    assert machine.call(*shlex.split(command)[1:]).code == 0
    assert file.read_text().count("auth-provider") == 1


def test_a_list_of_files(machine: Machine) -> None:
    one = machine.file("one", kubeconfig(me=AZURE))
    two = machine.file("two", kubeconfig(you=AZURE) + "current-context: at-you\n")
    broken = machine.file("broken", "users: [")
    paths = os.pathsep.join(map(str, (broken, one, machine.home / "none", two)))
    assert commands_for(machine, REMOVED, KUBECONFIG=paths) == [
        f"kubeconv convert {two} --context at-you", f"kubeconv convert {one} --context at-me",
    ]  # fmt: skip


def test_hundreds_of_logins(machine: Machine) -> None:
    machine.file(".kube/config", kubeconfig(**{f"user{number}": KUBELOGIN for number in range(300)}))
    for row in ("kubelogin-failed", "unauthorized", "entra-conditional-access"):
        assert 0 < len(commands_for(machine, first_example(row))) <= 12


def test_our_own_commands_are_taken(machine: Machine) -> None:
    """Each command of ours in the advice is one that kubeconv takes."""
    file = machine.file(".kube/config", kubeconfig(me=AZURE))
    for command in {command for row in MESSAGES for command in row.commands if command.startswith("kubeconv ")}:
        filled = command.replace("{file}", str(file)).replace("[ --context {context}]", " --context at-me")
        filled = filled.replace("[ -l {login_mode}]", " -l msi").replace("[ {any_plugin}]", " --any-plugin")
        ended = machine.call(*shlex.split(filled.replace("{", "").replace("}", ""))[1:])
        assert "No such option" not in ended.err, command
        assert "--help" not in ended.err, (command, ended.err)


def test_no_program_is_started(machine: Machine) -> None:
    for name in ("kubectl", "kubelogin", "az", "helm"):
        machine.program(name, f"touch {machine.home}/started")
    machine.file(".kube/config", kubeconfig(me=AZURE))
    for examples in EXAMPLES.values():
        assert machine.call("explain", "--", examples[0]).code == 0
    assert not (machine.home / "started").exists()


# --- every row


def test_every_row_is_said_in_full(machine: Machine) -> None:
    """With a machine of many logins, and with none: sentences without holes, commands of programs that there are."""
    for file in (None, kubeconfig(a=AZURE, k=KUBELOGIN, g=GKE, x=V1ALPHA1, t=TOKEN)):
        if file:
            machine.file(".kube/config", file)
        for id, (text, *_) in EXAMPLES.items():
            (found,) = explained(machine, text)
            assert found["id"] == id
            for text in (found["title"], found["cause"], found["remedy"], *found["commands"]):  # type: ignore[misc]
                assert isinstance(text, str)
                assert "{" not in text
                assert "\n" not in text


def test_the_list_and_the_document(machine: Machine) -> None:
    assert machine.call("explain", "--list").out.count("\n") == len(MESSAGES)
    assert [row["id"] for row in json.loads(machine.call("explain", "--list", "--format", "json").out)] == [
        row.id for row in MESSAGES
    ]
    document = (Path(__file__).parents[1] / "docs" / "messages.md").read_text(encoding="utf-8")
    assert document == listed(MESSAGES, "markdown"), "make docs"
    assert "explain" in COMMANDS


@pytest.mark.parametrize(
    ("given", "meant"), [("KC2011", "KC201"), ("c301", "KC301"), ("kc2o1", "KC201"), ("KC-201", "KC201")]
)
def test_a_code_that_is_misspelt_brings_those_that_are_near(machine: Machine, given: str, meant: str) -> None:
    ended = machine.call("explain", given)
    assert (ended.code, meant in ended.err) == (1, True), ended.err
