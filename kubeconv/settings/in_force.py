"""Which configuration is in force for a file."""

import os
from typing import TYPE_CHECKING

from kubeconv.machine.config_files import ConfigFiles, absolute
from kubeconv.machine.files import STANDARD_INPUT, FileProblem, read

if TYPE_CHECKING:
    from kubeconv.settings.settings import Settings


class InForce:
    """The configuration of each file: the nearest one from its folder upwards; if there is none, or for standard input, the
    nearest one from the working folder upwards. `explicit` is the only one instead; with `off` there is none."""

    def __init__(self, explicit: str | None = None, *, off: bool = False) -> None:
        self._off = off
        self._files = ConfigFiles(_read)
        self._of_folders: dict[str, Settings | None] = {}
        self._explicit: Settings | None = None
        if explicit is not None and not off:
            self._explicit = _read(
                explicit, read(explicit, "name a .kubeconv.toml, or a pyproject.toml with [tool.kubeconv]")
            )
            if self._explicit is None:
                raise FileProblem(explicit, "has no [tool.kubeconv]", "name a file that has")

    def settings(self, path: str = STANDARD_INPUT) -> "Settings | None":
        """What is in force for a file; None for nothing. Raises FileProblem for a configuration that is none."""
        if self._off:
            return None
        if self._explicit is not None:
            return self._explicit
        # A folder of many files is looked for once, by its name as it is given.
        folder, name = ("", "") if path == STANDARD_INPUT else os.path.split(path)
        if name.strip(".") == "":
            return self._nearest(path)
        if folder not in self._of_folders:
            self._of_folders[folder] = self._nearest(path)
        return self._of_folders[folder]

    def _nearest(self, path: str) -> "Settings | None":
        found = self._files.nearest(os.path.dirname(absolute(path))) if path != STANDARD_INPUT else None
        return found or self._files.nearest(absolute("."))


def _read(path: str, data: bytes) -> "Settings | None":
    from kubeconv.settings.settings import read_settings  # most runs have no configuration

    return read_settings(path, data)
