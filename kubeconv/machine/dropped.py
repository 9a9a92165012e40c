"""The client and tenant ids that users had before, which a conversion may have dropped: from the copies of old bytes.

Of these only the newest stays, so one write more would take them away. So the newest remembers what the ones before it had, in
an extended attribute; ids are no secrets. A file without a copy, as git has its old bytes, remembers them itself: with the next
commit git has others. Where a file system has no such attributes, they are forgotten.
"""

import contextlib
import os
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Final

from kubeconv.gate.regex import regex
from kubeconv.machine import backups, entries
from kubeconv.machine.backups import Copy
from kubeconv.machine.entries import Folder, Parts
from kubeconv.machine.files import real_path
from kubeconv.tree.finding import Refused
from kubeconv.tree.source import Source

#: What says who logs in and where: azurecli, for one, does not keep it.
IDENTITY: Final = ("client-id", "tenant-id")

#: The ids of users, by their names.
Ids = Mapping[str, Mapping[str, str]]

#: The size of what a copy remembers, as JSON, at most.
_LONGEST: Final = 2**20

#: An attribute has no room for more ids than this.
_MOST: Final = 2_000

#: How kubelogin's `--tenant-id` may be written, too.
_SHORT: Final = regex(rb"-t\b")


def ids_before(path: str) -> Iterator[tuple[str, Ids]]:
    """Where users of a file had ids before, and which: in its copies that are ours, the newest first; in what git has of it, as
    no copy is made of that; then in what these and the file remember ('')."""
    from kubeconv.machine.git_objects import bytes_of, in_git  # no write asks git for them

    real = real_path(path)
    place, name = os.path.split(real)
    with contextlib.suppress(OSError), entries.open_folder(place) as folder:
        copies = [copy for copy in backups.copies(folder, name, with_bytes=True) if copy.second]
        yield from ((os.path.join(place, copy.name), _ids(copy.data)) for copy in copies)
        yield from ((in_git(real), _ids(data)) for data in bytes_of(real, os.environ))
        yield from (("", _remembered(folder, each)) for each in (*(copy.name for copy in copies), name))


def to_remember(folder: Folder, older: Iterable[Copy], old: Parts) -> bytes:
    """What a new copy, which has the bytes `old`, is to remember of the older ones, the newest of them first; b'' for
    nothing."""
    found: dict[str, dict[str, str]] = {}
    for copy in older:
        with contextlib.suppress(OSError):
            for before in (_lacking(folder, copy.name, old), _remembered(folder, copy.name)):
                for user, ids in before.items():
                    found[user] = {**ids, **found.get(user, {})}
    return _packed(found) if found else b""


def to_remember_of(folder: Folder, name: str, old: Parts, new: Parts) -> bytes:
    """What a file is to remember of its bytes `old`, which have ids that the bytes `new` lack; b'' for what it does already."""
    if not _how_many(new()) < _how_many(old()) <= _MOST:
        return b""
    return _packed({**_remembered(folder, name), **_ids(b"".join(old()))})


def hand_over(folder: Folder, copy: str, name: str) -> None:
    """Let a file remember what the copy does whose bytes it has again, and which goes, beside what it remembers itself."""
    if not (handed := _remembered(folder, copy)):
        return
    own = _remembered(folder, name)
    with contextlib.suppress(OSError):
        descriptor = entries.open_entry(folder, name)
        try:
            merged = {user: {**own.get(user, {}), **handed.get(user, {})} for user in {**own, **handed}}
            backups.remember(descriptor, _packed(merged))
        finally:
            entries.shut(descriptor)


def _packed(found: Ids) -> bytes:
    import json  # most copies remember nothing
    import zlib

    return zlib.compress(json.dumps(found).encode())


def _lacking(folder: Folder, name: str, old: Parts) -> Ids:
    """The ids in an older copy; none if it has no more of them than the bytes `old`, so that it need not be parsed."""
    descriptor = entries.open_entry(folder, name)
    try:
        if entries.holds(descriptor, old) or _how_many(entries.parts(descriptor)) <= _how_many(old()):
            return {}
        return _ids(entries.whole(descriptor))
    finally:
        entries.shut(descriptor)


def _how_many(parts: Iterable[bytes]) -> int:
    """How many ids are named in a text, whose lines are counted whole."""
    found, rest = 0, b""
    for part in chain(parts, (b"\n",)):
        lines, _, rest = (rest + part).rpartition(b"\n")
        found += lines.count(b"client-id") + lines.count(b"tenant-id") + len(_SHORT.findall(lines))
    return found


def _ids(data: bytes) -> Ids:
    from kubeconv.kubeconfig.login import azure_login_of  # most writes have no older copy
    from kubeconv.kubeconfig.view import read

    found: dict[str, Mapping[str, str]] = {}
    with contextlib.suppress(Refused):
        for user in read(Source(data, "")).users:
            login = azure_login_of(user)
            if ids := {name: login.values[name] for name in IDENTITY if login and login.values.get(name)}:
                found.setdefault(user.name, ids)
    return found


def _remembered(folder: Folder, name: str) -> Ids:
    packed = backups.remembered(folder, name)
    if not packed:
        return {}
    import json
    import zlib

    with contextlib.suppress(ValueError, RecursionError, zlib.error):
        found = json.loads(zlib.decompressobj().decompress(packed, _LONGEST))
        return {
            user: {name: ids[name] for name in IDENTITY if isinstance(ids.get(name), str)}
            for user, ids in (found.items() if isinstance(found, dict) else ())
            if isinstance(ids, dict)
        }
    return {}
