"""apiVersion and kind, as client-go finds them out before it decodes a file: keys in any case, of which the last string in the
order of bytes counts.

https://github.com/kubernetes/apimachinery/blob/master/pkg/runtime/serializer/json/meta.go
"""

from collections.abc import Mapping, Sequence
from typing import Final

from kubeconv.gate.value import NamedTuple
from kubeconv.tree.finding import refuse
from kubeconv.tree.limits import NOT_JUDGED
from kubeconv.tree.node import SCALAR, Pair

#: The fields, and the values with which client-go takes a file for a kubeconfig.
READ: Final = {"apiVersion": ("v1", "/v1", "/", ""), "kind": ("Config", "")}
#: The form that client-go keeps in memory and reads from a file too: `users` is a mapping there.
#: https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/api/register.go
_INTERNAL: Final = ("__internal", "/__internal")


class TypeField(NamedTuple):
    """The pair of which the value counts, None for none, and those that are no strings under another spelling."""

    counts: Pair | None
    wrong: Sequence[Pair] = ()


def type_field(top: Mapping[str, Pair], name: str) -> TypeField:
    """What client-go makes of one of the fields."""
    counts: Pair | None = None
    wrong = []
    for key in sorted(
        (key for key in top if len(key) == len(name) and key.casefold() == name.casefold()), key=str.encode
    ):
        pair = top[key]
        node = pair.value.real
        if node.is_null:
            continue
        if node.kind != SCALAR or not isinstance(value_of_type(pair), str):
            if key != name:
                wrong.append(pair)
            counts = None
        else:
            counts = pair
    return TypeField(counts, wrong)


def value_of_type(pair: Pair) -> object:
    """What the field holds; its text if that is no value."""
    try:
        return pair.value.real.value
    except ValueError:
        return pair.value.real.text


def refuse_internal(top: Mapping[str, Pair]) -> None:
    """Refuse the form of a kubeconfig that nobody writes, and that kubectl reads."""
    version = type_field(top, "apiVersion").counts
    if version is None or value_of_type(version) not in _INTERNAL:
        return
    kind = type_field(top, "kind")
    if not kind.wrong and (kind.counts is None or value_of_type(kind.counts) in READ["kind"]):
        message = f"apiVersion {_INTERNAL[0]} is the form that client-go keeps in memory: {NOT_JUDGED}"
        raise refuse(
            "KC012", message, version.value.span, "write apiVersion: v1, if this is a kubeconfig", effect="unjudged"
        )
