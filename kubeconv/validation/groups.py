"""Findings that are alike but for the name of their entry: one of them says what there is to say. Pure."""

from collections.abc import Iterable, Sequence
from typing import Final

from kubeconv.gate import pasting
from kubeconv.gate.shown import name, quoted_name
from kubeconv.tree.finding import Finding

#: So many findings that are alike are told one by one.
FEW_ALIKE: Final = 3

#: Of these rules the sentences about two entries differ in a line too: where the first of the two is.
_TWICE: Final = frozenset(("duplicate-user", "duplicate-cluster", "duplicate-context"))

#: Stands for the name of an entry.
_ENTRY: Final = "\0"


def groups(findings: Iterable[Finding]) -> list[Sequence[Finding]]:
    """The findings of one file in groups, each in the place of its first. A group is one finding, or more than `FEW_ALIKE` that
    are alike."""
    by_kind: dict[tuple[object, ...], list[Finding]] = {}
    ordered = [*findings]
    alike: list[list[Finding]] = []  # of each finding those of its kind, in their order
    for finding in ordered:
        alike.append(by_kind.setdefault(_kind(finding), []))
        alike[-1].append(finding)
    found: list[Sequence[Finding]] = []
    done: set[int] = set()
    for finding, group in zip(ordered, alike, strict=True):
        if len(group) <= FEW_ALIKE:
            found.append([finding])
        elif id(group) not in done:
            done.add(id(group))
            found.append(group)
    return found


def _kind(finding: Finding) -> tuple[object, ...]:
    message, help, command = finding.message, finding.help, finding.command
    if finding.subject is not None:
        own = quoted_name(finding.subject.name)
        message, help = message.replace(own, _ENTRY), help.replace(own, _ENTRY)
        pasted = pasting.word(name(finding.subject.name))  # in a command
        help = f" {help} ".replace(f" {pasted} ", f" {_ENTRY} ")
        command = tuple(_ENTRY if word == finding.subject.name else word for word in command)
        if finding.name in _TWICE:
            message = ""
    return (
        finding.code, finding.severity, finding.effect, finding.subject and finding.subject.kind, finding.variable,
        command, finding.missing, finding.meant, message, help,
    )  # fmt: skip
