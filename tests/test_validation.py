"""The runner: choosing, ignoring by comments, several kubectls, contexts, and the verdict on a KUBECONFIG list."""

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kubeconv.kubeconfig.view import parse_tolerantly
from kubeconv.machine.files import Paths
from kubeconv.machine.load import load_files
from kubeconv.releases.table import NEWEST_KUBECTL
from kubeconv.releases.version import Version
from kubeconv.tree.finding import Effect, Finding, Severity, Subject
from kubeconv.tree.source import Source, Span
from kubeconv.validation import run as runner
from kubeconv.validation.files import UnknownContext, ValidatedFile, Validation, exit_code, limited, validate_files
from kubeconv.validation.index import unknown_patterns
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules import every_rule
from kubeconv.validation.run import OF_LISTS, Asked, Choice, Report, validate_parsed, validate_source
from kubeconv.validation.verdict import Judge, Verdict

TEXT = """\
apiVersion: v1
kind: Config
clusters:
- name: c
  cluster: {server: https://c.example}
- name: plain
  cluster: {server: http://c.example}
contexts:
- name: x
  context: {cluster: c, user: u}
- name: y
  context: {cluster: plain, user: u}
- name: z
  context: {cluster: c, user: other}
current-context: x
users:
- name: u
  user: {token: t}
- name: other
  user: {token: t}
"""

OLD, NEW = Version(1, 25), Version(1, 37, 1)


class Stub:
    """A rule that finds what it is told."""

    __doc__, __name__ = "", "stub"

    def __init__(
        self,
        code: str,
        name: str,
        *hits: Hit,
        severity: Severity = "error",
        effect: Effect = "use",
        since: Version = OLD,
    ) -> None:
        self.CODE, self.NAME, self.SEVERITY, self.EFFECT = code, name, severity, effect
        self._hits, self._since = hits, since

    def check(self, case: Case, /) -> Iterator[Hit]:
        if case.kubectl >= self._since:
            yield from self._hits


def at(word: str, text: str = TEXT) -> Span:
    start = text.index(word)
    return Span(start, start + len(word))


def report(*rules: Stub, monkeypatch: pytest.MonkeyPatch, text: str = TEXT, **asked: object) -> Report:
    monkeypatch.setattr(runner, "rules_about", lambda _case: rules)
    return validate_source(Source(text.encode()), **asked)  # type: ignore[arg-type]


def shown(found: Report) -> list[str]:
    return [finding.code for finding in found.findings]


RULES = (
    Stub("KC301", "exec-v1alpha1", Hit(at("user: u"), "b")),
    Stub("KC302", "unknown-exec", Hit(at("clusters"), "a"), severity="warning", effect="risk"),
    Stub("KC101", "twice", Hit(None, "c"), severity="info", effect="style"),
)


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (Choice(), ["KC101", "KC302", "KC301"]),
        (Choice(select=["KC3"]), ["KC302", "KC301"]),
        (Choice(select=["kc301", "twice"]), ["KC101", "KC301"]),
        (Choice(select=["KC3"], ignore=["unknown-exec"]), ["KC301"]),
        (Choice(ignore=["KC"]), []),
        (Choice(severity="warning"), ["KC302", "KC301"]),
        (Choice(severity="error"), ["KC301"]),
    ],
)
def test_what_is_shown_can_be_chosen_and_the_verdict_stays(
    choice: Choice, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = (*RULES, Stub("KC001", "broken", Hit(None, "d"), severity="info", effect="load"))
    found = report(*rules, monkeypatch=monkeypatch, choice=choice._replace(ignore=[*choice.ignore, "KC001"]))
    assert shown(found) == expected
    assert (found.loads, found.usable) == (False, False)


def test_names_that_no_rule_has_are_told() -> None:
    given = ["KC3", "kc301", "duplicate-user", "KC9", "Duplicate-user", "xyz"]
    assert unknown_patterns(given) == ["KC9", "xyz"]


@pytest.mark.parametrize(
    ("comment", "above", "expected"),
    [
        ("# kubeconv: ignore[KC301]", False, []),
        ("# kubeconv: ignore[exec-v1alpha1]", False, []),
        ("# kubeconv:ignore[KC101, KC3]", False, []),
        ("# kubeconv: ignore", False, []),
        ("# why not  # kubeconv: ignore[KC301] it is an old cluster", False, []),
        ("# kubeconv: ignore[KC302]", False, ["KC301"]),
        ("# kubeconv: ignore[KC301]", True, []),
        ("# kubeconv: ignore[KC4]", True, ["KC301"]),
    ],
)
def test_a_comment_hides_a_finding(
    comment: str, above: bool, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    old = "- name: other\n"
    text = TEXT.replace(old, f"{comment}\n{old}" if above else f"{old[:-1]} {comment}\n")
    rule = Stub("KC301", "exec-v1alpha1", Hit(at("other\n" if above else "other #", text), "b"))
    found = report(rule, monkeypatch=monkeypatch, text=text)
    assert (shown(found), found.suppressed) == (expected, 1 - len(expected))


def test_a_comment_behind_another_line_hides_nothing_below(monkeypatch: pytest.MonkeyPatch) -> None:
    text = TEXT.replace("users:\n", "users:  # kubeconv: ignore\n")
    assert shown(report(Stub("KC301", "a", Hit(at("name: u\n", text), "b")), monkeypatch=monkeypatch, text=text)) == [
        "KC301"
    ]


def test_the_author_of_an_untrusted_file_cannot_hide_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    text = TEXT.replace("users:\n", "users:  # kubeconv: ignore\n")
    rule = Stub("KC510", "a", Hit(at("users:", text), "b"))
    assert shown(report(rule, monkeypatch=monkeypatch, text=text)) == []
    assert shown(report(rule, monkeypatch=monkeypatch, text=text, untrusted=True)) == ["KC510"]


def test_several_kubectls_give_each_finding_once_with_its_worst_severity(monkeypatch: pytest.MonkeyPatch) -> None:
    user = Subject("user", "u")
    warns = Stub("KC201", "removed", Hit(at("user: u"), "m"), severity="warning", effect="risk")
    fails = Stub("KC201", "removed", Hit(at("user: u"), "m", subject=user), since=Version(1, 26))
    found = report(warns, fails, monkeypatch=monkeypatch, kubectls=[OLD, NEW])
    assert [(finding.code, finding.severity) for finding in found.findings] == [("KC201", "error")]
    assert found.verdicts == [Verdict(OLD, True, True, "x"), Verdict(NEW, True, False, "x")]
    assert (found.loads, found.usable) == (True, False)


@pytest.mark.parametrize(
    ("subject", "https_only", "usable"),
    [
        (Subject("user", "u"), False, {"x": False, "y": False, "z": True}),
        (Subject("user", "u"), True, {"x": False, "y": True, "z": True}),
        (Subject("cluster", "plain"), False, {"x": True, "y": False, "z": True}),
        (Subject("context", "z"), False, {"x": True, "y": True, "z": False}),
        (Subject("user", "z"), False, {"x": True, "y": True, "z": True}),
        (None, False, {"x": True, "y": True, "z": True}),
    ],
)
def test_a_context_is_judged_by_what_it_names(
    subject: Subject | None, https_only: bool, usable: dict[str, bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    stub = Stub("KC401", "a", Hit(None, "m", subject=subject, https_only=https_only))
    monkeypatch.setattr(runner, "rules_about", lambda _case: [stub])
    parsed = parse_tolerantly(Source(TEXT.encode()))
    found = runner.validate_parsed(parsed, Asked(all_contexts=True))
    assert {verdict.context: verdict.usable for verdict in found.contexts} == usable
    assert found.usable == usable["x"]
    assert runner.validate_parsed(parsed, Asked(context="y")).usable == usable["y"]
    assert runner.validate_parsed(parsed, Asked(context="nope")).usable is False


def test_a_file_that_is_no_yaml_has_one_finding_with_its_name() -> None:
    found = validate_source(Source(b"clusters: [\n"))
    assert [(finding.code, finding.name, finding.effect) for finding in found.findings] == [
        ("KC001", "syntax-error", "load")
    ]
    assert (found.loads, found.usable) == (False, False)


FIRST = """\
apiVersion: v1
kind: Config
clusters:
- name: c
  cluster: {server: https://c.example}
users:
- name: u
  user: {tokenFile: /var/run/secrets/token}
"""
SECOND = """\
apiVersion: v1
kind: Config
contexts:
- name: x
  context: {cluster: c, user: u}
users:
- name: u
  user: {tokenFile: /var/run/secrets/token, username: me, password: '12345678'}
current-context: x
"""


def merged(folder: Path, *texts: str, **asked: object) -> Any:
    paths = []
    for number, text in enumerate(texts):
        paths.append(folder / str(number))
        paths[-1].write_text(text)
        paths[-1].chmod(0o600)
    return validate_files(load_files(Paths(tuple(map(str, paths)), merged=True)), Asked(**asked), merged=True)  # type: ignore[arg-type]


def test_a_list_is_judged_as_client_go_merges_it(tmp_path: Path) -> None:
    """The context is in one file, its cluster in the other; of the two users the first counts."""
    found = merged(tmp_path, FIRST, SECOND)
    assert found.merged == [Verdict(NEWEST_KUBECTL, True, True, "x")]
    assert [result.report.usable for result in found.files] == [None, False]
    assert [finding.name for finding in findings(found)] == ["shadowed-entry", "conflicting-credentials"]
    assert exit_code(found) == 1


def findings(found: Validation) -> list[Finding]:
    return [finding for result in found.files if result.report for finding in result.report.findings]


def test_the_order_of_a_list_counts(tmp_path: Path) -> None:
    assert merged(tmp_path, SECOND, FIRST).merged[0].usable is False


@pytest.mark.parametrize("texts", [(FIRST, SECOND), (SECOND, FIRST), (FIRST, SECOND, "users: ["), (SECOND, SECOND)])
def test_the_verdict_on_each_file_is_that_on_it_alone(tmp_path: Path, texts: tuple[str, ...]) -> None:
    asked = Asked((NEWEST_KUBECTL, Version(1, 20)), all_contexts=True)
    together = merged(tmp_path, *texts, kubectls=asked.kubectls, all_contexts=True).files
    for number, result in enumerate(together):
        (alone,) = validate_files(load_files(Paths((str(tmp_path / str(number)),))), asked).files
        assert alone.report is not None
        assert (result.report.verdicts, result.report.contexts) == (alone.report.verdicts, alone.report.contexts)


def test_no_other_rule_looks_at_the_files_of_a_list() -> None:
    looking = [rule.NAME for rule in every_rule() if "neighbours" in Path(str(rule.__file__)).read_text()]  # type: ignore[attr-defined]
    assert looking == sorted(OF_LISTS, key=looking.index)


def test_a_broken_file_breaks_the_list(tmp_path: Path) -> None:
    found = merged(tmp_path, FIRST, SECOND, "users: [")
    assert found.merged == [Verdict(NEWEST_KUBECTL, False, False, "x")]
    assert [result.report.loads for result in found.files] == [True, True, False]
    loaded = load_files(Paths((str(tmp_path / "0"), "/nonexistent"), merged=True))
    found = validate_files(loaded, Asked(), merged=True)
    assert found.merged == [Verdict(NEWEST_KUBECTL, False, False)]
    assert exit_code(found) == 2


def test_a_context_of_any_file_can_be_asked_about(tmp_path: Path) -> None:
    assert merged(tmp_path, SECOND, FIRST, context="x").merged[0].context == "x"
    with pytest.raises(UnknownContext, match="no context is named 'nope'"):
        merged(tmp_path, FIRST, SECOND, context="nope")


def test_the_worst_findings_are_shown_and_the_others_counted(tmp_path: Path) -> None:
    found = merged(tmp_path, FIRST, SECOND, SECOND)
    cut = limited(found, 1)
    assert findings(cut) == [each for each in findings(found) if each.severity == "error"][:1]
    assert cut.hidden == len(findings(found)) - 1 > 0


def test_contexts_by_the_thousand_are_judged_in_no_time() -> None:
    names = range(5_000)
    text = (
        "clusters:\n" + "".join(f"- {{name: c{n}, cluster: {{server: https://c}}}}\n" for n in names)
        + "contexts:\n" + "".join(f"- {{name: x{n}, context: {{cluster: c{n}, user: u{n}}}}}\n" for n in names)
        + "users:\n" + "".join(f"- {{name: u{n}, user: {{token: t}}}}\n" for n in names)
    )  # fmt: skip
    kubeconfig = parse_tolerantly(Source(text.encode())).kubeconfig
    started = time.process_time()
    judge = Judge(NEW, [(kubeconfig, [])])
    assert all(judge.verdict(f"x{n}").usable for n in names)
    assert time.process_time() - started < 2


def test_of_many_findings_of_a_rule_some_are_shown_and_the_others_counted() -> None:
    text = "users:\n" + "".join(f"- {{name: u{number}, usr: 1}}\n" for number in range(1_200))
    found = validate_source(Source(text.encode()))
    few = [each for each in found.findings if each.code == "KC010"]
    assert len(few) == 601
    assert few[0].message == "600 findings like the first 600 are not shown"
    unused = [each for each in found.findings if each.code == "KC122"]
    assert [len(unused), unused[0].span] == [601, None]


def test_of_each_rule_fewer_are_shown_where_many_rules_find_many() -> None:
    user = "{token: 1, tokenFile: 2, username: 3, as: 4, unknown: 5, exec: {command: x, apiVersion: v9}, auth-provider: {}}"
    text = "users:\n" + "".join(f"- {{name: u{number}, user: {user}}}\n" for number in range(700))
    found = Counter(each.name for each in validate_source(Source(text.encode())).findings)
    assert sorted(found.values()) == [201, 201, 601, 601, 601, 601]


def test_each_context_is_judged_however_many_findings_there_are() -> None:
    numbers = range(2_500)
    users = "".join(f"- {{name: u{number}, user: {{exec: {{command: x, apiVersion: v9}}}}}}\n" for number in numbers)
    contexts = "".join(f"- {{name: x{number}, context: {{cluster: c, user: u{number}}}}}\n" for number in numbers)
    text = f"clusters: [{{name: c, cluster: {{server: 'https://c'}}}}]\nusers:\n{users}contexts:\n{contexts}"
    for name in ("x0", "x2499"):
        assert validate_source(Source(text.encode()), context=name).usable is False


@pytest.mark.parametrize(("wrong", "if_read", "kept"), [(False, False, 900), (True, False, 600), (True, True, 900)])
def test_what_stops_each_entry_of_a_file_that_is_not_read_is_for_who_asks_what_comes_then(
    wrong: bool, if_read: bool, kept: int
) -> None:
    contexts = "".join(f"- {{name: x{number}, context: {{cluster: gone}}}}\n" for number in range(900))
    text = f"{'kind: [1]' if wrong else 'kind: Config'}\ncontexts:\n{contexts}"
    found = validate_parsed(parse_tolerantly(Source(text.encode())), Asked([NEW], if_read=if_read))
    about = [each for each in found.found[NEW] if each.name == "dangling-cluster"]
    assert (found.loads, len([each for each in about if each.span])) == (not wrong, kept)
    told = [each.message for each in found.findings if each.name == "dangling-cluster" and not each.span]
    assert told == ["300 findings like the first 600 are not shown"]


ODD = {
    "nothing as entries": "users:\n" + "-\n" * 440_000,
    "explicit keys": "? a\n" * 220_000,
    "unknown fields": "".join(f"k{number}: v\n" for number in range(90_000)),
    "aliases of one entry": "a: &a {name: b}\nusers: [" + "*a," * 300_000 + "]",
    "entries of the wrong type": "users: [" + "{name: 1}," * 90_000 + "]",
    "arguments of the wrong type": "users: [{name: u, user: {exec: {args: [" + "1," * 400_000 + "]}}}]",
    "variables of the wrong type": "users: [{user: {exec: {env: [" + "{value: 1}," * 80_000 + "]}}}]",
    "tags": "a: [" + "!a ," * 240_000 + "]",
    "keys that are nothing": "a: [" + "{~: 1}," * 120_000 + "]",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_a_megabyte_of_oddities_takes_no_long_time(text: str) -> None:
    started = time.process_time()
    found = validate_source(Source(text.encode()))
    assert time.process_time() - started < 8  # half a second where nothing else runs
    assert found.loads is None
    assert [each.code for each in found.findings if each.effect == "unjudged"] == ["KC003"]


def test_many_milder_findings_hide_no_worse_one() -> None:
    """Of one rule: the keys that come again first, then one in two spellings, which is an error."""
    again = "".join(f"- {{name: u{number}, name: u{number}}}\n" for number in range(2_500))
    text = f"users:\n{again}extensions:\n- {{name: e, extension: {{1: a, '1': b}}}}\n"
    found = [each for each in validate_source(Source(text.encode())).findings if each.name == "duplicate-key"]
    assert [each.severity for each in found].count("error") == 1
    assert len(found) == 601
    assert found[0].message == "400 or more findings like the first 600 are not shown"


def test_the_worst_findings_are_shown_in_their_order() -> None:
    text = "apiVersion: v1\nkind: Config\nx: 1\nusers:\n- name: 1\nz: 2\n"
    found = validate_source(Source(text.encode()))
    severities = [each.severity for each in found.findings]
    assert [severities.count(each) for each in ("error", "warning", "info")] == [1, 2, 1]
    for limit in range(5):
        cut = limited(Validation([ValidatedFile("f", found)]), limit)
        (file,) = cut.files
        assert file.report is not None
        kept = sorted(severities, key=["error", "warning", "info"].index)[:limit]
        shown = [each.severity for each in file.report.findings]
        assert sorted(shown) == sorted(kept)
        assert [*file.report.findings] == [each for each in found.findings if each in file.report.findings]
        assert cut.hidden == 4 - limit
