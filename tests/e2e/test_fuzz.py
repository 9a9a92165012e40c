"""Our view holds what kubectl sees: a few hundred files that nobody would write. `make e2e-fuzz` looks at more."""

from pathlib import Path

from .differential import compare, kubectl_path, write_files


def test_our_view_holds_what_kubectl_sees(tmp_path: Path) -> None:
    tally = compare(kubectl_path(), write_files(tmp_path, 1, range(500)))
    assert tally.disagreements == []
    assert tally.files == 500
    assert tally.read > 100
    assert tally.not_judged < 5
