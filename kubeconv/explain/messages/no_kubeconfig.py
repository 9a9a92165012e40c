"""What is said if no kubeconfig was found at all."""

from typing import Final

from kubeconv.explain.messages.message import Message

_CLIENT_CONFIG: Final = "https://github.com/kubernetes/client-go/blob/master/tools/clientcmd/client_config.go"

MESSAGES: Final = (
    Message(
        "no-configuration",
        (
            "The connection to the server localhost:8080 was refused",
            "HTTPConnectionPool(host='localhost', port=8080)",
            "connect ECONNREFUSED 127.0.0.1:8080",
            "connect ECONNREFUSED ::1:8080",
            "dial tcp 127.0.0.1:8080: connect: connection refused",
            "dial tcp [::1]:8080: connect: connection refused",
            "dial tcp 127.0.0.1:8080: connectex: No connection could be made",
            "dial tcp [::1]:8080: connectex: No connection could be made",
            "no configuration has been provided, try setting KUBERNETES_MASTER",
            "cluster has no server defined",
            "no context chosen",
            "cannot create REST client: no client config",
            "current-context must exist in order to minify",
            "current-context is not set",
            "cannot create dynamic client: no client config",
            "cannot create discovery client: no client config",
            "no current context is set",
            "no config found to write",
            "Missing or incomplete configuration info. Please point to an existing, complete config file",
            "Missing or incomplete configuration info. Please login or point to an existing, complete config file",
            "could not locate a kubeconfig",
            "error finding Kubernetes API server config in --kubeconfig, $KUBECONFIG, or in-cluster configuration",
        ),
        "No kubeconfig was found, or it has no current context with a server.",
        "client-go then tries localhost:8080. Under sudo, in a container or in CI the home folder and $KUBECONFIG are "
        "others.",
        "Name the file, or choose a context.",
        _CLIENT_CONFIG,
        ("kubeconv validate {file}", "kubectl config get-contexts", "kubectl config use-context {existing_context}"),
        rule="KC113",
    ),
    Message(
        "in-cluster-only",
        (
            "unable to load in-cluster configuration, KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT must be "
            "defined",
            "Unable to load in-cluster configuration. Missing environment variables",
            "Service host/port is not set",
            "Service host/port is set but empty",
            "Service token file does not exist",
            "Service certification file does not exist",
            "error creating inClusterConfig, falling back to default config",
            "Neither --kubeconfig nor --master was specified",
            "kube_config_path not provided and default location",
            "Cert file exists but empty",
            "Token file exists but empty",
            "KeyError: 'KUBERNETES_SERVICE_HOST'",
        ),
        "The program wants to run inside a cluster, or found no kubeconfig.",
        "Without a kubeconfig it uses the service account of its pod; it is not in a pod, or the pod has no service account.",
        "Outside a cluster give it a kubeconfig.",
        "https://github.com/kubernetes/client-go/blob/master/rest/config.go",
        ("export KUBECONFIG={file}",),
    ),
)
