"""`python -m kubeconv` and the `kubeconv` program."""

import gc
import sys


def main() -> None:
    """Run the command line and exit with its code."""
    gc.disable()  # a short run: the collector would only walk what the imports make, again and again
    from kubeconv.commands import run

    code = run(sys.argv[1:])
    gc.freeze()  # nor need it look at all of that once more on the way out
    sys.exit(code)


if __name__ == "__main__":
    main()
