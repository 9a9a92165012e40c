"""What a user logs in with, field by field, as client-go sees it."""

import os
from collections.abc import Sequence
from typing import Final, NamedTuple
from weakref import WeakKeyDictionary

from kubeconv.kubeconfig.view import Kubeconfig, User
from kubeconv.tree.node import SEQUENCE, Node, value_of
from kubeconv.validation.rule import Case

#: The fields that hold a credential, in the order in which people write them.
FIELDS: Final = (
    "token", "tokenFile", "username", "password", "client-certificate", "client-certificate-data", "client-key",
    "client-key-data", "exec", "auth-provider",
)  # fmt: skip


class Credentials(NamedTuple):
    """Which fields of a user hold something. A certificate and a key may be a file or data."""

    token: bool
    token_file: bool
    username: bool
    password: bool
    certificate: bool
    key: bool
    exec: bool
    provider: bool

    @property
    def bearer(self) -> bool:
        """True where a token is sent, from wherever it comes."""
        return self.token or self.token_file


#: Several rules ask for them: they are found once a kubeconfig.
_found: WeakKeyDictionary[Kubeconfig, list[tuple[User, Credentials]]] = WeakKeyDictionary()


def credentials(case: Case) -> Sequence[tuple[User, Credentials]]:
    """Every user, and what it has."""
    if (found := _found.get(case.kubeconfig)) is None:
        found = [(user, credentials_of(user)) for user in case.kubeconfig.users]
        _found[case.kubeconfig] = found
    return found


def credentials_of(user: User) -> Credentials:
    """What a user has. An empty section `exec: {}` counts, `exec: null` does not."""
    text = user.string
    return Credentials(
        bool(text("token")),
        bool(text("tokenFile")),
        bool(text("username")),
        bool(text("password")),
        bool(text("client-certificate")) or _has_bytes(value_of(user.fields, "client-certificate-data")),
        bool(text("client-key")) or _has_bytes(value_of(user.fields, "client-key-data")),
        value_of(user.fields, "exec") is not None,
        value_of(user.fields, "auth-provider") is not None,
    )


def token_file_is_empty(case: Case, user: User) -> bool:
    """True where the token file is there and holds nothing: client-go then has no token."""
    name = user.string("tokenFile")
    if case.machine is None or not name:
        return False
    path = os.path.join(case.folder, name)
    return case.machine.read(path) == b"" or os.path.normpath(path) == os.devnull


def _has_bytes(node: Node | None) -> bool:
    """True for base64 of at least one byte. Go skips line ends in it, and takes a list of numbers for bytes too."""
    if node is None:
        return False
    return bool(node.children) if node.kind == SEQUENCE else bool(node.text.strip("\r\n"))
