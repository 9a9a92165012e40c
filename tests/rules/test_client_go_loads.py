"""Does client-go read the file? What kubectl did with each file of fixtures/client-go, and what kubeconv says."""

import json
from typing import Any

import pytest
from packed import unpacked

from kubeconv.releases.version import parse_version
from kubeconv.tree.source import Source
from kubeconv.validation.run import validate_source

FIXTURES = unpacked("client-go")
#: From 1,000 levels on we do not judge.
TOO_DEEP = {f"size-nest-{case}" for case in ("flow-9000", "flow-10001", "flow-20000", "json-11000", "dashes-3000")}

CASES: list[dict[str, Any]] = [
    json.loads(line) for line in (FIXTURES / "verdicts.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_loads_is_what_kubectl_says(case: dict[str, Any]) -> None:
    source = Source((FIXTURES / str(case["file"])).read_bytes())
    versions = {version: parse_version(version) for version in case["load"]}
    report = validate_source(source, list(versions.values()))
    loads = {verdict.kubectl: verdict.loads for verdict in report.verdicts}
    expected = dict.fromkeys(case["load"]) if case["id"] in TOO_DEEP else case["load"]
    assert {version: loads[parsed] for version, parsed in versions.items()} == expected


def test_the_corpus_is_whole() -> None:
    assert len(CASES) > 1000
    assert sorted(str(case["file"]) for case in CASES) == sorted(
        path.relative_to(FIXTURES).as_posix() for path in (FIXTURES / "cases").iterdir()
    )
