"""Releases of kubectl and helm, and what changed when: one row a fact, with its source."""

from typing import Final, NamedTuple


class Releases(NamedTuple):
    """The releases in which something works: from `since` on (none: always) up to, but not with, `removed` (none: still)."""

    since: str | None = None
    removed: str | None = None

    def __str__(self) -> str:
        if self.since == self.removed is not None:
            return "none"
        parts = [f">={self.since}" if self.since else "", f"<{self.removed}" if self.removed else ""]
        return ",".join(part for part in parts if part) or "all"


class WorksWith(NamedTuple):
    """The clients in which a login works."""

    kubectl: Releases = Releases()
    helm: Releases = Releases()


NEVER: Final = Releases("0", "0")

#: Auth provider to the clients that have it; any other name never worked.
#: azure, gcp: https://github.com/kubernetes/kubernetes/blob/master/CHANGELOG/CHANGELOG-1.26.md (kubectl 1.26, helm 3.11 is
#: built on client-go 0.26). openstack: a stub that refuses from 1.19 on (CHANGELOG-1.19.md, helm 3.4).
AUTH_PROVIDERS: Final = {
    "azure": WorksWith(Releases(None, "1.26"), Releases(None, "3.11")),
    "gcp": WorksWith(Releases(None, "1.26"), Releases(None, "3.11")),
    "openstack": WorksWith(Releases(None, "1.19"), Releases(None, "3.4")),
    "oidc": WorksWith(),
}

#: A legacy azure login of an AKS-managed cluster (config-mode "1"):
#: https://learn.microsoft.com/azure/aks/managed-azure-ad (before you begin).
MANAGED_AZURE: Final = WorksWith(Releases("1.18.1", "1.26"), Releases("3.3", "3.11"))

#: Version of the exec credential API to the clients that speak it. v1alpha1: CHANGELOG-1.24.md, helm 3.9; v1beta1:
#: CHANGELOG-1.11.md; v1: CHANGELOG-1.22.md, helm 3.7.
EXEC_API_VERSIONS: Final = {
    "client.authentication.k8s.io/v1alpha1": WorksWith(Releases("1.10", "1.24"), Releases(None, "3.9")),
    "client.authentication.k8s.io/v1beta1": WorksWith(Releases("1.11"), Releases("3.0")),
    "client.authentication.k8s.io/v1": WorksWith(Releases("1.22"), Releases("3.7")),
}

#: Logins that need nothing of a client but to pass them on.
EVERY_CLIENT: Final = WorksWith()
NO_CLIENT: Final = WorksWith(NEVER, NEVER)


class Version(NamedTuple):
    """A release as far as it matters here."""

    major: int
    minor: int
    patch: int = 0

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


#: The newest kubectl whose behaviour was measured (see fixtures/client-go).
NEWEST_KUBECTL: Final = Version(1, 37, 1)


def parse_version(text: str) -> Version:
    """A version as people and programs write it: `1.27`, `v1.27.3-gke.100`, `1.28+`. Raises ValueError for anything else."""
    numbers = []
    for part in text.strip().removeprefix("v").split(".", 2)[:3]:
        digits = part[: len(part) - len(part.lstrip("0123456789"))]
        if not digits:
            raise ValueError(f"{text!r} is not a version such as 1.27 or v1.27.3")
        numbers.append(int(digits))
    if len(numbers) < 2:
        raise ValueError(f"{text!r} is not a version such as 1.27 or v1.27.3")
    return Version(*numbers)
