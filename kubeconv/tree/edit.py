"""Changes to nodes as edits of the text: only what changes is replaced, and comments inside it are kept."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import Any, Final

from kubeconv.gate.regex import regex
from kubeconv.gate.shown import key as key_of
from kubeconv.tree.fragment import Style, block, block_pair, flow, quote, scalar
from kubeconv.tree.node import MAPPING, SCALAR, SEQUENCE, Node, Pair, pairs
from kubeconv.tree.source import Edit, Source, Span

_COMMENT: Final = regex(r"(?<=[\s\[\]{},:])#[^\r\n]*")
_BLOCK_HEADER_COMMENT: Final = regex(r"[|>][0-9+-]*[ \t]+(#[^\r\n]*)")
_BLANKS: Final = regex(r"[ \t]*")
_BLANKS_AND_COMMENTS: Final = regex(r"(?:\s+|#[^\r\n]*)*")
_BELOW: Final = regex(r"(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n?|\n|$))+")
_ANCHOR_OR_TAG: Final = regex(r"(?:[&!]\S*\s+|\s+|#[^\r\n]*)*")


class Unwritable(ValueError):
    """This place is written in a way that cannot be changed without touching something else."""


class Editor:
    """Edits for the nodes of one document."""

    def __init__(self, source: Source, root: Node | None) -> None:
        self.source = source
        self._root = root

    @cached_property
    def _file_list_step(self) -> int:
        """How far the lists of the file stand below their keys: 0 as kubectl writes, 2 as many people do."""
        for key, value in pairs(self._root) if self._root is not None else ():
            if value.kind == SEQUENCE and not value.flow:
                return max(0, self._column(self._item_start(value, 0)) - self._column(key.start))
        return 0

    def replace_pair(self, parent: Node, pair: Pair, key: str, value: Any) -> Edit:
        """Put `key: value` where `pair` of the mapping `parent` is."""
        self._refuse_explicit_key(pair)
        end = max(pair.key.end, pair.value.end)
        style = self._style(parent, pair)
        if (
            pair.key.text == key
            and (isinstance(value, str) or not isinstance(value, Mapping | list))
            and pair.value.kind == SCALAR
            and pair.value.start < pair.value.end
            and pair.value.style not in ("|", ">")
            and not pair.value.anchor
        ):
            return Edit(pair.value.span, _scalar_like(pair.value, value, style))
        span = Span(pair.key.start, end)
        style = self._with_quotes(style, [pair.value])
        return Edit(
            span, self._lifted(span, [pair.key, pair.value], style) + self._pair(pair.key, key, value, style, end)
        )

    def insert_pair(self, parent: Node, after: Pair, key: str, value: Any) -> Edit:
        """Add `key: value` to the mapping `parent`, after its pair `after`."""
        self._refuse_explicit_key(after)
        style = self._style(parent, after)
        at = max(after.key.end, after.value.end)
        text = self._pair(after.key, key, value, style, at)
        if style.flow:
            return Edit(Span(at, at), ("," + self._line_break(after.key.start) if style.pretty else style.comma) + text)
        at = self.source.end_of_line(at)
        return Edit(Span(at, at), self._line_break(after.key.start) + text)

    def remove_pairs(self, parent: Node, removed: Sequence[Pair]) -> list[Edit]:
        """Take pairs out of the mapping `parent`, which keeps at least one other. Neighbours go together: what stands between
        them belongs to one edit."""
        if not removed:
            return []
        written, gone = list(pairs(parent)), {id(pair.key) for pair in removed}
        edits, first = [], 0
        for is_gone, run in groupby(written, lambda pair: id(pair.key) in gone):
            together = [*run]
            if is_gone:
                edits.append(self._remove_run(parent, written, first, first + len(together)))
            first += len(together)
        return edits

    def _remove_run(self, parent: Node, written: Sequence[Pair], first: int, behind: int) -> Edit:
        run = written[first:behind]
        for pair in written[first : behind + 1]:
            self._refuse_explicit_key(pair)
        at, style = run[0].key.start, self._style(parent, run[0])
        if behind < len(written):
            span = Span(at, written[behind].key.start)
        else:
            start, end = (max(pair.key.end, pair.value.end) for pair in (written[first - 1], run[-1]))
            span = (
                Span(start, end) if style.flow else Span(self.source.end_of_line(start), self.source.end_of_line(end))
            )
        comments = list(self._comments(span, [node for pair in run for node in pair]))
        line_break = self._line_break(at) if comments else ""
        if behind < len(written):
            return Edit(span, "".join(comment + line_break for comment in comments))
        return Edit(
            span,
            "".join(line_break + comment for comment in comments) + (line_break if style.flow and comments else ""),
        )

    def splice(self, items: Node, start: int, stop: int, values: Sequence[Any]) -> Edit:
        """Put `values` where items `start` to `stop` (excluded) of the non-empty list `items` stand.

        Where nothing would be replaced, or nothing put, a neighbour is written again.
        """
        children = items.children
        style = self._with_quotes(self._style(items, None), children[start:stop])
        first = self._item_start(items, start) if start < len(children) else children[-1].end
        if style.flow:
            lines_up = style.pretty or not values
            indentation = self._indentation(children[0].start) if lines_up else ""
            joint = "," + style.line_end + indentation if style.pretty else style.comma
            text = joint.join(flow(value, style, indentation) for value in values)
            if start == len(children):
                return Edit(Span(first, first), joint + text)
            if not values:
                after = stop < len(children)
                begin = first if after or not start else children[start - 1].end
                span = Span(begin, children[stop].start if after else children[-1].end)
                line_break = style.line_end + indentation
                lifted = "".join(line_break + comment for comment in self._comments(span, children[start:stop]))
                return Edit(span, lifted + line_break if lifted else "")
            span = Span(first, children[stop - 1].end)
            return Edit(span, self._lifted(span, children[start:stop], style) + text)
        line_break = self.source.line_end + self._indentation(self._item_start(items, 0))
        lines = block([*values], style)
        if start == len(children):
            at = self.source.end_of_line(first)
            return Edit(Span(at, at), "".join(line_break + line if line else self.source.line_end for line in lines))
        if not values:
            span = (
                Span(first, self._item_start(items, stop))
                if stop < len(children)
                else Span(self.source.end_of_line(children[start - 1].end), self.source.end_of_line(children[-1].end))
            )
            kept = list(self._comments(span, children[start:stop]))
            after = stop < len(children)
            return Edit(span, "".join(c + line_break if after else line_break + c for c in kept))
        span = Span(first, children[stop - 1].end)
        return Edit(
            span, self._lifted(span, children[start:stop], style) + _joined(lines, line_break, self.source.line_end)
        )

    def replace_items(self, items: Node, old: Sequence[Any], new: Sequence[Any]) -> Edit:
        """Make the list `items` hold `new` instead of `old`: equal items at both ends stay as they are written."""
        start = 0
        while start < min(len(old), len(new)) and old[start] == new[start]:
            start += 1
        kept = 0
        while kept < min(len(old), len(new)) - start and old[-1 - kept] == new[-1 - kept]:
            kept += 1
        stop = len(old) - kept
        if start == stop < len(old) and kept:  # insertion in the middle: write the next item again after it
            stop, kept = stop + 1, kept - 1
        return self.splice(items, start, stop, new[start : len(new) - kept])

    def _pair(self, at: Node, key: str, value: Any, style: Style, end: int) -> str:
        """`key: value`, as far from the left as the key `at`. What it stands in place of, or after, ends at `end`."""
        # On a line that has everything, an indentation is as long as the file.
        indentation = "" if style.flow and not style.pretty else self._indentation(at.start)
        if style.flow:
            return f"{scalar(key, style)}{style.colon}{flow(value, style, indentation)}"
        if isinstance(value, str) and "\n" in value and not self._may_end_with_literal(at, end):
            style = style._replace(literals=False)
        lines = block_pair(quote(key) if at.style == '"' else scalar(key, style), value, style)
        return _joined(lines, self.source.line_end + indentation, self.source.line_end)

    def _lifted(self, span: Span, nodes: Sequence[Node], style: Style) -> str:
        """The comments inside `span`, each on a line of its own, to stand before what replaces it."""
        comments = [*self._comments(span, nodes)]
        if not comments:
            return ""
        line_break = self._line_break(span.start)
        alone = not self.source.text[self.source.start_of_line(span.start) : span.start].strip()
        return (line_break if style.flow and not alone else "") + "".join(each + line_break for each in comments)

    def _comments(self, span: Span, nodes: Sequence[Node]) -> Iterator[str]:
        at = span.start
        if self.source.text.find("#", span.start, span.end) < 0:
            return
        for leaf in _leaves(nodes):
            start = leaf.start
            if (leaf.tag or leaf.anchor) and (written := _ANCHOR_OR_TAG.match(self.source.text, start, span.end)):
                start = written.end()
            yield from _COMMENT.findall(self.source.text, at, max(at, start))
            if leaf.style in ("|", ">") and (header := _BLOCK_HEADER_COMMENT.match(self.source.text, start)):
                yield header[1]
            at = max(at, start, leaf.end)
        yield from _COMMENT.findall(self.source.text, at, span.end)

    def _style(self, parent: Node, pair: Pair | None) -> Style:
        text, line_end = self.source.text, self.source.line_end
        if not parent.flow:
            step, list_step = self._steps(pair) if pair else (2, 0)
            return Style(False, line_end, step, list_step, literals=text.find(line_end, parent.end) >= 0)
        first, second = parent.children[0], parent.children[1] if len(parent.children) > 1 else None
        pretty = line_end in text[parent.start : first.start]
        unit = self._indentation(first.start).removeprefix(self._blanks(parent.start)) or "  " if pretty else "  "
        leaf = next(_leaves([parent]), None)
        quoted = leaf is not None and leaf.style == '"'
        mapping = _first_mapping(parent)
        # A key without quotes needs a blank behind its colon.
        tight = quoted and mapping is not None and text[mapping.children[0].end : mapping.children[1].start] == ":"
        colon = ":" if tight else ": "
        if parent.kind == MAPPING and len(parent.children) > 2:
            tight = text[parent.children[1].end : parent.children[2].start] == ","
        elif parent.kind == SEQUENCE and second is not None:
            tight = text[first.end : second.start] == ","
        return Style(
            True,
            line_end,
            quoted=quoted,
            pretty=pretty,
            unit=unit,
            colon=colon,
            comma="," if tight else ", ",
        )

    def _may_end_with_literal(self, key: Node, end: int) -> bool:
        """True if no comment or blanks below the line of `end` stand deeper than the key, so that they would belong to the
        text of a literal above them."""
        found = _BELOW.match(self.source.text, self.source.end_of_line(end))
        lines = found[0].splitlines() if found else ()
        return all(len(line) - len(line.lstrip(" ")) <= self._column(key.start) for line in lines[1:])

    def _with_quotes(self, style: Style, replaced: Sequence[Node]) -> Style:
        """The style for text that stands for these nodes: what is in quotes in them stays so."""
        written = {
            leaf.text: self.source.text[leaf.start : leaf.end]
            for leaf in _leaves(replaced)
            if leaf.style in ("'", '"') and not leaf.anchor and not leaf.tag
        }
        return style._replace(written={text: each for text, each in written.items() if each.isprintable()})

    def _steps(self, pair: Pair) -> tuple[int, int]:
        """Indentation of mappings and lists below their keys, as far as `pair` shows it."""
        step = list_step = None
        stack = [pair]
        while stack and (step is None or list_step is None):
            key, value = stack.pop()
            if value.flow or not value.children:
                continue
            if value.kind == SEQUENCE:
                list_step = max(0, self._column(self._item_start(value, 0)) - self._column(key.start))
            elif value.kind == MAPPING:
                step = step or self._column(value.children[0].start) - self._column(key.start)
                stack += pairs(value)
        return max(1, step or 2), list_step if list_step is not None else self._file_list_step

    def _item_start(self, items: Node, index: int) -> int:
        if items.flow:
            return items.children[index].start
        pattern, at = _ANCHOR_OR_TAG, items.start
        if index:
            pattern, at = _BLANKS_AND_COMMENTS, items.children[index - 1].end
        found = pattern.match(self.source.text, at)
        return found.end() if found else at

    def _refuse_explicit_key(self, pair: Pair) -> None:
        text, at = self.source.text, pair.key.start - 1
        while at > 0 and text[at] in " \t":
            at -= 1
        gap = text[pair.key.end : max(pair.key.end, pair.value.start)]
        if text[at : at + 1] == "?" or ":" not in gap or "\n" in gap.partition(":")[0]:
            name = key_of(pair.key.text)
            raise Unwritable(f"the key {name} is written as an explicit key ('? {name}')")

    def _line_break(self, offset: int) -> str:
        return self.source.line_end + self._indentation(offset)

    def _column(self, offset: int) -> int:
        return offset - self.source.start_of_line(offset)

    def _blanks(self, offset: int) -> str:
        """The blanks at the start of the line of `offset`, tabs and all."""
        found = _BLANKS.match(self.source.text, self.source.start_of_line(offset), offset)
        return found[0] if found else ""

    def _indentation(self, offset: int) -> str:
        """What to put before new text that is to stand below `offset`."""
        blanks = self._blanks(offset)
        return blanks + " " * (self._column(offset) - len(blanks))


def _joined(lines: Sequence[str], line_break: str, bare_line_end: str) -> str:
    head, *rest = lines
    return head + "".join(line_break + line if line else bare_line_end for line in rest)


def _scalar_like(old: Node, value: Any, style: Style) -> str:
    if isinstance(value, str) and old.style == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    return quote(value) if isinstance(value, str) and old.style == '"' else scalar(value, style)


def _leaves(nodes: Sequence[Node]) -> Iterator[Node]:
    stack = [*reversed(nodes)]
    while stack:
        node = stack.pop()
        if node.kind in (MAPPING, SEQUENCE):
            stack += reversed(node.children)
        else:
            yield node


def _first_mapping(top: Node) -> Node | None:
    stack = [top]
    while stack:
        node = stack.pop()
        if node.kind == MAPPING and node.children:
            return node
        stack += reversed(node.children)
    return None
