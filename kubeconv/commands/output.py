"""Printing: data to standard output, talk beside it to standard error, never a control character from a file, nor what has
the shape of a secret."""

import contextlib
import errno
import os
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, TextIO

from kubeconv.gate import shown
from kubeconv.machine.files import FileProblem

if TYPE_CHECKING:
    from kubeconv.report.line import Line
    from kubeconv.report.table import Screen

#: How a terminal shows each role that a part of a line can have.
_PAINT: Final = {"error": "1;31", "warning": "1;33", "info": "1;36", "place": "1", "faint": "2"}


def data(text: str | bytes) -> None:
    """Print data as it is. Raises OSError if standard output is closed."""
    if sys.stdout is None:
        raise OSError(errno.EBADF, "standard output is closed")
    with _unread():
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape") if isinstance(text, str) else text)
        sys.stdout.buffer.flush()


@contextlib.contextmanager
def _unread() -> Iterator[None]:
    """Go on if nobody reads the output any more (`| head -1`): the exit code still says what was found."""
    try:
        yield
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def line(text: str, *, to_stderr: bool = False) -> None:
    """Print one line of talk. What a terminal would obey (escape sequences, line ends inside names) is shown instead."""
    with _unread():
        print(shown.line(text), file=sys.stderr if to_stderr else sys.stdout)


def paints(stream: TextIO | None) -> bool:
    """True if colours are wanted: on a terminal, unless `NO_COLOR` (https://no-color.org) says otherwise. None is a
    stream that is closed."""
    if stream is None:
        return False
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width(stream: TextIO | None) -> int:
    """How many columns there are: those of the terminal; of `COLUMNS` or 80 where there is none."""
    import shutil

    if stream is not None and stream.isatty():
        return shutil.get_terminal_size().columns
    columns = os.environ.get("COLUMNS", "")
    return int(columns) if columns.isascii() and columns.isdigit() and 0 < int(columns) < 10_000 else 80


def screen(*, has_head: bool = True) -> "Screen":
    """What a table is written for."""
    from kubeconv.report.table import Screen

    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    return Screen(width(sys.stdout) if is_terminal else None, os.path.expanduser("~"), has_head)


def lines(of: "Iterable[Line]") -> None:
    """Print lines made of parts with a role each, in colours if they are wanted."""
    paint = paints(sys.stdout)
    for each in of:
        painted(each, paint=paint)


def painted(parts: Iterable[tuple[str, str]], *, paint: bool) -> None:
    """Print one line made of parts with a role each, in colours or not."""
    looked_over = ((shown.line(text), role) for text, role in parts)
    with _unread():
        print(
            "".join(
                f"\x1b[{_PAINT[role]}m{text}\x1b[0m" if paint and role and text else text for text, role in looked_over
            )
        )


def error(text: str) -> None:
    """Print one line about a problem, to standard error."""
    line(f"kubeconv: {text}", to_stderr=True)


def problem(found: FileProblem) -> None:
    """Print what is wrong with a file and the way out, as one line to standard error."""
    error(f"{found}; {found.help}" if found.help else str(found))
