"""The rules about secrets and safety, the audit profile, and where credentials are looked for."""

import base64
import json
from collections.abc import Mapping
from types import ModuleType
from typing import Any

import pytest

from kubeconv.gate.secret import MASK
from kubeconv.kubeconfig.credentials import secrets_in
from kubeconv.kubeconfig.excerpt import Excerpts
from kubeconv.kubeconfig.view import parse_source, view
from kubeconv.tree.finding import Finding
from kubeconv.tree.source import Source, Span
from kubeconv.validation.rule import Case
from kubeconv.validation.rules import every_rule, rules_in
from kubeconv.validation.run import run_rules

from .examples import BASE, FakeMachine, codes_of_examples, complete, findings

PATH = "/home/me/.kube/config"
TRACKED = FakeMachine(tracked=frozenset((PATH,)), modes={PATH: 0o100600})
SETUPS: Mapping[str, Mapping[str, object]] = {
    "KC501": {"machine": TRACKED},
    "KC502": {"machine": FakeMachine(modes={PATH: 0o100644})},
    "KC503": {
        "machine": FakeMachine(
            programs={"/tmp/login": "/tmp/login", "/usr/local/bin/login": "/usr/local/bin/login"},
            modes={
                "/tmp": 0o41777,
                "/tmp/login": 0o100755,
                "/usr/local/bin/login": 0o100755,
                "/usr/local/bin": 0o40755,
            },
        )
    },
    **{code: {"untrusted": True} for code in ("KC510", "KC511", "KC512", "KC513", "KC514")},
}
KEY = "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----\n"
CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIDdz\n-----END CERTIFICATE-----\n"


@pytest.mark.parametrize("rule", rules_in("secrets"), ids=lambda rule: rule.NAME)
def test_examples(rule: ModuleType) -> None:
    assert codes_of_examples(rule, **SETUPS.get(rule.CODE, {})) == ({rule.CODE}, set())  # type: ignore[arg-type]


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def config(user: Mapping[str, Any], cluster: Mapping[str, Any] | None = None) -> str:
    """A kubeconfig with this user and cluster, in JSON."""
    clusters = [{"name": "c", "cluster": {"server": "https://c.example", **(cluster or {})}}]
    return complete(f"clusters: {json.dumps(clusters)}\nusers: {json.dumps([{'name': 'u', 'user': user}])}\n")


def plugin(*arguments: str, command: str = "login", env: Mapping[str, str] | None = None) -> dict[str, Any]:
    variables = [{"name": name, "value": value} for name, value in (env or {}).items()]
    api_version = "client.authentication.k8s.io/v1beta1"
    return {"exec": {"apiVersion": api_version, "command": command, "args": [*arguments], "env": variables}}


def provider(**values: str) -> dict[str, Any]:
    return {"auth-provider": {"name": "oidc", "config": {key.replace("_", "-"): text for key, text in values.items()}}}


def names(text: str) -> list[str]:
    """What the credentials in a text are called."""
    return [each.name for each in secrets_in(parse_source(Source(text.encode())).root) if each.is_credential]


JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl"
CREDENTIALS: list[tuple[Mapping[str, Any], Mapping[str, Any], list[str]]] = [
    ({"token": "abc"}, {}, ["token"]),
    ({"username": "me", "password": "abc"}, {}, ["password"]),
    ({"client-key-data": encoded(KEY)}, {}, ["client-key-data"]),
    ({"client-key-data": [*KEY.encode()]}, {}, ["client-key-data"]),
    ({"client-key-data": KEY}, {}, ["client-key-data"]),
    *(
        ({"client-key-data": each}, {}, [])
        for each in ([45, 45], "dGVzdA==", "yep", "{{ .Key }}", encoded(CERTIFICATE))
    ),
    ({"client-certificate-data": encoded(CERTIFICATE)}, {}, []),
    ({"client-certificate-data": encoded(CERTIFICATE + KEY)}, {}, ["private key in client-certificate-data"]),
    ({}, {"certificate-authority-data": encoded(CERTIFICATE + KEY)}, ["private key in certificate-authority-data"]),
    ({"accessToken": "abc", "client_secret": "abc"}, {}, ["client_secret", "accessToken"]),
    (
        provider(access_token="a", refresh_token="b", id_token="c", client_secret="d"),
        {},
        [
            "access-token",
            "refresh-token",
            "id-token",
            "client-secret",
        ],
    ),
    (plugin("--client-secret", "abc"), {}, ["--client-secret"]),
    (plugin("--client-secret=abc"), {}, ["--client-secret"]),
    (plugin("--client-secret", "--abc"), {}, ["--client-secret"]),
    (plugin("--client-secret"), {}, []),
    (plugin("--oidc-client-secret=abc"), {}, ["--oidc-client-secret"]),
    (plugin("--token=abc", "--password", "abc", "--api-key=abc"), {}, ["--token", "--password", "--api-key"]),
    (plugin("--federated-token-file", "abc", "--token-cache-dir=abc", "--token-url", "abc"), {}, []),
    (plugin("--oidc-use-access-token", "--token-cache-storage=disk"), {}, []),
    (plugin("--oidc-use-access-token=true"), {}, []),
    (plugin("--password", "$PASSWORD", "--token=${TOKEN}"), {}, []),
    (plugin("-c", f"curl -H 'Authorization: Bearer {JWT}'"), {}, ["token in an argument"]),
    (plugin(KEY), {}, ["private key in an argument"]),
    (plugin("get-token", "eks", "--cluster-name", "token"), {}, []),
    (plugin(env={"AZURE_CLIENT_SECRET": "abc"}), {}, ["AZURE_CLIENT_SECRET"]),
    (plugin(env={"AWS_SECRET_ACCESS_KEY": "abc", "AWS_ACCESS_KEY_ID": "AKIA"}), {}, ["AWS_SECRET_ACCESS_KEY"]),
    (plugin(env={"AZURE_FEDERATED_TOKEN_FILE": "/f", "AWS_PROFILE": "me", "TOKEN_FROM": "/run/token"}), {}, []),
    (plugin(env={"X": JWT}), {}, ["token in value"]),
    ({}, {"server": "https://me:abc@c.example"}, ["password in server"]),
    ({}, {"server": "https://me@c.example"}, []),
    ({}, {"proxy-url": "http://me:abc@proxy.example:3128"}, ["password in proxy-url"]),
    ({"extensions": [{"name": "e", "extension": {"token": "abc"}}]}, {}, ["token"]),
    *(
        ({"token": text}, {}, [])
        for text in (
            "",
            "REDACTED",
            "***",
            "xxxxxxxx",
            "<token>",
            "${TOKEN}",
            "$TOKEN",
            "$(TOKEN)",
            "{{ token }}",
            "%TOKEN%",
            "<your-token>",
            "{{ .Values.token }}",
            "prefix-{{ token }}",
            "test-token",
            "dummy",
            "my-fake-token-1",
            "ENC[AES256_GCM,data:abc,type:str]",
        )
    ),
    ({"client-key-data": "DATA+OMITTED"}, {}, []),
    ({"tokenFile": "/var/run/token", "client-key": "a.key"}, {}, []),
]


@pytest.mark.parametrize(("user", "cluster", "expected"), CREDENTIALS)
def test_credentials(user: Mapping[str, Any], cluster: Mapping[str, Any], expected: list[str]) -> None:
    text = config(user, cluster)
    assert sorted(names(text)) == sorted(expected)
    hits = [each for each in findings(text, machine=TRACKED) if each.code == "KC501"]
    assert len(hits) == len(expected)
    assert all(each.span is not None and each.severity == "error" for each in hits)


@pytest.mark.parametrize(
    "key", ["token", "pass-word", "AccessToken", "refresh-token", "id-token", "client-secret",
            "client-certificate-password"]
)  # fmt: skip
def test_a_key_of_a_secret_in_any_spelling(key: str) -> None:
    assert names(config({"extensions": [{"name": "e", "extension": {key: "abc"}}]})) == [key]


@pytest.mark.parametrize(
    "end", ["secret", "password", "passwd", "passphrase", "token", "api-key", "apikey", "secret-key", "Token"]
)
def test_a_flag_that_ends_like_a_secret(end: str) -> None:
    assert names(config(plugin(f"--my-{end}=abc", f"--my-{end}", "abc"))) == [f"--my-{end}"] * 2
    assert names(config(plugin(f"--{end}-of=abc", f"--{end}-of", "abc"))) == []


@pytest.mark.parametrize("word", ["secret", "token", "passw", "passphrase", "key", "credential"])
def test_a_variable_that_sounds_like_a_secret(word: str) -> None:
    assert names(config(plugin(env={f"A_{word.upper()}_B": "abc"}))) == [f"A_{word.upper()}_B"]
    assert len(names(config(plugin(env={f"a-{word}-b": "abc"})))) == 1


@pytest.mark.parametrize(
    "end", ["file", "path", "dir", "id", "url", "uri", "endpoint", "cache", "name", "type", "host", "mode", "audience",
            "credentials", "ttl", "duration", "profile", "storage"],
)  # fmt: skip
def test_a_variable_about_a_secret(end: str) -> None:
    assert names(config(plugin(env={f"TOKEN_{end.upper()}": "abc"}))) == []
    assert names(config(plugin(env={f"TOKEN_{end.upper()}_X": "abc"}))) == [f"TOKEN_{end.upper()}_X"]


@pytest.mark.parametrize(
    "text", ["true", "False", "yes", "no", "on", "off", "0", "1", "/f", "./f", "../f", "~/f", "file:f"]
)
def test_a_value_that_is_no_secret(text: str) -> None:
    assert names(config(plugin(env={"A_TOKEN": text}))) == []
    assert names(config(plugin(env={"A_TOKEN": f"x{text}"}))) == ["A_TOKEN"]


def test_what_aliases_share_is_a_secret_once() -> None:
    text = "x: &x {token: [abc], args: &a [--token, abc], y: &y eyJhbGciOiJ.eyJzdWIiOiJ.x}\ny: [*x, *x, *a, *y]\n"
    assert sorted(names(text)) == ["--token", "token", "token in an argument"]


def test_yaml_forms() -> None:
    anchored = "users: [{name: a, user: &one {token: &t abc}}, {name: b, user: *one}, {name: c, user: {token: *t}}]"
    merged = "base: &base {token: abc}\nusers: [{name: a, user: {<<: *base, tokenFile: /f}}]"
    assert names(anchored) == ["token"]
    assert names(merged) == ["token"]
    assert names("users: [{name: a, user: {token: !vault abc}}]") == []
    assert names("users: [{name: a, user: {token: }}]") == []
    assert names("") == names("[]") == names("- token") == []


def test_masked_exactly() -> None:
    text = config(plugin("--client-secret=abc", "-x"), {"server": "https://me:abc@c.example"})
    document = parse_source(Source(text.encode()))
    shown = Excerpts(text, document).line(Span(0, len(text)))
    assert f'"--client-secret={MASK}"' in shown
    assert f'"https://{MASK}@c.example"' in shown
    assert "abc" not in shown


def only(code: str, text: str, **options: Any) -> list[Finding]:
    return [each for each in findings(text, **options) if each.code == code]


SECRET = config({"token": "abc"})


def test_modes_do_not_matter_where_git_has_the_file() -> None:
    modes = {PATH: 0o100644, "/home/me/.kube/a.key": 0o100644}
    text = config({"token": "abc", "client-key": "a.key"})
    assert len(only("KC502", text, machine=FakeMachine(modes=modes))) == 2
    assert only("KC502", text, machine=FakeMachine(modes={PATH: 0o100644}, tracked=frozenset((PATH,)))) == []
    source = Source(text.encode())
    in_a_hook = Case(view(source, parse_source(source)), path=PATH, machine=FakeMachine(modes=modes), tracked=True)
    assert [each for each in run_rules(in_a_hook, every_rule()) if each.code == "KC502"] == []


def test_tracked() -> None:
    assert only("KC501", SECRET) == []
    assert only("KC501", SECRET, machine=FakeMachine()) == []
    assert only("KC501", SECRET, machine=TRACKED, path=None) == []
    assert only("KC501", SECRET, machine=TRACKED) != []
    source = Source(SECRET.encode())
    case = Case(view(source, parse_source(source)), tracked=True)
    assert [each.code for each in run_rules(case, every_rule())] == ["KC501"]
    elsewhere = Case(view(source, parse_source(source)), path=PATH, disk=TRACKED)
    assert "KC501" in {each.code for each in run_rules(elsewhere, every_rule())}
    elsewhere = elsewhere._replace(may_be_tracked=False)
    assert "KC501" not in {each.code for each in run_rules(elsewhere, every_rule())}


def test_further_documents() -> None:
    text = complete("") + "---\na: [\n--- # two\nusers:\n- name: v\n  user: {token: abc}\n"
    spans = [each.span for each in only("KC501", text, machine=TRACKED)]
    assert [text[span.start : span.end] for span in spans if span] == ["abc"]


def test_git_is_asked_only_where_there_is_a_secret() -> None:
    class Asked(FakeMachine):
        def tracked_by_git(self, path: str) -> bool:
            raise AssertionError(path)

    assert only("KC501", config({"tokenFile": "/f"}), machine=Asked()) == []


@pytest.mark.parametrize(
    ("mode", "text", "severity"),
    [
        (0o600, SECRET, None),
        (0o400, SECRET, None),
        (0o640, SECRET, "warning"),
        (0o644, SECRET, "warning"),
        (0o660, SECRET, "warning"),
        (0o666, SECRET, "error"),
        (0o644, config({"tokenFile": "/f"}), None),
        (0o664, config({"tokenFile": "/f"}), None),
        (0o666, config({"tokenFile": "/f"}), "error"),
    ],
)
def test_readable_by_others(mode: int, text: str, severity: str | None) -> None:
    hits = only("KC502", text, machine=FakeMachine(modes={PATH: 0o100000 | mode}))
    assert [each.severity for each in hits] == ([severity] if severity else [])


def test_readable_keys() -> None:
    text = config({"client-certificate": "pki/a.crt", "client-key": "pki/a.key"})
    contents = {"/home/me/.kube/pki/a.crt": b"", "/home/me/.kube/pki/a.key": b""}
    modes = {"/home/me/.kube/pki/a.crt": 0o100644, "/home/me/.kube/pki/a.key": 0o100640}
    hits = only("KC502", text, machine=FakeMachine(contents=contents, modes=modes))
    assert [each.message for each in hits] == ["user 'u': client-key pki/a.key may be read by its group (mode 640)"]


FOLDERS: list[tuple[str, Mapping[str, int], str | None]] = [
    ("/opt/bin/login", {"/opt/bin": 0o40755, "/opt": 0o40755, "/": 0o40755, "/opt/bin/login": 0o100755}, None),
    ("/opt/bin/login", {"/opt/bin": 0o40777, "/opt/bin/login": 0o100755}, "/opt/bin"),
    ("/opt/bin/login", {"/opt": 0o40777, "/opt/bin": 0o40755, "/opt/bin/login": 0o100755}, "/opt"),
    ("/opt/bin/login", {"/opt/bin": 0o40755, "/opt/bin/login": 0o100777}, "/opt/bin/login"),
    ("/tmp/login", {"/tmp": 0o41777}, "/tmp"),
    ("/tmp/mine/login", {"/tmp": 0o41777, "/tmp/mine": 0o40700, "/tmp/mine/login": 0o100755}, None),
    ("login", {"/x": 0o40777, "/x/login": 0o100755}, "/x"),
    ("../bin/login", {"/home/me/bin": 0o40777}, "/home/me/bin"),
    ("absent", {}, None),
]


@pytest.mark.parametrize(("command", "modes", "place"), FOLDERS)
def test_command_in_writable_folder(command: str, modes: Mapping[str, int], place: str | None) -> None:
    hits = only(
        "KC503", config(plugin(command=command)), machine=FakeMachine(programs={"login": "/x/login"}, modes=modes)
    )
    assert [each.message.split()[6].rstrip(",") for each in hits] == ([place] if place else [])


def test_cmd_path() -> None:
    def gcp(path: str) -> str:
        return config(
            {"auth-provider": {"name": "gcp", "config": {"cmd-path": path, "cmd-args": "config config-helper"}}}
        )

    assert [each.severity for each in only("KC505", gcp("/usr/lib/google-cloud-sdk/bin/gcloud"))] == ["info"]
    assert [each.severity for each in only("KC505", gcp("C:\\sdk\\bin\\gcloud.cmd"))] == ["info"]
    assert [each.severity for each in only("KC505", gcp("/tmp/evil"))] == ["warning"]


def test_secret_in_arguments() -> None:
    azure = plugin("get-token", "--login", "spn", "--server-id", "s", "--client-secret", "abc", command="kubelogin")
    (hit,) = only("KC506", config(azure))
    assert "AAD_SERVICE_PRINCIPAL_CLIENT_SECRET" in hit.help
    assert only("KC506", config(plugin(env={"AZURE_CLIENT_SECRET": "abc"}))) == []


AUDITED: list[tuple[Mapping[str, Any], Mapping[str, Any], list[str]]] = [
    ({"token": "abc"}, {}, []),
    ({"client-certificate-data": "", "client-key-data": ""}, {"certificate-authority-data": ""}, []),
    (plugin(), {}, ["KC510"]),
    ({"exec": {}}, {}, ["KC510"]),
    ({"auth-provider": {"name": "gcp", "config": {"cmd-path": "/x"}}}, {}, ["KC510"]),
    ({"tokenFile": "/f"}, {}, ["KC511"]),
    ({"client-certificate": "/c", "client-key": "/k"}, {}, ["KC511", "KC511"]),
    ({"token": "t"}, {"certificate-authority": "/ca"}, ["KC511"]),
    (provider(idp_certificate_authority="/ca"), {}, ["KC511"]),
    ({"token": "t"}, {"proxy-url": "socks5://p.example"}, ["KC512"]),
    (provider(idp_issuer_url="https://i.example"), {}, ["KC514"]),
    *(
        ({"token": "t"}, {"server": server}, ["KC513"])
        for server in (
            "https://127.0.0.1:6443", "https://localhost", "http://LOCALHOST.:80/x", "https://[::1]:6443", "https://0.0.0.0",
            "https://a:b@127.0.0.1", "http://169.254.169.254/latest", "https://[fe80::1%25eth0]", "https://[::ffff:127.0.0.1]",
            "http://metadata.google.internal", "127.0.0.1:8080", "localhost",
        )
    ),
    *(
        ({"token": "t"}, {"server": server}, [])
        for server in ("https://10.0.0.1", "https://c.example", "https://[2001:db8::1]:6443", "https://127.example", "https://")
    ),
]  # fmt: skip


@pytest.mark.parametrize(("user", "cluster", "expected"), AUDITED)
def test_audit(user: Mapping[str, Any], cluster: Mapping[str, Any], expected: list[str]) -> None:
    text = config(user, cluster)
    hits = [each for each in findings(text, untrusted=True) if each.code >= "KC510"]
    assert [each.code for each in hits] == expected
    assert all(each.severity == "error" for each in hits if each.code != "KC510")
    assert [each for each in findings(text) if each.code >= "KC510"] == []


MARKER = "mArKeR7s3cr3t"


def everywhere() -> str:
    """A kubeconfig with a secret in every place that can hold one, several of them wrong."""
    arguments = ["get-token", "--login", "spn", "--server-id", "s", "--client-secret", MARKER, f"--password={MARKER}"]
    arguments += [f"--client-certificate-password={MARKER}", MARKER, f"--token={MARKER}", "--legacy", MARKER]
    arguments += ["--authority-host", f"https://me:{MARKER}@h.example", f"--unknown={MARKER}", f"-p{MARKER}"]
    env = {"AZURE_CLIENT_SECRET": MARKER, "AAD_USER_PRINCIPAL_PASSWORD": MARKER}
    url = f"https://me:{MARKER}@127.0.0.1"
    users = [
        plugin(*arguments, command="kubelogin", env=env),
        {**plugin(*arguments, command="other", env=env), "token": MARKER, "password": MARKER},
        {"token": MARKER, "username": "a", "password": MARKER, "client-key-data": encoded(MARKER)},
        provider(
            **dict.fromkeys(("id_token", "refresh_token", "client_secret", "access_token"), MARKER), idp_issuer_url=url
        ),
        {"auth-provider": {"name": "azure", "config": {"access-token": MARKER, "refresh-token": MARKER}}},
        {"token": [MARKER], "password": {MARKER: MARKER}, "client-key-data": MARKER + "!"},
    ]
    listed = [{"name": f"u{index}", "user": user} for index, user in enumerate(users)]
    cluster = {"server": url, "proxy-url": f"http://me:{MARKER}@127.0.0.1/x y", "tls-server-name": "x"}
    contexts = [{"name": f"x{index}", "context": {"cluster": "c", "user": f"u{index}"}} for index in range(len(users))]
    return (
        f"{BASE['apiVersion']}{BASE['kind']}current-context: x0\nclusters: {json.dumps([{'name': 'c', 'cluster': cluster}])}\n"
        f"contexts: {json.dumps(contexts)}\nusers: {json.dumps(listed)}\n"
    )


@pytest.mark.parametrize("untrusted", [False, True])
def test_no_secret_is_ever_told(untrusted: bool) -> None:
    machine = FakeMachine(
        programs={"kubelogin": "/usr/bin/kubelogin"},
        kubelogin="0.0.1",
        tracked=frozenset((PATH,)),
        modes={PATH: 0o100666},
        environment={"AZURE_CLIENT_SECRET": MARKER + "2", "AZURE_PASSWORD": MARKER, "AZURE_CLIENT_ID": MARKER},
    )
    hits = findings(everywhere(), machine=machine, untrusted=untrusted, kuberc=b"a: [")
    assert len({each.code for each in hits}) > 10
    told = [each for each in hits if MARKER in each.message or MARKER in each.help or encoded(MARKER) in each.message]
    assert told == []
