"""The elliptic curves that Go has, and multiplication on them: does a private key belong to a public one?

https://csrc.nist.gov/pubs/sp/800/186/final, https://www.rfc-editor.org/rfc/rfc8032#section-5.1
"""

from functools import lru_cache
from typing import Final

from kubeconv.gate.value import NamedTuple

Point = tuple[int, int]

#: A point at infinity in coordinates (X, Y, Z), which stand for (X/Z², Y/Z³): so no sum needs a division.
_INFINITY: Final = (1, 1, 0)
#: The largest digit of a factor: multiples are summed up digit by digit.
_WINDOW: Final = 15


class Curve(NamedTuple):
    """The curve y² = x³ - 3x + b over the numbers modulo p, with a group of n points around the generator."""

    p: int
    b: int
    n: int
    generator: Point

    @property
    def size(self) -> int:
        """The bytes of a coordinate."""
        return (self.p.bit_length() + 7) // 8

    def point(self, data: bytes) -> Point | None:
        """The point with these uncompressed coordinates; None if there is none."""
        if len(data) != 1 + 2 * self.size or data[0] != 4:
            return None
        x, y = int.from_bytes(data[1 : 1 + self.size]), int.from_bytes(data[1 + self.size :])
        if max(x, y) >= self.p or (y * y - x * x * x + 3 * x - self.b) % self.p:
            return None
        return x, y

    def multiple(self, factor: int) -> Point | None:
        """The generator added to itself `factor` times; None for the point at infinity."""
        p = self.p
        sum_ = _INFINITY
        for multiples in _table(self):
            if digit := factor & _WINDOW:
                sum_ = _add(sum_, multiples[digit - 1], p)
            factor >>= _WINDOW.bit_length()
        x, y, z = sum_
        if z == 0:
            return None
        inverse = pow(z, -1, p)
        square = inverse * inverse % p
        return x * square % p, y * square * inverse % p


@lru_cache
def _table(curve: Curve) -> list[list[Point]]:
    """The generator times 1 to 15, then times 16 to 16 · 15, and so on: a multiple is then a sum of one of each."""
    p = curve.p
    rows = []
    base = curve.generator
    for _ in range((curve.n.bit_length() + 3) // 4):
        row = [(*base, 1)]
        while len(row) <= _WINDOW:
            row.append(_add(row[-1], base, p))
        # One division for all: from the product of all Z each inverse follows.
        products = [1]
        for *_, z in row:
            products.append(products[-1] * z % p)
        inverse = pow(products.pop(), -1, p)
        points = []
        for (x, y, z), product in zip(reversed(row), reversed(products), strict=True):
            one = inverse * product % p
            inverse = inverse * z % p
            points.append((x * one * one % p, y * one * one % p * one % p))
        base = points[0]
        rows.append(points[:0:-1])
    return rows


def ed25519_public_key(seed: bytes) -> bytes:
    """The public key that belongs to a private one of 32 bytes."""
    import hashlib

    p = 2**255 - 19
    d = -121665 * pow(121666, -1, p) % p
    digest = bytearray(hashlib.sha512(seed).digest()[:32])
    digest[0] &= 248
    digest[31] = digest[31] & 127 | 64
    y = 4 * pow(5, -1, p) % p
    x = 15112221349535400772501151409588531511454012693041857206046113283949847762202
    # Extended coordinates (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z.
    base = (x, y, 1, x * y % p)
    sum_ = (0, 1, 1, 0)
    for bit in bin(int.from_bytes(digest, "little"))[2:]:
        sum_ = _add_extended(sum_, sum_, p, d)
        if bit == "1":
            sum_ = _add_extended(sum_, base, p, d)
    inverse = pow(sum_[2], -1, p)
    x, y = sum_[0] * inverse % p, sum_[1] * inverse % p
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _double(point: tuple[int, int, int], p: int) -> tuple[int, int, int]:
    x, y, z = point
    if z == 0:
        return point
    delta, gamma = z * z % p, y * y % p
    beta = x * gamma % p
    alpha = 3 * (x - delta) * (x + delta) % p
    new_x = (alpha * alpha - 8 * beta) % p
    return new_x, (alpha * (4 * beta - new_x) - 8 * gamma * gamma) % p, 2 * y * z % p


def _add(point: tuple[int, int, int], other: Point, p: int) -> tuple[int, int, int]:
    x1, y1, z1 = point
    if z1 == 0:
        return *other, 1
    square = z1 * z1 % p
    h = (other[0] * square - x1) % p
    r = (other[1] * square * z1 - y1) % p
    if h == 0:
        return _double(point, p) if r == 0 else _INFINITY
    hh = h * h % p
    hhh, v = h * hh % p, x1 * hh % p
    x = (r * r - hhh - 2 * v) % p
    return x, (r * (v - x) - y1 * hhh) % p, z1 * h % p


def _add_extended(
    one: tuple[int, int, int, int], other: tuple[int, int, int, int], p: int, d: int
) -> tuple[int, int, int, int]:
    a = (one[1] - one[0]) * (other[1] - other[0]) % p
    b = (one[1] + one[0]) * (other[1] + other[0]) % p
    c = 2 * one[3] * other[3] * d % p
    e = 2 * one[2] * other[2] % p
    return (b - a) * (e - c) % p, (e + c) * (b + a) % p, (e - c) * (e + c) % p, (b - a) * (b + a) % p


_P224: Final = Curve(
    0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF000000000000000000000001,
    0xB4050A850C04B3ABF54132565044B0B7D7BFD8BA270B39432355FFB4,
    0xFFFFFFFFFFFFFFFFFFFFFFFFFFFF16A2E0B8F03E13DD29455C5C2A3D,
    (
        0xB70E0CBD6BB4BF7F321390B94A03C1D356C21122343280D6115C1D21,
        0xBD376388B5F723FB4C22DFE6CD4375A05A07476444D5819985007E34,
    ),
)
_P256: Final = Curve(
    0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF,
    0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
    0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    (
        0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
        0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
    ),
)
_P384: Final = Curve(
    2**384 - 2**128 - 2**96 + 2**32 - 1,
    0xB3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF,
    0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
    (
        0xAA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB7,
        0x3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F,
    ),
)
_P521: Final = Curve(
    2**521 - 1,
    0x0051953EB9618E1C9A1F929A21A0B68540EEA2DA725B99B315F3B8B489918EF109E156193951EC7E937B1652C0BD3BB1BF073573DF883D2C34F1EF451FD46B503F00,
    0x01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFA51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91386409,
    (
        0x00C6858E06B70404E9CD9E3ECB662395B4429C648139053FB521F828AF606B4D3DBAA14B5E77EFE75928FE1DC127A2FFA8DE3348B3C1856A429BF97E7E31C2E5BD66,
        0x011839296A789A3BC0045C8A5FB42C7D1BD998F54449579B446817AFBD17273E662C97EE72995EF42640C550B9013FAD0761353C7086A272C24088BE94769FD16650,
    ),
)
CURVES: Final = {
    "1.3.132.0.33": _P224,
    "1.2.840.10045.3.1.7": _P256,
    "1.3.132.0.34": _P384,
    "1.3.132.0.35": _P521,
}
