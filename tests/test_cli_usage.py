"""The command line as such: help, flags, usage errors. Also the machine on which all tests of the command line run kubeconv.

`Machine.run` is the real process, `Machine.call` the same command line in this process, which is ten times as fast.
"""

import contextlib
import errno
import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kubeconv import commands

AKS_SERVER = "6dae42f8-4368-4678-94ff-3960e28e3630"
AKS_CLIENT = "80faf920-1908-4b52-b5ef-a8e7bedfc67a"

#: Bodies of users.
AZURE = f"""\
    auth-provider:
      name: azure
      config:
        apiserver-id: {AKS_SERVER}
        client-id: {AKS_CLIENT}
        tenant-id: tenant-1
        config-mode: "1"
"""
NO_TENANT = AZURE.replace("        tenant-id: tenant-1\n", "")
KUBELOGIN = f"""\
    exec:
      apiVersion: client.authentication.k8s.io/v1beta1
      command: kubelogin
      args: [get-token, --login, devicecode, --server-id, {AKS_SERVER}, --client-id, {AKS_CLIENT}, --tenant-id, tenant-1]
"""
TOKEN = "    token: t0k3n\n"


def kubeconfig(**bodies: str) -> str:
    """A kubeconfig with these users, and for each NAME a context at-NAME."""
    users = "".join(f"- name: {name}\n  user:\n{body}" for name, body in bodies.items())
    contexts = "".join(f"- name: at-{name}\n  context: {{cluster: c, user: {name}}}\n" for name in bodies)
    return (
        "apiVersion: v1\nkind: Config\nclusters:  # one\n- {name: c, cluster: {server: 'https://127.0.0.1:1'}}\n"
        f"contexts:\n{contexts}users:\n{users}"
    )


class Ended(NamedTuple):
    """A finished run: exit code and what it printed."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return (self.out + self.err).splitlines()


#: Those that end a run politely; Windows has no SIGHUP.
SIGNALS = [signal.SIGINT, signal.SIGTERM]
if sys.platform != "win32":
    SIGNALS.append(signal.SIGHUP)


class Hangs(Exception):
    """What should be over by now is not."""


@contextlib.contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise `Hangs` in this process when something takes longer; on Windows it is not noticed."""
    if sys.platform == "win32":
        yield
        return

    def give_up(*_: object) -> None:
        raise Hangs

    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


#: With these `make coverage` counts what a process of its own runs.
COVERED = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}


def uncovered(environment: Mapping[str, str]) -> dict[str, str]:
    """The same for a process in which coverage would be in the way."""
    return {name: value for name, value in environment.items() if name not in COVERED}


class Machine:
    """A home folder of its own, a PATH of one folder, no variables but these, and `patience` for a run, in seconds."""

    def __init__(self, root: Path, patience: float = 60) -> None:
        self.home, self.programs, self.patience = root / "home", root / "programs", patience
        for folder in (self.home, self.programs):
            folder.mkdir(exist_ok=True)

    def environment(self, extra: Mapping[str, str]) -> dict[str, str]:
        return {"HOME": str(self.home), "PATH": str(self.programs), "LANG": "C.UTF-8", **COVERED, **extra}

    def file(self, name: str, text: str | bytes, mode: int = 0o600) -> Path:
        """A file in the home folder."""
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        path.chmod(mode)
        return path

    def program(self, name: str, script: str) -> Path:
        """A program on PATH."""
        path = self.programs / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return path

    def run(self, *arguments: str | Path, stdin: bytes = b"", **environment: str) -> Ended:
        """`python -m kubeconv …` as a process of its own."""
        process = self.start(*arguments, **environment)
        out, err = process.communicate(stdin, timeout=60)
        return Ended(process.returncode, out.decode(errors="surrogateescape"), err.decode(errors="surrogateescape"))

    def start(self, *arguments: str | Path, **environment: str) -> "subprocess.Popen[bytes]":
        """`python -m kubeconv …` as a process that is still running."""
        return subprocess.Popen(
            [sys.executable, "-m", "kubeconv", *map(str, arguments)],
            env=self.environment(environment),
            cwd=self.home,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def call(self, *arguments: str | Path, **environment: str) -> Ended:
        """The same command line inside this process, without standard input and without waiting for the disk."""
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
        handlers = {each: signal.getsignal(each) for each in SIGNALS}
        try:
            with (
                mock.patch.dict(os.environ, self.environment(environment), clear=True),
                mock.patch("os.fsync"),
                mock.patch("sys.unraisablehook"),
                at_most(self.patience),
                contextlib.chdir(self.home),
                contextlib.redirect_stdout(out),
                contextlib.redirect_stderr(err),
            ):
                code = commands.run([str(argument) for argument in arguments])
        finally:
            for each, handler in handlers.items():
                signal.signal(each, handler)
        texts = []
        for stream in (out, err):
            stream.flush()
            buffer = stream.buffer
            assert isinstance(buffer, io.BytesIO)
            texts.append(buffer.getvalue().decode(errors="surrogateescape"))
        return Ended(code, *texts)


def user(config: Path | str, name: str) -> dict[str, Any]:
    """The body of a user in a kubeconfig."""
    text = config.read_text() if isinstance(config, Path) else config
    found: dict[str, Any] = next(each["user"] for each in yaml.safe_load(text)["users"] if each["name"] == name)
    return found


def login(config: Path | str, name: str) -> str:
    """The login of a user: azure, the login mode of kubelogin, or the key it stands under."""
    body = user(config, name)
    if "exec" in body:
        arguments: list[str] = body["exec"]["args"]
        return arguments[arguments.index("--login") + 1]
    return str(body["auth-provider"]["name"]) if "auth-provider" in body else next(iter(body))


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], []])
def test_help_names_every_command_and_an_example(tmp_path: Path, arguments: list[str]) -> None:
    ended = Machine(tmp_path).call(*arguments)
    text = ended.out + ended.err
    assert re.search(r"^  detect ", text, re.MULTILINE)
    assert re.search(r"^  convert ", text, re.MULTILINE)
    assert "Example: kubeconv " in text
    assert ended.code == (0 if arguments else 2)


def test_help_of_all_says_in_one_line_what_each_command_does(tmp_path: Path) -> None:
    out = Machine(tmp_path).call("--help").out
    rows = [line for line in out.partition("Commands:\n")[2].partition("\n\n")[0].splitlines() if line]
    assert [row.split()[0] for row in rows] == [*commands.COMMANDS]
    assert all(row.endswith(".") and not row.endswith("...") for row in rows)


@pytest.mark.parametrize(
    ("arguments", "same"),
    [
        (["help"], ["--help"]),
        (["help", "convert"], ["convert", "--help"]),
        (["-V"], ["--version"]),
        (["convert-kubeconfig", "-h"], ["convert", "--help"]),
    ],
)
def test_what_people_type_is_understood(tmp_path: Path, arguments: list[str], same: list[str]) -> None:
    machine = Machine(tmp_path)
    assert machine.call(*arguments) == machine.call(*same)
    assert machine.call(*arguments).code == 0


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (["convret", "config"], "convert"),
        (["dcotor"], "doctor"),
        (["help", "validte"], "validate"),
        (["convert", "--contxt", "x", "config"], "--context"),
        (["convert", "--tennant-id", "x", "config"], "--tenant-id"),
        (["convert", "-l", "azurcli", "config"], "azurecli"),
        (["convert", "-l", "Interactive", "config"], "interactive"),
        (["convert", "--context", "at-mee", "config"], "at-me"),
        (["convert", "--user", "mee", "config"], "me"),
        (["validate", "--context", "at-mee", "config"], "at-me"),
        (["doctor", "--context", "at-mee", "config"], "at-me"),
        (["validate", "--select", "removed-azur", "config"], "removed-azure"),
        (["fix", "--only", "azur", "config"], "azure"),
        (["convert", "--only", "KC201", "config"], "azure"),
        (["convert", "--only", "kc301", "config"], "v1alpha1"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else each,
)
def test_a_misspelt_word_is_answered_by_the_right_one(tmp_path: Path, arguments: list[str], meant: str) -> None:
    machine = Machine(tmp_path)
    machine.file("config", kubeconfig(me=AZURE))
    ended = machine.call(*arguments)
    assert (ended.code, f"(did you mean {meant}?)" in ended.err) == (2, True), ended.err


@pytest.mark.parametrize(
    "arguments", [["xyz"], ["convert", "--xyz"], ["convert", "--context", "xyz", "config"]], ids=" ".join
)
def test_a_word_like_no_other_is_answered_by_none(tmp_path: Path, arguments: list[str]) -> None:
    machine = Machine(tmp_path)
    machine.file("config", kubeconfig(me=AZURE))
    assert "did you mean" not in machine.call(*arguments).err


@pytest.mark.parametrize("command", ["detect", "convert"])
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_of_each_command_has_an_example(tmp_path: Path, command: str, flag: str) -> None:
    ended = Machine(tmp_path).call(command, flag)
    assert (ended.code, ended.err) == (0, "")
    assert f"Example: kubeconv {command} " in ended.out


@pytest.mark.parametrize("command", commands.COMMANDS)
def test_help_is_the_same_with_every_typer(tmp_path: Path, command: str) -> None:
    text = Machine(tmp_path).call(command, "--help").out
    others = {"rules": "", "schema": "", "explain": " [TEXT|RULE]...", "completion": " bash|zsh|fish|powershell"}
    arguments = others.get(command, " [FILE]...")
    assert text.startswith(f"Usage: kubeconv {command} [OPTIONS]{arguments}\n")
    assert not re.search(r"<(str|int|float|list)|\bTEXT  |Arguments:", text)


@pytest.mark.parametrize(
    ("command", "option", "wrong", "what"),
    [
        ("convert", "--lock-timeout", "abc", "a number, at least 0"),
        ("convert", "--lock-timeout", "-1", "a number, at least 0"),
        ("validate", "--max-findings", "1.5", "a whole number, at least 0"),
    ],
)
def test_a_number_is_read_and_checked(tmp_path: Path, command: str, option: str, wrong: str, what: str) -> None:
    machine = Machine(tmp_path)
    machine.file("config", kubeconfig(me=AZURE))
    said = machine.call(command, option, wrong, "config")
    usage = f"kubeconv: error: Invalid value for {option}: use {what}; see kubeconv {command} --help"
    assert (said.code, said.lines) == (2, [usage])
    assert machine.call(command, option, "7", "config").code in (0, 1)


@pytest.mark.parametrize("command", ["detect", "convert"])
def test_the_example_in_the_help_of_a_command_runs(tmp_path: Path, command: str) -> None:
    machine = Machine(tmp_path)
    machine.file(".kube/config", kubeconfig(**{"aks-prod": AZURE}).replace("name: at-aks-prod", "name: aks-prod"))
    help = machine.call(command, "--help").out
    found = re.search(r"Example: kubeconv (.+)", help)
    assert found
    words = found[1].replace("~", str(machine.home)).split()
    assert machine.call(*words).code == 0


def test_version_comes_from_the_package(tmp_path: Path) -> None:
    import kubeconv

    assert Machine(tmp_path).call("--version") == (0, f"kubeconv {kubeconv.__version__}\n", "")


def test_python_m_kubeconv_runs_without_home_and_path() -> None:
    ended = subprocess.run([sys.executable, "-m", "kubeconv", "--version"], env={}, capture_output=True, check=False)
    assert ended.returncode == 0
    assert ended.stdout.startswith(b"kubeconv ")
    assert ended.stderr == b""


def test_the_program_kubeconv_is_installed_beside_python(tmp_path: Path) -> None:
    program = Path(sys.executable).parent / "kubeconv"
    ended = subprocess.run(
        [program, "--version"], env=Machine(tmp_path).environment({}), capture_output=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, b"")


#: Arguments that make no sense, and what the message must name.
NONSENSE: list[Any] = [
    (["convert", "--to", "openstack"], "--to"),
    (["convert", "--to", "gcp", "-l", "spn"], "--to"),
    (["convert", "--to", "gcp", "--tenant-id", "t"], "--to"),
    (["convert", "--to", "oidc", "--only", "gcp,azure"], "--only"),
    (["convert", "--only", "aws"], "azure, gcp, oidc, openstack, v1alpha1, v1"),
    (["convert", "--only", ""], "--only"),
    (["convert", "--only", "gcp", "-l", "spn"], "--only"),
    (["convert", "--only", "gcp", "--oidc-to", "exec"], "--only"),
    (["convert", "--only", "azure", "-l", "spn", "--oidc-to", "exec"], "about oidc"),
    (["convert", "--oidc-to", "oidc"], "--oidc-to"),
    (["convert", "--oidc-to", "exec", "--to", "azure"], "oidc to exec"),
    (["convert", "--oidc-to", "exec", "--to", "oidc"], "oidc to exec"),
    (["convert", "--kubectl", "new"], "--kubectl"),
    (["convert", "-l", "oauth"], "oauth"),
    (["convert", "-l", ""], "--login"),
    (["convert", "--to", "azure", "-l", "spn"], "--login"),
    (["convert", "--format", "yaml"], "--format"),
    (["convert", "--lock-timeout", "-1"], "--lock-timeout"),
    (["convert", "--lock-timeout", "soon"], "--lock-timeout"),
    (["convert", "--pop-enabled", "--pop-claims", ""], "--pop-claims"),
    (["convert", "--authority-host", "x/"], "--authority-host"),
    (["convert", "--authority-host", "https://x"], "--authority-host"),
    (["convert", "--authority-host", "https:///"], "--authority-host"),
    (["convert", "--legacy=maybe"], "--legacy"),
    (["convert", "--no-such-flag"], "--no-such-flag"),
    (["convert", "--tenant-id"], "--tenant-id"),
    (["convert", "a", "b", "-o", "c"], "--output"),
    (["convert", "a", "-o", "c", "--check"], "--output"),
    (["convert", "a", "-o", "-", "--dry-run"], "--output"),
    (["convert", "a", "-o", "-", "--format", "json"], "--format"),
    (["convert", "-", "--format", "json"], "--format"),
    (["detect", "--format", "xml"], "--format"),
    (["detect", "--no-such-flag"], "--no-such-flag"),
    (["no-such-command"], "no-such-command"),
    (["--no-such-flag"], "--no-such-flag"),
]


@pytest.mark.parametrize(("arguments", "named"), NONSENSE, ids=str)
def test_nonsense_is_exit_code_2_and_touches_nothing(tmp_path: Path, arguments: list[str], named: str) -> None:
    machine = Machine(tmp_path)
    config = machine.file(".kube/config", kubeconfig(me=AZURE))
    before = sorted(machine.home.rglob("*"))
    ended = machine.call(*arguments)
    assert ended.code == 2
    assert ended.out == "" or ("json" in arguments and {*json.loads(ended.out)} == {"problem"})
    assert named in ended.err.splitlines()[-1]
    assert len([line for line in ended.err.splitlines() if "rror" in line]) == 1
    assert config.read_text() == kubeconfig(me=AZURE)
    assert sorted(machine.home.rglob("*")) == before


def test_nonsense_is_one_line(tmp_path: Path) -> None:
    assert len(Machine(tmp_path).call("convert", "--format", "xml").err.splitlines()) == 1


#: Login mode, arguments of the command line, and the arguments that they must put into the file, in a row.
FLAGS = [
    ("devicecode", ["--server-id", "V"], ["--server-id", "V"]),
    ("devicecode", ["--client-id", "V"], ["--client-id", "V"]),
    ("devicecode", ["--tenant-id", "V"], ["--tenant-id", "V"]),
    ("devicecode", ["--tenant-id=V"], ["--tenant-id", "V"]),
    ("devicecode", ["-t", "V"], ["--tenant-id", "V"]),
    ("devicecode", ["-tV"], ["--tenant-id", "V"]),
    ("devicecode", ["--environment", "AzureUSGovernmentCloud"], ["--environment", "AzureUSGovernmentCloud"]),
    ("devicecode", ["-e", "AzureUSGovernmentCloud"], ["--environment", "AzureUSGovernmentCloud"]),
    ("devicecode", ["--cache-dir", "V"], ["--cache-dir", "V"]),
    ("devicecode", ["--token-cache-dir", "V"], ["--cache-dir", "V"]),
    ("devicecode", ["--token-cache-dir", "W", "--cache-dir", "V"], ["--cache-dir", "V"]),
    ("devicecode", ["--cache-dir", "W", "--token-cache-dir", "V"], ["--cache-dir", "V"]),
    ("devicecode", ["--legacy"], ["--legacy"]),
    ("devicecode", ["--legacy=true"], ["--legacy"]),
    ("devicecode", ["--legacy=1"], ["--legacy"]),
    ("devicecode", ["--legacy=T"], ["--legacy"]),
    ("devicecode", ["--no-legacy", "--legacy"], ["--legacy"]),
    ("devicecode", ["-t", "W", "-t", "V"], ["--tenant-id", "V"]),
    ("interactive", ["--redirect-url", "V"], ["--redirect-url", "V"]),
    ("interactive", ["--login-hint", "V"], ["--login-hint", "V"]),
    ("interactive", ["--pop-enabled", "--pop-claims", "u=V"], ["--pop-enabled", "--pop-claims", "u=V"]),
    ("interactive", ["--pop-enabled=true", "--pop-claims", "u=V"], ["--pop-enabled", "--pop-claims", "u=V"]),
    ("spn", ["--client-secret", "V"], ["--client-secret", "V"]),
    ("spn", ["--client-certificate", "V"], ["--client-certificate", "V"]),
    ("spn", ["--client-certificate-password", "V"], ["--client-certificate-password", "V"]),
    ("spn", ["--disable-environment-override"], ["--disable-environment-override"]),
    ("ropc", ["--username", "V"], ["--username", "V"]),
    ("ropc", ["--password", "V"], ["--password", "V"]),
    ("msi", ["--client-id", "V"], ["--client-id", "V"]),
    ("msi", ["--identity-resource-id", "V"], ["--identity-resource-id", "V"]),
    ("azurecli", ["--subscription", "V"], ["--subscription", "V"]),
    ("azurecli", ["-s", "V"], ["--subscription", "V"]),
    ("azurecli", ["-t", "V"], ["--tenant-id", "V"]),
    ("azd", ["-t", "V"], ["--tenant-id", "V"]),
    ("workloadidentity", ["--authority-host", "https://V/"], ["--authority-host", "https://V/"]),
    ("workloadidentity", ["--federated-token-file", "V"], ["--federated-token-file", "V"]),
    (
        "azurepipelines",
        ["--azure-pipelines-service-connection-id", "V"],
        ["--azure-pipelines-service-connection-id", "V"],
    ),
]  # fmt: skip


def converted_arguments(tmp_path: Path, body: str, *arguments: str, **environment: str) -> list[str]:
    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(me=body))
    ended = machine.call("convert", config, *arguments, **environment)
    assert ended.code == 0
    assert all(" loses " in line for line in ended.err.splitlines()), "what a login mode has no place for is told first"
    words: list[str] = user(config, "me")["exec"]["args"]
    return words


@pytest.mark.parametrize("short", [True, False], ids=["-l", "--login"])
@pytest.mark.parametrize(("mode", "given", "written"), FLAGS, ids=[f"{mode} {' '.join(g)}" for mode, g, _ in FLAGS])
def test_flags_of_kubelogin_reach_the_file(
    tmp_path: Path, mode: str, given: list[str], written: list[str], short: bool
) -> None:
    words = converted_arguments(tmp_path, AZURE, "-l" if short else "--login", mode, *given)
    assert words[:3] == ["get-token", "--login", mode]
    assert any(words[at : at + len(written)] == written for at in range(len(words))), words
    assert words.count(written[0]) == 1


@pytest.mark.parametrize("given", ["--legacy=false", "--no-legacy", "--legacy=0", "--legacy=F"])
def test_legacy_is_switched_off(tmp_path: Path, given: str) -> None:
    body = AZURE.replace('config-mode: "1"', 'config-mode: "0"')
    assert "--legacy" in converted_arguments(tmp_path, body)
    assert "--legacy" not in converted_arguments(tmp_path, body, given)


@pytest.mark.parametrize(
    "given",
    [["--timeout", "30s"], ["--disable-instance-discovery"], ["--use-azurerm-env-vars=true"], ["-v", "5"], ["--v=5"]],
    ids=" ".join,
)
def test_flags_that_kubelogin_takes_and_never_writes_are_taken(tmp_path: Path, given: list[str]) -> None:
    assert converted_arguments(tmp_path, AZURE, *given) == converted_arguments(tmp_path, AZURE)


SHORT = [
    ("-l=msi", "msi"),
    ("-l azurecli -t=V", "V"),
    ("-l azurecli -s=V", "V"),
    ("-e=V", "V"),
    ("-l=azurecli -t=V", "V"),
    ("-lazurecli -t=V", "V"),
    ("-l azurecli -q -t=V", "V"),
    ("--backup -t=V", "V"),
]


@pytest.mark.parametrize(("given", "written"), SHORT)
def test_short_flags_take_a_value_behind_an_equals_sign(tmp_path: Path, given: str, written: str) -> None:
    assert written in converted_arguments(tmp_path, AZURE, *given.split())


@pytest.mark.parametrize(
    "given",
    [
        "--legacy=false",
        "-t V --legacy=false",
        "-tV --legacy=false",
        "-q --legacy=false",
        "--keep-origin --legacy=false",
    ],
)
def test_switches_take_a_value_wherever_they_stand(tmp_path: Path, given: str) -> None:
    body = AZURE.replace('config-mode: "1"', 'config-mode: "0"')
    assert "--legacy" not in converted_arguments(tmp_path, body, *given.split())


def test_what_looks_like_a_switch_may_be_a_value(tmp_path: Path) -> None:
    assert "--legacy=false" in converted_arguments(tmp_path, AZURE, "-l", "ropc", "--password", "--legacy=false")
    assert "-t=V" in converted_arguments(tmp_path, AZURE, "-l", "ropc", "--username", "-t=V")


@pytest.mark.parametrize(
    "names",
    [["--legacy=false"], ["x", "--legacy=false"], ["-t=V"]],
)
def test_what_stands_behind_two_dashes_is_a_file(tmp_path: Path, names: list[str]) -> None:
    machine = Machine(tmp_path)
    paths = [machine.file(name, kubeconfig(me=AZURE)) for name in names]
    assert machine.call("convert", "--", *names).code == 0
    assert [login(path, "me") for path in paths] == ["devicecode"] * len(names)


def test_aad_login_method_is_the_default_of_login_and_is_said(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(me=AZURE, you=KUBELOGIN))
    ended = machine.call("convert", config, AAD_LOGIN_METHOD="msi")
    assert [login(config, name) for name in ("me", "you")] == ["msi", "msi"]
    assert any("msi" in line and "AAD_LOGIN_METHOD" in line for line in ended.lines)


@pytest.mark.parametrize(
    ("given", "value", "after"),
    [(["-l", "azurecli"], "msi", "azurecli"), ([], "", "devicecode"), (["-l", "azurecli"], "nonsense", "azurecli")],
)
def test_login_beats_aad_login_method_and_an_empty_one_is_none(
    tmp_path: Path, given: list[str], value: str, after: str
) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(me=AZURE))
    ended = machine.call("convert", config, *given, AAD_LOGIN_METHOD=value)
    assert (ended.code, login(config, "me")) == (0, after)
    assert "AAD_LOGIN_METHOD" not in ended.out + ended.err


def test_aad_login_method_is_said_beside_json_too(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    ended = machine.call(
        "convert", machine.file("config", kubeconfig(me=AZURE)), "--format=json", AAD_LOGIN_METHOD="msi"
    )
    assert ended.code == 0
    assert any("AAD_LOGIN_METHOD" in note for note in json.loads(ended.out)["notes"])


def test_aad_login_method_means_nothing_for_the_way_back(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(me=KUBELOGIN))
    assert machine.call("convert", config, "--to", "azure", AAD_LOGIN_METHOD="msi").code == 0
    assert login(config, "me") == "azure"


def test_a_wrong_aad_login_method_is_called_by_its_name(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(me=AZURE))
    ended = machine.call("convert", config, AAD_LOGIN_METHOD="oauth")
    assert (ended.code, login(config, "me")) == (2, "azure")
    assert "AAD_LOGIN_METHOD" in ended.err


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], 2),
        (["--user", "gke"], 0),
        (["--only", "gcp"], 0),
        (["-l", "msi=me"], 0),
        (["-l", "msi=gke"], 2),
        (["--exclude", "me"], 0),
    ],
)
def test_a_wrong_aad_login_method_matters_where_a_login_is_converted_by_it(
    tmp_path: Path, options: list[str], code: int
) -> None:
    machine = Machine(tmp_path)
    text = kubeconfig(gke="    auth-provider: {name: gcp}\n", me=AZURE)
    config = machine.file("config", text)
    ended = machine.call("convert", config, *options, AAD_LOGIN_METHOD="oauth")
    assert (ended.code, "AAD_LOGIN_METHOD" in ended.out + ended.err) == (code, code == 2), ended
    assert (config.read_text() == text) is (code == 2)


OTHER_VARIABLES = [
    "AAD_SERVICE_PRINCIPAL_CLIENT_ID", "AAD_SERVICE_PRINCIPAL_CLIENT_SECRET", "AAD_SERVICE_PRINCIPAL_CLIENT_CERTIFICATE",
    "AAD_SERVICE_PRINCIPAL_CLIENT_CERTIFICATE_PASSWORD", "AAD_USER_PRINCIPAL_NAME", "AAD_USER_PRINCIPAL_PASSWORD",
    "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PATH", "AZURE_CLIENT_CERTIFICATE_PASSWORD",
    "AZURE_TENANT_ID", "AZURE_USERNAME", "AZURE_PASSWORD", "AZURE_FEDERATED_TOKEN_FILE", "AZURE_AUTHORITY_HOST",
    "AZURE_SUBSCRIPTION_ID", "AZURESUBSCRIPTION_CLIENT_ID", "AZURESUBSCRIPTION_TENANT_ID", "AZURE_CLI_TIMEOUT",
    "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID", "ARM_CLIENT_ID", "ARM_TENANT_ID", "KUBECACHEDIR", "AZURE_CONFIG_DIR",
]  # fmt: skip


@pytest.mark.parametrize("value", ["other", ""])
@pytest.mark.parametrize("mode", ["devicecode", "spn", "ropc", "msi", "azurecli", "workloadidentity", "azurepipelines"])
def test_other_variables_change_nothing(tmp_path: Path, mode: str, value: str) -> None:
    plain = converted_arguments(tmp_path, AZURE, "-l", mode, "--client-id", "mine")
    variables = dict.fromkeys(OTHER_VARIABLES, value)
    assert converted_arguments(tmp_path, AZURE, "-l", mode, "--client-id", "mine", **variables) == plain


# --- streams that are not there, full or closed

CLOSED = "import os, sys\nfor fd in sys.argv[1]: os.close(int(fd))\nos.execv(sys.executable, [sys.executable, *sys.argv[2:]])"


@pytest.mark.parametrize(
    ("streams", "command"),
    [("0", "convert"), ("1", "convert"), ("2", "convert"), ("012", "convert"), ("1", "detect"), ("12", "detect")],
)
def test_closed_streams_are_no_crash(tmp_path: Path, streams: str, command: str) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(me=AZURE))
    ended = subprocess.run(
        [sys.executable, "-c", CLOSED, streams, "-m", "kubeconv", command, config],
        env=machine.environment({}), stdin=subprocess.DEVNULL, capture_output=True, check=False,
    )  # fmt: skip
    assert b"Traceback" not in ended.stderr
    assert ended.returncode == 0
    if command == "convert":
        assert login(config, "me") == "devicecode"


@pytest.mark.parametrize("command", ["convert", "detect"])
def test_standard_input_that_is_closed_is_one_line(tmp_path: Path, command: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", CLOSED, "0", "-m", "kubeconv", command, "-"],
        env=Machine(tmp_path).environment({}), stdin=subprocess.DEVNULL, capture_output=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize("option", [["--diff"], ["--format", "json"], ["-o", "-"]], ids=str)
def test_data_for_a_closed_standard_output_is_no_crash(tmp_path: Path, option: list[str]) -> None:
    machine = Machine(tmp_path)
    before = kubeconfig(me=AZURE)
    config = machine.file("config", before)
    ended = subprocess.run(
        [sys.executable, "-c", CLOSED, "1", "-m", "kubeconv", "convert", config, *option],
        env=machine.environment({}), stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False,
    )  # fmt: skip
    after = f", after writing {config}; kubeconv undo FILE brings the old bytes back" * (config.read_text() != before)
    why = f"kubeconv: cannot print: standard output is closed{after}\n"
    assert (ended.returncode, ended.stderr.decode()) == (1, why)


def test_a_folder_that_is_gone_is_a_missing_file(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    code = "import os, sys; os.chdir(sys.argv[1]); os.rmdir(sys.argv[1]); from kubeconv.commands import run; sys.exit(run(sys.argv[2:]))"  # noqa: E501
    ended = subprocess.run(
        [sys.executable, "-c", code, gone, "convert", "config"],
        env=Machine(tmp_path).environment({}), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (2, "config: error: no such file\n")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")
@pytest.mark.parametrize(
    "command",
    [
        ["convert", "config", "-o", "-"],
        ["convert", "config", "--diff"],
        ["detect", "config"],
        ["--help"],
    ],
    ids=str,
)
def test_a_full_standard_output_is_one_line(tmp_path: Path, command: list[str]) -> None:
    machine = Machine(tmp_path)
    machine.file("config", kubeconfig(me=AZURE))
    with open("/dev/full", "wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "kubeconv", *command],
            env=machine.environment({}), cwd=machine.home, stdin=subprocess.DEVNULL, stdout=full, stderr=subprocess.PIPE,
            check=False,
        )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (1, b"kubeconv: cannot print: no space left on device\n")


@pytest.mark.parametrize(
    ("command", "size"),
    [
        (["convert", "config", "-o", "-"], 1000),
        (["convert", "config", "--diff"], 1000),
        (["detect", "config"], 1),
        (["detect", "config"], 3000),
    ],
    ids=str,
)
def test_a_reader_that_goes_away_is_no_crash(tmp_path: Path, command: list[str], size: int) -> None:
    machine = Machine(tmp_path)
    machine.file("config", kubeconfig(**{f"user-{number}": AZURE for number in range(size)}))
    read, write = os.pipe()
    os.close(read)
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "kubeconv", *command],
            env=machine.environment({}), cwd=machine.home, stdin=subprocess.DEVNULL, stdout=write, stderr=subprocess.PIPE,
            check=False,
        )  # fmt: skip
    finally:
        os.close(write)
    assert ended.returncode == 0
    assert b"Traceback" not in ended.stderr
    assert b"Exception ignored" not in ended.stderr


def test_a_reader_that_goes_away_does_not_change_the_exit_code(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.file("config", kubeconfig(me=AZURE))
    read, write = os.pipe()
    os.close(read)
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "kubeconv", "convert", "config", "--check"],
            env=machine.environment({}), cwd=machine.home, stdin=subprocess.DEVNULL, stdout=write, check=False,
        )  # fmt: skip
    finally:
        os.close(write)
    assert ended.returncode == 1


# --- anything at all

WORDS = [
    "convert", "detect", "config", "bad", "gone", "", "--", "-q", "-l", "msi", "spn", "devicecode", "-t", "x", "--diff",
    "--check", "-o", "out", "--to", "azure", "exec", "--format", "json", "--user", "me", "*", "[", "--context", "at-me",
    "--legacy", "--legacy=false", "--pop-enabled", "--pop-claims", "u=x", "--keep-origin", "--backup", "--lock-timeout", "0",
    "1e9", "inf", "-1", "--kubeconfig", "\x1b[31m", "\udcff", "\u20ac", "--client-secret", "-h", "--version", "-v", "\n",
]  # fmt: skip


@given(st.sampled_from(["convert", "detect"]), st.lists(st.sampled_from(WORDS), max_size=7))
@settings(max_examples=60)
def test_any_arguments_end_with_an_exit_code(
    tmp_path_factory: pytest.TempPathFactory, command: str, words: list[str]
) -> None:
    machine = Machine(tmp_path_factory.mktemp("any"))
    machine.file("config", kubeconfig(me=AZURE, you=KUBELOGIN))
    machine.file("bad", "users: [")
    ended = machine.call(command, *words)
    assert ended.code in (0, 1, 2)
    assert ended.out or ended.err or "-q" in words


SNIPPETS = [
    "\t", "&a ", "*a ", "- ", ": ", "{", "}", "[", "]", "!!x ", "!!binary ", "\x00", "---\n", "<<: ", "? ", "|\n", ">-\n", "'",
    '"', "#", "\r", "\n", "\ufeff", "%", "null", "~", "users:\n", "  ", "\\", "\u2028", "\x85", "\x1b", "=", "0x1", "\ue000",
]  # fmt: skip
BASE = kubeconfig(me=AZURE, you=KUBELOGIN, she=TOKEN)


@given(
    st.lists(st.tuples(st.integers(0, len(BASE)), st.integers(0, 30), st.sampled_from(SNIPPETS)), max_size=4),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "latin-1"]),
)
@settings(max_examples=60)
def test_any_file_ends_with_an_exit_code(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int, str]], encoding: str
) -> None:
    text = BASE
    for at, gone, snippet in changes:
        text = text[:at] + snippet + text[at + gone :]
    machine = Machine(tmp_path_factory.mktemp("any"))
    data = text.encode(encoding, "replace")
    config = machine.file("config", data)
    for arguments in (["detect"], ["convert", "--diff"], ["convert", "-l", "msi", "--keep-origin", "-o", "-"]):
        ended = machine.call(*arguments, config)
        assert ended.code in (0, 1, 2)
        assert len(ended.err) < 10_000
        assert config.read_bytes() == data
    first = machine.call("convert", config)
    again = machine.call("convert", config, "--check")
    assert again.code == first.code


#: Sends a signal to itself when a module is imported, or when an object is taken down then.
SENDS = """
import os, signal, sys, time
module, how, number = sys.argv[1], sys.argv[2], int(sys.argv[3])
class Dying:
    def __del__(self):
        signal.raise_signal(number)
        sum(each for each in range(99))  # here it is noticed
class Sends:
    def find_spec(self, name, *_):
        if name == module:
            sys.meta_path.remove(self)
            (Dying() and 0, time.sleep(1)) if how == "dying" else signal.raise_signal(number)
sys.meta_path.insert(0, Sends())
sys.argv = ["kubeconv", *sys.argv[4:]]
from kubeconv.__main__ import main
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals like these")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM], ids=lambda sent: sent.name)
@pytest.mark.parametrize(
    ("module", "how"),
    [("kubeconv.commands", "itself"), ("kubeconv.commands.convert", "itself"), ("yaml.nodes", "itself"),
     ("yaml._yaml", "itself"), ("_ctypes", "itself"), ("kubeconv.machine.sessions", "itself"),
     ("kubeconv.requirements.next_steps", "dying")],
)  # fmt: skip
def test_a_signal_while_it_starts(tmp_path: Path, module: str, how: str, sent: signal.Signals) -> None:
    machine = Machine(tmp_path)
    machine.file("config", kubeconfig(team=AZURE))
    ended = subprocess.run(
        [sys.executable, "-c", SENDS, module, how, str(sent.value), "convert", "-l", "auto", "config"],
        env=uncovered(machine.environment({})), cwd=machine.home, capture_output=True, text=True, check=False,
    )  # fmt: skip
    said = f"kubeconv: stopped by {sent.name}, after writing config; kubeconv undo FILE brings the old bytes back\n"
    is_written = (machine.home / "config").read_text() != kubeconfig(team=AZURE)
    assert (ended.stderr, ended.returncode in (-sent, 128 + sent)) == (said if is_written else "", True)
    assert {each.name for each in machine.home.iterdir()} == {"config", *(["config.bak"] if is_written else [])}


TWICE = """import signal, sys
from kubeconv import commands
from kubeconv.commands import convert
say = commands._say_what_was_written
def once_more(number):
    signal.raise_signal(signal.SIGTERM)
    return say(number)
commands._say_what_was_written = once_more
convert._print = lambda *_: signal.raise_signal(signal.SIGINT)
sys.exit(commands.run(["convert", "config"]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals like these")
def test_a_second_signal_does_not_keep_it_from_saying_what_was_written(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.file("config", kubeconfig(team=AZURE))
    ended = subprocess.run(
        [sys.executable, "-c", TWICE], env=machine.environment({}), cwd=machine.home, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    said = "kubeconv: stopped by SIGINT, after writing config; kubeconv undo FILE brings the old bytes back\n"
    assert (ended.returncode, ended.stderr) == (130, said)


@pytest.mark.parametrize("is_written", [True, False])
def test_memory_that_is_full_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_written: bool
) -> None:
    def full(*_: object, **__: object) -> None:
        raise MemoryError

    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(team=AZURE))
    place = "kubeconv.commands.convert._print" if is_written else "kubeconv.conversion.files.convert_users"
    monkeypatch.setattr(place, full)
    ended = machine.call("convert", config)
    after = f", after writing {config}; kubeconv undo FILE brings the old bytes back" * is_written
    assert (ended.code, ended.err) == (1, f"kubeconv: stopped: there is not enough memory{after}\n")
    assert (config.read_text() != kubeconfig(team=AZURE)) == is_written


@pytest.mark.skipif(sys.platform == "win32", reason="links")
@pytest.mark.parametrize(
    "command", [["doctor"], ["undo"], ["detect", "."], ["audit", "."], ["convert", "-l", "azurecli"]]
)
def test_a_link_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]) -> None:
    machine = Machine(tmp_path)
    machine.file("config", kubeconfig(team=AZURE))
    (machine.home / "folder").mkdir()
    (machine.home / "link").symlink_to("config")
    machine.program("kubelogin", "exit 1")
    (machine.home / "bin").mkdir(exist_ok=True)
    (machine.home / "bin" / "kubectl").symlink_to("/bin/true")

    def readlink(path: str, **_: object) -> str:
        raise PermissionError(errno.EACCES, "Permission denied", path)

    monkeypatch.setattr(os, "readlink", readlink)
    monkeypatch.chdir(machine.home)
    path = os.pathsep.join((str(machine.home / "bin"), machine.environment({})["PATH"]))
    ended = machine.call(*command, KUBECONFIG=f"link{os.pathsep}config", PATH=path)
    assert ended.code in (0, 1, 2)
    assert "stopped" not in ended.err


def test_a_file_of_our_own_that_cannot_be_read_is_no_printer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object, **__: object) -> None:
        raise FileNotFoundError(2, "No such file or directory", "schema.json")

    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(team=AZURE))
    monkeypatch.setattr("kubeconv.commands.convert._print", gone)
    ended = machine.call("convert", config)
    after = f", after writing {config}; kubeconv undo FILE brings the old bytes back"
    said = f"kubeconv: stopped: no such file or directory: schema.json{after}\n"
    assert (ended.code, ended.err) == (1, said)


#: A limit of the system would let Python itself fail anywhere: 3.11 does not always end then.
NO_MEMORY_FOR = """import sys
name, error, *sys.argv[1:] = sys.argv[1:]
class Full:
    def find_spec(self, module, *_):
        if module == name:
            raise {"MemoryError": MemoryError, "SystemError": SystemError, "ImportError": ImportError("no more files")}[error]
sys.meta_path.insert(0, Full())
from kubeconv.__main__ import main
main()
"""


@pytest.mark.parametrize("error", ["MemoryError", "SystemError", "ImportError"])
@pytest.mark.parametrize(
    ("module", "command"),
    [
        ("kubeconv.commands", "detect"), ("yaml", "detect"), ("kubeconv.tree.parse", "detect"),
        ("kubeconv.machine.programs", "doctor"), ("kubeconv.commands", "doctor"), ("kubeconv.commands", "-x"),
        ("kubeconv.commands.completing", "__complete convert -l"),
    ],
)  # fmt: skip
def test_what_is_full_from_the_start_is_one_clear_line(tmp_path: Path, module: str, command: str, error: str) -> None:
    machine = Machine(tmp_path)
    machine.file("config", kubeconfig(team=AZURE))
    ended = subprocess.run(
        [sys.executable, "-c", NO_MEMORY_FOR, module, error, *command.split()],
        env=uncovered(machine.environment({"KUBECONFIG": "config"})), cwd=machine.home,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    told = f"kubeconv: stopped: {'no more files' if error == 'ImportError' else 'there is not enough memory'}\n"
    assert (ended.returncode, ended.stdout, ended.stderr) == (1, "", told)


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full")
def test_what_was_written_is_said_if_nothing_can_be_printed(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.file("a\x1b[1m", kubeconfig(team=AZURE))
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "kubeconv", "convert", "a\x1b[1m"], env=machine.environment({}), cwd=machine.home,
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    after = "after writing a\\x1b[1m; kubeconv undo FILE brings the old bytes back"
    assert (ended.returncode, ended.stderr) == (1, f"kubeconv: cannot print: no space left on device, {after}\n")


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full")
@pytest.mark.parametrize(
    "command",
    [["undo"], ["convert", "--no-backup"], ["convert", "-o", "new"], ["validate", "--fix", "--no-backup"]],
    ids=" ".join,
)
def test_undo_is_not_named_where_it_brings_nothing_back(tmp_path: Path, command: list[str]) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(team=AZURE))
    if command == ["undo"]:
        machine.call("convert", config)
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "kubeconv", *command, "config"], env=machine.environment({}), cwd=machine.home,
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert (ended.returncode, "cannot print" in ended.stderr) == (1, True)
    assert ("after writing" in ended.stderr, "undo" in ended.stderr) == (True, False)


@pytest.mark.parametrize(
    "arguments",
    [["rules"], ["explain", "KC201"], ["validate", "--format", "sarif", "config"], ["--help"]],
    ids=" ".join,
)
def test_python_without_docstrings(tmp_path: Path, arguments: list[str]) -> None:
    machine = Machine(tmp_path)
    machine.file("config", kubeconfig(team=AZURE))
    ended = machine.run(*arguments, PYTHONOPTIMIZE="2")
    assert ("Traceback" in ended.err, ended.out != "") == (False, True)
