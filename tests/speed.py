"""`speed.py [PATTERN]`: what each command costs on each file of a megabyte, and on smaller ones, the worst first: `make speed`.

The cost is the time of the processor, so that it does not matter much what else the machine does, and the peak of memory. Ends
with 1 if a run is over a limit.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

from large_files import SHAPES

#: Seconds and megabytes that no run on a megabyte may take.
SECONDS: Final = 1.0
MEGABYTES: Final = 256
SIZES: Final = (1_000_000, 300_000)

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
    "versions": ("versions", "--kubeconfig", "FILE"),
    "explain -": ("explain",),
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


def main(pattern: str = "") -> int:
    """Measure what the pattern finds in `command: file`, print a line each, then those over a limit; the exit code."""
    over = []
    for size in SIZES:
        for shape, each in SHAPES.items():
            for name, command in COMMANDS.items():
                what = f"{name}: {shape}, {size // 1000} kB"
                if not re.search(pattern, what):
                    continue
                folder = Path(tempfile.mkdtemp())
                found = cost(folder, command, each.text(size))
                shutil.rmtree(folder)
                line = f"{found.seconds:6.2f} s {found.megabytes:6.0f} MB  {what}"
                print(line, flush=True)
                if found.code not in (0, 1, 2) or found.seconds > SECONDS or found.megabytes > MEGABYTES:
                    over.append(line)
    print(f"{len(over)} over {SECONDS} s or {MEGABYTES} MB", *sorted(over, reverse=True), sep="\n")
    return int(bool(over))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
