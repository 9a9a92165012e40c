"""Of several things that stop kubectl from reading a file it tells only the first. What these are was seen with kubectl 1.37.1;
tests/e2e/test_load_order.py asks it about many more."""

import json
from pathlib import Path

import pytest

from kubeconv.commands import run
from kubeconv.kubeconfig.view import parse_tolerantly
from kubeconv.tree.source import Source
from kubeconv.validation.run import Asked, validate_parsed

TOP = "apiVersion: v1\nkind: Config\n"
USER = "users:\n- name: u\n  user: {token: [1]}\n"
CLUSTER = "clusters:\n- name: c\n  cluster: {server: [1], certificate-authority-data: '!'}\n"
TWICE = "users:\n- name: u\n- name: u\nclusters:\n- name: c\n- name: c\n"

#: A file, and the rule and the line that stop kubectl.
FIRST = {
    "keys in the order of bytes": (f"{TOP}{USER}{CLUSTER}", "KC015", 8),
    "contexts before users": (f"{TOP}{USER}contexts:\n- name: [1]\n", "KC005", 7),
    "the current context between them": (f"{TOP}{USER}current-context: [1]\n", "KC005", 6),
    "capitals before small letters": (
        f"{TOP}users:\n- name: u\n  user:\n    exec: {{command: [1], args: 1, apiVersion: [1]}}\n", "KC005", 6,
    ),
    "the first entry of a list": (f"{TOP}users:\n- name: u\n  user: {{token: [1]}}\n- name: [1]\n", "KC005", 5),
    "an entry's body before its name": (f"{TOP}clusters:\n- name: [1]\n  cluster: {{server: [1]}}\n", "KC005", 5),
    "a user's name before its body": (f"{TOP}users:\n- user: {{token: [1]}}\n  name: [1]\n", "KC005", 5),
    "the kind before types": (f"{USER}apiVersion: v1\nkind: Pod\n", "KC012", 5),
    "the type of the kind before another version": (f"{USER}apiVersion: v9\nkind: [a]\n", "KC005", 5),
    "the version before the kind": (f"{USER}kind: [a]\napiVersion: [a]\n", "KC005", 5),
    "numbers that JSON lacks before the kind": (f"kind: Pod\n{USER}x: .inf\n", "KC014", 5),
    "numbers in the order of keys": (f"{TOP}z: .inf\na: .nan\n", "KC014", 4),
    "a tag before that": (f"{TOP}x: .inf\ny: !!int a\n", "KC017", 4),
    "a mapping as key before a tag below it": (f"{TOP}x: {{[1]: 2}}\ny: !!int a\n", "KC016", 3),
    "a tag before a mapping as key below it": (f"{TOP}y: !!int a\nx: {{[1]: 2}}\n", "KC017", 3),
    "a merge key of nothing before a number": (f"{TOP}a: .inf\nx: {{<<: 1}}\n", "KC018", 4),
    "types before names": (f"{TOP}{TWICE}contexts: 1\n", "KC005", 9),
    "clusters before users": (f"{TOP}{TWICE}", "KC102", 8),
    "preferences before clusters": (
        f"{TOP}{TWICE}preferences:\n  extensions:\n  - name: e\n    extension: {{}}\n  - name: e\n    extension: {{}}\n",
        "KC104", 13,
    ),
    "the only one": (f"{TOP}kind: Pod\n", "KC012", 3),
}  # fmt: skip


@pytest.mark.parametrize("name", FIRST)
def test_the_first_to_stop(name: str) -> None:
    text, code, line = FIRST[name]
    report = validate_parsed(parse_tolerantly(Source(text.encode(), "config")), Asked())
    assert report.loads is False
    (stop,) = report.stopped.values()
    assert (stop.file, stop.code, stop.line) == ("config", code, line)
    assert (code, stop.name, stop.message) in {(each.code, each.name, each.message) for each in report.findings}


def test_a_file_that_is_no_yaml_and_one_that_is_fine() -> None:
    broken = validate_parsed(parse_tolerantly(Source(b"a: [\n", "config")), Asked())
    assert [each.code for each in broken.stopped.values()] == ["KC001"]
    fine = validate_parsed(parse_tolerantly(Source(f"{TOP}clusters: []\n".encode())), Asked())
    assert fine.stopped == {}


def test_each_kubectl_stops_at_its_own(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """kubectl 1.24 does not know `disable-compression` yet."""
    path = tmp_path / "config"
    path.write_text(f"{TOP}{USER}clusters:\n- name: c\n  cluster: {{disable-compression: [1]}}\n")
    run(["validate", "--kubectl", "1.24", "--kubectl", "1.37.1", "--format", "json", str(path)])
    (found,) = json.loads(capfd.readouterr().out)["files"]
    assert [each["stopped_by"]["line"] for each in found["verdicts"]] == [5, 8]
    assert found["stopped_by"] == found["verdicts"][0]["stopped_by"]


def test_of_a_list_the_first_file(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"fine": f"{TOP}clusters: []\n", "types": f"{TOP}{USER}", "syntax": "a: [\n"}
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KUBECONFIG", "fine:types:syntax")
    run(["validate", "--format", "json"])
    found = json.loads(capfd.readouterr().out)
    assert (found["merged"]["loads"], found["merged"]["stopped_by"]["file"], found["merged"]["stopped_by"]["line"]) == (
        False, "types", 5,
    )  # fmt: skip
    assert [each["stopped_by"] and each["stopped_by"]["code"] for each in found["files"]] == [None, "KC005", "KC001"]
    run(["validate"])
    said = capfd.readouterr().out
    assert "types: kubectl 1.37.1 does not read this file: it stops at KC005 (wrong-type) in line 5\n" in said
    assert "does not read all these files together: it stops at types:5, KC005 (wrong-type)\n" in said
    monkeypatch.setenv("KUBECONFIG", "syntax:types")
    run(["validate"])
    assert "it stops at syntax:2, KC001 (syntax-error)\n" in capfd.readouterr().out
    (tmp_path / "types").unlink()
    (tmp_path / "types").symlink_to("types")
    monkeypatch.setenv("KUBECONFIG", "types:syntax")
    run(["validate", "--format", "json"])
    stop = json.loads(capfd.readouterr().out)["merged"]["stopped_by"]
    assert (stop["file"], stop["code"], stop["line"]) == ("types", None, None)
    assert stop["message"]
