"""Asks the programs on PATH what they are. The only room that starts a process, and never one that a kubeconfig names."""

import contextlib
import os
import shutil
from collections.abc import Mapping
from typing import Final, NamedTuple

#: Seconds that a program gets to tell its version.
TIMEOUT: Final = 5

#: The variables by which git is told of a repository other than the one around the folder it is started in.
GIT_LOCATION: Final = frozenset(
    ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY")
)


class Program(NamedTuple):
    """A program found on PATH; `is_right` is None where it could not be told."""

    path: str
    version: str = ""
    is_right: bool | None = None


def find_program(name: str, search_path: str | None = None) -> Program | None:
    """The program of that name on PATH, or on the given search path; None where there is none."""
    path = shutil.which(name, path=search_path)
    return Program(path) if path else None


def find_kubelogin(search_path: str | None = None) -> Program | None:
    """The kubelogin on PATH, and whether it is Azure's or int128's OIDC helper of the same name.

    Azure's prints `git hash: v0.2.19/…` in a line of its own, the other one `kubelogin version v1.27.0 (…)`.
    """
    import re

    program = find_program("kubelogin", search_path)
    if program is None:
        return None
    output = run(program.path, "--version")
    if found := re.search(r"^git hash: v?([^/\s]+)", output, re.MULTILINE):
        return program._replace(version=found[1], is_right=True)
    if found := re.search(r"^kubelogin version v?(\S+)", output, re.MULTILINE):
        return program._replace(version=found[1], is_right=False)
    return program


def tracked_files(git: str, folder: str, environment: Mapping[str, str]) -> frozenset[str]:
    """The files under a folder that git tracks, relative to it; none where git refuses (no repository, another's)."""
    import subprocess

    # A hook of git, as which this may run, is told of one repository; the folder may belong to another.
    clean = {key: value for key, value in environment.items() if key not in GIT_LOCATION}
    try:
        finished = subprocess.run(  # noqa: S603 - git, found on PATH; no program that the repository's settings name
            [git, "-c", "core.fsmonitor=false", "-C", folder, "ls-files", "-z"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT,
            check=True,
            env={**clean, "GIT_OPTIONAL_LOCKS": "0"},
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return frozenset()
    return frozenset(os.fsdecode(path) for path in finished.stdout.split(b"\0"))


def run(path: str, *arguments: str) -> str:
    """What a program prints, '' where it cannot be run or takes longer than `TIMEOUT`."""
    import subprocess

    try:
        finished = subprocess.run(  # noqa: S603 - a program of our own choice, found on PATH
            [path, *arguments], stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return (finished.stdout + finished.stderr).decode(errors="replace")


class Running:
    """A program that was started and tells its version in its own time. `output` or `stop` ends it."""

    def __init__(self, path: str, *arguments: str) -> None:
        import subprocess

        # No version needs a kubeconfig, and some programs called kubectl choose another one by it. A program in Go takes half
        # the time without collecting garbage, and leaves us a core.
        environment = {**os.environ, "KUBECONFIG": os.devnull, "GOGC": "off", "GOMAXPROCS": "1"}
        self._process: subprocess.Popen[bytes] | None = None
        with contextlib.suppress(OSError):
            self._process = subprocess.Popen(  # noqa: S603 - a program of our own choice, found on PATH
                [path, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
            )

    def output(self) -> str:
        """What it printed, '' where it could not be run or takes longer than `TIMEOUT` from now."""
        import subprocess

        if self._process is None:
            return ""
        try:
            return self._process.communicate(timeout=TIMEOUT)[0].decode(errors="replace")
        except (OSError, subprocess.SubprocessError):
            self.stop()
            return ""

    def stop(self) -> None:
        """End it, unless it has ended."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
        if self._process is not None and self._process.stdout is not None:
            self._process.stdout.close()
            self._process.wait()


_early: Running | None = None


def start_kubectl_early() -> None:
    """Start what the next `start_kubectl` will give."""
    global _early  # while modules are still imported nobody can hold it
    _early = start_kubectl()


def start_kubectl() -> Running | None:
    """Ask the kubectl on PATH for its version, without waiting for the answer; None where there is none."""
    global _early
    if _early is not None:
        started, _early = _early, None
        return started
    program = find_program("kubectl")
    if program is None or not os.path.isabs(program.path):  # a file of the current folder is nobody's kubectl
        return None
    return Running(program.path, "version", "--client", "-o", "json")


def version_of_kubectl(running: Running) -> str:
    """The version that a started kubectl tells, such as `v1.27.3-gke.100`; '' where it tells none."""
    import json

    try:
        return str(json.loads(running.output())["clientVersion"]["gitVersion"])
    except (ValueError, LookupError, TypeError):
        return ""
