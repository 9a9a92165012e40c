"""User name or password in the URL of the server.

They override the token of the user, and are in a place that nobody keeps secret: `kubectl config view` and error
messages show them.

Bad:

    clusters:
    - name: c
      cluster:
        server: https://admin:secret@c.example

Good:

    clusters:
    - name: c
      cluster:
        server: https://c.example

Since: all versions (https://pkg.go.dev/net/http#Client.Do)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.validation.go.host import has_userinfo
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.server._fields import words

CODE: Final = "KC422"
NAME: Final = "credentials-in-server-url"
SEVERITY: Final[Severity] = "warning"
EFFECT: Final[Effect] = "risk"


def check(case: Case) -> Iterator[Hit]:
    """Clusters with such a server."""
    for cluster in case.kubeconfig.clusters:
        server = cluster.string("server")
        if has_userinfo(server, case.kubectl):
            subject = Subject("cluster", cluster.name)
            yield Hit(
                cluster.fields["server"].value.span,
                f"the server of {words(subject)} has credentials in its URL, which override those of the user",
                "take them out of the URL, and put username and password into the user",
                subject,
            )
