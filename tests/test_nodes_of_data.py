"""Nodes of plain data mean that data."""

from typing import Any

import pytest

from kubeconv.tree.fragment import node_of
from kubeconv.tree.node import fields, plain


@pytest.mark.parametrize(
    "data",
    [
        "", "a", "1", "yes", "~", "<<", "a: b", "\n", 1, -2.5, True, False, None, {}, [], {"a": {"b": [1, "1", None]}},
        {"yes": 1, "1": 2, "null": 3, "": 4, "<<": 5, "a\tb": [{}, []]},
    ],
)  # fmt: skip
def test_they_mean_it(data: Any) -> None:
    assert plain(node_of(data)) == data
    if isinstance(data, dict):
        assert [*fields(node_of(data))] == [*data]
