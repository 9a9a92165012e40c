"""`validate --fix`: what is fixed, what is left, and that nothing else moves."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from test_cli_doctor import kubectl
from test_cli_usage import AZURE, Machine, kubeconfig, login

from kubeconv.conversion.options import Options
from kubeconv.kubeconfig.view import parse_source, parse_tolerantly
from kubeconv.releases.table import NEWEST_KUBECTL
from kubeconv.releases.version import Version
from kubeconv.tree.node import plain
from kubeconv.tree.source import Source
from kubeconv.validation.fixes import Fix, fix

HEAD = "clusters:\n- name: c\n  cluster: {server: 'https://c.example'}\n"
LEGACY = """\
users:
- name: u
  user:
    auth-provider:
      name: azure
      config: {apiserver-id: s, client-id: c, tenant-id: t, config-mode: %s}
"""
V1ALPHA1 = (
    "users:\n- name: u\n  user:\n    exec:\n      apiVersion: client.authentication.k8s.io/%s\n      command: %s\n"
)

FIXED = {
    "a number to which aliases lead": (
        "users:\n- name: a\n  user: &u\n    username: 1\n- name: b\n  user: *u\n- name: c\n  user: *u\n",
        'users:\n- name: a\n  user: &u\n    username: "1"\n- name: b\n  user: *u\n- name: c\n  user: *u\n',
    ),
    "a number as a token": (
        "users:\n- name: u\n  user: {token: 123} # t\n",
        "users:\n- name: u\n  user: {token: \"123\"} # t\n"),
    "a truth value as a name": ("users:\n- name: yes\n  user: {}\n", 'users:\n- name: "yes"\n  user: {}\n'),
    "a hexadecimal namespace": (
        "contexts:\n- name: x\n  context: {namespace: 0x1F}\n", 'contexts:\n- name: x\n  context: {namespace: "0x1F"}\n'),
    "the same cluster twice": (HEAD + HEAD.partition("\n")[2], HEAD),
    "the same cluster three times": (HEAD + HEAD.partition("\n")[2] * 2, HEAD),
    "the same cluster three times, of which the third needs the second": (
        "clusters:\n- name: c\n  cluster: {server: s}\n- name: c\n  cluster: &c {server: s}\n- name: c\n  cluster: *c\n",
        "clusters:\n- name: c\n  cluster: {server: s}\n"),
    "the same user again in flow style": (
        "users: [{name: u, user: {token: t}}, {name: u, user: {token: t}}, {name: v}]\n",
        "users: [{name: u, user: {token: t}}, {name: v}]\n"),
    "repeated entries that hold nothing": ("users: [{}, {}, {}]\n", "users: [{}]\n"),
    "a comment at a repeated entry": (
        HEAD + "- name: c # twice\n  cluster: {server: 'https://c.example'}\n", HEAD + "# twice\n"),
    "v1alpha1 of aws": (V1ALPHA1 % ("v1alpha1", "aws"), V1ALPHA1 % ("v1beta1", "aws")),
    "v1alpha1 of a path": (V1ALPHA1 % ("v1alpha1", "/usr/bin/doctl"), V1ALPHA1 % ("v1beta1", "/usr/bin/doctl")),
}  # fmt: skip

LEFT = {
    "nothing wrong": HEAD,
    "an empty file": "",
    "another cluster of the same name": HEAD + "- name: c\n  cluster: {server: 'https://other.example'}\n",
    "v1alpha1 of a plugin that nobody knows": V1ALPHA1 % ("v1alpha1", "mine"),
    "a legacy user without tenant": LEGACY.replace("tenant-id: t, ", "") % '"1"',
    "a list where a string is wanted": "users:\n- name: u\n  user: {token: [1]}\n",
    "a list under two keys": "users: &l [{name: a}, {name: a}]\ncontexts: *l\n",
    "a string where a truth value is wanted": HEAD.replace("{", "{insecure-skip-tls-verify: 'true', "),
}


def fixed(text: str, kubectl: Version = NEWEST_KUBECTL) -> tuple[str, list[Fix]]:
    """The text with all fixes made, and the fixes."""
    found = fix(parse_tolerantly(Source(text.encode())).kubeconfig, Options(kubectl=kubectl))
    return found.kubeconfig.source.text, found.fixes


@pytest.mark.parametrize(("before", "after"), FIXED.values(), ids=FIXED)
@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_what_has_one_right_form_gets_it_and_nothing_else_moves(before: str, after: str, ends: str) -> None:
    text, fixes = fixed(before.replace("\n", ends))
    assert text == after.replace("\n", ends)
    assert fixes
    assert fixed(text) == (text, [])


@pytest.mark.parametrize("text", LEFT.values(), ids=LEFT)
def test_what_could_be_meant_otherwise_is_left(text: str) -> None:
    assert fixed(text) == (text, [])


def test_a_legacy_user_with_a_number_is_quoted_and_converted() -> None:
    text, fixes = fixed(LEGACY % 1)
    document = parse_source(Source(text.encode()))
    assert document.root is not None
    (user,) = plain(document.root)["users"]
    wanted = "get-token --login devicecode --server-id s --client-id c --tenant-id t"
    assert " ".join(user["user"]["exec"]["args"]) == wanted
    assert [each.line for each in fixes] == [6, 2]


def run(*arguments: str | Path, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {"HOME": str(home), "PATH": os.defpath}
    command = [sys.executable, "-m", "kubeconv", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=home, check=False)


def test_the_command_fixes_in_place_and_then_judges(tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.write_text(FIXED["a number as a token"][0])
    config.chmod(0o600)
    ended = run("validate", "--fix", "--kubectl", "1.37", config, home=tmp_path)
    assert ended.returncode == 0
    assert f"{config}:3: fixed token: quotes make it a string" in ended.stdout
    assert config.read_text() == FIXED["a number as a token"][1]
    assert sorted(os.listdir(tmp_path)) == ["config", "config.bak"]
    again = run("validate", "--fix", "--kubectl", "1.37", config, home=tmp_path)
    assert "fixed" not in again.stdout


def test_the_command_leaves_what_is_no_kubeconfig(tmp_path: Path) -> None:
    other = tmp_path / "values.yaml"
    other.write_text("users: [{name: 1}]\nkind: Other\n")
    run("validate", "--fix", "--kubectl", "1.37", other, home=tmp_path)
    assert other.read_text() == "users: [{name: 1}]\nkind: Other\n"


def test_standard_input_cannot_be_fixed(tmp_path: Path) -> None:
    environment = {"HOME": str(tmp_path), "PATH": os.defpath}
    command = [sys.executable, "-m", "kubeconv", "validate", "--fix", "--kubectl", "1.37", "-"]
    ended = subprocess.run(command, input=HEAD, capture_output=True, text=True, env=environment, check=False)
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1


def test_logins_stay_that_the_kubectl_knows() -> None:
    text = LEGACY % 1
    after, fixes = fixed(text, Version(1, 25))
    assert (after, len(fixes)) == (text.replace("config-mode: 1", 'config-mode: "1"'), 1)


USERS = "apiVersion: v1\nkind: Config\nusers:\n"
TWICE = "- name: u\n  user: {token: t}\n" * 2
TOO_LARGE = {
    "nested deeper than is compared": f"{USERS}- name: z\n  user: {{token: t}}\n  x: {'[' * 150}{']' * 150}\n{TWICE}",
    "more than is compared": f"{USERS}- name: z\n  user: {{token: t}}\n  x: [{'1,' * 110_000}]\n{TWICE}",
}


@pytest.mark.parametrize("text", TOO_LARGE.values(), ids=TOO_LARGE.keys())
def test_what_is_too_large_to_compare_stays_and_the_other_files_are_fixed(tmp_path: Path, text: str) -> None:
    machine = Machine(tmp_path)
    before, large, after = (machine.file(name, f"{USERS}- name: u\n  user: {{token: 1}}\n") for name in ("a", "b", "c"))
    large.write_text(text)
    ended = machine.call("validate", "--fix", "--kubectl", "1.37", before, large, after)
    assert "Traceback" not in ended.out + ended.err
    assert [path.read_text() for path in (before, after)] == [f'{USERS}- name: u\n  user: {{token: "1"}}\n'] * 2
    assert large.read_text() == text
    for options in ([], ["--fix", "--yes"]):
        assert machine.call("doctor", *options, large).code in (0, 1)
    assert large.read_text() == text


def test_entries_that_are_there_again_go_all_at_once() -> None:
    text = (
        "users:\n- {name: a}\n- {name: b} # b\n- {name: a} # 2\n- {name: a}\n- {name: c}\n- {name: b}\n"
        "contexts: [{name: x}, {name: x}, {name: x}]\n"
    )
    after, fixes = fixed(text)
    assert after == "users:\n- {name: a}\n- {name: b} # b\n# 2\n- {name: c}\ncontexts: [{name: x}]\n"
    assert [each.line for each in fixes] == [8, 8, 4, 5, 7]


def test_an_entry_that_is_used_elsewhere_keeps_no_other_from_going() -> None:
    text = "users:\n- {name: a}\n- {name: a}\n- name: b\n  user: {}\n- name: b\n  user: &b {}\n- {name: c, user: *b}\n"
    after, fixes = fixed(text)
    assert after == text.replace("- {name: a}\n", "", 1)
    assert [each.line for each in fixes] == [3]


def test_two_thousand_entries_that_are_there_again_take_no_long_time() -> None:
    started = time.process_time()
    after, fixes = fixed("users:\n" + "- {name: a}\n" * 2_001)
    assert time.process_time() - started < 2  # a quarter of a second where nothing else runs
    assert (after, len(fixes)) == ("users:\n- {name: a}\n", 2_000)


OLD_LOGINS = kubeconfig(me=AZURE, you=AZURE)


@pytest.mark.parametrize(
    ("options", "me", "you"),
    [
        ([], "devicecode", "devicecode"),
        (["-l", "auto"], "azurecli", "azurecli"),
        (["--this-machine"], "azurecli", "azurecli"),
        (["--this-machine", "-l", "interactive"], "interactive", "interactive"),
        (["-l", "azurecli", "--exclude", "at-you"], "azurecli", "azure"),
        (["--context", "at-y*"], "azure", "devicecode"),
    ],
    ids=" ".join,
)
def test_validate_fixes_those_who_are_selected_with_the_login_mode_that_is_named(
    options: list[str], me: str, you: str, tmp_path: Path
) -> None:
    machine = Machine(tmp_path)
    machine.program("az", "exit 1")
    machine.file(".azure/azureProfile.json", '{"subscriptions": [{"isDefault": true, "tenantId": "tenant-1"}]}')
    config = machine.file("config", OLD_LOGINS)
    ended = machine.call("validate", "--fix", *options, config)
    assert (login(config, "me"), login(config, "you")) == (me, you), ended
    assert f"wrote {config}, kept the old file as {config}.bak; undo: kubeconv undo {config}" in ended.out


def test_what_validate_and_doctor_fix_is_the_same(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.program("kubectl", kubectl("1.37.1"))
    text = OLD_LOGINS.replace(
        "users:", "users:\n- name: robot\n  user: {token: 1}\n- name: robot\n  user: {token: 1}\n", 1
    )
    one, two, three = (machine.file(name, text) for name in ("one", "two", "three"))
    machine.call("validate", "--fix", one)
    machine.call("doctor", "--fix", "--yes", "-l", "devicecode", two)
    machine.call("fix", "--yes", "-l", "devicecode", three)
    assert one.read_bytes() == two.read_bytes() == three.read_bytes() != text.encode()


def test_a_login_mode_is_for_fixes_only(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD_LOGINS)
    assert "use it with --fix only" in machine.call("validate", "-l", "auto", config).err
    assert "did you mean azurecli?" in machine.call("validate", "--fix", "-l", "azurcli", config).err


def test_in_a_file_that_is_not_judged_nothing_is_fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    text = FIXED["a number as a token"][0]
    for most, fixes in ((2, 0), (20, 1)):
        monkeypatch.setattr("kubeconv.kubeconfig.structure.MAX_JUDGED", most)
        parsed = parse_tolerantly(Source(text.encode()))
        assert len(fix(parsed.kubeconfig).fixes) == fixes
