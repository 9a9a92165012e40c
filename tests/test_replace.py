"""The write path against what happens around it: links that are flipped, writers that take no lock, errors of the disk that are
no absence, what killed runs left behind, and what a file has besides its bytes."""

import errno
import os
import re
import shutil
import signal
import stat
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from test_cli_usage import AZURE, KUBELOGIN, SIGNALS, Machine, kubeconfig, login
from test_files import NEW, listing, pipe, without_copies, write
from test_lock import OLD, a_kubeconv_that_holds_the_lock, fork, wait

from kubeconv.machine import entries, replace
from kubeconv.machine.attributes import give_attributes
from kubeconv.machine.files import FileProblem
from kubeconv.machine.lock import locked
from kubeconv.machine.seen import see

CHANGED = "was changed by another program meanwhile; nothing was written"

Happens = Callable[[Path], object]


def before_the_swap(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object], *, can_swap: bool = True) -> None:
    """Let this happen in the last moment: after our last look, before the new file is put in place."""
    real_swap, real_move = entries.swap, entries.move

    def swap(folder: entries.Folder, one: str, other: str) -> bool:
        if not can_swap:
            return False
        monkeypatch.undo()
        happens()
        return real_swap(folder, one, other)

    def move(folder: entries.Folder, name: str, to: str) -> None:
        monkeypatch.undo()
        happens()
        real_move(folder, name, to)

    monkeypatch.setattr(entries, "swap", swap)
    if not can_swap:
        monkeypatch.setattr(entries, "move", move)


def in_place(path: Path) -> None:
    path.write_bytes(b"theirs")


def renamed(path: Path) -> None:
    other = path.with_name("other")
    other.write_bytes(b"theirs")
    other.rename(path)


# --- writers without the lock


@pytest.mark.parametrize("happens", [in_place, renamed, Path.unlink])
def test_a_change_between_reading_and_writing_is_noticed(tmp_path: Path, happens: Happens) -> None:
    path = Machine(tmp_path).file("config", b"ours")
    with locked(str(path), 0) as held:
        seen = see(str(path), held)
        happens(path)
        with pytest.raises(FileProblem, match=CHANGED):
            replace.replace(seen, entries.in_one(NEW), backup=True)
    assert [each.read_bytes() for each in path.parent.iterdir()] == ([b"theirs"] if path.exists() else [])


@pytest.mark.parametrize("happens", [in_place, renamed])
def test_a_change_in_the_last_moment_is_noticed_and_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, happens: Happens
) -> None:
    path = Machine(tmp_path).file("config", b"ours")
    before_the_swap(monkeypatch, lambda: happens(path))
    with pytest.raises(FileProblem, match=CHANGED):
        write(path, NEW, backup=True)
    assert listing(path.parent) == ["config"]
    assert path.read_bytes() == b"theirs"


def test_without_a_swap_what_was_written_into_the_old_file_is_kept_as_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Machine(tmp_path).file("config", b"ours")
    before_the_swap(monkeypatch, lambda: in_place(path), can_swap=False)
    with pytest.raises(
        FileProblem, match=r"was changed by another program when it was written: its text is \S+/config\.bak"
    ):
        write(path, NEW)
    assert (path.read_bytes(), (tmp_path / "home" / "config.bak").read_bytes()) == (NEW, b"theirs")


def test_a_change_whose_name_cannot_be_given_back_is_kept_as_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Machine(tmp_path).file("config", b"ours")

    def move(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    def happens() -> None:
        in_place(path)
        monkeypatch.setattr(entries, "move", move)

    before_the_swap(monkeypatch, happens)
    with pytest.raises(FileProblem, match=r"meanwhile: its text is \S+/config\.bak"):
        write(path, NEW)
    assert (path.read_bytes(), (tmp_path / "home" / "config.bak").read_bytes()) == (NEW, b"theirs")
    assert listing(path.parent) == ["config", "config.bak"]


def test_a_third_writer_keeps_what_it_wrote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = Machine(tmp_path).file("config", b"ours")
    real = entries.holds
    reads: list[int] = []

    def holds(descriptor: int, of: entries.Parts) -> bool:
        reads.append(descriptor)
        if len(reads) == 2:  # between our swap and our look at what we swapped
            renamed(path)
            return False
        return real(descriptor, of)

    monkeypatch.setattr(entries, "holds", holds)
    with pytest.raises(FileProblem, match=CHANGED):
        write(path, NEW)
    assert path.read_bytes() == b"theirs"


LONG = b"x" * (2**20 + 1)


@pytest.mark.parametrize(("there", "expected", "same"), [
    (b"", b"", True), (b"a", b"a", True), (b"a", b"b", False), (b"a", b"ab", False), (b"ab", b"a", False),
    (LONG, LONG, True), (LONG, LONG + b"x", False), (LONG + b"x", LONG, False), (LONG + b"x", LONG + b"y", False),
])  # fmt: skip
def test_the_bytes_of_an_open_file_are_compared_to_the_last(
    tmp_path: Path, there: bytes, expected: bytes, same: bool
) -> None:
    path = tmp_path / "file"
    path.write_bytes(there)
    with path.open("rb") as file:
        file.read()  # wherever it stands
        assert entries.holds(file.fileno(), entries.in_one(expected)) is same
        parts = [b"", expected[:1], b"", expected[1 : 2**19], expected[2**19 :], b""]
        assert entries.holds(file.fileno(), lambda: parts) is same


def test_a_file_that_is_replaced_right_after_it_was_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Machine(tmp_path).file("config", b"ours")
    monkeypatch.setattr(entries, "sync", lambda _: renamed(path))
    with pytest.raises(FileProblem, match="was changed by another program right after it was written"):
        write(path, NEW)
    assert path.read_bytes() == b"theirs"


def test_what_appears_where_a_new_file_was_to_be_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "new"
    real = entries.link

    def link(folder: entries.Folder, name: str, to: str) -> None:
        path.write_bytes(b"theirs")
        real(folder, name, to)

    monkeypatch.setattr(entries, "link", link)
    with pytest.raises(FileProblem, match="cannot be written: file exists"):
        write(path, NEW)
    assert path.read_bytes() == b"theirs"
    assert listing(tmp_path) == ["new"]


def no_hard_link(*_: object, **__: object) -> None:
    raise OSError(errno.EPERM, os.strerror(errno.EPERM))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux renames to a name only if it is free")
def test_a_new_file_is_whole_from_the_start_also_where_there_are_no_hard_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "new"

    def move(*_: object) -> None:
        raise AssertionError("until this is done the file is there and empty")

    monkeypatch.setattr(os, "link", no_hard_link)
    monkeypatch.setattr(entries, "move", move)
    write(path, NEW)
    assert path.read_bytes() == NEW
    (tmp_path / "half").write_bytes(b"ours")
    with entries.open_folder(str(tmp_path)) as folder, pytest.raises(FileExistsError):
        entries.link(folder, "half", "new")
    assert (listing(tmp_path), path.read_bytes()) == (["half", "new"], NEW)


# --- links and folders that are flipped


def flipped_link(tmp_path: Path) -> tuple[Path, Callable[[], None]]:
    """A link to one file, and what makes it one to another."""
    for name in "ab":
        (tmp_path / name).write_bytes(b"ours")
    link = tmp_path / "link"
    link.symlink_to("a")

    def flip() -> None:
        (tmp_path / "new").symlink_to("b")
        (tmp_path / "new").rename(link)

    return link, flip


def flipped_folder(tmp_path: Path) -> tuple[Path, Callable[[], None]]:
    """A file in a linked folder, and what makes the link one to another folder."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a").write_bytes(b"ours")
    folder = tmp_path / "folder"
    folder.symlink_to("one")

    def flip() -> None:
        (tmp_path / "new").symlink_to("two")
        (tmp_path / "new").rename(folder)

    return folder / "a", flip


FLIPPED = pytest.mark.parametrize("make", [flipped_link, flipped_folder])


@FLIPPED
@pytest.mark.parametrize("moment", ["locked", "seen"])
def test_a_link_that_is_flipped_before_the_write_overwrites_nothing(
    tmp_path: Path, make: Callable[[Path], tuple[Path, Callable[[], None]]], moment: str
) -> None:
    path, flip = make(tmp_path)
    files = [each for each in tmp_path.rglob("*") if each.is_file() and not each.is_symlink()]
    with locked(str(path), 0) as held:
        if moment == "locked":
            flip()
            with pytest.raises(FileProblem, match=CHANGED):
                see(str(path), held)
        else:
            seen = see(str(path), held)
            flip()
            with pytest.raises(FileProblem, match=CHANGED):
                replace.replace(seen, entries.in_one(NEW), backup=True)
    assert {each.read_bytes() for each in files} == {b"ours"}
    assert not list(tmp_path.rglob("*.bak"))


@FLIPPED
def test_a_link_that_is_flipped_in_the_last_moment_does_not_redirect_the_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], tuple[Path, Callable[[], None]]]
) -> None:
    path, flip = make(tmp_path)
    first = path.resolve()
    before_the_swap(monkeypatch, flip)
    write(path, NEW)
    assert (first.read_bytes(), path.read_bytes()) == (NEW, b"ours")


# --- an error is no absence


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOMEM, errno.ESTALE])
def test_what_cannot_be_looked_at_is_not_taken_for_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Each look fails once: nothing is lost, and the run does not say that all is well."""
    machine = Machine(tmp_path)
    calls = 0

    def failing(real: Callable[..., Any], at: int) -> Callable[..., Any]:
        def call(path: Any, *arguments: Any, **keywords: Any) -> Any:
            nonlocal calls
            if str(machine.home) in str(path) or str(path) in ("config", "link"):
                calls += 1
                if calls == at:
                    raise OSError(number, os.strerror(number), path)
            return real(path, *arguments, **keywords)

        return call

    for name in ("stat", "lstat", "readlink"):
        for at in range(1, 100):
            config = machine.file("real/config", OLD, 0o640)
            link = machine.home / "link"
            link.unlink(missing_ok=True)
            link.symlink_to("real/config")
            calls = 0
            with monkeypatch.context() as patched:
                patched.setattr(os, name, failing(getattr(os, name), at))
                ended = machine.call("convert", link)
            if calls < at:
                break
            assert link.is_symlink()
            assert config.stat().st_mode & 0o777 == 0o640
            assert config.read_text() == OLD or login(config, "me") == "devicecode"
            assert (ended.code == 0) == (config.read_text() != OLD), ended
            assert "Traceback" not in ended.err
            for each in (machine.home / "real").glob("config.*"):
                each.unlink()
        assert at > 1 or name == "readlink"


def test_a_file_of_the_list_that_cannot_be_looked_at_is_no_missing_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = Machine(tmp_path)
    one, two = machine.file("one", OLD), machine.file("two", OLD)
    real = os.lstat

    def lstat(path: Any, **keywords: Any) -> os.stat_result:
        if str(path) == str(two):
            raise OSError(errno.EIO, "Input/output error", path)
        return real(path, **keywords)

    monkeypatch.setattr(os, "lstat", lstat)
    ended = machine.call("convert", KUBECONFIG=f"{one}:{two}")
    assert ended.code == 1
    assert f"{two}: error: cannot be " in ended.err
    assert "left out" not in ended.out + ended.err


# --- what killed runs left behind


@pytest.mark.parametrize("command", [("convert",), ("validate", "--fix"), ("doctor", "--fix", "--yes")])
def test_what_a_killed_run_left_behind_is_swept_by_the_next(command: tuple[str, ...], tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has nothing like it")
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    with a_kubeconv_that_holds_the_lock(machine, config) as process:
        os.kill(process, signal.SIGKILL)
        wait(process)
    left = machine.home / entries.temporary_name("config")
    assert (left.exists(), login(left, "me")) == (True, "devicecode")
    config.write_text(kubeconfig(me=KUBELOGIN))  # even by a run that has nothing to do
    config.chmod(0o600)
    assert machine.call(*command, config).code in (0, 1)
    assert without_copies(machine.home) == ["config"]


FOREIGN = [
    ".config.0123abcd.tmp",
    ".config.tmp",
    "config.tmp",
    ".kubeconv-0123.tmp",
    "config.lock.0123456789ab",
    ".config.swp",
]


def test_the_files_of_others_are_never_swept(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    others = [*FOREIGN, entries.temporary_name("other")]
    for name in others:
        machine.file(name, "precious")
    assert machine.call("convert", config).code == 0
    assert without_copies(machine.home) == sorted([*others, "config"])


def test_the_temporary_file_of_a_living_process_is_left_alone(tmp_path: Path) -> None:
    """Somebody deleted the lock of a kubeconv that is still there."""
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    with a_kubeconv_that_holds_the_lock(machine, config):
        (machine.home / "config.lock").unlink()
        ended = machine.call("convert", config)
        assert ended.code == 2
        assert "cannot be written: file exists" in ended.err
        assert (machine.home / entries.temporary_name("config")).exists()
    assert config.read_text() == OLD


@pytest.mark.skipif(sys.platform == "win32", reason="a file that is open cannot be deleted there")
def test_half_of_what_another_run_writes_is_not_put_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody deleted the lock of this run and its temporary file, and another run began."""
    path = Machine(tmp_path).file("config", b"ours")
    half = path.with_name(entries.temporary_name("config"))

    def another_run(_: int) -> None:
        half.unlink()
        half.write_bytes(NEW[:1])

    monkeypatch.setattr(os, "fsync", another_run)
    with pytest.raises(FileProblem, match="cannot be written: file exists"):
        write(path, NEW, backup=False)
    assert path.read_bytes() == b"ours"


@pytest.mark.parametrize("make", [os.mkdir, pipe, lambda path: os.symlink("config", path)])
def test_what_stands_in_the_way_is_told_or_goes(tmp_path: Path, make: Callable[[Path], None]) -> None:
    machine = Machine(tmp_path, patience=2)
    config = machine.file("config", OLD)
    in_the_way = machine.home / entries.temporary_name("config")
    make(in_the_way)
    ended = machine.call("convert", config)
    assert (ended.code, config.read_text() == OLD) in ((0, False), (2, True))
    assert ended.code == 0 or f"file exists; if no program is writing it, delete {in_the_way}" in ended.err


# --- what a file has besides its bytes


def test_hard_links_are_not_broken_in_silence(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    os.link(config, machine.home / "twin")
    ended = machine.call("convert", config)
    assert ended.code == 0
    assert f"{config}: it had more names (hard links), which keep the old text" in ended.out
    assert (machine.home / "twin").read_text() == OLD


@pytest.mark.skipif(sys.platform != "linux", reason="overlayfs")
@pytest.mark.parametrize("text", [OLD, OLD.replace("me", "us")], ids=["the same", "another"])
def test_a_file_of_an_image_with_more_names_gets_another_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    os.link(config, machine.home / "twin")

    def copied_up() -> None:
        copy = machine.file("copy", text)
        shutil.copystat(config, copy)
        copy.rename(config)

    before_the_swap(monkeypatch, copied_up)
    ended = machine.call("convert", config)
    assert (ended.code, CHANGED in ended.err) == ((0, False) if text == OLD else (2, True))
    assert (config.read_text() == text) == (text != OLD)


ACCESS = "system.posix_acl_access"
DEFAULT = "system.posix_acl_default"


def access_list(*grants: tuple[int, int, int]) -> bytes:
    """An access control list as the kernel takes it: tag, permissions, id."""
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", tag, may, who) for tag, may, who in grants)


NO_ID = 0xFFFFFFFF
FOR_1234 = access_list((1, 6, NO_ID), (2, 4, 1234), (4, 0, NO_ID), (0x10, 4, NO_ID), (0x20, 0, NO_ID))
WIDE = access_list((1, 6, NO_ID), (2, 6, 1234), (4, 6, NO_ID), (0x10, 6, NO_ID), (0x20, 4, NO_ID))


@pytest.fixture
def with_lists(tmp_path: Path) -> Path:
    """A file in a folder whose file system knows access control lists."""
    path = Machine(tmp_path).file("config", b"ours", 0o640)
    if not hasattr(os, "setxattr"):
        pytest.skip("no extended attributes here")
    try:
        os.setxattr(path, ACCESS, FOR_1234)
    except OSError as error:
        pytest.skip(f"no access control lists here: {error}")
    return path


def test_the_access_control_list_is_kept(with_lists: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux has that")
    mode = with_lists.stat().st_mode
    write(with_lists, NEW)
    assert os.getxattr(with_lists, ACCESS) == FOR_1234
    assert with_lists.stat().st_mode == mode


def test_a_list_that_the_folder_gives_does_not_open_the_file(with_lists: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux has that")
    os.removexattr(with_lists, ACCESS)
    with_lists.chmod(0o660)
    os.setxattr(with_lists.parent, DEFAULT, WIDE)
    write(with_lists, NEW)
    assert ACCESS not in os.listxattr(with_lists)
    assert with_lists.stat().st_mode & 0o777 == 0o660


@pytest.mark.parametrize("name", [ACCESS, "user.note"])
def test_what_cannot_be_kept_is_told(with_lists: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux has that")
    os.setxattr(with_lists, "user.note", b"mine")
    real = os.setxattr

    def setxattr(target: int, attribute: str, value: bytes) -> None:
        if attribute == name:
            raise PermissionError(errno.EPERM, "Operation not permitted")
        real(target, attribute, value)

    monkeypatch.setattr(os, "setxattr", setxattr)
    with locked(str(with_lists), 0) as held:
        replace.write(str(with_lists), held, entries.in_one(NEW), backup=False)
    (note,) = held.notes
    assert "was not kept (operation not permitted)" in note
    # Without the list, its mask in the mode would be what the group may.
    assert with_lists.stat().st_mode & 0o777 == (0o600 if name == ACCESS else 0o640)


@pytest.fixture(params=[errno.EPERM, errno.EINVAL], ids=errno.errorcode.__getitem__)
def of_another_group(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Callable[[Path], None]:
    """Gives a file of ours to a group that we are not in, as `sudo chown me config` leaves that of root; or that a container
    does not know."""
    theirs: list[os.stat_result] = []
    statuses = os.fstat

    def fstat(descriptor: int) -> Any:
        found = statuses(descriptor)
        if not theirs or not os.path.samestat(found, theirs[0]):
            return found
        return SimpleNamespace(st_uid=found.st_uid, st_gid=found.st_gid + 1, st_mode=found.st_mode)

    def fchown(*_: int) -> None:
        raise OSError(request.param, os.strerror(request.param))

    monkeypatch.setattr(os, "fstat", fstat)
    monkeypatch.setattr(os, "fchown", fchown, raising=False)
    return lambda path: theirs.append(path.stat())


@pytest.mark.skipif(sys.platform == "win32", reason="groups")
@pytest.mark.parametrize(
    ("mode", "then"), [(0o644, 0o644), (0o640, 0o600), (0o666, 0o666), (0o2664, 0o644), (0o600, 0o600)]
)
def test_a_group_that_cannot_be_kept_is_told_and_opens_the_file_to_nobody(
    tmp_path: Path, of_another_group: Callable[[Path], None], mode: int, then: int
) -> None:
    old, new = Machine(tmp_path).file("old", b"ours", mode), Machine(tmp_path).file("new", b"ours")
    old.chmod(mode)
    of_another_group(old)
    with old.open() as one, new.open() as other:
        (told,) = give_attributes(one.fileno(), other.fileno())
    assert re.fullmatch(r"its group was not kept \([a-z ]+\); its own group may do what all may", told)
    assert stat.S_IMODE(new.stat().st_mode) == then


def test_a_list_that_would_speak_of_another_group_stops_the_write(
    with_lists: Path, of_another_group: Callable[[Path], None]
) -> None:
    of_another_group(with_lists)
    new = with_lists.with_name("new")
    new.write_bytes(b"ours")
    with (
        with_lists.open() as one,
        new.open() as other,
        pytest.raises(OSError, match="its owner cannot be kept"),
    ):
        give_attributes(one.fileno(), other.fileno())


@pytest.mark.skipif(sys.platform != "linux", reason="extended attributes")
@pytest.mark.parametrize("number", [errno.ENOTSUP, errno.EIO])
def test_attributes_that_the_new_file_cannot_have_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    old, new = Machine(tmp_path).file("old", b"ours"), Machine(tmp_path).file("new", b"ours")

    def listed(descriptor: int) -> list[str]:
        if os.path.samestat(os.fstat(descriptor), new.stat()):
            raise OSError(number, "no")
        return ["user.note", "system.posix_acl_access"]

    monkeypatch.setattr(os, "listxattr", listed)
    old.chmod(0o640)
    with old.open() as one, new.open() as other:
        told = give_attributes(one.fileno(), other.fileno())
    assert told == ["its attribute user.note was not kept (no)", "its access control list was not kept (no)"]
    assert new.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("number", [errno.ENOTSUP, errno.EIO])
def test_a_file_system_without_attributes_is_no_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    path = Machine(tmp_path).file("config", b"ours")

    def listxattr(_: int) -> list[str]:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "listxattr", listxattr)
    with locked(str(path), 0) as held:
        replace.write(str(path), held, entries.in_one(NEW), backup=False)
    assert held.notes == (
        [] if number == errno.ENOTSUP else ["its extended attributes were not kept (input/output error)"]
    )


# --- the last word


@pytest.mark.parametrize("sent", SIGNALS)
def test_a_run_that_is_ended_after_it_wrote_says_so(tmp_path: Path, sent: signal.Signals) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    script = (
        "import os, sys\nfrom kubeconv.machine import entries\nfrom kubeconv.commands import run\n"
        f"entries.sync = lambda folder: os.kill(os.getpid(), {int(sent)})\nsys.exit(run(sys.argv[1:]))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script, "convert", config],
        env=machine.environment({}), cwd=machine.home, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 128 + sent
    assert ended.stderr == (
        f"kubeconv: stopped by {sent.name}, after writing {config}; kubeconv undo FILE brings the old bytes back\n"
    )
    assert login(config, "me") == "devicecode"
    assert without_copies(machine.home) == ["config"]


@pytest.mark.parametrize("sent", SIGNALS)
def test_a_signal_that_another_thread_takes_waits_until_all_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sent: signal.Signals
) -> None:
    """On a terminal there is one, for the sign of life; the mask of signals is that of each thread."""
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    real, over = entries.swap, threading.Event()

    def swap(folder: entries.Folder, one: str, other: str) -> bool:
        swapped = real(folder, one, other)
        os.kill(os.getpid(), sent)
        time.sleep(0.05)
        return swapped

    monkeypatch.setattr(entries, "swap", swap)
    thread = threading.Thread(target=over.wait)
    thread.start()
    try:
        ended = machine.call("convert", "config")
    finally:
        over.set()
        thread.join()
    assert (ended.code, ended.err) == (
        128 + sent,
        f"kubeconv: stopped by {sent.name}, after writing config; kubeconv undo FILE brings the old bytes back\n",
    )
    assert login(config, "me") == "devicecode"
    assert config.with_name("config.bak").read_text() == OLD


def test_nohup_is_obeyed(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has nothing like it")
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)

    def work() -> int:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        code = machine.call("convert", config).code
        os.kill(os.getpid(), signal.SIGHUP)
        return code

    assert wait(fork(work)) == 0


def test_what_is_mounted_by_itself_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> bool:
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))

    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    monkeypatch.setattr(entries, "swap", busy)
    ended = machine.call("convert", config)
    assert ended.code == 2
    assert "cannot be written: device or resource busy; a file that is mounted by itself" in ended.err
    assert "if this is a container, convert it outside, or write elsewhere: kubeconv convert -o FILE" in ended.err
    assert (config.read_text(), listing(machine.home)) == (OLD, ["config"])


def test_the_same_error_everywhere_is_told_of_the_file(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(me=AZURE))
    config.parent.joinpath("gone").symlink_to("nowhere/at/all")
    ended = machine.call("convert", config, "-o", "gone")
    assert ended.code == 2
    assert len(ended.err.splitlines()) == 1
    assert "no such file or directory" in ended.err
