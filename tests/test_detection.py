"""Which login a user has, in which mode, for which cluster, and in which releases it works."""

from typing import Any

import pytest
import yaml

import kubeconv
from kubeconv.auth.azure import AKS_SERVER, ARC_SERVER
from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.kubeconfig.login import Detected

EXEC = {"apiVersion": "client.authentication.k8s.io/v1beta1"}


def detect(body: Any) -> Detected:
    """What is detected for a user with this body."""
    (found,) = kubeconv.detect(yaml.safe_dump({"users": [{"name": "me", "user": body}]}).encode())
    return found


def provider(name: str, **config: str) -> dict[str, Any]:
    return {"auth-provider": {"name": name, "config": {key.replace("_", "-"): value for key, value in config.items()}}}


def plugin(command: str, *args: str, **settings: Any) -> dict[str, Any]:
    return {"exec": {**EXEC, "command": command, "args": [*args], **settings}}


CERTIFICATE = {"client-certificate-data": "Yw==", "client-key-data": "aw=="}


@pytest.mark.parametrize(
    ("body", "format"),
    [
        (provider("azure", apiserver_id="s"), "azure"),
        (provider("azure"), "azure"),
        ({"auth-provider": {"name": "azure"}}, "azure"),
        (provider("gcp"), "gcp"),
        (provider("oidc"), "oidc"),
        (provider("openstack"), "openstack"),
        (provider("Azure"), "Azure"),
        (provider("something"), "something"),
        (plugin("kubelogin", "get-token", "--server-id", "s"), "kubelogin devicecode"),
        (plugin("/usr/bin/aws", "eks", "get-token"), "exec aws"),
        (plugin("C:\\Tools\\Doctl.EXE"), "exec doctl"),
        (plugin("kubectl", "oidc-login", "get-token"), "exec kubectl-oidc_login"),
        (plugin("kubelogin", "get-token", "--oidc-issuer-url=i"), "exec kubectl-oidc_login"),
        (plugin("kubelogin", "--version"), "exec kubelogin"),
        ({"exec": {}}, "exec"),
        (CERTIFICATE, "client-certificate"),
        ({"client-certificate": "c.pem", "client-key": "k.pem"}, "client-certificate"),
        ({"token": "t"}, "token"),
        ({"tokenFile": "f"}, "token-file"),
        ({"tokenFile": "f", "token": "t"}, "token-file"),
        ({"token": "t", **CERTIFICATE}, "token"),
        ({"username": "u", "password": "p"}, "basic"),
        ({"username": "u"}, "basic"),
        ({"password": "p"}, "basic"),
        ({}, "none"),
        (None, "none"),
        ({"as": "boss"}, "none"),
        ({"token": ""}, "none"),
        ({"token": None, "exec": None, "auth-provider": None}, "none"),
    ],
)
def test_the_format_of_a_login(body: Any, format: str) -> None:
    assert str(detect(body).login) == format


@pytest.mark.parametrize(
    "body",
    [
        {**provider("azure"), **plugin("kubelogin", "get-token", "--server-id", "s")},
        {**provider("gcp"), **plugin("aws")},
        {"token": "t", "username": "u"},
        {"token": "t", "password": "p"},
        {"tokenFile": "f", "username": "u", "password": "p"},
        {"token": "t", "username": "u", **plugin("aws")},
        {"client-certificate": "c.pem", **CERTIFICATE},
        {"client-key": "k.pem", **CERTIFICATE},
    ],
    ids=str,
)
def test_what_client_go_refuses_together_is_a_conflict(body: Any) -> None:
    found = detect(body)
    assert found.login.format == "conflict"
    assert found.notes
    assert [str(each) for each in found.works_with] == ["none", "none"]


@pytest.mark.parametrize("mode", LOGIN_MODES)
@pytest.mark.parametrize(
    "words",
    [
        ["--login", "MODE"],
        ["--login=MODE"],
        ["-l", "MODE"],
        ["-lMODE"],
        ["-l=MODE"],
        ["--login", "msi", "--login", "MODE"],
    ],
    ids=" ".join,
)
def test_the_login_mode(mode: str, words: list[str]) -> None:
    args = [word.replace("MODE", mode) for word in words]
    found = detect(plugin("kubelogin", "get-token", *args, "--server-id", "s"))
    assert found.login == ("kubelogin", mode, "")


@pytest.mark.parametrize(
    ("command", "args", "is_azures"),
    [
        ("kubelogin", ["get-token", "--server-id", "s"], True),
        ("kubelogin", ["get-token", "--server-id=s"], True),
        ("kubelogin", ["get-token", "--login", "msi"], True),
        ("kubelogin", ["-v", "5", "get-token", "--server-id", "s"], True),
        ("KubeLogin.EXE", ["get-token", "--server-id", "s"], True),
        ("C:\\tools\\kubelogin.exe", ["get-token", "--server-id", "s"], True),
        ("./kubelogin", ["get-token", "--server-id", "s"], True),
        ("/usr/local/bin/kubelogin", ["get-token", "--server-id", "s"], True),
        ("/opt/bin/pear-kubelogin", ["get-token", "--server-id", "s"], True),
        ("/opt/kubelogin-tools/other", ["get-token", "--server-id", "s"], False),
        ("/opt/kubelogin/bin/other", ["get-token", "--server-id", "s"], False),
        ("kubelogin-wrapper", ["get-token", "--server-id", "s"], False),
        ("kubelogin", ["get-token", "--oidc-issuer-url=https://i", "--oidc-client-id=c"], False),
        ("kubelogin", ["get-token", "--oidc-issuer-url", "https://i", "--username", "u"], False),
        ("kubelogin", ["get-token", "--oidc-issuer-url=https://i", "--token-cache-dir=/tmp/c"], False),
        ("kubelogin", ["get-token", "--grant-type=device-code", "--oidc-issuer-url=https://i"], False),
        ("/opt/bin/pear-kubelogin", ["get-token", "--username", "u", "--password", "p"], False),
        ("kubectl", ["oidc-login", "get-token", "--oidc-issuer-url=https://i"], False),
        ("kubelogin", ["--version"], False),
        ("kubelogin", ["convert-kubeconfig"], False),
        ("kubelogin", [], False),
        ("", ["get-token", "--server-id", "s"], False),
    ],
)
def test_azures_kubelogin_is_told_by_its_arguments(command: str, args: list[str], is_azures: bool) -> None:
    assert detect(plugin(command, *args)).login.format == ("kubelogin" if is_azures else "exec")


@pytest.mark.parametrize("server_format", [str.lower, str.upper], ids=["lower", "upper"])
@pytest.mark.parametrize(
    ("server", "integration"), [(AKS_SERVER, "managed"), (ARC_SERVER, "arc"), ("own-app", "legacy"), ("", None)]
)
def test_the_integration_is_told_from_the_server_id(server_format: Any, server: str, integration: str | None) -> None:
    server = server_format(server)
    assert detect(provider("azure", apiserver_id=server)).integration == integration
    assert detect(plugin("kubelogin", "get-token", "--login", "msi", "--server-id", server)).integration == integration


@pytest.mark.parametrize(
    "body", [{"token": "t"}, plugin("aws", "--server-id", AKS_SERVER), provider("gcp"), None], ids=str
)
def test_other_logins_have_no_integration(body: Any) -> None:
    assert detect(body).integration is None


@pytest.mark.parametrize(
    ("body", "kubectl", "helm"),
    [
        (provider("azure"), "<1.26", "<3.11"),
        (provider("azure", config_mode="0"), "<1.26", "<3.11"),
        (provider("azure", config_mode="1"), ">=1.18.1,<1.26", ">=3.3,<3.11"),
        (provider("gcp"), "<1.26", "<3.11"),
        (provider("openstack"), "<1.19", "<3.4"),
        (provider("oidc"), "all", "all"),
        (provider("something"), "none", "none"),
        (plugin("x"), ">=1.11", ">=3.0"),
        (plugin("x", apiVersion="client.authentication.k8s.io/v1", interactiveMode="Never"), ">=1.22", ">=3.7"),
        (plugin("x", apiVersion="client.authentication.k8s.io/v1alpha1"), ">=1.10,<1.24", "<3.9"),
        (plugin("x", apiVersion="client.authentication.k8s.io/v2"), "none", "none"),
        (plugin("x", apiVersion=None), "none", "none"),
        (plugin("x", apiVersion="client.authentication.k8s.io/v1"), "none", "none"),
        (plugin("x", interactiveMode="always"), ">=1.11,<1.22", ">=3.0,<3.7"),
        (plugin(""), "none", "none"),
        ({"token": "t"}, "all", "all"),
        (CERTIFICATE, "all", "all"),
        ({"client-certificate": "c.pem"}, "none", "none"),
        (None, "all", "all"),
    ],
)  # fmt: skip
def test_the_releases_in_which_a_login_works(body: Any, kubectl: str, helm: str) -> None:
    assert [str(each) for each in detect(body).works_with] == [kubectl, helm]


@pytest.mark.parametrize("beside", [{"token": "t"}, {"tokenFile": "f"}, {"username": "u"}, CERTIFICATE], ids=str)
def test_a_plugin_that_never_runs_is_said(beside: dict[str, str]) -> None:
    found = detect({**plugin("kubelogin", "get-token", "--server-id", "s"), **beside})
    assert found.login.format == "kubelogin"
    assert "not run" in " ".join(found.notes)


def test_contexts_file_and_line_of_each_user_in_the_order_of_the_file() -> None:
    text = """\
contexts:
- {name: x, context: {cluster: c, user: zoe}}
- {name: y, context: {cluster: c, user: ana}}
- {name: z, context: {cluster: d, user: zoe}}
- {name: dangling, context: {cluster: d, user: gone}}
users:
- name: zoe
  user: {token: t}
# about ana
- user: {token: t}
  name: ana
- name: unused
"""
    found = kubeconv.detect(text.encode(), "config")
    assert [(each.user, each.contexts, each.file, each.line) for each in found] == [
        ("zoe", ("x", "z"), "config", 7),
        ("ana", ("y",), "config", 10),
        ("unused", (), "config", 12),
    ]


def test_what_is_detected_holds_no_secret() -> None:
    for login, body in {
        "token": {"token": "s3cret"},
        "basic": {"username": "u", "password": "s3cret"},
        "azure": provider("azure", access_token="s3cret"),
        "kubelogin spn": plugin(
            "kubelogin", "get-token", "--login", "spn", "--server-id", "s", "--client-secret", "s3cret"
        ),
    }.items():
        assert str(detect(body).login) == login
        assert "s3cret" not in f"{detect(body)!r}"


@pytest.mark.parametrize(
    "text", ["", "\n", "# nothing\n", "null\n", "{}\n", "users:\n", "users: []\n", "users: [null]\n", "kind: Config\n"]
)
def test_a_file_without_users_has_none(text: str) -> None:
    assert kubeconv.detect(text.encode()) == []


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("kubelogin get-token --client-secret aB/horse+7 --login spn", "exec kubelogin ***"),
        ("corp --token=aB/horse", "exec corp ***"),
        ("Zk3Jq9Lx2Vn8Rt5Wy7Bp4Ms6Dh1/horse", "exec ***"),
        ("bin/corp", "exec corp"),
        ("/opt/corp/bin/corp2.exe", "exec corp2"),
        ("C:\\Program Files\\Corp\\corp.exe", "exec corp"),
    ],
)
def test_what_follows_a_slash_that_is_none_of_a_path_is_no_program(command: str, expected: str) -> None:
    assert str(detect(plugin(command)).login) == expected
