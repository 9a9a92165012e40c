"""What programs say that deploy to clusters with a kubeconfig: Argo CD, Flux, Skaffold, Tilt, azd, Pulumi, Ansible."""

from typing import Final

from kubeconv.explain.messages.message import Message

_ARGOCD: Final = "https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#clusters"
_FLUX: Final = "https://fluxcd.io/flux/components/kustomize/kustomizations/#kubeconfig-remote-clusters"
_SKAFFOLD: Final = "https://skaffold.dev/docs/environment/kube-context/"
_TILT: Final = "https://docs.tilt.dev/choosing_clusters"
_AZD: Final = "https://github.com/Azure/azure-dev/blob/main/cli/azd/pkg/project/service_target_aks.go"
_VALIDATE: Final = ("kubeconv validate {file}",)

MESSAGES: Final = (
    Message(
        "azd-no-credentials",
        (
            "failed retrieving cluster user credentials. Ensure the current principal",
            "cluster credentials is empty. Ensure the current principal",
        ),
        "Azure gave azd no kubeconfig of the AKS cluster.",
        "The account of azd lacks the role Azure Kubernetes Service Cluster User Role, or the cluster is in another "
        "subscription. azd has a login of its own: that of az does not count.",
        "Ask for the role, or log in with the right account.",
        _AZD,
        ("azd auth login --tenant-id {tenant}", "az aks show --resource-group {group} --name {cluster}"),
    ),
    Message(
        "azd-kubeconfig",
        (
            "failed adding/updating kube context",
            "failed setting kube context '{context}'. Ensure the specified context exists",
            "failed parsing kube config. Ensure your configuration is valid yaml",
        ),
        "azd cannot use a kubeconfig, or cannot add the context of the cluster to it.",
        "~/.kube/config is not valid, cannot be written, or is not the one that KUBECONFIG names.",
        "See what is wrong with the file.",
        _AZD,
        ("kubeconv validate {file}", "echo $KUBECONFIG"),
        wraps=1,
    ),
    Message(
        "skaffold-other-context",
        ('but the effective kube-context is "{context}"',),
        "A profile of Skaffold was chosen by one context, and the deployment goes to another one: {context}.",
        "profiles.activation.kubeContext and deploy.kubeContext, or --kube-context, contradict each other.",
        "Make both name the same context, or give --kube-context.",
        _SKAFFOLD,
        ("kubectl config get-contexts",),
    ),
    Message(
        "skaffold-context",
        (
            "failed to get cluster info for kubeContext",
            "error creating REST client config for kubeContext",
            "error creating REST client config in-cluster",
            "getting client config for Kubernetes client",
        ),
        "Skaffold cannot use the context.",
        "The context, or its cluster, is not in the kubeconfig; or Skaffold remembers another context in "
        "~/.skaffold/config. kubeconv does not know the reason that follows.",
        "Choose a context that exists, in --kube-context or in the configuration of Skaffold.",
        _SKAFFOLD,
        ("kubectl config get-contexts", "kubeconv validate {file}", "skaffold config list --all"),
        wraps=1,
    ),
    Message(
        "skaffold-no-connection",
        ("Deploy Failed. Could not connect to cluster", "Check your connection for the cluster"),
        "Skaffold cannot reach the cluster.",
        "kubeconv does not know the reason that follows, or there is none.",
        "Try the same context with kubectl, which says more.",
        _SKAFFOLD,
        ("kubectl get --raw /version[ --context {context}]", "kubeconv doctor {file}"),
        wraps=2,
    ),
    Message(
        "argocd-own-login",
        (
            "Argo CD server address unspecified",
            "token is revoked, please re-login",
            "rpc error: code = Unauthenticated desc = invalid session",
            "rpc error: code = Unauthenticated desc = no session information",
            "account password has changed since token issued",
        ),
        "You are not logged in to Argo CD itself. The kubeconfig is not meant.",
        "argocd has a login of its own, in ~/.config/argocd/config, and its token has expired or was never there.",
        "Log in to Argo CD, or use --core, with which argocd goes by the kubeconfig instead.",
        "https://argo-cd.readthedocs.io/en/stable/user-guide/commands/argocd_login/",
        ("argocd login {server}", "argocd login --core"),
        alternatives=True,
    ),
    Message(
        "argocd-unknown-cluster",
        (
            "there are no clusters with this name: {cluster}",
            "error getting cluster by name",
            "error getting cluster by server",
            "cannot register cluster: in-cluster has been disabled",
        ),
        "The destination of the application is a cluster that Argo CD does not have.",
        "destination.name or destination.server is not one of its clusters, to the letter: a slash or a port at the end of the "
        "URL counts.",
        "See which clusters it has; add this one from a kubeconfig.",
        _ARGOCD,
        ("argocd cluster list", "argocd cluster add {context}"),
    ),
    Message(
        "argocd-service-account",
        ('Failed to create service account "argocd-manager"',),
        "argocd cluster add cannot make its service account in the cluster.",
        "It uses your login of that context to do so, which is not accepted there or has no permission to; kubeconv does "
        "not know the reason that follows.",
        "Use a context with the rights of an administrator.",
        "https://argo-cd.readthedocs.io/en/stable/getting_started/#5-register-a-cluster-to-deploy-apps-to-optional",
        ("kubectl auth whoami[ --context {context}]", "kubeconv doctor {file}"),
        wraps=1,
    ),
    Message(
        "argocd-cluster",
        (
            "unable to create K8s REST config",
            "unable to apply K8s REST config defaults",
            "unable to get K8s RAW REST config",
            "error getting cluster REST config",
            "failed to get cluster info for",
            "failed to sync cluster",
            "failed to load initial state of resource",
            "error synchronizing cache state",
            "could not unmarshal cluster secret",
        ),
        "Argo CD cannot use a cluster, or the login that it has for it.",
        "Its login is in the Secret of the cluster, and no kubeconfig: an exec plugin must be in the image of Argo CD, and "
        "a token may have expired. kubeconv does not know the reason that follows.",
        "Add the cluster again from a kubeconfig that works, or use argocd-k8s-auth in the Secret.",
        _ARGOCD,
        ("argocd cluster list", "kubeconv doctor {file}"),
        wraps=1,
    ),
    Message(
        "flux-secret",
        (
            "unable to read KubeConfig secret",
            "does not contain a 'value' key with a kubeconfig",
            "KubeConfig secret '{secret}' does not contain a",
            "invalid .spec.kubeConfig, neither",
        ),
        "Flux finds no kubeconfig in the Secret that spec.kubeConfig names.",
        "The Secret is in another namespace, or has the kubeconfig under another key than value, value.yaml or the one of "
        "secretRef. Flux also runs no exec plugin that such a kubeconfig names, unless it is told to.",
        "Make the Secret from a kubeconfig with a token, or use spec.kubeConfig.configMapRef with a provider.",
        _FLUX,
        ("kubeconv detect {file}", "kubectl create secret generic {secret} --from-file=value={file}"),
    ),
    Message(
        "flux-no-entra",
        ("AKS cluster {cluster} does not have Microsoft Entra ID integration enabled",),
        "Flux logs in to AKS with Microsoft Entra ID, and the cluster {cluster} has no such login.",
        "The provider azure of spec.kubeConfig needs a cluster with AKS-managed Entra ID.",
        "Enable it, or give Flux a Secret with a kubeconfig.",
        "https://fluxcd.io/flux/integrations/azure/",
        ("az aks update --resource-group {group} --name {cluster} --enable-aad",),
    ),
    Message(
        "flux-client",
        (
            "kubernetes client initialization failed",
            "kubernetes configuration load failed",
            "Kubernetes API call failed",
            "Kubernetes version can't be determined",
        ),
        "flux cannot use the kubeconfig or reach the cluster.",
        "It reads the kubeconfig as kubectl does; kubeconv does not know the reason that follows.",
        "Try the same context with kubectl, and look at the whole login.",
        "https://fluxcd.io/flux/cmd/flux_check/",
        ("kubectl get --raw /version[ --context {context}]", "kubeconv doctor {file}"),
        wraps=1,
    ),
    Message(
        "tilt-no-context",
        ("Kubernetes context not set in",),
        "Tilt found no current context.",
        "The kubeconfig is empty or another one, or has no current-context. Tilt reads it when it starts.",
        "Choose a context, then start Tilt again.",
        _TILT,
        ("kubectl config get-contexts", "kubectl config use-context {existing_context}"),
        rule="KC113",
    ),
    Message(
        "tilt-cluster",
        (
            "could not set up kubernetes client",
            "Loading Kubernetes config:",
            "cluster did not pass liveness check",
            "cluster liveness check:",
            "cluster readiness check:",
        ),
        "Tilt cannot use the kubeconfig or reach the cluster.",
        "kubeconv does not know the reason that follows, or there is none: the cluster may be stopped.",
        "Try the same context with kubectl, which says more.",
        _TILT,
        ("kubectl get --raw /readyz[ --context {context}]", "kubeconv doctor {file}"),
        wraps=1,
    ),
    Message(
        "pulumi-kubeconfig",
        (
            "configured Kubernetes cluster is unreachable",
            "unable to load schema information from the API server",
            "failed to parse kubeconfig data in `kubernetes:config:kubeconfig`",
        ),
        "Pulumi cannot use the kubeconfig of its provider, or reach the cluster.",
        "The provider has a kubeconfig of its own (kubernetes:config:kubeconfig), which may be that of a cluster that is gone, "
        "or an output with another login. kubeconv does not know the reason that follows.",
        "Look at that kubeconfig, and try its context with kubectl.",
        "https://www.pulumi.com/registry/packages/kubernetes/installation-configuration/",
        ("pulumi config get kubernetes:kubeconfig", "kubeconv doctor {file}"),
        wraps=1,
    ),
    Message(
        "ansible-client",
        ("Failed to get client due to", "Failed to load kubeconfig due to", "Failed to create get api client"),
        "Ansible's Kubernetes modules cannot use the kubeconfig or reach the cluster.",
        "They run on the host of the task, as its user: it is the kubeconfig, the PATH and the Python client there that count. "
        "kubeconv does not know the reason that follows.",
        "Give kubeconfig and context to the task, and look at that file on that host.",
        "https://docs.ansible.com/projects/ansible/latest/collections/kubernetes/core/docsite/kubernetes_scenarios/k8s_intro.html",
        _VALIDATE,
        wraps=1,
    ),
    Message(
        "ansible-no-library",
        ("Failed to import the required Python library (kubernetes)",),
        "The Python that runs the task has no Kubernetes client.",
        "Ansible runs modules with the Python of the host (ansible_python_interpreter), not with its own.",
        "Install the package kubernetes for that Python.",
        "https://docs.ansible.com/projects/ansible/latest/collections/kubernetes/core/index.html",
        ("python3 -m pip install kubernetes",),
    ),
)
