"""`kubeconv versions` with real kubectl and helm on PATH, and its skew verdict against what real `kubectl version` says.

No program meets a user with a login of its own here: the kubeconfig has a token, so old releases are safe too.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import trustme

from kubeconv.machine.programs import Program as Found
from kubeconv.requirements import Situation, check_requirements

from .api_server import ApiServer, answers
from .conftest import TOKEN
from .kubeconfigs import kubeconfig
from .machine import Machine
from .programs import AZURE_CLI, OLD_RELEASES, RELEASES, Program, cache_folder, fetch, fetch_az, programs_of

ALL = [program for release in (*OLD_RELEASES, *RELEASES) for program in programs_of(release, cache_folder())]
KUBECTLS = [program for program in ALL if program.name == "kubectl"]
#: Those that compare the versions: https://github.com/kubernetes/kubectl/blob/v0.21.0/pkg/cmd/version/skew_warning.go
WARNING = [program for program in KUBECTLS if program.major_and_minor >= (1, 21)]
HELMS = [program for program in ALL if program.name == "helm"]
#: What a cluster can say of itself: 1.20 to 1.40, vendors, candidates, another major version.
CLUSTERS = [
    *(f"v1.{minor}.0" for minor in range(20, 41)),
    "v1.27.3-gke.100", "v1.28.5-eks-5e0fdde", "v1.29.1+k3s1", "v1.30.0-rc.1", "v1.38.0-alpha.2", "v2.31.0", "v0.26.0",
]  # fmt: skip
AZ = '{"azure-cli": "2.91.0", "azure-cli-core": "2.91.0", "azure-cli-telemetry": "1.1.0", "extensions": {}}'
KUBELOGIN = "kubelogin version \ngit hash: v0.2.19/abc\nGo version: go1.26.4\nBuild time: 2026\nPlatform: linux/amd64"
TOKEN_USER = f"token: {TOKEN}\n"


@pytest.fixture(scope="module", autouse=True)
def old_programs() -> None:
    """The old ones are there too."""
    for release in OLD_RELEASES:
        fetch(release, cache_folder())


def test_there_are_enough_releases() -> None:
    assert len({program.major_and_minor for program in KUBECTLS}) >= 5
    assert len({program.major_and_minor for program in HELMS}) >= 5
    assert {(3, 8), (3, 11), (3, 17)} <= {program.major_and_minor for program in HELMS}
    assert any(program.major_and_minor >= (4, 0) for program in HELMS)


# --- the skew


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, Path]]:
    """Version of a cluster to a kubeconfig for a server that reports it. One server plays them all, each on its path."""
    folder = tmp_path_factory.mktemp("skew")
    with ApiServer(trustme.CA(), TOKEN) as server:
        files = {}
        for number, version in enumerate(CLUSTERS):
            server.answer(f"/{number}/version", answers(version)["/version"])
            files[version] = folder / f"{number}.kubeconfig"
            text = kubeconfig(server, anyone=TOKEN_USER).replace(server.url, f"{server.url}/{number}")
            files[version].write_text(text, encoding="utf-8")
        yield files


def asked(program: Program, file: Path) -> "subprocess.CompletedProcess[str]":
    """`kubectl version` as a person runs it."""
    return subprocess.run(
        [program.path, "--kubeconfig", file, "version"],
        env={"HOME": str(file.parent), "PATH": "/nowhere"},
        cwd=file.parent, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("program", WARNING, ids=str)
def test_the_skew_is_what_kubectl_itself_warns_of(program: Program, servers: Mapping[str, Path]) -> None:
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        runs = dict(zip(servers, pool.map(lambda file: asked(program, file), servers.values()), strict=True))
    kubectls: dict[str, str] = {}
    ours: dict[str, str] = {}
    for cluster, run in runs.items():
        assert run.returncode == 0, run.stderr
        assert cluster in run.stdout
        warns = re.search(r"^warning: version difference between client", run.stderr, re.MULTILINE | re.IGNORECASE)
        kubectls[cluster] = "fails" if warns else "ok"
        checks = check_requirements(Situation({"kubectl": [Found("", program.version)]}, cluster))
        ours[cluster] = next(check.verdict for check in checks if check.name == "kubectl-skew")
    assert ours == kubectls
    assert set(kubectls.values()) == {"ok", "fails"}


# --- programs on PATH


def path_of(machine: Machine, *programs: Program) -> str:
    """A folder with these programs, and stand-ins for az and kubelogin that print what the real ones were recorded to."""
    for program in programs:
        (machine.programs / program.name).symlink_to(program.path)
    for name, text in (("az", AZ), ("kubelogin", KUBELOGIN)):
        (machine.programs / name).write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\ncat <<'EOF'\n{text}\nEOF\n")
        (machine.programs / name).chmod(0o755)
    return str(machine.programs)


def versions(machine: Machine, path: str, *arguments: str | Path) -> tuple[int, Any]:
    """The exit code and the JSON of `kubeconv versions`."""
    run = subprocess.run(
        [sys.executable, "-m", "kubeconv", "versions", "--format", "json", *map(str, arguments)],
        env={"HOME": str(machine.home), "PATH": path}, cwd=machine.home,
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return run.returncode, json.loads(run.stdout)


@pytest.mark.parametrize("release", [*OLD_RELEASES, *RELEASES], ids=lambda release: f"{release.kubectl}-{release.helm}")
def test_real_programs_on_path(release: Any, machine: Machine) -> None:
    path = path_of(machine, *programs_of(release, cache_folder()))
    minor = release.kubectl.split(".")[1]
    code, data = versions(machine, path, "--cluster", f"1.{minor}")
    found = {
        name: [(each["version"].partition("+")[0], each["problem"]) for each in programs]
        for name, programs in data["programs"].items()
    }
    assert found == {
        "kubectl": [(release.kubectl, None)], "helm": [(release.helm, None)],
        "az": [("2.91.0", None)], "kubelogin": [("0.2.19", None)],
    }  # fmt: skip
    verdicts = {check["name"]: check["verdict"] for check in data["checks"]}
    assert verdicts["kubectl-skew"] == verdicts["kubectl-minimum"] == verdicts["helm-minimum"] == "ok"
    assert code == int("fails" in verdicts.values())


def test_a_real_az_on_path(machine: Machine) -> None:
    (machine.programs / "az").symlink_to(fetch_az(cache_folder()))
    _, data = versions(machine, str(machine.programs))
    assert [(each["version"], each["problem"]) for each in data["programs"]["az"]] == [(AZURE_CLI, None)]
    assert [check["verdict"] for check in data["checks"] if check["name"] == "az-minimum"] == ["ok"]
    code, data = versions(machine, str(machine.programs), "--az", "2.28.0")
    assert [check["verdict"] for check in data["checks"] if check["name"] == "az-minimum"] == ["fails"]
    assert code == 1


@pytest.mark.parametrize("program", HELMS, ids=str)
def test_helm_says_itself_for_which_kubernetes_it_is_built(program: Program) -> None:
    """From 4.1 on; older ones do not tell."""
    run = subprocess.run(
        [program.path, "version"], env={"HOME": "/nowhere"}, capture_output=True, text=True, check=True
    )
    told = re.search(r'KubeClientVersion:"v1\.(\d+)"', run.stdout)
    assert bool(told) is (program.major_and_minor >= (4, 0))
    if told:
        checks = check_requirements(Situation({"helm": [Found("", program.version)]}, f"1.{told[1]}"))
        assert [check.verdict for check in checks if check.name == "helm-skew"] == ["ok"]
        checks = check_requirements(Situation({"helm": [Found("", program.version)]}, f"1.{int(told[1]) + 1}"))
        assert [check.verdict for check in checks if check.name == "helm-skew"] == ["fails"]


@pytest.mark.parametrize("program", KUBECTLS, ids=str)
def test_connect_asks_the_cluster_itself(program: Program, machine: Machine, servers: Mapping[str, Path]) -> None:
    path = path_of(machine, program)
    code, data = versions(machine, path, "--connect", servers["v1.28.5-eks-5e0fdde"])
    assert data["cluster"] == {"version": "1.28.5-eks-5e0fdde", "source": "kubectl", "integration": None}
    near = abs(program.major_and_minor[1] - 28) <= 1
    assert code == (0 if near else 1)
