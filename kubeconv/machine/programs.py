"""Asks the programs on PATH for their versions. The only room that starts a process, and never one that a kubeconfig names;
only if it is asked to connect may kubectl run an exec plugin."""

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import IO, Final

from kubeconv.gate.value import NamedTuple
from kubeconv.machine.journal import start
from kubeconv.machine.which import which

#: The programs whose versions have to go together.
PROGRAMS: Final = ("kubectl", "helm", "az", "kubelogin")
#: Those that the doctor asks.
EXAMINED: Final = ("kubectl", "helm", "k9s", "kubelogin", "az")

#: Seconds that a program gets to tell its version.
TIMEOUT: Final = 5
#: Seconds that a cluster gets: the exec plugin may wait for a person.
CONNECT_TIMEOUT: Final = 60
#: Bytes that are read of what a program prints.
MAX_OUTPUT: Final = 2**16

#: A port on which nobody answers.
_NOWHERE: Final = "http://127.0.0.1:9"
#: What a program is told that is asked for its version. No version needs a kubeconfig, and some programs called kubectl
#: choose another one by it. A program in Go takes half the time without collecting garbage, and leaves us a core. az would
#: report to its makers, and look for updates when it runs for the first time: nothing is to leave this machine.
_QUIET: Final = {
    "KUBECONFIG": os.devnull,
    "GOGC": "off",
    "GOMAXPROCS": "1",
    "PYTHONSAFEPATH": "1",  # az is in Python, and would take modules from the current folder
    "NoDefaultCurrentDirectoryInExePath": "1",  # az.cmd, its programs
    "AZURE_CORE_COLLECT_TELEMETRY": "no",
    **dict.fromkeys(("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"), _NOWHERE),
    **dict.fromkeys(("NO_PROXY", "no_proxy"), ""),
}


#: Takes a line that a program says to the person.
PassOn = Callable[[str], object]


class Program(NamedTuple):
    """A program found on PATH; `is_right` is None if it could not be determined. `problem` is why its version is unknown, such
    as `does not answer within 5 s`."""

    path: str
    version: str = ""
    is_right: bool | None = None
    problem: str = ""


#: The version of a program that is not there.
NOT_THERE: Final = "none"


def given_program(name: str, version: str) -> Sequence[Program]:
    """The programs of this name where somebody says their version: none for `NOT_THERE`. Raises ValueError for what is no
    version."""
    if version == NOT_THERE:
        return ()
    from kubeconv.releases.version import parse_version

    parsed = parse_version(version)
    # A kubelogin is Azure's, unless its number is one as int128's has.
    is_right = (parsed.major == 0 or None) if name == "kubelogin" else None
    return (Program("", version.strip().removeprefix("v"), is_right),)


class Reply(NamedTuple):
    """What a program printed, both streams together; `problem` is what went wrong, '' if nothing did. `ended` is false
    if it could not be run, or took too long."""

    text: str
    problem: str = ""
    ended: bool = True


class Running:
    """A program that was started and answers in its own time. `reply` or `stop` ends it. `tell` takes what it says on standard
    error, which else is part of the answer. It runs in `folder` (None: the current one)."""

    def __init__(
        self,
        path: str,
        *arguments: str,
        environment: Mapping[str, str] = _QUIET,
        tell: PassOn | None = None,
        folder: str | None = None,
    ) -> None:
        import subprocess
        import threading

        self._path, self._started = path, time.monotonic()
        self._process: subprocess.Popen[bytes] | None = None
        self._output = bytearray()
        self._problem = ""
        try:
            self._process = subprocess.Popen(  # noqa: S603 - a program of our own choice, found on PATH
                [path, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE if tell else subprocess.STDOUT,
                env={**os.environ, **safe_path(), **environment},
                cwd=folder,
                bufsize=0,
                start_new_session=True,  # what it starts itself is ended with it
            )
        except (OSError, ValueError) as error:
            self._problem = f"cannot be run: {(getattr(error, 'strerror', '') or str(error)).lower()}"
            return
        # Daemon: nobody waits for a pipe that a process left behind holds open.
        self._reader = threading.Thread(target=self._read, args=(self._process.stdout,), daemon=True)
        threads = [self._reader]
        if tell:
            threads.append(threading.Thread(target=_pass_on, args=(self._process.stderr, tell), daemon=True))
        self._teller = threads[-1]
        try:
            for thread in threads:
                thread.start()
        except RuntimeError as error:  # no more threads: nobody could read what it says
            self.stop()
            for pipe in filter(None, (self._process.stdout, self._process.stderr)):
                pipe.close()
            self._process, self._problem = None, f"cannot be run: {error}"

    def _read(self, stream: IO[bytes]) -> None:
        with stream as pipe, contextlib.suppress(OSError, ValueError):
            while len(self._output) < MAX_OUTPUT and (read := pipe.read(MAX_OUTPUT)):
                self._output += read

    def reply(self, timeout: float | None = None) -> Reply:
        """What it printed, at most `MAX_OUTPUT`, and what went wrong. It is ended `timeout` (`TIMEOUT`) seconds after its
        start."""
        import subprocess

        start(f"waiting for {os.path.basename(self._path)}")
        if self._process is None:
            return Reply("", self._problem, ended=False)
        seconds = TIMEOUT if timeout is None else timeout
        end = self._started + seconds
        self._reader.join(max(end - time.monotonic(), 0.05))
        if self._reader.is_alive():
            self.stop()
            return Reply(self._text(), f"does not answer within {seconds:g} s", ended=False)
        if len(self._output) < MAX_OUTPUT:
            try:
                code = self._process.wait(max(end - time.monotonic(), 0.05))
            except subprocess.TimeoutExpired:
                code = 0
            self._problem = (
                f"ends with exit code {code}" if code > 0 else f"is killed by signal {-code}" if code else ""
            )
        self._teller.join(max(end - time.monotonic(), 0.05))
        self.stop()
        return Reply(self._text(), self._problem)

    def _text(self) -> str:
        return bytes(self._output[:MAX_OUTPUT]).decode(errors="replace")

    def stop(self) -> None:
        """End it and what it started, unless it has ended and nobody holds its output open."""
        if self._process is None or (self._process.poll() is not None and not self._reader.is_alive()):
            return
        with contextlib.suppress(OSError):
            if sys.platform != "win32":
                os.killpg(self._process.pid, 9)
            else:
                self._process.kill()
        self._process.wait()


def _pass_on(stream: IO[bytes], tell: PassOn) -> None:
    """Pass on what a program says, line by line."""
    with stream as pipe, contextlib.suppress(OSError, ValueError):
        while read := pipe.readline(MAX_OUTPUT):
            tell(read.decode(errors="replace").rstrip("\r\n"))


def safe_path() -> dict[str, str]:
    """PATH for what is started, which may be a script: without folders that depend on the current one."""
    if "PATH" not in os.environ:
        return {}
    return {
        "PATH": os.pathsep.join(_folders(os.environ["PATH"])) or os.path.abspath(os.sep)
    }  # '' is the current folder


def _folders(search_path: str) -> list[str]:
    return [folder for folder in search_path.split(os.pathsep) if os.path.isabs(folder)]


def run(path: str, *arguments: str) -> str:
    """What a program prints, '' if it cannot be run or takes longer than `TIMEOUT`."""
    running = Running(path, *arguments)
    try:
        reply = running.reply()
    finally:
        running.stop()
    return reply.text if reply.ended else ""


def find_programs(names: Iterable[str], search_path: str | None = None) -> dict[str, tuple[Program, ...]]:
    """Every program of these names (keys of `version_output.QUESTIONS`) on PATH, or on the given search path, with its
    version; the first one that is found comes first. All are asked side by side."""
    with asking(names, search_path) as started:
        return told_by(started)


#: The programs of each name that were started, and their paths.
Started = dict[str, list[tuple[str, Running]]]

#: What was started before somebody asks.
_early: Started = {}


def ask_early(names: Iterable[str]) -> None:
    """Ask these programs on PATH: they take as long to answer as we need to import what understands them."""
    for name in names:
        _early[name] = _started(name, None)


def stop_early() -> None:
    """Stop what was asked early, and nobody wanted to know."""
    _stop(_early)
    _early.clear()


@contextlib.contextmanager
def asking(names: Iterable[str], search_path: str | None = None) -> Iterator[Started]:
    """Ask programs side by side; what they say is for `told_by`. In the end none of them runs any more."""
    is_early = search_path in (None, os.environ.get("PATH", ""))
    started: Started = {}
    try:
        for name in names:
            started[name] = _early.pop(name) if is_early and name in _early else _started(name, search_path)
        yield started
    finally:
        _stop(started)


def told_by(started: Started) -> dict[str, tuple[Program, ...]]:
    """What these programs tell, by name."""
    return {name: tuple(_told(name, *each) for each in running) for name, running in started.items()}


def _started(name: str, search_path: str | None) -> list[tuple[str, Running]]:
    from kubeconv.releases.printed import QUESTIONS

    # Python before 3.11 knows no PYTHONSAFEPATH. Other programs may be of the version that the current folder asks for.
    return [
        (path, Running(path, *QUESTIONS[name][0], folder=os.path.dirname(path) if name == "az" else None))
        for path in paths_of(name, search_path)
    ]


def _stop(started: Started) -> None:
    for _, running in (each for found in started.values() for each in found):
        running.stop()


def _told(name: str, path: str, running: Running) -> Program:
    from kubeconv.releases.printed import QUESTIONS

    reply = running.reply()
    told = QUESTIONS[name][1](reply.text)
    if told.version:
        return Program(path, told.version, told.is_right)
    return Program(path, problem=reply.problem or "prints no version")


def paths_of(name: str, search_path: str | None = None) -> Iterator[str]:
    """The paths of a program in the folders of PATH, each program once. A folder that is relative is left out: what lies in
    the current folder is nobody's kubectl."""
    seen = set()
    for folder in _folders(os.environ.get("PATH", "") if search_path is None else search_path):
        path = which(name, folder)
        if path is None:
            continue
        real = path
        with contextlib.suppress(OSError):  # a link that may not be read
            real = os.path.realpath(path)
        if real not in seen:
            seen.add(real)
            yield path


def find_program(name: str, search_path: str | None = None) -> Program | None:
    """The first program of that name in `paths_of`; None if there is none."""
    path = next(paths_of(name, search_path), None)
    return Program(path) if path else None


def find_kubelogin(search_path: str | None = None) -> Program | None:
    """The kubelogin on PATH, and whether it is Azure's or int128's OIDC helper of the same name."""
    program = find_program("kubelogin", search_path)
    if program is None:
        return None
    from kubeconv.releases.printed import of_kubelogin

    told = of_kubelogin(run(program.path, "--version"))
    return program._replace(version=told.version, is_right=told.is_right)


def ask_cluster(kubectl: str, tell: PassOn, context: str = "", files: Sequence[str] = ()) -> Program:
    """The version of the cluster of a context, as `told_by_cluster` gives it."""
    running = start_asking_cluster(kubectl, tell, context, files)
    try:
        return told_by_cluster(kubectl, running)
    finally:
        running.stop()


def start_asking_cluster(kubectl: str, tell: PassOn, context: str = "", files: Sequence[str] = ()) -> Running:
    """Ask the cluster of a context ('': the current one) for its version by this kubectl. `files` are the kubeconfigs (none:
    those that kubectl finds). This runs the exec plugin of the context; `tell` takes what kubectl and the plugin say on
    standard error: the person may have to log in."""
    chosen = [f"--context={context}"] if context else []
    arguments = ("version", "-o", "json", f"--request-timeout={CONNECT_TIMEOUT}s", *chosen)
    environment = {"KUBECONFIG": os.pathsep.join(files)} if files else {}
    return Running(kubectl, *arguments, environment=environment, tell=tell)


def told_by_cluster(kubectl: str, running: Running) -> Program:
    """The version of a cluster as the kubectl tells it that was started; `path` is that kubectl."""
    from kubeconv.releases.printed import server_version

    reply = running.reply(CONNECT_TIMEOUT)
    version = server_version(reply.text)
    return Program(kubectl, version, problem="" if version else reply.problem or "reports no server version")


def start_kubectl() -> Running | None:
    """Ask the kubectl on PATH for its version, without waiting for the answer; None if there is none."""
    if early := _early.pop("kubectl", []):
        _stop({"kubectl": early[1:]})
        return early[0][1]
    from kubeconv.releases.printed import QUESTIONS

    program = find_program("kubectl")
    if program is None:
        return None
    return Running(program.path, *QUESTIONS["kubectl"][0])


def version_of_kubectl(running: Running) -> str:
    """The version that a started kubectl reports, such as `1.27.3-gke.100`; '' if it reports none."""
    from kubeconv.releases.printed import of_kubectl

    return of_kubectl(running.reply().text).version
