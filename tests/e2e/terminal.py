"""A shell on a terminal of its own, to type into and read from."""

import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

#: Seconds that a shell has to answer on a busy machine.
PATIENCE = 30.0
#: The shells: how each is started without the settings of a person, and how it learns to complete.
SHELLS: Mapping[str, tuple[Sequence[str], str]] = {
    "bash": (
        ("bash", "--norc", "--noprofile", "-i"),
        "source <(kubeconv completion bash); show() { printf '<%s>' \"$@\"; echo; }; "
        "complete -o bashdefault -o default -F _kubeconv_complete show",
    ),
    "zsh": (
        ("zsh", "-f", "-i"),
        "autoload -U compinit; compinit -D -u; source <(kubeconv completion zsh); "
        "show() { printf '<%s>' \"$@\"; echo }; compdef _kubeconv show",
    ),
    "fish": (
        ("fish", "--no-config", "-i"),
        "kubeconv completion fish | source; function show; printf '<%s>' $argv; echo; end; complete -c show -w kubeconv",
    ),
}


def path_with_kubeconv() -> str:
    """PATH with the programs of this environment first."""
    return f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


class Terminal:
    """One shell. `show ARGUMENTS` prints each of them in angle brackets, and is completed as kubeconv is."""

    _pid: int
    _terminal: int
    seen: str

    def __init__(self, shell: str, environment: Mapping[str, str], width: int = 200) -> None:
        if sys.platform == "win32":
            raise NotImplementedError
        argv, setup = SHELLS[shell]
        program = shutil.which(argv[0])
        assert program is not None
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:
            os.execve(program, list(argv), {**environment, "TERM": "xterm", "PATH": path_with_kubeconv()})
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
        self.seen = ""
        self.send(f"{setup}; echo REA''DY\n")
        self.wait("READY\r\n")

    def send(self, text: str) -> None:
        os.write(self._terminal, text.encode())

    def wait(self, wanted: str) -> str:
        """What came until this text, which is a regular expression."""
        end = time.monotonic() + PATIENCE
        while not (found := re.search(wanted, self.seen)):
            assert time.monotonic() < end, f"no {wanted!r} in {self.seen!r}"
            self._read(0.2)
        text, self.seen = self.seen[: found.end()], self.seen[found.end() :]
        return text

    def settle(self, seconds: float = 0.25, first: float = 3) -> str:
        """What comes until nothing has come for so many seconds; the first of it may take longer."""
        wait = first
        while self._read(wait):
            wait = seconds
        text, self.seen = self.seen, ""
        return text

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._terminal], [], [], seconds)
        if not ready:
            return False
        try:
            self.seen += os.read(self._terminal, 65536).decode(errors="replace")
        except OSError:  # the shell has ended
            return False
        return True

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if sys.platform == "win32":
            raise NotImplementedError
        os.kill(self._pid, signal.SIGKILL)
        os.close(self._terminal)
        os.waitpid(self._pid, 0)
