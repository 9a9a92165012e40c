"""Server without a scheme.

kubectl uses http for `host:port`, even with a certificate authority or insecure-skip-tls-verify: no
credentials are sent, and a server that speaks TLS answers with an error.

Bad:

    clusters:
    - name: c
      cluster:
        server: c.example:6443

Good:

    clusters:
    - name: c
      cluster:
        server: https://c.example:6443

Since: all versions (https://github.com/kubernetes/client-go/blob/master/rest/url_utils.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate.shown import quoted_url
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.validation.go.host import address_problem, has_scheme, server_url
from kubeconv.validation.go.url import BadURL
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.server._fields import words

CODE: Final = "KC423"
NAME: Final = "server-without-scheme"
SEVERITY: Final[Severity] = "warning"
EFFECT: Final[Effect] = "risk"


def check(case: Case) -> Iterator[Hit]:
    """Clusters whose server has none, and can be used nevertheless."""
    for cluster in case.kubeconfig.clusters:
        server = cluster.string("server")
        if not server or has_scheme(server, case.kubectl):
            continue
        try:
            url = server_url(server, case.kubectl)
        except BadURL:
            continue
        if url.scheme == "http" and not address_problem(url):
            subject = Subject("cluster", cluster.name)
            yield Hit(
                cluster.fields["server"].value.span,
                f"server {quoted_url(server)} of {words(subject)} has no scheme: kubectl speaks http with it",
                "write https:// before it",
                subject,
            )
