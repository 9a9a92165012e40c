"""Bytes to text and back: no byte is ever lost, and positions are those that an editor shows."""

import pytest

from kubeconv.tree.source import Edit, Position, Source, Span

BYTES = {
    "empty": b"",
    "ascii": b"a: 1\n",
    "utf-8": "ü: 😀\n".encode(),
    "no newline at the end": b"a: 1",
    "byte order mark": b"\xef\xbb\xbfa: 1\n",
    "byte order mark alone": b"\xef\xbb\xbf",
    "two byte order marks": b"\xef\xbb\xbf\xef\xbb\xbfa: 1\n",
    "byte order mark in the middle": b"a: 1\n\xef\xbb\xbfb: 2\n",
    "latin-1": b"# caf\xe9\n",
    "not utf-8 at all": bytes(range(256)),
    "cut utf-8": "ü".encode()[:1],
    "encoded surrogate": b"\xed\xa0\x80",
    "overlong": b"\xc0\xaf",
    "utf-16 little-endian": b"\xff\xfe" + "ü: 😀\r\n".encode("utf-16-le"),
    "utf-16 big-endian": b"\xfe\xff" + "ü: 😀\r\n".encode("utf-16-be"),
    "utf-16 mark alone": b"\xff\xfe",
    "utf-16 with an odd byte": b"\xff\xfe" + "a: 1".encode("utf-16-le") + b"\x00",
    "utf-16 with a lone surrogate": b"\xff\xfe\x00\xd8a\x00",
    "utf-16 without mark": "a: 1".encode("utf-16-le"),
    "utf-32": "\ufeffa".encode("utf-32-le"),
    "nul": b"a: \x00\n",
    "crlf": b"a: 1\r\nb: 2\r\n",
    "carriage returns": b"a: 1\rb: 2\r",
    "all line ends": b"a\nb\r\nc\rd\n\re",
}


@pytest.mark.parametrize("data", BYTES.values(), ids=BYTES.keys())
def test_bytes_come_back_as_they_were(data: bytes) -> None:
    source = Source(data)
    assert source.encode(source.text) == data
    assert source.encode(source.apply([])) == data


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xef\xbb\xbfa: 1", "a: 1"),
        (b"\xff\xfe" + "a: 😀".encode("utf-16-le"), "a: 😀"),
        (b"\xfe\xff" + "a: 😀".encode("utf-16-be"), "a: 😀"),
        (b"\xef\xbb\xbf\xef\xbb\xbfa", "\ufeffa"),
        (b"caf\xe9", "caf\udce9"),
    ],
)
def test_the_text_is_what_stands_behind_the_byte_order_mark(data: bytes, text: str) -> None:
    assert Source(data).text == text


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("ab: 1\n".encode("utf-8-sig"), "ab: ü😀\n".encode("utf-8-sig")),
        ("ab: 1\n".encode("utf-16"), "ab: ü😀\n".encode("utf-16")),
        (b"\xfe\xff" + "ab: 1\n".encode("utf-16-be"), b"\xfe\xff" + "ab: ü😀\n".encode("utf-16-be")),
        (b"ab: 1 # \xe9\n", "ab: ü😀 # ".encode() + b"\xe9\n"),
    ],
    ids=["utf-8 with mark", "utf-16 little-endian", "utf-16 big-endian", "with a byte that is no utf-8"],
)
def test_new_text_takes_the_encoding_of_the_file(data: bytes, expected: bytes) -> None:
    source = Source(data)
    assert source.encode(source.apply([Edit(Span(4, 5), "ü😀")])) == expected


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ([], "0123456789"),
        ([Edit(Span(2, 4), "x")], "01x456789"),
        ([Edit(Span(8, 10), "z"), Edit(Span(0, 2), "a")], "a234567z"),
        ([Edit(Span(5, 5), "in")], "01234in56789"),
        ([Edit(Span(5, 5), "first"), Edit(Span(5, 5), "second")], "01234firstsecond56789"),
        ([Edit(Span(2, 5), "x"), Edit(Span(5, 7), "y")], "01xy789"),
        ([Edit(Span(2, 5), "x"), Edit(Span(5, 5), "y")], "01xy56789"),
        ([Edit(Span(5, 7), "y"), Edit(Span(5, 5), "x")], "01234xy789"),
        ([Edit(Span(0, 10), "")], ""),
        ([Edit(Span(10, 10), "end")], "0123456789end"),
    ],
)
def test_edits_are_spliced_in_whatever_their_order(edits: list[Edit], expected: str) -> None:
    assert Source(b"0123456789").apply(edits) == expected


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(Span(2, 5), "x"), Edit(Span(4, 6), "y")],
        [Edit(Span(2, 5), "x"), Edit(Span(3, 3), "y")],
        [Edit(Span(2, 5), "x"), Edit(Span(2, 5), "y")],
    ],
    ids=["crossing", "insertion inside", "the same place twice"],
)
def test_overlapping_edits_are_an_error(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="overlap"):
        Source(b"0123456789").apply(edits)


@pytest.mark.parametrize(
    ("text", "line_end"),
    [
        ("", "\n"),
        ("a", "\n"),
        ("a\nb\r\n", "\n"),
        ("a\r\nb\n", "\r\n"),
        ("a\rb\r", "\r"),
        ("\n", "\n"),
        ("\r\n", "\r\n"),
        ("a\u2028b", "\n"),
    ],
)
def test_the_line_end_is_that_of_the_first_line(text: str, line_end: str) -> None:
    assert Source(text.encode()).line_end == line_end


@pytest.mark.parametrize(
    ("text", "offset", "position"),
    [
        ("", 0, (1, 1)),
        ("ab\ncd", 0, (1, 1)),
        ("ab\ncd", 2, (1, 3)),
        ("ab\ncd", 3, (2, 1)),
        ("ab\ncd", 5, (2, 3)),
        ("ab\n", 3, (2, 1)),
        ("ab\r\ncd", 4, (2, 1)),
        ("ab\rcd", 3, (2, 1)),
        ("a\rb\nc\r\nd", 7, (4, 1)),
        ("ü😀x", 2, (1, 3)),
        ("a\u2028b\x85c", 4, (1, 5)),  # line breaks of YAML, but of no editor and no grep -n
        ("\n\n\n", 2, (3, 1)),
    ],
)
def test_positions_are_counted_as_editors_do(text: str, offset: int, position: tuple[int, int]) -> None:
    assert Source(text.encode()).position(offset) == Position(*position)


@pytest.mark.parametrize("text", ["", "ab", "a\n\nb\n", "a\rb\nc\r\nd\n"])
def test_a_line_is_the_same_in_whatever_order_it_is_asked(text: str) -> None:
    order = [*range(len(text) + 1)]
    for offsets in (order, order[::-1], order[::2] + order):
        source = Source(text.encode())
        assert [source.line_of(each) for each in offsets] == [
            Source(text.encode()).position(each).line for each in offsets
        ]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_lines_are_found_whatever_their_end(line_end: str) -> None:
    text = line_end.join(["one", "", "three  "])
    source = Source(text.encode())
    assert [source.line(number) for number in (1, 2, 3)] == ["one", "", "three  "]
    third = text.index("three")
    assert source.start_of_line(third) == source.start_of_line(third + 4) == third
    assert source.end_of_line(third) == source.end_of_line(len(text)) == len(text)
    assert (source.start_of_line(2), source.end_of_line(0)) == (0, 3)
