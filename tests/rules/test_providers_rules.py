"""The rules about auth providers (KC2): examples, and what client-go makes of the tricky cases."""

import base64
import json

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
AKS = "6dae42f8-4368-4678-94ff-3960e28e3630"
AZURE = f'apiserver-id: {AKS}, client-id: a, tenant-id: b, config-mode: "1"'
OIDC = "client-id: a, idp-issuer-url: https://i.example"
#: The bad examples of these need the azure auth-provider, which is a finding of its own.
OF_AZURE = {f"KC{number}" for number in (206, 207, 208, 209, 210, 212)}
NOW = FakeMachine().now


def provider(name: str, config: str = "", beside: str = "") -> str:
    return f"users:\n- name: u\n  user: {{auth-provider: {{name: {name}, config: {{{config}}}}}, {beside}}}\n"


def usable(text: str, kubectl: Version = NEWEST_KUBECTL, machine: FakeMachine | None = None) -> bool | None:
    source = Source(text.encode(), "-")
    found = findings(text, kubectl=kubectl, machine=machine)
    return Judge(kubectl, [(view(source, parse_source(source)), found)]).verdict().usable


def found_in(text: str, kubectl: Version = NEWEST_KUBECTL, machine: FakeMachine | None = None) -> dict[str, Finding]:
    """The findings of this room by code."""
    return {each.code: each for each in findings(text, kubectl=kubectl, machine=machine) if each.code[:3] == "KC2"}


def token(claims: object) -> str:
    """An id-token with these claims."""
    return "e30." + base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=") + ".c2ln"


@pytest.mark.parametrize("rule", rules_in("providers"), ids=lambda rule: rule.NAME)
def test_examples(rule: Rule) -> None:
    beside = frozenset(["KC201"]) if rule.CODE in OF_AZURE else frozenset()
    assert codes_of_examples(rule, beside=beside) == ({rule.CODE}, set())


@pytest.mark.parametrize(
    ("name", "config", "kubectl", "verdict", "severity"),
    [
        ("azure", AZURE, Version(1, 25), True, "warning"),
        ("azure", AZURE, Version(1, 26), False, "error"),
        ("gcp", "cmd-path: gcloud", Version(1, 25), True, "warning"),
        ("gcp", "cmd-path: gcloud", Version(1, 26), False, "error"),
        ("openstack", "", Version(1, 18), True, "warning"),
        ("openstack", "", Version(1, 19), False, "error"),
        ("openstack", "", NEWEST_KUBECTL, False, "error"),
        ("Azure", AZURE, Version(1, 25), False, "error"),
        ("''", "", NEWEST_KUBECTL, False, "error"),
        ("exoscale", "", Version(1, 25), False, "error"),
    ],
)
def test_which_client_has_which_provider(
    name: str, config: str, kubectl: Version, verdict: bool, severity: str
) -> None:
    text = complete(provider(name, config))
    (finding,) = found_in(text, kubectl).values()
    assert finding.severity == severity
    assert (usable(text, kubectl), usable(complete(HTTP + provider(name, config)), kubectl)) == (verdict, True)


def test_a_removed_provider_is_refused_beside_a_token() -> None:
    assert usable(complete(provider("azure", AZURE, "token: sample"))) is False


def test_a_removed_provider_of_another_user_does_not_matter() -> None:
    text = complete("users:\n- {name: u, user: {token: sample}}\n- {name: v, user: {auth-provider: {name: azure}}}\n")
    assert usable(text) is True
    assert "KC201" in found_in(text)


def test_an_empty_provider_counts_and_null_does_not() -> None:
    assert usable(complete("users: [{name: u, user: {auth-provider: {}, token: sample}}]\n")) is False
    assert usable(complete("users: [{name: u, user: {auth-provider: null, token: sample}}]\n")) is True


def test_the_way_out_of_azure_is_a_command() -> None:
    assert found_in(complete(provider("azure", AZURE)))["KC201"].help.startswith(
        "kubeconv convert /home/me/.kube/config"
    )


PEM = base64.b64encode(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n").decode()


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        (f"{OIDC}, refresh-token: r", set()),
        ("idp-issuer-url: https://i.example, refresh-token: r", {"KC205"}),
        ("client-id: a, refresh-token: r", {"KC205"}),
        ("client-id: a, idp-issuer-url: '', refresh-token: r", {"KC205"}),
        ("", {"KC205", "KC211"}),
        (f"{OIDC}, refresh-token: r, idp-certificate-authority-data: '!!'", {"KC205"}),
        (f"{OIDC}, refresh-token: r, idp-certificate-authority-data: 'aGVsbG8'", {"KC205"}),
        (f"{OIDC}, refresh-token: r, idp-certificate-authority-data: aGVsbG8=", {"KC205"}),
        (f"{OIDC}, refresh-token: r, idp-certificate-authority-data: ''", set()),
        (f"{OIDC}, refresh-token: r, idp-certificate-authority: missing.pem", {"KC205"}),
        (f"{OIDC}, refresh-token: r, idp-certificate-authority: no.pem", {"KC205"}),
        (f"{OIDC}, refresh-token: r, idp-certificate-authority: empty.pem", set()),
        (OIDC, {"KC211"}),
        (f"{OIDC}, id-token: no-jwt", {"KC211"}),
        (f"{OIDC}, id-token: no-jwt, refresh-token: r", {"KC211"}),
        (f"{OIDC}, id-token: {token({'exp': NOW + 60})}", set()),
        (f"{OIDC}, id-token: {token({'exp': str(int(NOW) + 60)})}", set()),
        (f"{OIDC}, id-token: {token({'exp': NOW + 9})}", {"KC211"}),
        (f"{OIDC}, id-token: {token({'exp': NOW - 60})}, refresh-token: r", set()),
        (f"{OIDC}, id-token: {token({})}", {"KC211"}),
        (f"{OIDC}, id-token: {token([])}, refresh-token: r", {"KC211"}),
        (f"{OIDC}, id-token: {token(None)}, refresh-token: r", set()),
        (f"{OIDC}, id-token: {token({'EXP': NOW + 60})}", set()),
        (f"{OIDC}, id-token: {token({'exp': None})}, refresh-token: r", {"KC211"}),
        (f"{OIDC}, id-token: {token({'exp': True})}, refresh-token: r", {"KC211"}),
        (f"{OIDC}, id-token: {token({'exp': 'nan'})}, refresh-token: r", {"KC211"}),
        (f"{OIDC}, id-token: a.=.c, refresh-token: r", {"KC211"}),
    ],
)
def test_oidc(config: str, expected: set[str]) -> None:
    machine = FakeMachine(contents={"no.pem": b"hello", "empty.pem": b""})
    text = complete(provider("oidc", config))
    assert found_in(text, machine=machine).keys() == expected
    assert usable(text, machine=machine) is not bool(expected)
    assert usable(complete(HTTP + provider("oidc", config)), machine=machine) is True


def test_oidc_is_made_but_not_asked_beside_a_token() -> None:
    assert usable(complete(provider("oidc", OIDC, "token: sample"))) is True
    assert usable(complete(provider("oidc", "", "token: sample"))) is False


def test_without_a_machine_nothing_is_said_of_time() -> None:
    assert found_in(complete(provider("oidc", f"{OIDC}, id-token: {token({'exp': 1})}"))) == {}


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        (AZURE, set()),
        (f"{AZURE}, environment: AZUREUSGOVERNMENTCLOUD", set()),
        (f"{AZURE}, environment: AzureUSGov", {"KC208"}),
        (f"{AZURE}, environment: ''", set()),
        (f"{AZURE}, tenantid: b", {"KC206"}),
        (f"{AZURE}, access-token: sample, refresh-token: sample", {"KC209"}),
        (f"{AZURE}, access-token: ''", set()),
        (f"apiserver-id: {AKS}, client-id: a, tenant-id: b", {"KC210"}),
        (f"apiserver-id: {AKS}, client-id: a, tenant-id: b, config-mode: '0'", {"KC210"}),
        ("apiserver-id: own, client-id: a, tenant-id: b", set()),
        (f"apiserver-id: {AKS}, client-id: a, tenant-id: b, config-mode: '01'", set()),
        (f"apiserver-id: {AKS}, client-id: a, tenant-id: b, config-mode: '2'", {"KC207"}),
        (f"apiserver-id: {AKS}, client-id: a, tenant-id: b, config-mode: managed", {"KC207"}),
        (f"apiserver-id: {AKS}, config-mode: '1'", {"KC212"}),
    ],
)
def test_azure_config(config: str, expected: set[str]) -> None:
    assert found_in(complete(provider("azure", config))).keys() - {"KC201"} == expected


@pytest.mark.parametrize("config", [f"apiserver-id: {AKS}, client-id: a", f"{AZURE[:-3]}2'".replace("'", '"')])
def test_what_the_old_provider_refused(config: str) -> None:
    text = complete(provider("azure", config))
    assert usable(text, Version(1, 25)) is False
    assert found_in(text, NEWEST_KUBECTL).keys() > {"KC201"}


def test_oidc_keeps_its_tokens_in_the_file_by_design() -> None:
    assert found_in(complete(provider("oidc", f"{OIDC}, refresh-token: sample"))) == {}


def test_places_are_tight_and_messages_hold_no_token() -> None:
    text = complete(provider("azure", f"{AZURE}, access-token: hunter2hunter2, environment: Nowhere"))
    found = found_in(text)
    places = {code: text[slice(*finding.span)] for code, finding in found.items() if finding.span}
    assert places == {"KC201": "azure", "KC208": "Nowhere", "KC209": "access-token"}
    assert all("hunter2" not in finding.message + finding.help for finding in found.values())
