"""A clean machine to run programs on: an empty home, a PATH of one folder, no variables of whoever runs the tests.

In: arguments. Out: the finished process, both streams as text. No run may wait for input, hang, or leave 127.0.0.1.
"""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

import yaml

from .api_server import LOOPBACK
from .programs import Program

TIMEOUT = 60.0
Run = subprocess.CompletedProcess[str]

LOGIN_REMOVED_IN: Mapping[str, tuple[int, int]] = {"kubectl": (1, 26), "helm": (3, 11)}
REMOVED_AUTH_PROVIDERS = frozenset({"azure", "gcp"})

REQUEST_ARGUMENTS: Mapping[str, tuple[str, ...]] = {"kubectl": ("get", "--raw", "/version"), "helm": ("list",)}
REQUEST_PATH: Mapping[str, str] = {"kubectl": "/version", "helm": "/api/v1/namespaces/default/secrets"}


class UnsafeRun(Exception):
    """A run that could have talked to a host of the real world, stopped before it began."""


@dataclass(frozen=True)
class Machine:
    """`home` is where everything runs; `programs` is the only folder on PATH, and holds the plugin stand-ins."""

    home: Path
    programs: Path

    def kubeconv(self, *arguments: str | Path) -> Run:
        """`kubeconv …`, by the Python that runs the tests.

        The stand-ins are not on its PATH, so that a recorded call can only come from kubectl or helm.
        """
        return self._run([sys.executable, "-m", "kubeconv", *map(str, arguments)], path=self.home)

    def run(
        self, program: Program, *arguments: str, kubeconfig: Path, variables: Mapping[str, str] = MappingProxyType({})
    ) -> Run:
        """kubectl or helm with this one kubeconfig. Raises `UnsafeRun` rather than let it call a public host."""
        refuse_unsafe_run(program, kubeconfig)
        command = [str(program.path), "--kubeconfig", str(kubeconfig), *arguments]
        return self._run(command, path=self.programs, variables=variables)

    def request(self, program: Program, kubeconfig: Path, variables: Mapping[str, str] = MappingProxyType({})) -> Run:
        """The plainest thing that needs a login: the server is asked for `REQUEST_PATH[program.name]`."""
        return self.run(program, *REQUEST_ARGUMENTS[program.name], kubeconfig=kubeconfig, variables=variables)

    def _run(self, command: Sequence[str], path: Path, variables: Mapping[str, str] = MappingProxyType({})) -> Run:
        return subprocess.run(
            command,
            env={"HOME": str(self.home), "PATH": str(path), "LANG": "C.UTF-8", **variables},
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=TIMEOUT,
            check=False,
        )


def refuse_unsafe_run(program: Program, kubeconfig: Path) -> None:
    """Raise `UnsafeRun` where `program` with this file would leave the machine.

    A program that still has the azure and gcp logins built in calls a public login host as soon as it meets such a
    user, so those files are for programs without them. And a server elsewhere than on 127.0.0.1 is never asked.
    """
    config = yaml.safe_load(kubeconfig.read_bytes())
    servers = [entry["cluster"]["server"] for entry in config["clusters"]]
    if far := [server for server in servers if urlsplit(server).hostname != LOOPBACK]:
        raise UnsafeRun(f"{kubeconfig.name}: not on {LOOPBACK}: {', '.join(far)}")
    if program.major_and_minor >= LOGIN_REMOVED_IN[program.name]:
        return
    providers = {entry["user"].get("auth-provider", {}).get("name") for entry in config["users"]}
    if built_in := providers & REMOVED_AUTH_PROVIDERS:
        raise UnsafeRun(
            f"{program} would log in by itself: {kubeconfig.name} has auth-provider {', '.join(sorted(built_in))}"
        )
