"""kubelogin's flags as options of `kubeconv convert`: each row of the table is one, by every name and in every spelling."""

from pathlib import Path

import pytest
from test_cli_usage import AZURE, Machine, kubeconfig

from kubeconv.auth.kubelogin import CONVERT_FLAGS, FLAGS, OLD_NAMES, parse_arguments
from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.kubeconfig.view import read
from kubeconv.tree.source import Source

NAMES = {**FLAGS, **CONVERT_FLAGS, **{old: FLAGS[new] for old, new in OLD_NAMES.items()}}
#: Flag to a value that is good for it; any other takes what it is given.
GOOD = {"authority-host": "https://login.example/", "pop-claims": "u=/subscriptions/s"}
TAKEN = [(mode, flag) for mode, row in LOGIN_MODES.items() for flag in row.writes]


@pytest.mark.parametrize("name", NAMES)
def test_every_flag_is_an_option(tmp_path: Path, name: str) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(me=AZURE))
    value = "spn" if name == "login" else GOOD.get(name, "x")
    options = [f"--{name}"] if NAMES[name].switch else [f"--{name}", value]
    more = {"pop-enabled": ["--pop-claims", "u=x"], "pop-claims": ["--pop-enabled"]}.get(name, [])
    ended = machine.call("convert", config, "--check", *options, *more)
    assert ended.code == 1, ended.lines  # it found work


@pytest.mark.parametrize("name", [name for name, flag in NAMES.items() if flag.help])
def test_the_help_tells_every_flag_that_a_login_mode_takes(tmp_path: Path, name: str) -> None:
    told = "\n".join(Machine(tmp_path).call("convert", "--help").lines).replace(",", " ").split()
    assert f"--{name}" in told
    assert not NAMES[name].short or f"-{NAMES[name].short}" in told


@pytest.mark.parametrize(("mode", "flag"), TAKEN, ids=lambda value: value)
def test_an_option_reaches_the_arguments(tmp_path: Path, mode: str, flag: str) -> None:
    machine = Machine(tmp_path)
    config = machine.file("config", kubeconfig(me=AZURE))
    value = "true" if FLAGS[flag].switch else GOOD.get(flag, "x")
    options = [f"--{flag}"] if FLAGS[flag].switch else [f"--{flag}", value]
    if flag.startswith("pop-"):
        options = ["--pop-enabled", "--pop-claims", GOOD["pop-claims"]]
    assert machine.call("convert", config, "-l", mode, *options).code == 0
    (user,) = read(Source(config.read_bytes())).users
    assert user.exec
    assert (flag, value) in {(each.name, each.value) for each in parse_arguments(user.exec.arguments)}
