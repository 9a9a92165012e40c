"""The site of the documentation: Zensical builds it without an issue, and Chromium shows it and asks nobody else."""

import functools
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium")
PAGES = {
    "": "The azure auth plugin has been removed",
    "login-modes/": "Which login mode?",
    "login-modes/spn/": "Login mode spn",
    "rules/KC201/": "KC201 removed-azure",
    "messages/azure-auth-removed/": "azure auth plugin has been removed",
    "migrating/": "From kubelogin convert-kubeconfig",
}


class Handler(SimpleHTTPRequestHandler):
    """A server of files that lets a page load from nowhere else: the browser complains of what it does not load."""

    def end_headers(self) -> None:
        """Also the policy."""
        self.send_header("Content-Security-Policy", "default-src 'self' 'unsafe-inline' data: blob:")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    subprocess.run([sys.executable, ROOT / "docs" / "make_site.py", folder / "build" / "pages"], check=True)
    shutil.copy(ROOT / "zensical.toml", folder)
    ended = subprocess.run(
        [Path(sys.executable).with_name("zensical"), "build", "--strict"],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    assert (ended.returncode, "No issues found" in ended.stdout) == (0, True), ended.stdout
    return folder / "build" / "site"


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(built)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def test_a_page_loads_nothing_from_elsewhere(built: Path) -> None:
    loaded = re.compile(r"<(?:script|link|img|iframe)\b[^>]*?\b(?:src|href)=[\"']?((?:https?:)?//[^\"'\s>]+)")
    pages = list(built.rglob("*.html"))
    assert len(pages) > 300
    assert {found for page in pages for found in loaded.findall(page.read_text(encoding="utf-8"))} == set()


def test_there_is_a_page_for_each_rule_and_each_message(built: Path) -> None:
    rules = re.findall(r"^### (KC\d+)", (ROOT / "docs/rules.md").read_text(encoding="utf-8"), re.M)
    messages = re.findall(r"^## (\S+)$", (ROOT / "docs/messages.md").read_text(encoding="utf-8"), re.M)
    assert len(rules) > 100
    assert len(messages) > 200
    assert [name for name in rules if not (built / "rules" / name / "index.html").is_file()] == []
    assert [name for name in messages if not (built / "messages" / name / "index.html").is_file()] == []


@pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium")
@pytest.mark.parametrize("path", PAGES)
def test_chromium_shows_a_page_and_asks_nobody_else(path: str, address: str, tmp_path: Path) -> None:
    flags = (
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
        "--disable-background-networking", "--disable-component-update", "--virtual-time-budget=3000",
        f"--user-data-dir={tmp_path / 'profile'}", "--enable-logging=stderr",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    )  # fmt: skip
    ended = subprocess.run(
        [str(CHROMIUM), *flags, "--dump-dom", address + path], capture_output=True, text=True, check=False, timeout=90
    )
    heading = re.search(r"<h1[^>]*>(.*?)(?:<a|</h1>)", ended.stdout, re.S)
    assert heading is not None, ended.stderr
    assert heading[1].strip() == PAGES[path]
    assert "CONSOLE" not in ended.stderr, ended.stderr
