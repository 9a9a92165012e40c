"""What kubectl, helm, k9s and Terraform say around the message of client-go: useful only if nothing else is known."""

from typing import Final

from kubeconv.explain.messages.message import Message

_KUBECTL: Final = "https://github.com/kubernetes/kubectl/blob/master/pkg/cmd/util/helpers.go"

MESSAGES: Final = (
    Message(
        "no-resource-type",
        ("the server doesn't have a resource type",),
        "The server did not list its resources.",
        "The name is misspelt; or, if the message is about pods or nodes, the login failed before: kubectl could not "
        "ask.",
        "Look at the lines above it, and ask the server something simple.",
        _KUBECTL,
        ("kubectl get --raw /version", "kubeconv validate {file}"),
        wraps=1,
    ),
    Message(
        "no-api-list",
        (
            "couldn't get current server API group list",
            "couldn't get resource list for",
            "failed to get API Group-Resources",
        ),
        "kubectl could not ask the server for its APIs.",
        "kubeconv does not know the reason that follows on the same line, or there is none; kubectl says it once for each try.",
        "Ask the server something simple, then check the kubeconfig and the login.",
        "https://github.com/kubernetes/client-go/blob/master/discovery/cached/memory/memcache.go",
        ("kubectl get --raw /version", "kubeconv validate {file}"),
        wraps=2,
    ),
    Message(
        "helm-unreachable",
        ("Kubernetes cluster unreachable",),
        "helm cannot reach the cluster.",
        "kubeconv does not know the reason that follows on the same line, or there is none.",
        "Try the same with kubectl, which says more.",
        "https://github.com/helm/helm/blob/main/pkg/kube/client.go",
        ("kubectl get --raw /version", "kubeconv validate {file}"),
        wraps=2,
    ),
    Message(
        "k9s-unreachable",
        (
            "Dial K8s Toast",
            "can't connect to cluster",
            "cannot connect to context:",
            "k8s connection failed for context:",
            "Unable to connect to api server",
            "Unable to connect to context",
            "no connection to cached dial",
        ),
        "k9s cannot reach the cluster.",
        "It does not show why: its log does, and kubectl with the same context.",
        "Try the same context with kubectl.",
        "https://github.com/derailed/k9s/issues/2193",
        ("kubectl get --raw /version[ --context {context}]", "k9s info"),
        wraps=2,
    ),
    Message(
        "k9s-no-kubeconfig",
        ("Unable to locate K8s cluster configuration",),
        "k9s found no kubeconfig with a current context.",
        "No file, an empty one, or one that it cannot read; its log says more. Under sudo or as a snap the home folder is "
        "another one.",
        "Choose a context, or name the file.",
        "https://github.com/derailed/k9s/blob/master/cmd/root.go",
        ("kubeconv validate {file}", "kubectl config use-context {existing_context}", "export KUBECONFIG={file}"),
        rule="KC113",
        wraps=1,
    ),
    Message(
        "terraform-client",
        ("Failed to configure client:", "Failed to construct REST client", "failed to create kubernetes rest client"),
        "Terraform could not make a Kubernetes client.",
        "kubeconv does not know the reason that follows. The provider reads its own settings, not always your kubeconfig.",
        "Look at the provider block: config_path, config_context, exec.",
        "https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs",
        ("kubeconv validate {file}",),
        wraps=2,
    ),
    Message(
        "getting-credentials",
        ("getting credentials:",),
        "The exec plugin gave no credentials.",
        "kubeconv does not know the reason that follows on the same line; what the plugin says stands above it.",
        "Let kubeconv look at the whole login, then run the command of the user alone.",
        "https://github.com/kubernetes/client-go/blob/master/plugin/pkg/client/auth/exec/exec.go",
        ("kubeconv doctor {file}", "kubeconv audit {file}"),
        affects=("exec", "kubelogin"),
        wraps=2,
    ),
    Message(
        "invalid-configuration",
        ("Error in configuration:", "invalid configuration:"),
        "client-go does not accept the kubeconfig.",
        "kubeconv does not know the reasons that follow it.",
        "See all of them.",
        "https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/validation.go",
        ("kubeconv validate {file}",),
        wraps=2,
    ),
    Message(
        "no-connection",
        ("Unable to connect to the server",),
        "kubectl cannot reach the server.",
        "kubeconv does not know the reason that follows on the same line, or there is none: it is neither the login nor the "
        "network as they fail mostly.",
        "See which server kubectl asks and what it answers, then whether the name resolves and a proxy is in between.",
        _KUBECTL,
        ("kubectl get --raw /version -v=8", "kubeconv doctor {file}", "env | grep -i _proxy"),
        wraps=2,
    ),
    Message(
        "helm-permissions",
        (
            "Kubernetes configuration file is group-readable. This is insecure",
            "Kubernetes configuration file is world-readable. This is insecure",
        ),
        "Others may read the kubeconfig.",
        "Anyone who reads it has the logins in it. This is a warning: helm continues.",
        "Remove the permission.",
        "https://github.com/helm/helm/blob/148aabf86736ebf5a0122b06e009e946674d66fe/cmd/helm/root_unix.go",
        ("chmod 600 {file}",),
        rule="KC502",
        wraps=2,
    ),
)
