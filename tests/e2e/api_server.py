"""A Kubernetes API server in miniature: TLS on 127.0.0.1, one bearer token, and a record of every request.

It answers just enough for `kubectl get --raw /version`, `kubectl version`, `kubectl get namespaces` and `helm list`.
In: a certificate authority, the token that counts, the version to report. Out: the recorded `Request` values.
"""

import json
import ssl
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import trustme

LOOPBACK = "127.0.0.1"
DEFAULT_GIT_VERSION = "v1.31.0"
NAMESPACED_KINDS = {"configmaps": "ConfigMap", "pods": "Pod", "secrets": "Secret"}

Answer = dict[str, object]


@dataclass(frozen=True)
class Request:
    """One request as it arrived; `authorization` is the whole header, `None` when there was none."""

    method: str
    path: str
    authorization: str | None


class ApiServer:
    """The server as a context manager: it listens from `with` to the end of the block.

    `git_version` is what it says it is, vendor tails included: `v1.20.0`, `v1.28.5-eks-5e0fdde`.
    """

    def __init__(self, authority: trustme.CA, token: str, git_version: str = DEFAULT_GIT_VERSION) -> None:
        self._listener = _Listener(authority, token, answers(git_version))
        self._thread = threading.Thread(
            target=self._listener.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )
        self.token = token
        self.certificate_authority_pem: bytes = authority.cert_pem.bytes()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._listener.shutdown()
        self._listener.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """What a kubeconfig calls `server`."""
        return f"https://{LOOPBACK}:{self._listener.server_port}"

    def answer(self, path: str, answer: Answer) -> None:
        """Answer this path too."""
        self._listener.known[path] = answer

    @property
    def requests(self) -> list[Request]:
        """All requests so far, in the order of their arrival, refused ones too."""
        return list(self._listener.requests)


def answers(git_version: str) -> dict[str, Answer]:
    """What a cluster of this version with nothing in it answers, by path."""
    major, minor, *_ = git_version.removeprefix("v").split(".")
    kinds = [("namespaces", "Namespace", False)] + [(name, kind, True) for name, kind in NAMESPACED_KINDS.items()]
    resources = [
        {"name": name, "singularName": "", "kind": kind, "namespaced": namespaced, "verbs": ["get", "list"]}
        for name, kind, namespaced in kinds
    ]
    namespace: Answer = {"metadata": {"name": "default"}, "status": {"phase": "Active"}}
    known: dict[str, Answer] = {
        "/version": {"major": major, "minor": minor, "gitVersion": git_version, "platform": "linux/amd64"},
        "/api": {"kind": "APIVersions", "versions": ["v1"]},
        "/apis": {"kind": "APIGroupList", "apiVersion": "v1", "groups": []},
        "/api/v1": {"kind": "APIResourceList", "groupVersion": "v1", "resources": resources},
        "/api/v1/namespaces": _list_of("Namespace", namespace),
        "/api/v1/namespaces/default": {"kind": "Namespace", "apiVersion": "v1", **namespace},
    }
    for name, kind in NAMESPACED_KINDS.items():
        known[f"/api/v1/namespaces/default/{name}"] = _list_of(kind)
    return known


def _list_of(kind: str, *items: Answer) -> Answer:
    return {"kind": f"{kind}List", "apiVersion": "v1", "metadata": {"resourceVersion": "1"}, "items": list(items)}


def _failure(code: int, reason: str) -> Answer:
    return {
        "kind": "Status",
        "apiVersion": "v1",
        "status": "Failure",
        "reason": reason,
        "message": reason,
        "code": code,
    }


class _Listener(ThreadingHTTPServer):
    """The socket and what the handlers, one thread a connection, share."""

    def __init__(self, authority: trustme.CA, token: str, known: dict[str, Answer]) -> None:
        super().__init__((LOOPBACK, 0), _Handler)
        self.expected_authorization = f"Bearer {token}"
        self.known = known
        self.requests: list[Request] = []
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(LOOPBACK).configure_cert(tls)
        # Left to the first read, the handshake happens in the connection's own thread: no client can hold up another.
        self.socket = tls.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)


class _Handler(BaseHTTPRequestHandler):
    """Records the request, then answers 401, 404 or 200."""

    server: _Listener
    protocol_version = "HTTP/1.1"
    timeout = 30.0

    def _respond(self) -> None:
        authorization = self.headers.get("Authorization")
        self.server.requests.append(Request(self.command, self.path, authorization))
        # An unread body would be taken for the next request of this connection.
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if authorization != self.server.expected_authorization:
            return self._send(401, _failure(401, "Unauthorized"))
        answer = self.server.known.get(urlsplit(self.path).path)
        if answer is None:
            return self._send(404, _failure(404, "NotFound"))
        return self._send(200, answer)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _respond

    def _send(self, status: int, answer: Answer) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the record is what the tests read."""
