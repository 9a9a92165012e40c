"""Of all that stops client-go from reading a file, what it meets first: it tells only that. Pure.

The order is that of its steps: YAML is parsed, then decoded, made JSON, asked for its apiVersion and kind, decoded again with
the keys of each mapping in the order of their bytes, and turned into maps by name.
https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/client_config.go (Load),
https://github.com/kubernetes-sigs/yaml/blob/master/yaml.go (YAMLToJSON),
https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/api/v1/conversion.go
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.view import Kubeconfig
from kubeconv.tree.finding import Finding
from kubeconv.tree.node import MAPPING, Node, fields
from kubeconv.tree.parse import Document

#: Rule to the step in which client-go meets what it finds.
_STEPS: Final[Mapping[str, int]] = {
    **dict.fromkeys(("syntax-error", "not-utf8", "foreign-yaml", "bad-alias"), 0),
    **dict.fromkeys(("invalid-tag", "invalid-merge", "invalid-key"), 1),
    "unsupported-value": 2,
    "wrong-api-version-or-kind": 4,
    **dict.fromkeys(("wrong-type", "invalid-base64"), 5),
    **dict.fromkeys(("duplicate-cluster", "duplicate-user", "duplicate-context", "duplicate-extension"), 6),
}
_JSON: Final = 2
_TYPE_OF_DOCUMENT: Final = 3
_NAMES: Final = 6
#: The order in which lists become maps by name.
_LISTS: Final = ("preferences", "clusters", "users", "contexts", "current-context", "extensions")


class LoadStop(NamedTuple):
    """What client-go stops at: a finding, by its place and rule, or with no rule a file that cannot be read. `line` is 0 where
    it is about no place."""

    file: str
    line: int = 0
    code: str = ""
    name: str = ""
    message: str = ""


def load_stop(kubeconfig: Kubeconfig, findings: Sequence[Finding]) -> LoadStop | None:
    """What client-go stops at when it reads this file; None if it reads it."""
    found = first_to_stop(kubeconfig, findings)
    if found is None:
        return None
    source = kubeconfig.source
    line = source.position(found.span.start).line if found.span else 0
    return LoadStop(source.name, line, found.code, found.name, found.message)


def first_to_stop(kubeconfig: Kubeconfig, findings: Sequence[Finding]) -> Finding | None:
    """What client-go stops at when it reads a file with these findings; None if it reads it."""
    stopping = [each for each in findings if each.effect == "load"]
    if len(stopping) < 2:
        return next(iter(stopping), None)
    typed = _starts_of_type(kubeconfig.document.root)
    by_step: dict[int, list[Finding]] = {}
    for each in stopping:
        step = _STEPS.get(each.name, 0)
        if each.name == "wrong-type" and _start(each) in typed:
            step = _TYPE_OF_DOCUMENT
        by_step.setdefault(step, []).append(each)
    step = min(by_step)
    return _first(kubeconfig.document, by_step[step], step)


def _first(document: Document, findings: Sequence[Finding], step: int) -> Finding:
    in_text = sorted(findings, key=_start)
    if document.root is None or step < _JSON or len(findings) == 1:
        return in_text[0]
    by_start = {_start(each): each for each in reversed(in_text)}
    order = _name_order if step == _NAMES else _byte_order
    starts = sorted(by_start) if not document.aliases else []
    return next(
        (by_start[node.start] for node in _walked(document.root, order, starts) if node.start in by_start), in_text[0]
    )


def _walked(root: Node, order: Callable[[str, int], tuple[int, bytes]], starts: Sequence[int]) -> Iterator[Node]:
    """Each node once, mappings and lists before what is in them. If `starts` are given, in their order, nothing is gone into in
    which none of them is."""
    waiting, seen = [(root.real, 0)], {id(root.real)}
    while waiting:
        node, depth = waiting.pop()
        yield node
        if node.kind == MAPPING:
            found = fields(node)
            inside = [found[key].value for key in sorted(found, key=lambda key: order(key, depth))]
        else:
            inside = [*node.children]
        for each in reversed(inside):
            if starts and not _is_within(starts, each):
                continue
            if id(each.real) not in seen:
                seen.add(id(each.real))
                waiting.append((each.real, depth + 1))


def _is_within(starts: Sequence[int], node: Node) -> bool:
    number = bisect_left(starts, node.start)
    return number < len(starts) and starts[number] <= node.end


def _byte_order(key: str, _: int) -> tuple[int, bytes]:
    return 0, key.encode("utf-8", "surrogateescape")


def _name_order(key: str, depth: int) -> tuple[int, bytes]:
    """An entry is turned before its name is looked at."""
    if depth == 0:
        return _LISTS.index(key) if key in _LISTS else len(_LISTS), b""
    return int(key == "name"), key.encode("utf-8", "surrogateescape")


def _starts_of_type(root: Node | None) -> set[int]:
    """Where apiVersion and kind stand, or a document that has none."""
    if root is None:
        return set()
    found = fields(root)
    of_type = {pair.value.real.start for key, pair in found.items() if key.casefold() in ("apiversion", "kind")}
    return of_type if root.kind == MAPPING else {root.real.start}


def _start(finding: Finding) -> int:
    return finding.span.start if finding.span else -1
