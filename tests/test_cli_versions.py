"""`kubeconv versions` from outside: given versions, programs on PATH, kubeconfigs, text, JSON, exit codes."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from test_cli_convert import BAD, schema
from test_cli_usage import AKS_SERVER, AZURE, CLOSED, KUBELOGIN, TOKEN, Ended, Machine, kubeconfig
from test_imports import RUN, traces
from test_probe import AZ, KUBECTL_JSON, prints
from test_probe import AZURE as AZURES

GIVEN = ["--kubectl", "1.27.3", "--cluster", "1.27", "--helm", "3.12.0", "--az", "2.60.0", "--kubelogin", "0.2.19"]
OLD = ["--kubectl", "1.25.3", "--cluster", "1.27", "--helm", "3.2.4", "--az", "2.28.0", "--kubelogin", "0.1.0"]
SHOW = {"kubernetesVersion": "1.27", "currentKubernetesVersion": "1.27.3", "aadProfile": {"managed": True}}
AZURECLI = KUBELOGIN.replace("devicecode", "azurecli")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def document(ended: Ended) -> Any:
    """The JSON, which is as its schema says."""
    data = json.loads(ended.out)
    jsonschema.validate(data, schema("versions"))
    return data


def verdicts(data: Any) -> dict[str, str]:
    return {check["name"]: check["verdict"] for check in data["checks"]}


def test_all_is_well(machine: Machine) -> None:
    ended = machine.call("versions", *GIVEN)
    assert (ended.code, ended.err) == (0, "")
    assert not re.search(r"why:|help:|FAILS|unknown", ended.out)
    assert ended.out.splitlines()[-1] == "7 ok"
    assert "kubectl   1.27.3 (given)\n" in ended.out
    assert "cluster   1.27\n" in ended.out
    assert "files     no kubeconfig\n" in ended.out


def test_the_example_of_the_help(machine: Machine) -> None:
    ended = machine.call("versions", *OLD)
    assert (ended.code, ended.err) == (1, "")
    words = [line.split()[0] for line in ended.out.splitlines() if re.match(r"\S+ +.+(:|; found) .+ ", line)]
    assert words == ["FAILS"] * 4 + ["ok"] * 3
    assert len(re.findall(r"^ +help: \S", ended.out, re.MULTILINE)) == 4
    assert len(re.findall(r"^ +source: https://", ended.out, re.MULTILINE)) == 4
    assert ended.out.splitlines()[-1] == "4 fails, 3 ok"
    data = document(machine.call("versions", *OLD, "--format", "json"))
    assert data["verdict"] == "fails"
    assert verdicts(data) == {
        "kubectl-minimum": "ok", "kubectl-skew": "fails", "helm-minimum": "fails", "helm-skew": "fails", "az-minimum": "fails",
        "kubelogin": "ok", "kubelogin-broken": "ok",
    }  # fmt: skip
    assert data["cluster"] == {"version": "1.27", "source": "given", "integration": None}
    assert data["programs"]["kubelogin"] == [{"path": None, "version": "0.1.0", "right": True, "problem": None}]


def test_the_policy_of_kubernetes_asks_for_less(machine: Machine) -> None:
    data = document(machine.call("versions", *OLD, "--policy", "kubernetes", "--format", "json"))
    assert data["policy"] == "kubernetes"
    assert verdicts(data).keys() == {"kubectl-skew", "helm-skew", "kubelogin", "kubelogin-broken"}


@pytest.mark.parametrize("given", [GIVEN, [*GIVEN, "--format", "json"], ["--table"]], ids=" ".join)
def test_with_all_versions_given_nothing_is_started(machine: Machine, given: list[str]) -> None:
    for name in ("kubectl", "helm", "az", "kubelogin"):
        machine.program(name, f"touch {machine.home}/started")
    machine.file(".kube/config", kubeconfig(me=AZURE, you=KUBELOGIN))
    found = traces(RUN, "versions", *given, machine=machine)
    assert found.started == 0
    assert not found.modules & {"jsonschema", "rich", "packaging", "pydantic", "email", "urllib.request", "asyncio"}
    assert not (machine.home / "started").exists()


def test_only_the_others_are_looked_for(machine: Machine) -> None:
    for name in ("kubectl", "helm", "az", "kubelogin"):
        machine.program(name, f"echo {name} >> {machine.home}/started")
    machine.call("versions", "--kubectl", "1.27", "--kubelogin", "0.2.19")
    assert sorted((machine.home / "started").read_text().split()) == ["az", "helm"]


def test_programs_on_path(machine: Machine) -> None:
    kubectl = machine.program("kubectl", prints(KUBECTL_JSON % ("32+", "v1.32.4-dispatcher")))
    machine.program("helm", prints("v3.17.1+g980d8ac\n"))
    machine.program("az", prints(AZ))
    machine.program("kubelogin", prints("kubelogin version v1.27.0 (go1.20.1 linux_amd64)\n"))
    right = machine.home / "bin" / "kubelogin"
    machine.file("bin/kubelogin", f"#!/bin/sh\n{prints(AZURES)}\n", 0o755)
    machine.file(".kube/config", kubeconfig(me=KUBELOGIN))
    path = f"{machine.programs}:{right.parent}"
    ended = machine.call("versions", "--cluster", "1.31", PATH=path)
    assert ended.code == 1
    assert f"help: put the folder of {right} first on PATH" in ended.out
    assert f"kubectl   1.32.4-dispatcher at {kubectl}\n" in ended.out
    kubelogins = (
        f"kubelogin 1.27.0, not Azure's but int128's OIDC helper at {machine.programs}/kubelogin, then 0.2.8 at {right}"
    )
    assert kubelogins in ended.out
    data = document(machine.call("versions", "--cluster", "1.31", "--format", "json", PATH=path))
    assert [each["right"] for each in data["programs"]["kubelogin"]] == [False, True]
    assert verdicts(data)["kubelogin"] == "fails"
    assert verdicts(data)["kubectl-skew"] == "ok"


def test_an_empty_machine(machine: Machine) -> None:
    ended = machine.call("versions")
    assert (ended.code, ended.err) == (0, "")
    assert re.search(r"^unknown +kubectl 1\.18\.1 or newer: no kubectl on PATH$", ended.out, re.MULTILINE)
    assert "helm      not on PATH\n" in ended.out
    assert "FAILS" not in ended.out


def test_a_program_that_hangs_is_said(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kubeconv.machine.programs.TIMEOUT", 0.3)
    machine.program("az", "while :; do :; done")
    ended = machine.call("versions", "--kubectl", "1.27", "--cluster", "1.27")
    assert ended.code == 0
    assert f"az at {machine.programs}/az does not answer within 0.3 s" in ended.out


# --- kubeconfigs


def test_a_kubeconfig_decides_what_is_needed(machine: Machine) -> None:
    config = machine.file("config", kubeconfig(old=AZURE, new=AZURECLI))
    ended = machine.call("versions", "--kubectl", "1.27.3", "--cluster", "1.27", "--helm", "3.12.0", config)
    assert ended.code == 1
    assert f"help: kubeconv convert {config}" in ended.out
    assert "user old logs in with auth-provider azure" in ended.out
    assert "user new logs in by it" in ended.out
    assert "the login mode azurecli gets its token from az (user new)" in ended.out


def test_a_legacy_file_works_as_it_is_without_kubelogin(machine: Machine) -> None:
    config = machine.file("config", kubeconfig(me=AZURE))
    old: list[str | Path] = ["versions", "--format", "json", "--cluster", "1.24", config]
    ended = machine.call(*old, "--kubectl", "1.25")
    assert ended.code == 0
    assert "kubelogin" not in verdicts(document(ended))
    helm = machine.call(*old, "--kubectl", "1.25", "--helm", "3.11.0")
    assert verdicts(document(helm))["kubelogin"] == "fails"
    converted = machine.call(*old, "--kubectl", "1.26")
    assert (converted.code, verdicts(document(converted))["kubelogin"]) == (1, "fails")


@pytest.mark.parametrize(("body", "verdict"), [(KUBELOGIN, "ok"), (AZURE, "fails"), (None, "ok")])
def test_kubectl_may_be_older_with_kubelogin(machine: Machine, body: str | None, verdict: str) -> None:
    config: list[Path] = [machine.file("config", kubeconfig(me=body))] if body else []
    given: list[str | Path] = ["versions", "--kubectl", "1.17.0", "--cluster", "1.17", "--format", "json", *config]
    data = document(machine.call(*given, "--kubelogin", "0.2.19"))
    assert verdicts(data)["kubectl-minimum"] == data["verdict"] == verdict
    without = document(machine.call(*given))
    assert verdicts(without)["kubectl-minimum"] == "fails"
    assert ("; or install kubelogin: " in next(each["help"] for each in without["checks"])) is (body != AZURE)


@pytest.mark.parametrize(
    "body",
    [
        TOKEN,
        "    client-certificate-data: x\n    client-key-data: x\n",
        KUBELOGIN.replace(AKS_SERVER, "6256c85f-0aad-4d50-b960-e6e9b21efe35"),
    ],
)
def test_the_minimums_of_aks_are_not_judged_against_a_file_without_an_aks_user(machine: Machine, body: str) -> None:
    old = ["--kubectl", "1.17.0", "--helm", "3.2.4", "--az", "2.28.0", "--kubelogin", "0.2.19", "--format", "json"]
    minimums = {"kubectl-minimum", "helm-minimum", "az-minimum"}
    config = machine.file("config", kubeconfig(me=body))
    data = document(machine.call("versions", *old, config))
    assert minimums.isdisjoint(verdicts(data))
    assert data["policy"] == "aks"
    assert (
        minimums <= verdicts(document(machine.call("versions", *old, machine.file("aks", kubeconfig(me=AZURE))))).keys()
    )
    assert minimums <= verdicts(document(machine.call("versions", *old))).keys()
    shown = machine.file("show.json", json.dumps(SHOW))
    data = document(machine.call("versions", *old[:6], "--aks-show", shown, "--format", "json", config))
    assert minimums.isdisjoint(verdicts(data))


@pytest.mark.parametrize("way", ["argument", "option", "variable", "home"])
def test_where_kubeconfigs_come_from(machine: Machine, way: str) -> None:
    config = machine.file(".kube/config" if way == "home" else "config", kubeconfig(me=AZURE))
    ways: dict[str, list[str | Path]] = {"argument": [config], "option": ["--kubeconfig", config]}
    arguments = ways.get(way, [])
    variables = {"KUBECONFIG": str(config)} if way == "variable" else {}
    data = document(machine.call("versions", *GIVEN, *arguments, "--format", "json", **variables))
    assert [each["path"] for each in data["files"]] == [str(config)]
    assert verdicts(data)["kubectl-logins"] == "fails"


def test_the_files_that_were_looked_at_are_said(machine: Machine) -> None:
    files = [machine.file(f"config-{number}", kubeconfig(me=TOKEN)) for number in range(5)]
    said = machine.call("versions", *GIVEN, *files[:2]).out
    assert f"files     {files[0]}, {files[1]}\n" in said
    assert f"{files[2]} and 2 more\n" in machine.call("versions", *GIVEN, *files).out
    stdin = machine.run("versions", *GIVEN, "-", stdin=kubeconfig(me=TOKEN).encode())
    assert "files     <standard input>\n" in stdin.out


def test_a_given_kubelogin_with_a_number_of_int128_is_not_taken_for_azures(machine: Machine) -> None:
    config = machine.file("config", kubeconfig(me=KUBELOGIN))
    data = document(machine.call("versions", *GIVEN, "--kubelogin", "v1.27.0", "--format", "json", config))
    assert data["programs"]["kubelogin"] == [{"path": None, "version": "1.27.0", "right": None, "problem": None}]
    assert verdicts(data)["kubelogin"] == "unknown"
    assert "kubelogin-release" not in verdicts(data)


def test_of_a_list_the_first_user_of_a_name_counts(machine: Machine) -> None:
    one = machine.file("one", kubeconfig(me=TOKEN))
    two = machine.file("two", kubeconfig(me=KUBELOGIN))
    data = document(machine.call("versions", *GIVEN, "--format", "json", KUBECONFIG=f"{one}:{two}"))
    assert "kubelogin-release" not in verdicts(data)
    data = document(machine.call("versions", *GIVEN, "--format", "json", KUBECONFIG=f"{two}:{one}"))
    assert verdicts(data)["kubelogin-release"] == "ok"


def test_a_kubeconfig_that_cannot_be_read(machine: Machine) -> None:
    """It is said, and the rest is checked; the exit code is 2 if it was named."""
    bad = machine.file("bad", BAD)
    named = machine.call("versions", *GIVEN, bad)
    assert named.code == 2
    assert str(bad) in named.err
    assert "7 ok" in named.out
    assert "files     none of them can be read\n" in named.out
    missing = machine.call("versions", *GIVEN, machine.home / "missing")
    assert (missing.code, "no such file" in missing.err) == (2, True)
    found = machine.call("versions", *GIVEN, "--format", "json", KUBECONFIG=str(bad))
    assert found.code == 0
    assert str(bad) in found.err
    assert document(found)["files"][0]["problem"]
    assert machine.call("versions", *OLD, KUBECONFIG=str(bad)).code == 1
    assert machine.call("versions", *GIVEN, KUBECONFIG="/no/such/file").lines[-1] == "7 ok"


def test_no_secret_is_printed(machine: Machine) -> None:
    body = KUBELOGIN.replace("devicecode", "spn").replace("tenant-1", "tenant-1, --client-secret, hunter2")
    config = machine.file("config", kubeconfig(me=body, you=TOKEN))
    for arguments in ([], ["--format", "json"]):
        ended = machine.call("versions", *OLD, *arguments, config)
        assert str(config) in ended.out
        assert not re.search("hunter2|t0k3n", ended.out + ended.err)


def test_names_cannot_command_the_terminal(machine: Machine) -> None:
    config = machine.file(
        "config", kubeconfig(me=AZURE).replace("name: me", 'name: "\\e[31mme"').replace("user: me", 'user: "\\e[31mme"')
    )
    ended = machine.call("versions", *GIVEN, config)
    assert "\x1b" not in ended.out
    assert "\\x1b[31mme" in ended.out


# --- az aks show


def test_az_aks_show_tells_version_and_integration(machine: Machine) -> None:
    show = machine.file("show.json", json.dumps(SHOW))
    given = [*GIVEN[:2], *GIVEN[4:8]]
    data = document(machine.call("versions", *given, "--aks-show", show, "--format", "json"))
    assert data["cluster"] == {"version": "1.27.3", "source": "az aks show", "integration": "managed"}
    assert verdicts(data)["kubelogin"] == "fails"
    assert "cluster   1.27.3, AKS-managed Entra ID\n" in machine.call("versions", *given, "--aks-show", show).out
    config = machine.file("config", kubeconfig(me=AZURE.replace(AKS_SERVER, "33333333-3333-4333-8333-333333333333")))
    data = document(machine.call("versions", *GIVEN, "--aks-show", show, "--format", "json", config))
    assert data["cluster"] == {"version": "1.27", "source": "given", "integration": "managed"}
    assert verdicts(data)["aks-integration"] == "fails"


def test_az_aks_show_on_standard_input(machine: Machine) -> None:
    ended = machine.run("versions", *GIVEN[:2], *GIVEN[4:], "--aks-show", "-", stdin=json.dumps(SHOW).encode())
    assert (ended.code, ended.err) == (0, "")
    assert "cluster   1.27.3, AKS-managed Entra ID\n" in ended.out


@pytest.mark.parametrize("content", ["", "ERROR: (ResourceNotFound)", "{}"])
def test_what_is_no_answer_of_az(machine: Machine, content: str) -> None:
    show = machine.file("show.json", content)
    ended = machine.call("versions", *GIVEN, "--aks-show", show)
    assert ended.code == 2
    assert ended.err.startswith(f"kubeconv: {show}: is ")
    assert "7 ok" in ended.out
    missing = machine.call("versions", *GIVEN, "--aks-show", machine.home / "missing")
    assert missing.code == 2
    assert missing.err.endswith(
        "no such file; name a file with the output of az aks show -o json, or - for standard input\n"
    )


# --- --env: a described situation

SPN = KUBELOGIN.replace("devicecode", "spn")
SAID = ["--kubectl", "1.30.1", "--kubelogin", "0.2.19", "--cluster", "1.30"]


def test_a_described_situation_asks_nothing_of_this_machine(machine: Machine) -> None:
    for name in ("kubectl", "helm", "az", "kubelogin"):
        machine.program(name, f"touch {machine.home}/started")
    config = machine.file("config", kubeconfig(me=SPN))
    ended = machine.call(
        "versions", "--env", "AZURE_CLIENT_SECRET", config, "--format", "json", AZURE_CLIENT_SECRET="x"
    )
    assert not (machine.home / "started").exists()
    data = document(ended)
    assert {name: found for name, found in data["programs"].items() if found} == {}
    assert data["variables"] == ["AZURE_CLIENT_SECRET"]
    assert (verdicts(data)["kubectl-minimum"], verdicts(data)["kubelogin"]) == ("unknown", "needs")
    assert "login-variables" not in verdicts(data)
    text = machine.call("versions", "--env", "AZURE_CLIENT_SECRET,HOME", "--helm", "none", config).out
    assert "kubectl   nothing is said of it\n" in text
    assert "helm      not on PATH\n" in text
    assert "variables AZURE_CLIENT_SECRET, HOME\n" in text


@pytest.mark.parametrize(
    ("env", "verdict", "code"),
    [
        ([], "needs", 0),
        (["--env", "none"], "needs", 1),
        (["--env", "AZURE_TENANT_ID"], "needs", 1),
        (["--env", "AZURE_CLIENT_SECRET"], None, 0),
        (["--env", "HOME,AZURE_CLIENT_CERTIFICATE_PATH"], None, 0),
        (["--env", "HOME", "--env", "AAD_SERVICE_PRINCIPAL_CLIENT_SECRET"], None, 0),
        (["--strict"], "needs", 1),
        (["--strict", "--env", " AZURE_CLIENT_SECRET , HOME"], None, 0),
        (["--env", "AAD_LOGIN_METHOD"], "unknown", 0),
    ],
)
def test_a_login_mode_needs_its_variables(machine: Machine, env: list[str], verdict: str | None, code: int) -> None:
    """Whether a variable is set on this machine does not matter: a login is for another time, often for another machine."""
    config = machine.file("config", kubeconfig(me=SPN))
    ended = machine.call("versions", *SAID, *env, config, "--format", "json", AZURE_CLIENT_SECRET="")
    data = document(ended)
    found = {name: each for name, each in verdicts(data).items() if name.startswith("login-")}
    assert (ended.code, list(found.values())) == (code, [verdict] * (verdict is not None))
    if verdict == "needs":
        (row,) = [each for each in data["checks"] if each["verdict"] == "needs"]
        assert row["requirement"] == "user me: a value for --client-secret or --client-certificate"
        assert row["help"].startswith("set AZURE_CLIENT_SECRET where kubectl runs")
        assert data["verdict"] == "needs"


@pytest.mark.parametrize(
    ("mode", "variables"),
    [
        ("spn", ["AZURE_CLIENT_SECRET"]),
        ("ropc", ["AZURE_USERNAME", "AZURE_PASSWORD"]),
        ("workloadidentity", ["AZURE_FEDERATED_TOKEN_FILE"]),
        ("workloadidentity", ["ACTIONS_ID_TOKEN_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_URL"]),
        ("azurepipelines", ["SYSTEM_ACCESSTOKEN", "SYSTEM_OIDCREQUESTURI", "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID"]),
    ],
)
def test_each_login_mode_has_its_own_variables(machine: Machine, mode: str, variables: list[str]) -> None:
    config = machine.file("config", kubeconfig(me=KUBELOGIN.replace("devicecode", mode)))
    assert machine.call("versions", *SAID, "--env", ",".join(variables), config).code == 0
    for left in variables:
        less = ",".join(each for each in variables if each != left) or "none"
        ended = machine.call("versions", *SAID, "--env", less, config)
        assert ended.code == 1
        assert re.search(r"^needs +user me: a value for ", ended.out, re.MULTILINE)


@pytest.mark.parametrize(
    ("old", "new"),
    [("get-token", "convert-kubeconfig"), ("--tenant-id, tenant-1", "--tenant-id, tenant-1, --timeout, soon")],
)
def test_arguments_with_which_a_plugin_gives_no_credential(machine: Machine, old: str, new: str) -> None:
    config = machine.file("config", kubeconfig(me=KUBELOGIN.replace(old, new), you=KUBELOGIN))
    ended = machine.call("versions", *SAID, config)
    assert ended.code == 1
    assert "FAILS    user me: arguments with which kubelogin gives a credential" in ended.out
    assert f"help: kubeconv validate {config}" in ended.out


def test_a_described_kubelogin_that_is_not_there_is_not_one_that_is_not_known(machine: Machine) -> None:
    config = machine.file("config", kubeconfig(me=KUBELOGIN))
    known = document(
        machine.call("versions", *SAID[:2], "--kubelogin", "none", "--env", "none", "--format", "json", config)
    )
    assert verdicts(known)["kubelogin"] == "fails"
    unknown = document(machine.call("versions", *SAID[:2], "--env", "none", "--format", "json", config))
    assert verdicts(unknown)["kubelogin"] == "needs"


# --- which users


@pytest.mark.parametrize(
    ("selected", "kept"),
    [
        ([], ["me", "other", "you"]), (["--context", "at-me"], ["me"]), (["--context", "at-*"], ["me", "other", "you"]),
        (["--user", "you,other"], ["other", "you"]), (["--exclude", "at-y*"], ["me", "other"]),
        (["--context", "at-*", "--exclude", "me"], ["other", "you"]), (["--exclude", "you", "--exclude", "me"], ["other"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("is_list", [False, True], ids=["files", "a list"])
def test_only_the_selected_users_are_looked_at(
    machine: Machine, selected: list[str], kept: list[str], is_list: bool
) -> None:
    files = [machine.file("a", kubeconfig(me=AZURE, you=AZURE)), machine.file("b", kubeconfig(other=AZURE))]
    command = ["versions", "--kubectl", "1.30.1", "--format", "json", *selected, *([] if is_list else map(str, files))]
    data = document(machine.call(*command, KUBECONFIG=":".join(map(str, files)) if is_list else ""))
    said = " ".join(each["requirement"] for each in data["checks"] if each["name"] == "kubectl-logins")
    assert sorted({*re.findall(r"\b(?:me|you|other)\b", said)}) == kept
    assert data.get("unselected", 0) == 3 - len(kept)


def test_what_is_not_selected_is_counted(machine: Machine) -> None:
    config = machine.file("config", kubeconfig(me=AZURE, you=TOKEN))
    ended = machine.call("versions", *GIVEN, "--user", "you", config)
    assert (ended.code, ended.out.splitlines()[-1]) == (0, "6 ok; 1 context not looked at")
    ended = machine.call("versions", "--kubectl", "1.30", "--context", "at-m*", "--exclude", "you", config)
    assert f"help: kubeconv convert --context 'at-m*' --exclude you {config}\n" in ended.out
    for name in ("nobody", "m"):
        ended = machine.call("versions", "--user", name, config)
        assert (ended.code, ended.out) == (2, "")
        assert f"kubeconv: no user is named '{name}'" in ended.err
    ended = machine.call("versions", "--user", "you", "--exclude", "at-you", config)
    assert (ended.code, ended.err) == (2, "kubeconv: no context is selected: none matches all that you named\n")


# --- --connect


def answering(machine: Machine, script: str) -> None:
    """A kubectl that tells its own version, and does that when it is asked for the server's."""
    client = prints(KUBECTL_JSON % ("28", "v1.28.0"))
    machine.program("kubectl", f'PATH=/usr/bin:/bin\nif [ "$2" = --client ]; then\n{client}\nexit\nfi\n{script}')


def test_connect_asks_the_cluster_and_says_so(machine: Machine) -> None:
    server = json.dumps({"serverVersion": {"gitVersion": "v1.30.1-gke.7"}})
    answering(machine, f"echo \"$@ $KUBECONFIG\" > {machine.home}/asked; echo 'who are you?' >&2; echo '{server}'")
    config = machine.file("config", kubeconfig(me=TOKEN))
    ended = machine.run("versions", "--connect", "--context", "at-me", "--format", "json", config)
    assert ended.code == 1
    data = document(ended)
    assert data["cluster"] == {"version": "1.30.1-gke.7", "source": "kubectl", "integration": None}
    assert verdicts(data)["kubectl-skew"] == "fails"
    said, asked = ended.err.splitlines()
    kubectl = machine.programs / "kubectl"
    assert said == (
        f"kubeconv: asking the cluster of context at-me through {kubectl}, which runs the exec plugin of that context"
    )
    assert asked == "who are you?"
    assert (machine.home / "asked").read_text() == f"version -o json --request-timeout=60s --context=at-me {config}\n"


@pytest.mark.parametrize(
    ("selected", "asked"),
    [(["--user", "you"], "at-you"), (["--exclude", "me"], "at-you"), (["--context", "at-*"], "at-me")],
)
def test_connect_asks_the_selected_context(machine: Machine, selected: list[str], asked: str) -> None:
    """The current one if it is among them."""
    answering(machine, "exit 1")
    config = machine.file("config", kubeconfig(me=TOKEN, you=TOKEN))
    assert (
        f"asking the cluster of context {asked} through" in machine.call("versions", "--connect", *selected, config).err
    )


def test_without_connect_no_cluster_is_asked(machine: Machine) -> None:
    answering(machine, f"touch {machine.home}/asked")
    said = machine.call("versions", machine.file("config", kubeconfig(me=TOKEN)))
    assert (said.code, said.err) == (0, "")
    assert not (machine.home / "asked").exists()


def test_a_cluster_that_gives_no_answer(machine: Machine) -> None:
    answering(machine, "echo 'The connection was refused' >&2; exit 1")
    ended = machine.run("versions", "--connect")
    assert ended.code == 2
    assert "The connection was refused" in ended.err
    assert f"did not report its version: {machine.programs}/kubectl ends with exit code 1\n" in ended.err
    assert re.search(r"^unknown +kubectl and cluster", ended.out, re.MULTILINE)


@pytest.mark.parametrize("command", ["versions", "doctor"])
def test_no_secret_of_what_kubectl_says_is_passed_on(machine: Machine, command: str) -> None:
    code = "enter the code ABCDEFGHI to authenticate"
    said = rf"{code}\nbearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2ln\n\033[8mhidden\nthe end"
    answering(machine, f"printf '{said}' >&2; exit 1")
    ended = machine.run(command, "--connect", machine.file("config", kubeconfig(me=TOKEN)))
    assert f"{code}\nbearer ***\n\\x1b[8mhidden\nthe end\n" in ended.err
    if command == "doctor":
        redacted = machine.run(command, "--connect", "--redact", machine.file("config", kubeconfig(me=TOKEN)))
        assert code in redacted.err
        assert "the end" not in redacted.err


def test_a_file_that_cannot_be_read_is_not_connected_with(machine: Machine) -> None:
    """kubectl would ask localhost:8080."""
    answering(machine, f"touch {machine.home}/asked")
    ended = machine.call("versions", "--connect", machine.home / "missing")
    assert ended.code == 2
    assert "no such file" in ended.err
    assert not (machine.home / "asked").exists()


def test_connect_needs_kubectl_and_files(machine: Machine) -> None:
    ended = machine.call("versions", "--connect")
    assert (ended.code, ended.err) == (2, "kubeconv: --connect needs kubectl on PATH\n")
    answering(machine, "exit 0")
    ended = machine.run("versions", "--connect", "-", stdin=kubeconfig(me=TOKEN).encode())
    assert (ended.code, ended.err) == (2, "kubeconv: --connect needs files, not standard input\n")


# --- usage


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--kubectl", "new"], "--kubectl: 'new' is not a version such as 1.27"),
        (["--cluster", "27"], "--cluster: '27' is not a version"),
        (["--cluster", "1.27;rm -rf"], "--cluster: '1.27;rm -rf' is not a version"),
        (["--cluster", "9" * 5000 + ".1"], "--cluster: *** (5,002 characters) is not a version"),
        (["--helm", ""], "--helm: '' is not a version"),
        (["--az", "two"], "--az: 'two' is not a version"),
        (["--kubelogin", "x.y"], "--kubelogin: 'x.y' is not a version"),
        (["--policy", "azure"], "--policy: use aks or kubernetes"),
        (["--format", "yaml"], "--format: use text or json"),
        (["--format", "markdown"], "--format: use text or json"),
        (["--table", "--format", "yaml"], "--format: use text, json or markdown"),
        (["--connect", "--cluster", "1.27"], "--connect: cannot be used with --cluster"),
        (["--context", "x"], "no such file"),
        (["--env", "A=b"], "--env: give the names of variables only"),
        (["--env", "A,,B"], "--env: *** is not the name"),
        (["--env", "A", "--connect"], "--connect: cannot be used with --env"),
        (["--aks-show", "-", "-"], "--aks-show: standard input already holds a kubeconfig"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_wrong_usage_is_one_line(machine: Machine, arguments: list[str], said: str) -> None:
    ended = machine.call("versions", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert len(ended.err.splitlines()) == 1
    assert said in ended.err.replace("Invalid value for ", "")


@pytest.mark.parametrize("command", ["versions", "validate"])
@pytest.mark.parametrize("streams", ["0", "1", "2", "012"])
def test_closed_streams_are_no_crash(machine: Machine, streams: str, command: str) -> None:
    machine.program("kubectl", prints(KUBECTL_JSON % ("30", "v1.30.0")))
    config = machine.file("config", kubeconfig(me=AZURE))
    ended = subprocess.run(
        [sys.executable, "-c", CLOSED, streams, "-m", "kubeconv", command, config],
        env=machine.environment({}), stdin=subprocess.DEVNULL, capture_output=True, check=False,
    )  # fmt: skip
    assert b"Traceback" not in ended.stderr
    assert ended.returncode == 1
