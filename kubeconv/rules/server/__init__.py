"""KC4: server and TLS."""

from collections.abc import Sequence

from kubeconv.rule import Rule

#: The rules of this room, in the order of their codes.
RULES: Sequence[Rule] = ()
