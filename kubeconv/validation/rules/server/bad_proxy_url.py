"""Proxy that client-go does not accept.

proxy-url is a URL with http, https or socks5, even if the server uses http. `socks5h`, `socks4` and
`host:port` without a scheme are refused.

Bad:

    clusters:
    - name: c
      cluster:
        server: https://c.example
        proxy-url: proxy.example:3128

Good:

    clusters:
    - name: c
      cluster:
        server: https://c.example
        proxy-url: http://proxy.example:3128

Since: 1.19 (https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/validation.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate.shown import quoted_url
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.validation.go.host import NO_HOST, address_problem
from kubeconv.validation.go.url import BadURL, parse
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.server._fields import words

CODE: Final = "KC418"
NAME: Final = "bad-proxy-url"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"


def check(case: Case) -> Iterator[Hit]:
    """Clusters with such a proxy."""
    for cluster in case.kubeconfig.clusters:
        proxy = cluster.string("proxy-url")
        if proxy and (problem := _problem(case, proxy)):
            subject = Subject("cluster", cluster.name)
            yield Hit(
                cluster.fields["proxy-url"].value.span,
                f"proxy-url {quoted_url(proxy)} of {words(subject)} is unusable: {problem}",
                "write it as http://HOST:PORT, https://HOST:PORT or socks5://HOST:PORT",
                subject,
                # Go takes this machine for a host that is not there.
                effect="risk" if problem == NO_HOST else None,
            )


def _problem(case: Case, proxy: str) -> str:
    try:
        url = parse(proxy, case.kubectl)
    except BadURL as error:
        return str(error)
    if url.scheme not in ("http", "https", "socks5"):
        return "its scheme is not http, https or socks5" if url.scheme else "it has no scheme such as http://"
    return address_problem(url)
