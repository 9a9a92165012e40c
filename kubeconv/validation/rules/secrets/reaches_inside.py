"""An untrusted kubeconfig leads to the machine itself or to its metadata service.

Only in the audit profile (`kubeconv audit FILE`). A `server` on the loopback address is a service of the machine that
uses the file, one on a link-local address may be the metadata service of a cloud, which hands out credentials. The
author of the file has no business there.

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
from kubeconv.tree.node import value_of
from kubeconv.validation.rule import Case, Hit

CODE: Final = "KC513"
NAME: Final = "reaches-inside"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "risk"

_METADATA: Final = frozenset(("metadata", "metadata.google.internal"))


def check(case: Case) -> Iterator[Hit]:
    """Each server, used or not, that is inside of the machine."""
    for cluster in case.kubeconfig.clusters if case.untrusted else ():
        node = value_of(cluster.fields, "server")
        host = _host(cluster.string("server"))
        if node is not None and (what := _inside(host)):
            yield Hit(
                node.span,
                f"cluster {quoted_name(cluster.name)}: the server {shown.host(host)} is {what}",
                "ask for a kubeconfig with the address by which others reach the cluster",
                Subject("cluster", cluster.name),
            )


def _host(server: str) -> str:
    rest = (server.partition("://")[2] or server).partition("/")[0].rpartition("@")[2]
    if rest.startswith("["):
        return rest[1:].partition("]")[0].lower()
    return (rest if rest.count(":") > 1 else rest.partition(":")[0]).lower().rstrip(".")


def _inside(host: str) -> str:
    """What a host is; '' for one outside of the machine."""
    if host in _METADATA:
        return "the metadata service of the cloud"
    if host == "localhost" or host.endswith(".localhost"):
        return "the machine that uses the file"
    if not host or (not host[-1].isdigit() and ":" not in host):
        return ""
    # Imported here: most files never come this far.
    from ipaddress import IPv6Address, ip_address

    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    if address.is_loopback or address.is_unspecified:
        return "the machine that uses the file"
    return "a link-local address, as of metadata services" if address.is_link_local else ""
