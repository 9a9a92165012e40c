"""What detect, validate, doctor, versions, explain and convert say of the same login to the same clients is one thing, and the
commands that they name do what they promise: taken out of the output, run on the file, and looked at again."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from test_cli_doctor import AZURES, kubectl
from test_cli_usage import AKS_CLIENT, AKS_SERVER, AZURE, Machine, kubeconfig

from kubeconv.releases.version import parse_version

API = "client.authentication.k8s.io"
OURS = ("--server-id", AKS_SERVER, "--client-id", AKS_CLIENT, "--tenant-id", "t")
OIDC = ("--oidc-issuer-url=https://i.example.com", "--oidc-client-id=k")
CONFIG = "idp-issuer-url: 'https://i.example.com', client-id: k"


def run(version: str, command: str, *args: str) -> str:
    return (
        f"    exec: {{apiVersion: {API}/{version}, command: {command}, interactiveMode: IfAvailable, "
        f"args: [{', '.join(args)}]}}\n"
    )


LOGINS = {
    "azure": AZURE,
    "gcp": "    auth-provider: {name: gcp, config: {cmd-path: gcloud}}\n",
    "oidc": f"    auth-provider: {{name: oidc, config: {{{CONFIG}, refresh-token: r}}}}\n",
    "openstack": "    auth-provider: {name: openstack}\n",
} | {
    f"{command} {version}": run(version, *command.split(), *args)
    for version in ("v1alpha1", "v1beta1", "v1")
    for command, args in (
        ("aws", ("eks", "get-token", "--cluster-name", "c")), ("our-plugin", ()), ("kubectl oidc-login", ("get-token", *OIDC)),
        ("kubelogin get-token", OURS),
    )
}  # fmt: skip
PLUGINS = ("aws", "our-plugin", "gke-gcloud-auth-plugin", "kubectl-oidc_login")
CLIENTS = (
    ("1.18.9", ""), ("1.21.3", ""), ("1.23.3", ""), ("1.25.3", "3.8.2"), ("1.37.1", ""), ("1.23.3", "3.17.1"),
    ("1.25.3", "3.6.0"),
)  # fmt: skip


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine with every plugin, and Azure's kubelogin."""
    found = Machine(tmp_path)
    found.program("kubelogin", AZURES)
    for name in PLUGINS:
        found.program(name, "exit 1")
    return found


def install(machine: Machine, client: str, helm: str) -> None:
    machine.program("kubectl", kubectl(client))
    if helm:
        machine.program("helm", f"echo v{helm}+gabc1234")


def file_with(machine: Machine, body: str) -> Path:
    """A file that no program finds by itself."""
    return machine.file("conf/mine.yaml", f"{kubeconfig(me=body)}current-context: at-me\n")


def asked(machine: Machine, *args: object) -> Any:
    return json.loads(machine.call(*map(str, args), "--format", "json").out)


def works(machine: Machine, config: Path) -> list[bool]:
    """What the doctor says of each client."""
    return [each["works"] for each in asked(machine, "doctor", config)["contexts"][0]["clients"]]


def contains(words: str, version: str) -> bool:
    for part in [] if words in ("all", "none") else words.split(","):
        sign, release = re.fullmatch(r"(>=|<)(.+)", part).groups()  # type: ignore[union-attr]
        if (parse_version(version) >= parse_version(release)) != (sign == ">="):
            return False
    return words != "none"


def commands_in(text: str) -> list[list[str]]:
    """The commands of kubeconv that change something."""
    found = re.findall(r"kubeconv (?:convert|doctor --fix)(?:(?!, |; | #)[^\n\"])*", text)
    return [shlex.split(each)[1:] for each in dict.fromkeys(found)]


@pytest.mark.parametrize("clients", CLIENTS)
@pytest.mark.parametrize("login", LOGINS)
def test_all_say_the_same_of_a_login(machine: Machine, login: str, clients: tuple[str, str]) -> None:
    install(machine, *clients)
    config = file_with(machine, LOGINS[login])
    names = [name for name, version in zip(("kubectl", "helm"), clients, strict=True) if version]
    (user,) = asked(machine, "detect", config)["users"]
    detected = [contains(user[name], version) for name, version in zip(names, clients, strict=False)]
    checks = asked(machine, "versions", config)["checks"]
    failing = {each["name"] for each in checks if each["verdict"] == "fails"}
    judged = [each["usable"] for each in asked(machine, "validate", "--this-machine", config)["files"][0]["verdicts"]]
    assert works(machine, config) == detected
    assert [f"{name}-logins" not in failing for name in names] == detected
    assert judged == detected[:1]
    if not re.search("openstack|our-plugin|oidc$", login):
        assert machine.call("convert", "--check", "--kubectl", clients[0], config).code == (0 if detected[0] else 1)


HELPLESS = {"openstack"}  # no command of kubeconv helps
TOKENLESS = f"    auth-provider: {{name: oidc, config: {{{CONFIG}}}}}\n"
SAID = {
    "azure": "error: The azure auth plugin has been removed.",
    "gcp": "error: The gcp auth plugin has been removed.",
    "v1alpha1": f'exec plugin: invalid apiVersion "{API}/v1alpha1"',
    "v1": f'exec plugin: invalid apiVersion "{API}/v1"',
}


@pytest.mark.parametrize("clients", CLIENTS)
@pytest.mark.parametrize("login", [*LOGINS, "oidc without a token"])
def test_every_command_helps(machine: Machine, login: str, clients: tuple[str, str]) -> None:
    install(machine, *clients)
    body = LOGINS.get(login, TOKENLESS)
    config = file_with(machine, body)
    if all(works(machine, config)) or login in HELPLESS:
        return
    if login not in LOGINS and parse_version(clients[0]) >= (1, 22) and clients[1] == "3.6.0":
        return  # what is written for kubectl is too new for that helm: the doctor says so next
    found = [machine.call("doctor", config).out]
    assert commands_in(found[0])
    if login in LOGINS:
        found.append(machine.call("versions", config).out)
    if not clients[1]:  # validate and explain know of no helm
        found.append(machine.call("validate", "--this-machine", "--severity", "error", config).out)
    message = SAID.get(login.rpartition(" ")[2], "No valid id-token, and cannot refresh without refresh-token")
    if login in LOGINS or parse_version(clients[0]) >= (1, 22):
        found.append(machine.call("explain", "--kubeconfig", config, message).out)
        assert commands_in(found[-1])
    for text in found:
        for command in commands_in(text):
            config = file_with(machine, body)
            assert machine.call(*command, *(["--yes"] if command[0] == "doctor" else [])).code in (0, 1), command
            assert all(works(machine, config)), (command, text)


def test_doctor_converts_nothing_that_every_client_knows(machine: Machine) -> None:
    install(machine, "1.25.3", "")
    both = kubeconfig(me=LOGINS["aws v1alpha1"], you=AZURE)
    config = machine.file("config", f"{both}current-context: at-me\n")
    assert machine.call("doctor", "--fix", "--yes", config).code == 0
    assert config.read_text() == config.with_name("config.bak").read_text().replace("v1alpha1", "v1beta1")


def test_doctor_names_a_command_for_each_kind_of_plugin(machine: Machine) -> None:
    install(machine, "1.21.3", "")
    config = machine.file("config", kubeconfig(a=LOGINS["aws v1"], b=LOGINS["our-plugin v1"]))
    commands = commands_in(machine.call("doctor", config).out)
    unknown = ["convert", "--kubectl", "1.21", "--any-plugin", str(config)]
    assert commands == [["doctor", "--fix", str(config)], unknown]
    for command in commands:
        machine.call(*command, *(["--yes"] if command[0] == "doctor" else []))
    assert machine.call("doctor", config).code == 0


@pytest.mark.parametrize("version", ["v1beta1", "v1"])
def test_an_oidc_login_that_is_not_installed_is_missed(machine: Machine, version: str) -> None:
    install(machine, "1.37.1", "")
    config = file_with(machine, LOGINS[f"kubectl oidc-login {version}"])
    assert machine.call("validate", "--this-machine", config).out.count("KC305") == 0
    (machine.programs / "kubectl-oidc_login").unlink()
    assert "kubectl oidc-login" in machine.call("validate", "--this-machine", "--select", "KC305", config).out
    ended = machine.call("doctor", config)
    assert ended.code == 1
    assert "install kubectl-oidc_login: https://github.com/int128/kubelogin#setup" in ended.out


@pytest.mark.parametrize("body", [run("v1", "kubelogin", "get-token", "--login", "spn", "--legacy", *OURS), AZURE])
def test_what_explain_changes_in_a_login_is_changed(machine: Machine, body: str) -> None:
    config = file_with(machine, body)
    (command,) = commands_in(machine.call("explain", "--kubeconfig", config, "AADSTS500011: x").out)
    before = config.read_text()
    assert machine.call(*command).code == 0
    assert config.read_text() != before
    assert "--legacy" not in config.read_text()


def test_what_helps_against_a_device_code_names_the_file(machine: Machine) -> None:
    config = file_with(machine, run("v1", "kubelogin", "get-token", *OURS))
    (command,) = commands_in(machine.call("validate", "--select", "KC324", config).out)
    assert machine.call(*command).code == 0
    assert machine.call("validate", "--select", "KC324", "--format", "short", config).out.count("KC324") == 0


@pytest.mark.parametrize(
    "said", ["exec: executable kubectl-oidc_login not found", 'unknown command "oidc-login" for "kubectl"']
)
def test_a_message_is_about_the_logins_by_that_plugin(machine: Machine, said: str) -> None:
    users = {"other": LOGINS["aws v1"], "mine": LOGINS["kubectl oidc-login v1"]}
    config = machine.file("config", kubeconfig(**users))
    ended = machine.call("explain", "--kubeconfig", config, said)
    assert "user mine" in ended.out
    assert "user other" not in ended.out


def test_oidc_is_a_login_that_clients_have(machine: Machine) -> None:
    config = machine.file("config", kubeconfig(other=AZURE, mine=LOGINS["oidc"]))
    ended = machine.call("explain", "--kubeconfig", config, 'no Auth Provider found for name "oidc"')
    assert "No client has" not in ended.out
    assert "user mine" in ended.out
    (command,) = commands_in(ended.out)
    assert machine.call(*command).code == 0
    assert "oidc-login" in config.read_text()


def test_a_file_without_such_a_login_is_not_the_one_meant(machine: Machine) -> None:
    config = file_with(machine, LOGINS["aws v1"])
    for said in ("The azure auth plugin has been removed", "AADSTS53003: x"):
        commands = commands_in(machine.call("explain", "--kubeconfig", config, said).out)
        assert commands
        assert all("FILE" in command for command in commands)
    config = file_with(machine, AZURE)
    assert "FILE" not in machine.call("explain", "--kubeconfig", config, "AADSTS53003: x").out


def test_a_redacted_report_has_the_options(machine: Machine) -> None:
    install(machine, "1.21.3", "")
    config = machine.file("hidden/mine.yaml", kubeconfig(a=LOGINS["our-plugin v1"], b=TOKENLESS))
    commands = [command[:-1] for command in commands_in(machine.call("doctor", config).out)]
    assert len(commands) == 2
    redacted = machine.call("doctor", "--redact", config)
    assert [command[:-1] for command in commands_in(redacted.out)] == commands
    assert "hidden" not in redacted.out
