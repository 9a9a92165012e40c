"""The rules: a room for each hundred of codes, a module for each rule.

A new rule is a module in its room, a place in the room's `RULES`, and its examples in its docstring.
"""

from collections.abc import Sequence

from kubeconv.validation.rule import Rule
from kubeconv.validation.rules import names, plugins, policy, providers, secrets, server, shape

#: Every rule, in the order of the codes.
RULES: Sequence[Rule] = (
    *shape.RULES,
    *names.RULES,
    *providers.RULES,
    *plugins.RULES,
    *server.RULES,
    *secrets.RULES,
    *policy.RULES,
)
