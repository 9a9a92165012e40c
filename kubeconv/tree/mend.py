"""The few things that go-yaml reads otherwise than libyaml, made up for by stand-ins: characters of the same length that
libyaml reads the way go-yaml reads the real ones. Offsets do not move, and the nodes get the real characters back.

Sources: https://github.com/yaml/go-yaml/blob/v2/scannerc.go, https://github.com/yaml/libyaml/blob/0.2.5/src/scanner.c
"""

import re
from collections.abc import Callable
from typing import Final

import yaml

from kubeconv.tree.node import Node

#: The nodes of a text: root, aliases, end.
Built = tuple[Node | None, list[Node], int | None]

#: How many places of a text are mended before it counts as broken, and how many characters that may cost: each is a parse.
_MAX_MENDS: Final = 50
_MAX_COST: Final = 4_000_000

_BYTE_ORDER_MARK: Final = "\ufeff"


def build_like_go(text: str, build: Callable[[str], Built]) -> Built:
    """What `build` makes of the text, with the differences mended. Raises what it raises for any other error.

    - A byte order mark inside the text is a letter to go-yaml; libyaml passes over those that begin a line.
    - `\\'` in double quotes is an apostrophe to go-yaml, and an error to libyaml.
    - `x:,` in flow style is the text `x:` to go-yaml, and an error to libyaml.
    - `,`, `[` and `]` belong to a tag that they stand in.
    """
    if "\ufeff" not in text and "!" not in text:
        try:
            return build(text)  # nearly every file
        except yaml.MarkedYAMLError as error:
            if _stand_in(text, error) is None:
                raise
    return _Mender(text).build(build)


class _Mender:
    """The text with stand-ins, and what they are for: stand-in as the nodes have it, real character, style of scalar."""

    def __init__(self, text: str) -> None:
        lower = text.lower()

        def is_unused(character: str) -> bool:
            escape = f"{ord(character):04x}"
            return character not in text and f"\\u{escape}" not in lower and f"\\u0000{escape}" not in lower

        unused = (chr(each) for each in range(0xE000, 0xF900) if is_unused(chr(each)))
        self.colon, mark = next(unused), next(unused)
        quotes = ("\\L\u2028", "\\P\u2029")
        self.quote = next((each for each in quotes if each[:2] not in text and is_unused(each[2])), None)
        self.text = text[:1] + text[1:].replace(_BYTE_ORDER_MARK, mark)
        self.real = [(mark, _BYTE_ORDER_MARK, None), (self.colon, ":", "")]
        if self.quote:
            self.real.append((self.quote[2], "'", '"'))

    def build(self, build: Callable[[str], Built]) -> Built:
        for _ in range(min(_MAX_MENDS, 3 + _MAX_COST // (len(self.text) + 1))):
            try:
                built = build(self.text)
            except yaml.MarkedYAMLError as error:
                found = _stand_in(self.text, error)
                if found is None or (found[1] == "'" and not self.quote):
                    raise
                at, what = found
            else:
                comma = _comma_in_tag(self.text, built[0])
                if comma is None:
                    self._restore(built[0])
                    return built
                at, what = comma, ","
            stand_in = {"'": (self.quote or "")[:2], ":": self.colon}.get(what, ";")
            self.text = self.text[:at] + stand_in + self.text[at + len(stand_in) :]
        return build(self.text)

    def _restore(self, root: Node | None) -> None:
        for node in _nodes(root):
            for stand_in, character, style in self.real:
                if stand_in in node.text and style in (None, node.style):
                    node.text = node.text.replace(stand_in, character)


def _nodes(root: Node | None) -> list[Node]:
    order = [root] if root is not None else []
    for node in order:
        order.extend(node.children)
    return order


def _stand_in(text: str, error: yaml.MarkedYAMLError) -> tuple[int, str] | None:
    """Where go-yaml reads on, and the character that needs a stand-in; None for an error that it has too."""
    mark, problem = error.problem_mark, error.problem or ""
    at = mark.index if mark else 0
    if problem == "found unexpected ':'" and text[at : at + 1] == ":":
        return at, ":"
    # The parsers differ in whether they point at the backslash or behind it.
    if problem.startswith("found unknown escape") and "\\'" in (near := text[max(0, at - 1) : at + 2]):
        return max(0, at - 1) + near.index("\\'"), "'"
    if (
        problem.startswith("did not find expected whitespace")
        and "tag" in (error.context or "")
        and text[at : at + 1] in ",[]"
    ):
        return at, text[at : at + 1]
    return None


def _comma_in_tag(text: str, root: Node | None) -> int | None:
    """The comma right behind a node that is nothing but a tag."""
    if "!" not in text:
        return None
    for node in _nodes(root):
        if node.tag is None or node.text or text[node.end : node.end + 1] != ",":
            continue
        if re.search(r"![^\s>]*$", text[node.start : node.end]):
            return node.end
    return None
