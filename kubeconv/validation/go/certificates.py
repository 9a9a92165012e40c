"""What client-go makes of certificate authorities and of client certificates with their keys, as PEM.

https://github.com/kubernetes/client-go/blob/master/transport/transport.go
"""

from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from kubeconv.gate.shown import plain
from kubeconv.gate.value import NamedTuple
from kubeconv.releases.version import Version

# Most of a run's time is imports, and a file without certificates needs none of these; one without client keys no _keys.
if TYPE_CHECKING:
    from kubeconv.validation.go.pem import Block
    from kubeconv.validation.go.x509 import Certificate, PublicKey

#: Thousands of entries with one certificate are read once; so are thousands with one each, by several rules.
_REMEMBERED: Final = 16384


class Authorities(NamedTuple):
    """The certificates of a certificate authority; `problem` says why client-go does not take it, '' if it does."""

    certificates: "tuple[Certificate, ...]" = ()
    problem: str = ""


class KeyPair(NamedTuple):
    """A client certificate and its key. `problem` says why client-go does not take them, and `blame` what is wrong."""

    certificate: "Certificate | None" = None
    problem: str = ""
    blame: Literal["certificate", "key", "both"] = "certificate"


class PrivateKey(NamedTuple):
    """What belongs to a private key in a certificate; `problem` says why client-go does not take it."""

    key: "PublicKey | None"
    problem: str = ""


@lru_cache(_REMEMBERED)
def authorities(text: bytes, kubectl: Version) -> Authorities:
    """What client-go trusts with this PEM: one certificate that it can read is enough."""
    from kubeconv.validation.go.der import Malformed
    from kubeconv.validation.go.pem import blocks
    from kubeconv.validation.go.x509 import parse

    found, first = [], ""
    types = []
    for block in blocks(text):
        types.append(block.type)
        if block.type != "CERTIFICATE" or block.has_headers:
            continue
        try:
            found.append(parse(block.data, kubectl))
        except Malformed as error:
            first = first or f"its certificate cannot be read: {error}"
    if found:
        return Authorities(tuple(found))
    return Authorities((), first or _missing(types, "CERTIFICATE"))


@lru_cache(_REMEMBERED)
def key_pair(certificate_text: bytes, key_text: bytes, kubectl: Version) -> KeyPair:
    """What client-go logs in with: the first certificate, and the first key, which must belong together."""
    from kubeconv.validation.go.keys import weakness

    of_certificate = certificate(certificate_text, kubectl)
    if of_certificate.problem or of_certificate.certificate is None:
        return of_certificate
    of_key = private_key(key_text, kubectl)
    if of_key.key is None:
        return of_certificate._replace(problem=of_key.problem, blame="key")
    key, public = of_key.key, of_certificate.certificate.public_key
    if (key.algorithm, key.value) != (public.algorithm, public.value):
        return of_certificate._replace(problem="the key belongs to another certificate", blame="both")
    return of_certificate._replace(problem=weakness(key, kubectl))


@lru_cache(_REMEMBERED)
def private_key(text: bytes, kubectl: Version) -> PrivateKey:
    """The first key of a PEM."""
    from kubeconv.validation.go.der import Malformed
    from kubeconv.validation.go.keys import public_key_of
    from kubeconv.validation.go.pem import blocks

    found = list(blocks(text))
    block = next((each for each in found if _is_key(each)), None)
    if block is None:
        return PrivateKey(None, _missing([each.type for each in found], "PRIVATE KEY"))
    try:
        return PrivateKey(public_key_of(block.data, kubectl))
    except Malformed as error:
        is_encrypted = "ENCRYPTED" in block.type or block.has_headers
        return PrivateKey(
            None, "the key is encrypted, and client-go asks for no password" if is_encrypted else str(error)
        )


@lru_cache(_REMEMBERED)
def certificate(text: bytes, kubectl: Version) -> KeyPair:
    """The first certificate of a PEM, and whether it is of use."""
    from kubeconv.validation.go.der import Malformed
    from kubeconv.validation.go.pem import blocks
    from kubeconv.validation.go.x509 import ECDSA, ED25519, RSA, parse

    found = list(blocks(text))
    block = next((each for each in found if each.type == "CERTIFICATE"), None)
    if block is None:
        return KeyPair(None, _missing([each.type for each in found], "CERTIFICATE"))
    try:
        parsed = parse(block.data, kubectl)
    except Malformed as error:
        return KeyPair(None, f"the certificate cannot be read: {error}")
    if parsed.public_key.algorithm not in (RSA, ECDSA, ED25519):
        return KeyPair(parsed, "TLS cannot use this kind of key")
    return KeyPair(parsed)


def _is_key(block: "Block") -> bool:
    return block.type == "PRIVATE KEY" or block.type.endswith(" PRIVATE KEY")


def _missing(types: list[str], wanted: str) -> str:
    if not types:
        return f'it is not PEM: no line "-----BEGIN {wanted}-----" with what belongs to it'
    return f"it holds no {wanted}, but {', '.join(dict.fromkeys(map(plain, types)))}"
