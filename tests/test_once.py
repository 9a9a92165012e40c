"""Each command reads a file once, parses it once and judges it once, and once more what it has changed.

Counted is what happens, not which function is called: openings of the file, runs of the YAML parser, and rules run over a file
for a client.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from test_cli_doctor import AZURES, kubectl
from test_cli_usage import AZURE, KUBELOGIN, TOKEN, Machine, kubeconfig

COUNTING = """\
import json, os, sys
from collections import Counter
import kubeconv.tree.parse as tree, kubeconv.validation.run as rules
from kubeconv.commands import run
found = Counter()
def counted(function, what):
    def call(*arguments):
        found[what] += 1
        return function(*arguments)
    return call
def opened(event, arguments):
    found["reads"] += event == "open" and os.path.basename(str(arguments[0])) == "config"
def judged(case, rules_run, run_rules=rules.run_rules, **asked):
    found["judgements"] += isinstance(rules_run, tuple)  # of all rules, not of some
    return run_rules(case, rules_run, **asked)
tree.LOADER = counted(tree.LOADER, "parses")
rules.run_rules = judged
sys.addaudithook(opened)
code = run(sys.argv[1:])
print("counted", json.dumps([code, found["reads"], found["parses"], found["judgements"]]), file=sys.stderr)
"""


class Work(NamedTuple):
    """How a command ended, and how often it did what takes time."""

    code: int
    reads: int
    parses: int
    judgements: int


def work(machine: Machine, *arguments: str, text: str = "", **environment: str) -> Work:
    ended = subprocess.run(
        [sys.executable, "-c", COUNTING, *arguments],
        cwd=machine.home, env=machine.environment(environment), input=text, capture_output=True, text=True, check=False,
    )  # fmt: skip
    said, counts = ended.stderr.splitlines()[-1].split(" ", 1)
    assert said == "counted", ended
    return Work(*json.loads(counts))


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """One client, and Azure's kubelogin."""
    found = Machine(tmp_path)
    found.program("kubectl", kubectl("1.37.1"))
    found.program("kubelogin", AZURES)
    return found


OLD = f"{kubeconfig(me=AZURE, you=TOKEN)}current-context: at-me\n"
NEW = f"{kubeconfig(me=KUBELOGIN, you=TOKEN)}current-context: at-me\n"
MESSAGE = 'no Auth Provider found for name "azure"'

#: What is left to do: a login that is old, or nothing.
COUNTS = {
    OLD: {
        "detect config": (0, 1, 1, 0),
        "convert config --check": (1, 1, 2, 0),
        "convert config --diff": (0, 1, 2, 0),
        # What is replaced is compared once more, just before, with what was read.
        "convert config": (0, 2, 2, 0),
        "convert config --backup": (0, 2, 2, 0),
        # What may be left out is read before it is locked, and compared under the lock.
        "convert config --skip-others": (0, 3, 2, 0),
        "validate config": (1, 1, 1, 1),
        "validate config --skip-others": (1, 1, 1, 1),
        # Of a file in a folder the first bytes are looked at: it may be no text.
        "validate .": (1, 2, 1, 1),
        "audit config": (1, 1, 1, 1),
        "validate config --fix": (0, 3, 2, 1),
        # Of what would be fixed only the rules are asked that decide.
        "doctor config": (1, 1, 2, 1),
        "doctor config --fix": (1, 1, 2, 1),
        # Nobody asks what was wrong before.
        "doctor config --fix --yes": (0, 3, 2, 1),
        "versions config": (1, 1, 1, 0),
        f"explain --kubeconfig config {MESSAGE}": (0, 1, 1, 0),
    },
    NEW: {
        "detect config": (0, 1, 1, 0),
        "convert config": (0, 1, 1, 0),
        "validate config": (0, 1, 1, 1),
        "validate config --fix": (0, 1, 1, 1),
        "doctor config": (0, 1, 1, 1),
        "doctor config --fix --yes": (0, 1, 1, 1),
        "versions config": (0, 1, 1, 0),
    },
}


@pytest.mark.parametrize(
    ("text", "command", "counts"),
    [
        pytest.param(text, command, Work(*counts), id=f"{'old' if text == OLD else 'new'}, {command}")
        for text, commands in COUNTS.items()
        for command, counts in commands.items()
    ],
)
def test_once_and_once_more_what_was_changed(machine: Machine, text: str, command: str, counts: Work) -> None:
    machine.file("config", text)
    assert work(machine, *command.split(" ")) == counts


def test_standard_input_is_parsed_once_too(machine: Machine) -> None:
    assert work(machine, "validate", "-", text=OLD)[2:] == (1, 1)
    assert work(machine, "convert", "-", text=OLD)[2:] == (2, 0)
    assert work(machine, "doctor", "-", text=OLD)[2:] == (1, 1)


def test_of_a_list_only_the_changed_file_is_parsed_again(machine: Machine) -> None:
    machine.file("config", OLD)
    for number in range(3):
        machine.file(f"other{number}", f"{kubeconfig(**{f'u{number}': TOKEN})}")
    files = ["config", "other0", "other1", "other2"]
    assert work(machine, "doctor", *files)[1:] == (1, 5, 4)
    assert work(machine, "doctor", KUBECONFIG=":".join(files))[1:] == (1, 5, 4)
    assert work(machine, "doctor", "--fix", "--yes", KUBECONFIG=":".join(files))[2:] == (5, 4)


def test_a_file_that_needs_another_one_is_judged_once(machine: Machine) -> None:
    """The verdict on it alone takes only the rules that look at other files."""
    machine.file("config", "contexts: [{name: x, context: {cluster: c, user: me}}]\ncurrent-context: x\n")
    machine.file("other", kubeconfig(me=TOKEN))
    assert work(machine, "validate", KUBECONFIG="config:other")[1:] == (1, 2, 2)


def test_each_client_judges_a_file_once(machine: Machine) -> None:
    machine.program("helm", "echo v3.9.0+gabc1234")
    machine.file("config", NEW)
    assert work(machine, "doctor", "config")[1:] == (1, 1, 2)
    assert work(machine, "validate", "config", "--kubectl", "1.20", "--kubectl", "1.30")[1:] == (1, 1, 2)
