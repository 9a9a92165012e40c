"""A sample of the corpus in one run: what the real kubectls say now, and what kubeconv says of each of them.

A kubeconfig loads where `kubectl config view --raw` reads it, and is usable where `kubectl get --raw /version` gets as far
as the server on 127.0.0.1; whether that lets anybody in, or trusts or is trusted, is another matter.
"""

import json
import os
import re
import shutil
import ssl
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from packed import unpacked

from .api_server import ApiServer
from .conftest import KUBECTLS
from .programs import Program

CORPUS = unpacked("client-go")
SAMPLE = 150
RECORDED_PORT = b"18443"

#: What is decided only once the program of an exec plugin runs, or the network is asked.
_RUN_TIME = re.compile(
    r"getting credentials|x509: certificate|failed to verify certificate|dial tcp|i/o timeout|EOF\s*$(?<!error: EOF)"
    r"|no route|connection reset|context deadline|oidc|server gave HTTP response|first record does not look like"
)
#: How far it may get: the server does not know the token or the certificate.
_REACHED = re.compile(
    r"remote error: tls|You must be logged in|Unauthorized|the server doesn't have a resource|NotFound|Forbidden"
)


class Case(NamedTuple):
    """One kubeconfig of the corpus; `reaches_us` is false if kubectl may be sent to another host than 127.0.0.1."""

    id: str
    file: Path
    reaches_us: bool


class RecordedAuthority:
    """The certificate authority that the corpus trusts; its one server certificate is for 127.0.0.1."""

    def __init__(self) -> None:
        self.cert_pem = self

    def bytes(self) -> bytes:
        return (CORPUS / "pki" / "ca.crt").read_bytes()

    def issue_cert(self, _host: str) -> "RecordedAuthority":
        return self

    def configure_cert(self, context: ssl.SSLContext) -> None:
        # Only a server that asks for client certificates makes kubectl use the one that it has.
        context.verify_mode = ssl.CERT_OPTIONAL
        context.load_verify_locations(CORPUS / "pki" / "ca.crt")
        context.load_cert_chain(CORPUS / "pki" / "server.crt", CORPUS / "pki" / "server.key")


@pytest.fixture(scope="module")
def server() -> Iterator[ApiServer]:
    with ApiServer(RecordedAuthority(), "t0ken") as running:  # type: ignore[arg-type]
        yield running


@pytest.fixture(scope="module")
def cases(server: ApiServer, tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    """Every n-th case, in a folder with the files and programs that they refer to, sent to the running server."""
    folder = tmp_path_factory.mktemp("verdicts")
    for name in ("pki", "files", "bin"):
        shutil.copytree(CORPUS / name, folder / name, symlinks=True)
    port = server.url.rpartition(":")[2].encode()
    recorded = [json.loads(line) for line in (CORPUS / "verdicts.jsonl").read_text(encoding="utf-8").splitlines()]
    found = []
    for case in recorded[:: len(recorded) // SAMPLE]:
        data = (CORPUS / case["file"]).read_bytes()
        file = folder / Path(case["file"]).name
        file.write_bytes(data.replace(RECORDED_PORT, port))
        found.append(Case(case["id"], file, stays_here(data)))
    return found


def stays_here(data: bytes) -> bool:
    """True if the only host in a kubeconfig, wherever it stands, is the server of the tests."""
    if RECORDED_PORT not in data or b"proxy" in data:
        return False
    hosts = re.findall(rb"://([^/\s\"',}\]]*)", data)
    servers = re.findall(rb"server[\"']?\s*:(.*)", data)
    ours = b"127.0.0.1:" + RECORDED_PORT
    return all(host.rpartition(b"@")[2] == ours for host in hosts) and all(ours in server for server in servers)


def kubectl(program: Program, file: Path, *arguments: str) -> tuple[bool, str]:
    """Whether it succeeded, and what it said."""
    run = subprocess.run(
        [program.path, "--kubeconfig", file.name, *arguments],
        env={"HOME": str(file.parent), "PATH": f"{file.parent / 'bin'}{os.pathsep}/usr/bin{os.pathsep}/bin"},
        cwd=file.parent, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    return run.returncode == 0, (run.stdout + run.stderr).decode(errors="replace")


def usable_by(program: Program, file: Path) -> tuple[tuple[bool | None, ...], str]:
    """The verdicts that agree with the program (none if it depends on run time), and what it said."""
    succeeded, said = kubectl(program, file, "get", "--raw", "/version", "--request-timeout=10s")
    if succeeded or _REACHED.search(said):
        return (True,), said
    if "localhost:8080" in said:
        return (None, False), said
    return (() if _RUN_TIME.search(said) else (False,)), said


@pytest.fixture(scope="module")
def verdicts(cases: list[Case]) -> dict[tuple[str, str], Any]:
    """Version and file name to what kubeconv says, in one process."""
    arguments = [argument for program in KUBECTLS for argument in ("--kubectl", program.version)]
    folder = cases[0].file.parent
    run = subprocess.run(
        [sys.executable, "-m", "kubeconv", "validate", "--format", "json", *arguments, *(case.file.name for case in cases)],
        env={**os.environ, "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"},
        cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert run.returncode == 1, run.stderr
    return {
        (verdict["kubectl"], file["path"]): verdict
        for file in json.loads(run.stdout)["files"]
        for verdict in file["verdicts"]
    }


@pytest.mark.parametrize("program", KUBECTLS, ids=str)
def test_kubeconv_agrees_with_kubectl(
    program: Program, cases: list[Case], verdicts: dict[tuple[str, str], Any]
) -> None:
    assert len(cases) >= 100
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        loads = list(pool.map(lambda case: kubectl(program, case.file, "config", "view", "--raw"), cases))
        reached = [case for case in cases if case.reaches_us]
        uses = list(pool.map(lambda case: usable_by(program, case.file), reached))
    ours = {case.id: verdicts[program.version, case.file.name] for case in cases}
    assert {
        case.id: said for case, (read, said) in zip(cases, loads, strict=True) if ours[case.id]["loads"] is not read
    } == {}
    judged = [(case, agreeing, said) for case, (agreeing, said) in zip(reached, uses, strict=True) if agreeing]
    assert len(judged) >= 80
    assert {case.id: said for case, agreeing, said in judged if ours[case.id]["usable"] not in agreeing} == {}
