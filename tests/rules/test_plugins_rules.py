"""The rules about exec plugins (KC301 to KC311, KC336 to KC338): examples, and what client-go makes of the tricky cases."""

import pytest

from kubeconv.kubeconfig.view import parse_source, view
from kubeconv.releases.table import NEWEST_KUBECTL
from kubeconv.releases.version import Version
from kubeconv.tree.finding import Finding
from kubeconv.tree.source import Source
from kubeconv.validation.rule import Rule
from kubeconv.validation.rules import rules_in
from kubeconv.validation.verdict import Judge

from .examples import FakeMachine, codes_of_examples, complete, findings

HTTP = "clusters:\n- name: c\n  cluster:\n    server: http://c.example\n"
API = "client.authentication.k8s.io"
#: The rules tested here: the others of the room have tests of their own.
MINE = {f"KC{number}" for number in (*range(301, 312), 336, 337, 338)}
OLD = Version(1, 21)


def plugin(section: str, beside: str = "") -> str:
    return f"users:\n- name: u\n  user: {{exec: {section}, {beside}}}\n"


def usable(text: str, kubectl: Version = NEWEST_KUBECTL) -> bool | None:
    source = Source(text.encode(), "-")
    return Judge(kubectl, [(view(source, parse_source(source)), findings(text, kubectl=kubectl))]).verdict().usable


def found_in(text: str, machine: FakeMachine | None = None) -> list[Finding]:
    """The findings of the rules tested here."""
    return [each for each in findings(text, machine=machine) if each.code in MINE]


@pytest.mark.parametrize(
    "rule", [rule for rule in rules_in("plugins") if rule.CODE in MINE], ids=lambda rule: rule.NAME
)
def test_examples(rule: Rule) -> None:
    assert codes_of_examples(
        rule, machine=FakeMachine({"kubelogin": "/bin/kubelogin"}, kubelogin="0.2.19") if rule.CODE == "KC305" else None
    ) == ({rule.CODE}, set())


@pytest.mark.parametrize(
    ("section", "https", "http", "codes"),
    [
        (f"{{apiVersion: {API}/v1beta1, command: p}}", True, True, []),
        (f"{{apiVersion: {API}/v1beta1, command: p, interactiveMode: Never}}", True, True, []),
        (f"{{apiVersion: {API}/v1, command: p}}", False, False, ["KC303"]),
        (f"{{apiVersion: {API}/v1, command: p, interactiveMode: null}}", False, False, ["KC303"]),
        (f"{{apiVersion: {API}/v1, command: p, interactiveMode: IfAvailable}}", True, True, []),
        (f"{{apiVersion: {API}/v1, command: p, interactiveMode: never}}", False, False, ["KC309"]),
        (f"{{apiVersion: {API}/v1, command: p, interactiveMode: 'Never '}}", False, False, ["KC309"]),
        (f"{{apiVersion: {API}/v1, command: p, interactive-mode: Never}}", False, False, ["KC303"]),
        (f"{{apiVersion: {API}/v1alpha1, command: p}}", False, True, ["KC301"]),
        (f"{{apiVersion: {API}/v2, command: p}}", False, False, ["KC302"]),
        (f"{{apiVersion: {API}/v2, command: p, interactiveMode: Never}}", False, True, ["KC302"]),
        ("{apiVersion: v1, command: p, interactiveMode: Never}", False, True, ["KC302"]),
        ("{command: p, interactiveMode: Never}", False, False, ["KC302"]),
        (f"{{apiVersion: {API}/v1beta1}}", False, False, ["KC304"]),
        (f"{{apiVersion: {API}/v1beta1, command: ''}}", False, False, ["KC304"]),
        ("{}", False, False, ["KC302", "KC304"]),
        (f"{{apiVersion: {API}/v1beta1, command: p, env: [null]}}", False, False, ["KC307"]),
        (f"{{apiVersion: {API}/v1beta1, command: p, env: [{{A: b}}]}}", False, False, ["KC307"]),
        (f"{{apiVersion: {API}/v1beta1, command: p, env: [{{name: '', value: b}}]}}", False, False, ["KC307"]),
        (f"{{apiVersion: {API}/v1beta1, command: p, env: [{{name: A}}]}}", True, True, []),
        (f"{{apiVersion: {API}/v1beta1, command: p, env: [{{name: A=b}}]}}", True, True, []),
        (f"{{apiVersion: {API}/v1beta1, command: p, env: []}}", True, True, []),
        (f"{{apiVersion: {API}/v1beta1, command: p, args: [null]}}", True, True, []),
    ],
)
def test_what_client_go_checks(section: str, https: bool, http: bool, codes: list[str]) -> None:
    text = complete(plugin(section))
    assert [finding.code for finding in found_in(text)] == codes
    assert usable(text) is https
    assert usable(complete(HTTP + plugin(section))) is http


@pytest.mark.parametrize(
    ("section", "kubectl", "verdict"),
    [
        (f"{{apiVersion: {API}/v1alpha1, command: p}}", Version(1, 23), True),
        (f"{{apiVersion: {API}/v1alpha1, command: p}}", Version(1, 24), False),
        (f"{{apiVersion: {API}/v1, command: p, interactiveMode: Never}}", OLD, False),
        (f"{{apiVersion: {API}/v1, command: p, interactiveMode: Never}}", Version(1, 22), True),
        (f"{{apiVersion: {API}/v1, command: p}}", Version(1, 22), False),
        (f"{{apiVersion: {API}/v1beta1, command: p, interactiveMode: never}}", OLD, True),
        (f"{{apiVersion: {API}/v1beta1, command: p, interactiveMode: never}}", Version(1, 22), False),
    ],
)
def test_versions(section: str, kubectl: Version, verdict: bool) -> None:
    assert usable(complete(plugin(section)), kubectl) is verdict


def test_v1alpha1_is_refused_beside_a_token() -> None:
    assert usable(complete(plugin(f"{{apiVersion: {API}/v1alpha1, command: p}}", "token: sample"))) is False


@pytest.mark.parametrize(("provider", "verdict"), [("{name: oidc}", False), ("{}", False), ("null", True)])
def test_exec_beside_a_provider(provider: str, verdict: bool) -> None:
    section = f"{{apiVersion: {API}/v1beta1, command: p}}"
    text = complete(HTTP + plugin(section, f"auth-provider: {provider}"))
    assert usable(text) is verdict
    assert ("KC308" in {finding.code for finding in found_in(text)}) is not verdict


@pytest.mark.parametrize(
    ("command", "codes"),
    [
        ("p", []),
        ("q", ["KC305"]),
        ("'p get-token'", ["KC305"]),
        ("/opt/p", []),
        ("/opt/q", ["KC305"]),
        ("/opt/data", ["KC305"]),
        ("./bin/p", ["KC306"]),
        ("bin/q", ["KC305", "KC306"]),
        ("~/bin/p", ["KC305", "KC306"]),
        ("'C:\\p.exe'", ["KC305"]),
        ("'C:/p.exe'", ["KC305"]),
    ],
)
def test_commands(command: str, codes: list[str]) -> None:
    machine = FakeMachine(
        programs={"p": "/usr/bin/p"},
        modes={"/opt/p": 0o100755, "/opt/data": 0o100644, "/home/me/.kube/./bin/p": 0o100755},
    )
    text = complete(plugin(f"{{apiVersion: {API}/v1beta1, command: {command}}}"))
    assert [finding.code for finding in found_in(text, machine)] == codes
    assert usable(text) is True
    assert [finding.code for finding in found_in(text)] == [code for code in codes if code != "KC305"]


def test_a_missing_program_matters_less_for_another_user() -> None:
    section = f"{{exec: {{apiVersion: {API}/v1beta1, command: q, installHint: get q}}}}"
    text = complete(f"users:\n- {{name: u, user: {section}}}\n- {{name: v, user: {section}}}\n")
    assert [(each.severity, each.help) for each in found_in(text, FakeMachine())] == [
        ("warning", "get q"),
        ("info", "get q"),
    ]


def test_places() -> None:
    section = f"{{apiVersion: {API}/v1, command: p, env: [{{name: A, value: hunter2}}, {{value: x}}, {{name: A}}]}}"
    text = complete(plugin(section))
    found = {finding.code: finding for finding in found_in(text)}
    places = {code: text[slice(*finding.span)] for code, finding in found.items() if finding.span}
    assert places == {"KC303": "exec", "KC307": "value", "KC311": "A"}
    assert all("hunter2" not in finding.message for finding in found.values())


ENTRY = "env: [{name: KUBERNETES_AWS_AUTHENTICATOR_CLUSTER_ID, value: %s}]"
CALLS = [
    ("kubelogin, args: [convert-kubeconfig, -l, spn]", {}, ["KC336"], None),
    ("kubelogin, args: []", {}, ["KC336"], None),
    ("kubelogin", {}, ["KC336"], None),
    ("aws, args: [eks, update-kubeconfig, --name, c]", {}, ["KC336"], None),
    ("aws, args: [eks, get-token]", {}, ["KC337"], None),
    ("aws, args: [eks, get-token, --cluster-name, c, --output=text]", {}, ["KC338"], "--output=text"),
    ("aws, args: [eks, get-token, --cluster-name, c, --cluster-id, i]", {}, ["KC338"], "--cluster-name"),
    ("aws-iam-authenticator, args: [verify, -i, c]", {}, ["KC336"], None),
    ("aws-iam-authenticator, args: [token]", None, [], None),
    ("aws-iam-authenticator, args: [token]", {}, ["KC337"], None),
    ("aws-iam-authenticator, args: [token]", {"KUBERNETES_AWS_AUTHENTICATOR_CLUSTER_ID": "c"}, [], None),
    (f"aws-iam-authenticator, args: [token], {ENTRY % 'c'}", None, [], None),
    (f"aws-iam-authenticator, args: [token], {ENTRY % ''}", None, ["KC337"], None),
    ("gke-gcloud-auth-plugin, args: [--version]", {}, ["KC338"], "--version"),
    ("gke-gcloud-auth-plugin", {}, [], None),
    ("doctl, args: [kubernetes, cluster, list]", {}, ["KC336"], None),
    ("kubectl, args: [oidc-login, setup]", {}, ["KC336"], None),
    ("kubectl-oidc_login, args: [get-token]", {}, ["KC337"], None),
    ("my-plugin, args: [help]", {}, [], None),
]


@pytest.mark.parametrize(("section", "environment", "expected", "marked"), CALLS)
def test_a_known_plugin_is_asked_for_a_credential(
    section: str, environment: dict[str, str] | None, expected: list[str], marked: str | None
) -> None:
    text = complete(plugin(f"{{apiVersion: {API}/v1beta1, command: {section}}}"))
    programs = dict.fromkeys(("kubelogin", "aws", "doctl", "my-plugin", "kubectl", "kubectl-oidc_login"), "/bin/p")
    programs |= dict.fromkeys(("aws-iam-authenticator", "gke-gcloud-auth-plugin"), "/bin/p")
    machine = None if environment is None else FakeMachine(programs, environment=environment)
    hits = found_in(text, machine)
    assert [each.code for each in hits] == expected
    if marked is not None:
        assert [text[each.span.start : each.span.end] for each in hits if each.span] == [marked]
    is_settable = environment == {} and "aws-iam-authenticator, args: [token]" in section
    assert {each.severity for each in hits} <= {"warning" if is_settable else "error"}


def test_a_plugin_that_is_not_run_need_not_be_asked_for_a_credential() -> None:
    text = complete(plugin(f"{{apiVersion: {API}/v1beta1, command: aws}}", "token: t"))
    assert found_in(text) == []
