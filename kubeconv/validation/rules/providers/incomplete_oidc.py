"""The oidc auth-provider lacks a setting that it cannot start without.

client-go needs `idp-issuer-url` and `client-id`, and `idp-certificate-authority-data` or
`idp-certificate-authority` must hold certificates in PEM form. A relative path to that file starts from the folder in
which kubectl runs, not from the folder of the kubeconfig as all others do.

Bad:

    users:
    - name: u
      user:
        auth-provider:
          name: oidc
          config:
            client-id: kubernetes
            refresh-token: sample

Good:

    users:
    - name: u
      user:
        auth-provider:
          name: oidc
          config:
            client-id: kubernetes
            idp-issuer-url: https://issuer.example
            refresh-token: sample

Since: all versions (https://github.com/kubernetes/client-go/blob/master/plugin/pkg/client/auth/oidc/oidc.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate.shown import quoted_name, quoted_path
from kubeconv.kubeconfig.view import AuthProvider
from kubeconv.releases.version import Version
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.tree.node import get
from kubeconv.validation.go.certificates import authorities
from kubeconv.validation.rule import Case, Disk, Hit
from kubeconv.validation.rules.place import place
from kubeconv.validation.rules.providers._oidc import oidc_users

CODE: Final = "KC205"
NAME: Final = "incomplete-oidc"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"

_DATA: Final = "idp-certificate-authority-data"
_FILE: Final = "idp-certificate-authority"


def check(case: Case) -> Iterator[Hit]:
    """oidc users for whom client-go cannot make the provider."""
    for user, provider in oidc_users(case):
        for key, why in _problems(provider, case.disk, case.kubectl):
            yield Hit(
                place(get(provider.node, "config"), key, user.fields["auth-provider"].key),
                f"the oidc auth-provider of user {quoted_name(user.name)} {why}",
                "log in again with the program that wrote it, or add what is missing",
                Subject("user", user.name),
                https_only=True,
            )


def _problems(provider: AuthProvider, disk: Disk | None, kubectl: Version) -> Iterator[tuple[str, str]]:
    """Each key that stops client-go, and why."""
    config = provider.config
    for key in ("idp-issuer-url", "client-id"):
        if not config.get(key):
            yield key, f"has no {key}"
    if config.get(_DATA):
        data = _decoded(config[_DATA])
        if data is None:
            yield _DATA, f"has a {_DATA} that is not base64"
        elif data and (problem := authorities(data, kubectl).problem):
            yield _DATA, f"has a {_DATA} that client-go does not take: {problem}"
        if data != b"":
            return
    if config.get(_FILE) and disk is not None:
        content = disk.read(config[_FILE])
        if content is None:
            yield _FILE, f"names the file {quoted_path(config[_FILE])}, which cannot be read"
        elif content and (problem := authorities(content, kubectl).problem):
            yield _FILE, f"names the file {quoted_path(config[_FILE])}, which client-go does not take: {problem}"


def _decoded(text: str) -> bytes | None:
    import base64
    import binascii

    # Go skips line ends in base64, and nothing else.
    try:
        return base64.b64decode(text.replace("\n", "").replace("\r", ""), validate=True)
    except (binascii.Error, ValueError):
        return None
