"""Which findings on a file are left out, and which count as worse or better: by a choice of rules, a comment in the file, a
selection. Most runs ask for none of it. Pure."""

import sys
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from kubeconv.gate.regex import regex
from kubeconv.kubeconfig.selection import Chosen
from kubeconv.kubeconfig.view import Cluster, Context, Kubeconfig, User
from kubeconv.tree.finding import UNREAD, Finding, Kind, Severity, Subject
from kubeconv.tree.source import Source
from kubeconv.validation.index import means

#: `# kubeconv: ignore[KC301]`, or without brackets everything, on the line of the finding or on the line above.
_IGNORE: Final = regex(r"#\s*kubeconv:\s*ignore(?:\[([\w\s,-]*)\])?")


def of_rules(
    findings: Iterable[Finding], select: Sequence[str], ignore: Sequence[str], stays: Callable[[Finding], bool]
) -> list[Finding]:
    """The findings of the rules that are selected (none: of all) and not ignored, and those that stay in any case."""

    def is_of(finding: Finding, patterns: Sequence[str]) -> bool:
        return any(means(pattern, finding.code, finding.name) for pattern in patterns)

    return [
        each for each in findings if ((not select or is_of(each, select)) and not is_of(each, ignore)) or stays(each)
    ]


def graded(findings: Iterable[Finding], severities: Mapping[str, Severity]) -> list[Finding]:
    """The findings, as bad as the longest pattern says that means their rule; the name of a rule counts before all."""
    return [each._replace(severity=_severity(each, severities)) for each in findings]


def _severity(finding: Finding, severities: Mapping[str, Severity]) -> Severity:
    patterns = [each for each in severities if means(each, finding.code, finding.name)]
    if not patterns:
        return finding.severity
    return severities[max(patterns, key=lambda each: (each.lower() == finding.name, len(each)))]


def of_selected(kubeconfig: Kubeconfig, findings: Iterable[Finding], chosen: Chosen) -> list[Finding]:
    """The findings without those that are about nothing but what is not selected; what stops kubectl at the file stays."""
    kinds: Mapping[Kind, Sequence[Context | User | Cluster]] = {
        "context": kubeconfig.contexts, "user": kubeconfig.users, "cluster": kubeconfig.clusters
    }  # fmt: skip
    others = sorted(
        each.entry.span
        for kind, entries in kinds.items() for each in entries if not chosen.has(Subject(kind, each.name))
    )  # fmt: skip

    def is_meant(finding: Finding) -> bool:
        if finding.effect in UNREAD:
            return True
        if finding.subject is not None:
            return chosen.has(finding.subject)
        if finding.span is None:
            return True
        number = bisect_right(others, (finding.span.start, sys.maxsize)) - 1
        return number < 0 or finding.span.start >= others[number].end

    return [each for each in findings if is_meant(each)]


def unsuppressed(source: Source, findings: Iterable[Finding]) -> list[Finding]:
    """The findings that no comment in the file hides."""
    ignored: dict[int, Sequence[str]] = {}
    return [finding for finding in findings if not _is_suppressed(source, finding, ignored)]


def _is_suppressed(source: Source, finding: Finding, ignored: dict[int, Sequence[str]]) -> bool:
    """`ignored` are the lines that were looked at, with the codes that the comments at each and above it hide."""
    if finding.span is None:
        return False
    line = source.position(finding.span.start).line
    if line not in ignored:
        above = source.line(line - 1) if line > 1 else ""
        # A comment above counts only if the line holds nothing else: it is about that line otherwise.
        ignored[line] = _ignored_by(source.line(line)) + (_ignored_by(above) if above.lstrip().startswith("#") else [])
    return any(means(code, finding.code, finding.name) for code in ignored[line])


def _ignored_by(line: str) -> list[str]:
    found = _IGNORE.search(line)
    if found is None:
        return []
    return [code.strip() for code in found[1].split(",")] if found[1] is not None else [""]
