"""X.509 certificates as Go's crypto/x509 reads them: what it refuses is refused here, with the same strictness.

Python's ssl is no measure: OpenSSL takes certificates that Go refuses (negative serial numbers, unknown curves) and
refuses some that Go takes. Signatures and trust are not looked at, and neither does client-go when it reads a file.
https://pkg.go.dev/crypto/x509#ParseCertificate
"""

from typing import Final

from kubeconv.gate.value import NamedTuple
from kubeconv.releases.table import NO_NEGATIVE_SERIALS
from kubeconv.releases.version import Version
from kubeconv.validation.go import der
from kubeconv.validation.go.curves import CURVES, Curve
from kubeconv.validation.go.der import Malformed, Reader

RSA: Final = "1.2.840.113549.1.1.1"
DSA: Final = "1.2.840.10040.4.1"
ECDSA: Final = "1.2.840.10045.2.1"
X25519: Final = "1.3.101.110"
ED25519: Final = "1.3.101.112"

#: Where year, month, day, hour, minute and second stand in a time.
_FIELDS: Final = ((0, 4), (4, 6), (6, 8), (8, 10), (10, 12), (12, 14))


class PublicKey(NamedTuple):
    """The public key of a certificate. `value` is what tells keys of one kind apart: the modulus of RSA, the point of
    ECDSA, the bytes of Ed25519."""

    algorithm: str
    value: object
    curve: Curve | None = None


class Certificate(NamedTuple):
    """What matters of a certificate here. The times are seconds since 1970."""

    public_key: PublicKey
    not_before: float
    not_after: float
    subject: str


def parse(data: bytes, kubectl: Version) -> Certificate:
    """The certificate in DER. Raises Malformed."""
    reader = Reader(data)
    outer = reader.take(der.SEQUENCE, "malformed certificate")
    if not reader.is_empty:
        raise Malformed("extra bytes follow the certificate")
    tbs = outer.take(der.SEQUENCE, "malformed certificate")
    version = _version(tbs)
    if tbs.integer("malformed serial number") < 0 and kubectl >= NO_NEGATIVE_SERIALS.since:
        raise Malformed("the serial number is negative")
    inner_algorithm = tbs.take(der.SEQUENCE, "malformed signature algorithm").rest
    if outer.take(der.SEQUENCE, "malformed signature algorithm").rest != inner_algorithm:
        raise Malformed("the two signature algorithms differ")
    _algorithm(Reader(inner_algorithm), "malformed signature algorithm")
    _name(tbs.take(der.SEQUENCE, "malformed issuer"), "malformed issuer")
    validity = tbs.take(der.SEQUENCE, "malformed validity")
    not_before, not_after = _time(validity), _time(validity)
    subject = _name(tbs.take(der.SEQUENCE, "malformed subject"), "malformed subject")
    public_key = _public_key(tbs.take(der.SEQUENCE, "malformed public key"))
    if version > 0:
        tbs.optional(der.CONTEXT | 1, "malformed issuer id")
        tbs.optional(der.CONTEXT | 2, "malformed subject id")
        if version == 2 and (found := tbs.optional(der.EXPLICIT | 3, "malformed extensions")) is not None:
            from kubeconv.validation.go.extensions import check_extensions

            check_extensions(found, kubectl)
    outer.bits("malformed signature")
    return Certificate(public_key, not_before, not_after, subject)


def rsa_public_key(reader: Reader) -> tuple[int, int]:
    """Modulus and exponent."""
    modulus, exponent = reader.integer("malformed RSA modulus"), reader.integer("malformed RSA exponent")
    if modulus <= 0 or not 0 < exponent < 1 << 63:
        raise Malformed("an RSA modulus or exponent that is not positive")
    return modulus, exponent


def _version(tbs: Reader) -> int:
    found = tbs.optional(der.EXPLICIT, "malformed version")
    if found is None:
        return 0
    version = found.integer("malformed version")
    if not found.is_empty or not 0 <= version <= 2:
        raise Malformed("malformed version")
    return version


def _algorithm(reader: Reader, part: str) -> tuple[str, bytes]:
    algorithm = reader.identifier(part)
    if reader.is_empty:
        return algorithm, b""
    start = reader.at
    reader.any(part)
    return algorithm, reader.data[start : reader.at]


def _public_key(reader: Reader) -> PublicKey:
    algorithm, parameters = _algorithm(reader.take(der.SEQUENCE, "malformed public key"), "malformed public key")
    data = reader.bits("malformed public key")
    if algorithm == RSA:
        if parameters != b"\x05\x00":
            raise Malformed("the RSA key has no NULL parameters")
        return PublicKey(RSA, rsa_public_key(Reader(data).take(der.SEQUENCE, "malformed RSA key"))[0])
    if algorithm == ECDSA:
        curve = CURVES.get(Reader(parameters).identifier("malformed curve"))
        if curve is None:
            raise Malformed("Go does not know the elliptic curve")
        point = curve.point(data)
        if point is None:
            raise Malformed("the public key is not a point on its curve")
        return PublicKey(ECDSA, point, curve)
    if algorithm in (ED25519, X25519):
        if parameters or len(data) != 32:
            raise Malformed("malformed Ed25519 or X25519 key")
        return PublicKey(algorithm, data)
    if algorithm == DSA:
        group = Reader(parameters).take(der.SEQUENCE, "malformed DSA key")
        numbers = [Reader(data).integer("malformed DSA key"), *(group.integer("malformed DSA key") for _ in "pqg")]
        if min(numbers) <= 0:
            raise Malformed("malformed DSA key")
    return PublicKey(algorithm, data)


def _time(reader: Reader) -> float:
    part = "malformed time"
    tag, content = reader.any(part)
    text = content.rest.decode("ascii", "replace")
    digits = len(text) - len(text.lstrip("0123456789"))
    zone = text[digits:]
    lengths = {der.UTC_TIME: (10, 12), der.GENERALIZED_TIME: (14,)}.get(tag, ())
    if digits not in lengths:
        raise Malformed(part)
    century = "" if tag == der.GENERALIZED_TIME else "19" if text[:2] >= "50" else "20"
    stamp = century + text[:digits] + "00" * (digits == 10)
    year, month, day, hour, minute, second = (int(stamp[at:to]) for at, to in _FIELDS)
    offset = 0
    if zone != "Z":
        # +0000 is refused: Go writes it as Z, and what it reads must be what it would write.
        if len(zone) != 5 or zone[0] not in "+-" or not zone[1:].isdecimal() or zone[1:] == "0000":
            raise Malformed(part)
        if int(zone[1:3]) > 24 or int(zone[3:]) >= 60:
            raise Malformed(part)
        offset = (int(zone[1:3]) * 60 + int(zone[3:])) * (-60 if zone[0] == "-" else 60)
    if not 1 <= month <= 12 or not 1 <= day <= _days(year, month) or hour > 23 or minute > 59 or second > 59:
        raise Malformed(part)
    return ((_day(year, month, day) * 24 + hour) * 60 + minute) * 60 + second - offset


def _days(year: int, month: int) -> int:
    """The days of a month."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _day(year: int, month: int, day: int) -> int:
    """The number of a day since 1970; Python's datetime would do, but takes longer to import than a certificate to read.

    The year is taken to begin with March, so that the odd day comes last.
    """
    year, month = (year, month - 3) if month > 2 else (year - 1, month + 9)
    return year * 365 + year // 4 - year // 100 + year // 400 + (month * 153 + 2) // 5 + day - 719469


def _name(reader: Reader, part: str) -> str:
    """The name, as `CN=kubernetes-admin,O=system:masters`."""
    found = []
    while not reader.is_empty:
        group = reader.take(der.SET, part)
        while not group.is_empty:
            attribute = group.take(der.SEQUENCE, part)
            kind = attribute.identifier(part)
            tag, content = attribute.any(part)
            found.append((kind, _text(tag, content.rest, part)))
    keys = {"2.5.4.3": "CN", "2.5.4.10": "O", "2.5.4.11": "OU"}
    return ",".join(f"{keys[kind]}={text}" for kind, text in found if kind in keys)


def _text(tag: int, data: bytes, part: str) -> str:
    try:
        if tag == der.UTF8_STRING:
            return data.decode()
        if tag == der.PRINTABLE_STRING and all(chr(each) in _PRINTABLE for each in data):
            return data.decode("ascii")
        if tag == der.IA5_STRING:
            return data.decode("ascii")
        if tag == der.T61_STRING:
            return data.decode("latin-1")
        if tag == der.BMP_STRING and len(data) % 2 == 0:
            return data.decode("utf-16-be", "replace").removesuffix("\0")
        if tag == der.NUMERIC_STRING and not data.strip(b"0123456789 "):
            return data.decode("ascii")
    except UnicodeDecodeError:
        pass
    raise Malformed(part)


_PRINTABLE: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'()+,-./ :=?*&")
