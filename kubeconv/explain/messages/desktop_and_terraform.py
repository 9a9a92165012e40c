"""What Terraform's providers, and programs with windows, say about kubeconfigs and logins."""

from typing import Final

from kubeconv.explain.messages.message import Message

_TERRAFORM: Final = "https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs"
_REFUSED: Final = ("connect: connection refused", "connectex: No connection could be made")

MESSAGES: Final = (
    Message(
        "localhost-80",
        (
            "cannot load Kubernetes client config{rest}default cluster has no server defined",
            *(f"dial tcp {host}:80: {end}" for host in ("127.0.0.1", "[::1]") for end in _REFUSED),
            'Get "http://localhost/{rest}": dial tcp', 'Post "http://localhost/{rest}": dial tcp',
            "Get http://localhost/{rest}: dial tcp", "Post http://localhost/{rest}: dial tcp",
            "HTTPConnectionPool(host='localhost', port=80)",
        ),
        "The program got no cluster at all, and asked localhost:80.",
        "In Terraform the provider block was empty when it ran: config_path or host is not set (KUBECONFIG is not read, "
        "KUBE_CONFIG_PATH is), or comes from a cluster that does not exist yet or is replaced in the same run. A client "
        "library was used without loading a kubeconfig.",
        "Name the file, or create the cluster first and give the provider host, certificate and exec.",
        _TERRAFORM,
        ("kubeconv detect {file}", "export KUBE_CONFIG_PATH={file}", "terraform apply -target={resource_of_the_cluster}"),
    ),
    Message(
        "terraform-config-path",
        ("'config_path' refers to an invalid path:", "'config_paths' refers to an invalid path:"),
        "The kubeconfig that the provider block of Terraform names does not exist.",
        "config_path, config_paths or KUBE_CONFIG_PATH is relative to another folder, or the machine that runs Terraform (CI, "
        "HCP Terraform) has no such file. The provider goes on without a cluster.",
        "Name a file that exists there, or give the provider host, certificate and exec.",
        _TERRAFORM,
        ("ls ~/.kube", "export KUBE_CONFIG_PATH={file}"),
    ),
    Message(
        "terraform-exec-deprecated",
        (
            "v1alpha1 of the client authentication API is deprecated",
            "v1alpha1 of the client authentication API will be removed",
        ),
        "The exec block of the provider asks for v1alpha1, which the provider no longer runs.",
        "client-go dropped client.authentication.k8s.io/v1alpha1 with 1.24.",
        'Write api_version = "client.authentication.k8s.io/v1beta1", and update the plugin.',
        "https://github.com/hashicorp/terraform-provider-kubernetes/blob/main/kubernetes/provider.go",
        since="kubernetes provider 2.x",
        rule="KC301",
    ),
    Message(
        "terraform-invalid-pem",
        (
            "'cluster_ca_certificate' is not a valid PEM encoded certificate",
            "'client_certificate' is not a valid PEM encoded certificate",
            "'client_key' is not a valid PEM encoded",
            "'host' is not a valid URL",
            "Failed to parse value for host:", "Invalid value for 'host':", "Failed to extract 'client_key' value"),
        "A value in the provider block of Terraform is not a certificate, key or URL.",
        "kube_config of azurerm and the data of a kubeconfig are base64: the provider wants them decoded.",
        "Wrap the value in base64decode().",
        _TERRAFORM,
    ),
    Message(
        "terraform-credentials",
        ("The credentials configured in the provider block are not accepted by the API server",),
        "The cluster does not accept the login of the provider block.",
        "The token or certificate in the state has expired or is of an older cluster, or local accounts are disabled.",
        "Use exec with kubelogin, so that each run gets a new token.",
        "https://azure.github.io/kubelogin/concepts/aks.html",
    ),
    Message(
        "headlamp-no-answer",
        ("Failed to get authentication information:",),
        "Headlamp got no answer from the cluster when it asked how to log in.",
        "The exec plugin waits for a person (a device code or a browser that Headlamp does not show), or the cluster cannot be "
        "reached.",
        "Use a login mode without a person, or log in on a terminal first.",
        "https://github.com/kubernetes-sigs/headlamp/blob/main/frontend/src/components/authchooser/index.tsx",
        ("kubectl get nodes[ --context {context}]", "kubeconv convert {file}[ --context {context}] -l azurecli"),
        affects=("kubelogin", "exec"),
        alternatives=True,
    ),
    Message(
        "kubeconfig-not-at",
        (
            "No kubeconfig file found at path {path}",
            "kubeconfig file not found at {path}",
            "kubeconfig file {path} is not found",
            "Invalid path '{path}' defined in KUBECONFIG",
            "Invalid kube-config file. File does not exist: {path}",
        ),
        "The program did not find the kubeconfig {path}.",
        "The file is missing; or $KUBECONFIG lists several files, and this program takes the list for the name of one; or ~ "
        "stands in it, which only a shell replaces.",
        "Name one file that exists, with its whole path.",
        "https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/",
        ("echo $KUBECONFIG", "kubeconv detect {file}"),
    ),
    Message(
        "vscode-program-not-found",
        (
            "Kubectl not found. Many features of the Kubernetes extension will not work",
            "kubectl binary not found (using",
            "Failed to invoke kubectl: program not found",
            "Could not find kubectl binary",
        ),
        "VS Code does not find kubectl.",
        "It has the PATH of the desktop, not that of your shell, or the setting vs-kubernetes names another place.",
        "Install kubectl, and set vs-kubernetes.kubectl-path.",
        "https://github.com/vscode-kubernetes-tools/vscode-kubernetes-tools",
        ("az aks install-cli", "kubeconv doctor {file}"),
    ),
    Message(
        "kubectx-no-contexts",
        (
            "no contexts found in the kubeconfig file", "no contexts found in config", "no contexts found in kubeconfig",
            "no kubeconfig files loaded",
        ),
        "The kubeconfig has no context.",
        "$KUBECONFIG names an empty or another file, or none was fetched yet.",
        "Fetch a kubeconfig, or name the right file.",
        "https://github.com/ahmetb/kubectx",
        ("echo $KUBECONFIG", "kubeconv detect {file}"),
        rule="KC113",
    ),
    Message(
        "kubectx-no-kubeconfig",
        ("cannot determine kubeconfig path", "kubeconfig file not found:"),
        "kubectx finds no kubeconfig.",
        "A file of $KUBECONFIG does not exist, or neither KUBECONFIG nor HOME is set: a service, cron, or a container.",
        "Name the right file.",
        "https://github.com/ahmetb/kubectx",
        ("echo $KUBECONFIG", "export KUBECONFIG={file}"),
    ),
    Message(
        "lens-incomplete",
        (
            "No valid context object provided in kubeconfig for context '{context}'",
            "No valid cluster object provided in kubeconfig for context '{context}'",
            "No valid user object provided in kubeconfig for context '{context}'",
        ),
        "The context {context} is incomplete, and Lens leaves it out.",
        "It names no cluster or user, or one that the same file does not define; Lens reads each file alone.",
        "Complete the context in that file.",
        "https://github.com/freelensapp/freelens/blob/main/packages/core/src/common/kube-helpers.ts",
        ("kubeconv validate {file}",),
        rule="KC107",
    ),
    Message(
        "lens-proxy",
        (
            "Authentication proxy exited with code",
            "Error while proxying request:",
            "proxy exited with code:",
            "Proxy port can't be found, restarting",
            "Proxy port failed to be used within time limit",
            "Failed to create temp config for auth-proxy",
            "Failed to list kube API resources, please reconnect",
            "[CLUSTER]: Failed to connect to",
        ),
        "Lens or Freelens could not log in to the cluster.",
        "It runs the login in a proxy of its own, with the PATH of the desktop. kubeconv does not know the reason in this "
        "text.",
        "Let kubeconv look at the whole login; give the exec plugin by its whole path, or start Lens from a terminal.",
        "https://github.com/lensapp/lens/issues/7842",
        ("kubeconv doctor {file}",),
        affects=("exec", "kubelogin"),
        wraps=2,
    ),
    Message(
        "choco-shim",
        ("This usually indicates a missing or moved file",),
        "The program on PATH is only a link of Chocolatey, and what it links to is gone.",
        "The package was removed, moved or is damaged. Chocolatey's package kubelogin is int128's OIDC helper, "
        "azure-kubelogin is "
        "Azure's.",
        "Install the one that the kubeconfig needs again.",
        "https://github.com/int128/kubelogin/issues/718",
        ("choco install azure-kubelogin --force", "choco install kubelogin --force"),
        affects=("kubelogin", "kubectl-oidc_login"),
        alternatives=True,
    ),
)  # fmt: skip
