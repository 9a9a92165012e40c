"""What the client libraries for Java (the official one and fabric8) and .NET say."""

from typing import Final

from kubeconv.explain.messages.message import Message

_JAVA: Final = (
    "https://github.com/kubernetes-client/java/blob/master/util/src/main/java/io/kubernetes/client/util/KubeConfig.java"
)
_FABRIC8: Final = "https://github.com/fabric8io/kubernetes-client/tree/main/kubernetes-client-api/src/main/java/io/fabric8/kubernetes/client"
_DOTNET: Final = "https://github.com/kubernetes-client/csharp/blob/master/src/KubernetesClient/KubernetesClientConfiguration.ConfigFile.cs"
_VALIDATE: Final = ("kubeconv validate {file}",)

MESSAGES: Final = (
    Message(
        "java-exec-version",
        ("Unrecognized user.exec.apiVersion: {version}",),
        "The Java client does not know the apiVersion {version} of the exec plugin, and went on without a login.",
        "Older releases of it know v1alpha1 and v1beta1 only; v1 came later. It only logs this, and requests fail afterwards.",
        "Update the library, or use v1beta1, which all know.",
        _JAVA,
        ("kubeconv convert --kubectl 1.21 {file}[ --context {context}][ {any_plugin}]",),
        affects=("v1",),
        rule="KC302",
    ),
    Message(
        "java-auth-provider",
        ("Unknown auth provider: {provider}",),
        "The Java client does not know the auth-provider {provider}, and went on without a login.",
        "It has azure, gcp and oidc, and azure and gcp only with their own libraries at hand. It only logs this, and requests "
        "fail afterwards.",
        "Convert the login to an exec plugin.",
        _JAVA,
        ("kubeconv convert {file}[ --context {context}]",),
        affects=("azure", "gcp", "oidc"),
        rule="KC201",
    ),
    Message(
        "java-exec-answer",
        (
            "Unrecognized kind in response",
            "Mismatched apiVersion in response",
            "No token or certificates produced by {command}",
            "KubeConfig - Failed to parse output of {command}",
            "Wrong apiVersion {answered} vs. {asked}",
            "Error unmarshalling ExecCredential",
            "No token or certificate returned",
        ),
        "The exec plugin ran, but the Java client cannot use its output, and went on without a login.",
        "The plugin printed something else than a credential, or answered in another version than the kubeconfig asks for. The "
        "client only logs this, and requests fail afterwards.",
        "Run the command of the user with its arguments alone and look at the output; it holds a token, so do not share it.",
        _FABRIC8,
        ("kubeconv validate {file}", "kubeconv audit {file}"),
        affects=("exec", "kubelogin"),
    ),
    Message(
        "java-exec-failed",
        (
            "KubeConfig - {command} failed with exit code",
            "KubeConfig - Failed to run {command}",
            "KubeConfig - No such file: {command}",
        ),
        "The exec plugin failed or could not be started, and the Java client went on without a login.",
        "It only logs this. The text gives no reason that kubeconv knows: it stands in the lines that the plugin printed.",
        "Look at the plugin and its arguments, then run it alone.",
        _JAVA,
        ("kubeconv doctor {file}", "kubeconv audit {file}"),
        affects=("exec", "kubelogin"),
        wraps=1,
    ),
    Message(
        "java-no-kubeconfig",
        (
            "Could not create Config from kubeconfig",
            "Could not load Kubernetes config file from",
            "Failed to parse the kubeconfig",
            "No server in kubeconfig",
        ),
        "The Java client cannot use the kubeconfig.",
        "The file is empty, missing, not valid, or has no current context with a server.",
        "See what is wrong with it.",
        _FABRIC8,
        _VALIDATE,
        rule="KC113",
    ),
    Message(
        "java-first-file",
        ("Found multiple kubeconfigs files, $KUBECONFIG:",),
        "The Java client reads only the first file of $KUBECONFIG.",
        "kubectl merges them all; contexts of the other files do not exist for this client.",
        "Merge the files, or name the one that is meant.",
        _JAVA,
        ("export KUBECONFIG={file}",),
        wraps=1,
    ),
    Message(
        "dotnet-exec-not-found",
        (
            "external exec failed due to: An error occurred trying to start process '{command}'",
            "external exec failed due to: The system cannot find the file specified",
            "external exec failed due to: No such file or directory",
        ),
        "The program of the exec plugin was not found.",
        "The program, written for .NET, starts the command of the user: it is not installed, or not on the PATH that the "
        "service, the container or the desktop has.",
        "See which command it is, and install it there.",
        _DOTNET,
        ("kubeconv detect {file}", "kubeconv doctor {file}"),
        affects=("exec", "kubelogin"),
        rule="KC305",
    ),
    Message(
        "dotnet-exec-timeout",
        ("external exec failed due to timeout",),
        "The exec plugin did not answer in time (the .NET client waits two minutes).",
        "It waits for a person: a device code that nobody sees, or a browser.",
        "Log in on a terminal first, so that the token is cached, or use a login mode without a person.",
        _DOTNET,
        ("kubectl get nodes[ --context {context}]", "kubeconv convert {file}[ --context {context}] -l azurecli"),
        affects=("kubelogin", "exec"),
        alternatives=True,
    ),
    Message(
        "dotnet-exec-answer",
        (
            "external exec failed because api version {answered} does not match",
            "external exec failed missing token or clientCertificateData field in plugin output",
            "external exec failed due to failed deserialization process",
        ),
        "The exec plugin ran, but the .NET client cannot use its output.",
        "It printed something else than a credential, or answered in another version than the kubeconfig asks for.",
        "Run the command of the user with its arguments alone and look at the output; it holds a token, so do not share it.",
        _DOTNET,
        ("kubeconv validate {file}", "kubeconv audit {file}"),
        affects=("exec", "kubelogin"),
    ),
    Message(
        "dotnet-exec-failed",
        ("external exec failed due to",),
        "The exec plugin failed under the .NET client.",
        "kubeconv does not know the reason that follows it.",
        "Look at the plugin and its arguments, then run it alone.",
        _DOTNET,
        ("kubeconv doctor {file}", "kubeconv audit {file}"),
        affects=("exec", "kubelogin"),
        wraps=1,
    ),
    Message(
        "library-exec-incomplete",
        (
            "External command execution to receive user credentials must include a command to execute",
            "External command execution missing ApiVersion key",
            "command must be specified to use exec authentication plugin",
            "No command was specified for exec authProvider",
            "Invalid environment variable defined:",
        ),
        "The exec of the user lacks its command, its apiVersion, or the name of a variable.",
        "Client libraries need them, as kubectl does.",
        "Add it.",
        _DOTNET,
        _VALIDATE,
        affects=("exec", "kubelogin"),
        rule="KC304",
    ),
    Message(
        "dotnet-entry-missing",
        (
            "Cluster not set for context `",
            "Cluster not found for context `",
            "Server not found for current-context `",
            "User not found for context {context} in kubeconfig",
            "User credentials not found for user: {user} in kubeconfig",
            "User: {user} does not have appropriate auth credentials in kubeconfig",
            "Cannot infer server host url either from context or masterUrl",
            "KubeConfigException: KubeConfig must be provided",
            "KubeConfigException: Host url must be set",
        ),
        "The current context lacks its cluster, its server, its user or a login.",
        "The .NET client compares names without regard to capitals, else as kubectl does.",
        "Correct the context, or choose another one.",
        _DOTNET,
        ("kubeconv validate {file}", "kubectl config use-context {existing_context}"),
        rule="KC107",
    ),
)
