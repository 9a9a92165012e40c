"""A recording stand-in for a credential plugin: gke-gcloud-auth-plugin, aws, … Azure's kubelogin has one of its own.

In: a folder that is on PATH, the plugin's name, the token to hand out. Out: the recorded `PluginCall` values.
It answers an ExecCredential of the apiVersion that `KUBERNETES_EXEC_INFO` asks for, and fails when nobody asks, or asks without
the words that make the real one print a credential.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template

EXEC_INFO = "KUBERNETES_EXEC_INFO"
#: Plugin to the words without which it prints no credential.
ASKED_BY = {
    "aws": ("eks", "get-token", "--cluster-name"),
    "aws-iam-authenticator": ("token", "-i"),
    "doctl": ("kubernetes", "cluster", "kubeconfig", "exec-credential", "--version=v1beta1"),
    "kubectl-oidc_login": ("get-token",),
}
ALWAYS_WATCHED = ("AZURE_CONFIG_DIR", EXEC_INFO)

# -I and -S: no site-packages and no PYTHON* variables, so it starts fast and the same everywhere.
SCRIPT = Template('''\
#!$python -IS
"""Written by tests/e2e/plugin_stand_in.py."""
import json
import os
import sys

call = {
    "arguments": sys.argv[1:],
    "environment": {name: os.environ[name] for name in $watched if name in os.environ},
}
with open($log, "a", encoding="utf-8") as log:
    log.write(json.dumps(call) + "\\n")
if "$exec_info" not in os.environ:
    sys.exit("stand-in for a credential plugin: $exec_info is not set")
if missing := [word for word in $asked_by if word not in sys.argv]:
    sys.exit(f"usage: {missing[0]} is missing")
asked = json.loads(os.environ["$exec_info"])
print(json.dumps({"kind": "ExecCredential", "apiVersion": asked["apiVersion"], "status": {"token": $token}}))
''')


@dataclass(frozen=True)
class PluginCall:
    """One run of the plugin: its arguments without its own name, and those watched variables that were set."""

    arguments: list[str]
    environment: dict[str, str]

    @property
    def asked_api_version(self) -> str | None:
        """The apiVersion that the caller wants the credential in; `None` when it did not say."""
        info = self.environment.get(EXEC_INFO)
        return None if info is None else str(json.loads(info)["apiVersion"])


class PluginStandIn:
    """An executable called `name` in `folder`; `log` is kept outside of it, so that PATH holds programs only."""

    def __init__(self, folder: Path, log: Path, token: str, name: str, watched: Sequence[str] = ()) -> None:
        self.token = token
        self._log = log
        script = SCRIPT.substitute(
            python=sys.executable,
            watched=repr((*ALWAYS_WATCHED, *watched)),
            log=repr(str(log)),
            asked_by=repr(ASKED_BY.get(name, ())),
            exec_info=EXEC_INFO,
            token=repr(token),
        )
        self.path = folder / name
        self.path.write_text(script, encoding="utf-8")
        self.path.chmod(0o755)

    @property
    def calls(self) -> list[PluginCall]:
        """All calls so far, the oldest first."""
        if not self._log.exists():
            return []
        lines = self._log.read_text(encoding="utf-8").splitlines()
        return [PluginCall(**json.loads(line)) for line in lines]
