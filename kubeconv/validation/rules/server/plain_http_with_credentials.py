"""Server with http for a user with credentials.

kubectl sends no token, password or certificate over http and runs no exec plugin: the server sees an anonymous user.
Anyone on the way can read and change everything. For a proxy on this machine, such as `kubectl proxy`, this is
intended.

Bad:

    clusters:
    - name: c
      cluster:
        server: http://c.example

Good:

    clusters:
    - name: c
      cluster:
        server: https://c.example

Since: all versions (https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/client_config.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.gate.shown import quoted_url
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.validation.go.host import is_this_machine, reached_by_http
from kubeconv.validation.go.url import BadURL, parse
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.server._fields import CREDENTIALS, has, words

CODE: Final = "KC403"
NAME: Final = "plain-http-with-credentials"
SEVERITY: Final[Severity] = "warning"
EFFECT: Final[Effect] = "risk"


def check(case: Case) -> Iterator[Hit]:
    """Clusters that are reached over http as a user who has credentials."""
    over_http = [each for each in case.kubeconfig.clusters if reached_by_http(each.string("server"))]
    if not over_http:
        return
    users = {user.name for user in case.kubeconfig.users if any(has(user.fields, key) for key in CREDENTIALS)}
    clusters = {context.cluster for context in case.kubeconfig.contexts if context.user in users}
    for cluster in over_http:
        server = cluster.string("server")
        if cluster.name in clusters:
            subject = Subject("cluster", cluster.name)
            yield Hit(
                cluster.fields["server"].value.span,
                f"{words(subject)} is reached over http, {quoted_url(server)}: kubectl sends no credentials there",
                "write https:// if the server speaks TLS; otherwise kubectl never sends the credentials of the user",
                subject,
                "info" if _is_near(case, server) else None,
            )


def _is_near(case: Case, server: str) -> bool:
    try:
        return is_this_machine(parse(server, case.kubectl).hostname)
    except BadURL:
        return False
