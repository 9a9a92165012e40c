"""A meaning is a field; a sentence is made at the end, and nobody reads it. So names in a file, which sentences hold, mean
nothing to us."""

import ast
from collections.abc import Iterator, Set
from pathlib import Path

import pytest

import kubeconv

ROOT = Path(kubeconv.__file__).parent
MODULES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.py"))
#: The names of what holds a sentence.
SENTENCES = frozenset(
    ("help", "message", "why", "title", "detail", "needed", "problem", "reason", "notes", "cause", "remedy")
)
#: Errors whose text is a sentence of ours.
OURS = frozenset(("FileProblem", "NoPath", "Refused", "Unconvertible", "UnknownName", "UnknownContext"))
#: What looks into a text.
READERS = frozenset(
    (
        "startswith", "endswith", "find", "rfind", "index", "count", "split", "rsplit", "splitlines", "partition", "rpartition",
        "removeprefix", "removesuffix",
    )
)  # fmt: skip
MATCHERS = frozenset(("search", "match", "fullmatch", "findall", "finditer", "sub", "subn", "split"))


#: What changes a text and leaves it a sentence.
CHANGERS = frozenset(
    ("lower", "upper", "casefold", "strip", "lstrip", "rstrip", "replace", "format", "title", "encode")
)


def name_of(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def is_sentence(node: ast.AST, known: Set[str] = frozenset()) -> bool:
    """True for what is named like a sentence, for what is in `known`, and for what is made of such."""
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr in CHANGERS:
            return is_sentence(node.func.value, known)
        return name_of(node.func) in ("str", "repr", "hidden") and any(is_sentence(each, known) for each in node.args)
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(each, ast.FormattedValue) and is_sentence(each.value, known) for each in node.values)
    if isinstance(node, ast.NamedExpr):
        return is_sentence(node.value, known)
    if isinstance(node, ast.BinOp):
        return is_sentence(node.left, known) or is_sentence(node.right, known)
    if isinstance(node, ast.Subscript):  # error.args[0]
        return (
            isinstance(node.value, ast.Attribute) and node.value.attr == "args" and name_of(node.value.value) in known
        )
    return name_of(node) in SENTENCES or (isinstance(node, ast.Name) and node.id in known)


def known_in(function: ast.AST) -> Set[str]:
    """The names that stand for a sentence in a function: errors of ours, and what is assigned from a sentence."""
    known: set[str] = set()
    for node in ast.walk(function):
        if (
            isinstance(node, ast.ExceptHandler)
            and node.name
            and OURS & {name_of(each) for each in ast.walk(node.type or node)}
        ):
            known.add(node.name)
    for _ in range(3):
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and is_sentence(node.value, known):
                known |= {each.id for each in node.targets if isinstance(each, ast.Name)}
            elif isinstance(node, ast.NamedExpr) and is_sentence(node.value, known):
                known.add(node.target.id)
            elif isinstance(node, ast.For | ast.comprehension) and is_sentence(node.iter, known):
                known |= {each.id for each in [node.target] if isinstance(each, ast.Name)}
    return known


def is_words(node: ast.AST) -> bool:
    """True for a text of several words that stands in the code."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value


def reads(tree: ast.Module) -> Iterator[ast.expr | ast.stmt]:
    """The places where a sentence is looked into."""
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    others = ast.Module([node for node in tree.body if node not in functions], [])
    for part in (*functions, others):
        known = known_in(part)
        for node in ast.walk(part):
            if isinstance(node, ast.expr | ast.stmt) and any(_looks_into(node, known)):
                yield node


def _looks_into(node: ast.AST, known: Set[str]) -> Iterator[bool]:
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        for sign, left, right in zip(node.ops, sides, sides[1:], strict=False):
            yield isinstance(sign, ast.In | ast.NotIn) and is_sentence(right, known)
            is_equal = isinstance(sign, ast.Eq | ast.NotEq)
            yield (
                is_equal
                and any(map(is_words, (left, right)))
                and any(is_sentence(each, known) for each in (left, right))
            )
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        yield node.func.attr in READERS and is_sentence(node.func.value, known)
        yield node.func.attr in MATCHERS and any(is_sentence(each, known) for each in node.args)
    elif isinstance(node, ast.Match):
        yield is_sentence(node.subject, known)
    elif isinstance(node, ast.Subscript):  # TABLE[finding.message]
        yield isinstance(node.slice, ast.Attribute) and is_sentence(node.slice, known)


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
        "def f(x):\n    text = x.message\n    return 'not found' in text",
        "def f(x):\n    text = f'{x.reason} and more'\n    return text.lower().startswith('cannot')",
        "def f():\n    try: pass\n    except FileProblem as error: return 'folder' in str(error)",
        "def f():\n    try: pass\n    except (OSError, Refused) as error: return error.args[0].startswith('x')",
        "finding.message == 'is not there'",
        "TABLE[finding.message]",
        "for each in x.notes:\n    'lost: ' in each",
        "(text := x.help).partition(';')",
        "match finding.message:\n    case 'x': pass",
    ],
)
def test_reading_a_sentence_is_noticed(text: str) -> None:
    assert len([*reads(ast.parse(text))]) == 1
