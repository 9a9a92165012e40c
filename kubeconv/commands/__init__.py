"""The command line: one module a command, each imported only when it is called."""

import _signal as signal  # type: ignore[import-not-found] # signal makes enums: a third of a millisecond
import contextlib
import os
import sys
import time
from collections.abc import Sequence
from io import TextIOWrapper
from typing import Any, Final

from kubeconv.commands import paging, progress, said, terminal, usual
from kubeconv.commands.declared import EVERYWHERE, Call, Exit, WrongUsage
from kubeconv.commands.known import ALIASES, BEFORE, COMMANDS
from kubeconv.gate import called
from kubeconv.machine.journal import HELD_BACK, KEPT, PENDING, WRITTEN, begin

__all__ = ["COMMANDS", "run"]

#: The signals that end a run.
_ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))

#: When a signal ended this run, 0.0 if none did.
_STOPPED: Final = [0.0]
#: For so many seconds another one changes nothing: it is being said what was written.
_AGAIN: Final = 1.0

#: How the last run ended: so what it has read is not taken down piece by piece, which takes long and is of no use any more.
_ENDED: Final[list[Exit | None]] = [None]


def run(arguments: Sequence[str]) -> int:
    """Run the command line with these arguments; the exit code comes back."""
    begin()
    said.begin()
    _STOPPED[0] = 0.0
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # not if it is closed
            stream.reconfigure(errors=_errors(stream.encoding))
    code = 1  # if what it prints cannot be printed
    try:
        try:
            code = _call(arguments)
        except _Signalled as ended:
            progress.end()
            paging.end()
            code = _say_what_was_written(ended.number)
            said.PROBLEMS.append(f"stopped by {_name_of(ended.number)}")
        except (MemoryError, SystemError):  # the latter if there is none left to call a function
            progress.end()
            paging.end()
            code = _say_stopped("there is not enough memory")
        except ImportError as error:  # no file can be opened any more
            progress.end()
            paging.end()
            code = _say_stopped(f"{error}")
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 0
        except Exit as ended:
            code, _ENDED[0] = ended.code, ended
        progress.end()
        paging.end(paged=True)
        if code and (document := said.document(_command_first(arguments), code)):
            from kubeconv.commands import output

            output.data(document)
        code = code if arguments else 2  # nothing was asked
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:  # nobody reads on: nothing to complain about
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    except OSError as error:  # what is printed goes to a full disk, or nowhere; or a file of our own cannot be read
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        if sys.stderr is not None:
            from kubeconv.commands import output

            with contextlib.suppress(OSError):  # it may be the one that is full
                why = (error.strerror or str(error)).lower()
                what = f"cannot print: {why}" if error.filename is None else f"stopped: {why}: {error.filename}"
                output.error(f"{what}{_after_writing()}")
        return 1
    finally:
        progress.end()
    return code


def _errors(encoding: str) -> str:
    """How to write what an encoding lacks; the name of an error handler."""
    if encoding.lower().replace("-", "") == "utf8":
        return "backslashreplace"  # what is no Unicode at all
    from kubeconv.commands import code_page

    return code_page.NAME


def _call(arguments: Sequence[str]) -> int:
    """Do what the command line asks for; the exit code, if it has one."""
    name = ""
    arguments = _command_first(arguments)
    try:
        asked: Call | int | None = usual.read(arguments)
        if asked is None:
            from kubeconv.commands import by_typer

            asked = by_typer.read(arguments)
        if not isinstance(asked, Call):
            return asked
        name = asked.name
        values = {**asked.values}
        _end_by_exception()
        everywhere = {each.name: values.pop(each.name, each.default) for each in EVERYWHERE}
        terminal.settle(everywhere)
        paging.begin(wanted=not everywhere["no_pager"])
        if not values.get("quiet"):
            progress.begin()
        asked.command(**values)
    except WrongUsage as error:
        from kubeconv.commands import output

        text = " ".join(str(error).split()).rstrip(".")
        output.error(f"error: {text}; see {error.command or called.program() + f' {name}'} --help")
        return 2
    return 0


def _command_first(arguments: Sequence[str]) -> Sequence[str]:
    """The arguments, with what may stand before a command too after it."""
    at = 0
    while at < len(arguments):
        name, sign, _ = arguments[at].partition("=")
        found = next((each for each in BEFORE if name in each.names), None)
        if found is None:
            break
        at += 1 if sign or found.is_switch else 2
    rest = arguments[at:]
    if not rest:  # then it is a mistake
        return arguments
    return [*rest[:1], *(arguments[:at] if rest[0] in (*COMMANDS, *ALIASES) else ()), *rest[1:]]


class _Signalled(SystemExit):
    """A signal ends this run. Ending by exception gives back locks and removes temporary files."""

    def __init__(self, number: int) -> None:
        super().__init__(128 + number)
        self.number = number


def _end_by_exception() -> None:
    """From now on there is something to clean up. Not before: an import that is cut short cannot be repeated."""
    for ending in _ENDING:
        if signal.getsignal(ending) is not signal.SIG_IGN:  # as nohup has it
            signal.signal(ending, _end)
    sys.unraisablehook = _once_more


def _name_of(number: int) -> str:
    from signal import Signals

    return Signals(number).name


def _end(number: int, _frame: Any) -> None:
    if HELD_BACK[0]:
        PENDING.append(number)
    elif not _STOPPED[0] or time.monotonic() > _STOPPED[0] + _AGAIN:
        _STOPPED[0] = time.monotonic()
        raise _Signalled(number)


def _once_more(lost: "sys.UnraisableHookArgs") -> None:
    """A signal that came while an object was taken down, which no exception leaves, comes again a moment later. That memory is full is
    noticed soon enough."""
    if isinstance(lost.exc_value, _Signalled):
        import threading

        _STOPPED[0] = 0.0
        threading.Timer(0.2, signal.raise_signal, (lost.exc_value.number,)).start()
    elif not isinstance(lost.exc_value, MemoryError):
        sys.__unraisablehook__(lost)


def _say_what_was_written(number: int) -> int:
    """The last word of a run that a signal ends, if there is something to say. Returns its exit code."""
    if WRITTEN:
        from kubeconv.commands import output

        output.error(f"stopped by {_name_of(number)}{_after_writing()}")
    return 128 + number


def _say_stopped(why: str) -> int:
    from kubeconv.commands import output

    output.error(f"stopped: {why}{_after_writing()}")
    return 1


def _after_writing() -> str:
    undo = f"; {called.program()} undo FILE brings the old bytes back" if KEPT else ""
    return f", after writing {', '.join(WRITTEN)}{undo}" if WRITTEN else ""
