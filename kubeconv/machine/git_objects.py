"""What git has of a file, read from its objects without git: its index names a blob, but only an object has the bytes.

Formats: https://git-scm.com/docs/gitrepository-layout, https://git-scm.com/docs/gitformat-pack
"""

import contextlib
import os
import stat
import struct
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO, Final

from kubeconv.kubeconfig.view import MAX_BYTES
from kubeconv.machine.git_index import MAX_INDEX, Repository, blob_id, blobs_of, blobs_with, opened, repository_of

#: How many folders of objects a repository has at most, with those that it borrows.
_MOST_STORES: Final = 8
#: How the index of a pack begins: https://git-scm.com/docs/gitformat-pack#_version_2_pack_idx_files_support_packs_larger_than_4_gib_and
_VERSION_2: Final = b"\xfftOc\0\0\0\2"
_FANS: Final = struct.Struct(">256I")
_TABLES_AT: Final = len(_VERSION_2) + _FANS.size
_IS_LONG: Final = 2**31
_BLOB: Final = 3

#: What a file that is not as it should be gives.
_DAMAGED: Final = (OSError, ValueError, IndexError, struct.error)


def in_git(path: str) -> str:
    """What the bytes that git has of a file are called."""
    return f"{path} in git"


def keeps(path: str, data: bytes, environment: Mapping[str, str]) -> bool:
    """True if git tracks a file with exactly these bytes, and really has them."""
    repository, named = repository_of(path), blobs_with(path, data, environment)
    stores = _stores(repository) if repository and named else ()
    return any(_loose(store, blob) == data or any(_packs(store, blob)) for store in stores for blob in named)


def bytes_of(path: str, environment: Mapping[str, str]) -> list[bytes]:
    """The bytes that git has of a file; not those of which a pack has only the difference to others."""
    repository = repository_of(path)
    if repository is None:
        return []
    stores = [*_stores(repository)]
    return [data for blob in blobs_of(path, environment) if (data := _read(stores, blob)) is not None]


def _read(stores: Sequence[str], blob: bytes) -> bytes | None:
    for store in stores:
        for data in (_loose(store, blob), *(_packed(*place, blob) for place in _packs(store, blob))):
            if data is not None:
                return data
    return None


def _stores(repository: Repository) -> Iterator[str]:
    """The folders of objects of a repository: its own, that of all worktrees, and those that it borrows."""
    folder = repository.folder
    with contextlib.suppress(*_DAMAGED), opened(os.path.join(folder, "commondir")) as file:  # a worktree
        folder = os.path.join(folder, os.fsdecode(file.read(4096).rstrip(b"\r\n")))
    stores = [os.path.join(folder, "objects")]
    for number, store in enumerate(stores):
        if number == _MOST_STORES:
            return
        yield store
        with contextlib.suppress(*_DAMAGED), opened(os.path.join(store, "info", "alternates")) as file:
            stores += [os.path.join(store, os.fsdecode(line)) for line in file.read(2**16).splitlines() if line]


def _loose(store: str, blob: bytes) -> bytes | None:
    """The bytes of a blob in a file of its own."""
    import zlib

    name = blob.hex()
    with contextlib.suppress(*_DAMAGED, zlib.error):
        with opened(os.path.join(store, name[:2], name[2:])) as file:
            packed = file.read(MAX_BYTES) if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else b""
        data = zlib.decompressobj().decompress(packed, MAX_BYTES).partition(b"\0")[2]
        return data if blob_id(data, len(blob)) == blob else None
    return None


def _packs(store: str, blob: bytes) -> Iterator[tuple[str, int]]:
    """The packs that have a blob, and where in them it is."""
    folder = os.path.join(store, "pack")
    with contextlib.suppress(*_DAMAGED):
        for name in sorted(os.listdir(folder)):
            pack = os.path.join(folder, f"{name.removesuffix('.idx')}.pack")
            if name.endswith(".idx") and os.path.isfile(pack):
                with contextlib.suppress(*_DAMAGED), opened(os.path.join(folder, name)) as file:
                    place = _place(file, blob)
                    if place is not None:
                        yield pack, place


def _place(file: BinaryIO, blob: bytes) -> int | None:
    """Where a pack has a blob, by the index of it."""
    size = len(blob)
    if file.read(len(_VERSION_2)) != _VERSION_2:
        return None
    fans = _FANS.unpack(file.read(_FANS.size))
    first, behind, count = fans[blob[0] - 1] if blob[0] else 0, fans[blob[0]], fans[-1]
    if not 0 <= (behind - first) * size <= MAX_INDEX:
        return None
    file.seek(_TABLES_AT + first * size)
    ids = file.read((behind - first) * size)
    number = bisect_left(range(len(ids) // size), blob, key=lambda each: ids[each * size : (each + 1) * size])
    if ids[number * size : (number + 1) * size] != blob:
        return None
    file.seek(_TABLES_AT + count * (size + 4) + (first + number) * 4)
    place = int.from_bytes(file.read(4))
    if place & _IS_LONG:
        file.seek(_TABLES_AT + count * (size + 8) + (place - _IS_LONG) * 8)
        place = int.from_bytes(file.read(8))
    return place


def _packed(pack: str, place: int, blob: bytes) -> bytes | None:
    """The bytes of a blob that a pack has as a whole."""
    import zlib

    with contextlib.suppress(*_DAMAGED, OverflowError, zlib.error), opened(pack) as file:
        file.seek(place)
        head = file.read(16)
        byte, at = head[0], 1
        kind, size, shift = byte >> 4 & 7, byte & 15, 4
        while byte & 128:
            byte = head[at]
            size, shift, at = size | (byte & 127) << shift, shift + 7, at + 1
        if kind == _BLOB and size <= MAX_BYTES:
            file.seek(place + at)
            data = zlib.decompressobj().decompress(file.read(size + size // 8 + 2**10), size + 1)
            return data if blob_id(data, len(blob)) == blob else None
    return None
