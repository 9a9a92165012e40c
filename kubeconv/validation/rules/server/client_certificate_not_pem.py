"""Client certificate that TLS cannot use.

The data is base64 of PEM: text with lines `-----BEGIN CERTIFICATE-----`. The first certificate in it counts, it must be
one that Go can read, and its key must be RSA (1024 bits at least since kubectl 1.33), ECDSA or Ed25519.

Bad:

    users:
    - name: u
      user:
        client-certificate-data: bm90IHBlbQ==
        client-key-data: bm90IHBlbQ==

Good:

    users:
    - name: u
      user:
        client-certificate: u.crt
        client-key: u.key

Since: all versions (https://pkg.go.dev/crypto/tls#X509KeyPair)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.tree.finding import Effect, Severity, Subject
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.server._fields import words
from kubeconv.validation.rules.server._logins import bad_pairs

CODE: Final = "KC407"
NAME: Final = "client-certificate-not-pem"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"


def check(case: Case) -> Iterator[Hit]:
    """Users with such a client certificate."""
    for user, problem, certificate, _ in bad_pairs(case, "certificate"):
        subject = Subject("user", user.name)
        yield Hit(
            certificate.span,
            f"{certificate.field} of {words(subject)} is unusable: {problem}",
            "fetch the kubeconfig again",
            subject,
            https_only=True,
        )
