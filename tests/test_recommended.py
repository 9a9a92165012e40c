"""The one set of versions that `versions` recommends: it satisfies all requirements, or two of them contradict each other."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_cli_usage import AZURE, KUBELOGIN, TOKEN, Machine, kubeconfig
from test_cli_versions import GIVEN, OLD, document
from test_requirements import MANAGED, OWN_APP, RIGHT, SOMETIMES, WRONG, plugin, provider, situation

from kubeconv.machine.programs import Program
from kubeconv.requirements import Situation, check_requirements
from kubeconv.requirements.aks import AksCluster
from kubeconv.requirements.recommended import recommended

V1 = KUBELOGIN.replace("k8s.io/v1beta1", "k8s.io/v1\n      interactiveMode: IfAvailable")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_versions_ends_with_one_recommended_set(machine: Machine) -> None:
    ended = machine.call("versions", *OLD)
    assert ended.out.splitlines()[-2] == (
        "recommended kubectl 1.27 (now 1.25.3), helm 3.15 (now 3.2.4), az 2.29.0 or newer (now 2.28.0), kubelogin 0.1.0"
    )
    data = document(machine.call("versions", *OLD, "--format", "json"))
    assert data["recommended"] == {"kubectl": "1.27", "helm": "3.15", "az": "2.29.0", "kubelogin": "0.1.0"}
    assert data["contradictions"] == []


def test_what_is_there_stays_if_it_will_do(machine: Machine) -> None:
    ended = machine.call("versions", *GIVEN)
    assert ended.out.splitlines()[-2] == "recommended kubectl 1.27.3, helm 3.12.0, az 2.60.0, kubelogin 0.2.19"


def test_a_program_that_nobody_needs_is_not_recommended(machine: Machine) -> None:
    data = document(machine.call("versions", "--kubectl", "1.27.3", "--format", "json"))
    assert data["recommended"] == {"kubectl": "1.27.3", "helm": None, "az": None, "kubelogin": None}


def test_a_broken_kubelogin_and_a_missing_az_are_in_the_set(machine: Machine) -> None:
    config = machine.file("config", kubeconfig(me=KUBELOGIN.replace("devicecode", "azurecli")))
    given = ["--kubectl", "1.30.1", "--cluster", "1.30", "--az", "none", "--kubelogin", "0.2.11", "--format", "json"]
    data = document(machine.call("versions", *given, config))
    assert data["recommended"] == {"kubectl": "1.30.1", "helm": None, "az": "2.29.0", "kubelogin": "0.2.19"}


def test_two_requirements_that_contradict_each_other_are_named(machine: Machine) -> None:
    config = machine.file("config", kubeconfig(me=AZURE))
    ended = machine.call("versions", "--kubectl", "1.29.1", "--cluster", "1.30", config)
    *_, none, help, _ = ended.out.splitlines()
    assert none == (
        "recommended no kubectl satisfies both: user me logs in with auth-provider azure, which needs kubectl "
        "1.18.1\u20131.25; kubectl is at most one minor version apart from cluster 1.30"
    )
    assert help.strip() == f"help: kubeconv convert {config}"


@pytest.mark.parametrize(
    ("body", "cluster", "first"),
    [
        (V1, "1.20", "user me logs in with exec v1, which needs kubectl 1.22 or newer"),
        (KUBELOGIN.replace("v1beta1", "v1alpha1"), "1.30", "user me logs in with exec v1alpha1, which needs kubectl "),
    ],
)
def test_a_login_and_a_cluster_may_contradict_each_other(machine: Machine, body: str, cluster: str, first: str) -> None:
    config = machine.file("config", kubeconfig(me=body))
    given = ["--kubectl", "1.21", "--cluster", cluster, "--kubelogin", "0.2.19", "--format", "json"]
    data = document(machine.call("versions", *given, config))
    (found,) = data["contradictions"]
    assert found["program"] == "kubectl"
    assert found["requirements"][0].startswith(first)
    assert found["requirements"][1] == f"kubectl is at most one minor version apart from cluster {cluster}"
    assert data["recommended"]["kubectl"] is None
    assert data["recommended"]["kubelogin"] == "0.2.19"


def test_two_clusters_may_contradict_each_other() -> None:
    of = situation(kubectl="1.28.0")._replace(aks=(AksCluster("1.30.4", name="a"), AksCluster("1.27.1", name="b")))
    (found,) = recommended(of).contradictions
    assert [each.rpartition("from ")[2] for each in found.needed] == ["cluster a 1.30.4", "cluster b 1.27.1"]
    near = of._replace(aks=(AksCluster("1.30.4", name="a"), AksCluster("1.28.1", name="b")))
    assert recommended(near).versions["kubectl"] == "1.29"


def test_one_requirement_may_be_more_than_any_version_satisfies() -> None:
    users = {"me": plugin("-l", "azd", "--secret", "s")}
    (found,) = recommended(situation(kubectl="1.30.1", kubelogin="0.2.19", users=users)).contradictions
    assert (found.program, len(found.needed)) == ("kubelogin", 1)


@pytest.mark.parametrize("programs", [[], [WRONG], [WRONG, RIGHT], [Program("/k", problem="prints no version")]])
def test_the_right_kubelogin_is_recommended(programs: list[Program]) -> None:
    assert recommended(situation(kubelogin=programs, users={"me": plugin()})).versions["kubelogin"] == "0.2.19"


BODIES = [
    MANAGED, OWN_APP, SOMETIMES, plugin("-l", "azurecli"), plugin("-l", "spn", "--legacy"), plugin(version="v1"),
    plugin(version="v1alpha1"), provider("gcp"), provider("oidc"), {"token": "t"}, plugin("-l", "azurepipelines"),
]  # fmt: skip


def version_of(major: int, first: int, last: int) -> st.SearchStrategy[str]:
    return st.builds(lambda minor, patch: f"{major}.{minor}.{patch}", st.integers(first, last), st.integers(0, 9))


SITUATIONS = st.builds(
    lambda bodies, programs, cluster, policy: situation(
        users={f"u{n}": body for n, body in enumerate(bodies)}, cluster=cluster, policy=policy, **programs
    ),
    st.lists(st.sampled_from(BODIES), max_size=4),
    st.fixed_dictionaries(
        {},
        optional={
            "kubectl": version_of(1, 15, 38),
            "helm": version_of(3, 0, 21),
            "az": version_of(2, 20, 91),
            "kubelogin": st.one_of(version_of(0, 0, 2), st.just([WRONG])),
        },
    ),
    st.one_of(st.just(""), version_of(1, 16, 40)),
    st.sampled_from(["aks", "kubernetes"]),
)


@settings(max_examples=200, deadline=None)
@given(SITUATIONS)
def test_what_is_recommended_satisfies_every_requirement(of: Situation) -> None:
    """The law: with the set on PATH nothing fails; and a program of which there is no such version really has none."""
    found = recommended(of)
    programs = {name: (Program("", version, True),) for name, version in found.versions.items()}
    after = of._replace(programs={**of.programs, **programs})
    without = {each.program for each in found.contradictions}
    assert [row for row in check_requirements(after) if row.verdict == "fails" and row.program not in without] == []
    for each in found.contradictions:
        assert 1 <= len(each.needed) <= 2
        assert each.help


def test_thousands_of_users_are_judged_by_their_kinds() -> None:
    users = {f"user-{number}": BODIES[number % len(BODIES)] for number in range(5000)}
    of = situation(kubectl="1.30.0", helm="3.6.3", az="2.28.0", kubelogin="0.2.3", cluster="1.27", users=users)
    started = time.process_time()
    found = recommended(of)
    assert time.process_time() - started < 2
    assert "and 452 more" in found.contradictions[0].needed[0]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([*GIVEN], 0), (["--kubectl", "1.27.3"], 0), (["--kubectl", "1.27.3", "--strict"], 1), ([*GIVEN, "--strict"], 0),
        ([*OLD, "--strict"], 1), (["--kubectl", "1.27.3", "--cluster", "1.27", "--strict"], 1),
        (["--kubectl", "1.27.3", "--cluster", "1.27", "--policy", "kubernetes", "--strict"], 0),
    ],
)  # fmt: skip
def test_with_strict_what_is_not_known_fails(machine: Machine, arguments: list[str], code: int) -> None:
    assert machine.call("versions", *arguments).code == code


def test_a_program_may_be_said_not_to_be_there(machine: Machine) -> None:
    for name in ("kubectl", "helm", "az", "kubelogin"):
        machine.program(name, f"echo v1.30.0 >> {machine.home}/started")
    config = machine.file("config", kubeconfig(me=KUBELOGIN, you=TOKEN))
    none = [word for name in ("helm", "az", "kubelogin") for word in (f"--{name}", "none")]
    ended = machine.call("versions", "--kubectl", "1.30.1", *none, "--format", "json", config)
    data = json.loads(ended.out)
    assert (ended.code, data["programs"]["kubelogin"]) == (1, [])
    assert [each["verdict"] for each in data["checks"] if each["name"] == "kubelogin"] == ["fails"]
    assert not (machine.home / "started").exists()
    wrong: Any = machine.call("versions", "--cluster", "none")
    assert (wrong.code, "'none' is not a version" in wrong.err) == (2, True)
