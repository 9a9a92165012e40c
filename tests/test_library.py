"""`import kubeconv`: the public names, typed and documented, bytes in and values out, without touching the machine."""

import doctest
import importlib
import inspect
import pkgutil
import subprocess
import sys
import types
import typing
from pathlib import Path

import pytest
import yaml
from test_cli_usage import AZURE, KUBELOGIN, NO_TENANT, TOKEN, kubeconfig, login

import kubeconv

CONFIG = kubeconfig(me=AZURE, you=KUBELOGIN, she=TOKEN, lost=NO_TENANT).encode()

PUBLIC = [
    "Conversion", "Detected", "Finding", "Kubeconfig", "Login", "Outcome", "Refused", "UnknownName",
    "convert", "detect", "load",
]  # fmt: skip


def test_the_promised_names_are_there() -> None:
    assert set(PUBLIC) <= set(kubeconv.__all__)
    assert sorted(set(kubeconv.__all__)) == sorted(kubeconv.__all__)
    for name in kubeconv.__all__:
        assert name in ("Data", "LoginFormat", "LoginMode", "Only", "Policy", "Target") or getattr(
            kubeconv, name
        ).__module__.startswith("kubeconv.")


def test_a_star_import_gives_just_the_public_names() -> None:
    namespace: dict[str, object] = {}
    exec("from kubeconv import *", namespace)
    assert namespace.keys() - {"__builtins__"} == set(kubeconv.__all__)


def test_dir_gives_just_the_public_names() -> None:
    names = {name for name in dir(kubeconv) if not name.startswith("_")}
    assert {name for name in names if not isinstance(getattr(kubeconv, name), types.ModuleType)} == set(
        kubeconv.__all__
    )


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        kubeconv.nonsense  # noqa: B018


def test_the_package_docstring_is_true() -> None:
    failed, attempted = doctest.testmod(kubeconv)
    assert failed == 0
    assert attempted >= 3


@pytest.mark.parametrize("name", PUBLIC)
def test_public_names_are_documented_and_typed(name: str) -> None:
    thing = getattr(kubeconv, name)
    assert inspect.getdoc(thing)
    function = thing if inspect.isfunction(thing) else thing.__init__
    if inspect.isfunction(function):
        hints = typing.get_type_hints(function)
        parameters = [each for each in inspect.signature(function).parameters if each != "self"]
        assert set(parameters) <= hints.keys()


def test_the_package_says_that_it_is_typed() -> None:
    assert (Path(kubeconv.__file__).parent / "py.typed").is_file()
    assert "Typing :: Typed" in (Path(__file__).parent.parent / "pyproject.toml").read_text()


def test_convert_stays_a_function_whatever_is_imported() -> None:
    for found in pkgutil.walk_packages(kubeconv.__path__, "kubeconv."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
    for name in ("convert", "detect", "load"):
        assert inspect.isfunction(getattr(kubeconv, name))


def test_load_gives_the_typed_view() -> None:
    found = kubeconv.load(CONFIG, "mine")
    assert [user.name for user in found.users] == ["me", "you", "she", "lost"]
    assert [context.user for context in found.contexts] == ["me", "you", "she", "lost"]
    assert found.source.name == "mine"


def test_detect_gives_every_user() -> None:
    found = kubeconv.detect(CONFIG, "mine")
    assert [str(each.login) for each in found] == ["azure", "kubelogin devicecode", "token", "azure"]
    assert {each.file for each in found} == {"mine"}
    assert found[0].contexts == ("at-me",)


def test_convert_gives_new_bytes_and_what_became_of_each_user() -> None:
    result = kubeconv.convert(CONFIG, login="azurecli", flags={"subscription": "sub"})
    assert {outcome.user: outcome.status for outcome in result.outcomes} == {
        "me": "converted", "you": "converted", "she": "skipped", "lost": "converted",
    }  # fmt: skip
    assert [login(result.data.decode(), name) for name in ("me", "you", "she")] == ["azurecli", "azurecli", "token"]
    assert kubeconv.convert(result.data, login="azurecli", flags={"subscription": "sub"}).data == result.data


def test_convert_gives_the_very_bytes_where_nothing_changes() -> None:
    for data in (b"", b"users: []", kubeconfig(me=TOKEN).encode(), b"\xef\xbb\xbf# \xc3\xa9\r\n"):
        assert kubeconv.convert(data).data == data


def test_convert_takes_names_and_patterns() -> None:
    result = kubeconv.convert(CONFIG, users=["m*"], contexts=["at-lost"])
    assert {outcome.user: outcome.status for outcome in result.outcomes} == {"me": "converted", "lost": "refused"}
    assert result.unselected == 2


def test_the_way_back() -> None:
    there = kubeconv.convert(kubeconfig(me=AZURE).encode(), keep_origin=True)
    back = kubeconv.convert(there.data, to="azure")
    legacy = AZURE.replace("config-mode", "environment: AzurePublicCloud\n        config-mode")
    assert yaml.safe_load(back.data) == yaml.safe_load(kubeconfig(me=legacy))


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"users: [", "KC001"), (b"- x", "KC005"), (b"users: x", "KC005"), (b"\xff\xfea", "KC002"), (b"a: \xff", "KC002"),
     (b"users: [{name: a}, {name: a}]", "KC101")],
)  # fmt: skip
def test_what_is_no_kubeconfig_is_refused(data: bytes, code: str) -> None:
    for function in (kubeconv.load, kubeconv.detect, kubeconv.convert):
        with pytest.raises(kubeconv.Refused) as caught:
            function(data)
        assert caught.value.finding.code == code
        assert "\n" not in caught.value.finding.message


def test_an_unknown_name_is_an_error() -> None:
    for choice in ({"users": ["nobody"]}, {"contexts": ["nowhere"]}, {"users": ["x*"]}):
        with pytest.raises(kubeconv.UnknownName):
            kubeconv.convert(CONFIG, **choice)  # type: ignore[arg-type]


NONSENSE: list[dict[str, typing.Any]] = [
    {"login": "nonsense"},
    {"login": "msi", "flags": {"nonsense": "x"}},
    {"to": "nowhere"},
]


@pytest.mark.parametrize("arguments", NONSENSE)
def test_nonsense_is_a_value_error(arguments: dict[str, typing.Any]) -> None:
    with pytest.raises(ValueError, match=r"nonsense|nowhere"):
        kubeconv.convert(CONFIG, **arguments)


QUIET = """\
import sys
import kubeconv
data = sys.stdin.buffer.read()
def everything():
    for to, login in (("exec", None), ("exec", "azurecli"), ("azure", None)):
        result = kubeconv.convert(data, to=to, login=login, keep_origin=True)
        result.data, kubeconv.convert(result.data, to="azure").data
    kubeconv.detect(data), kubeconv.load(data)
everything()
seen = []
sys.addaudithook(lambda event, arguments: seen.append(event))
everything()
seen = [event for event in seen if event.startswith(("open", "os.", "socket", "subprocess", "shutil", "tempfile", "import"))]
sys.exit(repr(seen) if seen else 0)
"""


def test_the_library_opens_starts_and_calls_nothing() -> None:
    ended = subprocess.run([sys.executable, "-c", QUIET], input=CONFIG, env={}, capture_output=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")


def test_the_library_leaves_the_process_as_it_was() -> None:
    code = (
        "import gc, signal, sys, kubeconv\n"
        "def state(): return gc.isenabled(), sys.getrecursionlimit(), signal.getsignal(signal.SIGTERM)\n"
        "before = state(); kubeconv.convert(b'users: []'); print(state() == before)\n"
    )
    assert subprocess.check_output([sys.executable, "-c", code], env={}) == b"True\n"
