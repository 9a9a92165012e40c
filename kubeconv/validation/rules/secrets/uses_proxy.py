"""An untrusted kubeconfig sends traffic through a proxy.

Only in the audit profile (`kubeconv audit FILE`). With `proxy-url` the author of the file chooses a host through which
the client connects, from inside your network, past the proxy that you set.

Bad:

    clusters:
    - name: c
      cluster:
        server: https://c.example
        proxy-url: http://proxy.example:3128
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

Since: kubectl 1.19 (https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/#Cluster)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate import shown
from kubeconv.gate.shown import quoted_name
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.tree.node import value_of
from kubeconv.validation.go.host import contacted
from kubeconv.validation.rule import Case, Hit

CODE: Final = "KC512"
NAME: Final = "uses-proxy"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "risk"


def check(case: Case) -> Iterator[Hit]:
    """Each proxy-url, used or not."""
    for cluster in case.kubeconfig.clusters if case.untrusted else ():
        node = value_of(cluster.fields, "proxy-url")
        if node is not None and cluster.string("proxy-url"):
            # A proxy may have a password in its URL: only the host is named.
            url = contacted(cluster.string("proxy-url"), case.kubectl)
            yield Hit(
                node.span,
                f"cluster {quoted_name(cluster.name)}: proxy-url sends the traffic through "
                f"{shown.host_of(url.host, cluster.string('proxy-url')) if url and url.host else 'another host'}",
                "delete proxy-url; set HTTPS_PROXY if you need your own proxy",
                Subject("cluster", cluster.name),
            )
