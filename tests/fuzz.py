"""`fuzz.py SECONDS [SEED]`: new inputs until the seconds are over or one is wrong. Half of the time goes to atheris, if it is
installed (`guided.py`), the rest to the tests of hypothesis with new examples, run by run.

Each run prints its seed first; with a seed there is one run of each, with the inputs of that seed. With 0 seconds no run of the
tests is cut off.
"""

import random
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

TESTS = Path(__file__).parent
#: The part of the time that atheris gets.
GUIDED = 1 / 2


def guided(seconds: int, seed: int) -> int:
    """The inputs of atheris; the exit code, 0 where it is not there."""
    if find_spec("atheris") is None:
        print("atheris is not installed, which is for Linux on x86_64 only: hypothesis alone", flush=True)
        return 0
    print(f"atheris: seed {seed}, {seconds} s", flush=True)
    ended = subprocess.run(
        [sys.executable, str(TESTS / "guided.py"), str(seconds), str(seed)], capture_output=True, text=True, check=False
    )
    lines = ended.stderr.splitlines()
    if ended.returncode:
        print("\n".join([*ended.stdout.splitlines()[-30:], *lines[-30:]]))
        print("failed; look at that input with `.venv/bin/python tests/guided.py wrong-…`", flush=True)
    else:
        print(*(each for each in lines if each.startswith("Done ")), flush=True)
    return ended.returncode


def run(seed: int, seconds: float | None) -> int:
    """One run of the tests that have the mark of hypothesis; its exit code, 0 where the seconds are over."""
    print(f"hypothesis: seed {seed}", flush=True)
    pytest = [sys.executable, "-m", "pytest", "-q", "-x", "-m", "hypothesis", "--hypothesis-profile=fuzz"]
    try:
        code = subprocess.run(
            [*pytest, f"--hypothesis-seed={seed}", str(TESTS)], timeout=seconds, check=False
        ).returncode
    except subprocess.TimeoutExpired:
        print("the time is over: this run was cut off", flush=True)
        return 0
    if code:
        print(f"failed; repeat it with `make fuzz SECONDS=0 SEED={seed}`", flush=True)
    return code


def main(seconds: float, *seeds: int) -> int:
    """Exit code of the first run that fails, or 0."""
    end = time.monotonic() + seconds
    seed = seeds[0] if seeds else random.randrange(2**32)
    code = guided(max(1, int(seconds * GUIDED)), seed)
    code = code or run(seed, max(1.0, end - time.monotonic()) if seconds else None)
    while not code and not seeds and time.monotonic() < end:
        code = run(random.randrange(2**32), max(1.0, end - time.monotonic()))
    return code


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), *map(int, sys.argv[2:])))
