"""What Headlamp, k9s and the Terraform providers say about kubeconfigs and logins, in words of their own."""

from typing import Final

from kubeconv.explain.messages.message import Message

_HEADLAMP: Final = "https://github.com/kubernetes-sigs/headlamp/tree/main/backend/pkg"
_K9S: Final = "https://github.com/derailed/k9s/tree/master/internal"
_VALIDATE: Final = ("kubeconv validate {file}",)

MESSAGES: Final = (
    Message(
        "headlamp-sign-in",
        (
            "The cluster did not accept your sign-in",
            "Failed to verify ID Token",
            "Failed to exchange token",
            "Token refresh failed",
            "failed to get refresh token",
            "Failed to cache refresh token",
            "Failed to configure oidc transport",
            "Logging out due to auth error",
            "no authentication token provided",
            "failed to get authenticator:",
        ),
        "Headlamp's own login (OIDC) failed, or the cluster does not accept its token.",
        "Its issuer, client id or scopes are not those that the API server trusts, or the token has expired. The "
        "kubeconfig has no "
        "part in it, unless the login comes from there.",
        "Compare -oidc-idp-issuer-url and -oidc-client-id of Headlamp with --oidc-issuer-url and --oidc-client-id of "
        "the API server.",
        f"{_HEADLAMP}/auth",
        ("kubectl auth whoami[ --context {context}]", "kubeconv detect {file}"),
        affects=("oidc", "exec"),
    ),
    Message(
        "headlamp-no-clusters",
        (
            "There seems to be no clusters configured",
            "Please make sure you have at least one cluster configured",
            "No contexts found!",
            "No clusters found!",
            "failed to load any valid contexts from kubeconfig",
        ),
        "Headlamp found no cluster to show.",
        "Its kubeconfig has no context that is whole, or it reads another file: the desktop does not know KUBECONFIG "
        "of your shell, "
        "and in a container the file must be mounted.",
        "See what is in the file; give it to Headlamp with -kubeconfig, or add it in its settings.",
        f"{_HEADLAMP}/kubeconfig",
        ("echo $KUBECONFIG", "kubeconv detect {file}"),
    ),
    Message(
        "headlamp-kubeconfig",
        (
            "error reading kubeconfig file",
            "error loading kubeconfig files",
            "error loading contexts from file",
            "error decoding base64 kubeconfig",
            "Error setting up clusters from kubeconfig",
            "Error setting up clusters, please load a valid kubeconfig file",
            "Invalid kubeconfig file:",
            "invalid or missing clusters in kubeconfig",
            "invalid or missing users in kubeconfig",
            "context not found in kubeconfig",
            "failed to load merged kubeconfig",
            "failed to get kubeconfig file",
            "error configuring Kubernetes API client",
        ),
        "Headlamp, or another program, cannot use the kubeconfig.",
        "It is not valid, lacks a list or an entry, or cannot be read; kubeconv finds no reason in this text.",
        "See what is wrong with it.",
        f"{_HEADLAMP}/kubeconfig",
        _VALIDATE,
        wraps=1,
    ),
    Message(
        "headlamp-unreachable",
        (
            "Failed to connect. Please make sure the Kubernetes cluster is running and accessible",
            "couldnt setup proxy for context",
        ),
        "Headlamp cannot reach the cluster.",
        "kubeconv does not know the reason that follows, or there is none.",
        "Try the same context with kubectl, which says more.",
        f"{_HEADLAMP}/kubeconfig",
        ("kubectl get --raw /version[ --context {context}]", "kubeconv doctor {file}"),
        wraps=2,
    ),
    Message(
        "k9s-context",
        (
            "unable to activate context",
            "context activation failed for",
            "set current context failed",
            "unable to locate associated cluster for context",
            "unable to retrieve kubeconfig current context",
            "unable to located active cluster",
            "no active context available",
        ),
        "k9s cannot use the context.",
        "No context is current, it is misspelt, or it names a cluster that is not in the kubeconfig. k9s remembers the "
        "last context, "
        "which may be gone.",
        "Choose a context that exists.",
        f"{_K9S}/client/config.go",
        ("kubeconv validate {file}", "kubectl config use-context {existing_context}"),
        rule="KC106",
        wraps=1,
    ),
    Message(
        "k9s-own-config",
        (
            "Unable to reads k9s config file",
            "Unable to unmarshal k9s config file",
            "k9s config file {path} load failed",
            "main config.yaml load failed",
            "context-config yaml load failed",
            "Fail to load global/context configuration",
            "Fail to refine k9s config",
            "Validation failed. Please update your config and restart",
        ),
        "k9s cannot read its own configuration. The kubeconfig is not meant.",
        "config.yaml of k9s, or that of a context in its folder, has a field that this release does not know, or is "
        "not valid YAML.",
        "See where its files are, then correct or rename the one that is named.",
        f"{_K9S}/config/config.go",
        ("k9s info",),
    ),
    Message(
        "terraform-attribute",
        (
            "Invalid attribute in provider configuration",
            "Provider configuration: failed to",
            "type cannot be asserted:",
            "unable to extract Kubernetes config",
            "Kubernetes config conversion error",
            "missing required structural data",
        ),
        "The provider block of Terraform has a value that cannot be used.",
        "A value has the wrong type, is no PEM, or is not known yet, because the cluster is made in the same run. "
        "kubeconfigs are "
        "read only if config_path is set.",
        "Make the cluster in a run before, or take the value from a data source.",
        "https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs",
        ("terraform apply -target={resource_of_the_cluster}",),
        wraps=1,
    ),
    Message(
        "helm-registry",
        ("could not login to OCI registry", "OCI Registry Login Failed", "Registry client initialization failed"),
        "helm cannot log in to the registry of charts. The kubeconfig is not meant.",
        "The user name, the password or the address of the registry is wrong, or its certificate is not trusted.",
        "Log in to the registry by hand and see what it says.",
        "https://helm.sh/docs/topics/registries/",
        ("helm registry login {registry}",),
    ),
    Message(
        "library-token-not-saved",
        ("Failed to persist new token", "failure while persisting new tokens into KUBECONFIG"),
        "The Java client renewed a token, and could not write it into the kubeconfig.",
        "The file is read-only, or of another user (a Secret that is mounted). The login works until the token "
        "expires, and again "
        "after a new login.",
        "Let the program own its kubeconfig, or use an exec plugin, which keeps its tokens elsewhere.",
        "https://github.com/kubernetes-client/java/tree/master/util/src/main/java/io/kubernetes/client/util",
        ("ls -l {file}", "kubeconv convert {file}[ --context {context}]"),
        affects=("oidc", "gcp", "azure"),
    ),
    Message(
        "library-token-not-renewed",
        (
            "Could not import idp certificate",
            "failed to retrieve new credential",
            "failed to load OAuth credentials file",
            "failed to parse OAuth credentials file",
            "invalid token response received from the provider",
            "not a valid JWT token",
        ),
        "The client library could not renew the token of an auth-provider (oidc or gcp).",
        "The refresh token has expired, idp-certificate-authority-data is no certificate, or the provider refused; "
        "kubeconv finds no "
        "more in this text.",
        "Log in again with the program that wrote the kubeconfig, or convert the login to an exec plugin.",
        "https://github.com/kubernetes-client/java/tree/master/util/src/main/java/io/kubernetes/client/util/authenticators",
        ("kubeconv detect {file}", "kubeconv convert --oidc-to exec {file}[ --context {context}]"),
        affects=("oidc", "gcp"),
        wraps=1,
    ),
)
