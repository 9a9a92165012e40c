"""Usual command lines, read without typer: whatever that reads, typer reads the same, on random command lines of every command.

`python tests/test_usual.py NUMBER SEED` tries more of them.
"""

import contextlib
import io
import random
import sys
from collections import Counter
from collections.abc import Sequence

import pytest

from kubeconv.commands import by_typer, run, usual
from kubeconv.commands.declared import Call, Operands, Option, WrongUsage, parameters
from kubeconv.commands.known import ALIASES, COMMANDS, function_of

#: What may stand where a value or a file does.
VALUES = [
    "", "-", "--", "x", "a b", "json", "text", "msi", "spn=at-me", "1.27", "0", "7", "-1", "-1.5", "1e9", "nan", "a=b", "=",
    "=x", "--x", "-l", "-lX", "-l=X", "--legacy=false", "-t=V", "-h", "--help", "true", "config", "-q", "\u20ac", "\udcff",
    "\n", "*", "/", "-/", "---", "--=x", "-=", "convert", "help", "-V", "--version", "--no", "--no-backup", "@file", "~",
    "%PATH%",
]  # fmt: skip


def names_of(command: str) -> list[str]:
    names = [name for each in parameters(function_of(command)) for name in each.names]
    return [*(part for name in names for part in name.split("/")), "-h", "--help"]


def words(dice: random.Random, names: Sequence[str]) -> list[str]:
    """One or two words of a command line: an option in one of its spellings, right or wrong, or a value."""
    name, value = dice.choice(names), dice.choice(VALUES)
    short = [each for each in names if len(each) == 2]
    switches = "".join(dice.choice([*short, "-z"])[1] for _ in range(dice.randint(1, 3)))
    return dice.choices(
        [[name], [name, value], [f"{name}={value}"], [f"{name}{value}"], [value], [f"-{switches}"], [f"-{switches}{value}"],
         [name[: dice.randint(2, 8)], value], [name.replace("--", "-")], [name.upper(), value], [f"--no-{name[2:]}"]],
        [6, 9, 5, 2, 8, 3, 2, 1, 0.3, 0.3, 0.6],
    )[0]  # fmt: skip


def command_line(dice: random.Random) -> list[str]:
    """A command line of any command, most of them short."""
    command = dice.choice([*COMMANDS, *ALIASES, "convert", "convert"])
    names = names_of(ALIASES.get(command, command))
    rest = [word for _ in range(dice.choice([0, 1, 1, 2, 2, 3, 4, 6])) for word in words(dice, names)]
    before = dice.choices(
        [[], ["--"], ["-V"], ["--version"], ["-h"], ["help"], [dice.choice(VALUES)]], [60, 1, 1, 1, 1, 1, 1]
    )[0]
    return [*before, command, *rest]


def by_both(line: list[str]) -> tuple[Call | None, Call | int | str]:
    """What the usual reader and typer make of a command line; of a mistake what typer says."""
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            told: Call | int | str = by_typer.read(line)
        except WrongUsage as error:
            told = str(error)
    return usual.read(line), told


def is_number_given(told: Call) -> bool:
    takes = {each.name: each for each in parameters(told.command)}
    return any(
        isinstance(value, int | float) and not takes[name].is_switch and not isinstance(value, bool)
        for name, value in told.values.items()
    )


def tried(number: int, seed: int) -> Counter[str]:
    """How many random command lines were read how; raises AssertionError at the first that the two read differently."""
    dice, found = random.Random(seed), Counter[str]()
    for _ in range(number):
        line = command_line(dice)
        read, told = by_both(line)
        if read is not None:
            assert told == read, line
            assert {name: type(value) for name, value in read.values.items()} == {
                name: type(value) for name, value in told.values.items()
            }, line
            found["usual"] += 1
        elif isinstance(told, Call):
            assert is_number_given(told) or line[0] == "--", line
            found["left to typer"] += 1
        else:
            found["wrong" if isinstance(told, str) else "help"] += 1
    return found


@pytest.mark.parametrize("seed", range(4))
def test_what_is_read_is_what_typer_reads(seed: int) -> None:
    found = tried(500, seed)
    assert min(found["usual"], found["wrong"]) > 100
    assert min(found["help"], found["left to typer"]) > 0


@pytest.mark.parametrize("command", COMMANDS)
def test_each_option_alone_is_read_as_typer_reads_it(command: str) -> None:
    for name in names_of(command):
        for line in (
            [command, name],
            [command, name, "7"],
            [command, f"{name}=7"],
            [command, f"{name}7"],
            [command, name, name],
        ):
            read, told = by_both(line)
            assert read in (None, told), line
    assert by_both([command])[0] == by_both([command])[1]


@pytest.mark.parametrize("command", COMMANDS)
def test_each_parameter_is_declared_and_has_a_default(command: str) -> None:
    takes = parameters(function_of(command))
    assert all(isinstance(each.declared, Option | Operands) for each in takes)
    names = names_of(command)
    assert len({*names}) == len(names)


def test_a_shell_that_completes_asks_typer(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert usual.read(["detect"]) is not None
    monkeypatch.setenv("_KUBECONV_COMPLETE", "bash_complete")
    assert usual.read(["detect"]) is None
    monkeypatch.setenv("_KUBECONV_COMPLETE", "source_hunter2")
    assert usual.read(["detect"]) is not None
    assert run(["detect", "--nonsense"]) == 2  # also if typer reads it
    assert "hunter2" not in "".join(capsys.readouterr())


if __name__ == "__main__":
    print(tried(int(sys.argv[1]), int(sys.argv[2])))
