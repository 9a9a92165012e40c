"""`kubeconv doctor` as people call it, with stand-ins for the programs on PATH."""

import errno
import json
import os
import pty
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from test_cli_usage import AKS_CLIENT, AKS_SERVER, AZURE, KUBELOGIN, NO_TENANT, TOKEN, Ended, Machine, kubeconfig, login

from kubeconv import schemas
from kubeconv.doctor.examine import examine
from kubeconv.doctor.look import look
from kubeconv.doctor.plans import apply
from kubeconv.doctor.redaction import redact
from kubeconv.machine.files import Paths
from kubeconv.report.doctor_json import examined
from kubeconv.report.doctor_text import lines

AZURES = "printf 'kubelogin version\\ngit hash: v0.2.19/abc\\nGo version: go1.23\\n'"
INT128S = "echo 'kubelogin version v1.27.0 (go1.20.1 linux_amd64)'"
V1ALPHA1 = """\
    exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: aws, args: [eks, get-token, --cluster-name, c]}
"""
AZURECLI = f"""\
    exec:
      apiVersion: client.authentication.k8s.io/v1beta1
      command: kubelogin
      args: [get-token, --login, azurecli, --server-id, {AKS_SERVER}]
"""


def kubectl(version: str, cluster: str = "") -> str:
    """A kubectl that tells its version, and where it is asked for a context that of the cluster."""
    client = f'"clientVersion": {{"gitVersion": "v{version}"}}'
    server = f', "serverVersion": {{"gitVersion": "v{cluster}"}}' if cluster else ""
    return (
        f'case "$*" in\n*--client*) echo \'{{{client}}}\';;\n*) echo "$*" "$KUBECONFIG" >> "$HOME/asked"; '
        f"echo '{{{client}{server}}}'; {'' if cluster else 'exit 1'};;\nesac"
    )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """kubectl 1.37, and Azure's kubelogin."""
    found = Machine(tmp_path)
    found.program("kubectl", kubectl("1.37.1"))
    found.program("kubelogin", AZURES)
    return found


def current(text: str, name: str) -> str:
    return f"{text}current-context: {name}\n"


def asked(ended: Ended) -> Any:
    found = json.loads(ended.out)
    jsonschema.Draft202012Validator(json.loads(schemas.text("doctor-output"))).validate(found)
    return found


# what it says


def test_a_person_with_one_broken_file_reads_few_lines(machine: Machine) -> None:
    machine.program("helm", "echo v3.17.1+gabc1234")
    config = machine.file(".kube/config", current(kubeconfig(me=AZURE), "at-me"))
    said = machine.call("doctor")
    assert (said.code, said.err) == (1, "")
    assert said.out.splitlines() == [
        "broken: context at-me does not work with kubectl 1.37.1 and helm 3.17.1",
        "",
        "CONTEXT          LOGIN  kubectl 1.37.1  helm 3.17.1",
        "at-me (current)  azure  fails           fails",
        "",
        f"at-me (current): user 'me' logs in with the azure auth-provider, which kubectl 1.26 removed ({config}:12, KC201)",
        "",
        "suggested fixes, best first:",
        "  kubeconv doctor --fix  # fixes 1 entry after showing the change",
    ]


def test_everything_works(machine: Machine) -> None:
    machine.file(".kube/config", current(kubeconfig(me=KUBELOGIN, you=TOKEN), "at-me"))
    said = machine.call("doctor")
    assert said.code == 0
    assert said.out.startswith(
        "works: all 2 contexts with kubectl 1.37.1, as far as this shows without asking a cluster\n"
    )
    assert re.search(r"^at-me \(current\) +kubelogin devicecode +needs login$", said.out, re.MULTILINE)


def test_alike_contexts_are_one_line(machine: Machine) -> None:
    names = {f"u{number}": AZURE for number in range(37)}
    said = machine.call("doctor", machine.file("config", current(kubeconfig(**names, you=TOKEN), "at-you")))
    assert said.code == 1
    assert len(said.lines) <= 15
    assert "37 contexts: at-u0, at-u1, ...  azure  fails" in said.out
    assert "broken: 37 of 38 contexts do not work with kubectl 1.37.1" in said.out


def test_old_clients_know_the_login_and_nothing_is_converted(machine: Machine) -> None:
    machine.program("kubectl", kubectl("1.23.4"))
    config = machine.file("config", current(kubeconfig(me=AZURE, you=V1ALPHA1), "at-me"))
    machine.program("aws", "exit 1")
    before = config.read_bytes()
    assert machine.call("doctor", config).code == 0
    assert machine.call("doctor", "--fix", "--yes", config).code == 0
    assert config.read_bytes() == before


def test_each_client_has_its_answer(machine: Machine) -> None:
    machine.program("helm", "echo v3.8.1+g5cb9af4")
    machine.program("k9s", "printf 'Version:    v0.27.0\\nCommit: x\\n'")
    found = asked(machine.call("doctor", "--format", "json", machine.file("config", kubeconfig(me=AZURE))))
    assert [(each["name"], each["version"]) for each in found["clients"]] == [
        ("kubectl", "1.37.1"), ("helm", "3.8.1"), ("k9s", "0.27.0"),
    ]  # fmt: skip
    assert [each["works"] for each in found["contexts"][0]["clients"]] == [False, True, False]


def test_without_any_client_it_is_the_newest_kubectl(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    found = asked(machine.call("doctor", "--format", "json", machine.file("config", kubeconfig(me=AZURE))))
    assert [(each["name"], each["path"]) for each in found["clients"]] == [("kubectl", None)]
    assert found["works"] is False
    said = machine.call("doctor", machine.home / "config")
    assert re.search(
        r"^broken: context at-me does not work with kubectl [0-9.]+ \(not on PATH\)$", said.out, re.MULTILINE
    )


def test_a_kubectl_that_fails_is_said(machine: Machine) -> None:
    machine.program("kubectl", "exit 3")
    said = machine.call("doctor", machine.file("config", kubeconfig(me=TOKEN)))
    assert said.code == 1
    assert f"warning: {machine.programs / 'kubectl'} ends with exit code 3" in said.lines
    assert "broken: context at-me cannot be judged for kubectl" in said.out


def test_without_a_kubeconfig_it_tells_the_programs(machine: Machine) -> None:
    said = machine.call("doctor")
    assert said.code == 2
    assert said.out == "broken: no kubeconfig to read; on PATH: kubectl 1.37.1, kubelogin 0.2.19\n"
    assert "no such file" in said.err
    found = asked(machine.call("doctor", "--format", "json"))
    assert (found["works"], found["contexts"], found["clients"][0]["version"]) == (False, [], "1.37.1")
    assert {each["name"] for each in found["programs"]} == {"kubectl", "kubelogin"}
    assert [each["problem"] for each in found["programs"]] == [None, None]
    redacted = machine.call("doctor", "--redact")
    assert (redacted.code, str(machine.home) in redacted.out + redacted.err) == (2, False)


def test_a_file_that_cannot_be_read(machine: Machine) -> None:
    gone = machine.home / "gone"
    said = machine.call("doctor", gone)
    assert said.code == 2
    assert said.out == f"broken: {gone}: no such file\n"
    both = machine.call("doctor", gone, machine.file("config", kubeconfig(me=TOKEN)))
    assert (both.code, both.lines[0]) == (1, f"broken: no context in {gone}")
    assert re.search(rf"^\(no context\) +- +fails +{gone}$", both.out, re.MULTILINE)


def test_a_folder_in_kubeconfig_is_no_kubeconfig(machine: Machine) -> None:
    """kubectl reads none."""
    folder = machine.file("folder/config", current(kubeconfig(me=AZURE), "at-me")).parent
    said = fix(machine, "--yes", KUBECONFIG=str(folder))
    assert (said.code, said.out) == (2, f"broken: {folder}: a folder, not a kubeconfig\n")
    both = machine.call("doctor", KUBECONFIG=f"{machine.file('config', kubeconfig(me=TOKEN))}:{folder}")
    assert (both.code, both.lines[0]) == (1, "broken: context at-me does not work with kubectl 1.37.1")


def test_a_reason_is_said_once_in_the_words_that_all_have_in_common(machine: Machine) -> None:
    machine.program("kubelogin", INT128S)
    users = {mode: KUBELOGIN.replace("devicecode", mode) for mode in ("devicecode", "spn", "ropc", "msi")}
    config = machine.file("config", current(kubeconfig(**users), "at-spn"))
    said = machine.call("doctor", config)
    (line,) = (line for line in said.lines if "KC328" in line)
    assert line == (
        "4 contexts: at-spn (current), at-devicecode, ...: the user: the arguments are for Azure's kubelogin, "
        f"{machine.programs / 'kubelogin'} does not look like it ({config}:25 and 3 more, KC328)"
    )


def test_the_ends_of_long_names_are_kept(machine: Machine) -> None:
    names = [f"arn:aws:eks:eu-west-1:123456789012:cluster/{'x' * 30}-{end}" for end in ("prod", "test")]
    text = kubeconfig(**{f"u{number}": TOKEN for number in range(2)})
    for number, name in enumerate(names):
        text = text.replace(f"name: at-u{number}", f"name: {name}")
    said = machine.call("doctor", machine.file("config", current(text, names[1])))
    assert re.search(
        r"^2 contexts: arn:aws:eks:eu-west-1:12345\S+xxx-test \(current\), \.\.\. +token", said.out, re.MULTILINE
    )


def test_files_are_looked_at_one_by_one(machine: Machine) -> None:
    one, two = (machine.file(name, current(kubeconfig(me=TOKEN), "at-me")) for name in ("one", "two"))
    three = machine.file("three", kubeconfig(me=AZURE))
    said = machine.call("doctor", one, two, three)
    assert re.search(r"^CONTEXT .* FILE$", said.out, re.MULTILINE)
    assert re.search(rf"^at-me +azure +fails +{re.escape(str(three)[:30])}", said.out, re.MULTILINE)
    assert re.search(r"^at-me \(current\), at-me \(current\) +token +works +2 files$", said.out, re.MULTILINE)


def test_commands_name_the_file_and_are_taken_by_a_shell_as_they_are(machine: Machine) -> None:
    bash = shutil.which("bash") or pytest.skip("there is no bash")
    name = "-x; touch ran 'y'\n\x1b[31m"
    text = kubeconfig(me=TOKEN).replace("name: at-me", f"name: {json.dumps(name)}")
    config = machine.file("-a b", current(text, "gone"))
    said = machine.call("doctor", "--", config.name)
    (command,) = (line.partition("  # ")[0].strip() for line in said.lines if line.startswith("  kubectl"))
    machine.program("kubectl", 'printf "%s\\0" "$@"')
    ran = subprocess.run([bash, "-c", command], env=machine.environment({}), capture_output=True, check=True)
    assert ran.stdout.decode().split("\0")[:-1] == ["--kubeconfig", "-a b", "config", "use-context", "--", name]
    machine.program("kubectl", kubectl("1.37.1"))
    config.write_text(current(kubeconfig(me=AZURE), "at-me"))
    assert "  kubeconv doctor --fix './-a b'  # fixes 1 entry" in machine.call("doctor", "--", config.name).out


def test_a_kubeconfig_list_is_read_as_one(machine: Machine) -> None:
    one = machine.file("one", current(kubeconfig(me=TOKEN), "at-me"))
    two = machine.file("two", kubeconfig(you=AZURE))
    gone = machine.home / "gone"
    said = machine.call("doctor", KUBECONFIG=os.pathsep.join(map(str, (one, two, gone))))
    assert said.code == 1
    assert "broken: 1 of 2 contexts does not work with kubectl 1.37.1" in said.out
    assert f"warning: KUBECONFIG names a file that does not exist: {gone}" in said.lines
    assert "  kubeconv doctor --fix  # fixes 1 entry after showing the change" in said.lines
    broken = machine.file("three", "users: [")
    said = machine.call("doctor", KUBECONFIG=os.pathsep.join(map(str, (one, broken))))
    assert "broken: context at-me does not work" in said.out


def test_one_context(machine: Machine) -> None:
    config = machine.file("config", current(kubeconfig(me=TOKEN, you=AZURE), "at-me"))
    assert machine.call("doctor", "--context", "at-me", config).code == 0
    assert machine.call("doctor", "--context", "at-you", config).code == 1
    said = machine.call("doctor", "--context", "at-nobody", config)
    assert (said.code, said.out) == (2, "")
    assert "no context is named 'at-nobody'" in said.err
    redacted = machine.call("doctor", "--redact", "--context", "at-nobody", config)
    assert (redacted.code, redacted.err) == (2, "kubeconv: no file defines this context\n")


def test_a_current_context_that_is_not_there(machine: Machine) -> None:
    machine.file(".kube/config", current(kubeconfig(me=TOKEN), "gone"))
    said = machine.call("doctor")
    assert said.code == 1
    assert "  kubectl config use-context at-me  # the current context is not in the file: choose another" in said.lines


@pytest.mark.parametrize("text", ["", "apiVersion: v1\nkind: Config\n"])
def test_a_file_without_contexts_is_broken(machine: Machine, text: str) -> None:
    config = machine.file("config", text)
    said = machine.call("doctor", config)
    assert (said.code, said.lines[0]) == (1, f"broken: no context in {config}")


# what is around the files


def test_the_wrong_kubelogin_first_on_path(machine: Machine, tmp_path: Path) -> None:
    config = machine.file("config", current(kubeconfig(me=KUBELOGIN), "at-me"))
    machine.program("kubelogin", INT128S)
    said = machine.call("doctor", config)
    assert said.code == 1
    assert "does not look like it" in said.out
    other = tmp_path / "other programs"
    other.mkdir()
    (other / "kubelogin").write_text(f"#!/bin/sh\n{AZURES}\n")
    (other / "kubelogin").chmod(0o755)
    said = machine.call("doctor", config, PATH=f"{machine.programs}:{other}")
    assert "2 programs called kubelogin are on PATH" in said.out
    assert any(line.startswith(f"  export PATH='{other}':\"$PATH\"") for line in said.lines)


def test_a_login_mode_whose_program_is_missing(machine: Machine) -> None:
    config = machine.file("config", current(kubeconfig(me=AZURECLI), "at-me"))
    said = machine.call("doctor", config)
    assert (said.code, "login mode azurecli, and az is not on PATH" in said.out) == (1, True)
    (row,) = json.loads(machine.call("doctor", "--format", "json", config).out)["contexts"]
    reasons = [reason for client in row["clients"] for reason in client["reasons"]]
    assert {(reason["name"], reason["code"]) for reason in reasons} == {("token-program-not-on-path", None)}
    machine.program("az", 'echo \'{"azure-cli": "2.50.0"}\'')
    assert machine.call("doctor", config).code == 0


def test_a_stale_lock_is_told_and_left(machine: Machine) -> None:
    config = machine.file("my config", current(kubeconfig(me=TOKEN), "at-me"))
    lock = machine.file("my config.lock", "")
    assert "lock" not in machine.call("doctor", config).out  # somebody may be writing
    os.utime(lock, (time.time() - 3600,) * 2)
    said = machine.call("doctor", config)
    assert said.code == 0
    assert f"warning: {config} is locked by another program: {lock}, 3600 s old" in said.lines
    assert any(line.startswith(f"  rm -f '{lock}'  # ") for line in said.lines)
    assert lock.exists()
    config.write_text(current(kubeconfig(me=AZURE), "at-me"))
    helps = [line.split()[0] for line in machine.call("doctor", config).lines if line.startswith("  ")]
    assert helps == ["rm", "kubeconv"]  # --fix cannot write before


def test_a_variable_that_overrides_kubelogin(machine: Machine) -> None:
    config = machine.file("config", current(kubeconfig(me=KUBELOGIN), "at-me"))
    said = machine.call("doctor", config, AAD_LOGIN_METHOD="msi")
    assert said.code == 0
    assert any(line.startswith("  unset AAD_LOGIN_METHOD  #") for line in said.lines)


def test_a_kuberc_that_forbids_the_plugin_stops_kubectl_alone(machine: Machine) -> None:
    config = machine.file(".kube/config", current(kubeconfig(me=KUBELOGIN), "at-me"))
    machine.program("helm", "echo v4.3.1")
    head = "apiVersion: kubectl.config.k8s.io/v1beta1\nkind: Preference\n"
    machine.file(".kube/kuberc", f"{head}credentialPluginPolicy: DenyAll\n")
    (row,) = asked(machine.call("doctor", "--format", "json", config))["contexts"]
    assert [each["works"] for each in row["clients"]] == [False, True]
    assert [reason["name"] for reason in row["clients"][0]["reasons"]] == ["kuberc-forbids-command"]
    assert machine.call("doctor", config, KUBERC="off").code == 0
    assert machine.call("doctor", config, KUBERC=str(machine.file("other", head))).code == 0
    allowing = f"{head}credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: [{{name: %s}}]\n"
    elsewhere = machine.file("elsewhere.kuberc", allowing % "/elsewhere/kubelogin")
    (row,) = asked(machine.call("doctor", "--format", "json", config, KUBERC=str(elsewhere)))["contexts"]
    assert [each["works"] for each in row["clients"]] == [False, True]
    assert machine.call("doctor", config, KUBERC=str(machine.file("here.kuberc", allowing % "kubelogin"))).code == 0


def test_a_program_too_old_for_aks_is_a_warning(machine: Machine) -> None:
    machine.program("az", 'echo \'{"azure-cli": "2.20.0"}\'')
    config = machine.file("config", current(kubeconfig(me=KUBELOGIN), "at-me"))
    said = machine.call("doctor", config)
    assert said.code == 0
    assert "warning: required: az 2.29.0 or newer; found az 2.20.0" in said.out
    assert "2.29.0" not in machine.call("doctor", machine.file("other", kubeconfig(me=TOKEN))).out


# with clusters


def test_clusters_are_asked_on_request_only(machine: Machine) -> None:
    config = machine.file("config", current(kubeconfig(me=TOKEN, you=AZURE), "at-me"))
    record = machine.home / "asked"
    machine.program("kubectl", kubectl("1.37.1", "1.36.2"))
    machine.call("doctor", config)
    assert not record.exists()
    said = machine.call("doctor", "--connect", "--context", "at-me", config)
    assert said.code == 0
    assert "runs the exec plugins" in said.err
    assert re.search(r"^at-me \(current\) +token +works +1\.36\.2$", said.out, re.MULTILINE)
    assert "--context=at-me" in record.read_text()
    record.unlink()
    found = asked(machine.call("doctor", "--connect", "--format", "json", config))
    assert [each["cluster"] for each in found["contexts"]] == [{"answers": True, "told": "1.36.2"}, None]
    assert "at-you" not in record.read_text()


def test_a_cluster_that_does_not_answer_is_broken(machine: Machine) -> None:
    config = machine.file("config", current(kubeconfig(me=TOKEN), "at-me"))
    said = machine.call("doctor", "--connect", config)
    assert said.code == 1
    assert said.lines[0] == "broken: the cluster of context at-me does not answer"
    assert any(line.startswith(f"  kubectl --kubeconfig {config} --context at-me version  #") for line in said.lines)


def test_a_plugin_that_asks_a_person_is_run_once_before_the_others(machine: Machine) -> None:
    """Who signs in for the first finds the others with a token; eight prompts at once nobody can answer."""
    log = machine.home / "log"
    plugin = f'echo "+ $4 $5" >> {log}; PATH=/usr/bin:/bin; sleep 0.2; echo - >> {log}; exit 1'
    client = 'echo \'{"clientVersion": {"gitVersion": "v1.37.1"}}\''
    machine.program("kubectl", f'case "$*" in\n*--client*) {client};;\n*) {plugin};;\nesac')
    users = {f"u{number}": KUBELOGIN for number in range(3)}
    machine.call("doctor", "--connect", machine.file("config", kubeconfig(**users, you=TOKEN)))
    lines = log.read_text().split("\n")[:-1]
    assert [line[0] for line in lines[:5]] == ["+", "-", "+", "+", "+"]
    assert lines[0].endswith("--context=at-u0")


def test_control_c_ends_the_asking_at_once(machine: Machine) -> None:
    machine.program(
        "kubectl", f'case "$*" in\n*--client*) {kubectl("1.37.1")};;\n*) echo . >> "$HOME/asked"; /bin/sleep 50;;\nesac'
    )
    config = machine.file("config", kubeconfig(me=TOKEN, you=TOKEN))
    log = machine.file("asked", "")
    process = machine.start("doctor", "--connect", config)
    end = time.monotonic() + 60
    while len(log.read_bytes()) < 4 and time.monotonic() < end:
        time.sleep(0.05)
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert process.returncode == 130


def test_the_clusters_are_asked_once_after_fixing(machine: Machine) -> None:
    machine.program("kubectl", kubectl("1.37.1", "1.36.2"))
    config = machine.file("config", current(kubeconfig(me=AZURE, you=TOKEN), "at-me"))
    said = fix(machine, "--yes", "--connect", config)
    assert said.code == 0
    assert sorted(re.findall(r"--context=(\S+)", (machine.home / "asked").read_text())) == ["at-me", "at-you"]


def test_without_kubectl_no_cluster_can_be_asked(machine: Machine) -> None:
    (machine.programs / "kubectl").unlink()
    said = machine.call("doctor", "--connect", machine.file("config", kubeconfig(me=TOKEN)))
    assert said.code == 0
    assert said.err.splitlines()[-1] == "kubeconv: --connect needs kubectl on PATH; no cluster was contacted"


def test_a_cluster_too_new_for_kubectl_is_a_warning(machine: Machine) -> None:
    machine.program("kubectl", kubectl("1.30.1", "1.36.2"))
    said = machine.call("doctor", "--connect", machine.file("config", current(kubeconfig(me=TOKEN), "at-me")))
    assert said.code == 0
    assert "warning: required: kubectl and cluster are at most one minor version apart" in said.out


# --fix


def fix(machine: Machine, *arguments: str | Path, **environment: str) -> Ended:
    return machine.call("doctor", "--fix", *arguments, **environment)


def test_without_a_terminal_nothing_is_written(machine: Machine) -> None:
    config = machine.file("config", current(kubeconfig(me=AZURE), "at-me"))
    before = config.read_bytes()
    said = machine.run("doctor", "--fix", config)
    assert said.code == 1
    assert f"--- {config}\n" in said.out
    assert "nothing was written: there is no terminal to ask; use --yes" in said.err
    assert (config.read_bytes(), [*machine.home.iterdir()]) == (before, [config])


def test_it_fixes_what_is_safe_and_looks_again(machine: Machine) -> None:
    text = current(kubeconfig(me=AZURE, you=TOKEN), "at-me")
    config = machine.file("config", text, 0o644)
    said = fix(machine, "--yes", config)
    assert said.code == 0
    assert "+    exec:" in said.out
    assert f"chmod 600 {config}" in said.out
    assert f"wrote {config}, kept the old file as {config}.bak; undo: kubeconv undo {config}" in said.out
    assert "works: all 2 contexts with kubectl 1.37.1" in said.out
    assert yaml.safe_load(config.read_text())["users"][0]["user"]["exec"]["command"] == "kubelogin"
    backup = machine.home / "config.bak"
    assert (backup.read_text(), config.stat().st_mode & 0o777, backup.stat().st_mode & 0o777) == (text, 0o600, 0o600)
    again = fix(machine, "--yes", config)
    assert (again.code, "wrote" in again.out) == (0, False)


@pytest.mark.parametrize("call", ["swap", "write_all"])
def test_a_failed_write_leaves_the_mode_too(machine: Machine, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    config = machine.file("config", current(kubeconfig(me=AZURE), "at-me"), 0o644)
    before = config.read_bytes()
    monkeypatch.setattr(f"kubeconv.machine.entries.{call}", fail)
    said = fix(machine, "--yes", config)
    assert (said.code, "no space left on device" in said.err) == (1, True)
    assert (config.read_bytes(), config.stat().st_mode & 0o777) == (before, 0o644)


def test_secrets_are_masked_in_the_diff(machine: Machine) -> None:
    config = machine.file("config", kubeconfig(me=AZURE + "        access-token: s3cr3t\n"))
    asked_for = fix(machine, "--format", "json", config)
    assert "nothing was written: kubeconv does not ask if it prints JSON; use --yes" in asked_for.err
    for said in (fix(machine, config), asked_for, fix(machine, "--yes", "--format", "json", config)):
        assert "s3cr3t" not in said.out + said.err
        assert "***" in said.out


PROFILE = '{"subscriptions": [{"isDefault": true, "tenantId": "tenant-1", "environmentName": "AzureCloud"}]}'


@pytest.mark.parametrize(
    ("options", "mode", "why"),
    [
        ((), "azurecli", "az is logged in to the tenant tenant-1"),
        (("-l", "auto"), "azurecli", "az is logged in to the tenant tenant-1"),
        (("-l", "msi"), "msi", ""),
    ],
)
def test_the_login_mode_of_a_fix_is_the_one_that_fits(
    options: tuple[str, ...], mode: str, why: str, machine: Machine
) -> None:
    machine.program("az", "exit 1")
    machine.file(".azure/azureProfile.json", PROFILE)
    config = machine.file("config", kubeconfig(me=AZURE))
    ended = machine.call("doctor", "--fix", "--yes", *options, config)
    assert login(config, "me") == mode
    assert f"  after  kubelogin {mode}\n  why    {why or 'clients no longer know it'}\n" in ended.out


def test_a_fix_of_one_context_changes_its_user_only(machine: Machine) -> None:
    config = machine.file("config", kubeconfig(me=AZURE, you=AZURE))
    machine.call("doctor", "--fix", "--yes", "--context", "at-you", config)
    assert (login(config, "me"), login(config, "you")) == ("azure", "devicecode")


def test_what_a_fix_would_do_to_very_many_is_worked_out_only_if_asked(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kubeconv.doctor.look.PREVIEWED", 1)
    config = machine.file("config", kubeconfig(me=AZURE, you=AZURE, she=TOKEN), 0o600)
    said = machine.call("doctor", config)
    remedy = f"  kubeconv doctor --fix {config}  # shows first what it can fix; 2 contexts wait for it"
    assert (said.code, said.lines[said.lines.index("suggested fixes, best first:") + 1 :]) == (1, [remedy])
    assert json.loads(machine.call("doctor", "--format", "json", config).out)["fix"] == []
    alone = machine.file(
        "alone", kubeconfig(me=AZURE, you=AZURE).replace("contexts:", "preferences: {}\nothers:"), 0o600
    )
    remedy = f"  kubeconv doctor --fix {alone}  # shows first what it can fix"
    assert remedy in machine.call("doctor", alone).lines
    twice = machine.file(
        "twice", alone.read_text().replace("name: you", "name: me"), 0o600
    )  # users that are not told apart
    assert f"  kubeconv doctor --fix {twice}  # shows first what it can fix" in machine.call("doctor", twice).out
    assert "+    exec:" in fix(machine, config).out
    assert machine.call("fix", "--plan", config).out.count("kubelogin devicecode") == 2


def test_a_login_mode_is_for_a_fix_only(machine: Machine) -> None:
    machine.file("config", kubeconfig(me=AZURE))
    assert machine.call("doctor", "-l", "msi", "config").code == 2
    assert "(did you mean azurecli?)" in machine.call("doctor", "--fix", "-l", "azurcli", "config").err


def test_quotes_and_doubles_are_fixed_too(machine: Machine) -> None:
    text = current(kubeconfig(me=TOKEN), "at-me").replace("token: t0k3n", "token: 0123")
    config = machine.file(
        "config", text.replace("contexts:\n", "contexts:\n- name: at-me\n  context: {cluster: c, user: me}\n")
    )
    said = fix(machine, "--yes", config)
    assert said.code == 0
    assert ('token: "0123"' in config.read_text(), config.read_text().count("name: at-me")) == (True, 1)


def test_what_kept_the_file_from_being_read_hides_no_login(machine: Machine) -> None:
    config = machine.file("config", kubeconfig(me=AZURE.replace('config-mode: "1"', "config-mode: 1"), other=KUBELOGIN))
    assert "config-mode: 1\n" in config.read_text()
    assert fix(machine, "--yes", config).code == 0
    assert "command: kubelogin" in config.read_text()
    before = config.read_bytes()
    assert (fix(machine, "--yes", config).code, config.read_bytes()) == (0, before)


def test_a_login_without_a_tenant_is_left_with_a_command(machine: Machine) -> None:
    config = machine.file("config", current(kubeconfig(me=NO_TENANT), "at-me"))
    before = config.read_bytes()
    said = fix(machine, "--yes", config)
    assert (said.code, config.read_bytes()) == (1, before)
    helped = f"  kubeconv convert --user me --tenant-id ID {config}  # this login needs more than the file says"
    assert any(line.startswith(helped) for line in said.lines)
    given = helped.partition("  #")[0].split()[1:]
    assert machine.call(*("tenant-1" if word == "ID" else word for word in given)).code == 0
    assert machine.call("doctor", config).code == 0


def test_what_the_fixed_login_needs_is_said_before(machine: Machine) -> None:
    (machine.programs / "kubelogin").unlink()
    said = machine.call("doctor", machine.file("config", current(kubeconfig(me=AZURE), "at-me")))
    helps = said.lines[said.lines.index("suggested fixes, best first:") + 1 :]
    assert helps[0].startswith("  kubeconv doctor --fix ")
    assert helps[1] == "  # install kubelogin: https://azure.github.io/kubelogin/install.html"


def test_a_file_changed_meanwhile_is_left(machine: Machine) -> None:
    config = machine.file("config", current(kubeconfig(me=AZURE), "at-me"))
    (plan,) = look(Paths((str(config),)), machine.environment({})).plans
    changed = config.read_text() + "# somebody else\n"
    config.write_text(changed)
    written = apply(plan)
    assert written.problem is not None
    assert "was changed meanwhile, nothing is written" in str(written.problem)
    assert (config.read_text(), [*machine.home.iterdir()]) == (changed, [config])


@pytest.mark.parametrize("command", [["doctor", "--fix"], ["fix"]], ids=" ".join)
@pytest.mark.parametrize("left", [True, False], ids=["something", "nothing"])
def test_what_nobody_was_asked_about_is_planned_again(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, command: list[str], left: bool
) -> None:
    config = machine.file("config", current(kubeconfig(me=AZURE, you=AZURE), "at-me"))

    def change(*arguments: Any, **more: Any) -> Any:
        other = kubeconfig(me=AZURE if left else KUBELOGIN, you=AZURE)
        config.write_text(current(other, "at-me") + "# somebody else\n")
        return apply(*arguments, **more)

    monkeypatch.setattr("kubeconv.commands.fixing.apply", change)
    said = machine.call(*command, "--yes", "--user", "me", config)
    assert (login(config, "me"), login(config, "you")) == ("devicecode", "azure")
    assert config.read_text().endswith("# somebody else\n")
    what = "fixed as it is now" if left else "there is nothing left to fix"
    assert f"{config}: it was changed meanwhile: {what}\n" in said.out
    assert (f"wrote {config}" in said.out, "Traceback" in said.err) == (left, False)


def test_a_locked_file_is_left(machine: Machine) -> None:
    config = machine.file("config", current(kubeconfig(me=AZURE), "at-me"))
    machine.file("config.lock", "")
    said = fix(machine, "--yes", "--lock-timeout", "0", config)
    assert said.code == 1
    assert "is locked by another program" in said.err
    assert "auth-provider" in config.read_text()


def test_what_it_promises_is_what_it_does_for_the_selected_context(machine: Machine) -> None:
    config = machine.file("config", kubeconfig(me=AZURE, you=AZURE, him=AZURE))
    said = machine.call("doctor", "--context", "at-you", config)
    assert f"  kubeconv doctor --fix --context at-you {config}  # fixes 1 entry after showing the change\n" in said.out
    fixed = fix(machine, "--yes", "--context", "at-you", config)
    assert config.read_text().count("exec:") == 1, fixed


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 1), ("\n", 1), ("\x04", 130)])
def test_on_a_terminal_it_asks(machine: Machine, answer: str, code: int) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has nothing like it")
    config = machine.file("config", current(kubeconfig(me=AZURE), "at-me"))
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "kubeconv", "doctor", "--fix", str(config)],
        env=machine.environment({}), cwd=machine.home, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    os.close(theirs)
    os.write(ours, answer.encode())
    _, err = process.communicate(timeout=60)
    os.close(ours)
    assert process.returncode == code
    assert b"Write this?" in err
    assert err.endswith(b"\nkubeconv: nothing was written\n") is (code == 130)
    assert ("exec:" in config.read_text()) is (code == 0)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--yes"], "use it with --fix only"),
        (["--fix", "--redact"], "cannot be used with --fix"),
        (["--fix", "-"], "use files, not standard input"),
        (["--connect", "-"], "use files, not standard input"),
        (["--format", "xml"], "use text or json"),
    ],
)
def test_usage(machine: Machine, arguments: list[str], said: str) -> None:
    ended = machine.call("doctor", *arguments)
    assert (ended.code, said in ended.err) == (2, said in ended.err) == (2, True)


def test_the_json_tells_what_was_written(machine: Machine) -> None:
    config = machine.file("config", current(kubeconfig(me=AZURE), "at-me"))
    found = asked(fix(machine, "--yes", "--format", "json", config))
    assert found["works"] is True
    assert found["written"] == [
        {
            "path": str(config),
            "backup": f"{config}.bak",
            "undo": f"kubeconv undo {config}",
            "notes": [],
            "problem": None,
        }
    ]
    assert found["fix"][0]["diff"].startswith(f"--- {config}\n")


def test_nothing_that_a_kubeconfig_names_is_run(machine: Machine) -> None:
    trap = machine.program("trap", 'touch "$HOME/ran"')
    body = f"    exec: {{apiVersion: client.authentication.k8s.io/v1beta1, command: {trap}, args: []}}\n"
    assert machine.call("doctor", machine.file("config", kubeconfig(me=body))).code == 0
    assert not (machine.home / "ran").exists()


# --redact

NAMES = st.text("abcdefghijklmnopqrstuvwxyzäß0123456789-_.@/ ", min_size=6, max_size=14).map(lambda text: f"zq{text}qz")


def kubeconfig_of_secrets(names: Mapping[str, str]) -> str:
    """A file with a name wherever there can be one, and something wrong with most of it."""
    azure = {
        "name": "azure",
        "config": {"apiserver-id": names["id"], "client-id": AKS_CLIENT, "environment": names["env"]},
    }
    exec_ = {
        "apiVersion": "client.authentication.k8s.io/v1beta1", "command": names["command"], "args": [names["argument"]],
        "installHint": names["hint"], "env": [{"name": names["variable"], "value": names["value"]}],
    }  # fmt: skip
    args = ["get-token", "--login", names["mode"], "--server-id", names["id"], "--tenant-id", names["tenant"]]
    kubelogin = {**exec_, "command": "kubelogin", "args": args}
    users = [
        ("user", {"auth-provider": azure}), ("second", {"exec": exec_}), ("third", {"exec": kubelogin}),
        ("fourth", {"auth-provider": {"name": names["provider"]}}), ("fifth", {"client-certificate": names["file"]}),
    ]  # fmt: skip
    return yaml.safe_dump(
        {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": names["cluster"], "cluster": {"server": f"https://{names['host']}"}}],
            "contexts": [
                {
                    "name": f"{names['context']}{key}",
                    "context": {"cluster": names["cluster"], "user": names[key], "namespace": names["namespace"]},
                }
                for key, _ in users
            ],
            "current-context": names["current"],
            "users": [{"name": names[key], "user": body} for key, body in users],
            names["field"]: names["value"],
        }
    )  # fmt: skip


KEYS = (
    "id", "env", "command", "argument", "hint", "variable", "value", "mode", "tenant", "user", "second", "third", "fourth",
    "fifth", "provider", "file", "cluster", "host", "context", "namespace", "current", "field",
)  # fmt: skip


@given(st.fixed_dictionaries(dict.fromkeys(KEYS, NAMES)))
def test_no_name_of_the_file_is_in_a_redacted_report(
    tmp_path_factory: pytest.TempPathFactory, names: dict[str, str]
) -> None:
    machine = Machine(tmp_path_factory.mktemp("redacted"))
    config = machine.file("zqfolderqz/config", kubeconfig_of_secrets(names), 0o644)
    lock = machine.file("zqfolderqz/config.lock", "")
    os.utime(lock, (0, 0))
    environment = machine.environment({"AAD_LOGIN_METHOD": "zqmethodqz"})
    paths = Paths((str(config),), True, (str(machine.home / "zqgoneqz"),))
    found = redact(examine(look(paths, environment)), str(machine.home))
    assert len(found.rows) == 6
    text = "\n".join("".join(part for part, _ in line) for line in lines(found))
    for shown in (text, examined(found)):
        assert not re.search("zq|qz|" + re.escape(str(machine.home)), shown)
    assert {"context-1", "~/file-1", "KC201"} <= set(re.findall(r"[\w~/-]+", text))


def test_a_redacted_command_keeps_its_form(machine: Machine) -> None:
    config = machine.file("-config", current(kubeconfig(me=NO_TENANT, you=TOKEN), "-gone"))
    config.write_text(config.read_text().replace("name: at-you", "name: -at-you"))
    said = machine.call("doctor", "--redact", "--", config.name)
    assert [line.partition("  #")[0] for line in said.lines if line.startswith("  ")] == [
        "  kubectl --kubeconfig file-1 config use-context -- context-2",
        "  kubeconv convert --user user-1 --tenant-id ID file-1",
    ]
    empty = machine.call("doctor", "--redact", machine.file("no kubeconfig", "[]"))
    assert (empty.code, "what helps" in empty.out) == (1, False)


@pytest.mark.parametrize(
    "name", ["my AZURE_TENANT_ID login", "AZURE_TENANT_ID", "use-context", "PATH=/x:$PATH", "1.22"]
)
def test_what_a_name_looks_like_is_no_reason_to_show_it(machine: Machine, name: str) -> None:
    config = machine.file("config", kubeconfig(**{name: NO_TENANT}))
    assert f"--user {shlex.quote(name)} --tenant-id ID" in machine.call("doctor", config).out
    shown = machine.call("doctor", "--redact", config).out
    assert "--user user-1 --tenant-id ID" in shown
    assert name not in shown


def test_a_redacted_report_keeps_what_helps(machine: Machine) -> None:
    machine.file(".kube/config", current(kubeconfig(me=AZURE, you=KUBELOGIN), "at-me"))
    said = machine.call("doctor", "--redact", AAD_LOGIN_METHOD="msi")
    assert said.code == 1
    assert said.lines[0] == "broken: 1 of 2 contexts does not work with kubectl 1.37.1"
    assert re.search(r"^context-1 \(current\) +azure +fails$", said.out, re.MULTILINE)
    assert re.search(r"\(~/\.kube/config:\d+, KC201\)", said.out)
    assert "A variable of this shell overrides a login of the file (AAD_LOGIN_METHOD)" in said.out
    found = asked(machine.call("doctor", "--redact", "--format", "json"))
    assert [(each["context"], each["user"]) for each in found["contexts"]] == [
        ("context-1", "user-1"), ("context-2", "user-2"),
    ]  # fmt: skip
    assert {each["path"] for each in found["programs"]} == {"/.../kubectl", "/.../kubelogin"}


# how much it costs


def test_it_is_linear_in_the_number_of_contexts(machine: Machine) -> None:
    def seconds(number: int) -> float:
        text = kubeconfig(**{f"u{each}": AZURE for each in range(number)})
        config = machine.file(f"config-{number}", text)
        start = time.process_time()
        assert machine.call("doctor", "--fix", config).code == 1
        return time.process_time() - start

    small = min(seconds(200) for _ in range(2))
    assert seconds(1600) < 8 * small * 2.5


def test_all_that_a_login_lacks_is_asked_for_at_once(machine: Machine) -> None:
    body = "    auth-provider: {name: azure, config: {config-mode: '1', environment: AzurePublicCloud}}\n"
    config = machine.file("config", current(kubeconfig(me=body), "at-me"))
    (remedy,) = (
        each for each in asked(machine.call("doctor", "--format", "json", config))["remedies"] if each["command"]
    )
    assert remedy["command"] == f"kubeconv convert --user me --server-id ID --client-id ID --tenant-id ID {config}"
    assert remedy["works"] == 1
    (machine.programs / "kubelogin").unlink()
    (remedy, *_) = (
        each for each in asked(machine.call("doctor", "--format", "json", config))["remedies"] if each["command"]
    )
    assert remedy["works"] == 0, "without kubelogin it is not enough"


@pytest.mark.parametrize(
    ("body", "kubelogin", "works"), [(TOKEN, False, 1), (AZURE, True, 1), (AZURE, False, 0)],
    ids=["a token", "what --fix mends too", "what it does not mend"],
)  # fmt: skip
def test_a_file_that_is_not_read_hides_no_other_reason(
    machine: Machine, body: str, kubelogin: bool, works: int
) -> None:
    if not kubelogin:
        (machine.programs / "kubelogin").unlink()
    config = machine.file("config", current(kubeconfig(me=body), "at-me"))
    broken = machine.file("broken", "clusters: [")
    found = asked(machine.call("doctor", "--format", "json", KUBECONFIG=f"{config}:{broken}"))
    first = next(each for each in found["remedies"] if not each["command"])
    assert (first["contexts"], first["works"]) == (1, works)


def test_the_current_context_that_several_files_lack_is_called_so(machine: Machine) -> None:
    files = [machine.file(name, current(kubeconfig(**{name: TOKEN}), "gone")) for name in ("a", "b")]
    said = machine.call("doctor", KUBECONFIG=":".join(map(str, files))).out
    assert "the current the" not in said
