"""The rules about Azure's kubelogin and about kuberc: their examples, and the cases that are easily got wrong."""

import json
from collections.abc import Mapping, Sequence
from types import ModuleType

import pytest

from kubeconv.auth.azure import AKS_CLIENT, AKS_SERVER, ARC_CLIENT, ARC_SERVER
from kubeconv.auth.kubelogin import FLAGS
from kubeconv.auth.login_modes import ALWAYS_READ, HEAD, LOGIN_MODES
from kubeconv.releases.table import NEWEST_KUBECTL, NEWEST_KUBELOGIN, OLDEST_KUBELOGIN
from kubeconv.releases.version import Version, parse_version
from kubeconv.tree.finding import Finding
from kubeconv.validation.index import NAMES
from kubeconv.validation.rules import rules_in

from .examples import BASE, FakeMachine, codes_of_examples, complete, findings

TENANT = "72f988bf-86f1-41af-91ab-2d7cd011db47"
WHO = ("--client-id", AKS_CLIENT, "--tenant-id", TENANT)
SERVER = ("--server-id", AKS_SERVER)
ARC_ID = "/subscriptions/1/resourceGroups/g/providers/Microsoft.Kubernetes/connectedClusters/"
DENY_ALL = b"apiVersion: kubectl.config.k8s.io/v1beta1\nkind: Preference\ncredentialPluginPolicy: DenyAll\n"

AZURES = FakeMachine(programs={"kubelogin": "/usr/bin/kubelogin"}, kubelogin=NEWEST_KUBELOGIN)
SETUPS: Mapping[str, Mapping[str, object]] = {
    "KC323": {"machine": AZURES._replace(kubelogin="0.0.34")},
    "KC329": {"machine": AZURES._replace(environment={"AZURE_CLIENT_ID": "another"})},
    "KC330": {"kuberc": DENY_ALL},
}
OURS = [rule for rule in rules_in("plugins") if rule.CODE >= "KC320"]


@pytest.mark.parametrize("rule", OURS, ids=lambda rule: rule.NAME)
def test_examples(rule: ModuleType) -> None:
    assert codes_of_examples(rule, **SETUPS.get(rule.CODE, {})) == ({rule.CODE}, set())  # type: ignore[arg-type]


def user(
    *arguments: str, command: str = "kubelogin", env: Mapping[str, str] | None = None, version: str = "v1beta1",
    extra: str = "",
) -> str:  # fmt: skip
    """A kubeconfig whose user runs `command get-token` with these arguments."""
    variables = [{"name": name, "value": value} for name, value in (env or {}).items()]
    exec_ = {
        "apiVersion": f"client.authentication.k8s.io/{version}",
        "command": command,
        "args": ["get-token", *arguments],
        "env": variables,
        "interactiveMode": "Never",
    }
    return complete(f"users:\n- name: u\n  user: {{{extra}exec: {json.dumps(exec_)}}}\n")


def found(
    text: str, *, machine: FakeMachine | None = None, kubectl: Version = NEWEST_KUBECTL, kuberc: bytes | None = None
) -> list[Finding]:
    """The findings of the rules that are tested here, device code login apart."""
    ours = {rule.CODE for rule in OURS} - {"KC324"}
    return [each for each in findings(text, machine=machine, kubectl=kubectl, kuberc=kuberc) if each.code in ours]


def told(text: str, **options: object) -> list[tuple[str, str]]:
    return sorted({(each.code, each.severity) for each in found(text, **options)})  # type: ignore[arg-type]


@pytest.mark.parametrize("mode", LOGIN_MODES)
def test_a_login_mode_is_about_known_flags(mode: str) -> None:
    row = LOGIN_MODES[mode]
    known = FLAGS.keys()
    needed = {flag for need in row.needs for flag in need.flags}
    assert row.reads <= known
    assert row.writes.keys() <= known
    assert needed | row.variables.keys() | row.fallbacks.keys() <= row.reads
    # What the converter writes is read at run time, but for --legacy of ropc, which ended with 0.2.0.
    assert row.writes.keys() - row.reads - ALWAYS_READ <= {"legacy"}
    assert bool(row.pop_since) == ("pop-enabled" in row.reads) == ("pop-enabled" in row.writes)
    assert row.unattended or row.identity == "person"
    assert not row.asks or row.identity == "machine"


def test_every_release_of_the_tables_is_one_of_kubelogins() -> None:
    variables = [each for flag in FLAGS.values() for each in (*flag.variables, flag.terraform) if each]
    for row in LOGIN_MODES.values():
        variables += [*row.variables.values(), *row.fallbacks.values()]
    releases = [each.since for each in FLAGS.values()] + [each.since for each in LOGIN_MODES.values()]
    releases += [each.since for each in variables]
    releases += [row.pop_since for row in LOGIN_MODES.values() if row.pop_since]
    oldest, newest = parse_version(OLDEST_KUBELOGIN), parse_version(NEWEST_KUBELOGIN)
    assert all(oldest <= parse_version(since) <= newest for since in releases)
    assert HEAD.keys() <= ALWAYS_READ <= FLAGS.keys()


SPN = ("--login", "spn", *SERVER, *WHO)
PIPELINE = {"SYSTEM_ACCESSTOKEN": "t", "SYSTEM_OIDCREQUESTURI": "https://p.example"}
MISSING = [
    (SPN, {}, {}, [("KC320", "info")]),
    ((*SPN, "--client-certificate", "a.pfx"), {}, {}, []),
    (SPN, {"AAD_SERVICE_PRINCIPAL_CLIENT_SECRET": "s"}, {}, []),
    (SPN, {}, {"AZURE_CLIENT_SECRET": "s"}, []),
    (SPN, {}, {"AZURE_CLIENT_SECRET": ""}, [("KC320", "info")]),
    ((*SPN, "--disable-environment-override"), {"AZURE_CLIENT_SECRET": "s"}, {}, [("KC320", "error")]),
    ((*SPN, "--use-azurerm-env-vars"), {"ARM_CLIENT_SECRET": "s"}, {}, []),
    ((*SPN, "--use-azurerm-env-vars"), {"AZURE_CLIENT_SECRET": "s"}, {}, [("KC320", "info")]),
    (("-l", "devicecode", *SERVER, *WHO), {}, {}, []),
    (("-ldevicecode", *SERVER, "--client-id", AKS_CLIENT, f"-t={TENANT}"), {}, {}, []),
    (("--login", "devicecode", *SERVER, "--client-id", AKS_CLIENT), {}, {}, [("KC320", "warning")]),
    (("--login", "devicecode", *SERVER, *WHO, "--tenant-id", ""), {}, {}, [("KC320", "warning"), ("KC321", "warning")]),
    (("--login", "azurecli"), {}, {}, [("KC320", "error")]),
    (("--login", "azurecli", *SERVER), {}, {}, []),
    (("--login", "msi", *SERVER), {}, {}, []),
    (("--login", "workloadidentity", *SERVER), {}, {}, [("KC320", "info")]),
    (
        ("--login", "workloadidentity", *SERVER),
        {},
        {"AZURE_CLIENT_ID": "c", "AZURE_TENANT_ID": "t", "AZURE_FEDERATED_TOKEN_FILE": "/f"},
        [],
    ),
    (
        ("--login", "workloadidentity", *SERVER, "--client-id", "c", "--tenant-id", "t"),
        {},
        {"ACTIONS_ID_TOKEN_REQUEST_TOKEN": "t", "ACTIONS_ID_TOKEN_REQUEST_URL": "u"},
        [],
    ),
    (
        ("--login", "azurepipelines", *SERVER, "--tenant-id", "t"),
        {},
        {"AZURESUBSCRIPTION_CLIENT_ID": "c", "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID": "s", **PIPELINE},
        [],
    ),
    (
        ("--login", "azurepipelines", *SERVER, "--tenant-id", "t", "--client-id", "c"),
        {"AZURESUBSCRIPTION_SERVICE_CONNECTION_ID": "s", **PIPELINE, "SYSTEM_ACCESSTOKEN": ""},
        {},
        [("KC320", "error")],
    ),
    # An empty variable of the entry wins over the argument, and over the shell.
    (
        ("--login", "devicecode", *SERVER, *WHO),
        {"AZURE_CLIENT_ID": ""},
        {"AZURE_CLIENT_ID": "c"},
        [("KC320", "error"), ("KC321", "info")],
    ),
    # The entry's own AAD_LOGIN_METHOD decides, the one of the shell is for KC329.
    (SERVER, {"AAD_LOGIN_METHOD": "azurecli"}, {}, []),
    (("--login", "ropc", *SERVER, *WHO, "--username", "me"), {"AAD_USER_PRINCIPAL_PASSWORD": "p"}, {}, []),
]


@pytest.mark.parametrize(("arguments", "env", "shell", "expected"), MISSING)
def test_missing(
    arguments: Sequence[str], env: Mapping[str, str], shell: Mapping[str, str], expected: list[tuple[str, str]]
) -> None:
    assert told(user(*arguments, env=env), machine=AZURES._replace(environment=shell)) == expected


IGNORED = [
    (("--login", "azurecli", *SERVER, "--client-id", "c"), ["--client-id"]),
    (("--login", "azurecli", *SERVER, "--environment", "AzurePublicCloud"), ["--environment"]),
    (("--login", "azurecli", *SERVER, "--tenant-id", "t", "-s", "sub", "--timeout", "9s", "--cache-dir", "d"), []),
    (("--login", "azurecli", *SERVER, "--token-cache-dir", "d"), []),
    (("--login", "msi", *SERVER, "--client-id", "c", "--identity-resource-id", "r"), ["--identity-resource-id"]),
    ((*SPN, "--client-secret", "s", "--client-certificate", "a.pfx"), ["--client-secret"]),
    ((*SPN, "--client-certificate", "a.pem", "--client-certificate-password", "p"), ["--client-certificate-password"]),
    ((*SPN, "--client-certificate", "a.pfx", "--client-certificate-password", "p"), []),
    (("--login", "workloadidentity", *SERVER, *WHO, "--federated-token-file", "f", "--environment", "AzureCloud"), []),
    (
        ("--login", "interactive", *SERVER, *WHO, "--environment", "x", "--authority-host", "https://h/"),
        ["--environment"],
    ),
    (("--login", "azurecli", *SERVER, "--pop-enabled=false"), []),
    (("--login", "azurecli", "--server-id", "other", *SERVER), ["--server-id"]),
    (("--login", "azurecli", *SERVER, *SERVER), []),
]


@pytest.mark.parametrize(("arguments", "expected"), IGNORED)
def test_ignored(arguments: Sequence[str], expected: list[str]) -> None:
    text = user(*arguments)
    hits = [each for each in found(text) if each.code == "KC321"]
    assert [text[each.span.start : each.span.end].strip('"') for each in hits if each.span] == expected
    assert {each.code for each in found(text)} <= {"KC321"}


def test_a_value_given_by_the_entry_wins() -> None:
    spn = (*SPN, "--client-certificate", "a.pfx")
    assert told(user(*spn, env={"AZURE_CLIENT_ID": "other"})) == [("KC321", "info")]
    assert told(user(*spn, env={"AZURE_CLIENT_ID": AKS_CLIENT})) == []


CLI = ("--login", "azurecli", *SERVER)
INTERACTIVE = ("--login", "interactive", *SERVER, *WHO)
POP = ("--login", "interactive", "--server-id", ARC_SERVER, "--client-id", ARC_CLIENT, "--tenant-id", TENANT)
OTHER = "2a3c8e0a-5d8c-4d0f-9a0c-0123456789ab"
STATIC: list[tuple[Sequence[str], list[str]]] = [
    ((*CLI, "--context", "x"), ["KC322"]),
    ((*CLI, "-v", "5"), []),
    ((*CLI, "-v=5", "--v", "5", "--logtostderr=false"), []),
    ((*CLI, "-h"), ["KC336"]),
    ((*CLI, "-x"), ["KC322"]),
    (("--login", "AzureCLI", *SERVER), ["KC322"]),
    (("--login=", *SERVER), ["KC322"]),
    ((*CLI, "--", "--nonsense"), ["KC333"]),
    ((*CLI, "extra"), ["KC333"]),
    ((*CLI, "--disable-environment-override", "false"), ["KC333"]),
    ((*CLI, "--disable-environment-override=false"), []),
    ((*CLI, "--disable-environment-override=no"), ["KC332"]),
    ((*CLI, "--timeout", "60"), ["KC332"]),
    ((*CLI, "--timeout", "0s"), ["KC332"]),
    ((*CLI, "--timeout", "1m30s"), []),
    ((*CLI, "--timeout", "-1s"), ["KC332"]),
    ((*CLI, "--tenant-id"), ["KC332"]),
    ((*INTERACTIVE, "--authority-host", "login.microsoftonline.us/"), ["KC332"]),
    ((*INTERACTIVE, "--authority-host", "https://login.microsoftonline.us/"), []),
    ((*INTERACTIVE, "-e", "azureusgovernment"), []),
    ((*INTERACTIVE, "-e", "AzureGermanCloud"), ["KC331"]),
    (("--login", "devicecode", *SERVER, *WHO, "--legacy"), ["KC334"]),
    (("--login", "devicecode", *SERVER, *WHO, "--legacy=false"), []),
    (("--login", "devicecode", "--server-id", OTHER, *WHO, "--legacy"), []),
    (("--login", "ropc", "--server-id", OTHER, *WHO, "--username", "u", "--password", "p", "--legacy"), ["KC325"]),
    ((*POP, "--pop-enabled", "--pop-claims", f"u={ARC_ID}c"), []),
    ((*POP, "--pop-enabled", "--pop-claims", f"a=b, u={ARC_ID}c"), []),
    ((*POP, "--pop-enabled", "--pop-claims", f"U={ARC_ID}c"), ["KC326"]),
    ((*POP, "--pop-enabled", "--pop-claims", ARC_ID), ["KC326"]),
    ((*POP, "--pop-enabled", "--pop-claims", "u="), ["KC326"]),
    ((*POP, "--pop-enabled"), ["KC335"]),
    ((*POP, "--pop-claims", f"u={ARC_ID}c"), ["KC335"]),
    ((*CLI, "--pop-claims", f"u={ARC_ID}c"), ["KC321", "KC335"]),
    (("--login", "azurecli", "--server-id", AKS_CLIENT), ["KC327"]),
    (("--login", "interactive", *SERVER, "--client-id", ARC_CLIENT, "--tenant-id", TENANT), ["KC327"]),
    (("--login", "interactive", *SERVER, "--client-id", OTHER, "--tenant-id", TENANT), []),
    (("--login", "azurecli", *SERVER, "--grant-type=password"), ["KC328", "KC337"]),
    (("--oidc-issuer-url=https://i.example", "--oidc-client-id=k"), []),
]


@pytest.mark.parametrize(("arguments", "expected"), STATIC)
def test_arguments(arguments: Sequence[str], expected: list[str]) -> None:
    assert [code for code, _ in told(user(*arguments))] == expected


@pytest.mark.parametrize("command", ["kubectl", "my-kubelogin-wrapper", "/opt/kubelogin/other"])
def test_other_programs_are_left_alone(command: str) -> None:
    assert found(user("--login", "nonsense", "--bogus", command=command), machine=AZURES) == []


def clusters(*servers: str) -> str:
    """Clusters c0, c1 … with a context and a user each."""
    listed = [{"name": f"c{index}", "cluster": {"server": server}} for index, server in enumerate(servers)]
    contexts = [
        {"name": f"x{index}", "context": {"cluster": f"c{index}", "user": f"u{index}"}} for index in range(len(servers))
    ]
    head = f"{BASE['apiVersion']}{BASE['kind']}current-context: x0\n"
    return f"{head}clusters: {json.dumps(listed)}\ncontexts: {json.dumps(contexts)}\n"


def users(*arguments: Sequence[str]) -> str:
    bodies = [
        {
            "name": f"u{index}",
            "user": {
                "exec": {
                    "apiVersion": "client.authentication.k8s.io/v1beta1",
                    "command": "kubelogin",
                    "args": ["get-token", *each],
                }
            },
        }
        for index, each in enumerate(arguments)
    ]
    return f"users: {json.dumps(bodies)}\n"


def pop(claim: str) -> tuple[str, ...]:
    return (*POP, "--pop-enabled", "--pop-claims", f"u={claim}")


ELSEWHERE = [
    (["https://a.hcp.westeurope.azmk8s.io:443"], [CLI], 0),
    (["https://127.0.0.1:47011/proxies/abc"], [CLI], 1),
    (["https://a.hcp.westeurope.azmk8s.io:443"], [("--login", "azurecli", "--server-id", ARC_SERVER)], 1),
    (["https://a.example"], [("--login", "azurecli", "--server-id", ARC_SERVER)], 0),
    (["https://a.example", "https://b.example"], [pop(f"{ARC_ID}one"), pop(f"{ARC_ID}one")], 1),
    (["https://a.example", "https://a.example"], [pop(f"{ARC_ID}one"), pop(f"{ARC_ID}one".upper())], 0),
    (["https://a.example", "https://b.example"], [pop(f"{ARC_ID}one"), pop(f"{ARC_ID}two")], 0),
    (["https://a.example", "https://b.example"], [pop(f"{ARC_ID}c0"), pop(f"{ARC_ID}c0")], 1),
    (["https://a.example", "https://b.example"], [pop(f"{ARC_ID}c1"), pop(f"{ARC_ID}c0")], 2),
]


@pytest.mark.parametrize(("servers", "arguments", "expected"), ELSEWHERE)
def test_arguments_of_another_cluster(servers: list[str], arguments: list[tuple[str, ...]], expected: int) -> None:
    hits = found(clusters(*servers) + users(*arguments))
    assert [each.code for each in hits] == ["KC327"] * expected


RELEASES: list[tuple[str, Sequence[str], bool]] = [
    ("0.2.19", (*CLI, "--subscription", "s"), False),
    ("0.2.18", (*CLI, "--subscription", "s"), True),
    ("v0.1.9", (*INTERACTIVE, "--cache-dir", "d"), True),
    ("v0.1.9", (*INTERACTIVE, "--token-cache-dir", "d"), False),
    ("v0.1.9", ("--login", "azurepipelines", *SERVER, *WHO), True),
    ("0.2.5", CLI, True),
    ("0.2.6", CLI, False),
    ("0.1.9", CLI, False),
    ("0.2.5", (*CLI, "--tenant-id", TENANT), False),
    ("0.0.20", INTERACTIVE, True),
    ("nonsense", INTERACTIVE, False),
    ("", INTERACTIVE, False),
]


@pytest.mark.parametrize(("release", "arguments", "expected"), RELEASES)
def test_too_old(release: str, arguments: Sequence[str], expected: bool) -> None:
    codes = {each.code for each in found(user(*arguments), machine=AZURES._replace(kubelogin=release))}
    assert ("KC323" in codes) is expected


def test_too_old_for_v1() -> None:
    old = AZURES._replace(kubelogin="0.0.20")
    assert [each.code for each in found(user(*CLI, version="v1"), machine=old)] == ["KC323"]
    assert found(user(*CLI), machine=old) == []


def test_a_newer_kubelogin_may_know_more() -> None:
    newer = AZURES._replace(kubelogin="0.3.0")
    assert told(user(*CLI, "--brand-new"), machine=newer) == [("KC322", "warning")]
    assert told(user(*CLI, "--brand-new"), machine=AZURES) == [("KC322", "error")]


def test_which_kubelogin_is_on_path() -> None:
    others = FakeMachine(programs={"kubelogin": "/usr/bin/kubelogin"})
    oidc = user("--oidc-issuer-url=https://i.example", "--oidc-client-id=k")
    assert told(user(*CLI), machine=others) == [("KC328", "warning")]
    assert told(user(*CLI, command="/opt/kubelogin"), machine=others) == []
    assert told(user(*CLI), machine=FakeMachine()) == []
    assert told(oidc, machine=others) == []
    assert told(oidc, machine=AZURES) == [("KC328", "error")]


SHELL: list[tuple[Sequence[str], Mapping[str, str], Mapping[str, str], list[str]]] = [
    (INTERACTIVE, {}, {"AZURE_TENANT_ID": "other"}, ["warning"]),
    (INTERACTIVE, {}, {"AZURE_TENANT_ID": TENANT}, []),
    (INTERACTIVE, {}, {"AZURE_TENANT_ID": ""}, ["warning"]),
    (INTERACTIVE, {"AZURE_TENANT_ID": TENANT}, {"AZURE_TENANT_ID": "other"}, []),
    (INTERACTIVE, {}, {"AAD_LOGIN_METHOD": "azurecli"}, ["warning"]),
    (INTERACTIVE, {}, {"AAD_LOGIN_METHOD": "interactive"}, []),
    (INTERACTIVE, {}, {"AZURE_CLIENT_SECRET": "s", "AZURE_USERNAME": "u", "ARM_CLIENT_ID": "x"}, []),
    (INTERACTIVE, {}, {"AZURE_AUTHORITY_HOST": "https://h/"}, []),
    ((*INTERACTIVE, "--disable-environment-override"), {}, {"AZURE_TENANT_ID": "other"}, []),
    (CLI, {}, {"AZURE_TENANT_ID": "other"}, ["info"]),
    (CLI, {}, {"AZURE_CLIENT_ID": "other"}, []),
    (("--login", "msi", *SERVER), {}, {"AZURE_CLIENT_ID": "other"}, ["info"]),
    # The converter writes the shared client, which has no secret: the variable is how the real one is given.
    (SPN, {}, {"AZURE_CLIENT_ID": "mine", "AZURE_CLIENT_SECRET": "s"}, []),
]


@pytest.mark.parametrize(("arguments", "env", "shell", "expected"), SHELL)
def test_environment(
    arguments: Sequence[str], env: Mapping[str, str], shell: Mapping[str, str], expected: list[str]
) -> None:
    hits = found(user(*arguments, env=env), machine=AZURES._replace(environment=shell))
    assert [each.severity for each in hits if each.code == "KC329"] == expected


def kuberc(policy: str | None, *entries: str, key: str = "name", version: str = "v1beta1") -> bytes:
    text = f"apiVersion: kubectl.config.k8s.io/{version}\nkind: Preference\n"
    text += f"credentialPluginPolicy: {policy}\n" if policy is not None else ""
    text += f"credentialPluginAllowlist: {json.dumps([{key: entry} for entry in entries])}\n" if entries else ""
    return text.encode()


HERE = FakeMachine(
    programs={"plug": "/w/bin/plug", "/w/bin/plug": "/w/bin/plug", "/w/other/plug": "/w/other/plug"}, environment={}
)
RUNS, REFUSED, BROKEN = None, "use", "risk"
#: Command, kuberc, and what kubectl 1.35, 1.36 and 1.37 do: run the plugin; refuse the plugin; refuse with this PATH.
KUBERC: list[tuple[str, bytes, str | None]] = [
    ("plug", kuberc(None), RUNS),
    ("plug", kuberc("AllowAll"), RUNS),
    ("plug", kuberc('""'), RUNS),
    ("plug", kuberc("null"), RUNS),
    ("plug", b"", RUNS),
    ("plug", kuberc("DenyAll"), REFUSED),
    ("plug", kuberc("DenyAll", version="v1alpha1"), RUNS),
    ("plug", kuberc("DenyAll") + b"unknown: 1\n", REFUSED),
    ("plug", kuberc("DenyAll") + b"credentialPluginPolicy: AllowAll\n", RUNS),
    ("plug", kuberc(None) + b"CredentialPluginPolicy: DenyAll\n", RUNS),
    ("plug", b"apiVersion: v1\nkind: Foo\n---\n" + kuberc("DenyAll"), REFUSED),
    ("plug", b"a: [\n---\n" + kuberc("DenyAll"), REFUSED),
    ("plug", b"--- # x\n" + kuberc("DenyAll"), REFUSED),
    ("plug", kuberc("AllowAll") + b"---\n" + kuberc("DenyAll"), RUNS),
    ("plug", kuberc(None, version="v1alpha1") + b"---\n" + kuberc("DenyAll"), RUNS),
    ("plug", kuberc("Allowlist", "plug"), RUNS),
    ("plug", kuberc("Allowlist", "kubelogin", "plug"), RUNS),
    ("plug", kuberc("Allowlist", "kubelogin"), REFUSED),
    ("plug", kuberc("Allowlist", "/w/bin/plug"), RUNS),
    ("plug", kuberc("Allowlist", "/w/other/plug"), BROKEN),
    ("/w/bin/plug", kuberc("Allowlist", "plug"), RUNS),
    ("/w/bin/plug", kuberc("Allowlist", "/w/bin/plug"), RUNS),
    ("/w/bin/../bin/plug", kuberc("Allowlist", "/w/bin/plug"), RUNS),
    ("/w/other/plug", kuberc("Allowlist", "plug"), BROKEN),
    ("../../../w/bin/plug", kuberc("Allowlist", "/w/bin/plug"), RUNS),
    ("../../../w/bin/plug", kuberc("Allowlist", "bin/plug"), BROKEN),
]


@pytest.mark.parametrize("kubectl", [Version(1, 35, 0), Version(1, 36, 0), Version(1, 37, 1)], ids=str)
@pytest.mark.parametrize(("command", "content", "expected"), KUBERC)
def test_kuberc(command: str, content: bytes, expected: str | None, kubectl: Version) -> None:
    hits = [
        each
        for each in found(user(command=command), machine=HERE, kubectl=kubectl, kuberc=content)
        if each.code == "KC330"
    ]
    assert [each.effect for each in hits] == ([expected] if expected else [])
    assert all(each.https_only and each.subject is not None for each in hits)


#: Kuberc files with which kubectl 1.35 and newer do nothing at all; the last ones are read as no preferences.
BAD_KUBERC = [
    kuberc("denyall"),
    kuberc("Allowlist"),
    kuberc("Allowlist") + b"credentialPluginAllowlist: []\n",
    kuberc("Allowlist") + b"credentialPluginAllowlist: [{}]\n",
    kuberc("Allowlist") + b"credentialPluginAllowlist: [null, {name: plug}]\n",
    kuberc("Allowlist", ""),
    kuberc("Allowlist", "./plug"),
    kuberc("DenyAll", "plug"),
    kuberc("DenyAll") + b"credentialPluginAllowlist: []\n",
    kuberc(None, "plug"),
    kuberc("DenyAll", version="v1"),
    kuberc("1"),
    kuberc("!!int x"),
    kuberc("Allowlist") + b"credentialPluginAllowlist: [plug]\n",
    b"credentialPluginPolicy: DenyAll\n",
    b"a: [",
]


@pytest.mark.parametrize("content", BAD_KUBERC)
def test_bad_kuberc(content: bytes) -> None:
    hits = found(user(command="plug"), machine=HERE, kuberc=content)
    assert [(each.code, each.span, each.effect) for each in hits] == [("KC330", None, "risk")]


def test_keys_of_kuberc_entries() -> None:
    new = kuberc("Allowlist", "plug", key="command")
    both = kuberc("Allowlist") + b"credentialPluginAllowlist: [{name: plug, command: other}]\n"
    text = user(command="plug")
    assert found(text, kuberc=new, kubectl=Version(1, 36)) == []
    assert "names no program" in found(text, kuberc=new, kubectl=Version(1, 35))[0].message
    assert found(text, kuberc=both, kubectl=Version(1, 35)) == []
    assert "understands" in found(text, kuberc=both, kubectl=Version(1, 36))[0].message
    assert found(text, kuberc=DENY_ALL, kubectl=Version(1, 34)) == []


@pytest.mark.parametrize("instead", ["token: t, ", "tokenFile: /t, ", "username: a, "])
def test_kuberc_and_a_plugin_that_is_not_run(instead: str) -> None:
    assert found(user(command="plug", extra=instead), kuberc=DENY_ALL) == []


def test_codes_and_names_are_unique() -> None:
    assert len({*NAMES.values()}) == len(NAMES)


WORKLOAD = ("--login", "workloadidentity", *SERVER, *WHO, "--federated-token-file", "f")
#: Release on PATH, arguments, variables of the shell, and what is told.
BY_RELEASE: list[tuple[str, Sequence[str], Mapping[str, str], list[tuple[str, str]]]] = [
    ("0.2.19", (*INTERACTIVE, "--authority-host", "https://h:x/"), {}, [("KC332", "error")]),
    ("0.2.19", (*INTERACTIVE, "--authority-host", "http://h/"), {}, [("KC332", "error")]),
    ("0.1.9", (*INTERACTIVE, "--authority-host", "http://h"), {}, []),
    ("0.2.19", WORKLOAD, {"AZURE_AUTHORITY_HOST": "https://h"}, [("KC332", "error")]),
    ("0.2.19", (*INTERACTIVE, "--tenant-id", "a b"), {}, [("KC321", "warning"), ("KC332", "error")]),
    ("0.2.19", CLI, {"AZURE_CLI_TIMEOUT": "0s"}, [("KC332", "error")]),
    ("0.0.30", CLI, {"AZURE_CLI_TIMEOUT": "0s"}, []),
    ("0.2.19", (*INTERACTIVE, "-e", "Moon"), {}, [("KC331", "warning")]),
    ("0.1.9", (*INTERACTIVE, "-e", "Moon"), {}, [("KC331", "error")]),
    ("0.1.9", (*INTERACTIVE, "-e", "AzureGermanCloud"), {}, []),
    ("0.1.9", (*SPN, "--client-secret", "s", "--client-certificate", "a.pfx"), {}, [("KC323", "error")]),
    ("0.0.20", SPN, {"AZURE_CLIENT_SECRET": "s"}, [("KC320", "info")]),
    ("0.2.19", SPN, {"AZURE_CLIENT_SECRET": "s"}, []),
    ("0.1.9", WORKLOAD, {}, [("KC320", "info")]),
    ("0.2.19", WORKLOAD, {}, []),
    ("0.0.20", (*SPN, "--client-secret", "s"), {"AZURE_CLIENT_ID": "other"}, []),
    ("0.0.26", (*SPN[:-4], "--client-id", "one", "--tenant-id", "t", "--client-secret", "s"), {"AZURE_CLIENT_ID": "other"},
     [("KC329", "warning")]),
    ("0.2.19", (*SPN, "--client-secret", "s", "--legacy", "--pop-enabled", "--pop-claims", "x"), {},
     [("KC321", "warning"), ("KC334", "warning")]),
    ("0.1.9", (*CLI, "--pop-enabled", "--pop-claims", "x"), {}, [("KC321", "warning"), ("KC326", "error")]),
]  # fmt: skip


@pytest.mark.parametrize(("release", "arguments", "shell", "expected"), BY_RELEASE)
def test_the_kubelogin_on_path_decides(
    release: str, arguments: Sequence[str], shell: Mapping[str, str], expected: list[tuple[str, str]]
) -> None:
    machine = AZURES._replace(kubelogin=release, environment=shell)
    assert told(user(*arguments), machine=machine) == expected


def test_a_bad_value_names_the_variable_of_the_shell() -> None:
    machine = AZURES._replace(environment={"AZURE_AUTHORITY_HOST": "https://h"})
    (hit,) = found(user(*WORKLOAD), machine=machine)
    assert (hit.code, hit.variable) == ("KC332", "AZURE_AUTHORITY_HOST")
    assert "given by the variable AZURE_AUTHORITY_HOST of this shell" in hit.message
