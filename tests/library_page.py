"""The public library, read off its source: `docs/library.md` from the docstrings, and with `--surface` its signatures.

python tests/library_page.py > docs/library.md
python tests/library_page.py --surface > fixtures/library/surface.txt
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import kubeconv

ROOT = Path(__file__).parent.parent


class Public(NamedTuple):
    """A public name: where it is defined, its code, and the comment above it."""

    name: str
    node: ast.stmt
    comment: str


def publics() -> list[Public]:
    """All public names: the functions, then the values in the order of the alphabet."""
    found = []
    for name in kubeconv.__all__:
        path = _path(kubeconv._HOMES[name])
        text = path.read_text(encoding="utf-8")
        found.append(next(each for each in _defined(ast.parse(text), text.splitlines()) if each.name == name))
    return sorted(found, key=lambda each: (not isinstance(each.node, ast.FunctionDef), each.name))


def _path(module: str) -> Path:
    path = ROOT / "kubeconv" / module.replace(".", "/")
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _defined(tree: ast.Module, lines: list[str]) -> Iterator[Public]:
    for node in tree.body:
        comment: list[str] = []
        above = node.lineno - 2
        while lines[above].startswith("#:"):
            comment.insert(0, lines[above].removeprefix("#:").strip())
            above -= 1
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield Public(node.name, node, "")
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            yield Public(ast.unparse(target), node, " ".join(comment))


def text_of(node: ast.expr | None) -> str:
    """An annotation or a value, without the quotes around names that are looked up later."""
    return "None" if node is None else re.sub(r"'([A-Z][\w |]*)'", r"\1", ast.unparse(node))


def parameters(node: ast.FunctionDef) -> list[str]:
    """The parameters of a function but `self`, as they are written."""
    given, named = node.args.args, node.args.kwonlyargs
    defaults = [None] * (len(given) - len(node.args.defaults)) + [*node.args.defaults]
    found = [_parameter(each, value) for each, value in zip(given, defaults, strict=True) if each.arg != "self"]
    found += ["*"] if named else []
    found += [_parameter(each, value) for each, value in zip(named, node.args.kw_defaults, strict=True)]
    return found + ([f"**{_parameter(node.args.kwarg, None)}"] if node.args.kwarg else [])


def _parameter(each: ast.arg, value: ast.expr | None) -> str:
    return f"{each.arg}: {text_of(each.annotation)}" + (f" = {ast.unparse(value)}" if value else "")


def signature(node: ast.FunctionDef) -> str:
    """How a function is called."""
    return f"{node.name}({', '.join(parameters(node))}) -> {text_of(node.returns)}"


def members(node: ast.ClassDef) -> Iterator[str]:
    """The public fields, properties and methods of a class."""
    for each in node.body:
        if isinstance(each, ast.AnnAssign) and not ast.unparse(each.target).startswith("_"):
            yield f"{ast.unparse(each.target)}: {text_of(each.annotation)}"
        elif isinstance(each, ast.FunctionDef) and not each.name.startswith("_"):
            is_property = any(ast.unparse(one) in ("property", "cached_property") for one in each.decorator_list)
            yield f"{each.name}: {text_of(each.returns)}" if is_property else signature(each)
    if any(ast.unparse(base) == "Part" for base in node.bases):
        yield "to_dict() -> dict[str, Any]"


def surface() -> str:
    """The names and signatures, one a line."""
    lines = []
    for name, node, _ in publics():
        if isinstance(node, ast.FunctionDef):
            lines.append(signature(node))
        elif isinstance(node, ast.ClassDef):
            lines += [f"class {name}", *(f"    {member}" for member in members(node))]
        else:
            lines.append(f"{name} = {ast.unparse(_value(node))}")
    return "\n".join(lines) + "\n"


def _value(node: ast.stmt) -> ast.expr:
    assert isinstance(node, ast.Assign | ast.AnnAssign)
    assert node.value is not None
    return node.value


HEAD = """\
# The library

`import kubeconv` does what the commands do, as functions over values: no network, no processes, nothing is written, and
nothing is read but a file that you give as a `pathlib.Path`. Everything is typed. [What is stable](stability.md).

A kubeconfig is given as `bytes` or as `str`, both of which are its content, or as a `Path`. Anything else is a `TypeError`.
What is no kubeconfig raises `Refused`; its `.finding` has the line, the column, the reason and what to do. A `Path` that
cannot be read raises `FileProblem`. Secrets are in the values (`user.token`), but never in what `repr` or a message shows.

Three scripts to begin with are in `docs/examples/`:

"""


def page() -> str:
    """The text of `docs/library.md`."""
    found = publics()
    examples = [
        f"- `{path.name}`: {(ast.get_docstring(ast.parse(path.read_text(encoding='utf-8'))) or '').partition(chr(10))[0]}\n"
        for path in sorted((ROOT / "docs/examples").glob("*.py"))
    ]
    parts = [HEAD, *examples, "\n## Functions\n"]
    functions = [each for each in found if isinstance(each.node, ast.FunctionDef)]
    parts += [_function(each.node) for each in functions if isinstance(each.node, ast.FunctionDef)]
    parts.append("\n## Values\n")
    for name, node, comment in found:
        if isinstance(node, ast.ClassDef):
            parts.append(f"\n### {name}\n\n{_prose(node)}\n{_listed(node)}")
        elif not isinstance(node, ast.FunctionDef):
            parts.append(f"\n### {name}\n\n{comment}\n\n`{ast.unparse(_value(node))}`\n")
    return "".join(parts)


def _function(node: ast.FunctionDef) -> str:
    written = signature(node)
    if len(written) > 100:
        lines = "".join(f"    {each},\n" for each in parameters(node))
        written = f"{node.name}(\n{lines}) -> {text_of(node.returns)}"
    return f"\n### {node.name}\n\n```python\n{written}\n```\n\n{_prose(node)}\n"


def _prose(node: ast.FunctionDef | ast.ClassDef) -> str:
    return "\n\n".join(" ".join(part.split()) for part in (ast.get_docstring(node) or "").split("\n\n"))


def _listed(node: ast.ClassDef) -> str:
    lines = [f"- `{member}`\n" for member in members(node)]
    return "\n" + "".join(lines) if lines else ""


if __name__ == "__main__":
    sys.stdout.write(surface() if sys.argv[1:] == ["--surface"] else page())
