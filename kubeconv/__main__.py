"""`python -m kubeconv` and the `kubeconv` program."""

import _signal  # type: ignore[import-not-found]  # what signal is made of, without its enums: the sooner the better
import gc
import os
import sys

#: By these names kubectl calls it as a plugin, and asks it what a word may become:
#: https://kubernetes.io/docs/tasks/extend-kubectl/kubectl-plugins/
_OF_KUBECTL = ("kubectl-kubeconv", "kubectl_complete-kubeconv")


def main() -> None:
    """Run the command line and exit with its code."""
    try:
        _main()
    except (MemoryError, SystemError):  # there is so little that nothing can be imported that would say it better
        _stop("there is not enough memory")
    except ImportError as error:
        _stop(f"{error}")


def _stop(why: str) -> None:
    try:
        os.write(2, f"kubeconv: stopped: {why}\n".encode(errors="replace"))
    finally:
        os._exit(1)


def _main() -> None:
    if _signal.getsignal(_signal.SIGINT) is _signal.default_int_handler:
        _signal.signal(_signal.SIGINT, _signal.SIG_DFL)  # until a command begins Ctrl-C just ends it, as SIGTERM does
    gc.disable()  # a short run: the collector would only walk what the imports make, again and again
    arguments = sys.argv[1:]
    called_as = os.path.basename(sys.argv[0])
    if called_as.startswith(_OF_KUBECTL):
        from kubeconv.gate import called

        called.call_as("kubectl", "kubeconv")
    completes = called_as.startswith(_OF_KUBECTL[1])
    if completes or arguments[:1] == ["__complete"]:
        from kubeconv.commands.completing import print_candidates

        print_candidates(arguments if completes else arguments[1:])
        return
    names = _asked_for_sure(arguments)
    if names:
        from kubeconv.machine import programs

        programs.ask_early(names)
    from kubeconv.commands import run

    code = run(arguments)
    if names:
        programs.stop_early()
    if sys.stderr is not None:
        import contextlib

        with contextlib.suppress(OSError):  # nobody can be told
            sys.stderr.flush()
    os._exit(code)  # taking down all that was imported would be a twentieth of a run, and of no use


def _asked_for_sure(arguments: list[str]) -> tuple[str, ...]:
    """The programs that this run will ask for their versions: they take as long to tell them as we need to import what reads
    the other arguments."""
    if not {"-h", "--help"}.isdisjoint(arguments):
        return ()
    if arguments[:1] in (["doctor"], ["fix"]):
        from kubeconv.machine.programs import EXAMINED

        return EXAMINED
    if arguments[:1] != ["validate"] or "--this-machine" not in arguments:
        return ()
    is_given = any(each.startswith("--kubectl") for each in arguments)
    return ("kubelogin",) if is_given else ("kubectl", "kubelogin")


if __name__ == "__main__":
    main()
