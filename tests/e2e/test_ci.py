"""`action.yml` and the snippets of docs/ci.md, run as far as one machine can: each finds the broken kubeconfig and no other."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest
import yaml

ROOT = Path(__file__).parents[2]
BROKEN = ROOT / "fixtures" / "pages" / "one" / ".kube" / "config"
PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
PROGRAMS = Path(sys.executable).parent


def snippet(heading: str) -> str:
    """The first block of code below a heading of the page."""
    found = re.search(rf"^## {re.escape(heading)}.*?^```\w+\n(.*?)^```", PAGE, re.M | re.S)
    assert found
    return found[1]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a broken kubeconfig, a manifest and a page."""
    folder = tmp_path / "a repository"
    folder.mkdir()
    (folder / "prod.kubeconfig").write_bytes(BROKEN.read_bytes())
    (folder / "deployment.yaml").write_text("apiVersion: apps/v1\nkind: Deployment\n")
    (folder / "README.md").write_text("# kubeconfigs\n")
    subprocess.run(["git", "init", "--quiet", folder], check=True)
    subprocess.run(["git", "-C", folder, "add", "."], check=True)
    return folder


@pytest.fixture(scope="module")
def kubeconv() -> str:
    """What pip and uv install it from: this repository as it is committed."""
    commit = subprocess.run(["git", "-C", ROOT, "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout
    return f"git+file://{ROOT}@{commit.strip()}"


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` of a virtual environment, as a fresh machine of a CI system has it."""
    folder = tmp_path_factory.mktemp("python")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    return folder / "bin"


def run(script: str, folder: Path, path: Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Run a script as a CI system does: by a shell that stops at the first failure."""
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script], cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "PATH": f"{path}{os.pathsep}{os.environ['PATH']}", **variables},
    )  # fmt: skip


def judged(schema: str, text: str, folder: Path) -> None:
    """check-jsonschema has nothing against it."""
    path = folder / "snippet.yaml"
    path.write_text(text, encoding="utf-8")
    subprocess.run([PROGRAMS / "check-jsonschema", "--builtin-schema", f"vendor.{schema}", path], check=True)


def test_the_snippet_for_gitlab(repository: Path, environment: Path, kubeconv: str, tmp_path: Path) -> None:
    judged("gitlab-ci", snippet("GitLab"), tmp_path)
    job = yaml.safe_load(snippet("GitLab"))["kubeconv"]
    ended = run("\n".join(job["script"]), repository, environment, KUBECONV=kubeconv)
    report = json.loads((repository / job["artifacts"]["reports"]["codequality"]).read_text())
    assert (ended.returncode, [(each["check_name"], each["location"]["path"]) for each in report]) == (
        1, [("KC201", "prod.kubeconfig")],
    ), ended.stderr  # fmt: skip


def test_the_snippet_for_azure_pipelines(repository: Path, environment: Path, kubeconv: str, tmp_path: Path) -> None:
    judged("azure-pipelines", snippet("Azure Pipelines"), tmp_path)
    step = yaml.safe_load(snippet("Azure Pipelines"))["steps"][1]
    ended = run(step["script"], repository, environment, KUBECONV=kubeconv)
    issues = re.findall(r"^##vso\[task\.logissue type=error;sourcepath=([^;]+);.*code=(\w+)", ended.stdout, re.M)
    assert (ended.returncode, issues) == (1, [(str(repository / "prod.kubeconfig"), "KC201")]), (
        ended.stdout + ended.stderr
    )


def test_the_snippet_for_jenkins(repository: Path, environment: Path, kubeconv: str) -> None:
    found = re.search(r"sh '''(.*?)'''", snippet("Jenkins"), re.S)
    assert found
    ended = run(found[1], repository, environment, KUBECONV=kubeconv)
    report = Xml.parse(repository / "kubeconv.xml").getroot()
    assert (ended.returncode, len(report.findall(".//failure"))) == (1, 1), ended.stderr


def test_the_snippet_for_uv(repository: Path, kubeconv: str) -> None:
    ended = run(snippet("Any other, with uv"), repository, PROGRAMS, KUBECONV=kubeconv)
    assert (ended.returncode, "prod.kubeconfig:23:13: error[KC201]" in ended.stdout) == (1, True), ended.stderr


def steps() -> list[dict[str, Any]]:
    """The steps of the action that run a script."""
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    return [step for step in action["runs"]["steps"] if "run" in step]


def run_action(repository: Path, runner: Path, **inputs: str) -> "subprocess.CompletedProcess[str]":
    """Run the action on this machine with these inputs."""
    runner.mkdir()
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    given = {name: inputs.get(name, each["default"]) for name, each in action["inputs"].items()}
    ended = None
    for step in steps():
        values = {
            name: re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda found: given[found[1]], value)
            for name, value in step.get("env", {}).items()
        }
        ended = run(step["run"], repository, PROGRAMS, RUNNER_TEMP=str(runner), GITHUB_ACTION_PATH=str(ROOT), **values)
    assert ended
    return ended


def test_the_action_marks_what_is_wrong(repository: Path, tmp_path: Path) -> None:
    ended = run_action(repository, tmp_path / "runner", sarif="true")
    assert ended.returncode == 1, ended.stderr
    assert re.findall(r"^::error file=([^,]+),line=23\b.*KC201", ended.stdout, re.M) == ["prod.kubeconfig"]
    results = json.loads((tmp_path / "runner" / "kubeconv.sarif").read_text())["runs"][0]["results"]
    assert [each["ruleId"] for each in results] == ["KC201"]


def test_the_action_takes_paths_and_arguments_a_line_each(repository: Path, tmp_path: Path) -> None:
    ended = run_action(
        repository,
        tmp_path / "runner",
        paths="README.md\nprod.kubeconfig\n",
        arguments="--ignore\nKC201\n--kubectl=1.30\n",
    )
    assert (ended.returncode, "::error" in ended.stdout) == (0, False), ended.stdout + ended.stderr
    assert not (tmp_path / "runner" / "kubeconv.sarif").exists()


def test_the_action_is_one() -> None:
    subprocess.run(
        [PROGRAMS / "check-jsonschema", "--builtin-schema", "vendor.github-actions", ROOT / "action.yml"], check=True
    )
    judge: list[str | Path] = [
        PROGRAMS / "zizmor",
        "--offline",
        "--persona=auditor",
        "--no-progress",
        ROOT / "action.yml",
    ]
    ended = subprocess.run(judge, capture_output=True, text=True, check=False)
    assert "No findings" in ended.stdout + ended.stderr, ended.stdout + ended.stderr


def test_the_snippet_for_github(tmp_path: Path) -> None:
    judged("github-workflows", snippet("GitHub Actions"), tmp_path)
    workflow = yaml.safe_load(snippet("GitHub Actions"))
    inputs = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]
    assert set(workflow["jobs"]["kubeconv"]["steps"][1]["with"]) <= set(inputs)
