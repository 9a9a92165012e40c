"""Who holds a lock, and when that process is certainly gone: by flock, by the boot of the machine, by its PID namespace."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest
from test_cli_usage import Machine, login
from test_files import without_copies
from test_lock import OLD, a_kubeconv_that_holds_the_lock, eventually, wait

from kubeconv.machine import owner
from kubeconv.machine.lock import locks_of
from kubeconv.machine.owner import Owner, is_gone, read_signature, signature, this_process

HERE = this_process()
GONE = 2**22 + 1
NOW = time.time()


def test_a_signature_is_read_as_it_was_written() -> None:
    for each in (HERE, Owner(1, "host"), Owner(1, "", "boot", "", "5")):
        assert read_signature(signature(each)) == each
        assert read_signature(signature(each) + b"the end of a longer one\n") == each


@pytest.mark.parametrize(
    "content",
    [b"", b"kubeconv", b"kubeconv 1", b"kubeconv 1 host", b"kubeconv x host\n", b"other 1 host\n", b"kubeconv 1\n", b"\0\xff\n",
     b"kubeconv 1 a b\n", "kubeconv ² host\n".encode()],
)  # fmt: skip
def test_what_another_program_wrote_names_no_owner(content: bytes) -> None:
    assert read_signature(content) is None


class Case(NamedTuple):
    """A lock, and whether its owner has certainly ended. `made` is relative to now."""

    name: str
    owner: Owner
    held: bool | None
    gone: bool
    made: float = 0


LATER = HERE._replace(start="1")
CASES = [
    Case("flock tells that it lives, whatever the numbers say", HERE._replace(pid=GONE), True, False),
    Case("flock tells that it is gone, though its number is that of a live one", HERE, False, True),
    Case("flock tells that it is gone in another PID namespace", HERE._replace(pid=1, space="1"), False, True),
    Case("flock tells that it is gone in a container of another name", HERE._replace(host="box"), False, True),
    Case("without flock a live one", HERE, None, False),
    Case("without flock a dead one", HERE._replace(pid=GONE), None, True),
    Case("without flock one whose number another process has", LATER, None, True),
    Case("without flock one that we cannot see", HERE._replace(pid=GONE, space="1"), None, False),
    Case("of another boot, older than ours", HERE._replace(boot="other"), False, True, made=-(10**10)),
    Case("of another boot, which is not over", HERE._replace(boot="other"), False, False),
    Case("of another machine", Owner(GONE, "elsewhere", "other", "1", "1"), False, False, made=-(10**10)),
    Case("of an earlier release, dead", Owner(GONE, HERE.host), False, True),
    Case("of an earlier release, alive", Owner(HERE.pid, HERE.host), False, False),
    Case("of an earlier release, elsewhere", Owner(GONE, "elsewhere"), False, False),
    Case("of an impossible number", Owner(10**30, HERE.host), None, True),
]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_an_owner_is_gone_where_that_is_certain(case: Case) -> None:
    assert is_gone(case.owner, NOW + case.made, case.held) is case.gone


@pytest.mark.parametrize(("held", "gone"), [(True, False), (False, True), (None, False)])
def test_where_a_system_tells_no_boot_flock_and_the_host_decide(
    monkeypatch: pytest.MonkeyPatch, held: bool | None, gone: bool
) -> None:
    monkeypatch.setattr(owner, "_text", lambda _: "")
    assert is_gone(this_process(), NOW, held) is gone
    assert is_gone(this_process()._replace(host="elsewhere"), NOW, held) is False


def test_a_program_with_an_odd_name_has_a_start_too(tmp_path: Path) -> None:
    odd = tmp_path / "a) S (b"
    shutil.copy("/bin/sleep", odd)
    process = subprocess.Popen([odd, "60"])
    try:
        eventually(lambda: b"a) S (b" in Path(f"/proc/{process.pid}/stat").read_bytes())
        assert owner._start(str(process.pid)).isdecimal()
    finally:
        process.kill()
        process.wait()


def test_the_lock_of_a_live_kubeconv_is_never_stale(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has nothing like it")
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    with a_kubeconv_that_holds_the_lock(machine, config) as process:
        os.utime(machine.home / "config.lock", (1, 1))
        assert [each.is_stale for each in locks_of(str(config))] == [False]
        os.kill(process, signal.SIGKILL)
        wait(process)
        assert [each.is_stale for each in locks_of(str(config))] == [True]


IN_A_NAMESPACE = [shutil.which("unshare") or "", "--pid", "--fork", "--kill-child", "--mount-proc"]
HOLDS = """\
import sys, time
from kubeconv.machine.lock import locked
with locked(sys.argv[1], 0):
    print("locked", flush=True)
    time.sleep(60)
"""


def can_unshare() -> bool:
    return (
        shutil.which("unshare") is not None and subprocess.run([*IN_A_NAMESPACE, "true"], check=False).returncode == 0
    )


@pytest.mark.skipif(not can_unshare(), reason="no PID namespaces here")
def test_a_lock_of_another_pid_namespace_is_kept_while_its_owner_lives_and_no_longer(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    process = subprocess.Popen(
        [*IN_A_NAMESPACE, sys.executable, "-c", HOLDS, config], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "locked\n"
        # Process 1, as which it holds the lock, is another one here, and this machine has the same name.
        for command in ([], IN_A_NAMESPACE):
            ended = subprocess.run(
                [*command, sys.executable, "-m", "kubeconv", "convert", config, "--lock-timeout", "0"],
                env=machine.environment({}), capture_output=True, text=True, check=False,
            )  # fmt: skip
            assert ended.returncode == 2
            assert "is locked by kubeconv (process 1 on " in ended.stderr
    finally:
        process.kill()
        process.communicate()
    assert (machine.home / "config.lock").exists()
    eventually(lambda: machine.call("convert", config, "--lock-timeout", "0").code == 0)
    assert login(config, "me") == "devicecode"
    assert without_copies(machine.home) == ["config"]
