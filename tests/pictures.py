"""The pictures in README: what commands print on a terminal, as SVG by rich, the same bytes in every run. Run this file to make
them anew, then look at them."""

import fcntl
import io
import os
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios
from pathlib import Path
from typing import NamedTuple

import pages
from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

FOLDER = pages.ROOT / "docs" / "pictures"
_COLUMNS = 100
#: No font from elsewhere: whoever looks at the picture has a fixed-width one.
_FORMAT = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.S)


class Picture(NamedTuple):
    """What a picture shows: a home of `fixtures/pages`, and a command line in it."""

    home: str
    line: str


PICTURES = {
    "doctor": Picture("laptop", "kubeconv doctor"),
    "fix": Picture("laptop", "kubeconv fix --plan"),
    "validate": Picture("laptop", "kubeconv validate"),
    "audit": Picture("stranger", "kubeconv audit prod.kubeconfig"),
}


def picture(name: str) -> str:
    """The SVG of a picture. Its command runs on a terminal of 100 columns.

    Its home has a path of the same length everywhere: where lines are folded depends on it."""
    home, line = PICTURES[name]
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        machine = pages.Home(Path(folder))
        machine.begin(home)
        printed = _on_a_terminal(line, machine)
    console = Console(record=True, width=_COLUMNS, file=io.StringIO(), force_terminal=True, legacy_windows=False)
    console.print(Text(f"$ {line}", style="bold"))
    console.print(Text.from_ansi(printed))
    return console.export_svg(title="kubeconv", theme=MONOKAI, code_format=_FORMAT, unique_id=f"kubeconv-{name}")


def _on_a_terminal(line: str, machine: pages.Home) -> str:
    """What a command prints on a terminal."""
    if sys.platform == "win32":
        raise NotImplementedError
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 500, _COLUMNS, 0, 0))
    environment = {**machine.environment, "TERM": "xterm-256color"}
    process = subprocess.Popen(
        ["/bin/sh", "-c", line], cwd=machine.path, env=environment, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    printed = b""
    while True:
        try:
            part = os.read(ours, 65_536)
        except OSError:  # Linux says so at the end
            break
        if not part:
            break
        printed += part
    process.wait()
    os.close(ours)
    return printed.decode().replace("\r\n", "\n").replace(str(machine.path), pages.SHOWN_HOME)


def main() -> None:
    """Make all pictures anew."""
    FOLDER.mkdir(exist_ok=True)
    for name in PICTURES:
        (FOLDER / f"{name}.svg").write_text(picture(name), encoding="utf-8")


if __name__ == "__main__":
    main()
