"""Client certificates and keys that do not work, each pair read once for all rules."""

from collections.abc import Iterator
from typing import Literal

from kubeconv.kubeconfig.view import User
from kubeconv.releases.version import Version
from kubeconv.validation.go.certificates import certificate, key_pair, private_key
from kubeconv.validation.rule import Case
from kubeconv.validation.rules.server._fields import Material, is_redacted, material


def bad_pairs(
    case: Case, blame: Literal["certificate", "key", "both"]
) -> Iterator[tuple[User, str, Material, Material]]:
    """The users whose pair client-go does not take because of `blame`: why, the certificate and the key."""
    for user in case.kubeconfig.users_with("client-key", "client-key-data"):
        of_certificate = material(case, user.fields, "client-certificate")
        key = material(case, user.fields, "client-key") if of_certificate else None
        if of_certificate is None or key is None:
            continue
        if is_redacted(user.fields, of_certificate.field) or is_redacted(user.fields, key.field):
            continue
        problem, of = _problem(of_certificate.content, key.content, case.kubectl)
        if problem and of == blame:
            yield user, problem, of_certificate, key


def _problem(certificate_text: bytes | None, key_text: bytes | None, kubectl: Version) -> tuple[str, str]:
    """Why client-go does not take a pair, and what is to blame. One of the two may be in a file that is not known."""
    if certificate_text is not None:
        pair = certificate(certificate_text, kubectl)
        if key_text is not None and not pair.problem:
            pair = key_pair(certificate_text, key_text, kubectl)
        return pair.problem, pair.blame
    return (private_key(key_text, kubectl).problem if key_text is not None else ""), "key"
