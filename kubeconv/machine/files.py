"""The disk: which files, reading them, replacing them so that nobody ever sees half of one.

With `lock` the only room that touches files. Every problem is a `FileProblem` with one clear line.
"""

import contextlib
import os
import shutil
import stat
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from kubeconv.kubeconfig.view import MAX_BYTES

STANDARD_INPUT: Final = "-"


class FileProblem(Exception):
    """One file cannot be read or written, or is refused. The text is one line and names the file; `help` is the way out.
    `code` is that of a rule; `line` and `column`, counted from 1, are 0 if it is not about a place."""

    def __init__(self, path: str, message: str, help: str = "", code: str = "", line: int = 0, column: int = 0) -> None:
        super().__init__(f"{path}: {message}")
        self.path, self.message, self.help = path, message, help
        self.code, self.line, self.column = code, line, column


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
        return Paths(each_once([*arguments, *([explicit] if explicit else [])]))
    listed = each_once(path for path in environment.get("KUBECONFIG", "").split(os.pathsep) if path)
    files = listed or (os.path.join(os.path.expanduser("~"), ".kube", "config"),)
    present = tuple(path for path in files if os.path.lexists(path))
    if not present:
        origin = "no file of $KUBECONFIG exists" if listed else "no such file"
        raise FileProblem(os.pathsep.join(files), origin, "name a kubeconfig, or set KUBECONFIG")
    return Paths(present, bool(listed), tuple(path for path in files if path not in present))


def each_once(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths without those that lead to a file named before."""
    found: dict[str, str] = {}
    for path in paths:
        found.setdefault(real_path(path), path)
    return tuple(found.values())


def real_path(path: str) -> str:
    """The path of the file that a path leads to; `-` stays."""
    with contextlib.suppress(OSError):  # the current folder may be gone
        return path if path == STANDARD_INPUT else os.path.realpath(path)
    return path


def read(path: str) -> bytes:
    """The bytes of a regular file (symlinks are followed), or of standard input for `-`."""
    try:
        if path == STANDARD_INPUT:
            data = os.fdopen(0, "rb", closefd=False).read(MAX_BYTES + 1)
            return _of_bearable_size(path, data)
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
    return _of_bearable_size(path, data)


def write(path: str, data: bytes, *, backup: bool = False) -> str | None:
    """Put `data` into a file at once. An existing file keeps its mode, owner and, if it is one, the link to it; a new one
    is readable by the owner only; a pipe or device is written to.

    With `backup` the old content is first put beside it, readable by the owner only; that path is returned.
    """
    target = os.path.realpath(path)
    try:
        if not os.path.exists(target):
            _write_atomically(target, data, None)
            return None
        status = os.stat(target)
        if stat.S_ISDIR(status.st_mode):
            raise FileProblem(path, "is a folder", "name a file")
        if not stat.S_ISREG(status.st_mode):
            # Without a reader a pipe would be waited for without end; this way it is an error.
            descriptor = os.open(target, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))
            os.set_blocking(descriptor, True)
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
            return None
        if not status.st_mode & 0o222:
            raise FileProblem(path, "is read-only", f"chmod u+w {path}, or write elsewhere: kubeconv convert -o FILE")
        backup_path = _write_backup(target, read(target), status) if backup else None
        _write_atomically(target, data, status)
    except (OSError, ValueError) as error:
        raise FileProblem(
            path, f"cannot be written: {_reason(error)}", "write elsewhere: kubeconv convert -o FILE, or -o -"
        ) from None
    return backup_path


def default_tenant(environment: Mapping[str, str]) -> tuple[str, str]:
    """The tenant of the default subscription in the az profile of this machine, and the path of that file; '' where there
    is none.

    https://github.com/Azure/azure-cli/blob/dev/src/azure-cli-core/azure/cli/core/_profile.py
    """
    import json

    folder = environment.get("AZURE_CONFIG_DIR") or os.path.join(os.path.expanduser("~"), ".azure")
    path = os.path.join(folder, "azureProfile.json")
    try:
        with open(path, encoding="utf-8-sig") as file:
            subscriptions = json.load(file).get("subscriptions") or []
        tenant = next(each["tenantId"] for each in subscriptions if each.get("isDefault"))
        return (tenant, path) if isinstance(tenant, str) and tenant.isascii() and tenant.isprintable() else ("", path)
    except (OSError, ValueError, LookupError, AttributeError, TypeError, StopIteration, RecursionError):
        return "", path


def is_file(path: str) -> bool:
    """True for a regular file, and for a link to one."""
    return os.path.isfile(path)


def is_folder(path: str) -> bool:
    """True for a folder, and for a link to one."""
    return os.path.isdir(path)


def readable_by_others(path: str) -> bool:
    """True where group or others may read the file."""
    try:
        return os.name == "posix" and bool(os.stat(path).st_mode & 0o044)
    except OSError:
        return False


def make_private(path: str) -> None:
    """Take the file from everybody but its owner. Raises FileProblem where that may not be done."""
    try:
        os.chmod(path, stat.S_IMODE(os.stat(path).st_mode) & 0o700)
    except OSError as error:
        raise FileProblem(path, f"cannot be made private: {_reason(error)}") from None


def is_own(path: str) -> bool:
    """True for a file of the user who runs this, on systems that know such."""
    try:
        return os.name == "posix" and os.stat(path).st_uid == os.geteuid()
    except OSError:
        return False


def _of_bearable_size(path: str, data: bytes) -> bytes:
    if len(data) > MAX_BYTES:
        raise FileProblem(path, f"larger than {MAX_BYTES // 2**20} MiB, that is no kubeconfig")
    return data


def _write_backup(target: str, data: bytes, like: os.stat_result) -> str:
    for number in range(1000):
        path = f"{target}.bak{number or ''}"
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                _give_to_owner(file.fileno(), like)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            os.unlink(path)
            raise
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
                _give_to_owner(file.fileno(), like)
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


def _give_to_owner(descriptor: int, like: os.stat_result) -> None:
    made = os.fstat(descriptor)
    if os.name == "posix" and (made.st_uid, made.st_gid) != (like.st_uid, like.st_gid):
        os.fchown(descriptor, like.st_uid, like.st_gid)


def _sync_folder(folder: str) -> None:
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):  # some cannot be read or synced; the file is in its place all the same
        descriptor = os.open(folder or ".", os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _reason(error: OSError | ValueError) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()
