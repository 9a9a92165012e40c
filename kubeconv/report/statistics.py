"""How many findings each rule has, the most frequent first."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from kubeconv.gate.value import NamedTuple
from kubeconv.report.line import Line
from kubeconv.report.table import Column, table
from kubeconv.tree.finding import RANK, Severity
from kubeconv.validation.files import Validation


class Count(NamedTuple):
    """One rule: how many findings it has, in how many files, and how bad the worst of them is."""

    code: str
    name: str
    severity: Severity
    findings: int
    files: int


def statistics(validation: Validation) -> list[Count]:
    """A count for each rule that found something."""
    worst: dict[tuple[str, str], Severity] = {}
    number, files = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for file in validation.files:
        findings = file.report.findings if file.report else ()
        for finding in findings:
            key = (finding.code, finding.name)
            worst[key] = max(worst.get(key, finding.severity), finding.severity, key=RANK.__getitem__)
            number[key] += 1
        files.update({(finding.code, finding.name) for finding in findings})
    ordered = sorted(worst, key=lambda key: (-number[key], key))
    return [Count(*key, worst[key], number[key], files[key]) for key in ordered]


def lines(validation: Validation) -> Iterator[Line]:
    """The counts as a table: how many, the rule, how bad it is, and its name."""
    counts = statistics(validation)
    width = max((len(str(each.findings)) for each in counts), default=0)
    if counts:
        yield from table(
            [Column("")] * 4,
            [
                [f"{each.findings:>{width}}", (each.code, each.severity), each.severity, each.name]
                for each in counts
            ],
        )  # fmt: skip


def as_data(validation: Validation) -> list[dict[str, Any]]:
    """The counts as they are in JSON."""
    return [each._asdict() for each in statistics(validation)]
