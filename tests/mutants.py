"""`mutants.py COUNT [SEED]`: how many small mutants the tests kill, room by room; those that survive are named.

A mutant is one small change of the source: another comparison, `and` for `or`, a `not` left out, another constant,
`return None`, a `continue` left out. As many are drawn for each room, and within a room for each kind of change. Each is put
into a copy of the tree, where the tests of its room run until one fails, and then, if none does, all tests.
Exit code 0: at least 92 % are killed, and every survivor is in `EQUIVALENT`; 1: not; 2: the tests fail without a mutant, or
`EQUIVALENT` names a mutant that does not exist.
"""

import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Sequence
from itertools import chain, zip_longest
from pathlib import Path

import pytest
from mutator import Mutant, Mutator

ROOT = Path(__file__).parents[1]
ENOUGH = 0.92
#: Room to its modules, and the tests that know most about them.
ROOMS = {
    "conversion": (
        "conversion/*.py",
        "conversion fitting other_logins refusals selection odd_files kubelogin_corpus convert_files needs edit golden "
        "cli_convert undo seams properties repr",
    ),
    "kubelogin": (
        "auth/kubelogin*.py auth/login_modes.py auth/azure*.py",
        "conversion kubelogin_options refusals needs azure_login kubelogin_corpus detection diagnosis releases requirements "
        "kubelogin_rules cli_convert cli_versions rules_manuals repr",
    ),
    "masking": (
        "gate/*.py kubeconfig/excerpt.py kubeconfig/credentials.py report/diff.py",
        "gate gate_edges masking diff canary past_the_gate secrets_rules report_formats other_logins audit cli_validate "
        "cli_explain",
    ),
    "versions": (
        "releases/*.py requirements/*.py",
        "versions releases requirements aks recommended one_model chain probe cli_versions cli_verdicts diagnosis detection "
        "needs cli_doctor",
    ),
    "doctor": ("doctor/*.py", "diagnosis cli_doctor fixing seams cli_explain repr"),
    "writing": (
        "machine/files.py machine/lock.py machine/load.py machine/replace.py machine/entries.py machine/journal.py "
        "machine/owner.py machine/attributes.py",
        "files lock replace owner load undo convert_files fixing once needs cli_convert cli_doctor repr",
    ),
}
_PIECES = "how many bytes are read at a time makes no difference to what is read"
#: Mutants that no test can kill, by their `key`, and why.
EQUIVALENT: dict[str, str] = {
    "kubeconv/machine/entries.py whole: while part := os.read(descriptor, 2**[20 -> 21]):": _PIECES,
    "kubeconv/machine/entries.py whole: while part := os.read(descriptor, [2 -> 3]**20):": _PIECES,
    "kubeconv/machine/entries.py holds: while part := os.read(descriptor, 2**[20 -> 21]):": _PIECES,
    "kubeconv/machine/entries.py holds: while part := os.read(descriptor, [2 -> 3]**20):": _PIECES,
}
#: Bytes of memory for a process.
MEMORY = 4 * 2**30


def drawn(patterns: str, count: int, seed: int) -> list[Mutant]:
    """So many mutants of the modules of a room, of each kind in turn."""
    paths = sorted({path for pattern in patterns.split() for path in (ROOT / "kubeconv").glob(pattern)})
    kinds: dict[str, list[Mutant]] = {}
    for mutant in chain.from_iterable(Mutator(ROOT, path).found for path in paths):
        kinds.setdefault(mutant.kind, []).append(mutant)
    chance = random.Random(seed)
    turns = zip_longest(*(chance.sample(found, len(found)) for _, found in sorted(kinds.items())))
    return [mutant for turn in turns for mutant in turn if mutant][:count]


class Copy:
    """A copy of the tree with an environment in which the tests, and what they start, import the copy."""

    def __init__(self, folder: Path) -> None:
        self.root, self.turn = folder / "kubeconv", 0
        folder.chmod(0o755)  # some tests run as nobody
        listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        for name in filter(None, subprocess.check_output(listed, cwd=ROOT, text=True).split("\0")):
            if (ROOT / name).is_file():
                (self.root / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, self.root / name)
        venv.create(folder / "venv", with_pip=False)
        (packages,) = (folder / "venv").glob("lib/*/site-packages")
        (packages / "copy.pth").write_text(f"{self.root}\n{Path(pytest.__file__).parents[1]}\n")
        self.python = folder / "venv/bin/python"
        self.seconds: dict[str, float] = {}

    def passes(self, tests: Sequence[str], *options: str) -> str:
        """`fails` without a mutant, which may take as long as it likes; a mutant gets five times as long."""
        started = time.monotonic()
        failing = self.fails(tests, *options)
        self.seconds[" ".join(tests)] = 60 + 5 * (time.monotonic() - started)
        return failing

    def fails(self, tests: Sequence[str], *options: str) -> str:
        """The first test that fails, or '' if all pass."""
        if sys.platform == "win32":
            raise NotImplementedError
        process = subprocess.Popen(
            [str(self.python), "-m", "pytest", "-x", "-q", "--no-header", "--tb=no", "-p", "no:cacheprovider",
             "--ignore=tests/test_imports.py", *options, *tests],
            cwd=self.root, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            start_new_session=True, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
        )  # fmt: skip
        try:
            out, _ = process.communicate(timeout=self.seconds.get(" ".join(tests)))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return "takes too long"
        if process.returncode == 0:
            return ""
        found = re.search(r"^(?:FAILED|ERROR) (\S+)", out, re.MULTILINE)
        return found[1] if found else out.strip().rpartition("\n")[2] or f"exit code {process.returncode}"

    def killer(self, mutant: Mutant, tests: Sequence[str]) -> str:
        """The test that kills a mutant, or ''."""
        path = self.root / mutant.path
        before = path.read_bytes()
        path.write_bytes(before[: mutant.start] + mutant.new.encode() + before[mutant.end :])
        self.turn += 1
        os.utime(path, (self.turn, self.turn))  # no compiled module is taken for that of another mutant
        try:
            found = self.fails(tests)
            if not found:
                found = self.fails(["tests"], "-n", "auto", *(f"--ignore={test}" for test in tests))
                # Once more alone: on a machine that is busy with all tests one may fail for lack of time.
                found = found and self.fails([found.partition("::")[0]]) if "::" in found else found
            return found
        finally:
            path.write_bytes(before)


def tests_of(names: str) -> list[str]:
    """The files of these tests."""
    return [str(next((ROOT / "tests").rglob(f"test_{name}.py")).relative_to(ROOT)) for name in names.split()]


def survivors_of(copy: Copy, tests: Sequence[str], mutants: Sequence[Mutant]) -> list[Mutant]:
    """Those that no test kills; each is told when its turn is over."""
    survivors = []
    for mutant in mutants:
        started = time.monotonic()
        killer = "" if mutant.key in EQUIVALENT else copy.killer(mutant, tests)
        reason = killer or EQUIVALENT.get(mutant.key) or "NO TEST KILLS IT"
        print(
            f"  {mutant.path}:{mutant.line}: {mutant.change}: {reason} ({time.monotonic() - started:.0f} s)", flush=True
        )
        survivors += [] if killer else [mutant]
    return survivors


def main(count: int, seed: int) -> int:
    """Draw, run and tell."""
    print(f"seed {seed}", flush=True)
    known = {mutant.key for modules, _ in ROOMS.values() for mutant in drawn(modules, sys.maxsize, seed)}
    if gone := EQUIVALENT.keys() - known:
        print("EQUIVALENT names what is no mutant any more:", *gone, sep="\n")
        return 2
    rates, survivors, total = [], [], 0
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copy = Copy(Path(folder))
        if failing := copy.passes(["tests"], "-n", "auto"):
            print(f"without a mutant {failing} fails")
            return 2
        for number, (room, (modules, names)) in enumerate(ROOMS.items()):
            mutants = drawn(modules, count * (number + 1) // len(ROOMS) - total, seed)
            tests = tests_of(names)
            copy.passes(tests)
            found = survivors_of(copy, tests, mutants)
            rates.append(f"{room}: {len(mutants) - len(found)} of {len(mutants)}")
            total += len(mutants)
            survivors += found
    print(*rates, *(f"survives: {mutant.key}: {EQUIVALENT.get(mutant.key, '')}" for mutant in survivors), sep="\n")
    unexplained = [mutant for mutant in survivors if mutant.key not in EQUIVALENT]
    print(f"{total - len(survivors)} of {total} killed ({1 - len(survivors) / total:.0%}), seed {seed}", end="; ")
    print(f"{len(survivors) - len(unexplained)} are equivalent, {len(unexplained)} survive")
    return 0 if len(survivors) <= (1 - ENOUGH) * total and not unexplained else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(2**32)))
