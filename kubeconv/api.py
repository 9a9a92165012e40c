"""The functions of the library: bytes in, values out. No files, no network, no processes."""

from collections.abc import Mapping, Sequence
from typing import Literal

from kubeconv.conversion import Conversion, convert_users
from kubeconv.detection import Detected, detect_users
from kubeconv.kubeconfig import Kubeconfig, contexts_by_user, read
from kubeconv.selection import Options, select_users
from kubeconv.source import Source


def load(data: bytes, name: str = "-") -> Kubeconfig:
    """The typed view of the bytes of a kubeconfig; `name` is how messages call it.

    Raises Refused where they are no YAML or no kubeconfig.
    """
    return read(Source(data, name))


def detect(data: bytes, name: str = "-") -> list[Detected]:
    """The login of every user in the bytes of a kubeconfig, in the order of the file. Raises Refused like `load`."""
    kubeconfig = load(data, name)
    return detect_users(kubeconfig, contexts_by_user([kubeconfig]))


def convert(
    data: bytes,
    *,
    to: Literal["exec", "azure"] = "exec",
    login: str | None = None,
    flags: Mapping[str, str] | None = None,
    keep_origin: bool = False,
    users: Sequence[str] = (),
    contexts: Sequence[str] = (),
    name: str = "-",
) -> Conversion:
    """Convert the Azure users in the bytes of a kubeconfig; `.data` of the result are the new bytes.

    `flags` are values by flag name of kubelogin without dashes ("tenant-id"), "true" or "false" for switches; `users` and
    `contexts` are names or glob patterns. Raises Refused like `load`, UnknownName for a user or context that is not there.
    """
    kubeconfig = load(data, name)
    used_by = contexts_by_user([kubeconfig])
    options = Options(to, login, flags or {}, "", keep_origin, users, contexts)
    return convert_users(kubeconfig, used_by, select_users([(kubeconfig, used_by)], options)[0], options)
