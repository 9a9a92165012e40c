"""The files under a folder that may be kubeconfigs, by name and first bytes. Touches the disk, like `files`."""

import os
import stat
from collections.abc import Iterator
from typing import Final

from kubeconv.machine.files import real_path

#: Folders of tools, in which nobody keeps a kubeconfig of their own.
SKIPPED: Final = frozenset(
    (
        ".git", ".hg", ".svn", "node_modules", ".venv", "venv", "site-packages", "__pycache__", ".tox", ".nox", ".terraform",
        ".mypy_cache", ".ruff_cache", ".pytest_cache", ".cache", ".direnv",
    )
)  # fmt: skip

#: What kubectl keeps beside the kubeconfig: thousands of files.
_CACHES: Final = frozenset(("cache", "http-cache"))

_ENDINGS: Final = frozenset(
    ("yaml", "yml", "json", "conf", "config", "cfg", "kubeconfig", "kubecfg", "bak", "old", "orig", "save", "txt")
)


#: Why something under a folder is not looked into.
_OF_TOOLS: Final = "a folder of another program"
_LINK: Final = "a link to a folder elsewhere"
_NO_FILE: Final = "no regular file"
UNREADABLE: Final = "a folder that cannot be read"


def files_under(folder: str, left_out: dict[str, str] | None = None, *, copies: bool = True) -> Iterator[str]:
    """The files under a folder that may be kubeconfigs, sorted within each folder. Links to folders are not followed, and a
    file that several names lead to comes once. Without `copies` the old bytes that lie beside a file do not come.

    With `left_out` every file, whatever its name and first bytes: `left_out` gets what is not looked into, each with why.
    """
    seen: set[tuple[int, int]] = set()

    def unreadable(error: OSError) -> None:
        if left_out is not None:
            left_out[str(error.filename)] = UNREADABLE

    for place, folders, names in os.walk(folder, onerror=unreadable):
        skipped = SKIPPED | _CACHES if os.path.basename(place) == ".kube" else SKIPPED
        if left_out is not None:
            paths = {name: os.path.join(place, name) for name in sorted(folders)}
            left_out |= {path: _OF_TOOLS for name, path in paths.items() if name in skipped}
            left_out |= {path: _LINK for path in paths.values() if _leads_elsewhere(path, folder)}
        folders[:] = sorted(name for name in folders if name not in skipped)
        there = frozenset(names)
        for name in sorted(names):
            path = os.path.join(place, name)
            if not copies and _copied(name) in there:
                continue
            if (left_out is not None or may_be_kubeconfig(name)) and _is_new_file(
                path, seen, any_bytes=left_out is not None
            ):
                yield path
            elif left_out is not None and not os.path.isfile(path) and os.path.lexists(path):
                left_out[path] = _NO_FILE


def _leads_elsewhere(path: str, folder: str) -> bool:
    """True for a link to what is not looked at without it."""
    if not os.path.islink(path):
        return False
    top = os.path.join(real_path(folder), "")
    return not os.path.join(real_path(path), "").startswith(top)


def may_be_kubeconfig(name: str) -> bool:
    """True for what people call such files: `config`, `prod.kubeconfig`, `kubeconfig-prod`, `cluster.yaml`."""
    name = name.lower()
    ending = name.rpartition(".")[2] if "." in name[1:] else ""
    return (
        not ending or ending in _ENDINGS or name.startswith(("kubeconfig", "kube-config", "kube_config", ".kubeconfig"))
    )


def _copied(name: str) -> str:
    """The name of the file that this is a copy of by its name (`machine.backups`), '' if it is none."""
    original, _, number = name.rpartition(".bak")
    return original if not number or number.isdecimal() else ""


def _is_new_file(path: str, seen: set[tuple[int, int]], *, any_bytes: bool) -> bool:
    """True for a file not seen before; without `any_bytes` only where it begins like a text."""
    try:
        status = os.stat(path)
        identity = (status.st_dev, status.st_ino)
        if not stat.S_ISREG(status.st_mode) or identity in seen:
            return False
        seen.add(identity)
        if any_bytes or not status.st_mode & 0o444:
            return True  # whoever reads it next says why it cannot be read
        with open(path, "rb") as file:
            start = file.read(1024)
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return b"\0" not in start or start.startswith((b"\xff\xfe", b"\xfe\xff"))
