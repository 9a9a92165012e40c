"""Which files git tracks, and with which bytes, read from `.git/index` without git: a repository of somebody else can make git
run a program that its settings name, and nothing here runs one.

Formats: https://git-scm.com/docs/index-format, https://git-scm.com/docs/gitrepository-layout
"""

import contextlib
import os
import stat
import struct
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from importlib import import_module
from typing import Any, BinaryIO, Final

from kubeconv.gate.value import NamedTuple
from kubeconv.machine.entries import READING
from kubeconv.machine.files import words

#: An index that is larger than this, in bytes, is not read; one of a million files has half of it.
MAX_INDEX: Final = 2**28

#: What the flags of an entry hold: the length of its name, at most; the side of a merge; whether there are more flags.
_LONG_NAME: Final = 0xFFF
_STAGE: Final = 0x3000
_EXTENDED: Final = 0x4000
_INTENT_TO_ADD: Final = 0x2000

#: The modes of what is no folder.
_FILES: Final = frozenset((0o100644, 0o100755, 0o100664, 0o120000, 0o160000))

#: How many bytes OpenSSL hashes so much faster that it is worth loading.
_LONG: Final = 2_000_000

#: By these one name means others too.
_MAGIC: Final = frozenset("*?[:\\")

#: The bytes of an id: SHA-1, SHA-256. An index does not say which it has; it can be read as one of them only.
IDS: Final = (20, 32)


class Repository(NamedTuple):
    """A repository: the top folder of the files and its own folder, both without links in them."""

    top: str
    folder: str


class _Unreadable(Exception):
    """An index that is none, or one that leaves out something that it has elsewhere."""


def repository_of(path: str) -> Repository | None:
    """The repository whose folder a file lies in; links are followed. None if there is none or it cannot be determined."""
    try:
        folder = os.path.dirname(os.path.realpath(path, strict=True))
        while True:
            if own := _own_folder(folder):
                return Repository(folder, os.path.realpath(own))
            if folder == (folder := os.path.dirname(folder)):
                return None
    except (OSError, ValueError):
        return None


def name_in(repository: Repository, path: str) -> bytes:
    """What an index calls a file of its repository."""
    return os.fsencode(os.path.relpath(os.path.realpath(path), repository.top).replace(os.sep, "/"))


def blobs_in(repository: Repository, index: str = "index") -> Mapping[bytes, bytes] | None:
    """The id of the blob of each file that git tracks, by its name; b'' if there is none yet, or several (a merge). None
    if it cannot be determined: the index is split or sparse, damaged, too large, or cannot be read."""
    try:
        with opened(os.path.join(repository.folder, index)) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return None
            data = file.read(MAX_INDEX + 1)
    except FileNotFoundError:
        return {}
    except OSError:
        return None
    for size in IDS if len(data) <= MAX_INDEX else ():
        try:
            return dict(_entries(data, size))
        except (_Unreadable, IndexError, ValueError, struct.error):
            continue
    return None


def blobs_of(path: str, environment: Mapping[str, str]) -> list[bytes]:
    """The ids of the blobs that git has for a file: in `.git/index`, and in the index that it made for this hook
    (`git commit -a`), which `environment` names."""
    repository = repository_of(path)
    if repository is None:
        return []
    name, indexes = name_in(repository, path), ["index"]
    with contextlib.suppress(OSError, ValueError):
        folder, of_hook = os.path.split(os.path.realpath(environment.get("GIT_INDEX_FILE", ""), strict=True))
        indexes += [of_hook] if folder == repository.folder else []
    blobs = ((blobs_in(repository, index) or {}).get(name, b"") for index in dict.fromkeys(indexes))
    return [blob for blob in blobs if blob]


def blobs_with(path: str, data: bytes, environment: Mapping[str, str]) -> set[bytes]:
    """Those of these blobs that have exactly these bytes."""
    return {blob for blob in blobs_of(path, environment) if blob == blob_id(data, len(blob))}


def restore_command(path: str) -> tuple[str, ...]:
    """The words of the command by which git brings back what it has of a file."""
    return words(*_git_beside(path), "restore", path=os.path.basename(path))


def log_command(path: str) -> tuple[str, ...]:
    """The words of the command that shows all that git had of a file."""
    return (*_git_beside(path), "log", "--patch", "--", os.path.basename(path))


def _git_beside(path: str) -> tuple[str, ...]:
    folder, name = os.path.split(path)
    # https://git-scm.com/docs/gitglossary#def_pathspec
    return ("git", "-C", folder, *(("--literal-pathspecs",) if _MAGIC.intersection(name) else ()))


def blob_id(data: bytes, size: int = 20) -> bytes:
    """The id that git gives to these bytes; of 32 bytes it is a SHA-256, else a SHA-1.
    https://git-scm.com/book/en/v2/Git-Internals-Git-Objects"""
    return blob_of((data,), len(data), size)


def blob_of(parts: Iterable[bytes], length: int, size: int = 20) -> bytes:
    """The same of bytes in parts, which are so many."""
    hashed = _hash_of(size, length)(b"blob %d\0" % length)
    for part in parts:
        hashed.update(part)
    digest: bytes = hashed.digest()
    return digest


def _hash_of(size: int, length: int) -> Any:
    if size == 20 and length < _LONG:
        # As Python's own random does it: hashlib loads OpenSSL, which takes longer than to write a file.
        with contextlib.suppress(ImportError):
            return import_module("_sha1").sha1
    import hashlib

    return hashlib.sha256 if size == 32 else partial(hashlib.sha1, usedforsecurity=False)


def opened(path: str) -> BinaryIO:
    """A file, open for reading; a pipe in its place is not waited for."""
    return open(path, "rb", opener=lambda path, _: os.open(path, READING))


def _own_folder(folder: str) -> str | None:
    """The folder of the repository whose top folder this is: `.git`, or where the file `.git` of a worktree or submodule
    leads."""
    place = os.path.join(folder, ".git")
    try:
        mode = os.stat(place).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    if stat.S_ISREG(mode):
        with open(place, "rb") as file:
            kind, _, leads = file.read(4096).rstrip(b"\r\n").partition(b": ")
        if kind != b"gitdir" or not leads:
            return None
        place = os.path.join(folder, os.fsdecode(leads))
    # A folder of that name is not enough for git either.
    return place if os.path.isdir(place) and os.path.lexists(os.path.join(place, "HEAD")) else None


def _entries(data: bytes, size: int) -> Iterator[tuple[bytes, bytes]]:
    """Name and blob of each entry of an index with ids of this size."""
    version, count = int.from_bytes(data[4:8]), int.from_bytes(data[8:12])
    if data[:4] != b"DIRC" or version not in (2, 3, 4):
        raise _Unreadable
    fields = struct.Struct(f">24x I 12x {size}s H")
    end, at, name = len(data) - size, 12, b""
    for _ in range(count):
        mode, blob, flags = fields.unpack_from(data, at)
        name_at = at + fields.size
        if flags & _EXTENDED and version > 2:
            blob = b"" if data[name_at] << 8 & _INTENT_TO_ADD else blob
            name_at += 2
        if version == 4:  # only the end of a name, and how much of the one before is cut for it
            cut, name_at = _number(data, name_at)
            if cut > len(name):
                raise _Unreadable
            kept = name[: len(name) - cut]
        else:
            kept = b""
        name_end = data.index(b"\0", name_at, end)
        name = kept + data[name_at:name_end]
        # At least one NUL, and before version 4 as many as make the entry a multiple of eight.
        at = name_end + 1 if version == 4 else name_end + 8 - (name_end - at) % 8
        if not name or min(len(name), _LONG_NAME) != flags & _LONG_NAME or mode not in _FILES:
            raise _Unreadable  # or sparse: the files of a folder are in its tree
        yield name, b"" if flags & _STAGE else blob
    _refuse_required_extensions(data, at, end)


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A number of variable length, and where it ends. https://git-scm.com/docs/pack-format#_original_version_1_pack_idx_files"""
    byte = data[at]
    number = byte & 127
    while byte & 128:
        at += 1
        byte = data[at]
        number = (number + 1 << 7) + (byte & 127)
        if number > MAX_INDEX:
            raise _Unreadable
    return number, at + 1


def _refuse_required_extensions(data: bytes, at: int, end: int) -> None:
    """What follows the entries. A small letter begins what cannot be left out: `link`, `sdir`."""
    while at < end:
        if not data[at : at + 1].isupper():
            raise _Unreadable
        at += 8 + int.from_bytes(data[at + 4 : at + 8])
    if at != end:
        raise _Unreadable
