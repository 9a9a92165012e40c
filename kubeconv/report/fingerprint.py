"""What a finding is known by from one run to the next, wherever it stands in its file."""

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256

from kubeconv.report.snippet import Snippets
from kubeconv.tree.finding import Finding
from kubeconv.tree.source import Span
from kubeconv.validation.run import Report


def fingerprints(report: Report, *, salt: str = "") -> Iterator[tuple[Finding, str]]:
    """Each finding with its fingerprint and, after a colon, which of those with the same one it is. `salt` is what else they
    depend on."""
    snippets = Snippets(report)
    seen: Counter[str] = Counter()
    for finding in report.findings:
        mark = fingerprint(finding, snippets.marked(finding.span or Span(0, 0)).text, salt)
        seen[mark] += 1
        yield finding, f"{mark}:{seen[mark]}"


def fingerprint(finding: Finding, line: str, salt: str = "") -> str:
    """What stays the same when lines are added above: the rule, the entry, and what is shown of the line. The message is
    left out: it may name lines, or how many days are left."""
    subject = f"{finding.subject.kind} {finding.subject.name}" if finding.subject else ""
    parts = (*([salt] if salt else []), finding.code, subject, line.strip())
    return sha256("\0".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:32]
