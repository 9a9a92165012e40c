"""The kubelogin on PATH is older than its arguments.

An older kubelogin stops with `unknown flag`, `is not a supported login method`, or answers in an API version that
kubectl did not ask for. Install a newer one: `az aks install-cli`, or https://azure.github.io/kubelogin/install.html.

Bad:

        users:
        - name: u
          user:
            exec:
              apiVersion: client.authentication.k8s.io/v1beta1
              command: kubelogin
              args:
              - get-token
              - --login
              - azd
              - --server-id
              - 6dae42f8-4368-4678-94ff-3960e28e3630

Good:

        users:
        - name: u
          user:
            exec:
              apiVersion: client.authentication.k8s.io/v1beta1
              command: kubelogin
              args:
              - get-token
              - --login
              - azurecli
              - --server-id
              - 6dae42f8-4368-4678-94ff-3960e28e3630

Since: each flag and login mode has its release (https://github.com/Azure/kubelogin/blob/main/CHANGELOG.md)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.auth.kubelogin import FLAG_SINCE, MODE_SINCE, V1_SINCE
from kubeconv.finding import Effect, Severity
from kubeconv.rule import Checked, Hit
from kubeconv.rules.plugins._kubelogin import Entry, kubelogin_entries
from kubeconv.source import Span
from kubeconv.tree.node import fields, value_of
from kubeconv.versions import Version, parse_version

CODE: Final = "KC323"
NAME: Final = "kubelogin-too-old"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "risk"

_HELP: Final = "install a newer kubelogin: az aks install-cli, or https://azure.github.io/kubelogin/install.html"
#: azurecli and azd demanded a tenant id, which the converter does not write: from this release up to, but not with, that.
_DEMAND_TENANT: Final = (Version(0, 2, 0), Version(0, 2, 6))


def check(checked: Checked) -> Iterator[Hit]:
    """Each argument that is newer than the kubelogin which kubectl would find."""
    machine = checked.machine
    entries = kubelogin_entries(checked)
    if machine is None or not entries or not (text := machine.kubelogin_version()):
        return
    try:
        version = parse_version(text)
    except ValueError:
        return
    path = machine.which("kubelogin")
    for entry in entries:
        if entry.is_on_path() or entry.exec.command == path:
            for span, what, since in _newer(entry, version):
                yield entry.hit(span, f"{what} needs kubelogin {since}, the one on PATH is {version}", _HELP)


def _newer(entry: Entry, version: Version) -> Iterator[tuple[Span, str, str]]:
    for flag, argument in entry.places.items():
        # The old spelling of --cache-dir is as old as kubelogin itself.
        since = FLAG_SINCE.get(flag) if not argument.words[0].startswith("--token-cache-dir") else None
        if since and parse_version(since) > version:
            yield argument.flag.span, f"--{flag}", since
    mode = entry.login.mode
    since = MODE_SINCE.get(mode)
    if since and parse_version(since) > version:
        yield entry.place("login"), f"the login mode {mode}", since
    elif mode == "ropc" and entry.written.values.get("pop-enabled") == "true" and version < Version(0, 1, 1):
        yield entry.place("pop-enabled"), "PoP with the login mode ropc", "0.1.1"
    elif (
        mode in ("azurecli", "azd")
        and not entry.login.values.get("tenant-id")
        and _DEMAND_TENANT[0] <= version < _DEMAND_TENANT[1]
    ):
        yield entry.place("login"), f"the login mode {mode} without --tenant-id", str(_DEMAND_TENANT[1])
    if entry.exec.api_version == "client.authentication.k8s.io/v1" and parse_version(V1_SINCE) > version:
        node = value_of(fields(entry.exec.node), "apiVersion") or entry.exec.node
        yield node.span, f"apiVersion {entry.exec.api_version}", V1_SINCE
