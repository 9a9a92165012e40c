"""What is said about the plugins of Google and Amazon, and by them."""

from typing import Final

from kubeconv.explain.messages.message import Message
from kubeconv.explain.messages.missing import not_found

_GKE: Final = "https://cloud.google.com/blog/products/containers-kubernetes/kubectl-auth-changes-in-gke"

MESSAGES: Final = (
    Message(
        "gke-plugin-not-found",
        (
            *not_found("gke-gcloud-auth-plugin"),
            "gke-gcloud-auth-plugin, which is needed for continued use of kubectl, was not found or is not executable",
            "Install gke-gcloud-auth-plugin for use with kubectl by following",
        ),
        "gke-gcloud-auth-plugin is not on PATH.",
        "Logins to GKE need this program, because kubectl 1.26 dropped the gcp auth-provider, and the program that "
        "ran does not find it.",
        "Install it, with gcloud or with the package manager that gcloud came from.",
        _GKE,
        (
            "gcloud components install gke-gcloud-auth-plugin",
            "sudo apt-get install google-cloud-cli-gke-gcloud-auth-plugin",
        ),
        affects=("gke-gcloud-auth-plugin",),
        rule="KC305",
        alternatives=True,
    ),
    Message(
        "gke-plugin-failed",
        (
            "executable gke-gcloud-auth-plugin failed with exit code",
            "executable gke-gcloud-auth-plugin.exe failed with exit code",
            "print credential failed with error:",
            "getting google default token failed after multiple retries",
            "gcloud config config-helper returned an empty access token",
            "failure while executing gcloud, with args [config config-helper",
            "There was a problem refreshing your current auth tokens",
            "You do not currently have an active account selected",
            "failed to retrieve access token:",
            "cannot construct google default token source",
            "cannot retrieve default token from google default token source",
            "error parsing gcloud output:",
            "active gcloud configuration is empty",
            "for --use_edge_cloud: --project, --location and --cluster are required",
        ),
        "gke-gcloud-auth-plugin ran and gave no token.",
        "It asks gcloud, which is not logged in, is logged in with another account, or is not on PATH.",
        "Log in with gcloud, and fetch the kubeconfig again if that is not enough.",
        _GKE,
        (
            "gcloud auth login",
            "gcloud container clusters get-credentials {cluster}[ --location {location}][ --project {project}]",
        ),
        affects=("gke-gcloud-auth-plugin",),
    ),
    Message(
        "aws-too-old",
        ("aws: error: argument operation: Invalid choice", "argument operation: Invalid choice, valid choices are"),
        "The aws on PATH is too old: it has no eks get-token.",
        "That came with aws-cli 1.16.156; this one is older.",
        "Update aws-cli.",
        "https://github.com/eksctl-io/eksctl/issues/1109",
        ("aws --version", "aws eks update-kubeconfig --name {cluster}[ --region {region}]"),
        since="aws-cli 1.16.156",
        affects=("aws",),
    ),
    Message(
        "aws-no-credentials",
        (
            "Unable to locate credentials. You can configure credentials by running",
            "The security token included in the request is expired",
            "The security token included in the request is invalid",
            "An error occurred (ExpiredToken) when calling",
            "NoCredentialProviders: no valid providers in chain",
            "failed to refresh cached credentials",
            "The SSO session associated with this profile has expired",
            "Error loading SSO Token",
            "Error when retrieving token from sso: Token has expired and refresh failed",
            "The config profile ({profile}) could not be found",
            "An error occurred (ExpiredTokenException) when calling",
            "An error occurred (InvalidClientTokenId) when calling",
            "An error occurred (UnrecognizedClientException) when calling",
        ),
        "aws has no valid credentials.",
        "The plugin aws eks get-token uses the credentials of this shell, or those of AWS_PROFILE in the kubeconfig.",
        "Log in with aws, and check who you are.",
        "https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html",
        ("aws sso login", "aws sts get-caller-identity"),
        affects=("aws", "aws-iam-authenticator"),
    ),
    Message(
        "aws-not-found",
        (*not_found("aws", "aws-iam-authenticator"),),
        "The program that logs in to EKS (aws or aws-iam-authenticator) is not on PATH.",
        "The exec plugin of the user names it, and the program that ran cannot find it.",
        "Install aws-cli; aws eks update-kubeconfig replaces aws-iam-authenticator.",
        "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
        ("aws --version", "aws eks update-kubeconfig --name {cluster}[ --region {region}]"),
        affects=("aws", "aws-iam-authenticator"),
        rule="KC305",
    ),
    Message(
        "cloud-not-allowed",
        (
            "An error occurred (AccessDeniedException) when calling the DescribeCluster operation",
            "is not authorized to perform: eks:DescribeCluster",
            "is not authorized to perform: sts:AssumeRole",
            "An error occurred (AccessDenied) when calling the AssumeRole operation",
            "An error occurred (AccessDenied) when calling the AssumeRoleWithWebIdentity operation",
            'Required "container.clusters.get" permission',
            "does not have permission to access projects instance",
        ),
        "The account of aws or gcloud may not ask for this cluster.",
        "It lacks the permission (eks:DescribeCluster, container.clusters.get), may not take the role of --role-arn, or is "
        "another account than you think.",
        "See who you are, then ask for the permission.",
        "https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html",
        ("aws sts get-caller-identity", "gcloud auth list"),
        alternatives=True,
    ),
    Message(
        "cloud-no-such-cluster",
        (
            "An error occurred (ResourceNotFoundException) when calling the DescribeCluster operation",
            "(gcloud.container.clusters.get-credentials) ResponseError: code=404",
        ),
        "aws or gcloud does not find the cluster.",
        "The name is misspelt, or the cluster is in another region, project or account.",
        "List the clusters there are.",
        "https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html",
        ("aws eks list-clusters[ --region {region}]", "gcloud container clusters list[ --project {project}]"),
        alternatives=True,
    ),
)
