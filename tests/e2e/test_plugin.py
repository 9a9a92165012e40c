"""kubeconv as a plugin of real kubectl: `kubectl kubeconv`, its options before the command, and its completion by kubectl."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import KUBECTLS
from .machine import Machine
from .programs import Program

KUBECONFIG = """\
apiVersion: v1
kind: Config
current-context: at-team
clusters: [{name: c, cluster: {server: 'https://127.0.0.1:1'}}]
contexts: [{name: at-team, context: {cluster: c, user: team}}]
users: [{name: team, user: {exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: aws, args: [eks, get-token]}}}]
"""
NEWEST = max(KUBECTLS, key=lambda each: each.major_and_minor)


@pytest.fixture
def kubectl_with_plugin(machine: Machine, kubectl: Program) -> list[str]:
    """kubectl on a machine whose PATH has the two programs that pyproject.toml declares for it."""
    for name in ("kubectl-kubeconv", "kubectl_complete-kubeconv"):
        program = machine.programs / name
        program.write_text(f"#!{sys.executable}\nfrom kubeconv.__main__ import main\nmain()\n")
        program.chmod(0o755)
    return [str(kubectl.path)]


def run(machine: Machine, command: list[str], file: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        "HOME": str(machine.home),
        "PATH": f"{machine.programs}{os.pathsep}/usr/bin:/bin",
        "KUBECONFIG": str(file),
    }
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def file(machine: Machine) -> Path:
    path = machine.home / "config"
    path.write_text(KUBECONFIG)
    path.chmod(0o644)
    return path


def test_kubectl_calls_it(kubectl_with_plugin: list[str], machine: Machine, file: Path) -> None:
    listed = run(machine, [*kubectl_with_plugin, "plugin", "list"], file)
    assert "kubectl-kubeconv" in listed.stdout
    assert "overshadowed" not in listed.stdout + listed.stderr
    helped = run(machine, [*kubectl_with_plugin, "kubeconv", "--help"], file)
    assert helped.stdout.startswith("Usage: kubectl kubeconv [OPTIONS] COMMAND [ARGS]...")
    wrong = run(machine, [*kubectl_with_plugin, "kubeconv", "doctor", "--zzz"], file)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr == "kubectl kubeconv: error: No such option: --zzz; see kubectl kubeconv doctor --help\n"
    looked = run(machine, [*kubectl_with_plugin, "kubeconv", "doctor"], file)
    assert "kubectl kubeconv doctor --fix" in looked.stdout
    assert looked.returncode == 1


def test_options_of_kubectl_before_the_command(kubectl_with_plugin: list[str], machine: Machine, file: Path) -> None:
    """kubectl hands on what follows the name of the plugin, also its own options."""
    context = run(machine, [*kubectl_with_plugin, "config", "current-context"], file).stdout.strip()
    for options in (
        ["--kubeconfig", str(file), "--context", context],
        [f"--kubeconfig={file}", f"--context={context}"],
    ):
        ended = run(machine, [*kubectl_with_plugin, "kubeconv", *options, "detect", "-o", "name"], Path("/nowhere"))
        assert (ended.returncode, ended.stderr) == (0, "")
        assert ended.stdout.strip()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["det"], "detect\tShow the login of every user, and where it works."),
        (["detect", "--context", ""], None),
        (["convert", "-l", "azurec"], "azurecli"),
        (["convert", "--login=azurec"], "azurecli"),
    ],
)
def test_kubectl_completes_it(
    words: list[str], found: str | None, kubectl_with_plugin: list[str], machine: Machine, file: Path
) -> None:
    context = run(machine, [*kubectl_with_plugin, "config", "current-context"], file).stdout.strip()
    ended = run(machine, [*kubectl_with_plugin, "__complete", "kubeconv", *words], file)
    assert ended.returncode == 0
    first, *_, last = ended.stdout.splitlines()
    assert first == found if found else first.startswith(f"{context}\tcurrent, ")
    assert last == ":4"


def test_the_newest_kubectl_is_among_them() -> None:
    assert NEWEST.major_and_minor >= (1, 37)
