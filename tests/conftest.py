"""What the tests of the conversion share: both YAML parsers, and the switch that rewrites the golden files."""

import gc
import signal
from pathlib import Path

import pytest
import yaml
from hypothesis import settings

import kubeconv.tree.parse

FIXTURES = Path(__file__).parent.parent / "fixtures"

# The same examples in every run: what fails in CI fails on every machine. Slow machines are no reason to fail.
settings.register_profile("kubeconv", derandomize=True, deadline=None, print_blob=True)
# Other examples in every run, for `make fuzz`.
settings.register_profile("fuzz", max_examples=1000, deadline=None, print_blob=True, database=None)
settings.load_profile("kubeconv")

# Under nohup and in the background of a shell, signals are ignored here and so in every process that the tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP"):  # not on Windows
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="Write the golden files anew; then read the git diff."
    )


@pytest.fixture(params=["libyaml", "grammar"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Runs the test with libyaml first, then with our grammar alone."""
    name: str = request.param
    if name == "libyaml" and not yaml.__with_libyaml__:
        pytest.skip("PyYAML was built without libyaml")
    monkeypatch.setattr(kubeconv.tree.parse, "LOADER", {"libyaml": yaml.CSafeLoader, "grammar": None}[name])
    return name


def pytest_collection_finish() -> None:
    """What is there before the first test stays: the garbage collector need not look at it, nor a fork copy it."""
    gc.collect()
    gc.freeze()
