"""client-go's lock protocol: `FILE.lock` is made before a file is written, waited for where it is there, gone afterwards.

Sudden ends, at every line of the code, are in test_convert_files.
"""

import contextlib
import errno
import os
import platform
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from test_cli_usage import AZURE, Machine, kubeconfig, login
from test_files import listing, pipe, without_copies

from kubeconv.machine import entries, lock
from kubeconv.machine.entries import temporary_name
from kubeconv.machine.files import FileProblem
from kubeconv.machine.lock import LEFT_BEHIND, LOCK_TIMEOUT, locked, locks_of
from kubeconv.machine.owner import grasp, signature, this_process

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and fork")

OLD = kubeconfig(me=AZURE)
RUN = "import sys\nfrom kubeconv.commands import run\nsys.exit(run(sys.argv[1:]))"


def new_text(tmp_path: Path) -> str:
    """What OLD becomes."""
    (tmp_path / "model").mkdir()
    machine = Machine(tmp_path / "model")
    config = machine.file("config", OLD)
    assert machine.call("convert", config).code == 0
    return config.read_text()


def fork(work: Callable[[], int]) -> int:
    """Another process that does this work and ends with its result; the number of the process."""
    if sys.platform == "win32":
        raise NotImplementedError
    process = os.fork()
    if process == 0:
        code = 99
        try:
            code = work()
        finally:
            os._exit(code)
    return process


def wait(process: int) -> int:
    """Wait for a forked process: its exit code, or minus the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def eventually(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


@contextmanager
def a_kubeconv_that_holds_the_lock(machine: Machine, config: Path | str) -> Iterator[int]:
    """A kubeconv that has locked the file and hangs before it writes it; killed at the end, if not before."""
    if sys.platform == "win32":
        raise NotImplementedError
    told, tell = os.pipe()

    def hang(*_: object, **__: object) -> None:
        os.write(tell, b"!")
        while True:
            time.sleep(60)

    def work() -> int:
        entries.swap = hang  # type: ignore[assignment,unused-ignore]
        return machine.call("convert", config).code

    process = fork(work)
    os.close(tell)
    try:
        assert os.read(told, 1) == b"!", "it ended before it wrote the file"
        yield process
    finally:
        os.close(told)
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            os.kill(process, signal.SIGKILL)
            wait(process)


# --- a lock of another program


@pytest.mark.parametrize("content", ["", "junk", "kubeconv", "kubeconv 1\n", "kubeconv x y\n", "a b c d\n", "\0\xff"])
def test_a_foreign_lock_is_named_with_its_age_and_left_alone(tmp_path: Path, content: str) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    foreign = machine.file("config.lock", content.encode("latin-1"))
    os.utime(foreign, (time.time() - 3600,) * 2)
    ended = machine.call("convert", config, "--lock-timeout", "0")
    assert ended.code == 2
    (line,) = ended.err.splitlines()
    assert line.startswith(f"{config}: error: is locked by ")
    assert re.search(rf"{re.escape(str(foreign))}, 36\d\d s old; if no program is writing it, delete ", line)
    assert config.read_text() == OLD
    assert foreign.read_bytes() == content.encode("latin-1")


@pytest.mark.parametrize(
    "make",
    [
        os.mkdir,
        lambda path: os.symlink("gone", path),
        pipe,
    ],
)
def test_a_lock_may_be_anything(tmp_path: Path, make: Callable[[Path], None]) -> None:
    machine = Machine(tmp_path, patience=5)
    config = machine.file("config", OLD)
    make(machine.home / "config.lock")
    ended = machine.call("convert", config, "--lock-timeout", "0")
    assert ended.code == 2
    assert len(ended.err.splitlines()) == 1


def test_a_lock_is_waited_for_as_long_as_was_asked(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    machine.file("config.lock", "")
    for seconds in (0.0, 0.3):
        started = time.monotonic()
        assert machine.call("convert", config, "--lock-timeout", str(seconds)).code == 2
        assert seconds <= time.monotonic() - started < seconds + LOCK_TIMEOUT / 2


def test_each_of_many_that_have_the_lock_may_take_its_time(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    lock = machine.home / "config.lock"
    lock.touch()

    def pass_it_on() -> None:
        for _ in range(4):
            time.sleep(0.4)
            (machine.home / "next").touch()
            (machine.home / "next").rename(lock)
        lock.unlink()

    thread = threading.Thread(target=pass_it_on)
    thread.start()
    ended = machine.call("convert", config, "--lock-timeout", "0.8")
    thread.join()
    assert ended.code == 0, ended


def test_a_lock_that_goes_round_for_ever_is_not_waited_for_so_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = Machine(tmp_path)
    config, lock = machine.file("config", OLD), machine.file("config.lock", "")
    real = time.sleep

    def sleep(seconds: float) -> None:
        os.utime(lock)  # another's by now
        real(seconds)

    monkeypatch.setattr(time, "sleep", sleep)
    started = time.monotonic()
    assert machine.call("convert", config, "--lock-timeout", "0.02").code == 2
    assert 0.5 < time.monotonic() - started < 2


def test_a_timeout_that_is_no_number_is_refused(tmp_path: Path) -> None:
    machine = Machine(tmp_path, patience=5)
    config = machine.file("config", OLD)
    machine.file("config.lock", "")
    assert machine.call("convert", config, "--lock-timeout", "nan").code == 2


def released_later(path: Path, before: Callable[[], Any] = lambda: None) -> threading.Timer:
    """A lock that another program gives back soon, after it did something."""
    path.touch()

    def release() -> None:
        before()
        path.unlink()

    timer = threading.Timer(0.2, release)
    timer.start()
    return timer


def test_a_lock_that_is_given_back_meanwhile_is_no_problem(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    timer = released_later(machine.home / "config.lock")
    assert machine.call("convert", config).code == 0
    timer.join()
    assert login(config, "me") == "devicecode"
    assert without_copies(machine.home) == ["config"]


@pytest.mark.parametrize("locked", ["link.lock", "real/config.lock"])
def test_a_link_is_locked_at_both_ends(tmp_path: Path, locked: str) -> None:
    machine = Machine(tmp_path)
    config = machine.file("real/config", OLD)
    (machine.home / "link").symlink_to("real/config")
    foreign = machine.file(locked, "")
    ended = machine.call("convert", "link", "--lock-timeout", "0")
    assert ended.code == 2
    assert str(foreign) in ended.err
    assert config.read_text() == OLD
    assert listing(machine.home) == sorted(["link", "real", "real/config", locked])


@pytest.mark.parametrize("path", ["real/config", "./real/config", "link/config", "link/../real/config"])
def test_the_lock_stands_beside_the_file_by_whatever_path_it_was_named(tmp_path: Path, path: str) -> None:
    machine = Machine(tmp_path)
    machine.file("real/config", OLD)
    machine.file("real/config.lock", "")
    (machine.home / "link").symlink_to("real")
    assert machine.call("convert", path, "--lock-timeout", "0").code == 2


def test_a_file_that_is_overwritten_by_o_is_locked_too(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config, other = machine.file("config", OLD), machine.file("other", "precious")
    machine.file("other.lock", "")
    ended = machine.call("convert", config, "-o", other, "--lock-timeout", "0")
    assert (ended.code, other.read_text()) == (2, "precious")
    assert f"{other}.lock" in ended.err


def test_looking_needs_no_lock(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    machine.file("config.lock", "")
    before = machine.home.stat().st_mtime_ns
    for arguments in (["--diff"], ["--check"], ["-o", "-"]):
        assert machine.call("convert", config, *arguments, "--lock-timeout", "0").code in (0, 1)
    assert machine.call("detect", config).code == 0
    assert machine.home.stat().st_mtime_ns == before


# --- where no lock can be made


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.EIO, errno.ENAMETOOLONG])
@pytest.mark.parametrize("others", [False, True], ids=["free", "locked by another"])
def test_a_lock_that_cannot_be_made_is_told_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, others: bool
) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux has that")
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    if others:
        machine.file("config.lock", "")
    real = os.open

    def failing(path: Any, flags: int, *arguments: Any, **keywords: Any) -> int:
        if flags & os.O_CREAT or flags & os.O_TMPFILE == os.O_TMPFILE:
            raise OSError(number, os.strerror(number))
        return real(path, flags, *arguments, **keywords)

    monkeypatch.setattr(os, "open", failing)
    ended = machine.call("convert", config, "--lock-timeout", "0")
    assert ended.code == 2
    assert ended.err.startswith(f"{config}: error: cannot be locked: {os.strerror(number).lower()}")
    assert config.read_text() == OLD


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM, errno.EROFS])
def test_the_lock_is_left_out_only_where_nothing_can_be_made_and_none_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux has that")
    config = tmp_path / "config"
    config.write_text(OLD)
    real = os.open

    def failing(path: Any, flags: int, *arguments: Any, **keywords: Any) -> int:
        if flags & os.O_CREAT or flags & os.O_TMPFILE == os.O_TMPFILE:
            raise OSError(number, os.strerror(number))
        return real(path, flags, *arguments, **keywords)

    monkeypatch.setattr(os, "open", failing)
    with locked(str(config), 0):
        assert listing(tmp_path) == ["config"]
    (tmp_path / "config.lock").symlink_to("gone")
    with pytest.raises(FileProblem, match="is locked by another program"), locked(str(config), 0):
        pass


@pytest.mark.parametrize("length", [237, 238, 241, 250, 251, 255])
@pytest.mark.parametrize("others", [False, True], ids=["free", "locked by another"])
def test_a_name_may_be_as_long_as_its_lock_may(tmp_path: Path, length: int, others: bool) -> None:
    machine = Machine(tmp_path)
    config = machine.file("c" * length, OLD)
    if others and length <= 250:
        machine.file(f"{config.name}.lock", "")
    ended = machine.call("convert", config, "--lock-timeout", "0")
    if length > 250:
        assert ended.code == 2
        assert "cannot be locked: file name too long" in ended.err
    else:
        assert ended.code == (2 if others else 0), ended
        assert others or login(config, "me") == "devicecode"


def test_many_files_need_many_locks_at_once(tmp_path: Path) -> None:
    """Each lock that is held is an open file: the limit is raised as far as it may be."""
    machine = Machine(tmp_path)
    paths = [machine.file(f"config-{number}", OLD) for number in range(60)]
    for hard, code in ((100, 0), (40, 1)):
        for path in paths:
            path.write_text(OLD)
        script = f"import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, (40, {hard}))\n{RUN}"
        ended = subprocess.run(
            [sys.executable, "-c", script, "convert", *paths],
            env=machine.environment({}), capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ended.returncode == code
        told = [line for line in ended.stderr.splitlines() if "cannot be locked: too many open files" in line]
        unchanged = [path for path in paths if path.read_text() == OLD]
        assert (len(told) > 0) == (hard == 40)
        assert len(told) == len(unchanged)
        assert [name for name in listing(machine.home) if "lock" in name] == []


@pytest.mark.parametrize("command", [["convert"], ["validate", "--fix"], ["doctor", "--fix", "--yes"]], ids=" ".join)
def test_a_lock_that_cannot_be_given_back_is_told_as_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    machine = Machine(tmp_path)
    config = machine.file(
        "config", OLD.replace("kind: Config\n", "kind: Config\npreferences: {}\ncolour: red\n"), 0o644
    )
    lock = machine.home / "config.lock"
    real = os.unlink

    def unlink(path: Any, **keywords: Any) -> None:
        if os.path.basename(path) == lock.name:
            raise OSError(errno.EIO, "Input/output error")
        real(path, **keywords)

    before = config.read_text()
    monkeypatch.setattr(os, "unlink", unlink)
    ended = machine.call(*command, config)
    text = ended.out + ended.err
    if config.read_text() == before:
        pytest.skip("this command has nothing to write here")
    assert f"{config}: its lock cannot be removed: input/output error; delete {lock}" in text
    assert "cannot print" not in text


def test_a_lock_that_somebody_else_made_meanwhile_is_not_removed(tmp_path: Path) -> None:
    config, lock = tmp_path / "config", tmp_path / "config.lock"
    config.write_text(OLD)
    with locked(str(config), 0) as held:
        lock.unlink()
        lock.write_text("theirs")
    assert (lock.read_text(), held.notes) == ("theirs", [])


@pytest.mark.parametrize("another", [False, True])
def test_a_lock_is_given_back_in_its_folder_under_whatever_name(tmp_path: Path, another: bool) -> None:
    config = Machine(tmp_path).file("folder/config", OLD)
    if sys.platform == "win32":
        pytest.skip("a folder with an open file cannot be renamed there")
    with locked(str(config), 0) as held:
        moved = config.parent.rename(tmp_path / "moved")
        if another:
            config.parent.mkdir()
            (config.parent / "config.lock").write_text("theirs")
    assert (listing(moved), held.notes) == (["config"], [])
    assert not another or listing(config.parent) == ["config.lock"]


# --- locks of our own


def test_the_lock_of_a_dead_kubeconv_is_taken_over(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has nothing like it")
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    with a_kubeconv_that_holds_the_lock(machine, config) as process:
        os.kill(process, signal.SIGKILL)
        assert wait(process) == -signal.SIGKILL
        assert (machine.home / "config.lock").exists()
        assert machine.call("convert", config, "--lock-timeout", "0").code == 0
    assert login(config, "me") == "devicecode"
    assert not (machine.home / "config.lock").exists()


@pytest.mark.parametrize("stopped", [False, True], ids=["running", "stopped"])
def test_the_lock_of_a_living_kubeconv_is_not_taken_over(tmp_path: Path, stopped: bool) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has nothing like it")
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    with a_kubeconv_that_holds_the_lock(machine, config) as process:
        if stopped:
            os.kill(process, signal.SIGSTOP)
        ended = machine.call("convert", config, "--lock-timeout", "0")
    assert ended.code == 2
    holder = f"is locked by kubeconv (process {process} on {NODE}): {config}.lock"
    assert re.search(rf"{re.escape(holder)}, \d s old", ended.err)
    assert config.read_text() == OLD


def test_only_one_of_many_takes_over_the_lock_of_a_dead_kubeconv(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has nothing like it")
    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(**{f"u{number}": AZURE for number in range(8)}))
    with a_kubeconv_that_holds_the_lock(machine, config) as process:
        os.kill(process, signal.SIGKILL)
        wait(process)
    processes = [
        fork(lambda name=f"u{number}": machine.call("convert", config, "--user", name).code)  # type: ignore[misc,unused-ignore]
        for number in range(8)
    ]
    assert [wait(process) for process in processes] == [0] * 8
    assert [login(config, f"u{number}") for number in range(8)] == ["devicecode"] * 8
    assert not (machine.home / "config.lock").exists()


@pytest.mark.parametrize("number", ["999999999", "9" * 30])
def test_a_lock_with_an_impossible_process_is_no_crash(tmp_path: Path, number: str) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has nothing like it")
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    machine.file("config.lock", f"kubeconv {number:<12} {NODE}\n")
    assert machine.call("convert", config, "--lock-timeout", "0").code == 0
    assert without_copies(machine.home) == ["config"]


def test_a_file_system_without_hard_links_has_locks_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def link(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", link)
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    machine.file("config.lock", "")
    assert machine.call("convert", config, "--lock-timeout", "0").code == 2
    assert config.read_text() == OLD


def test_programs_of_other_machines_with_the_same_number_lose_nothing(tmp_path: Path) -> None:
    """Two containers that share a folder: everybody is process 1, on a host of its own."""
    if sys.platform == "win32":
        pytest.skip("Windows has nothing like it")
    names = [f"u{number}" for number in range(16)]
    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(**dict.fromkeys(names, AZURE)))

    def work(name: str) -> int:
        os.getpid = lambda: 1
        os.uname = lambda: SimpleNamespace(nodename=f"host-{name}")  # type: ignore[assignment,return-value,unused-ignore]
        return machine.call("convert", config, "--user", name).code

    processes = [fork(lambda name=name: work(name)) for name in names]  # type: ignore[misc,unused-ignore]
    assert [wait(process) for process in processes] == [0] * len(names)
    assert [login(config, name) for name in names] == ["devicecode"] * len(names)
    assert without_copies(machine.home) == ["config"]


# --- many at once


def test_two_runs_over_the_same_files_do_not_wait_for_each_other(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    a, b, c = (machine.file(name, OLD) for name in "abc")
    lock_of_c = machine.file("c.lock", "")
    one = fork(lambda: machine.call("convert", a, c, b, "--lock-timeout", "10").code)
    eventually((machine.home / "a.lock").exists)
    two = fork(lambda: machine.call("convert", b, a, "--lock-timeout", "10").code)
    time.sleep(0.3)
    lock_of_c.unlink()
    assert [wait(one), wait(two)] == [0, 0]
    assert [login(path, "me") for path in (a, b, c)] == ["devicecode"] * 3


def test_two_at_once_both_end_well(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    processes = [machine.start("convert", config) for _ in range(2)]
    for process in processes:
        assert process.communicate(timeout=30)[1] == b""
    assert [process.returncode for process in processes] == [0, 0]
    assert config.read_text() == new_text(tmp_path)
    assert without_copies(machine.home) == ["config"]


@pytest.mark.parametrize("to_file", [(), ("-o", "link")], ids=["in place", "to itself"])
@pytest.mark.parametrize("real", [True, False], ids=["processes", "forks"])
def test_of_many_at_once_no_change_is_lost(tmp_path: Path, real: bool, to_file: tuple[str, ...]) -> None:
    names = [f"u{number}" for number in range(8 if real else 24)]
    machine = Machine(tmp_path)
    config = machine.file("real/config", kubeconfig(**dict.fromkeys(names, AZURE)))
    (machine.home / "link").symlink_to("real/config")
    (machine.home / "folder").symlink_to("real")
    paths = [str(config), "real/config", "link", "folder/config"]
    work = [("convert", paths[number % 4], "--user", name, "-l", "msi", *to_file) for number, name in enumerate(names)]
    if real:
        running = [machine.start(*arguments) for arguments in work]
        told = [process.communicate(timeout=30)[1] for process in running]
        assert all(b" loses " in line for each in told for line in each.splitlines())
    else:
        processes = [fork(lambda each=each: machine.call(*each).code) for each in work]  # type: ignore[misc]
        assert [wait(process) for process in processes] == [0] * len(names)
    assert [login(config, name) for name in names] == ["msi"] * len(names)
    assert without_copies(machine.home) == ["folder", "link", "real", "real/config"]


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_gives_back_the_lock(tmp_path: Path, sent: signal.Signals) -> None:
    machine = Machine(tmp_path)
    config = machine.file("real/config", OLD)
    link = machine.home / "link"
    link.symlink_to("real/config")
    machine.file("real/config.lock", "")  # here it waits, holding the lock of the link
    process = machine.start("convert", link, "--lock-timeout", "60")
    eventually((machine.home / "link.lock").exists)
    time.sleep(0.2)  # for now it has just been made, which test_convert_files is about
    process.send_signal(sent)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 128 + sent
    assert b"Traceback" not in err
    assert listing(machine.home) == ["link", "real", "real/config", "real/config.lock"]
    assert config.read_text() == OLD


NODE = platform.node()


@pytest.mark.parametrize(
    ("content", "age", "is_stale"),
    [("", 0, False), ("", LEFT_BEHIND + 5, True), (f"kubeconv {2**22 + 1:<12} {NODE}\n", 0, True),
     (f"kubeconv {os.getpid():<12} {NODE}\n", 0, False)],
    ids=["nobody's", "old", "of a dead process", "of a live process"],
)  # fmt: skip
def test_a_lock_that_was_left_behind_is_told(tmp_path: Path, content: str, age: int, is_stale: bool) -> None:
    config, lock = tmp_path / "config", tmp_path / "config.lock"
    assert locks_of(str(config)) == []
    lock.write_text(content)
    os.utime(lock, (time.time() - age,) * 2)
    (found,) = locks_of(str(config))
    assert (found.path, found.is_stale) == (str(lock), is_stale)
    assert found.held.startswith("is locked by ")


def test_the_locks_of_a_link_are_those_of_both_names(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("config")
    for name in ("link.lock", "config.lock"):
        (tmp_path / name).mkdir()
    assert [each.path for each in locks_of(str(tmp_path / "link"))] == [
        str(tmp_path / "link.lock"), str(tmp_path / "config.lock"),
    ]  # fmt: skip


# --- where no file is nameless


@pytest.fixture
def draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a run that was killed while it made its lock leaves, where a lock has another name first."""
    if sys.platform != "linux":
        pytest.skip("elsewhere each lock has")
    monkeypatch.setattr(os, "O_TMPFILE", os.O_DIRECTORY)
    (tmp_path / "config").write_text(OLD)
    return tmp_path / temporary_name("config.lock")


def test_a_lock_is_signed_before_it_has_its_name(draft: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, seen = os.link, []

    def link(source: str, lock: str, **keywords: Any) -> None:
        seen.append((Path(source), Path(source).read_bytes()))
        real(source, lock, **keywords)

    monkeypatch.setattr(os, "link", link)
    with locked(str(tmp_path / "config"), 0):
        assert listing(tmp_path) == ["config", "config.lock"]
    assert seen == [(draft, signature(this_process()))]
    assert listing(tmp_path) == ["config"]


@pytest.mark.parametrize("has_lock", [False, True])
def test_what_a_killed_run_left_of_its_lock_goes(draft: Path, tmp_path: Path, has_lock: bool) -> None:
    draft.write_bytes(signature(this_process()._replace(pid=2**22, start="1")) if has_lock else b"")
    if has_lock:
        (tmp_path / "config.lock").hardlink_to(draft)
    with locked(str(tmp_path / "config"), 0):
        assert listing(tmp_path) == ["config", "config.lock"]
    assert listing(tmp_path) == ["config"]


def test_a_lock_that_another_process_is_making_is_waited_for(draft: Path, tmp_path: Path) -> None:
    with draft.open("wb") as others:
        assert grasp(others.fileno())
        with pytest.raises(FileProblem), locked(str(tmp_path / "config"), 0):
            pass
        assert listing(tmp_path) == sorted([draft.name, "config"])
    with locked(str(tmp_path / "config"), 0):
        pass
    assert listing(tmp_path) == ["config"]


def test_a_lock_that_was_taken_for_a_left_one_is_made_anew(
    draft: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[int] = []

    def grasp_late(descriptor: int) -> bool | None:
        if not taken:
            taken.append(descriptor)
            draft.unlink()
        return grasp(descriptor)

    monkeypatch.setattr(lock, "grasp", grasp_late)
    with locked(str(tmp_path / "config"), 0):
        assert listing(tmp_path) == ["config", "config.lock"]
    assert listing(tmp_path) == ["config"]


@pytest.mark.parametrize("missing", ["link", "flock"])
def test_without_hard_links_or_flock_a_lock_is_made_in_place(
    draft: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(errno.EPERM, "no")

    if missing == "link":
        monkeypatch.setattr(os, "link", refuse)
    else:
        monkeypatch.setattr(lock, "grasp", lambda _descriptor: None)
    with locked(str(tmp_path / "config"), 0):
        assert listing(tmp_path) == ["config", "config.lock"]
        assert (tmp_path / "config.lock").read_bytes() == signature(this_process())
    assert listing(tmp_path) == ["config"]
    assert not draft.exists()
