"""Windows, as far as it shows on Linux: the modules of `machine/` see another `sys`, `os` and `msvcrt`.

Nothing here was run on Windows. What its own file systems and shells do is taken from their documentation.
"""

import importlib
import ntpath
import os
import pkgutil
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from test_cli_usage import AZURE, Machine, kubeconfig, login

import kubeconv.machine
from kubeconv.machine import entries, files, owner
from kubeconv.machine import home as home_module
from kubeconv.machine import which as which_module
from kubeconv.machine.files import FileProblem, find
from kubeconv.machine.home import home
from kubeconv.machine.lock import locks_of
from kubeconv.machine.which import which


class Msvcrt(ModuleType):
    """Locks of bytes as the C library of Windows has them: each belongs to one open file."""

    LK_UNLCK, LK_NBLCK = 0, 2

    def __init__(self) -> None:
        super().__init__("msvcrt")
        self.held: dict[tuple[int, int, int], int] = {}

    def locking(self, descriptor: int, mode: int, count: int) -> None:
        assert count == 1
        found = os.fstat(descriptor)
        place = (found.st_dev, found.st_ino, os.lseek(descriptor, 0, os.SEEK_CUR))
        holder = self.held.get(place)
        if mode == self.LK_UNLCK:
            del self.held[place]
        elif holder is not None and holder != descriptor and is_open(holder, place):
            raise PermissionError(13, "Permission denied")
        else:
            self.held[place] = descriptor


def is_open(descriptor: int, place: tuple[int, int, int]) -> bool:
    try:
        found = os.fstat(descriptor)
    except OSError:
        return False
    return (found.st_dev, found.st_ino) == place[:2]


class OnWindows:
    """`sys` with another platform."""

    platform = "win32"

    def __getattr__(self, name: str) -> Any:
        return getattr(sys, name)


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """The modules of `machine/` believe that they are on Windows."""
    monkeypatch.setitem(sys.modules, "msvcrt", Msvcrt())
    monkeypatch.setattr(owner, "_text", lambda _: "")  # there is no /proc
    for found in pkgutil.iter_modules(kubeconv.machine.__path__, "kubeconv.machine."):
        module = importlib.import_module(found.name)
        if hasattr(module, "sys"):
            monkeypatch.setattr(module, "sys", OnWindows())


@pytest.mark.usefixtures("windows")
def test_a_lock_is_held_by_one_and_given_back_when_its_file_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    path.touch()
    one, other = os.open(path, os.O_RDWR), os.open(path, os.O_RDWR)
    assert owner.is_held(other) is False
    assert owner.grasp(one) is True
    assert (owner.grasp(other), owner.is_held(other)) == (False, True)
    assert os.lseek(one, 0, os.SEEK_CUR) == 0
    os.close(one)
    assert owner.grasp(other) is True
    os.close(other)


@pytest.mark.usefixtures("windows")
def test_it_converts_and_takes_it_back_on_windows(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    old = kubeconfig(me=AZURE).replace("\n", "\r\n")
    config = machine.file("config", old)
    ended = machine.call("convert", config, "-l", "azurecli", COMPUTERNAME="here")
    assert ended.code == 0, ended
    new = config.read_bytes().decode()
    assert login(new, "me") == "azurecli"
    assert new.count("\r\n") == new.count("\n")
    assert sorted(each.name for each in config.parent.iterdir()) == ["config", "config.bak"]
    assert machine.call("undo", config).code == 0
    assert config.read_bytes().decode() == old
    assert [each.name for each in config.parent.iterdir()] == ["config"]


@pytest.mark.usefixtures("windows")
@pytest.mark.parametrize("is_alive", [True, False])
def test_a_lock_of_a_kubeconv_that_died_is_taken_over(tmp_path: Path, is_alive: bool) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(me=AZURE))
    lock = config.with_name("config.lock")
    lock.write_bytes(owner.signature(owner.Owner(1, "here")))
    descriptor = os.open(lock, os.O_RDWR)
    if is_alive:
        assert owner.grasp(descriptor)
    ended = machine.call("convert", config, "--lock-timeout", "0", COMPUTERNAME="here")
    assert ended.code == (2 if is_alive else 0), ended
    assert ("is locked by kubeconv (process 1 on here)" in ended.err) is is_alive
    assert [each.is_stale for each in locks_of(str(config))] == [False] * is_alive
    os.close(descriptor)


def held(winerror: int) -> Callable[..., None]:
    """A rename that Windows refuses."""

    def refuse(*_: object, **__: object) -> None:
        error = PermissionError(13, "The process cannot access the file")
        error.winerror = winerror  # type: ignore[attr-defined,unused-ignore]
        raise error

    return refuse


@pytest.mark.usefixtures("windows")
@pytest.mark.parametrize(
    ("winerror", "words"),
    [
        (32, "another program has it open"),
        (33, "another program has locked a part of it"),
        (5, "the process cannot access"),
    ],
)
def test_a_file_that_another_program_holds_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, winerror: int, words: str
) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(me=AZURE))
    monkeypatch.setattr(entries, "_WAITS", (0.0,))
    monkeypatch.setattr(os, "replace", held(winerror))
    ended = machine.call("convert", config)
    assert ended.code == 2
    assert f"cannot be written: {words}" in ended.err
    assert "close it in other programs" in ended.err
    assert config.read_text() == kubeconfig(me=AZURE)
    assert [each.name for each in config.parent.iterdir()] == ["config"]


@pytest.mark.usefixtures("windows")
def test_a_file_that_is_held_for_a_moment_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine, real = Machine(tmp_path), os.replace
    config = machine.file("config", kubeconfig(me=AZURE))
    tries: list[int] = []

    def rename(*names: str, **options: Any) -> None:
        tries.append(1)
        (held(32) if len(tries) < 3 else real)(*names, **options)

    monkeypatch.setattr(os, "replace", rename)
    assert machine.call("convert", config, "--no-backup").code == 0
    assert len(tries) == 3


# --- paths, with the functions of ntpath


class Disk:
    """`os` on Windows, with these files and folders and nothing else."""

    name, pathsep, curdir, sep, W_OK, X_OK = "nt", ";", ".", "\\", 2, 1

    def __init__(self, *paths: str, environment: Mapping[str, str] | None = None, read_only: str = "") -> None:
        self._paths = {self._same(path) for each in paths for path in (each, *parents(each))}
        self._folders = {self._same(path) for each in paths for path in parents(each)}
        self._read_only = read_only
        self.environ = environment or {}
        self.path = SimpleNamespace(
            **{name: getattr(ntpath, name) for name in ("join", "dirname", "basename", "split", "splitext", "isabs")},
            exists=self.exists, lexists=self.exists, isdir=lambda path: self._same(path) in self._folders,
            realpath=ntpath.normpath,
        )  # fmt: skip

    def _same(self, path: str) -> str:
        return ntpath.normcase(ntpath.normpath(path))

    def exists(self, path: str) -> bool:
        return self._same(path) in self._paths

    def access(self, path: str, mode: int) -> bool:
        return self.exists(path) and not (mode == self.W_OK and path == self._read_only)

    def lstat(self, path: str) -> None:
        if not self.exists(path):
            raise FileNotFoundError(path)


def parents(path: str) -> Iterator[str]:
    while (path := ntpath.dirname(path)) != ntpath.dirname(path):
        yield path


TOOLS = r"C:\Program Files\Tools"


@pytest.mark.parametrize(
    ("command", "variables", "found"),
    [
        ("kubelogin", {}, rf"{TOOLS}\kubelogin.exe"),
        ("kubelogin.exe", {}, rf"{TOOLS}\kubelogin.exe"),
        ("az", {}, rf"{TOOLS}\az.cmd"),
        ("az", {"PATHEXT": ".EXE;.COM"}, None),
        ("script", {"PATHEXT": ".EXE;.PS1"}, rf"{TOOLS}\script.ps1"),
        ("script", {}, None),
        ("name.v2", {}, rf"{TOOLS}\name.v2.exe"),
        (rf"{TOOLS}\kubelogin", {}, rf"{TOOLS}\kubelogin.exe"),
        (r"D:\none", {}, None),
    ],
)
def test_a_program_is_found_by_its_ending(
    monkeypatch: pytest.MonkeyPatch, command: str, variables: dict[str, str], found: str | None
) -> None:
    programs = [rf"{TOOLS}\{name}" for name in ("kubelogin.exe", "az.cmd", "az", "script.ps1", "name.v2.exe")]
    monkeypatch.setattr(which_module, "os", Disk(*programs, environment=variables))
    assert which(command, rf'C:\Windows;"{TOOLS}"') == found


ME = {"USERPROFILE": r"C:\Users\me", "HOMEDRIVE": "H:", "HOMEPATH": "\\"}


@pytest.mark.parametrize(
    ("variables", "disk", "expected"),
    [
        (ME, Disk(r"C:\Users\me\x"), r"C:\Users\me"),
        (ME, Disk(r"C:\Users\me\x", r"H:\.kube\config"), "H:\\"),
        ({**ME, "HOME": r"D:\home"}, Disk(r"C:\Users\me\.kube\config", r"D:\home\x"), r"C:\Users\me"),
        ({**ME, "HOME": r"D:\home"}, Disk(r"C:\Users\me\x", r"D:\home\x"), r"D:\home"),
        ({**ME, "HOME": r"D:\home"}, Disk(r"C:\Users\me\x", r"D:\home\x", read_only=r"D:\home"), r"C:\Users\me"),
        ({"HOME": r"D:\home"}, Disk(r"D:\home\x", read_only=r"D:\home"), r"D:\home"),
        ({"HOME": r"D:\gone"}, Disk(), r"D:\gone"),
        ({}, Disk(), ""),
    ],
)
def test_the_home_folder_is_where_kubectl_looks(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], disk: Disk, expected: str
) -> None:
    monkeypatch.setattr(home_module, "os", disk)
    assert home(variables) == expected


def test_a_list_has_semicolons_between_paths_with_drives(monkeypatch: pytest.MonkeyPatch) -> None:
    disk = Disk(r"C:\Users\me\.kube\config", r"D:\work\prod.yaml")
    for module in (files, home_module):
        monkeypatch.setattr(module, "os", disk)
    found = find((), None, {"KUBECONFIG": r"C:\Users\me\.kube\config;D:\work\prod.yaml;D:\gone;"})
    assert found.files == (r"C:\Users\me\.kube\config", r"D:\work\prod.yaml")
    assert found.missing == (r"D:\gone",)
    assert find((), None, ME).files == (r"C:\Users\me\.kube\config",)
    with pytest.raises(FileProblem, match=r"^D:\\gone;E:\\gone: no file of \$KUBECONFIG exists$"):
        find((), None, {"KUBECONFIG": r"D:\gone;E:\gone"})


# --- what is printed

COMMANDS: list[tuple[str, ...]] = [
    ("detect",),
    ("validate",),
    ("convert", "--diff"),
    ("doctor",),
    ("audit",),
    ("versions", "--kubectl", "1.30"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_backslash_in_a_path_is_not_doubled(tmp_path: Path, command: tuple[str, ...]) -> None:
    machine = Machine(tmp_path)
    text = kubeconfig(me=AZURE) + "current-context: at-me\n"
    more = r"certificate-authority: 'C:\pki\ca.crt', server:"
    machine.file(r"C:\Users\me\config", text.replace("server:", more))
    ended = machine.call(*command, machine.home / r"C:\Users\me\config")
    assert r"C:\Users\me\config" in ended.out + ended.err
    assert "\\\\" not in ended.out + ended.err


@pytest.mark.parametrize("code_page", ["cp1252", "cp437", "cp850", "cp932", "cp1251", "ascii"])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_console_of_any_code_page_can_show_it(tmp_path: Path, command: tuple[str, ...], code_page: str) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(**{"müller": AZURE, "日本": AZURE, "🚀": AZURE}))
    ended = subprocess.run(
        [sys.executable, "-m", "kubeconv", *command, config], capture_output=True, check=False, timeout=60,
        env={**machine.environment({}), "PYTHONIOENCODING": code_page, "PYTHONUTF8": "0"},
    )  # fmt: skip
    assert ended.returncode in (0, 1)
    assert b"Traceback" not in ended.stderr
    if command != ("convert", "--diff"):  # data is UTF-8 everywhere
        told = (ended.stdout + ended.stderr).decode(code_page)
        assert not {r"\u2013", r"\u2026"} & {*re.findall(r"\\u[0-9a-f]{4}", told)}
        assert "needs kubectl 1.18" not in told or re.search("kubectl 1.18.1[-\u2013]1.25", told)
