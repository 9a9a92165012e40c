"""apiVersion is not v1, or kind is not Config.

kubectl reads only `apiVersion: v1` with `kind: Config`, in exactly this spelling, or files that leave them out. To
kubectl anything else is not a kubeconfig: a Secret or ConfigMap with a kubeconfig inside, the manifest of another tool.

Bad:

    kind: config

Good:

    kind: Config

Since: every kubectl (https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/api/latest/latest.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate import shown
from kubeconv.tree.finding import Effect, Severity
from kubeconv.tree.node import SCALAR, Pair
from kubeconv.validation.rule import Case, Hit

CODE: Final = "KC012"
NAME: Final = "wrong-api-version-or-kind"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "load"

_READ: Final = {"apiVersion": ("v1", "/v1", "/", ""), "kind": ("Config", "")}


def check(case: Case) -> Iterator[Hit]:
    """The type of the document, as client-go finds it out: keys in any case, the last one in the order of bytes counts."""
    found = case.kubeconfig.top
    for name, read in _READ.items():
        counts: Pair | None = None
        for key in sorted((key for key in found if key.casefold() == name.casefold()), key=str.encode):
            pair = found[key]
            node = pair.value.real
            if node.is_null:
                continue
            if node.kind != SCALAR or not isinstance(_value(pair), str):
                # The exact name is a field of its own too, and KC005 tells of it.
                if key != name:
                    yield Hit(node.span, f"{shown.key(key)} must be a string", f"write {name}: {read[0]}")
                counts = None
            else:
                counts = pair
        if counts is not None and _value(counts) not in read:
            message = f"kubectl reads only {name} {read[0]}, not {shown.quoted(shown.plain(counts.value.real.text))}"
            yield Hit(counts.value.span, message, f"write {name}: {read[0]}, if this is a kubeconfig")


def _value(pair: Pair) -> object:
    try:
        return pair.value.real.value
    except ValueError:
        return pair.value.real.text
