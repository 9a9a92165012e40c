"""Finding a program in folders, as `shutil.which` does: that module takes longer to import than all our searching."""

import os


def which(command: str, folders: str) -> str | None:
    """The path of a program in these folders, separated as in PATH, or of one that is named with its folder."""
    if os.name == "nt":  # with PATHEXT, and the current folder
        import shutil

        return shutil.which(command, path=folders)
    if os.path.dirname(command):
        return command if _can_run(command) else None
    paths = (os.path.join(folder, command) for folder in folders.split(os.pathsep)) if folders else ()
    return next(filter(_can_run, paths), None)


def _can_run(path: str) -> bool:
    return os.path.exists(path) and os.access(path, os.X_OK) and not os.path.isdir(path)
