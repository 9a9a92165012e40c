"""A field has a value of the wrong type.

kubectl refuses the whole file for one such value, even in a user or cluster that is not used, and does not say which.
Most are strings without quotes that YAML takes for something else: a number (`12345`, `1e3`, `0x1F`) or a boolean
(`yes`, `no`, `on`, `off`, `y`, `n`). The other way round, `insecure-skip-tls-verify: "true"` is a string, not a
boolean.

Bad:

    users:
    - name: u
      user:
        tokenFile: 12345

Good:

    users:
    - name: u
      user:
        tokenFile: "12345"

Since: every kubectl that knows the field (https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/api/v1/types.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate import shown
from kubeconv.gate.content import advice
from kubeconv.kubeconfig.structure import Mismatch, structure
from kubeconv.releases.version import parse_version
from kubeconv.tree.finding import Effect, Severity
from kubeconv.tree.node import MAPPING, SCALAR, SEQUENCE, Node
from kubeconv.validation.rule import Case, Hit

CODE: Final = "KC005"
NAME: Final = "wrong-type"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "load"

_WANTED: Final = {
    "string": "a string",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
    "integer": "a whole number",
}

#: Fields whose value may be shown.
_PUBLIC: Final = frozenset(
    ("name", "current-context", "cluster", "user", "namespace", "config-mode", "apiVersion", "kind", "interactiveMode")
)


def check(case: Case) -> Iterator[Hit]:
    """Values that client-go cannot put into the field."""
    for problem in structure(case.kubeconfig).problems:
        if problem.keyword not in ("type", "minimum", "maximum"):
            continue
        since = problem.schema.get("x-since")
        # An older kubectl does not look at a field that it does not know.
        ignored = since is not None and case.kubectl < parse_version(since)
        yield Hit(
            problem.node.span,
            f"{_name(problem.path)} must be {_wanted(problem)}, not {_type(problem.node)}",
            _way_out(problem),
            severity="warning" if ignored else None,
            effect="risk" if ignored else None,
        )


def _name(path: tuple[str | int, ...]) -> str:
    if not path:
        return "the top level of a kubeconfig"
    items = [shown.key(step) for step in path if isinstance(step, str)]
    inside = f" in {items[-2]}" if len(items) > 1 else ""
    if isinstance(path[-1], int):
        return f"item {int(path[-1]) + 1} of {items[-1]}{inside}"
    return f"{items[-1]}{inside}"


def _wanted(problem: Mismatch) -> str:
    if problem.keyword != "type":
        return "from 0 to 255"
    return " or ".join(_WANTED[each] for each in problem.schema["type"] if each != "null")


def _type(node: Node) -> str:
    if node.kind != SCALAR:
        return "a list" if node.kind == SEQUENCE else "a mapping"
    try:
        value = node.value
    except ValueError:
        return "this"
    if isinstance(value, bool):
        return f"a boolean ({shown.plain(node.text)} without quotes means {'true' if value else 'false'})"
    return "a string" if isinstance(value, str) else "a number"


def _way_out(problem: Mismatch) -> str:
    node, wanted = problem.node, problem.schema.get("type", ())
    name = next((step for step in reversed(problem.path) if isinstance(step, str)), "")
    field = shown.key(name)
    if "string" in wanted and node.kind == SCALAR:
        text = shown.plain(node.text) if field in _PUBLIC else "…"
        return f'put it in quotes: {field}: "{text}"' if name == problem.path[-1] else "put it in quotes"
    if "boolean" in wanted and node.kind == SCALAR:
        return f"write {field}: true or {field}: false, without quotes"
    if "array" in wanted and field in ("clusters", "users", "contexts", "extensions"):
        return f"make {field} a list of entries that begin with '- name:'"
    if "array" in wanted:
        return f"write each item of {field} in a line of its own, with '- ' before it"
    if "object" in wanted and node.kind != MAPPING:
        return (
            "write its fields below it, indented"
            if problem.path
            else advice(node.text) or "is this really a kubeconfig?"
        )
    return ""
