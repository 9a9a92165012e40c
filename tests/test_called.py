"""Every command of ours that is printed begins as this run was called: as a plugin of kubectl with `kubectl kubeconv`."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_cli_usage import AZURE, kubeconfig
from test_imports import SOURCES, syntax

from kubeconv.commands.known import COMMANDS
from kubeconv.gate import called

#: A command of ours without kubectl before it.
BARE = re.compile(rf"(?<!kubectl )(?<![\w/.-])kubeconv(?= (?:{'|'.join(COMMANDS)})\b)")
#: Modules whose texts pass `called.ours` where they are shown, and those that make pages for docs/.
PASS_THE_DOOR = {"explain.messages", "gate.called", "report.releases", "report.manuals", "report.messages"}


@pytest.fixture
def plugin(tmp_path: Path) -> Path:
    """kubeconv under the name by which kubectl calls it."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in ("kubectl-kubeconv", "kubectl_complete-kubeconv"):
        (folder / name).write_text(f"#!{sys.executable}\nfrom kubeconv.__main__ import main\nmain()\n")
        (folder / name).chmod(0o755)
    return folder


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "kubeconv doctor"  # a name that looks like a command of ours stays as it is
    path.write_text(kubeconfig(team=AZURE))
    path.chmod(0o644)
    return path


def run(plugin: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": "/nowhere", "HOME": str(plugin.parent), "KUBECONFIG": ""}
    return subprocess.run(
        [str(plugin / "kubectl-kubeconv"), *arguments], env=environment, input=stdin, capture_output=True,
        text=True, check=False,
    )  # fmt: skip


def test_the_door_knows_each_command() -> None:
    assert {*called._COMMANDS} >= {*COMMANDS}


def bare(module: str) -> Iterator[str]:
    tree = syntax(module)
    docstrings = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and node.body and isinstance(node.body[0], ast.Expr)
    }  # fmt: skip
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node not in docstrings
            and BARE.search(node.value)
        ):
            yield f"line {node.lineno}: {node.value}"


@pytest.mark.parametrize("module", SOURCES)
def test_no_module_writes_a_command_of_ours_by_itself(module: str) -> None:
    """`called.words`, `called.program` or `called.ours` begin it."""
    part = module.removeprefix("kubeconv.")
    known = any(part == each or part.startswith(f"{each}.") for each in PASS_THE_DOOR)
    shown_by = {
        "commands.writing",
        "commands.by_typer",
        "explain.here",
        "commands.explain",
    }  # called.ours, in the same line or in by_typer
    if not known and part not in shown_by:
        assert [*bare(module)] == []


CALLS = [
    ["doctor", "FILE"],
    ["doctor", "FILE", "--format", "json"],
    ["fix", "--plan", "FILE"],
    ["convert", "--diff", "FILE"],
    ["convert", "-l", "azurecli", "--format", "json", "FILE", "--dry-run"],
    ["validate", "FILE"],
    ["validate", "FILE", "--format", "json"],
    ["validate", "FILE", "--select", "KC999"],
    ["audit", "FILE"],
    ["detect", "FILE"],
    ["versions", "FILE", "--kubectl", "1.30", "--kubelogin", "none", "--az", "none", "--helm", "none"],
    ["explain", "The azure auth plugin has been removed."],
    ["explain", "--format", "json", "AADSTS53003"],
    ["explain", "KC201"],
    ["explain", "error[KC201]: x"],
    ["explain", "nothing that is known at all"],
    ["undo", "FILE"],
    ["rules", "--format", "json"],
    ["nonsense"],
    ["doctor", "--nonsense"],
    ["convert", "-l", "nonsense"],
    ["convert", "/nowhere/at-all"],
    ["--help"],
    *([name, "--help"] for name in COMMANDS),
]


@pytest.mark.parametrize("arguments", CALLS, ids=" ".join)
def test_as_a_plugin_of_kubectl(arguments: list[str], plugin: Path, file: Path) -> None:
    ended = run(plugin, *(str(file) if each == "FILE" else each for each in arguments))
    said = (ended.stdout + ended.stderr).replace(str(file), "").replace(file.name, "")
    assert not BARE.search(said)
    if ended.stderr:
        assert ended.stderr.startswith("kubectl kubeconv: ") or arguments[0] in (
            "convert",
            "validate",
            "detect",
            "undo",
        )


def test_what_is_wrong_with_a_command_line_is_said_as_it_was_called(plugin: Path) -> None:
    ended = run(plugin, "doctor", "--zzz")
    assert ended.stderr == ("kubectl kubeconv: error: No such option: --zzz; see kubectl kubeconv doctor --help\n")
    assert run(plugin, "doctor", "-h").stdout.startswith("Usage: kubectl kubeconv doctor [OPTIONS]")
    assert "Example: kubectl kubeconv convert -l azurecli ~/.kube/config" in run(plugin, "--help").stdout


def test_the_name_of_a_file_is_no_command(plugin: Path, file: Path) -> None:
    ended = run(plugin, "doctor", str(file))
    assert f"kubectl kubeconv doctor --fix '{file}'" in ended.stdout
    assert f"{file.parent}/kubectl" not in ended.stdout


def test_what_kubectl_takes_before_a_command(plugin: Path, file: Path) -> None:
    for before in (["--kubeconfig", str(file), "--context", "at-team"], [f"--kubeconfig={file}", "--context=at-team"]):
        ended = run(plugin, *before, "detect", "-o", "name")
        assert ended.stdout == run(plugin, "detect", "-o", "name", *before).stdout
    assert run(plugin, "--context", "nonsense", "--kubeconfig", str(file), "detect").returncode == 2


def test_kubectl_asks_what_a_word_may_become(plugin: Path) -> None:
    asked = subprocess.run(
        [str(plugin / "kubectl_complete-kubeconv"), "det"], capture_output=True, text=True, check=True
    )
    assert asked.stdout == f"detect\t{COMMANDS['detect']}\n:4\n"


def test_python_m_is_kubeconv() -> None:
    ended = subprocess.run([sys.executable, "-m", "kubeconv", "nonsense"], capture_output=True, text=True, check=False)
    assert ended.stderr.startswith("kubeconv: error: ")
