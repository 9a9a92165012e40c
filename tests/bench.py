"""Speed and memory, as ratios of medians within one run: `make bench`. Exits with 1 if a limit is broken.

`python tests/bench.py --short` measures only runs on one small file.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

from e2e.programs import RELEASES, cache_folder, fetch, programs_of
from packed import unpacked

FIXTURES = Path(__file__).parent.parent / "fixtures"

AKS_USER = """\
- name: clusterUser_rg_aks-{n}
  user:
    auth-provider:
      config:
        apiserver-id: 6dae42f8-4368-4678-94ff-3960e28e3630
        client-id: 80faf920-1908-4b52-b5ef-a8e7bedfc67a
        config-mode: "1"
        environment: AzurePublicCloud
        tenant-id: 72f988bf-86f1-41af-91ab-{n:012d}
      name: azure
"""
AUTHORITY = "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t" * 64


class Run(NamedTuple):
    """The medians of one measured command: seconds, and peak memory in kilobytes."""

    seconds: float
    kilobytes: float


def kubeconfig(contexts: int) -> str:
    """A kubeconfig as az writes it, with that many clusters, contexts and legacy users (about 2.4 kB each)."""
    clusters = "".join(
        f"- cluster:\n    certificate-authority-data: {AUTHORITY}\n    server: https://aks-{n}.example:443\n  name: aks-{n}\n"
        for n in range(contexts)
    )
    entries = "".join(
        f"- context:\n    cluster: aks-{n}\n    user: clusterUser_rg_aks-{n}\n  name: aks-{n}\n"
        for n in range(contexts)
    )
    users = "".join(AKS_USER.format(n=n) for n in range(contexts))
    return (
        f"apiVersion: v1\nkind: Config\nclusters:\n{clusters}contexts:\n{entries}"
        f"current-context: aks-0\npreferences: {{}}\nusers:\n{users}"
    )


CLEAN_USER = """\
- name: clusterUser_rg_aks-{n}
  user:
    exec:
      apiVersion: client.authentication.k8s.io/v1beta1
      command: {python}
      args: [get-token, --server-id, "{n}"]
"""


def clean_kubeconfig(contexts: int) -> str:
    """The same in which nothing is wrong: a certificate that is one, and a plugin that is there."""
    head, _, _ = kubeconfig(contexts).partition("users:\n")
    certificate = b64encode((unpacked("client-go") / "pki" / "ca.crt").read_bytes()).decode()
    users = "".join(CLEAN_USER.format(n=n, python=sys.executable) for n in range(contexts))
    return f"{head.replace(AUTHORITY, certificate)}users:\n{users}"


def measure(
    commands: dict[str, list[str]],
    rounds: int,
    prepare: Callable[[], object],
    environment: dict[str, str] | None = None,
    codes: Sequence[int] = (0,),
) -> dict[str, Run]:
    """Run the commands in turn, `rounds` times; the medians of each. They end with one of `codes`."""
    if sys.platform == "win32":
        raise NotImplementedError
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    kilobytes: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            prepare()
            start = time.perf_counter()
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
            _, status, usage = os.wait4(process.pid, 0)
            seconds[name].append(time.perf_counter() - start)
            kilobytes[name].append(usage.ru_maxrss)
            if os.waitstatus_to_exitcode(status) not in codes:
                raise SystemExit(f"{name} ended with {os.waitstatus_to_exitcode(status)}: {command}")
    return {name: Run(statistics.median(seconds[name]), statistics.median(kilobytes[name])) for name in commands}


def installed(folder: Path) -> str:
    """The python of a virtual environment with kubeconv installed as users have it (an editable install starts slower)."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    source = folder / "source"
    root = Path(__file__).parent.parent
    ignored = shutil.ignore_patterns(".*", "fixtures", "tests", "build", "*.egg-info")
    shutil.copytree(root, source, ignore=ignored)
    install: list[str | Path] = [
        folder / "bin" / "python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        source,
    ]
    subprocess.run(install, check=True)
    return str(folder / "bin" / "python")


#: The argument that leaves out all but the short runs.
ONLY_SHORT = "--short"
#: What a short run may take, in proportion to `import yaml`, and its arguments: FILE is the kubeconfig of one AKS cluster.
START_UP: dict[str, tuple[float, str]] = {
    "--version": (0.8, "--version"),
    "convert": (2.1, "convert FILE"),
    "detect": (1.9, "detect FILE"),
    "versions, all given": (
        1.9, "versions --kubectl 1.25.3 --cluster 1.25 --helm 3.10.3 --az 2.60.0 --kubelogin 0.2.19 --kubeconfig FILE"
    ),
    "explain": (2.0, "explain no Auth Provider found for name azure --kubeconfig FILE"),
    "validate, kubectl given": (2.4, "validate --kubectl 1.27 FILE"),
    "doctor": (3.0, "doctor FILE"),
}  # fmt: skip
#: The same with kubectl on PATH, which takes as long as twice `import yaml` to say its version.
WITH_KUBECTL: dict[str, tuple[float, str]] = {
    "validate --this-machine": (3.5, "validate --this-machine FILE"),
    "doctor": (4.5, "doctor FILE"),
}


def start_up(folder: Path, python: str, kubectl: str, report: Callable[[str, float, float], None]) -> None:
    """Measure what a run on one small file costs, where nothing but the named program is on PATH."""
    folder.mkdir()
    one, work, empty = (folder / name for name in ("one", "work", "empty"))
    one.write_text(kubeconfig(1))
    one.chmod(0o600)
    empty.mkdir()
    yaml = [python, "-c", "import yaml"]
    for rows, path, where in ((START_UP, str(empty), ""), (WITH_KUBECTL, kubectl, ", kubectl on PATH")):
        words = {name: arguments.replace("FILE", str(work)).split() for name, (_, arguments) in rows.items()}
        commands = {name: [str(Path(python).with_name("kubeconv")), *each] for name, each in words.items()}
        environment = {"HOME": str(folder), "PATH": path, "LANG": "C.UTF-8"}
        found = measure({"yaml": yaml, **commands}, 31, lambda: shutil.copy(one, work), environment, (0, 1))
        for name, (limit, _) in rows.items():
            report(f"one AKS file{where}, {name} / import yaml", found[name].seconds / found["yaml"].seconds, limit)


def main() -> int:
    """Measure everything, print a line each; the exit code."""
    newest = RELEASES[-1]
    fetch(newest, cache_folder())
    failures = 0

    def report(what: str, ratio: float, limit: float) -> None:
        nonlocal failures
        failures += ratio > limit
        print(f"{'ok   ' if ratio <= limit else 'BROKEN'} {what}: {ratio:.2f} (limit {limit})", flush=True)

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        python = installed(folder / "venv")
        kubeconv = str(Path(python).with_name("kubeconv"))
        kubectl = str(programs_of(newest, cache_folder())[0].path)
        big, double, work = (folder / each for each in ("big", "double", "work"))
        big.write_text(kubeconfig(5_000))
        double.write_text(kubeconfig(10_000))

        start_up(folder / "short", python, str(Path(kubectl).parent), report)
        if ONLY_SHORT in sys.argv:
            return 1 if failures else 0

        view = [kubectl, "config", "view", "--raw", "--kubeconfig", str(big)]
        large = measure(
            {"kubectl": view, "convert": [kubeconv, "convert", str(work)]},
            7,
            lambda: shutil.copy(big, work),
        )
        report(
            "5,000 contexts, convert / kubectl config view", large["convert"].seconds / large["kubectl"].seconds, 1.5
        )
        report("5,000 contexts, memory / kubectl's", large["convert"].kilobytes / large["kubectl"].kilobytes, 2)

        big.chmod(0o600)
        broken = measure({"kubectl": view, "doctor": ["sh", "-c", f"{kubeconv} doctor {big}; :"]}, 5, lambda: None)
        ratio = broken["doctor"].seconds / broken["kubectl"].seconds
        report("5,000 broken contexts, doctor / kubectl config view", ratio, 2)

        twice = measure(
            {"convert": [kubeconv, "convert", str(work)]},
            5,
            lambda: shutil.copy(double, work),
        )
        report("10,000 contexts / 5,000", twice["convert"].seconds / large["convert"].seconds, 2.3)
        clean, large_clean, many = (folder / each for each in ("clean.yaml", "large-clean.yaml", "many"))
        many.mkdir()
        for path, contexts in ((clean, 1), (large_clean, 5_000), *((many / f"{n}.kubeconfig", 1) for n in range(500))):
            path.write_text(clean_kubeconfig(contexts))
            path.chmod(0o600)
        schema = str(next((folder / "venv").glob("lib/*/site-packages/kubeconv/schemas/kubeconfig-v1.schema.json")))
        check_jsonschema = str(Path(sys.executable).with_name("check-jsonschema"))
        validate = measure(
            {
                "yaml": [python, "-c", "import yaml"],
                "validate": [kubeconv, "validate", "--strict", str(clean)],
                "check-jsonschema": [check_jsonschema, "--schemafile", schema, str(clean)],
            },
            31,
            lambda: None,
        )
        seconds = validate["validate"].seconds
        report("one clean file, validate / import yaml", seconds / validate["yaml"].seconds, 4)
        report("one clean file, validate / check-jsonschema", seconds / validate["check-jsonschema"].seconds, 0.5)
        large = measure(
            {
                "kubectl": [*view[:-1], str(large_clean)],
                "validate": [kubeconv, "validate", "--strict", str(large_clean)],
            },
            7,
            lambda: None,
        )
        ratio = large["validate"].seconds / large["kubectl"].seconds
        report("5,000 contexts, validate / kubectl config view", ratio, 2)
        folders = measure({"validate": [kubeconv, "validate", "--strict", str(many)]}, 5, lambda: None)
        report("500 small files, validate, milliseconds a file", folders["validate"].seconds / 500 * 1000, 10)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
