"""Files with several mistakes that stop kubectl: it tells of one of them, and kubeconv says of which. No server is asked."""

import random
import re
import subprocess
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kubeconv.kubeconfig.view import parse_tolerantly
from kubeconv.releases.version import parse_version
from kubeconv.tree.source import Source
from kubeconv.validation.load_order import LoadStop
from kubeconv.validation.run import Asked, validate_parsed

from .conftest import KUBECTLS
from .programs import Program

LINES = (Path(__file__).parents[2] / "fixtures" / "folding" / "mangled.yaml").read_text().splitlines(keepends=True)
FILES = 200
_WORDS = {"array": "a list", "object": "a mapping", "number": "a number", "bool": "a boolean"}


def mistakes() -> Iterator[tuple[int, str]]:
    """A line of the file, and one that stops kubectl; the number in it tells it from the others."""
    for at, line in enumerate(LINES):
        if found := re.fullmatch(r"( *(?:- )?)([\w-]+): (\S.*)\n", line):
            wrong = ("[1]", "{a: b}", ".inf", f"{{[{at}]: 2}}", f"!!int x{at}", "12", "true", "*nowhere")
            yield from ((at, f"{found[1]}{found[2]}: {value}\n") for value in wrong)
        if re.fullmatch(r"- name: (\S+)\n", line):
            yield from ((at, f"- name: {name}\n") for name in ("prod", "dev", "prod-user", "dev-user"))
    yield from ((1, "kind: Pod\n"), (0, "apiVersion: v9\n"), (0, "apiVersion: [a]\n"), (1, "kind: {a: b}\n"))


def texts() -> Sequence[str]:
    chosen, found = random.Random(11), []
    known = [*mistakes()]
    for _ in range(FILES):
        lines = list(LINES)
        for at, line in chosen.sample(known, chosen.choice((2, 3, 4))):
            lines[at] = line
        found.append("".join(lines))
    return found


def is_told(said: str, stop: LoadStop | None, text: str) -> bool:
    """True if what kubectl says is about the same as what we do."""
    if stop is None:
        return not said
    line = text.splitlines()[stop.line - 1]
    if found := re.search(r"decode !!str `(x\d+)`", said):
        return stop.code == "KC017" and line.endswith(f" {found[1]}")
    if found := re.search(r"invalid map key: \[\]interface \{\}\{(\d+)\}", said):
        return stop.code == "KC016" and f"[{found[1]}]" in line
    if found := re.search(r"cannot unmarshal (\w+) into Go struct field \S*?([\w-]+) of type", said):
        # Of the settings of an auth-provider it tells no name.
        named = found[2] == "config" or f"{found[2]}:" in line
        return stop.code in ("KC005", "KC012") and named and _WORDS[found[1]] in stop.message
    if found := re.search(r'duplicate name \\?"([^"\\]+)', said):
        return stop.code in ("KC101", "KC102", "KC103") and f"'{found[1]}'" in stop.message
    others = {"unsupported value": "KC014", "no kind": "KC012", "unknown anchor": "KC004"}
    return any(words in said and stop.code == code for words, code in others.items())


@pytest.mark.parametrize("program", KUBECTLS, ids=str)
def test_kubectl_tells_of_the_same(program: Program, tmp_path: Path) -> None:
    def says(numbered: tuple[int, str]) -> str:
        path = tmp_path / f"{numbered[0]}"
        path.write_text(numbered[1])
        run = subprocess.run(
            [program.path, "--kubeconfig", path, "config", "view", "--raw"],
            env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=60, check=False,
        )  # fmt: skip
        return run.stderr if run.returncode else ""

    found = texts()
    with ThreadPoolExecutor() as pool:
        said = [*pool.map(says, enumerate(found))]
    asked = Asked([parse_version(program.version)])
    differ = []
    for text, words in zip(found, said, strict=True):
        stop = next(iter(validate_parsed(parse_tolerantly(Source(text.encode())), asked).stopped.values()), None)
        if not is_told(words, stop, text):
            differ.append((words[-200:], stop))
    assert differ == []
    assert sum(map(bool, said)) > FILES * 0.9
