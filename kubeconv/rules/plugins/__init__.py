"""KC3: exec plugins."""

from collections.abc import Sequence

from kubeconv.rule import Rule

#: The rules of this room, in the order of their codes.
RULES: Sequence[Rule] = ()
