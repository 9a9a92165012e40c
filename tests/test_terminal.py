"""What a person sees: on a real pseudo-terminal of a given size."""

import fcntl
import os
import pty
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from test_cli_usage import AZURE, KUBELOGIN, TOKEN, Machine, kubeconfig

from kubeconv.commands import COMMANDS
from kubeconv.report.table import width_of

#: What paints, or moves the cursor.
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Seen(NamedTuple):
    """What a run wrote to the terminal, what to standard error if that is none, and its exit code."""

    text: str
    err: str
    code: int

    @property
    def lines(self) -> list[str]:
        """The lines without their colours."""
        return ESCAPES.sub("", self.text).replace("\r\n", "\n").splitlines()

    @property
    def roles(self) -> set[str]:
        """The colours in it."""
        return {*re.findall(r"\x1b\[([0-9;]+)m", self.text)} - {"0"}


def on_terminal(
    machine: Machine, *arguments: str | Path, size: tuple[int, int] = (80, 24), keys: bytes = b"", piped: str = "",
    program: Sequence[str] = ("-m", "kubeconv"), **environment: str,
) -> Seen:  # fmt: skip
    """Run kubeconv (or another program of Python) on a terminal of this width and height, where somebody types these keys.
    `piped`: `out` or `err` is no terminal."""
    if sys.platform == "win32":
        raise NotImplementedError
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
    os.write(ours, keys)
    with tempfile.TemporaryFile() as other, subprocess.Popen(
        [sys.executable, *program, *map(str, arguments)],
        env=machine.environment({"TERM": "xterm", **environment}), cwd=machine.home, stdin=theirs,
        stdout=other if piped == "out" else theirs, stderr=other if piped == "err" else theirs,
        start_new_session=True, preexec_fn=lambda: fcntl.ioctl(theirs, termios.TIOCSCTTY, 0),
    ) as process:  # fmt: skip
        os.close(theirs)
        seen = b"".join(chunks(ours))
        code = process.wait(60)
        other.seek(0)
        told = other.read().decode()
    os.close(ours)
    return Seen(seen.decode(), told, code)


def chunks(descriptor: int) -> Iterator[bytes]:
    while True:
        try:
            chunk = os.read(descriptor, 65536)
        except OSError:  # how Linux says that the other end is closed
            return
        if not chunk:
            return
        yield chunk


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path)
    made.file(".kube/config", kubeconfig(me=AZURE, you=TOKEN))
    return made


# colours

#: Where colours are not said to be wanted or not, a terminal has them.
WANTED: list[tuple[list[str], dict[str, str], bool, bool]] = [
    # the command line, variables; are there colours on a terminal, and elsewhere?
    ([], {}, True, False),
    ([], {"NO_COLOR": "1"}, False, False),
    ([], {"NO_COLOR": ""}, True, False),
    ([], {"TERM": "dumb"}, False, False),
    ([], {"CLICOLOR": "0"}, False, False),
    ([], {"CLICOLOR": "1"}, True, False),
    ([], {"FORCE_COLOR": "1"}, True, True),
    ([], {"FORCE_COLOR": ""}, True, False),
    ([], {"FORCE_COLOR": "0"}, True, False),
    ([], {"CLICOLOR_FORCE": "1"}, True, True),
    ([], {"CLICOLOR_FORCE": "0"}, True, False),
    ([], {"CLICOLOR_FORCE": "1", "TERM": "dumb"}, True, True),
    ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False),
    (["--color", "auto"], {}, True, False),
    (["--color=always"], {"NO_COLOR": "1", "TERM": "dumb"}, True, True),
    (["--color", "never"], {"FORCE_COLOR": "1", "CLICOLOR_FORCE": "1"}, False, False),
]


@pytest.mark.parametrize(("said", "environment", "there", "elsewhere"), WANTED, ids=[f"{a} {b}" for a, b, *_ in WANTED])
def test_one_rule_says_whether_there_are_colours(
    machine: Machine, said: list[str], environment: dict[str, str], there: bool, elsewhere: bool
) -> None:
    command = ("validate", *said)
    assert ("\x1b[1;31merror" in on_terminal(machine, *command, **environment).text) is there  # type: ignore[arg-type] # no variable is called so
    plain = machine.call(*command, **environment)
    assert ("\x1b[1;31merror" in plain.out, "\x1b" in plain.out) == (elsewhere, elsewhere)
    assert "\x1b" not in plain.err


def test_it_stands_before_or_after_any_command(machine: Machine) -> None:
    for command in COMMANDS:
        rest = ("--list",) if command == "explain" else ("--table",) if command == "versions" else ()
        for line in (
            (command, *rest, "--color", "never"),
            ("--color", "never", command, *rest),
            ("--color=never", command, *rest),
        ):
            assert "--color" not in machine.call(*line).err, line
        ended = machine.call(command, *rest, "--color", "blue")
        assert (ended.code, ended.out) == (2, "")
        assert f"--color: use auto, always or never; see kubeconv {command} --help" in ended.err
        assert "--color" in machine.call(command, "--help").out
    assert machine.call("--color", "always", "--version").out.startswith("kubeconv ")
    assert machine.call("--color").code == 2


#: What a command shows in colours, on a file with work to do.
PAINTED = [
    (("convert", "--diff"), {"1", "31", "32", "36"}),
    (("doctor",), {"1", "1;31", "1;34", "2"}),
    (("detect",), {"1"}),
    (("validate",), {"1", "1;31", "2"}),
    (("audit",), {"1", "1;34"}),
    (("versions", "--kubectl", "1.30.0"), {"1", "1;31"}),
    (("versions", "--table"), {"1"}),
    (("rules",), {"1"}),
    (("fix", "--plan"), {"1"}),
]


@pytest.mark.parametrize(("command", "colours"), PAINTED, ids=[" ".join(command) for command, _ in PAINTED])
def test_all_commands_paint_by_it(machine: Machine, command: tuple[str, ...], colours: set[str]) -> None:
    machine.program("kubectl", 'echo \'{"clientVersion": {"gitVersion": "v1.30.0"}}\'')
    seen = on_terminal(machine, *command, size=(120, 500))
    assert colours <= seen.roles <= {"1", "2", "31", "32", "36", "1;31", "1;34", "1;35"}
    assert on_terminal(machine, *command, "--color", "never", size=(120, 500)).lines == seen.lines
    assert "\x1b" not in on_terminal(machine, *command, size=(120, 500), NO_COLOR="1").text


@pytest.mark.parametrize(
    ("command", "keys"), [(("fix",), b"d\nn\n"), (("doctor", "--fix"), b"n\n")], ids=["fix", "doctor"]
)
def test_the_diff_that_one_is_asked_to_approve_is_painted(
    machine: Machine, command: tuple[str, ...], keys: bytes
) -> None:
    seen = on_terminal(machine, *command, size=(120, 500), keys=keys)
    assert re.search(r"\x1b\[31m-\s+auth-provider:.*?\x1b\[0m\r\n", seen.text)
    assert re.search(r"\x1b\[32m\+\s+exec:\x1b\[0m\r\n", seen.text)
    assert re.search(r"\x1b\[1m--- \S+\x1b\[0m\r\n\x1b\[1m\+\+\+ \S+\x1b\[0m\r\n\x1b\[36m@@ \S+ \S+ @@", seen.text)


def test_a_painted_diff_is_the_same_diff(machine: Machine) -> None:
    for text in (kubeconfig(me=AZURE), kubeconfig(me=AZURE).replace("\n", "\r\n"), kubeconfig(me=AZURE).rstrip()):
        config = machine.file("other", text)
        plain = machine.call("convert", "--diff", config).out
        painted = machine.call("convert", "--diff", "--color", "always", config).out
        assert painted != plain
        assert ESCAPES.sub("", painted) == plain


# the width

REPORTS = [
    ("doctor",), ("fix", "--plan"), ("detect",), ("validate",), ("audit",), ("versions", "--kubectl", "1.30.0"), ("rules",),
    ("versions", "--table"), ("explain", "--list"), ("explain", "the azure auth plugin has been removed"), ("explain", "KC301"),
]  # fmt: skip


@pytest.mark.parametrize("width", [60, 80, 160])
@pytest.mark.parametrize("command", REPORTS, ids=" ".join)
def test_no_line_is_wider_than_the_terminal_but_for_what_is_whole(
    machine: Machine, command: tuple[str, ...], width: int
) -> None:
    eks = "arn:aws:eks:eu-west-1:123456789012:cluster/prod"
    text = kubeconfig(me=AZURE, you=TOKEN, **{"本番環境のクラスター": KUBELOGIN}).replace("at-me", eks)
    machine.file(".kube/config", text)
    for line in on_terminal(machine, *command, size=(width, 2000)).lines:
        words = max(map(width_of, line.split() or [""]))
        is_whole = re.match(r" +(= help:|help:|az |kubeconv )", line)
        assert width_of(line) <= width or is_whole or words + 14 > width, line


# the pager

#: A pager that shows which lines went through it.
MARKING = "/bin/sed 's/^/page: /'"


def paged(seen: Seen) -> bool:
    """True if all of it went through the pager, False if nothing did."""
    marks = {line.startswith("page: ") for line in seen.lines}
    assert len(marks) == 1, seen.lines
    return marks.pop()


@pytest.mark.parametrize(
    ("command", "height", "environment", "through"),
    [
        (["rules"], 24, {"PAGER": MARKING}, True),
        (["rules"], 500, {"PAGER": MARKING}, False),
        (["rules"], 24, {"KUBECONV_PAGER": MARKING, "PAGER": "/bin/false"}, True),
        (["rules"], 24, {"KUBECONV_PAGER": "cat", "PAGER": MARKING}, False),
        (["rules"], 24, {"KUBECONV_PAGER": "", "PAGER": MARKING}, False),
        (["rules"], 24, {"PAGER": MARKING, "TERM": "dumb"}, False),
        (["rules"], 24, {"PAGER": "no-such-pager 2>/dev/null"}, False),
        (["rules"], 24, {}, False),  # no less on PATH
        (["rules", "--no-pager"], 24, {"PAGER": MARKING}, False),
        (["--no-pager", "rules"], 24, {"PAGER": MARKING}, False),
        (["rules", "-o", "json"], 24, {"PAGER": MARKING}, True),
        (["explain", "--list"], 24, {"PAGER": MARKING}, True),
        (["explain", "KC301"], 8, {"PAGER": MARKING}, True),
        (["schema"], 24, {"PAGER": MARKING}, True),
        (["versions", "--table"], 6, {"PAGER": MARKING}, True),
        (["detect"], 3, {"PAGER": MARKING}, True),
        (["detect"], 5, {"PAGER": MARKING}, False),
        (["doctor"], 5, {"PAGER": MARKING}, True),
        (["validate"], 5, {"PAGER": MARKING}, True),
        (["audit"], 5, {"PAGER": MARKING}, True),
        (["fix", "--plan"], 4, {"PAGER": MARKING}, True),
    ],
)  # fmt: skip
def test_what_is_longer_than_the_screen_goes_through_the_pager(
    machine: Machine, command: list[str], height: int, environment: dict[str, str], through: bool
) -> None:
    seen = on_terminal(machine, *command, size=(80, height), **environment)  # type: ignore[arg-type]
    assert paged(seen) is through
    plain = on_terminal(machine, *command, "--no-pager", size=(80, height))
    assert (seen.code, [line.removeprefix("page: ") for line in seen.lines]) == (plain.code, plain.lines)


def test_a_long_line_counts_as_all_those_that_it_takes(machine: Machine) -> None:
    config = machine.file("wide", kubeconfig(me=AZURE).replace("at-me", "x" * 190))
    at_least = next(
        height
        for height in range(2, 30)
        if not paged(on_terminal(machine, "doctor", config, size=(80, height), PAGER=MARKING))
    )
    shown = on_terminal(machine, "doctor", config, size=(80, 500)).lines
    assert at_least == sum(-(-len(line) // 80) or 1 for line in shown) + 1


def test_a_diff_goes_through_it_before_what_is_said_of_it(machine: Machine) -> None:
    seen = on_terminal(machine, "convert", "--diff", size=(80, 10), PAGER=MARKING)
    marks = [line.startswith("page: ") for line in seen.lines]
    assert marks == sorted(marks, reverse=True)
    assert {True, False} == {*marks}
    assert "page: \x1b[32m+" in seen.text


def test_a_run_that_asks_or_writes_does_not_page(machine: Machine) -> None:
    assert not paged(on_terminal(machine, "fix", size=(80, 5), keys=b"d\nn\n", PAGER=MARKING))
    assert not paged(on_terminal(machine, "fix", "--yes", size=(80, 5), PAGER=MARKING))


def test_nothing_is_paged_without_a_terminal_or_on_one_of_unknown_size(machine: Machine) -> None:
    assert "page: " not in on_terminal(machine, "rules", piped="out", PAGER=MARKING).err
    assert not paged(on_terminal(machine, "rules", size=(0, 0), PAGER=MARKING))
    assert "page: " not in machine.run("rules", PAGER=MARKING).out


def test_less_shows_one_screen_and_waits(machine: Machine) -> None:
    less = shutil.which("less")
    if less is None:
        pytest.skip("no less")
    (machine.programs / "less").symlink_to(less)
    seen = on_terminal(machine, "rules", keys=b"q")
    assert seen.code == 0
    assert len(seen.lines) < 60
    assert "\x1b[1mCODE" in seen.text


@pytest.mark.parametrize("search_path", ["", ".", ":/usr/bin:/bin", "sub/..:/usr/bin:/bin", "{programs}:"])
@pytest.mark.parametrize("pager", [None, "less", "evil"])
def test_no_pager_of_the_current_folder_is_run(machine: Machine, search_path: str, pager: str | None) -> None:
    (machine.home / "sub").mkdir()
    for name in ("less", "evil"):
        machine.file(name, "#!/bin/sh\ntouch HIT\n", mode=0o755)
    environment = {"PATH": search_path.format(programs=machine.programs), "LESS": "FRXE"} | (
        {"PAGER": pager} if pager else {}
    )
    assert on_terminal(machine, "rules", size=(80, 24), keys=b"q" * 9, **environment).code == 0
    assert not (machine.home / "HIT").exists()


def test_a_pager_that_is_left_early_is_no_problem(machine: Machine) -> None:
    seen = on_terminal(machine, "validate", size=(80, 5), PAGER="/usr/bin/head -n 1")
    assert (seen.code, len(seen.lines)) == (1, 1)


# the sign of life


@pytest.fixture
def slow(machine: Machine) -> Machine:
    """A machine whose kubectl takes its time."""
    machine.program("kubectl", 'sleep 1.6\necho \'{"clientVersion": {"gitVersion": "v1.30.0"}}\'')
    return machine


def test_a_slow_run_gives_a_sign_of_life_and_takes_it_away(slow: Machine) -> None:
    seen = on_terminal(slow, "doctor", piped="out", PATH=f"{slow.programs}:/usr/bin:/bin")
    assert "waiting for kubectl" in seen.text
    assert seen.text.count("\x1b[?25h") == seen.text.count("\x1b[?25l") == 1
    assert seen.text.endswith(("\x1b[2K", "\x1b[?25h"))
    assert seen.err.startswith("broken: ")
    assert "waiting" not in seen.err


@pytest.mark.parametrize(
    ("command", "more"),
    [(["doctor"], {"piped": "err"}), (["validate", "--this-machine", "-q"], {}), (["doctor"], {"TERM": "dumb"})],
)
def test_there_is_none_where_nobody_wants_one(slow: Machine, command: list[str], more: dict[str, str]) -> None:
    seen = on_terminal(slow, *command, PATH=f"{slow.programs}:/usr/bin:/bin", **more)  # type: ignore[arg-type]
    assert "\x1b[?25" not in seen.text + seen.err
    assert "waiting" not in seen.text + seen.err


def test_a_fast_run_pays_nothing_for_it(machine: Machine) -> None:
    code = (
        "import sys\nfrom kubeconv.commands import run\nrun(sys.argv[1:])\n"
        "unwanted = {'rich'} if 'coverage' in sys.modules else {'rich', 'threading'}\n"  # which imports it itself
        "print(*(unwanted & {*sys.modules}), file=sys.stderr)"
    )
    for command in (("detect",), ("convert", "--check", "-q"), ("convert", "--check")):
        assert on_terminal(machine, *command, piped="out", program=("-c", code)).lines[-1:] in ([""], []), command


#: A program that gives its sign of life at once, and has imported already what that takes.
IMPATIENT = (
    "import sys\nfrom kubeconv.commands import progress, run\nprogress.PATIENCE = progress._BEAT = 0.001\n"
    "progress._import_rich()\n"
    "sys.exit(run(sys.argv[1:]))"
)


def test_of_one_large_file_there_is_nothing_to_count(machine: Machine) -> None:
    machine.file("large", kubeconfig(**{f"u{number}": AZURE for number in range(500)}))
    seen = on_terminal(machine, "validate", "large", piped="out", program=("-c", IMPATIENT))
    told = ESCAPES.sub("", seen.text)
    assert "judging" in told
    assert " of 1 " not in told


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["validate"], {"reading": "files", "judging": "files"}),
        (["audit"], {"reading": "files", "judging": "files"}),
        (["detect"], {"reading": "files"}),
        (["convert", "--check"], {"reading": "files"}),
        (["doctor"], {"judging": "files"}),
    ],
)
def test_it_tells_how_much_is_done(machine: Machine, command: list[str], told: dict[str, str]) -> None:
    users = {f"u{number}": AZURE for number in range(120)}
    for number in range(90):
        machine.file(f"many/{number}.kubeconfig", kubeconfig(**users))
    seen = on_terminal(machine, *command, "many", piped="out", program=("-c", IMPATIENT))
    counted = re.findall(r"(\w+) \S* *(\d+) of (\d+) (\w+)", ESCAPES.sub("", seen.text))
    for doing, what in told.items():
        numbers = [int(done) for each, done, total, of in counted if (each, total, of) == (doing, "90", what)]
        assert numbers == sorted(numbers)
        assert len({*numbers}) > 1, counted


def test_a_run_that_is_interrupted_leaves_the_terminal_as_it_was(slow: Machine) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has nothing like it")
    slow.program("kubectl", "sleep 20")
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "kubeconv", "doctor"], stderr=theirs, stdout=subprocess.DEVNULL, stdin=theirs,
        env=slow.environment({"TERM": "xterm", "PATH": f"{slow.programs}:/usr/bin:/bin"}),
    ) as process:  # fmt: skip
        os.close(theirs)
        seen, is_interrupted = b"", False
        for chunk in chunks(ours):
            seen += chunk
            if b"waiting" in seen and not is_interrupted:
                process.send_signal(signal.SIGINT)
                is_interrupted = True
    os.close(ours)
    assert process.returncode == 130
    assert seen.rindex(b"\x1b[?25h") > seen.rindex(b"waiting")
