"""Login with the openstack auth-provider, which kubectl no longer has.

kubectl 1.19 to 1.25 say "The openstack auth plugin has been removed.", later ones no longer know the name. The
program client-keystone-auth does the same login as an exec plugin. `kubeconv convert` leaves it to you: the old provider
takes its login from OS_ variables, and the new arguments depend on them.

Bad:

    users:
    - name: u
      user:
        auth-provider:
          name: openstack
          config:
            ttl: 10m

Good:

    users:
    - name: u
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1beta1
          command: client-keystone-auth
          interactiveMode: IfAvailable

Since: kubectl 1.19, helm 3.4
(https://github.com/kubernetes/cloud-provider-openstack/blob/master/docs/keystone-auth/using-client-keystone-auth.md)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.providers._removed import removed

CODE: Final = "KC203"
NAME: Final = "removed-openstack"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"


def check(case: Case) -> Iterator[Hit]:
    """Users with the openstack auth-provider."""
    return removed(
        case,
        "openstack",
        "use the exec plugin client-keystone-auth of cloud-provider-openstack",
    )
