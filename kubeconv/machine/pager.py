"""A program that shows a long text page by page, started as git starts it."""

import contextlib
import subprocess
from collections.abc import Mapping
from typing import Final

from kubeconv.machine.programs import safe_path

#: Variables of pagers, for those who have not set them: less ends if the text fits, paints, and leaves the text on the screen.
_DEFAULTS: Final = {"LESS": "FRX", "LV": "-c"}
#: With this cmd does not begin with the current folder to look for a program.
_NOT_HERE: Final = {"NoDefaultCurrentDirectoryInExePath": "1"}
#: How a shell says that there is no such program, or that it cannot run it.
_NOT_RUN: Final = (126, 127)


def page(text: bytes, command: str, environment: Mapping[str, str]) -> bool:
    """Show a text in the pager that this command line starts, and wait for its end; False if it cannot be started. The shell
    reads the command line, as a person wrote it (`PAGER`), and looks into no relative folder of PATH."""
    try:
        with subprocess.Popen(  # noqa: S602 - whoever set the variable chose the program
            command, shell=True, stdin=subprocess.PIPE, env={**_DEFAULTS, **environment, **_NOT_HERE, **safe_path()}
        ) as process:
            with contextlib.suppress(BrokenPipeError):
                process.communicate(text)
            return process.wait() not in _NOT_RUN
    except OSError:
        return False
