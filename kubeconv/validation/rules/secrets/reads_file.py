"""An untrusted kubeconfig reads files of the machine.

Only in the audit profile (`kubeconv audit FILE`). The content of `tokenFile` is sent to the server, which the author of
the file chose; certificate and key paths make the client open any path, and its message tells whether it exists. Put
the content into the file instead: `certificate-authority-data`, `client-certificate-data`, `client-key-data`, `token`.

Bad:

    users:
    - name: u
      user:
        tokenFile: /var/run/secrets/token

Good:

    users:
    - name: u
      user:
        token: 1aCIwTdFhUL5

Since: always (https://github.com/kubernetes/kubectl/issues/697)
"""

from collections.abc import Iterator, Mapping
from typing import Final

from kubeconv.gate import shown
from kubeconv.gate.shown import quoted_name, quoted_path
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.tree.node import Node, Pair, get, string, value_of
from kubeconv.validation.rule import Case, Hit

CODE: Final = "KC511"
NAME: Final = "reads-file"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "risk"

_OF_USER: Final = ("tokenFile", "client-certificate", "client-key")
#: In the config of an auth provider.
_OF_PROVIDER: Final = ("idp-certificate-authority",)


def check(case: Case) -> Iterator[Hit]:
    """Each path, used or not."""
    if not case.untrusted:
        return
    for cluster in case.kubeconfig.clusters:
        yield from _hit(Subject("cluster", cluster.name), "certificate-authority", cluster.fields)
    for user in case.kubeconfig.users:
        subject = Subject("user", user.name)
        for key in _OF_USER:
            yield from _hit(subject, key, user.fields)
        if (provider := user.auth_provider) is not None:
            config = get(provider.node, "config")
            for key in _OF_PROVIDER:
                yield from _named(subject, key, get(config, key))


def _hit(subject: Subject, key: str, found: Mapping[str, Pair]) -> Iterator[Hit]:
    return _named(subject, key, value_of(found, key))


def _named(subject: Subject, key: str, node: Node | None) -> Iterator[Hit]:
    if node is not None and (path := string(node)):
        help = "write its content into the file" if key != "tokenFile" else "write the token into the file"
        yield Hit(
            node.span,
            f"{subject.kind} {quoted_name(subject.name)}: {shown.key(key)} reads the file {quoted_path(path)}",
            help,
            subject,
        )
