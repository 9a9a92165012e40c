"""What follows from another finding is folded into it: the pairs, and that nothing is hidden that stands on its own."""

import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from kubeconv.commands import run
from kubeconv.kubeconfig.view import parse_tolerantly
from kubeconv.releases.table import NEWEST_KUBECTL
from kubeconv.tree.finding import Finding, Subject
from kubeconv.tree.source import Source
from kubeconv.validation.explained import explained
from kubeconv.validation.folding import fold, unfolded
from kubeconv.validation.follows import FOLLOWS
from kubeconv.validation.index import NAMES
from kubeconv.validation.run import Asked, Choice, Report, validate_parsed
from kubeconv.validation.verdict import Judge

from .examples import FakeMachine, complete

NOBODY = FakeMachine()
CLUSTER = "clusters:\n- name: c\n  cluster:\n    {}: https://c.example\n"
EXEC = """users:
- name: u
  user:
    exec:
      apiVersion: client.authentication.k8s.io/v1
      command: /bin/login
      interactiveMode: Never
"""
AZURE = """users:
- name: u
  user:
    auth-provider:
      name: azure
      config: {apiserver-id: 6dae42f8-4368-4678-94ff-3960e28e3630, client-id: c, tenant-id: t, config-mode: "1"}
"""
KUBELOGIN = """users:
- name: u
  user:
    exec:
      apiVersion: client.authentication.k8s.io/v1beta1
      command: kubelogin
      args: [get-token, -l, azurecli, --server-id, 6dae42f8-4368-4678-94ff-3960e28e3630]
"""
TWO = "clusters:\n- name: {}\n  cluster: {{server: https://c.example}}\n- name: d\n  cluster: {{server: https://d.example}}\n"
CONTEXTS = "contexts:\n- name: x\n  context: {{cluster: {}, user: u}}\n- name: z\n  context: {{cluster: d, user: {}}}\n"


def judged(text: str, choice: Choice = Choice(), machine: FakeMachine | None = None) -> Report:  # noqa: B008
    asked = Asked(choice=choice, machine=machine)
    return validate_parsed(parse_tolerantly(Source(text.encode())), asked, "/home/me/.kube/config", "/home/me/.kube")


class Pair(NamedTuple):
    """A text, and each finding that is shown with the codes that are folded into it."""

    text: str
    shown: dict[str, list[str]]
    machine: FakeMachine | None = None


EMPTY = "users:\n- name: u\n  user:\n    {}\n"

PAIRS = {
    "an empty context": Pair("contexts:\n- name: x\n  context: {}\n", {"KC107": ["KC108", "KC109", "KC110"]}),
    "no context": Pair("contexts:\n- name: x\n", {"KC107": ["KC108", "KC109", "KC110"]}),
    "an empty exec": Pair(EMPTY.format("exec: {}"), {"KC302": ["KC304"]}),
    "an empty oidc": Pair(EMPTY.format("auth-provider: {name: oidc, config: {}}"), {"KC205": ["KC205", "KC211"]}),
    "an oidc without config": Pair(EMPTY.format("auth-provider: {name: oidc}"), {"KC205": ["KC205", "KC211"]}),
    "the arguments of both kubelogins": Pair(
        KUBELOGIN.replace("azurecli, ", "azurecli, --oidc-issuer-url=https://i.example, "), {"KC328": ["KC337"]}
    ),
    "the misspelt server": Pair(CLUSTER.format("servr"), {"KC010": ["KC401"]}),
    "the server in capitals": Pair(CLUSTER.format("Server"), {"KC011": ["KC401"]}),
    "a list for the server": Pair(CLUSTER.format("server").replace("https://c.example", "[a]"), {"KC005": ["KC401"]}),
    "the misspelt cluster": Pair(CLUSTER.replace("cluster:\n ", "clutser:\n ").format("server"), {"KC010": ["KC401"]}),
    "the misspelt clusters": Pair(
        CLUSTER.replace("clusters", "clutsers").format("server") + "clusters: []\n", {"KC010": ["KC107"]}
    ),
    "the misspelt users": Pair("userz:\n- name: u\n  user: {token: t}\nusers: []\n", {"KC010": ["KC108"]}),
    "the misspelt contexts": Pair(
        "contexs:\n- name: x\n  context: {cluster: c, user: u}\ncontexts: []\n", {"KC010": ["KC106"]}
    ),
    "the misspelt current context": Pair("curent-context: x\ncurrent-context: ''\n", {"KC010": ["KC113"]}),
    "the misspelt name of an entry": Pair(CLUSTER.replace("name", "nmae").format("server"), {"KC010": ["KC105", "KC107"]}),
    "the misspelt context": Pair(
        "contexts:\n- name: x\n  contxt: {cluster: c, user: u}\n", {"KC010": ["KC107", "KC108", "KC109", "KC110"]}
    ),
    "the misspelt cluster of a context": Pair(
        "contexts:\n- name: x\n  context: {clutser: c, user: u}\n", {"KC010": ["KC107", "KC109"]}
    ),
    "the misspelt command": Pair(EXEC.replace("command", "comand"), {"KC010": ["KC304"]}),
    "the misspelt apiVersion": Pair(EXEC.replace("apiVersion", "apiVerson"), {"KC010": ["KC302"]}),
    "the misspelt interactiveMode": Pair(EXEC.replace("interactiveMode", "interactivMode"), {"KC010": ["KC303"]}),
    "the misspelt exec": Pair(EXEC.replace("exec", "exce"), {"KC010": ["KC122"]}),
    "the misspelt token": Pair("users:\n- name: u\n  user: {tokn: t}\n", {"KC010": ["KC122"]}),
    "the misspelt client key": Pair(
        "users:\n- name: u\n  user: {client-certificate: a, client-kye: b}\n", {"KC010": ["KC415"]}
    ),
    "the misspelt user name": Pair(
        "users:\n- name: u\n  user: {usrname: a, password: b}\n", {"KC010": ["KC122"]}
    ),
    "the misspelt as": Pair("users:\n- name: u\n  user: {token: t, AS: a, as-groups: [g]}\n", {"KC011": ["KC121"]}),
    "the misspelt provider": Pair(AZURE.replace("name: azure", "nmae: azure"), {"KC010": ["KC204"]}),
    "the misspelt setting": Pair(AZURE.replace("tenant-id", "tenantid"), {"KC201": [], "KC206": ["KC212"]}),
    "the misspelt config-mode": Pair(AZURE.replace("config-mode", "configmode"), {"KC201": [], "KC206": ["KC210"]}),
    "the misspelt flag": Pair(KUBELOGIN.replace("--server-id", "--serverid"), {"KC322": ["KC320"]}),
    "one wrong indentation": Pair(
        "clusters:\n- name: c\n  server: https://c.example\n  proxy-url: http://p\n  tls-server-name: c\n",
        {"KC009": ["KC009", "KC009", "KC401"]},
    ),
    "one wrong indentation to the left": Pair(
        "clusters:\n- name: c\n  cluster:\nserver: https://c.example\nproxy-url: http://p\n", {"KC009": ["KC009", "KC401"]}
    ),
    "an exec one level too high": Pair(
        "users:\n- name: u\n  user:\n    exec:\n    apiVersion: v1\n    command: a\n    args: []\n    env: []\n",
        {"KC009": ["KC009"] * 3 + ["KC122"]},
    ),
    "settings one level too high": Pair(
        AZURE.replace("config: {", "config:\n      ").replace(", ", "\n      ").replace("}", ""),
        {"KC201": [], "KC009": ["KC009"] * 3 + ["KC212"]},
    ),
    "a near miss of a cluster": Pair(
        TWO.format("stage") + CONTEXTS.format("stge", "u"), {"KC107": ["KC109"]}
    ),
    "a near miss by its letters": Pair(TWO.format("stage") + CONTEXTS.format("Stage", "u"), {"KC107": ["KC109"]}),
    "a near miss of a user": Pair(
        f"{TWO.format('c')}{CONTEXTS.format('c', 'ann')}"
        "users:\n- {name: u, user: {token: t}}\n- {name: anna, user: {token: t}}\n",
        {"KC108": ["KC110"]},
    ),
    "an entry whose name is misspelt": Pair(
        TWO.format("prd") + "contexts:\n- name: x\n  context: {cluster: prod, user: u}\n"
        "- name: w\n  context: {cluster: prod, user: u}\n- name: z\n  context: {cluster: d, user: u}\n",
        {"KC107": ["KC107", "KC109"]},
    ),
    "a list as a mapping": Pair("clusters:\n  c:\n    server: https://c.example\n", {"KC005": ["KC107"]}),
    "a list that is there twice": Pair(f"{CLUSTER.format('server')}clusters: []\n", {"KC008": ["KC107"]}),
    "a number that JSON lacks": Pair("users:\n- name: u\n  user: {token: .nan}\n", {"KC014": ["KC005"]}),
    "a placeholder": Pair("users:\n- name: u\n  user:\n    token: {{ token }}\n", {"KC016": ["KC005", "KC122"]}),
    "variables as single mappings": Pair(f"{EXEC}      env: [{{FOO: bar}}]\n", {"KC307": ["KC009"]}),
    "an empty document first": Pair("---\n# nothing\n---\n", {"KC007": ["KC013"]}),
    "a relative program that is not there": Pair(EXEC.replace("/bin", "./bin"), {"KC305": ["KC306"]}, NOBODY),
    "a plugin that is not run": Pair(EXEC.replace("exec:", "token: t\n    exec:"), {"KC123": ["KC305"]}, NOBODY),
}  # fmt: skip


def whole(text: str) -> str:
    return text + complete("") if text.startswith("---") else complete(text)


@pytest.mark.parametrize("name", PAIRS)
def test_a_follower_is_folded(name: str) -> None:
    text, expected, machine = PAIRS[name]
    report = judged(whole(text), Choice(ignore=("KC5", "KC416")), machine)
    assert {each.code: sorted(one.code for one in each.folded) for each in report.findings} == expected


@pytest.mark.parametrize("name", PAIRS)
def test_a_leader_is_as_bad_as_the_worst_that_follows(name: str) -> None:
    text, _, machine = PAIRS[name]
    raw = judged(whole(text), Choice(ignore=("KC5", "KC416")), machine)
    for each in raw.findings:
        assert each.severity == max((one.severity for one in each.all), key=["info", "warning", "error"].index)


def test_every_rule_of_the_table_is_one() -> None:
    names = {*NAMES.values()}
    assert names >= FOLLOWS.keys()
    assert names >= {leader for follower in FOLLOWS.values() for leader in follower.leaders}


# What stands on its own.

ALONE = {
    "another cluster without a server": "clusters:\n- {name: c, cluster: {servr: https://c}}\n- {name: d, cluster: {}}\n",
    "an empty misspelt server": CLUSTER.format("servr").replace("https://c.example", "''"),
    "a misspelt body without a server": "clusters:\n- name: c\n  clutser: {proxy-url: http://p}\n",
    "a misspelt list without the cluster": "clutsers:\n- {name: d, cluster: {server: https://d}}\nclusters: []\n",
    "one of two ids": AZURE.replace("tenant-id", "tenantid").replace("client-id: c, ", ""),
    "an unused cluster far from any name": TWO.format("stage") + CONTEXTS.format("d", "u"),
    "a key of no login": "users:\n- name: u\n  user: {clientkey: k}\n",
}
STANDING = ["KC401", "KC401", "KC401", "KC107", "KC212", "KC109", "KC122"]


@pytest.mark.parametrize(("name", "code"), [*zip(ALONE, STANDING, strict=True)])
def test_what_stands_on_its_own_is_shown(name: str, code: str) -> None:
    assert code in {each.code for each in judged(complete(ALONE[name])).findings}


@pytest.mark.parametrize(
    "choice", [Choice(ignore=("KC010",)), Choice(select=("KC401",)), Choice(severity="error", ignore=("KC010",))]
)
def test_a_leader_that_is_not_asked_for_hides_nothing(choice: Choice) -> None:
    report = judged(complete(CLUSTER.format("servr")), choice)
    assert [(each.code, each.folded) for each in report.findings] == [("KC401", ())]


def test_a_leader_that_a_comment_hides_hides_nothing_else() -> None:
    text = CLUSTER.format("servr").replace("example", "example  # kubeconv: ignore[KC010]")
    report = judged(complete(text))
    assert ([each.code for each in report.findings], report.suppressed) == (["KC401"], 1)
    hidden = CLUSTER.format("servr").replace("name: c", "name: c  # kubeconv: ignore[KC401]")
    (found,) = judged(complete(hidden)).findings
    assert (found.code, found.folded) == ("KC010", ())


def test_a_milder_leader_is_shown_where_only_errors_are() -> None:
    text = complete("clusters:\n- name: c\n  server: https://c.example\n")
    (found,) = judged(text, Choice(severity="error")).findings
    assert (found.code, found.severity, [each.severity for each in found.folded]) == ("KC009", "error", ["error"])


# The same, for many files: each key and each name of a file mangled, one or two at a time.

RICH = (Path(__file__).parents[2] / "fixtures" / "folding" / "mangled.yaml").read_text()
LINES = RICH.splitlines(keepends=True)


def mangled() -> Iterator[tuple[int, str]]:
    """A line of the file, and another for it."""
    for number, line in enumerate(LINES):
        found = re.fullmatch(r"( *(?:- )?)([\w-]+):( .+)?\n", line)
        if found is None:
            continue
        before, key, value = found[1], found[2], found[3] or ""
        middle = len(key) // 2
        for other in (key[:middle] + key[middle + 1 :], key.swapcase(), key.replace("-", "_")):
            if other not in (key, ""):
                yield number, f"{before}{other}:{value}\n"
        if value:
            middle = len(value) // 2 + 1
            yield number, f"{before}{key}:{value[:middle]}{value[middle + 1 :]}\n"
            yield number, f"{before}{key}: [1]\n"


MANGLED = [*mangled()]


def with_lines(*changes: tuple[int, str]) -> str:
    lines = list(LINES)
    for number, line in changes:
        lines[number] = line
    return "".join(lines)


def keys(findings: Sequence[Finding]) -> set[tuple[str, Subject | None, str]]:
    return {(each.code, each.subject, each.message) for each in unfolded(findings)}


def found_in(text: str) -> Sequence[Finding]:
    return judged(text, machine=NOBODY).found[NEWEST_KUBECTL]


def test_who_mends_a_finding_mends_what_follows() -> None:
    clean = keys(found_in(RICH))
    folded = 0
    for number, line in MANGLED:
        for finding in found_in(with_lines((number, line))):
            if keys([finding._replace(folded=())]) & clean:
                continue
            folded += len(finding.folded)
            assert not keys(finding.folded) & clean, (number, line)
    assert folded > 150


def test_two_mistakes_do_not_hide_each_other() -> None:
    """What there is with one mistake alone is never folded into what the other one is."""
    chosen = random.Random(11)
    for _ in range(200):
        one, two = chosen.sample(MANGLED, 2)
        if one[0] == two[0]:
            continue
        source = Source(with_lines(one, two).encode())
        alone = {change[0]: keys(found_in(with_lines(change))) for change in (one, two)}
        for finding in found_in(with_lines(one, two)):
            at = source.position(finding.span.start).line - 1 if finding.span else -1
            if at in alone:
                (other,) = alone.keys() - {at}
                assert not keys(finding.folded) & (alone[other] - alone[at]), (one, two, finding)


def test_folding_changes_no_verdict() -> None:
    for change in MANGLED:
        report = judged(with_lines(change), machine=NOBODY)
        if report.kubeconfig is None:
            continue
        findings = report.found[NEWEST_KUBECTL]
        with_folds, without = (
            Judge(NEWEST_KUBECTL, [(report.kubeconfig, each)]) for each in (findings, unfolded(findings))
        )
        for name in (None, *report.kubeconfig.contexts_by_name):
            assert with_folds.verdict(name) == without.verdict(name)
        assert fold(report.kubeconfig, unfolded(findings)) == findings or any(each.folded for each in findings)


def test_nothing_is_lost_in_folding() -> None:
    for change in MANGLED[::5]:
        report = judged(with_lines(change), machine=NOBODY)
        if report.kubeconfig is not None:
            raw = unfolded(report.found[NEWEST_KUBECTL])
            assert keys(fold(report.kubeconfig, raw)) == keys(raw)
            assert all(each.name for each, _ in explained(report.kubeconfig, raw))


# What people see.


def test_the_text_shows_one_and_says_what_follows(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "config"
    names = ("server", "proxy-url", "tls-server-name", "certificate-authority", "disable-compression")
    fields = "".join(f"  {name}: a\n" for name in names)
    path.write_text(complete(f"clusters:\n- name: c\n{fields}"))
    path.chmod(0o600)
    assert run(["validate", "--ignore", "KC416", str(path)]) == 1
    said = capfd.readouterr().out
    assert said.count("KC009]") == 1
    assert "KC009 in lines" in said
    assert "1 error in 1 file" in said
    assert run(["validate", "--ignore", "KC416", "--format", "json", str(path)]) == 1
    (found,) = json.loads(capfd.readouterr().out)["files"][0]["findings"]
    assert sorted(each["code"] for each in found["folded"]) == ["KC009"] * 4 + ["KC401"]
    assert run(["validate", "--ignore", "KC416", "--format", "short", str(path)]) == 1
    assert capfd.readouterr().out.count("\n") == 1


@pytest.mark.parametrize("text", ["- a: 1\n  a: 2\n", "[{users: 1, users: 2}, b, c]\n"])
def test_a_key_that_is_twice_in_a_list_leads_to_nothing(text: str) -> None:
    assert {each.code for each in found_in(text)} == {"KC005", "KC008"}
