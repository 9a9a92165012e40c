"""A run takes time and memory in proportion to its files. The whole table is `make speed`; here is what was too slow once."""

import subprocess
import sys
from pathlib import Path

import pytest
from large_files import SHAPES
from speed import COMMANDS, Cost, cost

if sys.platform == "win32":
    pytest.skip("os.wait4 is not there", allow_module_level=True)

#: A file four times as large takes so many times as long at most, and so many seconds more.
TIMES, MORE = 4 * 2.0, 0.3

#: Commands, files, and how many characters the small one has.
CASES = [
    ("validate text", "one line, certificates", 60_000),
    ("validate --fix", "duplicate same contexts", 60_000),
    ("audit", "flow clusters", 60_000),
    ("audit json", "unknown flags with values", 60_000),
    ("audit json", "contexts of many variables", 150_000),
    ("audit", "contexts of a long path", 150_000),
    ("validate text", "aliases of a long name", 150_000),
    ("validate text", "long argument eyJ", 150_000),
    ("validate text", "names of OpenShift", 150_000),
    ("convert --diff", "one line, azure-old", 150_000),
    ("convert --diff", "blank lines", 200_000),
    ("doctor --fix", "block, gcp", 60_000),
]


@pytest.mark.parametrize(("command", "shape", "size"), CASES, ids=[f"{each[0]}: {each[1]}" for each in CASES])
def test_four_times_as_much_takes_four_times_as_long(tmp_path: Path, command: str, shape: str, size: int) -> None:
    small, large = (cost(tmp_path, COMMANDS[command], SHAPES[shape].text(each)) for each in (size, 4 * size))
    idle = cost(tmp_path, ("--version",), "").seconds
    assert {small.code, large.code} <= {0, 1}
    assert large.seconds - idle < TIMES * (small.seconds - idle) + MORE
    assert large.megabytes < 200


def test_a_thousand_files_of_a_list_take_memory_in_proportion(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}" for number in range(1_000)]
    for number, path in enumerate(paths):
        user = f"{{name: u{number}, user: {{token: t}}}}"
        cluster = f"{{name: c{number}, cluster: {{server: 'https://e.example'}}}}"
        context = f"{{name: x{number}, context: {{cluster: c{number}, user: u{number}}}}}"
        path.write_text(
            f"apiVersion: v1\nkind: Config\nusers: [{user}]\nclusters: [{cluster}]\ncontexts: [{context}]\n"
        )
    few, many = (measure(tmp_path, paths[:count]) for count in (250, 1_000))
    assert many.seconds < TIMES * few.seconds
    assert many.megabytes < 160


def measure(folder: Path, paths: list[Path]) -> Cost:
    return cost(folder, ("validate", "--quiet"), "", kubeconfig=":".join(map(str, paths)))


@pytest.mark.parametrize("command", [("detect",), ("convert", "--check"), ("validate",), ("audit",)], ids=" ".join)
def test_what_writes_nothing_imports_nothing_that_only_a_write_needs(tmp_path: Path, command: tuple[str, ...]) -> None:
    config = tmp_path / "config"
    config.write_text("apiVersion: v1\nkind: Config\nusers: []\n")
    run = [sys.executable, "-X", "importtime", "-m", "kubeconv", *command, str(config)]
    said = subprocess.run(run, capture_output=True, text=True, env={"PATH": "", "HOME": str(tmp_path)}, check=False)
    imported = {line.rpartition("|")[2].strip() for line in said.stderr.splitlines()}
    assert "kubeconv.commands" in imported
    assert imported.isdisjoint(("_ctypes", "ctypes", "hashlib", "random", "tempfile", "jsonschema", "rich"))
