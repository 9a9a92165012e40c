"""A server that real kubectl finds on this machine, however it is written, is told by `kubeconv audit`."""

import json
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from .api_server import LOOPBACK
from .conftest import KUBECTLS
from .machine import Machine
from .programs import Program

WIDE = str.maketrans("0123456789", "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19")
#: Spellings of this machine, and whether kubectls of today refuse it. None of them is a name to ask a resolver for.
SERVERS = {
    "http://127.0.0.1:PORT": False,
    "http://localhost:PORT?x": False,
    "http://LOCALHOST:PORT#": False,
    "localhost:PORT/?u=://x": False,
    "127.0.0.1:PORT#https://c.example": False,
    "http://:PORT": False,
    "http://0.0.0.0:PORT": False,
    "http://c.example@127.0.0.1:PORT/": False,
    "http://[::ffff:127.0.0.1]:PORT": False,
    "http://[::ffff:7f00:1]:PORT//": False,
    "http://127.0.0.1:PORT".translate(WIDE).replace("\uff1aPORT", ":PORT"): False,
    "http://127\u30020\uff0e0\uff611:PORT": False,
    "http://local\u00adhost:PORT": False,
    "http://%e2%93%9bocalhost:PORT": False,
    "http://localho\u017ft:PORT": False,
    "http://[127.0.0.1]:PORT": True,
    "http://127.0.0.1:PORT:": True,
}


class _Handler(BaseHTTPRequestHandler):
    """Answers everything, and counts."""

    seen = 0

    def do_GET(self) -> None:
        type(self).seen += 1
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Where a server without TLS listens, on 127.0.0.1 alone."""
    with ThreadingHTTPServer((LOOPBACK, 0), _Handler) as listener:
        thread = threading.Thread(target=listener.serve_forever, daemon=True)
        thread.start()
        yield listener.server_address[1]
        listener.shutdown()
        thread.join()


@pytest.mark.parametrize("program", KUBECTLS, ids=str)
@pytest.mark.parametrize("server", SERVERS, ids=ascii)
def test_what_kubectl_finds_on_this_machine_is_told(server: str, program: Program, machine: Machine, port: int) -> None:
    cluster = {"server": server.replace("PORT", str(port))}
    file = machine.home / "config"
    document = {
        "clusters": [{"name": "c", "cluster": cluster}],
        "users": [{"name": "u", "user": {"token": "t"}}],
        "contexts": [{"name": "x", "context": {"cluster": "c", "user": "u"}}],
        "current-context": "x",
    }
    file.write_text(json.dumps(document), encoding="utf-8")
    before = _Handler.seen
    subprocess.run(
        [program.path, "--kubeconfig", file, "get", "--raw", "/version", "--request-timeout=5s"],
        env={"HOME": str(machine.home)}, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert _Handler.seen > before or SERVERS[server]
    audit = machine.kubeconv("audit", "--format", "json", "--kubectl", program.version, file)
    codes = [finding["code"] for each in json.loads(audit.stdout)["files"] for finding in each["findings"]]
    assert "KC513" in codes
