"""Does our view hold what kubectl sees? `make e2e-fuzz COUNT=… SEED=…`, with the seed printed.

Asked of each file of `kubeconfig_fuzz`: does kubectl read it, and what does `config view --raw -o json` print of it. In: the
programs of `programs.py`. Out: the files about which we disagree, in a folder, and 1 where there are any.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from e2e.kubeconfig_fuzz import file
from e2e.programs import RELEASES, cache_folder, fetch, programs_of
from kubeconv.kubeconfig.data import data
from kubeconv.tree.source import Source
from kubeconv.validation.run import Report, validate_source

sys.setrecursionlimit(20_000)  # extensions may be nested as deep as we judge

#: How many files one kubectl is asked about: it reads a KUBECONFIG list, and says of each file why it cannot be read.
BATCH = 250


#: How many disagreements are shown.
_SHOWN = 20


class Disagreement(NamedTuple):
    """A file, and what we and kubectl make of it."""

    path: Path
    ours: str
    theirs: str


class Tally(NamedTuple):
    """How many files were looked at, how many of them kubectl reads, how many we do not judge, and where we disagree."""

    files: int
    read: int
    not_judged: int
    disagreements: Sequence[Disagreement]


def compare(kubectl: Path, files: Sequence[Path]) -> Tally:
    """What kubectl and we make of the files: those that it reads one by one, as to their data too."""
    reports = {path: validate_source(Source(path.read_bytes())) for path in files}
    judged = [path for path, report in reports.items() if report.loads is not None]
    batches = [judged[at : at + BATCH] for at in range(0, len(judged), BATCH)]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        refused = {
            path: why for found in pool.map(lambda batch: _refused(kubectl, batch), batches) for path, why in found
        }
        read = [path for path in judged if path not in refused]
        shown = dict(zip(read, pool.map(lambda path: _shown(kubectl, path), read), strict=True))
    found = [each for path in judged for each in _differences(path, reports[path], refused.get(path), shown.get(path))]
    return Tally(len(files), len(read), len(files) - len(judged), found)


def _differences(path: Path, report: Report, refused: str | None, shown: Any) -> Iterator[Disagreement]:
    if report.loads is not (refused is None):
        why = next((each.message for each in report.findings if each.effect == "load"), "reads it")
        yield Disagreement(path, why, refused or "reads it")
    elif any(finding.code == "KC008" and finding.severity == "error" for finding in report.findings):
        pass  # kubectl shows now one of two such keys, now the other
    elif report.loads and report.kubeconfig is not None:
        ours, theirs = _written(data(report.kubeconfig.document.root)), _written(shown)
        if ours != theirs:
            yield Disagreement(path, ours, theirs)
    elif not any(finding.severity == "error" for finding in report.findings):
        yield Disagreement(path, "refused without an error", refused or "")


def _refused(kubectl: Path, files: Sequence[Path]) -> list[tuple[Path, str]]:
    """Those of the files that kubectl does not read, and why."""
    said = _run(kubectl, os.pathsep.join(map(str, files))).stderr.decode(errors="replace")
    heads = {path: said.find(f'error loading config file "{path}": ') for path in files}
    return [(path, said[at:].partition(": ")[2].partition("\n")[0]) for path, at in heads.items() if at >= 0]


def _shown(kubectl: Path, path: Path) -> Any:
    run = _run(kubectl, str(path))
    return json.loads(run.stdout) if run.returncode == 0 else run.stderr.decode(errors="replace")


def _run(kubectl: Path, files: str) -> subprocess.CompletedProcess[bytes]:
    command = [str(kubectl), "config", "view", "--raw", "-o", "json"]
    environment = {"KUBECONFIG": files, "HOME": "/nowhere", "KUBERC": "off"}
    return subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=120, check=False
    )


def _written(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def write_files(folder: Path, seed: int, numbers: range) -> list[Path]:
    """The files with these numbers, written into the folder. They hang on nothing but the seed and their number."""
    paths = [folder / f"{number}.yaml" for number in numbers]
    for path, number in zip(paths, numbers, strict=True):
        path.write_bytes(file(Random(f"{seed} {number}")))
    return paths


def kubectl_path() -> Path:
    """The newest kubectl, fetched if need be."""
    cache_folder().mkdir(parents=True, exist_ok=True)
    fetch(RELEASES[-1], cache_folder())
    return programs_of(RELEASES[-1], cache_folder())[0].path


def main(count: int, seed: int) -> int:
    """Look at `count` files. Gives 1 where we disagree about one."""
    folder = Path(mkdtemp(prefix="kubeconv-e2e-fuzz-"))
    kubectl, started, looked, read, not_judged, found = kubectl_path(), time.monotonic(), 0, 0, 0, 0
    print(f"SEED={seed}: {count} files in {folder}", flush=True)
    while looked < count:
        tally = compare(kubectl, write_files(folder, seed, range(looked, min(count, looked + 8 * BATCH))))
        kept = {each.path for each in tally.disagreements}
        for path in folder.iterdir():
            if path.name.endswith(".yaml") and path not in kept and int(path.stem) >= looked:
                path.unlink()
        for each in tally.disagreements[: max(0, _SHOWN - found)]:
            print(f"{each.path}\n  kubeconv: {each.ours[:1000]}\n  kubectl:  {each.theirs[:1000]}")
        looked, read, not_judged = looked + tally.files, read + tally.read, not_judged + tally.not_judged
        found += len(tally.disagreements)
        print(
            f"{looked} files, {read} read by kubectl, {not_judged} not judged, {found} disagreements, "
            f"{time.monotonic() - started:.0f} s",
            flush=True,
        )
    return int(found > 0)


if __name__ == "__main__":
    _, wanted, *rest = sys.argv
    sys.exit(main(int(wanted), int(rest[0]) if rest else Random().randrange(2**32)))
