"""What programs say that are written in Rust with the client library kube."""

from typing import Final

from kubeconv.explain.messages.message import Message

_RUST: Final = "https://github.com/kube-rs/kube/blob/main/kube-client/src"
_VALIDATE: Final = ("kubeconv validate {file}",)

MESSAGES: Final = (
    Message(
        "rust-no-kubeconfig",
        (
            "failed to read kubeconfig from",
            "failed to find the path of kubeconfig",
            "failed to determine current context",
            "cluster url is missing on selected cluster",
            "kubeconfig: ReadConfig(Os { code: 2",
            "kubeconfig: CurrentContextNotSet",
            "kubeconfig: FindPath",
            "kubeconfig: MissingClusterUrl",
        ),
        "The program, written in Rust with kube, found no kubeconfig that it can use.",
        "It is not in a pod, and the file of $KUBECONFIG or ~/.kube/config is missing, or has no current context with a "
        "server.",
        "Name the file, and choose a context.",
        f"{_RUST}/config/mod.rs",
        ("export KUBECONFIG={file}", "kubeconv validate {file}", "kubectl config use-context {existing_context}"),
        rule="KC113",
    ),
    Message(
        "rust-cannot-read",
        (
            "failed to parse kubeconfig YAML:",
            "failed to parse cluster url:",
            "failed to load certificate authority:",
            "failed to load client certificate:",
            "failed to load client key:",
            "failed to decode base64 data:",
            "kubeconfigs with mismatching",
            "failed to parse PEM-encoded certificates",
            "identity PEM is",
            "failed to read a certificate bundle",
            "no valid native root CA certificates found",
            "TLS required but no TLS stack selected",
            "failed to add a root certificate:",
            "unknown private key format",
            "no base64 data or file",
        ),
        "The program, written in Rust with kube, cannot use something in the kubeconfig.",
        "YAML, the server, a certificate or a key is not valid, or a file that the kubeconfig names is missing.",
        "See what it is.",
        f"{_RUST}/config/mod.rs",
        _VALIDATE,
    ),
    Message(
        "rust-exec-not-found",
        (
            "unable to run auth exec: No such file or directory",
            "unable to run auth exec: program not found",
            "AuthExecStart(Os { code: 2",
        ),
        "The program of the exec plugin was not found.",
        "The program, written in Rust with kube, starts the command of the user and does not say which it is. It is not "
        "installed, or not on the PATH that a desktop, a service or a container has.",
        "See which command it is, and install it.",
        f"{_RUST}/client/auth/mod.rs",
        ("kubeconv detect {file}", "kubeconv doctor {file}"),
        affects=("exec", "kubelogin"),
        rule="KC305",
    ),
    Message(
        "rust-exec-cannot-run",
        ("unable to run auth exec:", "AuthExecStart("),
        "The program of the exec plugin cannot be run.",
        "The reason of the system follows: mostly the file may not be executed, or is made for another processor.",
        "See which command it is, and install the right one.",
        f"{_RUST}/client/auth/mod.rs",
        ("kubeconv detect {file}",),
        affects=("exec", "kubelogin"),
    ),
    Message(
        "rust-exec-failed",
        ("auth exec command{program}failed with status", "AuthExecRun { cmd:"),
        "The exec plugin ran and failed.",
        "What it said is in the text after stdout: and stderr:, and kubeconv knows none of it. A plugin that wants a terminal "
        "or a browser fails like this in programs without one.",
        "Look at the plugin and its arguments, then run it alone.",
        f"{_RUST}/client/auth/mod.rs",
        ("kubeconv doctor {file}", "kubeconv audit {file}"),
        affects=("exec", "kubelogin"),
        wraps=1,
    ),
    Message(
        "rust-configuration",
        (
            "failed to infer config: in-cluster:",
            "failed to read an incluster environment variable",
            "Failed to infer configuration:",
            "Failed to infer provided configuration:",
            "InferConfig(InferConfigError",
        ),
        "The program, written in Rust with kube, got no configuration.",
        "It is not in a pod, and its kubeconfig is missing or not valid; kubeconv knows no reason in this text.",
        "Name the file, then see what is wrong with it.",
        f"{_RUST}/config/mod.rs",
        ("export KUBECONFIG={file}", "kubeconv validate {file}"),
        wraps=1,
    ),
    Message(
        "rust-auth-error",
        (
            "failed exec auth:",
            "failed OAuth:",
            "Cluster spec must be populated when `provideClusterInfo` is true",
            "failed to authorize with the provider using any",
            "failed to parse token-key:",
            "malformed token expiration date:",
        ),
        "The program, written in Rust with kube, could not log in.",
        "kubeconv does not know the reason that follows.",
        "Let kubeconv look at the whole login.",
        f"{_RUST}/client/auth/mod.rs",
        ("kubeconv doctor {file}",),
        wraps=1,
    ),
)
