"""Client certificates and keys that do not work, each pair read once for all rules."""

from collections.abc import Iterator
from typing import Literal

from kubeconv.kubeconfig.view import User
from kubeconv.validation.go.certificates import key_pair
from kubeconv.validation.rule import Case
from kubeconv.validation.rules.server._fields import Material, is_redacted, material


def bad_pairs(
    case: Case, blame: Literal["certificate", "key", "both"]
) -> Iterator[tuple[User, str, Material, Material]]:
    """The users whose pair client-go does not take because of `blame`: why, the certificate and the key."""
    for user in case.kubeconfig.users_with("client-key", "client-key-data"):
        certificate = material(case, user.fields, "client-certificate")
        key = material(case, user.fields, "client-key") if certificate else None
        if certificate is None or key is None or certificate.content is None or key.content is None:
            continue
        if is_redacted(user.fields, certificate.field) or is_redacted(user.fields, key.field):
            continue
        found = key_pair(certificate.content, key.content, case.kubectl)
        if found.problem and found.blame == blame:
            yield user, found.problem, certificate, key
