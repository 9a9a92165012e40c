"""Does client-go read the file? What kubectl did with each file of fixtures/client-go, and what kubeconv says."""

import json
from pathlib import Path

import pytest

from kubeconv.releases.version import parse_version
from kubeconv.tree.source import Source
from kubeconv.validation.run import validate_source

FIXTURES = Path(__file__).parents[2] / "fixtures/client-go"
CASES = [json.loads(line) for line in (FIXTURES / "verdicts.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_loads_is_what_kubectl_says(case: dict[str, dict[str, bool]]) -> None:
    source = Source((FIXTURES / str(case["file"])).read_bytes())
    versions = {version: parse_version(version) for version in case["load"]}
    report = validate_source(source, list(versions.values()))
    loads = {verdict.kubectl: verdict.loads for verdict in report.verdicts}
    assert {version: loads[parsed] for version, parsed in versions.items()} == case["load"]


def test_the_corpus_is_whole() -> None:
    assert len(CASES) > 1000
    assert sorted(str(case["file"]) for case in CASES) == sorted(
        path.relative_to(FIXTURES).as_posix() for path in (FIXTURES / "cases").iterdir()
    )
