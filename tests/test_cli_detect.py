"""`kubeconv detect` from outside: the format of every login, who uses it, the clients in which it works, the cluster."""

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from test_cli_convert import BAD, schema
from test_cli_usage import AKS_CLIENT, AKS_SERVER, AZURE, KUBELOGIN, TOKEN, Machine, kubeconfig

ARC_SERVER = "6256c85f-0aad-4d50-b960-e6e9b21efe35"
EXEC = "client.authentication.k8s.io"


def plugin(command: str, *arguments: str, version: str = "v1beta1", **more: Any) -> dict[str, Any]:
    return {"exec": {"apiVersion": f"{EXEC}/{version}", "command": command, "args": [*arguments], **more}}


def provider(name: str, **config: str) -> dict[str, Any]:
    return {"auth-provider": {"name": name, "config": config}}


def detected(tmp_path: Path, body: Any) -> dict[str, Any]:
    """What JSON says of the one user with this body."""
    machine = Machine(tmp_path)
    config = machine.file("config", json.dumps({"users": [{"name": "me", "user": body}]}))
    ended = machine.call("detect", config, "--format", "json")
    assert (ended.code, ended.err) == (0, "")
    data = json.loads(ended.out)
    jsonschema.validate(data, schema("detect"))
    (found,) = data["users"]
    assert found["file"] == str(config)
    return dict(found)


AZURES = ("get-token", "--login", "spn", "--server-id", "S")

#: The body of a user, its format and its login mode.
FORMATS: list[tuple[Any, str, str | None]] = [
    (provider("azure"), "azure", None),
    ({"auth-provider": {"name": "azure"}}, "azure", None),
    (provider("gcp"), "gcp", None),
    (provider("oidc"), "oidc", None),
    (provider("openstack"), "openstack", None),
    (provider("tencent"), "tencent", None),
    (plugin("kubelogin", *AZURES), "kubelogin", "spn"),
    (plugin("kubelogin", "get-token", "--server-id", "S"), "kubelogin", "devicecode"),
    (plugin("kubelogin", "get-token"), "kubelogin", "devicecode"),
    (plugin("kubelogin", "get-token", "-l", "msi"), "kubelogin", "msi"),
    (plugin("kubelogin", "get-token", "-lmsi"), "kubelogin", "msi"),
    (plugin("kubelogin", "get-token", "--login=azurecli"), "kubelogin", "azurecli"),
    (plugin("kubelogin", "get-token", "--login", "msi", "--login", "azd"), "kubelogin", "azd"),
    (plugin("kubelogin", "get-token", "--login", "newer"), "kubelogin", "newer"),
    (plugin("KubeLogin.EXE", *AZURES), "kubelogin", "spn"),
    (plugin("/usr/local/bin/kubelogin", *AZURES), "kubelogin", "spn"),
    (plugin("C:\\tools\\kubelogin.exe", *AZURES), "kubelogin", "spn"),
    (plugin("./kubelogin", *AZURES), "kubelogin", "spn"),
    (plugin("/opt/my-kubelogin", "get-token", "--server-id", "S"), "kubelogin", "devicecode"),
    (plugin("/opt/kubelogin-tools/other", *AZURES), "exec", None),
    (plugin("/opt/kubelogin-tools/other", "token"), "exec", None),
    (plugin("kubelogin", "convert-kubeconfig"), "exec", None),
    (plugin("kubelogin"), "exec", None),
    (plugin("kubelogin", "get-token", "--oidc-issuer-url=https://x", "--oidc-client-id=y"), "exec", None),
    (plugin("kubelogin", "get-token", "--oidc-issuer-url", "https://x", "--oidc-client-id", "y"), "exec", None),
    (plugin("kubectl-oidc_login", "get-token", "--oidc-issuer-url=https://x"), "exec", None),
    (plugin("kubectl", "oidc-login", "get-token", "--oidc-issuer-url=https://x"), "exec", None),
    (plugin("aws", "eks", "get-token"), "exec", None),
    ({"exec": {}}, "exec", None),
    ({"client-certificate-data": "eA==", "client-key-data": "eA=="}, "client-certificate", None),
    ({"client-certificate": "cert.pem", "client-key": "key.pem"}, "client-certificate", None),
    ({"token": "t"}, "token", None),
    ({"tokenFile": "/t"}, "token-file", None),
    ({"token": "t", "tokenFile": "/t"}, "token-file", None),
    ({"username": "u", "password": "p"}, "basic", None),
    ({"username": "u"}, "basic", None),
    ({}, "none", None),
    (None, "none", None),
    ({"as": "somebody"}, "none", None),
    ({"token": ""}, "none", None),
    ({"token": "t", "username": "u", "password": "p"}, "conflict", None),
    ({"tokenFile": "/t", "password": "p"}, "conflict", None),
    ({**provider("azure"), **plugin("kubelogin", *AZURES)}, "conflict", None),
    ({**provider("oidc"), **plugin("x")}, "conflict", None),
    ({"token": "t", "client-certificate-data": "eA=="}, "token", None),
]


@pytest.mark.parametrize(("body", "format", "mode"), FORMATS, ids=[json.dumps(body)[:70] for body, *_ in FORMATS])
def test_formats(tmp_path: Path, body: Any, format: str, mode: str | None) -> None:
    found = detected(tmp_path, body)
    assert (found["format"], found["login"]) == (format, mode)


@pytest.mark.parametrize(
    ("body", "kubectl", "helm"),
    [
        (provider("azure"), "<1.26", "<3.11"),
        (provider("gcp"), "<1.26", "<3.11"),
        (provider("openstack"), "<1.19", "<3.4"),
        (provider("oidc"), "all", "all"),
        (provider("tencent"), "none", "none"),
        (plugin("x", version="v1alpha1"), ">=1.10,<1.24", "<3.9"),
        (plugin("x", version="v1beta1"), ">=1.11", ">=3.0"),
        (plugin("x", version="v1", interactiveMode="Never"), ">=1.22", ">=3.7"),
        (plugin("x", version="v2"), "none", "none"),
        ({"exec": {"command": "x"}}, "none", "none"),
        (plugin("kubelogin", *AZURES), ">=1.11", ">=3.0"),
        ({"token": "t"}, "all", "all"),
        (None, "all", "all"),
        ({"token": "t", "username": "u"}, "none", "none"),
        ({**provider("oidc"), **plugin("x")}, "none", "none"),
    ],
    ids=lambda each: json.dumps(each)[:60],
)
def test_clients(tmp_path: Path, body: Any, kubectl: str, helm: str) -> None:
    found = detected(tmp_path, body)
    assert (found["kubectl"], found["helm"]) == (kubectl, helm)


@pytest.mark.parametrize("server", [AKS_SERVER, AKS_SERVER.upper(), ARC_SERVER, "my-server", ""])
def test_the_server_id_tells_the_kind_of_cluster(tmp_path: Path, server: str) -> None:
    kind = {AKS_SERVER: "managed", ARC_SERVER: "arc", "my-server": "legacy", "": None}[server.lower()]
    for body in (
        provider("azure", **{"apiserver-id": server, "client-id": AKS_CLIENT}),
        plugin("kubelogin", "get-token", "--server-id", server),
        plugin("kubelogin", "get-token", f"--server-id={server}"),
    ):
        assert detected(tmp_path, body)["integration"] == kind


def test_a_plugin_that_is_never_run_is_noted(tmp_path: Path) -> None:
    for beside in ({"token": "t"}, {"tokenFile": "t"}, {"client-certificate": "c", "client-key": "k"}):
        assert detected(tmp_path, {**plugin("kubelogin", *AZURES), **beside})["notes"]
    assert detected(tmp_path, plugin("kubelogin", *AZURES))["notes"] == []


def test_contexts_and_unused_users(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    text = kubeconfig(me=AZURE, you=TOKEN).replace("- name: at-you\n  context: {cluster: c, user: you}\n", "")
    text = text.replace("contexts:\n", "contexts:\n- {name: other, context: {user: me}}\n")
    config = machine.file("config", text)
    data = {each["user"]: each for each in json.loads(machine.call("detect", config, "--format", "json").out)["users"]}
    assert (data["me"]["contexts"], data["me"]["used"]) == (["other", "at-me"], True)
    assert (data["you"]["contexts"], data["you"]["used"]) == ([], False)
    table = machine.call("detect", config).out.splitlines()
    assert "  other,at-me  " in next(line for line in table if "  me  " in line)
    assert "  (unused)  " in next(line for line in table if "  you  " in line)


def test_the_table_has_a_line_for_every_user_in_the_order_of_the_files(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    one, two = machine.file("one", kubeconfig(b=AZURE, a=KUBELOGIN)), machine.file("two", kubeconfig(c=TOKEN))
    ended = machine.call("detect", two, one)
    head, *rows = ended.out.splitlines()
    assert head.split() == ["FILE", "USER", "LOGIN", "CONTEXTS", "KUBECTL", "HELM", "CLUSTER"]
    assert [row.split()[:3] for row in rows] == [
        [f"{two}:9", "c", "token"],
        [f"{one}:11", "b", "azure"],
        [f"{one}:20", "a", "kubelogin"],
    ]
    assert rows[1].endswith("AKS-managed")
    columns = [head.index(name) for name in ("USER", "LOGIN", "CONTEXTS", "KUBECTL")]
    assert all(row[at - 1] == " " != row[at] for row in rows for at in columns)


def test_of_a_kubeconfig_list_all_contexts_count(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    one, two = (
        machine.file("one", kubeconfig(me=AZURE)),
        machine.file("two", kubeconfig(me=AZURE).replace("at-", "on-")),
    )
    ended = machine.call("detect", "--format", "json", KUBECONFIG=f"{one}{os.pathsep}/gone{os.pathsep}{two}")
    assert [each["contexts"] for each in json.loads(ended.out)["users"]] == [["at-me", "on-me"], []]


@pytest.mark.parametrize("format", ["table", "json"])
@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ([kubeconfig(me=AZURE)], 0),
        ([""], 0),
        ([BAD], 2),
        ([BAD, BAD], 2),
        ([kubeconfig(me=AZURE), BAD], 1),
        ([BAD, ""], 1),
    ],
)
def test_exit_codes_and_streams(tmp_path: Path, texts: list[str], code: int, format: str) -> None:
    machine = Machine(tmp_path)
    paths = [machine.file(f"config{number}", text) for number, text in enumerate(texts)]
    ended = machine.call("detect", *paths, "--format", format)
    assert ended.code == code
    bad = [path for path, text in zip(paths, texts, strict=True) if text == BAD]
    assert [line.partition(":2:1: error")[0] for line in ended.err.splitlines()] == [str(path) for path in bad]
    assert ended.err.count("not valid YAML") == len(bad)
    if format == "json":
        data = json.loads(ended.out)
        jsonschema.validate(data, schema("detect"))
        assert [each["path"] for each in data["files"]] == [str(path) for path in paths]
        assert [each["path"] for each in data["files"] if each["problem"]] == [str(path) for path in bad]
    elif code < 2:
        assert ended.out == "no users\n" if kubeconfig(me=AZURE) not in texts else len(ended.out.splitlines()) == 2
    else:
        assert ended.out == ""


def test_standard_input(tmp_path: Path) -> None:
    ended = Machine(tmp_path).run("detect", "-", stdin=kubeconfig(me=AZURE).encode())
    assert ended.code == 0
    assert ended.out.splitlines()[1].split()[:3] == ["<standard", "input>:9", "me"]


def test_nothing_is_written(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(me=AZURE))
    before, folder = config.stat(), machine.home.stat().st_mtime_ns
    machine.call("detect", config)
    machine.call("detect", config, "--format", "json")
    assert (config.stat().st_ino, config.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert machine.home.stat().st_mtime_ns == folder


def test_a_name_without_measure_does_not_fill_the_table(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    users = [{"name": f"u{number}", "user": {"token": "t"}} for number in range(200)]
    users.append({"name": "x" * 20_000, "user": {"token": "t"}})
    ended = machine.call("detect", machine.file("config", json.dumps({"users": users})))
    assert ended.code == 0
    assert len(ended.out) < 500_000
