"""What goes to a terminal is held back until it is known how long it is: if it is longer than the screen, a pager shows it. As
with git, that is only for a run that wrote nothing and asked nothing."""

import os
import sys
from typing import Final

from kubeconv.commands import terminal
from kubeconv.machine.journal import WRITTEN

#: The first that is set names the pager; `cat` and nothing are none.
_VARIABLES: Final = ("KUBECONV_PAGER", "PAGER")
_DEFAULT: Final = "less"
_HELD: Final[list[bytes]] = []
#: The pager of this run; none if nothing is held back.
_PAGER: Final[list[str]] = []


def begin(*, wanted: bool) -> None:
    """A command begins. Its output is held back if it is `wanted` in a pager, and standard output is a terminal."""
    _HELD.clear()
    _PAGER.clear()
    if wanted and terminal.height(sys.stdout):
        command = next((os.environ[name] for name in _VARIABLES if name in os.environ), _DEFAULT)
        if command.strip() not in ("", "cat"):
            _PAGER.append(command)


def holds() -> bool:
    """True while output is held back."""
    return bool(_PAGER)


def keep(data: bytes) -> None:
    """Hold this back."""
    _HELD.append(data)


def release(*, paged: bool = True) -> None:
    """Print what is held back, in the pager if it is long."""
    if not _HELD or sys.stdout is None:
        return
    data = b"".join(_HELD)
    _HELD.clear()
    sys.stdout.flush()
    if paged and _PAGER and not WRITTEN and _is_long(data) and _page(data, _PAGER[0]):
        return
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def end(*, paged: bool = False) -> None:
    """Print what is held back, and hold nothing back any more."""
    release(paged=paged)
    _PAGER.clear()


def _is_long(data: bytes) -> bool:
    """True if it takes more lines of the terminal than there are."""
    import re

    from kubeconv.report.table import width_of

    left, columns = terminal.height(sys.stdout), terminal.width(sys.stdout)
    if data.count(b"\n") >= left:
        return True
    for line in re.sub(rb"\x1b\[[0-9;]*m", b"", data).decode(errors="replace").split("\n"):
        left -= max(1, -(-width_of(line) // columns))
    return left < 0


def _page(data: bytes, command: str) -> bool:
    import signal

    from kubeconv.machine.pager import page
    from kubeconv.machine.programs import paths_of

    if command == _DEFAULT and not next(paths_of(command), ""):
        return False
    # Ctrl-C is for the pager, which may take it for something else than the end.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        return page(data, command, os.environ)
    finally:
        signal.signal(signal.SIGINT, before)
