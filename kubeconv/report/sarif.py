"""Findings as SARIF 2.1.0, the format of code scanning.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
"""

import os
from typing import Any, Final
from urllib.parse import quote

from kubeconv.doctor.prospects import Ahead, Prospects, worst
from kubeconv.gate.regex import regex
from kubeconv.gate.secret import hidden
from kubeconv.gate.shown import line as line_of
from kubeconv.gate.shown import visible
from kubeconv.gate.so_called import without_so_called
from kubeconv.machine.files import STANDARD_INPUT
from kubeconv.report.fingerprint import fingerprints
from kubeconv.report.looked_over import as_json, looked_over
from kubeconv.report.manuals import manual_markdown
from kubeconv.report.place import place_of, shown
from kubeconv.tree.finding import Finding, Severity
from kubeconv.validation.files import ValidatedFile, Validation
from kubeconv.validation.manual import Manual, manuals
from kubeconv.validation.run import Report

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "info": "note"}

#: A link in the manual of a rule.
_LINK: Final = regex(r"https://[^\s,)]+")


def sarif(validation: Validation, version: str, folder: str, ahead: Ahead | None = None) -> str:
    """The whole log. `version` is that of kubeconv; paths are written relative to `folder` if they lie under it. What becomes
    of the logins, if that is known, is a property of their file, what follows from a finding a related location. Of the rules
    only those that found something are there, each with a link to the source of its manual."""
    reports = [each.report for each in validation.files if each.report]
    hit = {finding.code for report in reports for finding in report.findings}
    rules = [manual for manual in manuals() if manual.code in hit]
    index = {manual.code: number for number, manual in enumerate(rules)}
    places = [looked_over(_artifact_location(result.path, folder)) for result in validation.files]
    results = [
        result
        for number, each in enumerate(validation.files)
        if each.report
        for result in _results(each.report, places[number] | {"index": number}, index)
    ]
    run = {
        "tool": {
            "driver": {
                "name": "kubeconv",
                "semanticVersion": version,
                "version": version,
                "rules": [_rule(manual) for manual in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"uri": _file_uri(folder).rstrip("/") + "/"}},
        "invocations": looked_over([_invocation(validation, places)]),
        "artifacts": [
            {"location": place, "properties": _verdict(result, ahead.files.get(result.path, {}) if ahead else {})}
            for place, result in zip(places, validation.files, strict=True)
        ],
        "results": results,
    }
    return as_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _results(report: Report, location: dict[str, Any], index: dict[str, int]) -> list[dict[str, Any]]:
    results = []
    for finding, mark in fingerprints(report):
        text = f"{finding.message}\n{finding.help}" if finding.help else finding.message
        results.append(
            {
                "ruleId": finding.code,
                **({"ruleIndex": index[finding.code]} if finding.code in index else {}),
                "level": _LEVELS[finding.severity],
                "message": {"text": "\n".join(map(line_of, hidden(text).split("\n")))},
                "locations": [{"physicalLocation": _place(report, finding, location)}],
                **({"relatedLocations": _folded(report, finding, location)} if finding.folded else {}),
                "partialFingerprints": {"kubeconv/v1": mark},
                "properties": {"effect": finding.effect},
            }
        )
    return results


def _place(report: Report, finding: Finding, location: dict[str, Any]) -> dict[str, Any]:
    place = place_of(report.source, finding)
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }
    return {"artifactLocation": location, "region": region}


def _folded(report: Report, finding: Finding, location: dict[str, Any]) -> list[dict[str, Any]]:
    """What goes away with a finding, each at its place."""
    return [
        {
            "id": number,
            "physicalLocation": _place(report, each, location),
            "message": {"text": f"{each.code} follows from this: {line_of(each.message)}"},
        }
        for number, each in enumerate(finding.folded)
    ]


def _rule(manual: Manual) -> dict[str, Any]:
    links = _LINK.findall(manual.since)
    return {
        "id": manual.code,
        "name": "".join(word.capitalize() for word in manual.name.split("-")),
        "shortDescription": {"text": manual.summary or manual.name},
        "fullDescription": {"text": manual.why or manual.summary or manual.name},
        **({"helpUri": links[0]} if links else {}),
        "help": {"text": manual.why or manual.summary or manual.name, "markdown": manual_markdown(manual)},
        "defaultConfiguration": {"level": _LEVELS[manual.severity]},
        "properties": {"effect": manual.effect, "tags": ["kubeconfig", f"effect/{manual.effect}"]},
    }


def _invocation(validation: Validation, places: list[dict[str, Any]]) -> dict[str, Any]:
    notifications = [
        {
            "level": "error",
            "message": {"text": visible(f"{shown(result.path)}: {result.problem.message}")},
            "locations": [{"physicalLocation": {"artifactLocation": place}}],
        }
        for place, result in zip(places, validation.files, strict=True)
        if result.problem
    ]
    return {"executionSuccessful": not notifications, "toolExecutionNotifications": notifications}


def _verdict(result: ValidatedFile, prospects: Prospects) -> dict[str, Any]:
    report = result.report
    found: dict[str, Any] = {
        "loads": report.loads if report else None,
        "usable": report.usable if report else None,
    }
    if report and prospects:
        prospect = worst(prospects[each.kubectl, each.context] for each in report.verdicts)
        cause, needs = prospect.cause, [each.name for each in prospect.needs]
        found |= {"verdict": prospect.verdict, "cause": cause.name if cause else None, "needs": needs}
    return found


def _artifact_location(path: str, folder: str) -> dict[str, Any]:
    if path == STANDARD_INPUT:
        return {"uri": "stdin:///"}
    absolute = os.path.normpath(os.path.join(folder, path))
    if absolute.startswith(folder.rstrip(os.sep) + os.sep):
        return {"uri": _quoted(os.path.relpath(absolute, folder)), "uriBaseId": "SRCROOT"}
    return {"uri": _file_uri(absolute)}


def _file_uri(path: str) -> str:
    quoted = _quoted(path)
    return f"file://{quoted}" if quoted.startswith("/") else f"file:///{quoted}"


def _quoted(path: str) -> str:
    return quote(os.fsencode(without_so_called(path).replace(os.sep, "/")), safe="/:" if os.name == "nt" else "/")
