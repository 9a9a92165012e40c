"""The laws that hold for every file in `fixtures/`, whatever it is.

No edits, the same bytes. Converting twice is converting once. Outside the edits nothing moves. Spans hold their values.
Both YAML parsers see the same tree; so what holds of the tree of one holds of that of the other.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import FIXTURES
from packed import unpacked

import kubeconv
import kubeconv.tree.parse
from kubeconv.kubeconfig.view import parse_tolerantly
from kubeconv.releases.version import parse_version
from kubeconv.requirements.chain import decides
from kubeconv.tree.finding import Refused
from kubeconv.tree.node import ALIAS, SCALAR, Node
from kubeconv.tree.parse import parse
from kubeconv.tree.source import Source
from kubeconv.validation.rules import rule_of
from kubeconv.validation.run import Asked, validate_parsed

#: Folder to its files; those that client-go judged, a thousand, by the first word of their names.
GROUPS: dict[str, list[Path]] = {}
for root, place in (
    (FIXTURES, FIXTURES),
    *((unpacked(name), unpacked(name).parent) for name in ("client-go", "kubelogin")),
):
    for each in sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink()):
        folder = each.parent.relative_to(place).as_posix()
        word = f"/{each.name.partition('-')[0]}-" if folder == "client-go/cases" else ""
        GROUPS.setdefault(folder + word, []).append(each)

every_file = pytest.mark.parametrize("files", GROUPS.values(), ids=GROUPS.keys())

#: What is asked of every file: enough for any user to be converted.
CONVERSIONS: list[dict[str, Any]] = [
    {},
    {"login": "devicecode", "flags": {"server-id": "server", "client-id": "client", "tenant-id": "tenant"}},
    {"login": "azurecli", "keep_origin": True},
    {"to": "azure"},
    {"oidc_to_exec": True, "any_plugin": True},
    {"any_plugin": True, "keep_origin": True, "kubectl": "1.21"},
    {"to": "gcp"},
    {"to": "oidc", "keep_origin": True},
]
#: What is asked, and the formats of the logins that are meant by that.
NARROWED: list[tuple[dict[str, Any], set[str]]] = [
    ({"only": ["azure"]}, {"azure"}),
    ({"only": ["gcp"]}, {"gcp"}),
    ({"only": ["oidc"], "oidc_to_exec": True}, {"oidc"}),
    ({"only": ["openstack"], "any_plugin": True}, set()),
    ({"only": ["v1alpha1", "v1"], "any_plugin": True, "kubectl": "1.21"}, {"exec", "kubelogin"}),
    ({"login": "msi"}, {"azure", "kubelogin"}),
    ({"to": "gcp"}, {"exec"}),
]


def check(files: list[Path], law: Callable[[Path], None]) -> None:
    """The law holds for each of the files."""
    for path in files:
        try:
            law(path)
        except Exception as error:
            error.add_note(f"the law is broken by {path}")
            raise


def nodes(root: Node | None) -> Iterator[Node]:
    stack = [root] if root is not None else []
    while stack:
        node = stack.pop()
        yield node
        stack += reversed(node.children)


@every_file
def test_without_edits_the_bytes_stay(files: list[Path]) -> None:
    def law(path: Path) -> None:
        data = path.read_bytes()
        source = Source(data)
        assert source.encode(source.apply([])) == data

    check(files, law)


@every_file
def test_spans_hold_their_values(files: list[Path]) -> None:
    def law(path: Path) -> None:
        source = Source(path.read_bytes())
        try:
            root = parse(source.text).root
        except Refused:
            return
        for node in nodes(root):
            text = source.text[node.start : node.end]
            assert text == text.strip(" \r\n") or node.style in ("|", ">")
            if node.kind == ALIAS:
                assert text == f"*{node.text}"
            elif node.kind == SCALAR and not node.anchor and node.tag is None:
                assert_holds(text, node)
            for child in node.children:
                assert node.start <= child.start <= child.end <= node.end

    check(files, law)


def assert_holds(text: str, node: Node) -> None:
    """The text of a scalar is its value, or is read as its value if that is written in another way."""
    if not node.style and not set(text) & set("\n\r\x85\u2028\u2029"):
        assert text == node.text
    elif not node.style or node.style in "'\"":
        # Made an item of a flow list, where no line asks for indentation.
        items = yaml.compose(f"[{text}]", yaml.CSafeLoader)
        assert items is not None
        assert items.value[0].value == node.text
    else:
        assert text[0] == node.style


@every_file
def test_libyaml_and_our_grammar_see_the_same_tree(files: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    def tree(text: str, loader: object) -> list[tuple[object, ...]] | str:
        monkeypatch.setattr(kubeconv.tree.parse, "LOADER", loader)
        try:
            root = parse(text).root
        except Refused:
            return "refused"
        return [
            (each.kind, each.span, each.text, each.style, each.tag, each.anchor, each.flow, len(each.children))
            for each in nodes(root)
        ]

    def law(path: Path) -> None:
        text = Source(path.read_bytes()).text
        assert tree(text, yaml.CSafeLoader) == tree(text, None)

    check(files, law)


@every_file
def test_converting_twice_is_converting_once_and_touches_nothing_else(files: list[Path]) -> None:
    def law(path: Path) -> None:
        data = path.read_bytes()
        for asked in CONVERSIONS:
            try:
                first = kubeconv.convert(data, **asked)
            except Refused:
                continue
            assert_untouched_outside(first)
            second = kubeconv.convert(first.data, **asked)
            assert (second.edits, second.data) == ([], first.data)
            expected = ["unchanged" if each.status == "converted" else each.status for each in first.outcomes]
            assert [each.status for each in second.outcomes] == expected

    check(files, law)


@every_file
def test_a_login_that_is_not_meant_stays(files: list[Path]) -> None:
    def law(path: Path) -> None:
        data = path.read_bytes()
        for asked, meant in NARROWED:
            try:
                conversion = kubeconv.convert(data, **asked)
            except Refused:
                continue
            formats = {each.before.format for each in conversion.outcomes}
            converted = {each.before.format for each in conversion.outcomes if each.status == "converted"}
            assert converted <= meant | {"conflict"}  # a login that is meant, with another beside it
            if formats.isdisjoint(meant | {"conflict"}):
                assert conversion.data == data

    check(files, law)


@every_file
def test_a_verdict_hangs_on_no_rule_but_those_that_are_asked_for_it(files: list[Path]) -> None:
    kubectls = [*map(parse_version, ("1.21", "1.25", "1.37"))]

    def law(path: Path) -> None:
        found = validate_parsed(parse_tolerantly(Source(path.read_bytes())), Asked(kubectls)).found
        stops = [each for its in found.values() for each in its if each.effect in ("load", "use", "unjudged")]
        assert {each.name for each in stops if not decides(rule_of(each.code))} == set()

    check(files, law)


def assert_untouched_outside(conversion: kubeconv.Conversion) -> None:
    """Between the edits the new text is the old one, at each edit it is that of the edit."""
    old, new = conversion.source.text, conversion.text
    at = shift = 0
    for (start, end), text in sorted(conversion.edits, key=lambda edit: edit.span):
        assert new[at + shift : start + shift] == old[at:start]
        assert new[start + shift : start + shift + len(text)] == text
        at, shift = end, shift + len(text) - (end - start)
    assert new[at + shift :] == old[at:]
    assert conversion.data == conversion.source.encode(new)
