"""The rules, one module each. A new rule is a module here, a line in `RULES`, and its examples in its docstring."""

from collections.abc import Sequence

from kubeconv.rule import Rule

#: Every rule, in the order of the codes.
RULES: Sequence[Rule] = ()
