"""Findings as JUnit XML: a test suite for each file, a failed test case for each finding that fails the run.

https://github.com/testmoapp/junitxml
"""

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from kubeconv.doctor.prospects import Ahead, Prospects, worst
from kubeconv.gate.secret import hidden
from kubeconv.gate.shown import line as line_of
from kubeconv.report.findings_text import short_line
from kubeconv.report.place import shown
from kubeconv.report.verdict_words import verdict_lines
from kubeconv.tree.finding import RANK, Finding, Severity
from kubeconv.validation.files import ValidatedFile, Validation
from kubeconv.validation.run import Report


def junit(validation: Validation, failing: Severity = "error", ahead: Ahead | None = None) -> str:
    """The whole XML document, with what becomes of each login if that is known."""
    suites = [_suite(each, failing, ahead.files.get(each.path, {}) if ahead else {}) for each in validation.files]
    lines = [line for suite in suites for line in suite]
    return "\n".join(
        ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites name="kubeconv">', *lines, "</testsuites>", ""]
    )


def _suite(result: ValidatedFile, failing: Severity, prospects: Prospects) -> Iterator[str]:
    report = result.report
    findings = report.findings if report else ()
    failures = sum(RANK[finding.severity] >= RANK[failing] for finding in findings)
    yield (
        f'  <testsuite name={_quoted(shown(result.path))} tests="{max(1, len(findings))}" failures="{failures}"'
        f' errors="{int(report is None)}" skipped="0">'
    )
    if report is None:
        message = result.problem.message if result.problem else "could not be read"
        yield f'    <testcase classname={_quoted(shown(result.path))} name="can be read">'
        yield f"      <error message={_quoted(message)}/>"
        yield "    </testcase>"
    else:
        yield "    <properties>"
        for key, value in (("loads", report.loads), ("usable", report.usable)):
            yield f'      <property name="{key}" value="{ {True: "true", False: "false", None: "null"}[value] }"/>'
        if prospects:
            prospect = worst(prospects[each.kubectl, each.context] for each in report.verdicts)
            yield f'      <property name="verdict" value="{prospect.verdict}"/>'
        yield "    </properties>"
        if not findings:
            yield f'    <testcase classname={_quoted(shown(result.path))} name="no findings"/>'
        for finding in findings:
            yield from _case(result.path, report, finding, RANK[finding.severity] >= RANK[failing])
        said = verdict_lines(report.verdicts, stopped=report.stopped, prospects=prospects)
        yield f"    <system-out>{_text('; '.join(said))}</system-out>"
    yield "  </testsuite>"


def _case(path: str, report: Report, finding: Finding, fails: bool) -> Iterator[str]:
    line = short_line(path, report, finding)
    yield f"    <testcase classname={_quoted(shown(path))} name={_quoted(f'{finding.code} {finding.name}')}>"
    text = f"{line}\n{finding.help}" if finding.help else line
    if fails:
        yield (
            f"      <failure type={_quoted(finding.severity)} message={_quoted(finding.message)}>{_text(text)}</failure>"
        )
    else:
        yield f"      <system-out>{_text(text)}</system-out>"
    yield "    </testcase>"


def _text(text: str) -> str:
    return escape(_allowed("\n".join(map(line_of, hidden(text).split("\n")))))


def _quoted(text: str) -> str:
    return quoteattr(_allowed(line_of(text)))


def _allowed(text: str) -> str:
    """XML has no way to write most control characters, nor what stands outside its character set."""
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "?", text)
