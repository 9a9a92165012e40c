"""The kubelogin on PATH is older than its arguments.

An older kubelogin stops with `unknown flag`, `is not a supported login method`, or answers in an API version that
kubectl did not ask for. Install a newer one: `az aks install-cli`, or https://azure.github.io/kubelogin/install.html.
Only `kubeconv validate --this-machine` and `kubeconv doctor` ask for its version.

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

from kubeconv.auth.contract import TokenCall
from kubeconv.auth.kubelogin_releases import broken_for, unmet_needs
from kubeconv.auth.login_modes import LOGIN_MODES
from kubeconv.auth.required_values import AZIDENTITY_SINCE
from kubeconv.gate import shown
from kubeconv.releases.version import Version, parse_version
from kubeconv.tree.finding import Effect, Severity
from kubeconv.tree.node import value_of
from kubeconv.tree.source import Span
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.plugins._kubelogin import Entry, kubelogin_entries, token_calls

CODE: Final = "KC323"
NAME: Final = "kubelogin-too-old"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "risk"

_HELP: Final = "install a newer kubelogin: az aks install-cli, or https://azure.github.io/kubelogin/install.html"


def check(case: Case) -> Iterator[Hit]:
    """Each argument that is newer than the kubelogin which kubectl would find, or does not work in it."""
    machine = case.machine
    entries = kubelogin_entries(case)
    if machine is None or not entries or not (text := machine.kubelogin_version()):
        return
    try:
        version = parse_version(text)
    except ValueError:
        return
    path = machine.which("kubelogin")
    for entry, call in token_calls(case):
        if entry.is_on_path() or entry.exec.command == path:
            for span, what, since in _newer(entry, call, version):
                yield entry.hit(span, f"{what} needs kubelogin {since}, the one on PATH is {version}", _HELP)


def _newer(entry: Entry, call: TokenCall, version: Version) -> Iterator[tuple[Span, str, str]]:
    # As it runs here: variables of the shell count.
    use = entry.use()._replace(mode=call.login.mode, values=call.login.values)
    for need in unmet_needs(use, version):
        if need.since is None:
            continue  # the matter of unknown-kubelogin-flag
        if need.place:
            flag = need.place != "login" and entry.places.get(need.place)
            yield flag.flag.span if flag else entry.place(need.place), need.what, need.since
        else:
            node = value_of(entry.exec.fields, "apiVersion") or entry.exec.node
            yield node.span, need.what, need.since
    for broken in broken_for(use, version):
        if not broken.without_keyring:  # that cannot be told from here
            what = f"the login mode {shown.known(call.login.mode, LOGIN_MODES)}{broken.flag_text}"
            yield entry.place("login"), what, broken.releases.removed or ""
    if any(objection.kind == "secret-and-certificate" for objection in call.objections):
        yield entry.place("client-secret"), "--client-secret beside --client-certificate", AZIDENTITY_SINCE
