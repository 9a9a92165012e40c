"""The pictures in README are what the commands print on a terminal today, and load nothing from elsewhere."""

import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

import pictures


@pytest.mark.parametrize("name", pictures.PICTURES)
def test_a_picture_is_what_its_command_prints(name: str) -> None:
    shown = (pictures.FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    assert pictures.picture(name) == shown, "make docs makes it anew; look at it"


@pytest.mark.parametrize("name", pictures.PICTURES)
def test_a_picture_loads_nothing_from_elsewhere(name: str) -> None:
    shown = (pictures.FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    assert re.findall(r"(?:url|href|src)\s*[=(]\s*[\"']?(?!#)[^\"')]+", shown.replace("url(#", "(#")) == []


def test_readme_has_each_picture() -> None:
    readme = (pictures.FOLDER.parents[1] / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"docs/pictures/(\w+)\.svg", readme)) == set(pictures.PICTURES)
