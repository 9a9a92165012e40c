"""The bytes that a write replaces are kept, and `undo` brings them back: whichever command wrote, whatever lies beside the
file, and wherever a run is ended."""

import errno
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_cli_convert import schema
from test_cli_usage import AZURE, KUBELOGIN, Ended, Machine, kubeconfig, login, user
from test_convert_files import Counter
from test_files import NEW, listing, write
from test_git_index import blob, index
from test_lock import fork, wait

from kubeconv.machine import backups, entries, journal, replace, undo
from kubeconv.machine.files import FileProblem
from kubeconv.machine.git_objects import blob_kept, bytes_of
from kubeconv.machine.lock import locked

OLD = kubeconfig(me=AZURE).replace("kind: Config\n", "kind: Config\ncurrent-context: at-me\n")
WRITING = {
    "convert": ["convert"],
    "convert -l": ["convert", "-l", "azurecli"],
    "validate": ["validate", "--fix"],
    "doctor": ["doctor", "--fix", "--yes"],
}
EVERY = pytest.mark.parametrize("command", WRITING.values(), ids=WRITING.keys())


def said(ended: Ended) -> str:
    return ended.out + ended.err


# --- what is kept


@EVERY
@pytest.mark.parametrize("mode", [0o600, 0o640])
def test_every_command_that_writes_keeps_the_old_bytes_and_undo_brings_them_back(
    tmp_path: Path, command: list[str], mode: int
) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD, mode)
    ended = machine.call(*command, config)
    assert config.read_text() != OLD
    assert listing(machine.home) == ["config", "config.bak"]
    copy = machine.home / "config.bak"
    assert (copy.read_text(), copy.stat().st_mode & 0o777) == (OLD, 0o600)
    assert f"kept the old file as {copy}; undo: kubeconv undo {config}" in said(ended)
    mode = config.stat().st_mode  # doctor closes the file to others
    undone = machine.call("undo", config)
    assert (undone.code, undone.err) == (0, "")
    assert undone.out == f"{config}: has the bytes of {copy} again\n"
    assert (config.read_text(), config.stat().st_mode) == (OLD, mode)
    assert listing(machine.home) == ["config"]


@EVERY
@pytest.mark.parametrize("option", ["--backup", "--no-backup"])
def test_a_copy_is_made_unless_nobody_wants_it(tmp_path: Path, command: list[str], option: str) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    ended = machine.call(*command, option, config)
    assert config.read_text() != OLD
    assert ("kubeconv undo" in said(ended)) == (option == "--backup")
    assert listing(machine.home) == ["config", "config.bak"][: 1 + (option == "--backup")]


def test_only_the_newest_copy_is_kept(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    for mode in ("devicecode", "msi", "azurecli", "msi"):
        before = config.read_text()
        assert machine.call("convert", config, "-l", mode).code == 0
        assert listing(machine.home) == ["config", "config.bak"]
        assert (machine.home / "config.bak").read_text() == before
    assert machine.call("undo", config).code == 0
    assert login(config, "me") == "azurecli"


def test_nothing_is_kept_where_nothing_is_written(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(me=KUBELOGIN))
    for arguments in ("convert", "convert --diff -l msi", "convert -o - -l msi", "validate --fix"):
        machine.call(*arguments.split(), config)
    assert listing(machine.home) == ["config"]


def test_the_same_bytes_once_more_do_not_cost_the_copy_of_the_old_ones(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    for _ in range(2):
        assert machine.call("convert", config, "-l", "msi", "-o", config).code == 0
        assert (machine.home / "config.bak").read_text() == OLD
    assert machine.call("undo", config).code == 0
    assert config.read_text() == OLD


def test_what_o_overwrites_is_kept_too_and_what_it_makes_has_nothing_to_undo(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config, other = machine.file("config", OLD), machine.file("other", "precious")
    assert "kubeconv undo other" in machine.call("convert", config, "-o", "other").out
    assert "undo" not in machine.call("convert", config, "-o", "new").out
    assert machine.call("undo", other).code == 0
    assert other.read_text() == "precious"
    ended = machine.call("undo", "new")
    assert (ended.code, ended.err) == (
        2,
        "kubeconv: new: nothing to undo: kubeconv has no copy of its old bytes\n",
    )


def test_a_link_has_its_copy_beside_the_file_that_it_leads_to(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("real/config", OLD)
    (machine.home / "link").symlink_to("real/config")
    assert f"kept the old file as {config}.bak; undo: kubeconv undo link" in machine.call("convert", "link").out
    assert machine.call("undo", "link").code == 0
    assert config.read_text() == OLD
    assert listing(machine.home) == ["link", "real", "real/config"]


@pytest.mark.parametrize("name", ["a b", "-x", "it's", "$HOME"])
def test_the_command_that_is_named_works_when_copied(tmp_path: Path, name: str) -> None:
    machine = Machine(tmp_path)
    config = machine.file(name, OLD)
    ended = machine.call("convert", "--", name)
    (command,) = re.findall("undo: (kubeconv undo .*)", ended.out)
    assert machine.call(*shlex.split(command)[1:]).code == 0
    assert config.read_text() == OLD


@pytest.mark.parametrize("name", ["a\nb", "a\tb", "\x1b[31m", "\u202e", "\udcff\udcfe", "caf\xe9\n", "it's\r", "a\\\n"])
@pytest.mark.skipif(shutil.which("bash") is None or sys.platform != "linux", reason="bash, and any bytes in names")
def test_the_command_that_is_named_escapes_what_a_terminal_would_obey(tmp_path: Path, name: str) -> None:
    machine = Machine(tmp_path)
    config = machine.file(name, OLD)
    (command,) = re.findall("undo: kubeconv (undo .*)", machine.call("convert", "--", name).out)
    assert command.isprintable()
    words = subprocess.run(["bash", "-c", f"printf '%s\\0' {command}"], capture_output=True, check=True).stdout
    assert machine.call(*map(os.fsdecode, words.split(b"\0")[:-1])).code == 0
    assert config.read_text() == OLD


# --- what is not ours


def ours(machine: Machine, config: Path) -> Path:
    """A copy that we made; the file is as it was before."""
    machine.call("convert", config)
    config.write_text(OLD)
    return machine.home / "config.bak"


def foreign(machine: Machine, config: Path) -> None:  # noqa: ARG001
    machine.file("config.bak", "precious")


def old_and_foreign(machine: Machine, config: Path) -> None:
    foreign(machine, config)
    os.utime(machine.home / "config.bak", (1, 1))


def a_folder(machine: Machine, config: Path) -> None:  # noqa: ARG001
    (machine.home / "config.bak").mkdir()


def a_link(machine: Machine, config: Path) -> None:  # noqa: ARG001
    (machine.home / "config.bak").symlink_to("gone")


def a_link_to_ours(machine: Machine, config: Path) -> None:
    ours(machine, config).rename(machine.home / "mine")
    (machine.home / "config.bak").symlink_to("mine")


def edited(machine: Machine, config: Path) -> None:
    copy = ours(machine, config)
    copy.write_text(copy.read_text() + "# mine\n")


def edited_with_its_time(machine: Machine, config: Path) -> None:
    copy = ours(machine, config)
    time = copy.stat().st_mtime_ns
    copy.write_text(copy.read_text() + "# mine\n")
    os.utime(copy, ns=(time, time))


def opened_to_others(machine: Machine, config: Path) -> None:
    ours(machine, config).chmod(0o644)


def copied(machine: Machine, config: Path) -> None:
    copy = ours(machine, config)
    data = copy.read_bytes()
    copy.unlink()
    copy.write_bytes(data)
    copy.chmod(0o600)


NOT_OURS = [
    foreign,
    old_and_foreign,
    a_folder,
    a_link,
    a_link_to_ours,
    edited,
    edited_with_its_time,
    opened_to_others,
    copied,
]


@pytest.mark.parametrize("make", NOT_OURS)
def test_what_is_not_ours_is_never_touched(tmp_path: Path, make: Callable[[Machine, Path], None]) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    make(machine, config)
    other = machine.home / "config.bak"
    before = (other.lstat(), other.read_bytes() if other.is_file() else b"")
    for _ in range(3):
        assert machine.call("convert", config).code == 0
        assert (machine.home / "config.bak1").read_text() == OLD
        assert machine.call("convert", config, "-l", "msi").code == 0
        assert machine.call("undo", config).code == 0
        assert login(config, "me") == "devicecode"
        config.write_text(OLD)
    after = other.lstat()
    assert (after.st_ino, after.st_mtime_ns) == (before[0].st_ino, before[0].st_mtime_ns)
    assert (other.read_bytes() if other.is_file() else b"") == before[1]
    assert not [name for name in listing(machine.home) if name not in ("config", "config.bak", "config.bak1", "mine")]


def test_a_copy_of_ours_is_found_behind_a_name_that_became_free(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    foreign(machine, config)
    machine.call("convert", config)
    (machine.home / "config.bak").unlink()
    machine.call("convert", config, "-l", "msi")
    assert listing(machine.home) == ["config", "config.bak1"]
    assert machine.call("undo", config).code == 0
    assert login(config, "me") == "devicecode"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no umask")
def test_the_umask_does_not_take_a_copy_from_its_owner(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    before = os.umask(0o777)
    try:
        machine.call("convert", config)
        machine.call("convert", config, "-o", "new")
    finally:
        os.umask(before)
    assert [(machine.home / name).stat().st_mode & 0o777 for name in listing(machine.home)] == [0o600] * 3
    assert machine.call("undo", config).code == 0


def test_a_thousand_copies_of_others_are_enough(tmp_path: Path) -> None:
    path = Machine(tmp_path).file("config", "text")
    for number in range(1000):
        (path.parent / f"config.bak{number or ''}").touch()
    with pytest.raises(FileProblem, match="has a thousand backups already"):
        write(path, NEW, backup=True)
    assert path.read_text() == "text"


# --- git


def in_pack(*objects: tuple[bytes, int, bytes, bytes]) -> tuple[bytes, bytes]:
    """A pack of objects, and its index: of each its id, its kind, what it is the difference to, and its bytes or the
    difference."""
    pack, places = bytes(12), {}
    for id, kind, base, data in objects:
        places[id] = len(pack)
        size, head = len(data), b""
        byte, size = kind << 4 | size & 15, size >> 4
        while size:
            head, byte, size = head + bytes([byte | 128]), size & 127, size >> 7
        pack += head + bytes([byte]) + base + zlib.compress(data)
    ids = sorted(places)
    fans = b"".join(sum(id[0] <= first for id in ids).to_bytes(4) for first in range(256))
    tables = b"".join(ids) + bytes(4 * len(ids)) + b"".join(places[id].to_bytes(4) for id in ids)
    return pack + bytes(20), b"\xfftOc" + (2).to_bytes(4) + fans + tables + bytes(40)


def differing(text: bytes, how: str) -> tuple[bytes, bytes]:
    """A pack in which a text is the difference to a longer one before it, which is named by its id or its place; its index."""
    longer = text + b"# more\n"
    length = [bytes([size & 127 | 128, size >> 7]) for size in (len(longer), len(text))]
    # all but ten bytes of the longer one, with two bytes for the length; then ten new ones
    difference = b"".join(length) + b"\xb0" + (len(text) - 10).to_bytes(2, "little") + b"\x0a" + text[-10:]
    first = (blob(longer), 3, b"", longer)
    before = len(in_pack(first)[0]) - 20 - 12
    behind = bytes([(before >> 7) - 1 | 128, before & 127])
    kind, base = (7, blob(longer)) if how == "difference" else (6, behind)
    return in_pack(first, (blob(text), kind, base, difference))


def tracked(machine: Machine, text: str, form: str = "loose") -> Path:
    """A kubeconfig in a repository that has this text of it: in a file of its own, in a pack as a whole or as a difference
    (`differing`), or not any more; or in another repository, of which it borrows."""
    config = machine.file("top/config", OLD)
    git = machine.home / "top" / ".git"
    git.mkdir()
    (git / "HEAD").touch()
    (git / "index").write_bytes(index({b"config": blob(text.encode())}))
    store, id = git / "objects", blob(text.encode()).hex()
    if form == "borrowed":
        machine.file("top/.git/objects/info/alternates", "../../../other\n")
        store = machine.home / "other"
    loose = store / id[:2] / id[2:]
    if form in ("loose", "borrowed"):
        loose.parent.mkdir(parents=True)
        loose.write_bytes(zlib.compress(b"blob %d\0%s" % (len(text), text.encode())))
    if form in ("packed", "difference", "difference behind"):
        (store / "pack").mkdir(parents=True)
        data = text.encode()
        pack, places = in_pack((blob(data), 3, b"", data)) if form == "packed" else differing(data, form)
        (store / "pack" / "pack-1.pack").write_bytes(pack)
        (store / "pack" / "pack-1.idx").write_bytes(places)
    if form == "damaged":
        loose.parent.mkdir(parents=True)
        loose.touch()
    return config


@EVERY
def test_no_copy_is_made_of_what_git_has(tmp_path: Path, command: list[str]) -> None:
    machine = Machine(tmp_path)
    config = tracked(machine, OLD)
    before = listing(machine.home)
    ended = machine.call(*command, config)
    assert config.read_text() != OLD
    assert listing(machine.home) == before
    restore = f"git -C {config.parent} restore config"
    assert f"git has the old file; undo: {restore}" in said(ended)
    undone = machine.call("undo", config)
    assert (undone.code, config.read_text()) == (0, OLD)
    assert undone.out == f"{config}: has the bytes of {config} in git again\n"
    assert listing(machine.home) == before


def add(config: Path) -> None:
    """As `git add` does."""
    id, data = blob(config.read_bytes()), config.read_bytes()
    place = config.parent / ".git" / "objects" / id.hex()[:2] / id.hex()[2:]
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(zlib.compress(b"blob %d\0%s" % (len(data), data)))
    (config.parent / ".git" / "index").write_bytes(index({b"config": id}))


@pytest.mark.parametrize("form", ["loose", "packed"])
def test_what_git_had_before_the_next_commit_comes_back_once(tmp_path: Path, form: str) -> None:
    machine = Machine(tmp_path)
    config = tracked(machine, OLD, form)
    with_attributes(config)
    assert machine.call("convert", config).code == 0
    add(config)
    assert sorted(os.listdir(config.parent)) == [".git", "config"]
    if sys.platform == "linux":  # else it was skipped
        assert os.listxattr(config) == ["user.test"]
    undone = machine.call("undo", config)
    assert (undone.code, config.read_text()) == (0, OLD)
    assert undone.out == f"{config}: has the bytes of {config} in git again\n"
    again = machine.call("undo", config)
    assert (again.code, "nothing to undo" in again.err, config.read_text()) == (2, True, OLD)


def test_where_git_has_other_bytes_by_now_its_log_is_named(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = tracked(machine, OLD)
    assert machine.call("convert", config).code == 0
    add(config)
    for place in (config.parent / ".git" / "objects").glob(f"{blob(OLD.encode()).hex()[:2]}/*"):
        place.unlink()  # as `git gc` does at last
    undone = machine.call("undo", config)
    assert undone.code == 2
    log = f"git -C {config.parent} log --patch -- config"
    assert undone.err.endswith(f"no copy of its old bytes; look for them in git: {log}\n")


@pytest.mark.parametrize(
    ("form", "has_copy"),
    [("packed", False), ("borrowed", False), ("difference", False), ("difference behind", False), ("gone", True),
     ("damaged", True)],
)  # fmt: skip
def test_a_copy_is_made_unless_git_really_has_the_bytes(tmp_path: Path, form: str, has_copy: bool) -> None:
    machine = Machine(tmp_path)
    config = tracked(machine, OLD, form)
    machine.call("convert", config)
    assert config.with_name("config.bak").exists() == has_copy
    undone = machine.call("undo", config)
    assert (undone.code, config.read_text()) == (0, OLD)


def test_what_only_git_can_read_is_told(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = tracked(machine, OLD)
    machine.call("convert", config)
    for path in (config.parent / ".git" / "objects").glob("*/*"):
        path.unlink()  # as in a partial clone, whose objects git fetches when it needs them
    undone = machine.call("undo", config)
    restore = f"git -C {config.parent} restore config"
    assert undone.err == f"kubeconv: {config}: has no copy of its old bytes, as git has them; undo: {restore}\n"


@given(
    form=st.sampled_from(["packed", "difference", "difference behind"]),
    garbage=st.binary(max_size=200),
    at=st.integers(0, 1200),
)
def test_a_damaged_pack_is_no_crash(
    tmp_path_factory: pytest.TempPathFactory, form: str, garbage: bytes, at: int
) -> None:
    machine = Machine(tmp_path_factory.mktemp("garbage"))
    config = tracked(machine, OLD, form)
    for name in ("pack-1.pack", "pack-1.idx"):
        path = config.parent / ".git/objects/pack" / name
        data = path.read_bytes()
        path.write_bytes(data[:at] + garbage + data[at + len(garbage) :])
        assert bytes_of(str(config), {}) in ([], [OLD.encode()])
        blob_kept(str(config), OLD.encode(), {})


def test_a_copy_is_made_of_what_git_has_otherwise(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = tracked(machine, OLD + "# older\n")
    assert machine.call("convert", config).code == 0
    assert (config.parent / "config.bak").read_text() == OLD
    assert machine.call("undo", config).code == 0


# --- undo that says why not


def test_undo_after_undo_says_that_there_is_nothing(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    machine.call("convert", config)
    assert machine.call("undo", config).code == 0
    ended = machine.call("undo", config)
    assert (ended.code, config.read_text()) == (2, OLD)
    assert ended.err == f"kubeconv: {config}: nothing to undo: kubeconv has no copy of its old bytes\n"


@pytest.mark.parametrize("happens", [
    lambda config: config.write_text(config.read_text() + "# mine\n"),
    lambda config: config.write_text(""),
    lambda config: (config.with_name("new").write_text("theirs"), config.with_name("new").rename(config)),
], ids=["more", "empty", "renamed"])  # fmt: skip
def test_a_file_that_was_changed_since_is_left_alone(tmp_path: Path, happens: Callable[[Path], object]) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    machine.call("convert", config)
    time = config.stat().st_mtime_ns
    happens(config)
    os.utime(config, ns=(time, time))  # not by its time alone
    text = config.read_text()
    ended = machine.call("undo", config)
    assert (ended.code, config.read_text()) == (2, text)
    copy = machine.home / "config.bak"
    assert ended.err == (
        f"kubeconv: {config}: was changed since kubeconv wrote it; the bytes from before are in {copy}; "
        f"compare: diff {copy} {config}\n"
    )
    assert copy.read_text() == OLD


def test_after_a_run_without_a_copy_there_is_no_older_one_to_bring_back(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    machine.call("convert", config)
    machine.call("convert", config, "-l", "msi", "--no-backup")
    ended = machine.call("undo", config)
    assert (ended.code, login(config, "me")) == (2, "msi")
    assert "was changed since kubeconv wrote it" in ended.err
    assert (machine.home / "config.bak").read_text() == OLD


def test_a_copy_of_somebody_else_is_named_but_not_used(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    machine.file("config.bak", "precious")
    ended = machine.call("undo", config)
    assert ended.code == 2
    assert f"{config}.bak is not kubeconv's, or was changed" in ended.err


def test_a_file_that_is_gone_is_told_with_its_copy(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    assert "no such file" in machine.call("undo", "gone").err
    machine.call("convert", config)
    config.unlink()
    ended = machine.call("undo", config)
    assert ended.code == 2
    assert f"no such file; the bytes from before its last write are in {config}.bak" in ended.err
    assert listing(machine.home) == ["config.bak"]


def test_a_copy_that_is_not_ours_any_more_is_used_and_stays(tmp_path: Path) -> None:
    """The file itself tells which bytes it had before."""
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    machine.call("convert", config)
    copy = machine.home / "config.bak"
    copy.chmod(0o644)
    copy.touch()
    ended = machine.call("undo", config)
    assert (ended.code, config.read_text(), copy.read_text()) == (0, OLD, OLD)
    assert f"{copy} is not kubeconv's any more, and stays" in ended.out


@pytest.mark.parametrize(("make", "message"), [
    (lambda path: path.with_name("config.lock").touch(), "is locked by another program"),
    (lambda path: path.chmod(0o444), "is read-only"),
], ids=["locked", "read-only"])  # fmt: skip
def test_undo_writes_as_carefully_as_every_command(
    tmp_path: Path, make: Callable[[Path], object], message: str
) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    machine.call("convert", config)
    text = config.read_text()
    make(config)
    ended = machine.call("undo", config, "--lock-timeout", "0")
    assert ended.code == 2
    assert message in ended.err
    assert (config.read_text(), (machine.home / "config.bak").read_text()) == (text, OLD)


@pytest.mark.parametrize("arguments", [["-"], ["config", "--format", "yaml"], ["config", "--lock-timeout", "nan"]])
def test_what_cannot_be_asked_is_one_line(tmp_path: Path, arguments: list[str]) -> None:
    machine = Machine(tmp_path)
    machine.file("config", OLD)
    ended = machine.call("undo", *arguments)
    assert ended.code == 2
    assert len(ended.err.splitlines()) == 1


def test_a_copy_that_cannot_be_removed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    machine.call("convert", config)
    real = entries.remove

    def remove(folder: entries.Folder, name: str) -> None:
        if name == "config.bak":
            raise OSError(5, "Input/output error")
        real(folder, name)

    monkeypatch.setattr(entries, "remove", remove)
    ended = machine.call("undo", config)
    assert (ended.code, config.read_text()) == (0, OLD)
    assert f"its copy cannot be removed: input/output error; delete {config}.bak" in ended.out
    again = machine.call("undo", config)
    assert (again.code, again.err) == (
        2,
        f"kubeconv: {config}: nothing to undo: it has the bytes of {config}.bak\n",
    )


# --- which files


def at(monkeypatch: pytest.MonkeyPatch, second: int) -> None:
    """Let runs begin in this second."""
    monkeypatch.setattr(journal, "begun", lambda: second)
    monkeypatch.setattr(replace, "begun", lambda: second)


def test_of_a_list_only_what_the_last_run_replaced_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(tmp_path)
    one, two, three = (machine.file(name, OLD) for name in ("one", "two", "three"))
    listed = f"{one}:{two}:{three}"
    at(monkeypatch, 1_000_000_000)
    machine.call("convert", one)
    at(monkeypatch, 1_000_000_001)
    machine.call("convert", KUBECONFIG=f"{two}:{three}")
    ended = machine.call("undo", KUBECONFIG=listed)
    assert (ended.code, len(ended.out.splitlines())) == (0, 2)
    assert [login(path, "me") for path in (one, two, three)] == ["devicecode", "azure", "azure"]
    assert machine.call("undo", KUBECONFIG=listed).code == 0  # now that is the last one
    assert login(one, "me") == "azure"
    assert machine.call("undo", KUBECONFIG=listed).code == 2


@pytest.mark.parametrize("first", [True, False])
def test_of_a_list_what_is_in_git_counts_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: bool) -> None:
    machine = Machine(tmp_path)
    paths = (tracked(machine, OLD), machine.file("other", OLD))
    with_attributes(paths[0])
    listed, order = f"{paths[0]}:{paths[1]}", paths if first else paths[::-1]
    for second, path in enumerate(order):
        at(monkeypatch, 1_000_000_000 + second)
        machine.call("convert", path)
    for left in (order[1], order[0]):
        undone = machine.call("undo", KUBECONFIG=listed)
        assert (undone.code, undone.out.startswith(f"{left}: ")) == (0, True)
    assert [login(path, "me") for path in paths] == ["azure", "azure"]
    assert machine.call("undo", KUBECONFIG=listed).code == 2
    at(monkeypatch, 1_000_000_003)
    machine.call("convert", KUBECONFIG=listed)
    assert len(machine.call("undo", KUBECONFIG=listed).out.splitlines()) == 2


def test_a_file_of_the_last_run_that_was_changed_since_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = Machine(tmp_path)
    one, two = machine.file("one", OLD), machine.file("two", OLD)
    for second, path in enumerate((one, two)):
        at(monkeypatch, 1_000_000_000 + second)
        machine.call("convert", path)
    two.write_text("theirs")
    ended = machine.call("undo", KUBECONFIG=f"{one}:{two}")
    assert ended.code == 2
    assert "was changed since" in ended.err
    assert login(one, "me") == "devicecode"


@pytest.mark.parametrize("arguments", [[], ["--kubeconfig", ".kube/config"]])
def test_without_a_file_it_is_the_kubeconfig(tmp_path: Path, arguments: list[str]) -> None:
    machine = Machine(tmp_path)
    config = machine.file(".kube/config", OLD)
    machine.call("convert")
    assert machine.call("undo", *arguments, "-q") == Ended(0, "", "")
    assert config.read_text() == OLD


def test_one_file_that_cannot_be_undone_does_not_stop_the_others(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    one, two = machine.file("one", OLD), machine.file("two", OLD)
    machine.call("convert", two)
    ended = machine.call("undo", one, two, "--format", "json")
    assert ended.code == 1
    files: list[dict[str, Any]] = json.loads(ended.out)["files"]
    assert [(each["undone"], each["problem"] is None) for each in files] == [(False, False), (True, True)]
    jsonschema.validate(json.loads(ended.out), schema("undo"))
    assert (one.read_text(), two.read_text()) == (OLD, OLD)


@EVERY
def test_json_tells_where_the_old_bytes_are(tmp_path: Path, command: list[str]) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    if command[0] == "validate":
        pytest.skip("its JSON is about the files as they are then")
    told = json.loads(machine.call(*command, config, "--format", "json").out)
    (written,) = told["files"] if command[0] == "convert" else told["written"]
    assert (written["backup"], written["undo"]) == (f"{config}.bak", f"kubeconv undo {config}")
    jsonschema.validate(told, schema(command[0]))


# --- errors and sudden ends


@pytest.mark.parametrize("call", ["swap", "holds", "sync"])
def test_a_write_that_fails_leaves_the_copy_of_the_last_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    machine.call("convert", config)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(entries, call, fail)
        machine.call("convert", config, "-l", "msi")
    assert listing(machine.home) == ["config", "config.bak"]
    before = "devicecode" if login(config, "me") == "msi" else "azure"
    assert machine.call("undo", config).code == 0
    assert login(config, "me") == before


@pytest.mark.skipif(sys.platform == "win32", reason="owners")
def test_a_file_of_another_user_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fchown(*_: int) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "fchown", fchown, raising=False)
    mine = tmp_path.stat()
    theirs = os.stat_result((*mine[:4], mine.st_uid + 1, *mine[5:]))
    with (
        entries.open_folder(str(tmp_path)) as folder,
        pytest.raises(PermissionError, match="its owner cannot be kept"),
    ):
        backups.keep(folder, "config", entries.in_one(b"ours"), theirs, 1)
    assert listing(tmp_path) == []


def test_a_copy_that_cannot_take_the_place_of_the_one_before_is_told_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    machine.call("convert", config)
    between, real, times = config.read_text(), entries.set_time, []

    def fail(folder: entries.Folder, name: str, time: int) -> None:
        times.append(name)
        if len(times) == 4:  # those of the copy, under both names, and of the file are set by then
            raise OSError(28, "No space left on device")
        real(folder, name, time)

    monkeypatch.setattr(entries, "set_time", fail)
    ended = machine.call("convert", config, "-l", "msi")
    assert f"kept the old file as {config}.bak1; undo: kubeconv undo {config}" in ended.out
    assert (machine.home / "config.bak1").read_text() == between
    assert listing(machine.home) == ["config", "config.bak", "config.bak1"]
    assert machine.call("undo", config).code == 0
    assert config.read_text() == between


def test_killed_while_a_copy_takes_the_place_of_another_both_are_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    machine.call("convert", config)
    between, real = config.read_text(), entries.move

    def move(folder: entries.Folder, name: str, to: str) -> None:
        real(folder, name, to)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(entries, "move", move)
        with pytest.raises(Killed):
            machine.call("convert", config, "-l", "msi")
    with entries.open_folder(str(machine.home)) as folder:
        found = backups.copies(folder, "config", with_bytes=True)
    assert [bool(each.second) for each in found] == [True] * len(found)
    assert between.encode() in [each.data for each in found]
    machine.call("convert", config, "-l", "azurecli")
    assert listing(machine.home) == ["config", "config.bak"]


def test_where_a_file_system_keeps_no_such_times_nothing_is_removed_and_the_way_back_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    real = entries.set_time
    monkeypatch.setattr(entries, "set_time", lambda folder, name, time: real(folder, name, time // 10**9 * 10**9))
    ended = machine.call("convert", config)
    assert f"kept the old file as {config}.bak; undo: mv {config}.bak {config}" in ended.out
    machine.call("convert", config, "-l", "msi")
    assert listing(machine.home) == ["config", "config.bak", "config.bak1"]
    assert machine.call("undo", config).code == 2


MODULES = (backups, entries, replace, undo)


@pytest.mark.parametrize("command", [["convert", "-l", "msi"], ["undo"]], ids=" ".join)
def test_killed_at_any_line_nothing_is_lost(tmp_path: Path, command: list[str]) -> None:
    """There is a copy of the first form already. `make faults` does this for each system call."""
    if sys.platform == "win32":
        pytest.skip("Windows has nothing like it")
    machine = Machine(tmp_path)
    config, texts, code = machine.home / "config", set(), -signal.SIGKILL
    number = 1
    while code == -signal.SIGKILL:
        for name in listing(machine.home):
            (machine.home / name).unlink()
        machine.file("config", OLD)
        machine.call("convert", config)
        second = config.read_text()
        line = Counter(number, MODULES, lambda: os.kill(os.getpid(), signal.SIGKILL))

        def work(line: Counter = line) -> int:
            sys.settrace(line)
            return machine.call(*command, config).code

        code = wait(fork(work))
        texts.add(config.read_text())
        kept = {path.read_text() for path in machine.home.iterdir() if ".bak" in path.name} | {config.read_text()}
        assert (OLD if command == ["undo"] else second) in kept
        again = machine.call("undo", config)
        was_undone = config.read_text() == OLD and (command == ["undo"] or again.code == 0)
        assert was_undone or (again.code, config.read_text()) == (0, second), (number, again)
        assert not [name for name in listing(machine.home) if "tmp" in name or "lock" in name]
        number += 13
    assert number > 100
    assert len(texts) == 2


def test_undo_of_a_hundred_runs_at_once_is_one(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    machine.call("convert", config)
    processes = [fork(lambda: machine.call("undo", config).code) for _ in range(8)]
    assert sorted(wait(process) for process in processes) == [0] + [2] * 7
    assert config.read_text() == OLD
    assert listing(machine.home) == ["config"]


def test_the_times_are_those_of_other_releases() -> None:
    """A copy that one release made is one of ours to the next."""
    now = 1_000_000_000 * 10**9
    assert backups.time_of_file(entries.in_one(b"old"), lambda: [b"n", b"ew"], now + 10**9 - 1) == now + 877_973_600
    assert backups.time_of_file(entries.in_one(b"old"), lambda: [b"n", b"ew"], now) == now - 10**9 + 877_973_600


def test_the_lock_is_held_while_a_copy_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = Machine(tmp_path).file("config", "text")
    there: list[bool] = []
    real = backups.keep

    def keep(*arguments: Any) -> str:
        there.append((path.parent / "config.lock").exists())
        return real(*arguments)

    monkeypatch.setattr(backups, "keep", keep)
    with locked(str(path), 0):
        pass
    write(path, NEW, backup=True)
    assert there == [True]


# --- what a conversion dropped is offered


@pytest.mark.parametrize("mode", ["devicecode", "interactive", "spn"])
def test_what_a_conversion_dropped_is_offered_from_the_kept_bytes(tmp_path: Path, mode: str) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    assert machine.call("convert", "-l", "azurecli", config).code == 0
    refused = machine.call("convert", "-l", mode, config)
    assert refused.code == 1
    offered = re.search(
        rf"before a conversion \({config}\.bak\) it had (--client-id \S+ --tenant-id \S+)", said(refused)
    )
    assert offered
    assert machine.call("convert", "-l", mode, *offered[1].split(), config).code == 0


def test_the_way_back_to_the_auth_provider_is_offered(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    machine.call("convert", "-l", "azurecli", config)
    refused = machine.call("convert", "--to", "azure", config)
    offered = re.search(r"first convert with (-l devicecode).* it had (--client-id \S+ --tenant-id \S+)", said(refused))
    assert (refused.code, offered is not None) == (1, True)
    assert offered
    assert machine.call("convert", *offered[1].split(), *offered[2].split(), config).code == 0
    assert machine.call("convert", "--to", "azure", config).code == 0
    assert user(config, "me")["auth-provider"]["config"]["tenant-id"] in offered[2]


def with_attributes(config: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux has that")
    try:
        os.setxattr(config, "user.test", b"x")
    except (AttributeError, OSError):
        pytest.skip("no extended attributes here")


#: Each of these runs replaces the copy of the one before.
CHAINS = {
    "another mode": [["convert", "-l", "msi"]],
    "two modes": [["convert", "-l", "msi"], ["convert", "-l", "azd"]],
    "an id that a person gave": [["convert", "-l", "msi", "--client-id", "33333333-3333-4333-8333-333333333333"]],
    "one run without a copy": [["convert", "-l", "msi", "--no-backup"], ["convert", "-l", "azd"]],
    "a fix": [["validate", "--fix"]],
    "a run that was undone": [["convert", "-l", "msi"], ["undo"]],
    "a run after one that was undone": [["convert", "-l", "msi"], ["undo"], ["convert", "-l", "azd"]],
}


@pytest.mark.parametrize("last", [["-l", "devicecode"], ["--to", "azure"]], ids=" ".join)
@pytest.mark.parametrize("chain", CHAINS.values(), ids=CHAINS.keys())
def test_what_an_earlier_conversion_dropped_is_offered_too(
    tmp_path: Path, chain: list[list[str]], last: list[str]
) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD + "- name: other\n  user: {as: 1}\n")  # which a fix puts into quotes
    with_attributes(config)
    for command in (["convert", "-l", "azurecli"], *chain):
        before = config.read_text()
        machine.call(*command, config)
        assert config.read_text() != before
    assert listing(machine.home) == ["config", *([] if chain[-1] == ["undo"] else ["config.bak"])]
    refused = said(machine.call("convert", *last, config))
    assert re.search(r"before an earlier conversion it had --client-id \S+ --tenant-id \S+", refused)


def test_what_two_undone_runs_remember_is_offered_of_both(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(me=AZURE, you=AZURE))
    with_attributes(config)
    for command in (["msi", "--user", "you"], ["azd", "--user", "you"], [], ["azd", "--user", "me"], ["azurecli"], []):
        assert machine.call(*(["convert", "-l", *command] if command else ["undo"]), config).code == 0
    refused = said(machine.call("convert", "-l", "devicecode", config))
    assert len(re.findall(r"before an earlier conversion it had --client-id \S+ --tenant-id \S+", refused)) == 2


@pytest.mark.parametrize(
    "remembered",
    [
        b"",
        b"x",
        *map(
            zlib.compress, (b"", b"[]", b"{", b'{"me": 1}', b'{"me": {"tenant-id": [1]}}', b"[" * 2**20, b"0" * 2**21)
        ),
    ],
    ids=lambda value: f"{len(value)} bytes",
)
def test_what_a_copy_is_made_to_remember_is_no_crash(tmp_path: Path, remembered: bytes) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    with_attributes(config)
    for mode in ("azurecli", "msi"):
        machine.call("convert", "-l", mode, config)
    if sys.platform == "linux":  # else it was skipped
        os.setxattr(machine.home / "config.bak", "user.kubeconv.ids", remembered)
    refused = machine.call("convert", "-l", "devicecode", config)
    assert (refused.code, "it had" in said(refused)) == (1, False)
    assert machine.call("convert", "-l", "azd", config).code == 0


@pytest.mark.parametrize("worktree", [False, True])
def test_what_git_keeps_is_offered_too(tmp_path: Path, worktree: bool) -> None:
    machine = Machine(tmp_path)
    config = tracked(machine, OLD, "gone")
    id = blob(OLD.encode()).hex()
    place = machine.file(f"top/.git/{'common/' * worktree}objects/{id[:2]}/{id[2:]}", b"")
    place.write_bytes(zlib.compress(b"blob %d\0%s" % (len(OLD), OLD.encode())))
    if worktree:
        machine.file("top/.git/commondir", "common\n")
    machine.call("convert", "-l", "azurecli", config)
    assert f"before a conversion ({config} in git) it had --client-id" in said(
        machine.call("convert", "-l", "spn", config)
    )
    for damaged in (zlib.compress(b"blob 1\0x"), b"", b"\x78\x9c"):
        place.write_bytes(damaged)
        assert "in git" not in said(machine.call("convert", "-l", "spn", config))


@pytest.mark.parametrize("form", ["loose", "packed"])
def test_what_git_had_before_the_next_commit_is_offered_too(tmp_path: Path, form: str) -> None:
    machine = Machine(tmp_path)
    config = tracked(machine, OLD, form)
    with_attributes(config)
    for mode in ("azurecli", "msi"):
        machine.call("convert", "-l", mode, config)
        assert sorted(os.listdir(config.parent)) == [".git", "config"]
        add(config)
    refused = said(machine.call("convert", "-l", "devicecode", config))
    assert re.search(r"before an earlier conversion it had --client-id \S+ --tenant-id \S+", refused)


def test_the_bytes_of_a_stranger_are_not_offered(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    machine.call("convert", "-l", "azurecli", "--no-backup", config)
    machine.file("config.bak", OLD, 0o600)
    refused = machine.call("convert", "-l", "devicecode", config)
    assert refused.code == 1
    assert "it had" not in said(refused)
