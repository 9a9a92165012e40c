"""What is not read: aliases that go-yaml refuses, and what is too deep or too large for us to judge."""

from collections.abc import Mapping, Sequence
from typing import Final

from kubeconv.tree.finding import Refused, refuse
from kubeconv.tree.node import MAPPING, SEQUENCE, Node, in_pairs, is_merge
from kubeconv.tree.source import Span

#: What we say of a file that kubectl may read or not.
NOT_JUDGED: Final = "kubeconv does not judge this"

#: From how many levels on we do not judge. libyaml 0.2.6 stops here, libyaml 0.2.5 nowhere, go-yaml beyond 10,000.
MAX_NESTING: Final = 1_000

#: How many values come out of aliases and merge keys at most, and how many characters they have.
MAX_ALIASED: Final = 100_000
MAX_ALIASED_CHARACTERS: Final = 16_000_000


def too_deep(span: Span) -> Refused:
    """The refusal of what is nested too deep for us, at the first level too many."""
    return refuse("KC003", f"nested {MAX_NESTING:,} levels deep or deeper: {NOT_JUDGED}", span, effect="unjudged")


def too_large() -> Refused:
    """The refusal of what has too many values for us."""
    return refuse("KC003", f"more values than any kubeconfig: {NOT_JUDGED}", Span(0, 1), effect="unjudged")


def target_of(anchors: Mapping[str, Node], name: str, span: Span) -> Node:
    """The node that an alias stands for. Raises Refused if there is none yet, or if it contains the alias."""
    target = anchors.get(name)
    if target is None:
        message = "an alias (*) of an anchor that is not defined before it"
        raise refuse("KC004", message, span, "quote the value if it is not an alias")
    if target.end < 0:
        raise refuse("KC004", "an anchor contains itself", span)
    return target


#: Aliases for no more values than this each are no bomb: go-yaml lets 99 of 100 values come out of aliases.
_SMALL: Final = 98


def refuse_alias_bomb(root: Node, aliases: Sequence[Node]) -> None:
    """Refuse what go-yaml refuses: a document most of which would come out of its aliases, given in the order of the text.

    https://github.com/yaml/go-yaml/blob/v2/decode.go, allowedAliasRatio
    """
    if not _stand_for_little(aliases):
        _refuse_bomb(root)


def _stand_for_little(aliases: Sequence[Node]) -> bool:
    """True if each alias stands for a few values, and all of them for fewer than we judge: then the document itself, which is
    much more than its anchors, need not be counted."""
    known: dict[int, tuple[int, int]] = {}
    values = characters = 0
    for alias in aliases:
        found = known.get(id(alias.target)) or _small(alias.real, known)
        if found is None:
            return False
        known[id(alias.target)] = found
        values, characters = values + found[0], characters + found[1]
    return values <= MAX_ALIASED and characters <= MAX_ALIASED_CHARACTERS


def _small(top: Node, known: Mapping[int, tuple[int, int]]) -> tuple[int, int] | None:
    """How many values a node has, and characters; None if it has many. `known` are the targets of the aliases in it."""
    order = [top]
    size = length = 0
    for node in order:
        size, length = size + 1, length + len(node.text)
        if node.target is not None:
            if id(node.target) not in known:
                return None
            more, longer = known[id(node.target)]
            size, length = size + more, length + longer
        elif node.children:
            order += node.children
        if size > _SMALL:
            return None
    return size, length


def _refuse_bomb(root: Node) -> None:
    backwards, waiting = [], [root]
    silent: set[int] = set()  # what go-yaml does not count: merge keys, and lists after them
    while waiting:
        node = waiting.pop()
        backwards.append(node)
        waiting += node.children
        if node.kind == MAPPING:
            for key, value in in_pairs(node):
                if key.text == "<<" and is_merge(key):
                    silent |= {id(key), id(value)} if value.kind == SEQUENCE else {id(key)}
    sizes: dict[int, int] = {}
    lengths: dict[int, int] = {}
    # Children and targets are sized before what holds them: a target always ends before its alias starts.
    for node in reversed(backwards):
        size, length = int(id(node) not in silent), len(node.text)
        if inside := node.children or ([node.target] if node.target is not None else ()):
            size += sum([sizes[id(each)] for each in inside])
            length += sum([lengths[id(each)] for each in inside])
        sizes[id(node)], lengths[id(node)] = size, length
    decoded, through_aliases, characters, waiting = 1, 0, 0, [root]
    while waiting:
        node = waiting.pop()
        waiting += reversed(node.children)
        decoded += id(node) not in silent
        if node.target is not None:
            decoded += sizes[id(node.target)]
            through_aliases += sizes[id(node.target)]
            characters += lengths[id(node.target)]
        if through_aliases > 100 and decoded > 1000 and through_aliases / decoded > _allowed(decoded):
            raise refuse("KC004", "aliases make the document grow without measure", node.span)
    if through_aliases > MAX_ALIASED or characters > MAX_ALIASED_CHARACTERS:
        raise too_large()


def _allowed(decoded: int) -> float:
    return 0.99 if decoded <= 400_000 else max(0.10, 0.99 - 0.89 * (decoded - 400_000) / 3_600_000)
