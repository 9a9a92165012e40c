"""What a scalar means to kubectl. The tables are what real kubectl 1.20 to 1.37 made of each text (all of them agree)."""

import contextlib
import math

import pytest

from kubeconv.tree.scalar import TAG, decode_binary, key_of, resolve, resolve_plain

#: Value to the plain texts that kubectl takes for it.
NOT_STRINGS: list[tuple[int | float | bool | None, str]] = [
    (None, "~ null Null NULL"),
    (True, "true True TRUE yes Yes YES on On ON y Y"),
    (False, "false False FALSE no No NO off Off OFF n N"),
    (8, "08 8.0"),  # 08 is no octal number: Go then reads it as a float
    (7, "007 7 +7 0b111 0x7 0X7 0o7 0O7 7_ 7. 7.0 07"),
    (9, "09 9"),
    (18, "018 18"),
    (10, "1__0 1_0 10 1e1 1E1 1e+1 .1e2"),
    (15, "0o17 0O17 017 0xF 0B1111 15"),
    (31, "0x1F 0X1f 0x1_F +0x1f"),
    (83, "0123 83"),
    (-83, "-0123 -83"),
    (-3, "-0b11 -3 -0x3 -3.0"),
    (1000, "1_000 1e3 1E3 1_0e2 1000"),
    (20200101, "20200101"),
    (9223372036854775807, "9223372036854775807"),
    (-9223372036854775808, "-9223372036854775808"),
    (18446744073709551615, "18446744073709551615"),
    (18446744073709551616.0, "18446744073709551616"),
    (-9223372036854775809.0, "-9223372036854775809"),
    (1.2345678901234568e29, "123456789012345678901234567890"),
    (10.5, "1_0.5 10.5"),
    (0.5, ".5 +.5 00.5 0.5"),
    (-0.5, "-.5"),
    (0.001, "1e-3"),
    (1500.0, "1.5e3"),
    (1.2e46, "12e45"),
    (math.inf, ".inf .Inf .INF +.inf +.Inf +.INF"),
    (-math.inf, "-.inf -.Inf -.INF"),
]
ZERO = "0 00 -0 +0 0.0 -0.0"
STRINGS = """
    0o8 0x 0xg 0b2 _1 . .. 1.2.3 1e 1e400 -1e400 123e4567 e3 .e3 1e3.5 1,000 .iNf .Nan inf nan Infinity NaN
    tRUE yEs oN t f nULL ~~ none None nil undefined 12:30:45 1:30 190:20:30 -1:30 1:30.5 12:30
    2020-01-01 2020-1-1 2020-13-45 2020-01-01T00:00:00Z 2020-01-01t00:00:00z = << < -- ... / \\ $ $x ^ _ ( ) a:b a:1 x# a#b
    00000000-0000-0000-0000-000000000000 6dae42f8-4368-4678-94ff-3960e28e3630 1e3-a v1 +a -a
"""


@pytest.mark.parametrize(("text", "value"), [(text, value) for value, texts in NOT_STRINGS for text in texts.split()])
def test_a_plain_text_that_is_no_string(text: str, value: int | float | bool | None) -> None:
    found = resolve_plain(text)
    assert found == value
    assert isinstance(found, bool) == isinstance(value, bool)


@pytest.mark.parametrize("text", ZERO.split())
def test_zero_is_a_number_and_not_false(text: str) -> None:
    found = resolve_plain(text)
    assert found == 0
    assert not isinstance(found, bool)


@pytest.mark.parametrize("text", [".nan", ".NaN", ".NAN"])
def test_not_a_number(text: str) -> None:
    found = resolve_plain(text)
    assert isinstance(found, float)
    assert math.isnan(found)


@pytest.mark.parametrize("text", STRINGS.split())
def test_a_plain_text_that_is_a_string(text: str) -> None:
    assert resolve_plain(text) == text


def test_nothing_is_null() -> None:
    assert resolve_plain("") is None


@pytest.mark.parametrize("style", ["'", '"', "|", ">"])
@pytest.mark.parametrize("text", ["1", "yes", "null", "", "~", "1e3", ".inf"])
def test_quotes_and_blocks_make_strings(text: str, style: str) -> None:
    assert resolve(text, style) == text


@pytest.mark.parametrize(
    ("text", "style", "tag", "value"),
    [
        ("123", "", f"{TAG}str", "123"),
        ("yes", "", f"{TAG}str", "yes"),
        ("", "", f"{TAG}str", ""),
        ("123", "", "!foo", "123"),
        ("123", "", "!", "123"),
        ("1", "", "!!int", "1"),  # written !<!!int>
        ("1", "'", f"{TAG}int", 1),
        ("0x1F", "", f"{TAG}int", 31),
        ("1", "", f"{TAG}float", 1.0),
        ("1.5", '"', f"{TAG}float", 1.5),
        ("yes", "", f"{TAG}bool", True),
        ("~", "", f"{TAG}null", None),
        ("2020-01-01", "", f"{TAG}timestamp", "2020-01-01"),
    ],
)
def test_a_tag_decides(text: str, style: str, tag: str, value: object) -> None:
    found = resolve(text, style, tag)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize("tag", ["int", "float", "bool", "null"])
def test_a_number_of_any_length_has_a_value_or_is_no_number(tag: str) -> None:
    for text in (
        "1" * 4_301,
        "-" + "9" * 100_000,
        "0x" + "f" * 5_000,
        "0" * 5_000 + "7",
        "1" * 5_000 + ".5",
        "1_" * 5_000,
    ):
        resolve(text)
        with contextlib.suppress(ValueError):
            resolve(text, "", f"{TAG}{tag}")
    assert resolve("0" * 5_000 + "7") == 7
    assert resolve("1" * 4_301) == "1" * 4_301


@pytest.mark.parametrize(
    ("text", "decoded"),
    [
        ("ZXhlYw==", "exec"),
        ("ZXhl\r\nYw==\n", "exec"),
        ("", ""),
        ("ZXhlYx==", "exec"),  # bits that no byte needs
        ("4oI=", "\ufffd\ufffd"),  # each byte that is no UTF-8
        ("7aCA", "\ufffd\ufffd\ufffd"),
    ],
)
def test_binary_is_decoded_as_go_decodes_it(text: str, decoded: str) -> None:
    assert decode_binary(text) == decoded


@pytest.mark.parametrize("text", ["ZXhlYw", "ZXhlYw=", "ZXhlYw===", "ZX hlYw==", "ZXhl-_==", "=", "ZXhlYw==x", "é==="])
def test_what_go_does_not_decode_is_an_error(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - of any kind
        decode_binary(text)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("1e3", "1000"), ("010", "8"), ("0x10", "16"), ("1.50", "1.5"), ("1e21", "1e+21"), ("1e-7", "1e-07"), ("-0.0", "-0"),
        ("1e5", "100000"), ("1e6", "1e+06"), ("1234567.5", "1.2345675e+06"), ("0.0001", "0.0001"), ("yes", "true"),
        ("16777217.0", "1.6777216e+07"), ("N", "false"), (".inf", ".inf"), ("-.Inf", "-.inf"), (".NaN", ".nan"),
        ("1.7976931348623157e308", ".inf"),
        ("123456789012345678901234567890", "1.2345679e+29"), ("2020-01-01", "2020-01-01"), ("-1", "-1"), ("y", "true"),
    ],
)  # fmt: skip
def test_a_key_is_what_json_writes(text: str, key: str) -> None:
    assert key_of(resolve(text)) == key


@pytest.mark.parametrize(
    ("text", "tag"), [("abc", "int"), ("1.5", "int"), ("yes", "int"), ("1", "bool"), ("1", "null"), ("x", "timestamp")]
)
def test_a_text_that_is_not_what_its_tag_says_is_an_error(text: str, tag: str) -> None:
    with pytest.raises(ValueError, match="tag"):
        resolve(text, "", f"{TAG}{tag}")
