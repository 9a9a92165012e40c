"""A line of a kubeconfig with a mark under a place in it: through the gate, long lines cut, nothing in it that a terminal
would obey."""

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final

from kubeconv.gate.shown import visible
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.excerpt import Excerpts, Part
from kubeconv.kubeconfig.view import parse_tolerantly
from kubeconv.report.table import end_of, start_of, width_of
from kubeconv.tree.source import Span
from kubeconv.validation.run import Report

#: Characters of a line shown before and after the place.
BEFORE, BEHIND = 60, 80
_CUT: Final = "…"


class Marked(NamedTuple):
    """A line with its number, and the mark: how many columns stand before it, and how many it covers."""

    number: int
    text: str
    indent: int
    width: int

    def within(self, columns: int) -> "Marked":
        """The same in at most so many columns: what is far from the mark is left out."""
        if width_of(self.text) <= columns:
            return self
        before = start_of(self.text, self.indent)
        behind = self.text[len(before) :]
        room = max(columns // 3, columns - width_of(behind))
        if width_of(before) > room:
            before = _CUT + end_of(before.removeprefix(_CUT), room - 1)
        if width_of(behind) > columns - width_of(before):
            behind = start_of(behind.removesuffix(_CUT), columns - width_of(before) - 1) + _CUT
        indent = width_of(before)
        return Marked(self.number, before + behind, indent, max(1, min(self.width, columns - indent)))


class Snippets:
    """The lines of one file."""

    def __init__(self, report: Report) -> None:
        self._source, self._kubeconfig = report.source, report.kubeconfig

    @cached_property
    def _excerpts(self) -> Excerpts:
        kubeconfig = self._kubeconfig or parse_tolerantly(self._source).kubeconfig
        return Excerpts(self._source.text, kubeconfig.document)

    def marked(self, span: Span) -> Marked:
        """The line on which a span starts, with a mark under the span or, where it goes on, under its first line."""
        number = self._source.position(span.start).line
        line = self._source.span_of_line(number)
        start = min(span.start, line.end)
        end = max(start, min(span.end, line.end))
        first, last = max(line.start, start - BEFORE), min(line.end, max(start + BEHIND, min(end, start + 2 * BEHIND)))
        if line.end - last < len(_CUT) + 1:
            last = line.end
        head, body, tail = _cut_up(
            [*self._excerpts.parts(Span(first, last))], Span(start, min(end, last)), self._source.text
        )
        head, tail = (_CUT if first > line.start else "") + head, tail + (_CUT if last < line.end else "")
        return Marked(number, head + body + tail, width_of(head), max(1, width_of(body)))


def _cut_up(parts: Sequence[Part], place: Span, text: str) -> tuple[str, str, str]:
    """What is shown before a place, of it, and after it. What is not shown as it is written cannot be cut."""
    found = ["", "", ""]
    for start, end, shown in parts:
        is_crossed = start < place.start < end or start < place.end < end
        if is_crossed and shown == text[start:end]:
            bounds = [start, *(at for at in place if start < at < end), end]
            for first, last in pairwise(bounds):
                found[_where(first, last, place)] += text[first:last]
        else:
            found[_where(start, end, place)] += shown
    before, of, behind = (visible(each.replace("\t", " ")) for each in found)
    return before, of, behind


def _where(start: int, end: int, place: Span) -> int:
    """0 before a place, 1 in it, 2 after it. An empty place is before what follows."""
    return 0 if end <= place.start else 2 if start >= max(place.end, place.start) else 1
