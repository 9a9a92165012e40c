"""Where certificates, keys and tokens stand: in the file as base64, or in another file that it names."""

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from kubeconv.gate.brief import brief
from kubeconv.gate.secret import is_secret
from kubeconv.gate.shown import quoted_name
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.acceptance import credentials_of, has_data, refused_together
from kubeconv.kubeconfig.view import Cluster, User
from kubeconv.tree.finding import Subject
from kubeconv.tree.node import SCALAR, SEQUENCE, Node, Pair, string, value_of
from kubeconv.tree.scalar import decode_base64
from kubeconv.tree.source import Span
from kubeconv.validation.rule import Case, Hit

#: What `kubectl config view` writes in the place of certificates, and of tokens and passwords.
REDACTED: Final = ("DATA+OMITTED", "REDACTED")

#: The fields that log a user in.
CREDENTIALS: Final = (
    "token", "tokenFile", "username", "password", "client-certificate", "client-certificate-data", "exec", "auth-provider",
)  # fmt: skip

_CERTIFICATE: Final = ("client-certificate-data", "client-certificate")

#: A machine reads this much of a file: of a longer one it does not know all.
_MAX_READ: Final = 2**20


class Material(NamedTuple):
    """A certificate or key: the field that counts, where its value is, and the bytes; None if they are not known."""

    field: str
    span: Span
    content: bytes | None

    def __repr__(self) -> str:
        return brief(self, "field", "span")


def words(subject: Subject) -> str:
    """How a message calls an entry."""
    return f"{subject.kind} {quoted_name(subject.name)}"


def has(pairs: Mapping[str, Pair], key: str) -> bool:
    """True if a field holds something."""
    if key.endswith("-data"):
        return has_data(pairs, key)
    node = value_of(pairs, key)
    return node is not None and (bool(node.text) or node.kind != SCALAR)


def material(case: Case, pairs: Mapping[str, Pair], key: str) -> Material | None:
    """What client-go takes of `key-data` and `key`: the data if there is any. None if there is neither."""
    if has(pairs, f"{key}-data"):
        pair = pairs[f"{key}-data"]
        return Material(f"{key}-data", pair.value.span, _bytes(pair.value.real))
    if has(pairs, key):
        content = content_of(case, string(value_of(pairs, key)))
        return Material(key, pairs[key].value.span, content)
    return None


def is_redacted(pairs: Mapping[str, Pair], key: str) -> bool:
    """True for a value in the place of which `config view` wrote that there is one."""
    return string(value_of(pairs, key)) in REDACTED


def content_of(case: Case, name: str) -> bytes | None:
    """The whole of a file that a kubeconfig names; None if it cannot be read here."""
    if case.disk is None:
        return None
    path = location(case, name)
    content = b"" if path == os.devnull else case.disk.read(path)
    return content if content is not None and len(content) < _MAX_READ else None


def is_folder(case: Case, name: str) -> bool:
    """True if a kubeconfig names a folder."""
    mode = case.disk.mode(location(case, name)) if case.disk else None
    return mode is not None and stat.S_ISDIR(mode)


def location(case: Case, name: str) -> str:
    """Where client-go looks for a file: from the folder of the kubeconfig, with `a/../b` cleaned, or as it is written."""
    return name if os.path.isabs(name) else os.path.normpath(os.path.join(case.folder, name))


def misplaced(key: str, name: str) -> str:
    """What helps where a field for a path holds what should be in the file; '' if it holds a path."""
    if "-----BEGIN" in name:
        return f"this is the content of a file, not its path: write what base64 -w0 makes of it into {key}-data"
    if name.startswith("LS0tLS1C"):
        return f"this is the content of a file, not its path: it belongs in {key}-data"
    if key == "tokenFile" and is_secret(name):
        return "this looks like a token, not like the path of a file with one: move it to token"
    return ""


def certificates(case: Case) -> Iterator[tuple[Subject, str, Material]]:
    """Every certificate authority and client certificate, with its field."""
    for cluster in case.kubeconfig.clusters:
        if found := material(case, cluster.fields, "certificate-authority"):
            yield Subject("cluster", cluster.name), "certificate-authority", found
    for user in case.kubeconfig.users_with(*_CERTIFICATE):
        if found := material(case, user.fields, "client-certificate"):
            yield Subject("user", user.name), "client-certificate", found


def files(case: Case) -> Iterator[tuple[Subject, str, Pair]]:
    """Every file that client-go reads when a cluster or a user is used, with its field."""
    for cluster in case.kubeconfig.clusters:
        if has(cluster.fields, "certificate-authority"):
            yield Subject("cluster", cluster.name), "certificate-authority", cluster.fields["certificate-authority"]
    for user in case.kubeconfig.users_with(*_CERTIFICATE, "tokenFile"):
        subject = Subject("user", user.name)
        if has(user.fields, "client-certificate-data") or has(user.fields, "client-certificate"):
            for key in ("client-certificate", "client-key"):
                if has(user.fields, key):
                    yield subject, key, user.fields[key]
        if has(user.fields, "tokenFile") and not has(user.fields, "token"):
            yield subject, "tokenFile", user.fields["tokenFile"]


def users_with_certificate(case: Case) -> Iterator[User]:
    """The users with a client certificate."""
    for user in case.kubeconfig.users_with(*_CERTIFICATE):
        if has(user.fields, "client-certificate-data") or has(user.fields, "client-certificate"):
            yield user


def data_and_file(entries: Iterable[Cluster | User], key: str) -> Iterator[Hit]:
    """The clusters or users that have `key` and `key-data`, which client-go refuses together."""
    for entry in entries:
        if _are_refused(entry, (key, f"{key}-data")):
            subject = Subject("user" if isinstance(entry, User) else "cluster", entry.name)
            yield Hit(
                entry.fields[key].key.span,
                f"{words(subject)} has {key} and {key}-data: client-go refuses them together",
                "remove one of them",
                subject,
            )


def _are_refused(entry: Cluster | User, keys: tuple[str, str]) -> bool:
    if isinstance(entry, User):
        return keys in refused_together(credentials_of(entry))
    return all(has(entry.fields, key) for key in keys)


def is_insecure(cluster: Cluster) -> bool:
    """True if the certificate of the server is not looked at."""
    node = value_of(cluster.fields, "insecure-skip-tls-verify")
    try:
        return node is not None and node.value is True
    except ValueError:
        return False


def _bytes(node: Node) -> bytes | None:
    if node.kind == SEQUENCE:
        try:
            return bytes(int(string(item.real)) for item in node.children)
        except ValueError:
            return None
    return _decoded(string(node))


@lru_cache(16384)
def _decoded(text: str) -> bytes | None:
    try:
        return decode_base64(text)
    except ValueError:
        return None
