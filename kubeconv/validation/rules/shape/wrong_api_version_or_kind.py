"""apiVersion is not v1, or kind is not Config.

kubectl reads only `apiVersion: v1` with `kind: Config`, in exactly this spelling, or files that leave them out. To
kubectl anything else is not a kubeconfig: a Secret or ConfigMap with a kubeconfig inside, the manifest of another tool.

kubectl also reads `apiVersion: __internal`, the form that client-go keeps in memory, in which `users` is a mapping. No
program writes it, and kubeconv does not judge it: `audit` ends with an error.

Bad:

    kind: config

Good:

    kind: Config

Since: every kubectl (https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/api/latest/latest.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate import shown
from kubeconv.kubeconfig.type_meta import READ, type_field, value_of_type
from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit

CODE: Final = "KC012"
NAME: Final = "wrong-api-version-or-kind"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "load"


def check(case: Case) -> Iterator[Hit]:
    """The type of the document, as client-go finds it out."""
    for name, read in READ.items():
        counts, wrong = type_field(case.kubeconfig.top, name)
        for pair in wrong:  # the exact name is a field of its own too, and KC005 tells of it
            yield Hit(pair.value.real.span, f"{shown.key(pair.key.key)} must be a string", f"write {name}: {read[0]}")
        if counts is not None and value_of_type(counts) not in read:
            message = f"kubectl reads only {name} {read[0]}, not {shown.quoted(shown.plain(counts.value.real.text))}"
            yield Hit(counts.value.span, message, f"write {name}: {read[0]}, if this is a kubeconfig")
