"""No sentence holds a value of a file that has not passed the gate, read off the source.

In the rooms below every part of an f-string, and every argument that becomes a message or a help, must be known to be ours: a
constant, a number, what a function of `gate` gives, what a function of ours puts together from such. A name of a variable
counts where everything that is assigned to it does, a parameter where its type is one of `OURS`.
"""

import ast
from collections.abc import Iterator
from functools import cache

import pytest
from test_imports import SOURCES, syntax

#: Modules with sentences about files.
ROOMS = ("validation.rules", *(f"validation.go.{name}" for name in ("kuberc", "url", "host", "certificates")))
#: Types of which no value comes from a file.
OURS = {"int", "float", "bool", "Version", "Severity", "Effect", "Shown", "Kind", "Release"}
#: Attributes that are ours wherever they stand, and why.
ATTRIBUTES = {
    "kind": "Subject, Oddity: one of a few words",
    "line": "a number",
    "inside": "Unknown: fields that have passed",
    "what": "Need: flags and login modes that have passed",
    "flag_text": "a row of our table of releases",
    "problem": "a sentence that is looked at where it is made",
    "field": "Material: a field of the schema",
    "kubectl": "a version",
    "minor": "a number",
    "major": "a number",
    "since": "a release in our tables",
    "removed": "a release in our tables",
}
#: What becomes a sentence: the positions and names of the arguments.
SENTENCES: dict[str, tuple[tuple[int, ...], tuple[str, ...]]] = {
    "Hit": ((1, 2), ("message", "help")),
    "hit": ((1, 2), ("message", "help")),
    "BadURL": ((0,), ()),
    "Malformed": ((0,), ()),
    "refuse": ((1, 3), ("message", "help")),
    "KeyPair": ((1,), ("problem",)),
    "Authorities": ((1,), ("problem",)),
}
#: Functions of Python whose result is ours whatever they get, and those whose result is if what they get is.
NUMBERS = {"parse_version", "int", "index", "len", "ord", "sum", "round", "count", "isoformat", "strftime"}
KEEPING = {
    "str", "sorted", "reversed", "tuple", "list", "set", "dict", "min", "max", "next", "iter", "zip", "enumerate", "quote",
    "lower", "strip", "rstrip", "upper", "removeprefix", "removesuffix", "replace", "join", "format", "items", "values", "keys",
    "get", "fromkeys", "cleandoc", "partition", "rpartition", "filter",
}  # fmt: skip


class Law:
    """One module, and what is ours in it."""

    def __init__(self, module: str) -> None:
        self.module, self.tree = module, syntax(module)
        self.names: dict[str, str] = {}
        self.functions: dict[str, ast.FunctionDef] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                self.names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            elif isinstance(node, ast.FunctionDef):
                self.functions.setdefault(node.name, node)
        self.parents = {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}
        self._asked: dict[tuple[str, int | None], bool] = {}

    def faults(self) -> Iterator[str]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FormattedValue):
                if not self.is_ours(node.value):
                    yield f"{self.module}:{node.lineno}: {ast.unparse(node.value)}"
            elif isinstance(node, ast.Call) and (sentence := SENTENCES.get(name_of(node.func))):
                at, names = sentence
                given = [each for number, each in enumerate(node.args) if number in at]
                given += [each.value for each in node.keywords if each.arg in names]
                yield from (
                    f"{self.module}:{each.lineno}: {ast.unparse(each)}" for each in given if not self.is_ours(each)
                )

    def is_ours(self, node: ast.expr | None, at: int | None = None) -> bool:
        """True for an expression of which no part comes raw from a file; with `at` of that item of it."""
        match node:
            case None | ast.Constant() | ast.Compare() | ast.JoinedStr() | ast.Lambda():
                return True  # the parts of an f-string are looked at one by one
            case ast.Tuple(elts) | ast.List(elts) | ast.Set(elts):
                if at is not None and at < len(elts):
                    return self.is_ours(elts[at])
                return all(map(self.is_ours, elts))
            case ast.Starred(value) | ast.Subscript(value) | ast.NamedExpr(_, value) | ast.UnaryOp(_, value):
                return self.is_ours(value, at)
            case ast.IfExp(_, body, orelse):
                return self.is_ours(body, at) and self.is_ours(orelse, at)
            case ast.BoolOp(_, values):
                return all(self.is_ours(each, at) for each in values)
            case ast.BinOp(left, op, right):
                return not isinstance(op, ast.Add | ast.Mod) or (self.is_ours(left) and self.is_ours(right))
            case ast.ListComp(elt) | ast.GeneratorExp(elt) | ast.SetComp(elt):
                return self.is_ours(elt, at)
            case ast.DictComp(_, value):
                return self.is_ours(value, at)
            case ast.Dict(_, values):
                return all(map(self.is_ours, values))
            case ast.Attribute(ast.Name("self"), attr) if attr in self.functions:  # a property
                return self.gives_ours(attr, at)
            case ast.Attribute(value, attr):
                return attr in ATTRIBUTES or attr.isupper() or (isinstance(value, ast.Name) and value.id.isupper())
            case ast.Name(name):
                return self.is_name_ours(name, node, at)
            case ast.Call():
                return self.is_call_ours(node, at)
        return False

    def is_call_ours(self, call: ast.Call, at: int | None) -> bool:
        name = name_of(call.func)
        whole = self.names.get(ast.unparse(call.func).partition(".")[0], "")
        if whole.startswith("kubeconv.gate") or name in NUMBERS or (name == "enumerate" and at == 0):
            return True
        if name == "get_close_matches":
            return self.is_ours(call.args[1])
        if isinstance(call.func, ast.Name) and name in self.functions:
            return self.gives_ours(name, at)
        if isinstance(call.func, ast.Name) and whole.startswith("kubeconv."):
            module, _, function = whole.rpartition(".")
            return module in SOURCES and law(module).gives_ours(function, at)
        if name == "enumerate":
            return self.is_ours(call.args[0])
        if name == "map":
            mapped, *things = call.args
            return self.is_call_ours(ast.Call(mapped, [], []), None) or (
                name_of(mapped) in KEEPING and all(map(self.is_ours, things))
            )
        homes = {each.rpartition(".")[0] for each in self.names.values()} & SOURCES.keys()
        if name not in KEEPING and any(name in law(home).functions for home in homes):  # a method
            return all(law(home).gives_ours(name, at) for home in homes if name in law(home).functions)
        if name in KEEPING:
            base = [call.func.value] if isinstance(call.func, ast.Attribute) else []
            base = [] if base and ast.unparse(base[0]) in ("dict", "shlex") else base
            given = call.args[1:] if name == "get" else call.args[:1] if name == "strip" else call.args
            return all(self.is_ours(each, None) for each in [*base, *given])
        return False

    def gives_ours(self, function: str, at: int | None) -> bool:
        """True if everything that a function returns or yields is ours."""
        key = (function, at)
        if key not in self._asked:
            self._asked[key] = True  # a function that calls itself
            node = self.functions.get(function)
            given = [
                each.value for each in ast.walk(node) if isinstance(each, ast.Return | ast.Yield)
                and self.function_of(each) is node
            ] if node else []  # fmt: skip
            more = [each.value for each in ast.walk(node) if isinstance(each, ast.YieldFrom)] if node else []
            self._asked[key] = node is not None and all(self.is_ours(each, at) for each in [*given, *more])
        return self._asked[key]

    def is_name_ours(self, name: str, node: ast.AST, at: int | None) -> bool:
        if name.lstrip("_").isupper():
            return True
        function = self.function_of(node)
        key = (f"{function.name if function else ''}.{name}", at)
        if key not in self._asked:
            self._asked[key] = True
            found = [*self.bindings(name, function)]
            self._asked[key] = bool(found) and all(
                self.is_ours(each, each_at if each_at is not None else at) if isinstance(each, ast.expr) else each
                for each, each_at in found
            )
        return self._asked[key]

    def bindings(self, name: str, function: ast.FunctionDef | None) -> Iterator[tuple[ast.expr | bool, int | None]]:
        """What a name stands for in a function: expressions with the item that is meant, or whether it is ours."""
        top: ast.AST = function or self.tree
        if function is not None:
            for each in [*function.args.args, *function.args.kwonlyargs]:
                if each.arg == name:
                    kinds = (
                        {part.id for part in ast.walk(each.annotation) if isinstance(part, ast.Name)}
                        if each.annotation
                        else set()
                    )
                    yield (bool(kinds) and kinds <= OURS) or self.is_given_ours(function, name), None
        for node in ast.walk(top):
            match node:
                case ast.Assign(targets, value):
                    yield from (found for each in targets for found in bound(each, value, name))
                case ast.AnnAssign(target, _, value) if value is not None:
                    yield from bound(target, value, name)
                case ast.NamedExpr(target, value) | ast.AugAssign(target, _, value):
                    yield from bound(target, value, name)
                case ast.ExceptHandler(kind, handled) if handled == name:
                    yield name_of(kind) in SENTENCES if isinstance(kind, ast.expr) else False, None
                case ast.For(target, ast.Tuple(elts)) | ast.comprehension(target, ast.Tuple(elts)):
                    yield from (found for each in elts for found in bound(target, each, name))
                case ast.For(target, value) | ast.comprehension(target, value):
                    yield from bound(target, value, name)

    def is_given_ours(self, function: ast.FunctionDef, name: str) -> bool:
        """True if every call of a function gives it something of ours for a parameter."""
        names = [each.arg for each in function.args.args if each.arg != "self"]
        at = names.index(name) if name in names else None
        given = []
        for module, call in calls_of(function.name):
            if function.name.startswith("_") and module != self.module:
                continue
            found = [each.value for each in call.keywords if each.arg == name]
            if at is not None and at < len(call.args):
                found.append(call.args[at])
            given += [law(module).is_ours(each) for each in found]
        return bool(given) and all(given)

    def function_of(self, node: ast.AST) -> ast.FunctionDef | None:
        while node in self.parents:
            node = self.parents[node]
            if isinstance(node, ast.FunctionDef):
                return node
        return None


def bound(target: ast.expr, value: ast.expr, name: str) -> Iterator[tuple[ast.expr, int | None]]:
    if isinstance(target, ast.Name) and target.id == name:
        yield value, None
    elif isinstance(target, ast.Tuple | ast.List):
        for number, each in enumerate(target.elts):
            each = each.value if isinstance(each, ast.Starred) else each
            if isinstance(each, ast.Name) and each.id == name:
                yield value, number


def name_of(function: ast.expr) -> str:
    return (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )


@cache
def calls() -> dict[str, list[tuple[str, ast.Call]]]:
    found: dict[str, list[tuple[str, ast.Call]]] = {}
    for module in SOURCES:
        for node in ast.walk(syntax(module)):
            if isinstance(node, ast.Call):
                found.setdefault(name_of(node.func), []).append((module, node))
    return found


def calls_of(function: str) -> list[tuple[str, ast.Call]]:
    """Every call of a function of that name, with the module that it is in."""
    return calls().get(function, [])


@cache
def law(module: str) -> Law:
    return Law(module)


@pytest.mark.parametrize("module", [name for name in SOURCES if name.removeprefix("kubeconv.").startswith(ROOMS)])
def test_no_value_gets_past_the_gate(module: str) -> None:
    assert [*law(module).faults()] == []
