"""Completion in real shells: what is typed, then Tab and Enter, and which arguments the shell then hands to the command."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from .terminal import SHELLS, Terminal, path_with_kubeconv

ARN = "arn:aws:eks:eu-west-1:111122223333:cluster"
KUBECONFIG = f"""\
apiVersion: v1
kind: Config
current-context: {ARN}/prod
clusters:
- {{name: '{ARN}/prod', cluster: {{server: 'https://127.0.0.1:1'}}}}
contexts:
- {{name: '{ARN}/prod', context: {{cluster: '{ARN}/prod', user: kubernetes-admin@kubernetes}}}}
- {{name: '{ARN}/test', context: {{cluster: '{ARN}/prod', user: kubernetes-admin@kubernetes}}}}
- {{name: my context, context: {{cluster: '{ARN}/prod', user: it's "me"}}}}
- {{name: cash$HOME, context: {{cluster: '{ARN}/prod', user: 'back\\slash'}}}}
users:
- {{name: kubernetes-admin@kubernetes, user: {{token: a}}}}
- {{name: it's "me", user: {{token: b}}}}
- {{name: 'back\\slash', user: {{token: c}}}}
"""
#: What is typed, a tab as ⇥, to the arguments that the command gets.
TYPED = {
    "det⇥": ["detect"],
    "detect --context ar⇥p⇥": ["detect", "--context", f"{ARN}/prod"],
    "detect --context=ar⇥p⇥": ["detect", f"--context={ARN}/prod"],
    'detect --context "ar⇥p⇥': ["detect", "--context", f"{ARN}/prod"],
    "detect --context arn\\:a⇥p⇥": ["detect", "--context", f"{ARN}/prod"],
    "detect --context my⇥": ["detect", "--context", "my context"],
    "detect --context my\\ ⇥": ["detect", "--context", "my context"],
    'detect --context "my⇥': ["detect", "--context", "my context"],
    "detect --context 'my⇥": ["detect", "--context", "my context"],
    "detect --context ca⇥": ["detect", "--context", "cash$HOME"],
    'detect --context "ca⇥': ["detect", "--context", "cash$HOME"],
    "detect --context 'ca⇥": ["detect", "--context", "cash$HOME"],
    "detect --context x,my⇥": ["detect", "--context", "x,my context"],
    "detect --user kubernetes-admin@⇥": ["detect", "--user", "kubernetes-admin@kubernetes"],
    "detect --user it⇥": ["detect", "--user", 'it\'s "me"'],
    'detect --user "it⇥': ["detect", "--user", 'it\'s "me"'],
    "detect --user 'it⇥": ["detect", "--user", 'it\'s "me"'],
    "detect --user ba⇥": ["detect", "--user", "back\\slash"],
    "convert -l azurec⇥": ["convert", "-l", "azurecli"],
    "convert -l azurecli=my⇥": ["convert", "-l", "azurecli=my context"],
    "convert --dry⇥": ["convert", "--dry-run"],
    "validate --select KC201,KC30⇥1⇥": ["validate", "--select", "KC201,KC301"],
    "explain removed-a⇥": ["explain", "removed-azure"],
    "detect HERE/con⇥": ["detect", "HERE/config"],
    "detect --kubeconfig HERE/con⇥": ["detect", "--kubeconfig", "HERE/config"],
    "detect --kubeconfig=HERE/con⇥": ["detect", "--kubeconfig=HERE/config"],
    "detect HERE/other --context th⇥": ["detect", "HERE/other", "--context", "theirs"],
    "rules --format co⇥": ["rules", "--format", "co"],
    "detect HERE/broken --context co⇥": ["detect", "HERE/broken", "--context", "co"],
    "--context my⇥detect": ["--context", "my context", "detect"],
}
CASES = [pytest.param(shell, typed, id=f"{shell} {typed}") for shell in SHELLS for typed in TYPED]


def need(shell: str) -> None:
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed here: apt-get install {shell}")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("completion")
    (folder / "config").write_text(KUBECONFIG)
    (folder / "other").write_text(
        "apiVersion: v1\nkind: Config\ncontexts: [{name: theirs, context: {cluster: a, user: b}}]\n"
    )
    (folder / "broken").write_text("contexts: [")
    return folder


@pytest.fixture(scope="module")
def terminals() -> Iterator[dict[str, Terminal]]:
    """Each shell is started once."""
    started: dict[str, Terminal] = {}
    yield started
    for each in started.values():
        each.__exit__(None, None, None)


def environment(home: Path) -> dict[str, str]:
    return {"HOME": str(home), "KUBECONFIG": str(home / "config"), "LC_ALL": "C.UTF-8", "PATH": path_with_kubeconv()}


@pytest.mark.parametrize(("shell", "typed"), CASES)
def test_what_is_typed_becomes_the_argument(shell: str, typed: str, home: Path, terminals: dict[str, Terminal]) -> None:
    need(shell)
    terminal = terminals.get(shell) or terminals.setdefault(shell, Terminal(shell, environment(home)))
    terminal.settle(0.1, 0.1)
    for part in re.split("(⇥)", f"show {typed.replace('HERE', str(home))}"):
        terminal.send("\t" if part == "⇥" else part)
        terminal.settle() if part == "⇥" else None
    terminal.send("\n")
    wanted = "".join(f"<{each.replace('HERE', str(home))}>" for each in TYPED[typed])
    said = terminal.wait(r"<[^\n]*>\r\n")
    assert re.findall(r"<[^\r\n]*>(?=\r\n)", said)[-1] == wanted


@pytest.mark.parametrize(
    "line", ["kubeconv ", "kubeconv nonsense ", "kubeconv detect --context ar", "kubeconv rules --format x"]
)
def test_fish_is_content(line: str, home: Path) -> None:
    """Whatever it asks for, it gets an answer and no error; a function of it that ends with 2 would stop it."""
    need("fish")
    ended = subprocess.run(
        ["fish", "--no-config", "-c", f"kubeconv completion fish | source; complete -C '{line}'; echo status $status"],
        env=environment(home), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (ended.stderr, ended.returncode) == ("", 0)
    assert ended.stdout.splitlines()[-1] == "status 0"
    if "--context" in line:
        assert ended.stdout.splitlines()[0].startswith(f"{ARN}/prod\tcurrent, kubernetes-admin@kubernetes on arn")


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_shell_shows_the_descriptions(shell: str, home: Path) -> None:
    need(shell)
    with Terminal(shell, environment(home)) as terminal:
        terminal.settle(0.1, 0.3)
        terminal.send("show det\t\x15show \t\t")
        assert "Say what a message means, and what to do" in terminal.settle(1)


def test_without_a_file_nothing_is_offered_and_nothing_said(home: Path) -> None:
    nowhere = {**environment(home), "KUBECONFIG": "", "HOME": str(home / "nowhere")}
    with Terminal("bash", nowhere) as terminal:
        terminal.settle(0.1, 0.3)
        terminal.send("show detect --context \t\t")
        assert terminal.settle(1).strip("\x07") == "show detect --context "


def test_the_script_is_one_for_old_bash() -> None:
    """What macOS has, 3.2, knows neither mapfile nor associative arrays; compopt may fail there."""
    script = subprocess.run(["kubeconv", "completion", "bash"], env=dict(os.environ, PATH=path_with_kubeconv()),
                            capture_output=True, text=True, check=True).stdout  # fmt: skip
    assert not re.search(r"mapfile|readarray|declare -A|\$\{[^}]*(,,|\^\^)", script)
    assert all("2>/dev/null" in line for line in script.splitlines() if "compopt" in line)
