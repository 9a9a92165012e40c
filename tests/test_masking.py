"""No secret is ever shown: a marker in every place that holds one, every command and format, and the marker is in no output."""

import json
from pathlib import Path

import pytest
from test_cli_usage import AZURE, KUBELOGIN, Machine, kubeconfig, user

from kubeconv.gate.secret import MASK

MARKER = "hunter2"

#: A legacy user in one line, so that what stands above and below it is in the diff.
LEGACY = "{auth-provider: {name: azure, config: {apiserver-id: s, client-id: c, tenant-id: t, config-mode: '1'}}}"
CONFIG = "{name: azure, config: {apiserver-id: s, client-id: c, tenant-id: t, %s}}"
ARGS = "{exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: kubelogin, args: [get-token, --login, %s]}}"
SPN = "spn, --server-id, s, --client-id, c, --tenant-id, t"
OTHER = "{exec: {command: other, apiVersion: client.authentication.k8s.io/v1beta1, %s}}"

#: Bodies of users with a secret in each place that may hold one.
BODIES = {
    "token": "{token: hunter2}",
    "token in quotes": '{"token": "hunter2"}',
    "token, twice": "{token: hunter2, token: hunter2}",
    "token, tagged": "{token: !!str hunter2}",
    "token, anchored": "{token: &t hunter2}",
    "token as block": "\n    token: |\n      hunter2\n      hunter2",
    "token as folded block": "\n    token: >-  # why\n      hunter2\n      hunter2",
    "token over lines": "\n    token: hunter2\n      hunter2",
    "token in quotes over lines": '\n    token: "hunter2\n      hunter2"',
    "token, explicit key": "\n    ? token\n    : hunter2",
    "token, number": "{token: 0hunter2}",
    "password": "{username: u, password: hunter2}",
    "client-key-data": "{client-certificate-data: eA==, client-key-data: hunter2}",
    "token as list": "{token: [hunter2]}",
    "access-token": "{auth-provider: " + CONFIG % "access-token: hunter2" + "}",
    "refresh-token": "{auth-provider: " + CONFIG % "refresh-token: hunter2" + "}",
    "id-token": "{auth-provider: {name: oidc, config: {id-token: hunter2, client-secret: hunter2}}}",
    "arguments of gcp": "{auth-provider: {name: gcp, config: {cmd-args: 'x --token hunter2'}}}",
    "client secret": ARGS % f"{SPN}, --client-secret, hunter2",
    "client secret, equals sign": ARGS % f"{SPN}, --client-secret=hunter2",
    "client secret, twice": ARGS % f"{SPN}, --client-secret, hunter2, --client-secret, hunter2",
    "certificate password": ARGS % f"{SPN}, --client-certificate, f, --client-certificate-password, hunter2",
    "password of ropc": ARGS % "ropc, --server-id, s, --client-id, c, --tenant-id, t, --password, hunter2",
    "password of ropc, equals sign": ARGS % "ropc, --server-id, s, --client-id, c, --tenant-id, t, --password=hunter2",
    "secret after an empty one": ARGS % f"{SPN}, --client-secret, '', --client-secret, hunter2",
    "secret of another plugin": OTHER % "args: [--token, hunter2]",
    "secret of another plugin, equals sign": OTHER % "args: ['--api-token=hunter2']",
    "secret of another plugin, unknown flag": OTHER % "args: [--api-token, hunter2]",
    "passphrase of another plugin": OTHER % "args: [--passphrase, hunter2]",
    "key of another plugin": OTHER % "args: ['--access-key=hunter2']",
    "secret of int128": OTHER % "args: [get-token, --oidc-issuer-url=x, --oidc-client-secret=hunter2]",
    "secret of int128, two words": OTHER % "args: [get-token, --oidc-issuer-url=x, --oidc-client-secret, hunter2]",
    "command line in one argument": OTHER % "args: [-c, 'get --client-secret hunter2']",
    "secret in a URL": OTHER % "args: ['https://me:hunter2@host/']",
    "variable": OTHER % "env: [{name: AZURE_CLIENT_SECRET, value: hunter2}]",
    "variable, value first": OTHER % "env: [{value: hunter2, name: MY_PASSWORD}]",
    "variable of aws": OTHER % "env: [{name: AWS_SECRET_ACCESS_KEY, value: hunter2}]",
    "variable without a name": OTHER % "env: [{value: hunter2}]",
    "variable with a URL": OTHER % "env: [{name: HTTPS_PROXY, value: 'http://me:hunter2@proxy'}]",
    "kept origin": "{token: x, extensions: [{name: kubeconv-origin, extension: {client-secret: hunter2}}]}",
    "extension": "{extensions: [{name: x, extension: {token: hunter2, refresh-token: hunter2}}]}",
}  # fmt: skip

#: Files with a secret beside the users that are converted. {users} are those.
FILES = {
    "second document": "users:\n{users}---\nusers: [{{name: x, user: {{token: hunter2}}}}]\n",
    "first of two lists": "users: [{{name: x, user: {{token: hunter2}}}}]\nusers:\n{users}",
    "base of a merge": "x-base: &b\n  token: hunter2\nusers:\n{users}- {{name: z, user: {{<<: *b}}}}\n",
    "aliased arguments": "x: &b [--client-secret, hunter2]\nusers:\n{users}- {{name: z, user: {{exec: {{args: *b}}}}}}\n",
    "aliased flag": "x: &f --client-secret\nusers:\n{users}- {{name: z, user: {{exec: {{args: [*f, hunter2]}}}}}}\n",
    "aliased value": "x: &s hunter2\nusers:\n{users}- {{name: z, user: {{token: *s}}}}\n",
    "entry without name": "users:\n{users}- user: {{token: hunter2}}\n",
    "entry without user": "users:\n{users}- {{name: z, token: hunter2}}\n",
    "proxy": "users:\n{users}clusters: [{{name: c, cluster: {{proxy-url: 'http://me:hunter2@proxy'}}}}]\n",
    "server": "users:\n{users}clusters: [{{name: c, cluster: {{server: 'https://me:hunter2@host'}}}}]\n",
    "cluster": "users:\n{users}clusters: [{{name: c, cluster: {{token: hunter2}}}}]\n",
    "extension of the file": "users:\n{users}extensions: [{{name: x, extension: {{token: hunter2}}}}]\n",
    "comment": "users:\n{users}# token: hunter2\n",
}


def places() -> list[object]:
    texts = {f"user: {name}": around(f"- {{name: y, user: {body}}}\n" if body[0] == "{" else f"- name: y\n  user:{body}\n")
             for name, body in BODIES.items()}  # fmt: skip
    legacy = f"- {{name: me, user: {LEGACY}}}\n"
    texts |= {f"file: {name}": text.format(users=legacy) for name, text in FILES.items()}
    return [pytest.param(text, id=name) for name, text in texts.items()]


def around(entry: str) -> str:
    """Users with this entry right above and below one that is converted."""
    legacy = f"- {{name: me, user: {LEGACY}}}\n"
    return f"users:\n{entry}{legacy}{entry.replace('name: y', 'name: z')}"


RUNS = [
    ["detect"],
    ["detect", "--format", "json"],
    ["convert", "--diff"],
    ["convert", "--diff", "-l", "spn", "-t", "other"],
    ["convert", "--diff", "-l", "azurecli", "--format", "json"],
    ["convert", "--diff", "--to", "azure"],
    ["convert", "--check", "-l", "msi"],
    ["convert", "-l", "devicecode", "--keep-origin", "--backup"],
    ["convert", "--to", "azure", "--format", "json"],
]


def shown(machine: Machine, text: str) -> dict[str, str]:
    """What every run prints, one after the other on the same file."""
    config = machine.file("config", text)
    found = {}
    for arguments in RUNS:
        ended = machine.call(*arguments, config)
        assert ended.code in (0, 1, 2)
        found[" ".join(arguments)] = ended.out + ended.err
    return found


@pytest.mark.parametrize("text", places())
def test_no_secret_of_a_file_is_shown(tmp_path: Path, text: str) -> None:
    assert MARKER in text
    told = shown(Machine(tmp_path), text)
    assert "would be converted me" in told["convert --check -l msi"]
    assert {arguments: output for arguments, output in told.items() if MARKER in output} == {}


BROKEN = {
    "no YAML": "users:\n- name: a\n  user: {token: hunter2\n",
    "two values": "users:\n- name: a\n  user:\n    token: hunter2: hunter2\n",
    "tab": "users:\n- name: a\n  user:\n\ttoken: hunter2\n",
    "bad escape": 'users: [{name: a, user: {token: "hunter2\\q"}}]\n',
    "no end of quotes": 'users: [{name: a, user: {token: "hunter2',
    "control character": "users: [{name: a, user: {token: hunter2\x01}}]\n",
    "no UTF-8": "users: [{name: a, user: {token: hunter2\udcff}}]\n",
    "no anchor": "users: [{name: a, user: {password: *hunter2 }}]\n",
    "anchor in itself": "users: [{name: a, user: &hunter2 {password: *hunter2 }}]\n",
    "tag": "users: [{name: a, user: {password: !hunter2 x}}]\n",
    "tag without prefix": "users: [{name: a, user: {password: !x!hunter2 y}}]\n",
    "directive": "%hunter2\n---\nusers: []\n",
    "name twice": "users: [{name: a, user: {token: hunter2}}, {name: a, user: {token: hunter2}}]\n",
    "no mapping": "hunter2\n",
    "no list": "users: hunter2\n",
    "no entry": "users: [hunter2]\n",
    "nested": "users: [{name: a, user: {token: hunter2, x: " + "[" * 20_000 + "\n",
}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            text,
            id=name,
        )
        for name, text in BROKEN.items()
    ],
)
def test_no_secret_of_a_broken_file_is_shown(tmp_path: Path, text: str) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", text.encode(errors="surrogateescape"))
    for arguments in (
        ["detect"],
        ["detect", "--format=json"],
        ["convert"],
        ["convert", "--diff"],
        ["convert", "--format=json"],
    ):
        ended = machine.call(*arguments, config)
        assert ended.code == (0 if text == BROKEN["tag"] else 2)
        assert str(config) in ended.out + ended.err
        assert MARKER not in ended.out + ended.err


FLAGS = [
    ("spn", "--client-secret"),
    ("spn", "--client-certificate-password"),
    ("ropc", "--password"),
]


@pytest.mark.parametrize(("body", "form"), [(AZURE, "{flag} {value}"), (KUBELOGIN, "{flag}={value}")])
@pytest.mark.parametrize(("mode", "flag"), FLAGS)
def test_no_secret_of_the_command_line_is_shown(tmp_path: Path, mode: str, flag: str, form: str, body: str) -> None:
    machine = Machine(tmp_path)
    secret = form.format(flag=flag, value=MARKER).split()
    for arguments in (
        ["--diff"],
        ["--diff", "--format", "json"],
        ["--check"],
        ["--format", "json"],
        [],
        ["--keep-origin"],
    ):
        config = machine.file("config", kubeconfig(me=body))
        ended = machine.call("convert", config, "-l", mode, *secret, *arguments)
        assert ended.code in (0, 1)
        assert MARKER not in ended.out + ended.err
        if not arguments:
            assert MARKER in user(config, "me")["exec"]["args"]
    for arguments in (["-l", mode], ["-l", "devicecode"], ["--to", "azure"], ["-l", mode, flag, "other"]):
        for option in (["--diff"], ["--format", "json", "--diff"], []):  # what the file now holds
            ended = machine.call("convert", config, *arguments, *option)
            assert MARKER not in ended.out + ended.err
    for wrong in (["-l", "nonsense", *secret], ["-l", mode, flag, "=", MARKER]):
        ended = machine.call("convert", "gone", *wrong)
        assert (ended.code, MARKER in ended.out + ended.err) == (2, False)


@pytest.mark.parametrize(
    "option",
    [
        "\u2014client-secret",
        "\u2013\u2013password",
        "client-secret",
        "client_secret",
        "-- --client-secret",
        "password=",
    ],
)
def test_what_follows_an_option_without_its_dashes_is_not_shown(tmp_path: Path, option: str) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(me=AZURE))
    for command in (["convert"], ["detect"], ["validate"], ["doctor"], ["undo"]):
        ended = machine.call(*command, config, *option.split(), MARKER)
        assert (ended.code, MARKER in ended.out + ended.err) == (2, False)
        assert "looks like an option" in ended.err
    assert machine.call("detect", machine.file("token", kubeconfig(me=AZURE))).code == 0


def test_no_secret_of_the_environment_is_shown(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(me=AZURE))
    names = ("AAD_SERVICE_PRINCIPAL_CLIENT_SECRET", "AZURE_CLIENT_SECRET", "AZURE_PASSWORD", "ARM_CLIENT_SECRET")
    for arguments in (["-l", "spn", "--diff"], ["-l", "spn"], ["-l", "ropc", "--format", "json"]):
        ended = machine.call("convert", config, *arguments, **dict.fromkeys(names, MARKER))
        assert ended.code == 0
        assert arguments[1] in ended.out
        assert MARKER not in ended.out + ended.err + config.read_text()


def test_what_is_no_secret_is_shown(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    body = KUBELOGIN.replace("args: [", "args: [--username, somebody, --client-certificate, /my/cert.pfx, ")
    machine.file("config", kubeconfig(me=body, you="    tokenFile: /my/token\n"))
    diff = machine.call("convert", "config", "--diff", "-l", "ropc", "--username", "me").out
    assert MASK not in diff
    assert "/my/cert.pfx" in diff
    assert "/my/token" in diff


def test_json_on_one_line_is_masked_too(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = {"apiserver-id": "s", "client-id": "c", "tenant-id": "t", "refresh-token": MARKER}
    data = {"users": [{"name": "me", "user": {"auth-provider": {"name": "azure", "config": config}}},
                      {"name": "you", "user": {"token": MARKER}}]}  # fmt: skip
    for indent in (None, 1):
        machine.file("config", json.dumps(data, indent=indent))
        diff = machine.call("convert", "config", "--diff").out
        assert diff
        assert MARKER not in diff
        assert MASK in diff
