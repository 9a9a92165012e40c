"""Findings that are known: what a baseline holds of them, as JSON, and what of it is found again. Its schema is
`schemas/baseline.schema.json`. Pure.

A finding is known by its file, rule, entry and what is shown of its line, masked: moving it changes nothing, nor does another
secret in its place.
"""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from kubeconv.gate.shown import line, name
from kubeconv.gate.value import NamedTuple
from kubeconv.machine.files import STANDARD_INPUT
from kubeconv.report.looked_over import dumped
from kubeconv.report.place import shown
from kubeconv.report.snippet import Snippets
from kubeconv.tree.finding import Finding
from kubeconv.validation.files import Validation
from kubeconv.validation.run import Report

VERSION: Final = 1


class KnownFinding(NamedTuple):
    """What a finding is known by. `file` is relative to the folder of the baseline, `subject` is the kind and the name of its
    entry, '' for none, `line` is what is shown of its line."""

    file: str
    rule: str
    name: str
    subject: str
    line: str


class NewFindings(NamedTuple):
    """The findings that are new, how many others there are, and what is known and was not found again, with its number."""

    new: Validation
    known: int
    stale: Mapping[KnownFinding, int]


def relative_to(folder: str, path: str) -> str:
    """How a baseline in this folder calls a file. Both are absolute."""
    if path == STANDARD_INPUT:
        return path
    try:
        return shown(os.path.relpath(path, folder).replace(os.sep, "/"))
    except ValueError:  # on another drive
        return shown(path)


def counted(validation: Validation, called: Callable[[str], str]) -> Counter[KnownFinding]:
    """How often each finding is there. `called` gives the name of a file in the baseline."""
    return Counter(
        known for file in validation.files if file.report for _, known in _known(file.report, called(file.path))
    )


def matched(validation: Validation, baseline: Mapping[KnownFinding, int], called: Callable[[str], str]) -> NewFindings:
    """The findings without those of the baseline. Of the files that were not read nothing is stale."""
    left, files, number = Counter(baseline), [], 0
    for file in validation.files:
        if file.report is not None:
            new = []
            for finding, known in _known(file.report, called(file.path)):
                if left[known] > 0:
                    left[known] -= 1
                else:
                    new.append(finding)
            number += len(file.report.findings) - len(new)
            file = file._replace(report=file.report._replace(findings=new))
        files.append(file)
    read = {called(file.path) for file in validation.files if file.report}
    stale = {known: times for known, times in left.items() if times > 0 and known.file in read}
    return NewFindings(validation._replace(files=files, known=number), number, stale)


def as_json(findings: Mapping[KnownFinding, int]) -> str:
    """The baseline, in the order of files and rules: the same findings give the same bytes."""
    entries = [
        {**known._asdict(), "subject": known.subject or None, "count": findings[known]} for known in sorted(findings)
    ]
    return dumped({"version": VERSION, "findings": entries})


def from_json(text: str) -> Counter[KnownFinding]:
    """What a baseline holds. Raises ValueError, whose text says what is wrong with it."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        at = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise ValueError(f"is not JSON{at}") from None
    if not isinstance(data, dict) or data.get("version") != VERSION or not isinstance(data.get("findings"), list):
        raise ValueError(f"is not a baseline of version {VERSION}")
    return Counter(dict(_entry(each, number) for number, each in enumerate(data["findings"], 1)))


def stale_lines(stale: Mapping[KnownFinding, int]) -> Iterator[str]:
    """What is known and was not found again, a line each."""
    for known, times in sorted(stale.items()):
        what = f" ({known.subject})" if known.subject else ""
        number = f", {times} times" if times > 1 else ""
        yield f"{known.file}: {known.rule} {known.name}{what} is no longer there{number}: {known.line}"


def stale_data(stale: Mapping[KnownFinding, int]) -> list[dict[str, Any]]:
    """The same as it is in JSON."""
    return [
        {**known._asdict(), "subject": known.subject or None, "count": times} for known, times in sorted(stale.items())
    ]


def _entry(entry: Any, number: int) -> tuple[KnownFinding, int]:
    fields = entry if isinstance(entry, dict) else {}
    values = [fields.get(field) if field != "subject" else fields.get(field) or "" for field in KnownFinding._fields]
    count = fields.get("count")
    if not all(isinstance(each, str) for each in values) or type(count) is not int or count < 1:
        raise ValueError(f"has an invalid finding (number {number}): see schemas/baseline.schema.json")
    return KnownFinding(*map(str, values)), count


def _known(report: Report, file: str) -> Iterable[tuple[Finding, KnownFinding]]:
    snippets = Snippets(report)
    for finding in report.findings:
        subject = f"{finding.subject.kind} {name(finding.subject.name)}" if finding.subject else ""
        text = snippets.marked(finding.span).text.strip() if finding.span else ""
        yield finding, KnownFinding(file, finding.code, finding.name, line(subject), line(text))
