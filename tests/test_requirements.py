"""Every requirement: when it holds, when it fails, when it cannot be told, and when it does not apply."""

import json
import re
from typing import Any

import pytest
from test_cli_usage import AKS_SERVER

from kubeconv.auth.kubelogin_releases import KubeloginUse
from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.kubeconfig.login import detect_users
from kubeconv.kubeconfig.view import Kubeconfig, contexts_by_user, read
from kubeconv.machine.programs import Program
from kubeconv.releases.table import NEWEST_KUBELOGIN, OLDEST_KUBELOGIN
from kubeconv.releases.version import parse_version
from kubeconv.requirements import Requirement, Situation, check_requirements, kubelogin_uses
from kubeconv.requirements.access import accesses
from kubeconv.requirements.aks import AksCluster
from kubeconv.tree.source import Source

V1BETA1 = "client.authentication.k8s.io/v1beta1"


def kubeconfig(**users: Any) -> Kubeconfig:
    """A kubeconfig with these users, each with a context."""
    data = {
        "contexts": [{"name": f"at-{name}", "context": {"user": name, "cluster": "c"}} for name in users],
        "users": [{"name": name, "user": body} for name, body in users.items()],
    }
    return read(Source(json.dumps(data).encode(), "config"))


def plugin(*arguments: str, command: str = "kubelogin", version: str = "v1beta1", **env: str) -> Any:
    variables = [{"name": name, "value": value} for name, value in env.items()]
    words = ["get-token", "--server-id", AKS_SERVER, *arguments]
    api_version = f"client.authentication.k8s.io/{version}"
    return {
        "exec": {
            "apiVersion": api_version,
            "command": command,
            "args": words,
            "env": variables,
            "interactiveMode": "Never",
        }
    }


def provider(name: str, **config: str) -> Any:
    return {"auth-provider": {"name": name, "config": {key.replace("_", "-"): value for key, value in config.items()}}}


MANAGED = provider("azure", apiserver_id=AKS_SERVER, config_mode="1")
OWN_APP = provider("azure", apiserver_id="22222222-2222-4222-8222-222222222222")


def situation(*, users: Any = None, **given: Any) -> Situation:
    """What is known, versions by program name; a list of programs is taken as it is."""
    view = kubeconfig(**(users or {}))
    programs: dict[str, tuple[Program, ...]] = {
        name: tuple(given[name]) if isinstance(given[name], list)
        else (Program("", given[name], True if name == "kubelogin" else None),)
        for name in ("kubectl", "helm", "az", "kubelogin") if name in given
    }  # fmt: skip
    more = {name: given[name] for name in ("cluster", "policy") if name in given}
    detected = detect_users(view, contexts_by_user([view]))
    aks = (AksCluster(integration=given["integration"]),) if given.get("integration") else ()
    where = accesses([view], detected, merged=False)
    return Situation(programs, aks=aks, users=detected, uses=kubelogin_uses(view), accesses=where, **more)


def verdicts(of: Situation, name: str) -> list[str]:
    return [row.verdict for row in check_requirements(of) if row.name == name]


def only(of: Situation, name: str) -> Requirement:
    (row,) = [row for row in check_requirements(of) if row.name == name]
    return row


# --- programs and the cluster


@pytest.mark.parametrize(
    ("name", "enough", "too_old"),
    [
        ("kubectl", ["1.18.1", "v1.27.3-gke.100", "v1.38.0-rc.1"], ["1.18.0", "v1.18.1-rc.1", "v1.17.17-eks-1"]),
        ("helm", ["3.3", "v3.3.0+g8a4aeec", "4.3.1"], ["3.2.4", "2.17.0+ga690bad", "3.3.0-rc.1"]),
        ("az", ["2.29.0", "2.91.0"], ["2.28.9", "2.0.45"]),
    ],
)
def test_the_oldest_releases_for_aks(name: str, enough: list[str], too_old: list[str]) -> None:
    for version in enough:
        assert verdicts(situation(**{name: version}), f"{name}-minimum") == ["ok"]
    for version in too_old:
        assert verdicts(situation(**{name: version}), f"{name}-minimum") == ["fails"]
        assert verdicts(situation(**{name: version}, policy="kubernetes"), f"{name}-minimum") == []


@pytest.mark.parametrize(
    ("kubectl", "cluster", "verdict"),
    [
        ("1.27.3", "1.27.3", "ok"),
        ("1.26.0", "1.27", "ok"),
        ("1.28.0", "1.27", "ok"),
        ("1.25.3", "1.27", "fails"),
        ("1.29.0", "1.27", "fails"),
        ("2.27.0", "1.27", "fails"),
        ("v1.28.0-rc.1", "v1.27.3-gke.100", "ok"),
        ("v1.32.4-dispatcher", "v1.31.1+k3s1", "ok"),
        ("1.27+", "1.29+", "fails"),
        ("1.27.3", "", "unknown"),
    ],
)
@pytest.mark.parametrize("policy", ["aks", "kubernetes"])
def test_kubectl_and_cluster(kubectl: str, cluster: str, verdict: str, policy: str) -> None:
    row = only(situation(kubectl=kubectl, cluster=cluster, policy=policy), "kubectl-skew")
    assert row.verdict == verdict
    assert ("learn.microsoft.com" in row.source) is (policy == "aks")
    if verdict == "fails":
        assert f"install kubectl {'.'.join(cluster.strip('v+').split('.')[:2])}: " in row.help


@pytest.mark.parametrize(
    ("helm", "cluster", "verdict", "help"),
    [
        ("3.11.1", "1.26.9", "ok", ""),
        ("3.11.1", "1.23", "ok", ""),
        ("3.11.1", "1.22", "fails", "helm 3.10: "),
        ("3.11.1", "1.27", "fails", "helm 3.15: "),
        ("4.3.1", "1.37", "ok", ""),
        ("4.3.1", "1.33", "fails", "helm 4.2: "),
        ("3.21.0", "1.35", "ok", ""),
        ("4.3.1", "1.60", "fails", "a helm for Kubernetes 1.60: "),
        ("3.2.4", "2.0", "fails", "a helm for Kubernetes 2.0: "),
        ("2.17.0+ga690bad", "1.16", "unknown", ""),
        ("9.9.9", "1.27", "unknown", ""),
        ("3.11.1", "", "unknown", "give the version of the cluster"),
    ],
)
def test_helm_and_cluster(helm: str, cluster: str, verdict: str, help: str) -> None:
    row = only(situation(helm=helm, cluster=cluster), "helm-skew")
    assert row.verdict == verdict
    assert help in row.help
    assert verdicts(situation(helm=helm, cluster=cluster, policy="kubernetes"), "helm-skew") == [verdict]


def test_programs_that_are_not_there_have_no_requirements_but_for_kubectl() -> None:
    rows = check_requirements(Situation({"kubectl": (), "helm": (), "az": (), "kubelogin": ()}, "1.27"))
    assert [(row.name, row.verdict) for row in rows] == [
        ("kubectl-minimum", "unknown"),
        ("kubectl-skew", "unknown"),
        ("kubelogin", "unknown"),
    ]
    kubernetes = check_requirements(Situation({"kubectl": ()}, "1.27", policy="kubernetes"))
    assert [row.name for row in kubernetes] == ["kubectl-skew"]
    assert rows[0].found == "no kubectl on PATH"


@pytest.mark.parametrize("name", ["kubectl", "helm", "az", "kubelogin"])
def test_a_program_of_unknown_version_fails_nothing(name: str) -> None:
    hanging = Program(f"/bin/{name}", problem="does not answer within 5 s")
    odd = Program(f"/bin/{name}", "unknown", True)
    for program, said in ((hanging, "does not answer within 5 s"), (odd, "calls its version unknown")):
        users = {"me": plugin("--login", "azurecli", "--tenant-id", "t"), "old": MANAGED}
        given: dict[str, Any] = {
            "kubectl": "1.25.1",
            "helm": "3.8.1",
            "az": "2.40.0",
            "kubelogin": "0.2.19",
            name: [program],
        }
        rows = check_requirements(situation(**given, cluster="1.25", users=users))
        about = [row for row in rows if row.name.startswith(name)]
        assert about
        assert any(said in row.found for row in about)
        unknown = [row for row in about if row.verdict == "unknown"]
        assert all(row.help.startswith(f"see what it prints: /bin/{name} ") for row in unknown)
        assert {row.verdict for row in rows if row.name not in ("helm-skew",)} <= {"ok", "unknown"}
        assert "unknown" in {row.verdict for row in about}


# --- logins

SOMETIMES = {"exec": {**plugin()["exec"], "interactiveMode": "Sometimes"}}


@pytest.mark.parametrize(
    ("body", "client", "knows", "not_any_more", "help"),
    [
        (MANAGED, "kubectl", ["1.18.1", "1.25.16"], ["1.26.0", "v1.26.0-rc.1", "1.37.1"], "kubeconv convert config"),
        (MANAGED, "helm", ["3.3.0", "3.10.3"], ["3.11.0", "4.3.1"], "kubeconv convert config"),
        (MANAGED, "kubectl", [], ["1.18.0"], "kubeconv convert config"),
        (MANAGED, "helm", [], ["3.2.4"], "kubeconv convert config"),
        (OWN_APP, "kubectl", ["1.9.0"], ["1.26.0"], "kubeconv convert config"),
        (provider("gcp"), "kubectl", ["1.25.0"], ["1.26.0"], "kubeconv convert config"),
        (provider("oidc"), "kubectl", ["1.9.0", "1.37.1"], [], ""),
        (plugin(version="v1alpha1"), "kubectl", ["1.23.17"], ["1.24.0"], "kubeconv convert config"),
        (plugin(version="v1alpha1"), "helm", ["3.8.1"], ["3.9.0"], "kubeconv convert config"),
        (plugin(version="v1alpha1", command="aws"), "kubectl", [], ["1.24.0"], "kubeconv convert config"),
        (plugin(version="v1alpha1", command="mine"), "kubectl", [], ["1.24.0"], "kubeconv convert --any-plugin config"),
        (provider("openstack"), "kubectl", ["1.18.0"], ["1.19.0"], "use the exec plugin client-keystone-auth: "),
        (plugin(version="v1"), "kubectl", ["1.22.0"], ["1.21.14"], "install kubectl 1.22 or newer: "),
        (plugin(version="v1"), "helm", ["3.7.0"], ["3.6.3"], "install helm 3.7 or newer: "),
        (plugin(), "helm", ["3.0.0"], ["2.17.0"], "install helm 3.0 or newer: "),
        (SOMETIMES, "kubectl", ["1.21.14"], ["1.22.0"], "write interactiveMode as Never, "),
        (SOMETIMES, "helm", ["3.6.3"], ["3.7.0"], "write interactiveMode as Never, "),
        ({"token": "t", "as-uid": "1"}, "kubectl", ["1.22.0"], ["1.23.0"], "add as with "),
        ({"token": "t", "as-user-extra": {"k": None}}, "helm", ["3.16.1"], ["3.17.0"], "add as with "),
        ({"token": "t"}, "kubectl", ["1.9.0", "1.37.1"], [], ""),
    ],
)  # fmt: skip
def test_what_a_client_knows(body: Any, client: str, knows: list[str], not_any_more: list[str], help: str) -> None:
    for version in knows:
        assert verdicts(situation(**{client: version}, users={"me": body}), f"{client}-logins") == ["ok"]
    for version in not_any_more:
        row = only(situation(**{client: version}, users={"me": body}), f"{client}-logins")
        assert row.verdict == "fails"
        assert row.help.startswith(help)
        assert "user me" in row.needed
        assert f"{client} {version} " in row.why
        assert re.search(r": .|cannot|without", row.why)


def test_each_login_that_a_client_does_not_know_is_said_once() -> None:
    users = {"a": MANAGED, "b": provider("gcp"), "c": MANAGED, "d": plugin(version="v1alpha1"), "e": {"token": "t"}}
    rows = [
        each for each in check_requirements(situation(kubectl="1.30.0", users=users)) if each.name == "kubectl-logins"
    ]
    assert [row.needed for row in rows] == [
        "users a, c log in with auth-provider azure, which needs kubectl 1.18.1–1.25",  # noqa: RUF001 - a range
        "user b logs in with auth-provider gcp, which needs kubectl older than 1.26",
        "user d logs in with exec v1alpha1, which needs kubectl 1.10–1.23",  # noqa: RUF001 - a range
    ]


@pytest.mark.parametrize(
    ("client", "too_old", "too_new", "removed_by"),
    [("kubectl", "1.18.0", "1.26.0", "CHANGELOG-1.26"), ("helm", "3.2.4", "3.11.0", "helm/helm")],
)
def test_too_old_and_too_new_have_each_its_own_reason_and_source(
    client: str, too_old: str, too_new: str, removed_by: str
) -> None:
    old = only(situation(**{client: too_old}, users={"me": MANAGED}), f"{client}-logins")
    assert "removed" not in old.why
    assert "config-mode" in old.why
    assert "learn.microsoft.com" in old.source
    new = only(situation(**{client: too_new}, users={"me": MANAGED}), f"{client}-logins")
    assert new.why == f"{client} {too_new} stops: The azure auth plugin has been removed"
    assert removed_by in new.source


def test_thousands_of_users_are_few_checks() -> None:
    bodies = [MANAGED, plugin("-l", "spn"), plugin(version="v1alpha1"), plugin("-l", "azurecli", version="v1"), OWN_APP]
    users = {f"user-{number}": bodies[number % len(bodies)] for number in range(1000)}
    rows = check_requirements(situation(kubectl="1.30.0", helm="3.6.3", az="2.28.0", kubelogin="0.2.3", users=users))
    assert len(rows) < 20
    assert max(len(part) for row in rows for part in row) < 250


def test_the_command_can_be_pasted() -> None:
    view = kubeconfig(me=MANAGED)
    (user,) = detect_users(view, contexts_by_user([view]))
    of = Situation({"kubectl": (Program("", "1.30.0"),)}, users=[user._replace(file="my dir/a;b")])
    assert only(of, "kubectl-logins").help == "kubeconv convert 'my dir/a;b'"


def test_users_without_context_and_refused_ones_are_left_out() -> None:
    view = kubeconfig(me=MANAGED)
    of = Situation({"kubectl": (Program("", "1.30.0"),)}, users=detect_users(view, {}))
    assert verdicts(of, "kubectl-logins") == []
    refused = {"exec": {"apiVersion": V1BETA1}, "auth-provider": {"name": "azure"}}
    assert verdicts(situation(kubectl="1.30.0", users={"me": refused}), "kubectl-logins") == []


@pytest.mark.parametrize(
    ("integration", "body", "expected"),
    [
        ("managed", MANAGED, ["ok"]),
        ("legacy", OWN_APP, ["ok"]),
        ("managed", OWN_APP, ["fails"]),
        ("legacy", plugin("--login", "devicecode"), ["fails"]),
        ("managed", {"token": "t"}, []),
        ("none", MANAGED, []),
        (None, MANAGED, []),
    ],
)
def test_the_integration_of_the_cluster(integration: str | None, body: Any, expected: list[str]) -> None:
    assert verdicts(situation(integration=integration, users={"me": body}), "aks-integration") == expected


# --- kubelogin

RIGHT = Program("/b/kubelogin", "0.2.19", True)
WRONG = Program("/a/kubelogin", "1.27.0", False)
USER = {"me": plugin("--login", "devicecode")}


@pytest.mark.parametrize(
    ("programs", "users", "verdict", "help"),
    [
        ([RIGHT], USER, "ok", ""),
        ([RIGHT, WRONG], USER, "ok", ""),
        ([WRONG, RIGHT], USER, "fails", "put the folder of /b/kubelogin first on PATH"),
        ([WRONG], USER, "fails", "az aks install-cli"),
        ([], USER, "fails", "az aks install-cli"),
        ([Program("/c/kubelogin", problem="ends with exit code 1")], USER, "unknown", ""),
        ([WRONG], {"me": {"token": "t"}}, "ok", ""),
        ([RIGHT], {}, "ok", ""),
        ([], {"me": {"token": "t"}}, None, ""),
        ([], {"me": plugin("--login", "devicecode", command="/opt/kubelogin")}, None, ""),
    ],
)
def test_azures_kubelogin_is_the_first(programs: list[Program], users: Any, verdict: str | None, help: str) -> None:
    of = situation(kubelogin=programs, users=users)
    assert verdicts(of, "kubelogin") == [verdict] * (verdict is not None)
    if verdict is not None:
        row = only(of, "kubelogin")
        assert help in row.help
        assert all(program.path in row.found for program in programs)


def test_a_cluster_that_may_be_one_of_aks_may_need_kubelogin() -> None:
    assert "needed if the cluster is one of AKS" in only(situation(cluster="1.30"), "kubelogin").why
    assert verdicts(situation(cluster="1.30"), "kubelogin") == ["unknown"]
    assert verdicts(situation(cluster="1.30", kubelogin=[WRONG]), "kubelogin") == ["unknown"]
    assert verdicts(situation(cluster="1.30", kubelogin=[RIGHT]), "kubelogin") == ["ok"]
    assert verdicts(situation(cluster="1.23"), "kubelogin") == []


def test_the_wrong_kubelogin_is_not_called_the_right_one() -> None:
    row = only(situation(kubelogin=[WRONG], users={"me": {"token": "t"}}), "kubelogin")
    assert row.needed == "no user needs Azure's kubelogin"
    assert "int128" in row.found


def test_a_kubelogin_beside_a_token_is_never_run() -> None:
    users = {"me": {**plugin("--login", "devicecode"), "token": "t"}}
    assert verdicts(situation(kubelogin=[], users=users), "kubelogin") == []
    assert verdicts(situation(kubelogin="0.2.11", users=users), "kubelogin-release") == []


@pytest.mark.parametrize(
    ("given", "needed"),
    [
        ({"cluster": "1.24", "integration": "managed"}, True),
        ({"cluster": "1.24.0", "integration": "legacy"}, True),
        ({"cluster": "1.23.9", "integration": "managed"}, False),
        ({"cluster": "1.30", "integration": "none"}, False),
        ({"cluster": "1.30", "policy": "kubernetes"}, False),
        ({"integration": "managed"}, False),
        ({"cluster": "1.30", "users": {"me": MANAGED}}, True),
        ({"cluster": "1.30", "users": {"me": MANAGED}, "integration": "none"}, False),
        ({"cluster": "1.23", "users": {"me": MANAGED}}, False),
        ({"cluster": "1.30", "users": {"me": {"token": "t"}}}, False),
    ],
)
def test_an_aks_cluster_from_1_24_on_needs_kubelogin(given: Any, needed: bool) -> None:
    assert verdicts(situation(kubelogin=[], **given), "kubelogin") == ["fails"] * needed


@pytest.mark.parametrize(
    ("arguments", "since"),
    [
        (["--login", "azurepipelines"], "0.2.11"),
        (["--login", "workloadidentity"], "0.0.12"),
        (["--login", "interactive", "--login-hint", "me"], "0.2.9"),
        (["--login=azd", "--tenant-id=t"], "0.1.1"),
        (["-l", "spn", "--client-certificate", "c"], "0.0.6"),
        (["-l", "ropc", "--pop-enabled", "--pop-claims", "u=x"], "0.1.1"),
        (["-l", "devicecode", "--cache-dir", "d"], "0.2.0"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else value,
)
def test_kubelogin_is_new_enough(arguments: list[str], since: str) -> None:
    users = {"me": plugin(*arguments)}
    major, minor, patch = map(int, since.split("."))
    before = f"{major}.{minor}.{patch - 1}" if patch else f"{major}.{minor - 1}.99"
    assert verdicts(situation(kubelogin=since, users=users), "kubelogin-release") == ["ok"]
    row = only(situation(kubelogin=before, users=users), "kubelogin-release")
    assert (row.verdict, row.needed) == ("fails", f"kubelogin {since} or newer")
    assert f"came with {since}" in row.why


@pytest.mark.parametrize("mode", [mode for mode, row in LOGIN_MODES.items() if row.since != OLDEST_KUBELOGIN])
def test_a_kubelogin_that_lacks_a_login_mode_is_not_ok(mode: str) -> None:
    users = {"me": plugin("--login", mode)}
    since = parse_version(LOGIN_MODES[mode].since)
    before = str(since._replace(patch=since.patch - 1))
    row = only(situation(kubelogin=before, users=users), "kubelogin-release")
    assert (row.verdict, row.needed) == ("fails", f"kubelogin {since} or newer")
    assert f"the login mode {mode} came with {since}" in row.why


@pytest.mark.parametrize(
    ("arguments", "what"), [(["-l", "device"], "the login mode device"), (["-l", "azd", "--secret", "s"], "--secret")]
)
def test_what_no_kubelogin_knows_is_not_ok(arguments: list[str], what: str) -> None:
    users = {"me": plugin("--login", "azd", *arguments)}
    row = only(situation(kubelogin=NEWEST_KUBELOGIN, users=users), "kubelogin-release")
    assert (row.verdict, row.why) == ("fails", f"no release knows {what}")
    assert verdicts(situation(kubelogin="99.0.0", users=users), "kubelogin-release") == ["unknown"]


def test_kubelogin_answers_in_v1() -> None:
    users = {"me": plugin("--login", "devicecode", version="v1")}
    assert verdicts(situation(kubelogin="0.0.20", users=users), "kubelogin-release") == ["fails"]
    assert verdicts(situation(kubelogin="0.0.21", users=users), "kubelogin-release") == ["ok"]


def test_the_old_spelling_of_the_cache_folder_is_as_old_as_kubelogin() -> None:
    users = {"me": plugin("--login", "devicecode", "--token-cache-dir", "d")}
    assert verdicts(situation(kubelogin="0.0.9", users=users), "kubelogin-release") == ["ok"]


def test_variables_of_the_entry_count() -> None:
    users = {"me": plugin("--login", "devicecode", AAD_LOGIN_METHOD="azurepipelines")}
    assert only(situation(kubelogin="0.2.10", users=users), "kubelogin-release").needed == "kubelogin 0.2.11 or newer"
    assert kubelogin_uses(kubeconfig(**users))[0] == KubeloginUse(
        "me", "azurepipelines", ("server-id", "login"), {"server-id": AKS_SERVER}, V1BETA1, "kubelogin"
    )


@pytest.mark.parametrize(
    ("arguments", "broken", "without_keyring", "fine"),
    [
        (["-l", "azurecli"], ["0.2.0", "0.2.5"], ["0.2.11"], ["0.1.9", "0.2.6", "0.2.10", "0.2.12"]),
        (["-l", "azurecli", "--tenant-id", "t"], [], ["0.2.11"], ["0.2.0", "0.2.5"]),
        (["-l", "azd"], ["0.2.3"], [], ["0.1.9", "0.2.6"]),
        (["-l", "devicecode"], ["0.2.0", "0.2.6"], ["0.2.0", "0.2.6"], ["0.1.9", "0.2.7"]),
        (["-l", "spn", "--legacy"], ["0.0.30", "0.0.32"], ["0.2.6"], ["0.0.29", "0.0.33", "0.2.7"]),
        (["-l", "spn", "--legacy=false"], [], ["0.2.6"], ["0.0.30", "0.0.32"]),
        (["-l", "interactive", "--pop-enabled", "--pop-claims", "u=x"], [], ["0.2.12", "0.2.14"], ["0.2.15", "0.2.19"]),
        (["-l", "interactive"], [], ["0.2.6"], ["0.2.12", "0.2.14"]),
        (["-l", "msi"], [], ["0.2.11"], ["0.2.0", "0.2.6", "0.2.12"]),
    ],
    ids=lambda value: " ".join(value),
)
def test_releases_of_kubelogin_that_are_broken(
    arguments: list[str], broken: list[str], without_keyring: list[str], fine: list[str]
) -> None:
    """Whether a keyring can be used is not known: neither here nor to the doctor."""
    users = {"me": plugin(*arguments)}
    for version in {*broken, *without_keyring}:
        of = situation(kubelogin=version, users=users)
        assert verdicts(of, "kubelogin-broken") == ["fails"] * (version in broken)
        assert verdicts(of, "kubelogin-keyring") == ["unknown"] * (version in without_keyring)
    for version in fine:
        assert verdicts(situation(kubelogin=version, users=users), "kubelogin-broken") == ["ok"]
        assert verdicts(situation(kubelogin=version, users=users), "kubelogin-keyring") == []


def test_without_users_a_broken_kubelogin_is_no_failure() -> None:
    assert set(verdicts(situation(kubelogin="0.2.11"), "kubelogin-broken")) == {"unknown"}
    for row in check_requirements(situation(kubelogin="0.2.3")):
        assert row.name != "kubelogin-broken" or row.needed == "kubelogin 0.2.7 or newer, or older than 0.2.0"
    assert verdicts(situation(kubelogin="0.2.19"), "kubelogin-broken") == ["ok"]


def test_az_is_needed_by_azurecli() -> None:
    users = {"me": plugin("-l", "azurecli")}
    assert "user me" in only(situation(az=[], users=users), "az-minimum").why
    assert verdicts(situation(az=[], users=users), "az-minimum") == ["fails"]
    assert verdicts(situation(az=[], users={"me": plugin("-l", "msi")}), "az-minimum") == []


# --- all of them


def test_every_check_says_all_that_is_asked() -> None:
    users = {"a": MANAGED, "b": plugin("-l", "azurecli", "--login-hint", "x"), "c": plugin(version="v1alpha1")}
    for versions in (("1.17.0", "3.2.4", "2.28.0", "0.2.3"), ("1.37.1", "4.3.1", "2.91.0", "0.2.19")):
        given = dict(zip(("kubectl", "helm", "az", "kubelogin"), versions, strict=True))
        rows = check_requirements(situation(**given, cluster="1.27", integration="legacy", users=users))
        assert {row.verdict for row in rows if row.name != "kubelogin-keyring"} == {"ok", "fails"}
        for row in rows:
            assert re.fullmatch(r"[a-z]+(-[a-z]+)*", row.name)
            assert all("\n" not in part for part in row)
            assert row.needed
            assert row.found
            assert row.why
            assert row.source.startswith("https://")
            assert row.help or row.verdict == "ok"
