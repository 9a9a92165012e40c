"""What a repository is expected to have beside its code: it is well-formed, and says nothing that is not so."""

import ast
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import SLOW
from test_packaging import PYTHONS

import kubeconv

ROOT = Path(__file__).parents[1]
PAGES = ["README.md", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md"]
WORKFLOW = ROOT / ".github/workflows/ci.yml"
FORMS = sorted(path.name for path in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"))


def data(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def run(program: str, *arguments: str | Path) -> str:
    """What a program of our environment says that ends well."""
    ended = subprocess.run(
        [Path(sys.executable).parent / program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


# --- tests


def asserting(functions: Sequence[ast.FunctionDef]) -> set[str]:
    """The functions that say what must hold, themselves or by another one of the module."""
    found = {"pytest.raises", "pytest.fail"}
    while True:
        more = {
            function.name
            for function in functions
            for node in ast.walk(function)
            if isinstance(node, ast.Assert) or (isinstance(node, ast.Call) and ast.unparse(node.func) in found)
        }
        if more <= found:
            return found
        found |= more


@pytest.mark.parametrize("path", sorted((ROOT / "tests").rglob("test_*.py")), ids=lambda path: path.name)
def test_every_test_can_fail(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert {each.name for each in functions if each.name.startswith("test_")} <= asserting(functions)


# --- continuous integration


def test_zizmor_has_nothing_against_the_workflow() -> None:
    assert "No findings" in run("zizmor", "--offline", "--persona=auditor", "--no-progress", ".github")


def test_the_workflow_is_one() -> None:
    assert "ok" in run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", WORKFLOW)


def test_the_matrix_has_three_systems_and_every_python() -> None:
    workflow = data(".github/workflows/ci.yml")
    matrix = workflow["jobs"]["tests"]["strategy"]["matrix"]
    assert [system.split("-")[0] for system in matrix["system"]] == ["ubuntu", "macos", "windows"]
    assert matrix["python"] == PYTHONS
    assert workflow["permissions"] == {}


def test_every_action_is_pinned_by_commit_and_leaves_no_credentials() -> None:
    steps = [
        step for job in data(".github/workflows/ci.yml")["jobs"].values() for step in job["steps"] if "uses" in step
    ]
    assert len(steps) >= 2
    for step in steps:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", step["uses"])
        assert "checkout" not in step["uses"] or step["with"]["persist-credentials"] is False
    for line in WORKFLOW.read_text(encoding="utf-8").splitlines():
        assert "uses:" not in line or re.search(r"@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line)


# --- issues


@pytest.mark.parametrize("name", [name for name in FORMS if name != "config.yml"])
def test_an_issue_form_is_one(name: str) -> None:
    path = ROOT / ".github/ISSUE_TEMPLATE" / name
    assert "ok" in run("check-jsonschema", "--builtin-schema", "vendor.github-issue-forms", path)


def test_there_are_forms_and_their_settings() -> None:
    assert len(FORMS) >= 3
    path = ROOT / ".github/ISSUE_TEMPLATE/config.yml"
    assert "ok" in run("check-jsonschema", "--builtin-schema", "vendor.github-issue-config", path)


# --- pre-commit


def test_our_own_hooks_run_here_as_they_run_elsewhere() -> None:
    ours = {hook["id"]: hook for repository in data(".pre-commit-config.yaml")["repos"] for hook in repository["hooks"]}
    for hook in data(".pre-commit-hooks.yaml"):
        here = ours[hook["id"]]
        assert here["entry"] == f".venv/bin/{hook['entry']}"
        assert [here[key] for key in ("name", "files", "require_serial")] == [
            hook[key] for key in ("name", "files", "require_serial")
        ]


def test_nothing_is_downloaded_for_our_hooks() -> None:
    for repository in data(".pre-commit-config.yaml")["repos"]:
        assert repository["repo"] == "local"
        assert {hook["language"] for hook in repository["hooks"]} == {"system"}


# --- what the pages say


@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_no_repository_or_tag_of_ours(page: str) -> None:
    """There is none yet: whoever copies its address gets an error, or what somebody else puts there."""
    text = (ROOT / page).read_text(encoding="utf-8")
    assert not [address for address in re.findall(r"\w+://\S+|\S+@\S+\.\S+", text) if "kubeconv" in address]
    assert f"v{kubeconv.__version__}" not in text


@pytest.mark.parametrize("page", PAGES)
def test_a_link_to_a_file_leads_to_one(page: str) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / page).read_text(encoding="utf-8")):
        assert (ROOT / target).is_file(), f"{page} links to {target}"


def test_the_changelog_is_kept() -> None:
    """Keep a Changelog: https://keepachangelog.com/en/1.1.0/."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.*)", text, re.MULTILINE)
    assert headings[0] == "[Unreleased]"
    assert all(re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d", heading) for heading in headings[1:])
    assert headings[1].startswith(f"[{kubeconv.__version__}] - ")
    kinds = {*re.findall(r"^### (.*)", text, re.MULTILINE)}
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_each_slow_test_is_one() -> None:
    """A test that has another name now would run with the quick ones."""
    texts = [path.read_text() for path in Path(__file__).parent.rglob("test_*.py")]
    defined = {name for text in texts for name in re.findall(r"^def (test_\w+)", text, re.MULTILINE)}
    assert SLOW - defined == set()
