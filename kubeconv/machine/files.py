"""The disk: which files, and reading them. Every problem is a `FileProblem` with one clear line."""

import contextlib
import os
import re
import stat
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kubeconv.gate.content import content_in, kind_of
from kubeconv.gate.shown import path_of
from kubeconv.gate.value import NamedTuple
from kubeconv.gate.words import is_secret_flag
from kubeconv.kubeconfig.view import MAX_BYTES
from kubeconv.machine.entries import shut
from kubeconv.machine.home import home

STANDARD_INPUT: Final = "-"
_STANDARD_INPUT: Final = ("/dev/stdin", "/dev/fd/0", "/proc/self/fd/0")
#: How many bytes are asked for at once of what does not tell its size: a pipe.
_AT_LEAST: Final = 2**20


class FileProblem(Exception):
    """One file cannot be read or written, or is refused. The text is one line and names the file; `help` is the way out.
    `code` is that of a rule; `line` and `column`, counted from 1, are 0 if it is not about a place."""

    def __init__(self, path: str, message: str, help: str = "", code: str = "", line: int = 0, column: int = 0) -> None:
        super().__init__(f"{path_of(path)}: {message}")
        self.path, self.message, self.help = path, message, help
        self.code, self.line, self.column = code, line, column


class NoPath(FileProblem):
    """What stands in the place of a path is the content of a file, or nothing."""


class Paths(NamedTuple):
    """The files to work on. `merged` is true if they are one KUBECONFIG list, which client-go reads as one; `missing`
    are files of that list that do not exist, which it skips. `are_named` is true if a person named them, folders perhaps
    among them."""

    files: tuple[str, ...]
    merged: bool = False
    missing: tuple[str, ...] = ()
    are_named: bool = False


def find(arguments: Sequence[str], explicit: str | None, environment: Mapping[str, str]) -> Paths:
    """The arguments, or the one explicit file, or every file of `$KUBECONFIG`, or `~/.kube/config`.

    Raises FileProblem if none of these exists, and NoPath for the content of a file, or nothing, in its place.
    https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/
    """
    if arguments or explicit:
        named = [*arguments, *([explicit] if explicit else [])]
        if "" in named:
            raise NoPath(
                "the argument", "is empty, and not the path of a file", "look at the variable that it comes from"
            )
        for text in named:
            refuse_content(text, "--kubeconfig" if text is explicit else "the argument")
        for text in arguments:
            _refuse_option(text)
        # Through these names the file that was piped in would be replaced.
        return Paths(each_once(STANDARD_INPUT if each in _STANDARD_INPUT else each for each in named), are_named=True)
    variable = environment.get("KUBECONFIG", "")
    listed = filter(None, variable.split(os.pathsep))
    paths = [os.path.join(os.curdir, path) if path == STANDARD_INPUT else path for path in listed]  # a file there
    if not all(map(os.path.lexists, paths)):  # `config:` is a list
        refuse_content(variable, "$KUBECONFIG")
    files = each_once(paths) if variable else (os.path.join(home(environment), ".kube", "config"),)
    present = tuple(path for path in files if not is_missing(path))
    if not present:
        origin = "no file of $KUBECONFIG exists" if variable else "no such file"
        raise FileProblem(os.pathsep.join(files) or variable, origin, "name a kubeconfig, or set KUBECONFIG")
    return Paths(present, bool(variable), tuple(path for path in files if path not in present))


def refuse_content(text: str, whence: str) -> None:
    """Raise NoPath for a text that is the content of a file and not the path of one; nothing of it is told."""
    for each in (text, *text.split(os.pathsep)):
        if os.path.lexists(each):
            continue
        first, line_end, _ = each.strip().partition("\n")
        is_content, is_text = re.search(r":\s", each), line_end and not re.search(r"[/\\]", first)
        guess = "the content of a kubeconfig" if is_content else kind_of(each) if is_text else ""
        if content := content_in(each) or guess:
            raise NoPath(whence, f"holds {content}, not the path of a file", _PIPE_IT)


def _refuse_option(text: str) -> None:
    """Raise NoPath for what is an option but for its dashes: what follows it may be a secret, and is no file."""
    if os.path.lexists(text):
        return
    name = text.lstrip(_DASHES).partition("=")[0]
    if text[0] in _DASHES[1:] or (re.fullmatch(r"[\w-]{1,60}", name) and is_secret_flag(name.lower())):
        raise NoPath("the argument", "is no file, but looks like an option", "an option begins with --")


#: A hyphen, and what word processors make of it.
_DASHES: Final = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_PIPE_IT: Final = "write it to a file and name that, or pipe it in and use - for the file"


def each_once(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths without those that lead to a file named before."""
    found: dict[str, str] = {}
    for path in paths:
        found.setdefault(real_path(path), path)
    return tuple(found.values())


def real_path(path: str) -> str:
    """The path of the file that a path leads to; `-` stays."""
    with contextlib.suppress(OSError, ValueError):  # the current folder may be gone; or it is no path at all
        return path if path == STANDARD_INPUT else os.path.realpath(path)
    return path


def read(path: str, help: str = "") -> bytes:
    """The bytes of a regular file (symlinks are followed), or of standard input for `-`. Raises FileProblem; `help` is the way
    out if the file is to be something else than a kubeconfig."""
    try:
        return _read(path)
    except FileProblem as problem:
        raise FileProblem(path, problem.message, help or problem.help) from None


def _read(path: str) -> bytes:
    descriptor = 0 if path == STANDARD_INPUT else open_file(path)
    try:
        return read_all(path, descriptor)
    finally:
        if path != STANDARD_INPUT:
            shut(descriptor)


def open_file(path: str) -> int:
    """A regular file (symlinks are followed), open for reading. Raises FileProblem."""
    try:
        _refuse_other_kinds(path, os.stat(path))
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        try:
            _refuse_other_kinds(path, os.fstat(descriptor))  # it may be another by now
        except BaseException:
            shut(descriptor)
            raise
    except FileNotFoundError:
        raise FileProblem(path, _why_missing(path)) from None
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None
    return descriptor


def read_all(path: str, descriptor: int) -> bytes:
    """All bytes of an open file; `path` is what a problem is told of."""
    parts, size = [], 0
    try:
        at_once = max(_AT_LEAST, os.fstat(descriptor).st_size + 1)  # in one piece: nothing is to be joined
        while size <= MAX_BYTES and (part := os.read(descriptor, min(at_once, MAX_BYTES + 1))):
            parts.append(part)
            size += len(part)
    except OSError as error:
        raise _unreadable(path, error) from None
    if size > MAX_BYTES:
        raise FileProblem(path, f"larger than {MAX_BYTES // 2**20} MiB, too large for a kubeconfig")
    return b"".join(parts)


def is_missing(path: str) -> bool:
    """True if nothing has this path. What cannot be looked at is not missing: whoever reads it says why it cannot be."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        pass
    return False


def is_file(path: str) -> bool:
    """True for a regular file, and for a link to one; and for what cannot be looked at: it may be one, to be locked and read
    as such, which says why it cannot be."""
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    except OSError:
        return True


def descriptor_of(path: str) -> int | None:
    """The number of an open file of this process, if a path is a name of it: what it leads to is not the file to replace."""
    if path == "/dev/stderr":
        return 2
    found = (
        re.fullmatch(r"/(?:dev|proc/(?:self|thread-self))/fd/([0-9]{1,9})", path) if sys.platform != "win32" else None
    )
    return int(found[1]) if found else None


def is_special(path: str) -> bool:
    """True for what is there and is no regular file: a folder, a pipe, a device, a name of an open file, or a link to one."""
    try:
        if descriptor_of(path) is not None:
            return True
        return not stat.S_ISREG(os.stat(path).st_mode)
    except (OSError, ValueError):
        return False


def is_folder(path: str) -> bool:
    """True for a folder, and for a link to one."""
    return os.path.isdir(path)


def readable_by_others(path: str) -> bool:
    """True if group or others may read the file."""
    try:
        return sys.platform != "win32" and bool(os.stat(path).st_mode & 0o044)
    except OSError:
        return False


def is_own(path: str) -> bool:
    """True for a file of the user who runs this, on systems that know such."""
    try:
        return sys.platform != "win32" and os.stat(path).st_uid == os.geteuid()
    except OSError:
        return False


def _refuse_other_kinds(path: str, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        kind = "a folder" if stat.S_ISDIR(status.st_mode) else "not a regular file"
        raise FileProblem(path, kind, "name a kubeconfig file, or use - for standard input")


def _why_missing(path: str) -> str:
    with contextlib.suppress(OSError):
        return f"a link to {os.readlink(path)}, which does not exist"
    return "no such file"


def _unreadable(path: str, error: OSError | ValueError) -> FileProblem:
    return FileProblem(path, f"cannot be read: {reason(error)}")


def words(*command: str, path: str) -> tuple[str, ...]:
    """The words of a command about a path, which may look like an option."""
    return (*command, *(["--"] if path.startswith("-") else []), path)


#: What Windows says of a file that another program has open, without letting others write, rename or delete it.
#: https://learn.microsoft.com/windows/win32/debug/system-error-codes--0-499-
_HELD: Final = {32: "another program has it open", 33: "another program has locked a part of it"}
_ACCESS_DENIED: Final = 5


def is_held(error: OSError | ValueError) -> bool:
    """True if another program that has the file open may be the reason, which is so on Windows only."""
    return getattr(error, "winerror", None) in (*_HELD, _ACCESS_DENIED)


def reason(error: OSError | ValueError) -> str:
    """What an error says, in words for the end of a line."""
    if held := _HELD.get(getattr(error, "winerror", None) or 0):
        return held
    return (getattr(error, "strerror", None) or str(error)).lower()
