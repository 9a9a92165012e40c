"""An untrusted kubeconfig leads to the machine itself or to its metadata service.

Only in the audit profile (`kubeconv audit FILE`). A server, a proxy or an issuer on the loopback address is a service of the
machine that uses the file, one on a link-local address may be the metadata service of a cloud, which hands out credentials.
The author of the file has no business there. Hosts are read as kubectl on any system reads them: `127.1`, `0x7f000001` and an
address in wide digits are addresses too.

Bad:

    clusters:
    - name: c
      cluster:
        server: https://169.254.169.254
    users:
    - name: u
      user:
        token: 1aCIwTdFhUL5

Good:

    clusters:
    - name: c
      cluster:
        server: https://c.example
    users:
    - name: u
      user:
        token: 1aCIwTdFhUL5

Since: always (https://cwe.mitre.org/data/definitions/918.html)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate import shown
from kubeconv.gate.shown import quoted_name
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.tree.node import Node, get, string, value_of
from kubeconv.validation.go.host import LOCAL_NAMES, contacted
from kubeconv.validation.go.inside import METADATA_NAMES, inside
from kubeconv.validation.rule import Case, Hit

CODE: Final = "KC513"
NAME: Final = "reaches-inside"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "risk"

_KNOWN: Final = LOCAL_NAMES | METADATA_NAMES
#: Of a proxy and an issuer; others are not contacted.
_SCHEMES: Final = ("http", "https", "socks5")


def check(case: Case) -> Iterator[Hit]:
    """Each server, proxy and issuer, used or not, that is inside of the machine."""
    if not case.untrusted:
        return
    for cluster in case.kubeconfig.clusters:
        subject = Subject("cluster", cluster.name)
        yield from _hit(case, subject, "server", value_of(cluster.fields, "server"))
        yield from _hit(case, subject, "proxy", value_of(cluster.fields, "proxy-url"))
    for user in case.kubeconfig.users:
        if (provider := user.auth_provider) is not None:
            node = get(get(provider.node, "config"), "idp-issuer-url")
            yield from _hit(case, Subject("user", user.name), "issuer", node)


def _hit(case: Case, subject: Subject, role: str, node: Node | None) -> Iterator[Hit]:
    text = string(node)
    url = contacted(text, case.kubectl, is_server=role == "server") if text else None
    if node is None or url is None or (url.scheme not in _SCHEMES and role != "server"):
        return
    # Go contacts this machine for a proxy that is nowhere, and nobody for a server or an issuer without a host.
    if (url.host.removesuffix(":") or role == "proxy") and (found := inside(url.hostname)):
        host, what = found
        name = shown.known(host, _KNOWN) if host in _KNOWN else shown.host(host) if host else "without a name"
        yield Hit(
            node.span,
            f"{subject.kind} {quoted_name(subject.name)}: the {role} {name} is {what}",
            "ask for a kubeconfig with the address by which others reach the cluster",
            subject,
        )
