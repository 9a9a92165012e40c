"""Text to nodes, by the event stream of a YAML parser, first document only, as kubectl reads it.

libyaml (the C parser) is the closest relative of kubectl's go-yaml, and ten times as fast as the pure parser, which
stands in where PyYAML was built without it. What go-yaml reads and libyaml does not is mended by `mend.py`; what libyaml reads
and go-yaml does not is found by the rules KC006, KC014 and KC016 to KC018.
"""

import gc
import re
from typing import Final, NamedTuple

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from kubeconv.gate import shown
from kubeconv.tree.finding import Refused, refuse
from kubeconv.tree.mend import build_like_go
from kubeconv.tree.node import ALIAS, MAPPING, SCALAR, SEQUENCE, Node
from kubeconv.tree.source import Span

#: The parser in use; the tests run everything with both.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: From how many levels on we do not judge. libyaml 0.2.6 stops here, libyaml 0.2.5 nowhere, go-yaml beyond 10,000.
MAX_NESTING: Final = 1_000

# What go-yaml and libyaml call printable, turned round.
_UNPRINTABLE: Final = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"

#: What we say of a file that kubectl may read or not.
NOT_JUDGED: Final = "kubeconv does not judge this"

#: What the pure parser quotes of a text, but for single characters and the names of tokens.
_QUOTED: Final = r"(['\"])(.*?)\1"

#: How much a text may cost: each event 150, and its depth, to which libyaml takes time in proportion. A kubeconfig of
#: 10,000 contexts costs 73 million; without a limit a megabyte could take minutes.
MAX_WORK: Final = 120_000_000

#: How many bytes go-yaml reads at a time (yamlprivateh.go, input_raw_buffer_size).
_CHUNK: Final = 512


class Document(NamedTuple):
    """The first document of a text. `root` is None where there is none; `aliases` are all alias nodes in it. `end` is where
    it ends: kubectl reads nothing of what comes behind. None where nothing was parsed."""

    root: Node | None
    aliases: list[Node]
    end: int | None = None


def parse(text: str) -> Document:
    """The first YAML document of `text` (without byte order mark). Raises Refused with the place of a syntax error,
    an unknown anchor, an anchor that contains itself, aliases that expand without measure, or nesting too deep."""
    collecting = gc.isenabled()
    gc.disable()  # a million small objects and no cycle among them: the collector would only walk them again and again
    try:
        document = Document(*build_like_go(text, _build))
    except (UnicodeEncodeError, yaml.reader.ReaderError):
        document = _read_before_unreadable(text)
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(text, error) from None
    except (ValueError, OverflowError):  # the pure parser, for \UFFFFFFFF
        raise refuse("KC001", "not valid YAML: found invalid Unicode character escape code") from None
    finally:
        if collecting:
            gc.enable()
    if document.aliases:
        _refuse_alias_bomb(document)
    return document


def too_deep(span: Span) -> Refused:
    """The refusal of what is nested too deep for us, at the first level too many."""
    return refuse("KC003", f"nested {MAX_NESTING:,} levels deep or deeper: {NOT_JUDGED}", span, effect="unjudged")


def _syntax_error(text: str, error: yaml.MarkedYAMLError) -> Refused:
    mark = error.problem_mark or error.context_mark
    at = min(mark.index, len(text)) if mark else 0
    if error.problem == "exceeded maximum nesting depth":  # libyaml 0.2.6, which looks ahead
        return too_deep(Span(at, at + 1))
    message = ", ".join(re.sub(_QUOTED, _hidden, part) for part in (error.problem, error.context) if part)
    way_out = "indent with spaces" if "\t" in text[text.rfind("\n", 0, at) + 1 : at + 1] else ""
    return refuse("KC001", f"not valid YAML: {message}", Span(at, at), way_out)


def _hidden(quoted: re.Match[str]) -> str:
    text = quoted[2]
    return quoted[0] if len(text) < 2 or text.startswith("<") else f"{quoted[1]}…{quoted[1]}"


def _read_before_unreadable(text: str) -> Document:
    """The document that go-yaml reads although a character that it cannot read comes later: it reads the file in chunks,
    and no further than the end of the first document."""
    found = re.search(_UNPRINTABLE, text)
    at = found.start() if found else 0
    try:
        document = _build(text[:at])
    except yaml.YAMLError:
        pass
    else:
        if document.end is not None and document.end < at:
            data = text.encode("utf-8", "surrogateescape" if "\udc80" <= text[at] <= "\udcff" else "surrogatepass")
            bad, needed = (len(text[:end].encode()) for end in (at, min(at, document.end + 4)))
            if bad >= _read_up_to(data, needed):
                return document
    if "\ud800" <= text[at : at + 1] <= "\udfff":
        what = (
            f"byte 0x{ord(text[at]) & 0xFF:02x}" if text[at] >= "\udc80" else f"half a character, U+{ord(text[at]):04X}"
        )
        raise refuse("KC002", f"not valid UTF-8: {what}", Span(at, at + 1), "save the file as UTF-8") from None
    raise refuse(
        "KC001", f"control character U+{ord(text[at]):04X} is not allowed", Span(at, at + 1), "delete it"
    ) from None


def _read_up_to(data: bytes, needed: int) -> int:
    """How many bytes go-yaml has read when it has read the first `needed`."""
    end = 0
    while end < min(needed, len(data)):
        end += _CHUNK
        while end < len(data) and data[end] & 0xC0 == 0x80:
            end -= 1  # half a character waits for the next chunk
    return end


def _build(text: str) -> Document:
    loader = LOADER(text)
    next_event = loader.get_event
    siblings: list[Node] = []
    open_siblings: list[list[Node]] = []
    anchors: dict[str, Node] = {}
    aliases: list[Node] = []
    children: list[Node]
    work = 0
    while True:
        event = next_event()
        kind = type(event)
        work += 150 + len(open_siblings)
        if work > MAX_WORK:
            raise refuse("KC003", f"more values than any kubeconfig: {NOT_JUDGED}", Span(0, 1), effect="unjudged")
        if kind is ScalarEvent:
            start, end, style = event.start_mark.index, event.end_mark.index, event.style or ""
            if style == "|" or style == ">":
                end = start + len(text[start:end].rstrip())
            elif start == end and siblings and not event.anchor and open_siblings[-1][-1].kind == MAPPING:
                # A key without a colon: the mark of its missing value is the start of the next token.
                before = siblings[-1].end
                start = end = before if ":" not in text[before:start] else start
            node = Node(SCALAR, start, end, event.value, style, event.tag, event.anchor)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            start, children = event.start_mark.index, []
            shape = MAPPING if kind is MappingStartEvent else SEQUENCE
            node = Node(shape, start, -1, "", "", event.tag, event.anchor, children, bool(event.flow_style))
            siblings.append(node)
            open_siblings.append(siblings)
            siblings = children
            if len(open_siblings) >= MAX_NESTING:
                raise too_deep(Span(start, start + 1))
            if node.anchor:
                anchors[node.anchor] = node
            continue
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            siblings = open_siblings.pop()
            node = siblings[-1]
            # The end mark of a block collection is the start of the next token, far beyond its text.
            node.end = event.end_mark.index if node.flow else max(node.start, node.children[-1].end)
            continue
        elif kind is AliasEvent:
            span = Span(event.start_mark.index, event.end_mark.index)
            target = anchors.get(event.anchor)
            if target is None:
                message = "an alias (*) of an anchor that is not defined before it"
                raise refuse("KC004", message, span, "quote the value, if it is no alias")
            if target.end < 0:
                raise refuse("KC004", "an anchor contains itself", span)
            node = Node(ALIAS, *span, event.anchor, target=target)
            aliases.append(node)
        elif kind is DocumentEndEvent or kind is StreamEndEvent:
            return Document(siblings[0] if siblings else None, aliases, event.start_mark.index)
        else:
            continue
        if node.anchor:
            anchors[node.anchor] = node
        siblings.append(node)


def _refuse_alias_bomb(document: Document) -> None:
    """Refuse what go-yaml refuses: a document most of which would come out of aliases (decode.go, allowedAliasRatio)."""
    if document.root is None:
        return
    sizes: dict[int, int] = {}
    order = [document.root]
    for node in order:
        order.extend(node.children)
    # Children and targets are sized before what holds them: a target always ends before its alias starts.
    order.reverse()
    for node in sorted(order, key=lambda node: (node.end, -node.start)):
        sizes[id(node)] = 1 + (
            sizes[id(node.target)] if node.target is not None else sum(sizes[id(child)] for child in node.children)
        )
    decoded, through_aliases = 1, 0
    for node in sorted(order, key=lambda node: (node.start, -node.end)):
        decoded += 1
        if node.target is not None:
            decoded += sizes[id(node.target)]
            through_aliases += sizes[id(node.target)]
            allowed = 0.99 if decoded <= 400_000 else max(0.10, 0.99 - 0.89 * (decoded - 400_000) / 3_600_000)
            if through_aliases > 100 and decoded > 1000 and through_aliases / decoded > allowed:
                raise refuse(
                    "KC004", f"alias *{shown.key(node.text)} makes the document grow without measure", node.span
                )
