"""`validate --baseline`: what is known does not fail, wherever it moves; what is new does; what is gone is told."""

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kubeconv import schemas
from kubeconv.commands import run
from kubeconv.machine import lock
from kubeconv.machine.lock import locked
from kubeconv.machine.seen import Held

SECRET = "hunter2-S3cr3t-0123456789"
USERS = "".join(f"- name: user-{n}\n  user: {{auth-provider: {{name: gcp}}}}\n" for n in range(3))
TEXT = f"""\
apiVersion: v1
kind: Config
clusters:
- name: c
  cluster: {{server: https://c.example, servr: x}}
contexts:
- name: x
  context: {{cluster: c, user: u}}
current-context: x
users:
- name: u
  user: {{token: {SECRET}, tokn: {SECRET}}}
{USERS}"""


class Here:
    """A folder with kubeconfigs and a baseline."""

    def __init__(self, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capfd = folder, capfd
        self.out = self.err = ""

    def file(self, name: str, text: str = TEXT) -> str:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        path.chmod(0o600)
        return name

    def validate(self, *arguments: str) -> int:
        code = run(["validate", "--baseline", "known.json", *arguments])
        self.out, self.err = self._capfd.readouterr()
        return code

    def said(self) -> str:
        """What was said since the last run of `validate`."""
        return self._capfd.readouterr().err

    def json(self, *arguments: str) -> Any:
        self.validate("--format", "json", *arguments)
        found = json.loads(self.out)
        jsonschema.Draft202012Validator(json.loads(schemas.text("validate-output"))).validate(found)
        return found

    @property
    def known(self) -> Any:
        found = json.loads((self.folder / "known.json").read_text())
        jsonschema.Draft202012Validator(json.loads(schemas.text("baseline"))).validate(found)
        return found["findings"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Here:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KUBECONFIG", raising=False)
    return Here(tmp_path, capfd)


def test_what_is_known_does_not_fail(here: Here) -> None:
    path = here.file("a/config")
    assert run(["validate", path]) == 1
    assert here.validate("--write-baseline", path) == 0
    assert "known.json: 8 known findings written" in here.err
    assert here.validate(path) == 0
    assert here.out.splitlines()[-1] == "1 file, no findings; 8 findings already in the baseline"
    assert here.json(path)["baseline"] == {"known": 8, "stale": []}
    assert here.validate("--strict", "-q", os.path.abspath(path)) == 0, "whatever the file is called"
    assert here.out == ""


def test_the_baseline_is_the_same_each_time_and_holds_no_secret(here: Here) -> None:
    files = [here.file("b", TEXT.replace("\n", "\r\n")), here.file("a")]
    here.validate("--write-baseline", *files)
    first = (here.folder / "known.json").read_bytes()
    here.validate("--write-baseline", *reversed(files))
    assert (here.folder / "known.json").read_bytes() == first
    assert SECRET.encode() not in first
    assert [(each["file"], each["rule"], each["subject"]) for each in here.known][:3] == [
        ("a", "KC010", None), ("a", "KC010", None), ("a", "KC110", "user user-0"),
    ]  # fmt: skip
    assert "***" in here.known[1]["line"]


@pytest.mark.parametrize(
    ("change", "new"),
    [
        (lambda text: "# a comment\n\n" + text, 0),
        (lambda text: text.replace(SECRET, "another-0123456789abcdef"), 0),
        (lambda text: text.replace("- name: user-1\n", "- name: other\n"), 2),
        (lambda text: text + "- name: more\n  user: {auth-provider: {name: gcp}}\n", 2),
        (lambda text: text.replace("kind: Config\n", "kind: Config\nmisc: 1\n"), 1),
    ],
    ids=["moved", "another secret", "another user", "one more", "another rule"],
)
def test_only_what_is_new_is_told(here: Here, change: Any, new: int) -> None:
    path = here.file("a")
    here.validate("--write-baseline", path)
    here.file("a", change(TEXT))
    found = here.json(path)
    assert len(found["files"][0]["findings"]) == new
    assert here.validate("--strict", path) == min(new, 1)


def test_the_same_twice_is_known_as_often_as_it_is_written(here: Here) -> None:
    twice = "users:\n- name: u\n  user: {a: 1}\n- name: v\n  user: {}\nx: 1\n"
    path = here.file("a", twice)
    here.validate("--write-baseline", "--select", "KC009", path)
    here.file("a", twice.replace("x: 1\n", "x: 1\ny: 1\n"))
    assert len(here.json("--select", "KC009", path)["files"][0]["findings"]) == 1


def test_what_another_run_writes_meanwhile_stays(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    here.validate("--write-baseline", here.file("other"))
    baseline, others = here.folder / "known.json", (here.folder / "known.json").read_text()
    baseline.unlink()

    @contextlib.contextmanager
    def after_another(path: str, timeout: float) -> Iterator[Held]:
        baseline.write_text(others)
        with locked(path, timeout) as held:
            yield held

    monkeypatch.setattr(lock, "locked", after_another)
    assert here.validate("--write-baseline", here.file("mine")) == 0
    assert {each["file"] for each in here.known} == {"mine", "other"}


def test_what_is_stale_is_told(here: Here) -> None:
    path = here.file("a")
    here.file("b")
    here.validate("--write-baseline", path, "b")
    here.file("a", TEXT.replace("- name: user-1\n  user: {auth-provider: {name: gcp}}\n", ""))
    assert here.validate(path) == 0
    assert "known.json: a: KC202 removed-gcp (user user-1) is no longer there: " in here.err
    assert here.err.count("no longer there") == 2, "b was not read"
    assert [each["subject"] for each in here.json(path)["baseline"]["stale"]] == ["user user-1"] * 2
    here.validate("--select", "KC0", path)
    assert here.err == "", "what was not looked for is not gone"
    before = len(here.known)
    here.validate("--write-baseline", path)
    assert here.err.count("no longer there") == 0
    assert len(here.known) == before - 2, "those of b stay"
    (here.folder / "b").unlink()
    here.validate("--write-baseline", path)
    assert {each["file"] for each in here.known} == {"a"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is not JSON (line 1)"), ("[]", "is not a baseline of version 1"), ('{"version": 2}', "version 1"),
        ('{"version": 1, "findings": [{"file": 1}]}', "has an invalid finding (number 1)"), ("\udcff", "not UTF-8"),
    ],
)  # fmt: skip
def test_what_is_no_baseline_is_one_clear_line(here: Here, text: str, said: str) -> None:
    (here.folder / "known.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    assert here.validate(here.file("a")) == 2
    assert said in here.err
    assert here.err.count("\n") == 1


def test_it_has_to_be_there_or_written(here: Here) -> None:
    assert here.validate(here.file("a")) == 2
    assert here.err == (
        "kubeconv: known.json: no such file; name a baseline, or write one there with --write-baseline\n"
    )
    (here.folder / "known.json").mkdir()
    assert here.validate("a") == 2
    assert "known.json: a folder; name a baseline, or write one" in here.err
    assert here.validate("--write-baseline", "a") == 2
    assert "known.json: a folder; name a baseline, or a file that is not there yet" in here.err
    assert run(["validate", "--write-baseline", "a"]) == 2
    assert run(["validate", "--baseline", "no/known.json", "--write-baseline", "a"]) == 2
    assert run(["validate", "--baseline", "-", "--write-baseline", "a"]) == 2
    assert not (here.folder / "-").exists()
    assert "no/known.json: cannot be found: no such file or directory; make its folder first\n" in here.said()
    assert run(["audit", "--baseline", "known.json", "a"]) == 2, "nobody hides anything from an audit"
