"""`ThisMachine` gives true answers, never waits and never raises."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from kubeconv.machine import git_index
from kubeconv.machine import programs as probe
from kubeconv.machine.this import MAX_READ, ThisMachine
from kubeconv.machine.which import which
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
    """The repositories whose index is read."""
    asked: list[str] = []
    original = git_index.blobs_in

    def blobs_in(repository: git_index.Repository) -> Mapping[bytes, bytes] | None:
        asked.append(repository.top)
        return original(repository)

    monkeypatch.setattr("kubeconv.machine.this.blobs_in", blobs_in)
    return asked


def test_it_is_a_machine() -> None:
    machine: Machine = ThisMachine()
    assert machine.environment is os.environ
    assert abs(machine.now - time.time()) < 60
    assert ThisMachine(now=1.5).now == 1.5


@needs_posix
@needs_posix
@pytest.mark.parametrize(
    "command", ["plugin", "plain", "folder", "gone", "missing", "", ".", "sub/plugin", "./plugin", *IMPOSSIBLE]
)
@pytest.mark.parametrize("folders", ["", ":", "{0}", ".:{0}", "{0}:{1}", "{1}:{0}", "/no/such:{1}:", "{0}/plugin"])
def test_which_finds_what_shutil_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, folders: str
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    program(first / "sub" / "plugin")
    program(first / "plain").chmod(0o644)
    (first / "folder").mkdir()
    (first / "gone").symlink_to("nowhere")
    for folder in (tmp_path, second):
        program(folder / "plugin")
        program(folder / "folder")
    monkeypatch.chdir(first)
    path = folders.format(first, second)
    assert which(command, path) == shutil.which(command, path=path)


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
    if sys.platform == "win32":
        pytest.skip("Windows has nothing like it")
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
    assert not machine.may_be_tracked(path)


@needs_git
def test_git_tells_what_it_tracks(tmp_path: Path) -> None:
    names = ["config", "sub/kube config", "sub/ü\n.yaml"]
    top = repository(tmp_path / "top", *names)
    (top / "untracked").write_text("x")
    (top / "sub" / "link").symlink_to("../config")
    machine = ThisMachine()
    for name in (*names, "sub/link", "sub/../config"):
        assert machine.tracked_by_git(str(top / name)), name
        assert machine.may_be_tracked(str(top / name)), name
    for name in ("untracked", "missing", "sub", "", ".git/config"):
        assert not machine.tracked_by_git(str(top / name)), name
    assert not machine.tracked_by_git(str(tmp_path / "outside"))
    assert not machine.may_be_tracked(str(tmp_path / "outside"))


@needs_git
def test_a_link_into_a_repository_counts_and_one_out_of_it_does_not(tmp_path: Path) -> None:
    top = repository(tmp_path / "dotfiles", "config")
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "config").symlink_to(top / "config")
    (tmp_path / "secret").write_text("x")
    (top / "link").symlink_to(tmp_path / "secret")
    git(top, "add", "link")
    machine = ThisMachine()
    assert not machine.may_be_tracked(str(tmp_path / "home" / "other"))
    assert machine.may_be_tracked(str(tmp_path / "home" / "config"))
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
def test_five_hundred_files_read_one_index_once(tmp_path: Path, counted: list[str]) -> None:
    top = repository(tmp_path / "top", "a/b/config")
    machine = ThisMachine()
    found = [machine.tracked_by_git(str(top / "a" / f"{number}" / "config")) for number in range(500)]
    assert not any(found)
    assert machine.tracked_by_git(str(top / "a" / "b" / "config"))
    assert counted == [str(top.resolve())]


#: Settings by which git runs a program: to look for changes, to fetch what a sparse index or a partial clone lacks.
HOSTILE = """\
[core]
\tfsmonitor = {hook}
\tsshCommand = {hook}
\trepositoryformatversion = 1
\tsparseCheckout = true
\tsparseCheckoutCone = true
[extensions]
\tpartialClone = evil
[remote "evil"]
\tpromisor = true
\turl = ext::{hook}
[protocol "ext"]
\tallow = always
[index]
\tsparse = true
"""


@needs_git
def test_the_settings_of_a_hostile_repository_run_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    top = repository(tmp_path / "top", "config", "sub/config")
    ran = tmp_path / "ran"
    hook = str(program(tmp_path / "hook", f"touch {ran}"))
    with (top / ".git" / "config").open("a") as file:
        file.write(HOSTILE.format(hook=hook))
    monkeypatch.setattr(subprocess, "Popen", lambda *command, **_: pytest.fail(f"started {command}"))
    assert ThisMachine().tracked_by_git(str(top / "config"))
    index = top / ".git" / "index"
    data = index.read_bytes()
    # A sparse index: a folder whose tree is missing, which git would fetch from the promisor.
    index.write_bytes(data.replace(b"\0\0\x81\xa4", b"\0\0\x40\0"))
    assert not ThisMachine().tracked_by_git(str(top / "config")), "not known is not tracked"
    assert not ran.exists()


@needs_git
def test_no_git_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    top = repository(tmp_path / "top", "config")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert ThisMachine().tracked_by_git(str(top / "config"))


@needs_posix
@pytest.mark.parametrize(
    "path", [".:{folder}", ":{folder}", "{folder}:", "bin:{folder}:./bin", "bin/..:{folder}", "{folder}::."]
)
def test_no_program_of_the_current_folder_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    planted = ("kubectl", "kubelogin", "helm", "az", "git", "gcloud")
    for folder in ("here", "here/bin"):
        for name in planted:
            program(tmp_path / folder / name, f"touch {tmp_path / 'ran'}")
    program(tmp_path / "right" / "kubelogin", AZURE)
    program(tmp_path / "right" / "kubectl", """echo '{"clientVersion": {"gitVersion": "v1.30.0"}}'""")
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("PATH", path.format(folder=tmp_path / "right"))
    found = probe.find_kubelogin()
    assert found is not None
    assert (found.path, found.version) == (str(tmp_path / "right" / "kubelogin"), "0.2.19")
    assert ThisMachine().kubelogin_version() == "0.2.19"
    running = probe.start_kubectl()
    assert running is not None
    assert probe.version_of_kubectl(running) == "1.30.0"
    everything = probe.find_programs(planted[:4])
    assert {name: len(each) for name, each in everything.items()} == {"kubectl": 1, "kubelogin": 1, "helm": 0, "az": 0}
    assert [*probe.paths_of("git")] == []
    assert probe.find_program("az") is None
    assert not (tmp_path / "ran").exists()


@needs_posix
@pytest.mark.parametrize("path", [".:bin:{folder}", ":{folder}"])
def test_what_a_program_starts_itself_is_none_of_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """az is a script: `#!/usr/bin/env python3`."""
    program(tmp_path / "here" / "helper", "echo planted")
    kubelogin = program(tmp_path / "right" / "kubelogin", f"helper || {AZURE}")
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("PATH", path.format(folder=tmp_path / "right"))
    assert "planted" not in probe.run(str(kubelogin))
    monkeypatch.setenv("PATH", ".:")
    assert "planted" not in probe.run(str(kubelogin))


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
