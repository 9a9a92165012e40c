"""Exec plugins that are known to answer in client.authentication.k8s.io/v1beta1, and since which release."""

from collections.abc import Mapping, Sequence
from typing import Final

from kubeconv.auth.kubelogin import COMMAND, is_kubelogin, program_of
from kubeconv.gate.regex import regex
from kubeconv.gate.secret import is_secret
from kubeconv.gate.shown import is_program
from kubeconv.gate.value import NamedTuple


class Plugin(NamedTuple):
    """The first release that answers in v1beta1 ('' if every one does), the source, where the program comes
    from, and the first release that answers in v1 ('' if that is not known)."""

    since: str
    source: str
    install: str
    v1_since: str = ""


GKE: Final = "gke-gcloud-auth-plugin"
#: int128's kubelogin under the name by which kubectl finds it: `kubectl oidc-login`.
OIDC_LOGIN: Final = "kubectl-oidc_login"

#: Program to what is known of it. A plugin that is not here may answer in the version that it was made for, whatever it is
#: asked for: client-go refuses that.
PLUGINS: Final[Mapping[str, Plugin]] = {
    "aws": Plugin(
        "1.23.9 (2.6.3 of version 2)",
        "https://github.com/aws/aws-cli/commit/1a6b498657ec5dd29ddf4f6b240c6fc0c5d88f7a",
        "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
    ),
    "aws-iam-authenticator": Plugin(
        "0.5.4",
        "https://github.com/kubernetes-sigs/aws-iam-authenticator/commit/0221afb8e2a5d14a20a93473edc4c2aa7676ce95",
        "https://github.com/kubernetes-sigs/aws-iam-authenticator/releases",
    ),
    "client-keystone-auth": Plugin(
        "1.12.0",
        "https://github.com/kubernetes/cloud-provider-openstack/commit/8341f8ee68ad8aacf62e0e39ca8507d98e36ce11",
        "https://github.com/kubernetes/cloud-provider-openstack/blob/master/docs/keystone-auth/using-client-keystone-auth.md",
    ),
    "doctl": Plugin(
        "",
        "https://github.com/digitalocean/doctl/blob/main/commands/kubernetes.go",
        "https://docs.digitalocean.com/reference/doctl/how-to/install/",
    ),
    GKE: Plugin(
        "",
        "https://github.com/kubernetes/cloud-provider-gcp/blob/master/cmd/gke-gcloud-auth-plugin/cred.go",
        "https://cloud.google.com/kubernetes-engine/docs/how-to/cluster-access-for-kubectl#install_plugin",
    ),
    OIDC_LOGIN: Plugin(
        "1.14.0",
        "https://github.com/int128/kubelogin/commit/dc88948d88f61903a32da1f8968426a52bbc1ef6",
        "https://github.com/int128/kubelogin#setup",
        "1.31.0",  # https://github.com/int128/kubelogin/pull/1162
    ),
    COMMAND: Plugin(
        "",
        "https://github.com/Azure/kubelogin/blob/v0.0.1/pkg/token/execCredentialWriter.go",
        "https://azure.github.io/kubelogin/install.html",
        "0.0.21",  # https://github.com/Azure/kubelogin/pull/145
    ),
    "oci": Plugin(
        "",
        "https://github.com/oracle/oci-cli/blob/master/services/container_engine/src/oci_cli_container_engine/containerengine_cli_extended.py",
        "https://docs.oracle.com/en-us/iaas/Content/API/SDKDocs/cliinstall.htm",
    ),
    "pinniped": Plugin(
        "",
        "https://github.com/vmware-tanzu/pinniped/commit/42616e7d8a08ac09df7b563bfe090e01ccb5a945",
        "https://pinniped.dev/docs/howto/install-cli/",
    ),
    "rancher": Plugin(
        "2.4.6",
        "https://github.com/rancher/cli/commit/733e9c3606833ea8d40d86bf44d4b0f6aec0b76a",
        "https://github.com/rancher/cli/releases",
    ),
}  # fmt: skip

#: What is in no name of a folder.
_NO_FOLDER: Final = regex("[\\s=?#;|&'\"]")
#: Program to where it comes from: the plugins, what they ask for tokens, and the clients.
INSTALL: Final[Mapping[str, str]] = {
    **{name: plugin.install for name, plugin in PLUGINS.items()},
    "az": "https://learn.microsoft.com/cli/azure/install-azure-cli",
    "azd": "https://learn.microsoft.com/azure/developer/azure-developer-cli/install-azd",
    "kubectl": "https://kubernetes.io/docs/tasks/tools/",
    "helm": "https://helm.sh/docs/intro/install/",
}


def plugin_of(command: str, arguments: Sequence[str]) -> str:
    """The name of the program of an exec section, without folder and ending. int128's kubelogin has one name, whichever
    way it is run; Azure's is told from it by the arguments."""
    name = program_of(command)
    if name == "kubectl" and list(arguments[:1]) == ["oidc-login"]:
        return OIDC_LOGIN
    if name == COMMAND and not is_kubelogin(command, arguments) and "get-token" in arguments:
        return OIDC_LOGIN
    return name


def named_program(command: str, arguments: Sequence[str]) -> str:
    """The same, to be shown: what is no path stays whole, as what follows the last slash of a command line or of a secret
    is no name."""
    is_no_path = _NO_FOLDER.search(command.replace("\\", "/").rpartition("/")[0]) or is_secret(command)
    return command if is_no_path and not is_program(command) else plugin_of(command, arguments)
