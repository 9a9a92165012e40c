"""The law of the rooms, read off the source: who may import whom, which room has which third-party package, what is documented.

The map is in CONTRIBUTING.md.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import requires
from pathlib import Path
from typing import NamedTuple

import pytest
from test_cli_usage import AZURE, KUBELOGIN, TOKEN, Machine, kubeconfig, uncovered
from typer.core import TyperOption

import kubeconv
from kubeconv.commands import COMMANDS

PACKAGE = Path(kubeconv.__file__).parent

#: From the top down: a room imports only rooms above it.
ROOMS = [
    "gate", "tree", "releases", "auth", "kubeconfig", "machine", "conversion", "validation", "settings", "requirements",
    "doctor", "explain", "report", "api", "__init__", "commands", "__main__",
]  # fmt: skip

_ROOMS_OF_RULES = ("names", "plugins", "policy", "providers", "secrets", "server", "shape")
_OF_ANY_RULE = {"validation.go", "validation.rule", "validation.rules.command", "validation.rules.place"}
#: A folder in a room, and what it imports of that room besides itself.
SUBROOMS: dict[str, set[str]] = {
    "validation.go": set(),
    "validation.rules": {*_OF_ANY_RULE, "validation.index"},
    **{f"validation.rules.{name}": _OF_ANY_RULE for name in _ROOMS_OF_RULES},
    "explain.messages": set(),
}  # fmt: skip

#: Package to the only room that imports it.
HOMES = {
    "yaml": "tree",
    "packaging": "releases",
    "typer": "commands",
    "rich": "commands",
    "subprocess": "machine",
    "jsonschema": "kubeconfig",
}
#: Modules of the standard library that no room needs.
NOWHERE = {"pathlib", "socket", "urllib.request", "http", "logging", "marshal", "multiprocessing", "asyncio"}


def name_of(path: Path) -> str:
    """kubeconv/tree/parse.py: kubeconv.tree.parse."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 2 else parts)


#: Without the file that stands for the folder schemas/.
SOURCES = {name_of(path): path for path in sorted(PACKAGE.rglob("*.py")) if path != PACKAGE / "schemas.py"}


@cache
def syntax(module: str) -> ast.Module:
    return ast.parse(SOURCES[module].read_text())


@cache
def imports_in(module: str) -> frozenset[str]:
    """Everything that a module imports, at its top or inside a function."""
    found: set[str] = set()
    for node in ast.walk(syntax(module)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{module}: a relative import"
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in SOURCES else node.module for name in names}
    return frozenset(found)


def room(module: str) -> str:
    """kubeconv.tree.parse: tree."""
    return module.split(".")[1] if "." in module else "__init__"


def test_the_table_holds_every_room() -> None:
    assert {room(module) for module in SOURCES} == set(ROOMS)


@pytest.mark.parametrize("place", ROOMS)
def test_a_room_imports_only_rooms_above_it(place: str) -> None:
    above = {*ROOMS[: ROOMS.index(place) + 1], "schemas"}
    below = {
        (module, imported)
        for module in SOURCES if room(module) == place
        for imported in imports_in(module) if imported.startswith("kubeconv.") and room(imported) not in above
    }  # fmt: skip
    assert below == set()


def test_the_map_lists_the_rooms() -> None:
    text = (PACKAGE.parent / "CONTRIBUTING.md").read_text()
    assert re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE) == ROOMS


def test_the_table_holds_every_folder_in_a_room() -> None:
    folders = {".".join(path.parent.relative_to(PACKAGE).parts) for path in SOURCES.values()}
    assert {folder for folder in folders if "." in folder} == SUBROOMS.keys()


def is_in(module: str, folders: Iterable[str]) -> bool:
    return any(f"{module}.".startswith(f"kubeconv.{folder}.") for folder in folders)


@pytest.mark.parametrize("folder", SUBROOMS)
def test_a_folder_in_a_room_imports_little_of_it(folder: str) -> None:
    allowed, whole = {folder, *SUBROOMS[folder]}, {folder.partition(".")[0]}
    assert [
        (module, imported)
        for module in SOURCES if is_in(module, {folder})
        for imported in imports_in(module) if is_in(imported, whole) and not is_in(imported, allowed)
    ] == []  # fmt: skip


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


@pytest.mark.parametrize("module", SOURCES)
def test_nothing_private_is_imported_from_another_folder(module: str) -> None:
    folder = SOURCES[module].parent
    modules: dict[str, str] = {}
    for node in ast.walk(syntax(module)):
        if not isinstance(node, ast.ImportFrom) or not node.module or not node.module.startswith("kubeconv"):
            continue
        for alias in node.names:
            whole = f"{node.module}.{alias.name}"
            imported = whole if whole in SOURCES else node.module
            if whole in SOURCES:
                modules[alias.asname or alias.name] = whole
            else:
                assert not is_private(alias.name), f"{whole} is private"
            if any(map(is_private, imported.split("."))):
                assert SOURCES[imported].parent == folder, f"{imported} is private"
    # What has been imported as a module may still be reached into.
    for node in ast.walk(syntax(module)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            assert not is_private(node.attr), f"{modules[node.value.id]}.{node.attr} is private"


def test_a_class_name_stands_for_one_thing() -> None:
    homes: dict[str, list[str]] = {}
    for module in SOURCES.keys() - {"kubeconv.api.view", "kubeconv.api.names"}:  # what others see of the same things
        for node in ast.walk(syntax(module)):
            if isinstance(node, ast.ClassDef):
                homes.setdefault(node.name, []).append(module)
            # An alias of a type: `Status = Literal["ok", "fails"]`.
            elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript | ast.BinOp):
                for name in filter(is_type_name, map(ast.unparse, node.targets)):
                    homes.setdefault(name, []).append(module)
    assert {name: found for name, found in homes.items() if len(found) > 1} == {}


def is_type_name(name: str) -> bool:
    return re.fullmatch(r"[A-Z][a-z]\w*", name) is not None


@pytest.mark.parametrize("place", ROOMS)
def test_a_function_fits_on_a_screen(place: str) -> None:
    """Its statements do: the options of a command are a list, and as long as it takes."""
    long = {}
    for module in SOURCES:
        for node in ast.walk(syntax(module)) if room(module) == place else ():
            if isinstance(node, ast.FunctionDef):
                first = node.body[1 if ast.get_docstring(node) and len(node.body) > 1 else 0]
                long[f"{module}.{node.name}"] = (node.end_lineno or 0) - first.lineno + 1
    assert {name: lines for name, lines in long.items() if lines > 60} == {}


def test_values_are_made_in_one_way() -> None:
    """By `gate/value.py`, which takes a third of the time of typing's."""
    of_typing = set()
    for module in SOURCES:
        for node in ast.walk(syntax(module)):
            if isinstance(node, ast.ImportFrom) and node.module == "typing":
                of_typing |= {module for each in node.names if each.name == "NamedTuple"}
    assert of_typing == {"kubeconv.gate.value"}


def test_no_expression_is_compiled_by_an_import() -> None:
    """`gate/regex.py` compiles it when it is first used."""
    at_top = {
        module
        for module in SOURCES
        for statement in syntax(module).body
        if not isinstance(statement, ast.FunctionDef | ast.ClassDef)
        for node in ast.walk(statement)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile"
    }
    assert at_top == set()


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = {
        module: {name for name in imports_in(module) if name in SOURCES and name != module} for module in SOURCES
    }  # fmt: skip
    try:
        list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


@pytest.mark.parametrize("package", HOMES)
def test_a_third_party_package_has_one_room(package: str) -> None:
    users = {room(module) for module in SOURCES for name in imports_in(module) if name.split(".")[0] == package}
    assert users == {HOMES[package]}


def test_no_other_third_party_package_is_imported() -> None:
    packages = {name.split(".")[0] for module in SOURCES for name in imports_in(module)}
    assert packages - sys.stdlib_module_names - {"kubeconv"} == HOMES.keys() - {"subprocess"}


@pytest.mark.parametrize("package", sorted(NOWHERE))
def test_no_room_needs_it(package: str) -> None:
    for module in SOURCES:
        assert not any(f"{name}.".startswith(f"{package}.") for name in imports_in(module))


def test_nothing_is_unpickled_but_what_this_process_made() -> None:
    """Helpers are copies of this process, and nobody else has the other end of their pipes."""
    assert [each for each in SOURCES if "pickle" in imports_in(each)] == ["kubeconv.machine.helpers"]


@cache
def calls_in(module: str) -> frozenset[str]:
    """What a module calls, as it writes it: `open`, `os.replace`."""
    return frozenset(ast.unparse(node.func) for node in ast.walk(syntax(module)) if isinstance(node, ast.Call))


def test_only_the_rooms_of_the_disk_write() -> None:
    writing = {
        "os.unlink", "os.replace", "os.rename", "os.link", "os.ftruncate", "os.fchown", "os.chmod", "os.mkdir", "os.makedirs",
        "os.utime", "shutil.copystat",
    }  # fmt: skip
    assert {room(module) for module in SOURCES if calls_in(module) & writing} == {"machine"}


def test_only_the_machine_and_the_command_line_open_anything() -> None:
    asking = {
        "open", "os.open", "os.stat", "os.getenv", "os.listdir", "os.walk", "print", "input",
        "os.path.isfile", "os.path.isdir", "os.path.islink", "os.path.exists", "os.path.lexists",
    }  # fmt: skip
    for module in SOURCES:
        if room(module) not in {"machine", "commands", "__main__"}:
            assert not calls_in(module) & asking, module


def test_only_the_command_line_prints() -> None:
    assert {room(module) for module in SOURCES if calls_in(module) & {"print", "typer.echo"}} == {"commands"}


# --- what a run loads


class Traces(NamedTuple):
    """The modules that a run loaded, and how many processes it started."""

    modules: set[str]
    started: int


STARTS = ("subprocess.Popen", "os.posix_spawn", "os.exec", "os.fork", "os.forkpty", "os.system", "os.startfile")


def traces(code: str, *arguments: str | Path, machine: Machine) -> Traces:
    """What this code leaves behind, in a process of its own."""
    script = (
        f"import sys\nstarted = []\nsys.addaudithook(lambda event, _: event in {STARTS} and started.append(event))\n"
        f"{code}\nprint(started.count('subprocess.Popen'), len(started), *sys.modules, file=sys.stderr)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        env=uncovered(machine.environment({})),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    popened, started, *modules = ended.stderr.splitlines()[-1].split()
    return Traces(set(modules), max(int(popened), int(started)))


RUN = "from kubeconv.commands import run\nrun(sys.argv[1:])"


def test_importing_the_library_loads_next_to_nothing(tmp_path: Path) -> None:
    before = traces("", machine=Machine(tmp_path)).modules
    more = traces("import kubeconv", machine=Machine(tmp_path)).modules - before
    assert not more & {"yaml", "typer", "jsonschema", "packaging", "rich", "subprocess", "json", "re"}
    assert {name for name in more if name.startswith("kubeconv")} == {"kubeconv"}


@pytest.mark.parametrize(
    "arguments",
    [
        ["--version"],
        ["detect"],
        ["detect", "--format=json"],
        ["convert"],
        ["convert", "-l", "azurecli"],
        ["convert", "-l=azurecli", "--legacy=false"],
        ["convert", "--check"],
        ["convert", "--to", "azure"],
    ],
    ids=" ".join,
)
def test_a_run_loads_only_what_it_needs(tmp_path: Path, arguments: list[str]) -> None:
    machine = Machine(tmp_path)
    files = [machine.file("config", kubeconfig(me=AZURE, you=KUBELOGIN))] if len(arguments[0]) < 9 else []
    names = traces(RUN, *arguments, *files, machine=machine).modules
    assert not names & {
        "typer", "inspect", "jsonschema", "rich", "packaging", "pydantic", "email", "urllib.request", "asyncio", "hashlib",
        "shutil", "concurrent.futures", "kubeconv.tree.grammar", "kubeconv.validation.rule",
    }  # fmt: skip
    assert not names & {f"kubeconv.commands.{other}" for other in {"detect", "convert"} - set(arguments)}


@pytest.mark.parametrize(
    "arguments",
    [['no Auth Provider found for name "azure"'], ["exec-plugin-not-found"], ["aadsts50076"], ["no such thing at all"]],
    ids=" ".join,
)
def test_explain_imports_no_rule_for_a_message(tmp_path: Path, arguments: list[str]) -> None:
    machine = Machine(tmp_path)
    machine.file(".kube/config", kubeconfig(me=AZURE, you=KUBELOGIN))
    names = traces(RUN, "explain", *arguments, machine=machine).modules
    assert not {name for name in names if name.startswith(("kubeconv.validation.rules", "kubeconv.conversion"))}
    assert not names & {"typer", "json", "inspect", "hashlib", "shutil", "kubeconv.validation.rule"}


def test_explain_imports_only_the_rule_that_is_named(tmp_path: Path) -> None:
    assert rules_loaded(traces(RUN, "explain", "KC301", machine=Machine(tmp_path))) == {"plugins.exec_v1alpha1"}


@pytest.mark.parametrize(
    ("body", "absent"), [(AZURE, "plugins"), (KUBELOGIN, "providers"), (TOKEN, "plugins"), (TOKEN, "providers")]
)
def test_rules_about_what_is_not_there_are_not_imported(tmp_path: Path, body: str, absent: str) -> None:
    machine = Machine(tmp_path)
    found = traces(RUN, "validate", machine.file("config", kubeconfig(me=body)), machine=machine)
    assert {"names", "server"} <= (folders := {name.partition(".")[0] for name in rules_loaded(found)})
    assert not folders & {absent, "policy"}


def rules_loaded(found: Traces) -> set[str]:
    """The modules of rules, without what they share."""
    names = {name.partition(".rules.")[2] for name in found.modules if name.startswith("kubeconv.validation.rules.")}
    return {name for name in names if "." in name and "._" not in name}


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["rules"], ["schema"], ["explain", "--list"], *([name, "config"] for name in [*COMMANDS][:6])],
    ids=" ".join,
)
def test_no_run_loads_pydantic(tmp_path: Path, arguments: list[str]) -> None:
    machine = Machine(tmp_path)
    machine.file("config", kubeconfig(me=AZURE))
    assert "pydantic" not in traces(RUN, *arguments, machine=machine).modules


def test_typer_has_the_seam_that_keeps_pydantic_out() -> None:
    """Red when typer moves it: then look at `commands/plain.py` anew."""
    needs_pydantic = any(line.startswith("pydantic") for line in requires("typer") or ())
    assert hasattr(TyperOption, "get_runtime_param") == needs_pydantic


@pytest.mark.parametrize(
    ("arguments", "asked"),
    [
        (["doctor"], ["kubectl"]),
        (["fix", "--plan"], ["kubectl"]),
        (["doctor", "--redact", "--fix"], None),  # wrong usage: asked or not, nobody waits
        (["doctor", "--help"], []),
        (["validate"], []),
        (["validate", "--this-machine"], ["kubectl"]),
        (["validate", "--this-machine", "--kubectl", "1.30"], []),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else str(each),
)
def test_the_program_asks_each_program_once(tmp_path: Path, arguments: list[str], asked: list[str] | None) -> None:
    machine = Machine(tmp_path)
    machine.file(".kube/config", kubeconfig(me=AZURE))
    machine.program("kubectl", f"echo kubectl >> {tmp_path / 'asked'}")
    machine.run(*arguments)
    told = (tmp_path / "asked").read_text().split() if (tmp_path / "asked").exists() else []
    assert told == asked or (asked is None and len(told) < 2)


@pytest.mark.parametrize(
    ("body", "arguments", "started"),
    [
        (AZURE, ["convert"], 1),
        (AZURE, ["convert", "--diff"], 1),
        (AZURE, ["convert", "-q"], 0),
        (AZURE, ["detect"], 0),
        (AZURE, ["convert", "--to", "azure"], 0),
        (KUBELOGIN, ["convert"], 0),
        (KUBELOGIN, ["convert", "-l", "msi"], 1),
    ],
)
def test_a_run_starts_kubelogin_or_nothing(tmp_path: Path, body: str, arguments: list[str], started: int) -> None:
    machine = Machine(tmp_path)
    machine.program("kubelogin", "exit 1")
    assert traces(RUN, *arguments, machine.file("config", kubeconfig(me=body)), machine=machine).started == started


# --- documentation


def public(module: str) -> Iterator[tuple[str, ast.AST]]:
    """The module itself, and every public class, function and method in it, by name."""
    yield module, syntax(module)
    stack: list[tuple[str, ast.AST]] = [(module, syntax(module))]
    while stack:
        prefix, node = stack.pop()
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.ClassDef) and not child.name.startswith("_"):
                yield f"{prefix}.{child.name}", child
                if isinstance(child, ast.ClassDef):
                    stack.append((f"{prefix}.{child.name}", child))


@pytest.mark.parametrize("place", ROOMS)
def test_everything_public_has_a_docstring(place: str) -> None:
    for name, node in (each for module in SOURCES if room(module) == place for each in public(module)):
        assert isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        overridden = name.rpartition(".")[2] in ("list_commands", "get_command", "resolve_command")
        assert ast.get_docstring(node) or overridden, f"{name} has no docstring"
