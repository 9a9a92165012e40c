"""Many at once on one file: no change that was finished is lost to us. kubectl itself reads before it locks, so that it may
write back what it read before we wrote; what it wrote itself is there after us.
"""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import yaml

from .api_server import ApiServer
from .conftest import KUBECTLS
from .kubeconfigs import LEGACY_MANAGED_USER, kubeconfig
from .machine import Machine, Run
from .programs import Program

NAMES = [f"user-{number}" for number in range(50)]


@pytest.fixture
def config(machine: Machine, server: ApiServer) -> Path:
    """Fifty users with a login of azure."""
    path = machine.home / "config"
    path.write_text(kubeconfig(server, **dict.fromkeys(NAMES, LEGACY_MANAGED_USER)))
    return path


def modes(config: Path) -> set[str]:
    """What became of the fifty users: their login mode, or azure."""
    bodies = [each["user"] for each in yaml.safe_load(config.read_text())["users"] if each["name"] in NAMES]
    assert len(bodies) == len(NAMES)
    return {body["exec"]["args"][2] if "exec" in body else body["auth-provider"]["name"] for body in bodies}


def convert_each(machine: Machine, config: Path) -> list[str]:
    """A process for each user, all at once: what those said that failed."""
    environment = {"HOME": str(machine.home), "PATH": str(machine.home)}
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "kubeconv", "convert", str(config), "--user", name, "-l", "msi"],
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )
        for name in NAMES
    ]  # fmt: skip
    said = [process.communicate(timeout=300)[1] for process in running]
    return [text for process, text in zip(running, said, strict=True) if process.returncode]


def left_in(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


@pytest.mark.parametrize("attempt", range(3))
def test_fifty_processes_at_once_convert_one_user_each(machine: Machine, config: Path, attempt: int) -> None:
    assert convert_each(machine, config) == [], attempt
    assert modes(config) == {"msi"}
    assert left_in(machine.home) == ["config", "config.bak"]


class Contexts(threading.Thread):
    """`kubectl config set-context`, one after the other until it is told to stop; `done` are those that kubectl wrote."""

    def __init__(self, machine: Machine, kubectl: Program, config: Path) -> None:
        super().__init__()
        self.machine, self.kubectl, self.config = machine, kubectl, config
        self.done: list[str] = []
        self.failed: list[Run] = []
        self.enough = threading.Event()

    def run(self) -> None:
        number = 0
        while not self.enough.is_set() or number < 5:
            name = f"context-{number}"
            ended = self.machine.run(
                self.kubectl, "config", "set-context", name, "--user=user-1", "--cluster=x", kubeconfig=self.config
            )
            if ended.returncode == 0:
                self.done.append(name)
                number += 1
            elif "file exists" not in ended.stderr:  # kubectl does not wait for a lock
                self.failed.append(ended)
                return


def test_what_kubectl_wrote_is_never_lost_to_us(machine: Machine, config: Path) -> None:
    contexts = Contexts(machine, KUBECTLS[-1], config)
    contexts.start()
    failed = convert_each(machine, config)
    contexts.enough.set()
    contexts.join()
    assert (failed, contexts.failed) == ([], [])
    there = {each["name"] for each in yaml.safe_load(config.read_text())["contexts"]}
    assert set(contexts.done) <= there
    # What kubectl wrote back as it had read it is converted by whoever comes next.
    assert machine.kubeconv("convert", config, "-l", "msi").returncode == 0
    assert modes(config) == {"msi"}
    assert "config.lock" not in left_in(machine.home)
