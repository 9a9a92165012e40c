"""What the client libraries for Python and JavaScript say. They read kubeconfigs by themselves, not as client-go does."""

from typing import Final

from kubeconv.explain.messages.message import Message

_PYTHON: Final = "https://github.com/kubernetes-client/python/blob/master/kubernetes/base/config"
_JAVASCRIPT: Final = "https://github.com/kubernetes-client/javascript/blob/main/src"
_VALIDATE: Final = ("kubeconv validate {file}",)

MESSAGES: Final = (
    Message(
        "python-no-kubeconfig",
        (
            "Invalid kube-config file. No configuration found.",
            "Invalid kube-config dict. No configuration found.",
            "Invalid kube-config. Expected config_dict to not be None",
            "Invalid kube-config. {file} file is empty",
            "Invalid kube-config.",
        ),
        "The Python client found no kubeconfig, or an empty one.",
        "It reads the files of $KUBECONFIG, else ~/.kube/config, and none of them is there or has anything in it. Under sudo, "
        "in a container or in CI the home folder is another one.",
        "Give it a file: KUBECONFIG, or config_file of load_kube_config.",
        f"{_PYTHON}/kube_config.py",
        ("export KUBECONFIG={file}", "kubeconv detect {file}"),
    ),
    Message(
        "python-entry-missing",
        (
            "Invalid kube-config file. Expected object with name {entry} in",
            "Invalid kube-config file. Expected key {key} in",
            "Invalid kube-config file. Expected {entry} to be a list",
            "Invalid kube-config file. Expected all values in",
        ),
        "The kubeconfig lacks an entry or a key that the Python client needs.",
        "current-context, or the context, names an entry that does not exist; or a list (clusters, contexts, users) is "
        "missing, which this client demands and kubectl does not.",
        "Correct the name, or add the list.",
        f"{_PYTHON}/kube_config.py",
        ("kubeconv validate {file}", "kubectl config get-contexts"),
        rule="KC106",
    ),
    Message(
        "python-duplicate-name",
        ("Invalid kube-config file. Expected only one object with name {entry} in",),
        "Two entries of the kubeconfig have the same name.",
        "The Python client refuses the file, as kubectl does.",
        "Rename or delete one of the two.",
        f"{_PYTHON}/kube_config.py",
        _VALIDATE,
        rule="KC101",
    ),
    Message(
        "python-adal-missing",
        ("refresh token error, adal library not imported", "No module named 'adal'"),
        "The token of an azure auth-provider has expired, and the Python client cannot renew it.",
        "It renews it with the package adal, which is not installed and is no longer maintained; clients have left this "
        "login behind.",
        "Convert the login to kubelogin.",
        f"{_PYTHON}/kube_config.py",
        ("kubeconv convert {file}[ --context {context}]",),
        affects=("azure",),
        rule="KC201",
    ),
    Message(
        "python-bad-base64",
        ("binascii.Error: Incorrect padding", "binascii.Error: Invalid base64-encoded string"),
        "A *-data field of the kubeconfig is not base64, if it is a kubeconfig that the program reads.",
        "The Python client does not say which of certificate-authority-data, client-certificate-data and client-key-data it "
        "is. Blanks, a path, or a value that was cut off cause this.",
        "Find out which one it is.",
        f"{_PYTHON}/kube_config.py",
        _VALIDATE,
        rule="KC015",
    ),
    Message(
        "python-exec-answer",
        (
            "exec: failed to decode process output:",
            "exec: malformed response. missing key",
            "exec: missing token or clientCertificateData field in plugin output",
            "exec: missing clientKeyData field in plugin output",
        ),
        "The exec plugin ran, but the Python client cannot use its output.",
        "The plugin printed something else than a credential to standard output: a greeting, a question, a warning.",
        "Run the command of the user with its arguments alone and look at the output; it holds a token, so do not share it.",
        f"{_PYTHON}/exec_provider.py",
        ("kubeconv audit {file}",),
        affects=("exec", "kubelogin"),
    ),
    Message(
        "python-exec-version",
        ("exec: plugin api version {answered} does not match {asked}",),
        "The plugin answers in another version ({answered}) than the kubeconfig asks for.",
        "The kubeconfig and the plugin are of different ages.",
        "Change the kubeconfig to the version that the plugin supports, or update the plugin.",
        f"{_PYTHON}/exec_provider.py",
        _VALIDATE,
        affects=("exec", "kubelogin"),
        rule="KC302",
    ),
    Message(
        "python-exec-incomplete",
        ("exec: malformed request. missing key '{key}'",),
        "The exec of the user has no {key}.",
        "The Python client needs command and apiVersion.",
        "Add it.",
        f"{_PYTHON}/exec_provider.py",
        _VALIDATE,
        affects=("exec", "kubelogin"),
        rule="KC304",
    ),
    Message(
        "python-exec-failed",
        ("exec: process returned {status}", "ERROR:root:'NoneType' object has no attribute 'strip'"),
        "The exec plugin ran and failed, and the Python client went on without a login.",
        "It only logs this; requests fail afterwards with 401 or 403 (system:anonymous). The text gives no reason that "
        "kubeconv knows: it stands after the exit code, or in the lines that the plugin printed.",
        "Look at the plugin and its arguments, then run it alone.",
        f"{_PYTHON}/exec_provider.py",
        ("kubeconv doctor {file}", "kubeconv audit {file}"),
        affects=("exec", "kubelogin"),
        wraps=1,
    ),
    Message(
        "javascript-no-cluster",
        (
            "No active cluster!",
            "No cluster is defined.",
            "No currently active cluster",
            "You need to define an absolute base url for the server",
        ),
        "The JavaScript client has no current context with a cluster.",
        "The kubeconfig that it loaded is empty or another one, or its current-context names a context or cluster that does "
        "not exist. The client says so only when it is used.",
        "Choose a context that exists, or load the right file.",
        f"{_JAVASCRIPT}/config.ts",
        ("kubeconv validate {file}", "kubectl config use-context {existing_context}"),
        rule="KC113",
    ),
    Message(
        "javascript-incomplete",
        (
            "clusters[{line}].{field} is missing",
            "users[{line}].{field} is missing",
            "contexts[{line}].{field} is missing",
        ),
        "An entry of the kubeconfig lacks its {field}, and the JavaScript client refuses the file.",
        "The number counts from 0. kubectl reads such a file and fails only if the entry is used.",
        "Complete the entry, or delete it.",
        f"{_JAVASCRIPT}/config_types.ts",
        _VALIDATE,
        rule="KC107",
    ),
    Message(
        "javascript-duplicate-name",
        ("Duplicate cluster: {entry}", "Duplicate user: {entry}", "Duplicate context: {entry}"),
        "Two files of $KUBECONFIG have an entry with the same name: {entry}.",
        "The JavaScript client refuses that; kubectl takes the first.",
        "Rename one of the two, or name one file.",
        f"{_JAVASCRIPT}/config.ts",
        ("echo $KUBECONFIG", "kubeconv detect {file}"),
    ),
    Message(
        "javascript-http",
        ("HTTP protocol is not allowed when skipTLSVerify is not set or false",),
        "The server of the cluster is http, which the JavaScript client refuses.",
        "A login would travel unprotected. The client allows it only with insecure-skip-tls-verify.",
        "Write https:// in front of server, if the cluster speaks it.",
        f"{_JAVASCRIPT}/config.ts",
        _VALIDATE,
        rule="KC423",
    ),
    Message(
        "javascript-token-expired",
        ("Token is expired!", "Error: Failed to refresh token:"),
        "The token of the auth-provider azure or gcp has expired, and the JavaScript client cannot renew it.",
        "It has no cmd-path to run, or the command of it failed.",
        "Convert the login to an exec plugin.",
        f"{_JAVASCRIPT}/azure_auth.ts",
        ("kubeconv convert {file}[ --context {context}]",),
        affects=("azure", "gcp"),
        rule="KC201",
    ),
)
