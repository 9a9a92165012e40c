"""`python -m kubeconv` and the `kubeconv` program."""

import gc
import os
import sys


def main() -> None:
    """Run the command line and exit with its code."""
    gc.disable()  # a short run: the collector would only walk what the imports make, again and again
    arguments = sys.argv[1:]
    if arguments[:1] == ["__complete"]:
        from kubeconv.commands.completing import print_candidates

        print_candidates(arguments[1:])
        return
    is_asked = arguments[:1] == ["validate"] and "--this-machine" in arguments
    if is_asked and not any(each.startswith("--kubectl") for each in arguments):
        # kubectl takes as long to tell its version as we need to import what reads the other arguments.
        from kubeconv.machine.programs import start_kubectl_early

        start_kubectl_early()
    from kubeconv.commands import run

    code = run(arguments)
    if sys.stderr is not None:
        sys.stderr.flush()
    os._exit(code)  # taking down all that was imported would be a twentieth of a run, and of no use


if __name__ == "__main__":
    main()
