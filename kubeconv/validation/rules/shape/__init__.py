"""KC0: file and shape."""

from collections.abc import Sequence

from kubeconv.validation.rule import Rule
from kubeconv.validation.rules.shape import (
    bad_alias,
    duplicate_key,
    empty_kubeconfig,
    foreign_yaml,
    invalid_base64,
    invalid_key,
    invalid_merge,
    invalid_tag,
    misspelt_field,
    nested_too_deep,
    not_utf8,
    second_byte_order_mark,
    several_documents,
    syntax_error,
    unknown_field,
    unsupported_value,
    wrong_api_version_or_kind,
    wrong_case_field,
    wrong_type,
)

#: The rules of this room, in the order of their codes.
RULES: Sequence[Rule] = (
    syntax_error,
    not_utf8,
    nested_too_deep,
    bad_alias,
    wrong_type,
    foreign_yaml,
    several_documents,
    duplicate_key,
    unknown_field,
    misspelt_field,
    wrong_case_field,
    wrong_api_version_or_kind,
    empty_kubeconfig,
    unsupported_value,
    invalid_base64,
    invalid_key,
    invalid_tag,
    invalid_merge,
    second_byte_order_mark,
)
