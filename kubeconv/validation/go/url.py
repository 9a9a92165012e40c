"""URLs as Go's net/url reads them, which decides what kubectl takes for a server or a proxy.

Python's urllib accepts nearly everything; Go refuses control characters, blanks in a host, bad percent signs and ports.
https://pkg.go.dev/net/url#Parse
"""

from functools import lru_cache
from typing import Final

from kubeconv.gate.value import NamedTuple
from kubeconv.releases.table import STRICT_BRACKETS, STRICT_COLONS
from kubeconv.releases.version import Version

_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_DIGITS: Final = frozenset("0123456789")
_HEX: Final = frozenset("0123456789abcdefABCDEF")
_IN_SCHEME: Final = _LETTERS | _DIGITS | frozenset("+-.")
_IN_HOST: Final = _LETTERS | _DIGITS | frozenset("!$&'()*+,;=:[]<>\"-_.~")
_IN_USERINFO: Final = _LETTERS | _DIGITS | frozenset("-._:~!$&'()*+,;=%@")


class GoURL(NamedTuple):
    """The parts that matter here. `host` is `host:port` without user information, decoded."""

    scheme: str
    userinfo: str | None
    host: str
    path: str

    @property
    def hostname(self) -> str:
        """The host without port and brackets."""
        name = self._split[0]
        return name[1:-1] if name[:1] == "[" and name[-1:] == "]" else name

    @property
    def port(self) -> str:
        """The port as it is written, '' without one."""
        return self._split[1]

    @property
    def _split(self) -> tuple[str, str]:
        # net/http takes an empty port away before it looks for one.
        host = self.host.removesuffix(":")
        name, colon, port = host.rpartition(":")
        return (name, port) if colon and set(port) <= _DIGITS else (host, "")


class BadURL(ValueError):
    """Go refuses to parse it; the text says why and holds nothing secret."""


@lru_cache(32768)  # several rules ask about the same server
def parse(text: str, kubectl: Version) -> GoURL:
    """The URL as the Go of that kubectl reads it. Raises BadURL."""
    rest, _, fragment = text.partition("#")
    if not rest.isprintable() and (control := next((each for each in rest if each < " " or each == "\x7f"), None)):
        raise BadURL(f"it has a control character, U+{ord(control):04X}")
    if rest == "*":
        return GoURL("", None, "", "*")
    scheme, rest = _scheme(rest)
    rest = rest.partition("?")[0]
    userinfo, host = None, ""
    if not rest.startswith("/"):
        if scheme:
            return GoURL(scheme, None, "", "")
        if ":" in rest.partition("/")[0]:
            raise BadURL("it has a colon in its first part, and no scheme such as https://")
    if rest.startswith("//") and (scheme or not rest.startswith("///")):
        authority, slash, path = rest[2:].partition("/")
        userinfo, host = _authority(authority, kubectl)
        rest = slash + path
    _check_percents(rest)
    _check_percents(fragment)
    return GoURL(scheme, userinfo, host, rest)


def _scheme(text: str) -> tuple[str, str]:
    head, colon, rest = text.partition(":")
    if not colon or not set(head) <= _IN_SCHEME:
        return "", text
    if not head:
        raise BadURL("it begins with a colon")
    return (head.lower(), rest) if head[0] in _LETTERS else ("", text)


def _authority(text: str, kubectl: Version) -> tuple[str | None, str]:
    userinfo, at, host = text.rpartition("@")
    host = _host(host, kubectl)
    if not at:
        return None, host
    if not all(each in _IN_USERINFO for each in userinfo):
        raise BadURL("its user name or password has a character that must be percent-encoded")
    _check_percents(userinfo)
    return userinfo, host


def _host(host: str, kubectl: Version) -> str:
    bracket = host.rfind("[")
    if bracket == 0 or (bracket > 0 and _has_strict_brackets(kubectl)):
        close = host.rfind("]")
        if close < 0:
            raise BadURL("it has an opening bracket without a closing one")
        _check_port(host[close + 1 :])
        if _has_strict_brackets(kubectl):
            _check_bracketed(host[:close], bracket)
        zone = host.find("%25", 0, close)
        if zone >= 0:
            return _unescape_host(host[:zone]) + _unescape_host(host[zone:close], True) + _unescape_host(host[close:])
    else:
        colon = host.find(":") if kubectl >= STRICT_COLONS.since else host.rfind(":")
        if colon >= 0:
            _check_port(host[colon:])
    return _unescape_host(host)


def _has_strict_brackets(kubectl: Version) -> bool:
    first = STRICT_BRACKETS.get(kubectl.minor)
    return kubectl.patch >= first if first is not None else kubectl.minor > max(STRICT_BRACKETS)


def _check_bracketed(text: str, bracket: int) -> None:
    import ipaddress

    inside = text[bracket + 1 :].replace("%25", "%", 1)
    try:
        right = bracket == 0 and ipaddress.ip_address(inside).version == 6
    except ValueError:
        right = False
    if not right:
        raise BadURL("only an IPv6 address may stand in brackets")


def _check_port(text: str) -> None:
    if text and not (text[0] == ":" and set(text[1:]) <= _DIGITS):
        raise BadURL("what follows its host is not a port number")


def _check_percents(text: str) -> None:
    if "%" in text:
        for part in text.split("%")[1:]:
            if len(part) < 2 or not set(part[:2]) <= _HEX:
                raise BadURL("it has a percent sign without two hexadecimal digits")


def _unescape_host(text: str, in_zone: bool = False) -> str:
    _check_percents(text)
    bad = next((each for each in text if each not in _IN_HOST and each != "%" and each < "\x80"), None)
    if bad is not None:
        raise BadURL(f"it has the character U+{ord(bad):04X} in its host")
    if "%" not in text:
        return text
    head, *parts = text.split("%")
    decoded = bytearray(head.encode(errors="surrogateescape"))
    for part in parts:
        number = int(part[:2], 16)
        # In a host only what is not ASCII may be escaped, in the zone of an address what could be written plainly.
        plain = chr(number) in _IN_HOST or number in (0x20, 0x25) or number >= 0x80
        if number != 0x25 and not (plain if in_zone else number >= 0x80):
            raise BadURL("it has an escaped character in its host that may only be written plainly")
        decoded.append(number)
        decoded += part[2:].encode(errors="surrogateescape")
    return decoded.decode(errors="surrogateescape")
