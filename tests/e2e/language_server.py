"""A client for yaml-language-server, as an editor is one: https://microsoft.github.io/language-server-protocol/."""

import contextlib
import json
import queue
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

#: The release that the tests drive: https://www.npmjs.com/package/yaml-language-server
RELEASE = "1.25.0"


def installed(cache: Path) -> Path:
    """The program, installed by npm into the cache once."""
    folder = cache / f"yaml-language-server-{RELEASE}"
    program = folder / "node_modules" / ".bin" / "yaml-language-server"
    if not program.exists():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            ["npm", "install", "--silent", "--no-audit", "--prefix", folder, f"yaml-language-server@{RELEASE}"],
            check=True,
        )
    return program


class Editor:
    """An editor, and the schema for the files that it opens."""

    def __init__(self, program: Path, schema: Path, folder: Path) -> None:
        self._settings = {
            "yaml": {
                "schemas": {schema.as_uri(): ["*kubeconfig*"]},
                "validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False},
            }
        }  # fmt: skip
        self._folder, self._opened, self._uri = folder, 0, ""
        self._server = subprocess.Popen(
            [program, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._inbox: queue.Queue[dict[str, Any]] = queue.Queue()
        self._number = 0
        self._marked: dict[str, list[dict[str, Any]]] = {}
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        able = {
            "workspace": {"configuration": True},
            "textDocument": {"completion": {"completionItem": {"snippetSupport": False}}},
        }
        self._ask("initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": able})
        self._send({"method": "initialized", "params": {}})

    def close(self) -> None:
        """End the server."""
        self._ask("shutdown", None)
        self._send({"method": "exit", "params": None})
        self._server.wait(timeout=20)
        self._reader.join(timeout=20)
        for stream in (self._server.stdin, self._server.stdout):
            if stream:
                stream.close()

    def open(self, text: str) -> list[tuple[int, str]]:
        """Open a new file with this text; what the editor marks: the line, from 0 on, and the words."""
        self._opened += 1
        self._uri = (self._folder / f"my-kubeconfig-{self._opened}.yaml").as_uri()
        document = {"uri": self._uri, "languageId": "yaml", "version": 1, "text": text}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        until = time.monotonic() + 20
        while self._uri not in self._marked and time.monotonic() < until:
            with contextlib.suppress(queue.Empty):
                self._take(self._inbox.get(timeout=0.2))
        assert self._uri in self._marked, "the server says nothing"
        return [(each["range"]["start"]["line"], each["message"]) for each in self._marked[self._uri]]

    def hover(self, line: int, character: int) -> str:
        """What the editor shows of what stands there."""
        result = self._ask("textDocument/hover", self._at(line, character))
        return str(result["contents"]["value"]) if result else ""

    def completion(self, line: int, character: int) -> list[str]:
        """What the editor offers there."""
        return [each["label"] for each in self._ask("textDocument/completion", self._at(line, character))["items"]]

    def _at(self, line: int, character: int) -> dict[str, Any]:
        return {"textDocument": {"uri": self._uri}, "position": {"line": line, "character": character}}

    def _ask(self, method: str, parameters: dict[str, Any] | None) -> Any:
        self._number += 1
        self._send({"id": self._number, "method": method, "params": parameters})
        while True:
            message = self._inbox.get(timeout=30)
            if message.get("id") == self._number and "method" not in message:
                return message["result"]
            self._take(message)

    def _take(self, message: dict[str, Any]) -> None:
        if message.get("method") == "workspace/configuration":
            wanted = [self._settings.get(each["section"]) for each in message["params"]["items"]]
            self._send({"id": message["id"], "result": wanted})
        elif message.get("method") == "textDocument/publishDiagnostics":
            self._marked[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif {"id", "method"} <= message.keys():
            self._send({"id": message["id"], "result": None})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._server.stdin
        self._server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._server.stdin.flush()

    def _read(self) -> None:
        stream = self._server.stdout
        assert stream
        while True:
            length = 0
            while (line := stream.readline()) not in (b"\r\n", b""):
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            if not line:
                return
            self._inbox.put(json.loads(stream.read(length)))
