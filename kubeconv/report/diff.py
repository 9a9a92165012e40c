"""A unified diff straight from the edits: linear in the size of the file, and every value in it has passed the gate."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Final

from kubeconv.gate.shown import path_of, unobeyed, visible
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.excerpt import Alike, Excerpts
from kubeconv.tree.parse import Document
from kubeconv.tree.source import Edit, Source, Span

#: Unchanged lines shown around a change.
CONTEXT: Final = 3
#: So many characters of changes are shown, which nobody reads to their end, and so many of lines that follow each other.
MOST: Final = 300_000
LONGEST: Final = 100_000


class _Change(NamedTuple):
    """Lines of the old text, and the lines of the new one that stand in their place; half-open, counted from 0."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


def unified_diff(
    source: Source, edits: Sequence[Edit], text: str, trees: tuple[Document, Document], *, uncut: bool = False
) -> str:
    """The change of `source` to `text` by `edits`, as a unified diff; '' without edits. `trees` are those of both texts. Of a
    very long one the first is shown, and how much there is more, unless it is to be `uncut`."""
    if not edits:
        return ""
    alike: Alike = {}
    old, new = (_Page(source, each, tree, alike, uncut) for each, tree in zip((source.text, text), trees, strict=True))
    name = path_of(source.name)
    parts = [f"--- {name}\n+++ {name}\n"]
    changes = [*_trimmed(_changes(source, edits), old.lines, new.lines)]
    shown = changes if uncut else [*_first(changes, old, new)]
    for hunk in _hunks(shown):
        first, last = max(0, hunk[0].old_start - CONTEXT), min(len(old.lines), hunk[-1].old_end + CONTEXT)
        start = hunk[0].new_start - (hunk[0].old_start - first)
        end = hunk[-1].new_end + (last - hunk[-1].old_end)
        parts.append(f"@@ -{first + 1},{last - first} +{start + 1},{end - start} @@\n")
        at = first
        for change in hunk:
            parts += old.shown(" ", at, change.old_start)
            parts += old.shown("-", change.old_start, change.old_end)
            parts += new.shown("+", change.new_start, change.new_end)
            at = change.old_end
        parts += old.shown(" ", at, last)
    if more := len(changes) - len(shown):
        parts.append(f"... {more:,} more changes like these are not shown\n")
    return "".join(parts)


def _first(changes: Sequence[_Change], old: "_Page", new: "_Page") -> Iterator[_Change]:
    """As many of the changes as are shown."""
    size = 0
    for change in changes:
        if size > MOST:
            return
        yield change
        size += old.size(change.old_start, change.old_end) + new.size(change.new_start, change.new_end)


def changed_lines(source: Source, text: str) -> list[Edit]:
    """The change of `source` to `text` as edits of whole lines. Linear, as lines that both have once, and that a kubeconfig
    has many of, cut it into small pieces."""
    from difflib import SequenceMatcher

    old, new = _lines(source.text), _lines(text)
    starts = [0, *accumulate(map(len, old))]
    counts = Counter(old)
    once = {line: index for index, line in enumerate(new) if counts[line] == 1}
    for line, _ in filter(lambda item: item[1] > 1, Counter(new).items()):
        once.pop(line, None)
    edits = []
    i = k = 0
    for end, line in enumerate([*old, ""]):
        new_end = len(new) if end == len(old) else once.get(line, -1)
        if new_end < k:
            continue
        if (end - i or new_end - k) and old[i:end] != new[k:new_end]:
            for kind, first, last, new_first, new_last in SequenceMatcher(
                None, old[i:end], new[k:new_end]
            ).get_opcodes():
                if kind != "equal":
                    put = "".join(new[k + new_first : k + new_last])
                    edits.append(Edit(Span(starts[i + first], starts[i + last]), put))
        i, k = end + 1, new_end + 1
    return edits


class _Page:
    """One of the two texts."""

    def __init__(self, source: Source, text: str, tree: Document, alike: Alike, uncut: bool) -> None:
        self.lines = _lines(text)
        self._text, self._longest = text, len(text) if uncut else LONGEST
        self._excerpts = Excerpts(text, tree, alike)
        self._starts = [0, *accumulate(map(len, self.lines))]
        # A byte order mark belongs to the first line, or `patch` will not know it.
        self._mark = "\ufeff" if source.byte_order_mark and source.codec == "utf-8" else ""

    def size(self, first: int, last: int) -> int:
        """How many characters some lines have."""
        return self._starts[last] - self._starts[first]

    def shown(self, sign: str, first: int, last: int) -> Iterator[str]:
        """Lines as they may be shown, with their line ends."""
        if self.size(first, last) <= self._longest:
            yield from self._whole(sign, first, last)
            return
        start = self._starts[first]
        end = start + self._longest
        whole = bisect_right(self._starts, end) - 1
        if whole > first:
            yield from self._whole(sign, first, whole)
            yield f"... {last - whole:,} more lines are not shown\n"
            return
        # Half a comment may look more harmless than the whole.
        comment = self._text.find("#", start, end)
        end = comment if comment >= 0 else end
        page = unobeyed(f"{sign}{visible(self._excerpts.page(Span(start, end)))}")
        yield f"{page}... {self._starts[last] - end:,} more characters are not shown\n"

    def _whole(self, sign: str, first: int, last: int) -> Iterator[str]:
        if first == last:
            return
        shown = self._excerpts.page(Span(self._starts[first], self._starts[last]))
        *pages, rest = shown.split("\n")
        if not rest and "::" not in shown and (first or not self._mark) and "".join(pages).isprintable():
            yield f"{sign}{f'{chr(10)}{sign}'.join(pages)}\n"  # as most pages are: nothing in them is to be made harmless
            return
        for number, page in zip(range(first, last), [*pages, rest], strict=False):
            end = _line_end(self.lines[number])
            text = page[:-1] if end == "\r\n" else page
            # Tabs are as harmless as the line ends of the file.
            text = text if text.isprintable() else "\t".join(map(visible, text.split("\t")))
            line = unobeyed(f"{sign}{'' if number else self._mark}{text}")
            yield f"{line}{end}" if end else f"{line}\n\\ No newline at end of file\n"


def _line_end(line: str) -> str:
    return "\r\n" if line.endswith("\r\n") else "\n" if line.endswith("\n") else ""


def _lines(text: str) -> list[str]:
    *lines, rest = text.split("\n")
    return [*(line + "\n" for line in lines), *([rest] if rest else [])]


def _changes(source: Source, edits: Sequence[Edit]) -> Iterator[_Change]:
    at = line = growth = 0
    previous: _Change | None = None
    for (start, end), text in sorted(edits, key=lambda edit: edit.span):
        line += source.text.count("\n", at, start)
        first, line = line, line + source.text.count("\n", start, end)
        before, growth = growth, growth + text.count("\n") - (line - first)
        change = _Change(first, line + 1, first + before, line + 1 + growth)
        if previous and previous.old_end > first:
            change = _Change(previous.old_start, change.old_end, previous.new_start, change.new_end)
        elif previous:
            yield previous
        previous, at = change, end
    if previous:
        yield previous


def _trimmed(changes: Iterator[_Change], old: list[str], new: list[str]) -> Iterator[_Change]:
    """The changes without the lines at both ends that stay as they are."""
    for old_start, old_end, new_start, new_end in changes:
        old_end, new_end = min(old_end, len(old)), min(new_end, len(new))
        while old_start < old_end and new_start < new_end and old[old_start] == new[new_start]:
            old_start, new_start = old_start + 1, new_start + 1
        while old_start < old_end and new_start < new_end and old[old_end - 1] == new[new_end - 1]:
            old_end, new_end = old_end - 1, new_end - 1
        yield _Change(old_start, old_end, new_start, new_end)


def _hunks(changes: Iterable[_Change]) -> list[list[_Change]]:
    hunks: list[list[_Change]] = []
    for change in changes:
        if hunks and change.old_start - hunks[-1][-1].old_end <= 2 * CONTEXT:
            hunks[-1].append(change)
        else:
            hunks.append([change])
    return hunks
