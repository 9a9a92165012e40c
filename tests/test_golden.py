"""Golden conversions: `fixtures/convert/CASE/` holds what a person has, what they type, what comes out, and what is said.

- `runs`: one conversion a line, `RESULT = INPUT OPTIONS`, with the options of `kubeconv convert`. RESULT and INPUT are files
  of the folder; `same` for RESULT says that not a byte may change. Lines that begin with # are for the reader.
- `said`: for each run its line, then what a person is told about each user, or why the file is refused.

To write results and `said` anew: `pytest tests/test_golden.py --update-golden`. Then read the diff: a golden file is right
because somebody looked at it, not because the code wrote it.
"""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import FIXTURES

from kubeconv.auth.kubelogin import FLAGS
from kubeconv.conversion.options import TARGETS, Options, selected_users
from kubeconv.conversion.users import convert_users
from kubeconv.kubeconfig.selection import UnknownName
from kubeconv.kubeconfig.view import contexts_by_user, read
from kubeconv.releases.version import parse_version
from kubeconv.report.conversion_text import outcome_line
from kubeconv.tree.finding import Refused
from kubeconv.tree.source import Source

CASES = sorted(path.parent for path in FIXTURES.glob("convert/**/runs"))
SPELT_OUT = {
    "-l": "--login",
    "-t": "--tenant-id",
    "-e": "--environment",
    "-s": "--subscription",
    "--token-cache-dir": "--cache-dir",
}
UNCHANGED = "same"


class Run(NamedTuple):
    """One line of `runs`."""

    line: str
    result: str
    input: str
    options: Options


def runs_of(case: Path) -> list[Run]:
    lines = (case / "runs").read_text(encoding="utf-8").splitlines()
    found = []
    for line in lines:
        if line and not line.startswith("#"):
            result, _, rest = line.partition(" = ")
            file, *words = shlex.split(rest)
            found.append(Run(line, result, file, options_of(words)))
    return found


def options_of(words: list[str]) -> Options:
    """The options as typed, without what is about files."""
    options, flags, rest = Options(), {}, iter(words)
    for word in rest:
        name, sign, value = SPELT_OUT.get(word, word).removeprefix("--").partition("=")
        if name == "keep-origin":
            options = options._replace(keep_origin=True)
        elif name == "any-plugin":
            options = options._replace(any_plugin=True)
        elif name.removeprefix("no-") in FLAGS and FLAGS[name.removeprefix("no-")].switch:
            flags[name.removeprefix("no-")] = "false" if name.startswith("no-") else "true"
        else:
            value = value if sign else next(rest)
            match name:
                case "to":
                    options = options._replace(to=next(target for target in TARGETS if target == value))
                case "oidc-to":
                    options = options._replace(oidc_to_exec=value == "exec")
                case "only":
                    options = options._replace(only=value.split(","))
                case "kubectl":
                    options = options._replace(kubectl=parse_version(value))
                case "login":
                    options = options._replace(login=value)
                case "user":
                    options = options._replace(users=(*options.users, value))
                case "context":
                    options = options._replace(contexts=(*options.contexts, value))
                case "azure-config-dir":
                    options = options._replace(azure_config_dir=value)
                case _:
                    assert name in FLAGS, f"{word} is no option"
                    flags[name] = value
    return options._replace(flags=flags)


def converted(data: bytes, name: str, options: Options) -> tuple[bytes, list[str]]:
    """The new bytes and what is said."""
    source = Source(data, name)
    try:
        kubeconfig = read(source)
        used_by = contexts_by_user([kubeconfig])
        conversion = convert_users(kubeconfig, used_by, selected_users([(kubeconfig, used_by)], options)[0], options)
    except Refused as refused:
        finding = refused.finding
        line = source.position(finding.span.start).line if finding.span else 1
        return data, [f"{name}:{line}: error: {finding.message}" + (f"; {finding.help}" if finding.help else "")]
    except UnknownName as error:
        return data, [f"error: {error}"]
    return conversion.data, [outcome_line(name, outcome) for outcome in conversion.outcomes]


def said_by(case: Path, runs: list[Run], results: dict[str, bytes]) -> Iterator[str]:
    """What is said in each run, a line each; `results` gets the results by name."""
    for run in runs:
        data = results.get(run.input) or (case / run.input).read_bytes()
        new, said = converted(data, run.input, run.options)
        if run.result == UNCHANGED:
            assert new == data, f"{run.line}: the file is changed"
        else:
            assert new != data, f"{run.line}: nothing is changed"
            results[run.result] = new
        yield from ["> " + run.line, *said, ""]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.relative_to(FIXTURES / "convert")))
def test_conversion(case: Path, parser: str, request: pytest.FixtureRequest) -> None:
    results: dict[str, bytes] = {}
    said = "\n".join(said_by(case, runs_of(case), results))
    if request.config.getoption("--update-golden") and parser == "libyaml":
        for name, data in results.items():
            (case / name).write_bytes(data)
        (case / "said").write_text(said, encoding="utf-8")
    golden = (case / "said").read_text(encoding="utf-8")
    if parser == "pure":  # it finds the same errors but has other words for them
        said, golden = (re.sub("(not valid YAML): .*", r"\1", text) for text in (said, golden))
    assert said == golden
    for name, data in results.items():
        assert data == (case / name).read_bytes(), name


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.relative_to(FIXTURES / "convert")))
def test_a_case_has_no_file_that_nothing_uses(case: Path) -> None:
    used = {"runs", "said", *(name for run in runs_of(case) for name in (run.result, run.input))}
    assert {path.name for path in case.iterdir() if path.is_file()} == used - {UNCHANGED}


def test_every_folder_is_a_case() -> None:
    folders = {path.parent for path in FIXTURES.glob("convert/**/*") if path.is_file()}
    assert folders == set(CASES)
