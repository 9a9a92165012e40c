"""YAML that other programs read, but kubectl does not.

kubectl reads YAML 1.1 with an own library, also where a file is JSON. It stumbles over things that are valid elsewhere: a
`%YAML 1.2` line, `\\/` and surrogate pairs (`\\ud83d\\ude00`) in JSON strings, a `?` inside an unquoted value between brackets.

Bad:

    current-context: "\\u0078"
    extensions: [{name: e, extension: {url: https://c.example?a=1}}]

Good:

    current-context: "\\u0078"
    extensions: [{name: e, extension: {url: "https://c.example?a=1"}}]

Since: every kubectl (https://github.com/yaml/go-yaml/tree/v2)
"""

import re
from collections.abc import Iterator
from typing import Final

from kubeconv.tree.finding import Effect, Severity
from kubeconv.tree.node import SCALAR, Node
from kubeconv.tree.source import Span
from kubeconv.validation.rule import Case, Hit

CODE: Final = "KC006"
NAME: Final = "foreign-yaml"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "load"

#: What must be in a text before its nodes are worth a look: a slash or surrogate escaped, a question mark.
_HINTS: Final = ("\\/", "\\ud", "\\uD", "?")


def check(case: Case) -> Iterator[Hit]:
    """The differences between libyaml, which parsed the file, and go-yaml."""
    text, root = case.kubeconfig.source.text, case.root
    if root is None:
        return
    if "%" in text[: root.start]:
        yield from _directives(text[: root.start])
    if any(hint in text for hint in _HINTS):
        yield from _scalars(text, root)


def _directives(head: str) -> Iterator[Hit]:
    for found in re.finditer(r"^%([\w-]*)[ \t]*(\S*)", head, re.MULTILINE):
        if found[1] == "YAML" and found[2] != "1.1":
            message = "kubectl reads only YAML 1.1"
            yield Hit(Span(*found.span()), message, "delete the line, and the --- behind it")
        elif found[1] not in ("YAML", "TAG"):  # only the pure parser comes here
            yield Hit(Span(*found.span()), "kubectl does not know this directive", "delete the line")


def _scalars(text: str, root: Node) -> Iterator[Hit]:
    order = [(root, root.flow)]
    for node, in_flow in order:
        if node.children:
            order += [(child, node.flow) for child in node.children]
        if node.kind == SCALAR and node.style == '"' and "\\" in (written := text[node.start : node.end]):
            yield from _escapes(node, written)
        elif in_flow and node.kind == SCALAR and not node.style and (at := node.text.find("?")) > 0:
            start = max(text.find("?", node.start + at, node.end), node.start)
            message = "kubectl ends an unquoted value between brackets at the question mark"
            yield Hit(Span(start, start + 1), message, "put the value in quotes")


def _escapes(node: Node, written: str) -> Iterator[Hit]:
    for found in re.finditer(r"\\(?:(/)|[uU]0*(d[89a-f]..)|.)", written, re.DOTALL | re.IGNORECASE):
        span = Span(node.start + found.start(), node.start + found.end())
        if found[1]:
            yield Hit(span, "kubectl does not know the escaped slash \\/", "write / without the backslash")
        elif found[2] and len(found[0]) in (6, 10):
            yield Hit(span, "kubectl does not read half a character", "write the character itself")
