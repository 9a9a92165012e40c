"""Asks the programs on PATH what they are. The only room that starts a process, and never one that a kubeconfig names."""

import shutil
from typing import Final, NamedTuple

#: Seconds that a program gets to tell its version.
TIMEOUT: Final = 5


class Program(NamedTuple):
    """A program found on PATH; `is_right` is None where it could not be told."""

    path: str
    version: str = ""
    is_right: bool | None = None


def find_program(name: str) -> Program | None:
    """The program of that name on PATH; None where there is none."""
    path = shutil.which(name)
    return Program(path) if path else None


def find_kubelogin() -> Program | None:
    """The kubelogin on PATH, and whether it is Azure's or int128's OIDC helper of the same name.

    Azure's prints `git hash: v0.2.19/…` in a line of its own, the other one `kubelogin version v1.27.0 (…)`.
    """
    import re

    program = find_program("kubelogin")
    if program is None:
        return None
    output = run(program.path, "--version")
    if found := re.search(r"^git hash: v?([^/\s]+)", output, re.MULTILINE):
        return program._replace(version=found[1], is_right=True)
    if found := re.search(r"^kubelogin version v?(\S+)", output, re.MULTILINE):
        return program._replace(version=found[1], is_right=False)
    return program


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
