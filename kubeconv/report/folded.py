"""What follows from a finding, in words."""

from typing import Final

from kubeconv.report.place import place_of
from kubeconv.tree.finding import Finding
from kubeconv.validation.run import Report

#: How many of the lines are named whose findings follow from another.
_FEW_LINES: Final = 3


def folded_words(report: Report, finding: Finding) -> str:
    """What goes away with a finding, as a sentence: the rules, each with its first lines."""
    by_code: dict[str, list[int]] = {}
    for each in finding.folded:
        by_code.setdefault(each.code, []).append(place_of(report.source, each).line)
    parts = []
    for code, numbers in sorted(by_code.items()):
        lines_of = [str(number) for number in dict.fromkeys(numbers)]
        some, more = lines_of[:_FEW_LINES], len(lines_of) - _FEW_LINES
        rest = f" and {more} more" if more > 0 else ""
        parts.append(f"{code} in {'line' if len(lines_of) == 1 else 'lines'} {', '.join(some)}{rest}")
    return f"{', '.join(parts)} {'follows' if len(finding.folded) == 1 else 'follow'} from this"
