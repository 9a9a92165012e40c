"""`fuzz.py SECONDS [SEED]`: the tests of hypothesis with new examples, run by run, until the seconds are over or one fails.

Each run prints its seed first; with a seed there is one run, with the examples of that seed.
"""

import random
import subprocess
import sys
import time
from pathlib import Path

TESTS = Path(__file__).parent


def run(seed: int) -> int:
    """One run of the tests that have the mark of hypothesis; its exit code."""
    print(f"seed {seed}", flush=True)
    pytest = [sys.executable, "-m", "pytest", "-q", "-x", "-m", "hypothesis", "--hypothesis-profile=fuzz"]
    code = subprocess.run([*pytest, f"--hypothesis-seed={seed}", str(TESTS)], check=False).returncode
    if code:
        print(f"failed; repeat it with `make fuzz SEED={seed}`", flush=True)
    return code


def main(seconds: float, *seeds: int) -> int:
    """Exit code of the first run that fails, or 0."""
    end = time.monotonic() + seconds
    code = run(seeds[0] if seeds else random.randrange(2**32))
    while not code and not seeds and time.monotonic() < end:
        code = run(random.randrange(2**32))
    return code


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), *map(int, sys.argv[2:])))
