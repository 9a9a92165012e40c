"""Certificate that has expired.

The server refuses an expired client certificate, kubectl a server whose certificate authority has expired.

Bad:

    users:
    - name: u
      user:
        client-certificate-data: |
          LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSERNSGVnQXdJQkFnSUJCekFGQmdNclpYQXdEREVLTUFnR0ExVUVB
          d3dCZFRBZUZ3MHlNREF4TURFd01EQXcKTURCYUZ3MHlNVEF4TURFd01EQXdNREJhTUF3eENqQUlCZ05WQkFNTUFYVXdL
          akFGQmdNclpYQURJUUJJQjFwWgpmbklhRlc0dUI1bmVYTURGTWszRzUrcnh6ZFJpVUlhT3hUSVYzVEFGQmdNclpYQURR
          UUF5YldVUEs4S3BEbmJTCmEvSmh2ZkFEeG40M0taRGRuaGVXbDZ2TzZKM0Nka0ZlN2JBWFEyRW5MeGkxVktpQ0hXelpz
          WTlmczF2QWducVAKMk9SZmJPOEoKLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo=
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
from kubeconv.validation.rules.server._dates import dated_certificates, day
from kubeconv.validation.rules.server._fields import words

CODE: Final = "KC410"
NAME: Final = "expired-certificate"
SEVERITY: Final[Severity] = "warning"
EFFECT: Final[Effect] = "risk"


def check(case: Case) -> Iterator[Hit]:
    """Certificates of clusters and users of which that is so."""
    if case.disk is None:
        return
    now = case.disk.now
    for subject, material, certificate in dated_certificates(case):
        if certificate.not_after < now:
            yield Hit(
                material.span,
                f"{material.field} of {words(subject)} expired on {day(certificate.not_after)}",
                "fetch the kubeconfig again, or renew it: kubeadm certs renew, minikube update-context, az aks get-credentials",
                subject,
            )
