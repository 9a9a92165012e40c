"""Client key as data and as a file.

client-go says that the data "will override" and refuses the user all the same. Without a client certificate it looks at
neither.

Bad:

    users:
    - name: u
      user:
        client-certificate: u.crt
        client-key: u.key
        client-key-data: |
          LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tCk1DNENBUUF3QlFZREsyVndCQ0lFSURFeE1URXhNVEV4TVRFeE1URXhN
          VEV4TVRFeE1URXhNVEV4TVRFeE1URXgKLS0tLS1FTkQgUFJJVkFURSBLRVktLS0tLQo=

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

CODE: Final = "KC414"
NAME: Final = "key-data-and-file"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"


def check(case: Case) -> Iterator[Hit]:
    """Users that have both."""
    return data_and_file(case.kubeconfig.users_with("client-key"), "client-key")
