"""Login with the gcp auth-provider, which kubectl no longer has.

kubectl 1.26 and helm 3.11 fail with "The gcp auth plugin has been removed." as soon as the user is needed over https. GKE
clusters are reached with the program gke-gcloud-auth-plugin instead, to which `kubeconv convert` turns the login; gcloud
writes the new form by itself.
A client before 1.26 still works, and warns from 1.22 on.

Bad:

    users:
    - name: u
      user:
        auth-provider:
          name: gcp

Good:

    users:
    - name: u
      user:
        exec:
          apiVersion: client.authentication.k8s.io/v1beta1
          command: gke-gcloud-auth-plugin
          provideClusterInfo: true
          interactiveMode: Never

Since: kubectl 1.26, helm 3.11
(https://cloud.google.com/blog/products/containers-kubernetes/kubectl-auth-changes-in-gke)
"""

from collections.abc import Iterator
from typing import Final

from kubeconv.tree.finding import Effect, Severity
from kubeconv.validation.rule import Case, Hit
from kubeconv.validation.rules.command import conversion, spelt
from kubeconv.validation.rules.providers._removed import removed

CODE: Final = "KC202"
NAME: Final = "removed-gcp"
SEVERITY: Final[Severity] = "error"
EFFECT: Final[Effect] = "use"


def check(case: Case) -> Iterator[Hit]:
    """Users with the gcp auth-provider."""
    return removed(
        case,
        "gcp",
        f"{spelt(case, conversion())}, which makes it a login with gke-gcloud-auth-plugin",
        conversion(),
    )
