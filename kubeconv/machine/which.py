"""Finding a program in folders, as `shutil.which` does: that module takes longer to import than all our searching."""

import os
from collections.abc import Iterator
from typing import Final

#: The endings of programs where PATHEXT does not name them. https://pkg.go.dev/os/exec#LookPath
_ENDINGS: Final = ".COM;.EXE;.BAT;.CMD"


def which(command: str, folders: str) -> str | None:
    """The path of a program in these folders, separated as in PATH, or of one that is named with its folder. On Windows a
    command may leave out the ending of a program, one of PATHEXT."""
    if os.path.dirname(command):
        paths: Iterator[str] = iter([command])
    else:
        paths = (
            (os.path.join(folder.strip('"'), command) for folder in folders.split(os.pathsep)) if folders else iter(())
        )
    return next((each for path in paths for each in _spelt(path) if _can_run(each)), None)


def _spelt(path: str) -> Iterator[str]:
    if os.name != "nt":
        yield path
        return
    if os.path.splitext(path)[1]:
        yield path
    yield from (path + ending.lower() for ending in (os.environ.get("PATHEXT") or _ENDINGS).split(";") if ending)


def _can_run(path: str) -> bool:
    return os.path.exists(path) and os.access(path, os.X_OK) and not os.path.isdir(path)
