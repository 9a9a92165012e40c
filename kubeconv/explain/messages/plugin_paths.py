"""What is said about programs that a login or a person calls and that cannot be run."""

from typing import Final

from kubeconv.explain.messages.message import Message
from kubeconv.explain.messages.missing import not_found

_EXEC: Final = "https://github.com/kubernetes/client-go/blob/master/plugin/pkg/client/auth/exec/exec.go"
_GCP: Final = "https://cloud.google.com/blog/products/containers-kubernetes/kubectl-auth-changes-in-gke"
_COMMAND: Final = "error executing access token command"

MESSAGES: Final = (
    Message(
        "exec-snap",
        ("fork/exec /snap/bin/{program}: permission denied",),
        "A program that is itself a snap may not run the snap {program}.",
        "kubectl, helm, k9s and IDEs from the snap store run in a box, from which other snaps cannot be started.",
        "Install the plugin, or the client, without snap.",
        "https://snapcraft.io/docs/snap-confinement",
        ("az aks install-cli", "snap list", "type -a kubectl"),
        affects=("exec", "kubelogin"),
    ),
    Message(
        "kubectl-not-found",
        not_found("kubectl"),
        "kubectl is not on PATH.",
        "It is not installed, or not on the PATH of the program that wants to run it.",
        "Install it, and make sure that its folder is on the PATH of that program.",
        "https://kubernetes.io/docs/tasks/tools/",
        ("az aks install-cli", "kubeconv doctor {file}"),
    ),
    Message(
        "gcp-command-not-found",
        (
            f'{_COMMAND} "{{line_of_command}}": err=fork/exec {{command}}: no such file or directory',
            f'{_COMMAND} "{{line_of_command}}": fork/exec {{command}}: no such file or directory',
        ),
        "The program {command}, which the auth-provider gcp runs for a token, does not exist.",
        "cmd-path in the kubeconfig is of another machine, or gcloud was moved. kubectl 1.26 no longer runs it at all.",
        "Convert the login to gke-gcloud-auth-plugin, or fetch the kubeconfig again.",
        _GCP,
        (
            "kubeconv convert {file}[ --context {context}]",
            "gcloud container clusters get-credentials {cluster}[ --location {location}][ --project {project}]",
        ),
        affects=("gcp",),
        rule="KC202",
        alternatives=True,
    ),
    Message(
        "gcp-command-failed",
        (
            _COMMAND,
            "missing access token cmd (cmd-path is an empty string",
            "scopes can only be used when kubectl is using a gcp service account key",
            "Failed to executing access token command",
            "Failed to parsing access token output",
            "The Application Default Credentials are not available",
            "failed OAuth: default provider is configured but invalid",
        ),
        "The auth-provider gcp ran its command for a token, and it failed.",
        "gcloud is not logged in, is damaged, or wants to ask something; kubectl 1.26 no longer runs it at all. kubeconv does "
        "not know what stands after stderr=.",
        "Run gcloud alone, log in, then convert the login to gke-gcloud-auth-plugin.",
        _GCP,
        (
            "gcloud config config-helper --format=json",
            "gcloud auth login",
            "kubeconv convert {file}[ --context {context}]",
        ),
        affects=("gcp",),
        rule="KC202",
        wraps=1,
    ),
    Message(
        "aws-deprecated-version",
        ("Kubeconfig user entry is using deprecated API version",),
        "aws was asked for v1alpha1, which newer clients no longer have.",
        "This is a warning of aws eks get-token: the kubeconfig was written by an aws-cli before 1.23.9 or 2.6.3. kubectl "
        "1.24 and helm 3.9 refuse it.",
        "Change the kubeconfig to v1beta1.",
        "https://github.com/aws/aws-cli/issues/6920",
        (
            "kubeconv convert {file}[ --context {context}]",
            "aws eks update-kubeconfig --name {cluster}[ --region {region}]",
        ),
        since="aws-cli 1.23.9",
        affects=("v1alpha1",),
        rule="KC301",
        wraps=1,
        alternatives=True,
    ),
    Message(
        "aws-iam-authenticator-flag",
        ("unknown flag: --profile", "unknown flag: --cluster-name"),
        "aws-iam-authenticator does not have this flag.",
        "The args are those of aws eks get-token. aws-iam-authenticator takes the cluster with -i, and the profile from "
        "AWS_PROFILE.",
        "Let aws write the user anew.",
        "https://github.com/kubernetes-sigs/aws-iam-authenticator",
        ("aws eks update-kubeconfig --name {cluster}[ --region {region}][ --profile {profile}]",),
        affects=("aws-iam-authenticator",),
    ),
    Message(
        "aws-iam-authenticator-token",
        (
            "could not get token:",
            "Error: cluster ID not specified",
            "could not create config: cluster ID cannot be empty",
            "cannot specify both --forward-session-name and --session-name",
        ),
        "aws-iam-authenticator got no token.",
        "It has no valid credentials of AWS, may not assume the role, or lacks the name of the cluster; the reason follows.",
        "See who you are for AWS, and let aws write the user anew.",
        "https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html",
        ("aws sts get-caller-identity", "aws eks update-kubeconfig --name {cluster}[ --region {region}]"),
        affects=("aws-iam-authenticator",),
        wraps=1,
    ),
    Message(
        "exec-no-output",
        ("decoding stdout: couldn't get version/kind; json parse error: unexpected end of JSON input",),
        "The exec plugin ended well and printed nothing.",
        "It wrote its answer elsewhere (to standard error, or a file), or the command is not a plugin for kubectl.",
        "Run the command of the user with its arguments alone and look at the output; it holds a token, so do not share it.",
        _EXEC,
        ("kubeconv audit {file}",),
        affects=("exec", "kubelogin"),
    ),
)
