"""Plain data to YAML or JSON text, in a given style; or to nodes.

Strings are quoted only if kubectl would take them for something else, and then as JSON does, which is YAML too.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from io import StringIO
from types import MappingProxyType
from typing import Any, Final

from yaml.emitter import Emitter

from kubeconv.gate.regex import regex
from kubeconv.gate.value import NamedTuple
from kubeconv.tree.node import MAPPING, SEQUENCE, FullNode, Node
from kubeconv.tree.scalar import resolve

#: What JSON leaves raw in a string but YAML does not allow or reads as a line break.
_TO_ESCAPE: Final = regex("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


class Style(NamedTuple):
    """How new text looks.

    In block style `step` is the indentation of a mapping below its key and `list_step` that of a list; without `literals`
    no text may end in a literal block, which needs a line end after it. In flow style `quoted` puts quotes around
    everything that JSON would, `pretty` breaks lines, each level deeper by `unit`; `colon` and `comma` are the separators.
    `written` are texts that stood in quotes before, with these: they stay as they were.
    """

    flow: bool
    line_end: str
    step: int = 2
    list_step: int = 0
    literals: bool = True
    quoted: bool = False
    pretty: bool = False
    unit: str = "  "
    colon: str = ": "
    comma: str = ", "
    written: Mapping[str, str] = MappingProxyType({})


_COLLECTION: Final = (dict, list, tuple, Mapping)


def quote(text: str) -> str:
    """`text` in double quotes, valid both as JSON and as YAML 1.1."""
    import json

    return _TO_ESCAPE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


#: Words that need no closer look: ids, paths, host names.
_SIMPLE: Final = regex(r"[A-Za-z0-9_./][A-Za-z0-9_./@-]*")


def _needs_quotes(text: str, flow: bool) -> bool:
    if resolve(text) != text or not text.isprintable() or text in ("<<", "="):
        return True
    if _SIMPLE.fullmatch(text) and text not in ("---", "..."):
        return False
    analysis = Emitter(StringIO(), allow_unicode=True).analyze_scalar(text)
    return not (analysis.allow_flow_plain if flow else analysis.allow_block_plain)


#: The same few are in each user.
@lru_cache(maxsize=4096)
def _string(text: str, flow: bool, quoted: bool) -> str:
    return quote(text) if quoted or _needs_quotes(text, flow) else text


def scalar(value: Any, style: Style) -> str:
    """A scalar as one line of text."""
    if isinstance(value, str):
        before = style.written.get(value) if style.written else None
        if before and before.startswith('"' if style.quoted else ("'", '"')):
            return before
        return _string(value, style.flow, style.quoted)
    if value is None or isinstance(value, bool):
        return {None: "null", False: "false", True: "true"}[value]
    return repr(value)


def flow(value: Any, style: Style, indentation: str) -> str:
    """A value in flow style. `indentation` is that of the line it starts on; only `pretty` uses it."""
    if isinstance(value, str):  # most values
        return scalar(value, style)
    deeper = indentation + style.unit if style.pretty else ""
    if isinstance(value, Mapping):
        parts = [f"{scalar(key, style)}{style.colon}{flow(each, style, deeper)}" for key, each in value.items()]
        opening, closing = "{", "}"
    elif isinstance(value, Sequence):
        parts = [flow(each, style, deeper) for each in value]
        opening, closing = "[", "]"
    else:
        return scalar(value, style)
    if not style.pretty or not parts:
        return opening + style.comma.join(parts) + closing
    inner, outer = style.line_end + deeper, style.line_end + indentation
    return opening + inner + ("," + inner).join(parts) + outer + closing


def block(value: Any, style: Style) -> list[str]:
    """A non-empty mapping or list in block style, as lines without common indentation."""
    lines: list[str] = []
    if isinstance(value, Mapping):
        for key, each in value.items():
            lines += block_pair(scalar(key, style), each, style)
        return lines
    for each in value:
        if isinstance(each, str) or not isinstance(each, _COLLECTION) or not each:
            lines.append(f"- {scalar(each, style)}")
        else:
            head, *rest = block(each, style)
            lines += [f"- {head}", *_indented(rest, 2)]
    return lines


def block_pair(key: str, value: Any, style: Style) -> list[str]:
    """A key (as text) and its value in block style, as lines without common indentation."""
    if isinstance(value, str):
        if style.literals and "\n" in value and _reads_well_as_literal(value):
            return [f"{key}: |", *_indented(value.removesuffix("\n").split("\n"), style.step)]
    elif isinstance(value, _COLLECTION):
        if not value:
            return [f"{key}: {'{}' if isinstance(value, Mapping) else '[]'}"]
        return [
            f"{key}:",
            *_indented(block(value, style), style.step if isinstance(value, Mapping) else style.list_step),
        ]
    return [f"{key}: {scalar(value, style)}"]


def _reads_well_as_literal(text: str) -> bool:
    lines = text.split("\n")
    return (
        len(lines) > 2
        and not lines[-1]
        and bool(lines[-2])
        and all(line.isprintable() and line == line.strip() for line in lines)
    )


def _indented(lines: list[str], columns: int) -> list[str]:
    blanks = " " * columns
    return [blanks + line if line else line for line in lines] if columns else lines


_IN_JSON: Final = Style(flow=True, line_end="\n")


def node_of(data: Any) -> Node:
    """A node that means `data`, which stands in no text: dicts, lists and scalars as in JSON, not nested deeper than `plain`
    goes. Its place is 0."""
    if isinstance(data, str):
        return Node(0, 0, data, '"')
    if isinstance(data, Mapping):
        children = [node_of(each) for pair in data.items() for each in pair]
        return FullNode(MAPPING, 0, 0, children=children, flow=True)
    if isinstance(data, list | tuple):
        return FullNode(SEQUENCE, 0, 0, children=[*map(node_of, data)], flow=True)
    return Node(0, 0, scalar(data, _IN_JSON))
