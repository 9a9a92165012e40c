"""The stand-ins for kubelogin, az and azd as programs on the PATH of a machine.

In: a folder that is on PATH, and the settings of each. Out: the recorded calls of kubelogin.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from . import az_contract, kubelogin_contract
from .plugin_stand_in import ALWAYS_WATCHED, PluginCall

NEWEST = kubelogin_contract.RELEASES[-1]


def install(module: object, path: Path, settings: dict[str, object], beside: str) -> None:
    """Write a contract as a program, with its settings beside it."""
    source = Path(str(getattr(module, "__file__", ""))).read_text(encoding="utf-8")
    # -I and -S: no site-packages and no PYTHON* variables, so it starts fast and the same everywhere.
    path.write_text(f"#!{sys.executable} -IS\n{source}", encoding="utf-8")
    path.chmod(0o755)
    (path.parent / beside).write_text(json.dumps(settings), encoding="utf-8")


class AzureStandIns:
    """A kubelogin of a release in `folder`; with `account` also az and azd, who know it."""

    def __init__(
        self,
        folder: Path,
        log: Path,
        token: str,
        release: str = NEWEST,
        account: az_contract.Account | None = None,
        watched: Sequence[str] = (),
    ) -> None:
        self.token = token
        self.path = folder / "kubelogin"
        self._log, self._watched = log, (*ALWAYS_WATCHED, *watched)
        install(kubelogin_contract, self.path, {}, "kubelogin.json")
        self.be(release)
        for name in ("az", "azd") if account else ():
            install(az_contract, folder / name, {}, f"{name}.json")
        if account:
            self.log_in(account)

    def be(self, release: str) -> None:
        """Be this release from now on."""
        settings = {"release": release, "token": self.token, "log": str(self._log)}
        self.path.with_name("kubelogin.json").write_text(json.dumps(settings), encoding="utf-8")

    def log_in(self, account: az_contract.Account) -> None:
        """Be this account for az and azd from now on."""
        for name in ("az", "azd"):
            self.path.with_name(f"{name}.json").write_text(json.dumps(account._asdict()), encoding="utf-8")

    @property
    def calls(self) -> list[PluginCall]:
        """All calls of kubelogin so far that were meant for a token, the oldest first."""
        if not self._log.exists():
            return []
        found = [json.loads(line) for line in self._log.read_text(encoding="utf-8").splitlines()]
        return [
            PluginCall(
                each["arguments"],
                {name: each["environment"][name] for name in self._watched if name in each["environment"]},
            )
            for each in found
            if each["arguments"] != ["--version"]
        ]
