"""Certificate that is not valid yet.

The clock of this machine or of the one that issued the certificate is wrong. An hour or a few do not count: time zones
are mixed up too often.

Bad:

    users:
    - name: u
      user:
        client-certificate-data: |
          LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSEZNSG1nQXdJQkFnSUJCekFGQmdNclpYQXdEREVLTUFnR0ExVUVB
          d3dCZFRBZ0Z3MDBNREF4TURFd01EQXcKTURCYUdBOHlNRFl3TURFd01UQXdNREF3TUZvd0RERUtNQWdHQTFVRUF3d0Jk
          VEFxTUFVR0F5dGxjQU1oQUVnSApXbGwrY2hvVmJpNEhtZDVjd01VeVRjYm42dkhOMUdKUWhvN0ZNaFhkTUFVR0F5dGxj
          QU5CQUNLTnppRnVkODNQCm1xc0laem9ZY3F2NVlvQzR6ZmovWEcxVmUzdWFSQUNJZGFSOEo3SUdUSkJxOGFiQWVlTEV1
          S1ptenFWYXZyWG4KNmhZUy9aQ2VrZ3M9Ci0tLS0tRU5EIENFUlRJRklDQVRFLS0tLS0K
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

CODE: Final = "KC424"
NAME: Final = "future-certificate"
SEVERITY: Final[Severity] = "warning"
EFFECT: Final[Effect] = "risk"


def check(case: Case) -> Iterator[Hit]:
    """Certificates of clusters and users of which that is so."""
    if case.disk is None:
        return
    now = case.disk.now
    for subject, material, certificate in dated_certificates(case):
        if certificate.not_before > now + DAY:
            yield Hit(
                material.span,
                f"{material.field} of {words(subject)} is not valid before {day(certificate.not_before)}",
                "check the clock of this machine, and of the one that issued the certificate",
                subject,
            )
