"""What `make fuzz` looks at, on its corpus: every file that is kept passes, and what may not be is noticed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import guided
import pytest

FILES = sorted((guided.CORPUS / "corpus").iterdir())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_kept_file_passes(tmp_path: Path, path: Path) -> None:
    assert guided.look(path.read_bytes(), tmp_path) > 2


@pytest.mark.parametrize("arguments", guided.RUNS, ids=" ".join)
def test_each_run_takes_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]) -> None:
    monkeypatch.setattr(guided, "RUNS", (arguments,))
    told = "".join(guided.ran(FILES[0].read_bytes(), tmp_path))
    assert "--help" not in told
    assert guided.CANARY not in told


def ends_with(code: int) -> Callable[[Any], int]:
    return lambda _: code


def shows(_: Any) -> int:
    print(f"token {guided.CANARY}")
    return 0


@pytest.mark.parametrize(
    ("run", "wrong"), [(ends_with(3), "exit code 3"), (ends_with(-11), "exit code"), (shows, "is shown")]
)
def test_what_may_not_be_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Callable[[Any], int], wrong: str
) -> None:
    monkeypatch.setattr("kubeconv.commands.run", run)
    with pytest.raises(guided.Wrong, match=wrong):
        guided.look(b"users: []\n", tmp_path)


def test_the_corpus_is_small_and_holds_the_canary() -> None:
    assert sum(path.stat().st_size for path in FILES) < 16_000
    assert sum(guided.CANARY.encode() in path.read_bytes() for path in FILES) > 5
