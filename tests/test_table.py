"""Tables for a terminal and for a script."""

import random
from collections.abc import Sequence

import pytest
from rich.cells import cell_len

from kubeconv.report.fold import fitted
from kubeconv.report.line import Line
from kubeconv.report.snippet import Marked
from kubeconv.report.table import ANYWHERE, Column, Screen, folded, markdown, table, width_of

EKS = "arn:aws:eks:eu-west-1:123456789012:cluster/prod"
NAMES = [
    EKS,
    EKS.replace("west", "north"),
    "clusterUser_rg-shop_aks-shop",
    "本番環境のクラスター",
    "e\u0301" * 40,
    "🚀-x",
    "a",
]


def text_of(line: Line) -> str:
    return "".join(text for text, _ in line)


def lines(columns: list[Column], rows: Sequence[tuple[str, ...]], screen: Screen = ANYWHERE) -> list[str]:
    return [text_of(line) for line in table(columns, rows, screen)]


def test_each_column_is_as_wide_as_its_widest_cell_and_nothing_stands_behind_the_last() -> None:
    columns = [*map(Column, ("NAME", "LOGIN", "NOTE"))]
    assert lines(columns, [("a", "kubelogin devicecode", ""), ("a longer name", "azure", "x ")]) == [
        "NAME           LOGIN                 NOTE",
        "a              kubelogin devicecode",
        "a longer name  azure                 x",
    ]


def test_a_wide_character_takes_two_columns_and_a_combining_one_none() -> None:
    texts = (
        "",
        "ab",
        "é",
        "e\u0301",
        "本番",
        "\uff4b8s",
        "🚀",
        "👍🏽",
        "❤️",
        "1️⃣",
        "🇩🇪",
        "각",
        "\u1100\u1161\u11a8",
        "½…ä",
    )
    assert [width_of(text) for text in texts] == [0, 2, 1, 1, 4, 4, 2, 2, 2, 2, 2, 2, 2, 3]
    assert [width_of(text) for text in texts] == [cell_len(text) for text in texts]
    assert lines([Column(""), Column("")], [("本番", "x"), ("e\u0301a", "y")]) == ["本番  x", "e\u0301a    y"]


def test_a_cell_keeps_what_it_is() -> None:
    assert [*table([Column("CONTEXT"), Column("kubectl")], [["at-me", ("fails", "error")]])] == [
        [("CONTEXT", "place"), ("  ", ""), ("kubectl", "place")],
        [("at-me", ""), ("    ", ""), ("fails", "error")],
    ]


@pytest.mark.parametrize("screen", [ANYWHERE, Screen(80)])
def test_without_rows_or_heads_there_are_no_lines(screen: Screen) -> None:
    assert lines([Column(""), Column("")], [], screen) == []
    assert lines([Column("NAME")], [], screen._replace(has_head=False)) == []
    assert lines([Column("NAME"), Column("LOGIN")], [("a", "b")], screen._replace(has_head=False)) == ["a  b"]


def test_for_a_script_nothing_is_cut_and_a_name_without_measure_pushes_away_nobody() -> None:
    rows = [(name, "x") for name in (*NAMES, "y" * 20_000)]
    found = lines([Column("NAME", rank=1), Column("LOGIN", rank=2)], rows)
    assert [line.split()[0] for line in found] == ["NAME", *(name for name, _ in rows)]
    assert len({width_of(line) for line in found[1:-1]}) == 1
    assert sum(map(len, found)) < 22_000


COLUMNS = [
    Column("USER", least=16), Column("LOGIN", least=20), Column("CONTEXTS"), Column("KUBECTL", rank=1),
    Column("CLUSTER", rank=2), Column("SUMMARY", rank=3, is_prose=True),
]  # fmt: skip


def rows_of(seed: int) -> list[tuple[str, ...]]:
    draw = random.Random(seed)
    prose = ["kubectl", "accepts", "it,", "but", "it", "is", "likely", "to", "fail"]
    return [
        (draw.choice(NAMES), draw.choice(["azure", "kubelogin devicecode"]), ",".join(draw.choices(NAMES, k=3)),
         draw.choice([">=1.10,<1.24", "all"]), "AKS-managed", " ".join(draw.choices(prose, k=draw.randint(0, 30))))
        for _ in range(draw.randint(1, 20))
    ]  # fmt: skip


@pytest.mark.parametrize("width", [20, 40, 60, 80, 100, 160, 400])
@pytest.mark.parametrize("has_headings", [False, True])
def test_a_table_keeps_to_the_width_of_the_terminal(width: int, has_headings: bool) -> None:
    for seed in range(20):
        rows = rows_of(seed)
        headings: dict[int, Line] = {0: [("~/.kube/config", "place")]} if has_headings else {}
        found = [text_of(line) for line in table(COLUMNS, rows, Screen(width), headings)]
        assert max(map(width_of, found)) <= width, found
        assert [line.startswith("  ") for line in found].count(False) <= 1 + len(rows)


def test_what_matters_least_goes_first_and_what_fits_is_left_alone() -> None:
    rows = [("shop", "kubelogin devicecode", "shop", "all", "AKS-managed", "x")]
    heads = {width: lines(COLUMNS, rows, Screen(width))[0].split() for width in (40, 50, 60, 70, 80)}
    assert heads == {
        40: ["USER", "LOGIN", "CONTEXTS"],
        50: ["USER", "LOGIN", "CONTEXTS", "KUBECTL"],
        60: ["USER", "LOGIN", "CONTEXTS", "KUBECTL", "CLUSTER"],
        70: ["USER", "LOGIN", "CONTEXTS", "KUBECTL", "CLUSTER", "SUMMARY"],
        80: ["USER", "LOGIN", "CONTEXTS", "KUBECTL", "CLUSTER", "SUMMARY"],
    }
    assert lines(COLUMNS, rows, Screen(80)) == lines(COLUMNS, rows)


@pytest.mark.parametrize(
    ("name", "width", "shown"),
    [
        (EKS, 47, EKS),
        (EKS, 20, "arn:aws:eks:…/prod"),
        (EKS, 30, "arn:aws:eks:…:cluster/prod"),
        ("abcdefghijklmnopqrstuvwxyz", 11, "abcde…vwxyz"),
        ("本番環境のクラスター", 11, "本番環…ター"),
        ("e\u0301" * 20, 11, "e\u0301" * 5 + "…" + "e\u0301" * 5),
        ("abcdefghij", 5, "abcd…"),
    ],
)
def test_a_name_loses_its_middle_between_its_parts(name: str, width: int, shown: str) -> None:
    assert lines([Column("", least=1)], [(name,)], Screen(width)) == [shown]


def test_names_that_differ_in_the_middle_are_still_told_apart() -> None:
    names = [EKS, EKS.replace("west", "north"), EKS.replace("west", "south")]
    found = lines([Column("", least=1)], [(name,) for name in names], Screen(24))
    assert len({*found}) == 3
    assert all(width_of(line) <= 24 and line.endswith("prod") for line in found)


def test_prose_goes_on_in_the_next_line() -> None:
    rows = [("KC301", "kubectl 1.24 does not know it", "x"), ("KC302", "short", "y")]
    assert lines([Column("CODE"), Column("SUMMARY", is_prose=True), Column("Z")], rows, Screen(24)) == [
        "CODE   SUMMARY         Z",
        "KC301  kubectl 1.24    x",
        "       does not know",
        "       it",
        "KC302  short           y",
    ]


def test_a_text_is_broken_at_blanks_only() -> None:
    assert folded("a bb ccc dddddddddd e", 4) == ["a bb", "ccc", "dddddddddd", "e"]
    assert folded("本番 本番 本番", 9) == ["本番 本番", "本番"]
    assert folded("", 4) == [""]


def test_headings_stand_above_their_rows() -> None:
    headings: dict[int, Line] = {0: [("one", "place")], 1: [("two", "place")]}
    found = [
        text_of(line) for line in table([Column("A"), Column("B")], [("1", "2"), ("3", "4")], Screen(80), headings)
    ]
    assert found == ["  A  B", "one", "  1  2", "two", "  3  4"]


@pytest.mark.parametrize(
    ("home", "path", "shown"),
    [
        ("/home/me", "/home/me/.kube/config", "~/.kube/config"),
        ("/home/me/", "/home/me/.kube/config", "~/.kube/config"),
        ("C:\\Users\\me", "C:\\Users\\me\\.kube\\config", "~\\.kube\\config"),
        ("/home/me", "/home/mei/config", "/home/mei/config"),
        ("/home/me", "/home/me", "/home/me"),
        ("/", "/etc/config", "/etc/config"),
        ("", "/etc/config", "/etc/config"),
    ],
)
def test_the_home_folder_is_shown_as_such_on_a_terminal(home: str, path: str, shown: str) -> None:
    assert Screen(80, home).path(path) == shown
    assert Screen(None, home).path(path) == path


def test_a_table_in_markdown() -> None:
    assert markdown(("a", "b"), [("1", "x|y")]) == "| a | b |\n| --- | --- |\n| 1 | x&#124;y |\n"


@pytest.mark.parametrize(
    ("line", "width", "shown"),
    [
        ([("a bb ccc", "")], 8, ["a bb ccc"]),
        ([("a bb ccc", "")], 7, ["a bb", "    ccc"]),
        ([("  why: ", "faint"), ("a bb ccc", "")], 12, ["  why: a bb", "      ccc"]),
        ([("FAILS    ", "error"), ("a bb ccc", "")], 14, ["FAILS    a bb", "         ccc"]),
        ([("         help: ", "faint"), ("a bb ccc ddd", "whole")], 20, ["         help: a bb ccc ddd"]),
        ([("         help: ", "faint"), ("a bb ccc ddd", "whole")], 26, ["         help:", "             a bb ccc ddd"]),
        ([("  ", ""), ("run it now", "command"), ("  # as is so", "faint")], 20, ["  run it now  # as", "      is so"]),
        ([("  ", ""), ("run it, all of it", "command"), ("  # why", "faint")], 16, ["  run it, all of it", "      # why"]),
        ([("/a/long/path:1:2: ", "place"), ("e", "error"), (" x", "")], 10, ["/a/long/path:1:2:", "    e x"]),
        ([("see https://example.com/a/long/address now", "")], 20, ["see https://example.com/a/long/address", "    now"]),
        ([("本番 環境 本番", "")], 9, ["本番 環境", "    本番"]),
        ([("", "")], 9, [""]),
        ([], 9, [""]),
    ],
)  # fmt: skip
def test_a_line_is_folded_between_words_and_a_command_stays_whole(line: Line, width: int, shown: list[str]) -> None:
    found = [*fitted(line, width)]
    assert [text_of(each) for each in found] == shown
    roles = {text: role for text, role in line if role in ("command", "whole")}
    assert {text: role for each in found for text, role in each if role in ("command", "whole")} == roles


@pytest.mark.parametrize("columns", [20, 40, 60])
@pytest.mark.parametrize(
    ("before", "of", "behind"), [(0, 5, 0), (60, 5, 0), (0, 90, 0), (0, 5, 90), (60, 5, 90), (60, 90, 90)]
)
def test_a_marked_line_keeps_its_mark_where_there_is_little_room(
    before: int, of: int, behind: int, columns: int
) -> None:
    found = Marked(7, "a" * before + "X" * of + "b" * behind, before, of).within(columns)
    assert width_of(found.text) <= columns
    assert {*found.text[found.indent : found.indent + found.width]} <= {"X", "…"}
    assert found.text[found.indent] == "X"
    assert found.width == min(of, columns - found.indent)
