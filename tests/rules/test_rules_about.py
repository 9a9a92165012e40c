"""Rules about what is not there are not run, and not imported: they would find nothing."""

from collections.abc import Iterator

import pytest
from conftest import FIXTURES
from packed import unpacked

from kubeconv.kubeconfig.view import parse_tolerantly
from kubeconv.releases.version import Version
from kubeconv.tree.source import Source
from kubeconv.validation.rule import Case, TeamPolicy
from kubeconv.validation.rules import every_rule, rules_about, rules_in
from kubeconv.validation.run import run_rules
from rules.examples import FakeMachine, complete, example

ALLOWLIST = b"""\
apiVersion: kubectl.config.k8s.io/v1beta1
kind: Preference
credentialPluginPolicy: Allowlist
credentialPluginAllowlist:
- name: kubelogin
"""
#: Single rules, about exec, an auth-provider or a client key, and those of the audit.
ABSENT = {
    "KC407", "KC408", "KC409", "KC414", "KC503", "KC505", "KC506", "KC510", "KC511", "KC512", "KC513", "KC514",
}  # fmt: skip
#: What a case may hold besides a file.
SURROUNDINGS = [
    {},
    {"machine": FakeMachine(), "disk": FakeMachine(), "path": "/home/me/.kube/config"},
    {"kuberc": ALLOWLIST, "untrusted": True},
    {"kuberc": b"no preferences", "kubectl": Version(1, 37, 0)},
    {"kubectl": Version(1, 20, 0), "policy": TeamPolicy(forbid=["token"], login_modes=["azurecli"])},
]


def files(corpus: str) -> Iterator[tuple[str, bytes]]:
    if corpus == "examples":
        for rule in every_rule():
            for section in ("Bad", "Good"):
                yield f"{rule.CODE} {section}", complete(example(rule, section)).encode()
        return
    folder = FIXTURES / corpus if (FIXTURES / corpus).is_dir() else unpacked(corpus)
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        yield str(path), path.read_bytes()


@pytest.mark.parametrize("corpus", ["examples", "client-go", "kubelogin", "convert", "folding", "fuzz"])
def test_the_rules_that_are_run_find_all_that_there_is(corpus: str) -> None:
    other, judged = [], 0
    for name, text in files(corpus):
        parsed = parse_tolerantly(Source(text))
        for around in () if parsed.refused else SURROUNDINGS:
            case = Case(parsed.kubeconfig, **around)  # type: ignore[arg-type]
            judged += 1
            if run_rules(case, rules_about(case)) != run_rules(case, every_rule()):
                other.append((name, around))
    assert judged
    assert other == []


def test_rules_about_what_is_not_there_are_not_run() -> None:
    case = Case(parse_tolerantly(Source(complete("").encode())).kubeconfig)
    left_out = {*rules_in("providers"), *rules_in("plugins"), *rules_in("policy")}
    left_out |= {rule for rule in every_rule() if rule.CODE in ABSENT}
    assert [*rules_about(case)] == [rule for rule in every_rule() if rule not in left_out]
