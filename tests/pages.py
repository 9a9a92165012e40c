"""The commands that README and docs show, run in a home of their own: what a page says is what happens.

In a page, `<!-- home: NAME -->` begins a new home, a copy of `fixtures/pages/NAME`; what follows goes on in it. In a block
```console a line `$ COMMAND` is run, and the lines below it are what it prints; `...` stands for any lines. In a block ```sh
each line is run, and so is a hidden `<!-- run: COMMAND -->`. Run this file to write the output anew; then read the git diff.
"""

import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
HOMES = ROOT / "fixtures" / "pages"
#: The pages with commands, by hand or in part.
PAGES = sorted(
    path
    for path in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md"))
    if "<!-- home: " in path.read_text(encoding="utf-8")
)
#: Where a page says that the reader's home is.
SHOWN_HOME = "/home/me"
#: What the lines and the stand-ins use of the system; nothing else of it is on PATH, where there may be a kubectl.
_TOOLS = ("cat", "cp", "echo", "git", "grep", "sh", "tail", "true", "xargs")
_PART = re.compile(
    r"^<!-- home: (?P<home>[\w-]+) -->$|^<!-- run: (?P<run>.+) -->$|^```(?P<kind>console|sh)\n(?P<body>.*?)^```$",
    re.M | re.S,
)


class Command(NamedTuple):
    """One command of a page, in its order: the `home` that it begins anew if it is the first there, what it prints by the
    page (None if the page does not say), and where that stands in the page."""

    home: str
    line: str
    printed: str | None
    start: int
    end: int


def commands(page: str) -> Iterator[Command]:
    """The commands of a page."""
    home = ""
    for part in _PART.finditer(page):
        if part["home"]:
            home = part["home"]
        elif home:
            block = (
                [(part["run"], None, 0, 0)]
                if part["run"]
                else _of_block(part["kind"], part["body"], part.start("body"))
            )
            for line, printed, start, end in block:
                yield Command(home, line, printed, start, end)
                home = _GOES_ON


_GOES_ON = "-"


def _of_block(kind: str, body: str, offset: int) -> Iterator[tuple[str, str | None, int, int]]:
    if kind == "sh":
        for line in re.finditer(r"^(?:[^\n\\]|\\\n?)+$", body, re.M):
            yield line[0], None, offset + line.start(), offset + line.end()
        return
    for step in re.finditer(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", body, re.M):
        yield step[1], step[2], offset + step.start(2), offset + step.end(2)


class Home:
    """A home folder on a machine of its own, with stand-ins for the programs that kubeconv asks for their versions."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "me"
        self._tools = folder / "tools"
        self._tools.mkdir()
        for name in _TOOLS:
            (self._tools / name).symlink_to(str(shutil.which(name)))

    @property
    def environment(self) -> dict[str, str]:
        """All variables of a run here."""
        folders = [str(Path(sys.executable).parent), str(self.path / "bin"), str(self._tools)]
        return {"HOME": str(self.path), "PATH": os.pathsep.join(folders), "LC_ALL": "C.UTF-8"}

    def begin(self, name: str) -> None:
        """Be a copy of this home of the fixtures."""
        if name == _GOES_ON:
            return
        shutil.rmtree(self.path, ignore_errors=True)
        shutil.copytree(HOMES / name, self.path)
        shutil.copytree(HOMES / "bin", self.path / "bin", dirs_exist_ok=True)
        for path in self.path.rglob("*"):
            is_private = path.is_file() and path.parent.name != "bin"
            path.chmod(stat.S_IRUSR | stat.S_IWUSR if is_private else stat.S_IRWXU)

    def run(self, line: str) -> tuple[int, str]:
        """Run a line of the shell here; its exit code and what a reader sees."""
        ended = subprocess.run(
            ["/bin/sh", "-c", line], cwd=self.path, env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=60,
        )  # fmt: skip
        return ended.returncode, ended.stdout.replace(str(self.path), SHOWN_HOME)


def agrees(shown: str, printed: str) -> bool:
    """True if a page shows what was printed: `...` alone on a line stands for any lines."""
    pattern = "".join(r"(?:.*\n)*" if line == "...\n" else re.escape(line) for line in shown.splitlines(keepends=True))
    return re.fullmatch(pattern, printed) is not None


def renewed(page: str, home: Home) -> str:
    """The page with what its commands print now; what agrees stays."""
    out, at = "", 0
    for command in commands(page):
        home.begin(command.home)
        _, printed = home.run(command.line)
        if command.printed is not None and not agrees(command.printed, printed):
            out += page[at : command.start] + printed
            at = command.end
    return out + page[at:]


def main() -> None:
    """Write the pages anew."""
    for path in PAGES:
        with tempfile.TemporaryDirectory() as folder:
            page = path.read_text(encoding="utf-8")
            new = renewed(page, Home(Path(folder)))
        if new != page:
            path.write_text(new, encoding="utf-8")
            print(f"{path.relative_to(ROOT)}: written anew")


if __name__ == "__main__":
    main()
