"""Private keys as Go's crypto/tls reads them, and which certificates they belong to.

https://pkg.go.dev/crypto/tls#X509KeyPair
"""

from math import prod
from typing import Final

from kubeconv.releases.table import PRIVATE_EXPONENT, STRICT_RSA
from kubeconv.releases.version import Version
from kubeconv.validation.go import der
from kubeconv.validation.go.curves import CURVES, Curve, ed25519_public_key
from kubeconv.validation.go.der import Malformed, Reader
from kubeconv.validation.go.x509 import ECDSA, ED25519, RSA, PublicKey

#: Below this no signature fits that TLS 1.3 knows: PSS with SHA-256 takes 66 bytes.
_SMALLEST_RSA: Final = 66 * 8 - 6
_SMALLEST_STRICT_RSA: Final = 1024
_SMALLEST_COORDINATE: Final = 32


def public_key_of(data: bytes, kubectl: Version) -> PublicKey:
    """The public key that belongs to a private one in DER: PKCS #1, PKCS #8 or SEC 1, whatever its PEM block is called.

    Raises Malformed.
    """
    for read in (_pkcs1, _pkcs8, _sec1):
        try:
            return read(data, kubectl)
        except Malformed:
            continue
    raise Malformed("no private key that Go can read")


def weakness(key: PublicKey, kubectl: Version) -> str:
    """Why Go's TLS cannot sign with a key that it can read, '' if it can."""
    if key.curve is not None and key.curve.size < _SMALLEST_COORDINATE:
        return "TLS cannot use its curve, P-224"
    if key.algorithm != RSA or not isinstance(key.value, int):
        return ""
    bits, least = key.value.bit_length(), _SMALLEST_STRICT_RSA if kubectl >= STRICT_RSA.since else _SMALLEST_RSA
    return f"an RSA key of {bits} bits is too small" if bits < least else ""


def _pkcs1(data: bytes, kubectl: Version) -> PublicKey:
    part = "malformed RSA key"
    reader = Reader(data)
    content = reader.take(der.SEQUENCE, part)
    if not reader.is_empty:
        raise Malformed(part)
    version = content.integer(part)
    modulus, public, private, *primes = (content.integer(part) for _ in range(5))
    shortcuts = [content.integer(part) for _ in range(3) if content.peek(part) == der.INTEGER]
    if content.peek(part) == der.SEQUENCE:
        others = content.any(part)[1]
        while not others.is_empty:
            primes.append(others.take(der.SEQUENCE, part).integer(part))
    if version > 1 or min(modulus, private) <= 0 or min(primes) <= 1 or prod(primes) != modulus:
        raise Malformed(part)
    is_right = 2 <= public < 1 << 31
    has_shortcuts = kubectl >= STRICT_RSA.since and len(primes) == 2 and len(shortcuts) == 3
    if not has_shortcuts or kubectl >= PRIVATE_EXPONENT.since:  # with shortcuts it was not used in between: measured
        is_right = is_right and all((public * private - 1) % (prime - 1) == 0 for prime in primes)
    if has_shortcuts:
        is_right = is_right and _are_right(shortcuts, public, primes)
    if kubectl >= STRICT_RSA.since:
        is_right = is_right and _is_sound(modulus, public, private, primes) and min(shortcuts, default=1) > 0
    if not is_right:
        raise Malformed(part)
    return PublicKey(RSA, modulus)


def _are_right(shortcuts: list[int], public: int, primes: list[int]) -> bool:
    """True for the exponents modulo p - 1 and q - 1, and the inverse of q modulo p."""
    p, q = primes
    to_p, to_q, inverse = shortcuts
    exponents = (to_p * public - 1) % (p - 1) == 0 and (to_q * public - 1) % (q - 1) == 0
    return exponents and to_p < p - 1 and to_q < q - 1 and inverse < p and inverse * q % p == 1


def _is_sound(modulus: int, public: int, private: int, primes: list[int]) -> bool:
    """True if nothing makes the key easy to guess, as far as Go looks."""
    if modulus % 2 == 0 or public % 2 == 0 or private >= modulus:
        return False
    half = modulus.bit_length() // 2
    return len(primes) > 2 or (abs(primes[0] - primes[1]).bit_length() > half - 100 and private.bit_length() > half)


def _pkcs8(data: bytes, kubectl: Version) -> PublicKey:
    part = "malformed PKCS #8 key"
    content = Reader(data).take(der.SEQUENCE, part)
    content.integer(part)
    algorithm = content.take(der.SEQUENCE, part)
    kind, parameters = algorithm.identifier(part), algorithm.rest
    key = content.take(der.OCTET_STRING, part).rest
    if kind == RSA:
        return _pkcs1(key, kubectl)
    if kind == ECDSA:
        try:
            curve = Reader(parameters).identifier(part)
        except Malformed:
            curve = None
        return _sec1(key, kubectl, curve)
    if kind == ED25519 and not parameters:
        seed = Reader(key).take(der.OCTET_STRING, part).rest
        if len(seed) == 32:
            return PublicKey(ED25519, ed25519_public_key(seed))
    raise Malformed(part)


def _sec1(data: bytes, kubectl: Version, curve_name: str | None = None) -> PublicKey:  # noqa: ARG001 - one of three alike
    part = "malformed EC key"
    content = Reader(data).take(der.SEQUENCE, part)
    if content.integer(part) != 1:
        raise Malformed(part)
    scalar = content.take(der.OCTET_STRING, part).rest
    inner_name = content.identifier(part) if _enter(content, 0, der.OBJECT_IDENTIFIER, part) else ""
    if _enter(content, 1, der.BIT_STRING, part):
        content.bits(part)
    curve: Curve | None = CURVES.get(inner_name if curve_name is None else curve_name)
    number = int.from_bytes(scalar)
    if curve is None or number >= curve.n:
        raise Malformed(part)
    return PublicKey(ECDSA, curve.multiple(number), curve)


def _enter(content: Reader, number: int, wanted: int, part: str) -> bool:
    """Go to the element in the optional part [number], if it is there. If something else is there, Go takes the part for
    absent; and it does not compare the lengths of the part and of the element in it."""
    start = content.at
    if content.peek(part) == der.EXPLICIT | number:
        if content.header(part)[1] == 0:
            raise Malformed(part)
        if content.is_empty or content.peek(part) == wanted:
            return True
    content.at = start
    return False
