"""What we read from an index is what git says of it, for every version and object format that this git can write."""

import os
import subprocess
from pathlib import Path

import pytest
from test_git_index import is_tracked

from kubeconv.machine.git_index import blobs_in, blobs_with, repository_of
from kubeconv.machine.git_objects import blob_kept, bytes_of


def git(folder: Path, *arguments: str) -> bytes:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    settings = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "protocol.file.allow=always")
    return subprocess.run(
        ["git", *settings, *arguments], cwd=folder, check=True, capture_output=True, env=clean
    ).stdout  # fmt: skip


@pytest.fixture(params=["sha1", "sha256"])
def top(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A repository with a few hundred files, also one that is to be added later."""
    folder = tmp_path / "top"
    folder.mkdir()
    git(folder, "init", "-q", f"--object-format={request.param}")
    for number in range(300):
        path = folder / f"folder-{number % 7}" / f"file-{number}{'x' * (number % 19)}"
        path.parent.mkdir(exist_ok=True)
        path.write_text(str(number))
    (folder / "ü \n\t\"'").write_text("odd")
    (folder / ("l" * 255)).write_text("long")
    git(folder, "add", ".")
    (folder / "later").touch()
    git(folder, "add", "--intent-to-add", "later")
    return folder


@pytest.mark.parametrize("version", ["2", "3", "4"])
def test_every_file_has_the_blob_that_git_says(top: Path, version: str) -> None:
    git(top, "update-index", "--index-version", version)
    told = {}
    for line in git(top, "ls-files", "-s", "-z").split(b"\0")[:-1]:
        what, _, name = line.partition(b"\t")
        told[name] = bytes.fromhex(what.split()[1].decode())
    told[b"later"] = b""
    repository = repository_of(str(top / "later"))
    assert repository is not None
    assert blobs_in(repository) == told
    assert blobs_with(str(top / "folder-0" / "file-0"), b"0", {})
    assert not blobs_with(str(top / "folder-0" / "file-0"), b"1", {})
    (top / "new").touch()
    assert is_tracked(str(top / "new")) is False


def test_a_worktree_and_a_submodule_are_read_as_well(top: Path, tmp_path: Path) -> None:
    git(top, "commit", "-qm", "x")
    git(top, "worktree", "add", "-q", str(tmp_path / "tree"))
    outer = tmp_path / "outer"
    outer.mkdir()
    git(outer, "init", "-q", f"--object-format={git(top, 'rev-parse', '--show-object-format').decode().strip()}")
    git(outer, "submodule", "--quiet", "add", str(top), "sub")
    for folder in (tmp_path / "tree", outer / "sub"):
        assert blobs_with(str(folder / "folder-1" / "file-1x"), b"1", {})
    assert is_tracked(str(outer / ".gitmodules")) is True


def test_a_split_or_sparse_index_is_not_guessed_at(top: Path) -> None:
    config = str(top / "folder-0" / "file-0")
    git(top, "commit", "-qm", "x")
    git(top, "update-index", "--split-index")
    assert is_tracked(config) is None
    git(top, "update-index", "--no-split-index")
    assert is_tracked(config) is True
    git(top, "sparse-checkout", "set", "--cone", "--sparse-index", "folder-0")
    assert is_tracked(config) is None


def test_a_merge_has_no_bytes(top: Path) -> None:
    path = top / "folder-0" / "file-0"
    git(top, "commit", "-qm", "x")
    for branch in ("one", "two"):
        git(top, "switch", "-qc", branch, "HEAD" if branch == "one" else "HEAD~")
        path.write_text(branch)
        git(top, "commit", "-qam", branch)
    with pytest.raises(subprocess.CalledProcessError):
        git(top, "merge", "one")
    assert is_tracked(str(path)) is True
    assert not blobs_with(str(path), path.read_bytes(), {})


def test_the_bytes_are_found_wherever_git_puts_them(top: Path, tmp_path: Path) -> None:
    name = "folder-1/file-1x"
    git(top, "commit", "-qm", "x")
    git(tmp_path, "clone", "--quiet", "--shared", str(top), "borrower")
    for folder in (top, tmp_path / "borrower"):
        assert (bytes_of(str(folder / name), {}), bool(blob_kept(str(folder / name), b"1", {}))) == ([b"1"], True)
    git(top, "gc", "--quiet")
    for folder in (top, tmp_path / "borrower"):
        assert (bytes_of(str(folder / name), {}), bool(blob_kept(str(folder / name), b"1", {}))) == ([b"1"], True)
        assert not blob_kept(str(folder / name), b"2", {})
    for pack in (top / ".git" / "objects" / "pack").iterdir():
        pack.unlink()
    assert (bytes_of(str(top / name), {}), bool(blob_kept(str(top / name), b"1", {}))) == ([], False)


@pytest.mark.parametrize("by_offset", ["true", "false"])
def test_the_bytes_are_found_where_git_has_only_a_difference(top: Path, by_offset: str) -> None:
    lines = [f"{number}: {hash(number * 7919)}" for number in range(3_000)]
    texts = {f"text-{number}": "\n".join(lines[number * 10 : 3_000 - number * 100]) for number in range(12)}
    for name, text in texts.items():
        (top / name).write_text(text)
    git(top, "add", ".")
    git(top, "commit", "-qm", "x")
    git(top, "-c", f"repack.useDeltaBaseOffset={by_offset}", "repack", "-adfq", "--depth=50", "--window=50")
    (index,) = (top / ".git" / "objects" / "pack").glob("*.idx")
    chains = [
        line for line in git(top, "verify-pack", "-v", str(index)).decode().splitlines() if "chain length" in line
    ]
    assert len(chains) > 1
    for name, text in texts.items():
        data, path = text.encode(), str(top / name)
        assert (bytes_of(path, {}), bool(blob_kept(path, data, {})), bool(blob_kept(path, data + b"x", {}))) == (
            [data],
            True,
            False,
        )
