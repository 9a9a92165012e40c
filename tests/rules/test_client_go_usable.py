"""`usable` against what real kubectl made of the corpus in fixtures/client-go (1.26.4, 1.31.9, 1.37.1)."""

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from packed import unpacked

from kubeconv.kubeconfig.view import parse_tolerantly
from kubeconv.machine.this import ThisMachine
from kubeconv.releases.version import parse_version
from kubeconv.tree.source import Source
from kubeconv.validation.run import Asked, Report, validate_parsed

from .test_client_go_loads import TOO_DEEP

CORPUS: Final = unpacked("client-go")
VERSIONS: Final = ("1.26.4", "1.31.9", "1.37.1")
AGREEMENT: Final = 0.99

#: Stage of kubectl's refusal to what `usable` should be. Stages that are not here depend on what happens at run time
#: (exec run; server certificate not trusted; network): nothing is expected of them. The LOAD stages mean false.
USABLE: Final[Mapping[str, tuple[bool | None, ...]]] = {
    "ok": (True,),
    "USE: exec configuration": (False,),
    "USE: certificates and keys": (False,),
    "USE: server URL": (False,),
    "USE: files": (False,),
    "USE: auth-provider": (False,),
    "USE: credentials in conflict or incomplete": (False,),
    "USE: proxy-url": (False,),
    "USE: context not found": (False,),
    "USE: HTTP header": (False,),
    "USE: no credentials over https, kubectl asks for a username": (False,),
    "USE: no usable context, falls back to localhost:8080": (None, False),
}

#: Case to why kubeconv says something else.
EXPLAINED: Final[Mapping[str, str]] = {
    "srv-trailing-dot-host": "the resolver of the machine on which it was recorded did not know the name: network",
    "srv-word": "the resolver of the machine on which it was recorded did not know the name: network",
    "prov-oidc-expired-refresh": "there is a refresh token: whether the issuer gives another token for it is network",
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    """Case to report, each case judged in a folder that has the files and programs it refers to."""
    folder = tmp_path_factory.mktemp("client-go")
    for name in ("pki", "files", "bin"):
        shutil.copytree(CORPUS / name, folder / name, symlinks=True)
    machine = ThisMachine({"PATH": f"{folder / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"})
    asked = Asked([parse_version(version) for version in VERSIONS], all_contexts=True, machine=machine)
    found = {}
    for case in cases():
        file = folder / Path(case["file"]).name
        shutil.copy(CORPUS / case["file"], file)
        source = Source(file.read_bytes(), str(file))
        found[case["id"]] = validate_parsed(parse_tolerantly(source), asked, str(file), str(folder))
        file.unlink()
    return found


@pytest.fixture(scope="module")
def verdicts(reports: dict[str, Report]) -> dict[str, dict[str, bool | None]]:
    """Case to version to `usable`."""
    return {
        id: {version: verdict.usable for version, verdict in zip(VERSIONS, report.verdicts, strict=True)}
        for id, report in reports.items()
    }


def cases() -> list[dict[str, Any]]:
    with (CORPUS / "verdicts.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def expected(case: dict[str, Any], version: str) -> tuple[bool | None, ...] | None:
    stage: str = case["use"].get(version, "")
    if case["id"] in TOO_DEEP:
        return (None,)
    return (False,) if stage.startswith("LOAD") else USABLE.get(stage)


@pytest.mark.parametrize("version", VERSIONS)
def test_agrees_with_kubectl(version: str, verdicts: dict[str, dict[str, bool | None]]) -> None:
    judged = [(case, wanted) for case in cases() if (wanted := expected(case, version)) is not None]
    assert len(judged) > 800
    different = {
        case["id"]: f"{verdicts[case['id']][version]}, kubectl: {case['use'][version]} {case['message'][:200]}"
        for case, wanted in judged
        if verdicts[case["id"]][version] not in wanted
    }
    agreement = 1 - len(different) / len(judged)
    assert agreement >= AGREEMENT, (agreement, different)
    assert {id: why for id, why in different.items() if id not in EXPLAINED} == {}


@pytest.mark.parametrize("version", VERSIONS)
def test_every_stage_is_mapped_or_left_to_run_time(version: str) -> None:
    runtime = {"USE: exec run", "USE: server certificate not trusted", "USE: network"}
    stages = {case["use"][version] for case in cases() if version in case["use"]}
    assert {stage for stage in stages if not stage.startswith("LOAD")} <= USABLE.keys() | runtime


def test_no_explanation_outlives_its_difference(verdicts: dict[str, dict[str, bool | None]]) -> None:
    by_id = {case["id"]: case for case in cases()}
    for id in EXPLAINED:
        assert any(verdicts[id][version] not in (expected(by_id[id], version) or ()) for version in VERSIONS), id


def test_all_contexts_are_judged_and_the_current_one_alike(reports: dict[str, Report]) -> None:
    judged = 0
    for id, report in reports.items():
        by_context = {(verdict.context, verdict.kubectl): verdict.usable for verdict in report.contexts}
        for verdict in report.verdicts:
            if (verdict.context, verdict.kubectl) in by_context:
                assert by_context[verdict.context, verdict.kubectl] is verdict.usable, id
                judged += 1
    assert judged > 2000
