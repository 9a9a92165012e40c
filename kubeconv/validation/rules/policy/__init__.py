"""KC6: the policy of a team, from its configuration."""

from collections.abc import Sequence

from kubeconv.validation.rule import Rule
from kubeconv.validation.rules.policy import forbidden_by_policy

#: The rules of this room, in the order of their codes.
RULES: Sequence[Rule] = (forbidden_by_policy,)
