"""KC5: secrets and safety."""

from collections.abc import Sequence

from kubeconv.validation.rule import Rule
from kubeconv.validation.rules.secrets import (
    cmd_path,
    command_in_writable_folder,
    contacts_issuer,
    reaches_inside,
    readable_by_others,
    reads_file,
    runs_program,
    secret_in_arguments,
    tracked_secret,
    uses_proxy,
)

#: The rules of this room, in the order of their codes.
RULES: Sequence[Rule] = (
    tracked_secret,
    readable_by_others,
    command_in_writable_folder,
    cmd_path,
    secret_in_arguments,
    runs_program,
    reads_file,
    uses_proxy,
    reaches_inside,
    contacts_issuer,
)
