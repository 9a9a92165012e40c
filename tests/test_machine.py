"""`ThisMachine` gives true answers, never waits and never raises."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kubeconv.machine import programs as probe
from kubeconv.machine.this import MAX_READ, ThisMachine
from kubeconv.validation.rule import Machine

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
needs_posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX files")

#: Paths that no file has.
IMPOSSIBLE = ["", "nul\0inside", "x" * 5000, "/no/such/file", "\udcff\ud800"]

AZURE = 'echo "kubelogin version"; echo "git hash: v0.2.19/abc"'
OTHER = 'echo "kubelogin version v1.27.0 (go1.20.1 linux_amd64)"'


def program(path: Path, text: str = "true") -> Path:
    """A program that runs shell text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def git(folder: Path, *arguments: str) -> None:
    """Run git, with no settings but its own."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True, env=environment)


def repository(folder: Path, *tracked: str) -> Path:
    """A git repository that tracks these files."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet")
    for name in tracked:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")
        git(folder, "add", "--", name)
    return folder


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The folders for which git is asked."""
    asked: list[str] = []
    original = probe.tracked_files

    def tracked_files(git: str, folder: str, environment: dict[str, str]) -> frozenset[str]:
        asked.append(folder)
        return original(git, folder, environment)

    monkeypatch.setattr(probe, "tracked_files", tracked_files)
    return asked


def test_it_is_a_machine() -> None:
    machine: Machine = ThisMachine()
    assert machine.environment is os.environ
    assert abs(machine.now - time.time()) < 60
    assert ThisMachine(now=1.5).now == 1.5


@needs_posix
def test_which_looks_on_the_path_of_its_environment(tmp_path: Path) -> None:
    found = program(tmp_path / "bin" / "plugin")
    (tmp_path / "bin" / "text").write_text("no program")
    (tmp_path / "bin" / "folder").mkdir()
    machine = ThisMachine({"PATH": f"{tmp_path / 'missing'}:{tmp_path / 'bin'}"})
    assert machine.which("plugin") == str(found)
    for name in ("text", "folder", "absent", *IMPOSSIBLE):
        assert machine.which(name) is None
    assert ThisMachine({"PATH": ""}).which("plugin") is None
    assert ThisMachine({}).which("plugin") is None


@needs_posix
@pytest.mark.parametrize("part", ["", ".", "bin"])
def test_which_refuses_what_lies_in_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    program(tmp_path / part / "plugin")
    program(tmp_path / "other" / "plugin")
    monkeypatch.chdir(tmp_path)
    assert ThisMachine({"PATH": f"{part}:{tmp_path / 'other'}"}).which("plugin") is None


@needs_posix
def test_mode_follows_links(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "file").chmod(0o640)
    (tmp_path / "link").symlink_to("file")
    (tmp_path / "broken").symlink_to("nothing")
    machine = ThisMachine()
    assert machine.mode(str(tmp_path / "file")) == machine.mode(str(tmp_path / "link")) == 0o100640
    assert machine.mode(str(tmp_path / "broken")) is None


def test_read_gives_the_beginning_of_a_regular_file(tmp_path: Path) -> None:
    (tmp_path / "small").write_bytes(b"a\r\n\x1a\0")
    (tmp_path / "large").write_bytes(b"x" * (MAX_READ + 1))
    (tmp_path / "empty").write_bytes(b"")
    machine = ThisMachine()
    assert machine.read(str(tmp_path / "small")) == b"a\r\n\x1a\0"
    assert machine.read(str(tmp_path / "large")) == b"x" * MAX_READ
    assert machine.read(str(tmp_path / "empty")) == b""


@needs_posix
def test_read_waits_for_nothing_and_raises_nothing(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "loop").symlink_to("loop")
    machine = ThisMachine()
    for path in (tmp_path, tmp_path / "fifo", tmp_path / "loop", "/dev/zero", "/dev/tty", *IMPOSSIBLE):
        assert machine.read(str(path)) is None


@pytest.mark.parametrize("path", IMPOSSIBLE)
def test_no_path_raises(path: str) -> None:
    machine = ThisMachine()
    assert machine.read(path) is None
    assert machine.mode(path) is None
    assert not machine.tracked_by_git(path)


@needs_git
def test_git_tells_what_it_tracks(tmp_path: Path) -> None:
    names = ["config", "sub/kube config", "sub/ü\n.yaml"]
    top = repository(tmp_path / "top", *names)
    (top / "untracked").write_text("x")
    (top / "sub" / "link").symlink_to("../config")
    machine = ThisMachine()
    for name in (*names, "sub/link", "sub/../config"):
        assert machine.tracked_by_git(str(top / name)), name
    for name in ("untracked", "missing", "sub", "", ".git/config"):
        assert not machine.tracked_by_git(str(top / name)), name
    assert not machine.tracked_by_git(str(tmp_path / "outside"))


@needs_git
def test_a_link_into_a_repository_counts_and_one_out_of_it_does_not(tmp_path: Path) -> None:
    top = repository(tmp_path / "dotfiles", "config")
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "config").symlink_to(top / "config")
    (tmp_path / "secret").write_text("x")
    (top / "link").symlink_to(tmp_path / "secret")
    git(top, "add", "link")
    machine = ThisMachine()
    assert machine.tracked_by_git(str(tmp_path / "home" / "config"))
    assert not machine.tracked_by_git(str(top / "link"))


@needs_git
def test_nested_and_broken_repositories(tmp_path: Path) -> None:
    top = repository(tmp_path / "top", "config", "odd/config")
    inner = repository(top / "inner", "inner")
    (top / "odd" / ".git").mkdir()
    (inner / "config").write_text("x")
    machine = ThisMachine()
    assert machine.tracked_by_git(str(inner / "inner"))
    assert not machine.tracked_by_git(str(inner / "config"))
    assert machine.tracked_by_git(str(top / "odd" / "config")), "an empty .git is no repository: git looks further up"


@needs_git
def test_a_repository_named_in_the_environment_is_not_mistaken_for_that_of_the_file(tmp_path: Path) -> None:
    here, there = repository(tmp_path / "here", "config"), repository(tmp_path / "there", "other")
    machine = ThisMachine({**os.environ, "GIT_DIR": str(there / ".git"), "GIT_WORK_TREE": str(there)})
    assert machine.tracked_by_git(str(here / "config"))
    assert not machine.tracked_by_git(str(here / "other"))


@needs_git
def test_five_hundred_files_ask_git_once(tmp_path: Path, counted: list[str]) -> None:
    top = repository(tmp_path / "top", "a/b/config")
    machine = ThisMachine()
    found = [machine.tracked_by_git(str(top / "a" / f"{number}" / "config")) for number in range(500)]
    assert not any(found)
    assert machine.tracked_by_git(str(top / "a" / "b" / "config"))
    assert counted == [str(top.resolve())]


@needs_git
def test_git_runs_no_program_of_the_repository(tmp_path: Path) -> None:
    top = repository(tmp_path / "top", "config")
    hook = program(tmp_path / "hook", f"touch {tmp_path / 'ran'}")
    git(top, "config", "core.fsmonitor", str(hook))
    assert ThisMachine().tracked_by_git(str(top / "config"))
    assert not (tmp_path / "ran").exists()


@needs_git
def test_without_git_nothing_is_tracked(tmp_path: Path, counted: list[str]) -> None:
    top = repository(tmp_path / "top", "config")
    assert not ThisMachine({"PATH": str(tmp_path)}).tracked_by_git(str(top / "config"))
    assert counted == []


@needs_posix
@pytest.mark.parametrize(
    ("text", "version"), [(AZURE, "0.2.19"), (OTHER, None), ("exit 1", None), (None, None)], ids=str
)
def test_the_version_of_kubelogin(tmp_path: Path, text: str | None, version: str | None) -> None:
    if text is not None:
        program(tmp_path / "kubelogin", text)
    assert ThisMachine({"PATH": str(tmp_path)}).kubelogin_version() == version


@needs_posix
def test_kubelogin_is_asked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path / "kubelogin", AZURE)
    asked: list[str] = []
    original: Callable[..., str] = probe.run

    def run(path: str, *arguments: str) -> str:
        asked.append(path)
        return original(path, *arguments)

    monkeypatch.setattr(probe, "run", run)
    machine = ThisMachine({"PATH": str(tmp_path)})
    assert asked == []
    assert [machine.kubelogin_version() for _ in range(3)] == ["0.2.19"] * 3
    assert len(asked) == 1
