"""`speed.py [PATTERN [COUNT [SEED]]]`: what each command costs on each file of a megabyte, the worst first: `make speed`. With
COUNT on so many random files, from that of SEED on.

A file that kubeconv does not judge at that size is tried at the largest of a few sizes at which it does. The cost is the time
of the processor, so that it does not matter much what else the machine does, and the peak of memory. Ends with 1 if a run is
over a limit.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from pathlib import Path
from typing import Final, NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

from large_files import SHAPES, Shape
from random_files import RandomFile

from kubeconv.kubeconfig.view import parse_tolerantly
from kubeconv.tree.source import Source

#: Seconds and megabytes that no run on a megabyte may take.
SECONDS: Final = 1.0
MEGABYTES: Final = 256
SIZES: Final = (1_000_000, 600_000, 300_000, 100_000)
#: From so many seconds on of a command those like it are run too.
WORTH: Final = 0.4

#: Commands by name; FILE stands for the file.
COMMANDS: Final[Mapping[str, Sequence[str]]] = {
    "detect": ("detect", "FILE"),
    **{
        f"validate {each}": ("validate", "--format", each, "FILE")
        for each in ("text", "json", "sarif", "junit", "github")
    },
    "validate --all-contexts": ("validate", "--all-contexts", "FILE"),
    "validate --fix": ("validate", "--fix", "FILE"),
    "audit": ("audit", "FILE"),
    "audit json": ("audit", "--format", "json", "FILE"),
    "convert": ("convert", "FILE"),
    "convert --diff": ("convert", "--diff", "FILE"),
    "convert --to azure": ("convert", "--to", "azure", "--diff", "FILE"),
    "convert -l azurecli": ("convert", "-l", "azurecli", "--keep-origin", "--format", "json", "FILE"),
    "doctor": ("doctor", "FILE"),
    "doctor json": ("doctor", "--redact", "--format", "json", "FILE"),
    "doctor --fix": ("doctor", "--fix", "--yes", "FILE"),
    "fix": ("fix", "--yes", "FILE"),
    "fix --plan": ("fix", "--plan", "FILE"),
    "versions": ("versions", "--kubeconfig", "FILE"),
    "explain -": ("explain",),
}
#: Command to the one that does nearly the same: in seconds they differ by what is printed, or by what is left out.
LIKE: Final[Mapping[str, str]] = {
    "validate json": "validate text",
    "validate sarif": "validate text",
    "validate junit": "validate text",
    "validate github": "validate text",
    "validate --all-contexts": "validate text",
    "audit": "audit json",
    "convert": "convert --diff",
    "convert --to azure": "convert --diff",
    "convert -l azurecli": "convert --diff",
    "doctor json": "doctor",
    "fix": "doctor --fix",
    "fix --plan": "doctor --fix",
    "versions": "doctor",
}

#: A small process that runs the command and measures it: what is started by a large one counts as large as that.
_MEASURE: Final = """
import os, subprocess, sys, threading
process = subprocess.Popen(sys.argv[2:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
end = threading.Timer(float(sys.argv[1]), process.kill)
end.start()
_, status, usage = os.wait4(process.pid, 0)
end.cancel()
print(usage.ru_utime + usage.ru_stime, usage.ru_maxrss, os.waitstatus_to_exitcode(status))
"""


class Cost(NamedTuple):
    """What a run took: seconds of the processor, and megabytes at its peak. `code` is its exit code, negative if it was
    killed."""

    seconds: float
    megabytes: float
    code: int


def cost(folder: Path, command: Sequence[str], text: str, *, kubeconfig: str = "", longest: float = 60) -> Cost:
    """Run a command on a file with this text in a folder, with this KUBECONFIG, for so many seconds at most."""
    config = folder / "config"
    config.write_bytes(text.encode())
    config.chmod(0o600)
    arguments = [str(config) if each == "FILE" else each for each in command]
    run = [sys.executable, "-IS", "-c", _MEASURE, str(longest), sys.executable, "-m", "kubeconv", *arguments]
    environment = {"PATH": str(folder), "HOME": str(folder), "KUBECONFIG": kubeconfig, "PYTHONUTF8": "1"}
    with config.open("rb") as given:
        told = subprocess.run(
            run, stdin=given, capture_output=True, text=True, cwd=folder, env=environment, check=True
        ).stdout.split()
    megabytes = float(told[1]) / (1024 if sys.platform == "linux" else 1024 * 1024)
    return Cost(float(told[0]), megabytes, int(told[2]))


class Measured(NamedTuple):
    """A run: the command, the file with its size, and what it took."""

    what: str
    cost: Cost

    @property
    def is_over(self) -> bool:
        """True if it took more than it may, or ended otherwise than it may."""
        return self.cost.code not in (0, 1, 2) or self.cost.seconds > SECONDS or self.cost.megabytes > MEGABYTES

    def __str__(self) -> str:
        return f"{self.cost.seconds:6.2f} s {self.cost.megabytes:6.0f} MB  {self.what}"


def judged_sizes(shape: Shape | RandomFile) -> Iterator[int]:
    """The largest size, and if kubeconv refuses to judge that, the largest at which it does."""
    for size in SIZES:
        yield size
        refused = parse_tolerantly(Source(shape.text(size).encode())).refused
        if refused is None or refused.effect != "unjudged":
            return


def _what(command: str, name: str, size: int) -> str:
    return f"{command}: {name}, {size // 1000} kB"


def measure(name: str, shape: Shape | RandomFile, pattern: str) -> list[Measured]:
    """What the commands take on one file, at its sizes."""
    found: list[Measured] = []
    if not any(re.search(pattern, _what(command, name, size)) for command in COMMANDS for size in SIZES):
        return found
    for size in judged_sizes(shape):
        text, seconds = shape.text(size), dict[str, float]()
        for command, words in sorted(COMMANDS.items(), key=lambda item: item[0] in LIKE):
            what = _what(command, name, size)
            if not re.search(pattern, what) or seconds.get(LIKE.get(command, ""), SECONDS) < WORTH:
                continue
            folder = Path(tempfile.mkdtemp())
            found.append(Measured(what, cost(folder, words, text)))
            seconds[command] = found[-1].cost.seconds
            shutil.rmtree(folder)
            print(found[-1], flush=True)
    return found


def main(pattern: str = "", count: str = "", seed: str = "") -> int:
    """Measure what the pattern finds in `command: file`, two at a time, print a line each, then those over a limit, the worst
    first; the exit code."""
    first = int(seed or 1)
    shapes = {f"random file {each}": RandomFile(each) for each in range(first, first + int(count or 0))} or SHAPES
    with ThreadPoolExecutor(2) as pool:
        runs = [run for each in pool.map(measure, shapes, shapes.values(), repeat(pattern)) for run in each]
    over = sorted(filter(lambda run: run.is_over, runs), key=lambda run: -run.cost.seconds)
    print(f"{len(runs):,} runs, {len(over)} over {SECONDS} s or {MEGABYTES} MB", *over, sep="\n")
    return int(bool(over))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
