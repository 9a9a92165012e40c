"""Data to text in the style around it: fragments, and the smallest edits that make a value what it is to be."""

from typing import Any

import pytest

from kubeconv.conversion.rewrite import update
from kubeconv.tree.edit import Editor, Unwritable
from kubeconv.tree.fragment import Style, block, flow, quote, scalar
from kubeconv.tree.node import fields, plain
from kubeconv.tree.parse import parse
from kubeconv.tree.source import Source

BLOCK, FLOW, JSON = Style(False, "\n"), Style(True, "\n"), Style(True, "\n", quoted=True)


def changed(text: str, new: Any) -> str:
    """The text with the value of its key m made `new`."""
    source = Source(text.encode())
    root = parse(source.text).root
    assert root is not None
    pair = fields(root)["m"]
    return source.apply(update(Editor(source, root), root, pair, plain(pair.value), new))


# --- fragments


@pytest.mark.parametrize(
    ("value", "in_block", "in_flow"),
    [
        ("kubelogin", "kubelogin", "kubelogin"),
        ("--server-id", "--server-id", "--server-id"),
        ("6dae42f8-4368-4678-94ff-3960e28e3630", *["6dae42f8-4368-4678-94ff-3960e28e3630"] * 2),
        ("https://login.microsoftonline.com/", "https://login.microsoftonline.com/", '"https://login.microsoftonline.com/"'),
        ("u=/subscriptions/x,k=v", "u=/subscriptions/x,k=v", '"u=/subscriptions/x,k=v"'),
        ("C:\\Users\\me", "C:\\Users\\me", '"C:\\\\Users\\\\me"'),
        ("", '""', '""'),
        ("1", '"1"', '"1"'),
        ("1e3", '"1e3"', '"1e3"'),
        ("0x1F", '"0x1F"', '"0x1F"'),
        ("yes", '"yes"', '"yes"'),
        ("n", '"n"', '"n"'),
        ("~", '"~"', '"~"'),
        ("12:30", "12:30", '"12:30"'),
        ("2020-01-01", "2020-01-01", "2020-01-01"),
        ("---", '"---"', '"---"'),
        ("a: b", '"a: b"', '"a: b"'),
        ("a #b", '"a #b"', '"a #b"'),
        (" a", '" a"', '" a"'),
        ("*a", '"*a"', '"*a"'),
        ("@a", '"@a"', '"@a"'),
        ("a\nb", '"a\\nb"', '"a\\nb"'),
        ("a\tb", '"a\\tb"', '"a\\tb"'),
        ("\x7f\x85\u2028\ufeff", '"\\u007f\\u0085\\u2028\\ufeff"', '"\\u007f\\u0085\\u2028\\ufeff"'),
        (1, "1", "1"),
        (True, "true", "true"),
        (None, "null", "null"),
    ],
)  # fmt: skip
def test_a_string_is_quoted_only_where_yaml_needs_it(value: object, in_block: str, in_flow: str) -> None:
    assert scalar(value, BLOCK) == in_block
    assert scalar(value, FLOW) == in_flow


def test_a_path_with_an_umlaut_needs_no_quotes() -> None:
    assert scalar("/home/jürgen/.kube", BLOCK) == "/home/jürgen/.kube"


def test_in_json_every_string_is_quoted_and_nothing_else() -> None:
    value = {"a": ["x", 1, 1.5, True, None, {}, []]}
    assert flow(value, JSON, "") == '{"a": ["x", 1, 1.5, true, null, {}, []]}'
    assert flow(value, JSON._replace(colon=":", comma=","), "") == '{"a":["x",1,1.5,true,null,{},[]]}'


def test_an_emoji_is_no_surrogate_pair_which_kubectl_refuses() -> None:
    assert quote("😀") == '"😀"'


@pytest.mark.parametrize(
    ("style", "lines"),
    [
        (BLOCK, ["a:", "- x", "- b: 1", "  c: []", "d:", "  e: f"]),
        (BLOCK._replace(list_step=2), ["a:", "  - x", "  - b: 1", "    c: []", "d:", "  e: f"]),
        (BLOCK._replace(step=8), ["a:", "- x", "- b: 1", "  c: []", "d:", "        e: f"]),
    ],
    ids=["as kubectl writes", "lists indented", "mappings indented by 8"],
)
def test_blocks_are_indented_as_the_style_says(style: Style, lines: list[str]) -> None:
    assert block({"a": ["x", {"b": 1, "c": []}], "d": {"e": "f"}}, style) == lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a\nb\nc\n", ["k: |", "  a", "  b", "  c"]),
        ("\na\n\nb\n", ["k: |", "", "  a", "", "  b"]),
        ("a\n", ['k: "a\\n"']),
        ("a\nb\nc", ['k: "a\\nb\\nc"']),
        ("a\nb\n\n", ['k: "a\\nb\\n\\n"']),
        (" a\nb\nc\n", ['k: " a\\nb\\nc\\n"']),
        ("a\n\tb\nc\n", ['k: "a\\n\\tb\\nc\\n"']),
    ],
)
def test_text_of_lines_becomes_a_literal_where_it_reads_well(text: str, lines: list[str]) -> None:
    assert block({"k": text}, BLOCK) == lines


def test_a_key_that_looks_like_a_merge_is_quoted() -> None:
    assert block({"<<": "x"}, BLOCK) == ['"<<": x']


# --- edits: name to the text, the new value of m, and the new text

EDITS: dict[str, tuple[str, Any, str]] = {
    "a plain scalar": ("m: x # c\n", "y z", "m: y z # c\n"),
    "a plain scalar that now needs quotes": ("m: x # c\n", "a #b", 'm: "a #b" # c\n'),
    "single quotes stay": ("m: 'x'\n", "it's", "m: 'it''s'\n"),
    "double quotes stay": ('m: "x"\n', "z", 'm: "z"\n'),
    "a string that looks like a number": ("m: x\n", "1", 'm: "1"\n'),
    "nothing to a mapping": ("m:\n", {"a": "x"}, "m:\n  a: x\n"),
    "a literal to a scalar": ("m: |\n  x\nn: 1\n", "z", "m: z\nn: 1\n"),
    "a value in a mapping": ("m:\n  a: x # c\n  b: z\n", {"a": "q", "b": "z"}, "m:\n  a: q # c\n  b: z\n"),
    "a renamed key": ("m:\n  a: 1 # c\n  z: 2\n", {"b": ["x"], "z": 2}, "m:\n  b:\n  - x # c\n  z: 2\n"),
    "a quoted key renamed": ('m:\n  "a": 1\n', {"b": 1}, 'm:\n  "b": 1\n'),
    "an added pair": ("m:\n  a: 1 # c\n\n# n\nn: 1\n", {"a": 1, "b": 2}, "m:\n  a: 1 # c\n  b: 2\n\n# n\nn: 1\n"),
    "an added pair behind a literal": ("m:\n  a: |\n    x\n\nn:\n", {"a": "x\n", "b": 2}, "m:\n  a: |\n    x\n  b: 2\n\nn:\n"),
    "an added pair at the end of the file": ("m:\n  a: 1", {"a": 1, "b": 2}, "m:\n  a: 1\n  b: 2"),
    "a text without line end behind it": ("m:\n  a: 1", {"a": 1, "b": "x\ny\nz\n"}, 'm:\n  a: 1\n  b: "x\\ny\\nz\\n"'),
    "a removed pair": ("m:\n  a: 1\n  # of b\n  b: 2 # c\n  # d\n", {"a": 1}, "m:\n  a: 1\n  # of b\n  # c\n  # d\n"),
    "the first pair removed": ("m:\n  a: 1 # c\n  b: 2\n", {"b": 2}, "m:\n  # c\n  b: 2\n"),
    "windows line ends": ("m:\r\n  a: 1\r\nn: 1\r\n", {"a": 1, "b": ["x"]}, "m:\r\n  a: 1\r\n  b:\r\n  - x\r\nn: 1\r\n"),
    "carriage returns": ("m:\r  a: 1\rn: 1\r", {"a": 1, "b": ["x"]}, "m:\r  a: 1\r  b:\r  - x\rn: 1\r"),
    "an item": ("m:\n- a\n- b # c\n", ["a", "x"], "m:\n- a\n- x # c\n"),
    "an item added": ("m:\n  - a # c\nn: 1\n", ["a", "x"], "m:\n  - a # c\n  - x\nn: 1\n"),
    "an item added before": ("m:\n- a\n", ["x", "a"], "m:\n- x\n- a\n"),
    "an item added between": ("m:\n- a # c\n- b\n", ["a", "x", "b"], "m:\n- a # c\n- x\n- b\n"),
    "an item removed": ("m:\n- a\n- b # c\n# of d\n- d\n", ["a", "d"], "m:\n- a\n# c\n# of d\n- d\n"),
    "the last item removed": ("m:\n- a\n- b # c\nn: 1\n", ["a"], "m:\n- a\n# c\nn: 1\n"),
    "all items replaced": ("m:\n- a # c\n- b # d\n", ["x"], "m:\n# c\n- x # d\n"),
    "a flow mapping": ("m: {a: 1, b: 2}\n", {"a": 1, "c": [1, "z"]}, "m: {a: 1, c: [1, z]}\n"),
    "a flow mapping grows": ("m: {a: 1}\n", {"a": 1, "b": {"c": "x"}}, "m: {a: 1, b: {c: x}}\n"),
    "a flow mapping shrinks": ("m: {a: 1, b: 2, c: 3}\n", {"b": 2}, "m: {b: 2}\n"),
    "a flow list": ("m: [a, b, c]\n", ["a", "x", "y", "c"], "m: [a, x, \"y\", c]\n"),
    "a flow list grows": ("m: [a]\n", ["a", "b"], "m: [a, b]\n"),
    "a flow list shrinks": ("m: [a, b, c]\n", ["b"], "m: [b]\n"),
    "a trailing comma": ("m: [a,]\n", ["a", "b"], "m: [a, b,]\n"),
    "compact json": ('{"m":{"a":1}}', {"a": 1, "b": [True, None]}, '{"m":{"a":1,"b":[true,null]}}'),
    "no blank behind a colon": ("m: {'a':1}\n", {"a": 1, "b": {"c": "x"}}, "m: {'a':1, b: {c: x}}\n"),
    "pretty json": (
        '{\n  "m": {\n    "a": 1\n  }\n}\n',
        {"a": 1, "b": ["x"]},
        '{\n  "m": {\n    "a": 1,\n    "b": [\n      "x"\n    ]\n  }\n}\n',
    ),
    "the last two removed": ("m:\n  a: 1\n  b: 2\n  c:\n    d: 3\nn: 1\n", {"a": 1}, "m:\n  a: 1\nn: 1\n"),
    "the last two of a flow mapping removed": ("m: {a: 1, b: 2, c: 3}\n", {"a": 1}, "m: {a: 1}\n"),
    "two neighbours removed": ("m:\n  a: 1\n  b: 2\n  c: 3\n", {"c": 3}, "m:\n  c: 3\n"),
    "all but the one in the middle removed": ("m: {a: 1, b: 2, c: 3, d: 4, e: 5}\n", {"c": 3}, "m: {c: 3}\n"),
    "lines above a deeper comment": (
        "m:\n  a: 1\n    # c\nn: 1\n", {"a": 1, "b": "x\ny\n"}, 'm:\n  a: 1\n  b: "x\\ny\\n"\n    # c\nn: 1\n'
    ),
    "lines above deeper blanks": (
        "m:\n  a: 1\n\n     \nn: 1\n", {"a": 1, "b": "x\ny\n"}, 'm:\n  a: 1\n  b: "x\\ny\\n"\n\n     \nn: 1\n'
    ),
    "lines above a comment": (
        "m:\n  a: 1\n\n  # c\nn: 1\n", {"a": 1, "b": "x\ny\n"}, "m:\n  a: 1\n  b: |\n    x\n    y\n\n  # c\nn: 1\n"
    ),
    "an overruled merge key": ("m:\n  <<: {a: 1}\n  b: 2\n", {"a": 5, "b": 2}, "m:\n  <<: {a: 1}\n  b: 2\n  a: 5\n"),
}  # fmt: skip


@pytest.mark.parametrize(("before", "new", "after"), EDITS.values(), ids=EDITS.keys())
def test_only_what_changes_is_written(before: str, new: Any, after: str) -> None:
    assert changed(before, new) == after
    root = parse(after).root
    assert root is not None
    assert plain(fields(root)["m"].value) == new


@pytest.mark.parametrize(
    ("text", "new", "message"),
    [
        ("m:\n  ? a\n  : 1\n", {"a": 2}, "the key a is written as an explicit key"),
        ("m: {a, b: 1}\n", {"a": 2, "b": 1}, "the key a is written as an explicit key"),
        ("m:\n  a: 1\n  a: 2\n", {"a": 3}, "it has the key a twice"),
        ("m:\n  a: [1]\n  <<: {a: [1, 2, 3, 4]}\n", {"a": [1, 5]}, r"a merge key \('<<'\) below its a overrules it"),
    ],
)
def test_what_cannot_be_changed_alone_is_named(text: str, new: Any, message: str) -> None:
    with pytest.raises(Unwritable, match=message):
        changed(text, new)


REMOVED = {
    "a block string with a tag": ("m:\n  a: !!str | # c\n    x\n  b: !!str # d\n    y\n", {"c": ["x"], "d": ["y"]}),
    "a block string with an anchor": ("m:\n  a: &x\n  # c\n    >- # d\n    x\n  b: 1\n", {"b": 1}),
    "the last two of a mapping": ("m:\n  a: 1\n  b: 2 # c\n  c: 3 # d\n", {"a": 1}),
    "a word with a tag": ("m:\n- a\n- !!str # c\n  b # d\n", ["a"]),
    "an item of a flow list removed": ("m: [\n  a, # c\n  b # d\n]\n", ["a"]),
    "the first item of a flow list removed": ("m: [\n  a, # c\n  b # d\n]\n", ["b"]),
}


@pytest.mark.parametrize(("before", "new"), REMOVED.values(), ids=REMOVED.keys())
def test_a_comment_inside_what_is_replaced_survives(before: str, new: Any) -> None:
    after = changed(before, new)
    assert [comment in after for comment in ("# c", "# d")] == [True, True]
