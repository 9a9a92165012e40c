"""`faults.py [SECONDS] [SEED]`: the write path with every call to the system failed, killed and interrupted, one a run.

Each scenario runs once to learn its calls: everything that `kubeconv/machine` asks of the disk, in their order. Then it runs
once for each call and each fault: with each error that the call may answer, killed before and after it, ended by SIGTERM before
it. What must hold then is in `wrong_after`. With SECONDS only as many runs are made as fit, chosen by the seed, which is
printed. What strace sees of a run is compared with what was learned: a call that is not in the seam would be missed.
"""

import builtins
import contextlib
import errno
import fcntl
import io
import json
import os
import random
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from test_cli_doctor import AZURES, kubectl
from test_cli_usage import AZURE, Machine, kubeconfig
from test_git_index import blob, index

from kubeconv import commands
from kubeconv.machine import backups, entries, owner

ERRORS = (
    errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS, errno.EMFILE, errno.ENFILE, errno.ENOMEM,
    errno.EBUSY, errno.ESTALE, errno.ENOTSUP, errno.EINVAL, errno.ELOOP, errno.ENAMETOOLONG, errno.EFBIG,
)  # fmt: skip
#: The functions of `os` that ask the disk. Whatever else is called there is arithmetic, or about the process.
OF_OS = (
    "open", "close", "read", "write", "pwrite", "lseek", "stat", "lstat", "fstat", "readlink", "fsync", "unlink", "link",
    "replace", "utime", "fchmod", "fchown", "listxattr", "getxattr", "setxattr", "removexattr", "listdir", "scandir",
)  # fmt: skip
MACHINE = str(Path(entries.__file__).parent)

OLD = kubeconfig(me=AZURE).replace("kind: Config\n", "kind: Config\ncurrent-context: at-me\n")
PRECIOUS = "somebody's own\n"
ACCESS_LIST = struct.pack("<I", 2) + b"".join(
    struct.pack("<HHI", tag, may, who)
    for tag, may, who in ((1, 6, 2**32 - 1), (2, 4, 1234), (4, 0, 2**32 - 1), (16, 4, 2**32 - 1), (32, 0, 2**32 - 1))
)


class Ended(NamedTuple):
    """How a run ended: its exit code, or minus the signal; what it printed; and the calls that it made."""

    code: int
    text: str
    calls: list[str]


class Fault(NamedTuple):
    """What happens at one call: an error, or `kill before`, `kill after`, `end before`."""

    at: int
    what: int | str

    def __str__(self) -> str:
        return f"call {self.at}: {errno.errorcode[self.what] if isinstance(self.what, int) else self.what}"


class Scenario(NamedTuple):
    """A run: what lies there before (`prepare` gives the file that is written), the command line, and whether old bytes are
    to be kept. `without` is what this system cannot do: `swap`, `nameless files`."""

    name: str
    prepare: Callable[[Machine], Path]
    command: Sequence[str]
    keeps: bool = True
    without: str = ""


# --- the seam


class Seam:
    """Stands between the write path and the system: counts its calls, and lets one of them fail."""

    def __init__(self, fault: Fault | None) -> None:
        self.fault = fault
        self.calls: list[str] = []

    def around(
        self, name: str, real: Callable[..., Any], fail: Callable[[int], Any] | None = None
    ) -> Callable[..., Any]:
        """The function with its calls counted. `fail` is how it answers with an error, if not by OSError."""

        if sys.platform == "win32":
            raise NotImplementedError

        def call(*arguments: Any, **keywords: Any) -> Any:
            if not of_write_path():
                return real(*arguments, **keywords)
            self.calls.append(f"{name}({', '.join(map(_brief, arguments))})")
            what = self.fault.what if self.fault and self.fault.at == len(self.calls) else None
            if isinstance(what, int):
                if name == "close":  # whatever it answers, the file is closed
                    real(*arguments)
                if fail is not None:
                    return fail(what)
                raise OSError(what, os.strerror(what))
            if what == "kill before":
                os.kill(os.getpid(), signal.SIGKILL)
            if what == "end before":
                os.kill(os.getpid(), signal.SIGTERM)
            answer = real(*arguments, **keywords)
            if what == "kill after":
                os.kill(os.getpid(), signal.SIGKILL)
            return answer

        return call

    def install(self) -> None:
        """Put the seam into this process, which is a fork that ends with the run."""
        if sys.platform == "win32":
            raise NotImplementedError
        for name in OF_OS:
            wrapped = self.around(name, getattr(os, name))
            for table in (os.supports_dir_fd, os.supports_fd):
                if getattr(os, name) in table:
                    table.add(wrapped)
            setattr(os, name, wrapped)
        fcntl.flock = self.around("flock", fcntl.flock)
        builtins.open = self.around("builtins.open", builtins.open)
        entries.rename = self.around("renameat2", entries.rename, fail=lambda number: number)


def of_write_path() -> bool:
    """True if `kubeconv/machine` makes this call, itself or through the standard library."""
    frame = sys._getframe(2)
    for _ in range(8):
        if frame.f_code.co_filename.startswith(MACHINE):
            return not frame.f_code.co_filename.endswith(("programs.py", "this.py"))
        if frame.f_back is None:
            return False
        frame = frame.f_back
    return False


def _brief(argument: Any) -> str:
    return (
        f"{len(argument)} bytes" if isinstance(argument, bytes | memoryview) and len(argument) > 80 else repr(argument)
    )


def run(machine: Machine, arguments: Sequence[str], fault: Fault | None = None, without: str = "") -> Ended:
    """Run kubeconv in a fork, with this fault."""
    if sys.platform != "linux":
        raise NotImplementedError
    told, tell = os.pipe()
    process = os.fork()
    if process == 0:
        seam, code, out = Seam(fault), 99, io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
        try:
            os.environ.clear()
            os.environ.update(machine.environment({}))
            os.chdir(machine.home)
            os.fsync = lambda fd: None  # noqa: ARG005 - whether the bytes are on the disk nobody can see here
            if without == "swap":
                entries.swap = lambda *_: False
            if without == "nameless files":
                os.O_TMPFILE = os.O_DIRECTORY  # type: ignore[misc,unused-ignore]
            seam.install()
            # Signals come to any thread that lets them through: on a terminal there is one for the sign of life.
            threading.Thread(target=threading.Event().wait, daemon=True).start()
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
                code = commands.run(arguments)
        except BaseException as error:
            out.write(f"Traceback: {error!r}")
        buffer = out.buffer
        assert isinstance(buffer, io.BytesIO)
        with os.fdopen(tell, "wb") as pipe:
            pipe.write(json.dumps([code, buffer.getvalue().decode(errors="replace"), seam.calls]).encode())
        os._exit(0)
    os.close(tell)
    with os.fdopen(told, "rb") as answers:
        answer = answers.read()
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    return Ended(*json.loads(answer)) if answer else Ended(code, "", [])


# --- what is there before


def plain(machine: Machine) -> Path:
    return machine.file("config", OLD, 0o640)


def with_clients(machine: Machine) -> Path:
    machine.program("kubelogin", AZURES)
    machine.program("kubectl", kubectl("1.37.1"))
    return plain(machine)


def linked(machine: Machine) -> Path:
    (machine.home / "config").symlink_to("real/there")
    return machine.file("real/there", OLD, 0o640)


def with_our_copy(machine: Machine) -> Path:
    config = plain(machine)
    run(machine, ["convert", "config"])
    config.write_text(OLD)
    (machine.home / "config.bak").chmod(0o600)
    return config


def with_somebodys_copy(machine: Machine) -> Path:
    machine.file("config.bak", PRECIOUS)
    return plain(machine)


def in_git(machine: Machine) -> Path:
    machine.file(".git/HEAD", "")
    machine.file(".git/index", index({b"config": blob(OLD.encode())}))
    return plain(machine)


def with_attributes(machine: Machine) -> Path:
    if sys.platform != "linux":
        raise NotImplementedError
    config = plain(machine)
    os.link(config, machine.home / "twin")
    with contextlib.suppress(OSError):
        os.setxattr(config, "user.note", b"mine")
        os.setxattr(config, "system.posix_acl_access", ACCESS_LIST)
    return config


def of_somebody_else(machine: Machine) -> Path:
    if sys.platform == "win32":
        raise NotImplementedError
    config = plain(machine)
    with contextlib.suppress(PermissionError):
        os.chown(config, 1234, 5678)
    return config


def under_a_dead_lock(machine: Machine) -> Path:
    gone = owner.this_process()._replace(pid=2**22 + 1)
    machine.file("config.lock", owner.signature(gone))
    return plain(machine)


def after_a_killed_run(machine: Machine) -> Path:
    machine.file(entries.temporary_name("config"), "half")
    return plain(machine)


def another_is_there(machine: Machine) -> Path:
    plain(machine)
    return machine.file("other", PRECIOUS, 0o640)


def another_is_not_there(machine: Machine) -> Path:
    plain(machine)
    return machine.home / "other"


def converted(machine: Machine) -> Path:
    config = plain(machine)
    run(machine, ["convert", "config"])
    return config


CONVERT = ("convert", "config")
SCENARIOS = [
    Scenario("convert", plain, CONVERT),
    Scenario("convert, without a swap of names", plain, CONVERT, without="swap"),
    Scenario("convert, without nameless files", plain, CONVERT, without="nameless files"),
    Scenario("convert --no-backup", plain, (*CONVERT, "--no-backup"), keeps=False),
    Scenario("convert a link", linked, CONVERT),
    Scenario("convert beside our copy", with_our_copy, CONVERT),
    Scenario("convert beside somebody's copy", with_somebodys_copy, CONVERT),
    Scenario("convert in git", in_git, CONVERT, keeps=False),
    Scenario("convert with attributes", with_attributes, CONVERT),
    Scenario("convert of somebody else", of_somebody_else, CONVERT),
    Scenario("convert under a dead lock", under_a_dead_lock, CONVERT),
    Scenario("convert after a killed run", after_a_killed_run, CONVERT),
    Scenario("convert -o over another", another_is_there, (*CONVERT, "-o", "other")),
    Scenario("convert -o a new file", another_is_not_there, (*CONVERT, "-o", "other"), keeps=False),
    Scenario("validate --fix", plain, ("validate", "--fix", "config", "--kubectl", "1.37")),
    Scenario("doctor --fix", with_clients, ("doctor", "--fix", "--yes", "config")),
    Scenario("undo", converted, ("undo", "config"), keeps=False),
]


class State(NamedTuple):
    """What is to be seen of a file: its bytes, None if it is not there, its mode, owner and attributes."""

    data: bytes | None
    mode: int = 0
    owner: tuple[int, int] = (0, 0)
    attributes: tuple[tuple[str, bytes], ...] = ()


def state(path: Path) -> State:
    if sys.platform != "linux":
        raise NotImplementedError
    try:
        found = path.lstat()
    except FileNotFoundError:
        return State(None)
    attributes = tuple((name, os.getxattr(path, name)) for name in sorted(os.listxattr(path)))
    return State(path.read_bytes(), found.st_mode, (found.st_uid, found.st_gid), attributes)


# --- what must hold


def wrong_after(scenario: Scenario, root: Path, fault: Fault | None, new: bytes) -> Iterator[str]:
    """What does not hold after a run with this fault, and after the next one. `new` is what the file becomes without any."""
    if sys.platform == "win32":
        raise NotImplementedError
    machine = Machine(root)
    target = scenario.prepare(machine)
    before = state(target)
    ended = run(machine, scenario.command, fault, scenario.without)
    now = state(target)
    is_written = now.data == new
    if now.data not in (before.data, new):
        yield f"the file is torn: {now.data!r}"
    if (machine.home / "config").is_symlink() != (scenario.prepare is linked):
        yield "the link is none any more"
    killed = ended.code == -signal.SIGKILL
    if not killed:
        yield from wrong_in_words(scenario, ended, before, now, is_written)
    copies = [
        path
        for path in target.parent.glob(f"{target.name}.bak*")
        if path.read_text() != PRECIOUS or path.name == "other"
    ]
    kept = [path for path in target.parent.glob(f"{target.name}.bak*") if path.read_bytes() == before.data]
    if is_written and scenario.keeps and not kept:
        yield "the old bytes are not kept"
    if [
        path
        for path in (*copies, *target.parent.glob(".kubeconv-*"))
        if path.stat().st_mode & 0o077 and ".bak" in path.name
    ]:
        yield "a copy is open to others"
    if scenario.prepare is with_somebodys_copy and (machine.home / "config.bak").read_text() != PRECIOUS:
        yield "somebody's copy is gone"
    if (
        scenario.prepare is converted
        and now.data != OLD.encode()
        and OLD.encode() not in [path.read_bytes() for path in copies]
    ):
        yield "the bytes that undo was to bring back are gone"
    # The next run is as if nothing had been; `-o` does not overwrite anew what is right already.
    again = run(machine, scenario.command, None, scenario.without)
    if state(target).data != new or (again.code not in (0, 2) if scenario.prepare is converted else again.code):
        yield f"the next run does not work: {again.code} {again.text!r}"
    left = [path.name for path in target.parent.iterdir() if path.name.startswith(".kubeconv") or ".lock" in path.name]
    if left:
        yield f"this is left after the next run: {left}"
    with entries.open_folder(str(target.parent)) as folder:
        copies_now = backups.copies(folder, target.name, with_bytes=True)
    if killed and (strange := [each.name for each in copies_now if not each.second and each.data != PRECIOUS.encode()]):
        yield f"a copy stays for ever, as it is nobody's: {strange}"
    if scenario.keeps and target.name == "config":
        undone = run(machine, ["undo", "config"])
        if state(target).data != before.data:
            yield f"undo does not work: {undone.text!r}"


def wrong_in_words(scenario: Scenario, ended: Ended, before: State, now: State, is_written: bool) -> Iterator[str]:
    """What is wrong with what a run that was not killed said, and with what it left."""
    if "Traceback" in ended.text or "cannot print" in ended.text:
        yield f"no clear words: {ended.text!r}"
    was_ended = ended.code == 128 + signal.SIGTERM
    if was_ended and is_written != ("after writing" in ended.text) and "wrote" not in ended.text:
        yield f"it does not say what it wrote: {ended.text!r}"
    # After it has written, the doctor's exit code is about the login: a program that cannot be looked at is none.
    is_verdict = ended.code == 1 and scenario.command[0] == "doctor" and "wrote config" in ended.text
    if not was_ended and is_written != (ended.code == 0 or is_verdict):
        yield f"exit code {ended.code}, but the file is {'new' if is_written else 'old'}: {ended.text!r}"
    if not is_written and not was_ended and not ended.text:
        yield "not a word"
    if is_written and before.data is not None:
        told = "was not kept" in ended.text or "were not kept" in ended.text
        closed = scenario.command[0] == "doctor"
        if (now.mode, now.owner) != (before.mode, before.owner) and not told and not closed:
            yield f"mode or owner changed in silence: {before.mode:o} {now.mode:o}"
        if now.attributes != before.attributes and not told and not closed:
            yield "attributes are lost in silence"


# --- all of them


class Tally(NamedTuple):
    """The runs of a scenario: its calls, the faults that were injected, and what was wrong."""

    calls: list[str]
    faults: int
    wrong: list[str]


def faults_for(calls: Sequence[str]) -> list[Fault]:
    """Every fault at every call."""
    whats: tuple[int | str, ...] = (*ERRORS, "kill before", "kill after", "end before")
    return [Fault(at, what) for at in range(1, len(calls) + 1) for what in whats]


def learn(scenario: Scenario) -> tuple[list[str], bytes]:
    """The calls of a scenario without a fault, and what its file becomes."""
    with scratch() as root:
        machine = Machine(root)
        target = scenario.prepare(machine)
        ended = run(machine, scenario.command, None, scenario.without)
        assert ended.code == 0, ended
        return ended.calls, target.read_bytes()


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """A folder for one run, in memory if possible: nothing in it should outlive the run."""
    root = Path(tempfile.mkdtemp(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None))
    try:
        yield root
    finally:
        shutil.rmtree(root)


def try_out(scenario: Scenario, faults: Sequence[Fault], calls: list[str], new: bytes) -> Tally:
    wrong = []
    for fault in faults:
        with scratch() as root:
            said = list(wrong_after(scenario, root, fault, new))
        wrong += [f"{scenario.name}, {fault}, {calls[fault.at - 1]}: {each}" for each in said]
    return Tally(calls, len(faults), wrong)


# --- what the seam may miss

#: What the system calls a function of the seam.
SYSTEM_CALLS = {
    "stat": "stat", "lstat": "stat", "fstat": "stat", "newfstatat": "stat", "statx": "stat", "open": "open", "openat": "open",
    "builtins.open": "open", "link": "link", "linkat": "link", "unlink": "unlink", "unlinkat": "unlink", "replace": "rename",
    "rename": "rename", "renameat": "rename", "utime": "utime", "utimensat": "utime", "listxattr": "listxattr",
    "flistxattr": "listxattr",
}  # fmt: skip


def missed() -> list[str] | None:
    """The system calls on the folder of a kubeconfig that the seam does not know, as strace counts them; None without one."""
    strace = shutil.which("strace")
    if strace is None:
        return None
    with scratch() as root:
        machine = Machine(root)
        config = plain(machine)
        # In another folder: strace names the current one in every line.
        command = [strace, "-f", "-y", "-o", root / "log", sys.executable, "-m", "kubeconv", "convert", "-q", config]
        environment = {**machine.environment({}), "PYTHONPATH": os.pathsep.join(sys.path)}
        subprocess.run(list(map(str, command)), cwd="/", env=environment, check=True)
        lines = [line for line in (root / "log").read_text().splitlines() if str(machine.home) in line]
    made = _kinds(line.split("(")[0].split()[-1] for line in lines if "execve" not in line)
    known = _kinds(call.split("(")[0] for call in learn(SCENARIOS[0])[0])
    return [f"{kind}: {made[kind]} times, {known[kind]} times through the seam" for kind in made - known]


def _kinds(names: Iterable[str]) -> Counter[str]:
    return Counter(SYSTEM_CALLS.get(name, name) for name in names)


# --- a full disk, a disk that is read-only


def on_a_small_disk(folder: Path, size: str) -> Iterator[str]:
    """A tmpfs with so little room that some write fails: what is wrong after that."""
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", folder], check=False, capture_output=True
    ).returncode:
        yield "skipped"
        return
    try:
        machine = Machine(folder)
        config = machine.file("config", OLD, 0o640)
        with contextlib.suppress(OSError), open(folder / "filler", "wb") as filler:
            while True:
                filler.write(bytes(1024))
                filler.flush()
        for room in range(0, 40_000, 4096):  # page by page there is more room, until it works
            ended = run(machine, CONVERT)
            is_new = config.read_text() != OLD
            if is_new != (ended.code == 0) or (not is_new and "no space left on device" not in ended.text):
                yield f"with {room} bytes free: {ended}"
            if is_new:
                break
            os.truncate(folder / "filler", max(0, (folder / "filler").stat().st_size - 4096))
        else:
            yield "it never worked"
        subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
        text = config.read_text()
        for command in (["convert", "config", "-l", "msi"], ["undo", "config"]):
            ended = run(machine, command)
            if (ended.code, config.read_text()) != (2, text) or "read-only file system" not in ended.text:
                yield f"read-only: {ended}"
    finally:
        subprocess.run(["umount", folder], check=True)


def main(seconds: float = 0, *seeds: int) -> int:
    """Exit code 1 if anything was wrong."""
    seed = seeds[0] if seeds else random.randrange(2**32)
    print(f"seed {seed}", flush=True)
    chance, end = random.Random(seed), time.monotonic() + seconds
    learned = [(scenario, *learn(scenario)) for scenario in SCENARIOS]
    wrong: list[str] = []
    total: Counter[str] = Counter()
    for number, (scenario, calls, new) in enumerate(learned):
        faults = faults_for(calls)
        if seconds:
            chance.shuffle(faults)
            share = time.monotonic() + (end - time.monotonic()) / (len(learned) - number)
            tally = Tally(calls, 0, [])
            while faults and time.monotonic() < share:
                one = try_out(scenario, [faults.pop()], calls, new)
                tally = Tally(calls, tally.faults + 1, tally.wrong + one.wrong)
        else:
            tally = try_out(scenario, faults, calls, new)
        total.update(calls=len(calls), faults=tally.faults, wrong=len(tally.wrong))
        wrong += tally.wrong
        print(f"{scenario.name}: {len(calls)} calls, {tally.faults} faults, {len(tally.wrong)} wrong", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        small = list(on_a_small_disk(Path(folder), "400k"))
    was_skipped = small == ["skipped"]
    print("a full disk, a read-only one: " + ("skipped, no mount here" if was_skipped else f"{len(small)} wrong"))
    wrong += [] if was_skipped else small
    unknown = missed()
    print(
        "beside the seam: " + ("not looked at, no strace here" if unknown is None else f"{len(unknown)} system calls")
    )
    wrong += unknown or []
    for each in wrong[:50]:
        print(each)
    print(f"{len(learned)} scenarios, {total['calls']} calls, {total['faults']} faults, {len(wrong)} wrong")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if sys.argv[1:] else 0, *map(int, sys.argv[2:])))
