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
from kubeconv.machine.git_index import IDS, MAX_INDEX, Repository, blob_id, blobs_of, blobs_with, opened, repository_of

#: How many folders of objects a repository has at most, with those that it borrows.
_MOST_STORES: Final = 8
#: How the index of a pack begins: https://git-scm.com/docs/gitformat-pack#_version_2_pack_idx_files_support_packs_larger_than_4_gib_and
_VERSION_2: Final = b"\xfftOc\0\0\0\2"
_FANS: Final = struct.Struct(">256I")
_TABLES_AT: Final = len(_VERSION_2) + _FANS.size
_IS_LONG: Final = 2**31
_BLOB: Final = 3
#: An object that is the difference to another one: so many bytes before it, or with this id.
_BEHIND: Final = 6
_BY_ID: Final = 7

#: What a file that is not as it should be gives.
_DAMAGED: Final = (OSError, ValueError, IndexError, struct.error)


def in_git(path: str) -> str:
    """What the bytes that git has of a file are called."""
    return f"{path} in git"


def blob_kept(path: str, data: bytes, environment: Mapping[str, str]) -> bytes:
    """The id that these bytes have in git, if it tracks a file with exactly these, and really has them; else b''."""
    repository, named = repository_of(path), blobs_with(path, data, environment)
    stores = [*_stores(repository)] if repository and named else []
    return next((blob for blob in named if _read(stores, blob) == data), b"")


def bytes_named(path: str, blob: bytes) -> bytes | None:
    """The bytes with this id in the repository of a file; None if it has none."""
    repository = repository_of(path)
    return _read([*_stores(repository)], blob) if repository and len(blob) in IDS else None


def bytes_of(path: str, environment: Mapping[str, str]) -> list[bytes]:
    """The bytes that git has of a file."""
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
    """The bytes of a blob in a pack."""
    import zlib

    with contextlib.suppress(*_DAMAGED, OverflowError, zlib.error), opened(pack) as file:
        data = _whole(file, place, len(blob))
        return data if blob_id(data, len(blob)) == blob else None
    return None


def _whole(file: BinaryIO, place: int, size_of_id: int) -> bytes:
    """The bytes of the blob at a place of a pack, which may have only its difference to another one, and so on. Raises
    ValueError and others if it is damaged."""
    differences: list[bytes] = []
    left = MAX_BYTES  # however many there are
    while True:
        kind, base, data = _entry(file, place, size_of_id)
        left -= len(data)
        if left < 0 or kind not in (_BLOB, _BEHIND, _BY_ID):
            raise ValueError
        if kind == _BLOB:
            break
        differences.append(data)
        place = place - base if isinstance(base, int) else _place_beside(file, base)
    for difference in reversed(differences):
        data = _applied(difference, data, left)
        left -= len(data)
    return data


def _entry(file: BinaryIO, place: int, size_of_id: int) -> tuple[int, int | bytes, bytes]:
    """The kind of an object in a pack, what it is the difference to, and its bytes or this difference.
    https://git-scm.com/docs/gitformat-pack#_pack_pack_files_have_the_following_format"""
    import zlib

    file.seek(place)
    head = file.read(64)
    byte, at = head[0], 1
    kind, size, shift = byte >> 4 & 7, byte & 15, 4
    while byte & 128:
        byte = head[at]
        size, shift, at = size | (byte & 127) << shift, shift + 7, at + 1
    base: int | bytes = b""
    if kind == _BY_ID:
        base, at = head[at : at + size_of_id], at + size_of_id
    elif kind == _BEHIND:
        base, at = head[at] & 127, at + 1
        while head[at - 1] & 128:
            base, at = (base + 1 << 7) + (head[at] & 127), at + 1
        if not 0 < base < place:
            raise ValueError
    if size > MAX_BYTES:
        raise ValueError
    file.seek(place + at)
    data = zlib.decompressobj().decompress(file.read(size + size // 8 + 2**10), size + 1)
    if len(data) != size:
        raise ValueError
    return kind, base, data


def _place_beside(pack: BinaryIO, blob: bytes) -> int:
    with opened(f"{pack.name.removesuffix('.pack')}.idx") as index:
        place = _place(index, blob)
    if place is None:
        raise ValueError
    return place


def _applied(difference: bytes, base: bytes, most: int) -> bytes:
    """What a difference makes of the bytes that it is one to, at most so many.
    https://git-scm.com/docs/gitformat-pack#_deltified_representation"""
    before, at = _length(difference, 0)
    after, at = _length(difference, at)
    parts, length = [], 0
    while at < len(difference) and length <= after:
        order, at = difference[at], at + 1
        if order & 128:  # a part of the base: four bits for the bytes of its place, three for those of its length
            numbers = [0] * 7
            for bit in range(7):
                if order >> bit & 1:
                    numbers[bit], at = difference[at], at + 1
            start, size = int.from_bytes(bytes(numbers[:4]), "little"), int.from_bytes(bytes(numbers[4:]), "little")
            parts.append(base[start : start + (size or 2**16)])
        else:
            parts.append(difference[at : at + order])
            at += order
        length += len(parts[-1])
    if before != len(base) or after != length or length > most:
        raise ValueError
    return b"".join(parts)


def _length(difference: bytes, at: int) -> tuple[int, int]:
    """A length, the lowest seven bits first, and where it ends."""
    byte, length, shift = difference[at], difference[at] & 127, 7
    while byte & 128 and shift < 64:
        at += 1
        byte = difference[at]
        length, shift = length | (byte & 127) << shift, shift + 7
    return length, at + 1
