"""Printing: data to standard output, talk beside it to standard error, never a control character from a file, nor what has
the shape of a secret."""

import contextlib
import errno
import os
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final

from kubeconv.commands import paging, progress, said, terminal
from kubeconv.gate import called, shown
from kubeconv.machine.files import FileProblem

if TYPE_CHECKING:
    from kubeconv.gate.talk import Talk
    from kubeconv.report.line import Line
    from kubeconv.report.table import Screen

#: How many more lines are printed at once.
_AT_ONCE: Final = 200
#: The role of a line of a diff, by its sign.
_DIFF: Final = {"+": "added", "-": "removed", "@": "hunk"}


def data(text: str | bytes) -> None:
    """Print data as it is. Raises OSError if standard output is closed."""
    if sys.stdout is None:
        raise OSError(errno.EBADF, "standard output is closed")
    said.note_data()
    whole = text.encode("utf-8", "surrogateescape") if isinstance(text, str) else text
    if paging.holds():
        paging.keep(whole)
        return
    progress.pause()
    with _unread():
        sys.stdout.flush()
        sys.stdout.buffer.write(whole)
        sys.stdout.buffer.flush()


def document(text: str, form: str) -> None:
    """Print a JSON document, as YAML if `form` says so."""
    if form == "yaml":
        from kubeconv.report.looked_over import as_yaml

        text = as_yaml(text)
    data(text)


@contextlib.contextmanager
def _unread() -> Iterator[None]:
    """Go on if nobody reads the output any more (`| head -1`): the exit code still says what was found."""
    try:
        yield
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def line(text: str, *, to_stderr: bool = False) -> None:
    """Print one line of talk. What a terminal would obey (escape sequences, line ends inside names) or the agent of a pipeline
    is shown instead."""
    _print(shown.unobeyed(shown.line(text)), to_stderr=to_stderr)


@lru_cache(1)
def _talk() -> "Talk":
    from kubeconv.gate.talk import Talk  # only who asks a cluster needs it

    return Talk()


def told(text: str) -> None:
    """Print one line that a program says to the person, to standard error."""
    line(_talk().line(text), to_stderr=True)


def asked(text: str) -> None:
    """The same, but only what asks the person to log in elsewhere: other lines name hosts and users."""
    import re

    if re.search(r"(?i)devicelogin|enter the code|/device\b", text):
        told(text)


def command(text: str) -> None:
    """Print one line that the agent of a pipeline is to obey."""
    _print(shown.line(text))


def _print(text: str, *, to_stderr: bool = False) -> None:
    """Print one line that may be shown. What is held back until then stands before what goes to standard error."""
    if not to_stderr:
        said.note_data()
    with _unread():
        if to_stderr or not paging.holds():
            progress.pause()
        if not to_stderr and paging.holds():
            paging.keep(f"{text}\n".encode(sys.stdout.encoding or "utf-8", "backslashreplace"))
            return
        paging.release()
        print(text, file=sys.stderr if to_stderr else sys.stdout)


def diff(text: str) -> None:
    """Print a unified diff of one file, in colours if they are wanted."""
    if terminal.paints(sys.stdout):
        # Only the first two lines have the sign of another: the names of the file.
        roles = (_DIFF.get(each[:1], "") if number > 1 else "place" for number, each in enumerate(text.split("\n")))
        ended = ((each.rstrip("\r"), each) for each in text.split("\n"))
        text = "\n".join(
            terminal.painted(each, role) + whole[len(each) :] for (each, whole), role in zip(ended, roles, strict=True)
        )
    data(text)


def screen(*, has_head: bool = True, wide: bool = False) -> "Screen":
    """What a table on standard output is written for; `wide` if nothing is to be cut or left out."""
    return terminal.screen(None if wide else sys.stdout, has_head=has_head)


def lines(of: "Iterable[Line]") -> None:
    """Print lines made of parts with a role each, in colours if they are wanted."""
    paint = terminal.paints(sys.stdout)
    safe = lru_cache(4096)(shown.line)  # blanks and words of columns are in each line
    looks = {"script": shown.script}
    texts = (
        shown.unobeyed("".join([terminal.painted(each, role) if paint else each for each, role in looked]))
        for looked in ([(looks.get(role, safe)(text), role) for text, role in parts] for parts in of)
    )
    # A call to print costs more than the line; a person sees the first ones at once.
    for first in texts:
        _print("\n".join((first, *islice(texts, _AT_ONCE))))


def report(of: "Iterable[Line]", form: str = "text") -> None:
    """Print lines for people: on a terminal folded to its width, unless the form is `wide` or `name`."""
    width = screen().width
    if width is None or form in ("wide", "name"):
        lines(of)
    else:
        from kubeconv.report.fold import fitted

        lines(folded for line in of for folded in fitted(line, width))


def error(text: str) -> None:
    """Print one line about a problem, to standard error."""
    said.PROBLEMS.append(shown.line(text))
    line(f"{called.program()}: {text}", to_stderr=True)


def problem(found: FileProblem) -> None:
    """Print what is wrong with a file and the way out, as one line to standard error."""
    error(f"{found}; {found.help}" if found.help else str(found))
