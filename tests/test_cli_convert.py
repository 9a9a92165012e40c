"""`kubeconv convert` from outside: files, exit codes, output, JSON."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from test_cli_usage import AZURE, KUBELOGIN, NO_TENANT, TOKEN, Machine, kubeconfig, login

from kubeconv.auth.kubelogin import FLAGS

SCHEMAS = Path(__file__).parent.parent / "schemas"

GOOD, DONE, FOREIGN, REFUSED, BAD = (
    kubeconfig(me=AZURE), kubeconfig(me=KUBELOGIN), kubeconfig(me=TOKEN), kubeconfig(me=NO_TENANT), "users: [\n",
)  # fmt: skip


def converted_of(*paths: Path) -> list[bool]:
    return [login(path, "me") == "devicecode" for path in paths]


# --- which files


def test_the_default_is_the_file_of_kubectl(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file(".kube/config", GOOD)
    ended = machine.call("convert")
    assert ended.code == 0
    assert converted_of(config) == [True]
    assert f"read {config}; wrote {config}" in ended.out.splitlines()


def test_arguments_beat_the_option_and_the_variable_and_the_default(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    default, listed, named = (machine.file(name, GOOD) for name in (".kube/config", "listed", "named"))
    assert machine.call("convert", named, KUBECONFIG=str(listed)).code == 0
    assert converted_of(default, listed, named) == [False, False, True]


def test_the_option_beats_the_variable_and_the_default(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    default, listed, named = (machine.file(name, GOOD) for name in (".kube/config", "listed", "named"))
    assert machine.call("convert", "--kubeconfig", named, KUBECONFIG=str(listed)).code == 0
    assert converted_of(default, listed, named) == [False, False, True]


def test_a_list_is_no_argument(tmp_path: Path) -> None:
    """As with kubectl, `--kubeconfig a:b` is one file name."""
    machine = Machine(tmp_path)
    one, two = machine.file("one", GOOD), machine.file("two", GOOD)
    assert machine.call("convert", "--kubeconfig", f"{one}{os.pathsep}{two}").code == 2
    assert converted_of(one, two) == [False, False]


def test_the_variable_is_a_list_with_holes_and_repetitions(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    one, two, default = (machine.file(name, GOOD) for name in ("one", "two", ".kube/config"))
    listed = os.pathsep.join(["", str(one), str(machine.home / "gone"), "", str(two), str(one), "gone too", ""])
    ended = machine.call("convert", KUBECONFIG=listed)
    assert ended.code == 0
    assert converted_of(one, two, default) == [True, True, False]
    assert [line for line in ended.lines if line.startswith("read ")] == [f"read {p}; wrote {p}" for p in (one, two)]


@pytest.mark.parametrize(("listed", "code"), [("", 0), (os.pathsep, 2), (os.pathsep * 3, 2)])
def test_an_empty_variable_is_none_but_an_empty_list_is_one(tmp_path: Path, listed: str, code: int) -> None:
    """As for kubectl, which reads no file then."""
    machine = Machine(tmp_path)
    config = machine.file(".kube/config", GOOD)
    assert machine.call("convert", KUBECONFIG=listed).code == code
    assert converted_of(config) == [code == 0]


@pytest.mark.parametrize("command", ["convert", "detect"])
@pytest.mark.parametrize("listed", ["", "/gone", os.pathsep.join(["/gone", "", "/away"])])
def test_no_file_at_all_is_one_line_and_exit_code_2(tmp_path: Path, command: str, listed: str) -> None:
    ended = Machine(tmp_path).call(command, KUBECONFIG=listed)
    assert (ended.code, ended.out) == (2, "")
    (line,) = ended.err.splitlines()
    for path in filter(None, listed.split(os.pathsep)):
        assert path in line
    assert listed or ".kube/config: no such file" in line


def test_a_missing_file_of_the_list_is_named(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    ended = machine.call("convert", KUBECONFIG=f"{machine.file('one', GOOD)}{os.pathsep}/gone")
    assert ended.code == 0
    assert "/gone: no such file, skipped" in ended.lines


def test_a_user_of_two_listed_files_has_its_contexts_in_the_first(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    one, two = machine.file("one", GOOD), machine.file("two", GOOD)
    ended = machine.call("convert", KUBECONFIG=f"{one}{os.pathsep}{two}")
    first, second = (next(line for line in ended.lines if line.startswith(f"{path}:")) for path in (one, two))
    assert "; contexts at-me" in first
    assert "; used by no context" in second


def test_standard_input_to_standard_output(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    ended = machine.run("convert", "-", stdin=GOOD.encode())
    assert ended.code == 0
    assert login(ended.out, "me") == "devicecode"
    assert "<standard input>:9: converted me: azure -> kubelogin devicecode; contexts at-me" in ended.err.splitlines()
    assert "read <standard input>; nothing written to it" in ended.err.splitlines()


@pytest.mark.parametrize("text", [DONE, FOREIGN, "# only this", "kind: Config\r\n", "\ufeffusers: []"])
def test_standard_input_that_stays_goes_through_byte_by_byte(tmp_path: Path, text: str) -> None:
    ended = Machine(tmp_path).run("convert", "-", stdin=text.encode())
    assert (ended.code, ended.out.encode()) == (0, text.encode())
    assert ended.err


def test_standard_input_that_is_refused_is_one_line(tmp_path: Path) -> None:
    ended = Machine(tmp_path).run("convert", "-", stdin=BAD.encode())
    assert ended.code == 2
    assert re.match(r"<standard input>:2:1: error(\[KC001\])?: not valid YAML", ended.err)
    assert len(ended.err.splitlines()) == 1


def test_a_file_that_is_refused_gives_no_data(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    assert machine.call("convert", machine.file("config", BAD), "-o", "-").out == ""


def test_standard_input_to_a_file(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    ended = machine.run("convert", "-", "-o", "new", stdin=GOOD.encode())
    assert (ended.code, ended.err) == (0, "")
    assert converted_of(machine.home / "new") == [True]
    assert "read <standard input>; wrote new" in ended.out.splitlines()


def test_standard_input_beside_a_file(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", GOOD)
    ended = machine.run("convert", "-", config, stdin=GOOD.encode())
    assert ended.code == 0
    assert login(ended.out, "me") == "devicecode"
    assert ended.out == config.read_text()


@pytest.mark.parametrize("program", [["-"], ["-", "--diff"], ["-", "-q"]], ids=" ".join)
def test_standard_input_that_is_too_large_is_refused(tmp_path: Path, program: list[str]) -> None:
    import subprocess
    import sys

    code = "import sys, kubeconv.machine.files as f, kubeconv.commands as c; f.MAX_BYTES = 600; sys.exit(c.run(sys.argv[1:]))"
    ended = subprocess.run(
        [sys.executable, "-c", code, "convert", *program],
        input=(GOOD + "# " + "x" * 600).encode(), env=Machine(tmp_path).environment({}), capture_output=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 2


def test_o_writes_elsewhere_and_not_to_the_file(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", GOOD)
    ended = machine.call("convert", config, "-o", "new")
    assert (ended.code, ended.err) == (0, "")
    assert converted_of(machine.home / "new", config) == [True, False]
    assert f"read {config}; wrote new" in ended.out.splitlines()


def test_o_writes_a_file_that_needs_no_change_too(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    assert machine.call("convert", machine.file("config", DONE), "-o", "new").code == 0
    assert (machine.home / "new").read_text() == DONE


def test_o_minus_writes_standard_output(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", GOOD)
    ended = machine.call("convert", config, "-o", "-")
    assert ended.code == 0
    assert login(ended.out, "me") == "devicecode"
    assert f"read {config}; nothing written to it" in ended.err.splitlines()
    assert converted_of(config) == [False]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_other_names_of_standard_output_replace_nothing(tmp_path: Path, name: str) -> None:
    machine = Machine(tmp_path)
    config, log = machine.file("config", GOOD), machine.file("log", "earlier\n")
    with log.open("ab") as out:
        subprocess.run(
            [sys.executable, "-m", "kubeconv", "convert", config, "-o", name], env=machine.environment({}), cwd=machine.home,
            stdout=out, stderr=subprocess.DEVNULL, check=True,
        )  # fmt: skip
    earlier, _, converted = log.read_text().partition("\n")
    assert (earlier, login(converted, "me")) == ("earlier", "devicecode")
    assert {each.name for each in machine.home.iterdir()} == {"config", "log"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
@pytest.mark.parametrize("name", ["/dev/stderr", "/dev/fd/2", "/dev/fd/N"])
def test_names_of_open_files_replace_nothing(tmp_path: Path, name: str) -> None:
    machine = Machine(tmp_path)
    config, log = machine.file("config", GOOD), machine.file("log", "earlier\n")
    with log.open("ab") as out:
        subprocess.run(
            [sys.executable, "-m", "kubeconv", "convert", config, "-o", name.replace("N", str(out.fileno()))],
            env=machine.environment({}), cwd=machine.home, stdout=subprocess.DEVNULL, check=True, pass_fds=[out.fileno()],
            stderr=subprocess.DEVNULL if name.endswith("N") else out,
        )  # fmt: skip
    earlier, _, converted = log.read_text().partition("\n")
    assert (earlier, login(converted, "me")) == ("earlier", "devicecode")
    assert {each.name for each in machine.home.iterdir()} == {"config", "log"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
@pytest.mark.parametrize("name", ["/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"])
def test_other_names_of_standard_input_are_not_written(tmp_path: Path, name: str) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", GOOD)
    with config.open("rb") as piped:
        ended = subprocess.run(
            [sys.executable, "-m", "kubeconv", "convert", name], env=machine.environment({}), cwd=machine.home,
            stdin=piped, capture_output=True, text=True, check=True,
        )  # fmt: skip
    assert (config.read_text(), login(ended.stdout, "me")) == (GOOD, "devicecode")
    assert {each.name for each in machine.home.iterdir()} == {"config"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_an_open_file_that_is_not_open_is_one_line(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    ended = machine.call("convert", machine.file("config", GOOD), "-o", "/dev/fd/9876")
    assert (ended.code, ended.err.count("\n"), "bad file descriptor" in ended.err) == (2, 1, True)


def test_o_makes_the_file_that_a_link_leads_to(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    (machine.home / "new").symlink_to("real")
    assert machine.call("convert", machine.file("config", GOOD), "-o", "new").code == 0
    assert (machine.home / "new").is_symlink()
    assert login(machine.home / "real", "me") == "devicecode"


def test_o_with_no_name_is_wrong(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    ended = machine.call("convert", machine.file("config", GOOD), "-o", "")
    assert (ended.code, "Invalid value for --output: use the path of a file, or -" in ended.err) == (2, True)


# --- exit codes

CASES: list[tuple[list[str], int, int]] = [
    # texts of the files, exit code, exit code with --check
    ([GOOD], 0, 1),
    ([DONE], 0, 0),
    ([FOREIGN], 0, 0),
    ([""], 0, 0),
    ([kubeconfig()], 0, 0),
    ([REFUSED], 1, 1),
    ([BAD], 2, 2),
    ([BAD, BAD], 2, 2),
    ([GOOD, GOOD], 0, 1),
    ([GOOD, DONE], 0, 1),
    ([GOOD, BAD], 1, 1),
    ([BAD, GOOD], 1, 1),
    ([DONE, BAD], 1, 1),
    ([DONE, FOREIGN], 0, 0),
    ([REFUSED, GOOD], 1, 1),
    ([REFUSED, BAD], 1, 1),
    ([kubeconfig(a=AZURE, b=NO_TENANT)], 1, 1),
    ([kubeconfig(a=KUBELOGIN, b=TOKEN)], 0, 0),
]
NAMES = {GOOD: "good", DONE: "done", FOREIGN: "foreign", REFUSED: "refused", BAD: "bad", "": "empty"}


@pytest.mark.parametrize("option", ["", "--check", "--diff", "--format=json"])
@pytest.mark.parametrize(
    ("texts", "code", "checked"),
    CASES,
    ids=["+".join(NAMES.get(text, "mixed") for text in texts) for texts, *_ in CASES],
)
def test_exit_codes(tmp_path: Path, texts: list[str], code: int, checked: int, option: str) -> None:
    machine = Machine(tmp_path)
    paths = [machine.file(f"config{number}", text) for number, text in enumerate(texts)]
    ended = machine.call("convert", *paths, *filter(None, [option]))
    assert ended.code == (checked if option == "--check" else code)
    if option in ("--check", "--diff"):
        assert [path.read_text() for path in paths] == texts


@pytest.mark.parametrize(
    "arguments",
    [["--user", "nobody"], ["--context", "nowhere"], ["--user", "x*"], ["--user", "me", "--user", "nobody"]],
)
@pytest.mark.parametrize("option", [[], ["--check"], ["--diff"], ["-o", "-"], ["-q"]])
def test_an_unknown_name_is_exit_code_2_and_nothing_done(
    tmp_path: Path, arguments: list[str], option: list[str]
) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", GOOD)
    ended = machine.call("convert", config, *arguments, *option)
    assert (ended.code, ended.out) == (2, "")
    (line,) = ended.err.splitlines()
    assert repr(arguments[-1]) in line
    assert config.read_text() == GOOD


def test_nothing_is_written_by_looking(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", GOOD)
    before, folder = config.stat(), machine.home.stat().st_mtime_ns
    for option in ("--dry-run", "--diff", "--check", "--check --diff", "--diff --backup", "-o -"):
        machine.call("convert", config, *option.split())
    assert (config.stat().st_ino, config.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert machine.home.stat().st_mtime_ns == folder


# --- what is said


def test_every_user_has_a_line_with_what_became_of_it(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    text = kubeconfig(legacy=AZURE, new=KUBELOGIN, other=TOKEN, lost=NO_TENANT)
    config = machine.file(
        "config", text.replace("- name: at-legacy", "- {name: b, context: {user: legacy}}\n- name: a")
    )
    ended = machine.call("convert", config)
    assert ended.code == 1
    lines = [
        line.removeprefix(f"{config}:").partition(": ")[2] for line in ended.lines if line.startswith(f"{config}:")
    ]
    assert [line.partition(";")[0] for line in sorted(lines)] == [
        "converted legacy: azure -> kubelogin devicecode",
        "refused lost: the tenant id is missing",
        "skipped other: nothing to convert: token",
        "unchanged new: already kubelogin devicecode",
    ]
    assert "; contexts b, a" in next(line for line in lines if " legacy: " in line)
    assert "--tenant-id" in next(line for line in lines if " lost: " in line)
    numbers = {name: 1 + text.splitlines().index(f"- name: {name}") for name in ("legacy", "new", "other", "lost")}
    for name, number in numbers.items():
        assert any(line.startswith(f"{config}:{number + 1}: ") and f" {name}: " in line for line in ended.lines)
    assert "1 converted, 1 refused, 1 skipped, 1 unchanged" in ended.out.splitlines()


def test_errors_go_to_standard_error_and_talk_alone_to_standard_output(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config, bad = machine.file("config", kubeconfig(me=AZURE, lost=NO_TENANT)), machine.file("bad", BAD)
    ended = machine.call("convert", config, bad)
    assert len(ended.err.splitlines()) == 2
    assert " refused lost" in ended.err
    assert f"{bad}:2:1: error" in ended.err
    assert " converted me" in ended.out


@pytest.mark.parametrize("option", [["--diff"], ["-o", "-"], ["--diff", "--check"]], ids=" ".join)
def test_talk_beside_data_goes_to_standard_error(tmp_path: Path, option: list[str]) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", GOOD)
    ended = machine.call("convert", config, *option)
    assert "converted" not in ended.out
    assert f"{config}:9: " in ended.err
    assert f"read {config}; nothing written to it" in ended.err


@pytest.mark.parametrize("option", [[], ["--check"], ["--diff"], ["-o", "-"], ["-o", "new"]], ids=" ".join)
def test_quiet_leaves_only_errors(tmp_path: Path, option: list[str]) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(me=AZURE, lost=NO_TENANT))
    loud, quiet = (machine.call("convert", config, *option, *q) for q in ([], ["-q"]))
    if "new" not in option and option:
        assert quiet.out == (loud.out if option != ["--check"] else "")
    assert len(quiet.err.splitlines()) == 1
    assert " refused lost" in quiet.err


def test_quiet_and_well_is_silent(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    assert machine.call("convert", machine.file("config", GOOD), "-q") == (0, "", "")


@pytest.mark.parametrize("option", [[], ["--check"], ["--diff"], ["-l", "msi"], ["--to", "azure"], ["-o", "new"]])
@pytest.mark.parametrize("text", [GOOD, DONE, FOREIGN, REFUSED, BAD, "", kubeconfig()])
def test_there_is_never_silence(tmp_path: Path, text: str, option: list[str]) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", text)
    ended = machine.call("convert", config, *option)
    assert any(str(config) in line for line in ended.lines)


def test_without_a_user_that_is_said(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", "")
    assert f"{config}: no users in it" in machine.call("convert", config).out.splitlines()
    config = machine.file("config", kubeconfig(me=AZURE))
    other = machine.file("other", kubeconfig(you=AZURE))
    ended = machine.call("convert", config, other, "--user", "you")
    assert f"{config}: none of its users is selected" in ended.out.splitlines()
    assert "1 converted; 1 not selected" in ended.out.splitlines()


def test_of_a_file_that_could_not_be_read_nothing_is_counted(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    assert machine.call("convert", machine.file("config", BAD)).out == ""


def test_what_would_be_is_not_said_to_be(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", GOOD)
    for option in ("--check", "--diff"):
        ended = machine.call("convert", config, option)
        assert f"{config}:9: would be converted me: " in "\n".join(ended.lines)
        assert "1 to be converted" in ended.lines


# --- names that a terminal would obey

ESCAPES = {
    "escape": "\x1b[31mred\x1b[0m",
    "title": "\x1b]0;title\x07",
    "C1": "\x9b31m",
    "newline": "x\n1 converted",
    "return": "x\rconverted",
    "delete": "x\x7f",
    "separator": "x\u2028converted",
    "right to left": "\u202edetrevnoc",
}


def raw(text: str) -> list[str]:
    """The characters in it that a terminal would obey."""
    return [each for each in text if each != "\n" and not each.isprintable()]


def named(value: str) -> str:
    """A kubeconfig in which everything that may have a name has this one."""
    users = [
        {
            "name": value,
            "user": {"auth-provider": {"name": "azure", "config": {"apiserver-id": value, "tenant-id": "t"}}},
        },
        {"name": value + "2", "user": {"auth-provider": {"name": value}}},
        {"name": value + "3", "user": {"exec": {"command": value, "args": [value], "apiVersion": value}}},
        {"name": value + "4", "user": {"exec": {"command": "kubelogin", "args": ["get-token", "-l", value]}}},
    ]
    contexts = [{"name": value, "context": {"user": value, "cluster": value}}]
    return json.dumps({"users": users, "contexts": contexts})


@pytest.mark.parametrize("value", ESCAPES.values(), ids=ESCAPES.keys())
@pytest.mark.parametrize(
    "arguments",
    [["convert"], ["convert", "--check"], ["convert", "-l", "msi"], ["convert", "--to", "azure"], ["detect"]],
    ids=" ".join,
)
def test_names_in_the_file_do_not_reach_the_terminal_raw(tmp_path: Path, arguments: list[str], value: str) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", named(value))
    ended = machine.call(*arguments, config)
    plain = machine.call(*arguments, machine.file("config", named("x")))
    assert raw(ended.out + ended.err) == []
    assert len(ended.lines) == len(plain.lines)


@pytest.mark.parametrize("value", ESCAPES.values(), ids=ESCAPES.keys())
@pytest.mark.parametrize(
    "arguments",
    [
        ["convert"],
        ["detect"],
        ["convert", "--check"],
        ["convert", "--diff"],
    ],
    ids=" ".join,
)
def test_file_names_do_not_reach_the_terminal_raw(tmp_path: Path, arguments: list[str], value: str) -> None:
    machine = Machine(tmp_path)
    config, bad, gone = machine.file(value, GOOD), machine.file(value + "2", BAD), machine.home / (value + "3")
    ended = machine.call(*arguments, config, bad, gone)
    assert raw(ended.out + ended.err) == []
    plain = machine.call(*arguments, machine.file("x", GOOD), machine.file("x2", BAD), machine.home / "x3")
    assert len(ended.lines) == len(plain.lines)


@pytest.mark.parametrize("value", [value for value in ESCAPES.values() if ord(max(value)) < 256])
@pytest.mark.parametrize("command", ["convert", "detect"])
def test_names_in_json_do_not_reach_the_terminal_raw(tmp_path: Path, command: str, value: str) -> None:
    machine = Machine(tmp_path)
    ended = machine.call(command, machine.file("config", named(value)), "--format", "json")
    assert raw(ended.out + ended.err) == []


@pytest.mark.parametrize("encoding", ["ascii", "utf-8", "latin-1", "cp1252"])
def test_names_that_the_terminal_cannot_show_are_no_crash(tmp_path: Path, encoding: str) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(**{"größe-名": AZURE}))
    for command in ("convert", "detect"):
        ended = machine.run(command, config, PYTHONIOENCODING=encoding, LC_ALL="C")
        assert (ended.code, ended.err) == (0, "")


# --- JSON


def schema(name: str) -> Any:
    path = SCHEMAS / f"{name}-output.schema.json"
    if not path.exists():
        pytest.skip(f"{path.name} is not there yet")
    return json.loads(path.read_text())


@pytest.mark.parametrize("option", [[], ["--diff"], ["--check"], ["-o", "new"], ["--backup"], ["-q"]], ids=" ".join)
@pytest.mark.parametrize(
    "text", [GOOD, DONE, FOREIGN, REFUSED, BAD, "", kubeconfig(a=AZURE, b=NO_TENANT, c=TOKEN, d=KUBELOGIN)]
)
def test_json_fits_its_schema_and_says_the_same(tmp_path: Path, text: str, option: list[str]) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", text)
    talk = machine.call("convert", config, "--check").lines
    ended = machine.call("convert", config, *option, "--format", "json")
    data = json.loads(ended.out)
    jsonschema.validate(data, schema("convert"))
    (file,) = data["files"]
    assert file["path"] == str(config)
    assert file["changed"] == any(" would be converted " in line for line in talk)
    assert bool(file["problem"]) == (text == BAD)
    assert len(file["users"]) == len(
        [line for line in talk if line.startswith(f"{config}:") and "error" not in line]
    ) - (1 if any("no users in it" in line for line in talk) else 0)
    for outcome in file["users"]:
        status = "would be converted" if outcome["status"] == "converted" else outcome["status"]
        line = next(line for line in talk if f": {status} {outcome['user']}" in line)
        assert line.startswith(f"{config}:{outcome['line']}: ")
        assert (outcome["reason"] or "") in line
        assert outcome["contexts"] == [f"at-{outcome['user']}"]
    written = file["changed"] and option not in (["--diff"], ["--check"])
    assert file["written"] == ("new" if "new" in option and text != BAD else str(config) if written else None)
    assert ("diff" in file) == (option == ["--diff"])
    assert bool(file["backup"]) == bool(file["undo"]) == (written and "new" not in option)
    refused = any(outcome["status"] == "refused" for outcome in file["users"])
    assert len(ended.err.splitlines()) == int(refused or text == BAD)


def test_json_of_several_files_has_all_of_them(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    paths = [machine.file("good", GOOD), machine.file("bad", BAD), machine.home / "missing"]
    data = json.loads(machine.call("convert", *paths, "--format", "json").out)
    jsonschema.validate(data, schema("convert"))
    assert [file["path"] for file in data["files"]] == [str(path) for path in paths]
    assert [file["problem"] and file["problem"]["line"] for file in data["files"]] == [None, 2, None]


@pytest.mark.parametrize("command", ["convert", "detect"])
def test_json_is_utf8_whatever_the_file_is_called(tmp_path: Path, command: str) -> None:
    machine = Machine(tmp_path)
    config = machine.file(os.fsdecode(b"caf\xe9"), GOOD)
    ended = machine.call(command, config, "--format", "json")
    said = json.loads(ended.out.encode(errors="surrogateescape").decode())
    assert [each["path"] for each in said["files"]] == [str(config)]


# --- what is no kubeconfig, and what is lost

DEPLOYMENT = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n \n",
        "ERROR: Please run 'az login' to setup account.\n",
        "ERROR: x\nThe y: z\n",
        "oops\n",
        DEPLOYMENT,
        "apiVersion: apps/v1\nkind: Deployment\n",
        "a: b\r\n",
    ],
)
def test_what_comes_through_a_pipe_and_is_no_kubeconfig_does_not_go_on(tmp_path: Path, text: str) -> None:
    ended = Machine(tmp_path).run("convert", "-", stdin=text.encode())
    assert (ended.code, ended.out) == (2, "")
    assert len(ended.err.splitlines()) == 1
    assert ended.err.startswith("<standard input>:")


def test_another_kind_of_file_is_told_or_left_out(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    path = machine.file("deployment.yaml", DEPLOYMENT)
    ended = machine.call("convert", path)
    assert (ended.code, ended.out) == (2, "")
    assert "this is not a kubeconfig" in ended.err
    assert machine.call("convert", "--skip-others", path).code == 0
    assert machine.call("convert", path, machine.file("config", DONE)).code == 1
    assert path.read_text() == DEPLOYMENT


def both(*arguments: str, **settings: str) -> str:
    """A user with an azure auth-provider and kubelogin."""
    settings = {"apiserver-id": "a", "client-id": "b", "tenant-id": "t", "config-mode": "1", **settings}
    user: dict[str, Any] = {"auth-provider": {"name": "azure", "config": settings}}
    if arguments:
        version = "client.authentication.k8s.io/v1beta1"
        user["exec"] = {"apiVersion": version, "command": "kubelogin", "args": ["get-token", *arguments]}
    return json.dumps({"users": [{"name": "u", "user": user}]})


def test_a_flag_replaces_a_value_that_only_the_arguments_have(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    path = machine.file("config", both("--login", "interactive", "--server-id", "s", "--login-hint", "me"))
    ended = machine.call("convert", "-l", "interactive", "--login-hint", "you", path)
    assert ended.code == 0
    assert "--login-hint replaced me by you" in ended.out
    arguments = json.loads(path.read_text())["users"][0]["user"]["exec"]["args"]
    assert (arguments[arguments.index("--login-hint") + 1], "s" in arguments) == ("you", False)


@pytest.mark.parametrize("mode", ["spn", "devicecode", "interactive", "azurecli"])
def test_of_a_provider_and_kubelogin_both_are_kept(tmp_path: Path, mode: str) -> None:
    machine = Machine(tmp_path)
    arguments = ("--login", "spn", "--server-id", "s", "--tenant-id", "another", "--client-secret", "precious")
    path = machine.file("config", both(*arguments, unknown="odd"))
    before = json.loads(path.read_text())["users"][0]["user"]
    assert machine.call("convert", "-l", mode, "--keep-origin", path).code == 0
    extension = json.loads(path.read_text())["users"][0]["user"]["extensions"][0]["extension"]
    assert extension == {"spn": before["exec"], "azure": before["auth-provider"]}
    assert machine.call("convert", "-l", mode, "--keep-origin", path).out.endswith("1 unchanged\n")


@pytest.mark.parametrize("name", [*FLAGS, "login", "legacy", "cache-dir"])
def test_a_key_of_a_provider_that_is_called_like_a_flag_is_none(tmp_path: Path, name: str) -> None:
    if name in ("client-id", "tenant-id", "environment"):
        return  # these are keys of the provider
    machine = Machine(tmp_path)
    texts = []
    for number, settings in enumerate(({}, {name: "other"})):
        path = machine.file(f"config-{number}", both(**settings))
        assert machine.call("convert", "-l", "devicecode", "--no-backup", path).code == 0
        texts.append(json.loads(path.read_text())["users"][0]["user"]["exec"]["args"])
    assert texts[0] == texts[1]


def test_such_a_key_comes_back_as_it_was(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    path = machine.file("config", both(**{"server-id": "other", "x": "y"}))
    before = json.loads(path.read_text())
    assert machine.call("convert", "-l", "devicecode", "--keep-origin", path).code == 0
    assert machine.call("convert", "--to", "azure", path).code == 0
    config = json.loads(path.read_text())["users"][0]["user"]["auth-provider"]["config"]
    assert {key: config[key] for key in ("server-id", "apiserver-id", "x")} == {
        "server-id": "other", "apiserver-id": "a", "x": "y",
    }  # fmt: skip
    assert config.items() >= before["users"][0]["user"]["auth-provider"]["config"].items()


def test_what_nobody_can_guess_is_told_before_it_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(tmp_path)
    path = machine.file("config", both())
    said = (
        f"{path}:1: u loses client id, tenant id: kubelogin azurecli is written without them, as kubelogin does; "
        "--keep-origin keeps them"
    )
    assert said in machine.call("convert", "--diff", "-l", "azurecli", path).err.splitlines()
    seen: list[str] = []
    monkeypatch.setattr("kubeconv.commands.convert.output.line", lambda text, **_: seen.append(text + path.read_text()))
    before = path.read_text()
    machine.call("convert", "-l", "azurecli", path)
    assert seen[0] == said + before, "it is told while the file is still as it was"
    assert len([each for each in seen if " loses " in each]) == 1, "and not again afterwards"
    path.write_text(before)
    seen.clear()
    machine.call("convert", "-l", "azurecli", "--keep-origin", path)
    assert not any("loses" in each for each in seen)


LOSSES = {
    "a cloud": (AZURE + "        environment: AzureChinaCloud\n", ["-l", "azurecli"], "tenant id, environment"),
    "the usual cloud": (AZURE + "        environment: AzurePublicCloud\n", ["-l", "azurecli"], "tenant id"),
    "an unknown setting": (AZURE + "        team: red\n", [], "team"),
    "cached tokens, which come back": (AZURE + "        access-token: x\n", [], ""),
    "a secret": (KUBELOGIN.replace("devicecode", "spn, --client-secret, hush"), ["-l", "devicecode"], "client secret"),
    "settings that stand in a wrong place": (
        AZURE.replace("name: azure", "name: azure\n      environment: x\n      client-id: y"), [], "environment"
    ),
    "a program of gcp": (
        "    auth-provider: {name: gcp, config: {cmd-path: /opt/gcloud, access-token: x}}\n", [], "cmd-path"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "options", "lost"), LOSSES.values(), ids=LOSSES.keys())
def test_all_that_does_not_come_back_is_told_before_it_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, options: list[str], lost: str
) -> None:
    machine = Machine(tmp_path)
    path = machine.file("config", kubeconfig(me=body))
    before, seen = path.read_text(), list[tuple[str, bool]]()
    monkeypatch.setattr(
        "kubeconv.commands.convert.output.line", lambda text, **_: seen.append((text, path.read_text() == before))
    )
    assert machine.call("convert", *options, path).code == 0
    told = [text.partition(" loses ")[2].partition(": ")[0] for text, is_before in seen if is_before]
    assert told == ([lost] if lost else [])


@pytest.mark.parametrize(
    "command", ["validate --fix -l msi", "validate --fix -l msi --format json", "fix --yes -l msi -o json"]
)
def test_other_commands_that_write_tell_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    machine = Machine(tmp_path)
    path = machine.file("config", kubeconfig(me=AZURE))
    before, seen = path.read_text(), list[tuple[str, bool]]()
    monkeypatch.setattr(
        "kubeconv.commands.output.line", lambda text, **_: seen.append((text, path.read_text() == before))
    )
    machine.call(*command.split(), path)
    said = "loses tenant id: kubelogin msi is written without it, as kubelogin does; kubeconv convert --keep-origin keeps it"
    assert [each for each in seen if " loses " in each[0]] == [(f"{path}:9: me {said}", True)]
    assert path.read_text() != before


def test_skip_others_leaves_templates_out(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    template = kubeconfig(me=AZURE.replace("tenant-1", "'{{ .Tenant }}'"), you=KUBELOGIN)
    config = machine.file("config", template)
    for arguments in (["convert", "-l", "azurecli"], ["convert", "--check"], ["validate"], ["validate", "--fix"]):
        ended = machine.call(*arguments, "--skip-others", config)
        assert (ended.code, config.read_text()) == (0, template), arguments
    assert machine.call("audit", "--skip-others", config).code == 1, "nobody hides from an audit"
    assert machine.call("convert", "-l", "devicecode", config).code == 0
    assert "'{{ .Tenant }}'" in config.read_text()


def test_of_very_many_users_that_are_alike_the_first_are_named(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    users = {f"user-{number}": AZURE for number in range(60)}
    config = machine.file("config", kubeconfig(**users, robot=TOKEN))
    brief = machine.call("convert", "--check", config)
    assert brief.out.count(": would be converted user-") == 3
    assert f"{config}: would be converted 57 more users like user-0; --verbose names them\n" in brief.out
    assert "skipped robot" in brief.out
    assert machine.call("convert", "--check", "--verbose", config).out.count(": would be converted user-") == 60
    assert machine.call("convert", config).code == 0


def test_a_login_that_still_fails_is_said(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    body = (
        "    exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: aws, args: [eks, update-kubeconfig]}\n"
    )
    ended = machine.call("convert", machine.file("config", kubeconfig(me=body)))
    assert (
        "user 'me' still cannot log in (no-token-command): see kubeconv validate --this-machine"
        in ended.out + ended.err
    )


def test_a_plugin_that_is_not_where_its_path_says_is_said(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(me=KUBELOGIN.replace("command: kubelogin", "command: ./kubelogin")))
    ended = machine.call("convert", "-l", "msi", config)
    assert "user 'me' still cannot log in (command-not-on-path)" in ended.out + ended.err


def test_who_stays_as_it_is_is_counted_and_named_if_there_are_few(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    for number, is_named in ((3, True), (20, False)):
        users = {f"robot{each}": TOKEN for each in range(number)}
        config = machine.file("config", kubeconfig(me=AZURE, **users))
        said = machine.call("convert", "--check", config).out
        assert ("skipped robot2: nothing to convert: token" in said) == is_named
        assert (f"{config}: skipped 20 users: nothing to convert: token; --verbose names them\n" in said) != is_named
        assert "skipped robot2: nothing" in machine.call("convert", "--check", "--verbose", config).out


def test_of_many_that_lose_the_same_the_first_are_named(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(**{f"user{each}": AZURE for each in range(20)}))
    for options, lines in (([], 4), (["--verbose"], 20)):
        told = machine.call("convert", "--check", "-l", "msi", *options, config).err.splitlines()
        assert len([line for line in told if " loses " in line]) == lines
    assert told[0].endswith(
        "user0 loses tenant id: kubelogin msi is written without it, as kubelogin does; --keep-origin keeps it"
    )
    assert f"{config}: each of 17 more users loses tenant id; --verbose names them" in (
        machine.call("convert", "--check", "-l", "msi", config).err
    )
