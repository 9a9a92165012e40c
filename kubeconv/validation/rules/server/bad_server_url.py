"""Server that kubectl can never connect to.

client-go takes a URL with http or https, or `host:port`, and reads it as Go does: no blanks or control characters, a
port that is a number, `%` only with two hexadecimal digits, an IPv6 address in brackets and nothing else in brackets.

Bad:

    clusters:
    - name: c
      cluster:
        server: https://c.example:https

Good:

    clusters:
    - name: c
      cluster:
        server: https://c.example:6443

Since: all versions; brackets around what is no IPv6 address since 1.34.2, 1.33.6 and
1.32.10, two colons in a host since 1.36 (https://github.com/kubernetes/client-go/blob/master/rest/url_utils.go, https://go.dev/issue/75678)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate.shown import quoted_url
from kubeconv.kubeconfig.view import Cluster
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.validation.go.host import NO_HOST, address_problem, server_url
from kubeconv.validation.go.url import BadURL
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.server._fields import has, is_insecure, words

CODE: Final = "KC402"
NAME: Final = "bad-server-url"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"


def check(case: Case) -> Iterator[Hit]:
    """Clusters with such a server."""
    for cluster in case.kubeconfig.clusters:
        server = cluster.string("server")
        if server and (problem := _problem(case, cluster, server)):
            subject = Subject("cluster", cluster.name)
            yield Hit(
                cluster.fields["server"].value.span,
                f"kubectl cannot use server {quoted_url(server)} of {words(subject)}: {problem}",
                "write it as https://HOST:PORT, an IPv6 address in brackets: https://[::1]:6443",
                subject,
            )


def _problem(case: Case, cluster: Cluster, server: str) -> str:
    try:
        url = server_url(server, case.kubectl)
    except BadURL as error:
        return str(error)
    if url.scheme not in ("http", "https"):
        return "its scheme is neither http nor https"
    # Without a name the certificate of the server cannot be checked; what Go connects to is this machine.
    if (
        url.scheme == "https"
        and not url.hostname
        and not is_insecure(cluster)
        and not cluster.string("tls-server-name")
    ):
        return NO_HOST
    # With a proxy it is the proxy that looks for the host.
    return "" if has(cluster.fields, "proxy-url") and url.hostname else address_problem(url)
