"""Configurations on the disk: the nearest one, from a folder upwards."""

import contextlib
import os
from collections.abc import Callable
from typing import Final, Generic, TypeVar

from kubeconv.gate.regex import regex
from kubeconv.machine.files import read

#: The names of a configuration, the first before the second. The other one is a file of many programs.
OWN, SHARED = ".kubeconv.toml", "pyproject.toml"
_NAME: Final = b"kubeconv"
_NO_CONFIGURATION: Final = "make it a file that can be read, or remove it, or use --no-config"
#: One of these is in a pyproject.toml that has [tool.kubeconv], whatever way it is written. Reading one takes as long as a
#: small file to convert.
_TABLE: Final = regex(rb"""tool["']?\s*(?:\.\s*["']?kubeconv|=|\])|\\[uU]""")

T = TypeVar("T")


def absolute(path: str) -> str:
    """The path from the top; as it is if the working folder is gone."""
    with contextlib.suppress(OSError):
        return os.path.abspath(path)
    return path


class ConfigFiles(Generic[T]):
    """The nearest configuration of each folder. Each folder is looked at once, each file read once. `reads` makes something of
    a path and its bytes, None if that file has no configuration."""

    def __init__(self, reads: Callable[[str, bytes], T | None]) -> None:
        self._reads = reads
        self._known: dict[str, T | None] = {}

    def nearest(self, folder: str) -> T | None:
        """What the nearest configuration is, from an absolute path of a folder upwards; None if there is none. Raises
        FileProblem."""
        passed: list[str] = []
        found: T | None = None
        while folder not in self._known:
            passed.append(folder)
            found = self._in(folder)
            above = os.path.dirname(folder)
            if found is not None or above == folder:
                break
            folder = above
        else:
            found = self._known[folder]
        self._known.update(dict.fromkeys(passed, found))
        return found

    def _in(self, folder: str) -> T | None:
        for name in (OWN, SHARED):
            path = os.path.join(folder, name)
            # Whatever has our own name is meant to count: what cannot be read is not passed over.
            if os.path.lexists(path) if name == OWN else os.path.isfile(path):
                data = read(path, _NO_CONFIGURATION)
                found = self._reads(path, data) if name == OWN or (_NAME in data and _TABLE.search(data)) else None
                if found is not None:
                    return found
        return None
