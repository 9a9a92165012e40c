"""The columns of tables for a terminal."""

from kubeconv.report.line import Role
from kubeconv.report.table import columns, table, text_table


def test_each_column_is_as_wide_as_its_widest_cell_and_nothing_stands_behind_the_last() -> None:
    rows = [("NAME", "LOGIN", "NOTE"), ("a", "kubelogin devicecode", ""), ("a longer name", "azure", "x ")]
    assert [*text_table(rows)] == [
        "NAME           LOGIN                 NOTE",
        "a              kubelogin devicecode",
        "a longer name  azure                 x",
    ]


def test_a_wide_character_takes_two_columns_and_a_combining_one_none() -> None:
    assert [columns(text) for text in ("", "ab", "é", "e\u0301", "本番", "\uff4b8s")] == [0, 2, 1, 1, 4, 4]
    first, second = text_table([("本番", "x"), ("e\u0301a", "y")])
    assert (first, second) == ("本番  x", "e\u0301a    y")


def test_a_cell_keeps_what_it_is() -> None:
    rows: list[list[tuple[str, Role]]] = [
        [("CONTEXT", "place"), ("kubectl", "place")],
        [("at-me", ""), ("fails", "error")],
    ]
    assert [*table(rows)] == [
        [("CONTEXT", "place"), ("  ", ""), ("kubectl", "place")],
        [("at-me  ", ""), ("  ", ""), ("fails", "error")],
    ]


def test_without_rows_there_are_no_lines() -> None:
    assert [*text_table([])] == []
