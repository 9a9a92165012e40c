"""JSON is JSON for every exit code, in every command, whatever is wrong."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml
from test_cli_usage import AZURE, kubeconfig

import kubeconv.schemas
from kubeconv.commands.declared import parameters
from kubeconv.commands.known import COMMANDS, function_of

WITH_JSON = [
    name
    for name in COMMANDS
    if any("json" in getattr(each.declared, "completes", ()) for each in parameters(function_of(name)))
]
PROBLEM = json.loads(kubeconv.schemas.text("problem-output"))
#: What asks for JSON, before something that is wrong.
ASKED = (["--format", "json"], ["--format=json"])
#: What is wrong with each command line.
WRONG = (["--zzz"], ["--format"], ["--color", "purple"], ["--kubeconfig"], ["x", "--", "--zzz", "y"])


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "HOME": str(home), "KUBECONFIG": "", "PATH": "/nowhere"}
    return subprocess.run(
        [sys.executable, "-m", "kubeconv", *arguments], env=environment, stdin=subprocess.DEVNULL, capture_output=True,
        text=True, check=False, cwd=home,
    )  # fmt: skip


@pytest.mark.parametrize("command", WITH_JSON)
@pytest.mark.parametrize("wrong", WRONG, ids=" ".join)
@pytest.mark.parametrize("asked", ASKED, ids=" ".join)
def test_wrong_usage_is_json(command: str, wrong: list[str], asked: list[str], tmp_path: Path) -> None:
    ended = run(tmp_path, command, *asked, *wrong)
    document = json.loads(ended.stdout)
    if ended.returncode == 2 and set(document) == {"problem"}:
        jsonschema.validate(document, PROBLEM)
        assert document["problem"] in ended.stderr
    assert document


@pytest.mark.parametrize("command", WITH_JSON)
def test_no_kubeconfig_is_json(command: str, tmp_path: Path) -> None:
    ended = run(tmp_path, command, "--format", "json")
    assert json.loads(ended.stdout)


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense", "--format", "json"],
        ["--format", "json"],
        ["schema", "--format", "json"],
        ["detect", "-o", "json", "--zzz"],
        ["detect", "-ojson", "--zzz"],
        ["doctor", "--output=json", "--zzz"],
        ["convert-kubeconfig", "--format", "json", "-l", "nonsense"],
        ["--color", "never", "detect", "--format", "json", "--zzz"],
        ["detect", "--format", "json", "--context", "nobody"],
        ["validate", "--format", "text", "--format", "json", "--select", "KC999"],
    ],
    ids=" ".join,
)
def test_what_comes_to_nothing_is_json(arguments: list[str], tmp_path: Path) -> None:
    (tmp_path / ".kube").mkdir()
    (tmp_path / ".kube/config").write_text(kubeconfig(team=AZURE))
    ended = run(tmp_path, *arguments)
    jsonschema.validate(json.loads(ended.stdout), PROBLEM)
    assert ended.returncode == 2


def test_as_yaml(tmp_path: Path) -> None:
    assert {*yaml.safe_load(run(tmp_path, "rules", "-o", "yaml", "--zzz").stdout)} == {"problem"}


@pytest.mark.parametrize(
    "arguments",
    [["detect", "--zzz"], ["convert", "-o", "json", "--zzz"], ["detect", "--format", "json", "--format", "table", "--zzz"],
     ["validate", "--format", "sarif", "--zzz"], ["detect", "--zzz", "--", "--format", "json"]],
    ids=" ".join,
)  # fmt: skip
def test_nobody_asked_for_json(arguments: list[str], tmp_path: Path) -> None:
    assert run(tmp_path, *arguments).stdout == ""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals like these")
def test_a_signal_is_json(tmp_path: Path) -> None:
    started = subprocess.Popen(
        [sys.executable, "-m", "kubeconv", "validate", "-", "--format", "json"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path, text=True,
    )  # fmt: skip
    assert started.stdin is not None
    with pytest.raises(subprocess.TimeoutExpired):
        started.wait(2)  # it waits for its input
    started.send_signal(signal.SIGTERM)
    said, _ = started.communicate()
    assert (json.loads(said), started.returncode) == ({"problem": "stopped by SIGTERM"}, 143)
