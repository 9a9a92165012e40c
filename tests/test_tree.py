"""Text to nodes: tight spans, what a document means to kubectl, and errors at the right place. With both parsers."""

import re
import time
from collections.abc import Callable

import pytest
from yaml_writer import data_of

from kubeconv.tree.finding import Finding, Refused
from kubeconv.tree.node import ALIAS, Node, TooLarge, fields, get, pairs, plain, string, texts
from kubeconv.tree.parse import parse

pytestmark = pytest.mark.usefixtures("parser")


def root_of(text: str) -> Node:
    root = parse(text).root
    assert root is not None
    return root


def refusal(text: str) -> Finding:
    with pytest.raises(Refused) as refused:
        parse(text)
    return refused.value.finding


# --- spans: ⟦ and ⟧ stand around the value of the key v

SPANS = {
    "plain": "v: ⟦abc⟧\n",
    "plain at the end of the file": "v: ⟦abc⟧",
    "plain with a comment": "v: ⟦abc⟧  # c\n",
    "plain with blanks behind": "v: ⟦abc⟧   \nw: 1\n",
    "plain over two lines": "v: ⟦abc\n  def⟧\n\nw: 1\n",
    "plain on the next line": "v:\n  ⟦abc⟧\n\nw: 1\n",
    "plain before windows line ends": "v: ⟦abc⟧\r\nw: 1\r\n",
    "plain before a carriage return": "v: ⟦abc⟧\rw: 1\r",
    "plain behind characters beyond the basic plane": "x: 😀\nv: ⟦😀⟧ # 😀\n",
    "plain behind a line separator": "x: a\u2028v: ⟦abc⟧\u2028w: 1\n",
    "single-quoted": "v: ⟦'it''s'⟧ # c\n",
    "double-quoted": 'v: ⟦"a\\"b"⟧ # c\n',
    "double-quoted over lines": 'v: ⟦"a\n\n  b"⟧\n',
    "literal": "v: ⟦|\n  a\n\n  b⟧\n\n\n# c\nw: 1\n",
    "literal, keeping": "v: ⟦|+\n  a⟧\n\n\nw: 1\n",
    "literal with a header comment": "v: ⟦| # c\n  a⟧\nw: 1\n",
    "folded": "v: ⟦>-\n  a\n  b⟧\n",
    "nothing": "v:⟦⟧\nw: 1\n",
    "nothing but a comment": "v:⟦⟧ # c\nw: 1\n",
    "nothing at the end of the file": "w: 1\nv:⟦⟧",
    "flow mapping": "v: ⟦{a: 1, b: [x]}⟧ # c\n",
    "flow list over lines": "v: ⟦[\n  a, # c\n  b\n]⟧ # d\n",
    "flow in json": '{"w": 1, "v": ⟦{"a": [1, 2]}⟧, "x": 1}',
    "empty flow mapping": "v: ⟦{}⟧\n",
    "block mapping": "v:\n  ⟦a: 1\n  b: 2⟧\n\n# of w\nw: 1\n",
    "block mapping ending in nothing": "v:\n  ⟦a: 1\n  b:⟧\n\n# of w\nw: 1\n",
    "block mapping with a trailing comment": "v: # c\n  ⟦a: 1⟧ # d\n  # e\nw: 1\n",
    "block list": "v:\n  ⟦- a\n  - b⟧\n\n# of w\nw: 1\n",
    "block list, not indented": "v:\n⟦- a\n- b⟧\n# of w\nw: 1\n",
    "block list ending in nothing": "v:\n⟦- a\n-⟧\n# of w\nw: 1\n",
    "blocks in blocks": "v:\n  ⟦a:\n    - b: 1\n      c: |\n        x⟧\n\n\nw: 1\n",
    "alias": "w: &a 1\nv: ⟦*a⟧ # c\n",
    "anchor": "v: ⟦&a abc⟧ # c\n",
    "anchor and tag of a block": "v: ⟦&a !!map\n  x: 1⟧\n\nw: 1\n",
    "tag of nothing": "v: ⟦!!str⟧\nw: 1\n",
    "explicit value": "? v\n: ⟦abc⟧\n",
    "at the end of a document": "v:\n  ⟦a: 1⟧\n...\n",
    "before another document": "v:\n  ⟦a: 1⟧\n\n---\nw: [\n",
}


@pytest.mark.parametrize("marked", SPANS.values(), ids=SPANS.keys())
def test_a_span_holds_its_value_and_no_more(marked: str) -> None:
    before, value, _ = re.split("[⟦⟧]", marked)
    node = next(pair.value for pair in pairs(root_of(re.sub("[⟦⟧]", "", marked))) if pair.key.text == "v")
    assert (node.start, node.end) == (len(before), len(before) + len(value))


@pytest.mark.parametrize("parser", ["libyaml"], indirect=True)  # the pure parser takes such a tab for an error
def test_a_tab_at_the_end_of_a_line_is_no_part_of_a_value() -> None:
    assert plain(root_of("v: abc \t\nw: 1\n")) == {"v": "abc", "w": 1}


def test_the_span_of_an_explicit_key_without_value_is_tight() -> None:
    (pair,) = (pair for pair in pairs(root_of("v:\n  a: 1\n  ? b\n\n# of w\nw: 1\n")) if pair.key.text == "v")
    assert pair.value.end == len("v:\n  a: 1\n  ? b")


def test_an_alias_is_a_node_of_its_own() -> None:
    document = parse("a: &x {k: 1}\nb: *x\nc: [*x]\n")
    assert [alias.text for alias in document.aliases] == ["x", "x"]
    assert document.root is not None
    first, second, _ = (pair.value for pair in pairs(document.root))
    assert (second.kind, second.target, second.real, first.anchor) == (ALIAS, first, first, "x")


def test_the_last_anchor_of_a_name_counts() -> None:
    assert plain(root_of("a: &x 1\nb: &x 2\nc: *x\n")) == {"a": 1, "b": 2, "c": 2}


# --- meaning

MEANINGS: dict[str, tuple[str, object]] = {
    "scalars": (
        "[a, 1, 1.5, yes, ~, '1', \"1\", 1e3, 12:30, 010, !!str 1]",
        ["a", 1, 1.5, True, None, "1", "1", 1000.0, "12:30", 8, "1"],
    ),
    "the last of duplicate keys": ("{a: 1, b: 2, a: 3}", {"a": 3, "b": 2}),
    "an alias": ("{a: &x {k: 1}, b: *x}", {"a": {"k": 1}, "b": {"k": 1}}),
    "an alias as key": ("{a: &x k, *x : 1}", {"a": "k", "k": 1}),
    "a merge key": ("a: &a {k: 1, l: 2}\nb: {<<: *a, l: 3}", {"a": {"k": 1, "l": 2}, "b": {"k": 1, "l": 3}}),
    "a merge key counts where it stands": ("a: &a {k: 1}\nb: {k: 3, <<: *a}", {"a": {"k": 1}, "b": {"k": 1}}),
    "a list of merges, the first counts": (
        "- &a {k: 1}\n- &b {k: 2, l: 2}\n- {<<: [*a, *b]}",
        [{"k": 1}, {"k": 2, "l": 2}, {"k": 1, "l": 2}],
    ),
    "merges of merges": (
        "- &a {k: 1}\n- &b {<<: *a, l: 2}\n- {<<: *b}",
        [{"k": 1}, {"k": 1, "l": 2}, {"k": 1, "l": 2}],
    ),
    "a quoted merge key is a key": ('{"<<": {k: 1}}', {"<<": {"k": 1}}),
    "blocks": ("a: |\n  x\n\n  y\nb: >-\n  x\n  y\n", {"a": "x\n\ny\n", "b": "x y"}),
    "the first of several documents": ("a: 1\n---\nb: 2\n", {"a": 1}),
    "an empty first document": ("---\n---\nb: 2\n", None),
    "a document end": ("a: 1\n...\n}{\n", {"a": 1}),
    "json": ('{"a":[1,true,null,"\\u00e9"]}', {"a": [1, True, None, "é"]}),
    "carriage returns": ("a: 1\rb:\r- x\r", {"a": 1, "b": ["x"]}),
    "a set": ("? a\n? b\n", {"a": None, "b": None}),
}


@pytest.mark.parametrize(("text", "data"), MEANINGS.values(), ids=MEANINGS.keys())
def test_a_document_means_what_kubectl_reads(text: str, data: object) -> None:
    assert plain(root_of(text)) == data


@pytest.mark.parametrize("text", ["\u2028", "\ue001"], ids=ascii)
@pytest.mark.parametrize("odd", ["!x y", '"\\\'"'], ids=["a tag", "an escaped apostrophe"])
def test_what_is_mended_leaves_escaped_characters_alone(text: str, odd: str) -> None:
    assert fields(root_of(f'a: "\\u{ord(text):04x}"\nb: {odd}\n'))["a"].value.text == text


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "   "])
def test_an_empty_file_has_no_root(text: str) -> None:
    assert parse(text).root is None


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\nb: x\nc:\nd: ~\ne: '~'\nf: null\n",
        "yes: 1\n1e3: x\n'1e3': y\n",
        "a: 1\na: 2\n",
        "a: [1]\nb: {c: d}\n",
        "a: &x 1\nb: *x\nc: !!null ''\n",
        "!!str a: 1\n<<: {a: 2, b: 3}\n",
        "a: &x {b: 1, c: 2}\n<<: *x\nc: 3\n",
        "- a\n- b\n- c\n",
        "a",
    ],
)
def test_texts_are_those_of_the_fields(text: str) -> None:
    root = root_of(text)
    assert texts(root) == {key: string(pair.value.real) for key, pair in fields(root).items()}


def test_get_and_fields_see_what_kubectl_sees() -> None:
    root = root_of("b: &b {x: 1, w: ~, z: 3}\nm: {<<: *b, z: 4, z: 5}\nk:\nl: [1]\n")
    merged = get(root, "m")
    assert merged is not None
    assert {key: pair.value.text for key, pair in fields(merged).items()} == {"x": "1", "w": "~", "z": "5"}
    assert get(merged, "w") is None
    assert get(root, "k") is None
    assert get(root, "nowhere") is None
    assert get(get(root, "l"), "x") is None


@pytest.mark.parametrize(
    "text",
    ["[" * 102 + "]" * 102, f"- &a [{'x, ' * 1000}]\n- [{'x, ' * 2000}]\n- [{'*a, ' * 99}]\n"],
    ids=["nested 102 deep", "99 aliases of 1000"],
)
def test_plain_data_has_a_limit(text: str) -> None:
    with pytest.raises(TooLarge):
        plain(root_of(text))


# --- errors

ERRORS = {
    "not closed": ("a: [1,\n", 7, "not valid YAML"),
    "a tab": ("a:\n\tb: 1\n", 3, "not valid YAML"),
    "two colons": ("a: b: c\n", 4, "not valid YAML"),
    "a bad escape": ('a: "\\q"\n', 4, "not valid YAML"),
    "an unknown anchor": ("a: *x\n", 3, "an alias (*) of an anchor that is not defined"),
    "an anchor in itself": ("a: &x [*x]\n", 7, "an anchor contains itself"),
    "an anchor deep in itself": ("a: &x {b: {c: *x}}\n", 14, "an anchor contains itself"),
    "a control character": ("a: b\x07\n", 4, "control character U+0007 is not allowed"),
    "a control character in a comment": ("a: b # \x1b[0m\n", 7, "control character U+001B is not allowed"),
    "nul": ("a: \x00b\n", 3, "control character U+0000 is not allowed"),
}


@pytest.mark.parametrize(("text", "at", "message"), ERRORS.values(), ids=ERRORS.keys())
def test_an_error_is_told_at_its_place(text: str, at: int, message: str) -> None:
    finding = refusal(text)
    assert finding.message.startswith(message)
    assert "\n" not in finding.message
    assert finding.span is not None
    assert abs(finding.span.start - at) <= 1  # the parsers point at either side of a character


@pytest.mark.parametrize("text", ["a: caf\udce9\n", "# caf\udce9\na: 1\n"])
def test_a_byte_that_is_no_utf8_is_told(text: str) -> None:
    finding = refusal(text)
    assert finding.message == "not valid UTF-8: byte 0xe9"
    assert finding.span is not None
    assert finding.span.start == text.index("\udce9")


def test_a_tab_is_told_with_the_way_out() -> None:
    assert refusal("a:\n\tb: 1\n").help == "indent with spaces"


# --- nesting: from 1,000 levels on nothing is judged, with any parser

NESTED = {
    "brackets": lambda depth: "[" * depth + "]" * depth,
    "braces": lambda depth: "{a: " * depth + "}" * depth,
    "JSON": lambda depth: '{"a":' * depth + "1" + "}" * depth,
    "brackets below a key": lambda depth: "x: " + "[" * (depth - 1) + "]" * (depth - 1),
    "brackets over lines": lambda depth: "[\n " * depth + "]\n" * depth,
    "dashes": lambda depth: "- " * depth + "x",
    "explicit keys": lambda depth: "? " * depth + "x",
    "keys": lambda depth: "".join(f"{' ' * level}a:\n" for level in range(depth)),
    "lists without indentation": lambda depth: "".join(f"{' ' * level}a:\n{' ' * level}-\n" for level in range(depth // 2)),
    "keys and dashes": lambda depth: "- a:\n" + "".join(f"{' ' * 2 * n}- a:\n" for n in range(1, depth // 2)),
    "dashes and brackets": lambda depth: "- " * (depth // 2) + "[" * (depth // 2) + "]" * (depth // 2),
}  # fmt: skip


@pytest.mark.parametrize("text", NESTED.values(), ids=NESTED.keys())
def test_a_thousand_levels_are_not_judged(text: Callable[[int], str]) -> None:
    for depth in (1_000, 1_002, 2_100):
        finding = refusal(text(depth))
        assert finding.message == "nested 1,000 levels deep or deeper: kubeconv does not judge this"
        assert (finding.code, finding.effect) == ("KC003", "unjudged")
    assert parse(text(998)).root is not None


@pytest.mark.parametrize(
    "text", ["# {0}\nx: 1\n", "x: '{0}'\n", 'x: "{0}"\n', "x: |\n  {0}\n", "x: a{0}\n", "{{x: '{0}'}}", "- x # {0}\n"]
)
def test_what_only_looks_nested_is_read(text: str) -> None:
    for filling in ("[" * 3_000, "{" * 3_000, "- " * 3_000, "? " * 3_000):
        assert plain(root_of(text.format(filling))) == data_of(text.format(filling))


# --- hostile input: each is refused, or read, within a second

HOSTILE = {
    "brackets": "[" * 100_000,
    "closed brackets": "[" * 100_000 + "]" * 100_000,
    "braces": "{a: " * 100_000,
    "nested lists": "- " * 100_000,
    "nested keys": "? " * 100_000,
    "an alias bomb": "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10)),
    "a bomb of merges": "a0: &a0 {k: v}\n"
    + "".join(f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 10)}]}}\n" for n in range(1, 10)),
    "aliases of a long text": f"a: &a {'xy' * 50_000}\nb: [{'*a,' * 20_000}]\n",
    "merges of a long text": f"a: &a {{k: {'xy' * 50_000}}}\nb: [{'{<<: *a},' * 10_000}]\n",
    "a quadratic blow-up": f"a: &a [{'x,' * 20_000}]\nb: [{'*a,' * 20_000}]\n",
}  # fmt: skip


# The pure parser needs two seconds for the brackets.
@pytest.mark.parametrize("parser", ["libyaml"], indirect=True)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_input_is_refused_within_a_second(text: str) -> None:
    started = time.process_time()
    finding = refusal(text)
    assert time.process_time() - started < 1
    assert re.match(
        "not valid YAML|nested 1,000 levels|aliases make the document grow without measure|more values", finding.message
    )


@pytest.mark.parametrize("parser", ["libyaml"], indirect=True)
def test_of_two_large_files_the_deep_one_is_not_judged() -> None:
    entries = (f"- name: context-{number}\n  context: {{cluster: c, user: u}}\n" for number in range(75_000))
    (_, contexts) = root_of("contexts:\n" + "".join(entries)).children
    assert len(contexts.children) == 75_000
    deep = f"x: {'[' * 300}{'a word of some length, ' * 300_000}{']' * 300}"
    assert refusal(deep).message == "more values than any kubeconfig: kubeconv does not judge this"


@pytest.mark.parametrize(("text", "value", "times"), [("1", 1, 2000), ("{k: v}", {"k": "v"}, 300)])
def test_many_aliases_of_a_small_value_are_no_bomb(text: str, value: object, times: int) -> None:
    assert plain(root_of(f"a: &a {text}\nb: [{'*a, ' * times}]")) == {"a": value, "b": [value] * times}
