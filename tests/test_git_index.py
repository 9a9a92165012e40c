"""Reading git's index: every version and size of ids, what it cannot tell, and that garbage is no crash. Against git itself it
is tested in e2e/test_git_index.py."""

import builtins
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kubeconv.machine.git_index import blobs_in, blobs_with, name_in, repository_of, restore_command
from kubeconv.machine.this import ThisMachine

HASHES = {20: hashlib.sha1, 32: hashlib.sha256}
#: Names whose lengths give every number of NULs behind an entry, one that is as long as the flags can say, and a longer one.
NAMES = [*(b"f" * length for length in range(1, 18)), b"k/config", b"k/config.bak", b"x" * 0xFFF, b"y" * 5000]


def blob(data: bytes, size: int = 20) -> bytes:
    return HASHES[size](b"blob %d\0%s" % (len(data), data)).digest()


def number(value: int) -> bytes:
    """As git writes how much of the last name is cut."""
    found = [value & 127]
    while value := value >> 7:
        value -= 1
        found.append(128 | value & 127)
    return bytes(reversed(found))


def index(
    blobs: Mapping[bytes, bytes], version: int = 2, size: int = 20, mode: int = 0o100644, flags: int = 0, more: bytes = b""
) -> bytes:  # fmt: skip
    """An index with these blobs; with version 3 or 4 `flags` are the additional ones."""
    parts, last = [b"DIRC", version.to_bytes(4), len(blobs).to_bytes(4)], b""
    for name, id in sorted(blobs.items()):
        extended = 0x4000 if version > 2 and flags else 0
        entry = bytes(24) + mode.to_bytes(4) + bytes(12) + id
        entry += (min(len(name), 0xFFF) | extended | (flags if version == 2 else 0)).to_bytes(2)
        entry += flags.to_bytes(2) if extended else b""
        if version == 4:
            kept = next(
                (at for at, (one, two) in enumerate(zip(last, name, strict=False)) if one != two),
                min(len(last), len(name)),
            )
            entry += number(len(last) - kept) + name[kept:] + b"\0"
            last = name
        else:
            entry += name
            entry += bytes(8 - len(entry) % 8)
        parts.append(entry)
    data = b"".join(parts) + more
    return data + HASHES[size](data).digest()


def repository(folder: Path, data: bytes) -> Path:
    """A repository with this index; the path of a kubeconfig in it."""
    git = folder / ".git"
    git.mkdir(parents=True)
    (git / "HEAD").write_text("ref: refs/heads/main\n")
    (git / "index").write_bytes(data)
    config = folder / "k" / "config"
    config.parent.mkdir()
    config.write_bytes(b"text")
    return config


def is_tracked(path: str) -> bool | None:
    """What a rule is told of a file; None if its index cannot be read, so that the rule is told no."""
    found, told = repository_of(path), ThisMachine().tracked_by_git(path)
    if found is None or blobs_in(found) is not None:
        return told
    assert not told
    return None


@pytest.mark.parametrize("size", [20, 32])
@pytest.mark.parametrize("version", [2, 3, 4])
@pytest.mark.parametrize("flags", [0, 0x4000])
@pytest.mark.parametrize(
    "more", [b"", b"TREE" + (5).to_bytes(4) + b"12345" + b"FSMN" + bytes(4)], ids=["", "extensions"]
)
def test_each_blob_is_found_by_its_name(tmp_path: Path, version: int, size: int, flags: int, more: bytes) -> None:
    blobs = {name: blob(name, size) for name in NAMES}
    config = repository(tmp_path, index(blobs, version, size, flags=flags if version > 2 else 0, more=more))
    found = repository_of(str(config))
    assert found is not None
    assert blobs_in(found) == blobs
    assert name_in(found, str(config)) == b"k/config"
    assert is_tracked(str(config)) is True
    assert is_tracked(str(tmp_path / "other")) is False


@pytest.mark.parametrize("size", [20, 32])
def test_the_same_bytes_are_those_of_the_blob(tmp_path: Path, size: int) -> None:
    config = repository(tmp_path, index({b"k/config": blob(b"text", size)}, size=size))
    assert blobs_with(str(config), b"text", {})
    assert not blobs_with(str(config), b"other", {})
    assert not blobs_with(str(tmp_path / "other"), b"text", {})


def test_the_index_of_a_hook_counts_where_it_is_one_of_the_repository(tmp_path: Path) -> None:
    config = repository(tmp_path, index({b"k/config": blob(b"older")}))
    of_hook = tmp_path / ".git" / "index.lock"
    foreign = tmp_path / "index"
    for path in (of_hook, foreign):
        path.write_bytes(index({b"k/config": blob(b"text")}))
    assert blobs_with(str(config), b"text", {"GIT_INDEX_FILE": str(of_hook)})
    assert blobs_with(str(config), b"older", {"GIT_INDEX_FILE": str(of_hook)})
    assert not blobs_with(str(config), b"text", {"GIT_INDEX_FILE": str(foreign)})
    assert not blobs_with(str(config), b"text", {})


MERGE = 0x1000


@pytest.mark.parametrize(
    ("version", "flags"), [(2, MERGE), (3, 0x2000), (4, 0x2000)], ids=["merge", "add -N", "add -N 4"]
)
def test_what_has_no_blob_of_its_own_is_tracked_with_no_bytes(tmp_path: Path, version: int, flags: int) -> None:
    config = repository(tmp_path, index({b"k/config": blob(b"text")}, version, flags=flags))
    assert is_tracked(str(config)) is True
    assert not blobs_with(str(config), b"text", {})


ONE = {b"k/config": blob(b"text")}
UNKNOWN: dict[str, bytes] = {
    "empty": b"",
    "no index": b"DIRX" + index(ONE)[4:],
    "version 5": index(ONE, version=5),
    "split": index({}, more=b"link" + (20).to_bytes(4) + bytes(20)),
    "sparse": index({b"k/": blob(b"tree")}, mode=0o40000),
    "unknown, and cannot be left out": index(ONE, more=b"newx" + bytes(4)),
    "cut": index(ONE)[:-30],
    "longer": index(ONE)[:-20] + b"x" + bytes(20),
    "too many entries": index(ONE)[:8] + (2**31).to_bytes(4) + index(ONE)[12:],
    "a name that cuts more than there is": index({b"a": blob(b"")}, 4).replace(b"\x00\x01\x00a\0", b"\x00\x01\x7fa\0"),
    "another length": index(ONE).replace(b"\x00\x08k/config", b"\x00\x09k/config"),
    "an extension beyond the end": index(ONE, more=b"TREE" + (99).to_bytes(4)),
}


@pytest.mark.parametrize("data", UNKNOWN.values(), ids=UNKNOWN.keys())
def test_what_cannot_be_told_is_neither_tracked_nor_not(tmp_path: Path, data: bytes) -> None:
    config = repository(tmp_path, data)
    assert is_tracked(str(config)) is None
    assert not blobs_with(str(config), b"text", {})


@given(st.binary(max_size=200), st.integers(0, 150))
def test_garbage_is_no_crash(tmp_path_factory: pytest.TempPathFactory, garbage: bytes, at: int) -> None:
    data = index(ONE, version=4)
    config = repository(tmp_path_factory.mktemp("garbage"), data[:at] + garbage + data[at + len(garbage) :])
    assert is_tracked(str(config)) in (True, False, None)


def test_a_repository_is_the_nearest_one_that_is_one(tmp_path: Path) -> None:
    config = repository(tmp_path, index(ONE))
    inner = config.parent / ".git"
    inner.mkdir()
    assert is_tracked(str(config)) is True  # an empty folder is no repository
    (inner / "HEAD").touch()
    assert is_tracked(str(config)) is False  # nothing was added to it yet
    (inner / "index").symlink_to("/dev/zero")
    assert is_tracked(str(config)) is None


@pytest.mark.parametrize("leads", ["../real", "{tmp_path}/real"])
def test_a_worktree_or_submodule_has_its_index_elsewhere(tmp_path: Path, leads: str) -> None:
    real, top = tmp_path / "real", tmp_path / "tree"
    (top / "k").mkdir(parents=True)
    config = top / "k" / "config"
    config.write_bytes(b"text")
    (top / ".git").write_text(f"gitdir: {leads.format(tmp_path=tmp_path)}\n")
    assert is_tracked(str(config)) is False
    real.mkdir()
    (real / "HEAD").touch()
    (real / "index").write_bytes(index(ONE))
    assert is_tracked(str(config)) is True
    assert blobs_with(str(config), b"text", {})
    (tmp_path / "link").symlink_to(config)
    assert blobs_with(str(tmp_path / "link"), b"text", {})


@pytest.mark.parametrize("content", [b"", b"gitdir: ", b"gitdir: gone", b"junk", b"gitdir: a\0b", b"\xff" * 5000])
def test_a_file_of_that_name_that_leads_nowhere_is_no_repository(tmp_path: Path, content: bytes) -> None:
    config = tmp_path / "config"
    config.touch()
    (tmp_path / ".git").write_bytes(content)
    assert not is_tracked(str(config))


def test_nothing_is_started_and_nothing_else_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a hostile repository can say in its settings is not looked at."""
    config = repository(tmp_path, index(ONE))
    (tmp_path / ".git" / "config").write_text('[core]\n\tfsmonitor = "touch pwned"\n')
    opened: list[str] = []

    def spy(path: str, *arguments: Any, **more: Any) -> Any:
        opened.append(path)
        return real(path, *arguments, **more)

    real = builtins.open
    monkeypatch.setattr(builtins, "open", spy)
    assert blobs_with(str(config), b"text", {})
    assert opened == [str(tmp_path / ".git" / "index")]


@pytest.mark.parametrize("name", ["*", "a?b", "[a]", ":(top)f", "a\\b"])
def test_only_the_file_itself_is_restored(name: str) -> None:
    assert restore_command(f"/top/{name}") == ("git", "-C", "/top", "--literal-pathspecs", "restore", name)


def test_a_usual_name_needs_nothing() -> None:
    assert restore_command("/top/k8s.yaml") == ("git", "-C", "/top", "restore", "k8s.yaml")
    assert restore_command("/top/-x") == ("git", "-C", "/top", "restore", "--", "-x")
