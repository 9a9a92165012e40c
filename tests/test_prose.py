"""A meaning is a field; a sentence is made at the end, and nobody reads it. So names in a file, which sentences hold, mean
nothing to us."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import kubeconv

ROOT = Path(kubeconv.__file__).parent
#: PyYAML says in words alone what is wrong.
EXCEPT = {"tree/mend.py"}
MODULES = sorted({path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.py")} - EXCEPT)
#: The names of what holds a sentence.
SENTENCES = frozenset(
    ("help", "message", "why", "title", "detail", "needed", "problem", "reason", "notes", "cause", "remedy")
)
#: What looks into a text.
READERS = frozenset(
    (
        "startswith", "endswith", "find", "rfind", "index", "count", "split", "rsplit", "splitlines", "partition", "rpartition",
        "removeprefix", "removesuffix",
    )
)  # fmt: skip
MATCHERS = frozenset(("search", "match", "fullmatch", "findall", "finditer", "sub", "subn", "split"))


def is_sentence(node: ast.expr) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return name in SENTENCES


def reads(tree: ast.Module) -> Iterator[ast.expr]:
    """The places where a text that is named like a sentence is looked into."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            for sign, side in zip(node.ops, sides[1:], strict=True):
                if isinstance(sign, ast.In | ast.NotIn) and is_sentence(side):
                    yield side
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in READERS and is_sentence(node.func.value):
                yield node
            if node.func.attr in MATCHERS and any(map(is_sentence, node.args)):
                yield node


@pytest.mark.parametrize("module", MODULES)
def test_no_module_reads_a_sentence(module: str) -> None:
    tree = ast.parse((ROOT / module).read_text())
    assert [f"line {node.lineno}: {ast.unparse(node)}" for node in reads(tree)] == []


@pytest.mark.parametrize(
    "text",
    [
        '"--tenant-id" in outcome.help',
        '"x" not in help',
        're.search("--[a-z]+", reason.help)',
        "_FLAG.search(help)",
        'reply.problem.startswith("cannot")',
        "message.split()",
    ],
)
def test_reading_a_sentence_is_noticed(text: str) -> None:
    assert len([*reads(ast.parse(text))]) == 1
