"""What pyproject.toml promises, and the two files that hold the versions of `make test` and `make test-lowest`."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import Version

import kubeconv

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
RUN_TIME = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
TOOLS = [Requirement(line) for line in PROJECT["project"]["optional-dependencies"]["test"]]
BUILD = [Requirement(line) for line in PROJECT["build-system"]["requires"]]

PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
PLATFORMS = {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}
LOCKS = ["constraints.txt", "constraints-lowest.txt"]

#: Which libyaml is in the wheels of a PyYAML: two of them read some files differently.
LIBYAML = {"6.0.2": (0, 2, 5), "6.0.3": (0, 2, 5), "6.0.4": (0, 2, 6)}


def named(name: str) -> str:
    """PEP 503: the one spelling of a name."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(file: str) -> Iterator[Requirement]:
    yield from (Requirement(line) for line in (ROOT / file).read_text().splitlines())


def version_of(name: str, file: str, python: str, platform: str = "linux") -> str:
    """The one version that a lock has there."""
    there = {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": platform,
        "platform_system": PLATFORMS[platform],
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
    }
    found = [
        each
        for each in locked(file)
        if named(each.name) == named(name) and (not each.marker or each.marker.evaluate(there))
    ]
    assert len(found) == 1, f"{file} has {len(found)} versions of {name} for Python {python}: make lock"
    return str(found[0].specifier).removeprefix("==")


@pytest.mark.parametrize("file", LOCKS)
def test_a_lock_is_plain_for_pip(file: str) -> None:
    for line in (ROOT / file).read_text().splitlines():
        assert re.fullmatch(r"[a-z0-9-]+==[\w.+!]+( ; [^;@/]+)?", line)


@pytest.mark.parametrize("file", LOCKS)
@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("python", PYTHONS)
def test_a_lock_has_what_pyproject_asks_for(file: str, python: str, platform: str) -> None:
    for requirement in RUN_TIME + TOOLS + BUILD:
        if requirement.marker and not requirement.marker.evaluate({"python_version": python}):
            continue
        version = version_of(requirement.name, file, python, platform)
        assert version in requirement.specifier, f"{requirement} is not met by {version}: make lock"


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("name", {each.name: None for each in RUN_TIME})
def test_the_lowest_versions_are_the_floors(name: str, python: str) -> None:
    floors = [
        Version(str(each.specifier).removeprefix(">="))
        for each in RUN_TIME
        if each.name == name and (not each.marker or each.marker.evaluate({"python_version": python}))
    ]
    assert Version(version_of(name, "constraints-lowest.txt", python)) == max(floors), "make lock"


@pytest.mark.parametrize("requirement", RUN_TIME, ids=str)
def test_a_run_time_dependency_has_a_floor_and_no_ceiling(requirement: Requirement) -> None:
    assert [each.operator for each in requirement.specifier] == [">="]


def test_each_supported_python_is_named() -> None:
    named_ones = [line.rpartition(" ")[2] for line in PROJECT["project"]["classifiers"] if ":: 3." in line]
    assert named_ones == PYTHONS
    supported = SpecifierSet(PROJECT["project"]["requires-python"])
    assert [python in supported for python in ["3.10", *PYTHONS]] == [False, *[True] * len(PYTHONS)]


def test_both_c_parsers_are_tested() -> None:
    versions = {version_of("pyyaml", file, PYTHONS[0]) for file in LOCKS}
    assert versions <= LIBYAML.keys(), "look at what this release reads differently, then give it a row"
    assert {LIBYAML[version] for version in versions} == {*LIBYAML.values()}


def test_the_c_parser_is_the_one_that_is_meant() -> None:
    if not yaml.__with_libyaml__ or yaml.__version__ not in LIBYAML:
        pytest.skip(f"PyYAML {yaml.__version__} is none of the two, or was built without libyaml")
    assert yaml._yaml.get_version() == LIBYAML[yaml.__version__]


def test_the_changelog_has_its_form() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    heads = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert heads[0] == "[Unreleased]"
    assert all(re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d", head) for head in heads[1:])
    assert heads[1].startswith(f"[{kubeconv.__version__}]")
    kinds = set(re.findall(r"^### (.+)$", text, re.MULTILINE))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_the_version_is_in_one_place() -> None:
    assert PROJECT["project"]["dynamic"] == ["version"]
    assert PROJECT["tool"]["hatch"]["version"]["path"] == "kubeconv/__init__.py"
