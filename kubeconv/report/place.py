"""Where a finding is, as people and editors count: from 1, in characters. What is about the whole file is at its start."""

from kubeconv.gate.shown import Shown, path_of
from kubeconv.gate.value import NamedTuple
from kubeconv.machine.files import STANDARD_INPUT
from kubeconv.tree.finding import Finding
from kubeconv.tree.source import Source


class Place(NamedTuple):
    """A range in a file; the end is the first column after it."""

    line: int
    column: int
    end_line: int
    end_column: int


def place_of(source: Source, finding: Finding) -> Place:
    """Line and column of both ends of a finding."""
    if finding.span is None:
        return Place(1, 1, 1, 1)
    return Place(*source.position(finding.span.start), *source.position(max(finding.span)))


def shown(path: str) -> Shown:
    """How a path is called in a message."""
    return Shown("<standard input>") if path == STANDARD_INPUT else path_of(path)
