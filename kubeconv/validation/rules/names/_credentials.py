"""What a user logs in with, field by field, as client-go sees it."""

import os
from collections.abc import Sequence
from typing import Final
from weakref import WeakKeyDictionary

from kubeconv.kubeconfig.acceptance import Credentials, credentials_of
from kubeconv.kubeconfig.view import Kubeconfig, User
from kubeconv.validation.rule import Case

#: The fields that hold a credential, in the order in which people write them.
FIELDS: Final = (
    "token", "tokenFile", "username", "password", "client-certificate", "client-certificate-data", "client-key",
    "client-key-data", "exec", "auth-provider",
)  # fmt: skip


#: Several rules ask for them: they are found once a kubeconfig.
_found: WeakKeyDictionary[Kubeconfig, list[tuple[User, Credentials]]] = WeakKeyDictionary()


def credentials(case: Case) -> Sequence[tuple[User, Credentials]]:
    """Every user, and what it has."""
    if (found := _found.get(case.kubeconfig)) is None:
        found = [(user, credentials_of(user)) for user in case.kubeconfig.users]
        _found[case.kubeconfig] = found
    return found


def token_file_is_empty(case: Case, user: User) -> bool:
    """True if the token file exists and is empty: client-go then has no token."""
    name = user.string("tokenFile")
    if case.disk is None or not name:
        return False
    path = os.path.join(case.folder, name)
    return case.disk.read(path) == b"" or os.path.normpath(path) == os.devnull
