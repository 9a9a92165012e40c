"""Servers and hosts as client-go and Go's net read them: what is contacted for a text in a kubeconfig.

All rules ask here, and nobody cuts a URL by hand: Go's readers and a cut by hand differ, and who writes a file for others
makes use of that.
"""

from typing import TYPE_CHECKING, Final

from kubeconv.releases.table import OLDEST_KUBECTL
from kubeconv.releases.version import Version
from kubeconv.validation.go.url import BadURL, GoURL, parse

if TYPE_CHECKING:
    from ipaddress import IPv4Address, IPv6Address

_MAX_PORT: Final = 65535
NO_HOST: Final = "it has no host"
#: Names that lead to the machine itself: of hosts files, and those of Docker Desktop.
LOCAL_NAMES: Final = frozenset(
    (
        "localhost", "localhost.localdomain", "localhost4", "localhost4.localdomain4", "localhost6", "localhost6.localdomain6",
        "ip6-localhost", "ip6-loopback", "host.docker.internal", "gateway.docker.internal", "kubernetes.docker.internal",
    )
)  # fmt: skip
#: What no letter is seen of and IDNA takes out of a name, besides the category Cf: variation selectors, fillers, joiners.
_UNSEEN: Final = frozenset(map(chr, (0x34F, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))


def server_url(server: str, kubectl: Version) -> GoURL:
    """What client-go makes of `server`: a URL, or else `host:port` with http. Raises BadURL.

    https://github.com/kubernetes/client-go/blob/master/rest/url_utils.go
    """
    reason = BadURL("it has neither a scheme such as https:// nor the form host:port")
    try:
        url = parse(server, kubectl)
        if url.scheme and url.host:
            return url
        if url.scheme and "//" in server:
            reason = BadURL(NO_HOST)
    except BadURL as error:
        reason = error
    try:
        url = parse("http://" + server, kubectl)
    except BadURL as error:
        # Where the text has a scheme, what is wrong with it as a URL tells more than what is wrong as host:port.
        raise (reason if "//" in server else error) from None
    if url.path not in ("", "/"):
        raise reason
    return url


def contacted(text: str, kubectl: Version, *, is_server: bool = False) -> GoURL | None:
    """The URL that a client contacts for a text, or for the text of a `server`; None if it can make nothing of it.

    If the kubectl refuses it, as an older one reads it: no client of those who use a file is to be led astray.
    """
    for release in (kubectl, OLDEST_KUBECTL):
        try:
            return server_url(text, release) if is_server else parse(text, release)
        except BadURL:
            continue
    return None


def has_scheme(server: str, kubectl: Version) -> bool:
    """True if a server is a URL by itself; else client-go takes it for `host:port` with http."""
    try:
        url = parse(server, kubectl)
    except BadURL:
        return False
    return bool(url.scheme and url.host)


def has_userinfo(server: str, kubectl: Version) -> bool:
    """True if a server has a user name or password in its URL."""
    if "@" not in server:
        return False
    try:
        return server_url(server, kubectl).userinfo is not None
    except BadURL:
        return False


def reached_by_https(server: str) -> bool:
    """True if client-go uses TLS for a server: only with the scheme https, in any case of letters."""
    return server[:8].lower() == "https://"


def reached_by_http(server: str) -> bool:
    """True for a server with the scheme http."""
    return server[:7].lower() == "http://"


def looked_up(name: str) -> str:
    """The name of a host as Go asks for it. What IDNA takes for other letters and dots, such as wide ones, is those.

    https://pkg.go.dev/golang.org/x/net/idna#Lookup, https://www.unicode.org/reports/tr46/
    """
    if not name.isascii():
        from unicodedata import category, normalize

        seen = (each for each in name if each not in _UNSEEN and category(each) != "Cf")
        folded = normalize("NFKC", "".join(seen)).casefold()
        name = normalize("NFKC", folded).replace("\u3002", ".")
    return name.lower().rstrip(".")


def addresses(name: str) -> "list[IPv4Address | IPv6Address]":
    """The addresses that a resolver takes a name for without asking anybody: IPv6, four decimal numbers, and what only some
    take: Go before 1.17 leading zeros, the C library (macOS, Windows, builds with cgo) hexadecimal and octal numbers, and
    fewer than four. IPv4 in IPv6 is IPv4.

    https://pubs.opengroup.org/onlinepubs/9799919799/functions/inet_addr.html
    """
    parts = name.split(".")
    if ":" not in name and (len(parts) > 4 or not all(each[:1].isdigit() for each in parts)):
        return []
    import ipaddress  # Takes as long as all else about a server, and few servers need it.

    if ":" in name:
        try:
            address = ipaddress.IPv6Address(name)
        except ValueError:
            return []
        is_nat64 = address in ipaddress.IPv6Network("64:ff9b::/96")
        inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if is_nat64 else address.ipv4_mapped
        return [inner or address]
    if is_address(name):  # as everybody reads it
        return [ipaddress.IPv4Address(name)]
    numbers = {tuple(_number(each, 10) for each in parts), tuple(_number(each) for each in parts)}
    found = (_whole(each) for each in sorted(numbers, key=repr))
    return [ipaddress.IPv4Address(each) for each in found if each is not None]


def _number(text: str, base: int = 0) -> int:
    """The value of a number, 0x for hexadecimal and 0 for octal unless `base` says otherwise; -1 for none."""
    digits = text.lower()
    if base == 0:
        base = 16 if digits[:2] == "0x" else 8 if digits[:1] == "0" and len(digits) > 1 else 10
        digits = digits.removeprefix("0x")
    try:
        return int(digits, base) if digits.isascii() and digits.isalnum() and len(digits) < 50 else -1
    except ValueError:
        return -1


def _whole(numbers: tuple[int, ...]) -> int | None:
    """The address of one to four numbers: the last one stands for all bytes that are left."""
    *head, last = numbers
    left = 4 - len(head)
    if not (0 <= last < 256**left and all(0 <= each < 256 for each in head)):
        return None
    return sum(each << 8 * (3 - at) for at, each in enumerate(head)) + last


def is_local_name(name: str) -> bool:
    """True for a name, as it is looked up, that leads to the machine itself. Go takes none at all for it."""
    return not name or name in LOCAL_NAMES or name.endswith(".localhost")


def is_local_address(address: "IPv4Address | IPv6Address") -> bool:
    """True for an address of the machine itself."""
    return address.is_loopback or address.is_unspecified


def is_this_machine(hostname: str) -> bool:
    """True for a host that is the machine itself."""
    name = looked_up(hostname)
    return is_local_name(name) or any(map(is_local_address, addresses(name)))


def address_problem(url: GoURL) -> str:
    """Why no connection to this host and port can even be tried, '' if it can.

    https://pkg.go.dev/net#Dial, https://www.rfc-editor.org/rfc/rfc6761#section-6.4
    """
    if url.port and int(url.port[-20:]) > _MAX_PORT:
        return f"its port is larger than {_MAX_PORT}"
    name = url.hostname
    if not url.host.removesuffix(":"):
        return NO_HOST
    if not name or is_address(name):
        return ""
    if name.isascii() and not is_domain_name(name):
        return "its host is neither an IP address nor a host name"
    last = name.rstrip(".").rpartition(".")[2].lower()
    if last[:2] == "0x" and last[2:].isalnum():
        return "its host is not a host name, and Go does not read hexadecimal addresses"
    if last == "invalid":
        return "no host name ends with .invalid"
    return ""


def is_address(name: str) -> bool:
    """True for an IP address as Go reads it: four decimal numbers without leading zeros, or IPv6, perhaps with a zone."""
    if ":" in name:
        return bool(addresses(name))
    parts = name.split(".")
    return len(parts) == 4 and all(_is_byte(part) for part in parts)


def _is_byte(text: str) -> bool:
    return (
        text.isascii() and text.isdecimal() and len(text) <= 3 and int(text) < 256 and (text == "0" or text[0] != "0")
    )


def is_domain_name(name: str) -> bool:
    """True if Go asks the resolver for a name: labels of letters, digits, `_` and `-`, and not numbers only."""
    if name == ".":
        return True
    if len(name) > 254 or (len(name) == 254 and name[-1] != "."):
        return False
    labels = name.removesuffix(".").split(".")
    allowed = all(
        0 < len(label) < 64
        and label[0] != "-"
        and label[-1] != "-"
        and label.replace("-", "").replace("_", "a").isalnum()
        for label in labels
    )
    return allowed and not "".join(labels).isdecimal()
