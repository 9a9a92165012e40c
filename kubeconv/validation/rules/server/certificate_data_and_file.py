"""Client certificate as data and as a file.

client-go says that the data "will override" and refuses the user all the same.

Bad:

    users:
    - name: u
      user:
        client-certificate: u.crt
        client-certificate-data: |
          LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSEZNSG1nQXdJQkFnSUJCekFGQmdNclpYQXdEREVLTUFnR0ExVUVB
          d3dCZFRBZ0Z3MHlNREF4TURFd01EQXcKTURCYUdBOHlNRFl3TURFd01UQXdNREF3TUZvd0RERUtNQWdHQTFVRUF3d0Jk
          VEFxTUFVR0F5dGxjQU1oQUVnSApXbGwrY2hvVmJpNEhtZDVjd01VeVRjYm42dkhOMUdKUWhvN0ZNaFhkTUFVR0F5dGxj
          QU5CQUprQmMzbUlSeE5SCkFJc0dLemo3MFR5c2EyNGZXOTFQVDBFYVJ5QzBaV1BJVDVIY0M1eFlIQVhuOGMrdXRGL0dL
          WnFqSytPelUxZnUKU29HTnhzQTE3Z1U9Ci0tLS0tRU5EIENFUlRJRklDQVRFLS0tLS0K
        client-key: u.key

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

from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.server._fields import data_and_file

CODE: Final = "KC413"
NAME: Final = "certificate-data-and-file"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"


def check(case: Case) -> Iterator[Hit]:
    """Users that have both."""
    return data_and_file(case.kubeconfig.users_with("client-certificate"), "client-certificate")
