"""What real kubectl and helm say of broken files is recognised, each message as the row that it should be."""

import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme

from kubeconv.explain.messages import MESSAGES
from kubeconv.explain.search import find_messages

from .api_server import ApiServer
from .conftest import CLIENTS, TOKEN
from .kubeconfigs import EXEC_AWS_USER, LEGACY_MANAGED_USER, TOKEN_USER, kubeconfig
from .machine import LOGIN_REMOVED_IN, REQUEST_ARGUMENTS, Machine
from .programs import Program

#: Older clients have the azure and gcp logins built in and would use them.
MODERN = [program for program in CLIENTS if program.major_and_minor >= LOGIN_REMOVED_IN[program.name]]
KUBELOGIN_USER = """\
exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: kubelogin, args: [get-token]}
"""
PROVIDER = "auth-provider: {name: NAME, config: {}}\n"
CREDENTIAL_V1 = '{"kind": "ExecCredential", "apiVersion": "client.authentication.k8s.io/v1"}'
BOTH = LEGACY_MANAGED_USER + KUBELOGIN_USER


def nothing(text: str) -> str:
    return text


@dataclass(frozen=True)
class Broken:
    """A user body, what is done to the text of the file, and a program kubelogin on PATH: which row is it then?"""

    row: str
    user: str = TOKEN_USER
    change: Callable[[str], str] = nothing
    kubelogin: str = ""
    only: str = ""

    def __str__(self) -> str:
        return self.row


def replaced(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    return change


def without_authority(text: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if "certificate-authority-data" not in line)


def with_authority(data: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        return without_authority(text).replace("    server:", f"    certificate-authority-data: {data}\n    server:")

    return change


def elsewhere(text: str) -> str:
    return "\n".join("    server: https://127.0.0.1:1" if "server:" in line else line for line in text.splitlines())


CASES = [
    Broken("azure-auth-removed", LEGACY_MANAGED_USER),
    Broken("gcp-auth-removed", PROVIDER.replace("NAME", "gcp")),
    Broken("openstack-auth-removed", PROVIDER.replace("NAME", "openstack")),
    Broken("auth-provider-unknown", PROVIDER.replace("NAME", "azrue")),
    Broken("exec-removed-version", EXEC_AWS_USER.replace("v1beta1", "v1alpha1")),
    Broken("exec-unknown-version", EXEC_AWS_USER.replace("v1beta1", "v2")),
    Broken("exec-no-interactive-mode", KUBELOGIN_USER.replace("v1beta1", "v1")),
    Broken("exec-bad-interactive-mode", EXEC_AWS_USER.replace("IfAvailable", "never")),
    Broken("exec-no-terminal", EXEC_AWS_USER.replace("IfAvailable", "Always")),
    Broken("exec-no-command", EXEC_AWS_USER.replace("command: aws", "command: ''")),
    Broken("exec-nameless-variable", EXEC_AWS_USER.replace("name: AWS_PROFILE", "name: ''")),
    Broken("kubelogin-not-found", KUBELOGIN_USER),
    Broken("aws-not-found", EXEC_AWS_USER),
    Broken("exec-not-found", KUBELOGIN_USER.replace("kubelogin", "doctl")),
    Broken("exec-path-not-found", KUBELOGIN_USER.replace("kubelogin", "/opt/none/kubelogin")),
    Broken("kubelogin-failed", KUBELOGIN_USER, kubelogin="exit 1"),
    Broken("entra-unknown-application", KUBELOGIN_USER, kubelogin="echo 'AADSTS700016: not found' >&2; exit 1"),
    Broken("wrong-kubelogin", KUBELOGIN_USER, kubelogin="echo 'Error: unknown flag: --server-id' >&2; exit 1"),
    Broken("exec-bad-answer", KUBELOGIN_USER, kubelogin="echo Welcome"),
    Broken("exec-other-version", KUBELOGIN_USER, kubelogin=f"echo '{CREDENTIAL_V1}'"),
    Broken("two-methods", TOKEN_USER + "username: me\npassword: secret\n"),
    Broken("provider-and-plugin", BOTH),
    Broken("client-certificate-without-key", "client-certificate-data: YQ==\n"),
    Broken("impersonates-nobody", TOKEN_USER + "as-groups: [a]\n"),
    Broken("bad-client-certificate", "client-certificate-data: YQ==\nclient-key-data: YQ==\n"),
    Broken("file-missing", "client-certificate: none.crt\nclient-key: none.key\n"),
    Broken("bad-base64", change=with_authority("'!!!!'")),
    Broken("authority-not-pem", change=with_authority("DATA+OMITTED")),
    Broken("unknown-authority", change=without_authority),
    Broken("insecure-with-authority", change=replaced("    server:", "    insecure-skip-tls-verify: true\n    server:")),
    Broken("duplicate-name", change=lambda text: text + "- {name: me, user: {token: also-a-token}}\n"),
    Broken("wrong-field-type", LEGACY_MANAGED_USER.replace('"1"', "1")),
    Broken("yaml-tab", change=replaced("    server:", "\tserver:")),
    Broken("yaml-syntax", change=lambda text: text + "}\n"),
    Broken("not-a-kubeconfig", change=replaced("kind: Config", "kind: Secret")),
    Broken("no-json-value", change=lambda text: text + "x: .inf\n"),
    Broken("context-not-found", change=replaced("current-context: at-me", "current-context: at-you")),
    Broken("no-configuration", change=replaced("current-context: at-me", "")),
    Broken("context-misses-user", change=replaced("user: me}", "user: you}"), only="kubectl"),
    Broken("refused", change=elsewhere),
    Broken("bad-proxy", change=replaced("    server:", "    proxy-url: socks5h://127.0.0.1:1\n    server:")),
    Broken("bad-header", 'token: "a\\nb"\n'),
    Broken("unauthorized"),
]  # fmt: skip


def said(machine: Machine, program: Program, *arguments: str | Path) -> str:
    """Both streams, the errors behind the output. The files of these tests name no host but 127.0.0.1."""
    run = subprocess.run(
        [program.path, *arguments], env={"HOME": str(machine.home), "PATH": f"{machine.programs}:/bin"},
        cwd=machine.home, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert run.returncode != 0
    return run.stdout + run.stderr


def explained(machine: Machine, file: Path, text: str) -> dict[str, Any]:
    """The first message in a text, as data."""
    run = machine.kubeconv("explain", "--format", "json", "--kubeconfig", file, "--", text)
    assert run.returncode == 0, text
    found: dict[str, Any] = json.loads(run.stdout)["messages"][0]
    return found


@pytest.mark.parametrize("case", CASES, ids=str)
@pytest.mark.parametrize("program", MODERN, ids=str)
def test_the_message_is_known(program: Program, case: Broken, machine: Machine, server: ApiServer) -> None:
    if case.only not in ("", program.name):
        return
    file = machine.home / "config"
    file.write_text(case.change(kubeconfig(server, me=case.user)))
    if case.kubelogin:
        plugin = machine.programs / "kubelogin"
        plugin.write_text(f"#!/bin/sh\n{case.kubelogin}\n")
        plugin.chmod(0o755)
    text = said(machine, program, "--kubeconfig", file, *REQUEST_ARGUMENTS[program.name])
    assert [match.message.id for match in find_messages(text, MESSAGES)][:1] == [case.row], text


@pytest.mark.parametrize("program", [program for program in MODERN if program.name == "kubectl"], ids=str)
@pytest.mark.parametrize(
    ("row", "user"),
    [
        ("kubelogin-not-found", KUBELOGIN_USER),
        ("unauthorized", TOKEN_USER),
        ("azure-auth-removed", LEGACY_MANAGED_USER),
    ],
)
def test_in_the_log_of_kubectl_get(program: Program, row: str, user: str, machine: Machine, server: ApiServer) -> None:
    file = machine.home / "config"
    file.write_text(kubeconfig(server, me=user))
    text = said(machine, program, "--kubeconfig", file, "get", "pods")
    assert explained(machine, file, text)["id"] == row, text


@pytest.mark.parametrize("program", [program for program in MODERN if program.name == "kubectl"], ids=str)
def test_a_lock_that_was_left(program: Program, machine: Machine, server: ApiServer) -> None:
    file = machine.home / "config"
    file.write_text(kubeconfig(server, me=TOKEN_USER))
    (machine.home / "config.lock").touch()
    text = said(machine, program, "--kubeconfig", file, "config", "set-context", "x", "--user", "me")
    found = explained(machine, file, text)
    assert (found["id"], found["commands"]) == ("config-locked", [f"rm {file}.lock"])


class ExpiredAuthority(trustme.CA):
    """Its certificates were good until yesterday."""

    def issue_cert(self, *names: str, **options: Any) -> trustme.LeafCert:
        return super().issue_cert(*names, not_after=datetime.now(UTC) - timedelta(days=1), **options)


@pytest.mark.parametrize("program", MODERN, ids=str)
def test_an_expired_certificate(program: Program, machine: Machine) -> None:
    file = machine.home / "config"
    with ApiServer(ExpiredAuthority(), TOKEN) as server:
        file.write_text(kubeconfig(server, me=TOKEN_USER))
        text = said(machine, program, "--kubeconfig", file, *REQUEST_ARGUMENTS[program.name])
    assert explained(machine, file, text)["id"] == "certificate-expired", text


@pytest.mark.parametrize("program", MODERN, ids=str)
def test_the_command_in_the_advice_mends_the_login(program: Program, machine: Machine, server: ApiServer) -> None:
    """From the message to the login that works: nothing is typed but what explain says."""
    file = machine.home / "config"
    file.write_text(kubeconfig(server, me=LEGACY_MANAGED_USER))
    text = said(machine, program, "--kubeconfig", file, *REQUEST_ARGUMENTS[program.name])
    (command,) = explained(machine, file, text)["commands"]
    assert command.startswith("kubeconv ")
    assert machine.kubeconv(*command.split()[1:]).returncode == 0
    text = said(machine, program, "--kubeconfig", file, *REQUEST_ARGUMENTS[program.name])
    assert explained(machine, file, text)["id"] == "kubelogin-not-found"
