"""`kubeconv validate`, `audit`, `rules`, `explain` and `schema` as people call them."""

import json
import os
import pty
import re
import shlex
import stat
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest

from kubeconv import schemas
from kubeconv.commands import run

CLEAN = """\
apiVersion: v1
kind: Config
clusters:
- name: c
  cluster: {server: https://c.example}
contexts:
- name: x
  context: {cluster: c, user: u}
- name: old
  context: {cluster: c, user: legacy}
current-context: x
users:
- name: u
  user: {token: 0123abcd}
- name: legacy
  user: {auth-provider: {name: gcp}}
"""
LEGACY = CLEAN.replace("current-context: x", "current-context: old")


class Said(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        found = json.loads(self.out)
        jsonschema.Draft202012Validator(json.loads(schemas.text("validate-output"))).validate(found)
        return found


class Shell:
    """A folder to be in, an environment without surprises, and the command line in this process."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capfd = folder, capfd
        self.programs = folder / "programs"
        self.programs.mkdir()
        for name in ("KUBECONFIG", "NO_COLOR", "AAD_LOGIN_METHOD"):
            monkeypatch.delenv(name, raising=False)
        self.set = monkeypatch.setenv
        self.set("HOME", str(folder))
        self.set("PATH", str(self.programs))
        monkeypatch.chdir(folder)

    def file(self, name: str, text: str = CLEAN, mode: int = 0o600) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        path.chmod(mode)
        return path

    def kubectl(self, script: str) -> None:
        path = self.programs / "kubectl"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def run(self, *arguments: str) -> Said:
        code = run(arguments)
        return Said(code, *self._capfd.readouterr())

    def validate(self, *arguments: str) -> Said:
        """Without what depends on files that are not here."""
        return self.run("validate", "--ignore", "KC4,KC3,KC109,KC110", *arguments)

    def json(self, *arguments: str) -> Any:
        return self.validate("--format", "json", *arguments).json


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path, monkeypatch, capfd)


def codes(file: Mapping[str, Any]) -> list[str]:
    return [finding["code"] for finding in file["findings"]]


def verdicts(found: Any) -> list[tuple[str, bool, bool]]:
    return [(each["kubectl"], each["loads"], each["usable"]) for each in found["files"][0]["verdicts"]]


# what is not judged


def test_what_is_nested_too_deep_is_not_judged_and_an_error(shell: Shell) -> None:
    path = str(shell.file("a", f"{CLEAN}extensions: {'[' * 2_000}{']' * 2_000}\n"))
    (found,) = shell.json(path)["files"]
    assert (found["loads"], found["usable"], codes(found)) == (None, None, ["KC003"])
    said = shell.validate(path)
    assert said.code == 1
    assert "kubeconv does not judge what kubectl 1.37.1 makes of this file" in said.out
    for command in ("audit", "validate"):
        assert shell.run(command, path, str(shell.file("b"))).code == 1
        assert "nested 1,000 levels deep or deeper: kubeconv does not judge this" in shell.run(command, path).out


# which kubectl


def test_the_kubectl_on_path_is_asked_and_told_of_no_kubeconfig(shell: Shell) -> None:
    shell.kubectl('echo "$*" $KUBECONFIG > asked; echo \'{"clientVersion": {"gitVersion": "v1.25.4-gke.1"}}\'')
    path = str(shell.file("a", LEGACY))
    assert verdicts(shell.json(path)) == [("1.37.1", True, False)]
    assert not (shell.folder / "asked").exists(), "not without being told to"
    assert verdicts(shell.json("--this-machine", path)) == [("1.25.4", True, True)]
    assert (shell.folder / "asked").read_text() == f"version --client -o json {os.devnull}\n"


@pytest.mark.parametrize(
    "script", ["exit 1", "echo nonsense", 'echo \'{"clientVersion": {"gitVersion": "dev"}}\'', "echo []"]
)
def test_without_an_answer_it_is_the_newest(shell: Shell, script: str) -> None:
    shell.kubectl(script)
    assert shell.json("--this-machine", str(shell.file("a")))["files"][0]["verdicts"][0]["kubectl"] == "1.37.1"


def test_a_kubectl_in_the_current_folder_is_not_run(shell: Shell) -> None:
    shell.kubectl("touch ran")
    shell.set("PATH", f".:{os.path.relpath(shell.programs, shell.folder)}")
    assert shell.json("--this-machine", str(shell.file("a")))["files"][0]["verdicts"][0]["kubectl"] == "1.37.1"
    assert not (shell.folder / "ran").exists()


def test_given_kubectls_are_taken_and_nothing_is_run(shell: Shell) -> None:
    shell.kubectl("touch ran")
    given = ("--kubectl", "1.25", "--kubectl", "v1.37.1", "--kubectl", "1.25.0")
    found = shell.json("--this-machine", *given, str(shell.file("a", LEGACY)))
    assert verdicts(found) == [("1.25.0", True, True), ("1.37.1", True, False)]
    assert found["files"][0]["usable"] is False
    assert not (shell.folder / "ran").exists()


# what is judged


def test_the_verdict_in_plain_words(shell: Shell) -> None:
    said = shell.validate("--kubectl", "1.37.1", str(shell.file("a")))
    assert said.code == 1, "the unused gcp user is an error of its own"
    assert "a: kubectl 1.37.1 reads this file and accepts context x\n" in said.out
    assert "\n 16 |   user: {auth-provider: {name: gcp}}\n" in said.out
    assert said.err == ""


def test_another_context_and_each_context(shell: Shell) -> None:
    path = str(shell.file("a"))
    assert shell.json("--context", "old", path)["files"][0]["usable"] is False
    contexts = shell.json("--all-contexts", path)["files"][0]["contexts"]
    assert {each["name"]: each["usable"] for each in contexts} == {"x": True, "old": False}
    assert "accepts context x" in shell.validate("--all-contexts", path).out
    said = shell.validate("--context", "nope", path)
    assert (said.code, said.out, said.err) == (2, "", "kubeconv: no context is named 'nope'\n")


def test_a_kubeconfig_list_is_judged_together(shell: Shell) -> None:
    first, second = shell.file("a"), shell.file("b", CLEAN.partition("contexts:")[0])
    shell.set("KUBECONFIG", f"{first}{os.pathsep}/nonexistent{os.pathsep}{second}")
    found = shell.json()
    assert (found["merged"]["loads"], found["merged"]["usable"], found["merged"]["context"]) == (True, True, "x")
    assert codes(found["files"][1]) == ["KC112"]
    assert shell.json(str(first))["merged"] is None
    assert "kubectl 1.37.1 reads all these files together and accepts context x" in shell.validate().out


def test_the_default_file_and_standard_input(shell: Shell) -> None:
    shell.file(".kube/config")
    assert shell.json()["files"][0]["path"] == f"{shell.folder}/.kube/config"
    with shell.file("a").open() as file:
        saved = os.dup(0)
        os.dup2(file.fileno(), 0)
        try:
            said = shell.validate("-")
        finally:
            os.dup2(saved, 0)
    assert "<standard input>: kubectl 1.37.1 reads this file" in said.out


# which findings


def test_choosing_failing_and_cutting(shell: Shell) -> None:
    path = str(shell.file("a", "apiVersion: v1\nkind: Config\nclusters: []\nmisc: 1\nother: 1\n"))
    assert shell.run("validate", "--format", "short", "--select", "KC009", path).out.count("\n") == 2
    assert shell.run("validate", "--select", "unknown-field", path).code == 0
    assert shell.run("validate", "--select", "kc0", "--strict", path).code == 1
    assert shell.run("validate", "--select", "KC0", "--ignore", "KC009,KC013", "--strict", path).code == 0
    assert shell.run("validate", "--strict", "--severity", "error", path).code == 0
    said = shell.run("validate", "--select", "KC009", "--max-findings", "1", path)
    assert "1 finding more, not shown" in said.out
    assert shell.run("validate", "--select", "KC009", "--strict", "--max-findings", "0", path).code == 1


#: Logins that nothing is wrong with: one that needs nobody, and one that needs a person.
WELL = CLEAN[: CLEAN.index("- name: old")] + "current-context: x\nusers:\n- name: u\n  user: {token: 0123abcd}\n"
NEEDS = WELL.replace(
    "{token: 0123abcd}",
    "{exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: aws, args: [eks, get-token, --cluster-name, c],"
    " interactiveMode: Never}}",
)  # fmt: skip


def test_text_shows_five_hundred_findings_and_counts_the_others(shell: Shell) -> None:
    contexts = "".join(f"- {{name: y{n}, context: {{cluster: c, user: gone-{n}}}}}\n" for n in range(502))
    path = str(shell.file("a", WELL.replace("contexts:\n", f"contexts:\n{contexts}")))
    for quiet in ([], ["-q"]):
        said = shell.run("validate", "--select", "KC108", *quiet, path)
        assert said.out.count("[KC108]") == 500
        assert said.out.splitlines()[-1].endswith("2 findings more, not shown (see --max-findings)")
    for more in (["--max-findings", "600"], ["--format", "short"]):
        assert shell.run("validate", "--select", "KC108", *more, path).out.count("[KC108]") == 502


def test_where_all_is_well_one_line_says_so(shell: Shell) -> None:
    files = [str(shell.file(name, text)) for name, text in (("a", WELL), ("b", WELL), ("c", NEEDS))]
    assert shell.run("validate", *files).out == "3 files, no findings\n"
    assert shell.run("validate", files[0]).out == "1 file, no findings\n"
    assert shell.run("validate", "-q", *files).out == ""
    for more in (["--context", "x"], ["--all-contexts"]):
        said = shell.run("validate", *more, *files).out.splitlines()
        assert "a: kubectl 1.37.1 reads this file and accepts context x".replace("a:", f"{files[0]}:") in said
        assert said[-1] == "3 files, no findings"


def test_what_the_only_login_needs_is_told(shell: Shell) -> None:
    path = str(shell.file("c", NEEDS))
    assert shell.run("validate", path).out.splitlines() == [
        f"{path}: kubectl 1.37.1 reads this file and accepts context x; it works if aws is on PATH",
        "1 file, no findings",
    ]
    shell.set("KUBECONFIG", f"{path}:{shell.file('a', WELL.replace(' x', ' y').replace(': c}', ': c, x: 1}'))}")
    assert "all these files together" in shell.run("validate").out


@pytest.mark.parametrize(("list_name", "code"), [("users", "KC101"), ("clusters", "KC102"), ("contexts", "KC103")])
def test_names_that_are_there_twice_are_one_finding_with_a_count(shell: Shell, list_name: str, code: str) -> None:
    twice = "".join(f"- name: n{n}\n" for n in (*range(9), *range(9)))
    said = shell.run("validate", "--select", code, str(shell.file("a", f"{list_name}:\n{twice}"))).out
    assert f"[{code}] {list_name[:-1]} 'n0' is defined twice, first in line 2\n" in said
    assert said.count(f"[{code}]") == 1
    assert " = note: 8 more like it, in lines 12 (n1), 13 (n2), 14 (n3) and 5 more\n" in said


def test_findings_that_are_alike_are_one_with_a_count(shell: Shell) -> None:
    users = "".join(
        f"- name: user-{n}\n  user: {{auth-provider: {{name: {'gcp' if n % 2 else 'openstack'}}}}}\n"
        for n in range(800)
    )
    path = str(shell.file("a", WELL.replace("users:\n", f"users:\n{users}")))
    said = shell.run("validate", "--select", "KC202,KC203", path).out
    assert said.count("[KC20") == 2
    assert said.count("user-") == 8
    assert " = note: 399 more like it, in lines 16 (user-2), 20 (user-4), 24 (user-6) and 396 more\n" in said
    assert said.splitlines()[-1] == "800 errors in 1 file"
    assert shell.run("validate", "--select", "KC202", "--format", "short", path).out.count("[KC202]") == 400
    worst = shell.run("validate", "--select", "KC2,KC4", "--max-findings", "1", path).out
    assert worst.count("[KC") == 1


def test_findings_are_alike_if_their_commands_differ_by_their_entry_alone(shell: Shell) -> None:
    names = ["plain", "with blanks", "it's", "集群", "a/b"]
    user = "{exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: kubelogin, args: [get-token, --server-id, s]}}"
    users = "".join(f'- name: "{name}"\n  user: {user}\n' for name in names)
    said = shell.run("validate", str(shell.file("a", WELL.replace("users:\n", f"users:\n{users}")))).out
    assert said.count("[KC324]") == said.count("kubeconv convert -l azurecli --user plain ") == 1
    assert said.count("[KC110]") == said.count("kubectl config delete-user plain --kubeconfig ") == 1


def test_the_command_that_deletes_an_entry_can_be_pasted_whatever_its_name(shell: Shell) -> None:
    entries = "clusters:\n- name: it's old\n  cluster: {server: https://o.example}\n"
    text = WELL.replace("clusters:\n", entries).replace(
        "users:\n", "users:\n- name: with blanks\n  user: {token: t0k}\n"
    )
    path = shell.file("a", text)
    said = shell.run("validate", str(path)).out
    for words in (["delete-user", "with blanks"], ["delete-cluster", "it's old"]):
        assert f"kubectl config {shlex.join([*words, '--kubeconfig', str(path)])}\n" in said


def test_few_that_are_alike_are_told_one_by_one(shell: Shell) -> None:
    users = "".join(f"- name: user-{n}\n  user: {{auth-provider: {{name: gcp}}}}\n" for n in range(3))
    path = str(shell.file("a", WELL.replace("users:\n", f"users:\n{users}")))
    assert shell.run("validate", "--select", "KC202", path).out.count("[KC202]") == 3


def test_statistics_count_the_findings_of_each_rule(shell: Shell) -> None:
    paths = [str(shell.file(name, "apiVersion: v1\nkind: Config\nx: 1\nusers: []\nz: 2\n" * 1)) for name in ("a", "b")]
    said = shell.run("validate", "--statistics", *paths)
    assert said.code == 0
    first, *_, last = said.out.splitlines()
    assert first.split() == ["4", "KC009", "warning", "unknown-field"]
    assert last.endswith(" in 2 files")
    assert ":3:1" not in said.out
    found = shell.run("validate", "--statistics", "--format", "json", *paths).json
    assert found["statistics"][0] == {
        "code": "KC009", "name": "unknown-field", "severity": "warning", "findings": 4, "files": 2,
    }  # fmt: skip
    assert "statistics" not in shell.run("validate", "--format", "json", *paths).json
    well = str(shell.file("c", WELL))
    assert shell.run("validate", "--statistics", well).out == "1 file, no findings\n"
    assert shell.run("validate", "--statistics", "--format", "sarif", well).code == 2


def test_quiet_prints_findings_only(shell: Shell) -> None:
    assert shell.validate("-q", "--kubectl", "1.25", "--severity", "error", str(shell.file("a"))).out == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ["--format", "xml"], ["--severity", "fatal"], ["--kubectl", "latest"], ["--select", "KC9"], ["--ignore", "nope"],
        ["--select", "KC001,"], ["--skip-others", "--all"], ["--max-findings", "-1"], ["--kuberc", "/nonexistent"],
        ["--nonsense"],
    ],
    ids=" ".join,
)  # fmt: skip
@pytest.mark.parametrize("command", ["validate", "audit"])
def test_usage_errors(shell: Shell, command: str, arguments: list[str]) -> None:
    said = shell.run(command, *arguments, str(shell.file("a")))
    assert (said.code, said.out) == (2, "")
    assert said.err


# which files


def test_files_that_cannot_be_read_stop_nobody(shell: Shell) -> None:
    said = shell.validate("--format", "short", "/nonexistent", str(shell.file("a", "clusters: [\n")))
    assert said.code == 2
    assert "error[KC001]" in said.out
    assert said.err == "/nonexistent: error: no such file\n"


def test_a_folder_gives_the_kubeconfigs_under_it(shell: Shell) -> None:
    for name in ("d/config", "d/e/prod.kubeconfig", "d/.git/config", "d/node_modules/config"):
        shell.file(name)
    shell.file("d/pod.yaml", "apiVersion: v1\nkind: Pod\n")
    shell.file("d/template.yaml", "kind: Config\nclusters: {{ .Values.clusters }}\n")
    shell.file("d/broken.yaml", "kind: Config\nclusters: [\n")
    found = shell.json("d")
    assert [file["path"] for file in found["files"]] == ["d/broken.yaml", "d/config", "d/e/prod.kubeconfig"]
    assert found["skipped"] == []
    assert len(shell.json("--all", "d")["files"]) == 5


def test_another_file_is_an_error_unless_it_may_be_left_out(shell: Shell) -> None:
    path = str(shell.file("values.yaml", "image: {tag: latest}\n"))
    said = shell.validate("--format", "short", path)
    assert said.code == 1
    assert "error[KC013] this is not a kubeconfig" in said.out
    found = shell.run("validate", "--skip-others", "--format", "json", path)
    assert found.code == 0
    assert found.json["skipped"] == [{"path": path, "reason": "not a kubeconfig"}]
    said = shell.run("validate", "--skip-others", path)
    assert (said.code, said.out, said.err) == (0, "", "no kubeconfig found\n")


# audit


def test_audit_reports_what_validate_trusts_and_looks_at_nothing_it_names(shell: Shell) -> None:
    text = CLEAN.replace("users:\n", "users:  # kubeconv: ignore\n").replace(
        "{token: 0123abcd}", "{exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: ./steal}}"
    )  # fmt: skip
    path = str(shell.file("a", text))
    assert "KC510" not in shell.validate("--format", "short", path).out
    said = shell.run("audit", "--format", "short", path)
    assert said.code == 1
    assert "a:14:" in said.out
    assert "error[KC510]" in said.out


# what the terminal sees


@pytest.mark.skipif(os.name != "posix", reason="no pseudo-terminals elsewhere")
@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
    ids=["plain", "NO_COLOR", "NO_COLOR empty", "dumb"],
)
def test_colours_are_for_terminals(shell: Shell, environment: dict[str, str], coloured: bool) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has nothing like it")
    path = shell.file("a", CLEAN.replace("name: x", 'name: "\\e[31mx"', 1))
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "kubeconv", "validate", "--kubectl", "1.37", str(path)]
    variables = {**os.environ, "TERM": "xterm", **environment}
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, env=variables) as process:
        os.close(theirs)
        shown = b""
        while chunk := _read(ours):
            shown += chunk
        process.wait()
    os.close(ours)
    text = shown.decode()
    assert ("\x1b[1;31merror[" in text) is coloured
    assert "\x1b[31m" not in text, "what stands in the file is never obeyed"
    if not coloured:
        assert "\x1b" not in text


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # how Linux says that the other end is closed
        return b""


# rules, explain, schema


def test_rules_explain_and_schema(shell: Shell) -> None:
    listed = shell.run("rules").out.splitlines()
    as_data = json.loads(shell.run("rules", "--format", "json").out)
    assert [line.split()[0] for line in listed] == [rule["code"] for rule in as_data]
    assert shell.run("rules", "--format", "markdown").out.startswith("# Rules\n")
    assert shell.run("rules", "--format", "xml").code == 2
    said = shell.run("explain", "kc301")
    assert (said.code, said.out) == (0, shell.run("explain", "exec-v1alpha1").out)
    assert re.search(r"^Bad:\n\n    users:", said.out, re.MULTILINE)
    said = shell.run("explain", "no", "such", "rule")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("kubeconv: this text has no known message or rule; ")
    assert json.loads(shell.run("schema").out)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("rules", ["KC202", "kc202", "Kc2", "removed-gcp", "Removed-GCP"])
def test_a_rule_is_taken_in_any_case_of_letters(shell: Shell, rules: str) -> None:
    path = str(shell.file("a", LEGACY))
    assert "[KC202]" in shell.run("validate", "--format", "short", "--select", rules, path).out
    assert "[KC202]" not in shell.run("validate", "--format", "short", "--ignore", rules, path).out
    shell.file("a", LEGACY.replace("{name: gcp}}\n", f"{{name: gcp}}}} # kubeconv: ignore[{rules}]\n"))
    assert "[KC202]" not in shell.run("validate", "--format", "short", path).out


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ("KC999", "'KC999'"), ("kc2o1", "'kc2o1' (did you mean KC201?)"), ("KC-201", "'KC-201' (did you mean KC201?)"),
        ("SC201", "'SC201' (did you mean KC201?)"), ("201", "'201' (did you mean KC201?)"),
        ("removed-azur", "'removed-azur' (did you mean removed-azure?)"), ("zzz", "'zzz'"),
        ("hunter2", "*** (7 characters)"),
    ],
)  # fmt: skip
def test_a_rule_that_is_none_is_named_with_what_was_meant(shell: Shell, rules: str, said: str) -> None:
    for option in ("--select", "--ignore"):
        assert (
            f"{option}: no rule is called {said}; run kubeconv rules" in shell.run("validate", option, rules, "x").err
        )


def test_a_file_is_only_read(shell: Shell) -> None:
    path = shell.file("a", LEGACY, mode=0o400)
    before = path.stat()
    shell.validate(str(path))
    assert (path.stat().st_mtime_ns, stat.S_IMODE(path.stat().st_mode), path.read_text()) == (
        before.st_mtime_ns, 0o400, LEGACY,
    )  # fmt: skip
