"""Converting over files: one file's problem never stops the others, what others write meanwhile is kept, and a sudden end, at
any line of the code, leaves every file wholly old or wholly new.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType, ModuleType
from typing import NamedTuple

import pytest
from test_cli_usage import AZURE, KUBELOGIN, NO_TENANT, TOKEN, Ended, Machine, kubeconfig, login
from test_files import listing, without_copies
from test_lock import OLD, a_kubeconv_that_holds_the_lock, fork, new_text, released_later, wait

from kubeconv.conversion.files import ConvertedFile, Target, convert_files
from kubeconv.conversion.options import Options
from kubeconv.kubeconfig.selection import UnknownName
from kubeconv.machine import attributes, entries, owner, replace
from kubeconv.machine import lock as lock_module
from kubeconv.machine.files import Paths
from kubeconv.machine.load import load_files
from kubeconv.machine.replace import OldBytes

BAD = "users: [\n"


def converted(paths: list[Path], options: Options | None = None, target: Target | None = None) -> list[ConvertedFile]:
    return convert_files(Paths(tuple(map(str, paths))), options or Options(), target or Target())


def statuses(result: ConvertedFile) -> dict[str, str]:
    """User to outcome; the problem of the file as user ''."""
    if result.conversion is None:
        assert result.problem is not None
        return {"": result.problem.message}
    return {outcome.user: outcome.status for outcome in result.conversion.outcomes}


@pytest.mark.parametrize("order", [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]])
def test_a_bad_file_leaves_the_others_done_and_reported(tmp_path: Path, order: list[int]) -> None:
    machine = Machine(tmp_path)
    paths = [
        machine.file("good", OLD),
        machine.file("bad", BAD),
        machine.file("twice", kubeconfig(me=AZURE) + f"- name: me\n  user:\n{TOKEN}"),
        machine.home / "missing",
    ]
    results = converted([paths[number] for number in order])
    assert [result.path for result in results] == [str(paths[number]) for number in order]
    found = {Path(result.path).name: statuses(result) for result in results}
    assert found["good"] == {"me": "converted"}
    assert found["bad"][""].startswith("not valid YAML: ")
    assert "'me' is defined twice" in found["twice"][""]
    assert found["missing"] == {"": "no such file"}
    assert login(paths[0], "me") == "devicecode"
    assert paths[1].read_text() == BAD


def test_a_bad_user_leaves_the_others_done_and_reported(tmp_path: Path) -> None:
    config = Machine(tmp_path).file("config", kubeconfig(me=AZURE, you=NO_TENANT, she=TOKEN, they=KUBELOGIN))
    (result,) = converted([config])
    assert statuses(result) == {"me": "converted", "you": "refused", "she": "skipped", "they": "unchanged"}
    assert [login(config, name) for name in ("me", "you", "she")] == ["devicecode", "azure", "token"]
    assert result.written == str(config)


def test_places_in_a_file_count_from_one(tmp_path: Path) -> None:
    (result,) = converted([Machine(tmp_path).file("config", "users:\n- name: a\n- name: a\n")])
    assert result.problem is not None
    assert (result.problem.line, result.problem.column) == (3, 3)


def test_nothing_is_written_where_a_name_is_unknown(tmp_path: Path) -> None:
    config = Machine(tmp_path).file("config", OLD)
    for options in (Options(users=["me", "nobody"]), Options(contexts=["nowhere"]), Options(users=["x*"])):
        with pytest.raises(UnknownName):
            converted([config], options)
    assert config.read_text() == OLD


def test_a_name_may_be_in_one_of_the_files_only(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    one, two = machine.file("one", kubeconfig(me=AZURE)), machine.file("two", kubeconfig(you=AZURE))
    results = converted([one, two], Options(users=["you"]))
    assert [statuses(result) for result in results] == [{}, {"you": "converted"}]
    assert [result.written for result in results] == [None, str(two)]


def test_a_name_in_an_unreadable_file_is_not_unknown_but_unreadable(tmp_path: Path) -> None:
    bad = Machine(tmp_path).file("bad", BAD)
    (result,) = converted([bad], Options(users=["me"]))
    assert str(result.problem).startswith(f"{bad}: not valid YAML: ")


@pytest.mark.parametrize("target", [Target(write=False), Target(output="-")])
def test_nothing_is_written_where_that_was_not_asked(tmp_path: Path, target: Target) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    (result,) = converted([config], target=target)
    assert result.conversion is not None
    assert result.conversion.data == new_text(tmp_path).encode()
    assert (result.written, result.old_bytes, config.read_text()) == (None, OldBytes(), OLD)
    assert listing(machine.home) == ["config"]


def test_of_a_kubeconfig_list_the_first_user_of_a_name_has_the_contexts(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    paths = tuple(
        str(machine.file(name, text))
        for name, text in {
            "bad": BAD,
            "one": kubeconfig(me=AZURE),
            "two": kubeconfig(me=AZURE, you=AZURE).replace("at-me", "other"),
        }.items()
    )
    merged = {Path(each.path).name: dict(each.used_by) for each in load_files(Paths(paths, merged=True))}
    assert merged["one"]["me"] == ["at-me", "other"]
    assert "me" not in merged["two"]
    assert merged["two"]["you"] == ["at-you"]
    alone = {Path(each.path).name: dict(each.used_by) for each in load_files(Paths(paths))}
    assert (alone["one"]["me"], alone["two"]["me"]) == (["at-me"], ["other"])


@pytest.mark.parametrize("other", ["./config", "../home/config", "link"])
def test_a_file_named_twice_is_written_once(tmp_path: Path, other: str) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    (machine.home / "link").symlink_to("config")
    assert machine.call("convert", config, other, "--backup", "--lock-timeout", "0").code == 0
    assert listing(machine.home) == ["config", "config.bak", "link"]


# --- what another program did while we waited


def test_what_was_written_while_we_waited_is_kept(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    timer = released_later(machine.home / "config.lock", lambda: config.write_text("# mine\n" + OLD))
    assert machine.call("convert", config).code == 0
    timer.join()
    assert config.read_text().startswith("# mine\n")
    assert login(config, "me") == "devicecode"


def test_a_file_that_vanished_while_we_waited(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    timer = released_later(machine.home / "config.lock", config.unlink)
    ended = machine.call("convert", config)
    timer.join()
    assert ended.code == 2
    assert ended.err.splitlines() == [f"{config}: error: no such file"]
    assert listing(machine.home) == []


def test_what_is_right_already_when_we_have_the_lock_is_not_written(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    changed: list[os.stat_result] = []

    def change() -> None:
        config.write_text(kubeconfig(me=KUBELOGIN))
        changed.append(config.stat())

    timer = released_later(machine.home / "config.lock", change)
    ended = machine.call("convert", config)
    timer.join()
    assert config.stat().st_ino == changed[0].st_ino
    assert "nothing written" in ended.out


def test_what_is_wrong_with_the_file_that_came_meanwhile_is_located_in_that_file(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    bad = "#\n" * 50 + "users:\n- name: a\n- name: a\n"
    timer = released_later(machine.home / "config.lock", lambda: config.write_text(bad))
    ended = machine.call("convert", config)
    timer.join()
    assert ended.code == 2
    assert ended.err.startswith(f"{config}:53:")


def test_a_file_that_another_program_is_just_writing_is_read_when_it_is_done(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", "")
    timer = released_later(machine.home / "config.lock", lambda: config.write_text(OLD))
    ended = machine.call("convert", config)
    timer.join()
    assert login(config, "me") == "devicecode", ended


# --- sudden ends


#: The rooms of the write path.
MODULES = (attributes, entries, lock_module, owner, replace)


class Counter:
    """A trace function that does something when a number of lines of these modules have been run."""

    def __init__(self, number: int, modules: Sequence[ModuleType], action: Callable[[], None] = lambda: None) -> None:
        self.left, self.action = number, action
        self.files = {module.__file__ for module in modules}

    def __call__(self, frame: FrameType, event: str, _argument: object) -> "Counter | None":
        if frame.f_code.co_filename not in self.files:
            return None
        if event == "line":
            self.left -= 1
            if self.left == 0:
                self.action()
        return self


def ended_at(machine: Machine, config: Path, line: Counter) -> int:
    """Run kubeconv until this line, where it does something to itself: how it ended."""

    def work() -> int:
        sys.settrace(line)
        try:
            return machine.call("convert", config).code
        finally:
            sys.settrace(None)

    return wait(fork(work))


def all_lines(machine: Machine, modules: Sequence[ModuleType], lock: bytes) -> range:
    """The numbers of the lines of these modules that a conversion runs."""
    counter = Counter(0, modules)
    config = machine.file("counted", OLD)
    if lock:
        machine.file("counted.lock", lock)
    before = sys.gettrace()
    sys.settrace(counter)
    try:
        assert machine.call("convert", config).code == 0
    finally:
        sys.settrace(before)
    config.unlink()
    assert -counter.left > 20
    return range(1, 1 - counter.left)


class End(NamedTuple):
    """What a run that was ended at one line left behind, and what the next run said."""

    code: int
    text: str
    modes: set[int]
    left: list[str]
    next_run: Ended | None


def ends(
    root: Path, sent: signal.Signals, lock: bytes = b"", modules: Sequence[ModuleType] = MODULES
) -> tuple[str, list[End]]:
    """The new text of the file, and what is left behind by a run that got this signal, for every sixth line: `make faults`
    does this at each system call. With `lock` this lock is there before. Only where it is killed is there a next run."""
    if sys.platform == "win32":
        raise NotImplementedError
    machine, found = Machine(root), []
    for number in all_lines(machine, modules, lock)[::6]:
        config = machine.file("config", OLD, 0o640)
        if lock:
            machine.file("config.lock", lock)
        code = ended_at(machine, config, Counter(number, modules, lambda: os.kill(os.getpid(), sent)))
        text, modes = config.read_text(), {path.stat().st_mode & 0o777 for path in machine.home.glob(".kubeconv-*.tmp")}
        left = [name for name in without_copies(machine.home) if name != "config"]
        config.write_text(OLD)
        again = machine.call("convert", config, "--lock-timeout", "0") if sent == signal.SIGKILL else None
        found.append(End(code, text, modes, left, again))
        for name in set(listing(machine.home)) - {"config"}:
            (machine.home / name).unlink()
    return new_text(root), found


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[End]]:
    if sys.platform == "win32":
        raise NotImplementedError
    return ends(tmp_path_factory.mktemp("killed"), signal.SIGKILL)


@pytest.fixture(scope="module")
def terminated(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[End]]:
    return ends(tmp_path_factory.mktemp("terminated"), signal.SIGTERM)


@pytest.fixture(scope="module")
def interrupted(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[End]]:
    return ends(tmp_path_factory.mktemp("interrupted"), signal.SIGINT, modules=(lock_module,))


def test_killed_at_any_line_the_file_is_wholly_old_or_wholly_new(killed: tuple[str, list[End]]) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has nothing like it")
    new, found = killed
    assert {end.code for end in found} == {-signal.SIGKILL}
    assert {end.text for end in found} == {OLD, new}


def test_killed_at_any_line_no_half_written_file_is_open_to_others(killed: tuple[str, list[End]]) -> None:
    _, found = killed
    assert set().union(*(end.modes for end in found)) == {0o600, 0o640}


def test_killed_at_any_line_the_next_run_works(killed: tuple[str, list[End]]) -> None:
    _, found = killed
    assert [end.next_run for end in found if not end.next_run or end.next_run.code != 0] == []


def test_terminated_at_any_line_the_file_is_wholly_old_or_wholly_new(terminated: tuple[str, list[End]]) -> None:
    new, found = terminated
    assert {end.code for end in found} == {128 + signal.SIGTERM}
    assert {end.text for end in found} == {OLD, new}


def test_terminated_at_any_line_nothing_is_left_behind(terminated: tuple[str, list[End]]) -> None:
    _, found = terminated
    assert [end.left for end in found if end.left] == []


def test_interrupted_at_any_line_the_file_is_wholly_old_or_wholly_new(interrupted: tuple[str, list[End]]) -> None:
    new, found = interrupted
    assert {end.code for end in found} == {128 + signal.SIGINT}
    assert {end.text for end in found} == {OLD, new}


def test_interrupted_at_any_line_nothing_is_left_behind(interrupted: tuple[str, list[End]]) -> None:
    _, found = interrupted
    assert [end.left for end in found if end.left] == []


def test_killed_while_it_takes_over_a_dead_lock_the_next_run_works(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has nothing like it")
    (tmp_path / "dead").mkdir()
    machine = Machine(tmp_path / "dead")
    config = machine.file("config", OLD)
    with a_kubeconv_that_holds_the_lock(machine, config) as process:
        os.kill(process, signal.SIGKILL)
        wait(process)
    _, found = ends(tmp_path, signal.SIGKILL, (machine.home / "config.lock").read_bytes(), (lock_module,))
    assert [end.next_run for end in found if not end.next_run or end.next_run.code != 0] == []


def test_killed_at_random_the_file_is_wholly_old_or_wholly_new(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has nothing like it")
    machine, chance = Machine(tmp_path), random.Random(1)
    old = kubeconfig(**{f"user-{number}": AZURE for number in range(100)})
    config = machine.file("config", old)
    assert machine.call("convert", config, "-o", "new").code == 0
    new = (machine.home / "new").read_text()
    texts: list[str] = []
    longest = 0.05  # follows the time of a run on this machine, so that about half of them are in time
    while len(texts) < 40 or (len(set(texts)) < 2 and len(texts) < 400):
        config.write_text(old)
        (machine.home / "config.lock").unlink(missing_ok=True)
        process = fork(lambda: machine.call("convert", config).code)
        time.sleep(chance.uniform(0, longest))
        os.kill(process, signal.SIGKILL)
        wait(process)
        texts.append(config.read_text())
        longest *= 1.2 if texts[-1] == old else 1 / 1.2
    assert set(texts) == {old, new}
