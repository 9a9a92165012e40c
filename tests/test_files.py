"""The disk: what is read, and that a file is replaced wholly or not at all, keeping all that it had but its text."""

import errno
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from test_cli_usage import AZURE, KUBELOGIN, NO_TENANT, Ended, Machine, kubeconfig, login, uncovered, user

from kubeconv.kubeconfig.view import MAX_BYTES
from kubeconv.machine import entries, files, replace
from kubeconv.machine.files import FileProblem
from kubeconv.machine.lock import locked
from kubeconv.machine.seen import see

OLD, NEW = b"old\n", b"new\n"
NOBODY = 65534


def write(path: Path, data: bytes, *, backup: bool = False) -> str:
    """Replace a file under its lock; the copy of the old one."""
    with locked(str(path), 0) as held:
        return replace.write(str(path), held, entries.in_one(data), backup=backup).copy


def listing(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def without_copies(folder: Path) -> list[str]:
    """The same without the copies of old bytes that a write keeps."""
    return [name for name in listing(folder) if ".bak" not in name]


# --- reading


def folder(path: Path) -> None:
    path.mkdir()


def dangling_link(path: Path) -> None:
    path.symlink_to("gone")


def link_to_itself(path: Path) -> None:
    path.symlink_to(path)


def pipe(path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has none in a folder")
    os.mkfifo(path)


def unix_socket(path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has none in a folder")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))


def too_large(path: Path) -> None:
    path.touch()
    os.truncate(path, MAX_BYTES + 1)


def below_a_file(path: Path) -> None:
    path.parent.rmdir()
    path.parent.touch()


IS_ROOT = sys.platform != "win32" and os.getuid() == 0

UNREADABLE: list[tuple[Callable[[Path], None], str]] = [
    (folder, "is a folder|a folder"),
    (pipe, "not a regular file"),
    (unix_socket, "not a regular file"),
    (dangling_link, "a link to gone, which does not exist"),
    (link_to_itself, "symbolic links"),
    (too_large, "larger than 64 MiB"),
    (below_a_file, "not a directory"),
    (lambda path: None, "no such file"),  # noqa: ARG005
]


@pytest.mark.parametrize("command", ["convert", "detect", "validate", "audit", "doctor", "fix", "undo", "versions"])
def test_no_name_is_one_clear_line(tmp_path: Path, command: str) -> None:
    machine = Machine(tmp_path)
    ended = machine.call(command, "", machine.file("config", kubeconfig(me=AZURE)))
    assert (ended.code, listing(machine.home)) == (2, ["config"])
    assert "the argument: is empty, and not the path of a file; look at the variable that it comes from\n" in ended.err


@pytest.mark.parametrize("command", [["convert"], ["convert", "--check"], ["detect"], ["detect", "--format", "json"]])
@pytest.mark.parametrize(("make", "message"), UNREADABLE, ids=lambda each: getattr(each, "__name__", None))
def test_what_cannot_be_read_is_one_clear_line(
    tmp_path: Path, make: Callable[[Path], None], message: str, command: list[str]
) -> None:
    machine = Machine(tmp_path, patience=5)
    path = machine.home / "f" / "config"
    path.parent.mkdir()
    make(path)
    before = listing(tmp_path)
    ended = machine.call(*command, path)
    assert ended.code == 2
    errors = [line for line in ended.err.splitlines() if str(path) in line]
    assert len(errors) == 1
    assert any(part in errors[0] for part in message.split("|")), errors
    assert listing(tmp_path) == before


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("kind: Config", "the content of a kubeconfig"),
        ("a:b: c", "the content of a kubeconfig"),
        ("-----BEGIN PRIVATE KEY-----", "a private key"),
        ("me\nhunter2", "2 lines"),
    ],
)
def test_the_content_of_a_file_in_place_of_its_path_is_refused_and_not_shown(
    tmp_path: Path, text: str, what: str
) -> None:
    machine = Machine(tmp_path)
    runs = {
        "the argument": machine.call("detect", "--", text),
        "the argument ": machine.call("config", "--", text),
        "--kubeconfig": machine.call("detect", "--kubeconfig", text),
        "$KUBECONFIG": machine.call("detect", KUBECONFIG=f"/a{os.pathsep}{text}"),
    }
    for where, run in runs.items():
        assert (run.code, run.out) == (2, "")
        assert run.err.startswith(
            f"kubeconv: {where.strip()}: holds {what}, not the path of a file; write it to a file"
        )
        assert text not in run.err
    told = machine.call("config", "--format", "json", "--", text).out
    assert what in told
    assert json.dumps(text)[1:-1] not in told


def test_a_file_may_have_a_name_like_the_content_of_one(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    assert machine.call("detect", machine.file("kind: Config", kubeconfig(me=AZURE))).code == 0


@pytest.mark.parametrize(
    ("variable", "code", "said"),
    [
        ("one:", 0, "me"),
        (":one", 0, "me"),
        ("two: one", 0, "me"),
        ("-", 0, "you"),
        ("two: 3", 2, "holds the content of a kubeconfig"),
        ("one: [{token: S3cr3t}]", 2, "holds the content of a kubeconfig"),
        (":", 2, "no file of $KUBECONFIG exists"),
        ("::", 2, "no file of $KUBECONFIG exists"),
        ("", 0, "default"),
    ],
)
@pytest.mark.skipif(os.pathsep != ":", reason="the lists of Windows have another sign")
def test_a_list_of_kubeconfigs_is_read_as_kubectl_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, code: int, said: str
) -> None:
    """An empty path counts as no file, and a list of nothing else is not an empty variable."""
    machine = Machine(tmp_path)
    for name, whose in (("one", "me"), (" one", "me"), ("two", "you"), ("-", "you"), (".kube/config", "default")):
        machine.file(name, kubeconfig(**{whose: AZURE}))
    monkeypatch.chdir(machine.home)
    run = machine.call("detect", KUBECONFIG=variable)
    assert (run.code, said in run.out + run.err, "S3cr3t" in run.err) == (code, True, False)


@pytest.mark.parametrize(("home", "user_name"), [("", "here"), (".", "here"), ("sub", "there"), (None, "here")])
@pytest.mark.skipif(os.name == "nt", reason="Windows has other variables")
def test_without_a_home_the_kubeconfig_of_the_current_folder_is_read_as_by_kubectl(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: str | None, user_name: str
) -> None:
    machine = Machine(tmp_path)
    for name, whose in ((".kube/config", "here"), ("sub/.kube/config", "there")):
        machine.file(name, kubeconfig(**{whose: AZURE}))
    monkeypatch.chdir(machine.home)
    paths = files.find((), None, {} if home is None else {"HOME": home})
    (found,) = paths.files
    assert user_name in Path(found).read_text()


def test_the_largest_file_allowed_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "config"
    path.write_bytes(b"12345")
    monkeypatch.setattr(files, "MAX_BYTES", 5)
    assert files.read(str(path)) == b"12345"
    monkeypatch.setattr(files, "MAX_BYTES", 4)
    with pytest.raises(FileProblem, match="larger than"):
        files.read(str(path))


# --- replacing


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o640, 0o700, 0o222])
def test_the_mode_is_kept(tmp_path: Path, mode: int) -> None:
    path = Machine(tmp_path).file("config", OLD, mode)
    write(path, NEW)
    assert path.read_bytes() == NEW
    assert path.stat().st_mode & 0o7777 == mode


@pytest.mark.skipif(not IS_ROOT, reason="only root can give files away")
@pytest.mark.parametrize(("uid", "gid"), [(1234, 5678), (0, 5678), (1234, 0)])
def test_the_owner_is_kept(tmp_path: Path, uid: int, gid: int) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has nothing like it")
    path = Machine(tmp_path).file("config", OLD, 0o640)
    os.chown(path, uid, gid)
    write(path, NEW)
    assert (path.stat().st_uid, path.stat().st_gid, path.stat().st_mode & 0o777) == (uid, gid, 0o640)


def test_extended_attributes_are_kept(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux has that")
    path = Machine(tmp_path).file("config", OLD)
    try:
        os.setxattr(path, "user.note", b"mine")
    except (OSError, AttributeError):
        pytest.skip("no extended attributes here")
    write(path, NEW)
    assert os.getxattr(path, "user.note") == b"mine"


@pytest.mark.parametrize("size", [10, 1_000_000])
def test_a_replaced_file_is_a_new_file_of_now(tmp_path: Path, size: int) -> None:
    path = Machine(tmp_path).file("config", OLD)
    os.utime(path, (1, 1))
    before = path.stat()
    write(path, b"x" * size)
    assert path.stat().st_size == size
    assert abs(path.stat().st_mtime - time.time()) < 60
    assert path.stat().st_ino != before.st_ino  # never opened for writing: a reader of the old one keeps the old one


def test_what_is_written_is_on_the_disk_before_it_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = Machine(tmp_path).file("config", OLD)
    done: list[str] = []

    def fsync(descriptor: int) -> None:
        target = Path(os.readlink(f"/proc/self/fd/{descriptor}"))
        done.append("fsync folder" if target.is_dir() else f"fsync {target.read_bytes()!r}")

    def swap(folder: entries.Folder, one: str, other: str) -> bool:
        done.append("swap")
        return real_swap(folder, one, other)

    real_swap = entries.swap
    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(entries, "swap", swap)
    write(path, NEW, backup=True)
    assert done == [f"fsync {OLD!r}", f"fsync {NEW!r}", "swap", "fsync folder"]


@pytest.mark.parametrize("target", ["real/config", "../home/real/config", "hop"])
def test_a_link_stays_a_link(tmp_path: Path, target: str) -> None:
    machine = Machine(tmp_path)
    real = machine.file("real/config", kubeconfig(me=AZURE))
    (machine.home / "hop").symlink_to("real/config")
    link = machine.home / "config"
    link.symlink_to(target)
    assert machine.call("convert", link).code == 0
    assert os.readlink(link) == target
    assert not real.is_symlink()
    assert login(real, "me") == "devicecode"
    assert without_copies(machine.home) == ["config", "hop", "real", "real/config"]


def test_files_are_found_through_linked_folders_and_relative_paths(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    real = machine.file("real/config", kubeconfig(me=AZURE, you=AZURE, she=AZURE))
    (machine.home / "link").symlink_to("real")
    for name, path in (("me", "real/config"), ("you", "./link/config"), ("she", "link/../real/config")):
        assert machine.call("convert", path, "--user", name).code == 0
        assert login(real, name) == "devicecode"
    assert without_copies(machine.home) == ["link", "real", "real/config"]


@pytest.mark.parametrize("arguments", [[], ["-l", "devicecode"], ["--backup"], ["--user", "me"]], ids=" ".join)
def test_a_file_that_stays_as_it_is_is_not_written(tmp_path: Path, arguments: list[str]) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(me=KUBELOGIN))
    before = config.stat()
    ended = machine.call("convert", config, *arguments)
    assert ended.code == 0
    assert (config.stat().st_ino, config.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert listing(machine.home) == ["config"]
    assert f"read {config}; nothing written to it" in ended.out


@pytest.mark.parametrize("mode", [0o444, 0o400, 0o440])
def test_a_read_only_file_is_not_replaced(tmp_path: Path, mode: int) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(me=AZURE), mode)
    ended = machine.call("convert", config)
    assert (ended.code, config.read_text()) == (2, kubeconfig(me=AZURE))
    assert [line for line in ended.err.splitlines() if "read-only" in line and "chmod u+w" in line]
    assert listing(machine.home) == ["config"]


def fail(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("backup", [False, True], ids=["plain", "backup"])
@pytest.mark.parametrize("call", ["entries.swap", "entries.write_all", "os.fsync", "os.fchmod"])
def test_a_failure_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, backup: bool
) -> None:
    path = Machine(tmp_path).file("config", OLD)
    with monkeypatch.context() as patched:
        patched.setattr(call if call.startswith("os.") else f"kubeconv.machine.{call}", fail)
        with pytest.raises(FileProblem, match=r"cannot be written: no space left on device") as caught:
            write(path, NEW, backup=backup)
    assert "\n" not in str(caught.value)
    assert path.read_bytes() == OLD
    assert [name for name in listing(path.parent) if name != "config" and ".bak" not in name] == []


def test_a_folder_that_cannot_be_synced_is_no_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sync = os.fsync

    def fsync(descriptor: int) -> None:
        if os.path.isdir(f"/proc/self/fd/{descriptor}"):
            raise OSError(errno.EINVAL, "Invalid argument")
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    path = Machine(tmp_path).file("config", OLD)
    write(path, NEW)
    assert path.read_bytes() == NEW


FULL_DISK = """\
import resource, sys
from kubeconv.commands import run
resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))
sys.exit(run(sys.argv[1:]))
"""


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--backup"],
        ["-o", "new"],
    ],
    ids=str,
)
def test_a_full_disk_leaves_everything_as_it_was(tmp_path: Path, arguments: list[str]) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(me=AZURE))
    ended = subprocess.run(
        [sys.executable, "-B", "-c", FULL_DISK, "convert", config, *arguments],
        env=uncovered(machine.environment({})),
        cwd=machine.home, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1
    assert "cannot be written: file too large" in ended.stderr
    assert config.read_text() == kubeconfig(me=AZURE)
    assert listing(machine.home) == ["config"]


# --- as somebody without rights


@pytest.fixture
def foreign_home() -> Iterator[Machine]:
    """A machine whose folders everybody may enter, for runs as nobody."""
    root = Path(tempfile.mkdtemp())
    root.chmod(0o755)
    yield Machine(root)
    for path in root.rglob("*"):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)
    shutil.rmtree(root)


def as_nobody(machine: Machine, *arguments: str | Path) -> Ended:
    """A run without rights: as the user nobody if the tests run as root."""
    if sys.platform == "win32":
        raise NotImplementedError
    if os.getuid() != 0:
        return machine.call(*arguments)
    warm = machine.file("warm", kubeconfig(me=AZURE))
    for command, *options in (["convert", "--diff"], ["detect"], ["convert"]):
        machine.call(command, warm, *options)  # so that nothing is left to be imported from folders of root
    warm.unlink()
    os.setegid(NOBODY)
    os.seteuid(NOBODY)
    try:
        return machine.call(*arguments)
    finally:
        os.seteuid(0)
        os.setegid(0)


def mine(*paths: Path) -> None:
    """Give files to whom `as_nobody` runs as."""
    if sys.platform == "win32":
        raise NotImplementedError
    if os.getuid() == 0:
        for path in paths:
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)


def test_a_file_that_may_not_be_read(foreign_home: Machine) -> None:
    config = foreign_home.file("config", kubeconfig(me=AZURE), 0o000)
    for command in ("convert", "detect"):
        ended = as_nobody(foreign_home, command, config)
        assert ended.code == 2
        assert [f"{config}: error: cannot be read: permission denied"] == ended.err.splitlines()


def test_a_folder_that_may_not_be_written(foreign_home: Machine) -> None:
    config = foreign_home.file("f/config", kubeconfig(me=AZURE), 0o600)
    mine(config, config.parent)
    config.parent.chmod(0o555)
    ended = as_nobody(foreign_home, "convert", config)
    assert ended.code == 2
    (line,) = ended.err.splitlines()
    assert line.startswith(f"{config}: error: cannot ")
    assert "permission denied; write elsewhere: kubeconv convert -o" in line
    assert as_nobody(foreign_home, "convert", config, "--diff").code == 0
    assert as_nobody(foreign_home, "convert", config, "--check").code == 1
    assert config.read_text() == kubeconfig(me=AZURE)


def test_a_read_only_folder_does_not_matter_where_nothing_is_to_do(foreign_home: Machine) -> None:
    config = foreign_home.file("f/config", kubeconfig(me=KUBELOGIN), 0o400)
    mine(config, config.parent)
    config.parent.chmod(0o555)
    assert as_nobody(foreign_home, "convert", config).code == 0


@pytest.mark.skipif(not IS_ROOT, reason="needs a file of somebody else")
def test_a_file_of_somebody_else_is_left_alone(foreign_home: Machine) -> None:
    config = foreign_home.file("f/config", kubeconfig(me=AZURE), 0o666)
    config.parent.chmod(0o777)
    ended = as_nobody(foreign_home, "convert", config)
    assert ended.code == 2
    assert len(ended.err.splitlines()) == 1
    assert config.read_text() == kubeconfig(me=AZURE)
    assert config.stat().st_uid == 0
    assert listing(config.parent) == ["config"]


def test_a_folder_that_may_be_written_but_not_listed(foreign_home: Machine) -> None:
    config = foreign_home.file("f/config", kubeconfig(me=AZURE), 0o600)
    mine(config, config.parent)
    config.parent.chmod(0o300)
    assert as_nobody(foreign_home, "convert", config).code == 0


@pytest.mark.skipif(sys.platform != "linux", reason="needs O_PATH")
def test_a_folder_that_may_not_be_listed_is_held_wherever_its_path_leads(foreign_home: Machine) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has nothing like it")
    config = foreign_home.file("f/config", kubeconfig(me=AZURE))
    mine(config.parent, foreign_home.home)
    config.parent.chmod(0o300)
    foreign_home.home.chmod(0o755)
    is_root = os.getuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    try:
        with entries.open_folder(str(config.parent)) as found:
            config.parent.rename(foreign_home.home / "moved")
            assert entries.status_of(found, "config").st_size == len(kubeconfig(me=AZURE))
    finally:
        if is_root:
            os.seteuid(0)


# --- backups


def test_a_backup_is_the_old_file_for_its_owner_only(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(me=AZURE), 0o644)
    ended = machine.call("convert", config, "--backup")
    backup = machine.home / "config.bak"
    assert backup.read_text() == kubeconfig(me=AZURE)
    assert backup.stat().st_mode & 0o777 == 0o600
    assert f"kept the old file as {backup}" in ended.out
    assert listing(machine.home) == ["config", "config.bak"]


@pytest.mark.skipif(not IS_ROOT, reason="only root can give files away")
def test_a_backup_belongs_to_the_owner_of_the_file(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has nothing like it")
    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(me=AZURE))
    os.chown(config, 1234, 1234)
    machine.call("convert", config, "--backup")
    assert (machine.home / "config.bak").stat().st_uid == 1234


# --- writing elsewhere


def test_a_new_file_is_for_its_owner_only_and_an_old_one_keeps_its_mode(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(me=AZURE), 0o644)
    old = machine.file("old", "", 0o664)
    for name in ("new", "old"):
        assert machine.call("convert", config, "-o", name).code == 0
        assert login(machine.home / name, "me") == "devicecode"
    assert (machine.home / "new").stat().st_mode & 0o777 == 0o600
    assert old.stat().st_mode & 0o777 == 0o664
    assert config.read_text() == kubeconfig(me=AZURE)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (folder, "is a folder"),
        (below_a_file, "not a directory"),
        (lambda path: path.touch(0o444), "read-only"),
    ],
)  # fmt: skip
def test_where_nothing_can_be_written_is_one_clear_line(
    tmp_path: Path, make: Callable[[Path], None], message: str
) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(me=AZURE))
    place = machine.home / "f" / "new"
    place.parent.mkdir()
    make(place)
    before = listing(tmp_path)
    ended = machine.call("convert", config, "-o", place)
    assert ended.code == 2
    assert len(ended.err.splitlines()) == 1
    assert message in ended.err
    assert listing(tmp_path) == before


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has nothing like it")
    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(me=AZURE))
    pipe = machine.home / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        ended = machine.call("convert", config, "-o", pipe)
        assert (ended.code, pipe.is_fifo()) == (0, True)
        assert login(os.read(reader, 100_000).decode(), "me") == "devicecode"
    finally:
        os.close(reader)


def test_a_backup_is_made_of_what_o_overwrites(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config, old = machine.file("config", kubeconfig(me=AZURE)), machine.file("old", "precious")
    assert machine.call("convert", config, "-o", old, "--backup").code == 0
    assert (machine.home / "old.bak").read_text() == "precious"
    assert login(old, "me") == "devicecode"


# --- the profile of az

PROFILE = '{"subscriptions": [{"tenantId": "a"}, {"isDefault": true, "tenantId": "%s"}]}'


def test_the_tenant_of_az_is_offered_and_never_used(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(me=NO_TENANT))
    machine.file(".azure/azureProfile.json", (PROFILE % "tenant-2").encode("utf-8-sig"))
    machine.file("other/azureProfile.json", (PROFILE % "tenant-3").encode("utf-8-sig"))
    for variables, offered in (({}, "tenant-2"), ({"AZURE_CONFIG_DIR": str(machine.home / "other")}, "tenant-3")):
        ended = machine.call("convert", config, **variables)
        assert ended.code == 1
        assert f"--tenant-id {offered}" in ended.err
        assert config.read_text() == kubeconfig(me=NO_TENANT)
    assert machine.call("convert", config, "-t", "mine").code == 0
    assert "tenant-2" not in config.read_text()
    assert "mine" in user(config, "me")["exec"]["args"]


BROKEN_PROFILES = {
    "empty": b"",
    "no JSON": b"{",
    "a list": b"[]",
    "no UTF-8": b"\xff\xfe",
    "no subscriptions": b'{"subscriptions": null}',
    "no subscription": b'{"subscriptions": [null]}',
    "no tenant": b'{"subscriptions": [{"isDefault": true}]}',
    "tenant null": b'{"subscriptions": [{"isDefault": true, "tenantId": null}]}',
    "no default": b'{"subscriptions": [{"isDefault": false, "tenantId": "t"}]}',
    "nested": b"[" * 100_000,
}


@pytest.mark.parametrize("format", ["text", "json"])
@pytest.mark.parametrize("content", BROKEN_PROFILES.values(), ids=BROKEN_PROFILES.keys())
def test_a_broken_az_profile_offers_nothing(tmp_path: Path, content: bytes, format: str) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(me=NO_TENANT))
    without = machine.call("convert", config, "--format", format)
    machine.file(".azure/azureProfile.json", content)
    assert machine.call("convert", config, "--format", format) == without


@pytest.mark.parametrize("format", ["text", "json"])
def test_a_hostile_az_profile_is_no_crash(tmp_path: Path, format: str) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(me=NO_TENANT))
    machine.file(".azure/azureProfile.json", PROFILE % "\\ud800\\u001b[31m")
    ended = machine.call("convert", config, "--format", format)
    assert ended.code == 1
    assert "\x1b" not in ended.out + ended.err


def test_a_file_is_made_private(tmp_path: Path) -> None:
    path = tmp_path / "config"
    path.write_text("x")
    for before, after in ((0o644, 0o600), (0o664, 0o600), (0o444, 0o400), (0o600, 0o600)):
        path.chmod(before)
        with locked(str(path), 0) as held:
            replace.make_private(see(str(path), held))
        assert path.stat().st_mode & 0o777 == after
    assert files.is_own(str(path))
    with locked(str(path), 0) as held:
        seen = see(str(path), held)
        path.unlink()
        with pytest.raises(FileProblem, match="was changed by another program"):
            replace.make_private(seen)
    assert not files.is_own(str(tmp_path / "gone"))
