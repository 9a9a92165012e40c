"""KC1: names and references."""

from collections.abc import Sequence

from kubeconv.validation.rule import Rule
from kubeconv.validation.rules.names import (
    conflicting_credentials,
    dangling_cluster,
    dangling_current_context,
    dangling_user,
    duplicate_cluster,
    duplicate_context,
    duplicate_extension,
    duplicate_user,
    empty_name,
    ignored_credentials,
    impersonation_without_user,
    invalid_namespace,
    no_credentials,
    no_current_context,
    shadowed_entry,
    unused_cluster,
    unused_user,
)

#: The rules of this room, in the order of their codes.
RULES: Sequence[Rule] = (
    duplicate_user,
    duplicate_cluster,
    duplicate_context,
    duplicate_extension,
    empty_name,
    dangling_current_context,
    dangling_cluster,
    dangling_user,
    unused_cluster,
    unused_user,
    invalid_namespace,
    shadowed_entry,
    no_current_context,
    conflicting_credentials,
    impersonation_without_user,
    no_credentials,
    ignored_credentials,
)

#: Those that look at the other files of a KUBECONFIG list: of a file alone they may say something else.
OF_LISTS: Sequence[Rule] = (
    dangling_current_context,
    dangling_cluster,
    dangling_user,
    unused_cluster,
    unused_user,
    shadowed_entry,
    no_current_context,
    no_credentials,
)
