"""A canary in every place that can hold a secret, every command and format, every kind of failure: it never comes out.

The places are made from the schema, so that a new field is one. Each canary is another word, so that a failure names its place.
Names of contexts, users and clusters must be shown; they hold no canary here but such as have a secret's shape.
"""

import base64
import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from test_cli_usage import Machine
from test_masking import BODIES, BROKEN, MARKER

import kubeconv
from kubeconv import schemas
from kubeconv.kubeconfig.view import read
from kubeconv.tree.source import Source

SCHEMA: Mapping[str, Any] = json.loads(schemas.text("kubeconfig-v1"))
DEFINITIONS: Mapping[str, Mapping[str, Any]] = SCHEMA["$defs"]
#: Definition of the schema to where such a mapping stands: a list of the top level, and the key of a body in its entries.
HOMES = {
    "NamedCluster": "clusters", "Cluster": "clusters.cluster", "NamedAuthInfo": "users", "AuthInfo": "users.user",
    "NamedContext": "contexts", "Context": "contexts.context", "ExecConfig": "users.user.exec",
    "ExecEnvVar": "users.user.exec.env.", "AuthProviderConfig": "users.user.auth-provider",
    "NamedExtension": "users.user.extensions.", "Preferences": "preferences",
}  # fmt: skip
#: Fields that name something for people, and are shown.
NAMES = {"name", "current-context", "cluster", "user", "command"}
#: Lists of entries that have names.
LISTS = {"clusters", "users", "contexts"}

AZURE = {"apiserver-id": "a", "client-id": "b", "tenant-id": "c", "config-mode": "1"}
V1BETA1 = "client.authentication.k8s.io/v1beta1"

RUNS: list[list[str]] = [
    ["detect"],
    ["detect", "--format", "json"],
    ["convert", "--diff"],
    ["convert", "--diff", "-l", "spn", "-t", "other", "--keep-origin"],
    ["convert", "--diff", "--format", "json", "-l", "azurecli", "--oidc-to", "exec"],
    ["convert", "--diff", "--to", "azure"],
    ["convert", "--check", "-l", "msi"],
    ["validate", "--all-contexts"],
    ["validate", "--this-machine"],
    ["validate", "--kubectl", "1.20", "--kubectl", "1.37", "--format", "short"],
    ["validate", "--all", "--format", "json"],
    ["validate", "--tracked", "--format", "sarif"],
    ["validate", "--tracked", "--format", "github"],
    ["validate", "--strict", "--format", "junit"],
    ["audit"],
    ["audit", "--format", "json"],
    ["audit", "--format", "sarif"],
    ["doctor"],
    ["doctor", "--fix"],
    ["doctor", "--format", "json", "--fix"],
    ["doctor", "--redact"],
    ["versions"],
    ["versions", "--format", "json"],
    ["explain", "--kubeconfig", "config", 'No Auth Provider found for name "azure"'],
]
#: Those that write; the file is put back after each.
WRITING: list[list[str]] = [
    ["fix", "--plan"],
    ["fix", "--plan", "--format", "json"],
    ["validate", "--fix"],
    ["convert", "-l", "devicecode", "--keep-origin"],
    ["convert", "--to", "azure", "--format", "json"],
    ["doctor", "--fix", "--yes"],
    ["fix", "--yes", "-l", "spn", "--format", "json"],
]


class Canaries:
    """Words that nobody else writes, each with the place it was put into."""

    def __init__(self) -> None:
        self.places: dict[str, str] = {}

    def word(self, place: str) -> str:
        word = f"hunter2q{len(self.places)}z"
        self.places[word] = place
        return word

    def seen_in(self, text: str) -> list[str]:
        """The places of the canaries in a text, plain or in base64."""
        found = set(re.findall(r"hunter2q\d+z", text))
        # With two bytes before it or not, the middle of its base64 is one of three.
        coded = ("odW50ZXIy", "aHVudGVy", "h1bnRlcj")
        return sorted(self.places.get(each, each) for each in found) + [each for each in coded if each in text]


def filled(definition: Mapping[str, Any], put: Canaries, place: str) -> Any:
    """A value that the schema takes, with a canary in each string of it."""
    if "$ref" in definition:
        return filled(DEFINITIONS[definition["$ref"].rpartition("/")[2]], put, place)
    kinds = definition.get("type", ())
    if "object" in kinds:
        fields = {key: filled(each, put, f"{place}.{key}") for key, each in definition.get("properties", {}).items()}
        more = definition.get("additionalProperties")
        return {**fields, **({"k": filled(more, put, f"{place}.*")} if isinstance(more, Mapping) else {})}
    if "array" in kinds:
        return [filled(definition.get("items", {}), put, f"{place}[]")]
    if "boolean" in kinds:
        return True
    if "pattern" in definition:
        return base64.b64encode(put.word(place).encode()).decode()
    if place.rpartition(".")[2] in NAMES:
        return place.replace(".", "-").replace("[]", "")
    return put.word(place)


def everything(put: Canaries) -> dict[str, Any]:
    """A kubeconfig with a canary in every field, and users with every login."""
    data: dict[str, Any] = filled(SCHEMA, put, "")
    data |= {"apiVersion": "v1", "kind": "Config", "current-context": "at-kubelogin"}
    logins = {**providers(put), **plugins(put)}
    data["users"] += [{"name": name, "user": body} for name, body in logins.items()]
    data["contexts"] += [{"name": f"at-{name}", "context": {"cluster": "c", "user": name}} for name in logins]
    data["clusters"] += [{"name": name, "cluster": body} for name, body in clusters(put.word).items()]
    data[put.word("key of the top level")] = put.word("unknown field")
    return data


def providers(put: Canaries) -> dict[str, Any]:
    word = put.word
    gcp = {"cmd-path": "gcloud", "cmd-args": f"x --token {word('cmd-args')} {word('cmd-args, alone')}"}
    issuer = f"https://u:{word('issuer')}@h.example/x?sig={word('query of an issuer')}"
    oidc = ("client-secret", "id-token", "refresh-token", "idp-certificate-authority", "idp-certificate-authority-data",
            "extra-scopes")  # fmt: skip
    return {
        "azure": provider("azure", {**AZURE, "access-token": word("azure token"), "x": word("unknown setting")}),
        "values": provider("azure", {key: word(key) for key in (*AZURE, "environment", "expires-on")}),
        "gcp": provider("gcp", {**gcp, word("key of a gcp setting"): "x"}),
        "gcp2": provider("gcp", {"cmd-path": f"gcloud --token {word('cmd-path')}", "access-token": word("gcp token")}),
        "oidc": provider("oidc", {"idp-issuer-url": issuer, "client-id": "c", **{key: word(key) for key in oidc}}),
        "lost": provider("gcp", {"cmd-path": "gcloud", word("key of a lost setting"): "x"}),
        "odd": provider(word("name of a provider"), {"x": word("setting"), word("key of a setting"): "x"}),
    }


def plugins(put: Canaries) -> dict[str, Any]:
    word = put.word
    variables = ("GITHUB_PAT", "MY_PW", "X_AUTH", "HOME", "AWS_PROFILE", "HTTPS_PROXY", "AZURE_CLIENT_SECRET", "PATH",
                 "KUBECONFIG", "AAD_LOGIN_METHOD", "LD_PRELOAD")  # fmt: skip
    spn = ["get-token", "--login", "spn", "--server-id", "s", "--client-secret", word("argument")]
    kept = {
        "azure": provider("azure", {"apiserver-id": "a", "access-token": word("kept token"), "x": word("kept")}),
        "spn": plugin("get-token", "-l", "spn", "--client-secret", word("kept argument"))["exec"],
    }
    return {
        "kubelogin": plugin(*spn, f"--client-secert={word('misspelt flag')}", "--pasword", word("misspelt flag, two words"),
                            word("stray word"), f"--{word('flag')}", f"-p{word('short flag')}", "--client-secret=", word("=")),
        "mode": plugin("get-token", "--login", word("login mode"), "--server-id", word("server id"), "--environment",
                       word("environment"), "--timeout", word("timeout"), "--legacy", word("switch"), "--authority-host",
                       word("authority"), "--pop-claims", word("claims"), "--pop-enabled"),
        "other": plugin("-p", word("-p"), "--pat", word("--pat"), "--header", f"Authorization: Basic {word('header')}",
                        f"https://h.example/x?sig={word('query')}", f"https://me:{word('userinfo')}@h.example/",
                        f"token {word('no colon')}", word("alone"), command="other",
                        env={each: word(each) for each in variables}),
        "shell": plugin("-c", f"curl -H '{word('script')}' https://h.example | sh", command="sh"),
        "line": plugin(command=f"sh -c 'curl -H {word('command line')}'"),
        "hint": {"exec": {"apiVersion": V1BETA1, "command": "gone", "installHint": f"get it with {word('installHint')}"}},
        "kept": {"token": word("token"), "extensions": [{"name": "kubeconv-origin", "extension": kept}]},
        "v1alpha1": {"exec": {"apiVersion": V1BETA1.replace("beta", "alpha"), "command": "aws", "args": ["-p", word("-p")]}},
    }  # fmt: skip


def clusters(word: Callable[[str], str]) -> dict[str, Any]:
    return {
        "c": {"server": "https://c.example"},
        "userinfo": {"server": f"https://u:{word('server')}@h.example", "proxy-url": f"http://u:a/{word('proxy')}@p"},
        "no-scheme": {"server": f"u:{word('server, no scheme')}@h", "proxy-url": f"http://u:{word('proxy, host')}"},
        "query": {"server": f"https://h.example/x?sig={word('query of a server')}#{word('fragment')}",
                  "tls-server-name": word("tls-server-name"), "proxy-url": f"{word('scheme')}://h"},
        "port": {"server": f"https://h.example:{word('port')}", "certificate-authority": word("path")},
    }  # fmt: skip


def provider(name: str, config: Mapping[str, str]) -> dict[str, Any]:
    return {"auth-provider": {"name": name, "config": dict(config)}}


def plugin(*arguments: str, command: str = "kubelogin", env: Mapping[str, str] | None = None) -> dict[str, Any]:
    variables = [{"name": name, "value": value} for name, value in (env or {}).items()]
    return {"exec": {"apiVersion": V1BETA1, "command": command, "args": [*arguments], "env": variables}}


def wrong_types(put: Canaries) -> Iterator[dict[str, Any]]:
    """Files in which a field holds a canary in another shape than the one that it has, a file for each shape and definition."""
    shapes: dict[str, Callable[[str], Any]] = {
        "text": lambda word: word,
        "list": lambda word: [word],
        "mapping": lambda word: {word: word},
        "setting": lambda word: {"x": word},
        "deep": lambda word: [{"name": word, "value": [{word: [word]}]}],
    }
    for shape, made in shapes.items():
        for key in SCHEMA["properties"]:
            if key not in NAMES and (shape != "deep" or key not in LISTS):
                yield {"apiVersion": "v1", "kind": "Config", **legacy(), key: made(put.word(f"{key} as {shape}"))}
        for name, home in HOMES.items():
            data = legacy()
            for key in DEFINITIONS[name]["properties"]:
                if key not in NAMES or shape != "text":
                    entry_with(data, home, key, made(put.word(f"{home}.{key} as {shape}")))
            yield data


def legacy() -> dict[str, Any]:
    return {
        "users": [{"name": "me", "user": provider("azure", AZURE)}],
        "clusters": [{"name": "c", "cluster": {"server": "https://c.example"}}],
        "contexts": [{"name": "x", "context": {"cluster": "c", "user": "me"}}],
        "current-context": "x",
    }


def entry_with(data: dict[str, Any], home: str, key: str, value: Any) -> None:
    """Put a value at the end of a path, in an entry of its own."""
    top, *path = home.split(".")
    if top == "preferences":
        data.setdefault(top, {})[key] = value
        return
    entry: dict[str, Any] = {"name": f"{top}-{len(data.setdefault(top, []))}"}
    data[top].append(entry)
    inner: Any = entry
    for step in path:
        if step:
            following: Any = {} if step != path[-2:][0] or path[-1] else [{}]
            inner[step] = following
            inner = following[0] if isinstance(following, list) else following
    inner[key] = value


def faults(text: str) -> Iterator[str]:
    """The text with a mistake near each of its lines with a canary."""
    lines = text.split("\n")
    before = ('"', "{", "*", "&", "@", "!x!", "!", '"\\q', "\t", "%", "`", "| ", "[", "- ", "? ", "\x01", "\udcff")
    for number, line in enumerate(lines):
        if "hunter2" not in line:
            continue
        broken = [line.replace("hunter2", f"{sign}hunter2", 1) for sign in before]
        broken += [
            f"{line}: x",
            f"{line} 'x",
            f"{line}\n\tx: y",
            line.replace(": ", " ", 1),
            line.replace(": ", ":", 1),
        ]
        broken += [f"%{line.strip()}", f" {line}", f"{line}\x01", f"{line}\udcff", f"{line}\n  x", line.lstrip()]
        for each in broken:
            yield "\n".join([*lines[:number], each, *lines[number + 1 :]])


def told(machine: Machine, config: Path, runs: list[list[str]], **environment: str) -> Iterator[tuple[str, str]]:
    """What each run prints, with the arguments of the run."""
    before = config.read_bytes() if config.exists() else b""
    for arguments in runs:
        files = [] if arguments[0] == "explain" else [config]
        ended = machine.call(*arguments, *files, **environment)
        assert ended.code in (0, 1, 2), arguments
        yield " ".join(arguments), ended.out + ended.err
        if config.exists() and config.read_bytes() != before:
            config.write_bytes(before)


def check(machine: Machine, text: str, put: Canaries, runs: list[list[str]] = RUNS) -> None:
    assert "hunter2" in text
    config = machine.file("config", text.encode(errors="surrogateescape"))
    leaks = {run: seen for run, output in told(machine, config, runs) if (seen := put.seen_in(output))}
    assert leaks == {}, text[:3000]


def block(data: Any) -> str:
    """Data as block YAML."""
    return str(yaml.safe_dump(data, width=10**6, sort_keys=False))


#: A few runs that show most, for the many files.
FEW: list[list[str]] = [
    ["detect"], ["convert", "--diff", "-l", "spn", "-t", "other"], ["validate"], ["audit", "--format", "json"],
    ["doctor", "--fix"],
]  # fmt: skip


@pytest.mark.parametrize("form", ["block", "flow", "JSON"])
def test_no_canary_in_any_field(tmp_path: Path, form: str) -> None:
    put = Canaries()
    data = everything(put)
    text = block(data) if form == "block" else json.dumps(data, indent=1 if form == "JSON" else None)
    check(Machine(tmp_path), text, put, [*RUNS, *WRITING])


def test_no_canary_in_a_wrong_type(tmp_path: Path) -> None:
    put = Canaries()
    machine = Machine(tmp_path)
    for text in filter(lambda each: "hunter2" in each, map(block, wrong_types(put))):
        check(machine, text, put, FEW)


def test_no_canary_near_a_mistake(tmp_path: Path) -> None:
    put = Canaries()
    data = everything(put)
    machine = Machine(tmp_path)
    texts = [block(data), json.dumps(data, indent=1)]
    for text in (each for whole in texts for each in [*faults(whole)][:: len(whole) // 60]):
        check(machine, text, put, FEW[1:4])


@pytest.mark.parametrize(
    "text", [*BROKEN.values(), *(f"users:\n- name: y\n  user: {each}\n" for each in BODIES.values())]
)
def test_no_canary_of_a_place_that_was_thought_of(tmp_path: Path, text: str) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", text.encode(errors="surrogateescape"))
    for run, output in told(machine, config, FEW):
        assert MARKER not in output, run


COMMENTS = (
    "# {}",
    "# token {}",
    "# -p {}",
    "#{}",
    "# old: {}",
    "# {} was the password",
    "# Basic {}",
    "# see {} and more",
)


@pytest.mark.parametrize("comment", COMMENTS)
def test_no_canary_in_a_comment(tmp_path: Path, comment: str) -> None:
    put = Canaries()
    lines = block(legacy()).split("\n")
    text = "\n".join(
        f"{line}  {comment.format(put.word('behind a line'))}\n    {comment.format(put.word('on a line'))}"
        for line in lines
    )
    check(Machine(tmp_path), text, put, FEW)


#: What cannot be known by the place that it is in, as names are shown: here the shape tells.
SHAPED = (
    "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl", "abc8Q~Jx5pQw3nV7tR2sY9uB4mK6zL1cD0eF8gH",
    "ghp_16C7e42F292c6912E7710c838347Ae178B4a", "LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQpNSUlF",
    "-----BEGIN PRIVATE KEY-----\nMIIEow\n-----END PRIVATE KEY-----", "https://me:hunter2@c.example",
    "Zk3Jq9Lx2Vn8Rt5Wy7Bp4Ms6Dh1Gf0Ac", "d41d8cd98f00b204e9800998ecf8427e",
)  # fmt: skip


@pytest.mark.parametrize("secret", SHAPED)
def test_a_name_with_the_shape_of_a_secret_is_not_shown(tmp_path: Path, secret: str) -> None:
    machine = Machine(tmp_path)
    text = json.dumps(legacy(), indent=1)
    runs = [*RUNS, *WRITING]
    for number, old in enumerate(('"me"', '"c"', '"x"')):
        config = machine.file("config", text.replace(old, json.dumps(secret)))
        for run, output in told(machine, config, runs if number == 0 else runs[number::2]):
            assert secret.split("\n")[-2:][0] not in output, run


#: Secrets by the shape that their issuers give them, and the part that tells them apart.
ISSUED = {
    SHAPED[0]: "", SHAPED[1]: "", SHAPED[2]: "", SHAPED[3]: "", "abcdef.0123456789abcdef": "", "AKIAIOSFODNN7EXAMPLE": "",
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY": "",
    "github_pat_11ABCDEFG0abcdefghijkl_mnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefg": "",
    "xoxb-123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx": "", "glpat-ABCdef123456_7890xyz": "",
    "https://hooks.slack.com/services/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": "a1B2c3D4e5F6g7H8i9J0k1L2",
    "BwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAhIiMkJSYnKCkqKywtLi8wMTIzNDU2Nzg5Ojs8PT4/QEFCQ0RFRg==": "BwgJCgsMDQ4PEBESExQVFh",
    "DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=BwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAhIiMkJSYnKCkqKywt":
        "BwgJCgsMDQ4PEBESExQVFh",
    "https://acme.blob.core.windows.net/c?sv=2022-11-02&sp=r&sig=abc%2Bdef%3D": "abc%2Bdef",
    "MIIKEAIBAzCCCcYGCSqGSIb3DQEHAaCCCbcEggmzMIIJrzCCBW8GCSqGSIb3DQEHAaCCBWAEggVcMIIFWDCC": "",
    "/u3+7QAAAAIAAAABAAAAAQADZm9vAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJyg=": "AAECAwQFBgcICQ",
    "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.OKOawDo13gRp2ojaHV7LFpZcgV7T6DVZKTyKOMTYUmKoTCVJRgckCL9kiMT03JGe.48V1_ALb":
        "OKOawDo13gRp2ojaHV7LFpZcgV7T6DVZKTyKOMTYUmKoTCVJRgckCL9kiMT03JGe",
    "Basic YWRtaW46aHVudGVyMg==": "YWRtaW46aHVudGVyMg", "Bearer hunter2hunter2": "hunter2hunter2",
    json.dumps({"type": "service_account", "private_key": SHAPED[4].replace("MIIEow", "MIIEvQIBADANBgkqhkiG9w0")}):
        "MIIEvQIBADANBgkqhkiG9w0",
    "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU\n-----END OPENSSH PRIVATE KEY-----":
        "b3BlbnNzaC1rZXktdjEAAAAABG5vbmU",
    "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIIm8b2Fz\n-----END EC PRIVATE KEY-----": "MHcCAQEEIIm8b2Fz",
    "$2y$10$abcdefghijklmnopqrstuuVwXyZ0123456789ABCDEFGHIJKLMNOPQ": "",
}  # fmt: skip


def everywhere(secret: str) -> dict[str, Any]:
    """A kubeconfig with the secret as each name and key, and in each value that is shown where it is what it should be."""
    s, named = secret, f"/opt/{secret}/bin"
    bodies: dict[str, Any] = {
        s: {"auth-provider": {"name": s, "config": {s: s}}},
        "azure": provider("azure", {**dict.fromkeys((*AZURE, "environment"), s), s: "x"}),
        "legacy": provider("azure", AZURE),
        "oidc": provider("oidc", {"idp-issuer-url": f"https://i.example/{s}", "client-id": s, "extra-scopes": s,
                                  "idp-certificate-authority": s}),
        "gcp": provider("gcp", {"cmd-path": s, "cmd-args": s, "token-key": s, "expiry": s}),
        "command": plugin("x", command=s), "folder": plugin("x", command=named),
        "kubelogin": plugin("get-token", "--login", s, "--server-id", s, "--tenant-id", s, s, f"--{s}", f"--x={s}", f"-l{s}",
                            "--environment", s, "--authority-host", f"https://h.example/{s}"),
        "aws": plugin("eks", "get-token", "--cluster-name", s, "--role", s, s, f"--region={s}", command="aws",
                      env={"AWS_PROFILE": s, s: "x", "HOME": s, "HTTPS_PROXY": f"http://p.example/{s}", "AAD_LOGIN_METHOD": s}),
        "hint": {"exec": {"apiVersion": V1BETA1, "command": "gone", "installHint": f"Use {s} now", "interactiveMode": s}},
        "fields": {"client-certificate": s, "client-key": s, "tokenFile": s, "as": s, "as-uid": s, "as-groups": [s],
                   "as-user-extra": {s: [s]}, "username": s, s: s, "extensions": [{"name": s, "extension": {s: s}}] * 2},
    }  # fmt: skip
    server = {"server": f"https://h.example/{s}", "proxy-url": f"http://p.example/{s}", "tls-server-name": s, s: s}
    return {
        "current-context": s, s: s, "extensions": [{"name": s, "extension": s}],
        "clusters": [{"name": s, "cluster": server}, {"name": "c", "cluster": {"server": s, "certificate-authority": s}},
                     {"name": "d", "cluster": {"server": f"https://h.example/#{s}", "proxy-url": f"http://{s}@p.example"}}],
        "users": [{"name": name, "user": body} for name, body in bodies.items()],
        "contexts": [{"name": s, "context": {"cluster": s, "user": s, "namespace": s}},
                     *({"name": f"at-{name}", "context": {"cluster": "c", "user": name}} for name in bodies if name != s)],
    }  # fmt: skip


@pytest.mark.parametrize("secret", ISSUED)
def test_the_secret_of_an_issuer_is_not_shown_wherever_it_stands(tmp_path: Path, secret: str) -> None:
    machine = Machine(tmp_path)
    part = ISSUED[secret] or secret
    data = everywhere(secret)
    comment = " ".join(secret.split("\n"))
    texts = [block(data), f"{json.dumps(data)}\n\tx: [", block(legacy()).replace("\n", f"  # {comment}\n")]
    runs = [*FEW, ["audit"], ["validate", "--all-contexts", "--format", "sarif"], ["doctor", "--redact"], ["versions"]]
    for text in texts:
        config = machine.file("config", text)
        for name, output in told(machine, config, runs):
            assert part not in output, name
    for arguments in runs:
        ended = machine.call(
            *arguments, KUBECONFIG=secret, AZURE_CLIENT_SECRET=secret, HTTPS_PROXY=f"http://u:{secret}@p"
        )
        assert part not in ended.out + ended.err, arguments


#: Command lines on which the secret is the value of an option, a name, or an option itself.
MISUSED: list[list[str]] = [
    ["convert", "--client-secret", "{}", "--client-secret", "{}", "-l", "spn", "--diff"],
    ["convert", "-l", "{}"],
    ["convert", "-l{}"],
    ["convert", "-l", "spn", "-t", "{}", "--client-id", "{}", "--authority-host", "{}", "--diff"],
    ["convert", "--to", "{}"],
    ["convert", "--only", "{}"],
    ["convert", "--context", "{}"],
    ["convert", "--kubectl", "{}"],
    ["convert", "--{}"],
    ["convert", "-l", "msi", "--identity-resource-id", "{}", "--diff"],
    ["convert", "-l", "azurecli", "--azure-config-dir", "{}"],
    ["validate", "--select", "{}"],
    ["validate", "--kubectl", "{}"],
    ["validate", "--severity", "{}"],
    ["validate", "--kuberc", "{}"],
    ["audit", "--context", "{}"],
    ["audit", "--format", "{}"],
    ["doctor", "--context", "{}"],
    ["detect", "--{}=x"],
    ["undo", "{}"],
    ["versions", "--kubelogin", "{}"],
    ["versions", "--aks-show", "{}"],
    ["versions", "--aks-show", "aks.json"],
    ["versions", "--az", "{}"],
    ["explain", "--kubeconfig", "{}", "x"],
    ["explain", "{}"],
    ["rules", "{}"],
    ["schema", "{}"],
    ["{}"],
]


@pytest.mark.parametrize("secret", [*ISSUED][:7])
def test_the_secret_of_an_issuer_is_not_shown_on_a_wrong_command_line(tmp_path: Path, secret: str) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", block(legacy()))
    machine.file(
        "aks.json",
        json.dumps({"name": secret, "fqdn": secret, "aadProfile": {"tenantID": secret, "serverAppSecret": secret}}),
    )
    for run in MISUSED:
        ended = machine.call(*(word.replace("{}", secret) for word in run), KUBECONFIG=str(config))
        assert ended.code in (0, 1, 2)
        assert secret not in ended.out + ended.err, run


#: Names with what a terminal obeys.
NASTY = "a\x1b[2Jb\u202ec\u2066d\re\nf\x9bg\u200fh"


def test_names_are_shown_without_what_a_terminal_obeys(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    text = json.dumps(legacy(), indent=1)
    for old in ('"me"', '"c"', '"x"'):
        machine.file("config", text.replace(old, json.dumps(NASTY)))
        for run, output in told(machine, machine.home / "config", [*RUNS, *WRITING]):
            assert not set(output) & {*NASTY} - {*"abcdefgh[2J\n"}, run
            if "json" in run or "sarif" in run:
                json.loads(output[output.index("{") : output.rindex("}") + 1])


def test_a_comment_is_shown_without_what_a_terminal_obeys(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    text = block(legacy()).replace("\n", f"  # {NASTY.replace(chr(13), ' ').replace(chr(10), ' ')}\n")
    config = machine.file("config", text.replace("\x1b", ""))
    for run, output in told(machine, config, [["convert", "--diff"], ["doctor", "--fix"], ["validate"]]):
        assert not set(output) & {"\u202e", "\u2066", "\x9b", "\u200f"}, run


CONTENT = block(everything(Canaries()))
#: Content of files in the place of a path.
CONTENTS = {
    "YAML": CONTENT,
    "JSON": json.dumps({"users": [{"name": "a", "user": {"token": MARKER}}]}),
    "one line": f"token: {MARKER}",
    "base64": base64.b64encode(CONTENT.encode()).decode(),
    "token": SHAPED[0],
    "PEM": SHAPED[4].replace("MIIEow", MARKER),
}


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS.keys())
def test_content_in_the_place_of_a_path_is_not_shown(tmp_path: Path, content: str) -> None:
    machine = Machine(tmp_path)
    put = Canaries()
    for arguments in (each for each in RUNS if each[0] != "explain"):
        for ended in (
            machine.call(*arguments, KUBECONFIG=content),
            machine.call(*arguments, KUBECONFIG=f"/nowhere:{content}"),
            machine.call(*arguments, content),
            machine.call(*arguments, "--kubeconfig", content),
        ):
            output = ended.out + ended.err
            assert content[:40] not in output
            assert MARKER not in output
            assert not put.seen_in(output)
            if content[0] != "-" and "--redact" not in arguments and "No such option" not in output:
                assert "path of a file" in output
                assert ended.code == 2


@pytest.mark.parametrize("run", [each for each in RUNS if each[0] != "explain"], ids=" ".join)
def test_no_canary_of_the_command_line_is_shown(tmp_path: Path, run: list[str]) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", block(legacy()))
    for wrong in (
        [f"--{MARKER}"], [f"--client-secert={MARKER}"], [f"-p{MARKER}"], ["--format", MARKER], ["--kubectl", f"x{SHAPED[1]}"],
        ["--password", MARKER], ["--client-secret", MARKER], ["--max-findings", MARKER], ["--pasword", MARKER],
        ["--lock-timeout", MARKER], ["--only", MARKER], ["--login", MARKER], ["--to", MARKER], ["--select", MARKER],
    ):  # fmt: skip
        ended = machine.call(*run, config, *wrong)
        assert MARKER not in ended.out + ended.err
        assert SHAPED[1] not in ended.out + ended.err


VARIABLES = (
    "AAD_LOGIN_METHOD", "AAD_SERVICE_PRINCIPAL_CLIENT_ID", "AAD_SERVICE_PRINCIPAL_CLIENT_SECRET", "AAD_USER_PRINCIPAL_PASSWORD",
    "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET", "AZURE_TENANT_ID", "AZURE_AUTHORITY_HOST", "AZURE_FEDERATED_TOKEN_FILE",
    "AZURE_CONFIG_DIR", "ARM_CLIENT_ID", "ARM_CLIENT_SECRET", "KUBERC", "NO_COLOR", "TERM", "COLUMNS", "HTTPS_PROXY",
)  # fmt: skip


def test_no_canary_of_the_environment_is_shown(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    put = Canaries()
    text = block(everything(put))
    config = machine.file("config", text)
    variables = {name: put.word(name) for name in VARIABLES}
    for run, output in told(machine, config, [*RUNS, *WRITING], **variables):
        assert put.seen_in(output) == [], run


@pytest.mark.parametrize("name", ["token: hunter2q", "PASSWORD='hunter2q'"])
def test_a_name_of_a_file_or_context_that_says_a_password_is_not_shown(tmp_path: Path, name: str) -> None:
    machine = Machine(tmp_path)
    text = json.dumps(legacy(), indent=1).replace('"x"', json.dumps(name))
    for run, output in told(machine, machine.file(name, text), [*RUNS, *WRITING]):
        assert "hunter2q" not in output, run


def test_a_file_name_with_the_shape_of_a_secret_is_not_shown(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    for name in (SHAPED[0], f"{SHAPED[1]}.yaml", SHAPED[6]):
        for config in (machine.file(name, block(legacy())), machine.home / f"{name}-gone"):
            for run, output in told(machine, config, [*RUNS, *WRITING]):
                assert name not in output, run


@pytest.mark.parametrize(
    "message",
    [
        'error: No Auth Provider found for name "{}"',
        "error: exec: executable {} not found",
        'error: exec plugin: invalid apiVersion "{}"',
        "Unable to connect to the server: dial tcp: lookup {}: no such host",
        'error loading config file "{}": yaml: line 3: mapping values are not allowed in this context',
        "error: unknown flag: --{}",
        "AADSTS7000215: Invalid client secret provided: {}",
        'invalid configuration: invalid \'proxy-url\' "http://u:{}@p" for cluster "c": x',
    ],
)
def test_no_secret_of_an_explained_message_is_shown(tmp_path: Path, message: str) -> None:
    machine = Machine(tmp_path)
    for secret in SHAPED[:4]:
        for arguments in ([], ["--format", "json"]):
            ended = machine.call("explain", *arguments, message.format(secret))
            assert secret not in ended.out + ended.err


def test_the_values_of_the_library_show_nothing_when_printed() -> None:
    put = Canaries()
    text = block(everything(put))
    flags = {"client-secret": put.word("a flag"), "tenant-id": "t"}
    converted = kubeconv.convert(text.encode(), login="spn", flags=flags, keep_origin=True)
    loaded = kubeconv.load(text.encode())
    report = kubeconv.validate(text.encode(), kubectl=["1.20"])
    values: list[Any] = [
        converted,
        report,
        loaded,
        *kubeconv.detect(text.encode()),
        *converted.outcomes,
        *converted.edits,
    ]
    values += kubeconv.check_versions(text.encode(), kubectl="1.30")
    values += kubeconv.explain('No Auth Provider found for name "azure"', text.encode())
    values += [converted.source, *loaded.users, *loaded.contexts, *loaded.clusters]
    values += [part for user in loaded.users for part in (user.exec, user.auth_provider)]
    kept = read(Source(text.encode()))
    values += [
        part for user in kept.users for part in (user.exec, user.auth_provider, user.entry, user.body, user.fields)
    ]
    for value in values:
        assert put.seen_in(f"{value!r} {value!s}") == [], type(value)


def seconds(machine: Machine, text: str, *arguments: str) -> float:
    """What a run costs this process, the least of three."""
    config = machine.file("config", text)
    costs = []
    for _ in range(3):
        started = time.process_time()
        machine.call(*arguments, config)
        costs.append(time.process_time() - started)
    return min(costs)


def one_line(users: int) -> str:
    """JSON on one line, with a finding in each user."""
    body = provider("azure", {**AZURE, "environment": "Nowhere", "access-token": "x" * 500})
    names = [f"u{number}" for number in range(users)]
    return json.dumps({"users": [{"name": name, "user": body} for name in names]})


@pytest.mark.parametrize("command", ["validate", "audit"])
def test_a_line_of_any_length_is_shown_in_proportionate_time(tmp_path: Path, command: str) -> None:
    machine = Machine(tmp_path)
    once = seconds(machine, one_line(50), command)
    assert seconds(machine, one_line(400), command) < 24 * once + 0.2
