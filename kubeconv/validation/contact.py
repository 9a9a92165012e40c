"""What there is to know of a host that a file makes a client contact, and how bad that is."""

from typing import Final

from kubeconv.auth.trust import Grade, worst
from kubeconv.gate import shown
from kubeconv.gate.regex import regex
from kubeconv.gate.secret import MASK
from kubeconv.gate.shown import Shown
from kubeconv.gate.value import NamedTuple
from kubeconv.kubeconfig.view import Cluster
from kubeconv.releases.table import NEWEST_KUBECTL
from kubeconv.releases.version import Version
from kubeconv.tree.node import value_of
from kubeconv.validation.go.host import contacted, has_scheme, reached_by_http, reached_by_https
from kubeconv.validation.go.inside import inside

_OPEN: Final = "it is not encrypted: anybody on the way can read and change what is sent"
#: What client-go contacts if a cluster has no server.
NO_SERVER: Final = "http://localhost:8080"
#: Names that lead to whatever address is written in them, or to the machine itself: nobody sees it by the name.
_ANY_ADDRESS: Final = regex(
    r"(?i)(?:[\w.-]+\.)?(?:nip\.io|sslip\.io|xip\.io|localtest\.me|lvh\.me|vcap\.me|lacolhost\.com|traefik\.me"
    r"|rbndr\.us)\.?"
)


class Contact(NamedTuple):
    """A host as it may be shown, how bad it is to contact it, and why."""

    what: Shown
    grade: Grade
    reasons: tuple[str, ...]


def contact(text: str, grade: Grade = "info", why: str = "", kubectl: Version = NEWEST_KUBECTL) -> Contact:
    """A URL, or HOST:PORT. `grade` and `why` are what is known of it already."""
    url, host = contacted(text, kubectl, is_server=True), _shown_host(text)
    reasons = [why] if why else []
    if url is not None and url.host.removesuffix(":") and (found := inside(url.hostname)):
        grade, reasons = "error", [*reasons, f"this is {found[1]}"]
    elif MASK in host.partition("://")[2].partition("/")[0].partition("?")[0].removeprefix(f"{MASK}@") or host == MASK:
        grade, reasons = "error", [*reasons, "its host is not shown, as it may be a secret: look into the file"]
    if url is not None and len(url.hostname) < 300 and _ANY_ADDRESS.fullmatch(url.hostname):
        grade, reasons = (
            worst((grade, "warning")),
            [*reasons, "a name like this leads to an address of the file's choice"],
        )
    if reached_by_http(text) or text[:5].lower() == "ws://":
        grade, reasons = worst((grade, "warning")), [*reasons, _OPEN]
    return Contact(host, grade, tuple(reasons))


def contact_of(cluster: Cluster, kubectl: Version) -> Contact:
    """The server of a cluster."""
    server = cluster.string("server") or NO_SERVER
    found = contact(server, kubectl=kubectl)
    if not has_scheme(server, kubectl) and contacted(server, kubectl, is_server=True) is not None:
        found = found._replace(grade=worst((found.grade, "warning")), reasons=(*found.reasons, _OPEN))
    if not _is_unchecked(cluster) or not reached_by_https(server):
        return found
    why = "its certificate is not checked: anybody on the way can take its place"
    return found._replace(grade=worst((found.grade, "warning")), reasons=(*found.reasons, why))


def _shown_host(text: str) -> Shown:
    """A URL or HOST:PORT as it may be shown."""
    found = shown.url(text)
    return found if not found.startswith(MASK) else Shown(MASK)


def _is_unchecked(cluster: Cluster) -> bool:
    node = value_of(cluster.fields, "insecure-skip-tls-verify")
    try:
        return node is not None and node.value is True
    except ValueError:  # the file is refused
        return False
