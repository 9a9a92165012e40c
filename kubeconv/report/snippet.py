"""A line of a kubeconfig with a mark under a place in it: secrets masked, long lines cut, nothing in it that a terminal
would obey."""

from bisect import bisect_left
from functools import cached_property
from typing import Final, NamedTuple

from kubeconv.kubeconfig.masking import MASK, doubtful_spans, secret_spans, secrets_in_line
from kubeconv.report.place import visible
from kubeconv.report.table import columns
from kubeconv.tree.source import Span
from kubeconv.validation.run import Report

#: Characters of a line shown before and behind the place.
BEFORE, BEHIND = 60, 80
_CUT: Final = "…"


class Marked(NamedTuple):
    """A line with its number, and the mark: how many columns stand before it, and how many it covers."""

    number: int
    text: str
    indent: int
    width: int


class Snippets:
    """The lines of one file."""

    def __init__(self, report: Report) -> None:
        self._source = report.source
        self._document = report.kubeconfig.document if report.kubeconfig else None

    @cached_property
    def _secrets(self) -> list[Span]:
        document = self._document
        return sorted([*secret_spans(document), *doubtful_spans(document)]) if document is not None else []

    def line(self, number: int) -> str:
        """A line, its secrets masked."""
        start, text = self._line(number)
        return self._render(text, 0, len(text), self._hidden(start, text))

    def marked(self, span: Span) -> Marked:
        """The line on which a span starts, with a mark under the span or, where it goes on, under its first line."""
        number = self._source.position(span.start).line
        offset, text = self._line(number)
        hidden = self._hidden(offset, text)
        start = min(span.start - offset, len(text))
        end = max(start, min(span.end - offset, len(text)))
        for secret in hidden:  # a place inside a secret is all of it
            if secret.start < start < secret.end:
                start = secret.start
            if secret.start < end < secret.end:
                end = secret.end
        first, last = max(0, start - BEFORE), min(len(text), max(start + BEHIND, min(end, start + 2 * BEHIND)))
        if len(text) - last < len(_CUT) + 1:
            last = len(text)
        head = (_CUT if first else "") + self._render(text, first, start, hidden)
        body = self._render(text, start, min(end, last), hidden)
        tail = self._render(text, min(end, last), last, hidden) + (_CUT if last < len(text) else "")
        return Marked(number, head + body + tail, columns(head), max(1, columns(body)))

    def _line(self, number: int) -> tuple[int, str]:
        return self._source.start_of(number), self._source.line(number)

    def _hidden(self, offset: int, text: str) -> list[Span]:
        is_yaml = self._document is not None and self._document.root is not None
        found = secrets_in_line(text, is_yaml=is_yaml)
        at = max(0, bisect_left(self._secrets, Span(offset, offset)) - 1)
        while at < len(self._secrets) and self._secrets[at].start < offset + len(text):
            start, end = self._secrets[at]
            if end > offset:
                found.append(Span(max(0, start - offset), min(len(text), end - offset)))
            at += 1
        return sorted(found)

    def _render(self, text: str, start: int, end: int, hidden: list[Span]) -> str:
        parts = []
        at = start
        for secret in hidden:
            if secret.end <= at or secret.start >= end:
                continue
            parts += [text[at : max(at, secret.start)], MASK]
            at = secret.end
        parts.append(text[at : max(at, end)])
        return visible("".join(parts).replace("\t", " "))
