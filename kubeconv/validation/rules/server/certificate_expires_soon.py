"""Certificate that expires within two weeks.

Certificates valid for less than sixty days are skipped: their issuer renews them.

Bad:

    users:
    - name: u
      user:
        client-certificate-data: |
          LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSERNSGVnQXdJQkFnSUJCekFGQmdNclpYQXdEREVLTUFnR0ExVUVB
          d3dCZFRBZUZ3MHlOVEE1TWpnd01EQXcKTURCYUZ3MHlOakE1TWpnd01EQXdNREJhTUF3eENqQUlCZ05WQkFNTUFYVXdL
          akFGQmdNclpYQURJUUJJQjFwWgpmbklhRlc0dUI1bmVYTURGTWszRzUrcnh6ZFJpVUlhT3hUSVYzVEFGQmdNclpYQURR
          UURtR0RxNnpFbi9BL1RsCitRcm93aDlpS1g5SW9TWXNKa1hsNk5la1V5ZUZXZmgvRlZ3RVBvNjNlOTZWVmFLbFpMSTMz
          S1VHOHhUcWpGVEIKOWpyUXhGNEUKLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo=
        client-key-data: |
          LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tCk1DNENBUUF3QlFZREsyVndCQ0lFSURFeE1URXhNVEV4TVRFeE1URXhN
          VEV4TVRFeE1URXhNVEV4TVRFeE1URXgKLS0tLS1FTkQgUFJJVkFURSBLRVktLS0tLQo=

Good:

    users:
    - name: u
      user:
        client-certificate-data: |
          LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSEZNSG1nQXdJQkFnSUJCekFGQmdNclpYQXdEREVLTUFnR0ExVUVB
          d3dCZFRBZ0Z3MHlNREF4TURFd01EQXcKTURCYUdBOHlNRFl3TURFd01UQXdNREF3TUZvd0RERUtNQWdHQTFVRUF3d0Jk
          VEFxTUFVR0F5dGxjQU1oQUVnSApXbGwrY2hvVmJpNEhtZDVjd01VeVRjYm42dkhOMUdKUWhvN0ZNaFhkTUFVR0F5dGxj
          QU5CQUprQmMzbUlSeE5SCkFJc0dLemo3MFR5c2EyNGZXOTFQVDBFYVJ5QzBaV1BJVDVIY0M1eFlIQVhuOGMrdXRGL0dL
          WnFqSytPelUxZnUKU29HTnhzQTE3Z1U9Ci0tLS0tRU5EIENFUlRJRklDQVRFLS0tLS0K
        client-key-data: |
          LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tCk1DNENBUUF3QlFZREsyVndCQ0lFSURFeE1URXhNVEV4TVRFeE1URXhN
          VEV4TVRFeE1URXhNVEV4TVRFeE1URXgKLS0tLS1FTkQgUFJJVkFURSBLRVktLS0tLQo=

Since: all versions (https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.server._dates import DAY, dated_certificates, day
from kubeconv.validation.rules.server._fields import words

CODE: Final = "KC411"
NAME: Final = "certificate-expires-soon"
SEVERITY: Final[Severity] = "info"
EFFECT: Final[Effect] = "risk"

#: Days before its end that a certificate is spoken of, and how long one must live for that.
WARN_DAYS: Final = 14
LONG_DAYS: Final = 60


def check(case: Case) -> Iterator[Hit]:
    """Certificates of clusters and users of which that is so."""
    if case.disk is None:
        return
    now = case.disk.now
    for subject, material, certificate in dated_certificates(case):
        lifetime = certificate.not_after - certificate.not_before
        if now <= certificate.not_after < now + WARN_DAYS * DAY and lifetime > LONG_DAYS * DAY:
            yield Hit(
                material.span,
                f"{material.field} of {words(subject)} expires on {day(certificate.not_after)}",
                "renew it in time",
                subject,
            )
