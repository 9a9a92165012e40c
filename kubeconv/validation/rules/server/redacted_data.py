"""Secret or certificate that was taken out.

`kubectl config view` writes DATA+OMITTED and REDACTED in the place of certificates, keys, tokens and passwords. Its
output is for reading, not for use. client-go reads the words as base64, and refuses them later with a message about
PEM; it sends the token REDACTED as it is.

Bad:

    clusters:
    - name: c
      cluster:
        server: https://c.example
        certificate-authority-data: DATA+OMITTED

Good:

    clusters:
    - name: c
      cluster:
        server: https://c.example
        certificate-authority: ca.crt

Since: all versions (https://kubernetes.io/docs/reference/kubectl/generated/kubectl_config/kubectl_config_view/)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.server._fields import is_redacted, users_with_certificate, words

CODE: Final = "KC420"
NAME: Final = "redacted-data"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"


def check(case: Case) -> Iterator[Hit]:
    """Fields with such a value."""
    with_certificate = {user.name for user in users_with_certificate(case)}
    with_secrets = case.kubeconfig.users_with("client-certificate-data", "client-key-data", "token", "password")
    for kind, entries, keys in (
        ("cluster", case.kubeconfig.clusters, ("certificate-authority-data",)),
        ("user", with_secrets, ("client-certificate-data", "client-key-data", "token", "password")),
    ):
        for entry in entries:
            for key in keys:
                if not is_redacted(entry.fields, key):
                    continue
                subject = Subject("cluster" if kind == "cluster" else "user", entry.name)
                is_sent = key in ("token", "password")
                is_unused = key == "client-key-data" and entry.name not in with_certificate
                yield Hit(
                    entry.fields[key].value.span,
                    f"{key} of {words(subject)} was taken out: the file is the output of kubectl config view",
                    "write the file again with: kubectl config view --raw --flatten",
                    subject,
                    effect="risk" if is_sent or is_unused else None,
                    https_only=True,
                )
