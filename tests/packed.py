"""Fixtures of many files are kept in one archive: everybody whose pre-commit runs our hooks clones this repository.

`unpacked("client-go")` is the folder with the files of `fixtures/client-go.tar.xz`. To change some, or to add one:

    python tests/packed.py                         # prints where the files are
    cp -r THERE/client-go /tmp/client-go           # change them in a copy
    python tests/packed.py /tmp/client-go          # writes fixtures/client-go.tar.xz
"""

import hashlib
import os
import shutil
import sys
import tarfile
import tempfile
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent


@cache
def unpacked(name: str) -> Path:
    """The folder of that name, unpacked once for each state of its archive, also if several processes ask at once."""
    archive = ROOT / "fixtures" / f"{name}.tar.xz"
    folder = ROOT / ".cache/fixtures" / hashlib.sha256(archive.read_bytes()).hexdigest()[:16]
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(dir=folder.parent))
        new.chmod(0o755)  # some tests run as nobody
        with tarfile.open(archive) as files:
            files.extractall(new, filter="tar")
        try:
            new.rename(folder)
        except OSError:  # another process was faster
            shutil.rmtree(new)
    return folder / name


def pack(folder: Path) -> Path:
    """Write the archive of a folder: the same files give the same bytes."""
    archive = ROOT / "fixtures" / f"{folder.name}.tar.xz"
    with tarfile.open(archive, "w:xz", format=tarfile.GNU_FORMAT, preset=9) as files:
        for path in [folder, *sorted(folder.rglob("*"))]:
            entry = files.gettarinfo(path, path.relative_to(folder.parent).as_posix())
            entry.uid = entry.gid = entry.mtime = 0
            entry.uname = entry.gname = ""
            entry.mode = 0o755 if entry.isdir() or entry.mode & 0o100 else 0o644
            if entry.isfile():
                with path.open("rb") as content:
                    files.addfile(entry, content)
            else:
                files.addfile(entry)
    return archive


if __name__ == "__main__":
    for each in sys.argv[1:]:
        pack(Path(each).absolute())
    for each in sorted(os.listdir(ROOT / "fixtures")):
        if each.endswith(".tar.xz"):
            print(unpacked(each.removesuffix(".tar.xz")))
