"""Which servers kubectl can reach at all, as far as the text tells: the URL, its scheme, host and port."""

from typing import Final

from kubeconv.releases.version import Version
from kubeconv.validation.go.url import BadURL, GoURL, parse

_MAX_PORT: Final = 65535
NO_HOST: Final = "it has no host"


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


def address_problem(url: GoURL) -> str:
    """Why no connection to this host and port can even be tried, '' where it can.

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
        return "its host is no host name, and Go reads no hexadecimal addresses"
    if last == "invalid":
        return "no host has a name that ends with .invalid"
    return ""


def is_address(name: str) -> bool:
    """True for an IP address as Go reads it: four decimal numbers without leading zeros, or IPv6, perhaps with a zone."""
    if ":" in name:
        import ipaddress  # Takes as long as all else about a server, and few servers need it.

        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True
    parts = name.split(".")
    return len(parts) == 4 and all(_is_byte(part) for part in parts)


def _is_byte(text: str) -> bool:
    return (
        text.isascii() and text.isdecimal() and len(text) <= 3 and int(text) < 256 and (text == "0" or text[0] != "0")
    )


def is_domain_name(name: str) -> bool:
    """True where Go asks the resolver for a name: labels of letters, digits, `_` and `-`, and not numbers only."""
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
