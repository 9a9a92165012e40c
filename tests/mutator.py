"""Small mutants of a module: another comparison or constant, `and` for `or`, `return None`, no `not`, no `continue`."""

import ast
import re
from pathlib import Path
from typing import NamedTuple

COMPARISONS = {
    ast.Eq: ("==", "!="), ast.NotEq: ("!=", "=="), ast.Lt: ("<", "<="), ast.LtE: ("<=", "<"), ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"), ast.In: ("in", "not in"), ast.NotIn: ("not in", "in"), ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
}  # fmt: skip


class Mutant(NamedTuple):
    """One change: bytes `start` to `end` of a file, which stand on `line`, become `new`. `change` shows it in its line,
    `key` names it wherever that line moves."""

    path: str
    kind: str
    line: int
    start: int
    end: int
    new: str
    change: str
    key: str


class Mutator(ast.NodeVisitor):
    """Finds the changes that can be made to one module."""

    def __init__(self, root: Path, path: Path) -> None:
        self.path, self.source = str(path.relative_to(root)), path.read_bytes()
        self.lines = self.source.splitlines(keepends=True)
        self.offsets = [0]
        for line in self.lines:
            self.offsets.append(self.offsets[-1] + len(line))
        self.found: list[Mutant] = []
        self.scope: list[str] = []
        self.visit(ast.parse(self.source))

    def add(self, kind: str, start: int, end: int, new: str) -> None:
        line = max(at for at, offset in enumerate(self.offsets) if offset <= start)
        before, old = (self.source[left:right].decode() for left, right in ((self.offsets[line], start), (start, end)))
        after = self.source[end:].split(b"\n", 1)[0].decode()
        change = f"{before}[{old} -> {new}]{after}".strip()
        key = f"{self.path} {'.'.join(self.scope) or '-'}: {change}"
        self.found.append(Mutant(self.path, kind, line + 1, start, end, new, change, key))

    def start(self, node: ast.expr | ast.stmt) -> int:
        return self.offsets[node.lineno - 1] + node.col_offset

    def end(self, node: ast.expr | ast.stmt) -> int:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.offsets[node.end_lineno - 1] + node.end_col_offset

    def between(self, kind: str, left: ast.expr, right: ast.expr, old: str, new: str) -> None:
        """The operator between two operands."""
        gap = self.source[self.end(left) : self.start(right)].decode()
        found = re.search(rf"(?<!\w){re.escape(old)}(?!\w)" if old.isalpha() else re.escape(old), gap)
        if found:
            at = self.end(left) + len(gap[: found.start()].encode())
            self.add(kind, at, at + len(old), new)

    # --- what is left alone: documentation, types, and, up to Python 3.11, the parts of f-strings, which have no place

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        pass

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> None:
        pass

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value:
            self.visit(node.value)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        if ast.unparse(node.value) not in ("Literal", "Mapping", "Callable", "Sequence", "dict", "tuple", "list"):
            self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        if ast.unparse(node.func) == "cast":
            self.visit(node.args[1])
        else:
            self.generic_visit(node)

    def visit_If(self, node: ast.If) -> None:
        if "TYPE_CHECKING" not in ast.unparse(node.test):
            self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self.scope.append(node.name)
        for each in (*node.args.defaults, *(default for default in node.args.kw_defaults if default), *node.body):
            self.visit(each)
        self.scope.pop()

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.scope.append(node.name)
        for each in node.body:
            self.visit(each)
        self.scope.pop()

    # --- what is changed

    def visit_Compare(self, node: ast.Compare) -> None:
        operands = [node.left, *node.comparators]
        for left, operator, right in zip(operands, node.ops, operands[1:], strict=False):
            self.between("comparison", left, right, *COMPARISONS[type(operator)])
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        old, new = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        for left, right in zip(node.values, node.values[1:], strict=False):
            self.between("and/or", left, right, old, new)
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not):
            self.add("not", self.start(node), self.start(node) + len("not "), "")
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        value = node.value
        if isinstance(value, bool | int):
            self.add(
                "constant", self.start(node), self.end(node), repr(not value if isinstance(value, bool) else value + 1)
            )
        elif isinstance(value, str) and not re.search(r"\s", value):  # no prose
            self.add("constant", self.start(node), self.end(node), repr(f"XX{value}XX"))

    def visit_Return(self, node: ast.Return) -> None:
        if node.value and not (isinstance(node.value, ast.Constant) and not node.value.value):
            self.add("return None", self.start(node.value), self.end(node.value), "None")
        self.generic_visit(node)

    def visit_Continue(self, node: ast.Continue) -> None:
        self.add("continue", self.start(node), self.end(node), "pass")
