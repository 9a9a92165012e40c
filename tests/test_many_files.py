"""With many files other processes help, and nobody can tell: the output is the same to the byte, whatever happens to them."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from test_cli_usage import AZURE, COVERED, KUBELOGIN, TOKEN, kubeconfig, uncovered

from kubeconv.machine import helpers
from kubeconv.machine.load import MANY

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="helpers are forked on Linux only")

PATCHED = """\
import os, sys
from kubeconv.machine import helpers, load
from kubeconv.commands import run
load.MANY, number = int(sys.argv[1]), int(sys.argv[2])
helpers._number_of_helpers = lambda chunks: min(number, chunks - 1)
exec(sys.argv[3])
sys.exit(run(sys.argv[4:]))
"""
ALONE, HELPED = (10**9, 0), (100, 2)

NOTHING = "apiVersion: v1\nkind: Config\n"
TEMPLATE = kubeconfig(b=TOKEN).replace("name: b", "name: {{ cluster }}")
TEXTS = (
    kubeconfig(b=KUBELOGIN),
    kubeconfig(b=AZURE),
    kubeconfig(b=TOKEN),
    kubeconfig(b=KUBELOGIN).replace("\n", "\r\n"),
    TEMPLATE,
    "a: [b",
    "\0",
    "",
    NOTHING,
    "- a\n",
    "a: 1\n",
    kubeconfig(b=TOKEN).replace("clusters:", "clusters: &a"),
    kubeconfig(b=TOKEN).replace("https:", "http:") + "# kubeconv: ignore\n",
    kubeconfig(b=TOKEN) + "kubeconv: odd\n",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """250 files: many of them good, broken or no kubeconfig at all, with odd names, one that nobody may read, and what is no
    file."""
    top = tmp_path_factory.mktemp("many")
    for number in range(250):
        below = top / f"team {number % 7}"
        below.mkdir(exist_ok=True)
        name = ("{}.kubeconfig", "{} ü.yaml", "config-{}", "{}\n.yaml", "-{}.yml")[number % 5].format(number)
        path = below / name
        path.write_text(TEXTS[number % len(TEXTS)] if number % 3 else TEXTS[0])
        path.chmod((0o600, 0o644)[number % 2])
    (top / "unreadable.kubeconfig").write_bytes(b"\xff\xfe\0")
    (top / "loop.kubeconfig").symlink_to("loop.kubeconfig")
    (top / "gone.kubeconfig").symlink_to("nowhere")
    if sys.platform != "win32":
        os.mkfifo(top / "pipe.kubeconfig")
    own = top / "team 3" / ".kubeconv.toml"
    own.write_text('ignore = ["KC5"]\nkubectl = "1.25"\n')
    return top


def run(how: tuple[int, int], cwd: Path, *arguments: str, first: str = "") -> tuple[int, bytes, bytes]:
    ended = subprocess.run(
        [sys.executable, "-c", PATCHED, *map(str, how), first, *arguments],
        cwd=cwd, capture_output=True, check=False, stdin=subprocess.DEVNULL, timeout=120,
        env={"HOME": str(cwd), "PATH": str(cwd), "PYTHONPATH": os.pathsep.join(sys.path), **COVERED},
    )  # fmt: skip
    return ended.returncode, ended.stdout, ended.stderr


JUDGING = ("text", "short", "json", "sarif", "github", "junit", "gitlab", "azure")


@pytest.mark.parametrize(
    "arguments",
    [
        *(f"validate --format {each} ." for each in JUDGING),
        "validate --all-contexts --kubectl 1.23 --kubectl 1.37 --format json .",
        "validate --statistics .",
        "validate --severity error --max-findings 30 .",
        "validate --all .",
        "validate --skip-others .",
        "validate --no-config --quiet .",
        *(f"audit --format {each} ." for each in JUDGING),
        "audit --max-findings 3 .",
        *(f"detect --format {each} ." for each in ("table", "json", "csv", "markdown")),
    ],
)
def test_nobody_can_tell_whether_others_helped(arguments: str, folder: Path) -> None:
    alone = run(ALONE, folder, *arguments.split())
    assert alone[1]
    assert b"Traceback" not in alone[2]
    assert run(HELPED, folder, *arguments.split()) == alone
    assert run((100, 0), folder, *arguments.split()) == alone


@pytest.mark.parametrize(
    "first",
    [
        "os.fork = lambda: (_ for _ in ()).throw(BlockingIOError(11, 'no more processes'))",
        "os.pipe = lambda: (_ for _ in ()).throw(OSError(24, 'too many open files'))",
        # They die before, in the middle of, or after what they send.
        "helpers._made = lambda *each: os._exit(1)",
        "helpers._made = lambda *each: os.kill(os.getpid(), 9)",
        "write = os.write; os.write = lambda pipe, data: (write(pipe, data[:len(data) // 2]), os._exit(0))",
        "helpers._made = lambda *each: 1 / 0",
        # They never answer.
        "import time; helpers._made = lambda *each: time.sleep(1000)",
    ],
)
def test_whatever_happens_to_who_helps_costs_time_only(first: str, folder: Path) -> None:
    alone = run(ALONE, folder, "validate", "--format", "json", ".")
    assert run(HELPED, folder, "validate", "--format", "json", ".", first=first) == alone


def test_others_help_with_more_than_a_hundred_files(tmp_path: Path) -> None:
    told = (
        "start = helpers._start\ndef told(*each): print('helped', file=sys.stderr); start(*each)\nhelpers._start = told"
    )
    for number in range(MANY):
        (tmp_path / f"{number}.kubeconfig").write_text(TEXTS[0])
    assert MANY == 100
    assert b"helped" not in run(HELPED, tmp_path, "detect", ".", first=told)[2]
    (tmp_path / "100.kubeconfig").write_text(TEXTS[0])
    assert b"helped" in run(HELPED, tmp_path, "detect", ".", first=told)[2]


def test_what_others_make_comes_back_in_order() -> None:
    for number in (0, 1, 31, 32, 33, 1000):
        found = list(
            helpers.make_all(range(number), lambda each: (each, 0), lambda each: (each, 0) if each % 5 else None)
        )
        assert found == [(each, 0) for each in range(number)]


def test_others_do_a_part_of_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(helpers, "_number_of_helpers", lambda _: 2)

    def make(_item: int) -> int:
        time.sleep(0.0005)
        return os.getpid()

    made = [*helpers.make_all(range(2000), make, make)]
    assert len({*made}) == 3


def test_no_other_process_is_left(tmp_path: Path) -> None:
    """A run that a signal ends takes those that help with it."""
    for number in range(200):
        (tmp_path / f"{number}.kubeconfig").write_text(TEXTS[0])
    first = (
        "import time; start = helpers._start; helpers._made = lambda *each: time.sleep(1000)\n"
        "def told(those, *each):\n"
        "    start(those, *each); print(*(one.process for one in those), flush=True); os.kill(os.getpid(), 15)\n"
        "helpers._start = told"
    )
    code, said, _ = run(HELPED, tmp_path, "validate", ".", first=first)
    assert code == 128 + 15
    processes = said.decode().split()
    assert len(processes) == 2
    assert not [each for each in processes if Path("/proc", each).exists()]


def test_nothing_of_it_is_imported_for_few_files(tmp_path: Path) -> None:
    (tmp_path / "a").write_text(kubeconfig(b=TOKEN))
    code = (
        "import json, sys; from kubeconv.commands import run; run(sys.argv[1:]);"
        "print(json.dumps([*sys.modules]), file=sys.stderr)"
    )
    for command in ("validate", "detect", "audit"):
        ended = subprocess.run(
            [sys.executable, "-c", code, command, str(tmp_path)], capture_output=True, text=True, check=True,
            env=uncovered(os.environ),
        )  # fmt: skip
        modules = {*json.loads(ended.stderr.splitlines()[-1])}
        unwanted = {
            "pickle",
            "multiprocessing",
            "concurrent.futures",
            "kubeconv.machine.helpers",
            "kubeconv.commands.many_files",
        }
        assert not modules & unwanted
