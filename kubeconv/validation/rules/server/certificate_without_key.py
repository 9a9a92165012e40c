"""Client certificate without its key.

The certificate is public: only with the key can a client prove that it is its own.

Bad:

    users:
    - name: u
      user:
        client-certificate: u.crt

Good:

    users:
    - name: u
      user:
        client-certificate: u.crt
        client-key: u.key

Since: all versions (https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/validation.go)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.kubeconfig.acceptance import credentials_of, is_keyless
from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.server._fields import has, users_with_certificate, words

CODE: Final = "KC415"
NAME: Final = "certificate-without-key"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"


def check(case: Case) -> Iterator[Hit]:
    """Users with a certificate and no key."""
    for user in users_with_certificate(case):
        if is_keyless(credentials_of(user)):
            subject = Subject("user", user.name)
            is_data = has(user.fields, "client-certificate-data")
            key = "client-certificate-data" if is_data else "client-certificate"
            yield Hit(
                user.fields[key].key.span,
                f"{words(subject)} has {key}, but no client-key-data or client-key",
                "add the key, or fetch the kubeconfig again",
                subject,
            )
