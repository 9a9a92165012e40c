"""Client key that client-go cannot read.

The data is base64 of PEM: text with lines `-----BEGIN PRIVATE KEY-----`, or `RSA PRIVATE KEY`, or `EC PRIVATE KEY`. An
encrypted key is unusable: client-go does not ask for the password.

Bad:

    users:
    - name: u
      user:
        client-certificate-data: |
          LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSEZNSG1nQXdJQkFnSUJCekFGQmdNclpYQXdEREVLTUFnR0ExVUVB
          d3dCZFRBZ0Z3MHlNREF4TURFd01EQXcKTURCYUdBOHlNRFl3TURFd01UQXdNREF3TUZvd0RERUtNQWdHQTFVRUF3d0Jk
          VEFxTUFVR0F5dGxjQU1oQUVnSApXbGwrY2hvVmJpNEhtZDVjd01VeVRjYm42dkhOMUdKUWhvN0ZNaFhkTUFVR0F5dGxj
          QU5CQUprQmMzbUlSeE5SCkFJc0dLemo3MFR5c2EyNGZXOTFQVDBFYVJ5QzBaV1BJVDVIY0M1eFlIQVhuOGMrdXRGL0dL
          WnFqSytPelUxZnUKU29HTnhzQTE3Z1U9Ci0tLS0tRU5EIENFUlRJRklDQVRFLS0tLS0K
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

CODE: Final = "KC408"
NAME: Final = "client-key-not-pem"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"


def check(case: Case) -> Iterator[Hit]:
    """Users with such a client key."""
    for user, problem, _, key in bad_pairs(case, "key"):
        subject = Subject("user", user.name)
        yield Hit(
            key.span,
            f"{key.field} of {words(subject)} is unusable: {problem}",
            "fetch the kubeconfig again",
            subject,
            https_only=True,
        )
