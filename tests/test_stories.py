"""The stories of engineers, with stand-ins for the programs: each prints and writes what its golden file says."""

from pathlib import Path

import pytest
from story import STORIES, Scene, prepared, read, told
from test_cli_usage import Machine


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_the_story_is_what_its_golden_file_says(path: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    story = read(path)
    found = told(story, prepared(story, Scene(Machine(tmp_path))))
    golden = path.with_suffix(".out")
    if request.config.getoption("--update-golden"):
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


def test_there_are_enough_stories_and_each_is_short() -> None:
    stories = [read(path) for path in STORIES]
    assert len(stories) >= 14
    assert all(1 <= len(each.commands) <= 3 and each.wish for each in stories)
