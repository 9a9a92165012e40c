"""The extensions of a certificate: those that Go knows must be well-formed, the others may be anything.

https://www.rfc-editor.org/rfc/rfc5280#section-4.2
"""

from collections.abc import Callable
from typing import Final

from kubeconv.releases.version import Version
from kubeconv.validation.go import der
from kubeconv.validation.go.der import Malformed, Reader

_NAME_EMAIL, _NAME_DNS, _NAME_URI, _NAME_IP = (der.CONTEXT | number for number in (1, 2, 6, 7))


def check_extensions(reader: Reader, kubectl: Version) -> None:
    """Raises Malformed if Go would refuse the certificate for one of its extensions."""
    part = "malformed extensions"
    extensions = reader.take(der.SEQUENCE, part)
    seen: dict[str, tuple[bool, bytes]] = {}
    while not extensions.is_empty:
        extension = extensions.take(der.SEQUENCE, part)
        kind = extension.identifier(part)
        critical = extension.tag == der.BOOLEAN and extension.boolean(part)
        if kind in seen:
            raise Malformed(f"the extension {kind} appears twice")
        seen[kind] = critical, extension.take(der.OCTET_STRING, part).rest
    for kind, (critical, value) in seen.items():
        if kind in _KNOWN:
            name, read = _KNOWN[kind]
            if critical and kind in _NEVER_CRITICAL:
                raise Malformed(f"the {name} is marked critical")
            read(Reader(value), f"malformed {name}", kubectl)


def _key_usage(reader: Reader, part: str, _: Version) -> None:
    reader.bits(part)


def _basic_constraints(reader: Reader, part: str, _: Version) -> None:
    content = reader.take(der.SEQUENCE, part)
    if content.tag == der.BOOLEAN:
        content.boolean(part)
    if content.tag == der.INTEGER and not -(1 << 63) <= content.integer(part) < 1 << 63:
        raise Malformed(part)


def _alternative_names(reader: Reader, part: str, kubectl: Version) -> None:
    names = reader.take(der.SEQUENCE, part)
    while not names.is_empty:
        tag, content = names.any(part)
        data = content.rest
        if tag in (_NAME_EMAIL, _NAME_DNS, _NAME_URI) and not data.isascii():
            raise Malformed(part)
        if tag == _NAME_URI:
            _check_uri(data.decode(), part, kubectl)
        if tag == _NAME_IP and len(data) not in (4, 16):
            raise Malformed(part)


def _check_uri(text: str, part: str, kubectl: Version) -> None:
    from kubeconv.validation.go.url import BadURL, parse

    try:
        host = parse(text, kubectl).host
    except BadURL:
        raise Malformed(part) from None
    if host and not _is_domain(host):
        raise Malformed(part)


def _name_constraints(reader: Reader, part: str, _: Version) -> None:
    content = reader.take(der.SEQUENCE, part)
    trees = [content.optional(der.EXPLICIT | number, part) for number in (0, 1)]
    given = [tree for tree in trees if tree is not None]
    if not reader.is_empty or not content.is_empty or not given or any(tree.is_empty for tree in given):
        raise Malformed(part)
    for tree in given:
        while not tree.is_empty:
            tag, base = tree.take(der.SEQUENCE, part).any(part)
            _check_constraint(tag, base.rest, part)


def _check_constraint(tag: int, data: bytes, part: str) -> None:
    if tag == _NAME_IP:
        mask = int.from_bytes(data[len(data) // 2 :])
        bits = len(data) * 4
        if len(data) not in (8, 32) or "01" in f"{mask:0{bits}b}":
            raise Malformed(part)
    elif tag in (_NAME_DNS, _NAME_URI, _NAME_EMAIL):
        if not data.isascii():
            raise Malformed(part)
        text = data.decode()
        if not (tag == _NAME_EMAIL and "@" in text) and not _is_domain(text):
            raise Malformed(part)


def _is_domain(text: str) -> bool:
    text = text.removeprefix(".")
    return not text or all(label and all("!" <= each <= "~" for each in label) for label in text.split("."))


def _distribution_points(reader: Reader, part: str, _: Version) -> None:
    points = reader.take(der.SEQUENCE, part)
    while not points.is_empty:
        name = points.take(der.SEQUENCE, part).optional(der.EXPLICIT, part)
        if name is not None:
            names = name.take(der.EXPLICIT, part)
            while names.tag == _NAME_URI:
                names.any(part)


def _authority_key(reader: Reader, part: str, _: Version) -> None:
    reader.take(der.SEQUENCE, part).optional(der.CONTEXT, part)


def _subject_key(reader: Reader, part: str, _: Version) -> None:
    reader.take(der.OCTET_STRING, part)


def _extended_key_usage(reader: Reader, part: str, _: Version) -> None:
    usages = reader.take(der.SEQUENCE, part)
    while not usages.is_empty:
        usages.identifier(part)


def _policies(reader: Reader, part: str, _: Version) -> None:
    policies = reader.take(der.SEQUENCE, part)
    while not policies.is_empty:
        policies.take(der.SEQUENCE, part).take(der.OBJECT_IDENTIFIER, part)


def _authority_information(reader: Reader, part: str, _: Version) -> None:
    accesses = reader.take(der.SEQUENCE, part)
    while not accesses.is_empty:
        access = accesses.take(der.SEQUENCE, part)
        access.identifier(part)
        access.optional(_NAME_URI, part)


_Reading = Callable[[Reader, str, Version], None]
_KNOWN: Final[dict[str, tuple[str, _Reading]]] = {
    "2.5.29.14": ("subject key identifier", _subject_key),
    "2.5.29.15": ("key usage", _key_usage),
    "2.5.29.17": ("subject alternative name", _alternative_names),
    "2.5.29.19": ("basic constraints", _basic_constraints),
    "2.5.29.30": ("name constraints", _name_constraints),
    "2.5.29.31": ("CRL distribution points", _distribution_points),
    "2.5.29.32": ("certificate policies", _policies),
    "2.5.29.35": ("authority key identifier", _authority_key),
    "2.5.29.37": ("extended key usage", _extended_key_usage),
    "1.3.6.1.5.5.7.1.1": ("authority information access", _authority_information),
}
_NEVER_CRITICAL: Final = ("2.5.29.14", "2.5.29.35", "1.3.6.1.5.5.7.1.1")
