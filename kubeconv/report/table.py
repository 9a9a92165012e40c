"""Tables for a terminal: columns two blanks apart, each as wide as its widest cell; the last one is not padded."""

from collections.abc import Iterator, Sequence

from kubeconv.report.line import Line, Role


def table(rows: Sequence[Sequence[tuple[str, Role]]]) -> Iterator[Line]:
    """The rows as lines. Each cell is its text and what it is."""
    widths = [max(columns(text) for text, _ in column) for column in zip(*rows, strict=True)]
    for *cells, (last, role_of_last) in rows:
        line: list[tuple[str, Role]] = []
        for (text, role), width in zip(cells, widths, strict=False):
            line += [(text + " " * (width - columns(text)), role), ("  ", "")]
        yield [*line, (last.rstrip(), role_of_last)]


def text_table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The rows as lines of text, without blanks at the end."""
    for line in table([[(cell, "") for cell in row] for row in rows]):
        yield "".join(text for text, _ in line).rstrip()


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(each) else 2 if east_asian_width(each) in "WF" else 1 for each in text)
