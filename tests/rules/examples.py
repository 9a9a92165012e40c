"""The examples in the docstrings of rules: taken out, completed to whole kubeconfigs, and checked.

An example names only the top-level keys that matter; the others come from `BASE`, which no rule has anything against.
"""

import re
import textwrap
from collections.abc import Mapping
from typing import NamedTuple

from kubeconv.kubeconfig.view import parse_source, view
from kubeconv.releases.table import NEWEST_KUBECTL
from kubeconv.releases.version import Version
from kubeconv.tree.finding import Finding
from kubeconv.tree.source import Source
from kubeconv.validation.rule import Case, Rule
from kubeconv.validation.rules import every_rule
from kubeconv.validation.run import run_rules

#: Top-level key to its text. The names are c (cluster), u (user) and x (context).
BASE: Mapping[str, str] = {
    "apiVersion": "apiVersion: v1\n",
    "kind": "kind: Config\n",
    "clusters": "clusters:\n- name: c\n  cluster:\n    server: https://c.example\n",
    "contexts": "contexts:\n- name: x\n  context:\n    cluster: c\n    user: u\n",
    "current-context": "current-context: x\n",
    "users": "users:\n- name: u\n  user:\n    tokenFile: /var/run/secrets/token\n",
}


#: The file that the user of `BASE` has his token in: every machine has it.
TOKEN_FILE = "/var/run/secrets/token"


class FakeMachine(NamedTuple):
    """A machine whose every answer is given: programs on PATH by name, files by path with mode and content."""

    programs: Mapping[str, str] = {}
    modes: Mapping[str, int] = {}
    contents: Mapping[str, bytes] = {}
    tracked: frozenset[str] = frozenset()
    kubelogin: str | None = None
    environment: Mapping[str, str] = {}
    now: float = 1_790_000_000.0

    def which(self, command: str) -> str | None:
        return self.programs.get(command)

    def mode(self, path: str) -> int | None:
        return self.modes.get(path, 0o100600 if path in {TOKEN_FILE, *self.contents} else None)

    def read(self, path: str) -> bytes | None:
        return self.contents.get(path, b"token" if path == TOKEN_FILE else None)

    def tracked_by_git(self, path: str) -> bool:
        return path in self.tracked

    def kubelogin_version(self) -> str | None:
        return self.kubelogin


def example(rule: Rule, section: str) -> str:
    """The text of the section `Bad` or `Good` of a rule's manual."""
    found = re.search(rf"^{section}:\n\n((?:    .*\n|\n)+)", (rule.__doc__ or "") + "\n", re.MULTILINE)
    assert found, f"{rule.CODE} has no section {section}"
    return textwrap.dedent(found[1])


def complete(text: str) -> str:
    """The example with every top-level key that it does not name, from `BASE`."""
    return "".join(part for key, part in BASE.items() if not re.search(rf"^[\"']?{key}\b", text, re.MULTILINE)) + text


def findings(
    text: str | bytes, *, kubectl: Version = NEWEST_KUBECTL, machine: FakeMachine | None = None,
    path: str | None = "/home/me/.kube/config", kuberc: bytes | None = None, untrusted: bool = False,
) -> list[Finding]:  # fmt: skip
    """What all rules find in a text."""
    source = Source(text if isinstance(text, bytes) else text.encode(), path or "-")
    kubeconfig = view(source, parse_source(source))
    return run_rules(
        Case(kubeconfig, kubectl, path, "/home/me/.kube", machine, kuberc, untrusted, disk=machine), every_rule()
    )


def codes(found: list[Finding]) -> set[str]:
    """The codes of findings."""
    return {finding.code for finding in found}


def codes_of_examples(
    rule: Rule, *, kubectl: Version = NEWEST_KUBECTL, machine: FakeMachine | None = None, kuberc: bytes | None = None,
    untrusted: bool = False, beside: frozenset[str] = frozenset(),
) -> tuple[set[str], set[str]]:  # fmt: skip
    """What the bad example fires, and what the good one does. `beside` are codes left out that both may have as well:
    what is wrong with a setting of a removed auth-provider cannot be shown without one."""
    bad, good = (
        findings(complete(example(rule, section)), kubectl=kubectl, machine=machine, kuberc=kuberc, untrusted=untrusted)
        for section in ("Bad", "Good")
    )
    return codes(bad) - beside, codes(good) - beside
