"""Loading files, and holding them while they change: what is left out, what is locked when, and what another program did
meanwhile."""

import os
import threading
from contextlib import ExitStack
from pathlib import Path

import pytest
from test_cli_usage import AZURE, TOKEN, Machine, kubeconfig
from test_files import without_copies
from test_lock import released_later

from kubeconv.machine.files import FileProblem, Paths
from kubeconv.machine.load import Loaded, Others, hold, load_files, loaded_from
from kubeconv.machine.lock import locked
from kubeconv.validation.fix_files import fix_files

OLD = kubeconfig(me=AZURE)
POD = "apiVersion: v1\nkind: Pod\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two kubeconfigs and things that are none."""
    for name, text in {
        "config": OLD,
        "deep/prod.yaml": kubeconfig(me=TOKEN),
        "deep/broken.yaml": "users: [\ncontexts: [\n",
        "deep/chart.yaml": "users: {{ .Values.users }}\ncontexts: [",
        "pod.yaml": POD,
        "notes.md": OLD,
        ".git/config": OLD,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return tmp_path


def names(loaded: list[Loaded], folder: Path) -> list[str]:
    """The files by what became of them: `?` is one that is no YAML, `-` one that is left out."""
    return [
        ("-" if each.skipped else "?" if each.kubeconfig is None else "") + os.path.relpath(each.path, folder)
        for each in loaded
    ]


@pytest.mark.parametrize("held", [False, True])
@pytest.mark.parametrize(
    ("others", "found"),
    [
        ("found", ["config", "?deep/broken.yaml", "deep/prod.yaml"]),
        ("skip", ["config", "?deep/broken.yaml", "deep/prod.yaml"]),
        ("check", ["config", "pod.yaml", "?deep/broken.yaml", "?deep/chart.yaml", "deep/prod.yaml"]),
    ],
)
def test_of_a_folder_the_kubeconfigs_are_loaded(folder: Path, others: Others, found: list[str], held: bool) -> None:
    with ExitStack() as stack:
        loaded = load_files(Paths((str(folder),)), others, walk=True, held=stack if held else None)
        assert names(loaded, folder) == found
        locks = sorted(path.name for path in folder.rglob("*.lock"))
        assert locks == sorted(f"{os.path.basename(name.lstrip('?'))}.lock" for name in found if held)
    assert not [*folder.rglob("*.lock")]


def test_a_named_file_is_left_out_only_if_that_is_wanted(folder: Path) -> None:
    paths = Paths((str(folder / "pod.yaml"), str(folder / "config")))
    assert names(load_files(paths), folder) == ["pod.yaml", "config"]
    assert names(load_files(paths, "skip"), folder) == ["-pod.yaml", "config"]
    assert load_files(paths, "skip")[0] == Loaded(paths.files[0], skipped="not a kubeconfig")


def test_a_file_that_is_named_twice_and_found_is_loaded_once(folder: Path) -> None:
    (folder / "link").symlink_to("deep")
    named = [folder, folder / "deep", folder / "deep" / "prod.yaml", folder / "link" / "prod.yaml"]
    with ExitStack() as stack:
        loaded = load_files(Paths(tuple(map(str, named))), walk=True, held=stack)
    assert names(loaded, folder) == ["config", "?deep/broken.yaml", "deep/prod.yaml"]


def test_without_walking_a_folder_is_a_problem(folder: Path) -> None:
    (loaded,) = load_files(Paths((str(folder),)))
    assert str(loaded.unreadable) == f"{folder}: a folder, not a kubeconfig"


def test_what_is_wrong_has_a_place_and_what_can_be_seen_is_there(folder: Path) -> None:
    twice = folder / "twice"
    twice.write_text("users:\n- name: a\n- name: a\n")
    broken, doubled, missing = load_files(Paths((str(folder / "deep" / "broken.yaml"), str(twice), str(folder / "no"))))
    assert broken.parsed is not None
    assert (broken.kubeconfig, broken.unreadable) == (None, None)
    assert broken.problem is not None
    assert (broken.problem.code, broken.problem.line) == ("KC001", 3)
    assert doubled.parsed is not None
    assert [user.name for user in doubled.parsed.kubeconfig.users] == ["a", "a"]
    assert doubled.problem is not None
    assert (doubled.problem.code, doubled.problem.line, doubled.kubeconfig) == ("KC101", 3, None)
    assert (missing.parsed, missing.problem) == (None, missing.unreadable)
    assert str(missing.problem) == f"{folder / 'no'}: no such file"


# --- holding a file


def loaded(config: Path) -> Loaded:
    (found,) = load_files(Paths((str(config),)))
    return found


def test_what_did_not_change_is_the_same_value(folder: Path) -> None:
    config = folder / "config"
    before = loaded(config)
    with hold(str(config), 0, before) as now:
        assert now.parsed is before.parsed
        assert (folder / "config.lock").exists()
    assert not (folder / "config.lock").exists()


@pytest.mark.parametrize("text", [OLD + "# more\n", "users: [", ""])
def test_what_changed_is_read_again(folder: Path, text: str) -> None:
    config = folder / "config"
    before = loaded(config)
    config.write_text(text)
    with hold(str(config), 0, before) as now:
        assert now.parsed is not None
        assert now.parsed.kubeconfig.source.text == text
        assert (now.kubeconfig is None) == (text == "users: [")


def test_a_file_that_is_gone_is_a_problem_and_its_lock_is_given_back(folder: Path) -> None:
    config = folder / "config"
    before = loaded(config)
    config.unlink()
    with pytest.raises(FileProblem, match="no such file"), hold(str(config), 0, before):
        pytest.fail("held")
    assert not (folder / "config.lock").exists()


def test_locked_files_are_a_problem_each(folder: Path) -> None:
    paths = Paths((str(folder / "config"), str(folder / "deep" / "prod.yaml")))
    with locked(paths.files[0], 0), ExitStack() as stack:
        first, second = load_files(paths, held=stack)
    assert first.unreadable is not None
    assert first.unreadable.message.startswith("is locked by kubeconv")
    assert second.kubeconfig is not None


def test_two_that_name_the_same_files_in_another_order_do_not_wait_for_each_other(folder: Path) -> None:
    named = (str(folder / "config"), str(folder / "deep" / "prod.yaml"))
    problems: list[FileProblem | None] = []

    def work(files: tuple[str, ...]) -> None:
        for _ in range(10):
            with ExitStack() as stack:
                problems.extend(each.problem for each in load_files(Paths(files), held=stack, lock_timeout=20))

    threads = [threading.Thread(target=work, args=(files,)) for files in (named, named[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == [None] * 40


# --- fixing under the lock


def test_a_fix_is_made_in_what_another_program_wrote_meanwhile(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", OLD)
    timer = released_later(machine.home / "config.lock", lambda: config.write_text("# mine\n" + OLD))
    ended = machine.call("validate", "--fix", config)
    timer.join()
    assert f"{config}:10: fixed user 'me'" in ended.out
    assert config.read_text().startswith("# mine\n")
    assert "command: kubelogin" in config.read_text()
    assert without_copies(machine.home) == ["config"]


@pytest.mark.parametrize("text", [kubeconfig(me=TOKEN), "users: [", POD])
def test_what_needs_no_fix_any_more_is_left_as_it_is(tmp_path: Path, text: str) -> None:
    config = tmp_path / "config"
    config.write_text(OLD)
    before = loaded(config)
    config.write_text(text)
    (fixed,) = fix_files([before], 0)
    assert (fixed.fixes, fixed.problem, config.read_text()) == ((), None, text)
    assert fixed.loaded.parsed is not None
    assert fixed.loaded.parsed.kubeconfig.source.text == text


def test_a_fixed_file_is_what_it_would_be_if_it_was_loaded_again(tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.write_text(OLD)
    (fixed,) = fix_files([loaded(config)], 0)
    again = loaded(config)
    assert again.parsed is not None
    assert fixed.loaded.parsed is not None
    assert fixed.loaded.parsed.kubeconfig.source.text == again.parsed.kubeconfig.source.text
    assert loaded_from(fixed.loaded.parsed).kubeconfig is fixed.loaded.kubeconfig


def test_a_locked_file_is_told_and_left(tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.write_text(OLD)
    (tmp_path / "config.lock").touch()
    (fixed,) = fix_files([loaded(config)], 0)
    assert "is locked by another program" in str(fixed.problem)
    assert config.read_text() == OLD
