"""The data room of releases: what came, went or broke in which release of which program. One row a fact, each with its source.

A new release: look at `CLIENTS` (does it still know every login?), `HELM_BUILT_FOR`, `BROKEN_KUBELOGINS`, and `CHANGES`.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from kubeconv.gate.value import NamedTuple
from kubeconv.releases.version import NEVER, NO_CLIENT, Releases, Version, WorksWith, parse_version

_KUBERNETES: Final = "https://github.com/kubernetes/kubernetes/blob/master/CHANGELOG/CHANGELOG-{}.md"
_HELM: Final = "https://github.com/helm/helm/blob/v{}/go.mod"
_K9S: Final = "https://github.com/derailed/k9s/blob/v{}/go.mod"
_PYTHON: Final = "https://github.com/kubernetes-client/python/blob/{}"
_JAVA: Final = (
    "https://github.com/kubernetes-client/java/blob/{}/util/src/main/java/io/kubernetes/client/util/KubeConfig.java"
)
_TERRAFORM: Final = "https://github.com/hashicorp/terraform-provider-azurerm/{}"
_KUBELOGIN: Final = "https://github.com/Azure/kubelogin/{}"
_AKS: Final = "https://learn.microsoft.com/azure/aks/managed-azure-ad"
_AKS_KUBELOGIN: Final = "https://learn.microsoft.com/azure/aks/kubelogin-authentication"

#: The newest kubectl whose behaviour was measured (see fixtures/client-go), and one older than every change that is known.
NEWEST_KUBECTL: Final = Version(1, 37, 1)
OLDEST_KUBECTL: Final = Version(1, 10)

_LOADER: Final = "master/kubernetes/base/config/kube_config.py"
_EXEC: Final = "master/kubernetes/base/config/exec_provider.py"


class Minimum(NamedTuple):
    """The oldest release of a program that will do for AKS clusters with Entra ID."""

    release: str
    why: str
    source: str


#: Program to what the AKS documentation asks for ("Before you begin", 2023-07-28).
MINIMUMS: Final[Mapping[str, Minimum]] = {
    "kubectl": Minimum("1.18.1", "older kubectl cannot log in to AKS-managed Entra ID clusters", _AKS),
    "helm": Minimum("3.3", "older helm cannot log in to AKS-managed Entra ID clusters", _AKS),
    "az": Minimum("2.29.0", "older Azure CLI does not manage AKS-managed Entra ID clusters as documented", _AKS),
}


class Support(NamedTuple):
    """The releases in which a client works with a login, what happens in all others, and the source.

    `login` is the name of an auth-provider, or `exec` and the version of the exec credential API.
    """

    client: str
    login: str
    releases: Releases
    otherwise: str
    source: str


#: The login azure of a user whose config-mode is "1".
AKS_MANAGED: Final = "azure, AKS-managed"

_REMOVED: Final = "stops: The {} auth plugin has been removed"
_OPENSTACK: Final = (
    'stops: The openstack auth plugin has been removed; from {} on: no Auth Provider found for name "openstack"'
)
_UNKNOWN_EXEC: Final = 'stops: exec plugin: invalid apiVersion "client.authentication.k8s.io/{}"'
_PYTHON_ANONYMOUS: Final = "reads the file and sends no credentials: Unauthorized or Forbidden"
_JAVA_ANONYMOUS: Final = "logs Unknown auth provider: {} and sends no credentials"
_OLD_AZURE: Final = "is older than AKS asks for: before {} it knows no config-mode, and the cluster refuses its token"
_JAVA_EXEC: Final = "logs Unrecognized user.exec.apiVersion and sends no credentials"

# fmt: off
#: Which client works with which login. helm and k9s know what the client-go in their go.mod knows.
CLIENTS: Final = (
    Support("kubectl", "azure", Releases(None, "1.26"), _REMOVED.format("azure"), _KUBERNETES.format("1.26")),
    Support("kubectl", AKS_MANAGED, Releases(MINIMUMS["kubectl"].release), _OLD_AZURE.format("1.18"), _AKS),
    Support("kubectl", "gcp", Releases(None, "1.26"), _REMOVED.format("gcp"), _KUBERNETES.format("1.26")),
    Support("kubectl", "openstack", Releases(None, "1.19"), _OPENSTACK.format("1.26"), _KUBERNETES.format("1.19")),
    Support("kubectl", "oidc", Releases(), "", _KUBERNETES.format("1.37")),
    Support("kubectl", "exec v1alpha1", Releases("1.10", "1.24"), _UNKNOWN_EXEC.format("v1alpha1"), _KUBERNETES.format("1.24")),
    Support("kubectl", "exec v1beta1", Releases("1.11"), _UNKNOWN_EXEC.format("v1beta1"), _KUBERNETES.format("1.11")),
    Support("kubectl", "exec v1", Releases("1.22"), _UNKNOWN_EXEC.format("v1"), _KUBERNETES.format("1.22")),
    Support("helm", "azure", Releases(None, "3.11"), _REMOVED.format("azure"), _HELM.format("3.11.0")),
    Support("helm", AKS_MANAGED, Releases(MINIMUMS["helm"].release), _OLD_AZURE.format("3.2"), _AKS),
    Support("helm", "gcp", Releases(None, "3.11"), _REMOVED.format("gcp"), _HELM.format("3.11.0")),
    Support("helm", "openstack", Releases(None, "3.4"), _OPENSTACK.format("3.11"), _HELM.format("3.4.0")),
    Support("helm", "oidc", Releases(), "", _HELM.format("4.2.0")),
    Support("helm", "exec v1alpha1", Releases(None, "3.9"), _UNKNOWN_EXEC.format("v1alpha1"), _HELM.format("3.9.0")),
    Support("helm", "exec v1beta1", Releases("3.0"), _UNKNOWN_EXEC.format("v1beta1"), _HELM.format("3.0.0")),
    Support("helm", "exec v1", Releases("3.7"), _UNKNOWN_EXEC.format("v1"), _HELM.format("3.7.0")),
    Support("k9s", "azure", Releases(None, "0.27.0"), _REMOVED.format("azure"), _K9S.format("0.27.0")),
    Support("k9s", "gcp", Releases(None, "0.27.0"), _REMOVED.format("gcp"), _K9S.format("0.27.0")),
    Support("k9s", "openstack", Releases(None, "0.24.3"), _OPENSTACK.format("0.27.0"), _K9S.format("0.24.3")),
    Support("k9s", "oidc", Releases(), "", _K9S.format("0.51.0")),
    Support("k9s", "exec v1alpha1", Releases(None, "0.25.19"), _UNKNOWN_EXEC.format("v1alpha1"), _K9S.format("0.25.19")),
    Support("k9s", "exec v1beta1", Releases(), "", _K9S.format("0.51.0")),
    Support("k9s", "exec v1", Releases("0.25.0"), _UNKNOWN_EXEC.format("v1"), _K9S.format("0.25.0")),
    Support("Terraform azurerm", "azure", Releases(), "", _TERRAFORM.format("blob/main/internal/services/containers/kubernetes/kube_config.go")),
    Support("Terraform azurerm", "exec v1beta1", Releases("3.21.0"), "leaves kube_config of an Entra ID cluster with Kubernetes 1.24 or newer empty (the data source: before 3.20.0)", _TERRAFORM.format("issues/18139")),
    Support("Python client", "azure", Releases("7.0.0", "36.0.0"), _PYTHON_ANONYMOUS, _PYTHON.format("v36.0.0/kubernetes/base/config/kube_config.py")),
    Support("Python client", "gcp", Releases(), "", _PYTHON.format(_LOADER)),
    Support("Python client", "openstack", NEVER, _PYTHON_ANONYMOUS, _PYTHON.format(_LOADER)),
    Support("Python client", "oidc", Releases("6.0.0"), _PYTHON_ANONYMOUS, _PYTHON.format(_LOADER)),
    Support("Python client", "exec v1alpha1", Releases("8.0.0"), _PYTHON_ANONYMOUS, _PYTHON.format(_EXEC)),
    Support("Python client", "exec v1beta1", Releases("8.0.0"), _PYTHON_ANONYMOUS, _PYTHON.format(_EXEC)),
    Support("Python client", "exec v1", Releases("8.0.0"), _PYTHON_ANONYMOUS, _PYTHON.format(_EXEC)),
    Support("Java client", "azure", Releases("1.0.0", "21.0.0"), _JAVA_ANONYMOUS.format("azure"), "https://github.com/kubernetes-client/java/commit/0e373787f"),
    Support("Java client", "gcp", Releases(), "", _JAVA.format("v27.0.0")),
    Support("Java client", "openstack", NEVER, _JAVA_ANONYMOUS.format("openstack"), _JAVA.format("v27.0.0")),
    Support("Java client", "oidc", Releases("8.0.0"), _JAVA_ANONYMOUS.format("oidc"), _JAVA.format("client-java-parent-8.0.0")),
    Support("Java client", "exec v1alpha1", Releases("5.0.0"), _JAVA_EXEC, _JAVA.format("v27.0.0")),
    Support("Java client", "exec v1beta1", Releases("5.0.0"), _JAVA_EXEC, _JAVA.format("v27.0.0")),
    Support("Java client", "exec v1", Releases("17.0.0"), _JAVA_EXEC, _JAVA.format("v17.0.0")),
)
# fmt: on


#: The Kubernetes from which on AKS hands out kubeconfigs in exec format.
AKS_EXEC_SINCE: Final = "1.24"
AKS_EXEC_SOURCE: Final = _AKS_KUBELOGIN

#: The day on which AKS gave up the integration by applications of one's own, after it had moved clusters to its own one.
AKS_LEGACY_RETIRED: Final = "2024-02-29"
AKS_LEGACY_SOURCE: Final = "https://aka.ms/aks/aad-legacy"

#: How far the minor version of kubectl may be from that of the cluster, either way, and who says so.
KUBECTL_SKEW: Final = 1
SKEW_SOURCES: Final[Mapping[str, str]] = {
    "aks": _AKS,
    "kubernetes": "https://kubernetes.io/releases/version-skew-policy/#kubectl",
}

#: Minor release of helm to the minor release of Kubernetes that it is built for, each read from the go.mod of N.M.0 and, for
#: 4.3, from what `helm version` prints.
HELM_BUILT_FOR: Final[Mapping[tuple[int, int], int]] = {
    (3, 0): 16, (3, 1): 17, (3, 2): 18, (3, 3): 18, (3, 4): 19, (3, 5): 20, (3, 6): 21, (3, 7): 22, (3, 8): 23, (3, 9): 24,
    (3, 10): 25, (3, 11): 26, (3, 12): 27, (3, 13): 28, (3, 14): 29, (3, 15): 30, (3, 16): 31, (3, 17): 32, (3, 18): 33,
    (3, 19): 34, (3, 20): 35, (3, 21): 35, (4, 0): 34, (4, 1): 35, (4, 2): 36, (4, 3): 37,
}  # fmt: skip
#: How many older minor releases of Kubernetes a helm works with.
HELM_SKEW: Final = 3
HELM_SKEW_SOURCE: Final = "https://helm.sh/docs/topics/version_skew/"


#: The first release of Azure's kubelogin, and the newest that these tables and those in `auth` know.
OLDEST_KUBELOGIN: Final = "0.0.1"
NEWEST_KUBELOGIN: Final = "0.2.19"


#: The releases of kubelogin in which devicecode stops if client-go lends it no terminal ("devicelogin is not supported if
#: interactiveMode is 'never'"): https://github.com/Azure/kubelogin/blob/v0.0.23/pkg/token/execCredentialPlugin.go
DEVICECODE_WANTS_TERMINAL: Final = Releases("0.0.21", "0.0.24")


class Broken(NamedTuple):
    """Releases of Azure's kubelogin that do not work for these login modes (none: for every one), with this flag
    (`tenant-id` preceded by `!`: without it). `without_keyring`: only if the system keyring cannot be used."""

    releases: Releases
    modes: frozenset[str]
    flag: str
    what: str
    source: str
    without_keyring: bool = False

    @property
    def flag_text(self) -> str:
        """The flag as words after a login mode."""
        words = f" without --{self.flag[1:]}" if self.flag.startswith("!") else f" with --{self.flag}"
        return words if self.flag else ""


_CACHED: Final = frozenset(("devicecode", "interactive", "spn", "ropc", "workloadidentity"))

# fmt: off
#: Read from the CHANGELOG and the tags of https://github.com/Azure/kubelogin, and the issues named.
BROKEN_KUBELOGINS: Final = (
    Broken(Releases("0.0.30", "0.0.33"), frozenset(("spn",)), "legacy", "ignores --legacy, so that the token is for another audience", _KUBELOGIN.format("issues/331")),
    Broken(Releases("0.2.0", "0.2.6"), frozenset(("azurecli", "azd")), "!tenant-id", "demands a --tenant-id that it does not need", _KUBELOGIN.format("pull/637")),
    Broken(Releases("0.2.0", "0.2.7"), frozenset(("devicecode",)), "", "does not show the code to enter, and gives up after a while", _KUBELOGIN.format("issues/641")),
    Broken(Releases("0.2.0", "0.2.7"), _CACHED, "", "stops if the system keyring cannot be used, as in containers and pipelines", _KUBELOGIN.format("issues/642"), True),
    Broken(Releases("0.2.11", "0.2.12"), frozenset(), "", "stops if the system keyring cannot be used, as in containers and pipelines", _KUBELOGIN.format("issues/711"), True),
    Broken(Releases("0.2.12", "0.2.15"), frozenset(("interactive", "spn", "ropc")), "pop-enabled", "crashes if the system keyring cannot be used, as in containers and pipelines", _KUBELOGIN.format("issues/734"), True),
)


class Change(NamedTuple):
    """What changed in a release of a program."""

    program: str
    release: str
    what: str
    source: str

    @property
    def since(self) -> Version:
        """The release, to compare with."""
        return parse_version(self.release)


# What our own verdicts ask for has a name.
TELLS_PLUGINS: Final = Change("kubectl", "1.20", "tells each exec plugin in KUBERNETES_EXEC_INFO which version of the API it wants", "https://github.com/kubernetes/kubernetes/pull/95489")
INTERACTIVE_MODE: Final = Change("kubectl", "1.22", "reads interactiveMode of an exec plugin, and asks for one with v1", _KUBERNETES.format("1.22"))
AS_UID: Final = Change("kubectl", "1.23", "reads as-uid of a user", _KUBERNETES.format("1.23"))
NULL_EXTRA: Final = Change("kubectl", "1.32", "no longer loses an as-user-extra that is {key: null}", _KUBERNETES.format("1.32"))
NO_NEGATIVE_SERIALS: Final = Change("kubectl", "1.32", "refuses certificates with a negative serial number (Go 1.23)", "https://go.dev/doc/godebug")
STRICT_RSA: Final = Change("kubectl", "1.33", "refuses RSA keys of less than 1024 bits, and wrong numbers that speed up the use of one (Go 1.24)", "https://go.dev/doc/go1.24")
PRIVATE_EXPONENT: Final = Change("kubectl", "1.36", "looks at the private exponent of an RSA key again, as it does not from 1.33 on (Go 1.26)", "https://github.com/golang/go/blob/master/src/crypto/internal/fips140/rsa/rsa.go")
STRICT_COLONS: Final = Change("kubectl", "1.36", "refuses a host with more than one colon outside brackets (Go 1.26)", "https://go.dev/doc/go1.26")
KUBERC_POLICY: Final = Change("kubectl", "1.35", "a kuberc file can forbid exec plugins (credentialPluginPolicy)", _KUBERNETES.format("1.35"))
KUBERC_COMMAND: Final = Change("kubectl", "1.36", "calls the key of an entry of credentialPluginAllowlist command, not only name", _KUBERNETES.format("1.36"))
#: Without a file, so it is $KUBECONFIG or ~/.kube/config that is converted, whatever `-f` says, and with a mere warning if
#: kubelogin fails: https://github.com/Azure/azure-cli/issues/34091
AZ_CONVERTS: Final = Change("az", "2.78.0", "az aks get-credentials runs kubelogin convert-kubeconfig -l azurecli by itself", "https://github.com/Azure/azure-cli/pull/32167")

#: Since kubectl 1.35 only an IPv6 address may stand in brackets (Go 1.25.2, CVE-2025-47912); of older minor releases this is
#: the first patch that was built with such a Go. https://go.dev/issue/75678
STRICT_BRACKETS: Final[Mapping[int, int]] = {32: 10, 33: 6, 34: 2, 35: 0}

#: What changed besides the above, oldest release first.
CHANGES: Final = (
    TELLS_PLUGINS,
    INTERACTIVE_MODE,
    AS_UID,
    Change("kubectl", "1.24", "the azure and gcp auth-providers print a warning that they will be removed", _KUBERNETES.format("1.24")),
    NULL_EXTRA,
    NO_NEGATIVE_SERIALS,
    STRICT_RSA,
    Change("kubectl", "1.34", "kubectl version says Warning instead of WARNING about a version difference, and --warnings-as-errors makes it fail", _KUBERNETES.format("1.34")),
    KUBERC_POLICY,
    KUBERC_COMMAND,
    PRIVATE_EXPONENT,
    STRICT_COLONS,
    AZ_CONVERTS,
    Change("az", "2.86.0", "az aks get-credentials replaces the kubeconfig at once and refuses symbolic links", "https://github.com/Azure/azure-cli/pull/33156"),
    Change("kubelogin", "0.0.21", "answers in client.authentication.k8s.io/v1 too", _KUBELOGIN.format("pull/145")),
    Change("kubelogin", "0.2.0", "keeps tokens in the system keyring; devicecode with --legacy and PoP logins keep none", _KUBELOGIN.format("blob/main/CHANGELOG.md")),
    Change("kubelogin", "0.2.4", "runs again on Linux with a C library (glibc) older than 2.34, as it does not from 0.2.0 on", _KUBELOGIN.format("issues/630")),
    Change("kubelogin", "0.2.5", "convert-kubeconfig no longer demands --server-id, as it does from 0.2.0 on", _KUBELOGIN.format("issues/633")),
    Change("kubelogin", "0.2.17", "several runs at once no longer disturb each other's keychain on macOS", _KUBELOGIN.format("pull/744")),
    Change("AKS", "1.24", "az aks get-credentials gives exec format to Entra ID clusters", _AKS),
)
# fmt: on

#: Mistakes in a login that a client passes over as long as it does not read the field.
UNKNOWN_MODE: Final = "exec with an unknown interactiveMode"
UID_ALONE: Final = "as-uid without as"
NULL_EXTRA_ALONE: Final = "as-user-extra of nulls without as"
_NOBODY: Final = "stops: requesting uid, groups or user-extra without impersonating a user"


def _passed_over(mistake: str, change: Change, otherwise: str) -> Iterator[Support]:
    """Which kubectl and helm pass over a mistake: those older than the change. helm knows what its client-go knows."""
    yield Support("kubectl", mistake, Releases(None, change.release), otherwise, change.source)
    helm = min(helm for helm, minor in HELM_BUILT_FOR.items() if minor >= change.since.minor)
    release = ".".join(map(str, helm))
    yield Support("helm", mistake, Releases(None, release), otherwise, _HELM.format(f"{release}.0"))


PASSED_OVER: Final = (
    *_passed_over(UNKNOWN_MODE, INTERACTIVE_MODE, "stops: invalid interactiveMode"),
    *_passed_over(UID_ALONE, AS_UID, _NOBODY),
    *_passed_over(NULL_EXTRA_ALONE, NULL_EXTRA, _NOBODY),
)


def support(client: str, login: str) -> Support | None:
    """The row of a client and a login, or of a mistake in one; None if nothing is known."""
    return next((row for row in (*CLIENTS, *PASSED_OVER) if (row.client, row.login) == (client, login)), None)


def works_with(login: str) -> WorksWith:
    """The kubectl and helm that accept a login, or a mistake in one; none for what is not in the table."""
    found = [row.releases for client in ("kubectl", "helm") for row in [support(client, login)] if row]
    return WorksWith(*found) if found else NO_CLIENT


#: Auth provider to the kubectl and helm that have it; any other name never worked.
AUTH_PROVIDERS: Final[Mapping[str, WorksWith]] = {
    name: works_with(name) for name in ("azure", "gcp", "openstack", "oidc")
}
#: Version of the exec credential API to the kubectl and helm that speak it.
EXEC_API_VERSIONS: Final[Mapping[str, WorksWith]] = {
    f"client.authentication.k8s.io/{version}": works_with(f"exec {version}")
    for version in ("v1alpha1", "v1beta1", "v1")
}
