"""The wheel and the sdist: the same bytes from every clone, with all that belongs in them, and installed as README says.

Only what `make package` installs is used, and what the package itself needs from PyPI.
"""

import email
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import pytest

import kubeconv

CHECKOUT: Final = Path(__file__).parents[2]
TOOLS: Final = Path(sys.executable).parent
PROJECT: Final = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

#: Files of the repository that are of no use in an sdist.
NOT_SHIPPED: Final = {".gitattributes"}


def run(command: Sequence[str | Path], folder: Path, **variables: str) -> str:
    """What a command prints; it must end well."""
    ended = subprocess.run(
        command, cwd=folder, env={**os.environ, **variables}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, timeout=900, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, f"{command}: {ended.stdout}"
    return ended.stdout


def tracked() -> list[str]:
    listed = run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], CHECKOUT)
    return [name for name in listed.split("\0") if name and (CHECKOUT / name).is_file()]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkout as it is now, committed to a repository of its own."""
    folder = tmp_path_factory.mktemp("repository") / "kubeconv"
    for name in tracked():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CHECKOUT / name, folder / name)
    run(["git", "init", "--quiet"], folder)
    run(["git", "add", "--all"], folder)
    run(["git", "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "-m", "all"], folder)
    return folder


def built(repository: Path, folder: Path, mask: str, **variables: str) -> Path:
    """The folder with the sdist, and the wheel that is built from it, of a clone made with this umask."""
    shell = f'umask {mask}; git clone --quiet "$1" "$2" && cd "$2" && exec "$3" -m build --outdir dist .'
    run(["sh", "-c", shell, "sh", repository, folder, sys.executable], repository, **variables)
    return folder / "dist"


@pytest.fixture(scope="module")
def dist(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(repository, tmp_path_factory.mktemp("first") / "clone", "022")


def one(folder: Path, pattern: str) -> Path:
    (found,) = folder.glob(pattern)
    return found


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_two_clones_give_the_same_bytes(repository: Path, dist: Path, tmp_path: Path) -> None:
    other = built(
        repository, tmp_path / "another name", "077", TZ="Asia/Kathmandu", LC_ALL="C", PYTHONHASHSEED="1"
    )  # fmt: skip
    assert hashes(other) == hashes(dist)
    assert len(hashes(dist)) == 2


def test_the_sdist_holds_the_repository(dist: Path) -> None:
    with tarfile.open(one(dist, "*.tar.gz")) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert names == {*tracked()} - NOT_SHIPPED | {"PKG-INFO"}


def test_the_wheel_holds_the_package_and_nothing_else(dist: Path) -> None:
    with zipfile.ZipFile(one(dist, "*.whl")) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    ours = {name for name in tracked() if name.startswith("kubeconv/")} - {"kubeconv/schemas.py"}
    assert names == ours | {f"kubeconv/{name}" for name in tracked() if name.startswith("schemas/")}


def test_the_metadata_say_what_pyproject_says(dist: Path) -> None:
    with zipfile.ZipFile(one(dist, "*.whl")) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        found = email.message_from_bytes(archive.read(name))
    assert (found["Name"], found["Version"]) == ("kubeconv", kubeconv.__version__)
    assert (found["License-Expression"], found["License-File"]) == ("MIT", "LICENSE")
    assert found["Requires-Python"] == ">=3.11"
    assert found.get_all("Classifier") == PROJECT["classifiers"]
    assert found["Keywords"].split(",") == PROJECT["keywords"]
    assert found["Author"] == "the kubeconv authors"


def test_the_judges_of_packages_have_nothing_against_it(dist: Path) -> None:
    wheel, sdist = one(dist, "*.whl"), one(dist, "*.tar.gz")
    run([TOOLS / "twine", "check", "--strict", wheel, sdist], dist)
    assert run([TOOLS / "check-wheel-contents", wheel], dist).strip() == f"{wheel}: OK"
    rating = run([TOOLS / "pyroma", "--min", "8", sdist], dist)
    # There is no public address of this repository or its authors yet, and none that does not exist is named.
    assert re.findall(r"^(?:Your|The|You) .*", rating, re.MULTILINE) == [
        "Your package does not have author-email data.",
        "Your package should have a 'url' field with a link to the project home page, or a 'project_urls' field, with a "
        "dictionary of links, or both.",
    ]


def environment(folder: Path) -> Path:
    """The bin folder of a new environment with nothing in it but pip."""
    run([sys.executable, "-m", "venv", folder], folder.parent)
    return folder / "bin"


@pytest.mark.parametrize("pattern", ["*.whl", "*.tar.gz"])
def test_it_works_where_nothing_else_is(dist: Path, tmp_path: Path, pattern: str) -> None:
    bin_folder, home = environment(tmp_path / "environment"), tmp_path / "home"
    home.mkdir()
    run([bin_folder / "python", "-m", "pip", "install", "--quiet", one(dist, pattern)], tmp_path)
    shutil.copy(CHECKOUT / "fixtures/demo/config", home)
    assert run([bin_folder / "kubeconv", "--version"], home).split() == ["kubeconv", kubeconv.__version__]
    assert run([bin_folder / "kubeconv", "schema"], home).startswith("{")
    assert "kubelogin" in run([bin_folder / "kubeconv", "convert", "--diff", "config"], home)
    program = "import kubeconv.schemas as found; print(found.__file__, len(found.text('validate-output')) > 999)"
    place, is_there = run([bin_folder / "python", "-c", program], home).rsplit(maxsplit=1)
    assert (place.endswith("site-packages/kubeconv/schemas/__init__.py"), is_there) == (True, "True")
    run([bin_folder / "python", "-m", "pip", "check"], home)


def ways() -> list[str]:
    """The commands under "To install it" of README, one block after the other."""
    section = (CHECKOUT / "README.md").read_text(encoding="utf-8").partition("To install it")[2].partition("\n## ")[0]
    return [line for block in re.findall(r"```console\n(.*?)```", section, re.DOTALL) for line in block.splitlines()]


def test_every_way_to_install_is_in_readme() -> None:
    kinds = {
        (line.partition(" ./dist")[0].split()[0], "dist/kubeconv-" in line)
        for line in ways()
        if "pip wheel" not in line
    }
    assert kinds == {
        (program, from_wheel) for program in ("python", "pipx", "uv", "uvx") for from_wheel in (False, True)
    }


@pytest.mark.parametrize("way", ways())
def test_a_way_to_install_works(way: str, repository: Path, dist: Path, tmp_path: Path) -> None:
    clone, home = tmp_path / "clone", tmp_path / "home"
    run(["git", "clone", "--quiet", repository, clone], tmp_path)
    if "dist/kubeconv-" in way:
        (clone / "dist").mkdir()
        shutil.copy(one(dist, "*.whl"), clone / "dist")
    active = environment(tmp_path / "active")
    for name in ("pipx", "uv", "uvx"):
        (active / name).symlink_to(TOOLS / name)
    variables = of_a_new_user(home, active)
    said = run(["sh", "-c", way], clone, **variables)
    if "--help" in way:
        assert "Usage: kubeconv" in said
    elif "pip wheel" in way:
        assert [path.name for path in (clone / "dist").iterdir()] == [one(dist, "*.whl").name]
    else:
        assert run(["kubeconv", "--version"], tmp_path, **variables).split() == ["kubeconv", kubeconv.__version__]
        found = shutil.which("kubeconv", path=variables["PATH"])
        assert found is not None
        assert Path(found).is_relative_to(tmp_path)


def of_a_new_user(home: Path, active: Path) -> Mapping[str, str]:
    """Variables that lead everything that is installed into this home. What uv has downloaded before is used again."""
    home.mkdir()
    cache = os.environ.get("UV_CACHE_DIR") or str(Path.home() / ".cache/uv")
    return {
        "HOME": str(home),
        "PATH": f"{active}:{home}/.local/bin:/usr/bin:/bin",
        "UV_CACHE_DIR": cache,
        "UV_PYTHON": sys.executable,
        "PIPX_DEFAULT_PYTHON": sys.executable,
        **dict.fromkeys(
            ("PIPX_HOME", "PIPX_BIN_DIR", "UV_TOOL_DIR", "UV_TOOL_BIN_DIR", "XDG_DATA_HOME", "XDG_BIN_HOME"), ""
        ),
    }


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter: some tests run as nobody."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def test_the_tests_pass_in_the_sdist(dist: Path, open_folder: Path) -> None:
    with tarfile.open(one(dist, "*.tar.gz")) as archive:
        archive.extractall(open_folder, filter="data")
    folder = one(open_folder, "kubeconv-*")
    uv = TOOLS / "uv"
    run([uv, "venv", "--quiet", "--seed", "--python", sys.executable, ".venv"], folder)
    run([uv, "pip", "install", "--quiet", "--python", ".venv", "-c", "constraints.txt", "-e", ".[test]"], folder)
    said = run(
        [".venv/bin/python", "-m", "pytest", "-q", "-n", "auto", "-m", "not slow", "-p", "no:cacheprovider"], folder
    )
    assert re.search(r"^\d{4,} passed", said, re.MULTILINE), said[-2000:]
    run([".venv/bin/python", "-m", "pytest", "-q", "--collect-only", "tests/e2e", "-p", "no:cacheprovider"], folder)
