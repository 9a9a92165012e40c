"""README and docs say what happens: each command that they show is run, and prints what they show."""

import re
import subprocess
import sys
from pathlib import Path

import pages
import pytest

from kubeconv.auth.kubelogin import FLAGS
from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.validation.index import NAMES

DOCS = pages.ROOT / "docs"
_NAMES = [path.relative_to(pages.ROOT).as_posix() for path in pages.PAGES]


@pytest.mark.skipif(sys.platform == "win32", reason="the pages are written for a POSIX shell")
@pytest.mark.parametrize("name", _NAMES)
def test_a_page_shows_what_its_commands_print(name: str, tmp_path: Path) -> None:
    home = pages.Home(tmp_path)
    for command in pages.commands((pages.ROOT / name).read_text(encoding="utf-8")):
        home.begin(command.home)
        code, printed = home.run(command.line)
        if command.printed is not None:
            assert pages.agrees(command.printed, printed), f"{command.line}\n{printed}\n(make docs writes it anew)"
        else:
            assert code in (0, 1), f"{command.line}\n{printed}"  # 1: there is something to do


def test_every_shown_command_of_kubeconv_is_run() -> None:
    shown = re.compile(r"^\$ kubeconv", re.M)
    for path in sorted(DOCS.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        assert len(shown.findall(text)) == sum(
            command.line.startswith("kubeconv") and command.printed is not None for command in pages.commands(text)
        ), path


def test_a_shown_comment_ignores_the_rule_about_its_line() -> None:
    shown = re.compile(r"^ *([\w-]+): .*# kubeconv: ignore\[(KC\d+)\]", re.M)
    found = [
        each for path in DOCS.glob("*.md") if path.name != "rules.md" for each in shown.findall(path.read_text("utf-8"))
    ]
    assert found
    assert [(field, code) for field, code in found if NAMES[code] != field] == []


def test_every_login_mode_has_its_page() -> None:
    assert {path.stem for path in (DOCS / "login-modes").glob("*.md")} == {*LOGIN_MODES, "index"}


@pytest.mark.parametrize("mode", LOGIN_MODES)
def test_the_page_of_a_login_mode_names_all_that_it_needs(mode: str) -> None:
    page = (DOCS / "login-modes" / f"{mode}.md").read_text(encoding="utf-8")
    facts = LOGIN_MODES[mode]
    for need in facts.needs:
        assert any(f"`--{flag}`" in page for flag in need.flags) or not need.flags, need
        newest = [FLAGS[flag].variables[-1].name for flag in need.flags if FLAGS[flag].variables]
        assert [name for name in (*need.instead, *newest) if f"`{name}`" not in page] == []
    for variable in (*facts.variables.values(), *facts.fallbacks.values()):
        assert f"`{variable.name}`" in page
    if facts.since != "0.0.1":
        assert f"kubelogin {facts.since} or newer" in page
    assert facts.managed_only == ("AKS-managed Entra ID" in page)


def _sayings() -> list[str]:
    found = []
    for path in sorted((DOCS / "login-modes").glob("*.md")):
        rows = re.findall(r"^\| (.+?) \| .*\|$", path.read_text(encoding="utf-8").partition("## How it fails")[2], re.M)
        found += [saying for row in rows for saying in re.findall(r"`([^`]+)`", row)]
    return sorted({*found})


@pytest.mark.parametrize("saying", _sayings())
def test_explain_knows_what_a_page_says_that_kubelogin_says(saying: str) -> None:
    command = [sys.executable, "-m", "kubeconv", "explain", saying]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_migrating_names_every_flag_of_kubelogin() -> None:
    page = (DOCS / "migrating.md").read_text(encoding="utf-8")
    assert [name for name in FLAGS if f"`--{name}" not in page] == []
