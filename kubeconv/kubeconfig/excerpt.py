"""Text of a kubeconfig as it may be shown: every scalar and comment has passed the gate.

What the tree does not know, in a file that is no YAML or after its first document, shows the names of fields and the signs of
YAML alone.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from kubeconv.gate import shown, words
from kubeconv.gate.prose import is_prose
from kubeconv.gate.regex import regex
from kubeconv.gate.secret import MASK
from kubeconv.gate.value import NamedTuple, quick
from kubeconv.kubeconfig.places import COMMENTED, FILE, KNOWN_FIELDS, Arguments, Fields, Holding, Items, unknown
from kubeconv.tree.node import ALIAS, MAPPING, NULLS, SCALAR, Node, is_merge
from kubeconv.tree.parse import Document
from kubeconv.tree.source import Span

#: Between the scalars: comments, blanks, signs, headers of blocks, tags of YAML itself; a field and its colon; all other text.
_BETWEEN: Final = (
    r"(?P<comment>(?<!\S)#[^\r\n]*)|(?P<sign>\s+|[-?:,\[\]{}]+|\.\.\.(?!\S)|[|>][-+\d]{0,2}(?!\S)|![!]?(?!\S)"
    r"|!!(?:str|int|float|bool|null|binary|map|seq)(?!\S)|<<(?=\s*:)|[^\w\s\"'#&*!%]{1,3}(?!\S)|[-+]?\d{1,2}(?!\S)"
    rf"|[\"']?(?:{'|'.join(sorted(KNOWN_FIELDS))})[\"']?(?=\s*:))"
    r"|(?P<rest>[^\s,\[\]{}:](?:[^\r\n,\[\]{}]*[^\s,\[\]{}])?)"
)
#: Nothing but blanks and signs.
_SIGNS: Final = regex(r"[\s?:,\[\]{}]+")
#: A field and its value.
_LINE: Final = regex(r"\s*(?:-\s+)?([A-Za-z-]{2,40}):\s+(\S{1,300})\s*")
_IGNORE: Final = r"#\s*kubeconv:\s*ignore(?:\[([\w\s,-]{0,200})\])?\s*"


#: How many characters make a collection small.
_SMALL: Final = 2_000
#: How many characters between two scalars are found again.
_FEW_SIGNS: Final = 40

#: Comments, anchors, aliases and tags.
_PROPERTIES: Final = regex("[#&*!]")
#: The same, complex keys, line ends of old, and block scalars that say how far they are indented.
_HANGS_ON_MORE: Final = regex(r"[#&*!?\r]|[|>][-+]?\d")
#: So many brackets nest deeper than any kubeconfig.
_DEEP: Final = 100

#: A scalar or an alias, and what is shown of it.
_Leaf = tuple[Node, str]


class Part(NamedTuple):
    """What is shown of a range of the text."""

    start: int
    end: int
    text: str


_as_part: Final = quick(Part)


#: What is shown of collections, by how they are written, from which column on (-1 if it is all on a line), and their place.
Alike = dict[tuple[str, int, int], tuple[Holding, str]]


class Excerpts:
    """The text of one file. `document` is None if it is no YAML; `alike` is shared by texts that have much in common."""

    def __init__(self, text: str, document: Document | None, alike: Alike | None = None) -> None:
        self._text = text
        self._root = document.root if document is not None else None
        #: The scalars of small collections, as who asks for a part of one asks for the rest too.
        self._known: dict[int, Sequence[_Leaf]] = {}
        self._alike: Alike = {} if alike is None else alike
        #: What is shown of what stands between the scalars: the same few signs, again and again.
        self._signs: dict[str, str] = {}
        #: What is shown of leaves within one line, and of signs between two places: findings stand close together.
        self._whole: dict[int, Part] = {}
        self._gaps: dict[tuple[int, int], Part] = {}

    def line(self, span: Span) -> str:
        """What is shown of a line, or of a part of one."""
        return "".join(part.text for part in self.parts(span))

    def page(self, span: Span) -> str:
        """What is shown of some whole lines: as many lines, each as `line` shows it."""
        return self._joined(self._pieces(span), span)

    def _joined(self, pieces: Iterable[_Leaf], span: Span) -> str:
        text, known, (at, end) = self._text, self._signs, span
        found = []
        for leaf, shown_text in pieces:
            start = leaf.start
            if start >= end:
                break
            if leaf.end <= at:
                continue
            if start > at:
                between = text[at:start]
                found.append(known[between] if between in known else self._between_lines(at, start))
            at = leaf.end
            if leaf.children:
                found.append(shown_text)
                continue
            written = text[start:at]
            is_one_line = "\n" not in written and "\r" not in written
            if is_one_line and "\n" in shown_text:
                shown_text = shown_text.replace("\n", "\\n")  # it is written with an escape: the line stays one line
            if not is_one_line or leaf.anchor or leaf.tag:
                found += [part.text for part in self._scalar(leaf, shown_text, span)]
            elif leaf.style and not shown_text.startswith(MASK):
                found += (leaf.style, shown_text, leaf.style)
            else:
                found.append(shown_text)
        if at < end:
            found.append(self._between_lines(at, end))
        return "".join(found)

    def _pieces(self, span: Span) -> Iterator[_Leaf]:
        """The same as `_leaves`, but collections that may be there many times as they are shown."""
        stack: list[tuple[Node, Holding, str | None]] = [(self._root, FILE, None)] if self._root is not None else []
        while stack:
            node, place, text = stack.pop()
            if not node.children:
                yield from _leaf(node, place, text)
                continue
            # One that the range cuts is looked into no further than it.
            is_small = node.end - node.start <= _SMALL and span.start <= node.start and node.end <= span.end
            written = self._text[node.start : node.end] if is_small else ""
            if is_small and _is_alike(node, written):
                yield node, self._of_alike(node, place, written)
            elif is_small and "{" not in written and "[" not in written:
                yield from _leaves_of(node, place)
            else:
                stack += reversed([*_within(node, place, span)])

    def _of_alike(self, node: Node, place: Holding, written: str) -> str:
        """What is shown of a collection: of all in such a place that are written alike the same."""
        column = -1 if node.flow else node.start - self._text.rfind("\n", 0, node.start) - 1
        asked = written, column, id(place)  # which is kept, so that no other one has its identity
        if asked not in self._alike:
            pieces = self._on_a_line(node, place) if node.flow else _leaves_of(node, place)
            self._alike[asked] = place, self._joined(pieces, node.span)
        return self._alike[asked][1]

    def _on_a_line(self, node: Node, place: Holding) -> Iterator[_Leaf]:
        """What a collection on a line holds, other collections as they are shown."""
        for each, inner, text in _within(node, place, node.span):
            if each.children:
                yield each, self._of_alike(each, inner, self._text[each.start : each.end])
            else:
                yield from _leaf(each, inner, text)

    def _between_lines(self, start: int, end: int) -> str:
        """The same as `_between`, line by line."""
        written = self._text[start:end]
        shown_text = written if _SIGNS.fullmatch(written) else "".join(self._each_between(start, end))
        # Whether a comment begins depends on what stands before it.
        if len(written) <= _FEW_SIGNS and "#" not in written:
            self._signs[written] = shown_text
        return shown_text

    def _each_between(self, start: int, end: int) -> Iterator[str]:
        while start < end:
            stop = self._text.find("\n", start, end)
            following = stop + 1 if stop >= 0 else end
            stop = stop if stop >= 0 else end
            if following > stop > start and self._text[stop - 1] == "\r":
                stop -= 1
            yield from (part.text for part in self._between(start, stop))
            yield self._text[stop:following]
            start = following

    def parts(self, span: Span) -> Iterator[Part]:
        """What is shown of a range within one line, in order and without a gap. A scalar at its edge is there as a whole."""
        return self._parts(span, self._leaves(span))

    def _parts(self, span: Span, leaves: Iterable[_Leaf]) -> Iterator[Part]:
        at, end = span
        for leaf, text in leaves:
            if leaf.start >= end:
                break
            if leaf.end > at:
                if (gap := self._gaps.get((at, leaf.start))) is not None:
                    yield gap
                else:
                    yield from self._between(at, leaf.start)
                if (whole := self._whole.get(id(leaf))) is not None:
                    yield whole
                else:
                    yield from self._scalar(leaf, text, span)
                at = leaf.end
        yield from self._between(at, end)

    def _between(self, start: int, end: int) -> Iterator[Part]:
        """What stands around the scalars."""
        if start >= end:
            return
        if _SIGNS.fullmatch(self._text, start, end):
            yield self._gaps.setdefault((start, end), _as_part((start, end, self._text[start:end])))
            return
        for found in re.compile(_BETWEEN).finditer(self._text, start, end):
            text = found[0]
            if found["comment"]:
                text = comment(text)
            elif found["rest"]:
                text = MASK
            yield _as_part((*found.span(), text))

    def _scalar(self, leaf: Node, text: str, span: Span) -> Iterator[Part]:
        if self._is_one_line(leaf):
            inner = leaf.start
            has_properties = bool(leaf.anchor or leaf.tag)
            if has_properties:
                properties = re.compile(r"(?:[&!]\S*\s+)*").match(self._text, leaf.start, leaf.end)
                inner = properties.end() if properties else inner
                yield from self._between(leaf.start, inner)
            quote = leaf.style if leaf.style in ("'", '"') and not text.startswith(MASK) else ""
            part = _as_part((inner, leaf.end, f"{quote}{text}{quote}"))
            if not has_properties:
                self._whole[id(leaf)] = part
            yield part
            return
        start, end = max(leaf.start, span.start), min(leaf.end, span.end)
        if leaf.style in ("|", ">") and start == leaf.start:
            break_ = re.compile(r"[\r\n]").search(self._text, start, leaf.end)
            header = min(end, break_.start() if break_ else end)
            yield from self._between(start, header)
            start = header
        for found in re.compile(r"\s+|\S(?:[^\r\n]*\S)?").finditer(self._text, start, end):
            yield _as_part((*found.span(), found[0] if found[0].isspace() or text == leaf.text else MASK))

    def _is_one_line(self, leaf: Node) -> bool:
        text, start, end = self._text, leaf.start, leaf.end
        return text.find("\n", start, end) < 0 and text.find("\r", start, end) < 0

    def _leaves(self, span: Span) -> Iterator[_Leaf]:
        """The scalars and aliases of a range and some around it in order, each with what is shown of it."""
        stack: list[tuple[Node, Holding, str | None]] = [(self._root, FILE, None)] if self._root is not None else []
        while stack:
            node, place, text = stack.pop()
            if node.children and node.end - node.start <= _SMALL:
                if id(node) not in self._known:
                    self._known[id(node)] = _leaves_of(node, place)
                yield from self._known[id(node)]
            elif node.children:
                stack += reversed([*_within(node, place, span)])
            else:
                yield from _leaf(node, place, text)


def _is_alike(node: Node, written: str) -> bool:
    """True for a collection of which nothing hangs on what stands around it but its column, and not nested deeper than any."""
    if node.flow:
        is_usual = written.isprintable() and _PROPERTIES.search(written) is None
    else:
        is_usual = _HANGS_ON_MORE.search(written) is None and written.count("- ") < _DEEP
    return is_usual and written.count("{") + written.count("[") < _DEEP


def _leaves_of(top: Node, place: Holding) -> list[_Leaf]:
    """All of a collection, in order."""
    found: list[_Leaf] = []
    waiting: list[tuple[Node, Holding]] = [(top, place)]
    for collection, its_place in waiting:
        for node, inner, text in _within(collection, its_place, collection.span):
            if node.children:
                waiting.append((node, inner))
            else:
                found += _leaf(node, inner, text)
    found.sort(key=_start)
    return found


def _leaf(node: Node, place: Holding, text: str | None) -> tuple[_Leaf, ...]:
    """A scalar or an alias with what is shown of it; nothing for a value that is not written."""
    if node.end <= node.start or node.kind not in (SCALAR, ALIAS):
        return ()
    return ((node, MASK if node.kind == ALIAS else text if text is not None else _shown(node, place)),)


def comment(text: str) -> str:
    """What is shown of a comment: words for people, unless they are about secrets; a line of a kubeconfig, by what its field
    holds; and what kubeconv itself reads."""
    stripped = text.lstrip("#")
    is_open = is_prose(stripped) or _is_open_line(stripped) or _ignores_rules(text)
    return text if is_open else f"{text[: len(text) - len(stripped)]} {MASK}"


def _is_open_line(text: str) -> bool:
    found = _LINE.fullmatch(text)
    return found is not None and found[1] in COMMENTED and COMMENTED[found[1]](found[2]) == found[2]


def _ignores_rules(text: str) -> bool:
    found = re.fullmatch(_IGNORE, text)
    rules = re.findall(r"[\w-]+", found[1] or "") if found else []
    return found is not None and all(shown.is_code(each) or shown.is_field(each) for each in rules)


def _shown(node: Node, place: Holding) -> str:
    if node.text in NULLS and node.is_null:
        return node.text
    text = place(node.text) if callable(place) and len(node.text) <= shown.LONGEST_PATH else MASK
    return MASK if text.startswith(MASK) else text


def _within(node: Node, place: Holding, span: Span) -> Iterator[tuple[Node, Holding, str | None]]:
    """The children of a collection that a range touches, each with its place, or at once with what is shown of it."""
    children = node.children
    first = bisect_right(children, span.start, key=_end) if span.start > node.start else 0
    if node.kind != MAPPING:
        for number in range(first, len(children)):
            if children[number].start >= span.end:
                return
            yield _item(children, number, place)
        return
    known = place.fields if isinstance(place, Fields) else {}
    if isinstance(place, Fields) and place.more is not None:
        known = {**known, **place.more(node)}
    following = iter(children[first - first % 2 :] if first else children)
    has_names, end = isinstance(place, Fields), span.end
    for key in following:
        value = next(following)
        if key.start >= end:
            return
        text = key.text
        if text == "<<" and is_merge(key):
            yield key, None, text
            yield value, place, None
            continue
        yield key, None, None if key.kind != SCALAR else shown.key(text) if has_names else MASK
        field = text if key.target is None else key.target.text
        yield value, known[field] if field in known else unknown(field) if known else None, None


def _item(items: Sequence[Node], number: int, place: Holding) -> tuple[Node, Holding, str | None]:
    item = items[number]
    if isinstance(place, Arguments) and item.kind == SCALAR:
        near = [each.real.text if each.real.kind == SCALAR else "" for each in items[max(0, number - 2) : number]]
        word = words.word_before(near, len(near))
        return item, None, words.shown_word(item.text, word) if len(item.text) <= shown.LONGEST_PATH else MASK
    return item, place.item if isinstance(place, Items) else None, None


def _end(node: Node) -> int:
    return node.end


def _start(leaf: _Leaf) -> int:
    return leaf[0].start
