"""The disk: which files, reading them, replacing them so that nobody ever sees half of one.

With `lock` the only room that touches files. Every problem is a `FileProblem` with one clear line.
"""

import contextlib
import os
import shutil
import stat
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from kubeconv.kubeconfig import MAX_BYTES

STANDARD_INPUT: Final = "-"


class FileProblem(Exception):
    """One file cannot be read or written. The text is one line and names the file; `help` is the way out."""

    def __init__(self, path: str, message: str, help: str = "") -> None:
        super().__init__(f"{path}: {message}")
        self.path, self.message, self.help = path, message, help


class Paths(NamedTuple):
    """The files to work on. `merged` is true where they are one KUBECONFIG list, which client-go reads as one; `missing`
    are files of that list that do not exist, which it skips."""

    files: tuple[str, ...]
    merged: bool = False
    missing: tuple[str, ...] = ()


def find(arguments: Sequence[str], explicit: str | None, environment: Mapping[str, str]) -> Paths:
    """The arguments, or the one explicit file, or every file of `$KUBECONFIG`, or `~/.kube/config`.

    Raises FileProblem where none of these exists.
    https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/
    """
    if arguments or explicit:
        return Paths(tuple(dict.fromkeys([*arguments, *([explicit] if explicit else [])])))
    listed = tuple(dict.fromkeys(path for path in environment.get("KUBECONFIG", "").split(os.pathsep) if path))
    files = listed or (os.path.join(os.path.expanduser("~"), ".kube", "config"),)
    present = tuple(path for path in files if os.path.lexists(path))
    if not present:
        origin = "no file of $KUBECONFIG exists" if listed else "no such file"
        raise FileProblem(os.pathsep.join(files), origin, "name a kubeconfig, or set KUBECONFIG")
    return Paths(present, bool(listed), tuple(path for path in files if path not in present))


def read(path: str) -> bytes:
    """The bytes of a regular file (symlinks are followed), or of standard input for `-`."""
    if path == STANDARD_INPUT:
        return os.fdopen(0, "rb", closefd=False).read(MAX_BYTES + 1)
    try:
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            kind = "a folder" if stat.S_ISDIR(status.st_mode) else "not a regular file"
            raise FileProblem(path, kind, "name a kubeconfig file, or give its text on standard input as -")
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        message = f"a link to {os.readlink(path)}, which does not exist" if os.path.islink(path) else "no such file"
        raise FileProblem(path, message) from None
    except (OSError, ValueError) as error:
        raise FileProblem(path, f"cannot be read: {_reason(error)}") from None
    if len(data) > MAX_BYTES:
        raise FileProblem(path, f"larger than {MAX_BYTES // 2**20} MiB, that is no kubeconfig")
    return data


def replace(path: str, data: bytes, *, backup: bytes | None = None) -> str | None:
    """Replace the content of an existing file at once, keeping its mode, owner and, if it is one, the link to it.

    With `backup` these bytes are first put beside it, readable by the owner only; the path of that file is returned.
    """
    target = os.path.realpath(path)
    try:
        status = os.stat(target)
        if not status.st_mode & 0o222:
            raise FileProblem(path, "is read-only", f"chmod u+w {path}, or write elsewhere with -o")
        backup_path = None if backup is None else _write_backup(target, backup)
        _write_atomically(target, data, status)
    except OSError as error:
        raise FileProblem(
            path, f"cannot be written: {_reason(error)}", "write elsewhere with -o FILE or -o -"
        ) from None
    return backup_path


def write(path: str, data: bytes) -> None:
    """Write a file of our own, new ones readable by the owner only; an existing one keeps its mode and owner."""
    target = os.path.realpath(path)
    try:
        if os.path.isdir(target):
            raise FileProblem(path, "is a folder", "name a file")
        _write_atomically(target, data, os.stat(target) if os.path.exists(target) else None)
    except OSError as error:
        raise FileProblem(path, f"cannot be written: {_reason(error)}") from None


def default_tenant(environment: Mapping[str, str]) -> str:
    """The tenant of the default subscription in the az profile of this machine, '' where there is none.

    https://github.com/Azure/azure-cli/blob/dev/src/azure-cli-core/azure/cli/core/_profile.py
    """
    import json

    folder = environment.get("AZURE_CONFIG_DIR") or os.path.join(os.path.expanduser("~"), ".azure")
    try:
        with open(os.path.join(folder, "azureProfile.json"), encoding="utf-8-sig") as file:
            subscriptions = json.load(file).get("subscriptions") or []
        return str(next(each["tenantId"] for each in subscriptions if each.get("isDefault")))
    except (OSError, ValueError, LookupError, AttributeError, TypeError, StopIteration):
        return ""


def readable_by_others(path: str) -> bool:
    """True where group or others may read the file."""
    try:
        return os.name == "posix" and bool(os.stat(path).st_mode & 0o044)
    except OSError:
        return False


def _write_backup(target: str, data: bytes) -> str:
    for number in range(1000):
        path = f"{target}.bak{number or ''}"
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        return path
    raise FileProblem(target, "has a thousand backups already", "delete some of them")


def _write_atomically(target: str, data: bytes, like: os.stat_result | None) -> None:
    folder, name = os.path.split(target)
    temporary = os.path.join(folder, f".{name}.{os.urandom(4).hex()}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            if like is not None:
                made = os.fstat(file.fileno())
                if os.name == "posix" and (made.st_uid, made.st_gid) != (like.st_uid, like.st_gid):
                    os.fchown(file.fileno(), like.st_uid, like.st_gid)
                shutil.copystat(target, temporary)
            file.flush()
            os.fsync(file.fileno())
        if like is not None:
            os.utime(temporary)
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
    _sync_folder(folder)


def _sync_folder(folder: str) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(folder or ".", os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _reason(error: OSError | ValueError) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()
