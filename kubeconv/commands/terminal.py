"""What standard output and standard error are: terminals or not, how wide, and whether they show colours. Decided here for all
commands."""

import os
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, TextIO

from kubeconv.commands.declared import WHEN, WrongUsage

if TYPE_CHECKING:
    from kubeconv.report.table import Screen

#: Variables that ask for colours also where there is no terminal: https://force-color.org, https://bixense.com/clicolors.
_FORCING: Final = ("FORCE_COLOR", "CLICOLOR_FORCE")
#: How a terminal shows each role that a part of a line can have: in colours that can be read on black and on white.
PAINT: Final = {
    "error": "1;31", "warning": "1;35", "info": "1;34", "place": "1", "faint": "2", "command": "1;34", "added": "32", "removed": "31", "hunk": "36",
}  # fmt: skip
#: What the command line says of all this.
_SAID: Final[dict[str, Any]] = {"color": "auto"}


def settle(said: Mapping[str, Any]) -> None:
    """Note what the command line says. Raises `WrongUsage`."""
    if said["color"] not in WHEN:
        raise WrongUsage("use auto, always or never", at="--color")
    _SAID["color"] = said["color"]


def paints(stream: TextIO | None) -> bool:
    """True if colours are wanted: as `--color` says, else as the variables do, `NO_COLOR` (https://no-color.org) first, else on
    a terminal. None is a stream that is closed."""
    if _SAID["color"] != "auto":
        return bool(_SAID["color"] == "always")
    if os.environ.get("NO_COLOR"):
        return False
    if any(os.environ.get(name, "0") not in ("", "0") for name in _FORCING):
        return True
    return is_terminal(stream) and os.environ.get("TERM") != "dumb" and os.environ.get("CLICOLOR") != "0"


def painted(text: str, role: str) -> str:
    """The text as a terminal shows what has this role."""
    return f"\x1b[{PAINT[role]}m{text}\x1b[0m" if role in PAINT and text else text


def is_terminal(stream: TextIO | None) -> bool:
    """False also for a stream that is closed."""
    return stream is not None and stream.isatty()


def width(stream: TextIO | None) -> int:
    """How many columns there are: those of the terminal; of `COLUMNS` or 80 where there is none."""
    import shutil

    if is_terminal(stream):
        return shutil.get_terminal_size().columns
    columns = os.environ.get("COLUMNS", "")
    return int(columns) if re.fullmatch("[1-9][0-9]{0,3}", columns) else 80


def height(stream: TextIO | None) -> int:
    """How many lines a terminal has; 0 for what is none, or cannot do more than print."""
    if not is_terminal(stream) or stream is None or os.environ.get("TERM") == "dumb":
        return 0
    try:
        return os.get_terminal_size(stream.fileno()).lines
    except (OSError, ValueError):
        return 0


def screen(stream: TextIO | None, *, has_head: bool = True) -> "Screen":
    """What a table is written for."""
    from kubeconv.report.table import Screen

    return Screen(width(stream) if is_terminal(stream) else None, os.path.expanduser("~"), has_head)
