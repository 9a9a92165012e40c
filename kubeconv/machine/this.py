"""What rules may ask about this machine: files, PATH, environment, clock, git. The `Machine` of `rule.py`, for real.

Nothing here raises or waits for long, whatever a kubeconfig names: such a path may be a FIFO, a device or a lie.
"""

import os
import stat
import time
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Final

from kubeconv.machine import programs
from kubeconv.machine.git_index import Repository, blobs_in, name_in, repository_of
from kubeconv.machine.which import which

#: The part of a file that is read: certificates and keys are far smaller.
MAX_READ: Final = 2**20


#: Windows looks there before it looks at PATH.
_CURRENT_FIRST: Final = f"{os.curdir}{os.pathsep}" if os.name == "nt" else ""


class ThisMachine:
    """This machine, each answer taken once: ask a new one when files may have changed. `kubelogins` are those on PATH, where
    they have been asked already."""

    def __init__(
        self,
        environment: Mapping[str, str] | None = None,
        now: float | None = None,
        kubelogins: Sequence[programs.Program] | None = None,
    ) -> None:
        self._kubelogins = kubelogins
        self._environment: Mapping[str, str] = os.environ if environment is None else environment
        self._now = time.time() if now is None else now
        self._programs: dict[str, str | None] = {}
        self._modes: dict[str, int | None] = {}
        self._tracked: dict[Repository, frozenset[bytes]] = {}
        self._around: dict[str, Repository | None] = {}

    @property
    def environment(self) -> Mapping[str, str]:
        """The environment variables."""
        return self._environment

    @property
    def now(self) -> float:
        """Seconds since 1970, the same for the whole run."""
        return self._now

    def which(self, command: str) -> str | None:
        """The path of a program on PATH as Go finds it: a hit in the current folder (an empty or relative part of PATH)
        is refused, whatever stands after it. https://pkg.go.dev/os/exec#hdr-Executables_in_the_current_directory"""
        if command not in self._programs:
            self._programs[command] = self._which(command)
        return self._programs[command]

    def _which(self, command: str) -> str | None:
        try:
            found = which(command, _CURRENT_FIRST + self._environment.get("PATH", ""))
        except ValueError:
            return None
        return found if found is not None and os.path.isabs(found) else None

    def mode(self, path: str) -> int | None:
        """The mode of a file, links followed; None if there is none or it cannot be determined."""
        if path not in self._modes:
            try:
                self._modes[path] = os.stat(path).st_mode
            except (OSError, ValueError):
                self._modes[path] = None
        return self._modes[path]

    def read(self, path: str) -> bytes | None:
        """The first `MAX_READ` bytes of a regular file; None if there is none or it cannot be read."""
        mode = self.mode(path)
        if mode is None or not stat.S_ISREG(mode):
            return None
        try:
            # The file may have become a FIFO since: opening it must not wait for a writer.
            descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
            with os.fdopen(descriptor, "rb") as file:
                return file.read(MAX_READ) if stat.S_ISREG(os.fstat(descriptor).st_mode) else None
        except (OSError, ValueError):
            return None

    def may_be_tracked(self, path: str) -> bool:
        """False if no repository is around a file, so that git cannot track it: each folder is looked at once."""
        folder = os.path.dirname(path)
        if os.path.islink(path):
            return repository_of(path) is not None
        if folder not in self._around:
            self._around[folder] = repository_of(path)
        return self._around[folder] is not None

    def tracked_by_git(self, path: str) -> bool:
        """True if git is known to track the file that the path leads to. The index is read once a repository, and nothing is
        run: its settings may be somebody else's."""
        repository = repository_of(path)
        if repository is None:
            return False
        if repository not in self._tracked:
            self._tracked[repository] = frozenset(blobs_in(repository) or ())
        return name_in(repository, path) in self._tracked[repository]

    def kubelogin_version(self) -> str | None:
        """The version of Azure's kubelogin on PATH; None if there is none or it is another program."""
        return self._kubelogin_version

    @cached_property
    def _kubelogin_version(self) -> str | None:
        if self._kubelogins is None:
            program = programs.find_kubelogin(self._environment.get("PATH", ""))
        else:
            program = next(iter(self._kubelogins), None)
        return program.version if program is not None and program.is_right else None
